package roster

import (
	"context"
	"slices"
	"time"
)

// Windows of days that are planned again while all other days stay, for horizons over which the
// program of all days does not reach its optimum in time. Hours and weekends
// move between windows, for a line is planned over all its days.
const (
	leastWindow, mostWindow = 7, 28 // days; the most of a horizon that is planned as a whole whatever comes of dives
	windowTime              = 6 * time.Second
	windowsLeft             = 10 // one has such a part of the time that is left, if that is more
	windowRounds            = 2  // neighbourhoods looked at in one
)

// inWindows tells whether to plan windows once a dive has found nothing: over eight weeks hardly a share of
// the program may be near one. Counted work has no windows, which go by the clock.
func (s *lineSearch) inWindows() bool {
	return s.days > mostWindow && s.mostWork == 0 && s.closing() == 0
}

// windows plans windows of the best rota again until the context ends, those of all workers and
// those of fewer workers and more days in turn. Both grow while windows are planned to their end without a
// better rota, up to the whole, and shrink when time runs out in them.
func (s *lineSearch) windows(ctx context.Context, p *Problem) {
	width, crew := 2*leastWindow, (s.workers+2)/3
	for turn := 0; ctx.Err() == nil && s.best != nil && !s.proved(); turn++ {
		s.hear()
		width, crew = min(max(width, leastWindow), s.days), min(max(crew, 1), s.workers)
		days, some := width, s.workers
		if turn%2 == 1 {
			days, some = min(2*width, s.days), crew
		}
		from := int(s.random.chance() * float64(s.days-days+1))
		in, stop := context.WithTimeout(ctx, timeOfWindow(ctx))
		found := s.window(in, p, from, from+days, s.random.draw(some, s.workers))
		late := in.Err() != nil
		stop()
		switch {
		case late && turn%2 == 0:
			width -= leastWindow / 2
		case late:
			crew--
		case !found && turn%2 == 0:
			width += 2
		case !found:
			crew++
		}
		if turn%8 == 7 {
			s.polish(ctx)
		}
	}
}

// timeOfWindow is how long one window may take.
func timeOfWindow(ctx context.Context) time.Duration {
	end, _ := ctx.Deadline()
	return max(windowTime, time.Until(end)/windowsLeft)
}

// draw picks some of so many workers at random, in their order.
func (q *sequence) draw(some, workers int) (out []int) {
	for w := range workers {
		if q.chance()*float64(workers-w) < float64(some) {
			out = append(out, w)
			some--
		}
	}
	return out
}

// windowPart is a window as a problem of its own: its days' options, and for each other day one
// that stands for whatever is done there.
type windowPart struct {
	Problem
	of []int32 // the options as the whole problem has them, -1 for those that stand for a day
}

// window plans the days from one up to another again for some workers, and tells whether that is better.
func (s *lineSearch) window(ctx context.Context, p *Problem, from, to int, some []int) bool {
	part := newWindowPart(s.master, p, s.best, from, to, some)
	by := machines(part.Workers)
	planners := make([]planner, len(s.planners))
	for k := range planners {
		own := newLinePlanner(part.Workers)
		own.by, own.cells = by, mostCells/len(planners)
		planners[k] = own
	}
	sub := newLineSearch(newMaster(len(some), s.days, part.Options), planners, uint64(s.random), nil)
	start := make([]Line, len(some))
	for k, w := range some {
		start[k] = Line{Worker: k, cost: s.best[w].cost}
		for _, o := range s.best[w].Options {
			day := s.options[o].Day
			if day < from || day >= to {
				sub.settled[k].worked[day] = true
				start[k].Options = append(start[k].Options, int32(slices.IndexFunc(part.Options, func(x Option) bool { return x.Day == day })))
				continue
			}
			start[k].Options = append(start[k].Options, int32(slices.Index(part.of, o)))
		}
	}
	sub.dear = s.dear
	before := sub.total(start)
	sub.run(ctx, ctx, start, windowRounds)
	if sub.best == nil || sub.cost >= before {
		return false
	}
	rota := slices.Clone(s.best)
	for k, w := range some {
		rota[w] = Line{Worker: w, cost: sub.best[k].cost, Options: part.back(sub.best[k].Options, s.best[w].Options, s.options)}
	}
	return s.take(rota)
}

// back is a line's options as the whole problem has them: those of the window, and on other
// days what was there.
func (w *windowPart) back(options, was []int32, all []Option) (out []int32) {
	for _, o := range options {
		if real := w.of[o]; real >= 0 {
			out = append(out, real)
			continue
		}
		day := w.Options[o].Day
		out = append(out, was[slices.IndexFunc(was, func(x int32) bool { return all[x].Day == day })])
	}
	return out
}

// newWindowPart returns the window's problem: some workers free in it, all else as in the rota.
func newWindowPart(m *master, p *Problem, rota []Line, from, to int, some []int) *windowPart {
	part := &windowPart{Problem: Problem{Days: m.days, Dear: p.Dear}}
	others := make([]int, len(m.options))
	free := make([]bool, m.workers)
	for _, w := range some {
		free[w] = true
	}
	for w, l := range rota {
		for _, o := range l.Options {
			if !free[w] {
				others[o]++
			}
		}
	}
	number := make([]int32, len(m.options))
	stands := make([]int32, m.days)
	for day := range m.days {
		stands[day] = int32(len(part.Options))
		if day < from || day >= to {
			part.Options, part.of = append(part.Options, Option{Day: day, Cost: []int64{0}}), append(part.of, -1)
			continue
		}
		for o := m.dayFrom[day]; o < m.dayFrom[day+1]; o++ {
			number[o] = int32(len(part.Options))
			x := Option{Day: day}
			for k := range len(some) + 1 {
				x.Cost = append(x.Cost, m.coverCost(o, k+others[o]))
			}
			part.Options, part.of = append(part.Options, x), append(part.of, int32(o))
		}
	}
	for _, w := range some {
		part.Workers = append(part.Workers, part.within(m.options, &p.Workers[w], rota[w].Options, from, to, number, stands))
	}
	return part
}

// within is a worker's rules with what is done outside the window as the only choice there.
func (w *windowPart) within(all []Option, r *Rules, was []int32, from, to int, number, stands []int32) Rules {
	out := *r
	out.Choices = make([][]Choice, w.Days)
	for day := from; day < to; day++ {
		for _, c := range r.Choices[day] {
			c.Option = number[c.Option]
			out.Choices[day] = append(out.Choices[day], c)
		}
	}
	for _, o := range was {
		day := all[o].Day
		if day >= from && day < to {
			continue
		}
		for _, c := range r.Choices[day] {
			if c.Option == o {
				c.Option = stands[day]
				out.Choices[day] = []Choice{c}
			}
		}
	}
	return out
}
