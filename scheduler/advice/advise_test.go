package advice_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// TestAdviceIsTrue draws small problems and looks at all that is advised:
// what the remedies make of the problem is sound, the rota given is legal in it
// and not without them, leaves what the option says, nothing in it can be left out, and nobody's
// will or leave is touched.
func TestAdviceIsTrue(t *testing.T) {
	options, spare := 0, 0
	for seed := uint64(firstAdvised); seed <= lastAdvised; seed++ {
		r := rand.New(rand.NewPCG(seed, 21))
		p := drawn.Problem(r)
		for i := range p.Providers {
			p.Providers[i].OnCost = 1
		}
		p.Days, p.Contingency.StandbyMax = min(p.Days, 2), 13*p.Contingency.StandbyMin
		p.Contingency.Standby = 0 // with it, see the examples
		for i := range p.Workers {
			p.Workers[i].Rate = 10
			if c := p.Workers[i].Caps; c != nil {
				c.MinRest = max(c.MinRest, time.Hour)
			}
		}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		a, err := advice.Find(t.Context(), p, nil, advice.Options{TrialSteps: 1500, Most: 3, Trials: 60,
			Options: solve.Options{Rules: carerota.Rules(), Seed: 1, Threads: 1, Steps: 1000}})
		require.NoError(t, err, "seed %d", seed)
		for i := range a.Options {
			options++
			requireTrue(t, p, a, &a.Options[i], seed)
			spare += spareOf(t, p, a, &a.Options[i])
		}
	}
	require.Positive(t, options)
	require.LessOrEqual(t, spare*5, options, "a short search may miss what could be left out, but seldom")
}

func requireTrue(t *testing.T, p *scheduler.Problem, a *advice.Advice, o *advice.Option, seed uint64) {
	t.Helper()
	q := p.Clone()
	for _, m := range o.Remedies {
		m.Apply(q)
		require.NotEmpty(t, m.Says, "seed %d", seed)
		require.NotContains(t, []advice.RemedyKind{advice.Move, advice.Without}, m.Kind, "seed %d", seed)
	}
	require.Empty(t, validate.Problem(q), "seed %d", seed)
	for i := range p.Workers {
		require.Equal(t, p.Workers[i].Refuses, q.Workers[i].Refuses)
		require.Equal(t, p.Workers[i].Suspended, q.Workers[i].Suspended)
		require.Equal(t, p.Workers[i].Unavailable, q.Workers[i].Unavailable)
	}
	for i := range p.Clients {
		require.Equal(t, p.Clients[i].Refuses, q.Clients[i].Refuses)
	}
	again := audit.Rota(q, o.Rota)
	require.Empty(t, again.Findings, "seed %d: %v", seed, says(o))
	now := audit.Rota(p, o.Rota)
	require.True(t, len(now.Findings) > 0 || !noWorse(now.Objective, o.After, a.About), "seed %d: as good without %v", seed, says(o))
	require.NotEmpty(t, o.Agree, "seed %d: %v", seed, says(o))
	require.False(t, o.From.Before(p.Start), "seed %d: %v", seed, says(o))
	for l := range 3 {
		require.InDelta(t, o.After[l].Value, again.Objective[l].Value, 1e-6, "seed %d: %v", seed, says(o))
	}
	require.Positive(t, o.Removed, "seed %d", seed)
	require.Equal(t, o.Complete, again.Cover.UnderlapHours < 1e-6 && (a.About == "underlap" || again.Contingency.Shortfall < 1e-6), "seed %d", seed)
}

// spareOf is 1 when some remedy of the option could have been left out.
func spareOf(t *testing.T, p *scheduler.Problem, a *advice.Advice, o *advice.Option) int {
	t.Helper()
	for i := range o.Remedies {
		less := p.Clone()
		for _, m := range slices.Delete(slices.Clone(o.Remedies), i, i+1) {
			m.Apply(less)
		}
		rep, err := carerota.Solve(t.Context(), less, solve.Options{Seed: 1, Threads: 1, Steps: 500})
		require.NoError(t, err)
		if noWorse(rep.Objective, o.After, a.About) {
			return 1
		}
	}
	return 0
}

// noWorse says whether x leaves no more than z, level by level.
func noWorse(x, z []scheduler.Goal, about string) bool {
	levels := 3
	if about == "contingency" {
		levels = scheduler.LevelMoney
	}
	for l := range levels {
		if d := x[l].Value - z[l].Value; d < -1e-6 {
			return true
		} else if d > 1e-6 {
			return false
		}
	}
	return true
}

func says(o *advice.Option) (out []string) {
	for _, m := range o.Remedies {
		out = append(out, m.Says)
	}
	return out
}

// A need with a pinned shift is not moved away from it.
func TestAdviceKeepsPins(t *testing.T) {
	p := scheduler.NewProblem("pinned", time.UTC, scheduler.Date{Year: 2026, Month: 3, Day: 23}, 2)
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true}}
	p.Clients = []scheduler.Client{{ID: "sam"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("evening", "sam", scheduler.Daily(), 18*time.Hour, 21*time.Hour)}
	ben := scheduler.NewWorker("ben", "team")
	ben.AlwaysAvailable = false
	ben.Available = []scheduler.Window{{Days: scheduler.On(time.Monday), From: 12 * time.Hour, To: 23 * time.Hour}, {Days: scheduler.On(time.Tuesday), From: 12 * time.Hour, To: 20 * time.Hour}}
	p.Workers = []scheduler.Worker{ben}
	options := advice.Options{TrialSteps: 500, Options: solve.Options{Rules: carerota.Rules(), Seed: 1, Threads: 1, Steps: 2000}}
	free, err := advice.Find(t.Context(), p, solvedOf(t, p, 1, 2000), options)
	require.NoError(t, err)
	require.NotEmpty(t, free.Moves, "an hour earlier Ben could come on both days")
	at := func(clock time.Duration) time.Time { return scheduler.StartInstant(p.Zone, p.Start, clock) }
	p.Workers[0].Pinned = []scheduler.Pin{{Need: "evening", Start: at(18 * time.Hour), End: at(21 * time.Hour)}}
	fixed, err := advice.Find(t.Context(), p, solvedOf(t, p, 1, 2000), options)
	require.NoError(t, err)
	require.Empty(t, fixed.Moves)
	require.NotEmpty(t, fixed.Options)
}

func solvedOf(t *testing.T, p *scheduler.Problem, seed uint64, steps int64) *scheduler.Report {
	t.Helper()
	report, err := carerota.Solve(t.Context(), p, solve.Options{Seed: seed, Threads: 1, Steps: steps})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(p, report.Rota).Findings)
	return report
}

// signers is two mornings that ask for a signer who lives near; Ann lives near and does not sign, Bob signs and
// lives far away, Cath does both and has hours for one of the two.
func signers() *scheduler.Problem {
	p := scheduler.NewProblem("signers", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 2)
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true, OnCost: 1}}
	p.Clients = []scheduler.Client{{ID: "sam"}}
	n := scheduler.NewNeed("morning", "sam", scheduler.Daily(), 8*time.Hour, 12*time.Hour)
	n.Skills = []string{"signing", "near"}
	p.Needs = []scheduler.Need{n}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "team", "near"), scheduler.NewWorker("bob", "team", "signing"), scheduler.NewWorker("cath", "team", "signing", "near")}
	p.Workers[2].Caps = p.Caps.With(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(4) })
	return p
}

// Nobody is trained in what cannot be trained, no firm limit is raised, and a training says what it takes.
func TestAdviceOffersWhatCanBe(t *testing.T) {
	find := func(make func(p *scheduler.Problem)) (all []advice.Remedy, a *advice.Advice) {
		p := signers()
		make(p)
		require.Empty(t, validate.Problem(p))
		a, err := advice.Find(t.Context(), p, nil, advice.Options{TrialSteps: 500, Options: solve.Options{Rules: carerota.Rules(), Seed: 1, Threads: 1, Steps: 1000}})
		require.NoError(t, err)
		for _, o := range a.Options {
			all = append(all, o.Remedies...)
		}
		return all, a
	}
	has := func(all []advice.Remedy, kind advice.RemedyKind, worker string) *advice.Remedy {
		if i := slices.IndexFunc(all, func(m advice.Remedy) bool { return m.Kind == kind && m.Worker == worker }); i >= 0 {
			return &all[i]
		}
		return nil
	}
	all, _ := find(func(*scheduler.Problem) {})
	require.NotNil(t, has(all, advice.Train, "ann"))
	require.NotNil(t, has(all, advice.Train, "bob"))
	require.NotNil(t, has(all, advice.RaiseCap, "cath"))

	all, a := find(func(p *scheduler.Problem) {
		p.Skills = []scheduler.SkillMeaning{{Name: "near", Untrainable: true}, {Name: "signing", TrainDays: 30, TrainCost: 250}}
		p.Workers[2].Caps.Firm = []string{"max_hours_week"}
	})
	require.Nil(t, has(all, advice.Train, "bob"), "living near is not learnt")
	require.Nil(t, has(all, advice.RaiseCap, "cath"), "her hours are firm")
	training := has(all, advice.Train, "ann")
	require.NotNil(t, training)
	require.Contains(t, training.Says, "It takes 30 days: start by ")
	i := slices.IndexFunc(a.Options, func(o advice.Option) bool { return has(o.Remedies, advice.Train, "ann") != nil })
	require.InDelta(t, 250, a.Options[i].Once, 1e-9)

	all, _ = find(func(p *scheduler.Problem) { // the rota has begun: no training is over in time
		p.Skills = []scheduler.SkillMeaning{{Name: "signing", TrainDays: 2}}
		p.AsOf = time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	})
	require.Nil(t, has(all, advice.Train, "ann"))
}

// found is advice on a problem, each option of which holds.
func found(t *testing.T, p *scheduler.Problem) *advice.Advice {
	t.Helper()
	require.Empty(t, validate.Problem(p))
	a, err := advice.Find(t.Context(), p, nil, advice.Options{TrialSteps: 2000, Options: solve.Options{Rules: carerota.Rules(), Seed: 1, Threads: 1, Steps: 4000}})
	require.NoError(t, err)
	for i := range a.Options {
		requireTrue(t, p, a, &a.Options[i], 0)
	}
	return a
}

// vigil is three days of care round the clock by two people who have hours for a part of it.
func vigil() *scheduler.Problem {
	p := scheduler.NewProblem("vigil", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 3)
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true, OnCost: 1}}
	p.Clients = []scheduler.Client{{ID: "sam"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("always", "sam", scheduler.Daily(), 0, 24*time.Hour)}
	for _, id := range []string{"ann", "bob", "cath"} {
		w := scheduler.NewWorker(id, "team")
		w.Rate, w.Caps = 14, p.Caps.With(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(20) })
		p.Workers = append(p.Workers, w)
	}
	p.Workers[2].AlwaysAvailable = false
	p.Workers[2].Available = []scheduler.Window{{Days: scheduler.Daily(), From: 9 * time.Hour, To: 15 * time.Hour}}
	return p
}

// Nobody is asked to come or to go in the middle of the night.
func TestAdviceAsksForShiftsThatSomebodyCouldAccept(t *testing.T) {
	p := vigil()
	a := found(t, p)
	require.NotEmpty(t, a.Options)
	for _, o := range a.Options {
		for _, m := range o.Remedies {
			for _, span := range m.Times {
				from, to := scheduler.Clock(span.Start.In(p.Zone)), scheduler.Clock(span.End.In(p.Zone))
				require.True(t, from >= "06:00" && from <= "23:00" || span.Start.Equal(scheduler.StartInstant(p.Zone, p.Start, 0)), "%v: comes at %s", m.Says, from)
				require.True(t, to >= "06:00" || to == "00:00", "%v: goes at %s", m.Says, to)
			}
		}
	}
}

// One week's leave is no reason to take somebody on: a shift is found for once. Without leave the same hours
// are a job.
func TestAdviceFindsSomebodyForLeave(t *testing.T) {
	p := scheduler.NewProblem("leave", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 14)
	p.Clients = []scheduler.Client{{ID: "sam"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("evening", "sam", scheduler.Daily(), 18*time.Hour, 21*time.Hour)}
	ann, bob := scheduler.NewWorker("ann", ""), scheduler.NewWorker("bob", "")
	ann.Rate, bob.Rate = 13, 13
	bob.AlwaysAvailable = false
	bob.Available = []scheduler.Window{{Days: scheduler.On(time.Sunday), WholeDay: true}}
	at := func(day int) time.Time { return time.Date(2026, 6, day, 0, 0, 0, 0, time.UTC) }
	ann.Unavailable = []scheduler.Absence{{Start: at(4), End: at(6), Why: "leave"}}
	p.Workers = []scheduler.Worker{ann, bob}
	hired := func(a *advice.Advice) *advice.Remedy {
		for _, o := range a.Options {
			if o.Remedies[0].Kind == advice.Hire {
				require.Contains(t, o.Agree, "sam")
				return &o.Remedies[0]
			}
		}
		t.Fatal("nobody is sought")
		return nil
	}
	m := hired(found(t, p))
	require.True(t, m.OneOff)
	require.Equal(t, "Find somebody for 2 shifts, once: Thursday 4 and Friday 5 June, 18:00-21:00.", m.Says)

	p.Workers[0].Unavailable = nil
	p.Workers[0].AlwaysAvailable = false
	p.Workers[0].Available = []scheduler.Window{{Days: scheduler.On(time.Monday, time.Tuesday, time.Wednesday, time.Saturday), WholeDay: true}}
	m = hired(found(t, p))
	require.False(t, m.OneOff)
	require.Equal(t, "Find somebody for up to 2 evenings a week (6 hours).", m.Says)
}

// Who is only there to be called counts for what they remove: a new worker has no shifts, and what the rota
// has without them is no merit of theirs.
func TestAdviceOnRelief(t *testing.T) {
	p := scheduler.NewProblem("relief", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 2)
	p.Clients = []scheduler.Client{{ID: "sam"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("evening", "sam", scheduler.Daily(), 18*time.Hour, 21*time.Hour)}
	p.Needs[0].Contingency = true
	p.Contingency.Relief = 1
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "")}
	p.Workers[0].Rate = 13
	a := found(t, p)
	require.Equal(t, "contingency", a.About)
	require.InDelta(t, 6, a.Hours, 1e-9)
	require.Zero(t, a.Better, "nothing but one more person helps")
	require.NotEmpty(t, a.Options)
	require.True(t, a.Options[0].Complete)
	require.Equal(t, "Find one more person to call when somebody cannot come.", a.Options[0].Remedies[0].Says)
	require.InDelta(t, 0, a.Options[0].MoneyPerWeek, 1e-9)
}

// The visit of somebody else that keeps away who could come might be moved, should that suit them.
func TestAdviceMovesAnothersVisit(t *testing.T) {
	p := scheduler.NewProblem("two", time.UTC, scheduler.Date{Year: 2026, Month: 6, Day: 1}, 1)
	p.Clients = []scheduler.Client{{ID: "sam"}, {ID: "tom", Name: "Tom"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("bath", "sam", scheduler.Daily(), 9*time.Hour, 10*time.Hour), scheduler.NewNeed("walk", "tom", scheduler.Daily(), 9*time.Hour+30*time.Minute, 10*time.Hour+30*time.Minute)}
	p.Needs[1].Criticality = scheduler.Critical
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ann", "")}
	p.Workers[0].Rate = 13
	a := found(t, p)
	i := slices.IndexFunc(a.Moves, func(o advice.Option) bool { return o.Remedies[0].Need == "walk" })
	require.GreaterOrEqual(t, i, 0, "%v", a.Moves)
	require.Equal(t, "If it suits Tom: start \"walk\" 30 minutes later.", a.Moves[i].Remedies[0].Says)
	require.Equal(t, []string{"Tom"}, a.Moves[i].Agree)
	require.InDelta(t, 13*7, a.Moves[i].MoneyPerWeek, 1e-6, "an hour more is worked in a rota of a day")
}
