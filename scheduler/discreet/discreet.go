// Package discreet takes from what is said of a rota what only its manager is to read: why somebody is
// away, who is suspended, who refuses whom, why a limit is firm, and what the manager is warned of.
// What is left says that somebody is not available, in the same words whatever stands behind them.
//
// Nothing that is handed in is changed. A rule is private until it is on the list of those that are
// not: one that is added, or a caller's own, gives nothing away before somebody has thought of it.
package discreet

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
)

// Away is the rule of the one cause that is given in place of private ones.
const Away = "away"

// What stands in place of what is private.
const (
	notAvailable = "is not available"
	broken       = "A rule is broken, and the manager's page says which."
	private      = "private"
)

// open are the rules whose sentences anybody may read: hours, rest, skills and who is where.
var open = map[string]bool{
	"present": true, "duty": true, "standby": true, "worked": true, "same_provider": true, "shadowing": true, "arrival": true,
	"skills": true, "travel": true, "rest": true, "min_rest": true, "overnight_rest": true, "weekly_rest": true, "provider.max_hours_week": true,
	"need.max_shift": true, "max_shift": true, "min_shift": true, "max_sleep_in": true, "whole": true,
	"max_spell": true, "max_spell_with_sleep_in": true, "max_waking_in_spell": true, "max_days_in_a_row": true, "max_nights_in_a_row": true,
	"max_hours_week": true, "max_hours_day": true, "max_hours_rota": true, "max_weekends": true,
}

// Problem is p without the texts that are the manager's: why somebody is away, and why a limit is firm.
// All that a rota hangs on stays, so that what is worked out from it is the same.
func Problem(p *scheduler.Problem) *scheduler.Problem {
	if p == nil {
		return nil
	}
	out := p.Clone()
	out.Caps.FirmWhy = ""
	for i := range out.Workers {
		w := &out.Workers[i]
		if w.Caps != nil {
			w.Caps.FirmWhy = ""
		}
		for k := range w.Unavailable {
			w.Unavailable[k].Why = ""
		}
	}
	return out
}

// Report is r without the reasons that are the manager's, without warnings, and with broken rules
// named only where anybody may know of them.
func Report(r *scheduler.Report) *scheduler.Report {
	if r == nil {
		return nil
	}
	out := *r
	out.Underlap, out.Contingency.Gaps = shorts(r.Underlap), gaps(r.Contingency.Gaps)
	out.Warnings = nil
	out.Findings = slices.Clone(r.Findings)
	for i := range out.Findings {
		if f := &out.Findings[i]; !open[f.Rule] {
			*f = scheduler.Finding{Rule: private, At: f.At, Says: broken}
		}
	}
	return &out
}

// Explanation is x without the reasons that are the manager's, and without conflicts that rest on one.
func Explanation(x *reasons.Explanation) *reasons.Explanation {
	if x == nil {
		return nil
	}
	out := *x
	out.Moments = slices.Clone(x.Moments)
	for i := range out.Moments {
		m := &out.Moments[i]
		m.Why, m.Backing = whys(m.Why), gaps(m.Backing)
		if m.Conflict != nil && slices.ContainsFunc(m.Conflict.Members, func(c scheduler.ConflictMember) bool { return !open[c.Rule] }) {
			m.Conflict = nil
		}
	}
	return &out
}

// Asked is a without the reasons that are the manager's.
func Asked(a *repair.Asked) *repair.Asked {
	if a == nil {
		return nil
	}
	out := *a
	out.Candidates = slices.Clone(a.Candidates)
	for i := range out.Candidates {
		out.Candidates[i].Why = why(out.Candidates[i].Why)
	}
	return &out
}

// Repaired is r with a discreet problem and report, and without the reasons that are the manager's.
func Repaired(r *repair.Repaired) *repair.Repaired {
	if r == nil {
		return nil
	}
	out := *r
	out.Problem, out.Report, out.Short, out.Spent = Problem(r.Problem), Report(r.Report), shorts(r.Short), gaps(r.Spent)
	return &out
}

// Advice is a without what it says of a suspension, or of clients whom a provider has not accepted.
func Advice(a *advice.Advice) *advice.Advice {
	if a == nil {
		return nil
	}
	out := *a
	out.Options = slices.DeleteFunc(slices.Clone(a.Options), func(o advice.Option) bool {
		return slices.ContainsFunc(o.Remedies, func(m advice.Remedy) bool { return m.Kind == advice.Accept })
	})
	out.Rules = slices.DeleteFunc(slices.Clone(a.Rules), func(k advice.RulePrice) bool { return k.Rule == "suspension" || k.Rule == "accepts" })
	return &out
}

func shorts(list []scheduler.Underlap) []scheduler.Underlap {
	out := slices.Clone(list)
	for i := range out {
		out[i].Why = whys(out[i].Why)
	}
	return out
}

func gaps(list []scheduler.ContingencyGap) []scheduler.ContingencyGap {
	out := slices.Clone(list)
	for i := range out {
		out[i].Why = whys(out[i].Why)
	}
	return out
}

func whys(list []scheduler.Why) []scheduler.Why {
	out := slices.Clone(list)
	for i := range out {
		out[i] = why(out[i])
	}
	return out
}

// why is what keeps a worker off, or that the worker is not available where any of it is private. A
// reason without its rule, as a file has it, is private.
func why(y scheduler.Why) scheduler.Why {
	hidden := len(y.Reasons) != len(y.Causes) || slices.ContainsFunc(y.Causes, func(c scheduler.Cause) bool { return !open[c.Rule] })
	if hidden {
		y.Reasons = []string{notAvailable}
		y.Causes = []scheduler.Cause{{Rule: Away, Says: notAvailable}}
	}
	return y
}
