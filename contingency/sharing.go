package contingency

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"

	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// How those who are not on standby are shared out over the shifts. Each is promised to one shift at
// a time, and the hours of all that is promised to one stay within the limits beside the hours of
// the rota. The sharing goes in layers: a first name for as many shifts as can have one, then a
// second.
//
// A layer is a matching grown by augmenting paths (C. Berge, Two theorems in graph theory, 1957; H.
// W. Kuhn, The Hungarian method, 1955): a shift that finds nobody free takes a worker whose
// promises in its way find others. No shift loses its name by that, so that taking the shifts in
// the order of their weight gives the names to the weightiest (J. Edmonds, D. R. Fulkerson,
// Transversals and matroid partition, 1965). Shifts of several lengths make one name stand in the
// way of several: then each of them must find another, and what is a path between equal shifts is a
// tree.

// mostRungs is how many besides those on standby are named for a shift.
const mostRungs = 3

// most promises that may give way to one.
const mostInTheWay = 3

// sharing is who is promised to which shift.
type sharing struct {
	ctx     context.Context
	m       *editor.Editor
	seats   []seat      // the shifts on duty, the more critical first, then in order of time
	held    [][]promise // by worker
	lent    [][]float64 // by provider and week: counted seconds of what is promised, above those of whoever is replaced
	round   int         // of the search for a path
	journal []entry
	line    []reading.Item // room used again and again
}

// seat is a shift on duty, in which somebody else may have to sit.
type seat struct {
	editor.Hole                // the whole of it, with what would be missing without its worker
	shift       int            // in the editor
	open        []reading.Span // what of it would be shorter without its worker
	could       []candidate    // who is to be looked at, in ladder order
	names       []name
	seen        int // the last round that came here
	spent       bool
}

// name is one who is promised to a seat.
type name struct {
	candidate
	takes   reading.Span // of the seat
	standby bool
}

// candidate is one who may be able to take a seat.
type candidate struct {
	worker int
	stands []reading.Span // when on standby in the seat's time
	left   float64
	able   answer // to take all of it
}

// answer is what is known of a candidate.
type answer int8

const (
	unasked answer = iota
	yes
	no
)

// promise is a time of a seat that a worker is promised for and is not on standby in.
type promise struct {
	seat int
	reading.Span
}

// newSharing lays out the seats with those on standby for them. It is short where the context
// ended.
func newSharing(ctx context.Context, m *editor.Editor) (x *sharing, all bool) {
	x = &sharing{ctx: ctx, m: m, held: make([][]promise, len(m.Workers)), lent: make([][]float64, len(m.ByProvider))}
	for k := range x.lent {
		x.lent[k] = make([]float64, m.WeekCount())
	}
	var on []int
	for i := range m.Shifts {
		if m.Shifts[i].Counts && !m.Shifts[i].History && !m.Gone[i] {
			on = append(on, i)
		}
	}
	slices.SortStableFunc(on, func(x, y int) int {
		return cmp.Or(cmp.Compare(m.Needs[m.Shifts[x].Need].Criticality, m.Needs[m.Shifts[y].Need].Criticality), cmp.Compare(m.Shifts[x].From, m.Shifts[y].From))
	})
	type looked struct {
		duties [][]reading.Duty
		needed [][]reading.Span
	}
	known := map[editor.Place]looked{}
	for _, i := range on {
		if ctx.Err() != nil {
			return x, false
		}
		s := &m.Shifts[i]
		p := editor.Place{Need: s.Need, Occ: s.Occ}
		n := &m.Needs[p.Need]
		o := &n.Occurrences[p.Occ]
		if known[p].duties == nil {
			known[p] = looked{m.Duties(n, o), m.Needed(n, o)}
		}
		k, _ := slices.BinarySearch(o.Duty, i)
		missing := reading.MissingIn(known[p].duties[k], s.Span)
		at := seat{Hole: editor.Hole{Span: s.Meet(o.Span), Place: p, Among: missing}, shift: i, open: known[p].needed[k]}
		if len(at.open) > 0 {
			x.look(&at)
			x.without(&at, func() { x.readyFor(&at) })
		}
		x.seats = append(x.seats, at)
	}
	return x, true
}

// without does something while the seat's worker is not there.
func (x *sharing) without(s *seat, do func()) {
	m := x.m
	m.Dirty = m.Dirty[:0]
	m.Take(s.shift)
	do()
	m.Undo(len(m.Journal) - 1)
}

// look finds who is to be looked at for a seat, in the order in which they would be called: those
// on standby, then by tier of the provider whoever has most hours left.
func (x *sharing) look(s *seat) {
	m, duty := x.m, &x.m.Shifts[s.shift]
	for _, i := range m.Ladder(&m.Needs[s.Need]) {
		w := &m.Workers[i]
		if i == duty.Worker || m.SharesProvider(w, duty) {
			continue
		}
		c := candidate{worker: i, left: m.HoursLeft(i, &s.Hole)}
		on, _, ready := m.Busy(w, s.Span)
		if len(on) > 0 {
			c.able = no
		}
		for _, r := range reading.Union(ready) {
			c.stands = append(c.stands, r.Meet(s.Span))
		}
		s.could = append(s.could, c)
	}
	slices.SortStableFunc(s.could, x.inOrder)
}

// inOrder is the order of a ladder; a stable sort keeps that of reading.Ladder between equals.
func (x *sharing) inOrder(a, b candidate) int {
	rank := func(c *candidate) int {
		if len(c.stands) > 0 {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(rank(&a), rank(&b)), cmp.Compare(x.m.Workers[a.worker].Tier, x.m.Workers[b.worker].Tier), cmp.Compare(b.left, a.left))
}

// readyFor names those on standby for a seat, each once: for all of it, or for the longest time of
// it that they can take of their standby.
func (x *sharing) readyFor(s *seat) {
	for k := range s.could {
		c := &s.could[k]
		longest := reading.Span{}
		for _, r := range c.stands {
			if r == s.Span && x.couldTake(s, c) {
				longest = r
			}
			if r == s.Span || r.Len() <= longest.Len() {
				continue
			}
			if x.legal(c, x.openIn(s, r), true) {
				longest = r
			}
		}
		if longest.Len() > 0 {
			s.names = append(s.names, name{*c, longest, true})
		}
	}
}

// openIn is the hole of a part of a seat, with what would be missing in it.
func (x *sharing) openIn(s *seat, part reading.Span) editor.Hole {
	h := s.Hole
	h.Span = part
	return h
}

// couldTake says whether a candidate could take all of a seat beside all shifts of the worker's
// own.
func (x *sharing) couldTake(s *seat, c *candidate) bool {
	if c.able == unasked {
		c.able = no
		ask := func() {
			if x.legal(c, s.Hole, x.m.Shifts[s.shift].Part) {
				c.able = yes
			}
		}
		if x.m.Gone[s.shift] {
			ask()
		} else {
			x.without(s, ask)
		}
	}
	return c.able == yes
}

// legal says whether a candidate may take a hole, whose worker is not there. Standby up to then has
// been worked: it is not given up for it.
func (x *sharing) legal(c *candidate, h editor.Hole, part bool) bool {
	m, v := x.m, editor.Move{Worker: c.worker, Hole: h}
	if !m.Complete(&v, h.Span, part) {
		return false
	}
	if len(c.stands) == 0 {
		return true
	}
	w := &m.Workers[c.worker]
	x.line = x.line[:0]
	for _, it := range w.Line {
		if it.Kind == scheduler.Standby && !it.Past && it.Meets(h.Span) {
			it.To = h.From
		}
		if it.From < it.To && !v.Span.Contains(it.Span) {
			x.line = append(x.line, it)
		}
	}
	taken := m.ItemOf(&reading.Shift{Span: v.Span, Worker: c.worker, Need: h.Need, Occ: h.Occ, Kind: m.Needs[h.Need].Kind})
	x.line = append(x.line, taken)
	reading.SortItems(x.line)
	return reading.LegalLine(m.Reading, w, x.line)
}

// share shares out all names. It says whether it came to its end.
func (x *sharing) share() bool {
	for layer := 1; ; layer++ {
		wanting := x.pass(layer)
		if layer == 1 {
			x.trade()
			x.parts()
		}
		if x.ctx.Err() != nil {
			return false
		}
		if !wanting && layer > 1 {
			return true
		}
	}
}

// pass looks once for a name in a layer for each seat that wants one, and says whether any did.
func (x *sharing) pass(layer int) (wanting bool) {
	for i := range x.seats {
		s := &x.seats[i]
		if x.ctx.Err() != nil {
			return false
		}
		if s.spent || !s.wants(layer) {
			continue
		}
		wanting = true
		x.journal = x.journal[:0]
		if x.round++; !x.find(i) {
			x.forget()
		}
	}
	return wanting
}

// forget marks the seats that a search without success has come to: no other search finds anything
// beyond them, as none of those in whose way they are has anybody else (the forest of Kuhn's
// method).
func (x *sharing) forget() {
	for i := range x.seats {
		x.seats[i].spent = x.seats[i].spent || x.seats[i].seen == x.round
	}
}

// wants says whether a seat wants a name in a layer: one that takes all of it.
func (s *seat) wants(layer int) bool {
	whole, asked := 0, 0
	for i := range s.names {
		if s.names[i].takes == s.Span {
			whole++
		}
		if !s.names[i].standby {
			asked++
		}
	}
	return len(s.open) > 0 && whole < layer && asked < mostRungs
}

// find finds one more name for a seat, where others may have to find one in place of theirs. What
// it has changed stands in the journal.
func (x *sharing) find(i int) bool {
	if x.take(i) {
		return true
	}
	s := &x.seats[i]
	s.seen = x.round
	for k := range s.could {
		c := &s.could[k]
		if !s.eligible(c) || x.barred(x.meeting(s, c)) || !x.couldTake(s, c) {
			continue
		}
		for _, way := range x.inTheWay(s, c) {
			if !x.barred(way) && x.giveWay(i, c, way) {
				return true
			}
		}
	}
	return false
}

// take gives a seat the first candidate who is free for it.
func (x *sharing) take(i int) bool {
	s := &x.seats[i]
	for k := range s.could {
		if c := &s.could[k]; s.eligible(c) && x.fits(s, c, nil) && x.couldTake(s, c) {
			x.enter(i, name{*c, s.Span, false})
			return true
		}
	}
	return false
}

// eligible says whether a candidate may be one name more of a seat. Who is on standby for a part
// may come to be asked for all of it.
func (s *seat) eligible(c *candidate) bool {
	return c.able != no && !slices.ContainsFunc(s.names, func(n name) bool { return n.worker == c.worker && (!n.standby || n.takes == s.Span) })
}

// barred says whether this search need not come to one of the seats.
func (x *sharing) barred(way []int) bool {
	return slices.ContainsFunc(way, func(k int) bool { return x.seats[k].seen == x.round || x.seats[k].spent })
}

// giveWay has the seats whose promises are in the way find others, and gives the worker to the
// seat; else all is as it was.
func (x *sharing) giveWay(i int, c *candidate, way []int) bool {
	before := len(x.journal)
	for _, k := range way {
		x.leave(k, c.worker)
	}
	x.enter(i, name{*c, x.seats[i].Span, false})
	for _, k := range way {
		if !x.find(k) {
			x.undo(before)
			return false
		}
	}
	return true
}

// meeting are the seats that a candidate of another is promised for at the time of it.
func (x *sharing) meeting(s *seat, c *candidate) (meet []int) {
	for _, p := range x.held[c.worker] {
		if p.Meets(s.Span) && !slices.Contains(meet, p.seat) {
			meet = append(meet, p.seat)
		}
	}
	return meet
}

// inTheWay are sets of seats that would each have to do without a worker for another seat to have
// the worker: all that overlap it, and where the hours are too many else, those that somebody else
// is free for until they are not, or one more.
func (x *sharing) inTheWay(s *seat, c *candidate) (out [][]int) {
	meet, others := x.meeting(s, c), []int{}
	if len(meet) > mostInTheWay {
		return nil
	}
	if x.fits(s, c, meet) {
		return [][]int{meet}
	}
	for _, p := range x.held[c.worker] {
		if !slices.Contains(meet, p.seat) && !slices.Contains(others, p.seat) {
			others = append(others, p.seat)
		}
	}
	set := slices.Clone(meet)
	for _, k := range others {
		if one := append(slices.Clone(meet), k); x.fits(s, c, one) {
			out = append(out, one)
		} else if x.spare(k, c.worker) {
			set = append(set, k)
		}
	}
	if x.fits(s, c, set) {
		for k := len(set) - 1; k >= len(meet); k-- {
			if less := slices.Delete(slices.Clone(set), k, k+1); x.fits(s, c, less) {
				set = less
			}
		}
		out = append(out, set)
	}
	return out
}

// spare says whether somebody is free for a seat in place of a worker who is named.
func (x *sharing) spare(i, worker int) bool {
	s := &x.seats[i]
	for k := range s.could {
		if c := &s.could[k]; c.worker != worker && s.eligible(c) && x.fits(s, c, nil) && x.couldTake(s, c) {
			return true
		}
	}
	return false
}

// mostTrades is how often a seat takes somebody from others, in all.
const mostTrades = 3000

// trade has the seats without a name take one from others, which look for another in their turn,
// and keeps what leaves the fewest without: where shifts are of several lengths, or hours are
// scarce, no chain of single exchanges may lead there. Who gives way is chosen by how often each
// has looked in vain (the ejection pool of Y. Nagata and O. Bräysy, A powerful route minimization
// heuristic, 2009).
func (x *sharing) trade() {
	x.journal = x.journal[:0]
	var pool []int
	var missing [3]int // by criticality
	level := func(i int) *int { return &missing[x.m.Needs[x.seats[i].Need].Criticality] }
	for i := range x.seats {
		if x.seats[i].wants(1) {
			pool = append(pool, i)
			*level(i)++
		}
	}
	vain, best, kept := make([]int, len(x.seats)), missing, 0
	rng := rand.New(rand.NewPCG(1, 2))
	for n := 0; n < mostTrades && len(pool) > 0 && x.ctx.Err() == nil; n++ {
		for range 3 {
			x.shuffle(rng.IntN(len(x.seats)), rng)
		}
		i := pool[0]
		if pool = pool[1:]; !x.take(i) {
			vain[i]++
			c, way := x.cheapest(i, vain)
			if c == nil {
				continue
			}
			for _, k := range way {
				x.leave(k, c.worker)
				*level(k)++
			}
			x.enter(i, name{*c, x.seats[i].Span, false})
			pool = append(pool, way...)
		}
		if *level(i)--; slices.Compare(missing[:], best[:]) < 0 {
			best, kept = missing, len(x.journal)
		}
	}
	x.undo(kept)
}

// shuffle gives the seat another of those who are free for it in place of one who is named.
func (x *sharing) shuffle(i int, rng *rand.Rand) {
	s := &x.seats[i]
	k := slices.IndexFunc(s.names, func(n name) bool { return !n.standby })
	if k < 0 {
		return
	}
	was := s.names[k]
	c := &s.could[rng.IntN(len(s.could))]
	if s.eligible(c) && x.fits(s, c, nil) && x.couldTake(s, c) {
		x.leave(i, was.worker)
		x.enter(i, name{*c, s.Span, false})
	}
}

// cheapest is the candidate whom a seat can take from others that have looked in vain least often,
// and those seats, none of them of a more critical need; nil where there is none.
func (x *sharing) cheapest(i int, vain []int) (best *candidate, way []int) {
	s, least := &x.seats[i], 0
	for k := range s.could {
		c := &s.could[k]
		if !s.eligible(c) || !x.couldTake(s, c) {
			continue
		}
		for _, set := range x.inTheWay(s, c) {
			sum := 0
			for _, l := range set {
				sum += 1 + vain[l]
				if x.m.Needs[x.seats[l].Need].Criticality < x.m.Needs[s.Need].Criticality {
					sum = -1
					break
				}
			}
			if sum >= 0 && (best == nil || sum < least) {
				best, way, least = c, set, sum
			}
		}
	}
	return best, way
}

// parts names, for what is open of the seats that nobody takes all of, those who can take a part:
// the longest that they can.
func (x *sharing) parts() {
	for i := range x.seats {
		s := &x.seats[i]
		if x.ctx.Err() != nil {
			return
		}
		open := s.left()
		if !s.spent || len(open) == 0 || x.m.Needs[s.Need].Whole {
			continue
		}
		x.without(s, func() {
			for k := 0; k < len(s.could) && len(open) > 0 && s.wants(1); k++ {
				if n, ok := x.partOf(s, &s.could[k], open); ok {
					x.put(i, n)
					open = s.left()
				}
			}
		})
	}
}

// left is what of a seat would be open and nobody who is named takes.
func (s *seat) left() []reading.Span {
	var taken []reading.Span
	for k := range s.names {
		taken = append(taken, s.names[k].takes)
	}
	return reading.Without(s.open, reading.Union(taken))
}

// partOf is the longest part of what is open that a candidate who is not named yet can be promised
// for.
func (x *sharing) partOf(s *seat, c *candidate, open []reading.Span) (best name, ok bool) {
	if slices.ContainsFunc(s.names, func(n name) bool { return n.worker == c.worker }) {
		return best, false
	}
	w, own := &x.m.Workers[c.worker], []reading.Span{}
	for _, it := range w.Line {
		if it.Kind != scheduler.Standby && it.Meets(s.Span) {
			own = append(own, it.Span)
		}
	}
	for _, span := range open {
		h := x.openIn(s, span)
		for _, v := range x.m.PartsOf(w, &h) {
			for _, part := range reading.Without([]reading.Span{v.Span.Meet(span)}, own) { // less the shift that is joined
				n := name{*c, part, false}
				if part.Len() > best.takes.Len() && x.fitsFor(s, &n, nil) {
					best, ok = n, true
				}
			}
		}
	}
	return best, ok
}
