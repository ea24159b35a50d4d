package proof

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// All rules of a line but one are kept by a line with a shift less. A spell may be longer with a
// sleep-in in it, so that a line which is too long without one may be legal with one more shift,
// which the demand need not ask for. mayStand leaves such a line in the search.

// sleeper is what a worker's sleep-ins may make of spells.
type sleeper struct {
	lenient *reading.Worker // the worker, with the longer spell; nil where no sleep-in makes one
	spans   []nap           // the sleep-ins that the worker may take
	most    [2]int64        // length of a spell, without a sleep-in and with one
}

// nap is a time for a sleep-in, and the least length of one in it.
type nap struct {
	reading.Span
	least int64
}

// sleeperOf reads what sleep-ins may make of a worker's spells.
func (r *Reader) sleeperOf(w *reading.Worker) *sleeper {
	if r.sleepers == nil {
		r.sleepers = make([]*sleeper, len(r.Workers))
	}
	if r.sleepers[w.Index] == nil {
		r.sleepers[w.Index] = r.newSleeper(r.lenient(&r.Workers[w.Index]))
	}
	return r.sleepers[w.Index]
}

func (r *Reader) newSleeper(w *reading.Worker) *sleeper {
	l := w.Limits
	s := &sleeper{most: [2]int64{int64(l.MaxSpell / time.Second), int64(l.MaxSpellSleepIn / time.Second)}}
	if s.most[1] <= s.most[0] {
		return s
	}
	for i := range r.Needs {
		n := &r.Needs[i]
		if n.Kind != scheduler.SleepIn {
			continue
		}
		for k := range n.Occurrences {
			o := n.Occurrences[k].Span
			for _, x := range r.usable(w, &Asks{Span: o, Need: n, occ: k}) {
				s.spans = append(s.spans, nap{x, leastOf(n, o)})
			}
		}
	}
	if len(s.spans) > 0 {
		longer, who := *l, *w
		longer.MaxSpell, who.Limits = l.MaxSpellSleepIn, &longer
		s.lenient = &who
	}
	return s
}

// mayStand says whether a line breaks no rule with a visit just entered, or might break none with
// more work.
func (a *alone) mayStand(line []reading.Item, entered *reading.Item) bool {
	return a.reader.mayStand(a.w, line) && a.restsOvernight(line, entered)
}

// mayStand says whether a line of a worker's breaks no rule, or might break none with a sleep-in more.
// Of its spells it asks no more than when they begin and end and whether they have a sleep-in.
func (r *Reader) mayStand(w *reading.Worker, line []reading.Item) bool {
	if reading.LegalLine(r.Reading, w, line) {
		return true
	}
	s := r.sleeperOf(w)
	if s.lenient == nil || !reading.LegalLine(r.Reading, s.lenient, line) {
		return false
	}
	for i := 0; i < len(line); {
		spell, end := w.SpellAt(line, i)
		rostered := slices.ContainsFunc(line[i:end], func(it reading.Item) bool { return !it.Past && !it.History })
		if rostered && !spell.SleepIn && spell.Len() > s.most[0] && !s.mends(spell.Span) {
			return false
		}
		i = end
	}
	return true
}

// mends says whether some sleep-in could be in a spell and leave it short enough, be it after other shifts that are
// still to come.
func (s *sleeper) mends(spell reading.Span) bool {
	return slices.ContainsFunc(s.spans, func(x nap) bool {
		return max(spell.To, x.From+x.least)-min(spell.From, x.To-x.least) <= s.most[1]
	})
}
