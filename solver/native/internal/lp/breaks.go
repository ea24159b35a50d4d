package lp

import (
	"container/heap"
	"math"
)

// step is a variable whose reduced cost reaches zero along the dual step.
type step struct {
	length float64 // of the step until then
	size   float64 // of its pivot
	v      int32
}

// steps is a heap by length, ties by the larger pivot and then the lower number.
type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(a, b int) bool {
	if s[a].length != s[b].length {
		return s[a].length < s[b].length
	}
	if s[a].size != s[b].size {
		return s[a].size > s[b].size
	}
	return s[a].v < s[b].v
}
func (s steps) Swap(a, b int) { s[a], s[b] = s[b], s[a] }
func (s *steps) Push(x any)   { *s = append(*s, x.(step)) }
func (s *steps) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}

// firstBreak is the bound flipping ratio test (Maros 2003) with Harris' tolerance: it
// passes variables that can go to their other bound while the objective still rises,
// and returns the one to enter, or -1 when it would rise for ever (with last set, the
// last there is). The passed ones are in r.passed. Direction is
// the sign with which the row enters the reduced costs, gap the violation to mend.
func (r *run) firstBreak(direction, gap float64, last bool) int {
	r.collect(direction)
	r.passed = r.passed[:0]
	queue := steps(r.breaks)
	heap.Init(&queue)
	var done, group []step
	slope := gap
	for len(queue) > 0 {
		done = append(done, group...)
		group = nextGroup(&queue)
		fall := 0.0
		for _, s := range group {
			fall += s.size * (r.whi[s.v] - r.wlo[s.v])
		}
		if slope-fall < 0 {
			return r.pick(done, group)
		}
		slope -= fall
	}
	if last && len(group) > 0 {
		return r.pick(done, group)
	}
	return -1
}

// collect lists the variables whose reduced cost the step brings to zero.
func (r *run) collect(direction float64) {
	r.breaks = r.breaks[:0]
	for _, v := range r.across1.nz {
		if r.wlo[v] == r.whi[v] {
			continue
		}
		a := direction * r.across1.v[v]
		d := r.d[v]
		switch r.place[v] {
		case atUpper:
			a, d = -a, -d
		case atZero:
			a, d = math.Abs(a), 0
		}
		if a > leastPivot {
			r.breaks = append(r.breaks, step{max(d, 0) / a, a, v})
		}
	}
}

// nextGroup takes from the queue all that are met before the first would be beyond
// tolerance.
func nextGroup(queue *steps) []step {
	var group []step
	farthest := math.Inf(1)
	for len(*queue) > 0 {
		next := (*queue)[0]
		if next.length > farthest {
			break
		}
		farthest = min(farthest, next.length+optimal/next.size)
		group = append(group, heap.Pop(queue).(step))
	}
	return group
}

// pick chooses the largest pivot of the last group, or an earlier one when that is too
// small, and notes which are passed.
func (r *run) pick(done, group []step) int {
	best := largestStep(group)
	if group[best].size < pivotSize && len(done) > 0 {
		if k := largestStep(done); done[k].size > 10*group[best].size {
			group, best, done = done[k:k+1], 0, done[:k]
		}
	}
	chosen := group[best]
	for _, s := range done {
		if s.length < chosen.length {
			r.passed = append(r.passed, s.v)
		}
	}
	return int(chosen.v)
}

func largestStep(list []step) int {
	best := 0
	for k, s := range list {
		if s.size > list[best].size {
			best = k
		}
	}
	return best
}
