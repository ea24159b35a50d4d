package elsewhere_test

import (
	"bytes"
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
	assert.Equal(t, `g.csv:2: 24/03/2026: "Q7" has no meaning (3 cells); add it to a sheet of codes, with the columns code, start and end, or need, or off
g.csv:3: Staff: the problem has no worker "Ann Lewelyn"; did you mean "Ann Llewellyn"?
g.csv:4: 24/03/2026: nothing is needed there then; nearest is max-day, Tue 24 Mar 08:00-20:00; correct the time, or add the need to the problem
g.csv:4: 25/03/2026: "2-10" may be 02:00 to 10:00 or 14:00 to 22:00 (1 cell); write both times, such as 14:00-22:00
g.csv:8: Start: "7:99" is not a time of day; write a time such as 07:30
g.csv:9: Code: the code "Z" has no meaning; give it start and end, a need, or yes under off`, err.Error())
	got, err := elsewhere.Reader{Lenient: true}.Read("g.csv", []byte(text), aRound(t))
	require.NoError(t, err)
	assert.Equal(t, []string{"ann ida-am Mon 23 07:30-08:30 waking"}, lines(got.Rota))
}
