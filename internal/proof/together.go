package proof

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Most workers and visits whose rotas are tried one by one.
const (
	mostJointWorkers = 4
	mostVisits       = 24
)

// jointly tries all rotas of a few workers on a demand of whole visits: each visit
// in order of time goes to one of the workers, or to nobody. A way is left when a
// rule is broken, when as much is short as is claimed, and when the same visits
// were reached before with every worker in the same place and no more short.
type jointly struct {
	reader  *Reader
	workers []*alone
	visits  []visit
	claim   int64 // seconds short
	budget  *int
	tried   int
	seen    map[jointState]int64
}

// visit is one place in an occurrence that is wanted whole or in part.
type visit struct {
	reading.Item
	value int64
	first bool // of the places in its occurrence
}

type jointState struct {
	next, least int
	lines       [mostJointWorkers]aloneState
}

// AllShort says whether every rota of the workers who can give to a demand leaves so many
// seconds of it short, and how many rotas were tried to see it. It is unknown where
// the demand is not of whole visits, or of too many.
func (r *Reader) AllShort(demand []scheduler.ProofDemand, seconds int64, budget *int) (holds Answer, tried int) {
	rows, bad := r.Asked(demand)
	t := &jointly{reader: r, claim: seconds, budget: budget, seen: map[jointState]int64{}}
	if len(bad) > 0 || !t.lay(rows) {
		return Unknown, 0
	}
	lines := make([][]reading.Item, len(t.workers))
	for i, w := range t.workers {
		lines[i] = slices.Clone(r.pins[w.w.Index])
	}
	return t.search(lines, 0, 0, 0), t.tried
}

// lay lists visits and workers.
func (t *jointly) lay(rows []Asks) bool {
	for i := range rows {
		x := &rows[i]
		if !x.Need.Whole || x.skill != "" {
			return false
		}
		if k := slices.IndexFunc(rows, func(o Asks) bool { return o.Need == x.Need && o.occ == x.occ }); k < i {
			if rows[k].n != x.n {
				return false
			}
			continue // the part of a visit in the next week, counted with the first
		}
		value := int64(0)
		for _, o := range rows {
			if o.Need == x.Need && o.occ == x.occ {
				value += o.Len()
			}
		}
		for k := range x.n {
			it := reading.Item{Span: x.Need.Occurrences[x.occ].Span, Kind: x.Need.Kind, Need: x.Need.Index, Occurrence: x.occ, Client: x.Need.ClientIndex}
			t.visits = append(t.visits, visit{it, value, k == 0})
		}
	}
	slices.SortStableFunc(t.visits, func(x, y visit) int {
		return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.Need, y.Need), cmp.Compare(x.Occurrence, y.Occurrence))
	})
	for i := range t.reader.Reading.Workers {
		w := &t.reader.Reading.Workers[i]
		if w.Trainee || !slices.ContainsFunc(rows, func(x Asks) bool { return len(t.reader.usable(w, &x)) > 0 }) {
			continue
		}
		a := &alone{reader: t.reader, w: t.reader.lenient(w)}
		for _, v := range t.visits {
			a.shifts = append(a.shifts, aloneShift{v.Item, v.value})
		}
		t.workers = append(t.workers, a)
	}
	pinned := func(a *alone) bool {
		return slices.ContainsFunc(t.reader.pins[a.w.Index], func(it reading.Item) bool { return !it.Past })
	}
	return len(t.workers) <= mostJointWorkers && len(t.visits) <= mostVisits && !slices.ContainsFunc(t.workers, pinned)
}

// search gives the visits from the i-th on to the workers from least on, where
// the place before is of the same occurrence.
func (t *jointly) search(lines [][]reading.Item, i, least int, short int64) Answer {
	if short >= t.claim {
		return Holds
	}
	if i == len(t.visits) {
		return fails
	}
	v := &t.visits[i]
	if v.first {
		least = 0
	}
	state := jointState{next: i, least: least}
	for k, w := range t.workers {
		state.lines[k] = w.state(lines[k], i)
	}
	if was, ok := t.seen[state]; ok && was <= short {
		return Holds
	}
	t.seen[state] = short
	if *t.budget -= len(t.workers) + 1; *t.budget < 0 {
		return Unknown
	}
	for k := least; k < len(t.workers); k++ {
		w := t.workers[k]
		if !reading.LegalShift(t.reader.Reading, w.w, &t.reader.Needs[v.Need], v.Occurrence, v.Span) {
			continue
		}
		t.tried++
		old := lines[k]
		lines[k] = reading.LineWith(old, v.Item)
		if reading.LegalLine(t.reader.Reading, w.w, lines[k]) && t.underCeiling(w.w, lines) {
			if got := t.search(lines, i+1, k+1, short); got != Holds {
				return got
			}
		}
		lines[k] = old
	}
	t.tried++
	return t.search(lines, i+1, len(t.workers), short+v.value)
}

// underCeiling says whether the provider's workers are within its ceiling.
func (t *jointly) underCeiling(of *reading.Worker, lines [][]reading.Item) bool {
	if of.Ceiling() == nil {
		return true
	}
	for k := range t.reader.WeekCount() {
		sum := 0.0
		for i := range t.reader.Reading.Workers {
			w := &t.reader.Reading.Workers[i]
			if w.ProviderIndex != of.ProviderIndex {
				continue
			}
			line := t.reader.pins[i]
			if j := slices.IndexFunc(t.workers, func(a *alone) bool { return a.w.Index == w.Index }); j >= 0 {
				line = lines[j]
			}
			for m := range line {
				sum += w.Counted(&line[m], t.reader.Week(k))
			}
		}
		if reading.OverCeiling(of.Supplier, sum) > 0 {
			return false
		}
	}
	return true
}
