package solve_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
)

// ward is a client with a day need of two workers on each of seven days, and the workers given.
func ward(t *testing.T, days int, workers ...scheduler.Worker) *scheduler.Problem {
	t.Helper()
	p := scheduler.NewProblem("ward", drawn.London(t), scheduler.Date{Year: 2026, Month: time.July, Day: 6}, days)
	p.Clients = []scheduler.Client{{ID: "ward"}}
	n := scheduler.NewNeed("day", "ward", scheduler.Daily(), 8*time.Hour, 18*time.Hour)
	n.Workers, n.Whole = 2, true
	p.Needs = []scheduler.Need{n}
	for i := range workers {
		workers[i].Provider = ""
	}
	p.Workers = workers
	return p
}

// nightsAndDays is a ward of four people for a week of days of seven hours for two and nights of
// nine for one, taken whole, or of shifts that may be half an hour shorter.
func nightsAndDays(t *testing.T, whole bool, limit func(c *scheduler.Caps)) *scheduler.Problem {
	t.Helper()
	p := ward(t, 7, limited("ada", limit), limited("ben", limit), limited("cai", limit), limited("dot", limit))
	p.Needs[0].To = 15 * time.Hour
	p.Needs = append(p.Needs, scheduler.NewNeed("night", "ward", scheduler.Daily(), 22*time.Hour, 7*time.Hour))
	for i := range p.Needs {
		if p.Needs[i].Whole = whole; !whole {
			p.Needs[i].MinShift = []time.Duration{6, 8}[i]*time.Hour + 30*time.Minute
		}
	}
	return p
}

// limited is a worker with limits of her own.
func limited(id string, limit func(c *scheduler.Caps), skills ...string) scheduler.Worker {
	w := scheduler.NewWorker(id, "", skills...)
	c := scheduler.HouseCaps()
	limit(&c)
	w.Caps = &c
	return w
}

// What no rota can cover is proved, whatever is short: heads, an among skill, weekends, hours that
// another rota would have used better. The bound is what the proofs add up to.
func TestProofsForTheBound(t *testing.T) {
	free := func(*scheduler.Caps) {}
	hours := func(week float64) func(c *scheduler.Caps) {
		return func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(week) }
	}
	for _, c := range []struct {
		name   string
		why    string
		make   func(t *testing.T) *scheduler.Problem
		proved float64 // hours, of the essential level
		all    bool    // and no rota leaves more, so that all of it is unavoidable
	}{
		{"an among skill over a week", "seven days of ten hours ask for somebody senior, and only ada is, with 30 hours",
			func(t *testing.T) *scheduler.Problem {
				p := ward(t, 7, limited("ada", hours(30), "senior"), limited("ben", free), limited("cai", free), limited("dot", free))
				p.Needs[0].Among = []scheduler.Among{{Skill: "senior", Workers: 1}}
				return p
			}, 40, true},
		{"an among skill that nobody holds", "two people are free on the one day, neither is senior",
			func(t *testing.T) *scheduler.Problem {
				p := ward(t, 1, limited("ben", free), limited("cai", free))
				p.Needs[0].Among = []scheduler.Among{{Skill: "senior", Workers: 1}}
				return p
			}, 10, true},
		{"weekends", "ada may work one weekend, and both ask for her on Saturday",
			func(t *testing.T) *scheduler.Problem {
				p := ward(t, 14, limited("ada", func(c *scheduler.Caps) { c.MaxWeekends = new(int); *c.MaxWeekends = 1 }))
				p.Needs[0].Workers, p.Needs[0].Days = 1, scheduler.On(time.Saturday)
				return p
			}, 10, true},
		{"hours in all", "161 hours are asked, 7 of them after the last Sunday, of four people with 25 each; each could fill hers with two nights and a day, but there are seven nights, so that no rota does as well",
			func(t *testing.T) *scheduler.Problem { return nightsAndDays(t, false, hours(25)) }, 54, false},
		{"hours in all, of whole visits", "of the same, prices on whole visits show what there is of nights",
			func(t *testing.T) *scheduler.Problem { return nightsAndDays(t, true, hours(25)) }, 56, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := c.make(t)
			r, err := solve.Rota(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 4000})
			require.NoError(t, err)
			require.Empty(t, audit.Rota(p, r.Rota).Findings)
			require.Empty(t, audit.Proofs(p, r.Proofs))
			proved := 0.0
			for i := range r.Proofs {
				proved += r.Proofs[i].BoundHours
			}
			require.InDelta(t, c.proved, proved, 1e-9, c.why)
			require.GreaterOrEqual(t, r.Objective[scheduler.Essential].Bound, proved-1e-9)
			again, err := solve.Complete(t.Context(), p, r.Rota, solve.CompleteOptions{})
			require.NoError(t, err)
			require.InDelta(t, proved, again.Objective[scheduler.Essential].Bound, 1e-9, "the same is said of anybody's rota")
			require.Equal(t, c.all, r.Cover.UnderlapHours < proved+1e-9)
			for _, u := range r.Underlap {
				require.Equal(t, c.all, u.Verdict == scheduler.VerdictUnavoidable, "%s: %v", c.why, u)
			}
		})
	}
}
