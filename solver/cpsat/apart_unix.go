//go:build unix

package cpsat

import (
	"os/exec"
	"syscall"
)

// apart keeps signals of the terminal from the child: Ctrl-C is the parent's
// affair, which then asks the child for the best so far.
func apart(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} }
