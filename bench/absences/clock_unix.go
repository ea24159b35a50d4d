//go:build unix

package absences

import (
	"syscall"
	"time"
)

// processors is the time that this process has had on processors, in user mode.
func processors() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return time.Duration(time.Now().UnixNano())
	}
	return time.Duration(u.Utime.Nano())
}
