package elsewhere_test

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// Grids in the shapes in which people have them all come to the same shifts.
func TestGridsAsPeopleHaveThem(t *testing.T) {
	want := []string{"ann ida-am Mon 23 07:30-08:30 waking", "day max-day Mon 23 08:00-20:00 waking", "siôn max-night Mon 23 22:00-07:00 sleep-in",
		"ann max-day Tue 24 08:00-20:00 waking", "siôn ida-am Wed 25 07:30-08:30 waking", "siôn ida-tea Wed 25 17:00-18:00 waking"}
	const legend = "\nCode,Start,Finish,Need\nM,7.30,8.30,\nT,17:00,18:00,\nN,,,max-night\nLD,08:00,20:00,\n"
	for name, text := range map[string]string{
		"people down, a legend below": "Week 1,,,\n,Mon 23/03,Tue 24/03,Wed 25/03,Hours\nAnn,M,LD,OFF,13\nSiôn,N,AL,M/T,11\nBo Day,LD,RD,,12\nTotal,3,1,2,36\n" + legend,
		"with roles and ids":          "Id,Name,Role,23 Mar,24 Mar,25 Mar\nann,Ann Llewellyn,HCA,m,ld,off\nsiôn,Siôn Ddu,HCA,n,,M T\nday,Bo Day,RN,LD,-,-\n" + legend,
		"days down":                   "Date,Ann,Siôn,Bo Day,Total\n23/03/2026,M,N,LD,3\n24/03/2026,LD,,,1\n25/03/2026,,\"M, T\",,2\n" + legend,
		"times in the cells":          "Staff;23/03/2026;24/03/2026;25/03/2026\nAnn;7.30-8.30;8-8;OFF\nSiôn;22:00-07:00 Max;;07:30-08:30 + 17:00-18:00\nBo Day;8am to 8pm;;\n",
		"needs as codes":              "Staff\t23/03/2026\t24/03/2026\t25/03/2026\nAnn\tida-am\tmax-day\t\nSiôn\tmax-night\t\tida-am, ida-tea\nBo Day\tmax-day\t\t\n",
		"two weeks below another":     ",23/03/2026,24/03/2026\nAnn,M,LD\nSiôn,N,\nBo Day,LD,\n\n,25/03/2026,26/03/2026\nAnn,,\nSiôn,M/T,\n" + legend,
	} {
		got, err := elsewhere.Reader{}.Read(name, []byte(text), aRound(t))
		require.NoError(t, err, name)
		assert.Equal(t, want, lines(got.Rota), name)
	}
}

// A workbook with a grid, its days as dates and a merged leave, and its codes on a sheet of their own.
func TestWorkbookOfAGrid(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	require.NoError(t, f.SetCellValue("Sheet1", "A1", "March rota"))
	require.NoError(t, f.MergeCell("Sheet1", "A1", "D1"))
	for i := range 3 {
		require.NoError(t, f.SetCellValue("Sheet1", string(rune('B'+i))+"2", time.Date(2026, 3, 23+i, 0, 0, 0, 0, time.UTC)))
	}
	require.NoError(t, f.SetSheetRow("Sheet1", "A3", &[]any{"Ann Llewellyn", "E", "Annual leave", nil}))
	require.NoError(t, f.MergeCell("Sheet1", "C3", "D3"))
	require.NoError(t, f.SetSheetRow("Sheet1", "A4", &[]any{"Siôn Ddu", nil, "S", "OC"}))
	_, err := f.NewSheet("Key")
	require.NoError(t, err)
	require.NoError(t, f.SetSheetRow("Key", "A1", &[]any{"Code", "Meaning", "Kind"}))
	require.NoError(t, f.SetSheetRow("Key", "A2", &[]any{"E", "7.30-8.30", nil}))
	require.NoError(t, f.SetSheetRow("Key", "A3", &[]any{"S", "max-night", nil}))
	require.NoError(t, f.SetSheetRow("Key", "A4", &[]any{"OC", "9-5", "on call"}))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	got, err := elsewhere.Reader{}.Read("g.xlsx", b.Bytes(), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking", "siôn max-night Tue 24 22:00-07:00 sleep-in", "siôn  Wed 25 09:00-17:00 standby"}, lines(got.Rota))
	assert.Contains(t, got.Notes, `read as days off: "Annual leave"`)
	assert.Contains(t, got.Notes, `"9-5" is read as 09:00 to 17:00`)
}

// Codes without a meaning are listed once each with their count, and lenient reads the rest.
func TestFaultsOfAGrid(t *testing.T) {
	text := "Staff,23/03/2026,24/03/2026,25/03/2026\nAnn,M,Q7,Q7\nAnn Lewelyn,M,,\nSiôn,Q7,20:30-21:00,2-10\n\nCode,Start,End\nM,07:30,08:30\nK,7:99,8\nZ,,\n"
	_, err := elsewhere.Reader{}.Read("g.csv", []byte(text), aRound(t))
	var faults rotafile.Faults
	require.ErrorAs(t, err, &faults)
	assert.Equal(t, `g.csv:2: 24/03/2026: "Q7" has no meaning (3 cells); add it to a sheet of codes, with the columns code, start and end, or need, or off; or to a file for --codes
g.csv:3: Staff: the problem has no worker "Ann Lewelyn"; did you mean "Ann Llewellyn"?
g.csv:4: 24/03/2026: nothing is needed there then; nearest is max-day, Tue 24 Mar 08:00-20:00; correct the time, or add the need to the problem
g.csv:4: 25/03/2026: "2-10" may be 02:00 to 10:00 or 14:00 to 22:00 (1 cell); write both times, such as 14:00-22:00
g.csv:8: Start: "7:99" is not a time of day; write a time such as 07:30
g.csv:9: Code: the code "Z" has no meaning; give it start and end, a need, or yes under off`, err.Error())
	got, err := elsewhere.Reader{Lenient: true}.Read("g.csv", []byte(text), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking"}, lines(got.Rota))
	assert.Equal(t, "6 cell", fmt.Sprint(got.Left, " ", got.Rows), "three Q7, one of nobody's, two with wrong times")
}

// Days of the week with the week said once, numbers of a month and weeks one below another all come to the same shifts.
func TestGridsWithoutDates(t *testing.T) {
	want := []string{"ann ida-am Mon 23 07:30-08:30 waking", "siôn max-night Tue 24 22:00-07:00 sleep-in", "ann ida-tea Sun 29 17:00-18:00 waking", "siôn ida-am Mon 30 07:30-08:30 waking"}
	for name, text := range map[string]string{
		"week commencing":           "Rota,,Week commencing Monday 23rd March 2026\n,Mon,Tue,Wed,Thu,Fri,Sat,Sun,Mon\nAnn,ida-am,,,,,,ida-tea,\nSiôn,,max-night,,,,,,ida-am\n",
		"week ending":               "W/E,29/03/2026\nName,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday\nAnn,ida-am,,,,,,ida-tea\nSiôn,,max-night\nW/E 05/04/2026\nName,Mon,Tues\nSiôn,ida-am,\n",
		"numbered weeks":            "Week 1 (w/c 23 March)\n,Mon,Tue,Sun\nAnn,ida-am,,ida-tea\nSiôn,,max-night,\nWeek 2\n,Mon,Tue,Sun\nSiôn,ida-am,,\n",
		"weeks of the rota":         "Week 1\n,Mon,Tue,Sun\nAnn,ida-am,,ida-tea\nSiôn,,max-night,\nWeek 2\n,Mon,Tue,Sun\nSiôn,ida-am,,\n",
		"a week a row":              "Week,Name,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n23/03/2026,Ann,ida-am,,,,,,ida-tea\n23/03/2026,Siôn,,max-night\n30/03/2026,Siôn,ida-am\n",
		"numbers of a month":        "March 2026\n,23,24,25,26,27,28,29,30\nAnn,ida-am,,,,,,ida-tea\nSiôn,,max-night,,,,,,ida-am\nOn duty,1,1,,,,,1,1\n",
		"weekdays over dates":       ",Mon,Tue,Sun,Mon\n,23/3,24/3,29/3,30/3\nAnn,ida-am,,ida-tea\nSiôn,,max-night,,ida-am\n",
		"dates over weekdays":       ",23/3,24/3,29/3,30/3\nName,Mon,Tue,Sun,Mon\nAnn,ida-am,,ida-tea\nSiôn,,max-night,,ida-am\n",
		"a date over each week":     ",23/3,,,,,,,30/3\n,Mon,Tue,Wed,Thu,Fri,Sat,Sun,Mon\nAnn,ida-am,,,,,,ida-tea\nSiôn,,max-night,,,,,,ida-am\n",
		"days of the week down":     "Week commencing 23/03/2026\n,Ann,Siôn\nMonday,ida-am,\nTuesday,,max-night\nWednesday,,\nSunday,ida-tea,\nMonday,,ida-am\n",
		"days down, with two weeks": "w/c 23/3\n,Ann,Siôn\nMon,ida-am,\nTue,,max-night\nSun,ida-tea,\nw/c 30/3\nMon,,ida-am\n",
	} {
		got, err := elsewhere.Reader{}.Read(name, []byte(text), aRound(t))
		require.NoError(t, err, name)
		assert.Equal(t, want, lines(got.Rota), name)
	}
	_, err := elsewhere.Reader{}.Read("g.csv", []byte(",Mon,Tue\nAnn,ida-am,\nSiôn,,max-night\n"), aRound(t))
	assert.EqualError(t, err, "g.csv:1: the days have no date, and no week is said; write the week above its days, such as: Week commencing 2026-03-23")
	_, err = elsewhere.Reader{}.Read("g.csv", []byte(",Mon,Wed\n,23/3,24/3\nAnn,ida-am,\nSiôn,,max-night\n"), aRound(t))
	assert.EqualError(t, err, "g.csv:2: C: 2026-03-24 is a Tuesday, not a Wednesday; correct one of the two")
	short := aRound(t)
	short.Days = 7
	got, err := elsewhere.Reader{}.Read("g.csv", []byte(",Mon,Tue\nAnn,ida-am,\nSiôn,,max-night\n"), short)
	require.NoError(t, err)
	assert.Equal(t, want[:2], lines(got.Rota))
	assert.Equal(t, []string{"the days of the week are those of the rota, from Monday 23 March 2026 on"}, got.Notes)
}

// A file of codes says what codes mean, before the legend of the grid.
func TestFileOfCodes(t *testing.T) {
	codes, err := rotafile.ParseCodes("codes.toml", []byte("[[code]]\ncode = \"M\"\nfrom = 07:30\nto = \"8.30am\"\n[[code]]\ncode = \"N\"\nneed = \"max-night\"\n[[code]]\ncode = \"OC\"\nfrom = \"9\"\nto = \"17:00\"\nkind = \"on call\"\n[[code]]\ncode = \"Z\"\noff = true\n"))
	require.NoError(t, err)
	r := elsewhere.Reader{Codes: codes}
	text := "Staff,23/03/2026,24/03/2026,25/03/2026\nAnn,M,z,OC\nSiôn,,N,Z\n\nCode,Start,End\nM,17:00,18:00\n"
	got, err := r.Read("g.csv", []byte(text), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking", "siôn max-night Tue 24 22:00-07:00 sleep-in", "ann  Wed 25 09:00-17:00 standby"}, lines(got.Rota))
	r.Codes, err = rotafile.ParseCodes("codes.toml", []byte("[[code]]\ncode = \"M\"\nfrom = \"7:99\"\nto = \"8\"\n[[code]]\ncode = \"N\"\nneed = \"max-nigt\"\n\n[[code]]\ncode = \"Q\"\n[[code]]\ncode = \"m\"\noff = true\n[[code]]\ncode = \"M\"\nneed = \"ida-am\"\n"))
	require.NoError(t, err)
	_, err = r.Read("g.csv", []byte(text), aRound(t))
	assert.EqualError(t, err, `codes.toml:1: from: "7:99" is not a time of day; write a time such as 07:30
codes.toml:5: need: the problem has no need "max-nigt"; did you mean "max-night"?
codes.toml:9: code: the code "Q" has no meaning; give it start and end, a need, or yes under off
codes.toml:14: code: the code "M" has two meanings; keep one of the two
g.csv:2: 24/03/2026: "z" has no meaning (2 cells); add it to a sheet of codes, with the columns code, start and end, or need, or off; or to a file for --codes
g.csv:2: 25/03/2026: "OC" has no meaning (1 cell); add it to a sheet of codes, with the columns code, start and end, or need, or off; or to a file for --codes
g.csv:3: 24/03/2026: "N" has no meaning (1 cell); add it to a sheet of codes, with the columns code, start and end, or need, or off; or to a file for --codes`)
	for text, says := range map[string]string{"[[code]]\nneed = \"x\"\n": "it is required", "[[code]]\ncode = 1\n": "a text is wanted", "[[code]]\ncode=\"a\"\noff=\"yes\"\nfrm=\"7\"\n": `did you mean "from"`,
		"format = \"other/1\"\n[[code]]\ncode=\"a\"\n": "is not known", "": "it is required", "%PDF-1.4": "a PDF document", "[rota]\nname=\"x\"\n": "a file of codes is wanted"} {
		_, err := rotafile.ParseCodes("codes.toml", []byte(text))
		assert.ErrorContains(t, err, says, text)
	}
}
