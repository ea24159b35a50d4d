package editor

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/internal/reading"
)

// Order puts moves for a hole in the order in which to try them: the least that stays open, then the ladder.
func (m *Editor) Order(h *Hole, moves []Move) { rankMoves(m, h, moves) }

// First puts workers in the order in which Order has their moves where they are all on standby or all free, and all take
// the hole whole.
func (m *Editor) First(h *Hole, workers []int) {
	type asked struct {
		worker, joins int
		left          float64
	}
	all := make([]asked, len(workers))
	for k, i := range workers {
		all[k] = asked{i, m.joins(&m.Workers[i], h), m.HoursLeft(i, h)}
	}
	slices.SortStableFunc(all, func(x, y asked) int {
		return cmp.Or(cmp.Compare(y.joins, x.joins), cmp.Compare(m.Workers[x.worker].Tier, m.Workers[y.worker].Tier), cmp.Compare(y.left, x.left))
	})
	for k := range all {
		workers[k] = all[k].worker
	}
}

// joins is how many of a worker's own shifts a hole that is taken whole becomes one with.
func (m *Editor) joins(w *reading.Worker, h *Hole) (n int) {
	for k := m.near(w, h.Span); k < len(w.Line) && w.Line[k].From <= h.To; k++ {
		if it := &w.Line[k]; it.Need == h.Need && it.Occurrence == h.Occ && (it.To == h.From || it.From == h.To) && m.having[w.Index][k] >= 0 {
			n++
		}
	}
	return n
}
