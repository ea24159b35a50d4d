package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/stretchr/testify/require"
)

// binary is the command, built once for all tests.
var binary string

// waitForSignals is the variable that makes this test binary a process that
// waits to be interrupted: "gently", "gently-writing PATH" or "writing PATH".
const waitForSignals = "CAREROTA_TEST_WAIT_FOR_SIGNALS"

func TestMain(m *testing.M) {
	cpsat.Main()
	switch mode, path, _ := strings.Cut(os.Getenv(waitForSignals), " "); mode {
	case "gently":
		waitToBeInterrupted()
	case "gently-writing":
		go waitWhileWriting(path)
		waitToBeInterrupted()
	case "writing":
		tidyOnSignals()
		waitWhileWriting(path)
	}
	os.Exit(withBinary(m.Run))
}

// waitToBeInterrupted is that process.
func waitToBeInterrupted() {
	ctx, _ := interruptible(context.Background(), func() { fmt.Println("stopping") })
	fmt.Println("ready")
	<-ctx.Done()
	time.Sleep(time.Minute)
}

// waitWhileWriting is one that writes a file and does not come to its end.
func waitWhileWriting(path string) {
	_ = rotafile.WriteFile(path, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Repeat("half", 1<<16))
		fmt.Println("writing")
		time.Sleep(time.Minute)
		return err
	})
}

// withBinary builds the command, runs the tests and cleans up.
func withBinary(tests func() int) int {
	dir, err := os.MkdirTemp("", "carerota-test-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "carerota")
	if out, err := exec.Command("go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", err, out)
		return 1
	}
	return tests()
}

// outcome is what one run of the command left behind.
type outcome struct {
	code           int
	stdout, stderr string
}

// execute runs the command in a folder of its own for files it writes.
func execute(t *testing.T, dir string, args ...string) outcome {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = dir
	return outcomeOf(t, cmd)
}

func outcomeOf(t *testing.T, cmd *exec.Cmd) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return outcome{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// folder is a new folder with files in it.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
	}
	return dir
}

// namesIn are the names of what stands in a folder.
func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func read(t *testing.T, path ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(path...))
	require.NoError(t, err)
	return string(text)
}

// week is a household that can be covered in full.
const week = `format = "carerota/1"

[rota]
name = "A week at home"
time_zone = "Europe/London"
start = 2026-03-23
days = 7

[[client]]
id = "owain"
name = "Owain"

[[need]]
id = "mornings"
client = "owain"
days = "daily"
from = "08:00"
to = "11:00"

[[worker]]
id = "ade"
name = "Ade"
rate = 12.50

[[worker]]
id = "bea"
name = "Bea"
rate = 12.50
`

// shortWeek is the same household with a need that nobody can meet.
var shortWeek = week + `
[[need]]
id = "swim"
client = "owain"
days = ["tue"]
from = "14:00"
to = "16:00"
skills = ["swimming"]
`

// with is week with one line in place of another.
func with(old, new string) string {
	if !strings.Contains(week, old) {
		panic("week has no " + old)
	}
	return strings.Replace(week, old, new, 1)
}
