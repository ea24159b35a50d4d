//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A search that is interrupted writes the best rota so far, which is sound,
// and ends well.
func TestInterruptWritesTheBestSoFar(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			dir := folder(t, map[string]string{"hard.toml": hard(t)})
			cmd := exec.Command(binary, "solve", "hard.toml", "--time", "10m", "-o", "hard.json")
			cmd.Dir = dir
			stderr, err := cmd.StderrPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			lines := bufio.NewScanner(stderr)
			for lines.Scan() && !strings.Contains(lines.Text(), "not covered") {
			}
			require.NoError(t, cmd.Process.Signal(signal))
			var rest strings.Builder
			for lines.Scan() {
				rest.WriteString(lines.Text() + "\n")
			}
			require.NoError(t, cmd.Wait(), rest.String())
			assert.Contains(t, rest.String(), "stopping")
			got := execute(t, dir, "check", "hard.toml", "hard.json")
			assert.Zero(t, got.code, "%+v", got)
			assert.NotContains(t, got.stdout, "the result file ")
		})
	}
}

// hard is a problem whose rota is not proved best before an interrupt arrives.
func hard(t *testing.T) string {
	t.Helper()
	text := read(t, "..", "..", "examples", "cardiff-underlap.toml")
	return strings.Replace(text, "days = 28", "days = 84", 1)
}

func TestASecondInterruptQuitsAtOnce(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), waitForSignals+"=gently")
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(stdout)
	for _, want := range []string{"ready", "stopping"} {
		require.True(t, lines.Scan())
		assert.Equal(t, want, lines.Text())
		require.NoError(t, cmd.Process.Signal(os.Interrupt))
	}
	assert.Error(t, cmd.Wait())
	assert.Equal(t, exitFailure, cmd.ProcessState.ExitCode())
}

// Whatever signal ends the program, no file that is half written is left behind, and an old one is
// as it was.
func TestSignalsLeaveNoHalfFiles(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	for _, row := range []struct {
		mode    string
		lines   int
		signals []os.Signal
	}{
		{"writing", 1, []os.Signal{os.Interrupt}},
		{"writing", 1, []os.Signal{syscall.SIGTERM}},
		{"writing", 1, []os.Signal{syscall.SIGHUP}},
		{"gently-writing", 2, []os.Signal{os.Interrupt, os.Interrupt}},
	} {
		dir := folder(t, map[string]string{"old.json": "old"})
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), waitForSignals+"="+row.mode+" "+dir+"/old.json")
		stdout, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		lines := bufio.NewScanner(stdout)
		for range row.lines { // that it is writing, and that it is ready for signals
			require.True(t, lines.Scan())
		}
		require.Len(t, namesIn(t, dir), 2, "the file is being written")
		for _, s := range row.signals {
			require.NoError(t, cmd.Process.Signal(s))
			if len(row.signals) > 1 {
				for lines.Scan() && lines.Text() != "stopping" {
				}
			}
		}
		assert.Error(t, cmd.Wait())
		assert.Equal(t, []string{"old.json"}, namesIn(t, dir), "%v", row)
		assert.Equal(t, "old", read(t, dir, "old.json"))
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); ok && row.mode == "writing" {
			assert.Equal(t, row.signals[0], status.Signal(), "it ends as it would have without the tidying")
		}
	}
}
