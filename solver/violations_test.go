package solver

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// permitted says whether a line may take a decision by itself, as the definitions have it.
func permitted(m *Model, l int, d Decision) bool {
	j := judge{m: m, line: &m.Lines[l]}
	j.alone(d)
	return len(j.out) == 0
}

// fewEvenings is a rule of an embedder's: no more than so many decisions end in the evening.
type fewEvenings int

func (fewEvenings) Name() string { return "few evenings" }

func (f fewEvenings) Legal(line []Decision) bool {
	n := 0
	for _, d := range line {
		if !d.past() && (d.End+14*1440)%1440 > 1080 {
			n++
		}
	}
	return n <= int(f)
}

// pick is one of the numbers.
func pick(r *random, x ...Minute) Minute { return x[r.n(len(x))] }

// bounded gives a world's model limits of every sort that bind: each is there in
// some models and not in others, so that it is at times the only one to say no.
func bounded(w world, seed uint64) *Model {
	m := w.make(seed)
	r := random(seed*31 + 7)
	m.ReserveMin, m.ReserveMax = pick(&r, 60, 200, 240), pick(&r, 300, 500, 780)
	for i := range m.Tasks {
		t := &m.Tasks[i]
		t.MinLen = pick(&r, 0, 60, 120, 180, 250, t.Len()+60)
		t.MaxLen = pick(&r, 0, 0, 240, 300, 490)
		if r.n(4) == 0 {
			t.Group = -1
		}
		t.Class = uint8(r.n(3))
	}
	for l := range m.Lines {
		line := &m.Lines[l]
		if len(line.Reserve) > 0 || r.n(3) == 0 && line.Master < 0 {
			line.Reserve = nil
			for at := Minute(r.n(600)); at < m.Horizon.To; at += 1 + Minute(r.n(900)) {
				s := Span{at, at + 300 + Minute(r.n(1500))}
				line.Reserve = append(line.Reserve, s)
				at = s.To
			}
		}
		k := &line.Rules
		k.MinRest, k.MaxSpell, k.MaxSpellPassive = pick(&r, 0, 120, 660, 1500), pick(&r, 0, 480, 780), pick(&r, 0, 700, 1500)
		for _, kind := range []Kind{Active, Passive, Beside} {
			k.MaxLen[kind] = pick(&r, 0, 0, 180, 290, 480, 780)
		}
		k.MaxDaysRun, k.MaxNightsRun, k.MaxWeekends = r.n(5), r.n(3), r.n(4)-1
		if r.n(5) == 0 { // a spell may leave a whole day empty inside it
			k.MinRest, k.MaxSpell, k.MaxSpellPassive, k.MaxDaysRun = 2900, 0, 0, 2+r.n(4)
		}
		k.WeeklyRest, k.Travel = pick(&r, 0, 0, 1440, 3000, 7500), pick(&r, 0, 0, 20, 300)
		k.Custom, k.Sequence = nil, nil
		if r.n(3) == 0 {
			k.Custom = []LineRule{fewEvenings(r.n(3))}
		}
		if r.n(3) == 0 {
			k.Sequence = drawSequence(&r)
		}
	}
	for i := range m.Sums {
		if s := &m.Sums[i]; s.limits() && r.n(2) == 0 {
			s.Max = NoLimit
		}
	}
	return m
}

// drawn is a decision near what the line may take: of a permit, of a reserve
// span, or of any task, its ends mostly on the grid, mostly inside.
func drawn(m *Model, l int, r *random) Decision {
	line := &m.Lines[l]
	d := Decision{Task: int32(r.n(len(m.Tasks)))}
	if len(line.Permits) > 0 && r.n(8) > 0 {
		d.Task = line.Permits[r.n(len(line.Permits))].Task
	}
	in := m.Tasks[d.Task].Span
	d.Kind = m.Tasks[d.Task].Kind
	if line.Master >= 0 {
		d.Kind = Beside
	}
	if r.n(3) == 0 && len(line.Reserve) > 0 {
		d.Task, d.Kind, in = NoTask, Reserve, line.Reserve[r.n(len(line.Reserve))]
	}
	if r.n(12) == 0 {
		d.Kind = Kind(r.n(int(NumKinds)))
	}
	if r.n(4) == 0 {
		d.Start, d.End = in.From, in.To
		return d
	}
	at := func() Minute {
		x := in.From - 60 + Minute(r.n(int(in.Len())+120))
		if r.n(6) > 0 {
			x = floorDiv(x, m.Grain) * m.Grain
		}
		return x
	}
	d.Start, d.End = at(), at()
	switch {
	case r.n(20) == 0:
		d.End = d.Start
	case r.n(5) > 0 && d.Start > d.End:
		d.Start, d.End = d.End, d.Start
	}
	return d
}

// The search admits a single decision just when its definition does; for its
// length it also looks at how long a spell may be.
func TestOneDecisionIsJudgedAsDefined(t *testing.T) {
	yes, no := 0, 0
	for name, wd := range worlds {
		for seed := uint64(1); seed <= 6; seed++ {
			m := bounded(wd, seed)
			b := newBoard(m)
			r := random(seed)
			for range 6000 {
				l := r.n(len(m.Lines))
				d := drawn(m, l, &r)
				want := permitted(m, l, d)
				if d.Kind != Reserve && d.Task >= 0 {
					most := m.Lines[l].Rules.MaxSpell
					if m.Tasks[d.Task].Kind == Passive {
						most = m.Lines[l].Rules.MaxSpellPassive
					}
					want = want && (most == 0 || d.Span().Len() <= most)
				}
				require.Equal(t, want, b.fits(int32(l), d), "%s, seed %d, line %d: %v of %+v, rules %+v", name, seed, l, d, m.Tasks[max(0, d.Task)], m.Lines[l].Rules)
				if want {
					yes++
				} else {
					no++
				}
			}
			require.False(t, b.fits(0, Decision{Task: NoTask, Start: 0, End: 60}), "work on no task")
		}
	}
	require.Greater(t, yes, 10000)
	require.Greater(t, no, 10000)
}

// alterations are some random changes of a plan that is legal: a decision put in, taken out, or given
// other ends, once or several times. Each decision is permitted; what the lines then hold may not be.
func alterations(w *walker, r *random) {
	m, s := w.b.m, w.s
	for n := 1 + r.n(3)*r.n(2); n > 0; n-- {
		l := r.n(len(m.Lines))
		own := s.lines[l].dec[s.lines[l].past:]
		if len(own) > 0 && r.n(3) == 0 {
			s.remove(int32(l), s.lines[l].past+r.n(len(own)))
		}
		if r.n(4) == 0 {
			continue
		}
		for range 20 {
			if d := drawn(m, l, r); permitted(m, l, d) && w.b.fits(int32(l), d) && (r.n(3) == 0 || !s.busyIn(int32(l), d.Start, d.End)) {
				s.add(int32(l), d)
				break
			}
		}
	}
}

// The search finds a change lawful just when the plan then breaks nothing.
func TestChangesAreJudgedAsDefined(t *testing.T) {
	for name, wd := range worlds {
		t.Run(name, func(t *testing.T) {
			yes, no := 0, 0
			for seed := uint64(1); seed <= 6; seed++ {
				m := bounded(wd, seed)
				w := newWalker(newBoard(m), seed)
				require.Empty(t, m.Violations(w.s.plan()), "the past breaks nothing")
				r := random(seed)
				for range 1000 {
					w.s.log = w.s.log[:0]
					alterations(w, &r)
					broken := m.Violations(w.s.plan())
					require.Equal(t, len(broken) == 0, w.lawful(), "seed %d, %v: %v", seed, w.s.log, broken)
					if len(broken) == 0 {
						yes++
					} else {
						no++
						w.s.undo(0)
					}
				}
			}
			require.Greater(t, yes, 300)
			require.Greater(t, no, 300)
		})
	}
}

// Where limits of every sort bind, every plan that the search comes by keeps
// them all: after a move, in the best plan, after lines were planned again.
func TestEveryPlanKeepsLimitsThatBind(t *testing.T) {
	for name, wd := range worlds {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 3; seed++ {
				m := bounded(wd, seed)
				w := newWalker(newBoard(m), seed)
				w.temp = 5
				for i, hits := 0, 0; i < 8000 && hits < 300; i++ {
					if w.step() {
						hits++
						require.Empty(t, m.Violations(w.s.plan()), "seed %d, after move %d", seed, i)
						require.Equal(t, m.Evaluate(w.s.plan()), w.s.cost, "seed %d, after move %d", seed, i)
					}
				}
				w.mend(t.Context(), 2000, Cost{})
				require.Empty(t, m.Violations(w.s.plan()), "seed %d, mended", seed)
				checked(t, t.Context(), m, Options{Seed: seed, Threads: 1, Steps: 6000})
			}
		})
	}
}

func TestKindsPrintThemselves(t *testing.T) {
	require.Equal(t, "[active passive reserve beside kind 4]", fmt.Sprint([]Kind{Active, Passive, Reserve, Beside, NumKinds}))
}

// A plan is read, not believed: what is marked fixed and is not, what serves
// nothing, what is of no kind.
func TestNoMarkOfAPlanIsBelieved(t *testing.T) {
	m := tinyDays(2)
	m.addTask(8, 16, 0)
	m.addLine(0).Reserve = []Span{m.Horizon}
	m.addLine()
	for _, c := range []struct {
		why  string
		line int
		d    Decision
		want string
	}{
		{"the line may not serve the task, whatever the mark says", 1, Decision{Task: 0, Start: 8 * hour, End: 16 * hour, Fixed: true}, "line 1: {0 480 960 active true} is not permitted"},
		{"no such task", 0, Decision{Task: 7, Start: 8 * hour, End: 16 * hour}, "line 0: {7 480 960 active false} serves no task"},
		{"only Reserve serves none", 0, Decision{Task: NoTask, Start: 8 * hour, End: 16 * hour}, "line 0: {-1 480 960 active false} serves no task"},
		{"time on reserve serves none", 0, Decision{Task: 0, Start: 8 * hour, End: 16 * hour, Kind: Reserve}, "line 0: {0 480 960 reserve false} is on reserve and serves a task"},
		{"it has a line beside none", 0, Decision{Task: 0, Start: 8 * hour, End: 16 * hour, Kind: Beside}, "line 0: {0 480 960 beside false} is of another kind than active"},
		{"no time", 0, Decision{Task: 0, Start: 8 * hour, End: 8 * hour}, "line 0: {0 480 480 active false} is no decision"},
		{"no kind", 0, Decision{Task: 0, Start: 8 * hour, End: 16 * hour, Kind: NumKinds}, "line 0: {0 480 960 kind 4 false} is no decision"},
	} {
		p := &Plan{Lines: make([][]Decision, 2)}
		p.Lines[c.line] = []Decision{c.d}
		require.Equal(t, []string{c.want}, m.Violations(p), c.why)
	}
	m.Lines[0].Fixed = []Decision{{Task: 0, Start: 9 * hour, End: 9*hour + 5, Fixed: true}}
	require.Equal(t, []string{"line 0: fixed decision {0 540 545 active true} is missing"}, m.Violations(&Plan{Lines: make([][]Decision, 2)}))
	require.Empty(t, m.Violations(&Plan{Lines: [][]Decision{slices.Clone(m.Lines[0].Fixed), nil}}), "what is fixed asks nobody")
	require.Equal(t, []string{"the plan has 1 lines, the model 2"}, m.Violations(&Plan{Lines: make([][]Decision, 1)}))
}
