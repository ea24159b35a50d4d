package cpsat

import (
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

// childEnv names, in the child's environment, the library that it is to load.
const childEnv = "CAREROTA_CPSAT_CHILD"

// hooked says that this program called Main, so that it can be its own child.
var hooked atomic.Bool

// Main must be the first call of a program that uses this package's engines.
// CP-SAT runs in a child process, since a fault of the library ends the
// process it is in: the child is the same program started once more, and
// there Main serves searches and does not return. Everywhere else it returns
// at once.
func Main() {
	path, is := os.LookupEnv(childEnv)
	if !is {
		hooked.Store(true)
		return
	}
	os.Exit(serve(path, os.Stdin, os.Stdout))
}

// serve answers frames until in ends, which it does when the parent is gone.
func serve(path string, in io.Reader, out io.Writer) int {
	lib, err := load(path)
	if err != nil {
		_ = writeFrame(out, frameError, []byte(err.Error())) // nobody is there to be told when this fails too
		return 1
	}
	if writeFrame(out, frameHello, []byte(lib.version())) != nil {
		return 1
	}
	c := &server{lib: lib, out: out, work: make(chan *search), done: make(chan int, 1)}
	go c.search()
	go c.listen(in)
	return <-c.done
}

// server is the work of a child process.
type server struct {
	lib     *library
	out     io.Writer
	work    chan *search
	done    chan int // what the process ends with
	mu      sync.Mutex
	running *search // guarded by mu
}

// search runs one search after another and writes what each comes to.
func (c *server) search() {
	for s := range c.work {
		reply, err := s.run()
		c.mu.Lock()
		s.close()
		c.running = nil
		c.mu.Unlock()
		if err != nil {
			err = writeFrame(c.out, frameError, []byte(err.Error()))
		} else {
			err = writeFrame(c.out, frameReply, reply)
		}
		if err != nil {
			c.done <- 1
			return
		}
	}
}

// listen reads frames: it begins searches and stops the one that runs.
func (c *server) listen(in io.Reader) {
	for {
		kind, content, err := readFrame(in)
		if err != nil {
			c.done <- 0
			return
		}
		switch kind {
		case frameSolve:
			params, model, err := splitSolve(content)
			if err != nil {
				c.done <- 1
				return
			}
			s := c.lib.search(params, model)
			c.mu.Lock()
			c.running = s
			c.mu.Unlock()
			c.work <- s
		case frameStop:
			c.mu.Lock()
			if c.running != nil {
				c.running.stop()
			}
			c.mu.Unlock()
		default:
			fmt.Fprintf(os.Stderr, "cpsat: frame %q is not known\n", kind)
		}
	}
}
