package elsewhere

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// said is what a grid says of the days that it names without a date.
type said struct {
	from   scheduler.Date // the first day of the week; zero: not said
	number int            // of that week; 0: it has none
	month  scheduler.Date // the first day of the month; zero: not said
	asked  bool           // that days have no date was reported
}

// heading is a row that names the days of a block: with dates, by the days of the week, or by numbers of the
// days of a month.
type heading struct {
	row      *table.Row
	days     map[int]scheduler.Date // by column; of weekdays none until the week is known
	weekdays map[int]time.Weekday   // by column
}

func (h *heading) has(column int) bool {
	_, dated := h.days[column]
	_, named := h.weekdays[column]
	return dated || named
}

// columns are the places of the days, in order.
func (h *heading) columns() []int {
	if len(h.days) > 0 {
		return slices.Sorted(maps.Keys(h.days))
	}
	return slices.Sorted(maps.Keys(h.weekdays))
}

func (h *heading) first() int { return h.columns()[0] }

// leastNumbers are the fewest numbers one after the other that are days of a month.
const leastNumbers = 5

// heading reads a row as one that names days; nil where it does not.
func (g *grid) heading(row *table.Row) *heading {
	h := &heading{row: row, days: g.daysOf(row.Cells), weekdays: map[int]time.Weekday{}}
	distinct := map[scheduler.Date]bool{} // one day in a merged cell stands for its week
	for _, day := range h.days {
		distinct[day] = true
	}
	if len(distinct) >= leastDays {
		return h
	}
	h.days = nil
	for c, text := range row.Cells {
		if w, is := table.Weekday(text); is {
			h.weekdays[c] = w
		}
	}
	if len(h.weekdays) >= leastDays {
		return h
	}
	if h.days = g.numbered(row); len(h.days) > 0 {
		h.weekdays = nil
		return h
	}
	return nil
}

// numbered reads a row of numbers, each one more than that before it, as days of the month that is said.
func (g *grid) numbered(row *table.Row) map[int]scheduler.Date {
	days := map[int]scheduler.Date{}
	var at scheduler.Date
	for c, text := range row.Cells {
		n, err := strconv.Atoi(text)
		switch {
		case err != nil && len(days) == 0:
			continue
		case err != nil:
			return longEnough(days)
		case len(days) == 0:
			if at = g.firstNumbered(n); at.IsZero() {
				return nil
			}
		default:
			if at = at.Plus(1); at.Day != n {
				return longEnough(days)
			}
		}
		days[c] = at
	}
	return longEnough(days)
}

func longEnough(days map[int]scheduler.Date) map[int]scheduler.Date {
	if len(days) < leastNumbers {
		return nil
	}
	return days
}

// firstNumbered is the day that a number stands for: of the month that is said, or else the first from the rota's first day on.
func (g *grid) firstNumbered(n int) scheduler.Date {
	if n < 1 || n > 31 {
		return scheduler.Date{}
	}
	if m := g.week.month; !m.IsZero() {
		if at := m.Plus(n - 1); at.Month == m.Month {
			return at
		}
		return scheduler.Date{}
	}
	for at := g.p.Start; at.Sub(g.p.Start) < g.p.Days; at = at.Plus(1) {
		if at.Day == n {
			return at
		}
	}
	return scheduler.Date{}
}

// joined is the heading of a row below another one: days of the week under or over their dates are one heading with them.
func (g *grid) joined(above, below *heading) *heading {
	if above == nil || above.row.Number+1 < below.row.Number {
		return below
	}
	dated, named := above, below
	if len(above.weekdays) > 0 {
		dated, named = below, above
	}
	if len(dated.days) == 0 || len(named.weekdays) == 0 {
		return below
	}
	for _, c := range named.columns() {
		day, is := dated.days[c]
		if is && day.Weekday() != named.weekdays[c] && len(dated.days) >= len(named.weekdays) {
			g.fault(g.s.Name, below.row.Number, table.Letter(c), "correct one of the two", "%s is a %s, not a %s", day, day.Weekday(), named.weekdays[c])
		}
	}
	if len(dated.days) >= len(named.weekdays) {
		return &heading{row: dated.row, days: dated.days}
	}
	days, from := map[int]scheduler.Date{}, scheduler.Date{} // the first day of each week stands above it
	for _, c := range named.columns() {
		if at, is := dated.days[c]; is {
			from = at
		}
		if !from.IsZero() {
			days[c] = onOrAfter(from, named.weekdays[c])
			from = days[c].Plus(1)
		}
	}
	return &heading{row: named.row, days: days}
}

// onOrAfter is the first such day of the week from a day on.
func onOrAfter(day scheduler.Date, w time.Weekday) scheduler.Date {
	return day.Plus((int(w) - int(day.Weekday()) + 7) % 7)
}

// dated are the days of a heading by column: of days of the week those from the week on that the row says, or that was said
// above.
func (g *grid) dated(h *heading, row *table.Row) map[int]scheduler.Date {
	if len(h.days) > 0 {
		return h.days
	}
	days := map[int]scheduler.Date{}
	var next scheduler.Date
	for c := range h.first() {
		if day, ok := g.dayAt(row.Cell(c)); ok {
			next = day
		}
	}
	if next.IsZero() {
		next = g.weekFrom(h.row)
	}
	for _, c := range h.columns() {
		if !next.IsZero() {
			days[c] = onOrAfter(next, h.weekdays[c])
			next = days[c].Plus(1)
		}
	}
	return days
}

// nextOf is the day after the last one that a day of the week in a column of days stands for; zero where no week is said.
func (g *grid) nextOf(text string, last *scheduler.Date) (day scheduler.Date, is bool) {
	w, is := table.Weekday(text)
	if !is {
		return day, false
	}
	from := last.Plus(1)
	if last.IsZero() {
		from = g.weekFrom(&g.s.Rows[0])
	}
	if from.IsZero() {
		return from, true
	}
	*last = onOrAfter(from, w)
	return *last, true
}

// weekFrom is the first day of the week that was said last, or of a rota of one week.
func (g *grid) weekFrom(head *table.Row) scheduler.Date {
	switch {
	case !g.week.from.IsZero():
		return g.week.from
	case g.p.Days <= 7:
		g.note("the days of the week are those of the rota, from %s on", sayDay(g.p.Start))
		return g.p.Start
	case !g.week.asked:
		g.week.asked = true
		g.fault(g.s.Name, head.Number, "", "write the week above its days, such as: Week commencing "+g.p.Start.String(), "the days have no date, and no week is said")
	}
	return scheduler.Date{}
}

func sayDay(d scheduler.Date) string {
	return fmt.Sprintf("%s %d %s %d", d.Weekday(), d.Day, d.Month, d.Year)
}

var (
	weekNumber = regexp.MustCompile(`(?i)\bw(?:ee)?k\.? ?(?:no\.? ?)?(\d{1,2})\b`)
	weekEnding = regexp.MustCompile(`(?i)\bw/?e\b|\bend(?:ing|s)?\b`)
	monthNamed = regexp.MustCompile(`(?i)\b([a-z]{3,9})[ ,'-]+(20\d{2})\b`)
)

// saidIn takes what a title says of the days.
func (g *grid) saidIn(row *table.Row) (any bool) {
	before := ""
	for _, text := range row.Cells {
		if text != before { // a merged cell stands for many
			any = g.said(text) || any
			any = before != "" && g.said(before+" "+text) || any
		}
		before = text
	}
	return any
}

// said takes what a text says of the days: the first day of a week, or its last, the number of a week, a month.
func (g *grid) said(text string) bool {
	number := 0
	if part := weekNumber.FindStringSubmatch(text); part != nil {
		number, _ = strconv.Atoi(part[1])
	}
	day, has := g.dayIn(text)
	switch {
	case has && weekEnding.MatchString(text):
		g.week.from, g.week.number = day.Plus(-6), number
	case has:
		g.week.from, g.week.number = day, number
	case number > 0 && g.week.number > 0:
		g.week.from = g.week.from.Plus(7 * (number - g.week.number))
		g.week.number = number
	case number > 0 && number <= (g.p.Days+6)/7:
		g.week.from, g.week.number = g.p.Start.Plus(7*(number-1)), number
		g.note("%q is read as the week from %s on", table.Clip(text), sayDay(g.week.from))
	default:
		return g.monthIn(text)
	}
	return true
}

// monthIn takes the month that a text names with its year.
func (g *grid) monthIn(text string) bool {
	for _, part := range monthNamed.FindAllStringSubmatch(text, -1) {
		if first, err := g.days.Date("1 " + part[1] + " " + part[2]); err == nil {
			g.week.month = first
			return true
		}
	}
	return false
}

// mostWords are the most words of a text that are looked through for a day.
const mostWords = 16

// dayIn finds the first day that stands in a text, in as many of its words as it takes.
func (g *grid) dayIn(text string) (scheduler.Date, bool) {
	words := strings.Fields(strings.NewReplacer("(", " ", ")", " ", ":", " ", " - ", " ", "–", " ").Replace(text))
	if len(words) > mostWords || !strings.ContainsAny(text, "0123456789") {
		return scheduler.Date{}, false
	}
	for from := range words {
		for to := min(len(words), from+5); to > from; to-- {
			if day, ok := g.dayAt(strings.Join(words[from:to], " ")); ok {
				return day, true
			}
		}
	}
	return scheduler.Date{}, false
}
