package solve

import (
	"context"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// The search ends before the time is up, and all that is said a little after it at the latest.
func TestBudgetSharesOutTheTime(t *testing.T) {
	for name, row := range map[string]struct {
		time, deadline time.Duration // of the options and the context; 0 for none
		relief         bool
		all, late      time.Duration
	}{
		"a time":                   {time: 10 * time.Minute, all: 10 * time.Minute, late: 30 * time.Second},
		"a short time":             {time: 3 * time.Second, all: 3 * time.Second, late: past},
		"none":                     {all: patience, late: 3 * time.Second},
		"a nearer deadline":        {time: time.Hour, deadline: time.Minute, all: time.Minute, late: 3 * time.Second},
		"a deadline and no time":   {deadline: 20 * time.Second, all: 20 * time.Second, late: time.Second},
		"a farther deadline":       {time: time.Minute, deadline: time.Hour, all: time.Minute, late: 3 * time.Second},
		"relief is searched for":   {time: 10 * time.Second, relief: true, all: 10 * time.Second, late: past},
		"a deadline that has been": {time: time.Minute, deadline: -time.Minute, late: past},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := context.Background()
			if row.deadline != 0 {
				in, cancel := context.WithTimeout(ctx, row.deadline)
				defer cancel()
				ctx = in
			}
			b := newBudget(ctx, &Options{Time: row.time}, row.relief)
			const slack = float64(100 * time.Millisecond) // between two looks at the clock
			require.InDelta(t, row.all-row.all/kept, b.search.Sub(b.start), slack)
			require.InDelta(t, row.all+row.late, b.end.Sub(b.start), slack)
			require.Equal(t, row.relief, b.engine.Before(b.search))
		})
	}
	none := newBudget(context.Background(), &Options{Steps: 10, Time: time.Second}, true)
	require.Zero(t, [3]time.Time{none.engine, none.search, none.end}, "with steps no clock matters")
}

// Each piece has its share of what is left, proofs more than one, the last has all of it, and what
// did not come to its end is named.
func TestPiecesInTurn(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	var given []time.Duration
	var left [4]bool
	pieces := make([]piece, len(left))
	for i := range pieces {
		pieces[i] = piece{"", []string{"a", "", "c", "d"}[i], &left[i], func(ctx context.Context) bool {
			end, ok := ctx.Deadline()
			require.True(t, ok)
			given = append(given, time.Until(end).Round(time.Minute))
			return i == 0
		}, nil}
	}
	inTurn(ctx, pieces, nil)
	require.Equal(t, []time.Duration{15 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour}, given)
	require.Equal(t, [4]bool{false, true, true, true}, left)
	given, pieces[0].phase = nil, "proofs"
	inTurn(ctx, pieces, nil)
	require.Equal(t, []time.Duration{34 * time.Minute, 20 * time.Minute, 30 * time.Minute, time.Hour}, given)
	r := &scheduler.Report{}
	warnLeftOut(r, pieces)
	require.Equal(t, []string{"There was not enough time to work out all of this: c and d. A check of this rota, or a longer time, works it out."}, r.Warnings)

	ended, end := context.WithTimeout(t.Context(), -1)
	defer end()
	inTurn(ended, []piece{{"", "x", new(bool), func(ctx context.Context) bool {
		require.Error(t, ctx.Err())
		return false
	}, nil}}, nil)
	inTurn(t.Context(), []piece{{"", "x", new(bool), func(ctx context.Context) bool {
		_, ok := ctx.Deadline()
		require.False(t, ok, "without a limit of time nothing has one")
		return true
	}, nil}}, nil)
}

// What is said of a rota goes on for a moment after a cancel, and no longer than the budget.
func TestCompletingAfterACancel(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, b := range []budget{{ctx: cancelled}, {ctx: cancelled, end: time.Now().Add(time.Hour)}} {
		ctx, over := b.completing()
		require.NoError(t, ctx.Err(), "not at once")
		<-ctx.Done()
		over()
	}
	going, stop := context.WithCancel(t.Context())
	b := budget{ctx: going}
	ctx, over := b.completing()
	defer over()
	_, ok := ctx.Deadline()
	require.False(t, ok)
	stop()
	<-ctx.Done()
}

func TestStopped(t *testing.T) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	late, end := context.WithTimeout(t.Context(), -1)
	defer end()
	for _, row := range []struct {
		ctx      context.Context
		by, want scheduler.Stopped
	}{
		{t.Context(), scheduler.StoppedIdle, scheduler.StoppedIdle},
		{t.Context(), scheduler.StoppedCancelled, scheduler.StoppedTime},
		{late, scheduler.StoppedCancelled, scheduler.StoppedTime},
		{cancelled, scheduler.StoppedCancelled, scheduler.StoppedCancelled},
		{cancelled, scheduler.StoppedProved, scheduler.StoppedProved},
	} {
		b := budget{ctx: row.ctx}
		require.Equal(t, row.want, b.stopped(row.by), "%v", row)
	}
}
