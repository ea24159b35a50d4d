package rotafile

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

func TestConvertKeepsValuesAndOrder(t *testing.T) {
	dir := folder(t, map[string]string{"in.toml": `# a remark
extends = "base.toml"
name = "C:\\x \"y\" \t é \u0001"
[rota]
start = 2026-03-29
[[need]]
from = 07:30:00
days = 3
x = 1.0
e = 1e30
among = [{ skill = "x", workers = 1 }]
[[worker]]
at = 2026-03-29T22:00:00
with = 2026-03-29T22:00:00+01:00
long = ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccccccccccccc"]
none = []
"odd key" = {}
`})
	in, mid, out := filepath.Join(dir, "in.toml"), filepath.Join(dir, "mid.json"), filepath.Join(dir, "out.toml")
	require.NoError(t, Convert(in, mid))
	text, err := os.ReadFile(mid)
	require.NoError(t, err)
	require.Equal(t, `{
  "extends": "base.toml",
  "name": "C:\\x \"y\" \t é \u0001",
  "rota": {
    "start": "2026-03-29"
  },
  "need": [
    {
      "from": "07:30",
      "days": 3,
      "x": 1.0,
      "e": 1e+30,
      "among": [
        {
          "skill": "x",
          "workers": 1
        }
      ]
    }
  ],
  "worker": [
    {
      "at": "2026-03-29T22:00",
      "with": "2026-03-29T22:00:00+01:00",
      "long": ["aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccccccccccccccc"],
      "none": [],
      "odd key": {}
    }
  ]
}
`, string(text))
	require.NoError(t, Convert(mid, out))
	text, err = os.ReadFile(out)
	require.NoError(t, err)
	require.Equal(t, `extends = "base.toml"
name = "C:\\x \"y\" \t é \u0001"

[rota]
start = "2026-03-29"

[[need]]
from = "07:30"
days = 3
x = 1.0
e = 1e+30
among = [{ skill = "x", workers = 1 }]

[[worker]]
at = "2026-03-29T22:00"
with = "2026-03-29T22:00:00+01:00"
long = [
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
  "cccccccccccccccccccccccccccccccccccc",
]
none = []
"odd key" = {}
`, string(text))
	again := filepath.Join(dir, "again.json")
	require.NoError(t, Convert(out, again))
	require.Equal(t, contents(t, dir)["mid.json"], contents(t, dir)["again.json"])
}

func TestConvertEverything(t *testing.T) {
	dir := folder(t, map[string]string{"in.toml": everything})
	in, mid, out := filepath.Join(dir, "in.toml"), filepath.Join(dir, "mid.json"), filepath.Join(dir, "out.toml")
	require.NoError(t, Convert(in, mid))
	require.NoError(t, Convert(mid, out))
	for _, path := range []string{mid, out} {
		p, err := Read(path)
		require.NoError(t, err)
		require.Equal(t, parse(t, everything), p)
	}
}

func TestConvertFaults(t *testing.T) {
	for _, row := range []struct{ name, in, out, text, says string }{
		{"null", "in.json", "out.toml", "{\n\"a\": null}", "TOML has no null"},
		{"number beyond TOML", "in.json", "out.toml", "{\n\"a\": 123456789012345678901}", "TOML cannot hold"},
		{"list at the top", "in.json", "out.toml", "\n[]", "no TOML document"},
		{"infinite", "in.toml", "out.json", "\na = inf", "JSON cannot hold"},
		{"syntax", "in.toml", "out.json", "\na = ", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := folder(t, map[string]string{row.in: row.text, row.out: "old"})
			err := Convert(filepath.Join(dir, row.in), filepath.Join(dir, row.out))
			var faults Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			require.Contains(t, faults[0].Says, row.says)
			require.Positive(t, faults[0].Line)
			require.Equal(t, map[string]string{row.in: row.text, row.out: "old"}, contents(t, dir))
		})
	}
}

// sheetFiles is the folder of sheets that reads as the problem of everything.
func sheetFiles() map[string]string {
	return map[string]string{
		"rota.csv":    "name,time_zone,start,days,grain,week_starts,holidays,holidays_on,extra_holidays\n\"Owain, March\",Europe/London,2026-03-23,14,30m,sun,GB-WLS,both,2026-03-25\n",
		"clients.csv": "id,name,known,refuses,tell,phone,facts\nowain,Owain,ade; bea,hal;hillside,Carys; Huw: 01874 555010,01874 555000,no nuts; hoist with two\n",
		"needs.csv": "id,client,days,dates,except,from_date,until_date,from,to,workers,skills,among,only,kind,whole,min_shift,max_shift,criticality,contingency\n" +
			"days,owain,mon; weekends; holidays,,2026-03-28; holidays,2026-03-24,2026-04-03,07:30,15:00,2,care,driver:1,hillside;ade,,FALSE,1h30m,7.5h,critical,no\n" +
			"\nnight,,,2026-03-28,,,,22:00,07:00,,,,,sleep-in\n",
		"providers.csv":      "id,name,kind,tier,notice,from_date,until_date,accepts,max_hours_week,max_cost,on_cost,suspended\nhillside,Hillside,agency,3,2h,2026-01-01,2026-12-31,owain,120.5,none,1.17,false\nhome,,family,,,,,,,,,\n",
		"workers.csv":        "\xef\xbb\xbfid,name,provider,skills,suspended,refuses,shadowing,shadow_hours,standby,rate,sleep_in_rate,standby_rate,guaranteed_hours_week,phone\nade,Ade,hillside,care,,owain,,,false,14,62.5,3.1,30,07700 900123\nbea,,,,true,,ade,6.5\nhal,,home\n",
		"skills.csv":         "worker,skill,from,until\nade,driver,2026-01-01,2026-06-30\n",
		"skill_meanings.csv": "name,trainable,lacks,train_days,train_cost\nwoman,no,is not a woman,,\ndriver,,,21,180.5\n",
		"wishes.csv":         "worker,days,dates,from,to,want,price\nade,sat;sun,,,,,30\nade,,2026-03-25,07:30,15:00,on,12.5\n",
		"available.csv":      "worker,days,dates,from,to\nade,weekdays,,07:00,24:00\nade,,2026-03-28,,\n",
		"unavailable.csv":    "worker,start,end,dates,starts,why\nade,2026-03-24T12:00,2026-03-24 18:00,,,dentist\nade,,,2026-03-26,,\nade,,,2026-03-27,yes,day off\n",
		"worked.csv":         "worker,start,end,kind\nade,2026-03-22T22:00,2026-03-23T07:00,sleep-in\n",
		"pinned.csv":         "worker,need,start,end\n",
		"caps.csv": "worker,max_hours_week,max_hours_day,max_hours_rota,min_rest,max_spell,max_spell_with_sleep_in,max_shift,max_sleep_in,max_days_in_a_row,max_nights_in_a_row,weekly_rest,max_weekends,sleep_in_counts,standby_counts,travel,overnight_rest,max_waking_in_spell,firm,firm_why\n" +
			",40,13.25,90,10h,14h,26h,12h,11h,7,none,35h,1,0.5,0.25,20m,11h,12h,max_weekends,\nade,none,10,,,,,,,5,,,,,,,,none,max_hours_day; overnight_rest,the doctor's word\n",
		"pay.csv":         "name,days,dates,from,to,multiply,add,applies_to\nbank holiday,holidays,,,,1.5,2,waking;sleep-in\n,,2026-03-25,20:00,06:00,,1.25,\n",
		"contingency.csv": "standby,standby_shift_min,standby_shift_max,relief,different_provider,headroom\n1,3h,12h,2,yes,0.1\n",
		"objective.csv":   "new_face,changeover,standby_shift,unfair,overlap,heads,shadow_short,change,family\n5,1,6,2,11,90,21,0.5,any\n",
	}
}

func TestReadSheets(t *testing.T) {
	dir := folder(t, sheetFiles())
	p, err := ReadSheets(dir)
	require.NoError(t, err)
	require.Equal(t, parse(t, everything), p)

	out := filepath.Join(t.TempDir(), "out.toml")
	require.NoError(t, Convert(dir, out))
	p, err = Read(out)
	require.NoError(t, err)
	require.Equal(t, parse(t, everything), p)
}

func TestSheetFaults(t *testing.T) {
	for _, row := range []struct {
		name, sheet, old, new string
		want, says            string // want is "sheet:line column"
	}{
		{"unknown column", "workers.csv", ",provider,", ",provder,", "workers.csv:1 provder", `did you mean "provider"?`},
		{"column twice", "workers.csv", ",name,provider", ",name,name", "workers.csv:1 name", "twice"},
		{"cell of the wrong kind", "workers.csv", ",14,", ",fourteen,", "workers.csv:2 rate", "a number is wanted"},
		{"flag of the wrong kind", "needs.csv", "FALSE", "maybe", "needs.csv:2 whole", "true or false"},
		{"dangling id", "workers.csv", "hal,,home", "hal,,hom", "workers.csv:4 provider", `did you mean "home"?`},
		{"dangling worker", "available.csv", "ade,weekdays", "add,weekdays", "available.csv:2 worker", `did you mean "ade"?`},
		{"no worker", "unavailable.csv", "ade,,,2026-03-26", ",,,2026-03-26", "unavailable.csv:3 worker", "required"},
		{"element of a list", "clients.csv", "ade; bea", "ade; bee", "clients.csv:2 known", `no worker has the id "bee"`},
		{"among without a number", "needs.csv", "driver:1", "driver", "needs.csv:2 among", "a table is wanted"},
		{"missing key", "needs.csv", ",22:00,07:00", ",,07:00", "needs.csv:4 from", "required"},
		{"cell beyond the last column", "skills.csv", "06-30", "06-30,x", "skills.csv:2 ", "beyond the last column"},
		{"quotes", "skills.csv", "driver", "\"dri\"ver", "skills.csv:2 ", "quote"},
		{"two rows", "objective.csv", "any\n", "any\n1\n", "objective.csv:3 ", "more than one row"},
		{"house caps twice", "caps.csv", "ade,none", ",none", "caps.csv:3 worker", "given twice"},
		{"no text", "skills.csv", "driver", "\x00", "skills.csv:2 ", "no text"},
	} {
		t.Run(row.name, func(t *testing.T) {
			files := sheetFiles()
			require.Contains(t, files[row.sheet], row.old)
			files[row.sheet] = strings.Replace(files[row.sheet], row.old, row.new, 1)
			faults := sheetFaults(t, files)
			require.Contains(t, faults, row.want)
			require.Contains(t, faults[row.want].String(), row.says)
		})
	}
}

// sheetFaults are the faults of a folder by "sheet:line column".
func sheetFaults(t *testing.T, files map[string]string) map[string]Fault {
	t.Helper()
	dir := folder(t, files)
	_, err := ReadSheets(dir)
	var faults Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	all := map[string]Fault{}
	for _, f := range faults {
		require.NotEmpty(t, f.Remedy)
		file := f.File
		f.File = filepath.Base(file)
		all[f.File+":"+itoa(f.Line)+" "+f.Key] = f
	}
	return all
}

func itoa(n int) string { return strings.TrimSuffix(trimNumber(float64(n), 1), ".0") }

func TestSheetsMissingAndStrange(t *testing.T) {
	files := sheetFiles()
	delete(files, "rota.csv")
	files["worker.csv"] = files["workers.csv"]
	files["readme.txt"] = "not a sheet"
	files["objective.csv"] = ""
	faults := sheetFaults(t, files)
	require.Contains(t, faults["rota.csv:1 "].Says, "missing")
	require.Contains(t, faults["worker.csv:1 "].Remedy, `"workers.csv"`)
	require.Contains(t, faults["objective.csv:1 "].Says, "empty")

	var b bytes.Buffer
	require.Error(t, ConvertTo(&b, filepath.Join(t.TempDir(), "none"), TOML))
	require.Zero(t, b.Len())
}

// Sheets as people have them make the same problem: other separators, names, words for days, dates and times; as CSV and as
// a workbook.
func TestSheetsAsPeopleHaveThem(t *testing.T) {
	texts := map[string]string{
		"rota.csv":          "Name;Time zone;Start;Days\nSpring;Europe/London;23/03/2026;14\n",
		"Service Users.csv": "Who we care for\n\nId;Service user;Known\nida;Mrs Ida O'Hara;Siôn Ddu\n",
		"needs.csv":         "Need ID;Client;Days;Start;Finish;Staff needed;Skills;Min shift;Whole;Notes\nam;Ida;Mon-Fri;7.30;8.30am;;care, hoist;30 mins;Y;ring first\nwk;O'Hara;Saturday & Sunday;0800;10:00;2;;1 hour;no;\nnt;ida;every day;22:00;7:00;;;;;\n",
		"staff.csv":         "Name;Hourly rate;Opt out;Training\nAnn Llewellyn;£12.60;x;care, hoist\nSiôn Ddu;12,5;no;\n",
		"availability.csv":  "Carer;Days;From;To\nAnn Llewellyn;Monday to Wednesday;07:00;15:00\nLlewellyn, Ann;Fri;;\n",
		"leave.csv":         "Staff;Starts;Ends;Dates;Reason\nSion Ddu;1 April;2 April;;wedding\nann-llewellyn;;;Sat 28/03 - Sun 29/03;\nann-llewellyn;25/03/2026 12:00;25/03/2026 5pm;;dentist\n",
		"pinned.csv":        "Worker;Need;Start;End\nAnn;AM;23/03/2026 7:30;23/03/2026 8:30\n",
	}
	want := `format = "carerota/1"
[rota]
name = "Spring"
time_zone = "Europe/London"
start = 2026-03-23
days = 14
[[client]]
id = "ida"
name = "Mrs Ida O'Hara"
known = ["sion-ddu"]
[[need]]
id = "am"
client = "ida"
days = ["mon", "tue", "wed", "thu", "fri"]
from = "07:30"
to = "08:30"
skills = ["care", "hoist"]
min_shift = "30m"
whole = true
[[need]]
id = "wk"
client = "ida"
days = ["sat", "sun"]
from = "08:00"
to = "10:00"
workers = 2
min_shift = "1h"
whole = false
[[need]]
id = "nt"
client = "ida"
days = "daily"
from = "22:00"
to = "07:00"
[[worker]]
id = "ann-llewellyn"
name = "Ann Llewellyn"
rate = 12.6
opt_out = true
skills = ["care", "hoist"]
available = [{days = ["mon", "tue", "wed"], from = "07:00", to = "15:00"}, {days = "fri"}]
unavailable = [{dates = ["2026-03-28", "2026-03-29"]}, {start = "2026-03-25T12:00", end = "2026-03-25T17:00", why = "dentist"}]
pinned = [{need = "am", start = "2026-03-23T07:30", end = "2026-03-23T08:30"}]
[[worker]]
id = "sion-ddu"
name = "Siôn Ddu"
rate = 12.5
opt_out = false
unavailable = [{start = "2026-04-01T00:00", end = "2026-04-03T00:00", why = "wedding"}]
`
	dir := folder(t, texts)
	got, err := ReadSheets(dir)
	require.NoError(t, err)
	require.Equal(t, parse(t, want), got)

	f := excelize.NewFile()
	defer f.Close()
	for name, text := range texts {
		tab := strings.TrimSuffix(name, ".csv")
		_, err := f.NewSheet(tab)
		require.NoError(t, err)
		for i, line := range strings.Split(text, "\n") {
			row := strings.Split(line, ";")
			require.NoError(t, f.SetSheetRow(tab, "A"+itoa(i+1), &row))
		}
	}
	require.NoError(t, f.SetSheetRow("Sheet1", "A1", &[]any{"How to use this workbook"}))
	book := filepath.Join(t.TempDir(), "spring.xlsx")
	require.NoError(t, f.SaveAs(book))
	d, err := Reader{}.Open(book)
	require.NoError(t, err)
	require.Equal(t, parse(t, want), d.Problem)
	var notes []string
	for _, w := range d.Warnings() {
		notes = append(notes, w.Says)
	}
	require.Contains(t, notes, `"Siôn Ddu" has the id "sion-ddu", made of the name`)
	out := filepath.Join(t.TempDir(), "out.json")
	require.NoError(t, Convert(book, out))
	again, err := Read(out)
	require.NoError(t, err)
	require.Equal(t, parse(t, want), again)

	require.NoError(t, f.SetCellValue("leave", "A2", "Sian Ddu"))
	require.NoError(t, f.SetCellValue("needs", "C2", "Mon-Fry"))
	require.NoError(t, f.SetSheetName("availability", "availible"))
	require.NoError(t, f.SaveAs(book))
	_, err = Read(book)
	var faults Faults
	require.ErrorAs(t, err, &faults)
	var said []string
	for _, one := range faults {
		said = append(said, strings.TrimPrefix(one.String(), book+": "))
	}
	require.Equal(t, []string{`sheet "availible", row 1: no sheet has this name; did you mean "available.csv"?`,
		`sheet "leave", row 2: worker: no worker has the id "Sian Ddu"; did you mean "Siôn Ddu"?`,
		`sheet "needs", row 2: days: "Mon-Fry" is not one of the words it may be; write one of "sun", "mon", "tue", "wed", "thu", "fri", "sat", "daily", "weekdays", "weekends", "holidays"`}, said)
}
