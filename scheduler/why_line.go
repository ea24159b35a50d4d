package scheduler

import (
	"slices"
	"time"
)

// lay makes the worker's line with the shift in it, in place of what the worker
// does at that very time, which is an obstacle each; it gives the shift's place.
func (y *why) lay(w *auditWorker, t *whyTarget, s *whyShift) int {
	y.line = y.line[:0]
	for i := range w.line {
		it := w.line[i]
		switch {
		case it.meets(s.taken):
			y.add(y.busy(&it))
		case y.joins(&it, t, s):
		default:
			y.line = append(y.line, it)
		}
	}
	taken := auditItem{auditSpan: s.auditSpan, kind: Standby, need: -1, occurrence: -1, client: -1}
	if t.duty == nil {
		taken.kind, taken.need, taken.occurrence, taken.client = t.need.Kind, t.need.index, t.occ, t.need.client
	}
	k, _ := slices.BinarySearchFunc(y.line, taken, func(x, z auditItem) int { return auditCompareSpans(x.auditSpan, z.auditSpan) })
	y.line = slices.Insert(y.line, k, taken)
	return k
}

func (y *why) busy(it *auditItem) obstacle {
	rule := "duty"
	switch {
	case it.past:
		rule = "worked"
	case it.kind == Standby:
		rule = "standby"
	}
	return obstacle{rule: rule, from: it.from, to: it.to, item: *it}
}

// againstLine collects the limits that the k-th item of the line, the new
// shift, would break; it may end early once there is more than most.
func (y *why) againstLine(w *auditWorker, k, most int) {
	y.againstHours(w, k)
	y.againstTravel(w, k)
	if len(y.found) > most {
		return
	}
	spell := y.againstSpell(w, k)
	y.againstDays(w, spell)
	y.againstNights(w, k)
	y.againstWeeklyRest(w, k)
	y.againstWeekends(w, k)
}

// againstTravel looks at the next work before and after with a client.
func (y *why) againstTravel(w *auditWorker, k int) {
	least := int64(w.limits.Travel / time.Second)
	it := &y.line[k]
	if least <= 0 || it.client < 0 {
		return
	}
	withClient := func(x auditItem) bool { return x.client >= 0 }
	other := func(x *auditItem, gap int64) {
		y.add(obstacle{rule: "travel", about: y.p.Clients[x.client].ID, from: x.from, to: x.to, have: auditHoursOf(gap), limit: auditHoursOf(least), over: auditHoursOf(least - gap)})
	}
	for i := k - 1; i >= 0; i-- {
		if x := &y.line[i]; withClient(*x) {
			if auditTooNear(x, it, least) {
				other(x, it.from-x.to)
				return
			}
			break
		}
	}
	if i := slices.IndexFunc(y.line[k+1:], withClient); i >= 0 {
		if x := &y.line[k+1+i]; auditTooNear(it, x, least) {
			other(x, x.from-it.to)
		}
	}
}

// againstHours looks at the hour caps of the weeks and days of the shift, and
// of the rota.
func (y *why) againstHours(w *auditWorker, k int) {
	it, c := y.line[k], w.limits
	if c.MaxHoursWeek != nil {
		var worst obstacle
		for _, week := range y.weeksOf(it.auditSpan) {
			worst = worse(worst, y.overHours(w, k, "max_hours_week", week, *c.MaxHoursWeek))
		}
		y.addOver(worst)
	}
	if c.MaxHoursDay != nil {
		var worst obstacle
		for d := y.dayOf(it.from); d < len(y.dates) && y.midnights[d] < it.to; d++ {
			worst = worse(worst, y.overHours(w, k, "max_hours_day", auditSpan{y.midnights[d], y.midnights[d+1]}, *c.MaxHoursDay))
		}
		y.addOver(worst)
	}
	if c.MaxHoursRota != nil {
		y.addOver(y.overHours(w, k, "max_hours_rota", auditSpan{auditEver, auditNever}, *c.MaxHoursRota))
	}
}

// overHours are the counted hours of the line in a time, against their limit.
func (y *why) overHours(w *auditWorker, k int, rule string, in auditSpan, most time.Duration) obstacle {
	sum, ours := 0.0, 0.0
	for i := range y.line {
		it := &y.line[i]
		if rule == "max_hours_rota" && it.past {
			continue
		}
		x := w.counted(it, in)
		if sum += x; i == k {
			ours = x
		}
	}
	if ours <= 0 || sum <= most.Seconds()+auditSlack {
		return obstacle{}
	}
	return obstacle{rule: rule, from: in.from, to: in.to, have: (sum - ours) / 3600, limit: most.Hours(), over: sum/3600 - most.Hours()}
}

func worse(x, z obstacle) obstacle {
	if z.over > x.over {
		return z
	}
	return x
}

func (y *why) addOver(o obstacle) {
	if o.rule != "" {
		y.add(o)
	}
}

// againstSpell looks at the spell that the shift is in, and gives it.
func (y *why) againstSpell(w *auditWorker, k int) auditSpell {
	var s auditSpell
	first, end := 0, 0
	for end <= k {
		first = end
		s, end = w.spellAt(y.line, first)
	}
	most := w.limits.MaxSpell
	if s.sleepIn {
		most = w.limits.MaxSpellSleepIn
	}
	over := s.len() - int64(most/time.Second)
	if most <= 0 || over <= 0 {
		return s
	}
	o := obstacle{rule: "rest", have: auditHoursOf(s.len()), limit: most.Hours(), over: auditHoursOf(over)}
	switch near := y.nearest(k, first, end); {
	case near == nil:
		o.rule = "max_spell"
		if s.sleepIn {
			o.rule = "max_spell_with_sleep_in"
		}
	default:
		o.from, o.to, o.item = near.from, near.to, *near
	}
	y.add(o)
	return s
}

// nearest is the work of the spell [first, end) nearest to the k-th, nil when
// that is alone.
func (y *why) nearest(k, first, end int) *auditItem {
	var near *auditItem
	if k > first {
		near = &y.line[k-1]
	}
	if k+1 < end && (near == nil || y.line[k+1].from-y.line[k].to < y.line[k].from-near.to) {
		near = &y.line[k+1]
	}
	return near
}

// againstDays looks at the run of days with work that the spell is in.
func (y *why) againstDays(w *auditWorker, spell auditSpell) {
	most := w.limits.MaxDaysInARow
	if most <= 0 {
		return
	}
	days := y.clearDays()
	for i := 0; i < len(y.line); {
		s, end := w.spellAt(y.line, i)
		y.touch(days, s.auditSpan, true)
		i = end
	}
	y.againstRun(days, y.dayOf(spell.from), most, "max_days_in_a_row")
}

// againstRun looks at the run of marked days that a day is in.
func (y *why) againstRun(days []int8, day, most int, rule string) {
	first, end := day, day
	for first > 0 && days[first-1] > 0 {
		first--
	}
	for end < len(days) && days[end] > 0 {
		end++
	}
	if n := end - first; n > most {
		y.add(obstacle{rule: rule, from: y.midnights[first], to: y.midnights[end], have: float64(n), limit: float64(most), over: float64(n - most)})
	}
}

func (y *why) againstNights(w *auditWorker, k int) {
	most := w.limits.MaxNightsInARow
	if most <= 0 || !y.isNight(&y.line[k]) {
		return
	}
	days := y.clearDays()
	for i := range y.line {
		if y.isNight(&y.line[i]) {
			days[min(y.dayOf(y.line[i].from), len(days)-1)] = 1
		}
	}
	y.againstRun(days, min(y.dayOf(y.line[k].from), len(days)-1), most, "max_nights_in_a_row")
}

// againstWeeklyRest looks at the whole weeks that the shift is in.
func (y *why) againstWeeklyRest(w *auditWorker, k int) {
	least := int64(w.limits.WeeklyRest / time.Second)
	if least <= 0 {
		return
	}
	it := y.line[k]
	var worst obstacle
	for n, in := range y.weeksOf(it.auditSpan) {
		if !y.whole(n) {
			continue
		}
		if rest := auditRest(y.line, in); rest < least {
			worst = worse(worst, obstacle{rule: "weekly_rest", from: in.from, to: in.to, have: auditHoursOf(rest), limit: auditHoursOf(least), over: auditHoursOf(least - rest)})
		}
	}
	y.addOver(worst)
}

// againstWeekends looks at the number of weekends with work.
func (y *why) againstWeekends(w *auditWorker, k int) {
	if w.limits.MaxWeekends == nil || y.line[k].kind == Standby {
		return
	}
	with, _ := y.weekendsOf(y.line)
	it := y.line[k]
	y.line[k].kind = Standby // which no weekend counts
	without, _ := y.weekendsOf(y.line)
	y.line[k] = it
	if most := *w.limits.MaxWeekends; with > most && with > without {
		y.add(obstacle{rule: "max_weekends", from: it.from, to: it.to, have: float64(without), limit: float64(most), over: float64(with - most)})
	}
}

// againstCeiling looks at the hours a week of the worker's provider.
func (y *why) againstCeiling(w *auditWorker, t *whyTarget, s *whyShift) {
	if w.ceiling() == nil {
		return
	}
	kind := Standby
	if t.duty == nil {
		kind = t.need.Kind
	}
	var worst obstacle
	taken := auditItem{auditSpan: s.taken, kind: kind}
	for n, in := range y.weeksOf(s.taken) {
		have, ours := y.byProvider[w.provider][n], w.counted(&taken, in)
		for i := range w.line {
			if it := &w.line[i]; it.meets(s.taken) {
				have -= w.counted(it, in)
			}
		}
		if over := auditOverCeiling(w.supplier, have+ours); ours > 0 && over > 0 {
			worst = worse(worst, obstacle{rule: "provider.max_hours_week", about: w.Provider, from: in.from, to: in.to, have: have / 3600, limit: w.supplier.MaxHoursWeek.Seconds() / 3600, over: over / 3600})
		}
	}
	y.addOver(worst)
}
