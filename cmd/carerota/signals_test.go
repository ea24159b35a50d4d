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
			for lines.Scan() && !strings.Contains(lines.Text(), "underlap") {
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
	cmd.Env = append(os.Environ(), waitForSignals+"=1")
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
