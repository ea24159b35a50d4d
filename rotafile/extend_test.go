package rotafile

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// folder writes files into a new folder and gives its path.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir
}

const base = head + `[caps]
max_hours_week = 40
min_rest = "10h"
[contingency]
standby_shift = { min = "5h", max = "12h" }
[[client]]
id = "c"
[[need]]
id = "a"
days = "daily"
from = "08:00"
to = "12:00"
skills = ["x", "y"]
[[need]]
id = "b"
dates = "2026-07-07"
from = "13:00"
to = "14:00"
[[worker]]
id = "ade"
rate = 12
[worker.caps]
max_shift = "8h"
[[worker]]
id = "bea"
[[pay]]
name = "night"
days = "daily"
multiply = 2
[[pay]]
days = "daily"
add = 1
`

func TestExtends(t *testing.T) {
	over := `extends = "base.toml"
[rota]
days = 14
[caps]
min_rest = "9h"
[contingency]
standby_shift = { min = "4h" }
[objective]
new_face = 3
[[need]]
id = "a"
dates = ["2026-07-08"]
skills = "z"
[[need]]
id = "b"
remove = true
[[need]]
id = "d"
new = true
client = "c"
days = "weekends"
from = "09:00"
to = "10:00"
[[worker]]
id = "bea"
remove = true
[[worker]]
id = "ade"
suspended = true
caps = { max_hours_week = 20 }
[[pay]]
name = "night"
multiply = 1.5
[[pay]]
days = "daily"
add = 2
`
	dir := folder(t, map[string]string{"base.toml": base, "over.toml": over})
	d, err := Reader{}.Open(filepath.Join(dir, "over.toml"))
	require.NoError(t, err)
	p := d.Problem
	require.Equal(t, 14, p.Days)
	require.Equal(t, "test", p.Name)
	require.Equal(t, 40*time.Hour, *p.Caps.MaxHoursWeek)
	require.Equal(t, 9*time.Hour, p.Caps.MinRest)
	require.Equal(t, 4*time.Hour, p.Contingency.StandbyMin)
	require.Equal(t, 12*time.Hour, p.Contingency.StandbyMax)
	require.Equal(t, 3.0, p.Objective.NewFace)
	require.Len(t, p.Needs, 2)
	require.Equal(t, "2026-07-08", p.Needs[0].Days.Dates[0].String())
	require.Equal(t, [7]bool{}, p.Needs[0].Days.Weekdays)
	require.Equal(t, []string{"z"}, p.Needs[0].Skills)
	require.Equal(t, "d", p.Needs[1].ID)
	require.Len(t, p.Workers, 1)
	require.True(t, p.Workers[0].Suspended)
	require.Equal(t, 12.0, p.Workers[0].Rate)
	require.Equal(t, 20*time.Hour, *p.Workers[0].Caps.MaxHoursWeek)
	require.Equal(t, 8*time.Hour, p.Workers[0].Caps.MaxShift)
	require.Len(t, p.Pay, 3)
	require.Equal(t, 1.5, p.Pay[0].Multiply)
	require.Equal(t, 2.0, p.Pay[2].Add)

	sum := sha256.Sum256([]byte(base + over))
	require.Equal(t, hex.EncodeToString(sum[:]), d.SHA256)
	require.Equal(t, []string{filepath.Join(dir, "over.toml"), filepath.Join(dir, "base.toml")}, d.Files)
}

// Three files, one of them JSON.
func TestExtendsTwice(t *testing.T) {
	dir := folder(t, map[string]string{"base.toml": base,
		"middle.json": `{"extends": "base.toml", "worker": [{"id": "cy", "new": true}]}`,
		"top.toml":    "extends = \"middle.json\"\n[[worker]]\nid = \"cy\"\nname = \"Cy\"\n"})
	p, err := Read(filepath.Join(dir, "top.toml"))
	require.NoError(t, err)
	require.Equal(t, "Cy", p.Workers[2].Name)
}

func TestExtendsFaults(t *testing.T) {
	for _, row := range []struct {
		name  string
		files map[string]string // read from over.toml
		want  []string          // "file:line key"
		says  string
	}{
		{"fault in the base", map[string]string{"base.toml": base + "rat = 1\n", "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"ade\"\nrate = -1\n"},
			[]string{"over.toml:4 worker[0].rate", "base.toml:41 pay[1].rat"}, "negative"},
		{"dangling after a removal", map[string]string{"base.toml": base + "[[client]]\nid = \"d\"\nknown = [\"bea\"]\n", "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"bea\"\nremove = true\n"},
			[]string{"base.toml:43 client[1].known[0]"}, "no worker"},
		{"nothing to remove", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"bee\"\nremove = true\n"},
			[]string{"over.toml:2 worker[0].remove"}, "no worker \"bee\""},
		{"twice in one file", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"bea\"\n[[worker]]\nid = \"bea\"\n"},
			[]string{"over.toml:5 worker[1].id"}, "twice in this file"},
		{"an id that the base lacks, near to one", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"beah\"\nrate = 9\n"},
			[]string{"over.toml:3 worker[0].id"}, `the base has no worker "beah"; did you mean "bea"? Else write new = true`},
		{"an id that the base lacks, near to none", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[client]]\nid = \"morgan\"\nnew = false\n"},
			[]string{"over.toml:3 client[0].id"}, `the base has no client "morgan"; correct the id, or write new = true`},
		{"new to a list that the base lacks", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[provider]]\nid = \"bank\"\n"},
			[]string{"over.toml:3 provider[0].id"}, "new = true"},
		{"a need that is another's, and nothing missing in it", map[string]string{"base.toml": base + "[[need]]\nid = \"visit\"\ndays = \"daily\"\nfrom = \"15:00\"\nto = \"16:00\"\n", "over.toml": "extends = \"base.toml\"\n[[need]]\nid = \"vist\"\nworkers = 0\n"},
			[]string{"over.toml:3 need[0].id", "over.toml:4 need[3].workers"}, `did you mean "visit"`},
		{"new that is there", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"bea\"\nnew = true\n"},
			[]string{"over.toml:4 worker[0].new"}, `the base has the worker "bea" already`},
		{"new that is no bool", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"bea\"\nnew = 1\n"},
			[]string{"over.toml:4 worker[0].new"}, "true or false is wanted"},
		{"no base", map[string]string{"over.toml": "extends = \"base.toml\"\n" + head},
			[]string{"over.toml:1 extends"}, "base.toml is not there; correct the name; it is relative to this file"},
		{"a folder for a base", map[string]string{"over.toml": "extends = \".\"\n[caps]\ntravel = 1\n"},
			[]string{"over.toml:1 extends", "over.toml:3 caps.travel"}, "cannot be read: it is a folder"},
		{"no name, and nothing else wrong", map[string]string{"over.toml": "extends = \"\"\n"}, []string{"over.toml:1 extends"}, "the name is empty"},
		{"over itself, and nothing else wrong", map[string]string{"over.toml": "extends = \"over.toml\"\n"}, []string{"over.toml:1 extends"}, "over itself"},
		{"no base, and what is wrong with the rest", map[string]string{"over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"ade\"\nrate = \"x\"\nskils = []\nprovider = \"bank\"\n"},
			[]string{"over.toml:1 extends", "over.toml:4 worker[0].rate", "over.toml:5 worker[0].skils"}, "is not there"},
		{"a base that is no text", map[string]string{"base.toml": "\xff", "over.toml": "extends = \"base.toml\"\n[caps]\ntravel = 1\n"},
			[]string{"over.toml:3 caps.travel", "base.toml:1 "}, "a duration is wanted"},
		{"over itself", map[string]string{"over.toml": "extends = \"./over.toml\"\n" + head},
			[]string{"over.toml:1 extends"}, "over itself"},
		{"circle", map[string]string{"over.toml": "extends = \"base.toml\"\n" + head, "base.toml": "# c\nextends = \"over.toml\"\n"},
			[]string{"base.toml:2 extends"}, "over itself"},
		{"no name", map[string]string{"over.toml": "extends = 3\n" + head},
			[]string{"over.toml:1 extends"}, "whole number"},
		{"remove without a base", map[string]string{"over.toml": head + "[[worker]]\nid = \"a\"\nremove = true\n"},
			[]string{"over.toml:11 worker[0].remove"}, "unknown"},
		{"remove that is no bool", map[string]string{"base.toml": base, "over.toml": "extends = \"base.toml\"\n[[worker]]\nid = \"bea\"\nremove = \"yes\"\n"},
			[]string{"over.toml:4 worker[0].remove"}, "true or false"},
		{"syntax in the base", map[string]string{"base.toml": "format = \"carerota/1\"\n[", "over.toml": "extends = \"base.toml\"\n" + head},
			[]string{"base.toml:2 "}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := folder(t, row.files)
			_, err := Read(filepath.Join(dir, "over.toml"))
			var faults Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			var got []string
			for _, f := range faults {
				rel, err := filepath.Rel(dir, f.File)
				require.NoError(t, err)
				require.NotEmpty(t, f.Remedy)
				got = append(got, fmt.Sprintf("%s:%d %s", rel, f.Line, f.Key))
			}
			require.Equal(t, row.want, got, err)
			require.Contains(t, faults[0].String(), row.says)
		})
	}
}

func TestReadMissingFile(t *testing.T) {
	_, err := Read(filepath.Join(t.TempDir(), "none.toml"))
	require.ErrorIs(t, err, os.ErrNotExist)
}
