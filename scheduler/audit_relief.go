package scheduler

import (
	"slices"
	"sort"
)

// computeRelief reports how far the shifts on duty are from having as many
// workers as wanted who are rostered for nothing in them and could take them
// whole. The first so many, in ladder order, are named after those on standby.
func (a *audit) computeRelief() {
	want := a.p.Contingency.Relief
	if want <= 0 {
		return
	}
	var short int64
	for i := range a.needs {
		n := &a.needs[i]
		if !n.Contingency {
			continue
		}
		for j := range n.occurrences {
			o := &n.occurrences[j]
			duties := a.duties(n, o)
			for k, s := range o.duty {
				duty := &a.shifts[s]
				takers := a.takers(n, duty, duties[k], want)
				short += int64(want-len(takers)) * duty.meet(o.auditSpan).len()
				for _, w := range takers {
					if id := a.workers[w].ID; !slices.Contains(duty.at.Backups, id) {
						duty.at.Backups = append(duty.at.Backups, id)
					}
				}
			}
		}
	}
	a.report.Contingency.ReliefShortfall = auditHoursOf(short)
}

// takers are the first workers, at most so many, who could take the shift.
func (a *audit) takers(n *auditNeed, duty *auditShift, parts []auditDuty, most int) (out []int) {
	var missing []int
	for _, d := range parts {
		missing = append(missing, d.missing...)
	}
	slices.Sort(missing)
	missing = slices.Compact(missing)
	for _, w := range a.ladder(n) {
		if len(out) == most {
			break
		}
		if a.couldTake(&a.workers[w], n, duty, missing) {
			out = append(out, w)
		}
	}
	return out
}

// ladder are the workers who may relieve in the need at some time, in order.
// Family relieves only with standby allowed.
func (a *audit) ladder(n *auditNeed) []int {
	if a.ladders == nil {
		a.ladders = make([][]int, len(a.needs))
	}
	if a.ladders[n.index] == nil {
		list := []int{}
		for i := range a.workers {
			if w := &a.workers[i]; (!w.family || w.Standby) && a.mayTake(w, n) {
				list = append(list, i)
			}
		}
		slices.SortFunc(list, a.onLadder(n))
		a.ladders[n.index] = list
	}
	return a.ladders[n.index]
}

// couldTake says whether the worker, rostered for nothing in the shift's time, could
// take all of it with every hard limit kept: the one on duty no longer there,
// own shifts of the same occurrence that adjoin joined to it.
func (a *audit) couldTake(w *auditWorker, n *auditNeed, duty *auditShift, missing []int) bool {
	if w.index == duty.worker || a.sharesProvider(w, duty) {
		return false
	}
	line := make([]auditItem, 0, len(w.line)+1)
	taken := a.itemOf(duty)
	for _, it := range w.line {
		switch {
		case it.meets(duty.auditSpan):
			return false
		case !it.past && it.need == taken.need && it.occurrence == taken.occurrence && it.kind == taken.kind && (it.to == duty.from || it.from == duty.to):
			taken.from, taken.to = min(taken.from, it.from), max(taken.to, it.to)
		default:
			line = append(line, it)
		}
	}
	line = append(line, taken)
	auditSortItems(line)
	for _, k := range missing {
		if !w.holds(n.Among[k].Skill, taken.auditSpan) {
			return false
		}
	}
	return a.underCeiling(w, duty) && a.legalWith(w, n, duty, taken.auditSpan, line)
}

// legalWith says whether the worker may have the shift, now from s.from to
// s.to, and the line with it.
func (a *audit) legalWith(w *auditWorker, n *auditNeed, duty *auditShift, s auditSpan, line []auditItem) bool {
	out := &auditBreaches{a: a, worker: w.ID, quiet: true}
	with := *duty
	with.auditSpan = s
	a.mayWork(out, w, s, n.ID)
	a.mayServe(out, w, n, s)
	a.fitsOccurrence(out, w, n, &with)
	a.fitsLength(out, w, n, duty.occ, s, duty.part)
	return out.n == 0 && a.legalLine(w, line)
}

// legalShift says whether a shift in an occurrence of a need breaks no rule by
// itself, the grid left aside.
func (a *audit) legalShift(w *auditWorker, n *auditNeed, occ int, s auditSpan) bool {
	out := &auditBreaches{a: a, worker: w.ID, quiet: true}
	a.mayWork(out, w, s, n.ID)
	a.mayServe(out, w, n, s)
	a.fitsLength(out, w, n, occ, s, false)
	return out.n == 0
}

// legalLine says whether a line of a worker's breaks none of the rules on one.
func (a *audit) legalLine(w *auditWorker, line []auditItem) bool {
	out := &auditBreaches{a: a, worker: w.ID, quiet: true}
	a.judgeLine(out, w, line)
	return out.n == 0
}

// lineWith is a copy of a line with one item more, in order of time.
func lineWith(line []auditItem, it auditItem) []auditItem {
	k := sort.Search(len(line), func(j int) bool { return line[j].from > it.from })
	return slices.Concat(line[:k], []auditItem{it}, line[k:])
}

// underCeiling says whether the worker's provider stays within its hours a week
// when the worker takes the shift from the one on duty.
func (a *audit) underCeiling(w *auditWorker, duty *auditShift) bool {
	if w.ceiling() == nil {
		return true
	}
	item, from := a.itemOf(duty), &a.workers[duty.worker]
	for k, week := range a.weeksOf(duty.auditSpan) {
		sum := a.byProvider[w.provider][k] + w.counted(&item, week)
		if from.provider == w.provider {
			sum -= from.counted(&item, week)
		}
		if auditOverCeiling(w.supplier, sum) > 0 {
			return false
		}
	}
	return true
}

// computeHeadroom reports the counted waking and sleep-in hours above the share
// of the weekly cap that is to be used.
func (a *audit) computeHeadroom() {
	share := a.p.Contingency.Headroom
	if share <= 0 {
		return
	}
	first, end := a.rotaWeeks()
	var short float64
	for i := range a.workers {
		w := &a.workers[i]
		if w.limits.MaxHoursWeek == nil {
			continue
		}
		most := (1 - share) * w.limits.MaxHoursWeek.Seconds()
		work := slices.DeleteFunc(slices.Clone(w.line), func(it auditItem) bool { return it.kind == Standby || it.kind == Shadow })
		a.countHours(w, work, false)
		for k := first; k < end; k++ {
			short += max(0, a.scratch.week[k]-most)
		}
	}
	a.report.Contingency.HeadroomShortfall = short / 3600
}
