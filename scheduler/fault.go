package scheduler

import (
	"fmt"
	"strings"
)

// Fault is one thing wrong with a Problem. Path is the key path in the problem
// file's words, such as `worker[2].pinned[0].need`; empty for the problem as a
// whole. Says is what is wrong, Remedy what to do about it; neither repeats the path.
type Fault struct{ Path, Says, Remedy string }

// String is the fault on one line.
func (f Fault) String() string {
	return fmt.Sprintf("%s: %s; %s", f.Path, strings.TrimSuffix(f.Says, "."), f.Remedy)
}

// Warning is something in a Problem that is no fault, but likely means other than it says: a year
// that is wrong, two times that are exchanged. The fields are as those of Fault.
type Warning struct{ Path, Says, Remedy string }

// String is the warning on one line.
func (w Warning) String() string { return Fault(w).String() }

// ProblemError lists everything that is wrong with a problem.
type ProblemError struct{ Faults []Fault }

func (e *ProblemError) Error() string {
	var says []string
	for _, f := range e.Faults {
		if f.Path == "" {
			says = append(says, f.Says)
			continue
		}
		says = append(says, fmt.Sprintf("%s: %s", f.Path, f.Says))
	}
	return "scheduler: the problem has faults: " + strings.Join(says, "; ")
}

// AuditError says that a rota from an engine did not pass the audit. It is
// never the fault of the problem.
type AuditError struct {
	Engine   string
	Findings []Finding
	Cost     error // the engine's figures differ from the audit's; nil when they agree
}

func (e *AuditError) Error() string {
	var says []string
	for _, f := range e.Findings {
		says = append(says, f.Says)
	}
	if e.Cost != nil {
		says = append(says, e.Cost.Error())
	}
	return fmt.Sprintf("scheduler: the audit rejects the rota of engine %s: %s", e.Engine, strings.Join(says, "; "))
}
