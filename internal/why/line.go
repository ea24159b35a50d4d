package why

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// lay makes the worker's line with the shift in it, in place of what the worker
// does at that very time, which is an obstacle each; it gives the shift's place.
func (y *Reader) lay(w *reading.Worker, t *Target, s *shift) int {
	y.Line = y.Line[:0]
	for i := range w.Line {
		it := w.Line[i]
		switch {
		case it.Meets(s.taken):
			y.add(y.busy(&it))
		case joins(y, &it, t, s):
		default:
			y.Line = append(y.Line, it)
		}
	}
	taken := reading.Item{Span: s.Span, Kind: scheduler.Standby, Need: -1, Occurrence: -1, Client: -1}
	if t.duty == nil {
		taken.Kind, taken.Need, taken.Occurrence, taken.Client = t.Need.Kind, t.Need.Index, t.Occ, t.Need.ClientIndex
	}
	k, _ := slices.BinarySearchFunc(y.Line, taken, func(x, z reading.Item) int { return reading.CompareSpans(x.Span, z.Span) })
	y.Line = slices.Insert(y.Line, k, taken)
	return k
}

func (y *Reader) busy(it *reading.Item) obstacle {
	rule := "duty"
	switch {
	case it.Past:
		rule = "worked"
	case it.Kind == scheduler.Standby:
		rule = "standby"
	}
	return obstacle{Rule: rule, from: it.From, to: it.To, item: *it}
}

// againstLine collects the limits that the k-th item of the line, the new
// shift, would break; it may end early once there is more than most.
func (y *Reader) againstLine(w *reading.Worker, k, most int) {
	y.AgainstHours(w, k)
	y.againstTravel(w, k)
	if len(y.Found) > most {
		return
	}
	y.againstOvernight(w, k)
	rest := y.againstSpell(w, k)
	y.againstWaking(w, k, rest)
	y.againstDays(w, k, rest)
	y.againstNights(w, k)
	y.againstWeeklyRest(w, k)
	y.againstWeekends(w, k)
	for _, rule := range y.OwnAgainst(w, y.Line) {
		y.addOwn(rule)
	}
}

// againstTravel looks at the next work before and after with a client, and names the nearer.
func (y *Reader) againstTravel(w *reading.Worker, k int) {
	least := int64(w.Limits.Travel / time.Second)
	it := &y.Line[k]
	if least <= 0 || it.Client < 0 {
		return
	}
	var worst obstacle
	other := func(x *reading.Item, gap int64) {
		worst = worse(worst, obstacle{Rule: "travel", about: y.Problem.Clients[x.Client].ID, from: x.From, to: x.To, have: reading.HoursOf(gap), limit: reading.HoursOf(least), Over: reading.HoursOf(least - gap)})
	}
	withClient := func(x reading.Item) bool { return x.Client >= 0 }
	for i := k - 1; i >= 0; i-- {
		if x := &y.Line[i]; withClient(*x) {
			if reading.TooNear(x, it, least) {
				other(x, it.From-x.To)
			}
			break
		}
	}
	if i := slices.IndexFunc(y.Line[k+1:], withClient); i >= 0 {
		if x := &y.Line[k+1+i]; reading.TooNear(it, x, least) {
			other(x, x.From-it.To)
		}
	}
	y.addOver(worst)
}

// AgainstHours looks at the hour caps of the weeks and days of the shift, and
// of the rota.
func (y *Reader) AgainstHours(w *reading.Worker, k int) {
	it, c := y.Line[k], w.Limits
	if c.MaxHoursWeek != nil {
		var worst obstacle
		for _, week := range y.WeeksOf(it.Span) {
			worst = worse(worst, y.overHours(w, k, "max_hours_week", week, *c.MaxHoursWeek))
		}
		y.addOver(worst)
	}
	if c.MaxHoursDay != nil {
		var worst obstacle
		for d := y.DayOf(it.From); d < len(y.Dates) && y.Midnights[d] < it.To; d++ {
			worst = worse(worst, y.overHours(w, k, "max_hours_day", reading.Span{From: y.Midnights[d], To: y.Midnights[d+1]}, *c.MaxHoursDay))
		}
		y.addOver(worst)
	}
	if c.MaxHoursRota != nil {
		y.addOver(y.overHours(w, k, "max_hours_rota", reading.Span{From: reading.Ever, To: reading.Never}, *c.MaxHoursRota))
	}
}

// overHours are the counted hours of the line in a time, against their limit.
func (y *Reader) overHours(w *reading.Worker, k int, rule string, in reading.Span, most time.Duration) obstacle {
	sum, ours := 0.0, 0.0
	for i := range y.Line {
		it := &y.Line[i]
		if rule == "max_hours_rota" && it.Past {
			continue
		}
		x := w.Counted(it, in)
		if sum += x; i == k {
			ours = x
		}
	}
	if ours <= 0 || sum <= most.Seconds()+reading.Slack {
		return obstacle{}
	}
	return obstacle{Rule: rule, from: in.From, to: in.To, have: (sum - ours + ownIn(w, &y.Line[k], in)) / 3600, limit: most.Hours(), Over: sum/3600 - most.Hours()}
}

// ownIn are the counted seconds, in a time, of the worker's shifts that a duty would make longer.
func ownIn(w *reading.Worker, it *reading.Item, in reading.Span) (seconds float64) {
	for i := range w.Line {
		own := &w.Line[i]
		if it.Need >= 0 && !own.Past && own.Need == it.Need && own.Occurrence == it.Occurrence && own.Kind == it.Kind && it.Contains(own.Span) {
			seconds += w.Counted(own, in)
		}
	}
	return seconds
}

func worse(x, z obstacle) obstacle {
	if z.Over > x.Over {
		return z
	}
	return x
}

func (y *Reader) addOver(o obstacle) {
	if o.Rule != "" {
		y.add(o)
	}
}

// againstSpell looks at the spell that the shift is in. It gives the least rest that parts spells,
// which is shorter than the worker's where that is what stands against the shift.
func (y *Reader) againstSpell(w *reading.Worker, k int) (rest int64) {
	rest = int64(w.Limits.MinRest / time.Second)
	var s reading.Spell
	for end := 0; end <= k; {
		s, end = w.SpellAt(y.Line, end)
	}
	most, over := w.TooLong(&s)
	if over <= 0 {
		return rest
	}
	if gap := w.ShortRest(y.Line, k); gap.Len() > 0 {
		y.add(obstacle{Rule: "rest", from: gap.From, to: gap.To, have: reading.HoursOf(gap.Len()), limit: reading.HoursOf(rest), Over: reading.HoursOf(rest - gap.Len())})
		return gap.Len()
	}
	stretch := obstacle{Rule: "max_spell", from: s.From, to: s.To, have: reading.HoursOf(s.Len()), limit: reading.HoursOf(most), Over: reading.HoursOf(over)}
	if s.SleepIn {
		stretch.Rule = "max_spell_with_sleep_in"
	}
	y.add(stretch)
	return rest
}

// againstWaking looks at the waking hours of the spell that the k-th item is in, where so long a rest
// parts spells.
func (y *Reader) againstWaking(w *reading.Worker, k int, rest int64) {
	most := w.Limits.MaxWakingInSpell
	var s reading.Spell
	for end := 0; most > 0 && end <= k; {
		s, end = reading.SpellWith(y.Line, end, rest)
	}
	if over := s.Waking - y.Repeated(s.Span) - int64(most/time.Second); most > 0 && over > 0 {
		y.add(obstacle{Rule: "max_waking_in_spell", from: s.From, to: s.To, have: reading.HoursOf(s.Waking), limit: most.Hours(), Over: reading.HoursOf(over)})
	}
}

// againstOvernight looks at the nights before and after the shift.
func (y *Reader) againstOvernight(w *reading.Worker, k int) {
	least := w.Limits.OvernightRest
	if least <= 0 {
		return
	}
	var worst obstacle
	for i := max(k, 1); i <= k+1 && i < len(y.Line); i++ {
		if x, z := &y.Line[i-1], &y.Line[i]; y.ShortNight(w, x, z) {
			gap := reading.HoursOf(z.From - x.To)
			worst = worse(worst, obstacle{Rule: "overnight_rest", from: x.To, to: z.From, have: gap, limit: least.Hours(), Over: least.Hours() - gap})
		}
	}
	y.addOver(worst)
}

// againstDays looks at the run of days with work that the k-th item is in, where so long a rest
// parts spells.
func (y *Reader) againstDays(w *reading.Worker, k int, rest int64) {
	most := w.Limits.MaxDaysInARow
	if most <= 0 {
		return
	}
	days := y.ClearDays()
	for i := 0; i < len(y.Line); {
		s, end := reading.SpellWith(y.Line, i, rest)
		y.Touch(days, s.Span, true)
		i = end
	}
	y.againstRun(days, y.DayOf(y.Line[k].From), most, "max_days_in_a_row")
}

// againstRun looks at the run of marked days that a day is in.
func (y *Reader) againstRun(days []int8, day, most int, rule string) {
	if first, end, n := y.RunAt(days, day); n > most {
		y.add(obstacle{Rule: rule, from: y.Midnights[first], to: y.Midnights[end], have: float64(n), limit: float64(most), Over: float64(n - most)})
	}
}

func (y *Reader) againstNights(w *reading.Worker, k int) {
	most := w.Limits.MaxNightsInARow
	if most <= 0 || !y.IsNight(&y.Line[k]) {
		return
	}
	days := y.ClearDays()
	for i := range y.Line {
		if y.IsNight(&y.Line[i]) {
			days[min(y.DayOf(y.Line[i].From), len(days)-1)] = 1
		}
	}
	y.againstRun(days, min(y.DayOf(y.Line[k].From), len(days)-1), most, "max_nights_in_a_row")
}

// againstWeeklyRest looks at the whole weeks that the shift is in.
func (y *Reader) againstWeeklyRest(w *reading.Worker, k int) {
	least := int64(w.Limits.WeeklyRest / time.Second)
	if least <= 0 {
		return
	}
	it := y.Line[k]
	var worst obstacle
	for n, in := range y.WeeksOf(it.Span) {
		if !y.Whole(n) {
			continue
		}
		if rest := reading.Rest(y.Line, in); rest < least {
			worst = worse(worst, obstacle{Rule: "weekly_rest", from: in.From, to: in.To, have: reading.HoursOf(rest), limit: reading.HoursOf(least), Over: reading.HoursOf(least - rest)})
		}
	}
	y.addOver(worst)
}

// againstWeekends looks at the number of weekends with work.
func (y *Reader) againstWeekends(w *reading.Worker, k int) {
	if w.Limits.MaxWeekends == nil || y.Line[k].Kind == scheduler.Standby {
		return
	}
	with, _ := y.WeekendsOf(y.Line)
	it := y.Line[k]
	y.Line[k].Kind = scheduler.Standby // which no weekend counts
	without, _ := y.WeekendsOf(y.Line)
	y.Line[k] = it
	if most := *w.Limits.MaxWeekends; with > most && with > without {
		y.add(obstacle{Rule: "max_weekends", from: it.From, to: it.To, have: float64(without), limit: float64(most), Over: float64(with - most)})
	}
}

// againstCeiling looks at the hours a week of the worker's provider.
func (y *Reader) againstCeiling(w *reading.Worker, t *Target, s *shift) {
	if w.Ceiling() == nil {
		return
	}
	kind := scheduler.Standby
	if t.duty == nil {
		kind = t.Need.Kind
	}
	var worst obstacle
	taken := reading.Item{Span: s.taken, Kind: kind}
	for n, in := range y.WeeksOf(s.taken) {
		have, ours := y.ByProvider[w.ProviderIndex][n], w.Counted(&taken, in)
		for i := range w.Line {
			if it := &w.Line[i]; it.Meets(s.taken) {
				have -= w.Counted(it, in)
			}
		}
		if over := reading.OverCeiling(w.Supplier, have+ours); ours > 0 && over > 0 {
			worst = worse(worst, obstacle{Rule: "provider.max_hours_week", about: w.Provider, from: in.From, to: in.To, have: have / 3600, limit: w.Supplier.MaxHoursWeek.Seconds() / 3600, Over: over / 3600})
		}
	}
	y.addOver(worst)
}

// againstBudgets looks at what the line would cost.
func (y *Reader) againstBudgets(w *reading.Worker) {
	if y.ledger == nil {
		return
	}
	more := y.ledger.More(w, y.Line)
	if b := y.ledger.OverWith(w, more); b != nil {
		y.add(obstacle{Rule: b.Rule, about: b.Provider, have: more, limit: max(0, b.Most-b.Spent), Over: b.Over(more)})
	}
}
