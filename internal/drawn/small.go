package drawn

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Tightness is the kinds of limits that Small makes tight.
var Tightness = []string{"among", "week", "rota", "day", "weekends", "days", "nights", "weekly rest", "spell", "travel", "ceiling", "sleep-in", "away", "overnight", "waking"}

// Small is a random problem of whole visits, few enough to try every rota, in which a kind of limit
// named in Tightness is tight, and perhaps one or two others.
func Small(r *rand.Rand, tight string) *scheduler.Problem {
	s := small{r, map[string]bool{tight: true}, nil}
	for range r.IntN(3) {
		s.tight[Some(r, Tightness...)] = true
	}
	s.p = scheduler.NewProblem(tight, time.UTC, scheduler.Date{Year: 2026, Month: 7, Day: 6 + r.IntN(7)}, s.days())
	s.p.Grain = Hour
	s.p.Clients = []scheduler.Client{{ID: "c0"}, {ID: "c1", Refuses: Some(r, nil, nil, nil, []string{"w1"})}}
	s.p.Providers = []scheduler.Provider{scheduler.NewProvider("p0", scheduler.Team), scheduler.NewProvider("p1", scheduler.Agency)}
	if s.tight["ceiling"] {
		s.p.Providers[r.IntN(2)].MaxHoursWeek = scheduler.Hours(float64(8 + r.IntN(24)))
	}
	kinds := 1 + r.IntN(2)
	if s.p.Days < 5 || s.tight["travel"] {
		kinds = 2 + r.IntN(2)
	}
	for i := range kinds {
		s.p.Needs = append(s.p.Needs, s.need(i))
	}
	for i := range 1 + r.IntN(4) {
		s.p.Workers = append(s.p.Workers, s.worker(i))
	}
	return s.p
}

type small struct {
	*rand.Rand
	tight map[string]bool
	p     *scheduler.Problem
}

// days is how long the rota is, for limits of more than a week to be met.
func (s *small) days() int {
	switch {
	case s.tight["weekends"]:
		return Some(s.Rand, 14, 21, 28)
	case s.tight["days"], s.tight["nights"], s.tight["weekly rest"]:
		return Some(s.Rand, 7, 8, 9, 14)
	}
	return Some(s.Rand, 1, 2, 3, 4, 7)
}

// pattern is days on which a need is there, few of a long rota.
func (s *small) pattern() scheduler.Pattern {
	some := func(days ...time.Weekday) scheduler.Pattern { return scheduler.On(days...) }
	switch {
	case s.p.Days > 14:
		return some(Some(s.Rand, time.Saturday, time.Sunday))
	case s.tight["weekends"]:
		return Some(s.Rand, some(time.Saturday), some(time.Friday, time.Sunday), some(time.Saturday, time.Sunday), some(time.Sunday, time.Monday))
	case s.p.Days == 14:
		return Some(s.Rand, some(time.Monday, time.Tuesday, time.Wednesday), some(time.Thursday, time.Friday, time.Sunday), some(time.Saturday, time.Sunday, time.Monday))
	}
	return scheduler.Daily()
}

func (s *small) need(i int) scheduler.Need {
	from, length := 6+s.IntN(12), 2+s.IntN(9)
	if s.tight["nights"] || s.IntN(4) == 0 {
		from, length = 20+s.IntN(4), 8+s.IntN(3)
	}
	if s.tight["travel"] {
		length = 1 + s.IntN(4)
	}
	n := scheduler.NewNeed(fmt.Sprint("n", i), Some(s.Rand, "c0", "c1"), s.pattern(), time.Duration(from%24)*Hour, time.Duration((from+length)%24)*Hour)
	n.Whole, n.Contingency = true, false
	n.Criticality = Some(s.Rand, scheduler.Critical, scheduler.Essential, scheduler.Essential, scheduler.Essential, scheduler.Desirable)
	if s.tight["sleep-in"] && i == 0 {
		n.Kind, n.From, n.To = scheduler.SleepIn, 22*Hour, 7*Hour
	}
	if s.IntN(4) == 0 {
		n.Skills = []string{"a"}
	}
	if s.tight["among"] {
		n.Workers = 1 + s.IntN(2)
		n.Among = []scheduler.Among{{Skill: "senior", Workers: 1 + s.IntN(n.Workers)}}
		if s.IntN(4) == 0 {
			n.Among = append(n.Among, scheduler.Among{Skill: "a", Workers: 1})
		}
	} else if s.IntN(5) == 0 {
		n.Workers = 2
	}
	return n
}

func (s *small) worker(i int) scheduler.Worker {
	w := scheduler.NewWorker(fmt.Sprint("w", i), Some(s.Rand, "p0", "p0", "p1", ""))
	if s.IntN(2) == 0 {
		w.Skills = append(w.Skills, scheduler.Skill{Name: "a"})
	}
	if s.IntN(2) == 0 {
		w.Skills = append(w.Skills, scheduler.Skill{Name: "senior", Until: Some(s.Rand, scheduler.Date{}, scheduler.Date{}, s.p.Start.Plus(s.p.Days/2))})
	}
	if s.tight["away"] || s.IntN(5) == 0 {
		w.Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{s.p.Start.Plus(s.IntN(s.p.Days)), s.p.Start.Plus(s.IntN(s.p.Days))}, Why: "leave"}}
	}
	if s.IntN(8) == 0 {
		before := s.p.Start.Plus(-1)
		w.Worked = []scheduler.Worked{{Start: scheduler.StartInstant(time.UTC, before, 12*Hour), End: scheduler.StartInstant(time.UTC, before, time.Duration(18+s.IntN(5))*Hour)}}
	}
	c := scheduler.HouseCaps()
	s.tighten(&c)
	w.Caps = &c
	return w
}

// tighten makes limits of the kinds that are tight so for a worker.
func (s *small) tighten(c *scheduler.Caps) {
	hours := func(least, more int) *time.Duration { return scheduler.Hours(float64(least + s.IntN(more))) }
	if s.tight["week"] {
		c.MaxHoursWeek = hours(6, 30)
	}
	if s.tight["rota"] {
		c.MaxHoursRota = hours(6, 30)
	}
	if s.tight["day"] {
		c.MaxHoursDay = hours(4, 10)
	}
	if s.tight["weekends"] {
		c.MaxWeekends = new(int)
		*c.MaxWeekends = s.IntN(3)
	}
	if s.tight["days"] {
		c.MaxDaysInARow = 1 + s.IntN(4)
	}
	if s.tight["nights"] {
		c.MaxNightsInARow = 1 + s.IntN(3)
	}
	if s.tight["weekly rest"] {
		c.WeeklyRest = time.Duration(24+12*s.IntN(8)) * Hour
	}
	if s.tight["spell"] {
		c.MinRest, c.MaxSpell = time.Duration(8+s.IntN(12))*Hour, time.Duration(8+s.IntN(8))*Hour
		c.MaxSpellSleepIn = c.MaxSpell + time.Duration(s.IntN(10))*Hour
	}
	if s.tight["travel"] {
		c.Travel = time.Duration(1+s.IntN(4)) * Hour / 2
	}
	if s.tight["overnight"] {
		c.OvernightRest, c.MinRest = time.Duration(11+s.IntN(6))*Hour, time.Duration(6+s.IntN(4))*Hour
	}
	if s.tight["waking"] {
		c.MaxSpell, c.MaxWakingInSpell = time.Duration(12+s.IntN(8))*Hour, time.Duration(6+s.IntN(8))*Hour
		c.MaxSpellSleepIn = c.MaxSpell + time.Duration(s.IntN(8))*Hour
	}
	if s.tight["sleep-in"] {
		c.SleepInCounts = Some(s.Rand, 1, 0.5, 0)
	}
}

// DaysOff gives about half of a problem's workers a day or two on which none of their shifts starts.
func DaysOff(r *rand.Rand, p *scheduler.Problem) {
	for i := range p.Workers {
		if w := &p.Workers[i]; r.IntN(2) == 0 {
			d := p.Start.Plus(r.IntN(p.Days))
			w.Unavailable = append(slices.Clone(w.Unavailable), scheduler.Absence{Dates: Some(r, []scheduler.Date{d}, []scheduler.Date{d, d.Plus(1)}), Starts: true, Why: "day off"})
		}
	}
}
