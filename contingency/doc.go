// Package contingency holds the slack of a rota: what is planned with it, and what is there when
// somebody cannot come.
//
// [Planned] are the two rules of the planned contingency, to stand after [constraints.House]:
// standby workers who can replace those on duty, and headroom in each worker's week. Of a rota that
// stands, [Ladders] say who steps in for each shift and in what order to call them, [Backups]
// enters that into a report, [StandingOf] counts for how many shifts somebody is named,
// [SharedStandby] is where one on standby is behind several at once, and [Missed] what would stay
// uncovered without each worker and provider, or two workers at once.
//
// standby and headroom are the rules, sharing how those who are asked are shared out, promises the
// book of it, ladder, backups, standing and shared what is said of that, fragility who could not be
// missed. What is asked of a finished rota is worked out on internal/editor, with nothing of the model.
//
// To plan another kind of slack: a rule in a file of its own, listed in Planned, which the audit
// reads on its own (internal/reading/standby.go, relief.go).
//
// Rules of a caller's own hold where its functions are given them; a panic in one goes on as a
// panic, on the goroutine of the call.
package contingency

import "github.com/carerota/carerota/constraints"

// Planned are the rules of the planned contingency, to stand after
// constraints.House.
func Planned() []constraints.Rule { return []constraints.Rule{standby{}, headroom{}} }
