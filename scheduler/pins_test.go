package scheduler

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pin is a shift in the need "days" on the n-th day of validProblem, by hours
// of the clock.
func pin(p *Problem, n int, from, to int) Pin {
	d := p.Start.Plus(n)
	return Pin{Need: "days", Start: StartInstant(p.Zone, d, time.Duration(from)*time.Hour), End: EndInstant(p.Zone, d, time.Duration(to)*time.Hour)}
}

func TestValidatePins(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *Problem)
		want []string // paths of the faults, each once
	}{
		{"a legal pin", func(p *Problem) { p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)} }, nil},
		{"without the skill", func(p *Problem) { p.Workers[0].Skills = nil; p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)} }, []string{"worker[0].pinned[0]"}},
		{"suspended", func(p *Problem) { p.Workers[0].Suspended = true; p.Workers[0].Pinned = []Pin{pin(p, 1, 8, 16)} }, []string{"worker[0].pinned[0]"}},
		{"outside the window", func(p *Problem) { p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16), pin(p, 1, 15, 18)} }, []string{"worker[0].pinned[1]"}},
		{"on a day without an occurrence", func(p *Problem) { p.Workers[0].Pinned = []Pin{pin(p, 5, 8, 16)} }, []string{"worker[0].pinned[0]"}},
		{"off the grain", func(p *Problem) {
			q := pin(p, 0, 8, 12)
			q.End = q.End.Add(7 * time.Minute)
			p.Workers[0].Pinned = []Pin{q}
		}, []string{"worker[0].pinned[0]"}},
		{"longer than the day's cap", func(p *Problem) {
			p.Caps.MaxHoursDay = Hours(6)
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 12), pin(p, 2, 8, 16)}
		}, []string{"worker[0].pinned[1]"}},
		{"refused by the client", func(p *Problem) {
			p.Clients[0].Refuses = []string{"team"}
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)}
		}, []string{"worker[0].pinned[0]"}},
		{"a trainee whose mentor the solver places", func(p *Problem) { p.Workers[1].Pinned = []Pin{pin(p, 0, 8, 12)} }, nil},
		{"a trainee beside the pinned mentor", func(p *Problem) {
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)}
			p.Workers[1].Pinned = []Pin{pin(p, 0, 8, 12)}
		}, nil},
		{"a trainee beyond the pinned mentor", func(p *Problem) {
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 12)}
			p.Workers[1].Pinned = []Pin{pin(p, 0, 10, 14)}
		}, []string{"worker[1].pinned[0]"}},
		{"a fault elsewhere hides none", func(p *Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)}
			p.Objective.Change = -1
			p.Workers[1].Rate = -1
		}, []string{"worker[1].rate", "objective.change", "worker[0].pinned[0]"}},
		{"a fault of the worker's pay hides none", func(p *Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Rate = -1
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)}
		}, []string{"worker[0].rate", "worker[0].pinned[0]"}},
		{"a fault of one pin hides no other", func(p *Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []Pin{{Need: "nights"}, pin(p, 0, 8, 16)}
		}, []string{"worker[0].pinned[0].need", "worker[0].pinned[0].start", "worker[0].pinned[0].end", "worker[0].pinned[1]"}},
		{"a pin in a need at fault is not judged", func(p *Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)}
			p.Needs[0].Workers = 0
		}, []string{"need[0].workers"}},
		{"nothing is judged under caps at fault", func(p *Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 16)}
			p.Caps.SleepInCounts = 2
		}, []string{"caps.sleep_in_counts"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := validProblem(t)
			row.make(p)
			var paths []string
			faults := Validate(p)
			for _, f := range faults {
				if n := len(paths); n == 0 || paths[n-1] != f.Path {
					paths = append(paths, f.Path)
				}
			}
			require.Equal(t, row.want, paths, faults)
		})
	}
}

// A pin on no day of the rota is most likely of another year.
func TestPinOfAnotherYear(t *testing.T) {
	p := validProblem(t)
	start := StartInstant(p.Zone, Date{2025, 7, 8}, 8*time.Hour)
	p.Workers[0].Pinned = []Pin{{Need: "days", Start: start, End: start.Add(8 * time.Hour)}}
	faults := Validate(p)
	require.Len(t, faults, 1)
	require.Equal(t, "worker[0].pinned[0]: pinned shift breaks the rule times: ade has a shift from 08:00 on 8 July 2025 to 16:00 on 8 July 2025, far from the rota's days; "+
		"the pin is on no day of the rota: is the year 2026 meant? Correct it, or take it out", faults[0].String())
}
