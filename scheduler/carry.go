package scheduler

import "slices"

// Pin fixes shifts of a rota in the problem, those on duty and those on standby: all, or those for
// which keep says yes. Shifts of workers or needs that the problem does not have are passed over,
// as are those pinned already. It gives how many are new. Whether the pins can all be kept, validate
// says.
func (p *Problem) Pin(r *Rota, keep func(Shift) bool) (n int) {
	if p == nil || r == nil {
		return 0
	}
	for _, s := range r.Shifts {
		w := p.worker(s.Worker)
		known := s.Kind == Standby && s.Need == "" || slices.ContainsFunc(p.Needs, func(n Need) bool { return n.ID == s.Need })
		if w == nil || !known || keep != nil && !keep(s) {
			continue
		}
		same := func(x Pin) bool { return x.Need == s.Need && x.Start.Equal(s.Start) && x.End.Equal(s.End) }
		if !slices.ContainsFunc(w.Pinned, same) {
			w.Pinned = append(w.Pinned, Pin{Need: s.Need, Start: s.Start, End: s.End})
			n++
		}
	}
	return n
}

// CarryOver enters the shifts of the last period's rota that began before this problem's first day
// as worked, so that rest, spells, runs of days and the hours of the week they share go on from
// there. Those of workers whom the problem does not have, and those entered already, are passed over.
// It gives how many are new.
func (p *Problem) CarryOver(last *Rota) (n int) {
	if p == nil || last == nil {
		return 0
	}
	first := StartInstant(p.Zone, p.Start, 0)
	for _, s := range last.Shifts {
		w := p.worker(s.Worker)
		if w == nil || !s.Start.Before(first) {
			continue
		}
		same := func(x Worked) bool { return x.Kind == s.Kind && x.Start.Equal(s.Start) && x.End.Equal(s.End) }
		if !slices.ContainsFunc(w.Worked, same) {
			w.Worked = append(w.Worked, Worked{Start: s.Start, End: s.End, Kind: s.Kind})
			n++
		}
	}
	return n
}

// worker is the worker of an id, nil for none.
func (p *Problem) worker(id string) *Worker {
	if i := slices.IndexFunc(p.Workers, func(w Worker) bool { return w.ID == id }); i >= 0 {
		return &p.Workers[i]
	}
	return nil
}
