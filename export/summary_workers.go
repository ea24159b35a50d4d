package export

import (
	"fmt"
	"strings"

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
		s.line("  and %d more workers: the report has them all", more)
	}
}

func (s *summary) workerRow(w scheduler.WorkerReport) []string {
	guaranteed, standby := "", ""
	if w.GuaranteedHours > 0 {
		guaranteed = sayNumber(w.GuaranteedHours)
	}
	if w.StandbyHours > 0 {
		standby = sayNumber(w.StandbyHours)
	}
	return []string{of(s.names.worker, w.Worker), sayNumber(w.Hours), guaranteed, sayWeeks(w.ByWeek),
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
			said = append(said, sayNumber(h))
		}
		return strings.Join(said, " ")
	}
	least, most := weeks[0], weeks[0]
	for _, h := range weeks {
		least, most = min(least, h), max(most, h)
	}
	return sayNumber(least) + " to " + sayNumber(most)
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
