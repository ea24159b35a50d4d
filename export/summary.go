package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// The most rows that a summary prints of what has no natural end; the result
// file has them all.
const (
	mostUnderlaps = 100
	mostProofs    = 12
	mostFindings  = 100
	mostOverlaps  = 20
	mostWarnings  = 40
	mostWorkers   = 60 // past it the picture is left out too
)

// Summary writes what a person wants to know of a rota as plain text: one
// sentence to quote, what is not covered by need and day, what the contingency
// lacks, the cost, everyone's hours, what is proved, and a picture of the rota.
// It says "cannot be covered" only of what is proved.
func Summary(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
	return SummaryOf(w, p, r, SummaryOptions{})
}

// SummaryOptions are of SummaryOf.
type SummaryOptions struct {
	For Reader // usually the manager
	All bool   // each broken rule and each time with more people than needed has a line of its own
}

// SummaryOf is Summary with options.
func SummaryOf(w io.Writer, p *scheduler.Problem, r *scheduler.Report, o SummaryOptions) error {
	p, r, err := o.For.ready(p, r)
	if err != nil {
		return err
	}
	s := &summary{p: p, r: r, names: namesOf(p), all: o.All}
	s.line("%s", called("", p.Name))
	s.line("%s to %s, %s, %s", sayLongDay(p.Start), sayLongDay(p.Start.Plus(p.Days-1)), say.Count(p.Days, "day"), p.Zone)
	s.line("")
	s.line("%s", wrapped("", Headline(p, r)))
	s.findings()
	s.cover()
	s.underlap()
	s.overlap()
	s.proofs()
	s.contingency()
	s.fragile()
	if o.For.private() {
		s.cost()
	}
	s.workers()
	s.status()
	s.warnings()
	s.picture()
	_, err = io.WriteString(w, s.text.String())
	return err
}

// summary is a summary being written.
type summary struct {
	p     *scheduler.Problem
	r     *scheduler.Report
	names names
	all   bool
	text  strings.Builder
}

func (s *summary) line(format string, args ...any) {
	fmt.Fprintf(&s.text, format+"\n", args...)
}

// heading begins a section.
func (s *summary) heading(format string, args ...any) {
	s.line("")
	s.line(format, args...)
}

func (s *summary) cover() {
	c := s.r.Cover
	s.heading("Cover")
	s.line("  needed            %s", say.Hours(c.RequiredHours))
	s.line("  covered           %s", say.Hours(c.CoveredHours))
	s.line("  not covered       %s", say.Hours(c.UnderlapHours))
	if c.OverlapHours > 0 {
		s.line("  more than needed  %s", say.Hours(c.OverlapHours))
	}
	if s.names.family || c.FamilyHours > 0 {
		s.line("  by family         %s", say.Hours(c.FamilyHours))
	}
}

func (s *summary) cost() {
	c := s.r.Cost
	s.heading("Cost: %s", say.Money(c.Total))
	for _, part := range costRows(c) {
		s.line("  %-30s %12s", part[0], part[1])
	}
	if c.Prices != 0 {
		s.line("  %-30s %12s", "preferences, not paid", say.Money(c.Prices))
	}
	if c.FamilyValue != 0 {
		s.line("  %-30s %12s", "family's hours, never paid", say.Money(c.FamilyValue))
	}
	s.shares("by provider", c.ByProvider, s.names.provider)
	s.shares("by client", c.ByClient, s.names.client)
}

// costRows are the parts of the cost that are not nothing.
func costRows(c scheduler.CostReport) [][2]string {
	var rows [][2]string
	for _, part := range []struct {
		says  string
		money float64
	}{{"waking", c.Waking}, {"sleep-ins", c.SleepIn}, {"standby", c.Standby}, {"enhancements", c.Enhancements},
		{"guaranteed hours not rostered", c.GuaranteedUnused}, {"on-cost", c.OnCost}} {
		if part.money != 0 {
			rows = append(rows, [2]string{part.says, say.Money(part.money)})
		}
	}
	if c.ForStandby != 0 {
		rows = append(rows, [2]string{"all that standby costs", say.Money(c.ForStandby)}, [2]string{"the same work without standby", say.Money(c.Total - c.ForStandby)})
	}
	return rows
}

// shares lists the parts of the cost, greatest first, where there are two or more.
func (s *summary) shares(title string, parts map[string]float64, known map[string]string) {
	if len(parts) < 2 {
		return
	}
	ids := largestFirst(parts)
	var said []string
	for i, id := range ids {
		if i == 8 {
			said = append(said, fmt.Sprintf("and %d more", len(ids)-i))
			break
		}
		name := of(known, id)
		if name == "" {
			name = "none"
		}
		said = append(said, name+" "+say.Money(parts[id]))
	}
	s.line("%s", wrapped("  ", title+": "+strings.Join(said, "; ")))
}

func (s *summary) warnings() {
	if len(s.r.Warnings) == 0 {
		return
	}
	s.heading("Worth knowing")
	for i, w := range s.r.Warnings {
		if i == mostWarnings {
			s.line("  And %d more: the result file has them all.", len(s.r.Warnings)-i)
			break
		}
		s.line("%s", wrapped("  ", w))
	}
}

func (s *summary) picture() {
	if len(s.p.Workers) > mostWorkers || s.r.Rota == nil {
		return
	}
	s.heading("Rota")
	var b strings.Builder
	if err := Picture(&b, s.p, s.r); err == nil {
		s.text.WriteString(b.String())
	}
}
