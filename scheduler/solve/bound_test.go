package solve_test

import (
	"fmt"
	"math/rand/v2"
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

// A proof has the level of the least critical need that it asks for. The bound of a level is no less
// than the proofs add up to that ask for it alone; where the levels before are proved, those up to it are no less
// in all than all proofs up to it.
func TestBoundsHoldTheirProofs(t *testing.T) {
	mixed := 0
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(seed, 29))
		hours := func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(float64(8 + rng.IntN(20))) }
		p := ward(t, 2+rng.IntN(4), limited("ada", hours), limited("ben", hours))
		for i := range 2 {
			n := p.Needs[0]
			n.ID, n.From, n.To = fmt.Sprint("more", i), time.Duration(6+rng.IntN(8))*time.Hour, time.Duration(16+rng.IntN(6))*time.Hour
			p.Needs = append(p.Needs, n)
		}
		level := map[string]int{}
		for i := range p.Needs {
			n := &p.Needs[i]
			n.Workers, n.Criticality = 1+rng.IntN(2), drawn.Some(rng, scheduler.Critical, scheduler.Essential, scheduler.Desirable)
			level[n.ID] = int(n.Criticality)
		}
		r, err := solve.Search(t.Context(), p, solve.Options{Seed: seed, Threads: 1, Steps: 3000})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		require.Empty(t, audit.Proofs(p, r.Proofs))
		var alone, upTo [scheduler.LevelFamily]float64
		for i := range r.Proofs {
			x := &r.Proofs[i]
			least, most := scheduler.LevelFamily, 0
			for _, d := range x.Demand {
				least, most = min(least, level[d.Need]), max(most, level[d.Need])
			}
			require.Equal(t, scheduler.Levels[most], x.Level)
			for l := most; l < len(upTo); l++ {
				upTo[l] += x.BoundHours
			}
			if least == most {
				alone[most] += x.BoundHours
			} else {
				mixed++
			}
		}
		bounds := 0.0
		for l, g := range r.Objective[:scheduler.LevelFamily] {
			bounds += g.Bound
			require.GreaterOrEqual(t, g.Bound, alone[l]-1e-6, "seed %d: %s", seed, g.Level)
			if scheduler.LeastLevels(r.Objective) >= l {
				require.GreaterOrEqual(t, bounds, upTo[l]-1e-6, "seed %d: up to %s", seed, g.Level)
			}
		}
	}
	require.Positive(t, mixed)
}

// A long day is legal with a sleep-in after it, whether or not a proof asks for the sleep-in.
func TestProofSeesWhatASleepInMakesLegal(t *testing.T) {
	p := ward(t, 1, scheduler.NewWorker("ana", ""))
	p.Caps.MaxWakingInSpell = 0 // the spell alone is too long
	late, night := p.Needs[0], p.Needs[0]
	p.Needs[0].From, p.Needs[0].To, p.Needs[0].Workers = 7*time.Hour, 14*time.Hour, 1
	late.ID, late.From, late.To, late.Workers = "late", 15*time.Hour, 22*time.Hour, 1
	at := func(clock time.Duration) time.Time { return scheduler.StartInstant(p.Zone, p.Start, clock) }
	proof := scheduler.Proof{Level: "essential", Kind: "rota", DemandHours: 14, BoundHours: 7,
		Demand: []scheduler.ProofDemand{{Need: "day", Start: at(7 * time.Hour), End: at(14 * time.Hour), Workers: 1}, {Need: "late", Start: at(15 * time.Hour), End: at(22 * time.Hour), Workers: 1}},
		Supply: []scheduler.ProofSupply{{Worker: "ana", AtMostHours: 7, Limit: scheduler.LimitAlone}}}
	p.Needs = append(p.Needs, late)
	require.Empty(t, audit.Proofs(p, []scheduler.Proof{proof}), "15 h are more than a spell may be")
	night.ID, night.Kind, night.From, night.To, night.Workers, night.Criticality = "night", scheduler.SleepIn, 22*time.Hour, 7*time.Hour, 1, scheduler.Desirable
	p.Needs = append(p.Needs, night)
	together := proof
	together.Kind = "engine"
	require.NotEmpty(t, audit.Proofs(p, []scheduler.Proof{proof}), "24 h with a sleep-in are not")
	require.NotEmpty(t, audit.Proofs(p, []scheduler.Proof{together}))
	p.Workers[0].Refuses = []string{"ward"}
	p.Clients = append(p.Clients, scheduler.Client{ID: "other"})
	p.Needs[0].Client, p.Needs[1].Client = "other", "other"
	require.Empty(t, audit.Proofs(p, []scheduler.Proof{proof}), "a sleep-in that ana may not take helps nobody")
}

// With nobody senior two juniors are sent, not one, and the row says what whoever comes must hold;
// so it does where there is one junior only, whom a second would not help.
func TestNobodySenior(t *testing.T) {
	for n, juniors := range map[int][]scheduler.Worker{
		20: {limited("ben", func(*scheduler.Caps) {}), limited("cai", func(*scheduler.Caps) {})},
		10: {limited("ben", func(*scheduler.Caps) {})},
	} {
		p := ward(t, 1, juniors...)
		p.Needs[0].Among = []scheduler.Among{{Skill: "senior", Workers: 1}}
		p.Objective.NewFace = 0
		for i := range p.Workers {
			p.Workers[i].Rate = 40
		}
		r := solved(t, p, 1, 4000)
		require.Len(t, r.Rota.Shifts, n/10)
		require.InDelta(t, 40*n+100*(20-n), r.Objective[scheduler.LevelMoney].Value, 1e-9)
		require.Len(t, r.Underlap, 1)
		require.Equal(t, []string{"senior"}, r.Underlap[0].Skills)
		require.Equal(t, scheduler.VerdictUnavoidable, r.Underlap[0].Verdict)
	}
}
