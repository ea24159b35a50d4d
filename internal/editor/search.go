package editor

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
)

// Shortfall is what stays short, in seconds: of critical, essential and desirable needs, of each first
// what lies within soon of the first call, then what is later, for which there is time to find somebody.
type Shortfall [6]int64

// soon is how long after the first call a time is near: nobody is taken off tonight to save tomorrow.
const soon = 8 * 3600

// add adds a time that is short.
func (m *Editor) add(to *Shortfall, need int, s reading.Span) {
	k := 2 * int(m.Needs[need].Criticality)
	near := s.Overlap(reading.Span{From: s.From, To: max(s.From, m.Called+soon)})
	to[k] += near
	to[k+1] += s.Len() - near
}

// Compare holds one against another, the more important first.
func (x Shortfall) Compare(y Shortfall) int { return slices.Compare(x[:], y[:]) }

// AsLittle says whether one is no more than another, however soon it is.
func (x Shortfall) AsLittle(y Shortfall) bool {
	for k := 0; k < len(x); k += 2 {
		if x[k]+x[k+1] > y[k]+y[k+1] {
			return false
		}
	}
	return true
}

// found is a way to mend the rota: what stays short and how many shifts change.
type found struct {
	Short   Shortfall
	Changes int
	Moves   []Move
	Left    []Hole
}

// compare holds what a leaves short, then its changes, against others.
func (a *found) compare(short Shortfall, changes int) int {
	return cmp.Or(a.Short.Compare(short), cmp.Compare(a.Changes, changes))
}

// Search looks for the best way to mend a rota.
type Search struct {
	Editor *Editor
	Limit  int       // of tries after the first way is found; 0: no limit
	Until  time.Time // when to look for no better one; zero: no limit
	Best   found
	path   []Move
	Least  bool // no rota leaves less short, whoever were free
	Proved bool // nothing better is within reach
}

// mostExtra is how many changes more than holes are looked at.
const mostExtra = 24

// Run finds the best way to mend the holes: first one that leaves nothing open which somebody who is
// free could take, however long that takes, then better ones: hole by hole, then limit by limit of
// changes. Where that cannot be brought to its end, what the best so far leaves open is looked at
// once more.
func (s *Search) Run(ctx context.Context) {
	s.greedy(ctx)
	limit := s.limit(1)
	spent := func() bool {
		return s.Editor.checks >= limit || ctx.Err() != nil || !s.Until.IsZero() && !time.Now().Before(s.Until)
	}
	s.oneByOne(spent)
	if s.Proved = s.better(spent); !s.Proved {
		limit = s.limit(partForOne)
		s.oneByOne(spent)
	}
	least, _ := s.Editor.leastShort(s.Editor.Holes(nil))
	s.Least = s.Best.Short.Compare(least) <= 0
}

// limit is the number of tries after one part in so many of them from now on.
func (s *Search) limit(parts int) int {
	if s.Limit <= 0 {
		return math.MaxInt
	}
	return s.Editor.checks + s.Limit/parts
}

// greedy has each hole taken by the first on the ladder who leaves least of it open and gives up no
// other duty.
func (s *Search) greedy(ctx context.Context) {
	m := s.Editor
	var now found
	for ctx.Err() == nil {
		holes := m.Holes(now.Left)
		if len(holes) == 0 {
			break
		}
		h := holes[0]
		moves := m.Moves(&h, 1)
		if len(moves) == 0 || moves[0].Span.Overlap(h.Span) == 0 {
			now.Left = append(now.Left, h)
			continue
		}
		now.Changes += m.Play(&moves[0])
		now.Moves = append(now.Moves, moves[0])
	}
	now.Left = append(now.Left, m.Holes(now.Left)...)
	now.Short = lengths(m, now.Left)
	m.Undo(0)
	s.Best = now
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

// How far one hole is looked at by itself: changed shifts, and tries as a part of all, at most so many.
const (
	mostForOne  = 3
	partForOne  = 20
	triesForOne = 1000
)

// oneByOne takes the best so far and mends what it leaves open one hole after the other, each
// as well as can be with few changes.
func (s *Search) oneByOne(spent func() bool) {
	all := s.Best
	s.Replay()
	holes := s.Editor.Holes(nil)
	all.Left = nil
	for len(holes) > 0 && !spent() {
		most := min(s.limit(partForOne), s.Editor.checks+triesForOne)
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
func (m *Editor) leastShort(holes []Hole) (short Shortfall, places int) {
	var seen []Place
	for i := range holes {
		h := &holes[i]
		left := m.outOfReach(h)
		open := int64(0)
		for _, s := range left {
			m.add(&short, h.Need, s)
			open += s.Len()
		}
		if open < h.Len() && !slices.Contains(seen, h.Place) {
			seen = append(seen, h.Place)
			places++
		}
	}
	return short, places
}

// outOfReach is when in a hole nobody could be there, whoever were free.
func (m *Editor) outOfReach(h *Hole) []reading.Span {
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
			return nil
		}
		could = append(could, able...)
	}
	return reading.Without([]reading.Span{h.Span}, reading.Union(could))
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
	s.Editor.add(&so.Short, h.Need, h.Span)
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
