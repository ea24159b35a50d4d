package inrc2

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/carerota/carerota/bench/draw"
)

// Draw makes an instance of the competition's family around a hidden rota, so
// that it has a legal one; the same shape and seed give the same.
func Draw(shape draw.Shape, seed uint64) *Instance {
	r := draw.New(seed)
	sc := &Scenario{Name: fmt.Sprintf("d%03dw%d", shape.Workers, shape.Weeks), Weeks: shape.Weeks, Skills: []string{"Head", "Nurse", "Carer"}}
	_, notNext := r.Types(shape.Shifts)
	for s := range shape.Shifts {
		notNext[s][s] = false
		sc.Shifts = append(sc.Shifts, Shift{ID: fmt.Sprintf("S%d", s+1), MinRun: r.From(1, 3), MaxRun: r.From(4, 7), NotNext: notNext[s]})
	}
	for i, days := range []int{5, 4, 3} { // days a week
		sc.Contracts = append(sc.Contracts, Contract{ID: fmt.Sprintf("C%d", days), MinTotal: (days - 1) * shape.Weeks, MaxTotal: (days + 1) * shape.Weeks,
			MinWork: 3 - (i+1)/2, MaxWork: 5, MinOff: 2, MaxOff: 3 + i, MaxWeekends: (shape.Weeks + 1) / 2, WholeWeekends: i < 2})
	}
	in := &Instance{Scenario: sc, Weeks: make([]Week, shape.Weeks)}
	hidden := make(Rota, shape.Workers)
	for n := range hidden {
		nurse := Nurse{ID: fmt.Sprintf("N%d", n+1), Contract: r.IntN(len(sc.Contracts)), Skills: make([]bool, len(sc.Skills))}
		first := min(n%5, len(sc.Skills)-1) // a head can do all, a carer only that
		for k := first; k < len(sc.Skills); k++ {
			nurse.Skills[k] = true
		}
		sc.Nurses = append(sc.Nurses, nurse)
		h := in.drawHistory(r)
		in.Start = append(in.Start, h)
		c := sc.Contracts[nurse.Contract]
		var all []int
		for s := range sc.Shifts {
			all = append(all, s)
		}
		for _, s := range r.Line(in.Days(), all, notNext, h.Last, c.MinWork, c.MaxWork, c.MinOff, c.MaxOff) {
			hidden[n] = append(hidden[n], Duty{Shift: s, Skill: r.From(first, len(sc.Skills)-1)})
		}
	}
	in.drawWeeks(r, hidden)
	numbers := make([]string, shape.Weeks)
	for w := range numbers {
		numbers[w] = strconv.Itoa(w)
	}
	in.Name = sc.Name + "_0_" + strings.Join(numbers, "-")
	return in
}

func (in *Instance) drawHistory(r draw.Random) History {
	if r.OneIn(2) {
		return History{Last: Off, Free: r.From(1, 4)}
	}
	h := History{Last: r.IntN(len(in.Shifts)), Worked: r.From(1, 5)}
	h.SameShift = r.From(1, h.Worked)
	return h
}

// drawWeeks asks for less than the hidden rota gives at the least, and for about as much at best.
func (in *Instance) drawWeeks(r draw.Random, hidden Rota) {
	for w := range in.Weeks {
		week := &in.Weeks[w]
		for d := range week.Need {
			there := map[Duty]int{}
			for n := range hidden {
				there[hidden[n][7*w+d]]++
			}
			week.Need[d] = make([][]Need, len(in.Shifts))
			for s := range week.Need[d] {
				for k := range in.Skills {
					have := there[Duty{Shift: s, Skill: k}]
					need := Need{Min: max(0, have-r.From(0, 2))}
					need.Optimal = max(need.Min, have+r.From(-1, 1))
					week.Need[d][s] = append(week.Need[d][s], need)
				}
			}
		}
		for n := range hidden {
			if r.OneIn(4) {
				week.Requests = append(week.Requests, Request{Nurse: n, Day: r.IntN(7), Shift: r.From(Any, len(in.Shifts)-1)})
			}
		}
	}
}
