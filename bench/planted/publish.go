package planted

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// publish writes the problem without the rota, and the rota beside it.
func (m *maker) publish() *Planted {
	p := scheduler.NewProblem(m.name(), m.zone, m.start, m.Days)
	p.Caps.MaxWakingInSpell = 0 // the hidden rota knows of spells, not of hours awake in them
	p.Grain = m.Grain
	p.Contingency.Standby = m.Standby
	p.Contingency.StandbyMin, p.Contingency.StandbyMax = standbyLeast*time.Minute, standbyMost*time.Minute
	p.Contingency.DifferentProvider = m.DifferentProvider
	p.Pay = enhancements()
	p.Providers = providers()
	served := m.served()
	for c := range m.Clients {
		p.Clients = append(p.Clients, scheduler.Client{ID: clientID(c), Known: served[c]})
	}
	for _, x := range append(m.posts, m.short...) {
		if len(x.dates) > 0 {
			p.Needs = append(p.Needs, m.need(x, served[x.client]))
		}
	}
	for _, w := range m.staff {
		p.Workers = append(p.Workers, m.worker(w))
	}
	return &Planted{Problem: p, Hidden: m.hidden(), Optimum: m.optimum()}
}

func (s *Shape) name() string {
	return fmt.Sprintf("planted %d x %d x %d, slack %g, seed %d", s.Workers, s.Clients, s.Days, s.Slack, s.Seed)
}

func clientID(c int) string { return fmt.Sprintf("c%03d", c+1) }

// enhancements are an agency's usual unsocial hours.
func enhancements() []scheduler.Pay {
	return []scheduler.Pay{
		{Name: "saturday", Days: scheduler.On(time.Saturday), WholeDay: true, Multiply: 1.25},
		{Name: "sunday", Days: scheduler.On(time.Sunday), WholeDay: true, Multiply: 1.5},
		{Name: "night", Days: scheduler.Daily(), From: 22 * time.Hour, To: 6 * time.Hour, Add: 1.2},
	}
}

func providers() []scheduler.Provider {
	var out []scheduler.Provider
	for i, id := range []string{"provider-1", "provider-2", "provider-3", "relief"} {
		out = append(out, scheduler.Provider{ID: id, Tier: i + 1, AcceptsAll: true, OnCost: 1.17})
	}
	out[3].Kind = scheduler.Bank
	return out
}

// served are, for each client, who works for them in the hidden rota, in order of id.
func (m *maker) served() [][]string {
	out := make([][]string, m.Clients)
	for _, w := range m.staff {
		for _, d := range w.line {
			if d.post == nil {
				continue
			}
			c := d.post.client
			if n := len(out[c]); n == 0 || out[c][n-1] != w.id {
				out[c] = append(out[c], w.id)
			}
		}
	}
	return out
}

// need publishes a post: those introduced to the client are who serve them in
// the hidden rota, most others of the team, and the floaters.
func (m *maker) need(x *post, served []string) scheduler.Need {
	days := scheduler.Pattern{}
	for _, d := range x.dates {
		days.Dates = append(days.Dates, m.start.Plus(d))
	}
	n := scheduler.NewNeed(x.id, clientID(x.client), days, time.Duration(x.from)*time.Minute, time.Duration(x.to)*time.Minute)
	n.Workers, n.Skills, n.Criticality, n.Whole = x.workers, x.skills, x.level, x.whole
	n.MinShift = time.Duration(x.least) * time.Minute
	if x.sleep {
		n.Kind = scheduler.SleepIn
	}
	if x.among != "" {
		n.Among = []scheduler.Among{{Skill: x.among, Workers: 1}}
	}
	if n.Only = x.only; n.Only == nil {
		n.Only = m.introduced(x.team, served)
	}
	return n
}

func (m *maker) introduced(t *team, served []string) []string {
	var out []string
	for _, w := range append(slices.Clone(t.staff), t.region.floaters...) {
		if w.floater || slices.Contains(served, w.id) || m.rng.Float64() < 0.8 {
			out = append(out, w.id)
		}
	}
	return out
}

// worker publishes a worker with caps of the hidden hours and the slack.
func (m *maker) worker(w *staff) scheduler.Worker {
	out := scheduler.NewWorker(w.id, w.provider, w.skills...)
	out.Rate = 12.5 + float64(m.rng.IntN(13))/4
	out.SleepInRate = 60 + 5*float64(m.rng.IntN(7))
	out.StandbyRate = 3
	out.Standby = m.rng.Float64() < 0.8 || w.floater
	most, least := m.weekMinutes(w)
	slack := int(m.Slack * hour)
	if w.floater && m.TightStandby {
		slack = 0
	}
	caps := scheduler.HouseCaps()
	caps.MaxWakingInSpell = 0
	caps.MaxHoursWeek = minutes(min(most+slack, 48*hour))
	if slack == 0 {
		caps.MaxHoursRota = minutes(w.total())
	}
	out.Caps = &caps
	if m.rng.Float64() < 0.4 {
		out.GuaranteedHoursWeek = float64(least * 4 / 5 / hour)
	}
	if m.rng.Float64() < 0.7 {
		out.AlwaysAvailable = false
		out.Available = m.windows(w)
	}
	if len(w.away) > 0 {
		out.Unavailable = []scheduler.Absence{{Dates: m.dates(w.away), Why: "leave"}}
	}
	return out
}

func minutes(n int) *time.Duration {
	d := time.Duration(n) * time.Minute
	return &d
}

// weekMinutes are the most and least hidden minutes in a week that has a day of the rota.
func (m *maker) weekMinutes(w *staff) (most, least int) {
	least = 48 * hour
	for k := 0; k*7 < len(m.days); k++ {
		n := w.hours(m.week(k))
		most = max(most, n)
		if k*7 < m.Days {
			least = min(least, n)
		}
	}
	return most, least
}

func (c *calendar) dates(days []int) []scheduler.Date {
	var out []scheduler.Date
	for _, d := range days {
		out = append(out, c.start.Plus(d))
	}
	slices.SortFunc(out, func(a, b scheduler.Date) int { return a.Sub(b) })
	return slices.Compact(out)
}

// hidden is the rota, in the order of a rota.
func (m *maker) hidden() *scheduler.Rota {
	r := &scheduler.Rota{}
	for _, w := range m.staff {
		for _, d := range w.line {
			s := scheduler.Shift{Worker: w.id, Start: m.at(d.from), End: m.at(d.to), Kind: scheduler.Standby}
			if d.post != nil {
				s.Need, s.Client, s.Kind = d.post.id, clientID(d.post.client), scheduler.Waking
			}
			if d.sleep {
				s.Kind = scheduler.SleepIn
			}
			r.Shifts = append(r.Shifts, s)
		}
	}
	sortShifts(r)
	return r
}

// sortShifts puts shifts in order of start, then worker.
func sortShifts(r *scheduler.Rota) {
	slices.SortStableFunc(r.Shifts, func(a, b scheduler.Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.Worker, b.Worker))
	})
}

func (m *maker) optimum() Optimum {
	var o Optimum
	for _, p := range m.short {
		for _, d := range p.dates {
			o.Underlap[p.level] += float64(m.window(p, d).len()*p.workers) / hour
		}
	}
	return o
}
