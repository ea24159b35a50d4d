package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Warnings are what is likely a mistake in a problem without faults, in the order of its entries. To add
// one: a method of warner that Warnings calls, a row in the table of the test, and a line in the
// reference.
func Warnings(p *scheduler.Problem) []scheduler.Warning {
	if !hasDays(p) {
		return nil
	}
	w := newWarner(p)
	w.weekHours("caps", &p.Caps)
	for i := range p.Needs {
		at, n := fmt.Sprintf("need[%d]", i), &p.Needs[i]
		w.needDays(at, n)
		w.window(at, n.From, n.To)
		w.twice(at, i)
		w.skills(at, n)
		w.skipped(at, n)
		w.lawOfNeed(at, n)
	}
	for i := range p.Clients {
		w.client(fmt.Sprintf("client[%d]", i), &p.Clients[i])
	}
	for i := range p.Providers {
		w.provider(fmt.Sprintf("provider[%d]", i), &p.Providers[i])
	}
	for i := range p.Workers {
		at, one := fmt.Sprintf("worker[%d]", i), &p.Workers[i]
		w.leave(at, one)
		w.available(at, one)
		w.guaranteed(at, one)
		if one.Caps != nil {
			w.weekHours(at+".caps", one.Caps)
		}
		w.rate(at, one)
		w.lawOfWorker(at, one)
	}
	for i := range p.Pay {
		if pay := &p.Pay[i]; !pay.WholeDay {
			w.window(fmt.Sprintf("pay[%d]", i), pay.From, pay.To)
		}
	}
	return w.list
}

// EventWarnings are those of events of p, in which Events has found nothing.
func EventWarnings(p *scheduler.Problem, events []scheduler.Event) []scheduler.Warning {
	if !hasDays(p) {
		return nil
	}
	w := newWarner(p)
	for i := range events {
		e, at := &events[i], fmt.Sprintf("event[%d]", i)
		switch {
		case e.Kind == scheduler.EventRefuses:
		case !e.Start.Before(w.end):
			w.outside(at+".start", scheduler.DateOf(e.Start.In(p.Zone)))
		case !e.End.IsZero() && !w.start.Before(e.End):
			w.outside(at+".end", scheduler.DateOf(e.End.In(p.Zone)))
		}
	}
	return w.list
}

// warner is one reading of a problem for its warnings.
type warner struct {
	p          *scheduler.Problem
	last       scheduler.Date // of the rota
	start, end time.Time      // from the first day's midnight to the end of what starts on the last
	family     map[string]bool
	cared      map[string]bool         // clients whom a need is for
	short      map[scheduler.Date]bool // days on which the clocks go forward
	staffed    map[string]bool         // providers that somebody works for
	held       map[string]bool         // skills that somebody holds in the rota, or will
	heldNames  []string                // the same, sorted
	ended      map[string]holds        // a holder of a skill until before the rota
	asked      map[string]bool         // skills that have been warned of
	hours      map[string]int          // needs by who and when: index of the first
	paid       bool                    // whether a worker has a rate
	list       []scheduler.Warning
}

func newWarner(p *scheduler.Problem) *warner {
	w := &warner{p: p, last: p.Start.Plus(p.Days - 1), family: p.Families(), cared: map[string]bool{}, short: map[scheduler.Date]bool{}, staffed: map[string]bool{},
		held: map[string]bool{}, ended: map[string]holds{}, asked: map[string]bool{}, hours: map[string]int{}}
	w.start = scheduler.StartInstant(p.Zone, p.Start, 0)
	w.end = scheduler.StartInstant(p.Zone, w.last.Plus(1), 0)
	for d := p.Start; !w.last.Plus(1).Before(d); d = d.Plus(1) {
		if scheduler.StartInstant(p.Zone, d.Plus(1), 0).Sub(scheduler.StartInstant(p.Zone, d, 0)) < 24*time.Hour {
			w.short[d] = true
		}
	}
	for i := range p.Needs {
		w.cared[p.Needs[i].Client] = true
		if n := &p.Needs[i]; n.To <= n.From { // a night of the last day ends on the next
			w.end = later(w.end, scheduler.EndInstant(p.Zone, w.last.Plus(1), n.To))
		}
	}
	for i := range p.Workers {
		one := &p.Workers[i]
		w.staffed[one.Provider] = true
		w.hold(one)
		w.paid = w.paid || one.Rate > 0 && !w.family[one.Provider]
	}
	slices.Sort(w.heldNames)
	return w
}

// holds is a worker with a skill.
type holds struct {
	worker *scheduler.Worker
	skill  scheduler.Skill
}

// hold notes the skills of a worker.
func (w *warner) hold(one *scheduler.Worker) {
	for _, s := range one.Skills {
		if !s.Until.IsZero() && s.Until.Before(w.p.Start) {
			w.ended[s.Name] = holds{one, s}
			continue
		}
		if !w.held[s.Name] {
			w.heldNames = append(w.heldNames, s.Name)
		}
		w.held[s.Name] = true
	}
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

func (w *warner) add(path, remedy, says string, args ...any) {
	w.list = append(w.list, scheduler.Warning{Path: path, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// outside warns of a day before or after the rota.
func (w *warner) outside(path string, d scheduler.Date) {
	says := sayDays(d.Sub(w.last)) + " after the rota's last day, " + sayFullDate(w.last)
	if d.Before(w.p.Start) {
		says = sayDays(w.p.Start.Sub(d)) + " before the rota's first day, " + sayFullDate(w.p.Start)
	}
	w.add(path, w.otherYear(d), "%s is %s: it changes nothing", sayFullDate(d), says)
}

// otherYear is what to do about a day outside the rota: the usual mistake is the year.
func (w *warner) otherYear(d scheduler.Date) string {
	for _, year := range []int{w.p.Start.Year, w.last.Year} {
		if same := (scheduler.Date{Year: year, Month: d.Month, Day: d.Day}); year != d.Year && same.Plus(0) == same && !same.Before(w.p.Start) && !w.last.Before(same) {
			return fmt.Sprintf("is the year %d meant? Correct it, or take it out", year)
		}
	}
	return "correct the date, or take it out"
}

func sayDays(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func sayFullDate(d scheduler.Date) string { return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year) }

// nearest is the one of the days that is least far from the rota, all of them being outside it.
func (w *warner) nearest(days []scheduler.Date) scheduler.Date {
	return slices.MinFunc(days, func(a, b scheduler.Date) int { return cmp.Compare(w.far(a), w.far(b)) })
}

func (w *warner) far(d scheduler.Date) int { return max(w.p.Start.Sub(d), d.Sub(w.last)) }

// longWindow is what a window into the next day hardly ever lasts longer than.
const longWindow = 16 * time.Hour

// window warns of a window that ends at 23:59, and of one whose ends are likely exchanged.
func (w *warner) window(path string, from, to time.Duration) {
	lasts := to - from
	if lasts <= 0 {
		lasts += 24 * time.Hour
	}
	switch {
	case to == 24*time.Hour-time.Minute:
		w.add(path+".to", `write to = "24:00"`, "it ends at 23:59: the last minute of the day is missing, and nothing goes over midnight")
	case to < from && lasts > longWindow:
		w.add(path+".to", fmt.Sprintf("if %s to %s is meant, exchange the two", sayClock(to), sayClock(from)),
			"%s to %s is %s, into the next day", sayClock(from), sayClock(to), sayDuration(lasts))
	}
}

// nearSkill is the name of a skill that somebody holds and that is most like another.
func (w *warner) nearSkill(name string) string {
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if strings.ContainsRune(" -_", r) {
				return -1
			}
			return r
		}, strings.ToLower(s))
	}
	for _, held := range w.heldNames {
		if plain(held) == plain(name) {
			return held
		}
	}
	return Nearest(name, w.heldNames)
}

// hasDays says whether a problem has days that can be looked at one by one; one without is at fault.
func hasDays(p *scheduler.Problem) bool {
	return p != nil && p.Zone != nil && p.Days >= 1 && p.Days <= mostDays
}
