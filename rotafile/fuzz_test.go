package rotafile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
)

// judge asserts what every reading owes: a sound problem, or faults that each
// have a line and a remedy.
func judge(t *testing.T, p *scheduler.Problem, err error) {
	t.Helper()
	if err == nil {
		require.Empty(t, validate.Problem(p))
		return
	}
	require.Nil(t, p)
	judgeFaults(t, err)
}

func judgeFaults(t *testing.T, err error) {
	t.Helper()
	var faults Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	require.NotEmpty(t, faults)
	for _, f := range faults {
		require.Positive(t, f.Line, f.String())
		require.NotEmpty(t, f.File)
		require.NotEmpty(t, f.Says)
		require.NotEmpty(t, f.Remedy, f.String())
	}
}

func FuzzParseTOML(f *testing.F) {
	for _, seed := range []string{everything, base, head, pinned, strings.ReplaceAll(strings.Replace(pinned, "rate = -1", "skills = 'swimming'", 1), "[\"swimming\"]", "[]"), "", "a.b.c = [1, {x = '''y'''}] # z\n[[a.d]]\n[a.d.e]\n\"q\\u0041\" = 2026-03-29 22:00:00\n",
		"a = \"\"\"x\"\"\"\"\"\nb = ''''''\nc = { d = [ # x\n 1, ], }\n", "[ a . \"b\" ]\nc = 1\r\n[[ d ]]\n", "a = [[[", "x = \"\\x41\\e\"\n", "c= [1, {''= ''}]",
		mistakes, head + "[caps]\ntravel = '1m\nmin_rest = 11\n[caps]\n[worker]\n[[worker]]\nid = x\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse("rota.toml", data, TOML)
		judge(t, p, err)
		placesAgree(t, data)
	})
}

// placesAgree asserts that the scanner of places sees the document that the
// decoder sees, and that the document can be printed and read back.
func placesAgree(t *testing.T, data []byte) {
	t.Helper()
	if sound("x", data) != nil {
		return
	}
	text := strings.TrimPrefix(string(data), "\xef\xbb\xbf")
	values, err := decodeTOML(text)
	if err != nil {
		return
	}
	marks, _, err := scanMarks(text)
	if errors.Is(err, errTooDeep) || errors.Is(err, errNoKey) {
		return
	}
	require.NoError(t, err)
	b := treeBuilder{file: "x"}
	tree := b.node(values, marks, 1)
	require.False(t, b.astray)
	mended, faults := mendTOML("x", text, errLost)
	require.Len(t, faults, 1, "what the decoder takes has no fault of its own")
	require.Equal(t, errLost.Error(), faults[0].Says)
	require.Equal(t, plainValue(tree), plainValue(mended))
	lines := strings.Count(text, "\n") + 1
	linesWithin(t, tree, 1, lines)
	printed, err := printTree(tree, TOML)
	require.NoError(t, err)
	again, faults := parseTree("x", printed, TOML)
	require.Empty(t, faults, "%s", printed)
	require.Equal(t, plainValue(tree), plainValue(again), "%s", printed)
}

func linesWithin(t *testing.T, n *node, least, most int) {
	t.Helper()
	require.GreaterOrEqual(t, n.line, least)
	require.LessOrEqual(t, n.line, most)
	for _, k := range n.keys {
		linesWithin(t, n.fields[k], 1, most)
	}
	for _, item := range n.items {
		linesWithin(t, item, 1, most)
	}
}

// plainValue is a node without its place, numbers and times as they are written.
func plainValue(n *node) any {
	switch n.kind {
	case tableKind:
		m := map[string]any{}
		for k, v := range n.fields {
			m[k] = plainValue(v)
		}
		return m
	case listKind:
		list := []any{}
		for _, item := range n.items {
			list = append(list, plainValue(item))
		}
		return list
	case boolKind:
		return n.bool
	}
	return n.kind.String() + n.text
}

func FuzzParseJSON(f *testing.F) {
	tree, _ := parseTree("x", []byte(everything), TOML)
	text, err := printTree(tree, JSON)
	require.NoError(f, err)
	for _, seed := range []string{string(text), "", "{}", "[]", "null", `{"format": "carerota/1", "rota": {"days": 1e999}}`, `{"a": {"a": [1, 2.5, "x", null, true]}, "a": 1}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := Parse("rota.json", data, JSON)
		judge(t, p, err)
		tree, faults := parseTree("rota.json", data, JSON)
		if text := bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")); tree != nil {
			noJSON := slices.ContainsFunc(faults, func(f Fault) bool { return strings.HasPrefix(f.Says, "column ") })
			require.Equal(t, json.Valid(text), !noJSON, "%v", faults)
		}
		if faults != nil {
			return
		}
		printed, err := printTree(tree, JSON)
		require.NoError(t, err)
		again, faults := parseTree("rota.json", printed, JSON)
		require.Empty(t, faults)
		require.Equal(t, plainValue(tree), plainValue(again))
	})
}

func FuzzReadResult(f *testing.F) {
	p, err := Parse("rota.toml", []byte(everything), TOML)
	require.NoError(f, err)
	for _, seed := range []string{wantResult, "", "{}", "0,0,", "1,5}", `{"format": "carerota/1", "shifts": [{"worker": "ade", "start": "2026-03-24T07:30", "end": "2026-03-24T24:00", "need": "days", "kind": "waking"}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		rota, err := ParseResult("result.json", data, p)
		if err != nil {
			require.Nil(t, rota)
			judgeFaults(t, err)
			return
		}
		if r, meta, err := ParseReport("result.json", data, p); err == nil {
			require.Equal(t, rota, r.Rota)
			require.NoError(t, WriteResult(io.Discard, p, r, meta))
		}
		for _, s := range rota.Shifts {
			require.True(t, s.Start.Before(s.End))
			require.Equal(t, s.Kind == scheduler.Standby, s.Need == "")
		}
	})
}

// FuzzSheets reads a folder of which one sheet, numbered by which, is drawn.
func FuzzSheets(f *testing.F) {
	for i, sh := range sheets() {
		f.Add(uint8(i), []byte(sheetFiles()[sh.file]))
	}
	f.Add(uint8(4), []byte("id,days,from,to\na,\"daily\",08:00,09:00\n\"b\n"))
	f.Fuzz(func(t *testing.T, which uint8, data []byte) {
		texts := map[string][]byte{}
		for name, text := range sheetFiles() {
			texts[name] = []byte(text)
		}
		all := sheets()
		texts[all[int(which)%len(all)].file] = data
		tree, faults := treeOfSheets("folder", texts)
		d, err := Reader{}.document(tree, faults, nil, nil)
		if err != nil {
			judgeFaults(t, err)
			return
		}
		judge(t, d.Problem, nil)
		printed, err := printTree(tree, TOML)
		require.NoError(t, err)
		again, err := Parse("rota.toml", printed, TOML)
		require.NoError(t, err, "%s", printed)
		require.Equal(t, d.Problem, again)
	})
}

// FuzzWorkbooks holds that a workbook of any cells gives a sound problem or faults with their place.
func FuzzWorkbooks(f *testing.F) {
	f.Add("Staff", "Name", "Ann", "rate", "£12,50")
	f.Add("Leave", "worker", "ade", "dates", "28/03 - 29/03")
	f.Add("availability", "Days", "Mon-Fri & Sun", "who", "Ade")
	f.Fuzz(func(t *testing.T, tab, a1, a2, b1, b2 string) {
		book := excelize.NewFile()
		defer book.Close()
		for name, text := range sheetFiles() {
			tab := strings.TrimSuffix(name, ".csv")
			if _, err := book.NewSheet(tab); err != nil {
				t.Skip()
			}
			for i, cells := range readCSV(t, text) {
				if book.SetSheetRow(tab, fmt.Sprint("A", i+1), &cells) != nil {
					t.Skip()
				}
			}
		}
		if _, err := book.NewSheet(tab); err != nil {
			t.Skip()
		}
		for at, text := range map[string]string{"A1": a1, "A2": a2, "B1": b1, "B2": b2} {
			if book.SetCellValue(tab, at, text) != nil {
				t.Skip()
			}
		}
		var b bytes.Buffer
		if book.Write(&b) != nil {
			t.Skip()
		}
		d, err := Reader{}.OpenText("book.xlsx", b.Bytes())
		if err != nil {
			judgeFaults(t, err)
			return
		}
		judge(t, d.Problem, nil)
	})
}

func readCSV(t *testing.T, text string) [][]string {
	t.Helper()
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	require.NoError(t, err)
	return rows
}
