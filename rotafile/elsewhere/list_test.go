package elsewhere_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

const round = `
format = "carerota/1"
[rota]
name = "A round"
time_zone = "Europe/London"
start = 2026-03-23
days = 14
[[client]]
id = "ida"
name = "Mrs Ida O'Hara"
[[client]]
id = "max"
name = "Max Prŵs"
[[need]]
id = "ida-am"
client = "ida"
days = "daily"
from = "07:30"
to = "08:30"
[[need]]
id = "ida-tea"
client = "ida"
days = "daily"
from = "17:00"
to = "18:00"
[[need]]
id = "max-night"
client = "max"
days = "daily"
from = "22:00"
to = "07:00"
kind = "sleep-in"
[[need]]
id = "max-day"
client = "max"
days = "daily"
from = "08:00"
to = "20:00"
workers = 2
[[worker]]
id = "ann"
name = "Ann Llewellyn"
[[worker]]
id = "siôn"
name = "Siôn Ddu"
[[worker]]
id = "lee"
name = "Bo Lee"
[[worker]]
id = "day"
name = "Bo Day"
`

func aRound(t *testing.T) *scheduler.Problem {
	t.Helper()
	p, err := rotafile.Parse("round.toml", []byte(round), rotafile.TOML)
	require.NoError(t, err)
	return p
}

// lines are a rota's shifts as text, each of who, what, when and its kind.
func lines(r *scheduler.Rota) (out []string) {
	for _, s := range r.Shifts {
		out = append(out, strings.TrimSpace(s.Worker+" "+s.Need+" "+s.Start.Format("Mon 2 15:04")+"-"+s.End.Format("15:04")+" "+s.Kind.String()))
	}
	return out
}

// Lists in the shapes in which people have them all come to the same two shifts.
func TestListsAsPeopleHaveThem(t *testing.T) {
	want := []string{"ann ida-am Mon 23 07:30-08:30 waking", "siôn max-night Tue 24 22:00-07:00 sleep-in"}
	for name, text := range map[string]string{
		"ids":                        "worker,need,start,end\nann,ida-am,2026-03-23T07:30,2026-03-23T08:30\nsiôn,max-night,2026-03-24T22:00,2026-03-25T07:00\n",
		"clients by name":            "Date,Start,End,Client,Carer\n23/03/2026,07:30,08:30,Mrs O'Hara,Ann Llewellyn\n24/03/2026,22:00,07:00,Max Prws,Sion Ddu\n",
		"semicolons, other order":    "Service user;Staff;Finish;From;Day\nO'Hara;Llewellyn, Ann;8.30;7.30;Mon 23/03\nMax;S Ddu;7am;10pm;Tue 24/03\n",
		"pasted, with one time":      "My rota for March\n\nWho\tDate\tTimes\tClient\tMileage\nAnn\tMonday 23 March\t7.30-8.30am\tIda\t3\nDdu\t24 Mar\t22:00-07:00\tmax\t\nTotal\t\t\t\t3\n",
		"names in two columns":       "First name,Surname,Start date,Start time,End date,End time,Need\nAnn,Llewellyn,23-Mar-26,0730,23-Mar-26,0830,IDA-AM\nSiôn,Ddu,24-Mar-26,2200,25-Mar-26,0700,max-night\n",
		"gaps and cancelled":         "staff,date,start,end,client,status\nVACANT,23/03/2026,17:00,18:00,ida,\nBo Lee,23/03/2026,17:00,18:00,ida,Cancelled by family\nAnn,23/03/2026,07:30,08:30,ida,\nSiôn,24/03/2026,22:00,07:00,max,done\n",
		"two tables below another":   "carer,date,start,end,client\nAnn,23/03/2026,07:30,08:30,ida\n\nWeek of Tuesday\nclient,carer,date,start,end\nmax,Siôn,24/03/2026,22:00,07:00\n",
		"a visit that is no need":    "carer,date,start,end,client,visit\nAnn,23/03/2026,07:30,08:30,ida,Personal care and breakfast\nSiôn,24/03/2026,22:00,07:00,max,Sleeping over with him\n",
		"neither need nor client":    "carer,date,start,end\nAnn,23/03/2026,07:30,08:30\nSiôn,24/03/2026,22:00,07:00\n",
		"off by some minutes":        "carer,date,start,end,client\nAnn,23/03/2026,07:30,08:30,ida\nSiôn,24/03/2026,22:00,07:00,max\n",
		"month first, as it shows":   "carer,date,start,end,client\nAnn,03/23/2026,07:30,08:30,ida\nSiôn,03/24/2026,22:00,07:00,max\n",
		"Windows-1252, as Excel has": "carer;date;start;end;client\r\nAnn;23/03/2026;07:30;08:30;ida\r\nSi\xf4n;24/03/2026;22:00;07:00;max\r\n",
	} {
		p := aRound(t)
		got, err := elsewhere.Reader{}.Read(name, []byte(text), p)
		require.NoError(t, err, name)
		assert.Equal(t, want, lines(got.Rota), name)
		assert.Empty(t, audit.Rota(p, got.Rota).Findings, name)
	}
}

// What had to be decided is said.
func TestWhatAListIsTakenForIsSaid(t *testing.T) {
	got, err := elsewhere.Reader{}.Read("m.csv", []byte("Staff;Date;Time;Client;Mileage\nAnn;04/04/2026;8-8;max;3\nAnn;03/04/2026;8-8;max;3\nTBC;03/04/2026;8-8;max;3\n"), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"its cells have semicolons between them", `columns read: "Staff" as worker`, `columns not read: "Mileage"`,
		"dates are read day first: 03/04/2026 is 3 April 2026", `"8-8" is read as 08:00 to 20:00`, "1 row passed over: nobody has the shift"}, got.Notes)
}

// Standby, kinds, pins and nights over the end of the month.
func TestKindsOfShifts(t *testing.T) {
	got, err := elsewhere.Reader{}.Read("k.csv", []byte("worker,date,start,end,need,kind,fixed\nann,31/03/2026,20:00,08:00,,on call,\nann,2026-03-29,00:30,02:30,,standby,\nlee,31/03/2026,08:00,20:00,max-day,shadowing,yes\nday,31/03/2026,20:00,08:00,,,\n"), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann  Sun 29 00:30-02:30 standby", "lee max-day Tue 31 08:00-20:00 shadow", "ann  Tue 31 20:00-08:00 standby", "day  Tue 31 20:00-08:00 standby"}, lines(got.Rota))
	assert.True(t, got.Rota.Shifts[1].Pinned)
	assert.Equal(t, time.Hour, got.Rota.Shifts[0].End.Sub(got.Rota.Shifts[0].Start), "an hour of that night is not there")
}

const faulty = "carer,date,start,end,client,need\n" +
	"Ann,23/03/2026,07:30,08:30,ida,\n" +
	"Anne Llewelyn,23/03/2026,07:30,08:30,ida,\n" + // 3: a name misspelled
	"Bo,23/03/2026,17:00,18:00,ida,\n" + // 4: two fit
	"Ann,31/02/2026,17:00,18:00,ida,\n" + // 5: no such day
	"Ann,24/03/2026,7h61,18:00,ida,\n" + // 6: no such time
	"Ann,24/03/2026,12:00,13:00,ida,\n" + // 7: nothing needed then
	"Ann,24/03/2026,17:00,18:00,,ida-te\n" + // 8: a need misspelled
	"Ann,24/03/2026,17:00,18:00,max,ida-tea\n" + // 9: another's client
	",24/03/2026,17:00,18:00,ida,\n" + // 10: nobody
	"Ann,Mon 24/03/2026,17:00,18:00,ida,\n" + // 11: another day of the week
	"Ann,24/03/1026,17:00,18:00,ida,\n" // 12: a year that cannot be

// All faults come at once, each with its row, its column and what to do; lenient reads the rest.
func TestFaultsOfAList(t *testing.T) {
	_, err := elsewhere.Reader{}.Read("hand.csv", []byte(faulty), aRound(t))
	var faults rotafile.Faults
	require.ErrorAs(t, err, &faults)
	want := []string{
		`hand.csv:3: carer: the problem has no worker "Anne Llewelyn"; did you mean "Ann Llewellyn"?`,
		`hand.csv:4: carer: "Bo" fits "lee" and "day"; write the id of the one that is meant`,
		`hand.csv:5: date: "31/02/2026" is not a day of the calendar: February 2026 has 28 days; write a day such as 2026-03-29 or 29/03/2026`,
		`hand.csv:6: start: "7h61" is not a time of day; write a time such as 07:30`,
		`hand.csv:7: client: nothing is needed there then; nearest is ida-am, Tue 24 Mar 07:30-08:30; correct the time, or add the need to the problem`,
		`hand.csv:8: need: the problem has no need "ida-te"; did you mean "ida-tea"?`,
		`hand.csv:9: client: the client of this need is "ida", not "max"; leave it out, or correct it`,
		`hand.csv:10: carer: the row names nobody; write who works, or "vacant"`,
		`hand.csv:11: date: "Mon 24/03/2026" is a Tuesday, not a Monday; write a day such as 2026-03-29 or 29/03/2026`,
		`hand.csv:12: start: the year 1026 is outside 1980 to 2201; correct the year`,
	}
	var got []string
	for _, f := range faults {
		got = append(got, f.String())
	}
	assert.Equal(t, want, got)
	read, err := elsewhere.Reader{Lenient: true}.Read("hand.csv", []byte(faulty), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking"}, lines(read.Rota))
	assert.Equal(t, faults, read.LeftOut)
}

// Two needs of a client that fit equally are named.
func TestNeedsThatFitEqually(t *testing.T) {
	p := aRound(t)
	twin := p.Needs[0]
	twin.ID = "ida-wash"
	p.Needs = append(p.Needs, twin)
	_, err := elsewhere.Reader{}.Read("a.csv", []byte("carer,date,start,end,client\nAnn,23/03/2026,07:30,08:30,ida\n"), p)
	require.ErrorContains(t, err, `fits the needs "ida-am" and "ida-wash" equally`)
}

// Files that hold no list of shifts are refused with the reason.
func TestWhatIsNoRota(t *testing.T) {
	for text, says := range map[string]string{
		"%PDF-1.7 rota":                            "a PDF document",
		"id,name\nida,Ida\n":                       "no row names the columns",
		"date,start,end,client\n":                  "no column says who works",
		"carer,date,client\nAnn,23/03/2026,ida\n":  "no column says when a shift starts",
		"carer,start,client\nAnn,7,ida\n":          "no column says when a shift ends",
		"carer,start,end,carer,start,end\na,b,c\n": "the column is there twice",
		"":                  "",
		"dear all\nhello\n": "no row names the columns",
		"format = 1":        "no row names the columns",
	} {
		_, err := elsewhere.Reader{}.Read("x.csv", []byte(text), aRound(t))
		var faults rotafile.Faults
		require.True(t, errors.As(err, &faults), "%q: %v", text, err)
		assert.ErrorContains(t, err, says)
		for _, f := range faults {
			assert.NotEmpty(t, f.Remedy)
			assert.Positive(t, f.Line)
		}
	}
	_, err := elsewhere.Reader{}.Read("x.csv", nil, nil)
	require.Error(t, err, "no problem")
}

// A workbook of somebody's own: a title, merged names, times as numbers, other sheets.
func TestWorkbookOfAList(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	require.NoError(t, f.SetSheetRow("Sheet1", "A1", &[]any{"Visits in March"}))
	require.NoError(t, f.MergeCell("Sheet1", "A1", "E1"))
	require.NoError(t, f.SetSheetRow("Sheet1", "A3", &[]any{"Carer", "Date", "Start", "Finish", "Client"}))
	day := time.Date(2026, 3, 23, 0, 0, 0, 0, time.UTC)
	require.NoError(t, f.SetSheetRow("Sheet1", "A4", &[]any{"Ann Llewellyn", day, 7.5 / 24, 8.5 / 24, "Ida"}))
	require.NoError(t, f.SetSheetRow("Sheet1", "A5", &[]any{nil, day, 17.0 / 24, 18.0 / 24, "Idda"}))
	require.NoError(t, f.MergeCell("Sheet1", "A4", "A5"))
	format := "h:mm AM/PM"
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	require.NoError(t, err)
	require.NoError(t, f.SetCellStyle("Sheet1", "C4", "D5", style))
	_, err = f.NewSheet("Addresses")
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	_, err = elsewhere.Reader{}.Read("v.xlsx", b.Bytes(), aRound(t))
	assert.EqualError(t, err, `v.xlsx: sheet "Sheet1", row 5: Client: the problem has no client "Idda"; did you mean "ida"?`)
	got, err := elsewhere.Reader{Lenient: true}.Read("v.xlsx", b.Bytes(), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking"}, lines(got.Rota))
	assert.Contains(t, got.Notes, `read: sheet "Sheet1"; not read: sheet "Addresses"`)
}

// Files that are wrong in other ways are read right, or refused with the reason.
func TestWrongFiles(t *testing.T) {
	head := &[]any{"Carer", "Date", "Start", "Finish", "Need"}
	good := []string{"ann ida-am Mon 23 07:30-08:30 waking"}
	day := time.Date(2026, 3, 23, 0, 0, 0, 0, time.UTC)
	for _, row := range []struct {
		name string
		make func(f *excelize.File)
		says string // of the fault; empty where it reads
	}{
		{"another sheet before it", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", &[]any{"Cost centre", "Budget"})
			f.NewSheet("Rota")
			f.SetSheetRow("Rota", "A1", head)
			f.SetSheetRow("Rota", "A2", &[]any{"Ann", day, "7.30", "8.30", "ida-am"})
		}, ""},
		{"no rota at all", func(f *excelize.File) { f.SetSheetRow("Sheet1", "A1", &[]any{"Cost centre", "Budget"}) }, "no row names the columns"},
		{"an empty workbook", func(*excelize.File) {}, "no row names the columns"},
		{"macros", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", day, "7.30", "8.30", "ida-am"})
			f.AddVBAProject([]byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
		}, ""},
		{"formulas in the place of values", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{nil, "23/03/2026", "7.30", nil, "ida-am"})
			f.SetCellFormula("Sheet1", "A2", `CONCATENATE("A","nn")`)
			f.SetCellFormula("Sheet1", "D2", `CONCATENATE("8",".30")`)
		}, ""},
		{"a formula that nobody can work out", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{nil, "23/03/2026", "7.30", "8.30", "ida-am"})
			f.SetCellFormula("Sheet1", "A2", `OTHERBOOK!A1`)
		}, "its value is not in the file"},
		{"cells merged over rows", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", day, "7.30", "8.30", "ida-am"})
			f.MergeCell("Sheet1", "A2", "A3")
			f.SetSheetRow("Sheet1", "B3", &[]any{day.AddDate(0, 0, 1), "17:00", "18:00", "ida-te"})
		}, `did you mean "ida-tea"?`},
		{"a hidden row", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", day, "7.30", "8.30", "ida-am"})
			f.SetRowVisible("Sheet1", 2, false)
		}, ""},
		{"days from 1904", func(f *excelize.File) {
			yes := true
			f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes})
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", 46104 - 1462, "7.30", "8.30", "ida-am"})
			format := "dd/mm/yyyy"
			style, _ := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			f.SetCellStyle("Sheet1", "B2", "B2", style)
		}, ""},
		{"two tables side by side", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", &[]any{"Carer", "Date", "Start", "Finish", "Need", "", "Carer", "Date", "Start", "Finish", "Need"})
			f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", day, "7.30", "8.30", "ida-am", "", "Ann", day, "17:00", "18:00", "ida-tea"})
		}, "the column is there twice"},
		{"another table below", func(f *excelize.File) {
			f.SetSheetRow("Sheet1", "A1", head)
			f.SetSheetRow("Sheet1", "A2", &[]any{"Ann", day, "7.30", "8.30", "ida-am"})
			f.SetSheetRow("Sheet1", "A4", &[]any{"Carer", "Mileage"})
			f.SetSheetRow("Sheet1", "A5", &[]any{"Ann", 12})
		}, ""},
	} {
		f := excelize.NewFile()
		row.make(f)
		var b bytes.Buffer
		require.NoError(t, f.Write(&b))
		require.NoError(t, f.Close())
		got, err := elsewhere.Reader{}.Read("w.xlsx", b.Bytes(), aRound(t))
		if row.says != "" {
			assert.ErrorContains(t, err, row.says, row.name)
			continue
		}
		if assert.NoError(t, err, row.name) {
			assert.Equal(t, good, lines(got.Rota), row.name)
		}
	}
}

// FuzzRead holds that any text gives a rota whose every shift is of the problem, or faults with their place
// and remedy, strict or lenient.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{faulty, "worker,need,start,end\nann,ida-am,2026-03-23T07:30,2026-03-23T08:30\n", "who\tdate\ttime\nann\tMon 23 Mar\t8-2\n", "Staff,23/03/2026,24/03/2026\nAnn,M,8-8\n\nCode,Time,Off\nM,7.30-8.30,\nX,,yes\n", "Date\tann\tsiôn\n23 Mar\toff\tida-am\n24 Mar\t8-2\tQ\n", "{\"format\":\"carerota/1\",\"shifts\":[]}",
		"w/c 23/3\n,Mon,Tue\nAnn,ida-am,\nida-tea,Bo Lee,Siôn / Ann\nWeek 2\n,Mon,Tue\nAnn,,8-8\n", "March 2026\n,23,24,25,26,27\nAnn,M,,,,\n", "Date,ida-am,max-night\n23 Mar,Ann & Lee,vacant\n24 Mar,Siôn,day\n",
		"BEGIN:VCALENDAR\r\nX-WR-CALNAME:Ann\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260323\r\nSUMMARY:ida-am\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nDTSTART:20260323T073000Z\r\nDTEND:20260323T083000Z\r\nSUMMARY:Ida - Ann\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"} {
		f.Add([]byte(seed))
	}
	p, err := rotafile.Parse("round.toml", []byte(round), rotafile.TOML)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, lenient := range []bool{false, true} {
			got, err := elsewhere.Reader{Lenient: lenient}.Read("x", data, p)
			if err != nil {
				var faults rotafile.Faults
				require.ErrorAs(t, err, &faults)
				for _, one := range faults {
					require.NotEmpty(t, one.Says)
					require.NotEmpty(t, one.Remedy)
					require.Positive(t, one.Line)
				}
				continue
			}
			for _, s := range got.Rota.Shifts {
				require.True(t, s.Start.Before(s.End))
				require.Contains(t, []string{"ann", "siôn", "lee", "day"}, s.Worker)
			}
		}
	})
}
