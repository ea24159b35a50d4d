package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// sayNumber is x to the hundredth without trailing noughts.
func sayNumber(x float64) string {
	x = math.Round(x*100) / 100
	if x == 0 {
		x = 0 // no "-0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// figureOf is how figures of a goal's level are said: as money, or as hours.
func figureOf(g scheduler.Goal) func(float64) string {
	if g.InMoney() {
		return say.Money
	}
	return say.Clock
}

// criticalities are what the three sorts of need are called before people.
var criticalities = [...]string{
	scheduler.Critical:  "critical",
	scheduler.Essential: "needed, but can wait",
	scheduler.Desirable: "good to have",
}

func sayCriticality(c scheduler.Criticality) string {
	if c < 0 || int(c) >= len(criticalities) {
		return c.String()
	}
	return criticalities[c]
}

// levelWords are what the levels of the objective are called before people; a level of one's own has its own name.
var levelWords = map[string]string{
	scheduler.Critical.String():                  "not covered, critical",
	scheduler.Essential.String():                 "not covered, can wait",
	scheduler.Desirable.String():                 "not covered, good to have",
	scheduler.Levels[scheduler.LevelFamily]:      "asked of family",
	scheduler.Levels[scheduler.LevelContingency]: "nobody ready to step in",
	scheduler.Levels[scheduler.LevelMoney]:       "money",
}

func sayLevel(level string) string {
	if words, ok := levelWords[level]; ok {
		return words
	}
	return level
}

// sayDay is a day with its weekday; the year stands only where the rota spans two.
func sayDay(p *scheduler.Problem, d scheduler.Date) string {
	s := fmt.Sprintf("%s %d %s", d.Weekday().String()[:3], d.Day, d.Month.String()[:3])
	if p.Start.Year != p.Start.Plus(p.Days-1).Year {
		s += fmt.Sprintf(" %d", d.Year)
	}
	return s
}

// sayLongDay is a day in full.
func sayLongDay(d scheduler.Date) string {
	return fmt.Sprintf("%s %d %s %d", d.Weekday().String()[:3], d.Day, d.Month, d.Year)
}

// sayTimes is a time of the day to another. The zone's letters stand where the clocks change in
// between or show one of the two twice, and a day where it ends more than a day later.
func sayTimes(p *scheduler.Problem, start, end time.Time) string {
	start, end = start.In(p.Zone), end.In(p.Zone)
	s := scheduler.Clock(start) + "-" + scheduler.Clock(end)
	if _, a := start.Zone(); a != offset(end) {
		s = start.Format("15:04 MST") + "-" + end.Format("15:04 MST")
	}
	if days := scheduler.DateOf(end).Sub(scheduler.DateOf(start)); days > 1 || days == 1 && end.Sub(start) >= 24*time.Hour {
		s += " on " + sayDay(p, scheduler.DateOf(end))
	}
	return s
}

func offset(t time.Time) int {
	_, o := t.Zone()
	return o
}

// sayDays is a list of days in order, with runs drawn together: "Mon 6 Jul,
// Wed 8 to Fri 10 Jul".
func sayDays(p *scheduler.Problem, days []scheduler.Date) string {
	var parts []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1].Sub(days[j]) == 1 {
			j++
		}
		part := sayDay(p, days[i])
		switch {
		case j == i+1:
			part += ", " + sayDay(p, days[j])
		case j > i:
			part += " to " + sayDay(p, days[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// rotaDay is the local day on which t falls, counted from the rota's first.
func rotaDay(p *scheduler.Problem, t time.Time) int {
	return scheduler.DateOf(t.In(p.Zone)).Sub(p.Start)
}

// eachDay gives the parts of a time on each day of the rota; what is on the day after the last is
// given with the last.
func eachDay(p *scheduler.Problem, start, end time.Time, do func(day int, start, end time.Time)) {
	for day := max(0, rotaDay(p, start)); p.Days > 0 && day <= p.Days; day++ {
		from, to := scheduler.StartInstant(p.Zone, p.Start.Plus(day), 0), scheduler.StartInstant(p.Zone, p.Start.Plus(day+1), 0)
		if from.Before(start) {
			from = start
		}
		if to.After(end) {
			to = end
		}
		if !from.Before(end) {
			return
		}
		if from.Before(to) {
			do(min(day, p.Days-1), from, to)
		}
	}
}

// widest is how long a line of a summary may be before it is broken.
const widest = 100

// wrapped breaks a line at its spaces so that none is wider than widest; what follows
// the first line is indented as far.
func wrapped(indent, text string) string {
	var out, line strings.Builder
	for _, word := range strings.Fields(text) {
		if line.Len() > 0 && utf8.RuneCountInString(indent+line.String()+" "+word) > widest {
			out.WriteString(indent + line.String() + "\n")
			line.Reset()
		}
		if line.Len() > 0 {
			line.WriteString(" ")
		}
		line.WriteString(word)
	}
	return out.String() + indent + line.String()
}
