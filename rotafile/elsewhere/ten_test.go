package elsewhere_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// asWorkbook lays a table out in a workbook: numbers as numbers, titles merged, and below the first of its blank rows another sheet.
func asWorkbook(t *testing.T, text []byte) []byte {
	t.Helper()
	book, err := table.Open(text)
	require.NoError(t, err)
	f := excelize.NewFile()
	defer f.Close()
	tab, from := "Sheet1", 0
	for _, row := range book.Sheets[0].Rows {
		if row.Cell(0) == "Key" {
			tab, from = "Key", row.Number
			_, err := f.NewSheet(tab)
			require.NoError(t, err)
		}
		for c, text := range row.Cells {
			at, err := excelize.CoordinatesToCellName(c+1, row.Number-from+1)
			require.NoError(t, err)
			if n, err := strconv.Atoi(text); err == nil {
				require.NoError(t, f.SetCellValue(tab, at, n))
			} else {
				require.NoError(t, f.SetCellStr(tab, at, text))
			}
		}
	}
	require.NoError(t, f.MergeCell("Sheet1", "A2", "F2"))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

// Ten rotas in shapes that people have are read as they are; what was planted in them is found, and nothing else.
func TestTenRotas(t *testing.T) {
	for _, row := range []struct {
		file   string
		broken []string // rule, worker and day
		short  []string // need and day
		over   []string
	}{
		{file: "hospital.csv", broken: []string{"skills shah 2", "unavailable toth 12"}, short: []string{"hca-long 2 07:30", "rn-night 11 20:00"}, over: []string{"rn-long 2 07:30"}},
		{file: "carehome.csv", broken: []string{"max_hours_week hal 19", "max_spell cat 5"}, short: []string{"late 13 14:30"}, over: []string{"early 16 07:00", "early 17 07:00", "early 18 07:00", "early 19 07:00"}},
		{file: "oncall.csv", broken: []string{"unavailable mo 17", "whole sue 27"}, short: []string{"oncall 22 17:00"}, over: []string{"oncall 27 20:00"}},
		{file: "round.txt", broken: []string{"occurrence wyn 5", "refuses zed 4", "travel wyn 5", "whole wyn 5"}, short: []string{"ida-am 5 07:30", "jim-am 6 08:30"}},
		{file: "volunteers.csv", broken: []string{"available bel 12", "max_hours_week dot 19", "overlap dot 17"}, short: []string{"afternoon 24 14:00"}},
		{file: "living.csv", broken: []string{"suspended ken 9", "unavailable meg 12"}, short: []string{"early 7 08:00", "late 14 15:00"}, over: []string{"sleep 11 21:00"}},
		{file: "rooms.csv", broken: []string{"available kent 13", "overlap iqbal 5", "overlap iqbal 5", "skills iqbal 5"}, short: []string{"room 1 pm 11 14:00"}},
		{file: "clock24.txt", broken: []string{"max_nights_in_a_row cal 11"}, short: []string{"day 14 14:00"}},
		{file: "invoice.csv", broken: []string{"max_spell pia 10", "overlap pia 4", "provider.max_hours_week  15"}, short: []string{"may-day 8 09:00"}},
		{file: "calendar.ics", broken: []string{"occurrence ruth 7", "overlap ruth 7", "unavailable tia 6"}, short: []string{"early 5 07:00"}, over: []string{"early 2 12:00", "late 7 14:00"}},
	} {
		t.Run(row.file, func(t *testing.T) {
			path := filepath.Join("testdata", "ten", row.file)
			name := strings.TrimSuffix(path, filepath.Ext(path))
			p, err := rotafile.Read(name + ".toml")
			require.NoError(t, err)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			forms := map[string][]byte{row.file: text}
			if row.file == "hospital.csv" || row.file == "rooms.csv" {
				forms["book.xlsx"] = asWorkbook(t, text)
			}
			var reader elsewhere.Reader
			if _, err := os.Stat(name + ".codes.toml"); err == nil {
				reader.Codes, err = rotafile.ReadCodes(name + ".codes.toml")
				require.NoError(t, err)
			}
			for file, text := range forms {
				got, err := reader.Read(file, text, p)
				require.NoError(t, err)
				r := audit.Rota(p, got.Rota)
				var broken, short, over []string
				for _, f := range r.Findings {
					broken = append(broken, f.Rule+" "+f.Worker+" "+f.At.Format("2"))
				}
				for _, u := range r.Underlap {
					short = append(short, u.Need+" "+u.Start.Format("2 15:04"))
				}
				for _, o := range r.Overlap {
					over = append(over, o.Need+" "+o.Start.Format("2 15:04"))
				}
				for _, list := range [][]string{broken, short, over} {
					slices.Sort(list)
				}
				assert.Equal(t, row.broken, broken, file)
				assert.Equal(t, row.short, short, file)
				assert.Equal(t, row.over, over, file)
				if t.Failed() {
					t.Logf("%q\n%q\n%q", broken, short, over)
					for _, f := range r.Findings {
						t.Log(f.Says)
					}
					t.Log(got.Notes)
				}
			}
		})
	}
}
