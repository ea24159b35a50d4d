package cpsat

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// errOverdue says that a search went on long after its time and was ended with its process.
var errOverdue = errors.New("cpsat: CP-SAT did not end its search in time and was ended")

// errHook says that a program forgot its first line.
var errHook = errors.New("cpsat: the program must call cpsat.Main first of all, so that it can be its own child process")

// child is a process that has OR-Tools and answers one search at a time.
type child struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	writing sync.Mutex // of in
	errs    *tail
	version string
	once    sync.Once
	ended   error
	overdue atomic.Bool // it was ended here, since it would not end its search
}

// helloTime is how long a child may take to load OR-Tools.
const helloTime = time.Minute

// start starts OR-Tools of the place in a child process.
func start(ctx context.Context, p place) (*child, error) {
	c := &child{errs: &tail{}}
	if p.library != "" {
		if !hooked.Load() {
			return nil, errHook
		}
		self, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("cpsat: %w", err)
		}
		c.cmd = exec.Command(self)
		c.cmd.Env = append(os.Environ(), childEnv+"="+p.library)
	} else {
		c.cmd = exec.Command(p.python, "-c", servePython)
	}
	c.cmd.Stderr = c.errs
	c.cmd.WaitDelay = time.Second
	apart(c.cmd)
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("cpsat: %w", err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("cpsat: %w", err)
	}
	c.out = bufio.NewReaderSize(out, 1<<16)
	if err := c.cmd.Start(); err != nil {
		return nil, fmt.Errorf("cpsat: %w", err)
	}
	wait, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	stop := context.AfterFunc(wait, c.kill)
	kind, content, err := readFrame(c.out)
	stop()
	switch {
	case err != nil:
		return nil, c.died(fmt.Sprintf("OR-Tools of %s ended before it was ready", p))
	case kind != frameHello:
		c.close()
		return nil, errors.New(string(content))
	}
	c.version = string(content)
	return c, nil
}

// patience is how long a search may go on after its time, and again after it was told to stop.
const patience = 2 * time.Second

// solve has the child search. When ctx ends the best so far comes back.
func (c *child) solve(ctx context.Context, params parameters, model []byte) (*response, error) {
	over := make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() { c.watch(ctx, time.Duration(params.seconds*float64(time.Second))+patience, over) })
	defer watching.Wait()
	defer close(over)
	p := params.message()
	head := binary.BigEndian.AppendUint32(nil, uint32(len(p)))
	c.writing.Lock()
	err := writeFrame(c.in, frameSolve, head, p, model)
	c.writing.Unlock()
	if errors.Is(err, errTooLarge) {
		return nil, err
	}
	if err != nil {
		return nil, c.died("CP-SAT's process ended")
	}
	kind, content, err := readFrame(c.out)
	if err != nil {
		died := c.died("CP-SAT's process ended in mid-search")
		if c.overdue.Load() {
			return nil, errOverdue
		}
		return nil, died
	}
	if kind != frameReply {
		return nil, fmt.Errorf("cpsat: %s", content)
	}
	return parseResponse(content)
}

// watch asks the child to end its search when ctx ends or the time is up, and
// ends the child when it does not.
func (c *child) watch(ctx context.Context, limit time.Duration, over <-chan struct{}) {
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-over:
		return
	case <-ctx.Done():
	case <-timer.C:
	}
	if c.writing.TryLock() {
		_ = writeFrame(c.in, frameStop) // a child that is gone has stopped
		c.writing.Unlock()
	}
	timer.Reset(patience)
	select {
	case <-over:
	case <-timer.C:
		c.overdue.Store(true)
		c.kill()
	}
}

func (c *child) kill() { _ = c.cmd.Process.Kill() } // it may have ended by itself

// died waits for a child that ended and says why it did.
func (c *child) died(what string) error {
	c.kill()
	c.close()
	why := "it was ended"
	if c.ended != nil {
		why = c.ended.Error()
	}
	if said := c.errs.String(); said != "" {
		why += ": " + said
	}
	return fmt.Errorf("cpsat: %s (%s)", what, why)
}

// close ends the child, which leaves when nobody is there to ask it, and waits for it.
func (c *child) close() {
	c.once.Do(func() {
		_ = c.in.Close() // a pipe to a child that is gone
		kill := time.AfterFunc(patience, c.kill)
		_, _ = io.Copy(io.Discard, c.out) // to its end, so that Wait may close it
		c.ended = c.cmd.Wait()
		kill.Stop()
	})
}

// tail keeps the end of what a child says on standard error.
type tail struct {
	mu  sync.Mutex
	end []byte
}

const mostTail = 2000

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.end = append(t.end, b...)
	t.end = t.end[max(0, len(t.end)-mostTail):]
	return len(b), nil
}

// String is the first line that says anything of a failed check, else the first there is.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(string(bytes.TrimSpace(t.end)), "\n")
	for _, l := range lines {
		if strings.Contains(l, "Check failed") || strings.Contains(l, "Error") {
			return l
		}
	}
	return lines[0]
}
