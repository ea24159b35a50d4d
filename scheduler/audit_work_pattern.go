package scheduler

import "slices"

// patternPrices is what the work patterns come to, read off the days on which
// each worker's shifts start.
func (a *audit) patternPrices() float64 {
	var sum auditSum
	for i := range a.p.WorkPatterns {
		w := &a.p.WorkPatterns[i]
		for k := range a.workers {
			if x := a.workers[k].Worker; !x.Suspended && x.Shadowing == "" && (len(w.Workers) == 0 || slices.Contains(w.Workers, x.ID)) {
				sum.add(w.Price * float64(a.patternFaults(w, k)))
			}
		}
	}
	return sum.value()
}

// patternFaults is how many days, shifts or weekends one worker's rota misses
// the pattern by.
func (a *audit) patternFaults(w *WorkPattern, worker int) (n int) {
	shifts := a.startsOf(w.Needs, worker)
	switch w.Of {
	case DaysWorked, DaysOff:
		for from := 0; from < len(shifts); {
			to := from
			for to < len(shifts) && (shifts[to] > 0) == (shifts[from] > 0) {
				to++
			}
			if run := to - from; (shifts[from] > 0) == (w.Of == DaysWorked) {
				if from > 0 && to < len(shifts) {
					n += max(0, w.Least-run)
				}
				n += beyond(run, w.Most)
			}
			from = to
		}
	case ShiftsWorked:
		all := 0
		for _, k := range shifts {
			all += k
		}
		return max(0, w.Least-all) + beyond(all, w.Most)
	default:
		worked, split := a.weekendStarts(shifts)
		if w.Of == SplitWeekends {
			return split
		}
		return beyond(worked, w.Most)
	}
	return n
}

func beyond(n int, most *int) int {
	if most == nil {
		return 0
	}
	return max(0, n-*most)
}

// startsOf counts, by day of the rota, the worker's shifts on duty that start on it.
func (a *audit) startsOf(needs []string, worker int) []int {
	out := make([]int, a.days)
	for i := range a.shifts {
		s := &a.shifts[i]
		if s.worker != worker || s.kind != Waking && s.kind != SleepIn {
			continue
		}
		if len(needs) > 0 && (s.need < 0 || !slices.Contains(needs, a.needs[s.need].ID)) {
			continue
		}
		if day := a.dayOf(s.from) - a.first; day >= 0 && day < a.days {
			out[day]++
		}
	}
	return out
}

// weekendStarts counts the weekends with a shift, and those with one on one day
// alone, both days being of the rota.
func (a *audit) weekendStarts(shifts []int) (worked, split int) {
	seen := map[int]bool{}
	for day := range shifts {
		sat := a.saturday(a.first + day)
		if sat == -2 || seen[sat] {
			continue
		}
		seen[sat] = true
		both, on := 0, 0
		for _, d := range [2]int{sat - a.first, sat + 1 - a.first} {
			if d >= 0 && d < len(shifts) {
				both++
				if shifts[d] > 0 {
					on++
				}
			}
		}
		if on > 0 {
			worked++
		}
		if on == 1 && both == 2 {
			split++
		}
	}
	return worked, split
}
