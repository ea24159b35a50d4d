package constraints

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// occurrence is one unbroken time in which a need holds: a day's window, or,
// for a need that is not Whole, all its windows that touch or overlap.
type occurrence struct {
	Need int // index in Problem.Needs
	solver.Span
}

// occurrences are those of all needs, in order of start, then need. A window
// belongs to the rota when it starts on one of its days, and then wholly; one that
// vanishes when the clocks change does not exist.
func (c clock) occurrences() []occurrence {
	var out []occurrence
	for i := range c.Source.Needs {
		n := &c.Source.Needs[i]
		spans := c.windows(&n.Days, 0, c.Source.Days, n.From, n.To, false)
		if !n.Whole {
			spans = Join(spans)
		}
		for _, s := range spans {
			out = append(out, occurrence{i, s})
		}
	}
	slices.SortStableFunc(out, func(a, b occurrence) int { return cmp.Compare(a.From, b.From) })
	return out
}

// terms are how workers, needs, clients and occurrences are numbered in a model.
type terms struct {
	clock
	Occurrences                []occurrence // of the model's tasks, by number
	byNeed                     [][]int32    // tasks of each need, in order of time
	workerOf, needOf, clientOf map[string]int
}

func newTerms(p *scheduler.Problem) terms {
	t := terms{clock: newClock(p), workerOf: map[string]int{}, needOf: map[string]int{}, clientOf: map[string]int{}}
	for i := range p.Workers {
		t.workerOf[p.Workers[i].ID] = i
	}
	for i := range p.Needs {
		t.needOf[p.Needs[i].ID] = i
	}
	for i := range p.Clients {
		t.clientOf[p.Clients[i].ID] = i
	}
	t.Occurrences, t.byNeed = t.occurrences(), make([][]int32, len(p.Needs))
	for i, o := range t.Occurrences {
		t.byNeed[o.Need] = append(t.byNeed[o.Need], int32(i))
	}
	return t
}

// Worker is the index of the worker with the id, -1 for none.
func (t *terms) Worker(id string) int { return indexOf(t.workerOf, id) }

// Need is the index of the need with the id, -1 for none.
func (t *terms) Need(id string) int { return indexOf(t.needOf, id) }

// Client is the index of the client with the id, -1 for none.
func (t *terms) Client(id string) int { return indexOf(t.clientOf, id) }

// indexOf looks an id up, -1 for none.
func indexOf(in map[string]int, id string) int {
	if i, ok := in[id]; ok {
		return i
	}
	return -1
}

// served is the model's number of the need's task that a shift serves: the one that contains it, and of
// what has happened, which need not fit, else the first of those it touches longest. It is
// solver.NoTask for none, which what has happened may have been.
func (t *terms) served(need int, start time.Time, s solver.Span) (task int32, ok bool) {
	if task = t.TaskOf(need, s); task >= 0 || need < 0 || !start.Before(t.Source.AsOf) {
		return task, task >= 0
	}
	longest := solver.Minute(0)
	for _, k := range t.byNeed[need] {
		if n := t.Occurrences[k].Meet(s).Len(); n > longest {
			task, longest = k, n
		}
	}
	return task, true
}

// TaskOf is the model's number of the need's task that contains the span, solver.NoTask for none.
// Since both ends of a need's occurrences ascend, it is the first one that ends late enough, or
// none.
func (t *terms) TaskOf(need int, s solver.Span) int32 {
	if need < 0 {
		return solver.NoTask
	}
	in := t.byNeed[need]
	k, _ := slices.BinarySearchFunc(in, s.To, func(n int32, to solver.Minute) int { return cmp.Compare(t.Occurrences[n].To, to) })
	if k < len(in) && t.Occurrences[in[k]].Contains(s) {
		return in[k]
	}
	return solver.NoTask
}
