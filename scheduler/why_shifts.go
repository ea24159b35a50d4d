package scheduler

import (
	"slices"
	"time"
)

// whyShift is a shift that a worker might take, own shifts that adjoin it
// joined to it.
type whyShift struct {
	auditSpan
	taken  auditSpan // the part that is new
	moment int64     // on standby: when the worker would be called
	stands bool      // on standby: the shift is there already
}

// shiftsFor are the shifts of least length that would serve the target, on
// the grid. No longer one has fewer obstacles, save where it comes so near to a
// sleep-in that the longer limit on spells holds: those are there too.
func (y *why) shiftsFor(w *auditWorker, t *whyTarget) []whyShift {
	y.raws = y.raws[:0]
	if t.duty != nil {
		y.standbyShifts(w, t)
		return y.raws
	}
	o := t.need.occurrences[t.occ].auditSpan
	if t.need.Whole {
		y.raws = append(y.raws, whyShift{auditSpan: o, taken: o})
		return y.raws
	}
	least := min(int64(t.need.MinShift/time.Second), o.len())
	y.windows(t.auditSpan, o, max(least, 1))
	y.bridges(w, t.auditSpan, o, max(least, 1))
	y.extensions(w, t, o, least)
	for i := range y.raws {
		y.join(w, t, &y.raws[i])
	}
	return y.raws
}

// windows are the shortest shifts inside an occurrence that meet a time.
func (y *why) windows(at, o auditSpan, least int64) {
	step := y.step()
	for s := y.gridUp(at.from-least-step, o); s < at.to && s+least <= o.to; s = y.gridUp(s+1, o) {
		if e := y.gridUp(s+least, o); e > at.from {
			y.raws = append(y.raws, whyShift{auditSpan: auditSpan{s, e}})
		}
	}
	if s := y.gridDown(o.to-least, o); o.to > at.from && s < at.to {
		y.raws = append(y.raws, whyShift{auditSpan: auditSpan{s, o.to}})
	}
}

// bridges are the shifts of least length that come within a rest of other work
// of a line with a sleep-in.
func (y *why) bridges(w *auditWorker, at, o auditSpan, least int64) {
	if !slices.ContainsFunc(w.line, func(it auditItem) bool { return it.kind == SleepIn }) {
		return
	}
	rest := int64(w.limits.MinRest / time.Second)
	for i := range w.line {
		it := &w.line[i]
		if it.from < at.to+3*86400 && it.from >= at.from {
			e := y.gridUp(it.from-rest+1, o)
			s := y.gridDown(min(e-least, at.to-1), o)
			y.bridge(at, o, auditSpan{s, e})
		}
		if it.to > at.from-3*86400 && it.to <= at.to {
			s := y.gridDown(it.to+rest-1, o)
			e := y.gridUp(max(s+least, at.from+1), o)
			y.bridge(at, o, auditSpan{s, e})
		}
	}
}

func (y *why) bridge(at, o, s auditSpan) {
	if s.len() > 0 && o.contains(s) && s.meets(at) {
		y.raws = append(y.raws, whyShift{auditSpan: s})
	}
}

// extensions are the worker's own shifts in the occurrence made longer.
func (y *why) extensions(w *auditWorker, t *whyTarget, o auditSpan, least int64) {
	for i := range w.line {
		it := &w.line[i]
		if it.past || it.need != t.need.index || it.occurrence != t.occ || it.kind != t.need.Kind {
			continue
		}
		for e := y.gridUp(max(it.to, t.from)+1, o); e <= o.to && it.to < t.to && e-max(it.to, t.from) <= least+y.step(); e = y.gridUp(e+1, o) {
			y.raws = append(y.raws, whyShift{auditSpan: auditSpan{it.to, e}})
			if e == o.to {
				break
			}
		}
		for s := y.gridDown(min(it.from, t.to)-1, o); s >= o.from && it.from > t.from && min(it.from, t.to)-s <= least+y.step(); s = y.gridDown(s-1, o) {
			y.raws = append(y.raws, whyShift{auditSpan: auditSpan{s, it.from}})
			if s == o.from {
				break
			}
		}
	}
}

// join adds the worker's own shifts in the occurrence that touch the new part.
func (y *why) join(w *auditWorker, t *whyTarget, s *whyShift) {
	s.taken = s.auditSpan
	for i := range w.line {
		if it := &w.line[i]; y.joins(it, t, s) {
			s.from, s.to = min(s.from, it.from), max(s.to, it.to)
		}
	}
}

func (y *why) joins(it *auditItem, t *whyTarget, s *whyShift) bool {
	return t.duty == nil && !it.past && it.need == t.need.index && it.occurrence == t.occ && it.kind == t.need.Kind &&
		(it.to == s.taken.from || it.from == s.taken.to)
}

// standbyShifts are the standby shifts of least length that would back the
// duty, and those of the worker that are there already.
func (y *why) standbyShifts(w *auditWorker, t *whyTarget) {
	least := max(int64(y.p.Contingency.StandbyMin/time.Second), 1)
	all := auditSpan{y.midnights[0], y.midnights[len(y.midnights)-1]}
	y.windows(t.auditSpan, all, least)
	y.bridges(w, t.auditSpan, all, least)
	new := len(y.raws)
	for i := range w.line {
		if it := &w.line[i]; !it.past && it.kind == Standby && it.meets(t.auditSpan) {
			y.raws = append(y.raws, whyShift{auditSpan: it.auditSpan, stands: true})
		}
	}
	for i := range y.raws {
		y.raws[i].taken, y.raws[i].moment = y.raws[i].auditSpan, max(y.raws[i].from, t.from)
		y.raws[i].stands = i >= new
	}
	y.moments(w, t)
}

// moments looks at each shift also at the moments at which the worker comes to
// hold one more of the skills.
func (y *why) moments(w *auditWorker, t *whyTarget) {
	ask := slices.Clone(t.need.Skills)
	for _, k := range t.among {
		ask = append(ask, t.need.Among[k].Skill)
	}
	for i, n := 0, len(y.raws); i < n; i++ {
		in := y.raws[i].meet(t.auditSpan)
		for _, skill := range ask {
			for _, held := range w.skills[skill] {
				if held.from > in.from && held.from < in.to {
					also := y.raws[i]
					also.moment = held.from
					y.raws = append(y.raws, also)
				}
			}
		}
	}
}
