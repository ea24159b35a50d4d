package scheduler_test

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// One rota's shifts are pinned and carried over as they are asked for, and once.
func TestPinAndCarryOver(t *testing.T) {
	p := drawn.Home(t)
	r := drawn.Rota(t, p, "ade day 07-06..12 08:00 16:00\nbea standby 07-06 08:00 16:00\ncai visit 07-07 08:00 12:00")
	nobody := r.Shifts[0]
	nobody.Worker = "nobody"
	r.Shifts = append(r.Shifts, nobody)

	pinned := p.Clone()
	require.Equal(t, 9, pinned.Pin(r, nil), "all of workers that there are")
	require.Zero(t, pinned.Pin(r, nil), "once")
	require.Equal(t, []scheduler.Pin{{Start: r.Shifts[7].Start, End: r.Shifts[7].End}}, pinned.Workers[1].Pinned, "on standby")
	require.Equal(t, scheduler.Pin{Need: "day", Start: r.Shifts[0].Start, End: r.Shifts[0].End}, pinned.Workers[0].Pinned[0])
	some := p.Clone()
	require.Equal(t, 1, some.Pin(r, func(s scheduler.Shift) bool { return s.Client == "gwen" }))
	require.Len(t, some.Workers[2].Pinned, 1)
	require.Empty(t, validate.Problem(some))

	next := p.Clone()
	next.Start = p.Start.Plus(7)
	require.Equal(t, 9, next.CarryOver(r), "standby too")
	require.Zero(t, next.CarryOver(r), "once")
	require.Len(t, next.Workers[0].Worked, 7)
	require.Equal(t, scheduler.Standby, next.Workers[1].Worked[0].Kind)
	require.Empty(t, validate.Problem(next))
	require.Zero(t, p.Clone().CarryOver(r), "nothing of the period itself")
}

func TestCapsWithAChangeAreACopy(t *testing.T) {
	house := scheduler.HouseCaps()
	own := house.With(func(c *scheduler.Caps) { *c.MaxHoursWeek = 24 * time.Hour })
	require.Equal(t, 24*time.Hour, *own.MaxHoursWeek)
	require.Equal(t, scheduler.HouseCaps(), house)
	*own.MaxHoursWeek = 48 * time.Hour
	require.Equal(t, house, *own, "but for the change they are the same")
}

// However far away a date is, it has an instant.
func TestInstantsOfFarDates(t *testing.T) {
	for _, name := range []string{"UTC", "Europe/London", "Pacific/Apia", "America/Santiago"} {
		zone := drawn.InZone(t, name)
		for _, year := range []int{-1 << 40, -1 << 20, -1, 0, 1066, 9999, 1 << 20, 60_000_000_000, 1 << 40} {
			for _, d := range []scheduler.Date{{Year: year, Month: 6, Day: 1}, {Year: year, Month: 12, Day: 28}} {
				require.False(t, scheduler.EndInstant(zone, d, time.Hour).Before(scheduler.StartInstant(zone, d, time.Hour)), "%s on %s", name, d)
			}
		}
		for _, at := range []time.Time{time.Unix(1<<62, 0), time.Unix(-1<<62, 0), time.Unix(1<<55, 0)} {
			scheduler.StartInstant(zone, scheduler.DateOf(at), 0)
		}
	}
}
