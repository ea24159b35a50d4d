package elsewhere_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/export"
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
	_, err = elsewhere.Reader{}.Read("ann.ics", []byte(strings.Replace(ann, "@carerota", "@example.org", 1)), p)
	assert.ErrorContains(t, err, "is not one that carerota wrote")
	other := aRound(t)
	other.Workers = []scheduler.Worker{scheduler.NewWorker("zoe", "")}
	_, err = elsewhere.Reader{}.Read("ann.ics", []byte(ann), other)
	assert.ErrorContains(t, err, "is of another problem")
	_, err = elsewhere.Reader{}.Read("ann.ics", []byte("BEGIN:VCALENDAR\nBEGIN:VEVENT\n"), p)
	assert.Error(t, err)
	_, err = elsewhere.Reader{}.ReadFolder(t.TempDir(), p)
	assert.ErrorContains(t, err, "no calendars")
}
