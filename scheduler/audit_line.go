package scheduler

import (
	"fmt"
	"slices"
	"time"
)

// readLines checks what each worker's shifts do to each other.
func (a *audit) readLines() {
	for _, w := range a.who {
		for _, b := range a.lineBreaches(w, w.line) {
			a.find(b.rule, b.at, "%s: %s", a.nameOf(b.at), b.says)
		}
	}
}

// placedBreach is a breach and the shift at which it shows.
type placedBreach struct {
	breach
	at *aShift
}

// lineBreaches are the rules that a worker's shifts, in order of time and with
// past work among them, break together. What past work alone breaks is not told.
func (a *audit) lineBreaches(w *aWorker, line []aShift) []placedBreach {
	var out []placedBreach
	add := func(at *aShift, rule, says string, args ...any) {
		if !at.past {
			out = append(out, placedBreach{breach{rule, fmt.Sprintf(says, args...)}, at})
		}
	}
	a.apart(w, line, add)
	spells := a.spells(w, line, add)
	a.hours(w, line, add)
	a.daysInARow(w, line, spells, add)
	a.nightsInARow(w, line, add)
	a.weeklyRest(w, line, add)
	a.weekends(w, line, add)
	return out
}

type addBreach func(at *aShift, rule, says string, args ...any)

// apart checks overlaps, shifts that touch in one occurrence, and travel.
func (a *audit) apart(w *aWorker, line []aShift, add addBreach) {
	travel := int64(w.caps.Travel / time.Second)
	for i := range line {
		for j := i + 1; j < len(line); j++ {
			x, y := &line[i], &line[j]
			gap := y.from - x.to
			if gap > travel && gap > 0 {
				// later shifts start later still, but an earlier long one may yet overlap
				if y.from > x.to+travel {
					break
				}
			}
			if gap < 0 {
				add(y, "overlap", "is in two places at %s", a.say(y.from))
			}
			if gap == 0 && x.occ >= 0 && x.occ == y.occ {
				add(y, "touching", "has two shifts in one occurrence that touch at %s; they are one shift", a.say(y.from))
			}
			if x.Kind != Standby && y.Kind != Standby && x.Client != "" && y.Client != "" && x.Client != y.Client && gap >= 0 && gap < travel {
				add(y, "travel", "has %d minutes from %s to %s at %s; %d are needed", gap/60, x.Client, y.Client, a.say(y.from), travel/60)
			}
		}
	}
}

// spells checks the length of spells and returns them.
func (a *audit) spells(w *aWorker, line []aShift, add addBreach) []aSpan {
	var out []aSpan
	rest := int64(w.caps.MinRest / time.Second)
	for i := 0; i < len(line); {
		s, sleep, j := aSpan{line[i].from, line[i].to}, line[i].Kind == SleepIn, i+1
		for j < len(line) && line[j].from-s.to < rest {
			s.to = max(s.to, line[j].to)
			sleep = sleep || line[j].Kind == SleepIn
			j++
		}
		most, rule := w.caps.MaxSpell, "max_spell"
		if sleep {
			most, rule = w.caps.MaxSpellSleepIn, "max_spell_with_sleep_in"
		}
		if most > 0 && s.to-s.from > int64(most/time.Second) {
			add(&line[j-1], rule, "a spell runs %s from %s to %s without %s of rest in it; the most is %s",
				sayHours(s.to-s.from), a.say(s.from), a.say(s.to), sayHours(rest), sayHours(int64(most/time.Second)))
		}
		out = append(out, s)
		i = j
	}
	return out
}

// counts is the share of a kind's hours that counts toward hour caps.
func (c *Caps) counts(k Kind) float64 {
	switch k {
	case SleepIn:
		return c.SleepInCounts
	case Standby:
		return c.StandbyCounts
	}
	return 1
}

// counted is the counted seconds of a line inside a time.
func counted(c *Caps, line []aShift, from, to int64) (n float64) {
	for i := range line {
		s := &line[i]
		if x := min(s.to, to) - max(s.from, from); x > 0 {
			n += float64(x) * c.counts(s.Kind)
		}
	}
	return n
}

// hours checks the caps of week, day and rota.
func (a *audit) hours(w *aWorker, line []aShift, add addBreach) {
	check := func(most *time.Duration, from, to int64, rule, where string) {
		if most == nil {
			return
		}
		n := counted(w.caps, line, from, to)
		if n <= most.Seconds()+1e-3 {
			return
		}
		for k := len(line) - 1; k >= 0; k-- {
			if line[k].from < to && line[k].to > from {
				add(&line[k], rule, "works %.4g h %s; at most %.4g h are allowed", n/3600, where, most.Hours())
				return
			}
		}
	}
	if len(line) == 0 {
		return
	}
	for _, k := range a.weeks {
		if line[len(line)-1].from < k.from {
			break
		}
		check(w.caps.MaxHoursWeek, k.from, k.to, "max_hours_week", "in the week of "+a.time(k.from).Format("2 January 2006"))
	}
	if w.caps.MaxHoursDay != nil {
		for d := 0; d+1 < len(a.days); d++ {
			check(w.caps.MaxHoursDay, a.days[d], a.days[d+1], "max_hours_day", "on "+a.time(a.days[d]).Format("Monday 2 January 2006"))
		}
	}
	ours := slices.DeleteFunc(slices.Clone(line), func(s aShift) bool { return s.past })
	line = ours
	check(w.caps.MaxHoursRota, beginning, forever, "max_hours_rota", "over the rota")
}

// run finds runs of marked days that are too long, and tells of each once.
func (a *audit) run(mark map[int]*aShift, most int, tell func(at *aShift, n int)) {
	n := 0
	for d := 0; d <= len(a.days); d++ {
		if mark[d] != nil {
			n++
			continue
		}
		if n > most {
			tell(mark[d-1], n)
		}
		n = 0
	}
}

func (a *audit) daysInARow(w *aWorker, line []aShift, spells []aSpan, add addBreach) {
	if w.caps.MaxDaysInARow <= 0 {
		return
	}
	mark := map[int]*aShift{}
	for _, s := range spells {
		var last *aShift
		for i := range line {
			if line[i].from >= s.from && line[i].to <= s.to {
				last = &line[i]
			}
		}
		for d := a.dayNumber(s.from); d <= a.dayNumber(s.to-1); d++ {
			if mark[d] == nil || !last.past {
				mark[d] = last
			}
		}
	}
	a.run(mark, w.caps.MaxDaysInARow, func(at *aShift, n int) {
		add(at, "max_days_in_a_row", "works %d days in a row up to %s; at most %d are allowed", n, a.say(at.from), w.caps.MaxDaysInARow)
	})
}

// night says whether the shift has at least 3 h between 23:00 and 06:00.
func (a *audit) night(s *aShift) bool {
	if s.Kind == Standby {
		return false
	}
	var dark int64
	for d := a.dayNumber(s.from) - 1; d <= a.dayNumber(s.to); d++ {
		date := a.p.Start.Plus(a.first + d)
		from, to := a.sec(a.wall(date, 23*time.Hour, false)), a.sec(a.wall(date.Plus(1), 6*time.Hour, true))
		dark += max(0, min(to, s.to)-max(from, s.from))
	}
	return dark >= 3*3600
}

func (a *audit) nightsInARow(w *aWorker, line []aShift, add addBreach) {
	if w.caps.MaxNightsInARow <= 0 {
		return
	}
	mark := map[int]*aShift{}
	for i := range line {
		if a.night(&line[i]) {
			mark[a.dayNumber(line[i].from)] = &line[i]
		}
	}
	a.run(mark, w.caps.MaxNightsInARow, func(at *aShift, n int) {
		add(at, "max_nights_in_a_row", "starts %d night shifts in a row up to %s; at most %d are allowed", n, a.say(at.from), w.caps.MaxNightsInARow)
	})
}

func (a *audit) weeklyRest(w *aWorker, line []aShift, add addBreach) {
	least := int64(w.caps.WeeklyRest / time.Second)
	for _, k := range a.weeks {
		if !k.whole || least <= 0 {
			continue
		}
		free, most := k.from, int64(0)
		var last *aShift
		for i := range line {
			s := &line[i]
			if s.to <= k.from || s.from >= k.to {
				continue
			}
			most = max(most, s.from-free)
			free, last = max(free, s.to), s
		}
		if last != nil && max(most, k.to-free) < least {
			add(last, "weekly_rest", "has no %s free of work in the week of %s", sayHours(least), a.time(k.from).Format("2 January 2006"))
		}
	}
}

func (a *audit) weekends(w *aWorker, line []aShift, add addBreach) {
	if w.caps.MaxWeekends == nil {
		return
	}
	n, last := a.weekendsOf(line)
	if n > *w.caps.MaxWeekends {
		add(last, "max_weekends", "works %d weekends; at most %d are allowed", n, *w.caps.MaxWeekends)
	}
}

// weekendsOf counts the weekends that shifts of the rota touch, standby apart.
func (a *audit) weekendsOf(line []aShift) (n int, last *aShift) {
	for d := 0; d+2 < len(a.days); d++ {
		if a.p.Start.Plus(a.first+d).Weekday() != time.Saturday {
			continue
		}
		for i := range line {
			s := &line[i]
			if !s.past && s.Kind != Standby && s.to > a.days[d] && s.from < a.days[d+2] {
				n, last = n+1, s
				break
			}
		}
	}
	return n, last
}

// readCeilings checks each provider's hours a week.
func (a *audit) readCeilings() {
	for i := range a.p.Providers {
		p := &a.p.Providers[i]
		if p.MaxHoursWeek == nil {
			continue
		}
		for _, k := range a.weeks {
			n, at := a.providerHours(p.ID, k)
			if at != nil && n > p.MaxHoursWeek.Seconds()+1e-3 {
				a.find("ceiling", at, "%s: %.4g h are worked in the week of %s; its ceiling is %.4g h", p.ID, n/3600,
					a.time(k.from).Format("2 January 2006"), p.MaxHoursWeek.Hours())
			}
		}
	}
}

// providerHours is the counted seconds of a provider's workers in a week, and a last shift of theirs.
func (a *audit) providerHours(id string, k aWeek) (n float64, at *aShift) {
	for _, w := range a.who {
		if w.Provider != id {
			continue
		}
		n += counted(w.caps, w.line, k.from, k.to)
		for i := range w.line {
			if s := &w.line[i]; !s.past && s.from < k.to && s.to > k.from && (at == nil || s.from >= at.from) {
				at = s
			}
		}
	}
	return n, at
}
