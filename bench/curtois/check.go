package curtois

import "fmt"

// Verdict is what a check of a rota found.
type Verdict struct {
	Cost     int64    // requests not met and cover too low or too high
	Findings []string // hard rules that are broken, in plain words; empty for a legal rota
}

// Check holds a rota against every rule of the benchmark, from the instance
// alone. A rota of the wrong size has findings and no cost.
func (in *Instance) Check(rota Rota) Verdict {
	var v Verdict
	if len(rota) != len(in.Staff) {
		return Verdict{Findings: []string{fmt.Sprintf("%d employees in the rota, %d in the instance", len(rota), len(in.Staff))}}
	}
	for e, days := range rota {
		if len(days) != in.Days {
			return Verdict{Findings: []string{fmt.Sprintf("employee %s: %d days in the rota, %d in the instance", in.Staff[e].ID, len(days), in.Days)}}
		}
		for d, s := range days {
			if s != Off && (s < 0 || s >= len(in.Shifts)) {
				return Verdict{Findings: []string{fmt.Sprintf("employee %s, day %d: there is no shift %d", in.Staff[e].ID, d, s)}}
			}
		}
		in.checkEmployee(&in.Staff[e], days, &v)
	}
	for _, r := range in.On {
		if rota[r.Employee][r.Day] != r.Shift {
			v.Cost += int64(r.Weight)
		}
	}
	for _, r := range in.Off {
		if rota[r.Employee][r.Day] == r.Shift {
			v.Cost += int64(r.Weight)
		}
	}
	for _, c := range in.Cover {
		there := 0
		for e := range rota {
			if rota[e][c.Day] == c.Shift {
				there++
			}
		}
		if there < c.Need {
			v.Cost += int64(c.Need-there) * int64(c.Under)
		} else {
			v.Cost += int64(there-c.Need) * int64(c.Over)
		}
	}
	return v
}

// checkEmployee looks for broken hard rules of one employee.
func (in *Instance) checkEmployee(e *Employee, days []int, v *Verdict) {
	say := func(format string, a ...any) {
		v.Findings = append(v.Findings, "employee "+e.ID+": "+fmt.Sprintf(format, a...))
	}
	minutes := 0
	count := make([]int, len(in.Shifts))
	for d, s := range days {
		if s == Off {
			continue
		}
		minutes += in.Shifts[s].Minutes
		count[s]++
		if e.DaysOff[d] {
			say("works %s on day %d, a day off", in.Shifts[s].ID, d)
		}
		if d > 0 && days[d-1] != Off && in.Shifts[days[d-1]].NotNext[s] {
			say("works %s on day %d after %s", in.Shifts[s].ID, d, in.Shifts[days[d-1]].ID)
		}
	}
	for s, n := range count {
		if n > e.MaxShifts[s] {
			say("works %d of %s, at most %d", n, in.Shifts[s].ID, e.MaxShifts[s])
		}
	}
	if minutes < e.MinMinutes || minutes > e.MaxMinutes {
		say("works %d minutes, from %d to %d", minutes, e.MinMinutes, e.MaxMinutes)
	}
	weekends := 0
	for monday := 0; monday < in.Days; monday += 7 {
		if days[monday+5] != Off || days[monday+6] != Off {
			weekends++
		}
	}
	if weekends > e.MaxWeekends {
		say("works %d weekends, at most %d", weekends, e.MaxWeekends)
	}
	in.checkRuns(e, days, say)
}

// checkRuns looks at each stretch of days worked or off. What touches an end
// of the horizon may go on beyond it, and is never too short.
func (in *Instance) checkRuns(e *Employee, days []int, say func(string, ...any)) {
	for from := 0; from < len(days); {
		to := from + 1
		for to < len(days) && (days[to] == Off) == (days[from] == Off) {
			to++
		}
		n, inside := to-from, from > 0 && to < len(days)
		switch {
		case days[from] == Off && inside && n < e.MinOff:
			say("has %d days off from day %d, at least %d", n, from, e.MinOff)
		case days[from] != Off && inside && n < e.MinRun:
			say("works %d days in a row from day %d, at least %d", n, from, e.MinRun)
		}
		if days[from] != Off && n > e.MaxRun {
			say("works %d days in a row from day %d, at most %d", n, from, e.MaxRun)
		}
		from = to
	}
}
