package solve

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// How a call's time is shared out. The search for a rota ends a little before it is up, what is
// said of the rota has the rest, and may go a little past the end: the audit of a rota that was
// found in the last moment cannot be left out.
const (
	patience   = time.Minute            // of a call without a time of its own
	briefest   = 250 * time.Millisecond // a call whose own time is less has so much: in less not even a first rota is made
	kept       = 20                     // one part in so many is kept from the search for what is said of its rota
	past       = 500 * time.Millisecond // at least so long after the end
	soon       = 600 * time.Millisecond // so long after a cancel
	reliefPart = 5                      // one part in so many of the search is for relief, at most reliefTime, where that is wanted
)

// budget is the time of one call. Without a limit of time, as with a budget of steps, the three
// times are zero.
type budget struct {
	ctx    context.Context // the caller's
	start  time.Time
	engine time.Time // until when the engine searches
	search time.Time // until when anything is searched
	end    time.Time // when all is said
}

// newBudget shares out the time of the options, or what the context leaves of it.
func newBudget(ctx context.Context, o *Options, relief bool) budget {
	b := budget{ctx: ctx, start: time.Now()}
	if o.Steps > 0 {
		return b
	}
	all := o.Time
	if all <= 0 {
		all = patience
	}
	all = max(all, briefest)
	if d, ok := ctx.Deadline(); ok {
		all = max(0, min(all, d.Sub(b.start)))
	}
	b.search = b.start.Add(all - all/kept)
	b.engine, b.end = b.search, b.start.Add(all+max(all/kept, past))
	if relief {
		b.engine = b.search.Add(-min(reliefTime, all/reliefPart))
	}
	return b
}

// searching is the context of what is searched until then, without end where that is zero.
func (b *budget) searching(until time.Time) (context.Context, context.CancelFunc) {
	if until.IsZero() {
		return context.WithCancel(b.ctx)
	}
	return context.WithDeadline(b.ctx, until)
}

// completing is the context of what is said of a rota. It ends with the budget, and not at once
// after a cancel: of most rotas all is said within that moment.
func (b *budget) completing() (context.Context, context.CancelFunc) {
	end := b.end
	ctx, cancel := context.WithCancel(context.WithoutCancel(b.ctx))
	stop := context.AfterFunc(b.ctx, func() { time.AfterFunc(soon, cancel) })
	release := func() { stop(); cancel() }
	if end.IsZero() {
		return ctx, release
	}
	timed, over := context.WithDeadline(ctx, end)
	return timed, func() { over(); release() }
}

// stopped is why a search ended: an engine that was cancelled by the budget has used its time.
func (b *budget) stopped(by scheduler.Stopped) scheduler.Stopped {
	err := b.ctx.Err()
	switch {
	case by != scheduler.StoppedCancelled && err == nil, by == scheduler.StoppedProved:
		return by
	case err == nil || errors.Is(err, context.DeadlineExceeded):
		return scheduler.StoppedTime
	}
	return scheduler.StoppedCancelled
}

// piece is a part of what is said of a rota. It says whether it came to its end.
type piece struct {
	phase string // as an Observer is told it
	what  string // in words, as something that was left out; empty where the piece before says it
	left  *bool  // set when it did not come to its end
	say   func(ctx context.Context) bool
	told  func() []Figure // for an Observer, once it is said; nil for none
}

// parts are how many parts of the time a phase has where the others have one.
var parts = map[string]int{"proofs": 4}

func (p *piece) parts() int { return max(parts[p.phase], 1) }

// inTurn says the pieces one after the other. Each has its parts of the time that those before it
// left, the last all of it.
func inTurn(ctx context.Context, pieces []piece, told Observer) {
	left := 0
	for i := range pieces {
		left += pieces[i].parts()
	}
	for _, p := range pieces {
		share, over := shared(ctx, p.parts(), left)
		left -= p.parts()
		in, end := told.begin(share, p.phase)
		if !p.say(in) {
			*p.left = true
		}
		if p.told == nil {
			end()
		} else {
			end(p.told()...)
		}
		over()
	}
}

// shared is a context that ends after so many parts of the time that another has left.
func shared(ctx context.Context, parts, among int) (context.Context, context.CancelFunc) {
	end, ok := ctx.Deadline()
	if !ok || among <= parts {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, time.Now().Add(time.Until(end)*time.Duration(parts)/time.Duration(among)))
}

// warnLeftOut says in the report's warnings what there was no time for.
func warnLeftOut(r *scheduler.Report, pieces []piece) {
	var what []string
	for _, p := range pieces {
		if *p.left && p.what != "" {
			what = append(what, p.what)
		}
	}
	if len(what) == 0 {
		return
	}
	list := what[0]
	if n := len(what) - 1; n > 0 {
		list = strings.Join(what[:n], ", ") + " and " + what[n]
	}
	r.Warnings = append(r.Warnings, "There was not enough time to work out all of this: "+list+". A check of this rota, or a longer time, works it out.")
}
