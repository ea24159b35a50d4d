package elsewhere_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// implied is the problem that a file implies, written and read again, and the rota of the file read for it.
func implied(t *testing.T, name string, data []byte, zone *time.Location, start scheduler.Date) (*scheduler.Problem, *scheduler.Rota, string) {
	t.Helper()
	found, err := elsewhere.Reader{}.Discover(name, data, zone, start)
	require.NoError(t, err, name)
	x := found.Problem(name, zone)
	require.Empty(t, x.Broken, name)
	var text bytes.Buffer
	require.NoError(t, x.Write(&text))
	doc, err := rotafile.Reader{}.OpenText("implied.toml", text.Bytes())
	require.NoError(t, err, "%s\n%s", name, text.String())
	read, err := elsewhere.Reader{}.Read(name, data, doc.Problem)
	require.NoError(t, err, "%s\n%s", name, text.String())
	return doc.Problem, read.Rota, text.String()
}

// What a rota of an example implies validates, and the rota checks against it without a finding.
func TestEveryExampleImpliesAProblem(t *testing.T) {
	examples, err := filepath.Glob("../../examples/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, examples)
	for _, example := range examples {
		doc, err := rotafile.Reader{}.Open(example)
		require.NoError(t, err)
		p := doc.Problem
		r, err := carerota.Solve(t.Context(), p, carerota.Options{Steps: 2000, Threads: 1, Omit: scheduler.Omit{Proofs: true, Reasons: true, Shares: true}})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		var csv, xlsx, result bytes.Buffer
		require.NoError(t, export.CSV(&csv, p, r))
		require.NoError(t, export.Workbook(&xlsx, p, r))
		require.NoError(t, rotafile.WriteResult(&result, p, r, rotafile.Meta{}))
		for form, data := range map[string][]byte{"csv": csv.Bytes(), "xlsx": xlsx.Bytes(), "json": result.Bytes()} {
			name := filepath.Base(example) + "." + form
			q, rota, text := implied(t, name, data, p.Zone, p.Start)
			report := audit.Rota(q, rota)
			require.Empty(t, report.Findings, "%s\n%s", name, text)
			require.Len(t, rota.Shifts, len(r.Rota.Shifts), name)
			for i, s := range rota.Shifts {
				require.True(t, s.Start.Equal(r.Rota.Shifts[i].Start) && s.End.Equal(r.Rota.Shifts[i].End), "%s %v", name, s)
			}
		}
	}
}

func london(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	return zone
}

// A list without needs: times of each client, with their numbers by day of the week, and comments where it was guessed.
func TestAListImpliesNeeds(t *testing.T) {
	var b strings.Builder
	b.WriteString("Carer,Service user,Date,Start,Finish\n")
	monday := scheduler.Date{Year: 2026, Month: 3, Day: 2}
	for day := range 14 {
		d := monday.Plus(day).String()
		b.WriteString("Ann Lee,Mr Ali," + d + ",8.00,8.45\n")
		if day%7 < 5 {
			b.WriteString("Bob,Mr Ali," + d + ",8.00,8.45\n")
		}
		if day == 3 {
			b.WriteString("Bob,Mrs Bell," + d + ",7pm,9pm\n")
		}
	}
	q, rota, text := implied(t, "round.csv", []byte(b.String()), london(t), monday)
	require.Empty(t, audit.Rota(q, rota).Findings)
	require.Zero(t, audit.Rota(q, rota).Cover.UnderlapHours)
	var got []string
	for _, n := range q.Needs {
		got = append(got, n.ID)
	}
	assert.Equal(t, []string{"mr-ali-0800", "mr-ali-0800-2", "mrs-bell-1900"}, got)
	assert.Equal(t, []int{2, 1, 1}, []int{q.Needs[0].Workers, q.Needs[1].Workers, q.Needs[2].Workers})
	assert.Contains(t, text, "# dates: the rota has this time on these days, and on no day of the week most often\n[[need]]\nid = \"mrs-bell-1900\"")
	assert.Contains(t, text, "# The rota does not keep the usual max_days_in_a_row")
	assert.Equal(t, "Ann Lee", q.Workers[0].Name)
}

// A grid of people and days with a legend implies a need for each time.
func TestAGridImpliesNeeds(t *testing.T) {
	grid := "Team rota\n,Mon 2 Mar 2026,Tue 3 Mar 2026,Wed 4 Mar 2026,Thu 5 Mar 2026\nAnn,E,E,OFF,L\nBob,L,OFF,E,09:00-17:00\nCat,,L,L,E\nTotal,3,2,2,3\n\nCode,Start,End\nE,07:00,15:00\nL,14:00,22:00\n"
	q, rota, text := implied(t, "team.csv", []byte(grid), london(t), scheduler.Date{Year: 2026, Month: 3, Day: 2})
	require.Empty(t, audit.Rota(q, rota).Findings, text)
	assert.Len(t, rota.Shifts, 9)
	assert.Len(t, q.Workers, 3)
	assert.Len(t, q.Needs, 3)
}

// What cannot be read is named; nothing is made of it.
func TestWhatImpliesNothing(t *testing.T) {
	for text, says := range map[string]string{"": "no", "{}": "no shift", "BEGIN:VCALENDAR\nEND:VCALENDAR\n": "calendar", "a,b\n1,2\n": "no row names", "Carer,Date,Start,End\nAnn,31/02/2026,8,9\n": "28 days", "%PDF": "PDF"} {
		_, err := elsewhere.Reader{}.Discover("x", []byte(text), london(t), scheduler.Date{})
		require.Error(t, err, text)
		assert.Contains(t, err.Error(), says)
	}
}

// FuzzDiscover holds that what is discovered in any text makes a problem that can be written.
func FuzzDiscover(f *testing.F) {
	f.Add("Carer,Service user,Date,Start,Finish\nAnn,Mr Ali,2026-03-02,8.00,8.45\n")
	f.Add(",Mon 2 Mar 2026,Tue 3 Mar 2026\nAnn,07:00-15:00,E\n\nCode,Start,End\nE,07:00,15:00\n")
	f.Add(`{"shifts":[{"worker":"a","need":"n","start":"2026-03-02T08:00:00Z","end":"2026-03-02T09:00:00Z"}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		found, err := elsewhere.Reader{Lenient: true}.Discover("f", []byte(text), time.UTC, scheduler.Date{Year: 2026, Month: 3, Day: 2})
		if err != nil || len(found.Shifts) > 50 {
			return
		}
		require.NoError(t, found.Problem("f", time.UTC).Write(&bytes.Buffer{}))
	})
}
