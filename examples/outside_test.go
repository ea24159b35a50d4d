package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// outsider is a program of somebody else's that uses the library and its core.
const outsider = `package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/scheduler"
)

func main() {
	p := scheduler.NewProblem("outside", time.UTC, scheduler.Date{Year: 2026, Month: time.March, Day: 23}, 7)
	p.Clients = []scheduler.Client{{ID: "steven"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("evenings", "steven", scheduler.Daily(), 16*time.Hour, 22*time.Hour)}
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team"), scheduler.NewWorker("bea", "team")}
	rules := append(constraints.House(), contingency.Planned()...)
	report, err := carerota.Solve(context.Background(), p, carerota.Options{Rules: rules, Threads: 1, Steps: 2000})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println(report.Cover.CoveredHours, "hours covered,", len(report.Underlap), "short")
}
`

// Who imports the core gets carerota alone: their module names nothing else, and they build it with no module but
// carerota and no network. The command line's dependencies stay with the command line.
func TestTheCoreFromOutside(t *testing.T) {
	tree, err := filepath.Abs("..")
	require.NoError(t, err)
	goLine := "go " + field(t, filepath.Join(tree, "go.mod"), "go") + "\n"
	modFile := func(requirement string) string {
		return "module example.org/outside\n\n" + goLine + requirement + "\nreplace github.com/carerota/carerota => " + tree + "\n"
	}
	const carerotaAlone = "\nrequire github.com/carerota/carerota v0.0.0-00010101000000-000000000000\n"

	t.Run("builds and runs with an empty module cache and no network", func(t *testing.T) {
		o := newOutside(t, modFile(carerotaAlone))
		o.env = append(o.env, "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOMODCACHE="+filepath.Join(t.TempDir(), "mod"))
		o.mustRun("vet", "./...")
		require.Equal(t, "42 hours covered, 0 short\n", o.mustRun("run", "."))
		list := o.mustRun("list", "-deps", "-f", "{{with .Module}}{{.Path}}{{end}}", "./...")
		for module := range strings.FieldsSeq(list) {
			require.Contains(t, []string{"example.org/outside", "github.com/carerota/carerota"}, module)
		}
		require.Equal(t, modFile(carerotaAlone), o.read("go.mod"))
		require.NoFileExists(t, filepath.Join(o.folder, "go.sum"), "there was nothing to check the sum of")
	})

	t.Run("go mod tidy adds carerota and nothing else", func(t *testing.T) {
		o := newOutside(t, modFile(""))
		o.env = append(o.env, "GOFLAGS=-mod=mod")
		if out, err := o.run("mod", "tidy"); err != nil {
			require.Regexp(t, "dial tcp|no such host|i/o timeout|module lookup disabled", out)
			t.Skipf("go mod tidy reads what the tests of carerota need too, and the module proxy cannot be reached: %s", out)
		}
		text := o.read("go.mod")
		require.NotContains(t, text, "// indirect")
		require.Equal(t, 1, strings.Count(text, "require"))
		require.Contains(t, text, carerotaAlone)
		require.Equal(t, "42 hours covered, 0 short\n", o.mustRun("run", "."))
	})
}

// field is the value of a line of a go.mod file.
func field(t *testing.T, file, key string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		if value, found := strings.CutPrefix(line, key+" "); found {
			return strings.TrimSpace(value)
		}
	}
	t.Fatalf("%s has no line %s", file, key)
	return ""
}

// outside is a module of somebody else's.
type outside struct {
	t      *testing.T
	folder string
	env    []string
}

func newOutside(t *testing.T, modFile string) *outside {
	t.Helper()
	o := &outside{t, t.TempDir(), append(os.Environ(), "GOWORK=off")}
	require.NoError(t, os.WriteFile(filepath.Join(o.folder, "go.mod"), []byte(modFile), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(o.folder, "main.go"), []byte(outsider), 0o600))
	return o
}

func (o *outside) run(args ...string) (string, error) {
	cmd := exec.Command("go", args...)
	cmd.Dir, cmd.Env = o.folder, o.env
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (o *outside) mustRun(args ...string) string {
	o.t.Helper()
	out, err := o.run(args...)
	require.NoError(o.t, err, out)
	return out
}

func (o *outside) read(name string) string {
	o.t.Helper()
	text, err := os.ReadFile(filepath.Join(o.folder, name))
	require.NoError(o.t, err)
	return string(text)
}
