package planted

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Rounds draws a week or more of home care: short calls at breakfast, lunch, tea and bedtime, with
// the same time of travel between any two people, and more calls than the carers can reach.
// Calls is how many there are each day. The hidden rota is greedy: it shows what can be covered, and
// Optimum is what it leaves, which is more than the least.
func Rounds(carers, calls, days int, seed uint64) (*Planted, error) {
	if carers < 1 || calls < 1 || days < 1 || days > 366 {
		return nil, fmt.Errorf("planted: %d carers, %d calls and %d days are no rounds", carers, calls, days)
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, fmt.Errorf("planted: %w", err)
	}
	start := scheduler.Date{Year: 2026, Month: time.June, Day: 1}
	p := scheduler.NewProblem(fmt.Sprintf("planted rounds %d x %d x %d, seed %d", carers, calls, days, seed), zone, start, days)
	r := rounds{p, rand.New(rand.NewPCG(seed, 0x726f756e))}
	r.needs(calls)
	r.people(carers)
	hidden := r.greedy()
	asked, done := 0.0, 0.0
	for i := range p.Needs {
		asked += float64(days) * (p.Needs[i].To - p.Needs[i].From).Hours()
	}
	for i := range hidden.Shifts {
		done += hidden.Shifts[i].End.Sub(hidden.Shifts[i].Start).Hours()
	}
	return &Planted{Problem: p, Hidden: hidden, Optimum: Optimum{Underlap: [3]float64{scheduler.Essential: asked - done}}}, nil
}

type rounds struct {
	p   *scheduler.Problem
	rng *rand.Rand
}

// rushes are when calls of a kind may begin, how many people of ten want one, and how long one may
// be in minutes.
var rushes = []struct {
	name        string
	first, last int // minutes of the clock
	of          int
	long        []int
}{
	{"breakfast", 7 * hour, 8*hour + 30, 10, []int{30, 30, 45, 45, 60}},
	{"lunch", 12 * hour, 13 * hour, 6, []int{15, 30, 30, 45}},
	{"tea", 16*hour + 30, 17*hour + 30, 6, []int{15, 15, 30, 30, 45}},
	{"bed", 20 * hour, 21 * hour, 9, []int{15, 30, 30, 45}},
}

const hoist = "hoist" // a skill for moving people

// needs draws people and their calls until there are as many as asked for.
func (r rounds) needs(calls int) {
	for c := 0; calls > 0; c++ {
		id := clientID(c)
		r.p.Clients = append(r.p.Clients, scheduler.Client{ID: id})
		moved := r.rng.IntN(5) == 0
		for _, x := range rushes {
			if calls == 0 || r.rng.IntN(10) >= x.of {
				continue
			}
			from := x.first + 15*r.rng.IntN((x.last-x.first)/15+1)
			to := from + x.long[r.rng.IntN(len(x.long))]
			n := scheduler.NewNeed(id+"-"+x.name, id, scheduler.Daily(), time.Duration(from)*time.Minute, time.Duration(to)*time.Minute)
			n.MinShift, n.Contingency = 15*time.Minute, false
			if moved && x.name != "tea" {
				n.Skills = []string{hoist}
			}
			r.p.Needs = append(r.p.Needs, n)
			calls--
		}
	}
}

// people draws carers with 10 to 30 hours of calls a week, nearly all for five days of the week,
// some for mornings or evenings alone.
func (r rounds) people(carers int) {
	r.p.Providers = []scheduler.Provider{scheduler.NewProvider("homecare", scheduler.Team)}
	r.p.Caps.Travel = 30 * time.Minute
	for i := range carers {
		w := scheduler.NewWorker(fmt.Sprintf("carer-%02d", i+1), "homecare")
		if r.rng.IntN(3) > 0 {
			w.Skills = []scheduler.Skill{{Name: hoist}}
		}
		caps := r.p.Caps
		caps.MaxHoursWeek = scheduler.Hours([]float64{10, 12, 16, 20, 30}[r.rng.IntN(5)])
		w.Rate, w.Caps, w.Standby = 12.5+float64(r.rng.IntN(5))/4, &caps, false
		days, off := scheduler.Daily(), r.rng.IntN(7)
		if r.rng.IntN(12) > 0 {
			days.Weekdays[off], days.Weekdays[(off+1)%7] = false, false
		}
		window := scheduler.Window{Days: days, WholeDay: true}
		switch r.rng.IntN(4) {
		case 0:
			window = scheduler.Window{Days: days, From: 6 * time.Hour, To: 14 * time.Hour}
		case 1:
			window = scheduler.Window{Days: days, From: 15 * time.Hour, To: 23 * time.Hour}
		}
		w.AlwaysAvailable, w.Available = false, []scheduler.Window{window}
		r.p.Workers = append(r.p.Workers, w)
	}
}

// greedy gives each call in order of time to the carer who can come and has done least.
func (r rounds) greedy() *scheduler.Rota {
	lines := make([][]span, len(r.p.Workers)) // in minutes of the clock from the first midnight
	clients := make([]string, len(r.p.Workers))
	done := make([]int, len(r.p.Workers)) // of the week, in minutes
	order := slices.Clone(r.p.Needs)
	slices.SortStableFunc(order, func(a, b scheduler.Need) int { return cmp.Compare(a.From, b.From) })
	out := &scheduler.Rota{}
	for d := range r.p.Days {
		if d%7 == 0 {
			clear(done)
		}
		for i := range order {
			n := &order[i]
			s := span{d*day + int(n.From/time.Minute), d*day + int(n.To/time.Minute)}
			best := -1
			for w := range r.p.Workers {
				if r.may(&r.p.Workers[w], n, d) && r.fits(lines[w], s, clients[w] == n.Client) && done[w]+s.to-s.from <= int(r.p.Workers[w].Caps.MaxHoursWeek.Minutes()) &&
					(best < 0 || done[w] < done[best]) {
					best = w
				}
			}
			if best < 0 {
				continue
			}
			lines[best], clients[best], done[best] = append(lines[best], s), n.Client, done[best]+s.to-s.from
			date := r.p.Start.Plus(d)
			out.Shifts = append(out.Shifts, scheduler.Shift{Worker: r.p.Workers[best].ID, Need: n.ID, Client: n.Client,
				Start: scheduler.StartInstant(r.p.Zone, date, n.From), End: scheduler.EndInstant(r.p.Zone, date, n.To)})
		}
	}
	sortShifts(out)
	return out
}

// may says whether a carer is there and trained for a call on a day.
func (r rounds) may(w *scheduler.Worker, n *scheduler.Need, d int) bool {
	a := &w.Available[0]
	return a.Days.Weekdays[r.p.Start.Plus(d).Weekday()] && (a.WholeDay || a.From <= n.From && n.To <= a.To) &&
		(len(n.Skills) == 0 || len(w.Skills) > 0)
}

// fits says whether a call can follow what a carer has done so far: the way there, the rest after
// the day before, the length of the day, and a day off in every six.
func (r rounds) fits(line []span, s span, same bool) bool {
	if len(line) == 0 {
		return true
	}
	last, today := line[len(line)-1], s.from/day*day
	i := slices.IndexFunc(line, func(x span) bool { return x.from >= today })
	if i < 0 {
		run := 0
		for slices.ContainsFunc(line, func(x span) bool { return x.from/day == today/day-run-1 }) {
			run++
		}
		return s.from-last.to >= restLeast && run < daysMost
	}
	return s.to-line[i].from <= spellMost && (same && s.from >= last.to || s.from-last.to >= int(r.p.Caps.Travel/time.Minute))
}
