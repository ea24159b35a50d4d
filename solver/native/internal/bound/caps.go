package bound

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"github.com/carerota/carerota/solver"
)

// box says that some lines can give no more than cap minutes of some kinds
// inside a span. The boxes of a graph are laminar: any two of them are apart
// or one holds the other, so that they form a forest through which flow runs.
type box struct {
	lines  []int32
	kinds  kindSet
	cap    int64 // minutes
	limit  int32 // index in model.limits, -1 when it comes from the spell rules
	parent int32 // index of the smallest box that holds it, -1 for none
	goal   bool  // a priced goal: the first low minutes save something each
	low    int64
	save   int64
	solver.Span
}

// boxer turns limits and spell rules into a laminar set of boxes.
type boxer struct {
	*model
	free    [][solver.NumModes + 1][]solver.Span // by line: when it offers each kind, and anything; ascending and disjoint
	group   [][solver.NumModes]kindSet           // by line and kind: the kinds that weigh the same in every limit
	boxes   []box
	byLine  [][]int32
	dropped bool            // some box that could bind did not fit with the others
	base    int64           // what the goals cost when lines do nothing
	starts  []offersByStart // by line
}

// offersByStart finds the offers of a line that meet a span.
type offersByStart struct {
	order   []int32 // numbers of the offers, by start
	longest solver.Minute
	room    []int32 // used again and again
}

// layBoxes chooses the boxes. Where a ceiling over several lines crosses a sum
// of one line's own (a week of many against a rota of one), ceilingsFirst says
// which of them stays. Once the context has ended boxes are left out: whoever asked looks at it before
// what was laid.
func (b *model) layBoxes(ctx context.Context, ceilingsFirst bool) *boxer {
	x := &boxer{model: b, byLine: make([][]int32, len(b.m.Lines))}
	x.findFree(ctx)
	x.findGroups()
	x.findStarts(ctx)
	if b.paid != nil {
		x.layGoals()
	}
	var own, shared []box
	for i := range b.limits {
		if ctx.Err() != nil {
			return x
		}
		lines := b.m.Sums[b.limits[i].sum].Lines
		if len(lines) == 1 {
			own = x.ofLimit(own, int32(i))
		} else if len(lines) > 1 {
			shared = x.ofLimit(shared, int32(i))
		}
	}
	for l := range b.m.Lines {
		if ctx.Err() != nil {
			return x
		}
		own = x.ofSpells(own, int32(l))
	}
	largeFirst(own)
	largeFirst(shared)
	if ceilingsFirst {
		own, shared = shared, own
	}
	for _, list := range [][]box{own, shared} {
		for i := range list {
			if ctx.Err() != nil {
				return x
			}
			x.insert(list[i])
		}
	}
	x.nest()
	return x
}

// layGoals adds the priced goals as boxes, before any others so that they stay
// whole. The goals of lines that offer nothing cost all they can.
func (x *boxer) layGoals() {
	sums := make([][]int32, len(x.m.Lines))
	for i := range x.m.Sums {
		for _, l := range x.m.Sums[i].Lines {
			sums[l] = append(sums[l], int32(i))
		}
	}
	for l := range sums {
		for _, g := range x.paid.lows(int32(l), sums[l]) {
			x.base += g.base
			if have := x.supply(int32(l), g.Span, allKinds); have > 0 {
				x.insert(box{lines: []int32{int32(l)}, kinds: allKinds, limit: -1, Span: g.Span,
					cap: have, goal: true, low: g.minutes, save: g.save})
			}
		}
	}
}

// largeFirst puts large boxes before small ones.
func largeFirst(list []box) {
	sort.SliceStable(list, func(i, j int) bool { return larger(&list[i], &list[j]) })
}

func larger(a, b *box) bool {
	if len(a.lines) != len(b.lines) {
		return len(a.lines) > len(b.lines)
	}
	if a.Len() != b.Len() {
		return a.Len() > b.Len()
	}
	return a.kinds != b.kinds && b.kinds&^a.kinds == 0
}

func (x *boxer) findFree(ctx context.Context) {
	x.free = make([][solver.NumModes + 1][]solver.Span, len(x.m.Lines))
	var room [solver.NumModes + 1][]solver.Span
	for l, offers := range x.offers {
		if ctx.Err() != nil {
			return
		}
		for k := range room {
			room[k] = room[k][:0]
		}
		for _, o := range offers {
			k := x.demands[o.demand].kind
			room[k] = append(room[k], o.Span)
		}
		f := &x.free[l]
		for k := range solver.NumModes {
			f[k] = slices.Clone(solver.JoinSpans(room[k]))
			room[solver.NumModes] = append(room[solver.NumModes], f[k]...)
		}
		f[solver.NumModes] = slices.Clone(solver.JoinSpans(room[solver.NumModes]))
	}
}

// findStarts puts the offers of each line in order of start.
func (x *boxer) findStarts(ctx context.Context) {
	x.starts = make([]offersByStart, len(x.m.Lines))
	for l, offers := range x.offers {
		if ctx.Err() != nil {
			return
		}
		w := &x.starts[l]
		w.order = make([]int32, len(offers))
		for i := range offers {
			w.order[i], w.longest = int32(i), max(w.longest, offers[i].Len())
		}
		slices.SortStableFunc(w.order, func(i, j int32) int { return cmp.Compare(offers[i].From, offers[j].From) })
	}
}

// meeting are the numbers of the offers of a line that meet a span, ascending. They are good until
// the next call.
func (x *boxer) meeting(l int32, in solver.Span) []int32 {
	w, offers := &x.starts[l], x.offers[l]
	w.room = w.room[:0]
	k := sort.Search(len(w.order), func(k int) bool { return offers[w.order[k]].From > in.From-w.longest })
	for ; k < len(w.order) && offers[w.order[k]].From < in.To; k++ {
		if i := w.order[k]; offers[i].Meet(in).Len() > 0 {
			w.room = append(w.room, i)
		}
	}
	slices.Sort(w.room)
	return w.room
}

// findGroups parts the kinds of each line by how its limits weigh them.
func (x *boxer) findGroups() {
	x.group = make([][solver.NumModes]kindSet, len(x.m.Lines))
	for l := range x.group {
		for k := range solver.NumModes {
			x.group[l][k] = allKinds
		}
		for _, id := range x.lineLim[l] {
			w := &x.m.Sums[x.limits[id].sum].Weight
			for k := range solver.NumModes {
				for o := range solver.NumModes {
					if x.kinds[l].has(k) && x.kinds[l].has(o) && w[k] != w[o] {
						x.group[l][k] &^= 1 << o
					}
				}
			}
		}
	}
}

// supply is how many minutes of the kinds line l offers inside a span.
func (x *boxer) supply(l int32, in solver.Span, kinds kindSet) (n int64) {
	if x.kinds[l]&^kinds == 0 {
		return minutesIn(x.free[l][solver.NumModes], in)
	}
	for k := range solver.NumModes {
		if kinds.has(k) && x.kinds[l].has(k) {
			n += minutesIn(x.free[l][k], in)
		}
	}
	return min(n, int64(in.Len()))
}

// minutesIn is how many minutes of ascending, disjoint spans lie in another.
func minutesIn(free []solver.Span, in solver.Span) (n int64) {
	i := sort.Search(len(free), func(i int) bool { return free[i].To > in.From })
	for ; i < len(free) && free[i].From < in.To; i++ {
		n += int64(free[i].Meet(in).Len())
	}
	return n
}

// ofLimit makes the boxes of one sum. When all kinds about weigh the same there
// is one, for all; otherwise one for each set of kinds that weigh the same and
// count, and one for all by the lightest weight, which is what the sum is sure
// to allow.
func (x *boxer) ofLimit(out []box, id int32) []box {
	s := &x.m.Sums[x.limits[id].sum]
	var kinds kindSet
	for _, l := range s.Lines {
		kinds |= x.kinds[l]
	}
	if x.limits[id].soft {
		return x.ofGoal(out, id, kinds)
	}
	add := func(k kindSet, w int64) {
		b := box{lines: s.Lines, kinds: k, limit: id, Span: s.Span, cap: x.limits[id].left / w}
		n := len(out)
		if out = x.keepIfBinding(out, b); len(out) > n && len(s.Lines) == 1 {
			out[n].cap = x.roundDown(s.Lines[0], &b, s.Weight, x.limits[id].left) / w
		}
	}
	lightest, done := int64(solver.NoLimit), kindSet(0)
	for k := range solver.NumModes {
		if w := s.Weight[k]; kinds.has(k) && !done.has(k) {
			same := kindSet(0)
			for o := range solver.NumModes {
				if s.Weight[o] == w {
					same |= 1 << o
				}
			}
			lightest = min(lightest, w)
			if done |= same; w > 0 && kinds&^same != 0 {
				add(same, w)
			}
		}
	}
	if lightest > 0 && kinds != 0 {
		add(allKinds, lightest)
	}
	return out
}

// ofGoal makes the one box of a goal that is tried as a limit. It is not rounded
// down, since a plan may pass the goal by any amount, and is a single one, so
// that a minute above it counts once.
func (x *boxer) ofGoal(out []box, id int32, kinds kindSet) []box {
	s := &x.m.Sums[x.limits[id].sum]
	lightest, set := int64(solver.NoLimit), kindSet(0)
	for k := range solver.NumModes {
		if kinds.has(k) && s.Weight[k] > 0 {
			lightest, set = min(lightest, s.Weight[k]), set|1<<k
		}
	}
	if set == 0 {
		return out
	}
	if set == kinds {
		set = allKinds
	}
	return x.keepIfBinding(out, box{lines: s.Lines, kinds: set, limit: id, Span: s.Span,
		cap: (x.limits[id].left + lightest - 1) / lightest})
}

// keepIfBinding adds a box when what is on offer inside it exceeds its cap.
func (x *boxer) keepIfBinding(out []box, b box) []box {
	var have int64
	for _, l := range b.lines {
		if have += x.supply(l, b.Span, b.kinds); have > b.cap {
			return append(out, b)
		}
	}
	return out
}

// ofSpells makes boxes for days and weeks from the rules on spells and rest.
func (x *boxer) ofSpells(out []box, l int32) []box {
	free := x.free[l][solver.NumModes]
	if len(free) == 0 || x.m.Lines[l].Rules.MinRest <= 0 {
		return out
	}
	hull := solver.Span{From: free[0].From, To: free[len(free)-1].To}
	one := []int32{l}
	add := func(s solver.Span, extra solver.Minute) {
		if s.Meet(hull).Len() <= 0 {
			return
		}
		left := int64(x.workIn(l, s, extra))
		ones := [solver.NumModes]int64{1, 1, 1, 1}
		left = max(left-solver.Weigh(x.m.Lines[l].Past, s, ones)-solver.Weigh(x.m.Lines[l].Fixed, s, ones), 0)
		done := kindSet(0)
		for kind := range solver.NumModes {
			k := x.group[l][kind]
			if !x.kinds[l].has(kind) || done.has(kind) {
				continue
			}
			done |= k
			b := box{lines: one, kinds: k, limit: -1, cap: left, Span: s}
			n := len(out)
			if out = x.keepIfBinding(out, b); len(out) > n {
				out[n].cap = x.roundDown(l, &b, ones, left)
			}
		}
	}
	for i := 1; i < len(x.m.Days); i++ {
		add(solver.Span{From: x.m.Days[i-1], To: x.m.Days[i]}, 0)
	}
	for _, w := range x.m.Weeks {
		extra := solver.Minute(0)
		if w.Whole {
			extra = x.m.Lines[l].Rules.WeeklyRest
		}
		add(w.Span, extra)
	}
	return out
}

// workIn is the most a line can work inside window w by its rules on spells.
//
// Let R be the least rest between spells and M the greatest length of one. If k
// spells meet the window then the k-1 rests between them lie inside it, so the
// work is at most the window less (k-1)R; and it is at most kM, a spell each.
// The greatest value over k of the smaller of the two is therefore a bound. (In
// a day of 24 h with R = 11 h and M = 13 h it is 13 h, wherever the spells
// lie.) With a free stretch of weekly rest inside the window as well, that
// stretch is either one of those rests, which is then longer by weekly-R, or it
// is apart from all of them; so the free time is at least (k-1)R + max(0,
// weekly-R), and at least the whole of it when k is 1.
func (x *boxer) workIn(l int32, w solver.Span, weekly solver.Minute) solver.Minute {
	r := &x.m.Lines[l].Rules
	longest := r.MaxSpell
	reach := r.MaxSpellPassive
	for _, s := range x.m.Stretches {
		reach += s.By
	}
	if x.meetsPassive(l, solver.Span{From: w.From - reach, To: w.To + reach}) {
		longest = max(longest, r.MaxSpellPassive)
		if r.MaxSpellPassive <= 0 {
			longest = 0
		}
	}
	if longest <= 0 || r.MaxSpell <= 0 {
		longest = w.Len()
	}
	near := solver.Span{From: w.From - longest, To: w.To + longest}
	longest += x.m.Stretch(near)
	var most solver.Minute
	for k := solver.Minute(1); ; k++ {
		rest := (k - 1) * r.MinRest
		if k == 1 {
			rest += weekly
		} else {
			rest += max(0, weekly-r.MinRest)
		}
		if w.Len()-rest <= most {
			return most
		}
		most = max(most, min(k*longest, w.Len()-rest))
	}
}

// meetsPassive says whether the line could be in a Passive decision in a span.
func (x *boxer) meetsPassive(l int32, in solver.Span) bool {
	for _, p := range x.passive[l] {
		if p.From >= in.To {
			break
		}
		if p.To > in.From {
			return true
		}
	}
	return false
}

// insert adds a box if it stays laminar with those chosen. A box of one line
// that crosses another in time is cut to the larger part that does not: a part
// of what a sum limits can be no more than the whole.
func (x *boxer) insert(b box) {
	for _, l := range b.lines {
		for _, id := range x.byLine[l] {
			y := &x.boxes[id]
			if !crosses(&b, y) {
				continue
			}
			in := solver.Span{From: b.From, To: b.To}.Meet(y.Span)
			out := solver.Span{From: b.From, To: in.From}
			if rest := (solver.Span{From: in.To, To: b.To}); rest.Len() > out.Len() {
				out = rest
			}
			if x.supply(l, out, b.kinds) > x.supply(l, in, b.kinds) {
				in = out
			}
			shared := len(b.lines) > 1 || len(y.lines) > 1
			if len(b.lines) > 1 || in == b.Span || in.Len() <= 0 {
				x.dropped = x.dropped || shared
				return
			}
			b.Span = in
			if list := x.keepIfBinding(nil, b); len(list) == 0 {
				x.dropped = x.dropped || shared
				return
			}
			x.insert(b)
			return
		}
	}
	for _, l := range b.lines {
		x.byLine[l] = append(x.byLine[l], int32(len(x.boxes)))
	}
	x.boxes = append(x.boxes, b)
}

// crosses says whether two boxes with a line in common overlap with neither inside the other.
func crosses(a, b *box) bool {
	return a.kinds&b.kinds != 0 && a.Meet(b.Span).Len() > 0 && !within(a, b) && !within(b, a)
}

// within says whether all that a limits is limited by b too.
func within(a, b *box) bool {
	return b.Contains(a.Span) && a.kinds&^b.kinds == 0 && subset(a.lines, b.lines)
}

func subset(a, b []int32) bool {
	if len(a) > len(b) {
		return false
	}
	if len(a) == len(b) && &a[0] == &b[0] {
		return true
	}
	in := make(map[int32]bool, len(b))
	for _, l := range b {
		in[l] = true
	}
	for _, l := range a {
		if !in[l] {
			return false
		}
	}
	return true
}

// nest sorts each line's boxes from large to small and finds every box's parent.
func (x *boxer) nest() {
	for i := range x.boxes {
		x.boxes[i].parent = -1
	}
	for _, ids := range x.byLine {
		sort.SliceStable(ids, func(i, j int) bool { return larger(&x.boxes[ids[i]], &x.boxes[ids[j]]) })
		for i, id := range ids {
			for j := i - 1; j >= 0; j-- {
				if within(&x.boxes[id], &x.boxes[ids[j]]) {
					x.boxes[id].parent = ids[j]
					break
				}
			}
		}
	}
}

// boxOf is the smallest box that limits the kinds of line l in a piece of time, -1 for none.
func (x *boxer) boxOf(l int32, in solver.Span, kinds kindSet) int32 {
	ids := x.byLine[l]
	for i := len(ids) - 1; i >= 0; i-- {
		b := &x.boxes[ids[i]]
		if b.Contains(in) && kinds&^b.kinds == 0 {
			return ids[i]
		}
	}
	return -1
}
