package constraints_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// drawer draws small problems with every rule in play, and spoils rotas.
type drawer struct{ *rand.Rand }

func (d *drawer) chance(n int) bool { return d.IntN(n) == 0 }

func pick[T any](d *drawer, from ...T) T { return from[d.IntN(len(from))] }

func some[T any](d *drawer, from ...T) (out []T) {
	for _, x := range from {
		if d.chance(2) {
			out = append(out, x)
		}
	}
	return out
}

func (d *drawer) problem(t *testing.T) *scheduler.Problem {
	zone, err := time.LoadLocation(pick(d, "Europe/London", "Europe/London", "Australia/Lord_Howe", "Africa/Cairo"))
	require.NoError(t, err)
	start := pick(d, scheduler.Date{Year: 2026, Month: 7, Day: 6}, scheduler.Date{Year: 2026, Month: 3, Day: 26},
		scheduler.Date{Year: 2026, Month: 10, Day: 22}, scheduler.Date{Year: 2026, Month: 4, Day: 2}, scheduler.Date{Year: 2026, Month: 4, Day: 22})
	p := scheduler.NewProblem("drawn", zone, start, 3+d.IntN(12))
	p.Grain = pick[time.Duration](d, 15, 30, 60) * time.Minute
	p.WeekStarts = pick(d, time.Monday, time.Sunday, time.Thursday)
	p.Holidays = []scheduler.Date{start.Plus(1)}
	p.Clients = []scheduler.Client{{ID: "owain", Known: []string{"w0", "w1"}}, {ID: "gwen", Refuses: some(d, "w2", "agency")}}
	p.Providers = d.providers(p)
	for n := range 2 + d.IntN(3) {
		p.Needs = append(p.Needs, d.need(p, n))
	}
	p.Caps = d.caps()
	for w := range 4 + d.IntN(3) {
		p.Workers = append(p.Workers, d.worker(p, w))
	}
	if last := &p.Workers[len(p.Workers)-1]; d.chance(2) {
		last.Shadowing, last.ShadowHours = "w0", float64(d.IntN(20))
	}
	for range d.IntN(3) {
		p.Pay = append(p.Pay, scheduler.Pay{Days: d.days(p), From: 20 * h, To: 6 * h, WholeDay: d.chance(2), Multiply: pick(d, 0, 1.5, 0.9), Add: 1 + float64(d.IntN(3)),
			AppliesTo: some(d, scheduler.Waking, scheduler.SleepIn, scheduler.Standby)})
	}
	for range d.IntN(4) {
		p.WorkPatterns = append(p.WorkPatterns, d.workPattern(p))
	}
	p.Contingency = scheduler.Contingency{Standby: d.IntN(3), StandbyMin: 4 * h, StandbyMax: 12 * h, Relief: d.IntN(2), DifferentProvider: d.chance(2), Headroom: pick(d, 0, 0.2, 1.0/3)}
	p.Objective = scheduler.Prices{NewFace: 30, Changeover: 5, StandbyShift: 7, Unfair: 100, Overlap: 10, Heads: pick[float64](d, 0, 40, 100), ShadowShort: 20, Change: 1.7}
	return p
}

func (d *drawer) providers(p *scheduler.Problem) []scheduler.Provider {
	agency := scheduler.Provider{ID: "agency", Kind: scheduler.Agency, OnCost: 1.21, AcceptsAll: d.chance(2), Accepts: []string{"owain"}, Suspended: d.chance(8)}
	if d.chance(2) {
		agency.FromDate = p.Start.Plus(1)
		agency.UntilDate = p.Start.Plus(p.Days - 2)
	}
	if d.chance(2) {
		agency.MaxHoursWeek = scheduler.Hours(float64(20 + d.IntN(20)))
	}
	return []scheduler.Provider{{ID: "team", OnCost: 1, AcceptsAll: true, MaxHoursWeek: pick(d, nil, scheduler.Hours(50))}, agency,
		{ID: "home", Kind: scheduler.Family, OnCost: 1, AcceptsAll: true}}
}

func (d *drawer) days(p *scheduler.Problem) scheduler.Pattern {
	out := pick(d, scheduler.Daily(), scheduler.Daily(), scheduler.On(time.Saturday, time.Sunday, time.Monday), scheduler.Pattern{Holidays: true})
	out.ExceptHolidays = !out.Holidays && d.chance(4)
	if d.chance(4) {
		out.FromDate = p.Start.Plus(1)
	}
	return out
}

func (d *drawer) need(p *scheduler.Problem, n int) scheduler.Need {
	from := time.Duration(d.IntN(24)) * h
	to := (from + pick[time.Duration](d, 3, 8, 9, 12, 24)*h) % (24 * h)
	out := scheduler.NewNeed(fmt.Sprint("n", n), pick(d, "owain", "gwen", ""), d.days(p), from+pick[time.Duration](d, 0, 10)*time.Minute, to)
	out.Workers, out.Criticality = 1+d.IntN(2), scheduler.Criticality(d.IntN(3))
	out.Contingency = !d.chance(3)
	out.Skills = some(d, "lift")
	if d.chance(3) {
		out.Among = []scheduler.Among{{Skill: "drive", Workers: 1}}
	}
	if d.chance(4) {
		out.Only = []string{"w0", "w1", "agency"}
	}
	if d.chance(4) {
		out.Kind, out.Whole, out.From, out.To = scheduler.SleepIn, true, 22*h, 7*h
	}
	if d.chance(4) {
		out.MaxShift = 6 * h
	}
	return out
}

func (d *drawer) caps() scheduler.Caps {
	c := scheduler.HouseCaps()
	c.MaxHoursWeek = pick(d, nil, scheduler.Hours(30), scheduler.Hours(37.4), scheduler.Hours(48))
	c.MaxHoursDay = pick(d, nil, scheduler.Hours(8), scheduler.Hours(10))
	c.MaxHoursRota = pick(d, nil, nil, scheduler.Hours(25))
	c.MinRest, c.MaxSpell = pick[time.Duration](d, 8, 11)*h, pick[time.Duration](d, 10, 13)*h
	c.MaxDaysInARow, c.MaxNightsInARow = 2+d.IntN(4), 1+d.IntN(3)
	c.WeeklyRest = pick[time.Duration](d, 0, 24, 36) * h
	if d.chance(2) {
		one := 1
		c.MaxWeekends = &one
	}
	c.SleepInCounts, c.StandbyCounts = pick(d, 1, 0.5, 0.75), pick(d, 1, 0.3)
	c.Travel = pick[time.Duration](d, 0, 30, 45) * time.Minute
	c.OvernightRest, c.MaxWakingInSpell = pick[time.Duration](d, 0, 9, 12)*h, pick[time.Duration](d, 0, 8, 11)*h
	return c
}

// wish is for a window on some days, to be off or on.
func (d *drawer) wish(p *scheduler.Problem) scheduler.Wish {
	return scheduler.Wish{Window: scheduler.Window{Days: d.days(p), From: pick[time.Duration](d, 1, 7, 18) * h, To: pick[time.Duration](d, 2, 12, 24) * h, WholeDay: d.chance(2)},
		On: d.chance(2), Price: float64(d.IntN(40))}
}

func (d *drawer) worker(p *scheduler.Problem, w int) scheduler.Worker {
	out := scheduler.NewWorker(fmt.Sprint("w", w), pick(d, "team", "team", "agency", "home", ""))
	for _, s := range some(d, "lift", "lift", "drive") {
		out.Skills = append(out.Skills, pick(d, scheduler.Skill{Name: s}, scheduler.Skill{Name: s}, scheduler.Skill{Name: s, From: p.Start.Plus(1)}, scheduler.Skill{Name: s, Until: p.Start.Plus(p.Days / 2)}))
	}
	out.Rate, out.SleepInRate, out.StandbyRate = 10+float64(d.IntN(5))/3, 60, 2.5
	out.Suspended, out.Refuses = d.chance(12), some(d, "gwen")[:0]
	if d.chance(4) {
		out.Refuses = []string{"gwen"}
	}
	if out.Provider == "home" || d.chance(3) {
		out.AlwaysAvailable, out.Standby = false, d.chance(2)
		out.Available = []scheduler.Window{{Days: scheduler.Daily(), From: 7 * h, To: 15 * h}, {Days: d.days(p), From: pick[time.Duration](d, 15, 22) * h, To: 7 * h}, {Days: d.days(p), WholeDay: true}}
	}
	if d.chance(3) {
		at := p.Start.Plus(d.IntN(p.Days))
		out.Unavailable = []scheduler.Absence{{Start: scheduler.StartInstant(p.Zone, at, 10*h), End: scheduler.EndInstant(p.Zone, at, 20*h)}, {Dates: []scheduler.Date{at.Plus(2)}, Starts: d.chance(2)}}
	}
	if d.chance(3) {
		out.GuaranteedHoursWeek = 12.5
	}
	if d.chance(3) {
		c := d.caps()
		out.Caps = &c
	}
	if d.chance(2) {
		out.Worked = d.worked(p)
	}
	for range d.IntN(3) {
		out.Wishes = append(out.Wishes, d.wish(p))
	}
	return out
}

// worked is a spell or two before the rota; the last may run into its first day.
func (d *drawer) worked(p *scheduler.Problem) (out []scheduler.Worked) {
	zero := scheduler.StartInstant(p.Zone, p.Start, 0)
	for _, ends := range some(d, -50*h, -24*h, pick[time.Duration](d, -10, -3, 2, 5)*h) {
		out = append(out, scheduler.Worked{Start: zero.Add(ends - 7*h), End: zero.Add(ends), Kind: scheduler.Kind(d.IntN(4))})
	}
	return out
}

// pin makes a shift or two of the rota fixed ones; of a standby sometimes a part only, as a call leaves one.
func (d *drawer) pin(p *scheduler.Problem, rota *scheduler.Rota) {
	for range 2 {
		if len(rota.Shifts) == 0 {
			return
		}
		s := &rota.Shifts[d.IntN(len(rota.Shifts))]
		if s.Pinned {
			continue
		}
		part := s.Kind == scheduler.Standby && d.chance(2)
		if part {
			s.End = s.Start.Add(s.End.Sub(s.Start) / 2).Truncate(5 * time.Minute)
		}
		s.Pinned = true
		for w := range p.Workers {
			pin := scheduler.Pin{Need: s.Need, Start: s.Start, End: s.End, Part: part}
			if worker := &p.Workers[w]; worker.ID == s.Worker && worker.Shadowing == "" && !slices.Contains(worker.Pinned, pin) {
				worker.Pinned = append(worker.Pinned, pin)
			}
		}
	}
}

// spoilt is the rota with a shift or two altered, put in or taken out.
func (d *drawer) spoilt(p *scheduler.Problem, rota *scheduler.Rota) *scheduler.Rota {
	out := &scheduler.Rota{Shifts: slices.Clone(rota.Shifts)}
	for range 1 + d.IntN(2) {
		n := len(out.Shifts)
		switch k := d.IntN(6); {
		case n == 0 || k == 0:
			out.Shifts = append(out.Shifts, d.shift(p))
		case k == 1:
			i := d.IntN(n)
			out.Shifts = slices.Delete(out.Shifts, i, i+1)
		case k == 2:
			out.Shifts[d.IntN(n)].Worker = p.Workers[d.IntN(len(p.Workers))].ID
		case k == 3:
			s := &out.Shifts[d.IntN(n)]
			s.Start = s.Start.Add(time.Duration(d.IntN(9)-4) * pick(d, 30*time.Minute, p.Grain))
		default:
			s := &out.Shifts[d.IntN(n)]
			s.End = s.End.Add(time.Duration(d.IntN(9)-4) * pick(d, 30*time.Minute, p.Grain))
		}
	}
	out.Shifts = slices.DeleteFunc(out.Shifts, func(s scheduler.Shift) bool { return !s.Start.Before(s.End) })
	for i := range out.Shifts {
		d.fit(p, &out.Shifts[i])
	}
	return out
}

// shift is a shift out of the blue: on standby, or in some need's window.
func (d *drawer) shift(p *scheduler.Problem) scheduler.Shift {
	w := p.Workers[d.IntN(len(p.Workers))]
	at := p.Start.Plus(d.IntN(p.Days))
	n := p.Needs[d.IntN(len(p.Needs))]
	s := scheduler.Shift{Worker: w.ID, Need: n.ID, Start: scheduler.StartInstant(p.Zone, at, n.From), End: scheduler.EndInstant(p.Zone, at, n.To)}
	if n.To <= n.From {
		s.End = scheduler.EndInstant(p.Zone, at.Plus(1), n.To)
	}
	if d.chance(3) && w.Shadowing == "" && p.Contingency.Standby > 0 {
		from := time.Duration(d.IntN(20)) * h
		return scheduler.Shift{Worker: w.ID, Kind: scheduler.Standby, Start: scheduler.StartInstant(p.Zone, at, from), End: scheduler.StartInstant(p.Zone, at, from+4*h)}
	}
	return s
}

// fit gives the shift the kind and the client that its worker and need call for.
func (d *drawer) fit(p *scheduler.Problem, s *scheduler.Shift) {
	for i := range p.Needs {
		if p.Needs[i].ID == s.Need {
			s.Kind, s.Client = p.Needs[i].Kind, p.Needs[i].Client
		}
	}
	for i := range p.Workers {
		if p.Workers[i].ID == s.Worker && p.Workers[i].Shadowing != "" && s.Need != "" {
			s.Kind = scheduler.Shadow
		}
	}
	s.Pinned = slices.ContainsFunc(p.Workers, func(w scheduler.Worker) bool {
		return w.ID == s.Worker && slices.ContainsFunc(w.Pinned, func(x scheduler.Pin) bool {
			return x.Need == s.Need && x.Start.Equal(s.Start) && x.End.Equal(s.End)
		})
	})
}

// workPattern draws a shape to wish for; of weekends worked there is one at most.
func (d drawer) workPattern(p *scheduler.Problem) scheduler.WorkPattern {
	w := scheduler.WorkPattern{Of: scheduler.PatternOf(d.IntN(5)), Price: float64(1 + d.IntN(50))}
	if d.chance(2) {
		w.Workers = []string{p.Workers[d.IntN(3)].ID, p.Workers[3].ID}
	}
	for i := range p.WorkPatterns {
		if w.Of == scheduler.WeekendsWorked && p.WorkPatterns[i].Of == w.Of {
			w.Of = scheduler.SplitWeekends
		}
	}
	most := 2 + d.IntN(3)
	switch w.Of {
	case scheduler.DaysWorked, scheduler.ShiftsWorked:
		if d.chance(2) {
			w.Needs = []string{p.Needs[d.IntN(len(p.Needs))].ID}
		}
		w.Least, w.Most = 2, &most
	case scheduler.DaysOff:
		w.Least = 2 + d.IntN(2)
	case scheduler.WeekendsWorked:
		w.Most = new(int)
	}
	return w
}
