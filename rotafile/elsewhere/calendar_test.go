package elsewhere_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// One calendar has the shifts of one person; what is cancelled in it is gone, and what is none of ours is refused.
func TestOneCalendar(t *testing.T) {
	p := aRound(t)
	list, err := elsewhere.Reader{}.Read("l.csv", []byte("worker,need,start,end\nann,ida-am,2026-03-23T07:30,2026-03-23T08:30\nsiôn,max-night,2026-03-24T22:00,2026-03-25T07:00\n"), p)
	require.NoError(t, err)
	written := func(file string) []byte {
		for _, c := range export.Calendars(p, audit.Rota(p, list.Rota)) {
			if c.File == file {
				var b bytes.Buffer
				require.NoError(t, c.Write(&b, nil, time.Unix(0, 0)))
				return b.Bytes()
			}
		}
		t.Fatal(file)
		return nil
	}
	for file, want := range map[string]string{"worker-siôn.ics": "siôn max-night Tue 24 22:00-07:00 sleep-in", "client-ida.ics": "ann ida-am Mon 23 07:30-08:30 waking"} {
		got, err := elsewhere.Reader{}.Read(file, written(file), p)
		require.NoError(t, err, file)
		assert.Equal(t, []string{want}, lines(got.Rota), file)
	}
	ann := string(written("worker-ann.ics"))
	got, err := elsewhere.Reader{}.Read("ann.ics", []byte(strings.Replace(ann, "STATUS:CONFIRMED", "STATUS:CANCELLED", 1)), p)
	require.NoError(t, err)
	assert.Empty(t, got.Rota.Shifts)
	assert.Equal(t, []string{"1 event passed over: cancelled"}, got.Notes)
	other := aRound(t)
	other.Workers = []scheduler.Worker{scheduler.NewWorker("zoe", "")}
	_, err = elsewhere.Reader{}.Read("ann.ics", []byte(ann), other)
	assert.ErrorContains(t, err, "is of another problem")
	_, err = elsewhere.Reader{}.Read("ann.ics", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\n"), p)
	assert.Error(t, err)
	_, err = elsewhere.Reader{}.ReadFolder(t.TempDir(), p)
	assert.ErrorContains(t, err, "no calendars")
}

// A calendar that somebody else made is read by the summaries of its events: codes, needs or clients, and people.
func TestCalendarOfOthers(t *testing.T) {
	event := func(lines string) string {
		return "BEGIN:VEVENT\r\nUID:1@example.org\r\n" + lines + "\r\nEND:VEVENT\r\n"
	}
	timed := "DTSTART;TZID=Europe/London:20260323T073000\r\nDTEND:20260323T083000Z\r\n"
	whole := "DTSTART;VALUE=DATE:20260324\r\nDTEND;VALUE=DATE:20260325\r\n"
	calendar := func(name, events string) []byte {
		return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:" + name + "\r\n" + events + "END:VCALENDAR\r\n")
	}
	codes, err := rotafile.ParseCodes("c.toml", []byte("[[code]]\ncode = \"Early\"\nneed = \"ida-am\"\n[[code]]\ncode = \"N\"\nfrom = \"22:00\"\nto = \"07:00\"\n[[code]]\ncode = \"Course\"\noff = true\n"))
	require.NoError(t, err)
	r := elsewhere.Reader{Codes: codes}
	got, err := r.Read("x.ics", calendar("Ann Llewellyn", event(timed+"SUMMARY:Early")+event(whole+"SUMMARY:N - Siôn Ddu")+event(whole+"SUMMARY:Course: Ann")+
		event("DTSTART:20260324T170000Z\r\nDTEND:20260324T180000Z\r\nATTENDEE;CN=Bo Lee:mailto:bo@example.org\r\nSUMMARY:Mrs O'Hara")), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking", "lee ida-tea Tue 24 17:00-18:00 waking", "siôn max-night Tue 24 22:00-07:00 sleep-in"}, lines(got.Rota))
	assert.Equal(t, []string{"1 event passed over: a day off"}, got.Notes)
	wrong := calendar("Rota", event(timed+"SUMMARY:Early - Ann")+event(timed+"SUMMARY:Early")+event(timed+"SUMMARY:Ann: Q9")+event(timed+"SUMMARY:Ann: Q9")+
		event(timed+"RRULE:FREQ=DAILY\r\nSUMMARY:Early - Ann")+event(whole+"SUMMARY:Ann - Mrs O'Hara"))
	_, err = r.Read("x.ics", wrong, aRound(t))
	assert.EqualError(t, err, `x.ics:10: the event "Early" does not say whose it is; name the person in the event, or call the calendar by their name
x.ics:16: "Ann: Q9" has no meaning (2 events); say what it means in a file of codes, and name that with --codes
x.ics:28: the event "Early - Ann" repeats, and what it stands for is not read; export each shift as an event of its own
x.ics:35: the event "Ann - Mrs O'Hara" has no times; give its code from and to, or a need, in the file of --codes`)
	r.Lenient = true
	got, err = r.Read("x.ics", wrong, aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking"}, lines(got.Rota))
	assert.Equal(t, "5 event", fmt.Sprint(got.Left, " ", got.Rows))
}

// Of a result file, too, lenient leaves out the shifts at fault.
func TestLenientResult(t *testing.T) {
	text := `{"format":"carerota/1","shifts":[{"worker":"ann","need":"ida-am","start":"2026-03-23T07:30","end":"2026-03-23T08:30"},
{"worker":"zed","need":"ida-am","start":"2026-03-24T07:30","end":"2026-03-24T08:30"},
{"worker":5,"nede":"ida-am","start":"2026-03-24T07:30","end":"2026-03-24T06:30"}]}`
	_, err := elsewhere.Reader{}.Read("r.json", []byte(text), aRound(t))
	require.ErrorContains(t, err, "zed")
	got, err := elsewhere.Reader{Lenient: true}.Read("r.json", []byte(text), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking"}, lines(got.Rota))
	assert.Equal(t, "2 shift", fmt.Sprint(got.Left, " ", got.Rows))
}
