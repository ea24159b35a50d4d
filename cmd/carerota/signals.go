package main

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/carerota/carerota/rotafile"
)

// gentle is how many interruptible contexts there are, which answer SIGINT and SIGTERM.
var gentle atomic.Int32

// tidyOnSignals removes files that are not whole when a signal ends the program.
func tidyOnSignals() {
	signals := make(chan os.Signal, 2)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // as under nohup
			signal.Notify(signals, s)
		}
	}
	go func() {
		for s := range signals {
			if gentle.Load() > 0 && s != syscall.SIGHUP {
				continue
			}
			rotafile.Abandon()
			signal.Reset(s)
			if self, err := os.FindProcess(os.Getpid()); err != nil || self.Signal(s) != nil { // to end as whoever waits expects
				os.Exit(exitFailure)
			}
		}
	}()
}

// interruptible is a context that the first SIGINT or SIGTERM cancels, after
// which stopping is called; a second one ends the program at once. The
// function given back must be called when there is nothing left to interrupt.
func interruptible(parent context.Context, stopping func()) (context.Context, func()) {
	ctx, cancel := context.WithCancel(parent)
	gentle.Add(1)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	over := make(chan struct{})
	go func() {
		for first := true; ; first = false {
			select {
			case <-over:
				return
			case <-signals:
				if !first {
					rotafile.Abandon()
					os.Exit(exitFailure)
				}
				cancel()
				stopping()
			}
		}
	}()
	return ctx, func() {
		gentle.Add(-1)
		signal.Stop(signals)
		close(over)
		cancel()
	}
}
