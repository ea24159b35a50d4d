package curtois

import (
	"fmt"

	"github.com/carerota/carerota/bench/draw"
)

// Draw makes an instance of the benchmark's family around a hidden rota, so
// that it has a legal one; the same shape and seed give the same.
func Draw(shape draw.Shape, seed uint64) *Instance {
	r := draw.New(seed)
	minutes, notNext := r.Types(shape.Shifts)
	var shifts []Shift
	for s := range minutes {
		// Hidden lines go on with the shift they had where another may not follow.
		notNext[s][s] = false
		shifts = append(shifts, Shift{ID: fmt.Sprintf("S%d", s+1), Minutes: minutes[s], NotNext: notNext[s]})
	}
	in := New(shape.String(), 7*shape.Weeks, shifts)
	hidden := make(Rota, shape.Workers)
	for e := range hidden {
		w := Employee{ID: fmt.Sprintf("E%d", e+1), MinRun: r.From(1, 2), MaxRun: r.From(4, 6), MinOff: r.From(1, 3), DaysOff: make([]bool, in.Days)}
		var may []int
		w.MaxShifts = make([]int, len(shifts))
		for s := range shifts {
			if s == e%len(shifts) || !r.OneIn(3) {
				may = append(may, s)
				w.MaxShifts[s] = in.Days
			}
		}
		hidden[e] = r.Line(in.Days, may, notNext, draw.Off, w.MinRun, w.MaxRun, w.MinOff, w.MinOff+2)
		in.fit(r, &w, hidden[e])
		in.Staff = append(in.Staff, w)
	}
	in.drawRequests(r, hidden)
	in.drawCover(r, hidden)
	in.index()
	return in
}

// fit sets limits around the hidden line.
func (in *Instance) fit(r draw.Random, w *Employee, line []int) {
	total, weekends := 0, 0
	count := make([]int, len(in.Shifts))
	for d, s := range line {
		if s != Off {
			total += in.Shifts[s].Minutes
			count[s]++
		} else if r.OneIn(8) {
			w.DaysOff[d] = true
		}
		if d%7 == 6 && (s != Off || line[d-1] != Off) {
			weekends++
		}
	}
	w.MinMinutes, w.MaxMinutes = max(0, total-60*r.From(2, 16)), total+60*r.From(2, 12)
	w.MaxWeekends = weekends + r.From(0, 1)
	for s, n := range count {
		if w.MaxShifts[s] > 0 && n > 0 && r.OneIn(6) {
			w.MaxShifts[s] = n + r.From(0, 2)
		}
	}
}

func (in *Instance) drawRequests(r draw.Random, hidden Rota) {
	for e := range hidden {
		for d := range in.Days {
			q := Request{Employee: e, Day: d, Shift: r.IntN(len(in.Shifts)), Weight: r.From(1, 3)}
			switch r.IntN(12) {
			case 0:
				in.Off = append(in.Off, q)
			case 1:
				if s := hidden[e][d]; s != Off {
					q.Shift = s
				}
				in.On = append(in.On, q)
			}
		}
	}
}

func (in *Instance) drawCover(r draw.Random, hidden Rota) {
	for d := range in.Days {
		for s := range in.Shifts {
			c := Cover{Day: d, Shift: s, Under: 100, Over: 1}
			for e := range hidden {
				if hidden[e][d] == s {
					c.Need++
				}
			}
			if r.OneIn(5) {
				c.Need = max(0, c.Need+r.From(-1, 1))
			}
			in.Cover = append(in.Cover, c)
		}
	}
}
