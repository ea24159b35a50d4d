package constraints

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// says is a rule made of what it says to the builder.
type says func(b *Builder)

func (says) Name() string       { return "a rule of the test" }
func (s says) Build(b *Builder) { s(b) }

// compiled compiles Valid with the rule: days on Monday to Friday from 08:00
// to 16:00, ade, and the trainee bea.
func compiled(t *testing.T, rule says) *Compiled {
	t.Helper()
	c, err := Compile(drawn.Valid(t), []Rule{rule})
	require.NoError(t, err)
	return c
}

// hoursOf is a span of hours from the start of the rota.
func hoursOf(from, to solver.Minute) solver.Span { return solver.Span{From: from * 60, To: to * 60} }

func TestBuilderNarrows(t *testing.T) {
	for _, row := range []struct {
		name string
		rule says
		want string // permits of ade: task and spans, in hours
	}{
		{"anybody may at any time", func(b *Builder) {}, "0[8-16] 1[32-40] 2[56-64] 3[80-88] 4[104-112]"},
		{"forbidden for good", func(b *Builder) { b.Bar(0, 0) }, ""},
		{"forbidden at no time", func(b *Builder) {
			b.Forbid(0, 0, b.Windows(&scheduler.Pattern{Dates: []scheduler.Date{{Year: 2020, Month: 1, Day: 1}}}, 0, 0, true)...)
		}, "0[8-16] 1[32-40] 2[56-64] 3[80-88] 4[104-112]"},
		{"forbidden for a time", func(b *Builder) { b.Forbid(0, 0, hoursOf(10, 13), hoursOf(30, 70)) }, "0[8-10 13-16] 3[80-88] 4[104-112]"},
		{"too little is left", func(b *Builder) { b.Forbid(0, 0, hoursOf(9, 15), hoursOf(20, 500)) }, ""},
		{"a part of it long enough", func(b *Builder) { b.Forbid(0, 0, hoursOf(9, 14), hoursOf(20, 500)) }, "0[8-9 14-16]"},
		{"inside spans in any order that touch", func(b *Builder) { b.Within(0, 0, hoursOf(12, 14), hoursOf(8, 12), hoursOf(38, 60)) }, "0[8-14] 1[38-40] 2[56-60]"},
		{"inside nothing", func(b *Builder) { b.Within(0, 0) }, ""},
		{"one rule after another", func(b *Builder) {
			b.Within(0, 0, hoursOf(0, 14))
			b.Forbid(0, 0, hoursOf(10, 11))
			b.Offer(0, hoursOf(9, 13), hoursOf(30, 200))
		}, "0[9-10 11-13]"},
		{"away", func(b *Builder) { b.Away(0, hoursOf(0, 24), hoursOf(48, 200)) }, "1[32-40]"},
		{"offered no time", func(b *Builder) { b.Offer(0) }, ""},
		{"a span with no length forbids nothing", func(b *Builder) { b.Forbid(0, 0, hoursOf(10, 10)) }, "0[8-16] 1[32-40] 2[56-64] 3[80-88] 4[104-112]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := compiled(t, row.rule)
			var out []string
			for _, p := range c.Model.Lines[0].Permits {
				var spans []string
				for _, s := range p.Spans {
					spans = append(spans, fmt.Sprintf("%d-%d", s.From/60, s.To/60))
				}
				out = append(out, fmt.Sprintf("%d%v", p.Task, spans))
			}
			require.Equal(t, row.want, strings.Join(out, " "))
		})
	}
}

func TestBuilderLooksUp(t *testing.T) {
	compiled(t, func(b *Builder) {
		require.Equal(t, []int{0, 1, -1}, []int{b.Worker("ade"), b.Worker("bea"), b.Worker("cai")})
		require.Equal(t, []int{0, -1}, []int{b.Need("days"), b.Need("")})
		require.Equal(t, []int{0, -1}, []int{b.Client("owain"), b.Client("")})
		require.Equal(t, "team", b.ProviderOf(0).ID)
		require.Nil(t, b.ProviderOf(1))
		require.False(t, b.Trainee(0))
		require.True(t, b.Trainee(1))
		require.Same(t, &b.Caps, b.CapsOf(0))
		require.Len(t, b.Tasks(0), 5)
		require.Equal(t, int32(0), b.Tasks(0)[0].Group)
		require.Equal(t, int32(1), b.TaskOf(0, hoursOf(33, 35)))
		require.Equal(t, solver.NoTask, b.TaskOf(0, hoursOf(16, 17)))
		require.Equal(t, hoursOf(24, 48), b.Period(scheduler.Date{Year: 2026, Month: 7, Day: 7}, scheduler.Date{Year: 2026, Month: 7, Day: 7}))
		noon := scheduler.StartInstant(b.Zone, b.Start, 12*time.Hour)
		require.Equal(t, solver.Span{From: 721, To: 780}, b.Span(noon.Add(time.Second), noon.Add(time.Hour+time.Second)), "rounded inwards")
		require.Equal(t, []solver.Span{{From: -60, To: 60}}, b.Windows(&scheduler.Pattern{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 5}}}, 23*time.Hour, time.Hour, false))
		require.Len(t, b.Weeks(), 1)
		w := b.Counted(0)
		require.Equal(t, [solver.NumModes]int64{1e6, 1e6, 1e6, 1e6}, w)
	})
}

func TestBuilderSums(t *testing.T) {
	week := hoursOf(0, 168)
	weight := [solver.NumModes]int64{solver.PartsPerMinute}
	sum := func(line int32, most int64) solver.Sum {
		return solver.Sum{Lines: []int32{line}, Span: week, Weight: weight, Max: most}
	}
	low := func(s solver.Sum) solver.Sum { s.Low, s.LowPrice, s.LowLevel = 7, 1, scheduler.LevelMoney; return s }
	high := func(s solver.Sum) solver.Sum {
		s.High, s.HighPrice, s.HighLevel = 9, 1, scheduler.LevelContingency
		return s
	}
	for _, row := range []struct {
		name string
		in   []solver.Sum
		want []solver.Sum
	}{
		{"one that cannot be broken is left out", []solver.Sum{sum(0, Parts(168*time.Hour))}, nil},
		{"one that nearly can is not", []solver.Sum{sum(0, Parts(168*time.Hour)-1)}, []solver.Sum{sum(0, Parts(168*time.Hour)-1)}},
		{"a goal is kept", []solver.Sum{low(sum(0, solver.NoLimit))}, []solver.Sum{low(sum(0, solver.NoLimit))}},
		{"limits of one line become one", []solver.Sum{sum(0, 50), low(sum(0, solver.NoLimit)), high(sum(0, 40))}, []solver.Sum{high(low(sum(0, 40)))}},
		{"of two lines they do not", []solver.Sum{sum(0, 50), sum(1, 50)}, []solver.Sum{sum(0, 50), sum(1, 50)}},
		{"nor two goals of a kind", []solver.Sum{low(sum(0, 50)), low(sum(0, 60))}, []solver.Sum{low(sum(0, 50)), low(sum(0, 60))}},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := compiled(t, func(b *Builder) {
				for _, s := range row.in {
					b.Sum(s)
				}
			})
			require.Equal(t, row.want, c.Model.Sums)
		})
	}
}

func TestCompileRefuses(t *testing.T) {
	_, err := Compile(nil, nil)
	require.ErrorContains(t, err, "lacks a time zone")
	_, err = Compile(&scheduler.Problem{}, nil)
	require.ErrorContains(t, err, "lacks a time zone")
	p := drawn.Valid(t)
	p.Needs[0].Among = make([]scheduler.Among, mostAmong+1)
	_, err = Compile(p, nil)
	require.ErrorContains(t, err, `need "days" has 9 among skills`)
}

func TestPlanAndRota(t *testing.T) {
	c := compiled(t, func(b *Builder) {
		b.Line(0).Fixed = []solver.Decision{{Task: 1, Start: 32 * 60, End: 36 * 60, Fixed: true}}
		b.Line(1).Master = 0
	})
	at := func(day int, clock time.Duration) time.Time {
		return scheduler.StartInstant(c.Source.Zone, scheduler.Date{Year: 2026, Month: 7, Day: day}, clock*time.Hour)
	}
	kept := []scheduler.Shift{
		{Worker: "ade", Need: "days", Client: "owain", Start: at(6, 8), End: at(6, 16)},
		{Worker: "bea", Need: "days", Client: "owain", Start: at(6, 8), End: at(6, 12), Kind: scheduler.Shadow},
		{Worker: "ade", Need: "days", Client: "owain", Start: at(7, 8), End: at(7, 12), Pinned: true},
		{Worker: "ade", Start: at(8, 8), End: at(8, 16), Kind: scheduler.Standby}}
	lost := []scheduler.Shift{
		{Worker: "gone", Need: "days", Start: at(6, 8), End: at(6, 16)},
		{Worker: "ade", Need: "gone", Start: at(6, 8), End: at(6, 16)},
		{Worker: "ade", Need: "days", Start: at(11, 8), End: at(11, 16)}, // a Saturday
		{Worker: "ade", Need: "days", Start: at(9, 7), End: at(9, 16)},
		{Worker: "ade", Need: "days", Start: at(9, 8).Add(time.Second), End: at(9, 16)},
		{Worker: "ade", Need: "days", Start: at(9, 16), End: at(9, 8)},
		{Worker: "ade", Start: at(5, 8), End: at(5, 16), Kind: scheduler.Standby},
		{Worker: "ade", Need: "days", Start: at(9, 8), End: at(9, 16), Kind: 9}}
	plan := c.Plan(&scheduler.Rota{Shifts: append(lost, kept[3], kept[2], kept[1], kept[0])})
	require.Equal(t, [][]solver.Decision{
		{{Task: 0, Start: 480, End: 960}, {Task: 1, Start: 1920, End: 2160, Fixed: true}, {Task: solver.NoTask, Start: 3360, End: 3840, Kind: solver.Reserve}},
		{{Task: 0, Start: 480, End: 720, Kind: solver.Beside}}}, plan.Lines)
	require.Equal(t, kept, c.Rota(plan).Shifts)
}

func TestCompare(t *testing.T) {
	c := compiled(t, func(b *Builder) {})
	report := func(critical, contingency, relief, money float64) *scheduler.Report {
		r := &scheduler.Report{Objective: []scheduler.Goal{{Value: critical}, {Value: 1}, {Value: 0}, {Value: 0}, {Value: contingency}, {Value: money}}, Rota: &scheduler.Rota{}}
		r.Contingency.ReliefShortfall = relief
		return r
	}
	cost := solver.Cost{30, 60, 0, 0, 90, Money(100)}
	require.NoError(t, c.Compare(cost, report(0.5, 1.5, 0, 100)))
	require.NoError(t, c.Compare(cost, report(0.5, 4.5, 3, 100)), "relief is left to the audit")
	require.NoError(t, c.Compare(cost, report(0.5, 1.5, 0, 100.0099)))
	require.EqualError(t, c.Compare(cost, report(0.5, 1.5, 0, 100.02)), "money: the engine says 100, the audit 100.02")
	require.EqualError(t, c.Compare(cost, report(0.501, 1.4, 0, 100)), "critical: the engine says 0.5, the audit 0.501\ncontingency: the engine says 1.5, the audit 1.4")
	require.ErrorContains(t, c.Compare(cost, report(0.5, 1.5, 0, math.NaN())), "money")
	require.ErrorContains(t, c.Compare(cost, &scheduler.Report{}), "0 levels of 6")
	wide := compiled(t, func(b *Builder) { // a goal of a third of an hour is a fraction of a minute out
		b.Sum(solver.Sum{Lines: []int32{0}, Span: hoursOf(0, 24), Max: solver.NoLimit, High: Parts(20*time.Minute) / 3, HighPrice: 1, HighLevel: scheduler.LevelContingency})
	})
	require.NoError(t, wide.Compare(cost, report(0.5, 1.5+0.4/60, 0, 100)))
	require.Error(t, wide.Compare(cost, report(0.5, 1.5+0.6/60, 0, 100)))
}

// Sums that become one keep what each rule asked, and one that a rule puts into the model itself
// is its own.
func TestOriginOfSums(t *testing.T) {
	day := solver.Sum{Lines: []int32{0}, Span: hoursOf(0, 24), Max: Parts(8 * time.Hour)}
	day.Weight[solver.Active] = solver.PartsPerMinute
	less, other := day, day
	less.Max, other.Span = Parts(6*time.Hour), hoursOf(24, 48)
	c, err := Compile(drawn.Valid(t), []Rule{
		named{"first", func(b *Builder) { b.Sum(day) }},
		named{"second", func(b *Builder) { b.Model().Sums = append(b.Model().Sums, other) }},
		named{"third", func(b *Builder) { b.Sum(less); b.Sum(other) }},
	})
	require.NoError(t, err)
	require.Len(t, c.Model.Sums, 3)
	require.Equal(t, []Origin{{"first", day.Max}, {"third", less.Max}}, c.Origin(0))
	require.Equal(t, []Origin{{"second", other.Max}}, c.Origin(1))
	require.Equal(t, []Origin{{"third", other.Max}}, c.Origin(2))
}

// named is a rule with a name of its own.
type named struct {
	name string
	says
}

func (r named) Name() string { return r.name }
