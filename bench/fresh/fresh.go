// Package fresh runs one benchmark case in a process of its own, so that its
// peak memory is its own and no run warms up another.
package fresh

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"
)

// Flag is the command-line flag with which the program calls itself. The
// program then reads a case from standard input and writes its row to standard output.
const Flag = "one-case"

// Run gives the case (as JSON) to a new process of this program and reads
// what it answers. The process's own error output goes to errs. Cpu is the
// time that the process had on processors, over all its threads.
func Run(ctx context.Context, task, answer any, errs io.Writer) (cpu time.Duration, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, fmt.Errorf("fresh: %w", err)
	}
	in, err := json.Marshal(task)
	if err != nil {
		return 0, fmt.Errorf("fresh: %w", err)
	}
	cmd := exec.CommandContext(ctx, self, "-"+Flag)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(in), errs
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("fresh: the case's process: %w", err)
	}
	if err := json.Unmarshal(out, answer); err != nil {
		return 0, fmt.Errorf("fresh: the case's answer: %w", err)
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), nil
}

// PeakMiB is the most memory that this process has held, in MiB: the high-water
// mark of its resident memory where the system tells it, else all that the Go runtime took.
func PeakMiB() float64 {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if kib, ok := highWater(string(status)); ok {
			return kib / 1024
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.Sys) / (1 << 20)
}

// highWater is the line VmHWM of a Linux process's status, in KiB.
func highWater(status string) (kib float64, ok bool) {
	for line := range strings.Lines(status) {
		if rest, is := strings.CutPrefix(line, "VmHWM:"); is {
			kib, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			return kib, err == nil
		}
	}
	return 0, false
}
