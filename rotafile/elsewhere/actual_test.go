package elsewhere

import (
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// monitored is a problem with visits by day and over midnight.
func monitored(t *testing.T) *scheduler.Problem {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("monitored", zone, scheduler.Date{Year: 2026, Month: 10, Day: 19}, 14)
	p.Clients = []scheduler.Client{{ID: "c1", Name: "Mrs Nadia Khan"}, {ID: "c2", Name: "Mr Tom Reid"}}
	for _, w := range [][2]string{{"w1", "Aisha Begum"}, {"w2", "Rhys Evans"}} {
		one := scheduler.NewWorker(w[0], "")
		one.Name = w[1]
		p.Workers = append(p.Workers, one)
	}
	p.Needs = []scheduler.Need{scheduler.NewNeed("morning", "c1", scheduler.Daily(), 8*time.Hour, 9*time.Hour), scheduler.NewNeed("night", "c2", scheduler.Daily(), 22*time.Hour, 7*time.Hour)}
	return p
}

// saidOf is a visit as one line.
func saidOf(v *actual.Visit) string {
	at := func(t time.Time) string {
		if t.IsZero() {
			return "-"
		}
		return t.Format("0201 15:04 MST")
	}
	said := []string{v.ID, v.Worker, v.Client, v.Need, at(v.PlannedStart), at(v.PlannedEnd), at(v.Start), at(v.End), v.Status}
	if v.Cancelled {
		said = append(said, "cancelled")
	}
	if v.Stranger {
		said = append(said, "stranger")
	}
	return strings.Join(said, "|")
}

func TestExportsOfCallMonitoring(t *testing.T) {
	for name, one := range map[string]struct {
		text string
		want []string
	}{
		"an export as it comes": {"Report of visits,,,,,,,\n\nVisit ID,Client,Carer,Planned Start,Planned End,Actual Start,Actual End,Status\n" +
			"V1,Mrs Nadia Khan,\"Begum, Aisha\",19/10/2026 08:00:00,19/10/2026 09:00:00,19/10/2026 08:04:31,19/10/2026 08:58:02,Completed\n" +
			"V2,Mr Tom Reid,Rhys Evans,24/10/2026 22:00,25/10/2026 07:00,24/10/2026 22:10,25/10/2026 07:00,Completed\n" +
			"V3,N Khan,,20/10/2026 08:00,20/10/2026 09:00,,,Missed\n" +
			"V4,N Khan,Rhys Evans,21/10/2026 08:00,21/10/2026 09:00,-,-,Cancelled by client\n" +
			"V5,N Khan,Rhys Evans,22/10/2026 08:00,22/10/2026 09:00,,,Cancelled by office\n" +
			"V6,N Khan,Zebedee Okonkwo,23/10/2026 08:00,23/10/2026 09:00,23/10/2026 08:00,,Completed\n" +
			"Total,6,,,,,,\n",
			[]string{"V1|w1|c1||1910 08:00 BST|1910 09:00 BST|1910 08:04 BST|1910 08:58 BST|Completed",
				"V2|w2|c2||2410 22:00 BST|2510 07:00 GMT|2410 22:10 BST|2510 07:00 GMT|Completed",
				"V3||c1||2010 08:00 BST|2010 09:00 BST|-|-|Missed",
				"V4|w2|c1||2110 08:00 BST|2110 09:00 BST|-|-|Cancelled by client|cancelled",
				"V5|w2|c1||2210 08:00 BST|2210 09:00 BST|-|-|Cancelled by office",
				"V6|Zebedee Okonkwo|c1||2310 08:00 BST|2310 09:00 BST|2310 08:00 BST|2310 09:00 BST|Completed|stranger"}},
		"a day and times of day": {"Date;Service user;Staff;Scheduled start;Scheduled finish;Check in;Check out\n" +
			"Mon 19 Oct;Tom Reid;rhys;22.00;7.00;10pm;6:45am\n" + "20/10/2026;Khan;w1;8:00;9:00;8:20;9:05\n",
			[]string{"|w2|c2||1910 22:00 BST|2010 07:00 BST|1910 22:00 BST|2010 06:45 BST|", "|w1|c1||2010 08:00 BST|2010 09:00 BST|2010 08:20 BST|2010 09:05 BST|"}},
		"plain start and end are planned beside actual ones": {"carer,need,start,end,actual start,actual end\nw1,morning,2026-10-19T08:00,2026-10-19T09:00,2026-10-19T07:58,2026-10-19T08:59\n",
			[]string{"|w1|c1|morning|1910 08:00 BST|1910 09:00 BST|1910 07:58 BST|1910 08:59 BST|"}},
		"a diary of who came": {"worker,client,date,start,end,note\nw1,c1,2026-10-19,08:00,09:10,\nw1,c1,2026-10-20,,,nobody came\n",
			[]string{"|w1|c1||-|-|1910 08:00 BST|1910 09:10 BST|", "|w1|c1||2010 00:00 BST|2110 00:00 BST|-|-|"}},
	} {
		read, err := Reader{}.ReadActual(name, []byte(one.text), monitored(t))
		require.NoError(t, err, name)
		var got []string
		for i := range read.Visits {
			got = append(got, saidOf(&read.Visits[i]))
		}
		assert.Equal(t, one.want, got, name)
	}
}

// All faults of a file come at once, each with its row.
func TestFaultsOfWhatHappened(t *testing.T) {
	text := "Carer,Client,Date,Start,End\nAisha Begun,Khan,19/10/2026,8:00,9:00\nw1,Mr Khann,19/10/2026,8:00,9:00\nw1,Khan,31/11/2026,8:00,9:00\nw1,Khan,20/10/2026,8:00,29:00\nw1,Khan,21/10/2026,8:00,9:00\n"
	_, err := Reader{}.ReadActual("x.csv", []byte(text), monitored(t))
	var faults rotafile.Faults
	require.ErrorAs(t, err, &faults)
	var rows []int
	for _, f := range faults {
		assert.NotEmpty(t, f.Remedy)
		rows = append(rows, f.Line)
	}
	assert.Equal(t, []int{2, 3, 4, 5}, rows)
	assert.Contains(t, faults[0].Remedy, "Aisha Begum")
	read, err := Reader{Lenient: true}.ReadActual("x.csv", []byte(text), monitored(t))
	require.NoError(t, err)
	assert.Len(t, read.Visits, 1)
	assert.Len(t, read.LeftOut, 4)
	_, err = Reader{}.ReadActual("x.csv", []byte("a,b\n1,2\n"), monitored(t))
	require.ErrorContains(t, err, "no row names the columns")
}

// FuzzActual holds that any text gives visits whose times are in order, or faults.
func FuzzActual(f *testing.F) {
	f.Add("Carer,Client,Planned Start,Planned End,Actual Start,Actual End,Status\nw1,c1,19/10/2026 08:00,19/10/2026 09:00,19/10/2026 08:04:31,,Cancelled\n")
	f.Add("worker;client;date;start;end;note\nw1;c1;2026-10-25;01:30;01:30 GMT;x\n")
	f.Fuzz(func(t *testing.T, text string) {
		p := monitored(t)
		read, err := Reader{}.ReadActual("f", []byte(text), p)
		if err != nil {
			return
		}
		for i := range read.Visits {
			v := &read.Visits[i]
			require.False(t, v.End.Before(v.Start))
			require.NotZero(t, v.Row)
		}
		r := actual.Compare(p, nil, read.Visits, actual.Defaults())
		require.Zero(t, r.Total.Visits)
	})
}
