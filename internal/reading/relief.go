package reading

import (
	"slices"
	"sort"

	"github.com/carerota/carerota/scheduler"
)

// computeRelief reports how far the shifts on duty are from having as many
// workers as wanted who are rostered for nothing in them and could take them
// whole. The first so many, in ladder order, are named after those on standby.
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
				takers := takers(a, n, duty, duties[k], want)
				short += int64(want-len(takers)) * duty.Meet(o.Span).Len()
				for _, w := range takers {
					if id := a.Workers[w].ID; !slices.Contains(duty.At.Backups, id) {
						duty.At.Backups = append(duty.At.Backups, id)
					}
				}
			}
		}
	}
	a.Report.Contingency.ReliefShortfall = HoursOf(short)
}

// takers are the first workers, at most so many, who could take the shift.
func takers(a *Reading, n *Need, duty *Shift, parts []Duty, most int) (out []int) {
	var missing []int
	for _, d := range parts {
		missing = append(missing, d.Missing...)
	}
	slices.Sort(missing)
	missing = slices.Compact(missing)
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
// take all of it with every hard limit kept: the one on duty no longer there,
// own shifts of the same occurrence that adjoin joined to it.
func couldTake(a *Reading, w *Worker, n *Need, duty *Shift, missing []int) bool {
	if w.Index == duty.Worker || a.SharesProvider(w, duty) {
		return false
	}
	line := make([]Item, 0, len(w.Line)+1)
	taken := a.ItemOf(duty)
	for _, it := range w.Line {
		switch {
		case it.Meets(duty.Span):
			return false
		case !it.Past && it.Need == taken.Need && it.Occurrence == taken.Occurrence && it.Kind == taken.Kind && (it.To == duty.From || it.From == duty.To):
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
	return underCeiling(a, w, duty) && legalWith(a, w, n, duty, taken.Span, line) && a.OwnTogether(w.Index, line)
}

// legalWith says whether the worker may have the shift, now from s.from to
// s.to, and the line with it.
func legalWith(a *Reading, w *Worker, n *Need, duty *Shift, s Span, line []Item) bool {
	out := &Breaches{A: a, Worker: w.ID, Quiet: true}
	with := *duty
	with.Span = s
	a.MayWork(out, w, s, n.ID)
	a.MayServe(out, w, n, s)
	FitsOccurrence(a, out, w, n, &with)
	FitsLength(a, out, w, n, duty.Occ, s, duty.Part)
	return out.N == 0 && LegalLine(a, w, line)
}

// LegalShift says whether a shift in an occurrence of a need breaks no rule by
// itself, the grid left aside.
func LegalShift(a *Reading, w *Worker, n *Need, occ int, s Span) bool {
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
// when the worker takes the shift from the one on duty.
func underCeiling(a *Reading, w *Worker, duty *Shift) bool {
	if w.Ceiling() == nil {
		return true
	}
	item, from := a.ItemOf(duty), &a.Workers[duty.Worker]
	for k, week := range a.WeeksOf(duty.Span) {
		sum := a.ByProvider[w.ProviderIndex][k] + w.Counted(&item, week)
		if from.ProviderIndex == w.ProviderIndex {
			sum -= from.Counted(&item, week)
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
