package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/carerota/carerota/scheduler/repair"
)

// Who writes who could take a time as plain text: those who can, the first to call first, then what keeps
// the others off.
func Who(w io.Writer, p *scheduler.Problem, a *repair.Asked, to ...Reader) error {
	if a == nil {
		return ErrNothing
	}
	reader := readerOr(Manager, to)
	if !reader.private() {
		a = discreet.Asked(a)
	}
	p, err := readyProblem(reader.problem(p))
	if err != nil {
		return err
	}
	s := &summary{p: p, names: namesOf(p)}
	if a.Start.IsZero() {
		s.line("Nobody is asked for then.")
		_, err = io.WriteString(w, s.text.String())
		return err
	}
	whose := "nobody has it"
	if !a.Gap {
		whose = of(s.names.worker, a.Worker) + " has it"
	}
	s.line("%s", wrapped("", fmt.Sprintf("Who could take %s, %s (%s)?", s.names.needFor(a.Need, a.Client), s.period(a.Start, a.End), whose)))
	n := 0
	for i := range a.Candidates {
		if c := &a.Candidates[i]; c.Legal {
			n++
			s.line("%s", wrapped("  ", fmt.Sprintf("%d. %s", n, s.candidate(c, reader))))
		}
	}
	if n == 0 {
		s.line("  We found nobody.")
	}
	if n < len(a.Candidates) {
		s.heading("Cannot come")
	}
	for i := range a.Candidates {
		if c := &a.Candidates[i]; !c.Legal {
			says := of(s.names.worker, c.Worker)
			if len(c.Why.Reasons) > 0 {
				says += ": " + sayReasons(c.Why.Reasons)
			}
			s.line("%s", wrapped("  ", says))
		}
	}
	_, err = io.WriteString(w, s.text.String())
	return err
}

// candidate is what one who can come is, in a line.
func (s *summary) candidate(c *repair.Candidate, to Reader) string {
	says := []string{fmt.Sprintf("%s (%s)", of(s.names.worker, c.Worker), c.Rung)}
	if !c.Whole {
		says = append(says, "only "+s.period(c.Start, c.End))
	}
	if c.Known {
		says = append(says, "knows the person")
	}
	if c.HoursLeft != nil {
		says = append(says, say.Hours(*c.HoursLeft)+" left that week")
	}
	if to.private() {
		says = append(says, "costs "+say.Money(c.Cost)+" more")
	}
	says = append(says, "call by "+s.moment(c.By))
	if c.Late {
		says = append(says, "too late for the start")
	}
	if !c.Arrives.IsZero() && c.Late {
		says = append(says, "there at "+s.moment(c.Arrives))
	}
	for i := range c.Promised {
		says = append(says, "is to step in for "+s.shift(&c.Promised[i]))
	}
	for i := range c.GivesUp {
		says = append(says, "would give up "+s.shift(&c.GivesUp[i]))
	}
	return strings.Join(says, "; ")
}
