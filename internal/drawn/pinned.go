package drawn

import (
	"math/rand/v2"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Lived is a problem of which some has happened: shifts of a rota of it are pinned, whole, in part,
// longer than they were and off the grid; trainees are; and what they have to keep has changed since.
// It may have faults.
func Lived(r *rand.Rand, p *scheduler.Problem, made *scheduler.Rota) *scheduler.Problem {
	q := p.Clone()
	if len(made.Shifts) == 0 {
		return q
	}
	q.Pin(made, func(scheduler.Shift) bool { return r.IntN(3) == 0 })
	if r.IntN(3) > 0 {
		s := &made.Shifts[r.IntN(len(made.Shifts))]
		q.AsOf = s.Start.Add(time.Duration(r.IntN(30)) * Hour).Truncate(5 * time.Minute)
	}
	for i := range q.Workers {
		if w := &q.Workers[i]; w.Shadowing != "" && r.IntN(2) == 0 {
			s := &made.Shifts[r.IntN(len(made.Shifts))]
			w.Pinned = append(w.Pinned, scheduler.Pin{Need: s.Need, Start: s.Start, End: s.End})
		}
	}
	for range 1 + r.IntN(4) {
		live(r, q, made.Shifts[r.IntN(len(made.Shifts))])
	}
	return q
}

// live changes what is pinned, or what pins have to keep, about a shift.
func live(r *rand.Rand, q *scheduler.Problem, s scheduler.Shift) {
	ticks := func(most int) time.Duration { return time.Duration(1+r.IntN(most)) * 5 * time.Minute }
	w := &q.Workers[r.IntN(len(q.Workers))]
	switch r.IntN(10) {
	case 0:
		w.Pinned = append(w.Pinned, scheduler.Pin{Need: s.Need, Start: s.Start, End: s.Start.Add(ticks(40)), Part: true})
	case 1:
		w.Pinned = append(w.Pinned, scheduler.Pin{Need: s.Need, Start: s.Start, End: s.End})
	case 2:
		w.Pinned = append(w.Pinned, scheduler.Pin{Start: s.Start.Add(ticks(12)), End: s.End.Add(ticks(12)), Part: true})
	case 3:
		w.Pinned = append(w.Pinned, scheduler.Pin{Need: s.Need, Start: s.Start.Add(ticks(6) - 20*time.Minute), End: s.End.Add(ticks(12)), Part: true})
	case 4:
		w.Unavailable = append(w.Unavailable, scheduler.Absence{Start: s.Start.Add(ticks(30)), End: s.End.Add(ticks(30))})
	case 5:
		q.Providers[r.IntN(len(q.Providers))].MaxHoursWeek = scheduler.Hours(float64(r.IntN(50)))
	case 6:
		q.Clients[r.IntN(len(q.Clients))].Refuses = []string{w.ID}
	case 7:
		w.Standby = !w.Standby
	case 8:
		w.Skills = nil
	case 9:
		q.Needs[r.IntN(len(q.Needs))].Whole = r.IntN(2) == 0
	}
}
