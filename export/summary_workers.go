package export

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// mostWeeks is the number of weeks past which a worker's row has the least and
// the greatest week in place of each.
const mostWeeks = 6

// workers lists everyone's hours.
func (s *summary) workers() {
	if len(s.r.Workers) == 0 {
		return
	}
	s.heading("Hours")
	rows := [][]string{{"", "hours", "guaranteed a week", "by week", "nights", "weekends", "standby"}}
	for i, w := range s.r.Workers {
		if i == mostWorkers {
			break
		}
		rows = append(rows, s.workerRow(w))
	}
	s.table(rows)
	if more := len(s.r.Workers) - mostWorkers; more > 0 {
		s.line("  And %d more workers: the result file has them all.", more)
	}
	s.fair()
}

// fair says whether weekends, nights and standby are shared out as evenly as they can be and, where
// they are not, who has most more and most fewer than an even share.
func (s *summary) fair() {
	if len(s.r.Fair) == 0 {
		return
	}
	s.heading("Shares, by contracted or available hours")
	for _, f := range s.r.Fair {
		what := strings.ToUpper(f.Of[:min(len(f.Of), 1)]) + f.Of[min(len(f.Of), 1):]
		areIs := " are "
		if f.Of == "standby" {
			areIs = " is "
		}
		if f.Spread <= 0 || len(f.Workers) == 0 {
			s.line("%s", wrapped("  ", what+areIs+"shared as evenly as can be."))
			continue
		}
		by := func(a, b scheduler.Share) int { return cmp.Compare(a.Given-a.Due, b.Given-b.Due) }
		most, least := slices.MaxFunc(f.Workers, by), slices.MinFunc(f.Workers, by)
		s.line("%s", wrapped("  ", fmt.Sprintf("%s%suneven: %s has %s, an even share is %s; %s has %s, an even share is %s.", what, areIs,
			of(s.names.worker, most.Worker), s.burden(f.Of, most.Given), s.burden(f.Of, most.Due),
			of(s.names.worker, least.Worker), s.burden(f.Of, least.Given), s.burden(f.Of, least.Due))))
	}
}

// burden is a number of weekends or nights to the tenth, or hours of standby to the minute.
func (s *summary) burden(of string, x float64) string {
	if of == "standby" {
		return say.Hours(x)
	}
	return sayNumber(math.Round(10*x) / 10)
}

func (s *summary) workerRow(w scheduler.WorkerReport) []string {
	guaranteed, standby := "", ""
	if w.GuaranteedHours > 0 {
		guaranteed = say.Clock(w.GuaranteedHours)
	}
	if w.StandbyHours > 0 {
		standby = say.Clock(w.StandbyHours)
	}
	return []string{of(s.names.worker, w.Worker), say.Clock(w.Hours), guaranteed, sayWeeks(w.ByWeek),
		fmt.Sprint(w.Nights), fmt.Sprint(w.Weekends), standby}
}

// sayWeeks is the hours of each week, or of many weeks the least and the greatest.
func sayWeeks(weeks []float64) string {
	if len(weeks) == 0 {
		return ""
	}
	if len(weeks) <= mostWeeks {
		var said []string
		for _, h := range weeks {
			said = append(said, say.Clock(h))
		}
		return strings.Join(said, " ")
	}
	least, most := weeks[0], weeks[0]
	for _, h := range weeks {
		least, most = min(least, h), max(most, h)
	}
	return say.Clock(least) + " to " + say.Clock(most)
}

// table writes rows in columns; the first column is left-aligned, and columns that are
// empty but for their head are left out.
func (s *summary) table(rows [][]string) {
	var lines = make([]string, len(rows))
	for c := range rows[0] {
		width, filled := 0, c == 0
		for i, row := range rows {
			width = max(width, len([]rune(row[c])))
			filled = filled || i > 0 && row[c] != ""
		}
		if !filled {
			continue
		}
		for i, row := range rows {
			if c == 0 {
				lines[i] = "  " + pad(row[c], width)
			} else {
				lines[i] += "  " + strings.Repeat(" ", width-len([]rune(row[c]))) + row[c]
			}
		}
	}
	for _, l := range lines {
		s.line("%s", strings.TrimRight(l, " "))
	}
}
