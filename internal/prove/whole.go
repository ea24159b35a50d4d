package prove

import (
	"cmp"
	"maps"
	"slices"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/flow"
	"github.com/carerota/carerota/internal/union"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Proofs for the bound. A demand that is grown from an underlap is as good as the rota: where
// another rota would leave less short it meets workers with hours to spare and is lost. Here all
// that a level asks is looked at together, whatever the rota: hours flow from each worker through
// the limits on the rota, the week and the day into the times of needs. The least cut that lies
// nearest to the needs gives the demand, and each piece of it that hangs together is a proof of its
// own (Ford and Fulkerson, Canad. J. Math. 8 (1956); Picard and Queyranne, Math. Prog. Study 13
// (1980)).

// mostWhole is the greatest number of arcs of such a network.
const mostWhole = 2_000_000

// forBound are the cuts for the bound of each level. Planning workers alone for them has half of the
// searches.
func (p *prover) forBound() (levels [scheduler.LevelFamily][]*cut) {
	kept := p.searches / 2
	p.searches -= kept
	for level := range levels {
		levels[level] = p.wholeCuts(level)
	}
	p.searches = max(p.searches, 0) + kept
	return levels
}

// better is the choice, of two, that is short of more in all: those found with what the others add
// to them, or the others first.
func better(found, others []*cut) []*cut {
	kept, most := pick(found, others)
	if changed, more := pick(others, found); more > most {
		return changed
	}
	return kept
}

// pick takes of the first and then the second all that have no time in common.
func pick(first, second []*cut) (out []*cut, minutes int64) {
	for _, d := range slices.Concat(first, second) {
		if !slices.ContainsFunc(out, d.meets) {
			out, minutes = append(out, d), minutes+d.bound(d.supply())
		}
	}
	return out, minutes
}

// mostMerged is the greatest number of cuts among which pairs are tried together.
const mostMerged = 12

// merged are cuts of which those two together become one that show more than each by itself: where the
// same worker is the most of both alone, and has limits over both.
func (p *prover) merged(found []*cut) []*cut {
	out := slices.Clone(found)
	for i := 0; i < len(out) && len(out) <= mostMerged; i++ {
		for k := i + 1; k < len(out); k++ {
			if p.ctx.Err() != nil || p.searches < 0 {
				return out
			}
			if d := out[i].with(out[k]); d != nil {
				out[i], out = d, slices.Delete(out, k, k+1)
				k = i
			}
		}
	}
	return out
}

// with is two cuts as one, nil where that shows no more than both apart, or no longer all that is short
// of one of them.
func (d *cut) with(o *cut) *cut {
	shared := func(l int32) bool { return slices.Contains(o.alone, l) }
	if d.level() != o.level() || d.tried > 0 || o.tried > 0 || !slices.ContainsFunc(d.alone, shared) {
		return nil
	}
	both := newCut(d.p)
	for _, x := range [...]*cut{d, o} {
		for _, r := range x.order {
			both.take(r, x.rows[r]...)
		}
	}
	both.queue = nil
	both.tighten()
	shown, apart := both.bound(both.supply()), [2]int64{d.bound(d.supply()), o.bound(o.supply())}
	settled := apart[0] >= d.shortfall() || apart[1] >= o.shortfall()
	if both.broken || shown <= apart[0]+apart[1] || settled && shown < both.shortfall() {
		return nil
	}
	return both
}

// wholeCuts are cuts of all that a level asks, of heads and of each among skill by itself, those
// first that are short of most.
func (p *prover) wholeCuts(level int) (out []*cut) {
	rows := map[string][]row{} // by among skill, empty for heads
	for t := range p.c.Model.Tasks {
		if p.c.Model.Tasks[t].UnderLevel != level {
			continue
		}
		rows[""] = append(rows[""], row{int32(t), -1})
		for k, a := range p.c.Source.Needs[p.c.Occurrences[t].Need].Among {
			rows[a.Skill] = append(rows[a.Skill], row{int32(t), k})
		}
	}
	short := map[*cut]int64{}
	for _, skill := range slices.Sorted(maps.Keys(rows)) {
		for _, d := range p.cutsOf(rows[skill]) {
			if n := d.bound(d.supply()); n > 0 && !d.broken {
				short[d] = n
				out = append(out, d)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b *cut) int { return cmp.Compare(short[b], short[a]) })
	return out
}

// whole is a network of what lines can give to rows.
type whole struct {
	p      *prover
	net    flow.Net
	nodes  int32
	pieces []piece
	ofRow  map[row][]int32 // pieces of each row
	size   int             // arcs
	links  [][2]int32      // arcs between inner nodes, to see what hangs together
}

// piece is a time of a row in which whoever may serve it is the same.
type piece struct {
	taken
	node int32
}

const (
	source, sink = 0, 1
	anyLimit     = 1 << 40 // more minutes than anybody works
)

// cutsOf are the pieces of the least cut of rows that hang together.
func (p *prover) cutsOf(rows []row) (out []*cut) {
	w := &whole{p: p, nodes: 2, ofRow: map[row][]int32{}}
	byLine := map[int32][]int32{} // the pieces that each line may serve
	for _, r := range rows {
		w.layRow(r)
		servers := p.serversOf(r.task)
		for i := range servers {
			s := &servers[i]
			for _, k := range w.ofRow[r] {
				if slices.ContainsFunc(usable(s, r), func(u solver.Span) bool { return u.Contains(w.pieces[k].Span) }) {
					byLine[s.line] = append(byLine[s.line], k)
				}
			}
		}
	}
	for _, l := range slices.Sorted(maps.Keys(byLine)) {
		if w.layLine(l, byLine[l]); w.size > mostWhole {
			return nil
		}
	}
	w.net.Seal(int(w.nodes))
	if _, ok := w.net.Maximise(p.ctx, source, sink); !ok {
		return nil
	}
	return w.demands(w.net.Reaching(source, sink))
}

func (w *whole) node() int32 {
	w.nodes++
	return w.nodes - 1
}

func (w *whole) arc(from, to int32, minutes int64) {
	w.net.Add(from, to, minutes)
	w.size++
	if from != source && to != sink {
		w.links = append(w.links, [2]int32{from, to})
	}
}

// layRow lays out what a row asks, piece by piece.
func (w *whole) layRow(r row) {
	t := &w.p.c.Model.Tasks[r.task]
	cuts := []solver.Minute{t.From, t.To}
	add := func(at solver.Minute) {
		if t.From < at && at < t.To {
			cuts = append(cuts, at)
		}
	}
	for _, d := range w.p.c.Model.Days {
		add(d)
	}
	servers := w.p.serversOf(r.task)
	for i := range servers {
		for _, s := range usable(&servers[i], r) {
			add(s.From)
			add(s.To)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for i := 0; i+1 < len(cuts); i++ {
		x := piece{taken{r, solver.Span{From: cuts[i], To: cuts[i+1]}}, w.node()}
		w.ofRow[r] = append(w.ofRow[r], int32(len(w.pieces)))
		w.pieces = append(w.pieces, x)
		w.arc(x.node, sink, int64(w.p.wants(r))*int64(x.Len()))
	}
}

// layLine lays out what a line can give to the pieces that it may serve, under its limits on hours:
// in each stretch of time between their ends no more than the stretch.
func (w *whole) layLine(l int32, mine []int32) {
	var ends []solver.Minute
	for _, k := range mine {
		ends = append(ends, w.pieces[k].From, w.pieces[k].To)
	}
	slices.Sort(ends)
	ends = slices.Compact(ends)
	slices.SortFunc(mine, func(a, b int32) int { return cmp.Compare(w.pieces[a].From, w.pieces[b].From) })
	limits := w.limitsOf(l)
	var open []int32 // pieces under way
	for i := 0; i+1 < len(ends); i++ {
		in := solver.Span{From: ends[i], To: ends[i+1]}
		open = slices.DeleteFunc(open, func(k int32) bool { return w.pieces[k].To <= in.From })
		for len(mine) > 0 && w.pieces[mine[0]].From <= in.From {
			open, mine = append(open, mine[0]), mine[1:]
		}
		if len(open) == 0 {
			continue
		}
		at := w.node()
		w.arc(limits.node(w.dayOf(in.From)), at, int64(in.Len()))
		for _, k := range open {
			w.arc(at, w.pieces[k].node, int64(in.Len()))
		}
	}
}

// dayOf is the day of the model in which a minute lies.
func (w *whole) dayOf(at solver.Minute) int {
	k, ok := slices.BinarySearch(w.p.c.Model.Days, at)
	if !ok {
		k--
	}
	return k
}

// lineLimits are the nodes of a line's limits: the rota over its weeks over its days.
type lineLimits struct {
	w     *whole
	rota  int32
	weeks map[int]int32
	days  map[int]int32
	most  map[solver.Span]int64 // minutes that each limit leaves, by what it is over
}

// limitsOf reads the limits on a line's own hours; what they leave is counted in the kind of work
// that takes least of them.
func (w *whole) limitsOf(l int32) *lineLimits {
	p, m := w.p, w.p.c.Model
	x := &lineLimits{w: w, rota: w.node(), weeks: map[int]int32{}, days: map[int]int32{}, most: map[solver.Span]int64{}}
	whole := int64(anyLimit)
	for _, c := range p.caps[l] {
		s := &m.Sums[c]
		limit, _ := p.capOf(c)
		if limit == "" || len(s.Lines) != 1 {
			continue
		}
		least := int64(0)
		for _, k := range [...]solver.Mode{solver.Active, solver.Passive} {
			if n := s.WeightOf(0, k); least == 0 || n < least {
				least = n
			}
		}
		if least <= 0 {
			continue
		}
		minutes := p.left(c, constraints.RuleHours) / least
		if limit == scheduler.LimitRota {
			whole = min(whole, minutes)
			continue
		}
		if old, ok := x.most[s.Span]; !ok || minutes < old {
			x.most[s.Span] = minutes
		}
	}
	w.arc(source, x.rota, whole)
	return x
}

// node is the node of a day, made with its week's when it is first asked for.
func (x *lineLimits) node(day int) int32 {
	if n, ok := x.days[day]; ok {
		return n
	}
	m := x.w.p.c.Model
	span := solver.Span{From: m.Days[day], To: m.Days[day+1]}
	k := slices.IndexFunc(m.Weeks, func(w solver.Week) bool { return w.Contains(span) })
	week, ok := x.weeks[k]
	if !ok {
		week = x.w.node()
		x.weeks[k] = week
		most := int64(anyLimit)
		if k >= 0 {
			most = x.under(m.Weeks[k].Span)
		}
		x.w.arc(x.rota, week, most)
	}
	n := x.w.node()
	x.days[day] = n
	x.w.arc(week, n, x.under(span))
	return n
}

func (x *lineLimits) under(s solver.Span) int64 {
	if n, ok := x.most[s]; ok {
		return n
	}
	return anyLimit
}

// demands makes a cut of all pieces on the far side that hang together.
func (w *whole) demands(far []bool) (out []*cut) {
	sets := union.New(int(w.nodes))
	for _, a := range w.links {
		if far[a[0]] && far[a[1]] {
			sets.Join(int(a[0]), int(a[1]))
		}
	}
	for i := 1; i < len(w.pieces); i++ {
		if x, y := &w.pieces[i-1], &w.pieces[i]; x.row == y.row && far[x.node] && far[y.node] {
			sets.Join(int(x.node), int(y.node)) // the pieces of a row stand one after another
		}
	}
	of := map[int]*cut{}
	for i := range w.pieces {
		x := &w.pieces[i]
		if !far[x.node] {
			continue
		}
		k := sets.Root(int(x.node))
		if of[k] == nil {
			of[k] = newCut(w.p)
			out = append(out, of[k])
		}
		of[k].take(x.row, x.Span)
	}
	for _, d := range out {
		d.queue = nil
		d.tighten()
	}
	return out
}

// tighten plans alone those few lines that counting their hours gives more than they have in the
// rota: their rules may allow less.
func (d *cut) tighten() {
	can := d.can()
	for _, l := range slices.Sorted(maps.Keys(can)) {
		if len(d.alone) == mostPlanned || d.p.ctx.Err() != nil {
			return
		}
		counted := d.counted(l, can)
		if counted <= d.gives(l) {
			continue
		}
		seconds, known := d.p.reader.Most(int(l), d.demand(), &d.p.searches)
		if minutes := (seconds + 59) / 60; known && minutes < counted {
			d.spare(l)
			d.most[l] = minutes
		}
	}
}
