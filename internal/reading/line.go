package reading

import (
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// scratch is room that the rules of a line use again and again.
type scratch struct {
	Week, day []float64
	touched   []int8 // by day: 0 free, 1 by past work, 2 by work of the rota
}

// judgeLines holds every worker's line against the rules that look at one
// worker alone.
func judgeLines(a *Reading) {
	for i := range a.Workers {
		w := &a.Workers[i]
		JudgeLine(a, breachesOf(a, w.ID), w, w.Line)
	}
}

// lineRules are the rules that look at one worker's line alone, in the order of their findings.
var lineRules = [...]func(*Reading, *Breaches, *Worker, []Item){
	judgeOverlap, judgeTravel, judgeOvernight, judgeSpells, judgeHours, judgeNights, judgeWeeklyRest, judgeWeekends, judgeOwn,
}

// JudgeLine checks a line of a worker's, which need not be the one in the rota.
func JudgeLine(a *Reading, out *Breaches, w *Worker, line []Item) {
	if !slices.ContainsFunc(line, func(it Item) bool { return it.binds() }) {
		return
	}
	for _, rule := range lineRules {
		rule(a, out, w, line)
		if out.Quiet && out.N > 0 {
			return
		}
	}
}

// judgeOverlap checks that nobody is in two places, and that two shifts of one
// occurrence do not touch.
func judgeOverlap(a *Reading, out *Breaches, w *Worker, line []Item) {
	last := 0
	for i := 1; i < len(line); i++ {
		x, y := &line[last], &line[i]
		if y.From < x.To && y.binds() {
			out.add("overlap", y.From, a.NeedID(y.Need), func() string {
				return fmt.Sprintf("%s is in two places: in %s from %s and in %s from %s", w.Title(), sayItem(a, x), a.SaySpan(x.Span), sayItem(a, y), a.SaySpan(y.Span))
			})
		}
		for j := i - 1; j >= 0 && y.Occurrence >= 0 && y.binds(); j-- {
			if z := &line[j]; z.Need == y.Need && z.Occurrence == y.Occurrence && z.To == y.From {
				out.add("touch", y.From, a.NeedID(y.Need), func() string {
					return fmt.Sprintf("%s has two shifts in need %s that touch at %s; they should be one", w.Title(), a.NeedName(y.Need), a.SayTime(y.From))
				})
			}
			if line[j].From < y.From-2*86400 {
				break
			}
		}
		if y.To > x.To {
			last = i
		}
	}
}

// NeedID is the id of a need by number, empty for none.
func (a *Reading) NeedID(need int) string {
	if need < 0 {
		return ""
	}
	return a.Needs[need].ID
}

func sayItem(a *Reading, it *Item) string {
	switch {
	case it.Past:
		return "work before the rota"
	case it.Kind == scheduler.Standby:
		return "standby"
	}
	return a.NeedName(it.Need)
}

// judgeTravel checks the gap between shifts with different clients.
func judgeTravel(a *Reading, out *Breaches, w *Worker, line []Item) {
	least := int64(w.Limits.Travel / time.Second)
	if least <= 0 {
		return
	}
	var last *Item
	for i := range line {
		it := &line[i]
		if it.Client < 0 {
			continue
		}
		if x := last; x != nil && it.From >= x.To && TooNear(x, it, least) && it.binds() { // who is in two places at once breaks another rule
			out.add("travel", it.From, a.NeedID(it.Need), func() string {
				return fmt.Sprintf("%s has %s to travel from %s to %s at %s; at least %s are needed", w.Title(), sayHours(float64(it.From-x.To)),
					a.ClientName(a.Problem.Clients[x.Client].ID), a.ClientName(a.Problem.Clients[it.Client].ID), a.SayTime(x.To), sayHours(float64(least)))
			})
		}
		last = it
	}
}

// TooNear says whether there is too little time to travel from one piece of work with a client
// to the next.
func TooNear(x, y *Item, least int64) bool {
	return x.Client != y.Client && y.From-x.To < least
}

// judgeOvernight checks the rest between two shifts with a midnight between them, neither of which is a
// night or a sleep-in.
func judgeOvernight(a *Reading, out *Breaches, w *Worker, line []Item) {
	for i := 1; i < len(line); i++ {
		if x, y := &line[i-1], &line[i]; y.binds() && a.ShortNight(w, x, y) {
			out.add("overnight_rest", y.From, a.NeedID(y.Need), func() string {
				return fmt.Sprintf("%s finishes at %s and starts again at %s: %s of rest overnight; at least %s are due", w.Title(), a.SayTime(x.To), a.SayTime(y.From),
					sayHours(float64(y.From-x.To)), say.Length(w.Limits.OvernightRest))
			})
		}
	}
}

// ShortNight says whether the rest between one piece of work and the next is too short for a worker
// who goes home for the night: overnight_rest.
func (a *Reading) ShortNight(w *Worker, x, y *Item) bool {
	least := int64(w.Limits.OvernightRest / time.Second)
	gap := Span{x.To, y.From}
	if least <= 0 || gap.Len() <= 0 || gap.Len() >= least || a.byNight(x) || a.byNight(y) {
		return false
	}
	d := a.DayOf(gap.From)
	return a.Midnights[d] == gap.From || d+1 < len(a.Midnights) && a.Midnights[d+1] <= gap.To
}

// byNight says whether an item is a night shift or a sleep-in.
func (a *Reading) byNight(it *Item) bool { return it.Kind == scheduler.SleepIn || a.IsNight(it) }

// judgeSpells checks the length of spells (shifts closer than min_rest), the waking hours in them, and
// the runs of days that they touch.
func judgeSpells(a *Reading, out *Breaches, w *Worker, line []Item) {
	touched := a.ClearDays()
	for i := 0; i < len(line); {
		s, end := w.SpellAt(line, i)
		a.Touch(touched, s.Span, s.Rostered)
		if most, over := w.TooLong(&s); over > 0 && s.Rostered {
			rule, what := "max_spell", "a spell"
			if s.SleepIn {
				rule, what = "max_spell_with_sleep_in", "a spell with a sleep-in"
			}
			at := firstRostered(a, line[i:end], s.From+most)
			out.add(rule, at, "", func() string {
				if gap := w.ShortRest(line, i); gap.Len() > 0 {
					return fmt.Sprintf("%s rests %s from %s; at least %s are needed, for %s may be %s at most", w.Title(), sayHours(float64(gap.Len())), a.SaySpan(gap), say.Length(w.Limits.MinRest), what, sayHours(float64(most)))
				}
				return fmt.Sprintf("%s works in %s of %s from %s; at most %s are allowed", w.Title(), what, sayHours(float64(s.Len())), a.SaySpan(s.Span), sayHours(float64(most)))
			})
		} else if most := w.Limits.MaxWakingInSpell; w.tooAwake(a, &s) && s.Rostered {
			at := firstRostered(a, line[i:end], s.To-1)
			out.add("max_waking_in_spell", at, "", func() string {
				return fmt.Sprintf("%s is awake at work for %s in a spell from %s; at most %s are allowed", w.Title(), sayHours(float64(s.Waking)), a.SaySpan(s.Span), say.Length(most))
			})
		}
		i = end
	}
	judgeRun(a, out, w, line, touched, w.Limits.MaxDaysInARow, "max_days_in_a_row", "days")
}

// tooAwake says whether a spell has more waking time than it may have.
func (w *Worker) tooAwake(a *Reading, s *Spell) bool {
	most := w.Limits.MaxWakingInSpell
	return most > 0 && s.Waking-a.Repeated(s.Span) > int64(most/time.Second)
}

// SpellsHold says whether the spells of a line that meet a time are as short as they must be. It is
// quicker than JudgeLine, which finds the others too.
func SpellsHold(a *Reading, w *Worker, line []Item, at Span) bool {
	for i := 0; i < len(line) && line[i].From < at.To; {
		s, end := w.SpellAt(line, i)
		if s.Rostered && s.Meets(at) {
			if _, over := w.TooLong(&s); over > 0 || w.tooAwake(a, &s) {
				return false
			}
		}
		i = end
	}
	return true
}

// Spell is a spell of work.
type Spell struct {
	Span
	SleepIn, Rostered bool  // has a sleep-in; has a shift of the rota
	Waking            int64 // seconds of waking and shadowing time
}

// SpellAt is the spell that starts with the i-th item, and the item after it.
func (w *Worker) SpellAt(line []Item, i int) (Spell, int) {
	return SpellWith(line, i, int64(w.Limits.MinRest/time.Second))
}

// SpellWith is SpellAt where a rest of so many seconds ends a spell.
func SpellWith(line []Item, i int, rest int64) (Spell, int) {
	s, awake := Spell{Span: line[i].Span}, line[i].From // who is in two places at once is awake once
	for ; i < len(line) && (line[i].From-s.To < rest || line[i].From == s.From); i++ {
		s.To = max(s.To, line[i].To)
		s.SleepIn = s.SleepIn || line[i].Kind == scheduler.SleepIn
		s.Rostered = s.Rostered || line[i].binds()
		if k := line[i].Kind; k == scheduler.Waking || k == scheduler.Shadow {
			s.Waking += max(0, line[i].To-max(awake, line[i].From))
			awake = max(awake, line[i].To)
		}
	}
	return s, i
}

// TooLong is how long a spell may be, 0 for no limit, and by how many seconds it is longer; 0 or less
// where it is not.
func (w *Worker) TooLong(s *Spell) (most, over int64) {
	limit := w.Limits.MaxSpell
	if s.SleepIn {
		limit = w.Limits.MaxSpellSleepIn
	}
	if most = int64(limit / time.Second); most > 0 {
		over = s.Len() - w.clocks.Repeated(s.Span) - most
	}
	return most, over
}

// ShortRest is the rest that is too short where the spell of the line's k-th item is too long: were
// it enough, every part would be as short as it must be. It is empty where the spell is rather one
// stretch of work: where no rest parts it, or one of less than half of what is needed while it is
// longer by less than half than it may be. 14.5 hours with one of them free are no short rest, and 24
// with a night between no stretch.
func (w *Worker) ShortRest(line []Item, k int) (gap Span) {
	rest, until := int64(w.Limits.MinRest/time.Second), line[0].To
	for i := 1; i < len(line); i++ {
		here := Span{until, line[i].From}
		longer := here.Len() > gap.Len() || here.Len() == gap.Len() && away(here, line[k].Span) < away(gap, line[k].Span)
		if here.Len() > 0 && here.Len() < rest && longer && w.parts(line, k, here.Len()) {
			gap = here
		}
		until = max(until, line[i].To)
	}
	var s Spell
	for end := 0; end <= k; {
		s, end = w.SpellAt(line, end)
	}
	if most, over := w.TooLong(&s); 2*gap.Len() < rest && 2*over <= most {
		return Span{}
	}
	return gap
}

// away is how far a time is from another.
func away(x, y Span) int64 { return max(0, x.From-y.To, y.From-x.To) }

// parts says whether, were so long a rest enough, the spell of the k-th item would fall into such as
// are short enough, and no other be too long that is not so already.
func (w *Worker) parts(line []Item, k int, rest int64) bool {
	for first := 0; first < len(line); {
		whole, end := w.SpellAt(line, first)
		_, was := w.TooLong(&whole)
		for i := first; i < end; {
			var part Spell
			part, i = SpellWith(line, i, rest)
			if _, over := w.TooLong(&part); over > 0 && part.Rostered && (first <= k && k < end || was <= 0) {
				return false
			}
		}
		first = end
	}
	return true
}

// firstRostered is the start of the first shift of the rota that ends after an
// instant, or of the last one.
func firstRostered(a *Reading, line []Item, after int64) int64 {
	at := line[0].From
	for i := range line {
		if !line[i].binds() {
			continue
		}
		at = line[i].From
		if line[i].To > after {
			break
		}
	}
	return at
}

// ClearDays is room for a mark on every day, with none set.
func (a *Reading) ClearDays() []int8 {
	if a.Scratch.touched == nil {
		a.Scratch.touched = make([]int8, len(a.Dates))
	}
	clear(a.Scratch.touched)
	return a.Scratch.touched
}

// Touch marks the days of a time.
func (a *Reading) Touch(days []int8, s Span, rostered bool) {
	mark := int8(1)
	if rostered {
		mark = 2
	}
	for d := a.DayOf(s.From); d < len(days) && a.Midnights[d] < s.To; d++ {
		days[d] = max(days[d], mark)
	}
}

// judgeRun checks that no run of marked days is longer than most.
func judgeRun(a *Reading, out *Breaches, w *Worker, line []Item, days []int8, most int, rule, what string) {
	if most <= 0 {
		return
	}
	for d := 0; d < len(days); d++ {
		if days[d] == 0 {
			continue
		}
		first, end, n := a.RunAt(days, d)
		d = end
		if n > most && slices.Contains(days[first:end], 2) {
			at := firstRostered(a, line, a.Midnights[first+most])
			out.add(rule, at, "", func() string {
				return fmt.Sprintf("%s works %d %s in a row from %s; at most %d are allowed", w.Title(), n, what, a.SayDay(a.Midnights[first]), most)
			})
		}
	}
}

// judgeNights checks the runs of days on which a night shift starts.
func judgeNights(a *Reading, out *Breaches, w *Worker, line []Item) {
	if w.Limits.MaxNightsInARow <= 0 {
		return
	}
	days := a.ClearDays()
	for i := range line {
		if a.IsNight(&line[i]) {
			mark := int8(2)
			if !line[i].binds() {
				mark = 1
			}
			d := a.DayOf(line[i].From)
			days[min(d, len(days)-1)] = max(days[min(d, len(days)-1)], mark)
		}
	}
	judgeRun(a, out, w, line, days, w.Limits.MaxNightsInARow, "max_nights_in_a_row", "nights")
}

// IsNight says whether an item is a night shift.
func (a *Reading) IsNight(it *Item) bool {
	return it.Kind != scheduler.Standby && a.IsNightTime(it.Span)
}

// IsNightTime says whether a time has at least 3 h between 23:00 and 06:00.
func (a *Reading) IsNightTime(s Span) bool { return a.nightOf(s) >= 3*3600 }

// judgeWeeklyRest checks that each whole week in which the worker has a shift
// has an unbroken rest.
func judgeWeeklyRest(a *Reading, out *Breaches, w *Worker, line []Item) {
	least := int64(w.Limits.WeeklyRest / time.Second)
	if least <= 0 {
		return
	}
	first, end := a.RotaWeeks()
	k := 0
	for week := first; week < end; week++ {
		if !a.Whole(week) {
			continue
		}
		in := a.Week(week)
		for k < len(line) && line[k].To <= in.From {
			k++
		}
		rest, at := Rest(line[k:], in), int64(0)
		for i := k; rest < least && i < len(line) && line[i].From < in.To; i++ {
			if line[i].To > in.From && line[i].binds() {
				at = max(line[i].From, in.From)
			}
		}
		if at != 0 {
			out.add("weekly_rest", at, "", func() string {
				return fmt.Sprintf("%s has %s of unbroken rest in the week of %s; at least %s are due", w.Title(), sayHours(float64(rest)), a.SayDay(in.From), sayHours(float64(least)))
			})
		}
	}
}

// Rest is the longest unbroken rest in a time.
func Rest(line []Item, in Span) (rest int64) {
	free := in.From
	for i := range line {
		it := &line[i]
		if it.From >= in.To {
			break
		}
		if it.To > in.From {
			rest, free = max(rest, it.From-free), max(free, it.To)
		}
	}
	return max(rest, in.To-free)
}

// judgeWeekends checks the number of weekends with any work but standby.
func judgeWeekends(a *Reading, out *Breaches, w *Worker, line []Item) {
	if w.Limits.MaxWeekends == nil {
		return
	}
	n, last := a.WeekendsOf(line)
	if most := *w.Limits.MaxWeekends; n > most && last >= a.AsOf {
		out.add("max_weekends", last, "", func() string {
			return fmt.Sprintf("%s works on %s, the last from %s; at most %d are allowed", w.Title(), say.Count(n, "weekend"), a.SayDay(last), most)
		})
	}
}

// WeekendsOf counts the weekends with any work of the rota but standby, and
// gives the start of the last work on one.
func (a *Reading) WeekendsOf(line []Item) (n int, last int64) {
	days := a.ClearDays()
	for i := range line {
		if it := &line[i]; !it.Past && it.Kind != scheduler.Standby {
			for d := a.DayOf(it.From); d < len(days) && a.Midnights[d] < it.To; d++ {
				if sat := a.Saturday(d); sat > -2 {
					last = max(last, it.From)
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

// Saturday is the number of the Saturday of a weekend's day (-1 when it lies just
// before the calendar), -2 for other days.
func (a *Reading) Saturday(day int) int {
	switch a.Dates[day].DayOfWeek {
	case time.Saturday:
		return day
	case time.Sunday:
		return day - 1
	}
	return -2
}
