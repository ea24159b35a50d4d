package constraints_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

const h = time.Hour

func rules() []constraints.Rule { return append(constraints.House(), contingency.Planned()...) }

// without are all rules but the one of the name.
func without(name string) (rest []constraints.Rule) {
	for _, r := range rules() {
		if r.Name() != name {
			rest = append(rest, r)
		}
	}
	return rest
}

// home is the fortnight from Monday 6 July 2026 of two clients, with a team, an
// agency, a family member and a trainee, and limits that seldom bind.
func home(t testing.TB) *scheduler.Problem {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("home", zone, scheduler.Date{Year: 2026, Month: 7, Day: 6}, 14)
	p.Caps = scheduler.Caps{MinRest: 11 * h, MaxSpell: 13 * h, MaxSpellSleepIn: 25 * h, MaxShift: 13 * h, MaxSleepIn: 12 * h, SleepInCounts: 1, StandbyCounts: 1}
	p.Objective = scheduler.Prices{}
	p.Clients = []scheduler.Client{{ID: "owain", Known: []string{"ade"}}, {ID: "gwen"}}
	p.Providers = []scheduler.Provider{{ID: "team", OnCost: 1, AcceptsAll: true}, {ID: "agency", Kind: scheduler.Agency, OnCost: 1.5, AcceptsAll: true},
		{ID: "home", Kind: scheduler.Family, OnCost: 1, AcceptsAll: true}}
	need := func(id, client string, from, to time.Duration, whole bool) scheduler.Need {
		n := scheduler.NewNeed(id, client, scheduler.Daily(), from*h, to*h)
		n.Whole = whole
		return n
	}
	p.Needs = []scheduler.Need{need("day", "owain", 8, 20, false), need("night", "owain", 22, 7, false), need("sleep", "owain", 22, 7, true),
		need("visit", "gwen", 8, 20, false), need("train", "", 8, 20, false)}
	p.Needs[2].Kind = scheduler.SleepIn
	fay := scheduler.NewWorker("fay", "home")
	fay.AlwaysAvailable, fay.Standby = false, false
	fay.Available = []scheduler.Window{{Days: scheduler.Daily(), From: 8 * h, To: 12 * h}}
	tam := scheduler.NewWorker("tam", "team")
	tam.Shadowing = "ade"
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team", "lift"), scheduler.NewWorker("bea", "team"),
		scheduler.NewWorker("cai", "agency"), fay, tam}
	return p
}

// draw reads a rota, a shift a line: worker, need (or "standby"), days of July 2026
// ("6" or "6-9"), from, to.
func draw(t testing.TB, p *scheduler.Problem, text string) *scheduler.Rota {
	t.Helper()
	r := &scheduler.Rota{}
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		require.Len(t, f, 5, line)
		first, last, run := strings.Cut(f[2], "-")
		if !run {
			last = first
		}
		for d := day(t, first); d <= day(t, last); d++ {
			r.Shifts = append(r.Shifts, shift(t, p, f, d))
		}
	}
	return r
}

func day(t testing.TB, s string) int {
	d, err := time.Parse("2", s)
	require.NoError(t, err)
	return d.Day()
}

func shift(t testing.TB, p *scheduler.Problem, f []string, day int) scheduler.Shift {
	s := scheduler.Shift{Worker: f[0], Need: f[1], Start: july(t, p, day, f[3]), End: july(t, p, day, f[4])}
	if !s.Start.Before(s.End) {
		s.End = july(t, p, day+1, f[4])
	}
	for i := range p.Needs {
		if p.Needs[i].ID == s.Need {
			s.Client, s.Kind = p.Needs[i].Client, p.Needs[i].Kind
		}
	}
	for i := range p.Workers {
		if p.Workers[i].ID == s.Worker && p.Workers[i].Shadowing != "" {
			s.Kind = scheduler.Shadow
		}
	}
	if s.Need == "standby" {
		s.Need, s.Kind = "", scheduler.Standby
	}
	return s
}

// july is a time on a day of July 2026; day 0 is 30 June.
func july(t testing.TB, p *scheduler.Problem, day int, clock string) time.Time {
	t.Helper()
	at, err := time.Parse("15:04", clock)
	require.NoError(t, err)
	return time.Date(2026, 7, day, at.Hour(), at.Minute(), 0, 0, p.Zone)
}

// violations are what the rota breaks in the model that the rules make. Every
// shift of it must have a place in the model.
func violations(t testing.TB, p *scheduler.Problem, rules []constraints.Rule, rota *scheduler.Rota) []string {
	t.Helper()
	c, err := constraints.Compile(p, rules)
	require.NoError(t, err)
	plan := c.Plan(rota)
	require.Equal(t, len(rota.Shifts), decisions(plan), "a shift has no place in the model")
	return c.Model.Violations(plan)
}

// cost is what the model that the rules make says of the rota.
func cost(t testing.TB, p *scheduler.Problem, rules []constraints.Rule, rota *scheduler.Rota) solver.Cost {
	t.Helper()
	c, err := constraints.Compile(p, rules)
	require.NoError(t, err)
	return c.Model.Evaluate(c.Plan(rota))
}

func decisions(plan *solver.Plan) (n int) {
	for _, l := range plan.Lines {
		n += len(l)
	}
	return n
}
