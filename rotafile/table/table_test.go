package table

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

var spring = Days{First: scheduler.Date{Year: 2026, Month: 3, Day: 23}, Last: scheduler.Date{Year: 2026, Month: 4, Day: 19}}

func TestDates(t *testing.T) {
	for text, want := range map[string]string{
		"2026-03-29": "2026-03-29", "2026/3/9": "2026-03-09", "20260329": "2026-03-29", "29/03/2026": "2026-03-29", "29.3.26": "2026-03-29",
		"29-03-2026": "2026-03-29", "29 Mar 2026": "2026-03-29", "29 March": "2026-03-29", "29th of March 2026": "2026-03-29", "Sun 29/03": "2026-03-29",
		"Sunday 29 March 2026": "2026-03-29", "sunday, 29 mar": "2026-03-29", "Mar 29, 2026": "2026-03-29", "March 29": "2026-03-29", "29-Mar-26": "2026-03-29",
		"03/04/2026": "2026-04-03", "31 Dec": "2025-12-31", "1 Sept": "2026-09-01", "Thurs 26/3": "2026-03-26",
	} {
		got, err := spring.Date(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got.String(), text)
	}
	american := spring
	american.MonthFirst = true
	got, err := american.Date("03/04/2026")
	require.NoError(t, err)
	assert.Equal(t, "2026-03-04", got.String())
	for text, says := range map[string]string{
		"31/02/2026": "February 2026 has 28 days", "Mon 29/03/2026": "is a Sunday, not a Monday", "13/13/2026": "has no month", "soon": "is not a date", "": "is not a date",
		"29 Smarch": "is not a date", "46104": "is not a date",
	} {
		_, err := spring.Date(text)
		assert.ErrorContains(t, err, says, text)
	}
}

func TestAmbiguousDates(t *testing.T) {
	for text, want := range map[string][3]bool{"03/04/2026": {true, false, false}, "23/04/2026": {false, true, false}, "04/23/26": {false, false, true},
		"04/04/2026": {false, false, false}, "2026-03-04": {false, false, false}, "Fri 3/4": {true, false, false}, "04/23/2026 7.30": {false, false, true}} {
		either, day, month := Ambiguous(text)
		assert.Equal(t, want, [3]bool{either, day, month}, text)
	}
}

func TestClocks(t *testing.T) {
	for text, want := range map[string]string{
		"07:30": "07:30", "7:30": "07:30", "0730": "07:30", "730": "07:30", "7.30": "07:30", "7:30am": "07:30", "7.30 pm": "19:30", "7am": "07:00", "12am": "00:00", "12pm": "12:00",
		"24:00": "24:00", "19h": "19:00", "19h30": "19:30", "0730hrs": "07:30", "07:30:00": "07:30", "noon": "12:00", "midnight": "24:00", "7": "07:00", "7.3": "07:30",
		"7:30 a.m.": "07:30", "01:30 GMT": "01:30", "01:30+01:00": "01:30", "7pm": "19:00",
	} {
		got, err := ReadClock(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, SayClock(got.Since), text)
	}
	for _, text := range []string{"25:00", "7:60", "0:30pm", "07:30:15", "13am", "E", "", "24:30", "7m", "1:2:3"} {
		_, err := ReadClock(text)
		assert.Error(t, err, text)
	}
}

func TestRanges(t *testing.T) {
	for text, want := range map[string]string{"19:30-07:30": "19:30 07:30", "7am to 2pm": "07:00 14:00", "0730–1500": "07:30 15:00", "8-2": "08:00 14:00", "8-8": "08:00 20:00",
		"7.30 until 3pm": "07:30 15:00", "9-17": "09:00 17:00", "22-6": "22:00 06:00", "12-8": "12:00 20:00", "8 - 12": "08:00 12:00", "7:00/15:00": "07:00 15:00"} {
		from, to, _, err := ReadRange(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, SayClock(from.Since)+" "+SayClock(to.Since), text)
	}
	_, _, said, err := ReadRange("8-2")
	require.NoError(t, err)
	assert.Equal(t, `"8-2" is read as 08:00 to 14:00`, said)
	_, _, _, err = ReadRange("2-10")
	assert.ErrorContains(t, err, "may be 02:00 to 10:00 or 14:00 to 22:00")
	_, _, _, err = ReadRange("LD")
	assert.ErrorIs(t, err, ErrNoRange)
	_, _, _, err = ReadRange("25:00-26:00")
	assert.ErrorContains(t, err, "25:00")
}

func TestMoments(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	for text, want := range map[string]string{
		"2026-03-29T22:00": "2026-03-29T22:00:00+01:00", "2026-03-29 22:00": "2026-03-29T22:00:00+01:00", "2026-03-29T21:00:00Z": "2026-03-29T22:00:00+01:00",
		"29/03/2026 10pm": "2026-03-29T22:00:00+01:00", "Sun 29 Mar 22:00": "2026-03-29T22:00:00+01:00", "29 Mar 2026, 22.00": "2026-03-29T22:00:00+01:00",
		"2026-10-25 01:30 GMT": "2026-10-25T01:30:00Z", "25/10/2026 1:30 BST": "2026-10-25T01:30:00+01:00", "25/10/2026 1:30": "2026-10-25T01:30:00+01:00",
		"2026-03-28T24:00": "2026-03-29T00:00:00Z", "2026-10-25 01:30+00:00": "2026-10-25T01:30:00Z",
	} {
		m, err := spring.Moment(text)
		require.NoError(t, err, text)
		require.True(t, m.HasTime, text)
		at, err := m.Instant(zone, false)
		require.NoError(t, err, text)
		assert.Equal(t, want, at.Format(time.RFC3339), text)
	}
	m, err := spring.Moment("25/10/2026 1:30")
	require.NoError(t, err)
	at, err := m.Instant(zone, true)
	require.NoError(t, err)
	assert.Equal(t, "2026-10-25T01:30:00Z", at.Format(time.RFC3339), "of an end the second")
	for text, says := range map[string]string{"31/02/2026 10:00": "28 days", "29/03/2026 25:00": `"25:00" is not a time of day`, "x": "is not a date with a time", "Mon 29/03/2026 10:00": "is a Sunday"} {
		_, err := spring.Moment(text)
		assert.ErrorContains(t, err, says, text)
	}
}

func TestNames(t *testing.T) {
	n := NewNames([]string{"sian", "rhys", "rhys2", "oneill"}, []string{"Siân Dafydd", "Rhys ap Gwilym", "Rhys Dafydd", "Mrs O'Neill"})
	for text, want := range map[string]string{"sian": "sian", "Sian": "sian", "SIAN DAFYDD": "sian", "Dafydd, Siân": "sian", "S Dafydd": "sian", "Gwilym": "rhys", "O’Neill": "oneill", "Mrs. ONeill": "oneill", "Rhys": "rhys"} {
		got, err := n.Find(text)
		require.NoError(t, err, text)
		assert.Equal(t, want, got, text)
	}
	_, err := n.Find("Dafydd")
	assert.ErrorContains(t, err, `"Dafydd" fits "sian" and "rhys2"`)
	_, err = n.Find("Sion Dafydd")
	assert.ErrorContains(t, err, `did you mean "Siân Dafydd"?`)
	_, err = n.Find("R")
	assert.Error(t, err, "an initial alone is nobody")
}

const asPeopleWrite = "Name,From\r\n\"Siân, Mrs\",7.30\r\n\r\nZoë,8\r\n"

// The same table comes out whatever encoding and separator it is saved with.
func TestTextsInAnyEncoding(t *testing.T) {
	want, err := Open([]byte(asPeopleWrite))
	require.NoError(t, err)
	require.Equal(t, []Row{{1, []string{"Name", "From"}}, {2, []string{"Siân, Mrs", "7.30"}}, {4, []string{"Zoë", "8"}}}, want.Sheets[0].Rows)
	encode := func(e interface{ Bytes([]byte) ([]byte, error) }) []byte {
		out, err := e.Bytes([]byte(asPeopleWrite))
		require.NoError(t, err)
		return out
	}
	for name, data := range map[string][]byte{
		"UTF-8 with its mark":          []byte("\xef\xbb\xbf" + asPeopleWrite),
		"UTF-16":                       encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16, big end first":        encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder()),
		"UTF-16 without its mark":      encode(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewEncoder()),
		"Windows-1252":                 encode(charmap.Windows1252.NewEncoder()),
		"semicolons":                   []byte("Name;From\nSiân, Mrs;7.30\n\nZoë;8\n"),
		"tabs, as pasted":              []byte("Name\tFrom\nSiân, Mrs\t7.30\n\nZoë\t8\n"),
		"an apostrophe and hard space": []byte("Name\tFrom\nSiân, Mrs\t\u00a07.30\n\nZoë\t8\t\n"),
	} {
		got, err := Open(data)
		require.NoError(t, err, name)
		assert.Equal(t, want.Sheets, got.Sheets, name)
	}
}

func TestWhatIsNoTable(t *testing.T) {
	for text, says := range map[string]string{
		"%PDF-1.7": "a PDF document", "\xd0\xcf\x11\xe0\xa1\xb1": "an old Excel", "PK\x03\x04xyz": "damaged", "<html>": "HTML", "\x89PNG": "a picture",
		"a\x00b\x00\x00\x00\x01": "no text", "a,\"b\nc,d\n": "the quotes of this row do not close",
	} {
		_, err := Open([]byte(text))
		var fault *Fault
		require.ErrorAs(t, err, &fault, text)
		assert.Contains(t, fault.Says, says)
		assert.NotEmpty(t, fault.Remedy)
		assert.Positive(t, fault.Row)
	}
}

// A table that would fill the memory is refused with the reason before it is read.
func TestTablesThatAreTooLarge(t *testing.T) {
	_, err := Open(bytes.Repeat([]byte("ann,mon\n"), mostText/8+1))
	var fault *Fault
	require.ErrorAs(t, err, &fault)
	assert.Equal(t, "the table is too large: 48 MB, and 48 are the most", fault.Says)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	_, err = z.CreateRaw(&zip.FileHeader{Name: "xl/workbook.xml", UncompressedSize64: mostUnpacked + 1<<20})
	require.NoError(t, err)
	require.NoError(t, z.Close())
	_, err = Open(b.Bytes())
	require.ErrorAs(t, err, &fault)
	assert.Contains(t, fault.Says, "the workbook is too large: 257 MB when unpacked")
}

// saved is a workbook as bytes.
func saved(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	return b.Bytes()
}

func styled(t *testing.T, f *excelize.File, cell, format string) {
	t.Helper()
	style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
	require.NoError(t, err)
	require.NoError(t, f.SetCellStyle("Sheet1", cell, cell, style))
}

func TestWorkbooks(t *testing.T) {
	f := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "Rota", "A3": 46104.3125, "B3": 46104, "C3": 0.3125, "D3": 7.5, "E3": "07:30", "F3": 1.0, "A4": "Ann", "A5": nil, "B4": "x", "B5": "y", "C5": "#REF!"} {
		require.NoError(t, f.SetCellValue("Sheet1", cell, value))
	}
	styled(t, f, "A3", "ddd d mmm yyyy hh:mm")
	styled(t, f, "B3", "[$-809]dd mmmm;@")
	styled(t, f, "C3", "h:mm")
	styled(t, f, "F3", "[h]:mm")
	require.NoError(t, f.MergeCell("Sheet1", "A4", "A5"))
	require.NoError(t, f.SetRowVisible("Sheet1", 5, false))
	require.NoError(t, f.SetCellFormula("Sheet1", "D4", `CONCATENATE("a","b")`))
	require.NoError(t, f.SetCellFormula("Sheet1", "E4", `NOSUCH(1)`))
	_, err := f.NewSheet("Secret")
	require.NoError(t, err)
	require.NoError(t, f.SetSheetVisible("Secret", false))
	b, err := Open(saved(t, f))
	require.NoError(t, err)
	require.Len(t, b.Sheets, 1)
	assert.Equal(t, []Row{{1, []string{"Rota"}}, {3, []string{"2026-03-23 07:30", "2026-03-23", "07:30", "7.5", "07:30", "24:00"}},
		{4, []string{"Ann", "x", "", "ab"}}, {5, []string{"Ann", "y"}}}, b.Sheets[0].Rows)
	assert.Equal(t, []string{`sheet "Sheet1": 1 hidden rows are read too`, `the hidden sheet "Secret" is passed over`}, b.Notes)
	require.Len(t, b.Faults, 2, "a formula without a value, and an error")
	assert.Equal(t, "E", b.Faults[0].Column)
	assert.Contains(t, b.Faults[1].Says, "#REF!")
}

// Workbooks of old Macs count days from 1904.
func TestWorkbookThatCountsFrom1904(t *testing.T) {
	f := excelize.NewFile()
	yes := true
	require.NoError(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
	require.NoError(t, f.SetCellValue("Sheet1", "A1", 46104-1462))
	styled(t, f, "A1", "dd/mm/yyyy")
	b, err := Open(saved(t, f))
	require.NoError(t, err)
	assert.Equal(t, "2026-03-23", b.Sheets[0].Rows[0].Cell(0))
}

func TestHeaders(t *testing.T) {
	columns := []Column{{"worker", []string{"worker id", "worker", "carer"}}, {"end", []string{"end", "finish"}}}
	h := HeaderOf(&Row{2, []string{"Carer", "FINISH (local)", "Mileage", "Worker_id", "carer"}}, columns)
	assert.Equal(t, []int{3, 0}, h.At["worker"], "the likeliest first")
	assert.Equal(t, []int{1}, h.At["end"])
	assert.Equal(t, []string{"Mileage"}, h.Strange)
	assert.Equal(t, []string{"carer"}, h.Twice)
	assert.Equal(t, `"FINISH (local)" as end`, h.Says(columns))
	assert.Equal(t, []string{"A", "Z", "AA", "AZ", "BA"}, []string{Letter(0), Letter(25), Letter(26), Letter(51), Letter(52)})
}

// FuzzOpen holds that any bytes give sheets with something in each row, or a fault that says where and
// what to do.
func FuzzOpen(f *testing.F) {
	for _, seed := range []string{asPeopleWrite, "a;b\n1;2", "\xff\xfea\x00", "PK\x03\x04", "%PDF", strings.Repeat("x\t", 50), "\"", "7.30pm–8, Mon 23 Mar"} {
		f.Add([]byte(seed))
	}
	book := excelize.NewFile()
	_ = book.SetCellValue("Sheet1", "B2", time.Date(2026, 3, 23, 7, 30, 0, 0, time.UTC))
	var packed bytes.Buffer
	_ = book.Write(&packed)
	f.Add(packed.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Open(data)
		var fault *Fault
		if err != nil {
			require.ErrorAs(t, err, &fault)
			require.NotEmpty(t, fault.Says)
			require.NotEmpty(t, fault.Remedy)
			require.Positive(t, fault.Row)
			return
		}
		for _, s := range b.Sheets {
			last := 0
			for i := range s.Rows {
				require.Greater(t, s.Rows[i].Number, last)
				last = s.Rows[i].Number
				for _, c := range s.Rows[i].Cells {
					_, _ = spring.Moment(c)
					_, _, _, _ = ReadRange(c)
					Ambiguous(c)
				}
			}
		}
	})
}
