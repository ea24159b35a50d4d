package export

import (
	"bytes"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// paidHousehold is the household with rates, and double pay on Sundays.
func paidHousehold() (*scheduler.Problem, *scheduler.Report) {
	p, r := household()
	p.Workers[0].Rate, p.Workers[0].StandbyRate, p.Workers[0].GuaranteedHoursWeek = 12.5, 3, 20
	p.Workers[1].Rate = 13.1
	p.Pay = []scheduler.Pay{{Days: scheduler.On(time.Sunday), WholeDay: true, Multiply: 2}}
	return p, r
}

func TestPayrollCSV(t *testing.T) {
	p, r := paidHousehold()
	var b bytes.Buffer
	require.NoError(t, PayrollCSV(&b, p, r))
	golden(t, "payroll.csv", b.Bytes())
	rows, err := csv.NewReader(&b).ReadAll()
	require.NoError(t, err)
	paid := 0.0
	for _, row := range rows[1:] {
		money, err := strconv.ParseFloat(row[10], 64)
		require.NoError(t, err)
		paid += money
	}
	c := audit.Rota(p, r.Rota).Cost
	assert.InDelta(t, c.Waking+c.Standby+c.Enhancements+c.GuaranteedUnused, paid, 0.05, "to the pennies of each row")
}

func workbook(t *testing.T, p *scheduler.Problem, r *scheduler.Report) *excelize.File {
	t.Helper()
	var b, again bytes.Buffer
	require.NoError(t, Workbook(&b, p, r))
	require.NoError(t, Workbook(&again, p, r))
	assert.Equal(t, b.Bytes(), again.Bytes(), "the same bytes each time")
	f, err := excelize.OpenReader(&b)
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, f.Close()) })
	return f
}

func TestWorkbook(t *testing.T) {
	p, r := paidHousehold()
	f := workbook(t, p, r)
	get := func(sheet, at string) string {
		s, err := f.GetCellValue(sheet, at)
		require.NoError(t, err)
		return s
	}
	assert.Equal(t, []string{"Rota", "Shifts", "Hours", "Not covered", "Pay"}, f.GetSheetList())
	assert.Equal(t, Headline(p, r), get("Rota", "A2"))
	assert.Equal(t, "Sat 17 Oct", get("Rota", "B4"))
	assert.Equal(t, "20:00-00:00 night, for Owain: nobody there", get("Rota", "B5"))
	assert.Equal(t, "08:00-20:00 Owain: day", get("Rota", "B6"))
	assert.Equal(t, "Mon 19 Oct", get("Rota", "B10"), "weeks stand one below the other")
	assert.Equal(t, "08:00-10:00 Owain: day\n14:00-16:00 Owain: double-up", get("Rota", "B12"))
	assert.Equal(t, "20:00 BST-06:00 GMT on standby", get("Rota", "G12"))
	assert.Equal(t, "15", get("Rota", "I12"))
	assert.Equal(t, []string{"2026-10-24 20:00", "2026-10-25 08:00", "13"}, []string{get("Shifts", "G6"), get("Shifts", "H6"), get("Shifts", "I6")}, "elapsed hours of the night the clocks go back")
	assert.Equal(t, "Alys (20:00 BST-06:00 GMT), carys", get("Shifts", "K6"))
}

// Every formula comes to the value that stands beside it, and the sums to the report's.
func TestWorkbookAddsUp(t *testing.T) {
	p, r := paidHousehold()
	after := scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days), 2*time.Hour)
	r.Rota.Shifts = append(r.Rota.Shifts, scheduler.Shift{Worker: "alys", Kind: scheduler.Standby, Start: after, End: after.Add(4 * time.Hour)})
	f := workbook(t, p, r)
	onLast, err := f.GetCellValue("Rota", "B18")
	require.NoError(t, err)
	assert.Equal(t, "Tue 27 Oct 02:00-06:00 on standby", onLast, "standby after the last midnight stands on the last day")
	formulas := 0
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
		require.NoError(t, err)
		for y, row := range rows {
			for x, held := range row {
				at := cell(x+1, y+1)
				if formula, err := f.GetCellFormula(sheet, at); err != nil || formula == "" {
					continue
				}
				formulas++
				comes, err := f.CalcCellValue(sheet, at, excelize.Options{RawCellValue: true})
				require.NoError(t, err, "%s %s", sheet, at)
				want, err := strconv.ParseFloat(held, 64)
				require.NoError(t, err, "%s %s", sheet, at)
				got, err := strconv.ParseFloat(comes, 64)
				require.NoError(t, err, "%s %s", sheet, at)
				assert.InDelta(t, want, got, 1e-9, "%s %s", sheet, at)
			}
		}
	}
	assert.Greater(t, formulas, 25)
	short, err := f.GetCellValue("Not covered", "F6")
	require.NoError(t, err)
	assert.Equal(t, "27", short)
	last, err := f.GetRows("Pay", excelize.Options{RawCellValue: true})
	require.NoError(t, err)
	paid, err := strconv.ParseFloat(last[len(last)-1][10], 64)
	require.NoError(t, err)
	c := audit.Rota(p, r.Rota).Cost
	assert.InDelta(t, c.Waking+c.Standby+c.Enhancements+c.GuaranteedUnused, paid, 1e-6)
}

// A name from a file may hold anything; a workbook must open all the same.
func TestWorkbookOfOddNames(t *testing.T) {
	p, r := paidHousehold()
	p.Name, p.Workers[0].Name = "=1+1", "a\x00b\x1b"+strings.Repeat("é", 40)
	f := workbook(t, p, r)
	formula, err := f.GetCellFormula("Rota", "A1")
	require.NoError(t, err)
	assert.Empty(t, formula, "a name is no formula")
	r.Rota, r.Underlap = nil, nil
	workbook(t, p, r)
}

// A text that begins as a formula does is none, in every kind of sheet; numbers stay numbers.
func TestCellsBeginNoFormula(t *testing.T) {
	for text, want := range map[string]string{"=1+1": "'=1+1", "+44 20": "'+44 20", "-2": "'-2", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx", "＝1+1": "'＝1+1", "＠SUM(A1)": "'＠SUM(A1)", "\xff": "\xff", "": "", "Ade": "Ade", "'=": "''=", "a=1": "a=1"} {
		assert.Equal(t, want, table.Guarded(text), "%q", text)
		assert.Equal(t, text, table.Unguarded(table.Guarded(text)), "%q", text)
	}
	p, r := paidHousehold()
	p.Workers[0].Name = "=HYPERLINK(\"http://example.org\")"
	called := p.Workers[0].ID
	for name, write := range map[string]func(io.Writer, *scheduler.Problem, *scheduler.Report) error{"csv": CSV, "payroll": PayrollCSV} {
		var b strings.Builder
		require.NoError(t, write(&b, p, r))
		rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
		require.NoError(t, err)
		named := false
		for _, row := range rows {
			for _, c := range row {
				assert.NotRegexp(t, `^[=+\-@\t\r]`, c, name)
			}
			named = named || row[0] == called && row[1] == "'=HYPERLINK(\"http://example.org\")"
		}
		assert.True(t, named, name)
	}
	f := workbook(t, p, r)
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		require.NoError(t, err)
		for _, row := range rows {
			for _, c := range row {
				assert.NotRegexp(t, `^[=+@\t\r]`, c, sheet)
			}
		}
	}
}
