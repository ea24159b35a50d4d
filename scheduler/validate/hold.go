package validate

import (
	"fmt"

	"github.com/carerota/carerota/scheduler"
)

// Hold pins shifts of a rota in p, those that keep says yes to (nil: all), and gives how many are new. A shift that cannot
// be pinned as it is, for it is shorter than its need asks or off the grid, is pinned as a part agreed on. The faults are of pins
// that break a hard rule all the same; p has them too then.
func Hold(p *scheduler.Problem, r *scheduler.Rota, keep func(scheduler.Shift) bool) (n int, faults []scheduler.Fault) {
	if p == nil || r == nil {
		return 0, nil
	}
	before := make([]int, len(p.Workers))
	for i := range p.Workers {
		before[i] = len(p.Workers[i].Pinned)
	}
	if n = p.Pin(r, keep); n == 0 {
		return 0, nil
	}
	held := func(f *scheduler.Fault) *scheduler.Pin {
		var i, k int
		if _, err := fmt.Sscanf(f.Path, "worker[%d].pinned[%d]", &i, &k); err != nil || i >= len(before) || k < before[i] || k >= len(p.Workers[i].Pinned) {
			return nil
		}
		return &p.Workers[i].Pinned[k]
	}
	first := Problem(p)
	for i := range first {
		if pin := held(&first[i]); pin != nil {
			pin.Part = true
		}
	}
	if len(first) == 0 {
		return n, nil
	}
	for _, f := range Problem(p) {
		if pin := held(&f); pin != nil {
			at := pin.Start
			if p.Zone != nil {
				at = at.In(p.Zone)
			}
			f.Says = at.Format("Mon 2 Jan 15:04") + ": " + f.Says
			faults = append(faults, f)
		}
	}
	return n, faults
}
