package scheduler

import (
	"cmp"
	"slices"
)

// readCover sweeps every occurrence and adds up what is required, covered,
// short, and too much.
func (a *audit) readCover() {
	c := &a.rep.Cover
	for k := range a.occ {
		o := &a.occ[k]
		c.RequiredHours += float64(o.need.Workers) * float64(o.to-o.from) / 3600
		a.sweep(o, nil, func(from, to int64, here []int, _ []int) {
			short, skill := a.shortfall(o, here)
			c.OverlapHours += float64(max(0, len(here)-o.need.Workers)) * float64(to-from) / 3600
			c.UnderlapHours += float64(short) * float64(to-from) / 3600
			if short > 0 {
				a.underlap(o, from, to, short, len(here) == 0, skill)
			}
		})
	}
	c.CoveredHours = c.RequiredHours - c.UnderlapHours
	for i := range a.shifts {
		if s := &a.shifts[i]; s.w >= 0 && a.who[s.w].family && s.Kind != Standby {
			c.FamilyHours += float64(s.to-s.from) / 3600
		}
	}
	slices.SortStableFunc(a.rep.Underlap, func(x, y Underlap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need))
	})
}

// sweep calls piece for every stretch of the occurrence in which who is on
// duty, and which of the extra spans hold, does not change.
func (a *audit) sweep(o *aOccurrence, extra []aSpan, piece func(from, to int64, here, among []int)) {
	cuts := []int64{o.from, o.to}
	for _, i := range o.shifts {
		cuts = append(cuts, a.shifts[i].from, a.shifts[i].to)
	}
	for _, s := range extra {
		cuts = append(cuts, s.from, s.to)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for k := 0; k+1 < len(cuts); k++ {
		from, to := cuts[k], cuts[k+1]
		if from < o.from || to > o.to {
			continue
		}
		var here, among []int
		for _, i := range o.shifts {
			if s := &a.shifts[i]; s.onDuty() && s.from <= from && to <= s.to {
				here = append(here, i)
			}
		}
		for i, s := range extra {
			if s.from <= from && to <= s.to {
				among = append(among, i)
			}
		}
		piece(from, to, here, among)
	}
}

// shortfall is by how many the occurrence is short with those present, and the
// among skill that is short when it is the worst.
func (a *audit) shortfall(o *aOccurrence, here []int) (short int, skill string) {
	short = max(0, o.need.Workers-len(here))
	for _, am := range o.need.Among {
		if n := am.Workers - a.holding(am.Skill, here, -1); n > short {
			short, skill = n, am.Skill
		}
	}
	return short, skill
}

// holding counts those present, but for one, who hold the skill for all of their shift.
func (a *audit) holding(skill string, here []int, but int) (n int) {
	for _, i := range here {
		if s := &a.shifts[i]; i != but && a.hasSkill(a.who[s.w], skill, s.from, s.to) {
			n++
		}
	}
	return n
}

// underlap enters a stretch, joined to the one before when nothing differs.
func (a *audit) underlap(o *aOccurrence, from, to int64, short int, gap bool, skill string) {
	u := Underlap{Need: o.need.ID, Client: o.need.Client, Start: a.time(from), End: a.time(to), Short: short, Gap: gap,
		Criticality: o.need.Criticality, Verdict: "not-proved", Skills: slices.Clone(o.need.Skills)}
	if skill != "" {
		u.Skills = []string{skill}
	}
	if k := len(a.rep.Underlap) - 1; k >= 0 {
		l := &a.rep.Underlap[k]
		if l.Need == u.Need && l.End.Equal(u.Start) && l.Short == short && l.Gap == gap && slices.Equal(l.Skills, u.Skills) {
			l.End = u.End
			return
		}
	}
	a.rep.Underlap = append(a.rep.Underlap, u)
}

// ready is a time in which a worker on standby is able to take a shift in an occurrence.
type ready struct {
	aSpan
	shift int // the standby shift
}

// readyFor lists who on standby could take shifts in the occurrence, and when.
func (a *audit) readyFor(o *aOccurrence, standby []int, longest int64) []ready {
	var out []ready
	k, _ := slices.BinarySearchFunc(standby, o.from-longest, func(i int, x int64) int { return cmp.Compare(a.shifts[i].from, x) })
	for ; k < len(standby); k++ {
		s := &a.shifts[standby[k]]
		if s.from >= o.to {
			break
		}
		for _, x := range a.ableSpans(a.who[s.w], o.need, max(s.from, o.from), min(s.to, o.to)) {
			out = append(out, ready{x, standby[k]})
		}
	}
	return out
}

// ableSpans are the parts of a time at which the worker could legally be in a
// shift of the need, its among skills apart.
func (a *audit) ableSpans(w *aWorker, n *Need, from, to int64) []aSpan {
	if from >= to || !a.mayServe(w, n) {
		return nil
	}
	ok := common(w.free, []aSpan{{from, to}})
	if w.prov != nil {
		ok = common(ok, []aSpan{a.period(w.prov.FromDate, w.prov.UntilDate)})
	}
	for _, skill := range n.Skills {
		ok = common(ok, a.skillSpans(w, skill))
	}
	return ok
}

// mayServe says whether worker and need may ever meet, time and skills apart.
func (a *audit) mayServe(w *aWorker, n *Need) bool {
	if w.Suspended || w.Shadowing != "" || w.prov != nil && w.prov.Suspended {
		return false
	}
	named := len(n.Only) == 0 || slices.Contains(n.Only, w.ID) || w.Provider != "" && slices.Contains(n.Only, w.Provider)
	if c := a.client[n.Client]; c != nil {
		return named && !slices.Contains(c.Refuses, w.ID) && !slices.Contains(w.Refuses, c.ID) &&
			!(w.Provider != "" && slices.Contains(c.Refuses, w.Provider)) &&
			(w.prov == nil || w.prov.AcceptsAll || slices.Contains(w.prov.Accepts, c.ID))
	}
	return named
}

// readStandby adds up where workers on duty have too few on standby who can replace them.
func (a *audit) readStandby() {
	want := a.p.Contingency.Standby
	if want <= 0 {
		return
	}
	standby, longest := a.standbys()
	for k := range a.occ {
		o := &a.occ[k]
		if !o.need.Contingency {
			continue
		}
		able := a.readyFor(o, standby, longest)
		spans := make([]aSpan, 0, len(able))
		for _, r := range able {
			spans = append(spans, r.aSpan)
			for _, am := range o.need.Among {
				for _, x := range common(a.skillSpans(a.who[a.shifts[r.shift].w], am.Skill), []aSpan{r.aSpan}) {
					spans = append(spans, x)
				}
			}
		}
		a.sweep(o, spans, func(from, to int64, here, _ []int) {
			for _, i := range here {
				a.wanted += float64(want) * float64(to-from)
				n := 0
				for _, r := range able {
					if r.from <= from && to <= r.to && a.replaces(r.shift, i, here, o, from, to) {
						n++
					}
				}
				if n < want {
					a.standby += float64(want-n) * float64(to-from)
					a.gap(o, i, from, to, want-n)
				}
			}
		})
	}
	a.sortGaps()
}

// standbys are the standby shifts in order of start, and the longest of them.
func (a *audit) standbys() (out []int, longest int64) {
	for i := range a.shifts {
		s := &a.shifts[i]
		if s.Kind == Standby && s.w >= 0 && s.to > s.from {
			out = append(out, i)
			longest = max(longest, s.to-s.from)
		}
	}
	slices.SortStableFunc(out, func(x, y int) int { return cmp.Compare(a.shifts[x].from, a.shifts[y].from) })
	return out, longest
}

// replaces says whether the worker of standby shift r, able to serve the need,
// can replace the one of shift i among those present.
func (a *audit) replaces(r, i int, here []int, o *aOccurrence, from, to int64) bool {
	w, out := a.who[a.shifts[r].w], a.who[a.shifts[i].w]
	if a.p.Contingency.DifferentProvider && w.Provider == out.Provider {
		return false
	}
	for _, am := range o.need.Among {
		if a.holding(am.Skill, here, i) < am.Workers && !a.hasSkill(w, am.Skill, from, to) {
			return false
		}
	}
	return true
}

// gap enters a stretch without enough standby, joined to the one before when nothing differs.
func (a *audit) gap(o *aOccurrence, i int, from, to int64, short int) {
	g := ContingencyGap{Need: o.need.ID, Worker: a.shifts[i].Worker, Start: a.time(from), End: a.time(to), Short: short}
	gaps := a.rep.Contingency.Gaps
	for k := len(gaps) - 1; k >= max(0, len(gaps)-9); k-- {
		if l := &gaps[k]; l.Need == g.Need && l.Worker == g.Worker && l.Short == short && l.End.Equal(g.Start) {
			l.End = g.End
			return
		}
	}
	a.rep.Contingency.Gaps = append(gaps, g)
}

func (a *audit) sortGaps() {
	slices.SortStableFunc(a.rep.Contingency.Gaps, func(x, y ContingencyGap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), cmp.Compare(x.Worker, y.Worker))
	})
}

// readHeadroom adds up the hours above the share of the week that is to stay free.
func (a *audit) readHeadroom() {
	share := a.p.Contingency.Headroom
	if share <= 0 {
		return
	}
	for _, w := range a.who {
		if w.caps.MaxHoursWeek == nil {
			continue
		}
		duty := slices.DeleteFunc(slices.Clone(w.line), func(s aShift) bool { return !s.onDuty() })
		for _, k := range a.weeks {
			if k.ours {
				a.room += max(0, counted(w.caps, duty, k.from, k.to)-(1-share)*w.caps.MaxHoursWeek.Seconds())
			}
		}
	}
}
