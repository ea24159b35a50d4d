package reading

import (
	"slices"
	"sort"

	"github.com/carerota/carerota/scheduler"
)

// computeRelief reports how far the shifts on duty are from having as many
// workers as wanted who are rostered for nothing in them and could take them
// whole, and enters the gaps. Whom to ask is not said here: one worker may be relief for
// many, and is promised to one.
func computeRelief(a *Reading) {
	want := a.Problem.Contingency.Relief
	if want <= 0 {
		return
	}
	var short int64
	for i := range a.Needs {
		n := &a.Needs[i]
		if !n.Contingency {
			continue
		}
		for j := range n.Occurrences {
			o := &n.Occurrences[j]
			duties := a.Duties(n, o)
			for k, s := range o.Duty {
				duty := &a.Shifts[s]
				missing, time := want-len(Takers(a, n, duty, duties[k], want)), duty.Meet(o.Span)
				if missing == 0 {
					continue
				}
				short += int64(missing) * time.Len()
				a.Report.Contingency.Gaps = append(a.Report.Contingency.Gaps, scheduler.ContingencyGap{Kind: scheduler.GapRelief,
					Need: n.ID, Worker: a.Workers[duty.Worker].ID, Start: a.Instant(time.From), End: a.Instant(time.To), Short: missing})
			}
		}
	}
	a.Report.Contingency.ReliefShortfall = HoursOf(short)
}

// Takers are the first workers in ladder order, at most so many, who could take the shift as
// relief.
func Takers(a *Reading, n *Need, duty *Shift, parts []Duty, most int) (out []int) {
	missing := MissingIn(parts, duty.Span)
	for _, w := range a.Ladder(n) {
		if len(out) == most {
			break
		}
		if couldTake(a, &a.Workers[w], n, duty, missing) {
			out = append(out, w)
		}
	}
	return out
}

// MissingIn are the among skills, by number, that would go short without a shift at some time of a
// span.
func MissingIn(parts []Duty, s Span) (missing []int) {
	for _, d := range parts {
		if d.Meets(s) {
			missing = append(missing, d.Missing...)
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}

// Ladder are the workers who may relieve in the need at some time, in order.
// Family relieves only with standby allowed.
func (a *Reading) Ladder(n *Need) []int {
	if a.ladders == nil {
		a.ladders = make([][]int, len(a.Needs))
	}
	if a.ladders[n.Index] == nil {
		list := []int{}
		for i := range a.Workers {
			if w := &a.Workers[i]; (!w.Family || w.Standby) && a.MayTake(w, n) {
				list = append(list, i)
			}
		}
		slices.SortFunc(list, a.OnLadder(n))
		a.ladders[n.Index] = list
	}
	return a.ladders[n.Index]
}

// couldTake says whether the worker, rostered for nothing in the shift's time, could
// take all of it with every hard limit kept.
func couldTake(a *Reading, w *Worker, n *Need, duty *Shift, missing []int) bool {
	return !slices.ContainsFunc(w.Line, func(it Item) bool { return it.Meets(duty.Span) }) &&
		couldStepIn(a, w, n, duty, duty.Span, duty.Part, missing)
}

// couldStepIn says whether the worker could take a time of the shift with every hard limit kept:
// the one on duty no longer there, standby worked up to that time and then given up, own shifts of
// the same occurrence that adjoin joined to it. Who is at work then could not. The length of a part
// is not judged.
func couldStepIn(a *Reading, w *Worker, n *Need, duty *Shift, s Span, part bool, missing []int) bool {
	if w.Index == duty.Worker || a.SharesProvider(w, duty) {
		return false
	}
	line, given := make([]Item, 0, len(w.Line)+1), []Item{}
	taken := a.ItemOf(duty)
	taken.Span = s
	for _, it := range w.Line {
		switch {
		case it.Meets(s) && it.Kind == scheduler.Standby && !it.Past:
			waited, rest := it, it
			waited.To, rest.From = max(it.From, s.From), max(it.From, s.From)
			given = append(given, rest)
			if waited.Len() > 0 {
				line = append(line, waited)
			}
		case it.Meets(s):
			return false
		case !it.Past && it.Need == taken.Need && it.Occurrence == taken.Occurrence && it.Kind == taken.Kind && (it.To == s.From || it.From == s.To):
			taken.From, taken.To = min(taken.From, it.From), max(taken.To, it.To)
		default:
			line = append(line, it)
		}
	}
	line = append(line, taken)
	SortItems(line)
	for _, k := range missing {
		if !w.Holds(n.Among[k].Skill, taken.Span) {
			return false
		}
	}
	with := *duty
	with.Span, with.Part = taken.Span, part
	taken.Span = s
	return underCeiling(a, w, &a.Workers[duty.Worker], &taken, given) && legalWith(a, w, n, &with, line) && a.OwnTogether(w.Index, line)
}

// legalWith says whether the worker may have the shift and the line with it.
func legalWith(a *Reading, w *Worker, n *Need, s *Shift, line []Item) bool {
	out := &Breaches{A: a, Worker: w.ID, Quiet: true}
	a.MayWork(out, w, s.Span, n.ID)
	a.MayServe(out, w, n, s.Span)
	FitsOccurrence(a, out, w, n, s)
	FitsLength(a, out, w, n, s.Occ, s.Span, s.Part)
	return out.N == 0 && LegalLine(a, w, line)
}

// LegalShift says whether a new shift in an occurrence of a need would break no rule by
// itself, the grid left aside. None starts before AsOf.
func LegalShift(a *Reading, w *Worker, n *Need, occ int, s Span) bool {
	if s.From < a.AsOf {
		return false
	}
	out := &Breaches{A: a, Worker: w.ID, Quiet: true}
	a.MayWork(out, w, s, n.ID)
	a.MayServe(out, w, n, s)
	FitsLength(a, out, w, n, occ, s, false)
	return out.N == 0
}

// LegalLine says whether a line of a worker's breaks none of the rules on one.
func LegalLine(a *Reading, w *Worker, line []Item) bool {
	out := &Breaches{A: a, Worker: w.ID, Quiet: true}
	JudgeLine(a, out, w, line)
	return out.N == 0
}

// LineWith is a copy of a line with one item more, in order of time.
func LineWith(line []Item, it Item) []Item {
	k := sort.Search(len(line), func(j int) bool { return line[j].From > it.From })
	return slices.Concat(line[:k], []Item{it}, line[k:])
}

// underCeiling says whether the worker's provider stays within its hours a week
// when the worker takes work over from another, and gives up other items for it.
func underCeiling(a *Reading, w, from *Worker, taken *Item, given []Item) bool {
	if w.Ceiling() == nil {
		return true
	}
	for k, week := range a.WeeksOf(taken.Span) {
		sum := a.ByProvider[w.ProviderIndex][k] + w.Counted(taken, week)
		if from.ProviderIndex == w.ProviderIndex {
			sum -= from.Counted(taken, week)
		}
		for i := range given {
			sum -= w.Counted(&given[i], week)
		}
		if OverCeiling(w.Supplier, sum) > 0 {
			return false
		}
	}
	return true
}

// computeHeadroom reports the counted waking and sleep-in hours above the share
// of the weekly cap that is to be used.
func computeHeadroom(a *Reading) {
	share := a.Problem.Contingency.Headroom
	if share <= 0 {
		return
	}
	first, end := a.RotaWeeks()
	var short float64
	for i := range a.Workers {
		w := &a.Workers[i]
		if w.Limits.MaxHoursWeek == nil {
			continue
		}
		most := (1 - share) * w.Limits.MaxHoursWeek.Seconds()
		work := slices.DeleteFunc(slices.Clone(w.Line), func(it Item) bool { return it.Kind == scheduler.Standby || it.Kind == scheduler.Shadow })
		CountHours(a, w, work, false)
		for k := first; k < end; k++ {
			short += max(0, a.Scratch.Week[k]-most)
		}
	}
	a.Report.Contingency.HeadroomShortfall = short / 3600
}
