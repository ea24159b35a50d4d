package rotafile

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Sheets become a problem and the problem the same sheets again.
func TestSheetsRoundTrip(t *testing.T) {
	p := parse(t, everything)
	first, second := filepath.Join(t.TempDir(), "sheets"), filepath.Join(t.TempDir(), "again")
	require.NoError(t, WriteSheets(first, p))
	read, err := ReadSheets(first)
	require.NoError(t, err)
	require.Equal(t, p, read)
	require.NoError(t, WriteSheets(second, read))
	require.Equal(t, contents(t, first), contents(t, second))
}

// The examples too survive the sheets.
func TestExamplesAsSheets(t *testing.T) {
	files, err := filepath.Glob("../examples/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		p, err := Read(file)
		require.NoError(t, err)
		folder := filepath.Join(t.TempDir(), "sheets")
		require.NoError(t, WriteSheets(folder, p), file)
		read, err := ReadSheets(folder)
		require.NoError(t, err, file)
		require.Equal(t, p.Needs, read.Needs, file)
		require.Equal(t, p.Providers, read.Providers, file)
		require.Equal(t, p.Caps, read.Caps, file)
		require.Len(t, read.Workers, len(p.Workers))
		for i := range p.Workers {
			require.ElementsMatch(t, p.Workers[i].Skills, read.Workers[i].Skills, file)
			p.Workers[i].Skills, read.Workers[i].Skills = nil, nil
			require.Equal(t, p.Workers[i], read.Workers[i], file)
		}
	}
}

func TestSheetsRefuse(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*scheduler.Problem)
		says   string
	}{
		{"a semicolon in an element", func(p *scheduler.Problem) { p.Clients[0].Tell = []scheduler.Contact{{Name: "Carys; and Huw"}} }, "this element of a list"},
		{"a colon in a name", func(p *scheduler.Problem) { p.Clients[0].Tell = []scheduler.Contact{{Name: "Carys: Huw"}} }, "this element of a list"},
		{"never available", func(p *scheduler.Problem) { p.Workers[0].AlwaysAvailable, p.Workers[0].Available = false, nil }, "never available"},
		{"a name with space at its end", func(p *scheduler.Problem) { p.Clients[0].Name = "Owain " }, "this text"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := parse(t, everything)
			row.change(p)
			folder := filepath.Join(t.TempDir(), "sheets")
			err := WriteSheets(folder, p)
			var faults Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			require.Contains(t, faults[0].Says, row.says)
			require.NotEmpty(t, faults[0].Remedy)
			require.NoFileExists(t, folder)
		})
	}
	folder := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(folder, "Needs.CSV"), []byte("mine"), 0o644))
	require.ErrorContains(t, WriteSheets(folder, parse(t, everything)), "holds sheets already")
	require.Equal(t, map[string]string{"Needs.CSV": "mine"}, contents(t, folder))
}

// Texts that begin as a formula does are guarded in the sheets, and come back as they were.
func TestSheetsGuardFormulas(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.StringMatching(`'{0,2}[=+@'-]{1,2}[A-Za-z0-9=+ '()-]{0,10}[a-z0-9]`)
		p := parse(t, everything)
		named := func(label string) string { return text.Draw(r, label) }
		p.Name, p.Clients[0].Name, p.Workers[0].Name = named("rota"), named("client"), named("worker")
		rename(p, named("new id"))
		p.Clients[0].Tell = []scheduler.Contact{{Name: named("told")}, {Name: named("told too"), Phone: named("phone")}}
		p.Needs[0].Skills, p.Workers[0].Skills = []string{named("skill")}, []scheduler.Skill{{Name: named("held")}}
		p.Needs[0].Among = []scheduler.Among{{Skill: named("among"), Workers: 1}}
		if len(validate.Problem(p)) > 0 {
			r.Skip("two ids are the same")
		}
		folder, err := os.MkdirTemp(t.TempDir(), "")
		require.NoError(r, err)
		require.NoError(r, WriteSheets(filepath.Join(folder, "sheets"), p))
		for name, text := range contents(t, filepath.Join(folder, "sheets")) {
			rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			require.NoError(r, err)
			for _, cell := range slices.Concat(rows...) {
				require.NotContains(r, "=+-@\t\r", (cell + " ")[:1], "%s: %q", name, cell)
			}
		}
		read, err := ReadSheets(filepath.Join(folder, "sheets"))
		require.NoError(r, err)
		require.Equal(r, p, read)
	})
}

// rename gives the first worker another id, wherever the problem names that worker.
func rename(p *scheduler.Problem, id string) {
	old := p.Workers[0].ID
	swap := func(ids ...string) {
		for i := range ids {
			if ids[i] == old {
				ids[i] = id
			}
		}
	}
	for i := range p.Clients {
		swap(p.Clients[i].Known...)
		swap(p.Clients[i].Refuses...)
	}
	for i := range p.Needs {
		swap(p.Needs[i].Only...)
	}
	for i := range p.Workers {
		if p.Workers[i].Shadowing == old {
			p.Workers[i].Shadowing = id
		}
	}
	for i := range p.WorkPatterns {
		swap(p.WorkPatterns[i].Workers...)
	}
	p.Workers[0].ID = id
}

// Sheets of which one cannot be written are not written at all.
func TestSheetsAllOrNone(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the longest path is another elsewhere")
	}
	const longestPath = 4096
	above := t.TempDir()
	for len(above) < longestPath-400 {
		above = filepath.Join(above, strings.Repeat("d", 200))
	}
	room := longestPath - len(above) - len("//.contingency.csv.-0.tmp") - len(strconv.Itoa(os.Getpid())) // for the first sheets, not for work_patterns.csv
	above = filepath.Join(above, strings.Repeat("e", room-200))
	require.NoError(t, os.MkdirAll(above, 0o755))
	folder := filepath.Join(above, strings.Repeat("f", 199))
	require.Error(t, WriteSheets(folder, parse(t, everything)))
	require.Empty(t, contents(t, above))
	short := filepath.Join(above, "g")
	require.NoError(t, WriteSheets(short, parse(t, everything)))
}

// A sheet that cannot be read is one fault, and what names the people in it is none.
func TestSheetsThatCannotBeRead(t *testing.T) {
	for says, text := range map[string]string{
		"no text": "id\n\x00a\n", "a PDF document": "%PDF-1.7\n", "quotes": "id\n\"a", "sheet is empty": "",
	} {
		for _, sheet := range []string{"clients.csv", "workers.csv", "needs.csv", "providers.csv"} {
			texts := map[string][]byte{}
			for name, text := range sheetFiles() {
				texts[name] = []byte(text)
			}
			texts[sheet] = []byte(text)
			tree, faults := treeOfSheets("folder", texts)
			_, err := Reader{}.document(tree, faults, nil, nil)
			require.ErrorAs(t, err, &faults)
			require.Len(t, faults, 1, "%s %s: %v", sheet, says, faults)
			require.Contains(t, faults[0].String(), says)
		}
	}
}
