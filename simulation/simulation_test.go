package simulation

import (
	"context"
	"maps"
	"math"
	"testing"
	"time"

	"github.com/carerota/carerota/bench/planted"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
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
		for range c.poisson(c.health()) {
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
	require.Less(t, one.With.Uncovered.Value, one.Without.Uncovered.Value)
	require.Positive(t, one.With.CallOuts.Value)
	require.Zero(t, one.Without.CallOuts)
	require.Positive(t, one.With.CallOutCost.Value)
	require.Positive(t, one.HoursPerMoney)
	require.Greater(t, one.With.QuietWeeks.Value, one.Without.QuietWeeks.Value)
	require.LessOrEqual(t, one.With.Uncovered.Value, one.With.Worst.Value)
}

// Where nothing happens nothing is lost; where a provider withdraws, much is.
func TestWithdrawal(t *testing.T) {
	pl := plant(t)
	calm := Defaults()
	calm.Spells, calm.NoShow, calm.SharedIllness, calm.Leavers, calm.AssistantsGo, calm.Withdrawals = 0, 0, 0, 0, 0, 0
	res, err := Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: calm, Runs: 20})
	require.NoError(t, err)
	require.Equal(t, Figure{Value: 1}, res.With.QuietWeeks)
	for _, f := range []Figure{res.With.Lost, res.With.Uncovered, res.With.Worst, res.With.Asked, res.With.CallOuts, res.With.OthersCost} {
		require.Zero(t, f)
	}
	res, err = Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: calm, Runs: 20, Withdraw: "provider-1"})
	require.NoError(t, err)
	require.Positive(t, res.With.Lost.Value)
	require.Positive(t, res.Without.Uncovered.Value)
	require.Equal(t, res.With.Lost, res.With.By[Withdrawal].Lost, "nothing else happens")
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

// Horizons are counted block by block: each once, the last block in part, whatever the threads, and no
// more of them are held than a block.
func TestBlocksDoNotShow(t *testing.T) {
	pl, err := planted.Household(14, 4)
	require.NoError(t, err)
	o := Options{Settings: Defaults(), Runs: 2*blockRuns + 300, Seed: 9, Threads: 1}
	one, err := Run(t.Context(), pl.Problem, pl.Hidden, o)
	require.NoError(t, err)
	o.Threads = 3
	three, err := Run(t.Context(), pl.Problem, pl.Hidden, o)
	require.NoError(t, err)
	require.Equal(t, one, three)
	w, err := newWorld(pl.Problem, audit.Rota(pl.Problem, pl.Hidden), "")
	require.NoError(t, err)
	var days average
	for run := range o.Runs {
		sum := 0
		for _, e := range newChance(o.Settings, o.Seed, run).events(w) {
			sum += e.days
		}
		days.add(float64(sum))
	}
	require.Equal(t, days.figure(), one.DaysSick)
	require.Equal(t, o.Runs, one.Runs)
	require.Less(t, len(heldBy(t, pl, o)), o.Runs)
}

// heldBy is what a game with these options holds of its horizons.
func heldBy(t *testing.T, pl *planted.Planted, o Options) []horizon {
	t.Helper()
	w, err := newWorld(pl.Problem, audit.Rota(pl.Problem, pl.Hidden), "")
	require.NoError(t, err)
	return newGame(w, o).block
}

// spell is somebody's sickness.
type spell struct {
	worker     string
	start, end int64
}

// spellsOf are the spells of sickness of a horizon that start in a time.
func spellsOf(t *testing.T, p *scheduler.Problem, r *scheduler.Rota, run int, from, to time.Time) map[spell]bool {
	t.Helper()
	w, err := newWorld(p, audit.Rota(p, r), "")
	require.NoError(t, err)
	spells := map[spell]bool{}
	for _, e := range newChance(Defaults(), 3, run).events(w) {
		if (e.why == Sickness || e.why == Outbreak) && !e.Start.Before(from) && e.Start.Before(to) {
			spells[spell{e.Worker, e.Start.Unix(), e.End.Unix()}] = true
		}
	}
	return spells
}

// People meet the same chances whatever the rota has them do, who else is in it, and on which day it starts.
func TestChancesHangOnPersonAndDay(t *testing.T) {
	pl := plant(t)
	p := pl.Problem
	part, none := &scheduler.Rota{Shifts: pl.Hidden.Shifts[:len(pl.Hidden.Shifts)/3]}, &scheduler.Rota{}
	fewer, later := p.Clone(), p.Clone()
	fewer.Workers = fewer.Workers[2:]
	later.Start = p.Start.Plus(7)
	first, middle, last := scheduler.StartInstant(p.Zone, p.Start, 0), scheduler.StartInstant(p.Zone, later.Start, 0), scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days), 0)
	met := 0
	for run := range 40 {
		all := spellsOf(t, p, pl.Hidden, run, first, last)
		met += len(all)
		require.Equal(t, all, spellsOf(t, p, part, run, first, last))
		require.Equal(t, spellsOf(t, p, none, run, middle, last), spellsOf(t, later, none, run, middle, last))
		maps.DeleteFunc(all, func(s spell, _ bool) bool { return s.worker == p.Workers[0].ID || s.worker == p.Workers[1].ID })
		require.Equal(t, all, spellsOf(t, fewer, none, run, first, last))
	}
	require.Positive(t, met)
}

// What the rota leaves open anyway is counted in: no week with such a time is one in which every hour is covered.
func TestOpenAnywayIsCountedIn(t *testing.T) {
	pl := plant(t)
	open := &scheduler.Rota{}
	gone := map[int]bool{}
	for _, s := range pl.Hidden.Shifts {
		week := scheduler.DateOf(s.Start.In(pl.Problem.Zone)).Sub(pl.Problem.Start) / 7
		if s.Kind == scheduler.Waking && !gone[week] {
			gone[week] = true
			continue
		}
		open.Shifts = append(open.Shifts, s)
	}
	require.Len(t, gone, 2)
	short := audit.Rota(pl.Problem, open).Cover.UnderlapHours
	require.Positive(t, short)
	res, err := Run(t.Context(), pl.Problem, open, Options{Settings: Defaults(), Runs: 40, Seed: 2})
	require.NoError(t, err)
	full, err := Run(t.Context(), pl.Problem, pl.Hidden, Options{Settings: Defaults(), Runs: 40, Seed: 2})
	require.NoError(t, err)
	for _, o := range []Outcome{res.With, res.Without} {
		require.InDelta(t, short, o.Open, 1e-9)
		require.GreaterOrEqual(t, o.Uncovered.Value, short)
		require.Zero(t, o.QuietWeeks.Value)
		lost := 0.0
		for _, c := range o.By {
			lost += c.Uncovered.Value
		}
		require.InDelta(t, o.Uncovered.Value, short+lost, 1e-6, "the reasons add up")
		require.LessOrEqual(t, o.AtOnce.Value, lost+1e-9)
		require.LessOrEqual(t, o.ShortNotice.Value, lost+1e-9)
	}
	require.Positive(t, full.With.QuietWeeks.Value)
	require.Zero(t, full.With.Open)
}

// What is true lies within the margin in 95 of 100 simulations.
func TestMarginsHoldWhatIsTrue(t *testing.T) {
	const trials, n = 2000, 400
	mean, high := 0, 0
	for trial := range trials {
		c := newChance(Defaults(), 11, trial)
		c.turn(ofHealth, 1, 0)
		var draws average
		all := spread{}
		for range n {
			x := c.ExpFloat64()
			draws.add(x)
			all[x]++
		}
		if f := draws.figure(); math.Abs(f.Value-1) <= f.Margin {
			mean++
		}
		if f := all.percentile(); math.Abs(f.Value+math.Log(0.05)) <= f.Margin {
			high++
		}
	}
	require.InDelta(t, 0.95, float64(mean)/trials, 0.02)
	require.GreaterOrEqual(t, float64(high)/trials, 0.94)
	var one average
	one.add(3)
	require.True(t, math.IsNaN(one.figure().Margin))
	require.True(t, math.IsNaN(spread{3: 1}.percentile().Margin))
	require.Equal(t, 3.0, spread{3: 1}.percentile().Value)
}

// BenchmarkHorizon plays out an agency of 200 workers and 80 clients over four weeks.
func BenchmarkHorizon(b *testing.B) {
	pl, err := planted.Make(planted.Shape{Workers: 200, Clients: 80, Days: 28, Slack: 1, Floaters: 20, Standby: 1, Seed: 3})
	require.NoError(b, err)
	_, err = Run(b.Context(), pl.Problem, pl.Hidden, Options{Settings: Defaults(), Runs: b.N, Seed: 1})
	require.NoError(b, err)
}

// Who comes late leaves open what lies before, and no more; providers have chances of their own.
func TestLateness(t *testing.T) {
	p := scheduler.NewProblem("late", time.UTC, scheduler.Date{Year: 2026, Month: 3, Day: 23}, 7)
	p.Clients = []scheduler.Client{{ID: "c"}}
	p.Providers = []scheduler.Provider{scheduler.NewProvider("prompt", scheduler.Agency), scheduler.NewProvider("tardy", scheduler.Agency)}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("a", "prompt"), scheduler.NewWorker("b", "tardy")}
	p.Needs = []scheduler.Need{scheduler.NewNeed("am", "c", scheduler.Daily(), 8*time.Hour, 10*time.Hour), scheduler.NewNeed("pm", "c", scheduler.Daily(), 16*time.Hour, 18*time.Hour)}
	rota := &scheduler.Rota{}
	for day := range 6 {
		for i, from := range []time.Duration{8 * time.Hour, 16 * time.Hour} {
			start := scheduler.StartInstant(p.Zone, p.Start.Plus(day), from)
			rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: p.Workers[i].ID, Need: p.Needs[i].ID, Client: "c", Start: start, End: start.Add(2 * time.Hour)})
		}
	}
	s := Settings{SpellSize: 1, ShortDays: 1, LongMedian: 1, MostDays: 1, NoShowMinutes: 15, Answers: 0}
	s.Providers = []ProviderSettings{{Provider: "tardy", Late: 1, LateMinutes: 20}}
	require.Empty(t, s.Faults())
	r, err := Run(t.Context(), p, rota, Options{Settings: s, Runs: 400, Threads: 1})
	require.NoError(t, err)
	late := r.With.By[Lateness]
	require.InDelta(t, 6, late.Lost.Value, 0.1, "each of the second one's shifts, but those she would be later to than they last")
	require.InEpsilon(t, 6*20.5/60, late.Uncovered.Value, 0.12)
	require.Equal(t, r.With.Uncovered.Value-r.With.Open, late.Uncovered.Value)
	s.Providers[0].Late = 2
	require.Len(t, s.Faults(), 1)
}
