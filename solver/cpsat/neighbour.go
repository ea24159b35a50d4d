package cpsat

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
)

// neighbours plans windows of days and lines again, one after another, while
// the rest of the plan stands.
type neighbours struct {
	w       *workshop
	r       *result
	o       solver.Options
	rng     *rand.Rand
	size    int // choices that a window may have
	serving [][]int
}

const (
	leastWindow, firstWindow, mostWindow = 300, 1000, 20_000
	windowTime                           = 3 * time.Second
)

func newNeighbours(w *workshop, r *result, o solver.Options) *neighbours {
	n := &neighbours{w: w, r: r, o: o, rng: rand.New(rand.NewPCG(o.Seed, 1)), size: firstWindow, serving: make([][]int, len(w.m.Tasks))}
	for l := range w.m.Lines {
		for _, p := range w.m.Lines[l].Permits {
			n.serving[p.Task] = append(n.serving[p.Task], l)
		}
	}
	return n
}

// improve goes on until the time is over or every level is at its bound.
func (n *neighbours) improve(ctx context.Context, until time.Time) error {
	for ctx.Err() == nil && time.Now().Before(until) {
		settled, level := n.settled()
		if level < 0 {
			return nil
		}
		for k := range n.w.m.Levels { // any that is not settled, the first most often
			if n.rng.IntN(4) == 0 && k > level && !settled[k] {
				level = k
			}
		}
		s := n.window(level)
		if s == nil { // nothing so small
			if n.size >= mostWindow {
				return nil
			}
			n.size = min(n.size*5/4, mostWindow)
			continue
		}
		t := translate(n.w.m, *s)
		end := time.Now().Add(windowTime)
		if until.Before(end) {
			end = until
		}
		run := n.w.run(t, n.o, end, n.r.take)
		run.linear = 1 + n.rng.Uint64N(2)
		if _, err := run.levels(ctx, n.r.plan, settled); err != nil {
			return err
		}
		n.r.steps++
		if time.Now().Before(end.Add(-windowTime / 2)) { // soon done: more at once next time
			n.size = min(n.size*5/4, mostWindow)
		} else {
			n.size = max(n.size*3/4, leastWindow)
		}
	}
	return nil
}

// settled are the levels that are at their bound, up to the first that is not.
func (n *neighbours) settled() (settled [solver.MaxLevels]bool, first int) {
	for l := range n.w.m.Levels {
		if n.r.cost[l]-n.r.bound[l] > n.w.m.Fine[l] {
			return settled, l
		}
		settled[l] = true
	}
	return settled, -1
}

// window chooses what is to be planned again: around a task that costs
// something at the level if there is one, else anywhere.
func (n *neighbours) window(level int) *scope {
	m := n.w.m
	task := n.dear(level)
	if task < 0 {
		return nil
	}
	lines := n.company(task)
	for days := []int{1, 2, 4, 7, 14, 28}[n.rng.IntN(6)]; ; days = (days + 1) / 2 {
		length := solver.Minute(days) * 24 * 60
		from := m.Tasks[task].From - solver.Minute(n.rng.Int64N(int64(length)))
		in := solver.Span{From: from, To: from + length}
		s := n.scope(in, lines)
		if s != nil || days == 1 {
			return s
		}
	}
}

// dear is a task with a cost at the level, or any task; -1 when no line may serve any.
func (n *neighbours) dear(level int) int {
	m := n.w.m
	last := -1
	for range min(200, 200*len(m.Tasks)) {
		t := n.rng.IntN(len(m.Tasks))
		if len(n.serving[t]) == 0 {
			continue
		}
		last = t
		if level == m.PayLevel || n.rng.IntN(10) == 0 || m.EvaluatePortion(n.r.plan, solver.Portion{Tasks: []int{t}})[level] > 0 {
			return t
		}
	}
	return last
}

// company orders lines by how near they are to the task: those that may serve
// it, in any order, then those that may serve tasks with them.
func (n *neighbours) company(task int) (out []int) {
	seen := make([]bool, len(n.w.m.Lines))
	add := func(lines []int) {
		lines = slices.Clone(lines)
		n.rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		for _, l := range lines {
			if !seen[l] {
				seen[l] = true
				out = append(out, l)
			}
		}
	}
	add(n.serving[task])
	for range 20 {
		permits := n.w.m.Lines[out[n.rng.IntN(len(out))]].Permits
		if len(permits) > 0 {
			add(n.serving[permits[n.rng.IntN(len(permits))].Task])
		}
	}
	return out
}

// points are the starts and ends of the plan in the span.
func (n *neighbours) points(in solver.Span) (out []solver.Minute) {
	for _, line := range n.r.plan.Lines {
		for _, d := range line {
			for _, x := range [2]solver.Minute{d.Start, d.End} {
				if in.From <= x && x <= in.To && x%n.w.m.Grain == 0 {
					out = append(out, x)
				}
			}
		}
	}
	return out
}

// scope frees what of the lines' plan meets the span, of as many lines, in
// order, as the size allows; nil when that is not even two.
func (n *neighbours) scope(in solver.Span, lines []int) *scope {
	m := n.w.m
	s := &scope{choices: make([][]solver.Decision, len(m.Lines)), free: make([]bool, len(m.Lines)), kept: slices.Clone(n.r.plan.Lines), partial: true}
	left, freed := n.size, 0
	step := max(m.Grain, []solver.Minute{15, 60, 120, 240}[n.rng.IntN(4)])
	points := n.points(in)
	for _, l := range lines {
		list := n.w.chooser.List(l, in, step, points, left)
		if len(list) == 0 {
			continue
		}
		if left -= len(list); left < 0 {
			break
		}
		freed++
		s.free[l] = true
		s.kept[l] = nil
		var now []solver.Decision
		for _, d := range n.r.plan.Lines[l] {
			if d.Span().Meet(in).Len() > 0 && !d.Fixed {
				now = append(now, d)
			} else {
				s.kept[l] = append(s.kept[l], d)
			}
		}
		s.choices[l] = with(list, now)
	}
	if freed < min(2, len(m.Lines)) {
		return nil
	}
	return s
}
