package rounds

import (
	"cmp"
	"slices"
)

// Problem is a week of visits, or less, and who may take them.
type Problem struct {
	Visits  []Visit // in order of start
	Workers []Worker
	Days    []int32 // where the days begin, in minutes, and where the last ends
}

// Visit is a piece of work that is taken whole. It lies where it begins: in the time of Days.
type Visit struct {
	From, To int32 // minutes
	Counts   int32 // minutes that it takes of Worker.Most
	Client   int32 // whom it is for, -1 for nobody
	Wanted   int32 // workers
	Open     int32 // of them, how many a known rota leaves open
	Dear     int32 // how often it may count what it lasts, where none is to stay open; 0 for once
}

// Worker is who may take some of the visits, and what binds all that one worker does. A line that
// these limits forbid cannot be worked; a rule that is not among them only lets the bound be lower.
type Worker struct {
	Visits []int32 // that the worker may take, ascending
	Travel int32   // least time between visits for different clients
	Rest   int32   // two visits with less between them are of one stretch
	Spell  int32   // the longest stretch, 0 for no limit
	Most   int32   // minutes that may be worked in all, -1 for no limit
	DayOff bool    // a day of Days stays free of stretches
	Free   int32   // so long a time inside Days stays free, 0 for none
}

// mostBins is into how many steps a worker's minutes are cut at most.
const mostBins = 256

// none is the worth of what cannot be.
const none = int32(-1) << 29

// planner finds a worker's best line. Its tables are used again and again.
type planner struct {
	p      *Problem
	work   int64   // cells of tables
	hint   []uint8 // by worker: the limits that bound last time
	bin    []int32 // by worker: minutes in a step of hours
	from   []int32 // of the visits on offer, in order of start
	to     []int32
	client []int32
	price  []int32
	steps  []int32 // of Worker.Most
	number []int32 // in Problem.Visits
	byEnd  []int32

	w *Worker
	table
}

// The limits that a line is first planned without.
const (
	byHours uint8 = 1 << iota
	byRest
)

func newPlanner(p *Problem) *planner {
	l := &planner{p: p, hint: make([]uint8, len(p.Workers)), bin: make([]int32, len(p.Workers))}
	for i := range p.Workers {
		l.bin[i] = p.binOf(&p.Workers[i])
	}
	return l
}

// binOf is the common part of what a worker's visits count, doubled until the hours are few steps.
// What a visit counts is rounded down to steps, so that no line is lost.
func (p *Problem) binOf(w *Worker) int32 {
	bin := int32(0)
	for _, v := range w.Visits {
		for x := p.Visits[v].Counts; x != 0; {
			bin, x = x, bin%x
		}
	}
	bin = max(bin, 1)
	for w.Most/bin > mostBins {
		bin *= 2
	}
	return bin
}

// best is the most that a worker can take of visits at prices, and a line that takes it. A limit is
// looked after only where the line found without it breaks it: no line does better with it.
func (l *planner) best(worker int, prices []int32) (most int32, line []int32) {
	l.w = &l.p.Workers[worker]
	l.offer(worker, prices)
	for {
		most, line = l.plan(worker, l.hint[worker])
		more := l.broken(line) &^ l.hint[worker]
		if more == 0 {
			return most, line
		}
		l.hint[worker] |= more
	}
}

// offer lists the visits that are worth something.
func (l *planner) offer(worker int, prices []int32) {
	l.from, l.to, l.client, l.price, l.steps, l.number = l.from[:0], l.to[:0], l.client[:0], l.price[:0], l.steps[:0], l.number[:0]
	for _, v := range l.w.Visits {
		if prices[v] <= 0 {
			continue
		}
		x := &l.p.Visits[v]
		l.from, l.to, l.client = append(l.from, x.From), append(l.to, x.To), append(l.client, x.Client)
		l.price, l.steps, l.number = append(l.price, prices[v]), append(l.steps, x.Counts/l.bin[worker]), append(l.number, v)
	}
	l.byEnd = l.byEnd[:0]
	for i := range l.from {
		l.byEnd = append(l.byEnd, int32(i))
	}
	slices.SortFunc(l.byEnd, func(a, b int32) int { return cmp.Or(cmp.Compare(l.to[a], l.to[b]), cmp.Compare(a, b)) })
}

// broken says which limits a line breaks.
func (l *planner) broken(line []int32) (bad uint8) {
	minutes := int32(0)
	for _, v := range line {
		minutes += l.p.Visits[v].Counts
	}
	if l.w.Most >= 0 && minutes > l.w.Most {
		bad |= byHours
	}
	if !l.restful(line) {
		bad |= byRest
	}
	return bad
}

// restful says whether a line leaves the free time that is due.
func (l *planner) restful(line []int32) bool {
	if !l.w.DayOff && l.w.Free <= 0 || len(line) == 0 {
		return true
	}
	end, first := l.p.Days[len(l.p.Days)-1], true
	last := int32(0) // where the line last ended
	for i, v := range line {
		x := &l.p.Visits[v]
		if first && l.p.freeFrom(l.w, x.From) >= l.p.Days[0] || !first && last <= l.p.freeFrom(l.w, x.From) {
			return true
		}
		if first, last = false, max(last, x.To); i == len(line)-1 {
			return last <= l.p.freeFrom(l.w, end)
		}
	}
	return false
}

// freeFrom is when the time that is due free must begin, at the latest, to be over by an instant.
func (p *Problem) freeFrom(w *Worker, until int32) int32 {
	if !w.DayOff {
		return until - w.Free
	}
	k, there := slices.BinarySearch(p.Days, until)
	if !there {
		k--
	}
	if k < 1 {
		return p.Days[0] - 1
	}
	return p.Days[k-1]
}
