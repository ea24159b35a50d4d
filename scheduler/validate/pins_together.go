package validate

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/internal/xplain"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// mostPinConflicts is how many faults of pinned shifts are looked into.
const mostPinConflicts = 20

// otherPins says which other pinned shifts it takes, beside the one at a path,
// to break the rule of a finding: a smallest set, of those nearest in time.
// It is empty when the one breaks the rule alone.
func otherPins(p *scheduler.Problem, pins *scheduler.Rota, f scheduler.Finding, at pinPlace) string {
	lone, shifts := ofPinned(p, pins, f, at)
	if len(shifts) < 2 {
		return ""
	}
	bad := func(kept []int) bool {
		r := &scheduler.Rota{Shifts: []scheduler.Shift{shifts[0]}}
		for _, i := range kept {
			r.Shifts = append(r.Shifts, shifts[i+1])
		}
		return slices.ContainsFunc(audit.Rota(lone, r).Findings, func(g scheduler.Finding) bool { return g.Rule == f.Rule && g.Worker == f.Worker })
	}
	if !bad(xplain.Below(len(shifts) - 1)) {
		return ""
	}
	var says []string
	for _, i := range xplain.Minimal(len(shifts)-1, bad) {
		s := &shifts[i+1]
		who := ""
		if s.Worker != at.worker {
			who = " of " + reading.CalledWorker(p, s.Worker)
		}
		says = append(says, fmt.Sprintf("%s%s %s", cmp.Or(s.Need, "standby"), who, reading.SayWhen(s.Start.In(p.Zone), s.End.In(p.Zone))))
	}
	if len(says) == 0 {
		return ""
	}
	return " It takes this pin together with " + say.List(says) + "."
}

// ofPinned are the pinned shifts that can have a part in a finding, the one at
// fault first, then by nearness, and the problem with their workers alone.
func ofPinned(p *scheduler.Problem, pins *scheduler.Rota, f scheduler.Finding, at pinPlace) (*scheduler.Problem, []scheduler.Shift) {
	lone := *p
	lone.Workers = nil
	supplier := ""
	if w := reading.Find(p.Workers, func(w *scheduler.Worker) bool { return w.ID == at.worker }); w != nil {
		supplier = w.Provider
	}
	for _, w := range p.Workers {
		if w.ID == f.Worker || f.Worker == "" && w.Provider == supplier {
			w.Pinned = nil
			lone.Workers = append(lone.Workers, w)
		}
	}
	var shifts []scheduler.Shift
	for _, s := range pins.Shifts {
		if reading.Find(lone.Workers, func(w *scheduler.Worker) bool { return w.ID == s.Worker }) != nil {
			shifts = append(shifts, s)
		}
	}
	far := func(s scheduler.Shift) int64 {
		d := s.Start.Unix() - at.pin.Start.Unix()
		if s.Worker == at.worker && s.Need == at.pin.Need && d == 0 && s.End.Equal(at.pin.End) {
			return -1
		}
		return max(d, -d)
	}
	slices.SortStableFunc(shifts, func(x, z scheduler.Shift) int { return cmp.Compare(far(x), far(z)) })
	return &lone, shifts
}
