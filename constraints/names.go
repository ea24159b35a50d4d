package constraints

import (
	"errors"
	"fmt"
	"slices"

	"github.com/carerota/carerota/internal/nearest"
)

// Worker is the index of the worker with the id, -1 for none.
func (b *Builder) Worker(id string) int { return b.named("worker", id, b.terms.Worker(id)) }

// Need is the index of the need with the id, -1 for none.
func (b *Builder) Need(id string) int { return b.named("need", id, b.terms.Need(id)) }

// Client is the index of the client with the id, -1 for none.
func (b *Builder) Client(id string) int { return b.named("client", id, b.terms.Client(id)) }

// named notes an id that a rule of the caller's own looked up in vain: what the rule then says of -1 is
// meant for it.
func (b *Builder) named(kind, id string, i int) int {
	if i < 0 && b.recording {
		b.vain[kind] = id
	}
	return i
}

// nobody is asked where a rule says something of the indexes: true where one of them is -1, as of an id
// that the problem does not have.
func (b *Builder) nobody(worker, need int) bool {
	if worker < 0 {
		b.unknown("worker")
	}
	if need < 0 {
		b.unknown("need")
	}
	return worker < 0 || need < 0
}

// unknown notes that a rule said something of an id that it looked up in vain, unless the problem had it
// once.
func (b *Builder) unknown(kind string) {
	id, ok := b.vain[kind]
	if !ok || b.was != nil && slices.Contains(b.was.IDs(kind), id) {
		return
	}
	says := fmt.Sprintf("scheduler: rule %q is about the %s %q, which the problem does not have", b.rule, kind, id)
	if near := nearest.Of(id, b.Problem.IDs(kind)); near != "" {
		says += fmt.Sprintf("; is it %q?", near)
	}
	if !slices.Contains(b.faults, says) {
		b.faults = append(b.faults, says)
	}
}

// misnamed is an error of all the ids that rules are about and the problem does not have; nil for none.
func (b *Builder) misnamed() error {
	var all []error
	for _, says := range b.faults {
		all = append(all, errors.New(says))
	}
	return errors.Join(all...)
}

// already stands among rules for the problem that they were compiled with. It asks nothing.
type already struct{ c *Compiled }

// Name is what messages would call it.
func (already) Name() string { return "compiled already" }

// Build asks nothing.
func (already) Build(*Builder) {}

// AuditKnows says that the audit has nothing to learn from it.
func (already) AuditKnows() {}

// With are the rules with which c was compiled, so that they know it: compiling its problem once more
// with them gives c itself, and what they are about may be missing from a problem that was made from
// its, as after an event, where it would else be an error.
func (c *Compiled) With(rules []Rule) []Rule {
	return append(slices.Clip(slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { _, is := r.(already); return is })), already{c})
}

// From is what the rules know: a problem that was compiled with them already, or nil.
func From(rules []Rule) *Compiled {
	for _, r := range rules {
		if a, ok := r.(already); ok {
			return a.c
		}
	}
	return nil
}
