package rotafile

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
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
