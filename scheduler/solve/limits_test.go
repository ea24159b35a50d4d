package solve_test

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"testing"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// A call that is cancelled before it begins gives the rota to start from, or the pinned shifts.
func TestCancelledBeforeTheSearch(t *testing.T) {
	p, whole := eventful(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := solve.Rota(ctx, p, solve.Options{})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	require.Equal(t, scheduler.StoppedCancelled, r.Stopped)
	require.Equal(t, "native", r.Engine)
	require.True(t, r.LeftOut.Proofs)
	require.Contains(t, r.Warnings, "There was no time to search for a rota: this one has the pinned shifts alone.")

	r, err = solve.Rota(ctx, p, solve.Options{From: whole.Rota})
	require.NoError(t, err)
	require.Equal(t, audit.Rota(p, whole.Rota).Objective[0].Value, r.Objective[0].Value)
	require.Len(t, r.Rota.Shifts, len(whole.Rota.Shifts))
	require.Contains(t, r.Warnings, "There was no time to search for a rota: this is the one to start from.")
}

// However short the time is, there is a first rota, or it is said that there was no time for one.
func TestTheBriefestCallHasARota(t *testing.T) {
	p, _ := eventful(t)
	r, err := solve.Rota(t.Context(), p, solve.Options{Time: 1, Seed: 1, Threads: 1})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	if len(r.Rota.Shifts) == 0 {
		require.Contains(t, r.Warnings, "There was no time to search for a rota: this one has the pinned shifts alone.")
	}
}

// What is held while a rota is searched for stays below the estimate of it, for a problem whose workers may
// all do everything, as one part and as several.
func TestEstimateHolds(t *testing.T) {
	for _, teams := range []int{1, 4} {
		p := agency(160, 80, 28, teams)
		var before runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var held uint64
		o := solve.Options{Seed: 1, Threads: 2, Steps: 30_000, Omit: scheduler.Omit{Backups: true, Missed: true}}
		o.Observe = func(ctx context.Context, _ string) (context.Context, func(...solve.Figure)) {
			return ctx, func(...solve.Figure) {
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				held = max(held, m.HeapAlloc-min(m.HeapAlloc, before.HeapAlloc))
			}
		}
		o.Progress = func(solve.Progress) {
			_, end := o.Observe(t.Context(), "")
			end()
		}
		_, err := solve.Rota(t.Context(), p, o)
		require.NoError(t, err)
		estimate := validate.Estimate(p, 2) - validate.Estimate(agency(1, 1, 1, 1), 1) // without what every problem is given
		require.Less(t, int64(held), estimate, "%d teams", teams)
		require.Greater(t, 2*int64(held), estimate, "nor is it far above")
	}
}

// agency is a problem of so many workers, each of whom may do every visit of their team.
func agency(workers, clients, days, teams int) *scheduler.Problem {
	p := scheduler.NewProblem("agency", time.UTC, scheduler.Date{Year: 2026, Month: time.March, Day: 2}, days)
	p.Contingency.Standby = 1
	for i := range clients {
		id, from := fmt.Sprint("c", i), time.Duration(7+i%5)*time.Hour
		p.Clients = append(p.Clients, scheduler.Client{ID: id})
		n := scheduler.NewNeed("n"+id, id, scheduler.Daily(), from, from+6*time.Hour)
		n.Skills = []string{fmt.Sprint("team ", i%teams)}
		p.Needs = append(p.Needs, n)
	}
	for i := range workers {
		p.Workers = append(p.Workers, scheduler.NewWorker(fmt.Sprint("w", i), "", fmt.Sprint("team ", i%teams)))
	}
	return p
}

// cancelling is an engine that cancels the call as it ends.
type cancelling struct {
	native.Engine
	cancel func()
}

func (e cancelling) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	r, err := e.Engine.Solve(ctx, m, o)
	e.cancel()
	return r, err
}

// A call that is cancelled before its rota is completed says so, and Complete works out what it
// left out.
func TestCancelledBeforeTheEnd(t *testing.T) {
	p, whole := eventful(t)
	ctx, cancel := context.WithCancel(t.Context())
	r, err := solve.Rota(ctx, p, solve.Options{Engine: cancelling{cancel: cancel}, Seed: 1, Threads: 1, Steps: 1000})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	require.Equal(t, len(whole.Rota.Shifts), len(r.Rota.Shifts))
	require.True(t, r.LeftOut.Missed)
	require.Empty(t, r.Contingency.SinglePoints)
	require.Contains(t, r.Warnings[len(r.Warnings)-1], "who could not be missed")

	again, err := solve.Complete(t.Context(), p, r.Rota, solve.CompleteOptions{})
	require.NoError(t, err)
	require.Zero(t, again.LeftOut)
	require.Equal(t, whole.Contingency.SinglePoints, again.Contingency.SinglePoints)
	require.Equal(t, whole.Proofs, again.Proofs)
}

// Every part of a report looks at its context: once that has ended it says that it is not whole,
// and what there is stands.
func TestEachPartEndsWithItsContext(t *testing.T) {
	p, whole := eventful(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	r := audit.Rota(p, whole.Rota)
	c, err := constraints.Compile(p, solve.Rules())
	require.NoError(t, err)
	require.False(t, prove.Prove(ended, p, c, r))
	require.False(t, prove.Price(ended, p, r, nil))
	require.False(t, why.Reasons(ended, p, r, why.MostReasons, nil))
	require.False(t, contingency.Missed(ended, p, r, 1, false))
	ladders, all := contingency.Ladders(ended, p, r.Rota)
	require.False(t, all)
	require.Empty(t, ladders)
	require.Empty(t, r.Proofs)
	require.Equal(t, audit.Rota(p, whole.Rota).Warnings, r.Warnings)
	for _, u := range r.Underlap {
		require.Equal(t, scheduler.VerdictNotProved, u.Verdict)
		require.Empty(t, u.Why)
	}
	_, err = constraints.CompileContext(ended, p, solve.Rules())
	require.ErrorIs(t, err, context.Canceled)

	require.True(t, prove.Prove(t.Context(), p, c, r))
	require.NotEmpty(t, r.Proofs)
}

// A report says why its search ended and how many steps it took.
func TestStoppedAndSteps(t *testing.T) {
	p, _ := eventful(t)
	r, err := solve.Rota(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 1000})
	require.NoError(t, err)
	require.Positive(t, r.Steps)
	switch r.Status {
	case scheduler.Optimal:
		require.Equal(t, scheduler.StoppedProved, r.Stopped)
	default:
		require.Equal(t, scheduler.StoppedSteps, r.Stopped)
	}
	r, err = solve.Rota(t.Context(), drawn.Agency(20, 8, 28), solve.Options{Seed: 1, Threads: 1, Time: 300 * time.Millisecond})
	require.NoError(t, err)
	require.Contains(t, []scheduler.Stopped{scheduler.StoppedTime, scheduler.StoppedProved}, r.Stopped)
}

// Progress never goes back, and every checkpoint is a legal rota that nothing changes afterwards.
func TestProgressAndCheckpoints(t *testing.T) {
	p := drawn.Agency(20, 8, 28)
	done, calls := 0.0, 0
	var kept []*scheduler.Rota
	var shifts []int
	r, err := solve.Rota(t.Context(), p, solve.Options{Seed: 1, Threads: 2, Steps: 60_000, Omit: scheduler.Omit{Proofs: true, Reasons: true, Backups: true, Missed: true},
		Progress: func(x solve.Progress) {
			require.GreaterOrEqual(t, x.Done, done)
			done, calls = x.Done, calls+1
		},
		Checkpoint: func(r *scheduler.Rota) { kept, shifts = append(kept, r), append(shifts, len(r.Shifts)) }})
	require.NoError(t, err)
	require.Positive(t, calls)
	require.NotEmpty(t, kept)
	for i, rota := range kept {
		require.Len(t, rota.Shifts, shifts[i])
		got := audit.Rota(p, rota)
		require.Empty(t, got.Findings)
		require.GreaterOrEqual(t, got.Objective[0].Value, r.Objective[0].Value)
	}
}

// While the search goes on the contingency has no figure where relief is a part of it, which is looked
// at afterwards; without relief it has one from the start.
func TestProgressHasNoFigureForWhatIsNotLookedAt(t *testing.T) {
	for _, relief := range []int{0, 1} {
		p := drawn.Agency(20, 8, 28)
		p.Contingency.Standby, p.Contingency.Relief = 0, relief
		calls := 0
		_, err := solve.Search(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 20_000, Progress: func(x solve.Progress) {
			calls++
			for l, g := range x.Objective {
				require.Equal(t, relief > 0 && l == scheduler.LevelContingency, math.IsNaN(g.Value), g.Level)
			}
		}})
		require.NoError(t, err)
		require.Positive(t, calls)
	}
}

// A year of a large agency ends near its time. The guard is for a machine that has much else to do:
// what is left out here took minutes.
func TestTimeOfALargeProblem(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	p := drawn.Agency(60, 14, 366)
	began := time.Now()
	r, err := solve.Rota(t.Context(), p, solve.Options{Threads: 1, Time: 2 * time.Second})
	require.NoError(t, err)
	require.Empty(t, r.Findings)
	require.Less(t, time.Since(began), time.Minute)
	require.InDelta(t, time.Since(began).Seconds(), r.Seconds, 5)
}

// BenchmarkTime says how long calls with a time take: of a quarter and of a year of an agency.
func BenchmarkTime(b *testing.B) {
	for name, days := range map[string]int{"quarter": 84, "year": 366} {
		b.Run(name, func(b *testing.B) {
			p := drawn.Agency(200, 41, days)
			for b.Loop() {
				r, err := solve.Rota(b.Context(), p, solve.Options{Time: 3 * time.Second})
				require.NoError(b, err)
				b.ReportMetric(r.Seconds, "s/call")
			}
		})
	}
}

// An option out of its range is an error that names it, and nothing is searched.
func TestOptionsOutOfRange(t *testing.T) {
	p, whole := eventful(t)
	for name, o := range map[string]solve.Options{
		"Threads": {Threads: 1_000_000}, "Time": {Time: -time.Second}, "Steps": {Steps: -1},
	} {
		var bad *scheduler.OptionError
		_, err := solve.Rota(t.Context(), p, o)
		require.ErrorAs(t, err, &bad, name)
		require.Equal(t, name, bad.Option)
		require.ErrorContains(t, err, name)
		_, err = native.Engine{}.Solve(t.Context(), &solver.Model{Days: []solver.Minute{0, 1440}}, solver.Options{Threads: o.Threads, Time: o.Time, Steps: o.Steps})
		require.ErrorContains(t, err, name)
	}
	for _, threads := range []int{-1, scheduler.MostThreads + 1} {
		_, err := solve.Complete(t.Context(), p, whole.Rota, solve.CompleteOptions{Threads: threads})
		require.ErrorContains(t, err, "Threads")
	}
}
