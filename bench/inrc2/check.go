package inrc2

import "fmt"

// Rule is one of the competition's soft rules.
type Rule int

// The soft rules, S1 to S7.
const (
	Optimal      Rule = iota // S1: too few for the optimum
	Runs                     // S2: days worked in a row, and of one shift
	FreeRuns                 // S3: days off in a row
	Preferences              // S4: shifts that a nurse asked not to have
	WholeWeekend             // S5: half a weekend
	Total                    // S6: assignments over the horizon
	Weekends                 // S7: worked weekends over the horizon
	rules
)

// Verdict is what a check of a rota found.
type Verdict struct {
	Cost     int64        // sum of Parts
	Parts    [rules]int64 // by Rule
	Findings []string     // hard rules that are broken, in plain words; empty for a legal rota
}

// Check holds a rota of all weeks against every rule of the competition, from
// the instance alone. A rota of the wrong size has findings and no cost.
func (in *Instance) Check(rota Rota) Verdict {
	var v Verdict
	if len(rota) != len(in.Nurses) {
		return Verdict{Findings: []string{fmt.Sprintf("%d nurses in the rota, %d in the instance", len(rota), len(in.Nurses))}}
	}
	for n, line := range rota {
		who := in.Nurses[n].ID
		if len(line) != 7*len(in.Weeks) {
			return Verdict{Findings: []string{fmt.Sprintf("nurse %s: %d days in the rota, %d weeks in the instance", who, len(line), len(in.Weeks))}}
		}
		before := in.Start[n].Last
		for d, x := range line {
			if x.Shift != Off && (x.Shift < 0 || x.Shift >= len(in.Shifts) || x.Skill < 0 || x.Skill >= len(in.Skills)) {
				return Verdict{Findings: []string{fmt.Sprintf("nurse %s, day %d: there is no shift %d with skill %d", who, d, x.Shift, x.Skill)}}
			}
			if x.Shift != Off && !in.Nurses[n].Skills[x.Skill] {
				v.Findings = append(v.Findings, fmt.Sprintf("nurse %s, day %d: works as %s without that skill", who, d, in.Skills[x.Skill]))
			}
			if x.Shift != Off && before != Off && in.Shifts[before].NotNext[x.Shift] {
				v.Findings = append(v.Findings, fmt.Sprintf("nurse %s, day %d: works %s after %s", who, d, in.Shifts[x.Shift].ID, in.Shifts[before].ID))
			}
			before = x.Shift
		}
		in.checkNurse(n, line, &v)
	}
	in.checkCover(rota, &v)
	for _, cost := range v.Parts {
		v.Cost += cost
	}
	return v
}

func (in *Instance) checkCover(rota Rota, v *Verdict) {
	for w := range in.Weeks {
		week := &in.Weeks[w]
		for d := range 7 {
			there := map[Duty]int{}
			for n := range rota {
				there[rota[n][7*w+d]]++
			}
			for s := range in.Shifts {
				for k := range in.Skills {
					need, have := week.Need[d][s][k], there[Duty{s, k}]
					if have < need.Min {
						v.Findings = append(v.Findings, fmt.Sprintf("week %d, %s: %d on %s as %s, at least %d", w, days[d], have, in.Shifts[s].ID, in.Skills[k], need.Min))
					}
					if have < need.Optimal {
						v.Parts[Optimal] += 30 * int64(need.Optimal-have)
					}
				}
			}
		}
		for _, r := range week.Requests {
			if x := rota[r.Nurse][7*w+r.Day].Shift; x != Off && (r.Shift == Any || r.Shift == x) {
				v.Parts[Preferences] += 10
			}
		}
	}
}

// checkNurse computes what one nurse's line costs by itself.
func (in *Instance) checkNurse(n int, line []Duty, v *Verdict) {
	c, h := &in.Contracts[in.Nurses[n].Contract], in.Start[n]
	worked := func(x Duty) bool { return x.Shift != Off }
	v.Parts[Runs] += 30 * int64(runs(line, worked, h.Worked, c.MinWork, c.MaxWork))
	v.Parts[FreeRuns] += 30 * int64(runs(line, func(x Duty) bool { return x.Shift == Off }, h.Free, c.MinOff, c.MaxOff))
	for s, shift := range in.Shifts {
		before := 0
		if h.Last == s {
			before = h.SameShift
		}
		v.Parts[Runs] += 15 * int64(runs(line, func(x Duty) bool { return x.Shift == s }, before, shift.MinRun, shift.MaxRun))
	}
	total, weekends := h.Total, h.Weekends
	for _, x := range line {
		if worked(x) {
			total++
		}
	}
	for monday := 0; monday < len(line); monday += 7 {
		saturday, sunday := worked(line[monday+5]), worked(line[monday+6])
		if saturday || sunday {
			weekends++
		}
		if saturday != sunday && c.WholeWeekends {
			v.Parts[WholeWeekend] += 30
		}
	}
	v.Parts[Total] += 20 * int64(max(0, c.MinTotal-total)+max(0, total-c.MaxTotal))
	v.Parts[Weekends] += 30 * int64(max(0, weekends-c.MaxWeekends))
}

// runs counts the days by which the runs of days of a sort are too short or
// too long. Before days of the sort came just before the first day. Each day of
// the horizon on which a run is longer than it may be counts; a run counts as
// too short on the day on which it has ended, so that one that holds the last
// day never does.
func runs(line []Duty, of func(Duty) bool, before, least, most int) (cost int) {
	run := before
	for _, x := range line {
		if of(x) {
			if run++; run > most {
				cost++
			}
			continue
		}
		if run > 0 && run < least {
			cost += least - run
		}
		run = 0
	}
	return cost
}
