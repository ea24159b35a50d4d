package bound

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
)

// allBounds works out lower bounds of every level of a model: the shortages first,
// then Reserve and money on the supposition that the shortages are at those
// bounds. When ctx ends early the report says by Known what it holds; that is
// no error.
func allBounds(ctx context.Context, m *solver.Model) (*Report, error) {
	b, err := New(context.Background(), m)
	if err != nil {
		return nil, err
	}
	r := b.Shortage(ctx, nil)
	for l, is := range b.model.shortageLevels() {
		if is && !r.Known[l] {
			return r, nil
		}
	}
	if l := m.BackupLevel; !b.model.shortageLevels()[l] && l != m.PayLevel {
		r.Cost[l], r.Known[l] = b.Backup(ctx, r.Given)
	}
	if l := m.PayLevel; !b.model.shortageLevels()[l] {
		r.Cost[l], r.Known[l] = b.Money(ctx, r.Given, MoneyOptions{})
	}
	return r, nil
}

func mustShortage(t *testing.T, m *solver.Model, reached *solver.Cost) *Report {
	t.Helper()
	b, err := New(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	return b.Shortage(context.Background(), reached)
}

func TestShortageBoundByHand(t *testing.T) {
	tests := []struct {
		name  string
		why   string
		build func() *solver.Model
		want  []int64 // hours short by level
	}{
		{"covered", "one line can do all of it", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 0)
			toys.AddLine(m, 0)
			return m
		}, []int64{0, 0}},
		{"nobody", "no line may serve the task", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 1)
			toys.AddLine(m)
			return m
		}, []int64{0, 8}},
		{"two at once", "two tasks at one time and one line", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 0)
			toys.AddTask(m, 12, 20, 1)
			toys.AddLine(m, 0, 1)
			return m
		}, []int64{0, 4}},
		{"day cap", "6 of 8 hours", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 0)
			toys.AddLine(m, 0)
			toys.AddCap(m, 6, 0, 24, 0)
			return m
		}, []int64{2}},
		{"week cap with past", "10 hours, 4 of them worked before", func() *solver.Model {
			m := toys.TinyDays(2)
			toys.AddTask(m, 8, 16, 0)
			toys.AddTask(m, 32, 40, 0)
			toys.AddLine(m, 0, 1).Past = []solver.Decision{{Task: solver.NoTask, Start: -20 * toys.Hour, End: -16 * toys.Hour}}
			toys.AddCap(m, 10, -48, 96, 0)
			return m
		}, []int64{10}},
		{"rota cap over week caps", "two weeks of 10 under 15 in all", func() *solver.Model {
			m := toys.TinyDays(4)
			toys.AddTask(m, 8, 20, 0)
			toys.AddTask(m, 56, 68, 0)
			toys.AddLine(m, 0, 1)
			toys.AddCap(m, 10, 0, 48, 0)
			toys.AddCap(m, 10, 48, 96, 0)
			toys.AddCap(m, 15, 0, 96, 0)
			return m
		}, []int64{9}},
		{"ceiling", "two lines share 12 hours", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 0)
			toys.AddTask(m, 8, 16, 0)
			toys.AddLine(m, 0, 1)
			toys.AddLine(m, 0, 1)
			toys.AddCap(m, 12, 0, 24, 0, 1)
			return m
		}, []int64{4}},
		{"third night does not fit", "25 hours hold two whole nights of 10", func() *solver.Model {
			m := toys.TinyDays(3)
			for d := solver.Minute(0); d < 3; d++ {
				toys.AddTask(m, 24*d+21, 24*d+31, 0).Whole = true
			}
			toys.AddLine(m, 0, 1, 2)
			toys.AddCap(m, 25, -48, 120, 0)
			return m
		}, []int64{10}},
		{"visits fit better than nights", "23 hours hold one night of 10 and three visits of 4, or two nights", func() *solver.Model {
			m := toys.TinyDays(3)
			for d := solver.Minute(0); d < 3; d++ {
				toys.AddTask(m, 24*d+21, 24*d+31, 0).Whole = true
				toys.AddTask(m, 24*d+12, 24*d+16, 0).Whole = true
			}
			toys.AddLine(m, 0, 1, 2, 3, 4, 5)
			toys.AddCap(m, 23, -48, 120, 0)
			return m
		}, []int64{20}},
		{"too short to divide", "2 hours left, least length 3", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 0).MinLen = 3 * toys.Hour
			toys.AddLine(m, 0)
			toys.AddCap(m, 2, 0, 24, 0)
			return m
		}, []int64{8}},
		{"whole longer than allowed", "a decision may last 9 hours", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 18, 0).Whole = true
			toys.AddLine(m, 0).Rules.MaxLen[solver.Active] = 9 * toys.Hour
			return m
		}, []int64{10}},
		{"half of a whole task", "the line is free for half of it only", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 18, 0).Whole = true
			toys.AddLine(m, 0).Permits[0].Spans = []solver.Span{{From: 8 * toys.Hour, To: 13 * toys.Hour}}
			return m
		}, []int64{10}},
		{"spell", "13 hours of 24 by the rules on spells", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 0, 24, 0)
			toys.AddLine(m, 0)
			return m
		}, []int64{11}},
		{"night of 9 hours when the clocks go forward", "the day has 23 hours, so 12 remain after rest", func() *solver.Model {
			m := toys.TinyDays(1)
			for i := range m.Days {
				if m.Days[i] > 0 {
					m.Days[i] -= toys.Hour
				}
			}
			toys.AddTask(m, 0, 23, 0)
			toys.AddLine(m, 0)
			return m
		}, []int64{10}},
		{"fixed elsewhere", "4 hours are promised to another task", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 16, 0)
			toys.AddTask(m, 10, 14, 1)
			toys.AddLine(m, 0, 1).Fixed = []solver.Decision{{Task: 1, Start: 10 * toys.Hour, End: 14 * toys.Hour, Fixed: true}}
			return m
		}, []int64{4, 0}},
		{"among", "two wanted, one of whom swims; two lines, neither swims", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 12, 0).Among = []solver.Mix{{Need: 1}}
			m.Tasks[0].Need = 2
			toys.AddLine(m, 0)
			toys.AddLine(m, 0)
			return m
		}, []int64{4}},
		{"among and count", "the only swimmer covers the swim, the second place stays open", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 12, 0).Among = []solver.Mix{{Need: 1}}
			m.Tasks[0].Need = 2
			toys.AddLine(m, 0).Permits[0].Holds[0] = []solver.Span{{From: 0, To: 24 * toys.Hour}}
			return m
		}, []int64{4}},
		{"light kind", "passive time counts half, so 8 hours of cap hold 16", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 0, 20, 0).Kind = solver.Passive
			toys.AddLine(m, 0)
			toys.AddCap(m, 8, 0, 24, 0).Weight[solver.Passive] = solver.PartsPerMinute / 2
			return m
		}, []int64{4}},
		{"weightless kind", "passive time does not count at all, active time does", func() *solver.Model {
			m := toys.TinyDays(2)
			toys.AddTask(m, 0, 10, 0).Kind = solver.Passive
			toys.AddTask(m, 24, 34, 1)
			toys.AddLine(m, 0, 1)
			toys.AddCap(m, 8, 0, 48, 0).Weight[solver.Passive] = 0
			return m
		}, []int64{0, 2}},
		{"no weekends", "the line works no weekend, and the day is one", func() *solver.Model {
			m := toys.TinyDays(1)
			m.Weekends = []solver.Span{{From: 0, To: 24 * toys.Hour}}
			toys.AddTask(m, 8, 16, 0)
			toys.AddLine(m, 0).Rules.MaxWeekends = 0
			return m
		}, []int64{8}},
		{"dear first", "of two tasks of one level the dearer is covered", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 12, 0)
			toys.AddTask(m, 8, 12, 0).UnderPrice = 3
			toys.AddLine(m, 0, 1)
			return m
		}, []int64{4}},
		{"shadow", "a trainee covers nothing", func() *solver.Model {
			m := toys.TinyDays(1)
			toys.AddTask(m, 8, 12, 0)
			toys.AddLine(m)
			toys.AddLine(m, 0).Master = 0
			return m
		}, []int64{4}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			rep := mustShortage(t, c.build(), nil)
			for l, want := range c.want {
				if got := rep.Cost[l]; got != want*60 || !rep.Known[l] {
					t.Errorf("level %d: bound %v h, want %d h: %s", l, float64(got)/60, want, c.why)
				}
			}
			checkCuts(t, c.build(), rep)
		})
	}
}

// checkCuts fills the networks of a model again, level by level, and finds each time a cut that holds
// just what flows: no more can. What is wanted beyond the cut is the shortage, and the report's bounds are those.
func checkCuts(t *testing.T, m *solver.Model, rep *Report) {
	t.Helper()
	b, err := New(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	var best solver.Cost
	for _, x := range b.boxers {
		g := x.graph(x.components())
		holds := g.net.Rooms(nil)
		var own solver.Cost
		least, most := int64(0), int64(0) // of the costs so far, by the shortage and the prices
		wanted, cheap, dear := int64(0), int64(solver.NoLimit), int64(0)
		for l, is := range g.shortageLevels() {
			if !is {
				continue
			}
			own[l], _ = g.fill(t.Context(), l)
			holds[g.levelArc[l]] = g.wanted(l)
			wanted += g.wanted(l)
			for i, r := range g.ranks {
				if r.level == l {
					holds[g.rankArc[i]] = r.total
					cheap, dear = min(cheap, r.price), max(dear, r.price)
				}
			}
			short := wanted - g.leastCut(t, holds)
			least, most = short*cheap, short*dear
			all := int64(0)
			for _, c := range own[:l+1] {
				all += c
			}
			if all < least || all > most {
				t.Errorf("shortages %v down to level %d, at %d to %d a minute, of %d minutes beyond the cut", own, l, cheap, dear, short)
			}
		}
		if best.Less(own) {
			best = own
		}
	}
	for l, is := range b.model.shortageLevels() {
		if is && rep.Cost[l] != best[l] {
			t.Errorf("level %d: the report says %v, the cuts %v", l, rep.Cost, best)
		}
	}
}

// leastCut is what the arcs into the far side of a cut hold, which must be what flows.
func (g *graph) leastCut(t *testing.T, holds []int64) (cut int64) {
	t.Helper()
	far := g.net.Reaching(g.source, g.sink)
	if far[g.source] {
		t.Error("more could flow")
	}
	flow := int64(0)
	for u := range far {
		for a := g.net.First[u]; a < g.net.First[u+1]; a++ {
			x := &g.net.Arcs[a]
			if x.Room < 0 || x.Room+g.net.Arcs[x.Rev].Room != holds[a]+holds[x.Rev] {
				t.Errorf("arc %d holds %d and has room for %d", a, holds[a], x.Room)
			}
			if !far[u] && far[x.To] {
				cut += holds[a]
			}
			if int32(u) == g.source {
				flow += holds[a] - x.Room
			}
		}
	}
	if cut != flow {
		t.Errorf("%d flow, the cut holds %d", flow, cut)
	}
	return cut
}

func TestReachedLoosensLaterLevels(t *testing.T) {
	m := toys.TinyDays(1)
	toys.AddTask(m, 8, 16, 0)
	toys.AddTask(m, 8, 16, 1)
	toys.AddLine(m, 0, 1)
	rep := mustShortage(t, m, nil)
	if rep.Cost[0] != 0 || rep.Cost[1] != 8*60 {
		t.Fatalf("bounds %v", rep.Cost)
	}
	rep = mustShortage(t, m, &solver.Cost{3 * 60, 5 * 60})
	if rep.Cost[0] != 0 || rep.Cost[1] != 5*60 {
		t.Errorf("a plan short of 3 h at level 0 leaves at least 5 h short at level 1; got %v", rep.Cost)
	}
}

func TestUnprovedLevelLeavesLaterOnesFree(t *testing.T) {
	m := toys.TinyDays(1)
	for level := range 3 {
		toys.AddTask(m, 8, 16, level)
	}
	toys.AddLine(m, 0, 1, 2)
	rep := mustShortage(t, m, &solver.Cost{60, 7 * 60, 8 * 60})
	if want := (solver.Cost{0, 7 * 60, 7 * 60}); rep.Cost != want {
		t.Errorf("bounds %v, want %v: at level 0 an hour may be free, for either of the others", rep.Cost, want)
	}
}

func TestShortageBoundNeverAboveTheBestPlan(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	models, exact := 0, 0
	for models < 400 {
		m := toys.SmallModel(r)
		toys.Fix(r, m)
		best, any := solver.Cost{}, false
		var reached []solver.Cost
		if !toys.EveryPlan(m, func(_ [][]solver.Decision, c solver.Cost) {
			c = solver.Cost{c[0], c[1]}
			if !any || c.Less(best) {
				best, any = c, true
			}
			if len(reached) < 5 {
				reached = append(reached, c)
			}
		}) {
			continue
		}
		if models++; !any {
			models--
			continue // the fixed decisions break a ceiling
		}
		rep := mustShortage(t, m, nil)
		if got := (solver.Cost{rep.Cost[0], rep.Cost[1]}); best.Less(got) {
			t.Fatalf("model %d: bound %v above the best plan %v\n%s", models, got, best, toys.Text(m))
		} else if got == best {
			exact++
		}
		for _, c := range append(reached, best) {
			rep := mustShortage(t, m, &c)
			if rep.Cost[0] > best[0] || rep.Cost[1] > best[1] {
				t.Fatalf("model %d: bound %v given %v, above the best plan %v\n%s", models, rep.Cost, c, best, toys.Text(m))
			}
		}
		checkCuts(t, m, rep)
	}
	t.Logf("the bound is the best plan's shortage in %d of %d models", exact, models)
	if exact*10 < models*7 {
		t.Errorf("the bound is exact in %d of %d models only", exact, models)
	}
}

func TestPermutingLinesLeavesBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for i := range 60 {
		m := toys.SmallModel(r)
		toys.Standby(r, m)
		toys.Pay(r, m)
		a, err := allBounds(context.Background(), m)
		if err != nil {
			t.Fatal(err)
		}
		p := r.Perm(len(m.Lines))
		q := *m
		q.Lines = make([]solver.Line, len(m.Lines))
		for l, to := range p {
			q.Lines[to] = m.Lines[l]
		}
		q.Sums = slices.Clone(m.Sums)
		for k := range q.Sums {
			q.Sums[k].Lines = nil
			for _, l := range m.Sums[k].Lines {
				q.Sums[k].Lines = append(q.Sums[k].Lines, int32(p[l]))
			}
		}
		b, err := allBounds(context.Background(), &q)
		if err != nil {
			t.Fatal(err)
		}
		// Prices are refined to a hundred-thousandth, by a way that depends on the order.
		if near := a.Cost[3]/1000 + 10; a.Cost[3]-b.Cost[3] > near || b.Cost[3]-a.Cost[3] > near {
			t.Errorf("model %d: money bound %d, after permuting %d", i, a.Cost[3], b.Cost[3])
		}
		a.Cost[3], b.Cost[3] = 0, 0
		if a.Cost != b.Cost {
			t.Errorf("model %d: bounds %v, after permuting %v", i, a.Cost, b.Cost)
		}
	}
}

func TestPlantedCoverHasNoShortage(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for i := range 100 {
		m := toys.SmallModel(r)
		var plan [][]solver.Decision
		for l := range m.Lines {
			all := toys.Sequences(m, l, 3000)
			if all == nil {
				break
			}
			plan = append(plan, all[r.IntN(len(all))])
		}
		if _, legal := toys.NaiveCost(m, append(plan, make([][]solver.Decision, len(m.Lines)-len(plan))...)); !legal || len(plan) < len(m.Lines) {
			continue
		}
		plant(m, plan)
		if rep := mustShortage(t, m, nil); rep.Cost != (solver.Cost{}) {
			t.Errorf("model %d: bound %v although every task can be covered", i, rep.Cost)
		}
	}
}

// plant makes the tasks of a model just what a plan covers.
func plant(m *solver.Model, plan [][]solver.Decision) {
	old := m.Tasks
	m.Tasks = nil
	permits := make([][]solver.Permit, len(m.Lines))
	for l := range plan {
		for _, d := range plan[l] {
			t := old[d.Task]
			t.Span, t.Need, t.Among, t.Whole = d.Span(), 1, nil, l%2 == 0
			permits[l] = append(permits[l], solver.Permit{Task: int32(len(m.Tasks)), Spans: []solver.Span{d.Span()}})
			m.Tasks = append(m.Tasks, t)
		}
	}
	for l := range m.Lines {
		m.Lines[l].Permits = permits[l]
	}
}

func TestShortageStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	m := toys.TinyDays(1)
	toys.AddTask(m, 8, 16, 0)
	toys.AddLine(m)
	rep, err := allBounds(ctx, m)
	if err != nil || rep.Known[0] || rep.Known[3] || rep.Cost != (solver.Cost{}) {
		t.Errorf("%+v, %v", rep, err)
	}
}

func TestTooMuchIsRefused(t *testing.T) {
	m := toys.TinyDays(1)
	toys.AddTask(m, 8, 16, 0).Need = 1 << 30
	if _, err := New(t.Context(), m); err != errTooMuch {
		t.Errorf("got %v", err)
	}
}

func TestBounderServesManyAtOnce(t *testing.T) {
	m := toys.Care(20, 10, 7, 1, 3)
	b, err := New(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	want := b.Shortage(ctx, nil)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if r := b.Shortage(ctx, nil); r.Cost != want.Cost {
				t.Errorf("bounds %v, alone %v", r.Cost, want.Cost)
			}
			if _, ok := b.Money(ctx, want.Given, MoneyOptions{}); !ok {
				t.Error("no money bound")
			}
		})
	}
	all.Wait()
}
