package simulation

import (
	"context"
	"testing"

	"github.com/carerota/carerota/bench/planted"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/stretchr/testify/require"
)

// The days of sickness that are drawn have the mean of the closed form, and as
// many workers have none in a year, or more than 40, as are known to.
func TestSicknessIsAsKnown(t *testing.T) {
	s := Defaults()
	require.InDelta(t, 10.8, s.DaysSick(), 0.1)
	const years = 60_000
	sum, none, many := 0, 0, 0
	c := newChance(s, 1, 0)
	for range years {
		days := 0
		for range c.spells(1) {
			days += c.days()
		}
		sum += days
		if days == 0 {
			none++
		}
		if days > 40 {
			many++
		}
	}
	require.InEpsilon(t, s.DaysSick(), float64(sum)/years, 0.02)
	require.InDelta(t, 0.446, float64(none)/years, 0.01)
	require.InDelta(t, 0.079, float64(many)/years, 0.005)
}

func plant(t *testing.T) *planted.Planted {
	t.Helper()
	pl, err := planted.Make(planted.Shape{Workers: 24, Clients: 8, Days: 14, Slack: 2, Floaters: 8, Standby: 1, Seed: 3})
	require.NoError(t, err)
	return pl
}

// The same seed gives the same figures whatever the threads; standby saves
// hours, and is called.
func TestStandbySavesHours(t *testing.T) {
	pl := plant(t)
	var told int
	o := Options{Settings: Defaults(), Runs: 60, Seed: 5, Threads: 1, Progress: func(done, runs int) { told = done }}
	one, err := Run(t.Context(), pl.Problem, pl.Hidden, o)
	require.NoError(t, err)
	require.Equal(t, 60, told)
	o.Threads = 3
	three, err := Run(t.Context(), pl.Problem, pl.Hidden, o)
	require.NoError(t, err)
	require.Equal(t, one, three)
	require.Less(t, one.With.Uncovered, one.Without.Uncovered)
	require.Positive(t, one.With.CallOuts)
	require.Zero(t, one.Without.CallOuts)
	require.Positive(t, one.HoursPerMoney)
	require.Greater(t, one.With.QuietWeeks, one.Without.QuietWeeks)
	require.LessOrEqual(t, one.With.Uncovered, one.With.Worst)
}

// Where nothing happens nothing is lost; where a provider withdraws, much is.
func TestWithdrawal(t *testing.T) {
	pl := plant(t)
	calm := Defaults()
	calm.Spells, calm.NoShow, calm.SharedIllness, calm.Leavers, calm.AssistantsGo, calm.Withdrawals = 0, 0, 0, 0, 0, 0
	res, err := Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: calm, Runs: 20})
	require.NoError(t, err)
	require.Equal(t, Outcome{QuietWeeks: 1, StandbyCost: res.With.StandbyCost}, res.With)
	res, err = Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: calm, Runs: 20, Withdraw: "provider-1"})
	require.NoError(t, err)
	require.Positive(t, res.With.Lost)
	require.Positive(t, res.Without.Uncovered)
	_, err = Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: calm, Withdraw: "nobody"})
	require.ErrorContains(t, err, "nobody")
}

func TestRunRefusesWhatItCannotPlay(t *testing.T) {
	pl := plant(t)
	bad := Defaults()
	bad.Answers, bad.WarnedLate = 2, 0.9
	require.Contains(t, bad.Faults(), "answers")
	_, err := Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: bad})
	require.ErrorIs(t, err, ErrSettings)
	twice := &scheduler.Rota{Shifts: append(pl.Hidden.Shifts, pl.Hidden.Shifts...)}
	_, err = Run(t.Context(), pl.Problem, twice, Options{Settings: Defaults()})
	require.ErrorIs(t, err, repair.ErrBrokenRota)
	for name, o := range map[string]Options{"Runs": {Runs: -5}, "Threads": {Threads: 1_000_000}} {
		o.Settings = Defaults()
		var option *scheduler.OptionError
		_, err = Run(t.Context(), pl.Problem, pl.Hidden, o)
		require.ErrorAs(t, err, &option)
		require.Equal(t, name, option.Option)
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Run(over, pl.Problem, pl.Hidden, Options{Settings: Defaults(), Runs: 50})
	require.ErrorIs(t, err, context.Canceled)
}

// When the context ends, the figures are those of as many horizons as were played, whatever the
// threads.
func TestContextEndsAmongHorizons(t *testing.T) {
	pl := plant(t)
	for _, threads := range []int{1, 2, 5} {
		ctx, cancel := context.WithCancel(t.Context())
		o := Options{Settings: Defaults(), Runs: 2000, Seed: 5, Threads: threads, Progress: func(done, _ int) {
			if done > 20 {
				cancel()
			}
		}}
		part, err := Run(ctx, pl.Problem, pl.Hidden, o)
		cancel()
		require.NoError(t, err)
		require.Equal(t, 2000, part.Wanted)
		require.Less(t, part.Runs, 2000)
		o.Runs, o.Progress = part.Runs, nil
		whole, err := Run(t.Context(), pl.Problem, pl.Hidden, o)
		require.NoError(t, err)
		require.Equal(t, whole.Runs, whole.Wanted)
		part.Wanted = whole.Wanted
		require.Equal(t, whole, part)
	}
}
