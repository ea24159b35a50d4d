//go:build !unix

package cpsat

import "os/exec"

// apart keeps signals of the terminal from the child where the system has groups of processes.
func apart(*exec.Cmd) {}
