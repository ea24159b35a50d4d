package repair

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// chained is a home in which only ade and bea may take the day of the eleventh, bea is ill then, and
// ade has hours for it once two others have taken two of her days.
func chained(t *testing.T) (*scheduler.Problem, *scheduler.Rota, scheduler.Event) {
	p := drawn.Home(t)
	p.Contingency = scheduler.Contingency{StandbyMin: p.Contingency.StandbyMin, StandbyMax: p.Contingency.StandbyMax}
	capped := func(id string, hours time.Duration, skills ...string) scheduler.Worker {
		w := scheduler.NewWorker(id, "", skills...)
		caps := p.Caps
		week := hours * time.Hour
		caps.MaxHoursWeek = &week
		w.Caps = &caps
		return w
	}
	day := func(id string, date int, hours time.Duration, skills ...string) scheduler.Need {
		n := scheduler.NewNeed(id, "owain", scheduler.Pattern{Dates: []scheduler.Date{p.Start.Plus(date - p.Start.Day)}}, 8*time.Hour, (8+hours)*time.Hour)
		n.Whole, n.Skills = true, skills
		return n
	}
	p.Workers = []scheduler.Worker{capped("ade", 16, "peg"), capped("bea", 12, "peg"), capped("cai", 8), capped("dot", 8)}
	p.Needs = []scheduler.Need{day("eighth", 8, 8), day("ninth", 9, 8), day("eleventh", 11, 12, "peg")}
	rota := drawn.Rota(t, p, "ade eighth 07-08 08:00 16:00\nade ninth 07-09 08:00 16:00\nbea eleventh 07-11 08:00 20:00")
	return p, rota, scheduler.Event{Kind: scheduler.EventAbsent, Worker: "bea", Start: drawn.July(p, 11, 0), End: drawn.July(p, 12, 0)}
}

// Two others take one worker's days so that she can come where nobody else may.
func TestTwoTakeWhatOneGivesUp(t *testing.T) {
	p, rota, ill := chained(t)
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{ill}, Options{AsOf: drawn.July(p, 6, 12)})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	require.Empty(t, out.Short)
	require.Equal(t, 3, out.Changes)
	require.True(t, out.Least && out.Proved)
	require.Contains(t, linesOf(out.Report.Rota), "ade eleventh 07-11 08:00 20:00")
}

// However little may be searched, nothing stays open that somebody who is free could take, and the same
// work gives the same repair.
func TestNothingIsLeftThatSomebodyFreeCouldTake(t *testing.T) {
	p := drawn.Home(t)
	p.Needs[0].Days, p.Needs[1].Days = scheduler.Daily(), scheduler.Pattern{Dates: []scheduler.Date{p.Start}}
	rota := drawn.Rota(t, p, "ade day 07-06..08 08:00 20:00\ncai standby 07-07 08:00 20:00")
	e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 0), End: drawn.July(p, 9, 0)}
	var first string
	for range 2 {
		out, err := Rota(t.Context(), p, rota, []scheduler.Event{e}, Options{AsOf: drawn.July(p, 6, 0), Checks: 1})
		require.NoError(t, err)
		require.Empty(t, out.Short)
		require.Contains(t, linesOf(out.Report.Rota), "cai day 07-07 08:00 20:00", "standby first")
		if first == "" {
			first = linesOf(out.Report.Rota)
		}
		require.Equal(t, first, linesOf(out.Report.Rota))
	}
}

// What cannot wait goes first: whoever can come either tonight or tomorrow comes tonight, though tomorrow
// is longer.
func TestTheNearerGapGoesFirst(t *testing.T) {
	p, _, _ := chained(t)
	near, later := p.Needs[0], p.Needs[2]
	near.ID, near.Skills, later.Skills = "tonight", nil, nil
	near.Days, later.Days = scheduler.Pattern{Dates: []scheduler.Date{p.Start}}, scheduler.Pattern{Dates: []scheduler.Date{p.Start.Plus(1)}}
	p.Needs = []scheduler.Need{near, later}
	p.Workers = p.Workers[:2]
	rota := drawn.Rota(t, p, "ade tonight 07-06 08:00 16:00")
	two := 2
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{
		{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 0), End: drawn.July(p, 8, 0)},
		{Kind: scheduler.EventNeed, Need: "eleventh", Start: drawn.July(p, 7, 0), End: drawn.July(p, 8, 0), Wanted: &two}}, Options{AsOf: drawn.July(p, 6, 7)})
	require.NoError(t, err)
	require.Contains(t, linesOf(out.Report.Rota), "bea tonight 07-06 08:00 16:00")
	require.NotEmpty(t, out.Short)
}

// What a repair takes of the contingency is said, at its times, and what was missing before is not.
func TestContingencySpentIsSaid(t *testing.T) {
	p := drawn.Home(t)
	p.Needs = p.Needs[:1]
	p.Needs[0].Days, p.Contingency.Standby = scheduler.Daily(), 1
	rota := drawn.Rota(t, p, "ade day 07-06..07 08:00 20:00\ncai standby 07-06 08:00 20:00")
	e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 0), End: drawn.July(p, 7, 0)}
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{e}, Options{AsOf: drawn.July(p, 6, 0)})
	require.NoError(t, err)
	require.Empty(t, out.Short)
	require.Equal(t, []scheduler.ContingencyGap{{Need: "day", Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 20), Short: 1}}, out.Spent)

	e.Worker = "bea" // whom nobody misses
	out, err = Rota(t.Context(), p, rota, []scheduler.Event{e}, Options{AsOf: drawn.July(p, 6, 0)})
	require.NoError(t, err)
	require.Empty(t, out.Spent)
}

// A shift that is on goes on where a client is away from some later time of its window on, and in the
// last window of the rota nobody is sent while the client is away.
func TestAwayCutsNoMoreThanItsTime(t *testing.T) {
	p, _, _ := chained(t)
	round := scheduler.NewNeed("round", "owain", scheduler.Daily(), 12*time.Hour, 12*time.Hour)
	p.Needs, p.Days = []scheduler.Need{round}, 3
	for i := range p.Workers {
		p.Workers[i].Caps = nil
	}
	rota := drawn.Rota(t, p, "ade round 07-06 12:00 20:00\nbea round 07-06 20:00 08:00\ncai round 07-07 08:00 20:00\ndot round 07-07 20:00 08:00\nade round 07-08 08:00 20:00\nbea round 07-08 20:00 08:00")
	require.Empty(t, audit.Rota(p, rota).Findings)
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{{Kind: scheduler.EventAway, Client: "owain", Start: drawn.July(p, 8, 10), End: drawn.July(p, 9, 11)}},
		Options{AsOf: drawn.July(p, 7, 14)})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	for _, s := range out.Report.Rota.Shifts {
		require.False(t, s.Start.Before(drawn.July(p, 9, 11)) && s.End.After(drawn.July(p, 8, 10)), "%v", s)
	}
	for _, s := range append(out.Added, out.Removed...) {
		require.NotEqual(t, "cai", s.Worker, "who is there and stays")
	}
	require.Empty(t, out.Short)
	require.Zero(t, out.Changes)
}

// Everybody who has a shift in the new rota that they did not have is on the list of calls, who takes what another
// gives up among them.
func TestEveryNewShiftIsCalledFor(t *testing.T) {
	p, rota, ill := chained(t)
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{ill}, Options{AsOf: drawn.July(p, 6, 12), Checks: 10_000})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	require.Len(t, out.Added, 3)
	for _, s := range out.Added {
		n := 0
		for _, c := range out.Calls {
			if c.Taken && c.Worker == s.Worker && c.Need == s.Need && c.Start.Before(s.End) && s.Start.Before(c.End) {
				n++
			}
		}
		require.Equal(t, 1, n, "%s %s", s.Worker, s.Need)
	}
}
