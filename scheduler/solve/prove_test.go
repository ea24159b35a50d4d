package solve_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// solved solves a problem with a small budget and reads the rota again.
func solved(t *testing.T, p *scheduler.Problem, seed uint64, steps int64) *scheduler.Report {
	t.Helper()
	report, err := carerota.Solve(context.Background(), p, solve.Options{Seed: seed, Threads: 1, Steps: steps})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(p, report.Rota).Findings)
	return report
}

// shortIn is how many hours of a proof's demand are short in a rota, read from
// the audit's underlaps.
func shortIn(p *scheduler.Problem, r *scheduler.Report, proof *scheduler.Proof) (hours float64) {
	for _, d := range proof.Demand {
		for _, u := range r.Underlap {
			from, to := u.Start, u.End
			if from.Before(d.Start) {
				from = d.Start
			}
			if to.After(d.End) {
				to = d.End
			}
			if u.Need == d.Need && to.After(from) {
				hours += float64(u.Short) * to.Sub(from).Hours()
			}
		}
	}
	return hours
}

// requireBoundsCarry holds the bound of each level against the proofs that ask that level alone.
func requireBoundsCarry(t *testing.T, p *scheduler.Problem, r *scheduler.Report) {
	t.Helper()
	for l := range scheduler.LevelFamily {
		proved := 0.0
		for i := range r.Proofs {
			alone := !slices.ContainsFunc(r.Proofs[i].Demand, func(d scheduler.ProofDemand) bool {
				k := slices.IndexFunc(p.Needs, func(n scheduler.Need) bool { return n.ID == d.Need })
				return int(p.Needs[k].Criticality) != l
			})
			if alone {
				proved += r.Proofs[i].BoundHours
			}
		}
		require.GreaterOrEqual(t, r.Objective[l].Bound, proved-1e-6, scheduler.Levels[l])
		require.LessOrEqual(t, r.Objective[l].Bound, r.Objective[l].Value+1e-6, scheduler.Levels[l])
	}
}

// mostAdversaries is how many proofs of a problem are held against a search of their own.
const mostAdversaries = 2

// No rota that puts a proof's demand before all else leaves less of it
// uncovered than the proof says.
func TestProofsHoldAgainstAnAdversary(t *testing.T) {
	kinds, loose := map[string]int{}, 0
	for seed := range provedProblems {
		r := rand.New(rand.NewPCG(uint64(seed), 11))
		p := drawn.Problem(r)
		if seed%4 == 3 {
			drawn.DaysOff(r, p)
		}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		report := solved(t, p, 1, 3000)
		require.Empty(t, audit.Proofs(p, report.Proofs), "seed %d", seed)
		requireBoundsCarry(t, p, report)
		for i := range report.Proofs {
			proof := &report.Proofs[i]
			kinds[proof.Kind]++
			named := slices.ContainsFunc(report.Underlap, func(u scheduler.Underlap) bool { return u.Proof == i })
			if short := shortIn(p, report, proof); named {
				require.InDelta(t, proof.BoundHours, short, 1e-6, "seed %d: %s", seed, proof.Says)
			} else {
				require.LessOrEqual(t, proof.BoundHours, short+1e-6, "seed %d: %s", seed, proof.Says)
				loose++
			}
			if i >= mostAdversaries {
				continue
			}
			hostile := *p
			hostile.Needs = slices.Clone(p.Needs)
			for n := range hostile.Needs {
				hostile.Needs[n].Criticality = scheduler.Desirable
				if slices.ContainsFunc(proof.Demand, func(d scheduler.ProofDemand) bool { return d.Need == hostile.Needs[n].ID }) {
					hostile.Needs[n].Criticality = scheduler.Critical
				}
			}
			other := solved(t, &hostile, 2, 3000)
			require.GreaterOrEqual(t, shortIn(p, other, proof), proof.BoundHours-1e-6, "seed %d: %s", seed, proof.Says)
		}
	}
	t.Logf("proofs: %v, %d of them for the bound alone", kinds, loose)
	require.Greater(t, kinds["hours"], provedProblems)
	require.Positive(t, kinds["rota"])
}

// visits is a problem of a few whole visits, small enough to try every rota.
func visits(r *rand.Rand) *scheduler.Problem {
	p := scheduler.NewProblem("visits", time.UTC, scheduler.Date{Year: 2026, Month: 7, Day: 6}, 3)
	p.Grain = time.Hour
	p.Clients = []scheduler.Client{{ID: "c"}}
	p.Providers = []scheduler.Provider{{ID: "p", AcceptsAll: true}}
	if r.IntN(3) == 0 {
		p.Providers[0].MaxHoursWeek = scheduler.Hours(float64(6 + r.IntN(12)))
	}
	for i := range 2 {
		from := r.IntN(20)
		n := scheduler.NewNeed(fmt.Sprint("n", i), "c", scheduler.Daily(), time.Duration(from)*time.Hour, time.Duration((from+2+r.IntN(8))%24)*time.Hour)
		n.Whole, n.Contingency = true, false
		if r.IntN(3) == 0 {
			n.Skills = []string{"a"}
		}
		if r.IntN(3) == 0 {
			n.Days.Except = []scheduler.Date{{Year: 2026, Month: 7, Day: 6 + r.IntN(3)}}
		}
		p.Needs = append(p.Needs, n)
	}
	for i := range 2 + r.IntN(2) {
		w := scheduler.NewWorker(fmt.Sprint("w", i), "p")
		if r.IntN(2) == 0 {
			w.Skills = []scheduler.Skill{{Name: "a"}}
		}
		c := scheduler.HouseCaps()
		c.MaxHoursWeek = scheduler.Hours(float64(4 + r.IntN(20)))
		c.MinRest = time.Duration(r.IntN(16)) * time.Hour
		c.MaxDaysInARow = r.IntN(4)
		if r.IntN(3) == 0 {
			c.MaxHoursDay = scheduler.Hours(float64(3 + r.IntN(8)))
		}
		if r.IntN(3) == 0 {
			c.MaxHoursRota = scheduler.Hours(float64(4 + r.IntN(16)))
		}
		w.Caps = &c
		p.Workers = append(p.Workers, w)
	}
	return p
}

// everyRota calls f with the audit of every legal rota of a problem of whole
// needs of one worker.
func everyRota(p *scheduler.Problem, slots []scheduler.Shift, rota *scheduler.Rota, f func(*scheduler.Report)) {
	if len(slots) == 0 {
		f(audit.Rota(p, rota))
		return
	}
	everyRota(p, slots[1:], rota, f)
	for i := range p.Workers {
		s := slots[0]
		s.Worker = p.Workers[i].ID
		longer := &scheduler.Rota{Shifts: append(slices.Clone(rota.Shifts), s)}
		if len(audit.Rota(p, longer).Findings) == 0 { // what breaks a rule now does so with more
			everyRota(p, slots[1:], longer, f)
		}
	}
}

// Held against every rota there is: no proof is false, and where the least
// that can be short is reached most of it is proved.
func TestProofsHoldAgainstEveryRota(t *testing.T) {
	least, proved, kinds := 0.0, 0.0, map[string]int{}
	for seed := range provedProblems {
		p := visits(rand.New(rand.NewPCG(uint64(seed), 12)))
		require.Empty(t, validate.Problem(p))
		report := solved(t, p, 1, 20000)
		empty := audit.Rota(p, &scheduler.Rota{})
		var slots []scheduler.Shift
		for _, u := range empty.Underlap {
			slots = append(slots, scheduler.Shift{Need: u.Need, Client: u.Client, Start: u.Start, End: u.End})
		}
		best := empty.Cover.UnderlapHours
		shorts := make([]float64, len(report.Proofs))
		for i := range shorts {
			shorts[i] = best
		}
		everyRota(p, slots, &scheduler.Rota{}, func(r *scheduler.Report) {
			best = min(best, r.Cover.UnderlapHours)
			for i := range report.Proofs {
				shorts[i] = min(shorts[i], shortIn(p, r, &report.Proofs[i]))
			}
		})
		for i := range report.Proofs {
			kinds[report.Proofs[i].Kind]++
			proved += report.Proofs[i].BoundHours
			require.GreaterOrEqual(t, shorts[i], report.Proofs[i].BoundHours-1e-6, "seed %d: %s", seed, report.Proofs[i].Says)
		}
		require.InDelta(t, best, report.Cover.UnderlapHours, 1e-6, "seed %d: the search missed a rota", seed)
		least += best
	}
	t.Logf("%.0f h can never be covered, %.0f h of them proved: %v", least, proved, kinds)
	require.Greater(t, proved, 0.95*least)
}

// swimmers is a need of which two workers who swim can give half.
func swimmers() *scheduler.Problem {
	p := scheduler.NewProblem("swim", time.UTC, scheduler.Date{Year: 2026, Month: 3, Day: 23}, 7)
	p.Clients = []scheduler.Client{{ID: "steven", Name: "Steven"}}
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true}}
	n := scheduler.NewNeed("swim", "steven", scheduler.On(time.Monday, time.Thursday), 14*time.Hour, 18*time.Hour)
	n.Skills, n.Contingency = []string{"swimming"}, false
	p.Needs = []scheduler.Need{n}
	ade, bea := scheduler.NewWorker("ade", "team", "swimming"), scheduler.NewWorker("bob", "team")
	ade.Name = "Ade"
	caps := scheduler.HouseCaps()
	caps.MaxHoursWeek = scheduler.Hours(4)
	ade.Caps = &caps
	p.Workers = []scheduler.Worker{ade, bea}
	return p
}

func TestProofSaysItsFigures(t *testing.T) {
	p := swimmers()
	report := solved(t, p, 1, 2000)
	require.Len(t, report.Proofs, 1)
	proof := report.Proofs[0]
	require.Equal(t, `From Monday 23 March to Thursday 26 March "swim" needs 8 hours. Only Ade (4 hours: the weekly limit) can do any of it: 4 hours at most. So at least 4 hours stay open, whatever the rota.`, proof.Says)
	require.Equal(t, "essential", proof.Level)
	require.Equal(t, "hours", proof.Kind)
	require.Equal(t, []scheduler.ProofSupply{{Worker: "ade", AtMostHours: 4, Limit: "max_hours_week", Week: "2026-03-23"}}, proof.Supply)
	require.Equal(t, scheduler.VerdictUnavoidable, report.Underlap[0].Verdict)
}

// A ceiling over one worker is the provider's limit and not the worker's, whether or not there is a
// cap of the same hours that it is one sum with.
func TestProofByACeilingOverOneWorker(t *testing.T) {
	for name, most := range map[string]*time.Duration{"no cap": nil, "a higher cap": scheduler.Hours(6), "the same cap": scheduler.Hours(4)} {
		t.Run(name, func(t *testing.T) {
			p := swimmers()
			p.Providers = append(p.Providers, scheduler.Provider{ID: "solo", AcceptsAll: true, MaxHoursWeek: scheduler.Hours(4)})
			p.Workers[0].Provider, p.Workers[0].Caps.MaxHoursWeek = "solo", most
			report := solved(t, p, 1, 2000)
			require.Equal(t, 4.0, report.Cover.UnderlapHours)
			require.Len(t, report.Proofs, 1)
			require.Equal(t, 4.0, report.Proofs[0].BoundHours)
			want := scheduler.ProofSupply{Provider: "solo", AtMostHours: 4, Limit: "max_hours_week", Week: "2026-03-23"}
			if name == "the same cap" {
				want.Provider, want.Worker = "", "ade"
			}
			require.Equal(t, []scheduler.ProofSupply{want}, report.Proofs[0].Supply)
		})
	}
}

// What was worked before as_of at none of the need's times fills the limit and serves nothing.
func TestProofBesideWorkThatServesNoNeed(t *testing.T) {
	p := swimmers()
	p.AsOf = time.Date(2026, 3, 25, 0, 0, 0, 0, time.UTC)
	p.Workers[0].Pinned = []scheduler.Pin{{Need: "swim", Start: p.AsOf.Add(-10 * time.Hour), End: p.AsOf.Add(-6 * time.Hour)}}
	report := solved(t, p, 1, 2000)
	require.Empty(t, audit.Proofs(p, report.Proofs))
	require.NotEmpty(t, report.Underlap)
	thursday := report.Underlap[len(report.Underlap)-1]
	require.Equal(t, time.Thursday, thursday.Start.Weekday())
	require.Equal(t, "swim", thursday.Need)
}

// Rest between shifts, which counting hours does not see.
func TestProofByPlanningOneWorkerAlone(t *testing.T) {
	p := swimmers()
	p.Needs[0].From, p.Needs[0].To = 20*time.Hour, 24*time.Hour
	early := scheduler.NewNeed("early", "steven", scheduler.On(time.Tuesday), 7*time.Hour, 11*time.Hour)
	early.Skills, early.Contingency = []string{"swimming"}, false
	p.Needs[0].Days = scheduler.On(time.Monday)
	p.Needs = append(p.Needs, early)
	p.Workers[0].Caps.MaxHoursWeek, p.Workers[0].Caps.MaxSpell = scheduler.Hours(40), 15*time.Hour
	report := solved(t, p, 1, 2000)
	require.Equal(t, 0.0, report.Cover.UnderlapHours)
	p.Workers[0].Caps.MaxSpell = 14 * time.Hour
	report = solved(t, p, 1, 2000)
	require.Equal(t, 4.0, report.Cover.UnderlapHours)
	require.Len(t, report.Proofs, 1)
	require.Equal(t, "rota", report.Proofs[0].Kind)
	require.Equal(t, 4.0, report.Proofs[0].BoundHours)
	require.Empty(t, audit.Proofs(p, report.Proofs))
	p.Workers[0].Caps.MaxSpell = 15 * time.Hour
	require.NotEmpty(t, audit.Proofs(p, report.Proofs), "both can now be worked")
}

// A demand at the end of an occurrence that is off the grid: the shift that serves
// it ends where none of least length does.
func TestProofSeesShiftsThatEndOffTheGrid(t *testing.T) {
	p := drawn.Problem(rand.New(rand.NewPCG(263, 11)))
	at := func(clock time.Duration) time.Time {
		return scheduler.StartInstant(p.Zone, p.Start, clock)
	}
	demand := scheduler.ProofDemand{Need: "n0", Start: at(20 * time.Hour), End: at(20*time.Hour + 20*time.Minute), Workers: 2}
	proof := scheduler.Proof{Level: "essential", BoundHours: 2.0 / 3, DemandHours: 2.0 / 3, Kind: "rota",
		Demand: []scheduler.ProofDemand{demand}, Supply: []scheduler.ProofSupply{{Worker: "w0", Limit: "rota"}}}
	require.NotEmpty(t, audit.Proofs(p, []scheduler.Proof{proof}), "w0 can work from 19:00 to 20:20")
}

// Whatever is changed in a proof that makes it claim more is found.
func TestTamperedProofsAreFound(t *testing.T) {
	p := swimmers()
	proof := solved(t, p, 1, 2000).Proofs[0]
	require.Empty(t, audit.Proofs(p, []scheduler.Proof{proof}))
	for name, tamper := range map[string]func(*scheduler.Proof){
		"bound":          func(x *scheduler.Proof) { x.BoundHours++ },
		"demand figure":  func(x *scheduler.Proof) { x.DemandHours++; x.BoundHours++ },
		"demand workers": func(x *scheduler.Proof) { x.Demand[0].Workers++; x.DemandHours += 4; x.BoundHours += 4 },
		"demand time": func(x *scheduler.Proof) {
			x.Demand[0].End = x.Demand[0].End.Add(time.Hour)
			x.DemandHours++
			x.BoundHours++
		},
		"demand twice": func(x *scheduler.Proof) {
			x.Demand = append(x.Demand, x.Demand[0])
			x.DemandHours += 4
			x.BoundHours += 4
		},
		"unknown need":    func(x *scheduler.Proof) { x.Demand[0].Need = "ski" },
		"unknown skill":   func(x *scheduler.Proof) { x.Demand[0].Skill = "skiing" },
		"supply":          func(x *scheduler.Proof) { x.Supply[0].AtMostHours = 3; x.BoundHours++ },
		"supply left out": func(x *scheduler.Proof) { x.Supply = nil; x.BoundHours += 4 },
		"wrong week":      func(x *scheduler.Proof) { x.Supply[0].Week = "2026-03-30" },
		"no week":         func(x *scheduler.Proof) { x.Supply[0].Week = "2026-03-24" },
		"ceiling": func(x *scheduler.Proof) {
			x.Supply[0] = scheduler.ProofSupply{Provider: "team", AtMostHours: 4, Limit: "max_hours_week", Week: "2026-03-23"}
		},
		"unknown worker": func(x *scheduler.Proof) { x.Supply[0].Worker = "eve" },
		"below nothing": func(x *scheduler.Proof) {
			x.Supply = append(x.Supply, scheduler.ProofSupply{Worker: "bob", AtMostHours: -1})
			x.BoundHours++
		},
		"no bound":     func(x *scheduler.Proof) { x.Supply[0].AtMostHours, x.BoundHours = 8, 0 },
		"unknown kind": func(x *scheduler.Proof) { x.Kind = "faith" },
		"engine":       func(x *scheduler.Proof) { x.Kind = "engine"; x.Supply[0].AtMostHours--; x.BoundHours++ },
	} {
		t.Run(name, func(t *testing.T) {
			x := proof
			x.Demand, x.Supply = slices.Clone(proof.Demand), slices.Clone(proof.Supply)
			tamper(&x)
			require.NotEmpty(t, audit.Proofs(p, []scheduler.Proof{x}))
		})
	}
	require.NotEmpty(t, audit.Proofs(p, []scheduler.Proof{proof, proof}), "the same demand in two proofs")
}

// An underlap without a proof that somebody could take says who, and what would
// be short in its place; no other underlap says so.
func TestAvoidableAtAPriceSaysThePrice(t *testing.T) {
	priced := 0
	for seed := 200; seed < 200+provedProblems/2; seed++ {
		p := drawn.Problem(rand.New(rand.NewPCG(uint64(seed), 11)))
		if len(validate.Problem(p)) > 0 {
			continue
		}
		for _, u := range solved(t, p, 1, 3000).Underlap {
			require.Equal(t, u.Verdict == scheduler.VerdictAtAPrice, u.Instead != "", "seed %d", seed)
			require.Equal(t, u.Verdict == scheduler.VerdictUnavoidable, u.Proof >= 0, "seed %d", seed)
			if u.Instead != "" {
				priced++
				require.Regexp(t, `^w\d could (come|take one of the [2-9] places), but then (as much would be open elsewhere|[0-9]+ (hour|minute)s?( [0-9]+ minutes)? of a (critical visit|visit that is (needed, but can wait|good to have)) would be open)$`, u.Instead)
			}
		}
	}
	require.Positive(t, priced)
}

// The engine, the rules and the audit agree on rotas around a date that a zone left out, with work
// over it, runs of days and days off.
func TestRotasOverADateLeftOut(t *testing.T) {
	zone := drawn.InZone(t, "Pacific/Apia")
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 29))
		p := drawn.Problem(rng)
		p.Zone, p.Start, p.Days = zone, scheduler.Date{Year: 2011, Month: 12, Day: 26 + rng.IntN(5)}, 3+rng.IntN(4)
		p.Caps.MaxDaysInARow = 1 + rng.IntN(3)
		for i := range p.Workers {
			p.Workers[i].Worked, p.Workers[i].Unavailable = nil, nil
			if c := p.Workers[i].Caps; c != nil {
				c.MaxDaysInARow = 1 + rng.IntN(3)
			}
		}
		most := 1 + rng.IntN(2)
		p.WorkPatterns = []scheduler.WorkPattern{{Name: "off", Of: drawn.Some(rng, scheduler.DaysOff, scheduler.DaysWorked), Most: &most, Price: 3}}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		r := solved(t, p, 1, 1000)
		require.Empty(t, audit.Proofs(p, r.Proofs))
	}
}
