package drawn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// Home is two clients, a team, an agency, a family member and a trainee, in
// the fortnight from Monday 6 July 2026.
func Home(t testing.TB) *scheduler.Problem {
	p := scheduler.NewProblem("home", London(t), scheduler.Date{Year: 2026, Month: 7, Day: 6}, 14)
	p.Clients = []scheduler.Client{{ID: "owain", Known: []string{"ade", "bea"}}, {ID: "gwen"}}
	p.Providers = []scheduler.Provider{
		{ID: "team", Tier: 1, OnCost: 1, AcceptsAll: true},
		{ID: "agency", Kind: scheduler.Agency, Tier: 2, OnCost: 1.5, AcceptsAll: true},
		{ID: "home", Kind: scheduler.Family, Tier: 3, OnCost: 1, AcceptsAll: true}}
	need := func(id, client string, from, to time.Duration) scheduler.Need {
		return scheduler.NewNeed(id, client, scheduler.Daily(), from, to)
	}
	sleep := scheduler.NewNeed("sleep", "owain", scheduler.Daily(), 22*Hour, 7*Hour)
	sleep.Kind, sleep.Whole = scheduler.SleepIn, true
	train := need("train", "", 8*Hour, 20*Hour)
	p.Needs = []scheduler.Need{need("day", "owain", 8*Hour, 20*Hour), need("night", "owain", 22*Hour, 7*Hour),
		sleep, need("call", "owain", 9*Hour, 10*Hour), need("visit", "gwen", 8*Hour, 20*Hour), train,
		need("long", "owain", 8*Hour, 24*Hour)}
	fay := scheduler.NewWorker("fay", "home")
	fay.AlwaysAvailable, fay.Standby = false, false
	fay.Available = []scheduler.Window{{Days: scheduler.Daily(), From: 8 * Hour, To: 12 * Hour}}
	tam := scheduler.NewWorker("tam", "team")
	tam.Shadowing = "ade"
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team", "lift"), scheduler.NewWorker("bea", "team"), scheduler.NewWorker("cai", "agency"), fay, tam}
	return p
}

// Rota reads a rota, a shift a line: worker, need (or "standby"), date, from,
// to, and what else the shift says. "07-06..10" is the same on each of these days.
func Rota(t testing.TB, p *scheduler.Problem, text string) *scheduler.Rota {
	t.Helper()
	r := &scheduler.Rota{}
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		require.GreaterOrEqual(t, len(f), 5, line)
		dates, last, run := strings.Cut(f[2], "..")
		if !run {
			last = dates[3:]
		}
		for d := dates; d[3:] <= last; {
			r.Shifts = append(r.Shifts, drawnShift(t, p, f, d))
			next, err := time.Parse("2006-01-02", "2026-"+d)
			require.NoError(t, err)
			if d = next.AddDate(0, 0, 1).Format("01-02"); d[:2] != dates[:2] {
				break
			}
		}
	}
	return r
}

func drawnShift(t testing.TB, p *scheduler.Problem, f []string, date string) scheduler.Shift {
	at := func(clock string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+date+" "+strings.Replace(clock, "24:00", "00:00", 1), p.Zone)
		require.NoError(t, err)
		return v
	}
	s := scheduler.Shift{Worker: f[0], Need: f[1], Start: at(f[3]), End: at(f[4])}
	if f[4] <= f[3] || f[4] == "24:00" {
		s.End = s.End.AddDate(0, 0, 1)
	}
	for i := range p.Needs {
		if p.Needs[i].ID == s.Need {
			s.Client, s.Kind = p.Needs[i].Client, p.Needs[i].Kind
		}
	}
	for i := range p.Workers {
		if p.Workers[i].ID == s.Worker && p.Workers[i].Shadowing != "" {
			s.Kind = scheduler.Shadow
		}
	}
	if s.Need == "standby" {
		s.Need, s.Kind = "", scheduler.Standby
	}
	for _, also := range f[5:] {
		switch also {
		case "waking":
			s.Kind = scheduler.Waking
		case "sleep-in":
			s.Kind = scheduler.SleepIn
		case "shadow":
			s.Kind = scheduler.Shadow
		case "standby":
			s.Kind = scheduler.Standby
		default:
			s.Client = also
		}
	}
	return s
}

// Hour is for times that are told in hours.
const Hour = time.Hour

// London is the zone of the problems that are drawn.
func London(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	return zone
}

// RulesOf are the findings' rules, each once, in order.
func RulesOf(r *scheduler.Report) (out []string) {
	for _, f := range r.Findings {
		if len(out) == 0 || out[len(out)-1] != f.Rule {
			out = append(out, f.Rule)
		}
	}
	return out
}

// July is a time in July 2026, by hours from midnight.
func July(p *scheduler.Problem, day int, h float64) time.Time {
	return time.Date(2026, 7, day, 0, 0, 0, 0, p.Zone).Add(time.Duration(h * float64(time.Hour)))
}

// Capped gives ade limits of her own.
func Capped(limit func(c *scheduler.Caps)) func(p *scheduler.Problem) {
	return func(p *scheduler.Problem) {
		c := scheduler.HouseCaps()
		limit(&c)
		p.Workers[0].Caps = &c
	}
}

// Lenient leaves out the limits that a week of work breaks besides.
func Lenient(c *scheduler.Caps) {
	c.MaxHoursWeek, c.WeeklyRest, c.MaxDaysInARow, c.MaxNightsInARow = nil, 0, 0, 0
}

// Some picks one.
func Some[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// Problem is a random problem of a few days with tight limits of every kind.
func Problem(r *rand.Rand) *scheduler.Problem {
	zone, _ := time.LoadLocation("Europe/London")
	p := scheduler.NewProblem("why", zone, scheduler.Date{Year: 2026, Month: 7, Day: 6}, Some(r, 1, 2, 3, 7, 8))
	p.Grain = Some(r, 30*time.Minute, Hour, Hour)
	p.Clients = []scheduler.Client{{ID: "c0"}, {ID: "c1", Refuses: Some(r, nil, nil, []string{"w0"}, []string{"p1"})}}
	p.Providers = []scheduler.Provider{
		{ID: "p0", AcceptsAll: true, UntilDate: Some(r, scheduler.Date{}, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 7})},
		{ID: "p1", AcceptsAll: r.IntN(2) == 0, Accepts: []string{"c0"}, Suspended: r.IntN(8) == 0, FromDate: Some(r, scheduler.Date{}, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 7})}}
	for i := range p.Providers {
		if r.IntN(3) == 0 {
			p.Providers[i].MaxHoursWeek = scheduler.Hours(float64(4 + r.IntN(16)))
		}
	}
	for i := range 1 + r.IntN(3) {
		p.Needs = append(p.Needs, need(r, i))
	}
	for i := range 1 + r.IntN(4) {
		p.Workers = append(p.Workers, worker(r, p, i))
	}
	p.Contingency.Standby, p.Contingency.DifferentProvider = r.IntN(3), r.IntN(3) == 0
	p.Contingency.StandbyMin = time.Duration(1+r.IntN(4)) * Hour
	return p
}

func need(r *rand.Rand, i int) scheduler.Need {
	from, length := r.IntN(24), 1+r.IntN(9)
	late := Some(r, 0, 0, 0, 20*time.Minute) // off the grid
	n := scheduler.NewNeed(fmt.Sprint("n", i), Some(r, "c0", "c1", ""), scheduler.Daily(), time.Duration(from)*Hour+late, time.Duration((from+length)%24)*Hour+Some(r, 0, late))
	n.Workers, n.Whole = 1+r.IntN(2), r.IntN(3) == 0
	n.MinShift = time.Duration(1+r.IntN(3)) * Hour
	n.MaxShift = Some(r, 0, 0, n.MinShift, n.MinShift+Hour)
	n.Kind = Some(r, scheduler.Waking, scheduler.Waking, scheduler.SleepIn)
	if r.IntN(3) == 0 {
		n.Skills = []string{Some(r, "a", "b")}
	}
	if r.IntN(3) == 0 {
		n.Among = []scheduler.Among{{Skill: Some(r, "a", "b"), Workers: 1}}
	}
	if r.IntN(5) == 0 {
		n.Only = []string{"w0", "p1"}
	}
	return n
}

func worker(r *rand.Rand, p *scheduler.Problem, i int) scheduler.Worker {
	w := scheduler.NewWorker(fmt.Sprint("w", i), Some(r, "p0", "p1", ""))
	for range r.IntN(3) {
		w.Skills = append(w.Skills, scheduler.Skill{Name: Some(r, "a", "b"), From: Some(r, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 7}), Until: Some(r, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 7})})
	}
	w.Suspended, w.Standby = r.IntN(12) == 0, r.IntN(6) > 0
	w.Refuses = Some(r, nil, nil, []string{"c0"})
	if r.IntN(3) == 0 {
		w.Unavailable = []scheduler.Absence{{Start: July(p, 6, float64(r.IntN(40))), End: July(p, 8, float64(r.IntN(24))), Why: Some(r, "", "leave")}}
	}
	if r.IntN(4) == 0 {
		w.AlwaysAvailable = false
		w.Available = []scheduler.Window{{Days: scheduler.Daily(), From: time.Duration(r.IntN(12)) * Hour, To: time.Duration(12+r.IntN(12)) * Hour}}
	}
	if r.IntN(10) == 0 && i > 0 {
		w.Shadowing = "w0"
	}
	if r.IntN(4) == 0 {
		end := 18 + r.IntN(6)
		w.Worked = []scheduler.Worked{{Start: July(p, 5, float64(end-8)), End: July(p, 5, float64(end)), Kind: Some(r, scheduler.Waking, scheduler.SleepIn)}}
	}
	if r.IntN(3) > 0 {
		c := scheduler.HouseCaps()
		c.MinRest, c.MaxSpell = time.Duration(r.IntN(12))*Hour, time.Duration(4+r.IntN(10))*Hour
		c.MaxSpellSleepIn = c.MaxSpell + time.Duration(r.IntN(12))*Hour
		c.MaxShift, c.MaxSleepIn = time.Duration(1+r.IntN(12))*Hour, time.Duration(1+r.IntN(12))*Hour
		c.MaxDaysInARow, c.MaxNightsInARow = r.IntN(5), r.IntN(4)
		c.WeeklyRest, c.Travel = time.Duration(r.IntN(120))*Hour, time.Duration(r.IntN(3))*Hour
		c.SleepInCounts, c.StandbyCounts = Some(r, 1, 0.5, 0), Some(r, 1, 0.5, 0)
		tightCaps(r, &c)
		pick := int((c.MaxShift + 3*c.MaxSleepIn) / Hour) // as good as drawn
		c.OvernightRest = []time.Duration{0, 0, 13 * Hour, 0, 9 * Hour, 0, 0}[pick%7]
		c.MaxWakingInSpell = []time.Duration{13 * Hour, 0, 6 * Hour, 13 * Hour, 9 * Hour}[pick%5]
		w.Caps = &c
	}
	return w
}

// tightCaps makes some limits of each kind tight.
func tightCaps(r *rand.Rand, c *scheduler.Caps) {
	few := func() *time.Duration { return scheduler.Hours(float64(2 + r.IntN(14))) }
	c.MaxHoursWeek = Some(r, c.MaxHoursWeek, few())
	c.MaxHoursDay = Some(r, nil, nil, few())
	c.MaxHoursRota = Some(r, nil, nil, few())
	if r.IntN(4) == 0 {
		none := r.IntN(2)
		c.MaxWeekends = &none
	}
}

// Valid is a small sound problem: one client, a provider, a worker with
// a trainee, and a need that is there on weekdays from 08:00 to 16:00.
func Valid(t *testing.T) *scheduler.Problem {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("test", zone, scheduler.Date{Year: 2026, Month: 7, Day: 6}, 7)
	p.Clients = []scheduler.Client{{ID: "owain", Known: []string{"ade"}}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("days", "owain", scheduler.On(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday), 8*time.Hour, 16*time.Hour)}
	p.Needs[0].Skills = []string{"care"}
	p.Providers = []scheduler.Provider{{ID: "team", Tier: 1, AcceptsAll: true, OnCost: 1}, {ID: "home", Kind: scheduler.Family, AcceptsAll: true, OnCost: 1}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team", "care"), scheduler.NewWorker("bea", "")}
	p.Workers[1].Shadowing, p.Workers[1].ShadowHours = "ade", 4
	p.Pay = []scheduler.Pay{{Days: scheduler.Daily(), WholeDay: true, Multiply: 1.5}}
	return p
}

// InZone is a zone by name; the test fails without it.
func InZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	require.NoError(t, err)
	return zone
}

// Pin is a shift in the need "days" on the n-th day of Valid, by hours
// of the clock.
func Pin(p *scheduler.Problem, n int, from, to int) scheduler.Pin {
	d := p.Start.Plus(n)
	return scheduler.Pin{Need: "days", Start: scheduler.StartInstant(p.Zone, d, time.Duration(from)*time.Hour), End: scheduler.EndInstant(p.Zone, d, time.Duration(to)*time.Hour)}
}

// SmallHome is five days of one whole shift, with four workers of few hours.
func SmallHome(t *testing.T, rng *rand.Rand) *scheduler.Problem {
	t.Helper()
	p := scheduler.NewProblem("small", London(t), scheduler.Date{Year: 2026, Month: 7, Day: 6}, 5)
	p.Clients = []scheduler.Client{{ID: "owain"}}
	day := scheduler.NewNeed("day", "owain", scheduler.Daily(), 8*Hour, 20*Hour)
	day.Whole = true
	p.Needs = []scheduler.Need{day}
	p.Providers = []scheduler.Provider{{ID: "team", Tier: 1, OnCost: 1, AcceptsAll: true}}
	for _, id := range []string{"ade", "bea", "cai", "dot"} {
		w := scheduler.NewWorker(id, "team")
		caps := scheduler.HouseCaps()
		caps.MaxHoursWeek = scheduler.Hours(float64(12 * (1 + rng.IntN(2))))
		caps.MaxDaysInARow = 1 + rng.IntN(2)
		w.Caps = &caps
		for d := range 5 {
			if rng.IntN(4) == 0 {
				w.Unavailable = append(w.Unavailable, scheduler.Absence{Dates: []scheduler.Date{p.Start.Plus(d)}})
			}
		}
		p.Workers = append(p.Workers, w)
	}
	return p
}

// OfAnyRota takes out of a report what only an engine knows of a rota.
func OfAnyRota(r *scheduler.Report) {
	r.Status, r.Engine, r.Seed, r.Seconds, r.Stopped, r.Steps = "", "", 0, 0, "", 0
	for l := range r.Objective {
		r.Objective[l].Bound, r.Objective[l].By = math.MaxFloat64, ""
	}
}
