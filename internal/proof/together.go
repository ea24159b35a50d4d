package proof

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"reflect"
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Most workers and visits whose rotas are tried, and most ways in which the workers can stand after
// one visit.
const (
	mostJointWorkers = 5
	mostVisits       = 160
	mostStands       = 60_000
)

// short is what stays open at each level of criticality, in seconds.
type short [scheduler.LevelFamily]int64

func (s short) plus(o short) short {
	for l := range s {
		s[l] += o[l]
	}
	return s
}

func (s short) less(o short) bool { return slices.Compare(s[:], o[:]) < 0 }

// jointly tries all rotas of a few workers on whole visits, visit by visit in order of time: after
// each it keeps the ways in which the workers can stand (what the rules ask of each line so far),
// with the least that is short on the way there. A way is left when a rule is broken that no later
// visit can mend, or when with what must yet be short it comes to as much as is claimed (dynamic
// programming over states; R. Bellman, 1957).
type jointly struct {
	ctx     context.Context
	reader  *Reader
	workers []*alone
	twin    []int // of each worker the first who is the same in all that is asked
	visits  []visit
	stands  [][]stands // by visit and worker, before the visit; one more after the last
	yet     []short    // by visit: what is short at least of it and those after it, whoever stands how
	claim   short
	atMost  int // workers
	budget  *int
	tried   int
}

// visit is an occurrence that is wanted whole, with what each choice of workers leaves short of it.
type visit struct {
	reading.Item
	need   *reading.Need
	able   uint32
	short  []short // by choice of workers, as bits
	gains  []short // by worker: the most by which the worker makes it less
	chosen []uint32
	weeks  []ceiling // by worker
}

// ceiling is what counts toward the ceiling of a worker's provider in the week in which a visit
// begins and the one after, in microseconds: what it leaves beside the work of those who take no
// visit, and what the visit takes. Without a ceiling it leaves all.
type ceiling struct{ left, takes [2]int64 }

// stands are the ways in which a worker can stand before a visit.
type stands struct {
	of    map[aloneState]int32
	lines [][]reading.Item
	hours [][2]int64 // as aloneState.ceiling
	next  [][2]int32 // without the visit and with it; below 0 where that is not legal
	yet   []short    // the most that the worker can still give, by level
}

// AllShort says whether every rota of the workers who can give to a demand leaves so many
// seconds of it short, and how many steps were tried to see it. It is unknown where
// the demand is not of whole visits, or of too many, or where the context or the budget ends first.
func (r *Reader) AllShort(ctx context.Context, demand []scheduler.ProofDemand, seconds int64, budget *int) (holds Answer, tried int) {
	rows, bad := r.Asked(demand)
	if len(bad) > 0 || slices.ContainsFunc(rows, func(x Asks) bool { return !wholly(x.Need, x.occ) }) {
		return Unknown, 0
	}
	t := &jointly{ctx: ctx, reader: r, claim: short{seconds}, atMost: mostJointWorkers, budget: budget}
	for i := range rows {
		if !slices.ContainsFunc(t.visits, func(v visit) bool { return v.need == rows[i].Need && v.Occurrence == rows[i].occ }) {
			t.enter(rows[i].Need, rows[i].occ)
		}
		if len(t.visits) > mostVisits {
			return Unknown, 0
		}
	}
	if !t.choose(func(w *reading.Worker, v *visit) bool {
		return slices.ContainsFunc(rows, func(x Asks) bool { return v.of(&x) && len(r.usable(w, &x)) > 0 })
	}) {
		return Unknown, 0
	}
	for i := range t.visits {
		t.visits[i].price(t, func(there []*reading.Worker) (s short) {
			for k := range rows {
				if x := &rows[k]; t.visits[i].of(x) {
					s[0] += int64(max(0, x.n-holding(there, x.skill, t.visits[i].Span))) * x.counts
				}
			}
			return s
		})
	}
	return t.try(), t.tried
}

// LeastShort says whether no rota leaves less short than so many seconds by criticality, the most
// critical first. It is unknown where somebody has shifts pinned, where needs are not of whole
// visits, or of too many visits or workers, or where the context or the budget ends first.
func (r *Reader) LeastShort(ctx context.Context, seconds [scheduler.LevelFamily]int64, budget *int) Answer {
	t := &jointly{ctx: ctx, reader: r, claim: seconds, atMost: mostJointWorkers, budget: budget}
	for i := range r.Needs {
		n := &r.Needs[i]
		if len(t.visits)+len(n.Occurrences) > mostVisits {
			return Unknown
		}
		for k := range n.Occurrences {
			if !wholly(n, k) {
				return Unknown
			}
			t.enter(n, k)
		}
	}
	if !t.choose(func(w *reading.Worker, v *visit) bool { return true }) {
		return Unknown
	}
	for i := range t.visits {
		v := &t.visits[i]
		v.price(t, func(there []*reading.Worker) (s short) {
			most := v.need.Workers - len(there)
			for _, m := range v.need.Among {
				most = max(most, m.Workers-holding(there, m.Skill, v.Span))
			}
			s[v.need.Criticality] = int64(max(0, most)) * v.Len()
			return s
		})
	}
	return t.try()
}

// wholly says whether an occurrence is taken whole, as it is where no shift may be shorter.
func wholly(n *reading.Need, occ int) bool {
	o := n.Occurrences[occ].Span
	return leastOf(n, o) == o.Len()
}

// of says whether a row of a demand is about the visit.
func (v *visit) of(x *Asks) bool { return v.need == x.Need && v.Occurrence == x.occ }

// holding is how many workers hold a skill, all where that is empty.
func holding(there []*reading.Worker, skill string, in reading.Span) (n int) {
	for _, w := range there {
		if skill == "" || w.Holds(skill, in) {
			n++
		}
	}
	return n
}

// enter adds an occurrence to the visits.
func (t *jointly) enter(n *reading.Need, occ int) {
	t.visits = append(t.visits, visit{need: n, Item: reading.Item{Span: n.Occurrences[occ].Span, Kind: n.Kind, Need: n.Index, Occurrence: occ, Client: n.ClientIndex}})
}

// choose lists those who may take any of the visits, and which; false where they are too many, or have
// pinned shifts.
func (t *jointly) choose(may func(*reading.Worker, *visit) bool) bool {
	slices.SortStableFunc(t.visits, func(x, y visit) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Need, y.Need), cmp.Compare(x.Occurrence, y.Occurrence))
	})
	for i := range t.reader.Workers {
		w := &t.reader.Workers[i]
		a := t.reader.newAlone(i)
		mine, able := uint32(1)<<len(t.workers), false
		for k := range t.visits {
			v := &t.visits[k]
			if !w.Trainee && (a.bridges(v) || may(w, v)) && reading.LegalShift(t.reader.Reading, w, v.need, v.Occurrence, v.Span) {
				able, v.able = able || may(w, v), v.able|mine
			}
		}
		if able && len(t.workers) == t.atMost {
			return false
		}
		if !w.Trainee && slices.ContainsFunc(t.reader.pins[i], func(it reading.Item) bool {
			return !it.Past && (able || slices.ContainsFunc(t.visits, func(v visit) bool { return v.Need == it.Need && v.Occurrence == it.Occurrence }))
		}) {
			return false
		}
		if !able {
			for k := range t.visits {
				t.visits[k].able &^= mine
			}
			continue
		}
		for _, v := range t.visits {
			a.shifts = append(a.shifts, aloneShift{Item: v.Item})
		}
		t.workers = append(t.workers, a)
	}
	for k := range t.workers {
		t.twin = append(t.twin, slices.IndexFunc(t.workers, func(o *alone) bool { return t.same(o, t.workers[k]) }))
	}
	return true
}

// same says whether two workers are the same in all that is asked of them.
func (t *jointly) same(x, y *alone) bool {
	if x == y {
		return true
	}
	if x.real != nil || y.real != nil || x.w.ProviderIndex != y.w.ProviderIndex || !reflect.DeepEqual(x.w.Limits, y.w.Limits) || len(t.reader.pins[x.w.Index])+len(t.reader.pins[y.w.Index]) > 0 {
		return false
	}
	i, j := slices.Index(t.workers, x), slices.Index(t.workers, y)
	return !slices.ContainsFunc(t.visits, func(v visit) bool {
		return v.able>>i&1 != v.able>>j&1 || slices.ContainsFunc(v.need.Among, func(m scheduler.Among) bool { return x.w.Holds(m.Skill, v.Span) != y.w.Holds(m.Skill, v.Span) })
	}) && slices.Equal(t.reader.sleeperOf(x.w).spans, t.reader.sleeperOf(y.w).spans)
}

// price works out what each choice of workers leaves short of a visit, and which choices nobody
// could be left out of for nothing.
func (v *visit) price(t *jointly, left func(there []*reading.Worker) short) {
	v.short, v.gains = make([]short, 1<<len(t.workers)), make([]short, len(t.workers))
	for mask := range uint32(len(v.short)) {
		if mask&^v.able != 0 {
			continue
		}
		var there []*reading.Worker
		for k, a := range t.workers {
			if mask>>k&1 == 1 {
				there = append(there, a.w)
			}
		}
		v.short[mask] = left(there)
		needed := true
		for rest := mask; rest != 0; rest &= rest - 1 {
			k := bits.TrailingZeros32(rest)
			without := v.short[mask&^(1<<k)]
			needed = needed && (without != v.short[mask] || t.workers[k].bridges(v))
			for l := range without {
				v.gains[k][l] = max(v.gains[k][l], without[l]-v.short[mask][l])
			}
		}
		if needed {
			v.chosen = append(v.chosen, mask)
		}
	}
}

// try says whether every rota is short of as much as is claimed.
func (t *jointly) try() Answer {
	t.yet = make([]short, len(t.visits)+1)
	for i := len(t.visits) - 1; i >= 0; i-- {
		t.yet[i] = t.yet[i+1].plus(t.visits[i].short[t.visits[i].able])
	}
	if !t.yet[0].less(t.claim) {
		return Holds
	}
	if !t.layStands() {
		return Unknown
	}
	p, holds := t.potentialOf()
	if holds {
		return Holds
	}
	return t.walk(p)
}

// over says, now and then, whether the context has ended.
func (t *jointly) over(step int) bool { return step%256 == 0 && t.ctx.Err() != nil }

// layStands lists, visit by visit, how each worker can stand, whatever the others do.
func (t *jointly) layStands() bool {
	for i := range t.visits {
		t.limit(&t.visits[i])
	}
	t.stands = make([][]stands, len(t.visits)+1)
	for i := range t.stands {
		t.stands[i] = make([]stands, len(t.workers))
		for k := range t.workers {
			t.stands[i][k].of = map[aloneState]int32{}
		}
	}
	for k, a := range t.workers {
		if t.twin[k] != k {
			continue
		}
		t.stands[0][k].at(a, slices.Clone(t.reader.pins[a.w.Index]), 0)
		for i := range t.visits {
			if !t.step(k, i) {
				return false
			}
		}
		t.giveYet(k)
	}
	return true
}

// at is the number of how a line stands before the i-th visit.
func (s *stands) at(a *alone, line []reading.Item, i int) int32 {
	x := a.state(line, i)
	n, ok := s.of[x]
	if !ok {
		n = int32(len(s.lines))
		s.of[x] = n
		s.lines, s.hours = append(s.lines, line), append(s.hours, x.ceiling)
	}
	return n
}

// step works out how a worker stands after a visit, without it and with it.
func (t *jointly) step(k, i int) bool {
	a, v, now, then := t.workers[k], &t.visits[i], &t.stands[i][k], &t.stands[i+1][k]
	if len(now.lines) > mostStands {
		return false
	}
	for _, line := range now.lines {
		next := [2]int32{then.at(a, line, i+1), -1}
		if *t.budget--; *t.budget < 0 || t.over(*t.budget) {
			return false
		}
		if v.able>>k&1 == 1 {
			if longer := reading.LineWith(line, v.Item); a.mayStand(longer, &v.Item) {
				next[1] = then.at(a, longer, i+1)
			}
		}
		now.next = append(now.next, next)
	}
	t.tried += len(now.lines)
	return true
}

// giveYet works out, from the last visit back, the most that a worker can still give.
func (t *jointly) giveYet(k int) {
	t.stands[len(t.visits)][k].yet = make([]short, len(t.stands[len(t.visits)][k].lines))
	for i := len(t.visits) - 1; i >= 0; i-- {
		now, then := &t.stands[i][k], t.stands[i+1][k].yet
		for _, next := range now.next {
			most := then[next[0]]
			if next[1] >= 0 {
				with := then[next[1]].plus(t.visits[i].gains[k])
				for l := range most {
					most[l] = max(most[l], with[l])
				}
			}
			now.yet = append(now.yet, most)
		}
	}
}

// way is how the workers stand together, by number; twins in order.
type way [mostJointWorkers]int32

// walk goes through all visits with all workers.
func (t *jointly) walk(p *potential) Answer {
	ways := map[way]short{{}: {}}
	open := make([]short, len(t.visits)+1) // what is short of the visits to come with nobody there
	for i := len(t.visits) - 1; i >= 0; i-- {
		open[i] = open[i+1].plus(t.visits[i].short[0])
	}
	for i := range t.visits {
		next := map[way]short{}
		for w, so := range ways {
			if *t.budget -= 1 + len(t.visits[i].chosen)/8; *t.budget < 0 || len(next) > mostStands || t.over(len(next)) {
				return Unknown
			}
			for _, mask := range t.visits[i].chosen {
				to, ok := t.take(w, i, mask)
				if !ok {
					continue
				}
				now := so.plus(t.visits[i].short[mask])
				if p.hopeless(now, to, i+1) || !now.plus(t.least(to, i+1, open[i+1])).less(t.claim) {
					continue
				}
				if was, ok := next[to]; !ok || now.less(was) {
					next[to] = now
				}
			}
		}
		t.tried += len(ways)
		ways = next
	}
	if len(ways) > 0 {
		return fails
	}
	return Holds
}

// take is how workers stand after some of them took a visit; false where they may not.
func (t *jointly) take(w way, i int, mask uint32) (way, bool) {
	var to way
	for k := range t.workers {
		if to[k] = t.stands[i][t.twin[k]].next[w[k]][mask>>k&1]; to[k] < 0 || mask>>k&1 == 1 && !t.underCeiling(w, i, mask, k) {
			return to, false
		}
	}
	for k := range t.workers { // twins in order
		for j := range k {
			if t.twin[j] == t.twin[k] && to[j] > to[k] {
				to[j], to[k] = to[k], to[j]
			}
		}
	}
	return to, true
}

// underCeiling says whether a worker's provider is within its ceiling once some have taken a visit.
func (t *jointly) underCeiling(w way, i int, mask uint32, of int) bool {
	weeks := t.visits[i].weeks
	for j, left := range weeks[of].left {
		for k, a := range t.workers {
			if a.w.ProviderIndex == t.workers[of].w.ProviderIndex {
				left -= t.stands[i][t.twin[k]].hours[w[k]][j] + int64(mask>>k&1)*weeks[k].takes[j]
			}
		}
		if left < 0 && weeks[of].takes[j] > 0 {
			return false
		}
	}
	return true
}

// limit works out what a visit takes of ceilings.
func (t *jointly) limit(v *visit) {
	v.weeks = make([]ceiling, len(t.workers))
	first := t.reader.DayOf(v.From) / 7
	for k, a := range t.workers {
		c := &v.weeks[k]
		c.left = [2]int64{math.MaxInt64, math.MaxInt64}
		for j := 0; j < 2 && a.w.Ceiling() != nil && first+j < t.reader.WeekCount(); j++ {
			week := t.reader.Week(first + j)
			c.takes[j] = int64(math.Round(a.w.Counted(&v.Item, week) * 1e6))
			c.left[j] = int64(math.Round((a.w.Ceiling().MaxHoursWeek.Seconds() + reading.Slack) * 1e6))
			for n := range t.reader.Workers {
				o := &t.reader.Workers[n]
				if o.ProviderIndex != a.w.ProviderIndex || slices.ContainsFunc(t.workers, func(x *alone) bool { return x.w == o }) {
					continue
				}
				for m := range t.reader.pins[n] {
					c.left[j] -= int64(math.Round(o.Counted(&t.reader.pins[n][m], week) * 1e6))
				}
			}
		}
	}
}

// least is what is short at least of the visits from the i-th on. Nobody gives more than alone.
func (t *jointly) least(w way, i int, open short) short {
	for k := range t.workers {
		yet := t.stands[i][t.twin[k]].yet[w[k]]
		for l := range open {
			open[l] -= yet[l]
		}
	}
	for l := range open {
		open[l] = max(open[l], t.yet[i][l])
	}
	return open
}
