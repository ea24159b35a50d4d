package solver

import (
	"slices"
	"sync"
)

// Pool keeps, for each line of a model, the last few different ways to fill it that good plans had.
// Each way is legal on its own, so that an engine that takes one way a line has only to see to what
// links lines. The native engine fills Options.Pool. It is safe to use from many goroutines.
type Pool struct {
	mu    sync.Mutex
	most  int
	lines [][]way // by line, the last offered at the end
}

// way is one way to fill a line.
type way struct {
	mark uint64 // of the decisions, to tell ways apart soon
	dec  []Decision
}

// NewPool makes a pool of no more than most ways a line.
func NewPool(m *Model, most int) *Pool {
	return &Pool{most: max(1, most), lines: make([][]way, len(m.Lines))}
}

// Line lists the ways kept for a line, the last offered first.
func (p *Pool) Line(l int) (out [][]Decision) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, w := range slices.Backward(p.lines[l]) {
		out = append(out, slices.Clone(w.dec))
	}
	return out
}

// Offer keeps one way to fill line l, with its tasks renumbered. One that is
// there already counts as the last offered.
func (p *Pool) Offer(l int, dec []Decision, task func(int32) int32) {
	mark := markOf(dec, task)
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.lines[l]
	k := slices.IndexFunc(all, func(w way) bool { return w.mark == mark && SameLine(w.dec, renumber(dec, task)) })
	switch {
	case k >= 0:
		w := all[k]
		copy(all[k:], all[k+1:])
		all[len(all)-1] = w
		return
	case len(all) >= p.most:
		copy(all, all[1:])
		all = all[:len(all)-1]
	}
	p.lines[l] = append(all, way{mark, renumber(dec, task)})
}

// markOf is a number that differs, but for rare cases, where decisions differ (FNV-1a).
func markOf(dec []Decision, task func(int32) int32) uint64 {
	h := uint64(14695981039346656037)
	for _, d := range dec {
		t := d.Task
		if t >= 0 {
			t = task(t)
		}
		for _, x := range [3]uint64{uint64(uint32(t))<<8 | uint64(d.Kind), uint64(uint32(d.Start)), uint64(uint32(d.End))} {
			h = (h ^ x) * 1099511628211
		}
	}
	return h
}
