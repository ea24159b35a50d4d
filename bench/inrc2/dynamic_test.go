package inrc2

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// planned is one call of a planner.
type planned struct {
	ahead *Instance
	rota  Rota
}

// weekByWeek plans an instance with a planner that gives a patterned rota, another each time.
func weekByWeek(t *testing.T, in *Instance) (rota Rota, calls []planned) {
	rota, err := in.WeekByWeek(1, time.Minute, func(ahead *Instance, limit time.Duration) (Rota, error) {
		require.Positive(t, limit)
		next := patterned(ahead, len(calls)+1)
		whole := make(Rota, len(next))
		copy(whole, next)
		calls = append(calls, planned{ahead, whole})
		return next, nil
	})
	require.NoError(t, err)
	return rota, calls
}

func TestWeekByWeekSeesNoLaterWeek(t *testing.T) {
	in := house(t)
	rota, calls := weekByWeek(t, in)
	last := calls[len(calls)-1].ahead
	require.Equal(t, in.Weeks[1:], last.Weeks)
	require.Equal(t, in.After(rota, 7), last.Start)
	for _, c := range calls[:len(calls)-1] {
		weeks := c.ahead.Weeks
		if len(weeks) == 2 {
			require.Equal(t, in.Weeks[0], weeks[0])
			require.Equal(t, in.Start, c.ahead.Start)
		}
		guess := weeks[len(weeks)-1]
		require.Len(t, guess.Requests, len(in.Weeks[0].Requests))
		for d, need := range guess.Need {
			like := in.Weeks[0].Need[:5]
			if d >= 5 {
				like = in.Weeks[0].Need[5:]
			}
			require.Contains(t, like, need, "the week ahead is guessed from what was seen")
		}
	}
}

// The plan taken is the one that costs least with what the weeks after it cost on average.
func TestWeekByWeekTakesThePlanThatIsBestOnAverage(t *testing.T) {
	in := house(t)
	rota, calls := weekByWeek(t, in)
	cost := func(ahead *Instance, rota Rota) int64 {
		v := ahead.Check(rota)
		return v.Cost + illegal*int64(len(v.Findings))
	}
	var plans []candidate
	for _, c := range calls[:mostCandidates] {
		first := &Instance{Scenario: in.Scenario, Start: in.Start, Weeks: in.Weeks[:1]}
		plan := candidate{}
		for n := range c.rota {
			plan.rota = append(plan.rota, c.rota[n][:7])
		}
		v := first.Check(plan.rota)
		plan.cost = cost(first, plan.rota) - v.Parts[Total] - v.Parts[Weekends]
		plans = append(plans, plan)
	}
	tried := calls[mostCandidates : len(calls)-1]
	require.Len(t, tried, mostCandidates*mostTrials)
	for k, c := range tried {
		require.Equal(t, tried[k/mostCandidates*mostCandidates].ahead.Weeks, c.ahead.Weeks, "the same course for all plans")
		plans[k%mostCandidates].later += cost(c.ahead, c.rota)
	}
	best := plans[0]
	for _, p := range plans {
		if mostTrials*p.cost+p.later < mostTrials*best.cost+best.later {
			best = p
		}
	}
	for n := range rota {
		require.Equal(t, best.rota[n], rota[n][:7])
	}
}
