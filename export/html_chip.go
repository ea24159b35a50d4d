package export

import (
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// chip is a shift, or a time that is short, as a page shows it: words, and a bar
// that says where in the day it lies.
type chip struct {
	Who, What, Times string // Who: the worker's name; What: the need or the client; empty where the table says it
	Day              string // of a shift that stands on the day before, else empty
	Note             string // on standby, fixed and the like; empty for none
	Class            string // the bar's look
	Badge            badge  // of the worker
	Worker, Provider int    // places in the problem, -1 for none
	Client           int
	Left, Width      int // of the bar, in thousandths of the day
	Over             bool
	Start            time.Time
	Behind           string // who can step in, the first in the ladder, and how many more
	shift            *scheduler.Shift
}

// The looks of chips.
const (
	lookWaking  = "waking"
	lookSleep   = "sleep"
	lookStandby = "standby"
	lookShadow  = "shadow"
	lookShort   = "short"
)

// places are where ids stand in the problem.
type places struct{ worker, client, need, provider map[string]int }

func placesOf(p *scheduler.Problem) places {
	at := places{map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}}
	for i := range p.Workers {
		at.worker[p.Workers[i].ID] = i
	}
	for i := range p.Clients {
		at.client[p.Clients[i].ID] = i
	}
	for i := range p.Needs {
		at.need[p.Needs[i].ID] = i
	}
	for i := range p.Providers {
		at.provider[p.Providers[i].ID] = i
	}
	return at
}

// place is where an id stands, -1 for one that is not known.
func place(of map[string]int, id string) int {
	if i, ok := of[id]; ok {
		return i
	}
	return -1
}

// chips makes the chips of a rota.
type chips struct {
	p      *scheduler.Problem
	names  names
	at     places
	badges []badge // by worker
}

func newChips(p *scheduler.Problem) chips {
	n := namesOf(p)
	return chips{p, n, placesOf(p), badgesOf(p, &n)}
}

// of is the chip of a shift.
func (c *chips) of(s *scheduler.Shift) chip {
	k := c.bar(s.Start, s.End)
	k.shift, k.Who, k.Worker, k.Client = s, of(c.names.worker, s.Worker), place(c.at.worker, s.Worker), place(c.at.client, s.Client)
	if k.Worker >= 0 {
		k.Provider, k.Badge = place(c.at.provider, c.p.Workers[k.Worker].Provider), c.badges[k.Worker]
	}
	switch s.Kind {
	case scheduler.SleepIn:
		k.Class, k.Note = lookSleep, "sleeps in"
	case scheduler.Standby:
		k.Class, k.Note = lookStandby, "on standby"
	case scheduler.Shadow:
		k.Class, k.Note = lookShadow, "shadowing, extra"
	default:
		k.Class = lookWaking
	}
	if day := rotaDay(c.p, s.Start); day >= c.p.Days { // it stands on the last day
		k.Day, k.Left, k.Width, k.Over = sayDay(c.p, c.p.Start.Plus(day)), 960, 40, true
	}
	if s.Pinned && !s.Start.Before(c.p.AsOf) { // what has happened is held too, and keeps its name
		k.Note = joined(k.Note, "fixed")
	}
	if n := len(s.Backups); n > 0 {
		k.Behind = c.names.backup(c.p, &s.Backups[0])
		if n > 1 {
			k.Behind += " or " + say.Count(n-1, "other")
		}
	}
	return k
}

// when is when the chip's time is, with the day where that is not the one it stands on.
func (k *chip) when() string { return strings.TrimSpace(k.Day + " " + k.Times) }

// short are the chips of an underlap, one for each day it touches, by day of the rota.
func (c *chips) short(u *scheduler.Underlap, add func(day int, k chip)) {
	eachDay(c.p, u.Start, u.End, func(day int, start, end time.Time) {
		k := c.bar(start, end)
		k.Class, k.Who, k.What, k.Client = lookShort, sayTooFew(u), u.Need, place(c.at.client, u.Client)
		add(day, k)
	})
}

// bar is a chip with nothing but its times. What goes on past midnight by the clock
// is drawn to the end of the day it starts on.
func (c *chips) bar(start, end time.Time) chip {
	local := start.In(c.p.Zone)
	from := local.Hour()*60 + local.Minute()
	long := int(end.Sub(start).Minutes())
	k := chip{Times: sayTimes(c.p, start, end), Start: start, Worker: -1, Provider: -1, Client: -1, Left: from * 1000 / 1440}
	k.Over = from+long > 1440
	k.Width = max(8, min(long*1000/1440, 1000-k.Left))
	return k
}

// gridDay is the day of the rota on which a shift stands in tables of days, -1 for none: the day it starts
// on and, of what starts in the night after the last, as standby may, the last.
func gridDay(p *scheduler.Problem, start time.Time) int {
	day := rotaDay(p, start)
	switch {
	case day == p.Days && day > 0:
		return day - 1
	case day >= p.Days:
		return -1
	}
	return day
}

// sayTooFew is how many are missing.
func sayTooFew(u *scheduler.Underlap) string {
	if u.Gap {
		return "nobody there"
	}
	return sayNumber(float64(u.Short)) + " too few"
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// week is a run of the rota's days up to the day on which weeks start.
type week struct {
	First, Last int // days of the rota, Last excluded
	Title       string
	Days, Dates []string
	LastDate    string
}

// weeksOf are the rota's weeks; those at its ends may be cut short.
func weeksOf(p *scheduler.Problem) []week {
	var out []week
	for first := 0; first < p.Days; {
		last := first + 1
		for last < p.Days && p.Start.Plus(last).Weekday() != p.WeekStarts {
			last++
		}
		k := week{First: first, Last: last, Title: sayLongDay(p.Start.Plus(first))}
		if last-first > 1 {
			k.Title += " to " + sayLongDay(p.Start.Plus(last-1))
		}
		for d := first; d < last; d++ {
			k.Days = append(k.Days, sayDay(p, p.Start.Plus(d)))
			k.Dates = append(k.Dates, p.Start.Plus(d).String())
		}
		k.LastDate = p.Start.Plus(last - 1).String()
		out = append(out, k)
		first = last
	}
	return out
}
