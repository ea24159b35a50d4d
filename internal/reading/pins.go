package reading

import (
	"slices"
	"strings"

	"github.com/carerota/carerota/scheduler"
)

// PinnedRota is the rota of the pinned shifts alone, on duty and on standby.
func PinnedRota(p *scheduler.Problem) *scheduler.Rota {
	needs := map[string]*scheduler.Need{}
	for i := range p.Needs {
		needs[p.Needs[i].ID] = &p.Needs[i]
	}
	r := &scheduler.Rota{}
	for _, w := range p.Workers {
		for _, pin := range w.Pinned {
			if pin.Need == "" {
				r.Shifts = append(r.Shifts, scheduler.Shift{Worker: w.ID, Start: pin.Start, End: pin.End, Kind: scheduler.Standby, Pinned: true})
				continue
			}
			n := needs[pin.Need]
			s := scheduler.Shift{Worker: w.ID, Need: n.ID, Client: n.Client, Start: pin.Start, End: pin.End, Kind: n.Kind, Pinned: true}
			if w.Shadowing != "" {
				s.Kind = scheduler.Shadow
			}
			r.Shifts = append(r.Shifts, s)
		}
	}
	slices.SortStableFunc(r.Shifts, func(a, b scheduler.Shift) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.Worker, b.Worker)
	})
	return r
}
