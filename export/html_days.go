package export

import (
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// dayRow is a line of somebody's day.
type dayRow struct {
	Times, Who, What, Note, Behind, Long string
	Badge                                badge
	Class                                string // its look; lookShort for what is not covered
	Open                                 string // of what is not covered: the row that says why, empty for none
	start                                time.Time
	long                                 time.Duration
}

// dayCard is a day with its lines in order of time.
type dayCard struct {
	Date, Day string
	Rows      []dayRow
	Empty     string // what is said of a day without lines
	Off       bool   // of a worker: free of any work
	day       scheduler.Date
}

// weekCards is a week of somebody's page.
type weekCards struct {
	Title, Last string // Last: its last day, for the script
	Sums        []string
	Days        []dayCard
}

// weekCardsOf lays days out by week, this week first.
func weekCardsOf(p *scheduler.Problem, days []dayCard) (out []weekCards) {
	for _, k := range weeksOf(p) {
		out = append(out, weekCards{Title: k.Title, Last: k.LastDate, Days: days[k.First:k.Last]})
	}
	return thisWeekFirst(p, out, func(k *weekCards) string { return k.Last })
}

// thisWeekFirst puts the weeks that were over by the problem's AsOf behind the others. The page's script
// does the same by the day on which it is read.
func thisWeekFirst[T any](p *scheduler.Problem, weeks []T, last func(*T) string) []T {
	if p.AsOf.IsZero() {
		return weeks
	}
	now := scheduler.DateOf(p.AsOf.In(p.Zone)).String()
	var over []T
	left := slices.DeleteFunc(slices.Clone(weeks), func(k T) bool {
		if last(&k) < now {
			over = append(over, k)
			return true
		}
		return false
	})
	return append(left, over...)
}

// cardsOf are the days of a rota without lines.
func cardsOf(p *scheduler.Problem) []dayCard {
	days := make([]dayCard, p.Days)
	for k := range days {
		day := p.Start.Plus(k)
		days[k] = dayCard{Date: day.String(), Day: sayDay(p, day), day: day}
	}
	return days
}

// inOrder sorts the lines of days by time; at one time what is not covered comes first.
func inOrder(days []dayCard) {
	for i := range days {
		slices.SortStableFunc(days[i].Rows, func(a, b dayRow) int {
			if c := a.start.Compare(b.start); c != 0 {
				return c
			}
			return strings.Compare(openFirst(&a), openFirst(&b))
		})
	}
}

func openFirst(r *dayRow) string {
	if r.Class == lookShort {
		return ""
	}
	return "~"
}

// rowOf is the line of a chip.
func rowOf(k *chip) dayRow {
	return dayRow{Times: k.when(), Who: k.Who, What: k.What, Note: k.Note, Behind: k.Behind, Badge: k.Badge, Class: k.Class, start: k.Start}
}
