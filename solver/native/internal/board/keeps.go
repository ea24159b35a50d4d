package board

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// layKeeps finds the lines that can replace at least twice as many, over all time, as the median of the
// lines that may serve. What they do on duty others can do, but not what they do on reserve.
func (b *Board) layKeeps() {
	reach := make([]int64, len(b.Lines))
	var all []int64
	for l := range b.Lines {
		lb := &b.Lines[l]
		if lb.Master >= 0 || len(lb.Duty) == 0 {
			continue
		}
		if len(lb.Reserve) > 0 {
			reach[l] = b.reach(lb)
		}
		all = append(all, reach[l])
	}
	if len(all) == 0 {
		return
	}
	slices.Sort(all)
	median := all[len(all)/2]
	for l, n := range reach {
		if n > 0 && n >= 2*median {
			if b.Keeps == nil {
				b.Keeps = make([]bool, len(b.Lines))
			}
			b.Keeps[l] = true
		}
	}
}

// reach is how many minutes of tasks with backup a line could be on reserve for.
func (b *Board) reach(lb *LineBoard) (n int64) {
	for i := range lb.Permits {
		pm := &lb.Permits[i]
		if b.Tasks[pm.Task].Backup == 0 || pm.NoBackup {
			continue
		}
		for _, s := range pm.Spans {
			n += int64(s.Len())
		}
	}
	return n
}

// keep prices duty of lines that are better kept for reserve, while DutyToll says so.
func (s *State) keep(l int32, d solver.Decision, sign int) {
	if s.DutyToll != 0 && d.Kind != solver.Reserve && s.Board.Keeps != nil && s.Board.Keeps[l] {
		s.Toll += s.DutyToll * float64(sign) * float64(d.End-d.Start)
	}
}
