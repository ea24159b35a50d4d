package export

import (
	"fmt"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
)

// Reader is for whom an output is written. Why somebody is away, who is suspended, who refuses whom,
// why a limit is firm, what is warned of and what is paid stand in what the manager reads and nowhere
// else: for the others somebody is "not available". The functions of this package that take a Reader
// take one at most; without it each writes for its usual one.
type Reader int

// The readers.
const (
	Manager Reader = iota // who makes the rota and may know all of it; usual but for the pages below
	Staff                 // who works in it: usual of a worker's page, a day's sheet and the plan
	Family                // whom it is about, and theirs: usual of a client's page
)

var readers = [...]string{Manager: "manager", Staff: "staff", Family: "family"}

// String is "manager", "staff" or "family".
func (to Reader) String() string {
	if to < 0 || int(to) >= len(readers) {
		return fmt.Sprintf("reader %d", int(to))
	}
	return readers[to]
}

// ParseReader is the reader of a name, as String gives it.
func ParseReader(name string) (Reader, error) {
	for to, known := range readers {
		if name == known {
			return Reader(to), nil
		}
	}
	return 0, fmt.Errorf("nobody is called so: write manager, staff or family")
}

// readerOr is the reader that was asked for, or the usual one.
func readerOr(usual Reader, asked []Reader) Reader {
	if len(asked) > 0 {
		return asked[0]
	}
	return usual
}

// private says whether the reader may know what is the manager's.
func (to Reader) private() bool { return to == Manager }

// problem is what the reader may know of a problem.
func (to Reader) problem(p *scheduler.Problem) *scheduler.Problem {
	if to.private() {
		return p
	}
	return discreet.Problem(p)
}

// report is what the reader may know of a report.
func (to Reader) report(r *scheduler.Report) *scheduler.Report {
	if to.private() {
		return r
	}
	return discreet.Report(r)
}

// ready is ready with what the reader may know.
func (to Reader) ready(p *scheduler.Problem, r *scheduler.Report) (*scheduler.Problem, *scheduler.Report, error) {
	p, r, err := ready(p, r)
	if err != nil || to.private() {
		return p, r, err
	}
	return to.problem(p), to.report(r), nil
}
