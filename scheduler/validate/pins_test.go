package validate

import (
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

func TestValidatePins(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		want []string // paths of the faults, each once
	}{
		{"a legal pin", func(p *scheduler.Problem) { p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)} }, nil},
		{"without the skill", func(p *scheduler.Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
		}, []string{"worker[0].pinned[0]"}},
		{"suspended", func(p *scheduler.Problem) {
			p.Workers[0].Suspended = true
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 1, 8, 16)}
		}, []string{"worker[0].pinned[0]"}},
		{"outside the window", func(p *scheduler.Problem) {
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16), drawn.Pin(p, 1, 15, 18)}
		}, []string{"worker[0].pinned[1]"}},
		{"on a day without an occurrence", func(p *scheduler.Problem) { p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 5, 8, 16)} }, []string{"worker[0].pinned[0]"}},
		{"off the grain", func(p *scheduler.Problem) {
			q := drawn.Pin(p, 0, 8, 12)
			q.End = q.End.Add(7 * time.Minute)
			p.Workers[0].Pinned = []scheduler.Pin{q}
		}, []string{"worker[0].pinned[0]"}},
		{"longer than the day's cap", func(p *scheduler.Problem) {
			p.Caps.MaxHoursDay = scheduler.Hours(6)
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12), drawn.Pin(p, 2, 8, 16)}
		}, []string{"worker[0].pinned[1]"}},
		{"refused by the client", func(p *scheduler.Problem) {
			p.Clients[0].Refuses = []string{"team"}
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
		}, []string{"worker[0].pinned[0]"}},
		{"a trainee whose mentor the solver places", func(p *scheduler.Problem) { p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12)} }, nil},
		{"a trainee whom the client refuses", func(p *scheduler.Problem) {
			p.Clients[0].Refuses = []string{"bea"}
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12)}
		}, []string{"worker[1].pinned[0]"}},
		{"a trainee whose mentor is away", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start}}}
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12), drawn.Pin(p, 1, 8, 12)}
		}, []string{"worker[1].pinned[0]"}},
		{"trainees whose mentor has no hours for all of them", func(p *scheduler.Problem) {
			p.Caps.MaxHoursWeek = scheduler.Hours(9)
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12), drawn.Pin(p, 1, 8, 12), drawn.Pin(p, 2, 8, 12)}
			p.Workers[1].Caps = &scheduler.Caps{MaxShift: 12 * time.Hour, MaxSleepIn: 12 * time.Hour, MaxSpell: 12 * time.Hour, MaxSpellSleepIn: 24 * time.Hour}
		}, []string{"worker[1].pinned[2]"}},
		{"a mentor who is there as long as the need asks, where that can be", func(p *scheduler.Problem) {
			p.Needs[0].Whole, p.Needs[0].MinShift = false, 6*time.Hour
			start := scheduler.StartInstant(p.Zone, p.Start, 14*time.Hour)
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: start, End: start.Add(6 * time.Hour)}}
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 10, 12)}
			p.Workers[1].Pinned[0].Part = true
		}, nil},
		{"past work that today's rules forbid", func(p *scheduler.Problem) {
			p.AsOf = scheduler.StartInstant(p.Zone, p.Start.Plus(3), 0)
			p.Clients[0].Refuses = []string{"ade"}
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 9, 17), drawn.Pin(p, 1, 12, 13)}
		}, nil},
		{"past work in one need twice at once", func(p *scheduler.Problem) {
			p.AsOf = scheduler.StartInstant(p.Zone, p.Start.Plus(3), 0)
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 11, 12), drawn.Pin(p, 1, 8, 16), drawn.Pin(p, 0, 8, 16)}
		}, []string{"worker[0].pinned[0]"}},
		{"past work from one time of a need into the next", func(p *scheduler.Problem) {
			p.AsOf = scheduler.StartInstant(p.Zone, p.Start.Plus(3), 0)
			p.Needs[0].From, p.Needs[0].To, p.Needs[0].Whole = 8*time.Hour, 8*time.Hour, true
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 20), drawn.Pin(p, 1, 6, 10)}
		}, []string{"worker[0].pinned[1]"}},
		{"past standby at the time of a shift", func(p *scheduler.Problem) {
			p.AsOf = scheduler.StartInstant(p.Zone, p.Start.Plus(3), 0)
			stand := drawn.Pin(p, 0, 12, 20)
			stand.Need = ""
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16), stand, drawn.Pin(p, 1, 8, 16)}
		}, []string{"worker[0].pinned[1]"}},
		{"a trainee beside the pinned mentor", func(p *scheduler.Problem) {
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12)}
		}, nil},
		{"a trainee beyond the pinned mentor", func(p *scheduler.Problem) {
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12)}
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 10, 14)}
		}, []string{"worker[1].pinned[0]"}},
		{"a fault elsewhere hides none", func(p *scheduler.Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
			p.Objective.Change = -1
			p.Workers[1].Rate = -1
		}, []string{"worker[1].rate", "objective.change", "worker[0].pinned[0]"}},
		{"a fault of the worker's pay hides none", func(p *scheduler.Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Rate = -1
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
		}, []string{"worker[0].rate", "worker[0].pinned[0]"}},
		{"a fault of one pin hides no other", func(p *scheduler.Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []scheduler.Pin{{Need: "nights"}, drawn.Pin(p, 0, 8, 16)}
		}, []string{"worker[0].pinned[0].need", "worker[0].pinned[0].start", "worker[0].pinned[0].end", "worker[0].pinned[1]"}},
		{"a pin in a need at fault is not judged", func(p *scheduler.Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
			p.Needs[0].Workers = 0
		}, []string{"need[0].workers"}},
		{"nothing is judged under caps at fault", func(p *scheduler.Problem) {
			p.Workers[0].Skills = nil
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 16)}
			p.Caps.SleepInCounts = 2
		}, []string{"caps.sleep_in_counts"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Valid(t)
			row.make(p)
			var paths []string
			faults := Problem(p)
			for _, f := range faults {
				if n := len(paths); n == 0 || paths[n-1] != f.Path {
					paths = append(paths, f.Path)
				}
			}
			require.Equal(t, row.want, paths, faults)
		})
	}
}

func TestPinsTogether(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		want string // end of the fault's text
	}{
		{"one alone breaks it", func(p *scheduler.Problem) {
			p.Caps.MaxHoursDay = scheduler.Hours(6)
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12), drawn.Pin(p, 2, 8, 16)}
		}, "at most 6 hours are allowed."},
		{"two together, not the third", func(p *scheduler.Problem) {
			p.Caps.MaxHoursWeek = scheduler.Hours(15)
			p.Workers[0].Pinned = []scheduler.Pin{drawn.Pin(p, 0, 8, 12), drawn.Pin(p, 2, 8, 16), drawn.Pin(p, 3, 8, 16)}
		}, "It takes this pin together with days Wednesday 8 July 08:00 to 16:00."},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Valid(t)
			row.make(p)
			faults := Problem(p)
			require.Len(t, faults, 1)
			require.True(t, strings.HasSuffix(faults[0].Says, row.want), faults[0].Says)
		})
	}
}

// A pin on no day of the rota is most likely of another year.
func TestPinOfAnotherYear(t *testing.T) {
	p := drawn.Valid(t)
	start := scheduler.StartInstant(p.Zone, scheduler.Date{Year: 2025, Month: 7, Day: 8}, 8*time.Hour)
	p.Workers[0].Pinned = []scheduler.Pin{{Need: "days", Start: start, End: start.Add(8 * time.Hour)}}
	faults := Problem(p)
	require.Len(t, faults, 1)
	require.Equal(t, "worker[0].pinned[0]: pinned shift breaks the rule times: ade has a shift from 08:00 on 8 July 2025 to 16:00 on 8 July 2025, far from the rota's days; "+
		"the pin is on no day of the rota: is the year 2026 meant? Correct it, or take it out", faults[0].String())
}
