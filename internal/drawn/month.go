package drawn

import (
	"math/rand/v2"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// LineLimits is the kinds of limits on one worker's line that Month makes tight.
var LineLimits = []string{"weekends", "days", "nights", "weekly rest", "spell", "overnight", "waking", "travel", "sleep-in"}

// Month is a random problem of four weeks of whole visits and up to four workers, in which a kind of
// limit named in LineLimits is tight, and perhaps one or two others.
func Month(r *rand.Rand, tight string) *scheduler.Problem {
	s := &small{r, map[string]bool{tight: true}, nil}
	for range r.IntN(3) {
		s.tight[Some(r, append([]string{"week", "away"}, LineLimits...)...)] = true
	}
	s.p = scheduler.NewProblem(tight, time.UTC, scheduler.Date{Year: 2026, Month: 7, Day: 6 + r.IntN(7)}, 28)
	s.p.Grain = Hour
	s.p.Clients = []scheduler.Client{{ID: "c0"}, {ID: "c1"}}
	s.p.Providers = []scheduler.Provider{scheduler.NewProvider("p0", scheduler.Team), scheduler.NewProvider("p1", scheduler.Agency)}
	for i := range 1 + r.IntN(3) {
		n := s.need(i)
		n.Days = s.monthPattern()
		s.p.Needs = append(s.p.Needs, n)
	}
	for i := range 1 + r.IntN(4) {
		s.p.Workers = append(s.p.Workers, s.worker(i))
	}
	return s.p
}

// monthPattern is days on which a need of a month is there.
func (s *small) monthPattern() scheduler.Pattern {
	return Some(s.Rand, scheduler.Daily(), scheduler.Daily(), scheduler.On(time.Saturday, time.Sunday),
		scheduler.On(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday), scheduler.On(time.Friday, time.Saturday, time.Sunday, time.Monday))
}
