// Package curtois has the shift-scheduling benchmark of Curtois and Qu: it
// reads and writes instances, makes a solver's model of one, and checks rotas
// by the benchmark's own rules with code that shares nothing with the model.
package curtois

// Off is a day without a shift in a Rota.
const Off = -1

// Instance is one problem. Days, shifts and staff are numbered from 0 in the
// order of the file; day 0 is a Monday.
type Instance struct {
	Name     string
	Days     int // a multiple of 7, at most MaxDays
	Shifts   []Shift
	Staff    []Employee
	On, Off  []Request
	Cover    []Cover // at most one for each day and shift
	shiftNo  map[string]int
	workerNo map[string]int
}

// What an instance may hold at most.
const (
	MaxDays   = 728
	MaxShifts = 64
	MaxStaff  = 2000
)

// Shift is a type of shift.
type Shift struct {
	ID      string
	Minutes int    // 1 to 1440
	NotNext []bool // by shift: may not be worked on the day after this one
}

// Employee has the limits of one line. All are hard.
type Employee struct {
	ID             string
	MaxShifts      []int // by shift, over the horizon; 0 means that it can never be given
	MinMinutes     int
	MaxMinutes     int
	MinRun, MaxRun int // consecutive worked days
	MinOff         int // consecutive days off
	MaxWeekends    int
	DaysOff        []bool // by day
}

// Request is a wish for a shift (On), or not to have it (Off), that costs
// Weight when it is not met.
type Request struct{ Employee, Day, Shift, Weight int }

// Cover is how many should work a shift on a day, and what each one too few or
// too many costs.
type Cover struct{ Day, Shift, Need, Under, Over int }

// Rota is the shift of every employee on every day, or Off: Rota[employee][day].
type Rota [][]int

// New makes an instance without staff, requests or cover.
func New(name string, days int, shifts []Shift) *Instance {
	in := &Instance{Name: name, Days: days, Shifts: shifts}
	in.index()
	return in
}

// index finds shifts and employees by their ids.
func (in *Instance) index() {
	in.shiftNo, in.workerNo = map[string]int{}, map[string]int{}
	for s := range in.Shifts {
		in.shiftNo[in.Shifts[s].ID] = s
	}
	for e := range in.Staff {
		in.workerNo[in.Staff[e].ID] = e
	}
}

// Empty is a rota in which nobody works.
func (in *Instance) Empty() Rota {
	rota := make(Rota, len(in.Staff))
	for e := range rota {
		rota[e] = make([]int, in.Days)
		for d := range rota[e] {
			rota[e][d] = Off
		}
	}
	return rota
}
