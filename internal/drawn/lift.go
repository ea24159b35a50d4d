package drawn

import (
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Lift takes one reason why a worker may not take the shift of y away from a problem: exactly what it
// names and no more, a limit by as much as it says. With less it takes away one minute, day or piece
// too little. It is false where less than the reason names is nothing. Work that is in the way, on
// duty, on standby or beside, is for the caller to leave out of the rota.
func Lift(p *scheduler.Problem, y *scheduler.Why, c *scheduler.Cause, less bool) bool {
	l := lifting{p: p, why: y, c: c, less: less, w: &p.Workers[slices.IndexFunc(p.Workers, func(w scheduler.Worker) bool { return w.ID == y.Worker })], supplier: &scheduler.Provider{}}
	if i := slices.IndexFunc(p.Providers, func(s scheduler.Provider) bool { return s.ID == l.w.Provider }); i >= 0 {
		l.supplier = &p.Providers[i]
	}
	own := p.Caps
	if l.w.Caps != nil {
		own = *l.w.Caps
	}
	l.caps = own.Clone()
	l.w.Caps = &l.caps
	for _, lift := range []func(*lifting) (known, done bool){(*lifting).person, (*lifting).times, (*lifting).hours, (*lifting).rests} {
		if known, done := lift(&l); known {
			return done
		}
	}
	panic("no way to lift " + c.Rule)
}

// lifting is a reason being lifted.
type lifting struct {
	p        *scheduler.Problem
	why      *scheduler.Why
	c        *scheduler.Cause
	w        *scheduler.Worker
	supplier *scheduler.Provider
	caps     scheduler.Caps
	less     bool
}

// person lifts what does not hang on the time; there is nothing less of it.
func (l *lifting) person() (known, done bool) {
	switch l.c.Rule {
	case "suspended":
		l.w.Suspended = false
	case "provider.suspended":
		l.supplier.Suspended = false
	case "shadowing":
		l.w.Shadowing = ""
	case "refuses":
		l.w.Refuses = without(l.w.Refuses, l.c.About)
	case "refused":
		i := slices.IndexFunc(l.p.Clients, func(k scheduler.Client) bool { return k.ID == l.c.About })
		l.p.Clients[i].Refuses = without(l.p.Clients[i].Refuses, l.w.ID, l.w.Provider)
	case "accepts":
		l.supplier.Accepts = append(slices.Clone(l.supplier.Accepts), l.c.About)
	case "only":
		n := l.need()
		n.Only = append(slices.Clone(n.Only), l.w.ID)
	case "same_provider":
		l.p.Contingency.DifferentProvider = false
	case "worked":
		l.w.Worked = slices.DeleteFunc(slices.Clone(l.w.Worked), func(k scheduler.Worked) bool { return k.Start.Equal(l.c.From) && k.End.Equal(l.c.To) })
	case "standby":
		l.w.Standby = l.w.Standby || l.c.From.IsZero()
	case "duty":
	default:
		return false, false
	}
	return true, !l.less
}

func without(list []string, ids ...string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(id string) bool { return slices.Contains(ids, id) })
}

// need is the need that the reason is about.
func (l *lifting) need() *scheduler.Need {
	return &l.p.Needs[slices.IndexFunc(l.p.Needs, func(n scheduler.Need) bool { return n.ID == l.c.About })]
}

// times lifts what hangs on the dates and times of the shift.
func (l *lifting) times() (known, done bool) {
	start, end := l.why.Start.In(l.p.Zone), l.why.End.In(l.p.Zone)
	first, last := scheduler.DateOf(start), scheduler.DateOf(end.Add(-time.Second))
	switch l.c.Rule {
	case "approval":
		return true, l.approve(first, last)
	case "available", "family":
		return true, l.offer(l.c.From.In(l.p.Zone), l.c.To.In(l.p.Zone))
	case "as_of":
		l.p.AsOf = start
		if l.less {
			l.p.AsOf = start.Add(time.Minute)
		}
	case "unavailable":
		l.come(start)
	case "skills":
		if l.less && first == last {
			return true, false
		}
		if l.less {
			last = last.Plus(-1)
		}
		l.w.Skills = append(slices.Clone(l.w.Skills), scheduler.Skill{Name: l.c.About, From: first, Until: last})
		return true, !l.less || !l.holdsOn(last.Plus(1))
	default:
		return false, false
	}
	return true, true
}

// holdsOn says whether the worker holds the skill of the reason on a day all the same.
func (l *lifting) holdsOn(d scheduler.Date) bool {
	return slices.ContainsFunc(l.w.Skills, func(s scheduler.Skill) bool {
		return s.Name == l.c.About && !d.Before(s.From) && (s.Until.IsZero() || !s.Until.Before(d))
	})
}

// approve makes the provider's time reach to the days of the shift, less one.
func (l *lifting) approve(first, last scheduler.Date) bool {
	s := l.supplier
	early, late := first.Before(s.FromDate), !s.UntilDate.IsZero() && s.UntilDate.Before(last)
	if early {
		s.FromDate = first
	}
	if late {
		s.UntilDate = last
	}
	if l.less && early {
		s.FromDate = first.Plus(1)
	} else if l.less {
		s.UntilDate = last.Plus(-1)
	}
	return true
}

// offer adds the time that was not offered, less its first or last minute, whichever was not.
func (l *lifting) offer(from, to time.Time) bool {
	l.w.AlwaysAvailable = false
	if l.less && !l.offered(from) {
		from = from.Add(time.Minute)
	} else if l.less && !l.offered(to.Add(-time.Minute)) {
		to = to.Add(-time.Minute)
	} else if l.less {
		return false
	}
	clock := func(t time.Time) time.Duration {
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	l.w.Available = append(slices.Clone(l.w.Available), scheduler.Window{Days: scheduler.Pattern{Dates: []scheduler.Date{scheduler.DateOf(from)}}, From: clock(from), To: clock(to)})
	return true
}

// offered says whether the worker has offered the minute from an instant on.
func (l *lifting) offered(at time.Time) bool {
	return slices.ContainsFunc(l.w.Available, func(v scheduler.Window) bool {
		for _, d := range []scheduler.Date{scheduler.DateOf(at), scheduler.DateOf(at).Plus(-1)} {
			to := v.To
			if to <= v.From {
				to += 24 * time.Hour
			}
			if v.Days.HoldsOn(d, nil) && !at.Before(scheduler.StartInstant(l.p.Zone, d, v.From)) && at.Before(scheduler.EndInstant(l.p.Zone, d, to)) {
				return true
			}
		}
		return false
	})
}

// come takes the absence of the reason away, less a minute of the shift; what has another cause or
// other dates stays.
func (l *lifting) come(start time.Time) {
	within := func(t time.Time) bool {
		return !t.Before(l.c.From) && (l.c.To.IsZero() || t.Before(l.c.To))
	}
	var left []scheduler.Absence
	for _, a := range l.w.Unavailable {
		if a.Why == l.c.About && len(a.Dates) > 0 {
			a.Dates = slices.DeleteFunc(slices.Clone(a.Dates), func(d scheduler.Date) bool { return within(scheduler.StartInstant(l.p.Zone, d, 0)) })
		}
		if a.Why != l.c.About || len(a.Dates) > 0 || !a.Start.IsZero() && !within(a.Start) {
			left = append(left, a)
		}
	}
	if at := later(start, l.c.From); l.less {
		left = append(left, scheduler.Absence{Start: at, End: at.Add(time.Minute), Why: "a minute too little"})
	}
	l.w.Unavailable = left
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// hours lifts limits of hours, which are raised by as much as the shift would go over them.
func (l *lifting) hours() (known, done bool) {
	by := time.Duration(math.Ceil(l.c.Over*3600)) * time.Second
	if l.less {
		by -= time.Minute
	}
	switch l.c.Rule {
	case "provider.max_hours_week":
		l.supplier.MaxHoursWeek = raised(l.supplier.MaxHoursWeek, by)
	case "max_hours_week", "max_hours_day", "max_hours_rota":
		limit := l.caps.Hours(l.c.Rule)
		*limit = raised(*limit, by)
	case "max_shift":
		l.caps.MaxShift += by
	case "max_sleep_in":
		l.caps.MaxSleepIn += by
	case "need.max_shift":
		l.need().MaxShift += by
	case "max_spell":
		l.caps.MaxSpell += by
	case "max_spell_with_sleep_in":
		l.caps.MaxSpellSleepIn += by
	case "max_waking_in_spell":
		l.caps.MaxWakingInSpell += by
	default:
		return false, false
	}
	return true, true
}

func raised(limit *time.Duration, by time.Duration) *time.Duration {
	most := *limit + by
	return &most
}

// rests lifts rests and travel, which are shortened to what there would be, and counts, which are
// raised to it.
func (l *lifting) rests() (known, done bool) {
	rest, by := time.Duration(math.Round(l.c.Have*3600))*time.Second, int(math.Round(l.c.Over))
	if l.less {
		rest, by = rest+time.Minute, by-1
	}
	switch l.c.Rule {
	case "rest":
		l.caps.MinRest = rest
	case "weekly_rest":
		l.caps.WeeklyRest = rest
	case "travel":
		l.caps.Travel = rest
	case "overnight_rest":
		l.caps.OvernightRest = rest
	case "max_days_in_a_row":
		l.caps.MaxDaysInARow += by
	case "max_nights_in_a_row":
		l.caps.MaxNightsInARow += by
	case "max_weekends":
		most := *l.caps.MaxWeekends + by
		l.caps.MaxWeekends = &most
	default:
		return false, false
	}
	return true, true
}
