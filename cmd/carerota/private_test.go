package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// private is a problem in which everything that is the manager's stands in somebody's way: each text of it has
// "SECRET" in it, and people and providers are suspended, refuse and are refused.
const private = `format = "carerota/1"
[rota]
name = "Idris"
time_zone = "Europe/London"
start = 2027-02-01
days = 5
[caps]
max_hours_week = 30
firm = ["max_hours_week"]
firm_why = "SECRET house"
[contingency]
standby = 1
relief = 1
[[client]]
id = "idris"
name = "Idris"
refuses = ["gwyn", "castle"]
tell = [{ name = "Mair", phone = "01234 5" }]
facts = ["Peg feed at eight"]
[[client]]
id = "nerys"
name = "Nerys"
[[need]]
id = "morning"
client = "idris"
days = "daily"
from = "07:00"
to = "11:00"
skills = ["hoist"]
criticality = "critical"
[[need]]
id = "evening"
client = "idris"
days = "daily"
from = "17:00"
to = "21:00"
workers = 2
[[need]]
id = "lunch"
client = "nerys"
days = "daily"
from = "12:00"
to = "13:00"
[[provider]]
id = "team"
name = "Home team"
kind = "team"
[[provider]]
id = "castle"
name = "Castle Care"
kind = "agency"
[[provider]]
id = "moat"
name = "Moat Care"
kind = "agency"
suspended = true
[[provider]]
id = "keep"
name = "Keep Care"
kind = "agency"
accepts = ["nerys"]
[[worker]]
id = "ann"
provider = "team"
skills = ["hoist"]
rate = 13
phone = "01234 6"
caps = { max_hours_week = 20, firm = ["max_hours_week"], firm_why = "SECRET visa" }
unavailable = [{ dates = [2027-02-03, 2027-02-04], why = "SECRET illness" }]
[[worker]]
id = "bryn"
provider = "team"
skills = ["hoist"]
rate = 13
unavailable = [{ start = 2027-02-05T00:00:00, end = 2027-03-01T00:00:00, why = "SECRET inquiry" }]
[[worker]]
id = "ceri"
provider = "team"
skills = ["hoist"]
suspended = true
[[worker]]
id = "dilys"
provider = "team"
skills = ["hoist"]
refuses = ["idris"]
[[worker]]
id = "gwyn"
provider = "team"
skills = ["hoist"]
[[worker]]
id = "huw"
provider = "castle"
skills = ["hoist"]
[[worker]]
id = "ifor"
provider = "moat"
skills = ["hoist"]
[[worker]]
id = "jac"
provider = "keep"
skills = ["hoist"]
[[worker]]
id = "kit"
provider = "team"
rate = 13
`

const privateEvent = `format = "carerota/1"
reported = 2027-02-01T06:00:00
[[event]]
kind = "absent"
worker = "bryn"
start = 2027-02-01T07:00:00
end = 2027-02-03T00:00:00
why = "SECRET surgery"
[[event]]
kind = "suspended"
worker = "kit"
start = 2027-02-02T00:00:00
why = "SECRET allegation"
`

// telling are the words that tell of something private.
var telling = regexp.MustCompile(`(?i)secret|suspen|refus|never to be sent|accepted|\bfirm\b`)

// Whatever is written for anybody but the manager tells of nothing private, whichever command writes it and in
// whichever form; what is written for the manager does, so that the test would find it.
func TestWhatIsPrivateStaysWithTheManager(t *testing.T) {
	dir := folder(t, map[string]string{"p.toml": private, "event.toml": privateEvent})
	require.Zero(t, execute(t, dir, "solve", "p.toml", "--steps", "300", "-o", "r.json").code)
	broken := brokenRota(t, dir)
	commands := [][]string{
		{"solve", "p.toml", "--steps", "300", "-o", "OUT/r.json", "--html", "OUT/rota.html", "--csv", "OUT/r.csv", "--xlsx", "OUT/r.xlsx", "--ics", "OUT/ics"},
		{"check", "p.toml", "r.json", "-o", "OUT/checked.json", "--html", "OUT/idris.html", "--client", "idris", "--from", broken},
		{"check", "p.toml", "r.json", "--html", "OUT/sheet.html", "--client", "idris", "--day", "2027-02-05"},
		{"check", "p.toml", "r.json", "--html", "OUT/ann.html", "--worker", "ann"},
		{"check", "p.toml", broken, "--all", "-o", "OUT/broken.json", "--html", "OUT/broken.html"},
		{"rota", "p.toml", "r.json", "-o", "OUT/turned.json"},
		{"plan", "p.toml", "r.json", "-o", "OUT/plan.md", "--html", "OUT/plan.html"},
		{"explain", "p.toml", "r.json"},
		{"explain", "p.toml", "r.json", "--at", "2027-02-05 08:00"},
		{"who", "p.toml", "r.json", "--need", "morning", "--at", "2027-02-05 08:00", "-o", "OUT/who.json"},
		{"repair", "p.toml", "r.json", "--event", "event.toml", "-o", "OUT/new.json", "--html", "OUT/new.html"},
	}
	for _, to := range []string{"manager", "staff", "family"} {
		said := map[string]string{}
		require.NoError(t, os.Mkdir(filepath.Join(dir, to), 0o755))
		for i, command := range commands {
			args := []string{}
			for _, a := range command {
				args = append(args, strings.Replace(a, "OUT", to, 1))
			}
			got := execute(t, dir, append(args, "--for", to)...)
			require.Contains(t, []int{exitDone, exitBroken}, got.code, "%v: %+v", args, got)
			said[strings.Join(command[:1], " ")+string(rune('0'+i))] = got.stdout
		}
		for name, text := range textsIn(t, filepath.Join(dir, to)) {
			said[name] = text
		}
		told := 0
		for name, text := range said {
			if found := telling.FindAllString(text, -1); to != "manager" {
				assert.Empty(t, found, "%s for %s: %s", name, to, around(text))
			} else if len(found) > 0 {
				told++
			}
		}
		if to == "manager" {
			assert.Greater(t, told, 12)
			assert.Contains(t, said["rota.html"], "SECRET visa")
			for _, secret := range []string{"SECRET illness", "SECRET inquiry"} {
				assert.Contains(t, said["r.json"], secret)
			}
			assert.Contains(t, said["new.html"]+said["new.json"], "SECRET")
		}
	}
}

// What nobody has said whom it is for is safe for whoever is usual.
func TestUsualReaders(t *testing.T) {
	dir := folder(t, map[string]string{"p.toml": private})
	require.Zero(t, execute(t, dir, "solve", "p.toml", "--steps", "300", "-o", "r.json").code)
	for _, args := range [][]string{
		{"check", "p.toml", "r.json", "--html", "page.html", "--client", "idris"},
		{"check", "p.toml", "r.json", "--html", "page.html", "--client", "idris", "--day", "2027-02-05"},
		{"check", "p.toml", "r.json", "--html", "page.html", "--worker", "ann"},
		{"plan", "p.toml", "r.json", "-o", "plan.md", "--html", "page.html"},
	} {
		require.Zero(t, execute(t, dir, args...).code, "%v", args)
		assert.Empty(t, telling.FindAllString(read(t, dir, "page.html"), -1), "%v", args)
	}
	assert.Empty(t, telling.FindAllString(read(t, dir, "plan.md"), -1))
	got := execute(t, dir, "check", "p.toml", "r.json", "--for", "neighbours")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, `--for "neighbours": nobody is called so: write manager, staff or family`)
	got = execute(t, dir, "check", "p.toml", "r.json", "--payroll", "pay.csv", "--for", "staff")
	assert.Equal(t, exitUsage, got.code)
	assert.Contains(t, got.stderr, "which is the manager's")
}

// brokenRota is a result file in which everybody works who must not.
func brokenRota(t *testing.T, dir string) string {
	t.Helper()
	var file map[string]any
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, "r.json")), &file))
	var shifts []any
	for i, who := range []string{"ann", "bryn", "ceri", "dilys", "gwyn", "huw", "ifor", "jac"} {
		day := []string{"2027-02-03", "2027-02-05"}[i%2]
		shifts = append(shifts, map[string]any{"worker": who, "need": "morning", "client": "idris", "kind": "waking",
			"start": day + "T07:00:00Z", "end": day + "T11:00:00Z"})
	}
	file["shifts"] = shifts
	text, err := json.Marshal(file)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "broken.json"), text, 0o644))
	return "broken.json"
}

// textsIn are the texts of all files of a folder, by their names; of a workbook all that it holds.
func textsIn(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		require.NoError(t, err)
		out[d.Name()] = string(data)
		if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			for _, f := range z.File {
				r, err := f.Open()
				require.NoError(t, err)
				text, err := io.ReadAll(r)
				require.NoError(t, err)
				out[d.Name()] += string(text)
			}
		}
		return nil
	}))
	return out
}

// around is what stands about the first word that tells.
func around(text string) string {
	at := telling.FindStringIndex(text)
	if at == nil {
		return ""
	}
	return text[max(0, at[0]-80):min(len(text), at[1]+40)]
}
