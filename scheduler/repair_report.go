package scheduler

import (
	"cmp"
	"slices"
	"time"
)

// mostCalls is how many rungs are named for one open time.
const mostCalls = 12

// callsOf are, for each time that was open, those who can take it or a part of it,
// in ladder order; who gives up another shift for it comes last.
func callsOf(m *mend, now *Rota, played []move) (out []Call) {
	m.undo(0)
	for _, h := range m.holes(nil) {
		n := &m.needs[h.need]
		var rungs []move
		for _, w := range m.ladder(n) {
			all := m.movesOf(&m.workers[w], &h, 2)
			slices.SortStableFunc(all, func(x, y move) int {
				return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(m.leaves(&h, &x), m.leaves(&h, &y)))
			})
			for _, v := range played {
				if v.worker == w && v.hole.place == h.place && v.span.meets(h.auditSpan) {
					all = []move{v}
				}
			}
			if len(all) > 0 {
				rungs = append(rungs, all[0])
			}
		}
		rungs = inOrder(m, &h, rungs)
		for i := range rungs[:min(len(rungs), mostCalls)] {
			out = append(out, callOf(m, &rungs[i], now))
		}
	}
	return out
}

// takes says whether the new rota has the worker in the hole.
func takes(m *mend, now *Rota, worker int, h *hole) bool {
	n := &m.needs[h.need]
	return slices.ContainsFunc(now.Shifts, func(s Shift) bool {
		return s.Worker == m.workers[worker].ID && s.Need == n.ID && s.Kind == n.Kind && h.meets(auditSpan{s.Start.Unix(), s.End.Unix()})
	})
}

func callOf(m *mend, v *move, now *Rota) Call {
	w, n, h := &m.workers[v.worker], &m.needs[v.hole.need], &v.hole
	c := Call{Need: n.ID, Client: n.Client, Start: m.instant(h.from), End: m.instant(h.to), Worker: w.ID, Rung: m.rung(w, v.rank == 0),
		By: m.instant(max(m.called, h.from-(v.lead-m.called))), Arrives: m.instant(max(h.from, v.span.from)), Late: v.span.from > h.from, Taken: takes(m, now, v.worker, h)}
	for _, i := range v.drops {
		x := &m.shifts[i]
		c.GivesUp = append(c.GivesUp, Shift{Worker: x.at.Worker, Need: x.at.Need, Client: x.at.Client, Start: m.instant(x.from), End: m.instant(x.to), Kind: x.kind})
	}
	return c
}

// rung is where on the ladder a worker stands.
func (m *mend) rung(w *auditWorker, standby bool) string {
	switch {
	case standby:
		return "standby"
	case w.supplier == nil:
		return "team"
	}
	return w.supplier.Kind.String()
}

// degradedOf are the times of what stays short in which somebody is there who
// does not count: on duty with the client besides, or kept on after the shift.
func degradedOf(m *mend, short []Underlap) (out []Degraded) {
	for i := range short {
		u := &short[i]
		n := &m.needs[m.needOf[u.Need]]
		for at, end := u.Start.Unix(), u.End.Unix(); n.client >= 0 && at < end; {
			d, to := beside(m, n, auditSpan{at, end})
			if to <= at {
				break
			}
			if k := len(out); k > 0 && out[k-1].Worker == d.Worker && out[k-1].Need == d.Need && out[k-1].End.Equal(d.Start) {
				out[k-1].End, out[k-1].HeldOver, out[k-1].AtWork = d.End, out[k-1].HeldOver+d.HeldOver, d.AtWork
			} else {
				out = append(out, d)
			}
			at = to
		}
	}
	return out
}

// beside is who is with the client at the start of a time that is short and for how
// long of it: of all such workers the one who stays longest.
func beside(m *mend, n *auditNeed, s auditSpan) (best Degraded, to int64) {
	to = s.from
	for i := range m.workers {
		w := &m.workers[i]
		lacks, ok := lacksOf(m, w, n, s)
		if !ok {
			continue
		}
		for k := range w.line {
			it := &w.line[k]
			if it.client != n.client || it.kind == Standby || it.kind == Shadow || it.from > s.from || it.to < s.from || it.need == n.index && it.meets(s) {
				continue
			}
			until, held := min(it.to, s.to), int64(0)
			if it.to == s.from {
				until = heldOver(m, w, it, s.to)
				held = until - it.to
			}
			if until > to {
				to = until
				best = Degraded{Need: n.ID, Client: n.Client, Worker: w.ID, Start: m.instant(s.from), End: m.instant(until), Lacks: lacks,
					HeldOver: time.Duration(held) * time.Second, AtWork: time.Duration(spellTo(m, w, it, until)) * time.Second}
			}
		}
	}
	return best, to
}

// lacksOf are the skills of a need that the worker does not hold; ok says whether the
// worker may be there at all: without any missing, or with all of the
// fallback's.
func lacksOf(m *mend, w *auditWorker, n *auditNeed, s auditSpan) (lacks []string, ok bool) {
	if w.trainee || m.refusal(w, n) != "" {
		return nil, false
	}
	for _, skill := range n.Skills {
		if !w.holds(skill, s) {
			lacks = append(lacks, skill)
		}
	}
	if len(lacks) == 0 {
		return nil, true
	}
	holds := len(n.Fallback) > 0
	for _, skill := range n.Fallback {
		holds = holds && w.holds(skill, s)
	}
	return lacks, holds
}

// heldOver is until when the worker may be kept on after a shift: no longer
// than HoldOver past the limits of a shift, a spell and the hours, and that far into the
// rest after it, with all else kept.
func heldOver(m *mend, w *auditWorker, it *auditItem, most int64) int64 {
	limits := w.limits.clone()
	over := m.p.Contingency.HoldOver
	for _, f := range limits.Fields() {
		if f.HeldOver {
			f.lengthen(over)
		}
	}
	limits.MinRest = max(0, limits.MinRest-over)
	kept := *w
	kept.limits = &limits
	legal := func(to int64) bool {
		line := slices.Clone(w.line)
		k := slices.Index(line, *it)
		line[k].to, line[k].history = to, false
		out := &auditBreaches{a: m.audit, worker: w.ID, quiet: true}
		m.mayWork(out, w, auditSpan{it.from, to}, "")
		if most := limits.MaxShift; it.kind == Waking && most > 0 && to-it.from > int64(most.Seconds()) {
			return false
		}
		m.judgeLine(out, &kept, line)
		return out.n == 0
	}
	low, high := int64(0), (most-it.to)/60
	for low < high {
		if mid := (low + high + 1) / 2; legal(it.to + 60*mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return it.to + 60*low
}

// spellTo is how long the worker is at work in one spell, kept on to an instant.
func spellTo(m *mend, w *auditWorker, it *auditItem, to int64) int64 {
	for i := 0; i < len(w.line); {
		s, end := w.spellAt(w.line, i)
		if s.contains(it.auditSpan) {
			return max(s.to, to) - s.from
		}
		i = end
	}
	return to - it.from
}
