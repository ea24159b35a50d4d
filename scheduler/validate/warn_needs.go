package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// days are the days of the rota on which a pattern holds.
func (w *warner) days(pt *scheduler.Pattern) (days []scheduler.Date) {
	for i := range w.p.Days {
		if d := w.p.Start.Plus(i); pt.HoldsOn(d, w.p.Holidays) {
			days = append(days, d)
		}
	}
	return days
}

// needDays warns of a need on no day of the rota.
func (w *warner) needDays(at string, n *scheduler.Need) {
	pt := &n.Days
	if len(w.days(pt)) > 0 {
		return
	}
	weekly := pt.Weekdays != [7]bool{}
	switch {
	case !pt.UntilDate.IsZero() && pt.UntilDate.Before(w.p.Start):
		w.outside(at+".until_date", pt.UntilDate)
	case !pt.FromDate.IsZero() && w.last.Before(pt.FromDate):
		w.outside(at+".from_date", pt.FromDate)
	case len(pt.Dates) > 0 && w.allOutside(pt.Dates):
		w.outside(at+".dates", w.nearest(pt.Dates))
	case pt.Holidays && !weekly && w.noHoliday():
		w.add(at+".days", "set `holidays` of [rota] to the nation, or take the need out", "no day of the rota is a holiday: nobody is asked for")
	default:
		w.add(at+".days", "correct the days, or take the need out", "none of its days is in the rota, %s to %s: nobody is asked for", sayFullDate(w.p.Start), sayFullDate(w.last))
	}
}

func (w *warner) allOutside(days []scheduler.Date) bool {
	return !slices.ContainsFunc(days, func(d scheduler.Date) bool { return w.far(d) <= 0 })
}

func (w *warner) noHoliday() bool { return w.allOutside(w.p.Holidays) }

// twice warns of a need that another asks for already: the same client, hours and kind of people on
// a day of both.
func (w *warner) twice(at string, i int) {
	n := &w.p.Needs[i]
	if n.Client == "" {
		return
	}
	skills, only := slices.Sorted(slices.Values(n.Skills)), slices.Sorted(slices.Values(n.Only))
	key := fmt.Sprintf("%q %d %d %d %q %q %v", n.Client, n.From, n.To, n.Kind, skills, only, n.Among)
	first, there := w.hours[key]
	if !there {
		w.hours[key] = i
		return
	}
	other := &w.p.Needs[first]
	both := slices.DeleteFunc(w.days(&n.Days), func(d scheduler.Date) bool { return !other.Days.HoldsOn(d, w.p.Holidays) })
	if len(both) > 0 {
		w.add(at+".id", "take one of the two out; `workers` says how many come at once",
			"it asks for the same as the need %q: %s to %s for the same person, first on %s", other.ID, sayClock(n.From), sayClock(n.To), sayFullDate(both[0]))
	}
}

// skills warns of skills that a need asks for and nobody holds.
func (w *warner) skills(at string, n *scheduler.Need) {
	for i, s := range n.Skills {
		w.skill(fmt.Sprintf("%s.skills[%d]", at, i), s)
	}
	for i, s := range n.Fallback {
		w.skill(fmt.Sprintf("%s.fallback_skills[%d]", at, i), s)
	}
	for i, a := range n.Among {
		w.skill(fmt.Sprintf("%s.among[%d].skill", at, i), a.Skill)
	}
}

func (w *warner) skill(path, name string) {
	if w.held[name] || w.asked[name] || strings.TrimSpace(name) == "" {
		return
	}
	w.asked[name] = true
	if h, ok := w.ended[name]; ok {
		w.add(path, "correct the days of the skill, or write under `skills` who else holds it",
			"nobody holds the skill %q any more: %s held it until %s", name, cmp.Or(h.worker.Name, h.worker.ID), sayFullDate(h.skill.Until))
		return
	}
	remedy := "correct the name, or write under `skills` who holds it and from when"
	if near := w.nearSkill(name); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	w.add(path, remedy, "nobody ever holds the skill %q", name)
}

// skipped warns of a need that the change of the clocks in spring takes away or moves: one that starts
// or ends at a time that its day does not have.
func (w *warner) skipped(at string, n *scheduler.Need) {
	for _, d := range w.days(&n.Days) {
		last := d
		if n.To <= n.From {
			last = d.Plus(1)
		}
		if !w.short[d] && !w.short[last] {
			continue
		}
		start, end := scheduler.StartInstant(w.p.Zone, d, n.From), scheduler.EndInstant(w.p.Zone, last, n.To)
		movedStart, movedEnd := start.Format(clock) != sayClock(n.From), end.Format(clock) != sayClock(n.To%(24*time.Hour))
		if !movedStart && !movedEnd {
			continue
		}
		on := start
		if !movedStart {
			on = end
		}
		moved := fmt.Sprintf("%s does not have %s to %s, as the clocks go forward", sayFullDate(scheduler.DateOf(on)), sayClock(n.From), sayClock(n.To))
		const remedy = "if that is not meant, take the day out with `except` and give it a need of its own"
		if start.Before(end) {
			w.add(at+".from", remedy, "%s: there it is from %s to %s, %s", moved, start.Format(clock), end.Format(clock), sayDuration(end.Sub(start)))
		} else {
			w.add(at+".from", remedy, "%s: nobody is asked for then", moved)
		}
		return
	}
}

// clock is how a time of the day is written.
const clock = "15:04"
