package proof

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// The rest between two shifts over a night may be too short and the line legal all the same, with a
// night shift, a sleep-in or work over midnight between them. Where a worker has no such work to
// take the rest is asked for; else the line stays in the search.

// pair is two pieces of a worker's work with nothing between them.
type pair struct {
	worker int
	x, y   reading.Span
}

// restsOvernight says whether a visit just entered leaves the rest overnight that is due before it, or
// might with other work between. Visits offered whole that begin before it are decided, and come no
// more between.
func (a *alone) restsOvernight(line []reading.Item, it *reading.Item) bool {
	if a.real == nil || !a.wholeVisit(it) {
		return true
	}
	k := slices.IndexFunc(line, func(o reading.Item) bool { return o.Need == it.Need && o.Span == it.Span })
	if k < 1 || !line[k-1].Past && !a.wholeVisit(&line[k-1]) || !a.reader.ShortNight(a.real, &line[k-1], it) {
		return true
	}
	key := pair{a.real.Index, line[k-1].Span, it.Span}
	may, known := a.mended[key]
	if !known {
		may = a.mayMend(&line[k-1], it)
		a.mended[key] = may
	}
	return may
}

// wholeVisit says whether an item is a visit that is taken whole, and offered: a longer one or another
// is not in question.
func (a *alone) wholeVisit(it *reading.Item) bool {
	return it.Need >= 0 && it.Occurrence >= 0 && wholly(&a.reader.Needs[it.Need], it.Occurrence) && a.reader.Needs[it.Need].Occurrences[it.Occurrence].Span == it.Span
}

// mayMend says whether the worker might have work between two visits that makes the rest overnight
// long enough: a night shift, a sleep-in, or work at midnight. It asks more than is so, but not less.
func (a *alone) mayMend(x, y *reading.Item) bool {
	gap := reading.Span{From: x.To, To: y.From}
	legal := func(z reading.Item) bool { return reading.LegalLine(a.reader.Reading, a.w, []reading.Item{*x, z, *y}) }
	if a.standbyAt(gap, legal) {
		return true
	}
	for i := range a.reader.Needs {
		n := &a.reader.Needs[i]
		for k := range n.Occurrences {
			o := n.Occurrences[k].Span
			if o.Overlap(gap) > 0 && a.needAt(n, k, gap, legal) {
				return true
			}
		}
	}
	return false
}

// needAt says whether the worker could have a shift in an occurrence, inside a gap, that mends it.
func (a *alone) needAt(n *reading.Need, occ int, gap reading.Span, legal func(reading.Item) bool) bool {
	o := n.Occurrences[occ].Span
	least := leastOf(n, o)
	in := reading.Span{From: max(o.From, gap.From), To: min(o.To, gap.To)}
	night := n.Kind == scheduler.SleepIn || a.reader.IsNightTime(in)
	if in.Len() < least || !night && !a.atMidnight(in) || len(a.reader.usable(a.w, &Asks{Span: in, Need: n, occ: occ})) == 0 {
		return false
	}
	if !wholly(n, occ) {
		return true
	}
	it := reading.Item{Span: o, Kind: n.Kind, Need: n.Index, Occurrence: occ, Client: n.ClientIndex}
	return !a.offers(it) && legal(it)
}

// offers says whether a visit is among those offered.
func (a *alone) offers(it reading.Item) bool {
	return slices.ContainsFunc(a.shifts, func(s aloneShift) bool { return s.Need == it.Need && s.Occurrence == it.Occurrence })
}

// standbyAt says whether the worker could be on standby at a midnight inside a gap: for as short a
// time as that may last, for a longer one leaves less rest.
func (a *alone) standbyAt(gap reading.Span, legal func(reading.Item) bool) bool {
	r, grain := a.reader, max(int64(a.reader.Problem.Grain/time.Second), 1)
	if pinned := slices.ContainsFunc(r.pins[a.w.Index], func(it reading.Item) bool { return it.Kind == scheduler.Standby }); pinned || !a.w.Standby {
		return pinned
	}
	least := max((int64(r.Problem.Contingency.StandbyMin/time.Second)+grain-1)/grain*grain, grain)
	for _, at := range r.Midnights {
		if at < gap.From || at > gap.To {
			continue
		}
		first := at - least
		for from := first - ((first-r.Origin)%grain+grain)%grain; from <= at; from += grain {
			z := reading.Item{Span: reading.Span{From: from, To: from + least}, Kind: scheduler.Standby, Need: -1, Occurrence: -1, Client: -1}
			if gap.Contains(z.Span) && legal(z) && reading.Inside(a.w.Free, z.Span) {
				return true
			}
		}
	}
	return false
}

// atMidnight says whether a time holds a midnight, or ends or begins with one.
func (a *alone) atMidnight(s reading.Span) bool {
	return slices.ContainsFunc(a.reader.Midnights, func(at int64) bool { return s.From <= at && at <= s.To })
}

// bridges says whether a visit might mend the rest overnight of a worker, so that nobody may be thought
// away from it only because it needs nobody more.
func (a *alone) bridges(v *visit) bool {
	return a.real != nil && (v.Kind == scheduler.SleepIn || a.reader.IsNightTime(v.Span) || a.atMidnight(v.Span))
}

// stateOfNight enters the last work where it is of the day, and the rest since might be too short.
func (a *alone) stateOfNight(x *aloneState, at int64, last *reading.Item) {
	if a.real == nil || at-last.To >= int64(a.real.Limits.OvernightRest/time.Second) {
		return
	}
	if y := (reading.Item{Span: reading.Span{From: at, To: at + 1}, Kind: scheduler.Waking, Need: -1}); a.reader.ShortNight(a.real, last, &y) {
		x.evening = last.Span
	}
}
