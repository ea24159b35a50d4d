// Package draw has what the generators of the public benchmarks' families share.
package draw

import (
	"fmt"
	"math/rand/v2"
)

// Shape is the size of an instance to draw.
type Shape struct{ Workers, Weeks, Shifts int }

// Limits of a Shape.
const (
	MaxWorkers = 400
	MaxWeeks   = 104
	MaxShifts  = 32
)

// ParseShape reads a shape such as "150x52x32": workers, weeks, types of shift.
func ParseShape(text string) (Shape, error) {
	var s Shape
	var rest string
	n, _ := fmt.Sscanf(text+" ", "%dx%dx%d%s", &s.Workers, &s.Weeks, &s.Shifts, &rest)
	if n != 3 || s.Workers < 1 || s.Workers > MaxWorkers || s.Weeks < 1 || s.Weeks > MaxWeeks || s.Shifts < 1 || s.Shifts > MaxShifts {
		return s, fmt.Errorf("shape %q is not like 150x52x32: workers (to %d) x weeks (to %d) x types of shift (to %d)", text, MaxWorkers, MaxWeeks, MaxShifts)
	}
	return s, nil
}

func (s Shape) String() string { return fmt.Sprintf("%dx%dx%d", s.Workers, s.Weeks, s.Shifts) }

// Random draws numbers; the same seed draws the same.
type Random struct{ *rand.Rand }

// New is a source of its own for each seed.
func New(seed uint64) Random { return Random{rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15))} }

// From draws a whole number from low to high.
func (r Random) From(low, high int) int { return low + r.IntN(high-low+1) }

// OneIn says yes once in n times.
func (r Random) OneIn(n int) bool { return r.IntN(n) == 0 }

// Types draws when each type of shift begins and how long it is, in minutes,
// and which cannot follow which for want of eleven hours of rest.
func (r Random) Types(n int) (minutes []int, notNext [][]bool) {
	lengths := []int{480, 480, 480, 360, 600, 540, 720, 420}
	var start []int
	for i := range n {
		start = append(start, 360+(i*960/n+r.From(0, 2)*30)%960)
		minutes = append(minutes, lengths[r.IntN(min(len(lengths), max(1, n/2+1)))])
	}
	for a := range n {
		row := make([]bool, n)
		for b := range n {
			row[b] = start[b]+1440-(start[a]+minutes[a]) < 660
		}
		notNext = append(notNext, row)
	}
	return minutes, notNext
}

// Off is a day off in a line.
const Off = -1

// Line draws a line of days that keeps what follows what and the lengths of
// runs, in shifts that the worker may have. Before is the shift on the day
// before the first, or Off.
func (r Random) Line(days int, may []int, notNext [][]bool, before, minRun, maxRun, minOff, maxOff int) []int {
	line := make([]int, 0, days)
	last := before
	for off := r.OneIn(2); len(line) < days; off = !off {
		if off {
			last = Off
			for range r.From(minOff, maxOff) {
				line = append(line, Off)
			}
			continue
		}
		like := may[r.IntN(len(may))]
		for range r.From(minRun, maxRun) {
			shift := like
			if r.OneIn(4) {
				shift = may[r.IntN(len(may))]
			}
			if last != Off && notNext[last][shift] {
				if shift = last; notNext[last][last] {
					break
				}
			}
			line, last = append(line, shift), shift
		}
	}
	return line[:days]
}
