package scheduler

import (
	"cmp"
	"slices"
)

// readRelief adds up, over duty shifts, how many are missing who are rostered
// for nothing in it and could take it whole with every hard limit kept.
func (a *audit) readRelief() {
	want := a.p.Contingency.Relief
	if want <= 0 {
		return
	}
	for i := range a.shifts {
		s := &a.shifts[i]
		if s.occ < 0 || s.w < 0 || !s.onDuty() || !a.occ[s.occ].need.Contingency {
			continue
		}
		if n := len(a.takers(i, want)); n < want {
			a.relief += float64(want-n) * float64(s.to-s.from)
		}
	}
}

// takers are the workers, at most so many, who could take shift i whole, in ladder order.
func (a *audit) takers(i, most int) []int {
	var out []int
	for _, w := range a.ladder(&a.shifts[i]) {
		if len(out) == most {
			break
		}
		if a.couldTake(w, i) {
			out = append(out, w)
		}
	}
	return out
}

// ladder is all workers in the order in which they are asked: by their
// provider's tier, those who know the client first, then by id.
func (a *audit) ladder(s *aShift) []int {
	order := make([]int, len(a.who))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(x, y int) int { return a.rung(x, y, s.Client) })
	return order
}

func (a *audit) rung(x, y int, client string) int {
	knows := func(w int) int {
		if c := a.client[client]; c != nil && slices.Contains(c.Known, a.who[w].ID) {
			return 0
		}
		return 1
	}
	tier := func(w int) int {
		if p := a.who[w].prov; p != nil {
			return p.Tier
		}
		return 1
	}
	return cmp.Or(cmp.Compare(tier(x), tier(y)), cmp.Compare(knows(x), knows(y)), cmp.Compare(a.who[x].ID, a.who[y].ID))
}

// couldTake says whether worker w could legally take shift i whole.
func (a *audit) couldTake(w, i int) bool {
	s, t := &a.shifts[i], a.who[w]
	if w == s.w || t.Shadowing != "" || t.family && !t.Standby {
		return false
	}
	if a.p.Contingency.DifferentProvider && t.Provider == a.who[s.w].Provider {
		return false
	}
	for k := range t.line {
		if o := &t.line[k]; o.from < s.to && s.from < o.to {
			return false
		}
	}
	if !a.keepsAmong(w, i) {
		return false
	}
	n := *s
	n.w, n.Worker, n.past = w, t.ID, false
	line := a.joined(t.line, &n)
	if len(a.shiftBreaches(&n)) > 0 {
		return false
	}
	if len(a.lineBreaches(t, line)) > len(a.lineBreaches(t, t.line)) {
		return false
	}
	return a.underCeiling(w, s, line)
}

// keepsAmong says whether, with w in place of the worker of shift i, no among
// skill goes short that the others present do not hold.
func (a *audit) keepsAmong(w, i int) bool {
	s := &a.shifts[i]
	o := &a.occ[s.occ]
	for _, am := range o.need.Among {
		if a.hasSkill(a.who[w], am.Skill, s.from, s.to) {
			continue
		}
		short := false
		a.sweep(o, []aSpan{{s.from, s.to}}, func(from, to int64, here, _ []int) {
			if s.from <= from && to <= s.to && a.holding(am.Skill, here, i) < am.Workers {
				short = true
			}
		})
		if short {
			return false
		}
	}
	return true
}

// joined is the line with the shift in it, made one with the worker's own
// shifts in the same occurrence that it touches; n becomes the joined shift.
func (a *audit) joined(line []aShift, n *aShift) []aShift {
	var out []aShift
	for _, o := range line {
		if o.occ == n.occ && o.occ >= 0 && o.onDuty() && (o.to == n.from || o.from == n.to) {
			n.from, n.to = min(o.from, n.from), max(o.to, n.to)
			n.Start, n.End = a.time(n.from), a.time(n.to)
			continue
		}
		out = append(out, o)
	}
	out = append(out, *n)
	slices.SortStableFunc(out, func(x, y aShift) int { return cmp.Compare(x.from, y.from) })
	return out
}

// underCeiling says whether the taker's provider stays under its ceiling, the
// worker replaced no longer counting.
func (a *audit) underCeiling(w int, s *aShift, line []aShift) bool {
	p := a.who[w].prov
	if p == nil || p.MaxHoursWeek == nil {
		return true
	}
	for _, k := range a.weeks {
		if s.to <= k.from || s.from >= k.to {
			continue
		}
		n, _ := a.providerHours(p.ID, k)
		t := a.who[w]
		n += counted(t.caps, line, k.from, k.to) - counted(t.caps, t.line, k.from, k.to)
		if out := a.who[s.w]; out.Provider == p.ID {
			n -= counted(out.caps, []aShift{*s}, k.from, k.to)
		}
		if n > p.MaxHoursWeek.Seconds()+1e-3 {
			return false
		}
	}
	return true
}

// nameBackups names on every duty shift who is on standby for it and, where
// relief is wanted, who may be asked, in ladder order.
func (a *audit) nameBackups() {
	standby, longest := a.standbys()
	for k := range a.occ {
		o := &a.occ[k]
		var able []ready
		if len(standby) > 0 {
			able = a.readyFor(o, standby, longest)
		}
		for _, i := range o.shifts {
			if s := &a.shifts[i]; s.onDuty() {
				a.rep.Rota.Shifts[s.at].Backups = a.backupsOf(i, o, able)
			}
		}
	}
}

func (a *audit) backupsOf(i int, o *aOccurrence, able []ready) []string {
	s := &a.shifts[i]
	var who []int
	for _, r := range able {
		from, to := max(r.from, s.from), min(r.to, s.to)
		w := a.shifts[r.shift].w
		if from >= to || slices.Contains(who, w) {
			continue
		}
		var present []int
		for _, j := range o.shifts {
			if x := &a.shifts[j]; x.onDuty() && x.from <= from && from < x.to {
				present = append(present, j)
			}
		}
		if a.replaces(r.shift, i, present, o, from, min(to, from+60)) {
			who = append(who, w)
		}
	}
	slices.SortStableFunc(who, func(x, y int) int { return a.rung(x, y, s.Client) })
	if want := a.p.Contingency.Relief; want > 0 && o.need.Contingency {
		for _, w := range a.takers(i, want) {
			if !slices.Contains(who, w) {
				who = append(who, w)
			}
		}
	}
	var out []string
	for _, w := range who {
		out = append(out, a.who[w].ID)
	}
	return out
}
