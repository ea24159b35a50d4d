package scheduler

import (
	"fmt"
	"slices"
	"time"
)

// auditScratch is room that the rules of a line use again and again.
type auditScratch struct {
	week, day []float64
	touched   []int8 // by day: 0 free, 1 by past work, 2 by work of the rota
}

// judgeLines holds every worker's line against the rules that look at one
// worker alone.
func (a *audit) judgeLines() {
	for i := range a.workers {
		w := &a.workers[i]
		a.judgeLine(a.breachesOf(w.ID), w, w.line)
	}
}

// judgeLine checks a line of a worker's, which need not be the one in the rota.
func (a *audit) judgeLine(out *auditBreaches, w *auditWorker, line []auditItem) {
	if !slices.ContainsFunc(line, func(it auditItem) bool { return it.binds() }) {
		return
	}
	for _, rule := range [...]func(*auditBreaches, *auditWorker, []auditItem){
		a.judgeOverlap, a.judgeTravel, a.judgeSpells, a.judgeHours, a.judgeNights, a.judgeWeeklyRest, a.judgeWeekends} {
		rule(out, w, line)
		if out.quiet && out.n > 0 {
			return
		}
	}
}

// judgeOverlap checks that nobody is in two places, and that two shifts of one
// occurrence do not touch.
func (a *audit) judgeOverlap(out *auditBreaches, w *auditWorker, line []auditItem) {
	last := 0
	for i := 1; i < len(line); i++ {
		x, y := &line[last], &line[i]
		if y.from < x.to && y.binds() {
			out.add("overlap", y.from, a.needID(y.need), func() string {
				return fmt.Sprintf("%s is in two places: in %s from %s and in %s from %s", w.title(), a.sayItem(x), a.saySpan(x.auditSpan), a.sayItem(y), a.saySpan(y.auditSpan))
			})
		}
		for j := i - 1; j >= 0 && y.occurrence >= 0 && y.binds(); j-- {
			if z := &line[j]; z.need == y.need && z.occurrence == y.occurrence && z.to == y.from {
				out.add("touch", y.from, a.needID(y.need), func() string {
					return fmt.Sprintf("%s has two shifts in need %s that touch at %s; they should be one", w.title(), a.needName(y.need), a.sayTime(y.from))
				})
			}
			if line[j].from < y.from-2*86400 {
				break
			}
		}
		if y.to > x.to {
			last = i
		}
	}
}

func (a *audit) needID(need int) string {
	if need < 0 {
		return ""
	}
	return a.needs[need].ID
}

func (a *audit) sayItem(it *auditItem) string {
	switch {
	case it.past:
		return "work before the rota"
	case it.kind == Standby:
		return "standby"
	}
	return a.needName(it.need)
}

// judgeTravel checks the gap between shifts with different clients.
func (a *audit) judgeTravel(out *auditBreaches, w *auditWorker, line []auditItem) {
	least := int64(w.limits.Travel / time.Second)
	if least <= 0 {
		return
	}
	var last *auditItem
	for i := range line {
		it := &line[i]
		if it.client < 0 {
			continue
		}
		if x := last; x != nil && auditTooNear(x, it, least) && it.binds() {
			out.add("travel", it.from, a.needID(it.need), func() string {
				return fmt.Sprintf("%s has %s to travel from %s to %s at %s; at least %s are needed", w.title(), auditHours(float64(it.from-x.to)),
					a.clientName(a.p.Clients[x.client].ID), a.clientName(a.p.Clients[it.client].ID), a.sayTime(x.to), auditHours(float64(least)))
			})
		}
		last = it
	}
}

// auditTooNear says whether there is too little time to travel from one piece of work with a client
// to the next.
func auditTooNear(x, y *auditItem, least int64) bool {
	return x.client != y.client && y.from-x.to < least
}

// judgeSpells checks the length of spells (shifts closer than min_rest), and
// the runs of days that they touch.
func (a *audit) judgeSpells(out *auditBreaches, w *auditWorker, line []auditItem) {
	touched := a.clearDays()
	for i := 0; i < len(line); {
		s, end := w.spellAt(line, i)
		a.touch(touched, s.auditSpan, s.rostered)
		most, rule, what := w.limits.MaxSpell, "max_spell", "a spell"
		if s.sleepIn {
			most, rule, what = w.limits.MaxSpellSleepIn, "max_spell_with_sleep_in", "a spell with a sleep-in"
		}
		if limit := int64(most / time.Second); limit > 0 && s.len() > limit && s.rostered {
			at := a.firstRostered(line[i:end], s.from+limit)
			out.add(rule, at, "", func() string {
				return fmt.Sprintf("%s works in %s of %s from %s; at most %s are allowed", w.title(), what, auditHours(float64(s.len())), a.saySpan(s.auditSpan), auditHours(most.Seconds()))
			})
		}
		i = end
	}
	a.judgeRun(out, w, line, touched, w.limits.MaxDaysInARow, "max_days_in_a_row", "days")
}

// auditSpell is a spell of work.
type auditSpell struct {
	auditSpan
	sleepIn, rostered bool // has a sleep-in; has a shift of the rota
}

// spellAt is the spell that starts with the i-th item, and the item after it.
func (w *auditWorker) spellAt(line []auditItem, i int) (auditSpell, int) {
	rest := int64(w.limits.MinRest / time.Second)
	s := auditSpell{line[i].auditSpan, false, false}
	for ; i < len(line) && (line[i].from-s.to < rest || line[i].from == s.from); i++ {
		s.to = max(s.to, line[i].to)
		s.sleepIn = s.sleepIn || line[i].kind == SleepIn
		s.rostered = s.rostered || line[i].binds()
	}
	return s, i
}

// firstRostered is the start of the first shift of the rota that ends after an
// instant, or of the last one.
func (a *audit) firstRostered(line []auditItem, after int64) int64 {
	at := line[0].from
	for i := range line {
		if !line[i].binds() {
			continue
		}
		at = line[i].from
		if line[i].to > after {
			break
		}
	}
	return at
}

func (a *audit) clearDays() []int8 {
	if a.scratch.touched == nil {
		a.scratch.touched = make([]int8, len(a.dates))
	}
	clear(a.scratch.touched)
	return a.scratch.touched
}

// touch marks the days of a time.
func (a *audit) touch(days []int8, s auditSpan, rostered bool) {
	mark := int8(1)
	if rostered {
		mark = 2
	}
	for d := a.dayOf(s.from); d < len(days) && a.midnights[d] < s.to; d++ {
		days[d] = max(days[d], mark)
	}
}

// judgeRun checks that no run of marked days is longer than most.
func (a *audit) judgeRun(out *auditBreaches, w *auditWorker, line []auditItem, days []int8, most int, rule, what string) {
	if most <= 0 {
		return
	}
	for d := 0; d < len(days); d++ {
		first, rostered := d, false
		for ; d < len(days) && days[d] > 0; d++ {
			rostered = rostered || days[d] == 2
		}
		if n := d - first; n > most && rostered {
			at := a.firstRostered(line, a.midnights[first+most])
			out.add(rule, at, "", func() string {
				return fmt.Sprintf("%s works %d %s in a row from %s; at most %d are allowed", w.title(), n, what, a.sayDay(a.midnights[first]), most)
			})
		}
	}
}

// judgeNights checks the runs of days on which a night shift starts.
func (a *audit) judgeNights(out *auditBreaches, w *auditWorker, line []auditItem) {
	if w.limits.MaxNightsInARow <= 0 {
		return
	}
	days := a.clearDays()
	for i := range line {
		if a.isNight(&line[i]) {
			mark := int8(2)
			if !line[i].binds() {
				mark = 1
			}
			d := a.dayOf(line[i].from)
			days[min(d, len(days)-1)] = max(days[min(d, len(days)-1)], mark)
		}
	}
	a.judgeRun(out, w, line, days, w.limits.MaxNightsInARow, "max_nights_in_a_row", "nights")
}

// isNight says whether an item is a night shift.
func (a *audit) isNight(it *auditItem) bool {
	return it.kind != Standby && a.isNightTime(it.auditSpan)
}

// isNightTime says whether a time has at least 3 h between 23:00 and 06:00.
func (a *audit) isNightTime(s auditSpan) bool { return a.nightOf(s) >= 3*3600 }

// judgeWeeklyRest checks that each whole week in which the worker has a shift
// has an unbroken rest.
func (a *audit) judgeWeeklyRest(out *auditBreaches, w *auditWorker, line []auditItem) {
	least := int64(w.limits.WeeklyRest / time.Second)
	if least <= 0 {
		return
	}
	first, end := a.rotaWeeks()
	k := 0
	for week := first; week < end; week++ {
		if !a.whole(week) {
			continue
		}
		in := a.week(week)
		for k < len(line) && line[k].to <= in.from {
			k++
		}
		rest, at := auditRest(line[k:], in), int64(0)
		for i := k; rest < least && i < len(line) && line[i].from < in.to; i++ {
			if line[i].to > in.from && line[i].binds() {
				at = max(line[i].from, in.from)
			}
		}
		if at != 0 {
			out.add("weekly_rest", at, "", func() string {
				return fmt.Sprintf("%s has %s of unbroken rest in the week of %s; at least %s are due", w.title(), auditHours(float64(rest)), a.sayDay(in.from), auditHours(float64(least)))
			})
		}
	}
}

// auditRest is the longest unbroken rest in a time.
func auditRest(line []auditItem, in auditSpan) (rest int64) {
	free := in.from
	for i := range line {
		it := &line[i]
		if it.from >= in.to {
			break
		}
		if it.to > in.from {
			rest, free = max(rest, it.from-free), max(free, it.to)
		}
	}
	return max(rest, in.to-free)
}

// judgeWeekends checks the number of weekends with any work but standby.
func (a *audit) judgeWeekends(out *auditBreaches, w *auditWorker, line []auditItem) {
	if w.limits.MaxWeekends == nil {
		return
	}
	n, last := a.weekendsOf(line)
	if most := *w.limits.MaxWeekends; n > most && last >= a.asOf {
		out.add("max_weekends", last, "", func() string {
			return fmt.Sprintf("%s works on %s, the last from %s; at most %d are allowed", w.title(), auditTimes(n, "weekend"), a.sayDay(last), most)
		})
	}
}

// weekendsOf counts the weekends with any work of the rota but standby, and
// gives the start of the last work on one.
func (a *audit) weekendsOf(line []auditItem) (n int, last int64) {
	days := a.clearDays()
	for i := range line {
		if it := &line[i]; !it.past && it.kind != Standby {
			for d := a.dayOf(it.from); d < len(days) && a.midnights[d] < it.to; d++ {
				if sat := a.saturday(d); sat > -2 {
					last = max(last, it.from)
					if days[max(sat, 0)] == 0 {
						n++
					}
					days[max(sat, 0)] = 1
				}
			}
		}
	}
	return n, last
}

// saturday is the number of the Saturday of a weekend's day (-1 when it lies just
// before the calendar), -2 for other days.
func (a *audit) saturday(day int) int {
	switch a.dates[day].weekday {
	case time.Saturday:
		return day
	case time.Sunday:
		return day - 1
	}
	return -2
}
