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
	var mu sync.Mutex // of running
	var running *search
	work := make(chan *search)
	done := make(chan int, 1)
	go func() {
		for s := range work {
			reply, err := s.run()
			mu.Lock()
			s.close()
			running = nil
			mu.Unlock()
			if err != nil {
				err = writeFrame(out, frameError, []byte(err.Error()))
			} else {
				err = writeFrame(out, frameReply, reply)
			}
			if err != nil {
				done <- 1
				return
			}
		}
	}()
	go func() {
		for {
			kind, content, err := readFrame(in)
			if err != nil {
				done <- 0
				return
			}
			switch kind {
			case frameSolve:
				params, model, err := splitSolve(content)
				if err != nil {
					done <- 1
					return
				}
				s := lib.search(params, model)
				mu.Lock()
				running = s
				mu.Unlock()
				work <- s
			case frameStop:
				mu.Lock()
				if running != nil {
					running.stop()
				}
				mu.Unlock()
			default:
				fmt.Fprintf(os.Stderr, "cpsat: frame %q is not known\n", kind)
			}
		}
	}()
	return <-done
}
