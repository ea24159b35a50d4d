package export

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var stamp = time.Date(2026, time.October, 1, 9, 0, 0, 0, time.UTC)

// calendar writes one calendar of a rota over an earlier one.
func calendar(t *testing.T, p *scheduler.Problem, r *scheduler.Report, file string, before []byte) []byte {
	t.Helper()
	for _, c := range Calendars(p, r) {
		if c.File == file {
			var b bytes.Buffer
			require.NoError(t, c.Write(&b, before, stamp))
			return b.Bytes()
		}
	}
	t.Fatalf("there is no calendar %s", file)
	return nil
}

// seen is an event as a reader sees it that shares nothing with the writer.
type seen struct {
	uid, what, when, status, sequence string
}

// readBack reads a calendar's events, in its order.
func readBack(t *testing.T, text []byte) []seen {
	t.Helper()
	events, zones := readComponent(t, text).events(t)
	london, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	var out []seen
	for _, v := range events {
		start, end := v.instant(t, "DTSTART", zones), v.instant(t, "DTEND", zones)
		require.True(t, start.Before(end))
		out = append(out, seen{v.the(t, "UID").value, v.text(t, "SUMMARY"), start.In(london).Format("2 Jan 15:04 MST") + " to " + end.In(london).Format("15:04 MST"),
			v.the(t, "STATUS").value, v.the(t, "SEQUENCE").value})
	}
	return out
}

func withoutUID(list []seen) []seen {
	var out []seen
	for _, v := range list {
		v.uid = ""
		out = append(out, v)
	}
	return out
}

func TestCalendars(t *testing.T) {
	p, r := household()
	p.Workers[1].Name = "Bryn, of Penderyn; ap Gruffudd, whose name is longer than a line of a calendar may be"
	bryn := readBack(t, calendar(t, p, r, "worker-bryn.ics", nil))
	assert.Equal(t, []seen{
		{"", "Owain: night, fixed", "24 Oct 20:00 BST to 08:00 GMT", "CONFIRMED", "0"},
		{"", "Owain: night", "26 Oct 20:00 GMT to 08:00 GMT", "CONFIRMED", "0"},
	}, withoutUID(bryn), "right across the clock change")
	alys := withoutUID(readBack(t, calendar(t, p, r, "worker-alys.ics", nil)))
	require.Len(t, alys, 4)
	assert.Equal(t, seen{"", "On standby", "24 Oct 20:00 BST to 06:00 GMT", "TENTATIVE", "0"}, alys[3])
	owain := withoutUID(readBack(t, calendar(t, p, r, "client-owain.ics", nil)))
	assert.Len(t, owain, 6+1+4, "who comes, who stands by, what is not covered")
	assert.Contains(t, owain, seen{"", "Alys: on standby", "24 Oct 20:00 BST to 06:00 GMT", "TENTATIVE", "0"})
	assert.Contains(t, owain, seen{"", "NOT COVERED: night, nobody there", "17 Oct 20:00 BST to 08:00 BST", "TENTATIVE", "0"})
	assert.Contains(t, owain, seen{"", "carys: day, shadowing, extra", "19 Oct 08:00 BST to 10:00 BST", "CONFIRMED", "0"})
}

func TestCalendarSaysItsZone(t *testing.T) {
	p, r := household()
	text := string(calendar(t, p, r, "worker-bryn.ics", nil))
	for _, want := range []string{"DTSTART;TZID=Europe/London:20261024T200000\r\n", "BEGIN:VTIMEZONE\r\nTZID:Europe/London\r\n",
		"BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\nEND:DAYLIGHT\r\n",
		"BEGIN:STANDARD\r\nDTSTART:20261025T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\nEND:STANDARD\r\n"} {
		assert.Contains(t, text, want)
	}
	for _, line := range strings.Split(text, "\r\n") {
		assert.LessOrEqual(t, len(line), 75)
	}
}

// A shift of the earlier rota with a slip in its year does not make the calendar list the clock
// changes of all the years up to it.
func TestCalendarOfAShiftInAnotherAge(t *testing.T) {
	for _, year := range []int{1, 20206, 1 << 28} {
		p, r := household()
		start := time.Date(year, time.October, 20, 8, 0, 0, 0, time.UTC)
		p.From = &scheduler.Rota{Shifts: []scheduler.Shift{{Worker: "alys", Need: "day", Client: "owain", Start: start, End: start.Add(8 * time.Hour)}}}
		text := string(calendar(t, p, r, "worker-alys.ics", nil))
		assert.Less(t, strings.Count(text, "BEGIN:DAYLIGHT"), 300, "year %d", year)
		assert.Contains(t, text, "DTSTART:20260329T010000\r\n")
	}
}

// The second half past one of an autumn night has no name of its own.
func TestCalendarTellsTwoEqualHoursApart(t *testing.T) {
	p, r := household()
	half := time.Date(2026, time.October, 25, 0, 30, 0, 0, time.UTC).In(p.Zone) // 01:30 BST
	r.Rota.Shifts = []scheduler.Shift{{Worker: "alys", Need: "night", Client: "owain", Start: half, End: half.Add(time.Hour)},
		{Worker: "bryn", Need: "night", Client: "owain", Start: half.Add(time.Hour), End: half.Add(3 * time.Hour)}}
	assert.Equal(t, "25 Oct 01:30 BST to 01:30 GMT", readBack(t, calendar(t, p, r, "worker-alys.ics", nil))[0].when)
	assert.Equal(t, "25 Oct 01:30 GMT to 03:30 GMT", readBack(t, calendar(t, p, r, "worker-bryn.ics", nil))[0].when)
}

// A rota that was repaired updates the calendars that are there: what is the
// same stays as it is, what moved on its day is the same event later on, what is gone is cancelled.
func TestCalendarsOfARepairedRota(t *testing.T) {
	p, r := household()
	first := calendar(t, p, r, "worker-alys.ics", nil)
	was := readBack(t, first)
	assert.Equal(t, first, calendar(t, p, r, "worker-alys.ics", first), "nothing changed")

	p.From = &scheduler.Rota{Shifts: append([]scheduler.Shift(nil), r.Rota.Shifts...)}
	r.Rota.Shifts[0].End = r.Rota.Shifts[0].End.Add(-time.Hour)       // shorter
	r.Rota.Shifts = append(r.Rota.Shifts[:2:2], r.Rota.Shifts[3:]...) // the double-up of 19 October is gone
	late := r.Rota.Shifts[0]                                          // and one is new
	late.Start, late.End = late.Start.AddDate(0, 0, 4), late.End.AddDate(0, 0, 4)
	r.Rota.Shifts = append(r.Rota.Shifts, late)
	second := calendar(t, p, r, "worker-alys.ics", first)
	now := readBack(t, second)
	assert.Equal(t, []seen{
		{was[0].uid, "Owain: day", "17 Oct 08:00 BST to 19:00 BST", "CONFIRMED", "1"},
		{was[1].uid, "Owain: day", "19 Oct 08:00 BST to 10:00 BST", "CONFIRMED", "0"},
		{now[2].uid, "Owain: day", "21 Oct 08:00 BST to 19:00 BST", "CONFIRMED", "0"},
		{was[3].uid, "On standby", "24 Oct 20:00 BST to 06:00 GMT", "TENTATIVE", "0"},
		{was[2].uid, "Owain: double-up", "19 Oct 14:00 BST to 16:00 BST", "CANCELLED", "1"},
	}, now)
	assert.NotContains(t, was, now[2].uid)
	assert.Equal(t, second, calendar(t, p, r, "worker-alys.ics", second), "what is cancelled stays so")
	assert.Equal(t, now, readBack(t, calendar(t, p, r, "worker-alys.ics", nil)), "without the earlier calendar, from the earlier rota")

	p.Start = p.Start.Plus(40) // the next rota leaves these days as they are
	r.Rota.Shifts, p.From = nil, nil
	assert.ElementsMatch(t, now, readBack(t, calendar(t, p, r, "worker-alys.ics", second)))
}

func TestCalendarRefusesAnotherFileInItsPlace(t *testing.T) {
	p, r := household()
	err := Calendars(p, r)[0].Write(&bytes.Buffer{}, []byte("worker,need\nalys,day\n"), stamp)
	assert.ErrorContains(t, err, "worker-alys.ics from before is no calendar")
}

func TestCalendarFileNames(t *testing.T) {
	taken := map[string]bool{}
	assert.Equal(t, "worker-a_b.ics", fileName("worker-", "a/b", ".ics", taken))
	assert.Equal(t, "worker-A_b-2.ics", fileName("worker-", "A\\b", ".ics", taken))
	assert.Equal(t, "worker-Siân.ics", fileName("worker-", "Siân", ".ics", taken))
}
