package editor

import (
	"cmp"
	"context"
	"slices"

	"github.com/carerota/carerota/internal/reading"
)

// found is a way to mend the rota: what stays short by criticality, in seconds, and
// how many shifts change.
type found struct {
	Short   [3]int64
	Changes int
	Moves   []Move
	Left    []Hole
}

// compare holds what a leaves short, then its changes, against others.
func (a *found) compare(short [3]int64, changes int) int {
	return cmp.Or(slices.Compare(a.Short[:], short[:]), cmp.Compare(a.Changes, changes))
}

// Search looks for the best way to mend a rota.
type Search struct {
	Editor *Editor
	Limit  int // of tries
	Best   found
	path   []Move
	Proved bool // nothing better is within reach
}

// mostExtra is how many changes more than holes are looked at.
const mostExtra = 24

// Run finds the best way to mend the holes: one that is good to begin with, then limit by limit of
// changes a better one. Where that cannot be brought to its end, what the best so far leaves open
// is looked at once more.
func (s *Search) Run(ctx context.Context) {
	limit := s.Limit
	spent := func() bool { return s.Editor.checks >= limit || ctx.Err() != nil }
	s.Best = found{Left: s.Editor.Holes(nil)}
	s.oneByOne(spent)
	if s.Proved = s.better(spent); !s.Proved {
		limit = s.Editor.checks + s.Limit/partForOne
		s.oneByOne(spent)
	}
}

// better looks for better ways than the best so far, and says whether it has looked
// at all within reach.
func (s *Search) better(spent func() bool) bool {
	least, places := s.Editor.leastShort(s.Editor.Holes(nil))
	for limit := places; limit <= places+mostExtra && s.Best.compare(least, limit) > 0; limit++ {
		s.Editor.cut = false
		s.branch(found{}, limit, nil, spent)
		if spent() {
			return false
		}
		if !s.Editor.cut {
			return true
		}
	}
	return s.Best.compare(least, places+mostExtra) <= 0
}

// How far one hole is looked at by itself: changed shifts, and tries as a part of all.
const (
	mostForOne = 3
	partForOne = 20
)

// oneByOne takes the best so far and mends what it leaves open one hole after the other, each
// as well as can be with few changes.
func (s *Search) oneByOne(spent func() bool) {
	all := s.Best
	s.Replay()
	holes := s.Editor.Holes(nil)
	all.Left = nil
	for len(holes) > 0 && !spent() {
		most := s.Editor.checks + s.Limit/partForOne
		others := append(slices.Clip(all.Left), holes[1:]...)
		s.Best = found{Short: lengths(s.Editor, holes[:1]), Left: append(slices.Clip(others), holes[0])}
		s.branch(found{}, mostForOne, others, func() bool { return s.Editor.checks >= most || spent() })
		s.Replay()
		all.Moves, all.Changes = append(all.Moves, s.Best.Moves...), all.Changes+s.Best.Changes
		all.Left = append(all.Left, s.Best.Left[len(others):]...)
		holes = s.Editor.Holes(all.Left)
	}
	all.Left = append(all.Left, holes...)
	all.Short = lengths(s.Editor, all.Left)
	s.Editor.Undo(0)
	s.Best = all
}

// leastShort is the least that can stay short of the holes, whoever takes
// them, and in how many occurrences something can be done.
func (m *Editor) leastShort(holes []Hole) (short [3]int64, places int) {
	var seen []Place
	for i := range holes {
		h := &holes[i]
		n := &m.Needs[h.Need]
		left := m.outOfReach(h)
		short[n.Criticality] += left
		if left < h.Len() && !slices.Contains(seen, h.Place) {
			seen = append(seen, h.Place)
			places++
		}
	}
	return short, places
}

// outOfReach is how much of a hole nobody could take, whoever were free.
func (m *Editor) outOfReach(h *Hole) int64 {
	n := &m.Needs[h.Need]
	var could []reading.Span
	for _, w := range m.Ladder(n) {
		worker := &m.Workers[w]
		s := h.Span
		s.From = max(s.From, m.Arrival(worker, h))
		if s.Len() <= 0 {
			continue
		}
		able := m.Able(worker, n, s)
		if len(able) == 1 && able[0] == h.Span {
			return 0
		}
		could = append(could, able...)
	}
	left := h.Len()
	for _, s := range reading.Union(could) {
		left -= s.Len()
	}
	return left
}

// branch looks for better ways to mend what is open; so says what has been
// done by now.
func (s *Search) branch(so found, limit int, given []Hole, spent func() bool) {
	holes := s.Editor.Holes(given)
	least, places := s.Editor.leastShort(holes)
	for k := range least {
		least[k] += so.Short[k]
	}
	if so.Changes+places > limit {
		s.Editor.cut = true
		return
	}
	if s.Best.compare(least, so.Changes+places) <= 0 {
		return
	}
	if len(holes) == 0 {
		s.Best = found{so.Short, so.Changes, slices.Clone(s.path), slices.Clone(given)}
		return
	}
	h := holes[0]
	for _, v := range s.Editor.Moves(&h, limit-so.Changes) {
		if spent() {
			return
		}
		k := len(s.Editor.Journal)
		added := s.Editor.Play(&v)
		s.path = append(s.path, v)
		next := so
		next.Changes += added
		s.branch(next, limit, given, spent)
		s.path = s.path[:len(s.path)-1]
		s.Editor.Undo(k)
	}
	so.Short[s.Editor.Needs[h.Need].Criticality] += h.Len()
	s.branch(so, limit, append(slices.Clip(given), h), spent)
}

// weighed is a move with what it is put in order by.
type weighed struct {
	Move
	first int64   // when the first shift that is given up begins
	left  float64 // of the worker's hours
	rung  int     // the worker's place on the ladder
}

// Replay plays the best moves.
func (s *Search) Replay() {
	for i := range s.Best.Moves {
		s.Editor.Play(&s.Best.Moves[i])
	}
}
