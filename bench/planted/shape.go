// Package planted makes care problems whose best rota is known: it draws a
// legal rota, hides it, and publishes only what it covers and who worked it.
// The hidden rota covers every need, so the least underlap is what was planted
// on top as a shortage that nobody can fill.
//
// A problem is drawn in this order, each step in a file of its own: people
// (teams.go), what clients need (posts.go), who does it (roster.go), standby
// (standby.go), shortages (shortage.go), and what is published (publish.go).
// Every line of the hidden rota keeps the house's limits while it grows
// (line.go). The same shape and seed make the same problem.
package planted

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Shape says what problem to plant. Workers, Clients and Days must be
// positive; the zero value of the rest works.
type Shape struct {
	Workers, Clients int
	Days             int     // from Monday 2 March 2026; 28 days take in the night the clocks go forward
	Slack            float64 // hours a week that each worker may work beyond what the hidden rota uses; 0: none, in the week or in all
	// ExactAvailability ends availability where the hidden shifts end; without it there are up
	// to two hours around them.
	ExactAvailability bool
	Floaters          int // of the workers, how many serve several teams
	SleepIns          int // of the clients, how many have a sleep-in every night
	Standby           int // 0, 1 or 2 on standby behind everyone on duty; needs about eight floaters for each
	// DifferentProvider asks for backups of another provider.
	DifferentProvider bool
	// TightStandby leaves the floaters no hour beyond their hidden duty and standby.
	TightStandby bool
	// Shortage is how many hours to ask for that nobody can give, by criticality.
	Shortage [3]float64
	// OverCapacity is how many desirable hours to ask for beyond the hours that the
	// workers have; only without slack and standby.
	OverCapacity float64
	Grain        time.Duration // 0: a quarter of an hour
	Seed         uint64
}

// Optimum is the best that any rota of a planted problem reaches.
type Optimum struct {
	Underlap    [3]float64 // worker-hours, by criticality
	Contingency float64    // worker-hours of shortfall
}

// Planted is a problem with the rota that was hidden in it.
type Planted struct {
	Problem *scheduler.Problem
	Hidden  *scheduler.Rota // legal, reaches Optimum; its cost is not the least
	Optimum Optimum
}

// Make plants a problem. It fails when the shape cannot be drawn: too few
// floaters for the standby, a size below one, a combination that has no known optimum.
func Make(s Shape) (*Planted, error) {
	if s.Grain == 0 {
		s.Grain = 15 * time.Minute
	}
	if err := s.check(); err != nil {
		return nil, err
	}
	m, err := newMaker(s)
	if err != nil {
		return nil, err
	}
	m.hire()
	m.drawPosts()
	m.roster()
	if err := m.plantStandby(); err != nil {
		return nil, err
	}
	m.fill()
	m.plantShortage()
	return m.publish(), nil
}

func (s Shape) check() error {
	switch {
	case s.Workers < 1 || s.Clients < 1 || s.Days < 1 || s.Days > 366:
		return fmt.Errorf("planted: %d workers, %d clients and %d days are no problem", s.Workers, s.Clients, s.Days)
	case s.Floaters < 0 || s.Floaters > s.Workers || s.SleepIns < 0 || s.SleepIns > s.Clients:
		return fmt.Errorf("planted: %d floaters of %d workers, %d sleep-ins of %d clients", s.Floaters, s.Workers, s.SleepIns, s.Clients)
	case s.Standby < 0 || s.Standby > 2 || s.Slack < 0:
		return fmt.Errorf("planted: standby %d and slack %v are out of range", s.Standby, s.Slack)
	case s.OverCapacity > 0 && (s.Slack > 0 || s.Standby > 0):
		return fmt.Errorf("planted: hours beyond capacity have a known optimum only without slack and standby")
	case s.Grain%time.Minute != 0 || 60%int(s.Grain/time.Minute) != 0:
		return fmt.Errorf("planted: grain %v", s.Grain)
	}
	return nil
}

// minutes of a day, and the house's limits in minutes.
const (
	hour       = 60
	day        = 24 * hour
	restLeast  = 11 * hour
	spellMost  = 13 * hour
	spellSleep = 25 * hour
	weeklyRest = 24 * hour
	daysMost   = 6
)

// calendar tells the days and the clock from elapsed minutes, which count from local midnight of
// the first day.
type calendar struct {
	zone   *time.Location
	start  scheduler.Date
	origin time.Time
	grain  int
	days   []int // the first minute of each day, from the first to three past the last
}

// maker draws one problem.
type maker struct {
	Shape
	calendar
	rng     *rand.Rand
	staff   []*staff
	teams   []*team
	regions []*region
	posts   []*post
	extras  map[extraKey]*post
	short   []*post
}

func newMaker(s Shape) (*maker, error) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, fmt.Errorf("planted: %w", err)
	}
	start := scheduler.Date{Year: 2026, Month: time.March, Day: 2}
	m := &maker{Shape: s, rng: rand.New(rand.NewPCG(s.Seed, 0x726f7461)), extras: map[extraKey]*post{}, calendar: calendar{
		zone: zone, start: start, origin: scheduler.StartInstant(zone, start, 0), grain: int(s.Grain / time.Minute)}}
	for d := range s.Days + 4 {
		m.days = append(m.days, m.minute(d, 0))
	}
	return m, nil
}

// minute is the elapsed time of a wall-clock minute of a day of the rota.
func (c *calendar) minute(d, clock int) int {
	t := scheduler.StartInstant(c.zone, c.start.Plus(d), time.Duration(clock)*time.Minute)
	return int(t.Sub(c.origin) / time.Minute)
}

// at is the instant of an elapsed minute.
func (c *calendar) at(minute int) time.Time {
	return c.origin.Add(time.Duration(minute) * time.Minute).In(c.zone)
}

// dayOf is the day of the rota in which a minute lies.
func (c *calendar) dayOf(minute int) int {
	d := minute / day
	for d+1 < len(c.days) && c.days[d+1] <= minute {
		d++
	}
	for d > 0 && c.days[d] > minute {
		d--
	}
	return d
}

// clock rounds a wall-clock minute down to the grid.
func (c *calendar) clock(hours float64) int { return int(hours*hour) / c.grain * c.grain }
