package reading

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// patternPrices is what the work patterns come to, read off the days on which
// each worker's shifts start.
func patternPrices(a *Reading) float64 {
	var sum sum
	for i := range a.Problem.WorkPatterns {
		w := &a.Problem.WorkPatterns[i]
		for k := range a.Workers {
			if x := a.Workers[k].Worker; !x.Suspended && x.Shadowing == "" && (len(w.Workers) == 0 || slices.Contains(w.Workers, x.ID)) {
				sum.add(w.Price * float64(patternFaults(a, w, k)))
			}
		}
	}
	return sum.value()
}

// patternFaults is how many days, shifts or weekends one worker's rota misses
// the pattern by.
func patternFaults(a *Reading, w *scheduler.WorkPattern, worker int) (n int) {
	shifts := startsOf(a, w.Needs, worker)
	switch w.Of {
	case scheduler.DaysWorked, scheduler.DaysOff:
		for day := len(shifts) - 1; day >= 0; day-- {
			if a.LeftOut(a.First + day) {
				shifts = slices.Delete(shifts, day, day+1)
			}
		}
		for from := 0; from < len(shifts); {
			to := from
			for to < len(shifts) && (shifts[to] > 0) == (shifts[from] > 0) {
				to++
			}
			if run := to - from; (shifts[from] > 0) == (w.Of == scheduler.DaysWorked) {
				if from > 0 && to < len(shifts) {
					n += max(0, w.Least-run)
				}
				n += beyond(run, w.Most)
			}
			from = to
		}
	case scheduler.ShiftsWorked:
		all := 0
		for _, k := range shifts {
			all += k
		}
		return max(0, w.Least-all) + beyond(all, w.Most)
	default:
		worked, split := weekendStarts(a, shifts)
		if w.Of == scheduler.SplitWeekends {
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
func startsOf(a *Reading, needs []string, worker int) []int {
	out := make([]int, a.Days)
	for i := range a.Shifts {
		s := &a.Shifts[i]
		if s.Worker != worker || s.Kind != scheduler.Waking && s.Kind != scheduler.SleepIn {
			continue
		}
		if len(needs) > 0 && (s.Need < 0 || !slices.Contains(needs, a.Needs[s.Need].ID)) {
			continue
		}
		if day := a.DayOf(s.From) - a.First; day >= 0 && day < a.Days {
			out[day]++
		}
	}
	return out
}

// weekendStarts counts the weekends with a shift, and those with one on one day
// alone, both days being of the rota.
func weekendStarts(a *Reading, shifts []int) (worked, split int) {
	seen := map[int]bool{}
	for day := range shifts {
		sat := a.Saturday(a.First + day)
		if sat == -2 || seen[sat] {
			continue
		}
		seen[sat] = true
		both, on := 0, 0
		for _, d := range [2]int{sat - a.First, sat + 1 - a.First} {
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
