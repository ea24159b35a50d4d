package main

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
	"golang.org/x/term"
)

// watch shows a search on stderr: a bar on a terminal, else a line for each
// improvement.
type watch interface {
	improved(carerota.Progress)
	played(done, all int) // horizons of a simulation
	say(line string)
	over()
}

// newWatch picks the watch that suits stderr; quiet is one that shows nothing.
func newWatch(stderr io.Writer, quiet bool, limit time.Duration) watch {
	if quiet {
		return silence{}
	}
	if f, ok := stderr.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return newBar(stderr, limit)
	}
	return &lines{w: stderr}
}

// silence is the watch of --quiet.
type silence struct{}

func (silence) improved(carerota.Progress) {}
func (silence) played(int, int)            {}
func (silence) say(string)                 {}
func (silence) over()                      {}

// lines is a watch of one line an improvement.
type lines struct {
	mu     sync.Mutex
	w      io.Writer
	tenths int       // of a simulation that are told
	told   time.Time // when they were
}

func (l *lines) improved(p carerota.Progress) {
	l.say(fmt.Sprintf("%7.1f s  %s", p.Elapsed.Seconds(), export.Objective(p.Objective)))
}

// patienceOfLines is how long nothing is told of a simulation at most, while it goes on.
const patienceOfLines = 5 * time.Second

func (l *lines) played(done, all int) {
	if l.mu.Lock(); 10*done/all > l.tenths || time.Since(l.told) >= patienceOfLines {
		l.tenths, l.told = 10*done/all, time.Now()
		fmt.Fprintf(l.w, "%d of %d played\n", done, all)
	}
	l.mu.Unlock()
}

func (l *lines) say(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.w, line)
}

func (l *lines) over() {}

// barSteps is how finely a bar is divided.
const barSteps = 1000

// bar is a watch that draws how much of the budget is used and the best figures so far.
type bar struct {
	all   *mpb.Progress
	bar   *mpb.Bar
	limit time.Duration // 0 for a budget of steps
	start time.Time
	done  chan struct{}

	mu   sync.Mutex
	best string
	used float64
}

func newBar(w io.Writer, limit time.Duration) *bar {
	b := &bar{limit: limit, start: time.Now(), done: make(chan struct{}), best: "at work"}
	b.all = mpb.New(mpb.WithOutput(w), mpb.WithWidth(30), mpb.WithAutoRefresh())
	b.bar = b.all.AddBar(barSteps,
		mpb.PrependDecorators(decor.Elapsed(decor.ET_STYLE_GO)),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string {
			b.mu.Lock()
			defer b.mu.Unlock()
			return b.best
		})))
	go b.tick()
	return b
}

// tick moves the bar on while nothing improves.
func (b *bar) tick() {
	t := time.NewTicker(200 * time.Millisecond)
	defer t.Stop()
	for {
		select {
		case <-b.done:
			return
		case <-t.C:
			b.bar.SetCurrent(int64(barSteps * b.share()))
		}
	}
}

// share is how much of the budget is used, short of all of it: only over ends the bar.
func (b *bar) share() float64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.limit > 0 {
		b.used = max(b.used, float64(time.Since(b.start))/float64(b.limit))
	}
	return min(b.used, 0.999)
}

func (b *bar) improved(p carerota.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.best, b.used = export.Objective(p.Objective), max(b.used, p.Done)
}

func (b *bar) played(done, all int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.best, b.used = fmt.Sprintf("%d of %d played", done, all), float64(done)/float64(all)
}

func (b *bar) say(line string) { fmt.Fprintln(b.all, line) }

func (b *bar) over() {
	close(b.done)
	b.bar.SetCurrent(barSteps)
	b.all.Wait()
}
