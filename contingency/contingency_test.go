package contingency_test

import (
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

const h = time.Hour

// clients are two people with a day each on Monday 6 July 2026, three
// workers of two providers, a member of the family and a trainee.
func clients(t testing.TB) *scheduler.Problem {
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("two", zone, scheduler.Date{Year: 2026, Month: 7, Day: 6}, 1)
	p.Contingency.Standby = 1
	p.Clients = []scheduler.Client{{ID: "owain"}, {ID: "gwen"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("day", "owain", scheduler.Daily(), 8*h, 16*h), scheduler.NewNeed("visit", "gwen", scheduler.Daily(), 8*h, 16*h)}
	p.Providers = []scheduler.Provider{{ID: "team", OnCost: 1, AcceptsAll: true}, {ID: "agency", OnCost: 1, AcceptsAll: true}, {ID: "home", Kind: scheduler.Family, OnCost: 1, AcceptsAll: true}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team", "lift"), scheduler.NewWorker("bea", "team"), scheduler.NewWorker("cai", "agency", "lift"),
		scheduler.NewWorker("fay", "home"), scheduler.NewWorker("tam", "team")}
	p.Workers[3].AlwaysAvailable, p.Workers[3].Standby = false, false
	p.Workers[3].Available = []scheduler.Window{{Days: scheduler.Daily(), WholeDay: true}}
	p.Workers[4].Shadowing = "ade"
	return p
}

// at is a shift on Monday; need "" is standby.
func at(p *scheduler.Problem, worker, need string, from, to time.Duration) scheduler.Shift {
	zero := scheduler.StartInstant(p.Zone, p.Start, 0)
	s := scheduler.Shift{Worker: worker, Need: need, Start: zero.Add(from), End: zero.Add(to), Kind: scheduler.Standby}
	for _, n := range p.Needs {
		if n.ID == need {
			s.Client, s.Kind = n.Client, n.Kind
			if worker == "tam" {
				s.Kind = scheduler.Shadow
			}
		}
	}
	return s
}

// weighed gives the model's shortfall in hours and what the rota breaks in it. The
// audit must say the same of a legal rota.
func weighed(t *testing.T, p *scheduler.Problem, shifts ...scheduler.Shift) (hours float64, broken []string) {
	t.Helper()
	c, err := constraints.Compile(p, append(constraints.House(), contingency.Planned()...))
	require.NoError(t, err)
	rota := &scheduler.Rota{Shifts: shifts}
	plan := c.Plan(rota)
	cost, broken := c.Model.Evaluate(plan), c.Model.Violations(plan)
	if report := audit.Rota(p, rota); len(report.Findings) == 0 {
		require.Empty(t, broken)
		require.NoError(t, c.Compare(cost, report))
	}
	return float64(cost[scheduler.LevelContingency]) / 60, broken
}

func TestStandby(t *testing.T) {
	type problem = scheduler.Problem
	for _, row := range []struct {
		name string
		make func(p *problem)
		rota func(p *problem) []scheduler.Shift // besides ade, in the day from 8 to 16
		want float64
	}{
		{"nobody", nil, func(p *problem) []scheduler.Shift { return nil }, 8},
		{"for half of it", nil, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "cai", "", 8*h, 12*h)} }, 4},
		{"one backs two at once", nil, func(p *problem) []scheduler.Shift {
			return []scheduler.Shift{at(p, "bea", "visit", 8*h, 16*h), at(p, "cai", "", 8*h, 16*h)}
		}, 0},
		{"two are wanted", func(p *problem) { p.Contingency.Standby = 2 }, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "cai", "", 8*h, 16*h)} }, 8},
		{"of another provider", func(p *problem) { p.Contingency.DifferentProvider = true }, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "bea", "", 8*h, 16*h)} }, 8},
		{"without a provider both are of the same", func(p *problem) {
			p.Contingency.DifferentProvider, p.Workers[0].Provider, p.Workers[1].Provider = true, "", ""
		}, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "bea", "", 8*h, 16*h)} }, 8},
		{"without the skill", func(p *problem) { p.Needs[0].Skills = []string{"lift"} }, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "bea", "", 8*h, 16*h)} }, 8},
		{"not named", func(p *problem) { p.Needs[0].Only = []string{"ade", "agency"} }, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "bea", "", 8*h, 16*h)} }, 8},
		{"refused", func(p *problem) { p.Clients[0].Refuses = []string{"cai"} }, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "cai", "", 8*h, 16*h)} }, 8},
		{"a need without contingency", func(p *problem) { p.Needs[0].Contingency = false }, func(p *problem) []scheduler.Shift { return nil }, 0},
		{"the skill is lost at noon", func(p *problem) {
			p.Needs[0] = scheduler.NewNeed("day", "owain", scheduler.Daily(), 20*h, 4*h)
			p.Needs[0].Skills, p.Workers[2].Skills[0].Until = []string{"lift"}, p.Start
		}, func(p *problem) []scheduler.Shift {
			return []scheduler.Shift{at(p, "ade", "day", 20*h, 28*h), at(p, "cai", "", 20*h, 28*h)}
		}, 4},
		{"an among skill that would be missing", func(p *problem) { p.Needs[0].Among = []scheduler.Among{{Skill: "lift", Workers: 1}} },
			func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "bea", "", 8*h, 16*h)} }, 8},
		{"an among skill that another holds", func(p *problem) {
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
		},
			func(p *problem) []scheduler.Shift {
				return []scheduler.Shift{at(p, "cai", "day", 8*h, 16*h), at(p, "bea", "", 8*h, 16*h)}
			}, 0},
		{"a whole that does not fit into her time, but an instant does", func(p *problem) {
			p.Needs[0].Whole, p.Workers[2].AlwaysAvailable = true, false
			p.Workers[2].Available = []scheduler.Window{{Days: scheduler.Daily(), From: 10 * h, To: 14 * h}}
		}, func(p *problem) []scheduler.Shift { return []scheduler.Shift{at(p, "cai", "", 10*h, 14*h)} }, 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clients(t)
			if row.make != nil {
				row.make(p)
			}
			shifts := row.rota(p)
			if len(shifts) == 0 || shifts[0].Worker != "ade" {
				shifts = append(shifts, at(p, "ade", "day", 8*h, 16*h))
			}
			hours, broken := weighed(t, p, shifts...)
			require.Empty(t, broken)
			require.InDelta(t, row.want, hours, 1e-9)
		})
	}
}

// TestWhoMayBeOnStandby says who may and for how long.
func TestWhoMayBeOnStandby(t *testing.T) {
	for _, row := range []struct {
		name, worker string
		make         func(p *scheduler.Problem)
		hours        time.Duration
		ok           bool
	}{
		{"anybody", "bea", nil, 8 * h, true},
		{"not when it says so", "bea", func(p *scheduler.Problem) { p.Workers[1].Standby = false }, 8 * h, false},
		{"family does not by itself", "fay", nil, 8 * h, false},
		{"family does when it is written", "fay", func(p *scheduler.Problem) { p.Workers[3].Standby = true }, 8 * h, true},
		{"a trainee never", "tam", nil, 8 * h, false},
		{"nobody suspended", "bea", func(p *scheduler.Problem) { p.Workers[1].Suspended = true }, 8 * h, false},
		{"not too briefly", "bea", nil, 3*h + 45*time.Minute, false},
		{"nor too long", "bea", func(p *scheduler.Problem) { p.Contingency.StandbyMax = 7 * h }, 8 * h, false},
		{"nor off the grid", "bea", nil, 8*h + 5*time.Minute, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clients(t)
			if row.make != nil {
				row.make(p)
			}
			s := at(p, row.worker, "", 8*h, 8*h+row.hours)
			_, broken := weighed(t, p, s)
			require.Equal(t, row.ok, len(broken) == 0, "%v", broken)
			require.Equal(t, row.ok, len(audit.Rota(p, &scheduler.Rota{Shifts: []scheduler.Shift{s}}).Findings) == 0)
		})
	}
}

// TestNoStandbyWanted leaves standby out of the model altogether.
func TestNoStandbyWanted(t *testing.T) {
	p := clients(t)
	p.Contingency.Standby = 0
	c, err := constraints.Compile(p, append(constraints.House(), contingency.Planned()...))
	require.NoError(t, err)
	for l := range c.Model.Lines {
		require.Empty(t, c.Model.Lines[l].Reserve)
	}
	for i := range c.Model.Tasks {
		require.Zero(t, c.Model.Tasks[i].Backup)
	}
}

func TestHeadroom(t *testing.T) {
	for _, row := range []struct {
		name     string
		headroom float64
		make     func(p *scheduler.Problem)
		want     float64
	}{
		{"none wished", 0, nil, 0},
		{"within it", 0.2, nil, 0},
		{"above it", 0.5, nil, 3},
		{"no limit, no headroom", 0.5, func(p *scheduler.Problem) { p.Caps.MaxHoursWeek = nil }, 0},
		{"a third of the hours, to the minute", 1.0 / 3, func(p *scheduler.Problem) { p.Caps.MaxHoursWeek = scheduler.Hours(10) }, 8 - 20.0/3},
		{"worked hours of the week count", 0.5, func(p *scheduler.Problem) {
			p.WeekStarts = time.Sunday
			zero := scheduler.StartInstant(p.Zone, p.Start, 0)
			p.Workers[0].Worked = []scheduler.Worked{{Start: zero.Add(-10 * h), End: zero.Add(-9 * h), Kind: scheduler.SleepIn},
				{Start: zero.Add(-9 * h), End: zero.Add(-8 * h), Kind: scheduler.Standby}}
		}, 4},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := clients(t)
			p.Contingency.Standby, p.Contingency.Headroom = 0, row.headroom
			p.Caps.MaxHoursWeek, p.Caps.MinRest = scheduler.Hours(10), 6*h
			if row.make != nil {
				row.make(p)
			}
			hours, broken := weighed(t, p, at(p, "ade", "day", 8*h, 16*h), at(p, "tam", "day", 8*h, 16*h))
			require.Empty(t, broken)
			require.InDelta(t, row.want, hours, 0.5/60)
		})
	}
}

// TestPlanned has both kinds of slack in a model.
func TestPlanned(t *testing.T) {
	var names []string
	for _, r := range contingency.Planned() {
		names = append(names, r.Name())
	}
	require.Equal(t, []string{"standby", "headroom"}, names)
	p := clients(t)
	p.Contingency.Headroom = 0.1
	c, err := constraints.Compile(p, contingency.Planned())
	require.NoError(t, err)
	require.Equal(t, 1, c.Model.Tasks[0].Backup)
	require.Len(t, c.Model.Sums, len(p.Workers))
	require.Equal(t, int64(0.9*48*60*solver.PartsPerMinute), c.Model.Sums[0].High)
}
