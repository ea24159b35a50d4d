// Package inrc2 has the nurse rostering benchmark of the Second International
// Nurse Rostering Competition: it reads and writes its files, makes a solver's
// model of an instance, plans week by week without sight of later weeks, and
// checks rotas by the competition's own rules with code that shares nothing
// with the model.
package inrc2

import (
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
)

// Off is the Shift of a day off, and the Last of a History that ends with one.
const Off = -1

// Any is the Shift of a request for the whole day off.
const Any = -1

// What a scenario may hold at most.
const (
	MaxWeeks  = 104
	MaxShifts = 32
	MaxSkills = 32
	MaxNurses = 2000
)

// Scenario is what the weeks of a data set have in common. Shifts, skills,
// contracts and nurses are numbered from 0 in the order of the file.
type Scenario struct {
	Name      string
	Weeks     int
	Skills    []string
	Shifts    []Shift
	Contracts []Contract
	Nurses    []Nurse
}

// Shift is a type of shift.
type Shift struct {
	ID             string
	MinRun, MaxRun int    // days in a row of this shift
	NotNext        []bool // by shift: may not be worked on the day after this one
}

// Contract has the limits that nurses share.
type Contract struct {
	ID                 string
	MinTotal, MaxTotal int // assignments over the horizon
	MinWork, MaxWork   int // worked days in a row
	MinOff, MaxOff     int // days off in a row
	MaxWeekends        int
	WholeWeekends      bool // both days of a weekend or none
}

// Nurse is one worker.
type Nurse struct {
	ID       string
	Contract int
	Skills   []bool // by skill
}

// History is what a nurse's line was before the first day.
type History struct {
	Total, Weekends         int // assignments and worked weekends so far
	Last                    int // shift on the day before, or Off
	SameShift, Worked, Free int // days in a row up to the day before: of Last, worked, off
}

// Week is what is asked of one week.
type Week struct {
	Need     [7][][]Need // by day, shift and skill
	Requests []Request
}

// Need is how many must work (Min) and should (Optimal, at least Min).
type Need struct{ Min, Optimal int }

// Request is a nurse's wish not to work a shift (Any: at all) on a day of the week, 0 for Monday.
type Request struct{ Nurse, Day, Shift int }

// Instance is a scenario with a history and its weeks in order.
type Instance struct {
	Name string
	*Scenario
	Start []History // by nurse
	Weeks []Week
}

// Days is the length of the horizon.
func (in *Instance) Days() int { return 7 * len(in.Weeks) }

// Duty is what a nurse does on a day; the Skill of a day off is 0.
type Duty struct{ Shift, Skill int }

// Rota is the duty of every nurse on every day: Rota[nurse][day].
type Rota [][]Duty

// Empty is a rota in which nobody works.
func (in *Instance) Empty() Rota {
	rota := make(Rota, len(in.Nurses))
	for n := range rota {
		rota[n] = make([]Duty, in.Days())
		for d := range rota[n] {
			rota[n][d].Shift = Off
		}
	}
	return rota
}

// Files are the parts of an instance's name: "n030w4_1_6-2-9-1" is the data set
// n030w4 with its history 1 and its weeks 6, 2, 9 and 1.
type Files struct {
	Set     string
	History int
	Weeks   []int
}

// ParseName takes the name of an instance apart.
func ParseName(name string) (Files, error) {
	bad := fmt.Errorf("instance %q is not named like n030w4_1_6-2-9-1 (data set, history, weeks)", name)
	parts := strings.Split(name, "_")
	if len(parts) != 3 || parts[0] == "" || parts[0] != filepath.Base(parts[0]) {
		return Files{}, bad
	}
	f := Files{Set: parts[0]}
	for i, text := range append(strings.Split(parts[2], "-"), parts[1]) {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || i > MaxWeeks {
			return Files{}, bad
		}
		f.Weeks = append(f.Weeks, n)
	}
	last := len(f.Weeks) - 1
	f.History, f.Weeks = f.Weeks[last], f.Weeks[:last]
	return f, nil
}

// After is the history of each nurse after the first days of a rota, at most all.
func (in *Instance) After(rota Rota, days int) []History {
	out := make([]History, len(in.Nurses))
	for n := range out {
		h := in.Start[n]
		for d, duty := range rota[n][:days] {
			if duty.Shift == Off {
				h.Last, h.SameShift, h.Worked = Off, 0, 0
				h.Free++
			} else {
				if duty.Shift != h.Last {
					h.SameShift = 0
				}
				h.Last, h.Free = duty.Shift, 0
				h.SameShift++
				h.Worked++
				h.Total++
			}
			if d%7 == 6 && (duty.Shift != Off || rota[n][d-1].Shift != Off) {
				h.Weekends++
			}
		}
		out[n] = h
	}
	return out
}
