package reading

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// Own is what rules of a caller's own say of a problem, which no reading knows by itself. Each answer
// names rules, none for nothing against it. Spans are in seconds.
type Own interface {
	Work(worker int, s Span) []string        // against any work at a time, standby too
	Serve(worker, need int, s Span) []string // against a shift in a need
	Times(worker, need int) ([]Span, bool)   // when the worker may serve a need, or be called to it; true for always
	Backs(worker, need int, s Span) bool     // whether the worker, on standby, may be called to a need then
	Line(worker int, line []Item) []string   // against what a worker does
	Shared() bool                            // whether anything is said of several workers together
	Together(of func(worker int) []Item) []string
}

// Rules make what a caller's own rules say of a problem. Nil stands for no such rules.
type Rules func(p *scheduler.Problem) Own

// NewUnder is New with rules of a caller's own.
func NewUnder(p *scheduler.Problem, rules Rules) *Reading {
	a := New(p)
	if a.Rules = rules; rules != nil {
		a.Own = rules(p)
	}
	return a
}

// JudgedUnder is Judged with rules of a caller's own.
func JudgedUnder(p *scheduler.Problem, r *scheduler.Rota, rules Rules) *Reading {
	a := NewUnder(p, rules)
	a.ReadShifts(r)
	judge(a)
	return a
}

// AuditedUnder is Audited with rules of a caller's own.
func AuditedUnder(p *scheduler.Problem, r *scheduler.Rota, rules Rules) *Reading {
	a := JudgedUnder(p, r, rules)
	compute(a)
	return a
}

// ownMayWork and ownMayServe check what own rules say of one shift.
func ownMayWork(a *Reading, out *Breaches, w *Worker, s Span, need string) {
	if a.Own == nil {
		return
	}
	for _, rule := range a.Own.Work(w.Index, s) {
		out.add(rule, s.From, need, func() string {
			return fmt.Sprintf("%s works from %s, which the rule %q does not allow", w.Title(), a.SaySpan(s), rule)
		})
	}
}

func ownMayServe(a *Reading, out *Breaches, w *Worker, n *Need, s Span) {
	if a.Own == nil {
		return
	}
	for _, rule := range a.Own.Serve(w.Index, n.Index, s) {
		out.add(rule, s.From, n.ID, func() string {
			return fmt.Sprintf("%s is rostered in need %q from %s, which the rule %q does not allow", w.Title(), n.ID, a.SaySpan(s), rule)
		})
	}
}

// OwnAgainst names the own rules that a line of a worker's breaks. What has happened breaks none by
// itself.
func (a *Reading) OwnAgainst(w *Worker, line []Item) []string {
	if a.Own == nil {
		return nil
	}
	broken := a.Own.Line(w.Index, line)
	if len(broken) == 0 {
		return nil
	}
	given := slices.DeleteFunc(slices.Clone(line), func(it Item) bool { return it.binds() })
	if len(given) == 0 {
		return broken
	}
	before := a.Own.Line(w.Index, given)
	return slices.DeleteFunc(broken, func(rule string) bool { return slices.Contains(before, rule) })
}

// judgeOwn holds a line against own rules. The shift that is named is the first with which the line
// to its end breaks the rule.
func judgeOwn(a *Reading, out *Breaches, w *Worker, line []Item) {
	for _, rule := range a.OwnAgainst(w, line) {
		last := len(line) - 1
		if !out.Quiet {
			for k := range line {
				if line[k].binds() && slices.Contains(a.OwnAgainst(w, line[:k+1]), rule) {
					last = k
					break
				}
			}
		}
		it := &line[last]
		out.add(rule, it.From, a.NeedID(it.Need), func() string {
			return fmt.Sprintf("%s works from %s, which the rule %q does not allow beside the other shifts", w.Title(), a.SaySpan(it.Span), rule)
		})
	}
}

// judgeTogether holds all lines against the own rules on several.
func judgeTogether(a *Reading) {
	if a.Own == nil || !a.Own.Shared() {
		return
	}
	for _, rule := range a.Own.Together(a.LineOf) {
		a.Report.Findings = append(a.Report.Findings, scheduler.Finding{Rule: rule, At: a.Instant(a.Origin),
			Says: fmt.Sprintf("The hours of several workers together are more than the rule %q allows.", rule)})
	}
}

// ownCalled says whether own rules let a worker on standby be called to a duty for a time of it.
func ownCalled(a *Reading, w *Worker, duty *Shift, s Span) bool {
	if a.Own == nil {
		return true
	}
	line := slices.DeleteFunc(slices.Clone(w.Line), func(it Item) bool { return it.Kind == scheduler.Standby && it.Meets(s) })
	taken := a.ItemOf(duty)
	taken.Span = s
	line = append(line, taken)
	SortItems(line)
	return len(a.OwnAgainst(w, line)) == 0
}

// LineOf is a worker's line.
func (a *Reading) LineOf(worker int) []Item { return a.Workers[worker].Line }

// OwnTogether says whether the own rules on several workers hold with another line of one's.
func (a *Reading) OwnTogether(worker int, line []Item) bool {
	if a.Own == nil || !a.Own.Shared() {
		return true
	}
	return len(a.Own.Together(func(w int) []Item {
		if w == worker {
			return line
		}
		return a.LineOf(w)
	})) == 0
}

// ownTimes are the parts of spans in which own rules let the worker serve the need.
func ownTimes(a *Reading, w *Worker, n *Need, in []Span) []Span {
	if a.Own == nil {
		return in
	}
	times, always := a.Own.Times(w.Index, n.Index)
	if always {
		return in
	}
	return Meet(in, times)
}
