package solver

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// PanicError is a panic in code of a caller's, such as a rule, that came back as an error.
type PanicError struct {
	In    string // what panicked, such as: rule "rest after nights"
	Value any    // what it panicked with
	Stack []byte // where
}

// Error is the panic on one line; the Stack says where.
func (e *PanicError) Error() string { return fmt.Sprintf("%s panicked: %v", e.In, e.Value) }

// Unwrap is the value of the panic where that is an error, nil otherwise.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// thrown is an error on its way to Recover.
type thrown struct{ err error }

// Error and Unwrap are the error's, for who recovers one without Recover.
func (t thrown) Error() string { return t.err.Error() }

func (t thrown) Unwrap() error { return t.err }

// Throw ends what is under way with an error, up to Recover on the same goroutine.
func Throw(err error) { panic(thrown{err}) }

// Recover, deferred, takes an error that was thrown. All other panics go on.
func Recover(err *error) {
	switch v := recover().(type) {
	case nil:
	case thrown:
		*err = v.err
	default:
		panic(v)
	}
}

// Ask calls code of a caller's. A panic in it is thrown as a *PanicError.
func Ask(in func() string, f func()) {
	defer func() {
		switch v := recover().(type) {
		case nil:
		case thrown:
			panic(v)
		default:
			Throw(&PanicError{In: in(), Value: v, Stack: debug.Stack()})
		}
	}()
	f()
}

// Keeps asks a rule about a line; see Ask.
func Keeps(r LineRule, line []Decision) (legal bool) {
	Ask(func() string { return fmt.Sprintf("rule %q", nameOf(r)) }, func() { legal = r.Legal(line) })
	return legal
}

// nameOf is the rule's name, whatever its Name does.
func nameOf(r LineRule) (name string) {
	defer func() {
		if recover() != nil {
			name = fmt.Sprintf("%T", r)
		}
	}()
	return r.Name()
}

// Guarded has an engine search so that a panic in a rule of the model's or in what is told of
// progress or handed a checkpoint, on whatever goroutine, ends the search with a *PanicError and not the process.
func Guarded(ctx context.Context, m *Model, o Options, search func(context.Context, *Model, Options) (*Result, error)) (*Result, error) {
	g := &guard{}
	ctx, g.stop = context.WithCancel(ctx)
	defer g.stop()
	m = g.over(m)
	if tell := o.Progress; tell != nil {
		o.Progress = func(p Improvement) {
			g.call(func() { Ask(func() string { return "Progress" }, func() { tell(p) }) })
		}
	}
	if take := o.Checkpoint; take != nil {
		o.Checkpoint = func(p *Plan) {
			g.call(func() { Ask(func() string { return "Checkpoint" }, func() { take(p) }) })
		}
	}
	r, err := search(ctx, m, o)
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err != nil {
		return nil, g.err
	}
	return r, err
}

// guard keeps the first error that callers' code throws.
type guard struct {
	stop   context.CancelFunc
	failed atomic.Bool
	mu     sync.Mutex
	err    error
}

// call calls callers' code, unless some has failed.
func (g *guard) call(f func()) {
	if g.failed.Load() {
		return
	}
	var err error
	func() {
		defer Recover(&err)
		f()
	}()
	if err == nil {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed.Store(true); g.err == nil {
		g.err = err
	}
	g.stop()
}

// over is the model with its rules guarded.
func (g *guard) over(m *Model) *Model {
	if !slices.ContainsFunc(m.Lines, func(l Line) bool { return len(l.Rules.Custom) > 0 }) {
		return m
	}
	c := *m
	c.Lines = slices.Clone(m.Lines)
	for l := range c.Lines {
		rules := &c.Lines[l].Rules
		rules.Custom = slices.Clone(rules.Custom)
		for i, r := range rules.Custom {
			rules.Custom[i] = guardedRule{r, g}
		}
	}
	return &c
}

// guardedRule is a rule under guard. Once any has failed it says that lines are illegal: the
// search has ended.
type guardedRule struct {
	LineRule
	g *guard
}

// Legal is the rule's word.
func (r guardedRule) Legal(line []Decision) (legal bool) {
	r.g.call(func() { legal = Keeps(r.LineRule, line) })
	return legal
}
