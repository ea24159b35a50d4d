package planted

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// shapes are small ones of every sort.
var shapes = []struct {
	name string
	Shape
}{
	{"slack", Shape{Workers: 30, Clients: 12, Days: 14, Slack: 2, SleepIns: 2, Floaters: 3}},
	{"no slack", Shape{Workers: 30, Clients: 12, Days: 14, SleepIns: 2, Floaters: 3}},
	{"no slack, exact availability", Shape{Workers: 30, Clients: 12, Days: 14, SleepIns: 2, Floaters: 3, ExactAvailability: true}},
	{"over the night the clocks change", Shape{Workers: 40, Clients: 16, Days: 28, SleepIns: 4, Floaters: 3}},
	{"half-hour grain", Shape{Workers: 20, Clients: 8, Days: 7, Slack: 1, Grain: 30 * time.Minute}},
	{"cut week", Shape{Workers: 20, Clients: 8, Days: 10, Slack: 1}},
	{"standby", Shape{Workers: 40, Clients: 15, Days: 14, Slack: 2, SleepIns: 2, Floaters: 10, Standby: 1}},
	{"standby of another provider", Shape{Workers: 40, Clients: 15, Days: 14, Slack: 2, SleepIns: 2, Floaters: 10, Standby: 1, DifferentProvider: true}},
	{"two on standby, tight", Shape{Workers: 50, Clients: 15, Days: 14, Slack: 2, Floaters: 22, Standby: 2, DifferentProvider: true, TightStandby: true}},
	{"shortage", Shape{Workers: 30, Clients: 12, Days: 14, Slack: 2, Shortage: [3]float64{3, 7.25, 2}}},
	{"beyond capacity", Shape{Workers: 30, Clients: 12, Days: 14, Shortage: [3]float64{1, 0, 0}, OverCapacity: 9.5}},
	{"standby and shortage", Shape{Workers: 40, Clients: 15, Days: 14, Slack: 2, Floaters: 10, Standby: 1, Shortage: [3]float64{0, 5, 0}}},
}

// every plants each shape with a few seeds, and the household.
func every(t *testing.T, check func(t *testing.T, pl *Planted)) {
	for _, s := range shapes {
		for seed := uint64(1); seed <= 4; seed++ {
			t.Run(fmt.Sprintf("%s %d", s.name, seed), func(t *testing.T) {
				s.Seed = seed
				pl, err := Make(s.Shape)
				require.NoError(t, err)
				check(t, pl)
			})
		}
	}
	for seed := uint64(1); seed <= 3; seed++ {
		t.Run(fmt.Sprintf("household %d", seed), func(t *testing.T) {
			pl, err := Household(28, seed)
			require.NoError(t, err)
			check(t, pl)
		})
		t.Run(fmt.Sprintf("rounds %d", seed), func(t *testing.T) {
			pl, err := Rounds(9, 28, 9, seed)
			require.NoError(t, err)
			check(t, pl)
		})
	}
}

func TestProblemIsValid(t *testing.T) {
	every(t, func(t *testing.T, pl *Planted) { require.Empty(t, validate.Problem(pl.Problem)) })
}

func TestHiddenRotaIsLegalAndReachesTheOptimum(t *testing.T) {
	every(t, func(t *testing.T, pl *Planted) {
		r := audit.Rota(pl.Problem, pl.Hidden)
		require.Empty(t, r.Findings)
		for l, want := range pl.Optimum.Underlap {
			require.InDelta(t, want, r.Objective[l].Value, 1e-9, scheduler.Levels[l])
		}
		require.InDelta(t, pl.Optimum.Contingency, r.Objective[scheduler.LevelContingency].Value, 1e-9)
		require.Zero(t, r.Cover.OverlapHours)
	})
}

// What is proved best to the penny is not searched any longer.
func TestHouseholdIsProvedAndEnds(t *testing.T) {
	pl, err := Household(28, 1)
	require.NoError(t, err)
	r, err := carerota.Solve(t.Context(), pl.Problem, carerota.Options{Seed: 1, Threads: 1, Time: time.Minute})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(pl.Problem, r.Rota).Findings)
	for _, g := range r.Objective {
		require.True(t, g.Proved(), "%s: %g, bound %g", g.Level, g.Value, g.Bound)
	}
	require.Less(t, r.Seconds, 59.0, "it ends of itself")
}

func TestShortageIsAsAsked(t *testing.T) {
	pl, err := Make(Shape{Workers: 30, Clients: 12, Days: 14, Shortage: [3]float64{1, 0, 2.5}, OverCapacity: 4})
	require.NoError(t, err)
	require.Equal(t, [3]float64{1, 0, 6.5}, pl.Optimum.Underlap)
}

func TestNoSlackIsNone(t *testing.T) {
	pl, err := Make(Shape{Workers: 30, Clients: 12, Days: 14, Seed: 1})
	require.NoError(t, err)
	var caps, worked time.Duration
	for _, w := range pl.Problem.Workers {
		caps += *w.Caps.MaxHoursRota
	}
	for _, s := range pl.Hidden.Shifts {
		worked += s.End.Sub(s.Start)
	}
	require.Equal(t, worked, caps, "the hours of all workers are those of the hidden rota")
}

func TestSameSeedSameProblem(t *testing.T) {
	text := func(seed uint64) []byte {
		pl, err := Make(Shape{Workers: 40, Clients: 15, Days: 14, Floaters: 10, Standby: 1, Slack: 1, Seed: seed, Shortage: [3]float64{2, 2, 2}})
		require.NoError(t, err)
		pl.Problem.Zone = nil
		b, err := json.Marshal(pl)
		require.NoError(t, err)
		return b
	}
	require.True(t, bytes.Equal(text(3), text(3)))
	require.False(t, bytes.Equal(text(3), text(4)))
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		Shape
		want string
	}{
		{"no workers", Shape{Clients: 1, Days: 1}, "no problem"},
		{"too few floaters", Shape{Workers: 20, Clients: 8, Days: 14, Floaters: 1, Standby: 2}, "too few"},
		{"over capacity with slack", Shape{Workers: 20, Clients: 8, Days: 14, Slack: 1, OverCapacity: 2}, "known optimum"},
		{"a grain that does not divide the hour", Shape{Workers: 20, Clients: 8, Days: 14, Grain: 7 * time.Minute}, "grain"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Make(c.Shape)
			require.ErrorContains(t, err, c.want)
		})
	}
}
