package scheduler

import (
	"cmp"
	"slices"
)

// auditStand is a worker on standby during a shift, and when in it that worker
// can replace the one on duty, among skills apart.
type auditStand struct {
	worker int
	spans  []auditSpan
}

// auditDuty is a part of a shift on duty in which the same among skills, by
// number, would go short without it.
type auditDuty struct {
	auditSpan
	missing []int
}

// computeStandby reports where the workers on duty have too few on standby who
// can replace them, and names those who can on every shift on duty.
func (a *audit) computeStandby() {
	want := a.p.Contingency.Standby
	if want <= 0 && !slices.ContainsFunc(a.shifts, func(s auditShift) bool { return s.kind == Standby }) {
		return
	}
	var required, short int64
	for i := range a.needs {
		n := &a.needs[i]
		for j := range n.occurrences {
			o := &n.occurrences[j]
			duties := a.duties(n, o)
			for k, s := range o.duty {
				stands := a.stands(n, &a.shifts[s])
				a.nameBackups(n, &a.shifts[s], duties[k], stands)
				if want <= 0 || !n.Contingency {
					continue
				}
				for _, d := range duties[k] {
					required += int64(want) * d.len()
				}
				short += a.judgeStands(n, &a.shifts[s], duties[k], stands, want)
			}
		}
	}
	c := &a.report.Contingency
	c.StandbyRequired, c.StandbyShortfall = auditHoursOf(required), auditHoursOf(short)
	slices.SortStableFunc(c.Gaps, func(x, y ContingencyGap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), cmp.Compare(x.Worker, y.Worker), x.End.Compare(y.End))
	})
}

// duties are, for each shift on duty in the occurrence, the parts of it that
// count, with what would be missing without it.
func (a *audit) duties(n *auditNeed, o *auditOccurrence) [][]auditDuty {
	out := make([][]auditDuty, len(o.duty))
	for _, p := range a.pieces(o) {
		held := make([]int, len(n.Among))
		for _, s := range p.present {
			for k := range n.Among {
				if a.shifts[s].holds[k] {
					held[k]++
				}
			}
		}
		for _, s := range p.present {
			d := auditDuty{auditSpan: p.auditSpan}
			for k, m := range n.Among {
				others := held[k]
				if a.shifts[s].holds[k] {
					others--
				}
				if others < m.Workers {
					d.missing = append(d.missing, k)
				}
			}
			x, _ := slices.BinarySearch(o.duty, s)
			if l := len(out[x]); l > 0 && out[x][l-1].to == d.from && slices.Equal(out[x][l-1].missing, d.missing) {
				out[x][l-1].to = d.to
				continue
			}
			out[x] = append(out[x], d)
		}
	}
	return out
}

// stands are the workers on standby during a shift who can replace the one on
// duty at some time in it, each once, by number.
func (a *audit) stands(n *auditNeed, duty *auditShift) []auditStand {
	var out []auditStand
	from := a.dayOf(duty.from)
	for d := from; d < len(a.onStandby) && a.midnights[d] < duty.to; d++ {
		for _, i := range a.onStandby[d] {
			s := &a.shifts[i]
			if d > from && s.from < a.midnights[d] || !s.meets(duty.auditSpan) || s.worker == duty.worker {
				continue // seen the day before, or no part of it
			}
			w := &a.workers[s.worker]
			if !a.mayReplace(w, n) || a.sharesProvider(w, duty) {
				continue
			}
			if spans := a.able(w, n, s.meet(duty.auditSpan)); len(spans) > 0 {
				out = append(out, auditStand{s.worker, spans})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y auditStand) int { return cmp.Compare(x.worker, y.worker) })
	once := out[:0]
	for _, s := range out {
		if k := len(once); k > 0 && once[k-1].worker == s.worker {
			once[k-1].spans = auditUnion(append(once[k-1].spans, s.spans...))
			continue
		}
		once = append(once, s)
	}
	return once
}

// sharesProvider says whether the worker is no backup of the shift's because
// of a common provider.
func (a *audit) sharesProvider(w *auditWorker, duty *auditShift) bool {
	return a.p.Contingency.DifferentProvider && w.Provider == a.workers[duty.worker].Provider
}

// mayReplace says whether the worker, when on standby, may take shifts in the
// need at some time.
func (a *audit) mayReplace(w *auditWorker, n *auditNeed) bool {
	if a.replaces == nil {
		a.replaces = make([]int8, len(a.needs)*len(a.workers))
	}
	known := &a.replaces[n.index*len(a.workers)+w.index]
	if *known == 0 {
		*known = -1
		if w.Standby && a.mayTake(w, n) {
			*known = 1
		}
	}
	return *known > 0
}

// mayTake says whether the worker may count in the need at some time: what
// does not depend on the time.
func (a *audit) mayTake(w *auditWorker, n *auditNeed) bool {
	if w.trainee || w.barred || !w.wanted(n) || !w.accepted(n) || a.refusal(w, n) != "" {
		return false
	}
	return !slices.ContainsFunc(n.Skills, func(skill string) bool { return len(w.skills[skill]) == 0 })
}

// able are the times in s at which the worker is available and approved and
// holds the need's skills.
func (a *audit) able(w *auditWorker, n *auditNeed, s auditSpan) []auditSpan {
	out := auditMeet([]auditSpan{s}, []auditSpan{w.approved})
	if !auditInside(w.free, s) {
		out = auditMeet(out, w.free)
	}
	for _, skill := range n.Skills {
		if !w.holds(skill, s) {
			out = auditMeet(out, w.skills[skill])
		}
	}
	return out
}

// during are the times of a duty at which the worker on standby can replace it.
func (a *audit) during(n *auditNeed, d *auditDuty, s *auditStand) []auditSpan {
	out := auditMeet([]auditSpan{d.auditSpan}, s.spans)
	for _, k := range d.missing {
		out = auditMeet(out, a.workers[s.worker].skills[n.Among[k].Skill])
	}
	return out
}

// judgeStands is the standby shortfall of one shift in seconds; it enters the
// gaps.
func (a *audit) judgeStands(n *auditNeed, duty *auditShift, parts []auditDuty, stands []auditStand, want int) (seconds int64) {
	type edge struct {
		at   int64
		step int
	}
	rows := len(a.report.Contingency.Gaps)
	for i := range parts {
		d := &parts[i]
		edges := []edge{{d.to, 0}}
		for j := range stands {
			for _, s := range a.during(n, d, &stands[j]) {
				edges = append(edges, edge{s.from, 1}, edge{s.to, -1})
			}
		}
		slices.SortFunc(edges, func(x, y edge) int { return cmp.Compare(x.at, y.at) })
		from, ready := d.from, 0
		for _, e := range edges {
			if short := want - ready; short > 0 && e.at > from {
				seconds += int64(short) * (e.at - from)
				a.addGap(rows, n, duty, auditSpan{from, e.at}, short)
			}
			from, ready = e.at, ready+e.step
		}
	}
	return seconds
}

// addGap enters a time with too few on standby, as part of the row before when
// that is of the same shift (one of the rows from first on) and as short.
func (a *audit) addGap(first int, n *auditNeed, duty *auditShift, s auditSpan, short int) {
	c := &a.report.Contingency
	if k := len(c.Gaps); k > first {
		if g := &c.Gaps[k-1]; g.Short == short && g.End.Unix() == s.from {
			g.End = a.instant(s.to)
			return
		}
	}
	c.Gaps = append(c.Gaps, ContingencyGap{Need: n.ID, Worker: a.workers[duty.worker].ID, Start: a.instant(s.from), End: a.instant(s.to), Short: short})
}

// nameBackups enters those on standby at some time of the shift who can replace
// the one on duty, in ladder order.
func (a *audit) nameBackups(n *auditNeed, duty *auditShift, parts []auditDuty, stands []auditStand) {
	var names []int
	for j := range stands {
		if slices.ContainsFunc(parts, func(d auditDuty) bool { return len(a.during(n, &d, &stands[j])) > 0 }) {
			names = append(names, stands[j].worker)
		}
	}
	slices.SortFunc(names, a.onLadder(n))
	for _, w := range names {
		if id := a.workers[w].ID; !slices.Contains(duty.at.Backups, id) {
			duty.at.Backups = append(duty.at.Backups, id)
		}
	}
}

// onLadder is the order in which workers are asked: by tier of the provider,
// those who know the client first, then by id.
func (a *audit) onLadder(n *auditNeed) func(x, y int) int {
	stranger := func(w int) int {
		if n.client >= 0 && a.known[[2]int{n.client, w}] {
			return 0
		}
		return 1
	}
	return func(x, y int) int {
		return cmp.Or(cmp.Compare(a.workers[x].tier, a.workers[y].tier), cmp.Compare(stranger(x), stranger(y)),
			cmp.Compare(a.workers[x].ID, a.workers[y].ID), cmp.Compare(x, y))
	}
}
