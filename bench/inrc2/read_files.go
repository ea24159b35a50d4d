package inrc2

import (
	"fmt"
	"strings"
)

// scenario reads a file Sc-*.
func (p *parser) scenario() *Scenario {
	sc := &Scenario{}
	if s := p.open("SCENARIO"); s != nil {
		sc.Name = s.value
	}
	if s := p.open("WEEKS"); s != nil {
		sc.Weeks = p.number(s.line, "the number of weeks", s.value, 1, MaxWeeks)
	}
	for _, e := range p.counted("SKILLS", MaxSkills) {
		if p.fresh(e, sc.Skills) {
			sc.Skills = append(sc.Skills, e.fields[0])
		}
	}
	for _, e := range p.counted("SHIFT_TYPES", MaxShifts) {
		if p.has(e, 3, false, "name (least,greatest days in a row)") && p.fresh(e, sc.shiftIDs()) {
			s := Shift{ID: e.fields[0]}
			s.MinRun, s.MaxRun = p.limits(e, 1, "days in a row", 1)
			sc.Shifts = append(sc.Shifts, s)
		}
	}
	p.successions(sc)
	for _, e := range p.counted("CONTRACTS", 1000) {
		if p.has(e, 9, false, "name (assignments) (worked days in a row) (days off in a row) weekends whole-weekends") && p.fresh(e, sc.contractIDs()) {
			c := Contract{ID: e.fields[0]}
			c.MinTotal, c.MaxTotal = p.limits(e, 1, "assignments", 0)
			c.MinWork, c.MaxWork = p.limits(e, 3, "worked days in a row", 1)
			c.MinOff, c.MaxOff = p.limits(e, 5, "days off in a row", 1)
			c.MaxWeekends = p.number(e.line, "weekends", e.fields[7], 0, 1e6)
			c.WholeWeekends = p.number(e.line, "whole weekends", e.fields[8], 0, 1) == 1
			sc.Contracts = append(sc.Contracts, c)
		}
	}
	p.nurses(sc)
	return sc
}

func (p *parser) successions(sc *Scenario) {
	for s := range sc.Shifts {
		sc.Shifts[s].NotNext = make([]bool, len(sc.Shifts))
	}
	s := p.open("FORBIDDEN_SHIFT_TYPES_SUCCESSIONS")
	if s == nil {
		return
	}
	for _, e := range s.entries {
		if !p.has(e, 2, true, "shift number shifts that cannot follow") {
			continue
		}
		from, ok := p.find(e.line, "shift", e.fields[0], sc.shiftIDs())
		if n := p.number(e.line, "the number", e.fields[1], 0, MaxShifts); n != len(e.fields)-2 {
			p.fault(e.line, fmt.Sprintf("%d shifts are promised, %d are there", n, len(e.fields)-2), "correct the number")
		}
		for _, id := range e.fields[2:] {
			if to, is := p.find(e.line, "shift", id, sc.shiftIDs()); is && ok {
				sc.Shifts[from].NotNext[to] = true
			}
		}
	}
}

func (p *parser) nurses(sc *Scenario) {
	taken := map[string]bool{}
	for _, e := range p.counted("NURSES", MaxNurses) {
		if !p.has(e, 3, true, "name contract number skills") {
			continue
		}
		if taken[e.fields[0]] {
			p.fault(e.line, fmt.Sprintf("%q stands there twice", e.fields[0]), "give each nurse a name of its own")
			continue
		}
		taken[e.fields[0]] = true
		n := Nurse{ID: e.fields[0], Skills: make([]bool, len(sc.Skills))}
		n.Contract, _ = p.find(e.line, "contract", e.fields[1], sc.contractIDs())
		if k := p.number(e.line, "the number of skills", e.fields[2], 0, MaxSkills); k != len(e.fields)-3 {
			p.fault(e.line, fmt.Sprintf("%d skills are promised, %d are there", k, len(e.fields)-3), "correct the number")
		}
		for _, id := range e.fields[3:] {
			if k, ok := p.find(e.line, "skill", id, sc.Skills); ok {
				n.Skills[k] = true
			}
		}
		sc.Nurses = append(sc.Nurses, n)
	}
	if len(sc.Nurses) == 0 {
		p.fault(max(1, p.last), "there are no nurses", "add them")
	}
}

// of checks that a file is of the scenario: the last word of the section's first line is its name.
func (p *parser) of(sc *Scenario, key string) {
	s := p.open(key)
	if s == nil {
		return
	}
	if len(s.entries) == 0 {
		p.fault(s.line, "the section is empty", "write the name of the scenario")
		return
	}
	e := s.entries[0]
	if name := e.fields[len(e.fields)-1]; sc.Name != "" && name != sc.Name {
		p.fault(e.line, fmt.Sprintf("the file belongs to scenario %q", name), "take the one of "+sc.Name)
	}
}

// history reads a file H0-*.
func (p *parser) history(sc *Scenario) []History {
	p.of(sc, "HISTORY")
	out := make([]History, len(sc.Nurses))
	names, seen := index(sc.nurseIDs()), make([]bool, len(sc.Nurses))
	s := p.open("NURSE_HISTORY")
	if s == nil {
		return out
	}
	for _, e := range s.entries {
		if !p.has(e, 7, false, "name assignments weekends last-shift same-shift worked off") {
			continue
		}
		n, ok := names[e.fields[0]]
		if !ok || seen[n] {
			p.fault(e.line, fmt.Sprintf("nurse %q is not known or stands there twice", e.fields[0]), "give each nurse of the scenario one line")
			continue
		}
		seen[n] = true
		h, known := History{Last: Off}, true
		for field, to := range [...]*int{1: &h.Total, 2: &h.Weekends, 4: &h.SameShift, 5: &h.Worked, 6: &h.Free} {
			if to != nil {
				*to = p.number(e.line, fmt.Sprintf("field %d", field+1), e.fields[field], 0, 1e6)
			}
		}
		if e.fields[3] != "None" {
			h.Last, known = p.find(e.line, "shift", e.fields[3], append(sc.shiftIDs(), "None"))
		}
		if known && ((h.Last == Off) != (h.Worked == 0) || h.Worked < h.SameShift || (h.SameShift > 0) != (h.Worked > 0) || h.Free > 0 && h.Worked > 0) {
			p.fault(e.line, "last shift and days in a row contradict each other", "give days worked or days off, and a last shift with the former only")
		}
		out[n] = h
	}
	for n, there := range seen {
		if !there {
			p.fault(s.line, fmt.Sprintf("nurse %q has no line", sc.Nurses[n].ID), "add it")
		}
	}
	return out
}

func index(ids []string) map[string]int {
	at := map[string]int{}
	for i, id := range ids {
		at[id] = i
	}
	return at
}

// nurse is the number of the nurse whom an entry begins with.
func (p *parser) nurse(e entry, names map[string]int) (int, bool) {
	n, known := names[e.fields[0]]
	if !known {
		p.fault(e.line, fmt.Sprintf("nurse %q is not known", e.fields[0]), "name one of the scenario")
	}
	return n, known
}

// week reads a file WD-*.
func (p *parser) week(sc *Scenario) (w Week) {
	p.of(sc, "WEEK_DATA")
	for d := range w.Need {
		w.Need[d] = make([][]Need, len(sc.Shifts))
		for s := range w.Need[d] {
			w.Need[d][s] = make([]Need, len(sc.Skills))
		}
	}
	if s := p.open("REQUIREMENTS"); s != nil {
		for _, e := range s.entries {
			p.requirement(sc, &w, e)
		}
	}
	names := index(sc.nurseIDs())
	for _, e := range p.counted("SHIFT_OFF_REQUESTS", 1e6) {
		if !p.has(e, 3, false, "nurse shift day") {
			continue
		}
		n, known := p.nurse(e, names)
		shift, ok := Any, true
		if e.fields[1] != "Any" {
			shift, ok = p.find(e.line, "shift", e.fields[1], append(sc.shiftIDs(), "Any"))
		}
		d, is := p.find(e.line, "day", e.fields[2], days)
		if known && ok && is {
			w.Requests = append(w.Requests, Request{Nurse: n, Day: d, Shift: shift})
		}
	}
	return w
}

func (p *parser) requirement(sc *Scenario, w *Week, e entry) {
	if !p.has(e, 16, false, "shift skill and for each day (least,optimal)") {
		return
	}
	s, ok := p.find(e.line, "shift", e.fields[0], sc.shiftIDs())
	k, is := p.find(e.line, "skill", e.fields[1], sc.Skills)
	for d := range days {
		low, high := p.limits(e, 2+2*d, "the need of "+days[d], 0)
		if !ok || !is {
			continue
		}
		if w.Need[d][s][k] != (Need{}) {
			p.fault(e.line, fmt.Sprintf("%s stands there twice", strings.Join(e.fields[:2], " ")), "keep one line of each shift and skill")
			return
		}
		w.Need[d][s][k] = Need{Min: low, Optimal: high}
	}
}
