package bound

import (
	"context"
	"sort"

	"github.com/carerota/carerota/solver"
)

// demand is one part of what a task asks for: lines present over time. A task
// without Among is one demand of Need lines, met by every line it permits. With
// the Among of need n it is two: n lines that hold the attribute, and Need-n of
// any sort. The shortages of the two always add up to at least
// max(0, Need-p, n-p_k), and to exactly that when the holders meet the first
// part first, so the split loses nothing. Of several Among the scarcest is
// taken; leaving out the others only lowers a bound.
type demand struct {
	task  int32
	among int32       // index in Task.Among of what must be held, -1 for nothing
	kind  solver.Mode // of the decisions that meet it
	rank  int32       // index in model.ranks
	steps []step
}

// step is a time over which a demand is the same. Times at which nothing is
// wanted have no step.
type step struct {
	solver.Span
	lines int64
}

// offer is a time during which a line could work on a demand.
type offer struct {
	demand int32
	solver.Span
}

// rank is an order of filling: demands of one level and one price.
type rank struct {
	level int
	price int64
	total int64 // minutes wanted
}

// model is a model as the bounds see it: what is wanted, and what each
// line could give when taken by itself. Fixed decisions are counted as done:
// they lessen what is wanted, and lines offer only what is left of their time.
type model struct {
	m       *solver.Model
	demands []demand
	of      [][2]int32 // by task: its demands (any sort, holders), -1 for none
	ranks   []rank
	offers  [][]offer       // by line
	passive [][]solver.Span // by line: where it could be in a Passive decision, ascending
	kinds   []kindSet       // by line: kinds it can give cover in
	limits  []limit         // hard sums that can bind
	lineLim [][]int32       // by line: its limits, ascending by start
	paid    *payer          // nil when money does not matter
}

// kindSet is a set of kinds, a bit each.
type kindSet uint8

func (s kindSet) has(k solver.Mode) bool { return s>>k&1 == 1 }

const allKinds = kindSet(1<<solver.NumModes - 1)

// limit is a hard sum with what past and fixed decisions leave of it.
type limit struct {
	sum  int32
	soft bool  // a goal not to exceed a total, that is to be tried as if it were hard
	left int64 // parts
}

// newBoundModel reads a model. With soft, goals not to exceed a total that are
// priced at BackupLevel are taken for limits besides the hard ones.
func newBoundModel(ctx context.Context, m *solver.Model, soft bool) *model {
	b := &model{m: m}
	b.findLimits(soft)
	b.findRanks()
	b.findDemands()
	b.offers = make([][]offer, len(m.Lines))
	b.passive = make([][]solver.Span, len(m.Lines))
	b.kinds = make([]kindSet, len(m.Lines))
	for l := range m.Lines {
		if ctx.Err() != nil {
			break // whoever asked looks at the context before what was made
		}
		if m.Lines[l].Master < 0 {
			b.findOffers(int32(l))
		}
		b.findPassive(int32(l))
	}
	return b
}

// findLimits gathers the sums with a greatest total and no negative weight, and
// takes off what past and fixed decisions use.
func (b *model) findLimits(soft bool) {
	b.lineLim = make([][]int32, len(b.m.Lines))
	for i := range b.m.Sums {
		s := &b.m.Sums[i]
		if min(s.Weight[solver.Active], s.Weight[solver.Passive], s.Weight[solver.Reserve], s.Weight[solver.Beside]) < 0 {
			continue
		}
		if s.Max != solver.NoLimit {
			b.limit(int32(i), s.Max, false)
		}
		if soft && s.HighPrice > 0 && s.HighLevel == b.m.BackupLevel {
			b.limit(int32(i), s.High, true)
		}
	}
	for _, ids := range b.lineLim {
		sort.SliceStable(ids, func(i, j int) bool { return b.span(ids[i]).From < b.span(ids[j]).From })
	}
}

func (b *model) limit(sum int32, most int64, soft bool) {
	s := &b.m.Sums[sum]
	for _, l := range s.Lines {
		b.lineLim[l] = append(b.lineLim[l], int32(len(b.limits)))
	}
	b.limits = append(b.limits, limit{sum, soft, max(most-b.used(s), 0)})
}

// used is what past and fixed decisions add to a sum.
func (b *model) used(s *solver.Sum) int64 {
	return b.m.GivenTo(s)
}

func (b *model) span(lim int32) solver.Span { return b.m.Sums[b.limits[lim].sum].Span }

// findRanks lists the pairs of level and price in the order in which demands
// are to be filled. What can be covered at once by the flow is a polymatroid,
// so filling greedily, dear before cheap, is best (Edmonds 1970).
func (b *model) findRanks() {
	seen := map[rank]bool{}
	for i := range b.m.Tasks {
		t := &b.m.Tasks[i]
		if r := (rank{level: t.UnderLevel, price: t.UnderPrice}); r.price > 0 && !seen[r] {
			seen[r] = true
			b.ranks = append(b.ranks, r)
		}
	}
	sort.Slice(b.ranks, func(i, j int) bool {
		x, y := b.ranks[i], b.ranks[j]
		return x.level < y.level || x.level == y.level && x.price > y.price
	})
}

func (b *model) rankOf(t *solver.Task) int32 {
	for i, r := range b.ranks {
		if r.level == t.UnderLevel && r.price == t.UnderPrice {
			return int32(i)
		}
	}
	return -1
}

// presentFixed is a fixed Active or Passive decision and the line that has it.
type presentFixed struct {
	line int32
	solver.Span
}

func (b *model) findDemands() {
	m := b.m
	fixed := make([][]presentFixed, len(m.Tasks))
	for l := range m.Lines {
		for _, d := range m.Lines[l].Fixed {
			if d.Task >= 0 && (d.Kind == solver.Active || d.Kind == solver.Passive) {
				fixed[d.Task] = append(fixed[d.Task], presentFixed{int32(l), d.Span()})
			}
		}
	}
	among := b.scarcest()
	b.of = make([][2]int32, len(m.Tasks))
	for i := range m.Tasks {
		b.of[i] = [2]int32{-1, -1}
		if r := b.rankOf(&m.Tasks[i]); r >= 0 {
			b.split(int32(i), among[i], r, fixed[i])
		}
	}
}

// scarcest picks for each task the Among with the fewest holders for what it
// needs, -1 when there is none.
func (b *model) scarcest() []int32 {
	m := b.m
	pick := make([]int32, len(m.Tasks))
	held := make([][]int, len(m.Tasks))
	for l := range m.Lines {
		if m.Lines[l].Master >= 0 {
			continue
		}
		for _, p := range m.Lines[l].Permits {
			if held[p.Task] == nil && len(m.Tasks[p.Task].Among) > 0 {
				held[p.Task] = make([]int, len(m.Tasks[p.Task].Among))
			}
			for k := range min(len(p.Holds), len(held[p.Task])) {
				if len(p.Holds[k]) > 0 {
					held[p.Task][k]++
				}
			}
		}
	}
	for i := range m.Tasks {
		pick[i] = -1
		for k, a := range m.Tasks[i].Among {
			if a.Need <= 0 {
				continue
			}
			if held[i] == nil {
				held[i] = make([]int, len(m.Tasks[i].Among))
			}
			if best := pick[i]; best < 0 || held[i][k]*m.Tasks[i].Among[best].Need < held[i][best]*a.Need {
				pick[i] = int32(k)
			}
		}
	}
	return pick
}

// split makes the demands of one task, less what fixed decisions give.
func (b *model) split(task, among, r int32, fixed []presentFixed) {
	t := &b.m.Tasks[task]
	cuts := []solver.Minute{t.From, t.To}
	for _, f := range fixed {
		cuts = append(cuts, min(max(f.From, t.From), t.To), min(max(f.To, t.From), t.To))
	}
	sort.Slice(cuts, func(i, j int) bool { return cuts[i] < cuts[j] })
	anyone, holders := demand{task: task, among: -1, kind: t.Kind, rank: r}, demand{task: task, among: among, kind: t.Kind, rank: r}
	for i := 1; i < len(cuts); i++ {
		x := solver.Span{From: cuts[i-1], To: cuts[i]}
		if x.Len() == 0 {
			continue
		}
		need, special := int64(t.Need), int64(0)
		if among >= 0 {
			special = int64(t.Among[among].Need)
		}
		for _, f := range fixed {
			if f.Contains(x) {
				need--
				if among >= 0 && b.fixedHolds(f, task, among) {
					special--
				}
			}
		}
		special = max(special, 0)
		if n := need - special; n > 0 {
			anyone.steps = append(anyone.steps, step{x, n})
		}
		if special > 0 {
			holders.steps = append(holders.steps, step{x, special})
		}
	}
	b.of[task] = [2]int32{b.file(anyone), b.file(holders)}
}

// file stores a demand that wants anything and returns its index.
func (b *model) file(d demand) int32 {
	if len(d.steps) == 0 {
		return -1
	}
	for _, s := range d.steps {
		b.ranks[d.rank].total += s.lines * int64(s.Len())
	}
	b.demands = append(b.demands, d)
	return int32(len(b.demands) - 1)
}

// fixedHolds says whether a fixed decision counts for an Among. Where no
// permit says so it is taken to count, which only lowers the bound.
func (b *model) fixedHolds(f presentFixed, task, among int32) bool {
	permits := b.m.Lines[f.line].Permits
	i := sort.Search(len(permits), func(i int) bool { return permits[i].Task >= task })
	if i == len(permits) || permits[i].Task != task {
		return true
	}
	if int(among) >= len(permits[i].Holds) {
		return false
	}
	return solver.InSpans(permits[i].Holds[among], f.Span)
}

// findOffers lists when the line could serve each demand, leaving out times at
// which no decision is legal even for a line with nothing else to do.
func (b *model) findOffers(l int32) {
	line := &b.m.Lines[l]
	var spans, part []solver.Span
	b.offers[l] = make([]offer, 0, len(line.Permits)) // as many as most lines have
	for i := range line.Permits {
		p := &line.Permits[i]
		of := b.of[p.Task]
		if of[0] < 0 && of[1] < 0 {
			continue
		}
		t := &b.m.Tasks[p.Task]
		spans = b.usable(spans[:0], l, t, p.Spans)
		if len(spans) == 0 {
			continue
		}
		b.kinds[l] |= 1 << t.Kind
		if of[0] >= 0 {
			for _, s := range spans {
				b.offers[l] = append(b.offers[l], offer{of[0], s})
			}
		}
		if of[1] < 0 {
			continue
		}
		if k := b.demands[of[1]].among; int(k) < len(p.Holds) {
			part = part[:0]
			for _, s := range p.Spans {
				for _, h := range p.Holds[k] {
					if x := s.Meet(h); x.Len() > 0 {
						part = append(part, x)
					}
				}
			}
			spans = b.usable(spans[:0], l, t, part)
			for _, s := range spans {
				b.offers[l] = append(b.offers[l], offer{of[1], s})
			}
		}
	}
}

// usable appends to out the times inside spans that a legal decision of the
// line in the task could take up: on the grid, clear of fixed decisions and of
// forbidden weekends, long enough, not too long, and within what is left of
// each sum that the decision must draw on.
func (b *model) usable(out []solver.Span, l int32, t *solver.Task, spans []solver.Span) []solver.Span {
	line := &b.m.Lines[l]
	least := min(t.MinLen, t.Len())
	if t.Whole {
		least = t.Len()
	}
	least = max(least, 1)
	if least > b.longest(l, t) {
		return out
	}
	for _, s := range spans {
		s = b.onGrain(t, s.Meet(t.Span))
		if s.Len() < least {
			continue
		}
		from := len(out)
		out = append(out, s)
		for i := range line.Fixed {
			out = cutOut(out, from, line.Fixed[i].Span())
		}
		if line.Rules.MaxWeekends == 0 {
			for _, w := range b.m.Weekends {
				out = cutOut(out, from, w)
			}
		}
		kept := out[:from]
		for _, x := range out[from:] {
			if x.Len() >= least && b.affords(l, t, x, least) {
				kept = append(kept, x)
			}
		}
		out = kept
	}
	return out
}

// longest is the greatest length of a decision of the line in the task. A
// decision that is not Passive may share a spell with a Passive one.
func (b *model) longest(l int32, t *solver.Task) solver.Minute {
	r := &b.m.Lines[l].Rules
	n := t.Len()
	for _, x := range []solver.Minute{t.MaxLen, r.MaxLen[t.Kind]} {
		if x > 0 {
			n = min(n, x)
		}
	}
	if r.MaxSpell > 0 && r.MaxSpellPassive > 0 {
		n = min(n, max(r.MaxSpell, r.MaxSpellPassive))
	}
	if t.Kind == solver.Active && r.MaxAwake > 0 {
		n = min(n, r.MaxAwake)
	}
	return min(t.Len(), n+b.m.Stretch(t.Span))
}

// onGrain shrinks a span to points at which a decision of the task may start or end.
func (b *model) onGrain(t *solver.Task, s solver.Span) solver.Span {
	g := b.m.Grain
	if g <= 1 {
		return s
	}
	if r := s.From % g; r != 0 && s.From != t.From {
		s.From = min(s.From-r+g, t.To)
	}
	if r := s.To % g; r != 0 && s.To != t.To {
		s.To = max(s.To-r, t.From)
	}
	return s
}

// cutOut takes hole out of the spans from index i on.
func cutOut(spans []solver.Span, i int, hole solver.Span) []solver.Span {
	for n := len(spans); i < n; i++ {
		s := spans[i]
		if s.Meet(hole).Len() <= 0 {
			continue
		}
		spans[i].To = max(min(hole.From, s.To), s.From)
		if hole.To < s.To {
			spans = append(spans, solver.Span{From: max(hole.To, s.From), To: s.To})
		}
	}
	return spans
}

// affords says whether every sum over the line leaves room for the least that a
// decision inside x draws on it: the part of the shortest decision that cannot
// lie outside the sum's span.
func (b *model) affords(l int32, t *solver.Task, x solver.Span, least solver.Minute) bool {
	for _, id := range b.lineLim[l] {
		s := &b.m.Sums[b.limits[id].sum]
		if s.From >= x.To {
			break
		}
		in := min(least-max(s.From-x.From, x.To-s.To, 0), s.Meet(x).Len())
		if in > 0 && !b.limits[id].soft && int64(in)*s.Weight[t.Kind] > b.limits[id].left {
			return false
		}
	}
	return true
}

// findPassive lists where the line could be in a Passive decision, past and
// fixed ones included.
func (b *model) findPassive(l int32) {
	line := &b.m.Lines[l]
	for _, ds := range [][]solver.Decision{line.Past, line.Fixed} {
		for _, d := range ds {
			if d.Kind == solver.Passive {
				b.passive[l] = append(b.passive[l], d.Span())
			}
		}
	}
	for _, p := range line.Permits {
		if b.m.Tasks[p.Task].Kind == solver.Passive && line.Master < 0 {
			b.passive[l] = append(b.passive[l], p.Spans...)
		}
	}
	sort.Slice(b.passive[l], func(i, j int) bool { return b.passive[l][i].From < b.passive[l][j].From })
}
