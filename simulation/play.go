package simulation

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

// blockRuns is how many horizons are played before they are counted: no more are held at once.
const blockRuns = 1024

// game is a rota under play, in blocks of horizons.
type game struct {
	w       *world
	o       Options
	players []*player
	block   []horizon
	first   int // the number of the block's first horizon
	tell    teller
}

// player has the desks at which one thread plays: one for the rota without its standby only where it has any.
type player struct{ with, without *repair.Desk }

// play plays the horizons, each by its own number, and counts the first of them until one that was
// not played when the context ended. It holds a block of them at a time, and counts each block in
// order, so that neither threads nor blocks show in what is found.
func play(ctx context.Context, w *world, rota, bare *scheduler.Rota, o Options) (*totals, error) {
	g := newGame(w, o)
	failed := g.each(func(i int) (err error) {
		g.players[i], err = newPlayer(w.p, rota, bare, o)
		return err
	})
	all := newTotals(w)
	for failed == nil && g.first < o.Runs {
		g.block = g.block[:min(len(g.block), o.Runs-g.first)]
		clear(g.block)
		failed = g.playBlock(ctx)
		n := slices.IndexFunc(g.block, func(h horizon) bool { return !h.played })
		if n < 0 {
			n = len(g.block)
		}
		for i := range g.block[:n] {
			all.count(&g.block[i])
		}
		if n < len(g.block) {
			break
		}
		g.first += n
	}
	if all.runs == 0 {
		return nil, errors.Join(ctx.Err(), failed)
	}
	return all, failed
}

// newGame has room for a block, and for the players of all threads.
func newGame(w *world, o Options) *game {
	threads := o.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	return &game{w: w, o: o, players: make([]*player, min(threads, o.Runs)), block: make([]horizon, min(blockRuns, o.Runs))}
}

// newPlayer opens the desks of one thread.
func newPlayer(p *scheduler.Problem, rota, bare *scheduler.Rota, o Options) (*player, error) {
	with, err := repair.NewDesk(p, rota, o.Rules...)
	if err != nil || len(rota.Shifts) == len(bare.Shifts) {
		return &player{with: with}, err
	}
	without, err := repair.NewDesk(p, bare, o.Rules...)
	return &player{with, without}, err
}

// each has every thread do its part.
func (g *game) each(do func(thread int) error) error {
	failed := make([]error, len(g.players))
	var wait sync.WaitGroup
	for t := range failed {
		wait.Go(func() { failed[t] = do(t) })
	}
	wait.Wait()
	return errors.Join(failed...)
}

// playBlock plays a block; when the context ends, or a thread fails, some of it may not be played.
func (g *game) playBlock(ctx context.Context) error {
	var next atomic.Int64
	return g.each(func(t int) error {
		for ctx.Err() == nil {
			i := int(next.Add(1) - 1)
			if i >= len(g.block) {
				return nil
			}
			if err := g.playOne(ctx, g.players[t], &g.block[i], g.first+i); err != nil {
				next.Store(int64(len(g.block))) // the other threads end too
				return err
			}
		}
		return nil
	})
}

// playOne plays one horizon, by its number.
func (g *game) playOne(ctx context.Context, by *player, h *horizon, number int) error {
	c := newChance(g.o.Settings, g.o.Seed, number)
	events := c.events(g.w)
	for _, e := range events {
		h.days += e.days
	}
	if err := g.w.meet(ctx, &h.with, by.with, c, events); err != nil {
		return err
	}
	if by.without == nil {
		h.without = h.with
	} else if err := g.w.meet(ctx, &h.without, by.without, c, events); err != nil {
		return err
	}
	if h.played = ctx.Err() == nil; h.played {
		return g.tell.done(g.o)
	}
	return nil
}
