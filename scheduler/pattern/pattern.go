// Package pattern turns fixed and rolling patterns of shifts into what a problem knows: pinned shifts, or times of
// availability.
//
// A pattern has lines of whole weeks, a code for each day. A worker stands on one of its lines on the first day of the rota,
// goes on to the next when it is over, and after the last begins again with the first. What a code means its legend says.
package pattern

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Pattern is lines of codes, one code a day.
type Pattern struct {
	ID    string
	Lines [][]string // each of whole weeks
	Codes []Code
}

// Code is what a code means: a need, a time, a time of a need, a day off or one that is spare.
type Code struct {
	Code, Need string
	Kind       scheduler.Kind // Standby for a shift on standby; otherwise the need's is meant
	KindGiven  bool
	From, To   time.Duration // where Timed; To at or before From is the next day
	Timed      bool
	Off        bool // no shift begins on the day
	Spare      bool // the worker may be given a shift, and has none by the pattern
}

// As is how a pattern is entered for a worker.
type As int

const (
	Pins      As = iota // its shifts are pinned; on days off nothing is added
	Available           // its times are when the worker may work
)

// Member is a worker on a line of a pattern.
type Member struct {
	Worker, Pattern int // by number
	Line            int // from 1
	As              As
}

// Enter enters the patterns for their members into p. The faults have paths as a problem file has
// (`pattern[0].lines[1][3]`); with any p is left as it is. The warnings name lines on which nobody stands, and needs that are
// not on a day on which a pattern has them.
func Enter(p *scheduler.Problem, patterns []Pattern, members []Member) (warnings []scheduler.Warning, faults []scheduler.Fault) {
	if p == nil || p.Zone == nil || p.Days < 1 || p.Days > mostDays {
		return nil, nil // which is said elsewhere
	}
	e := &entering{p: p, a: reading.New(p), patterns: patterns, known: map[place]entry{}, absent: map[string]int{}}
	for i := range patterns {
		e.check(i)
	}
	e.unclear = len(e.faults) > 0
	for _, m := range members {
		if m.Pattern >= 0 && m.Pattern < len(patterns) && m.Worker >= 0 && m.Worker < len(p.Workers) {
			e.member(m)
		}
	}
	if len(e.faults) > 0 {
		return nil, e.faults
	}
	for _, enter := range e.enter {
		enter()
	}
	e.vacant(members)
	return e.warnings, nil
}

const mostDays = 366

// place is a code of a pattern on a day of the rota.
type place struct {
	pattern int
	code    string
	day     int
}

// entry is the shift that a code means on a day.
type entry struct {
	pin scheduler.Pin
	has bool
}

type entering struct {
	p        *scheduler.Problem
	a        *reading.Reading
	patterns []Pattern
	known    map[place]entry
	absent   map[string]int // days on which a need is not, by what is said of it
	enter    []func()
	faults   []scheduler.Fault
	warnings []scheduler.Warning
	unclear  bool // a pattern cannot be read
}

func (e *entering) fault(path, remedy, says string, args ...any) {
	e.faults = append(e.faults, scheduler.Fault{Path: path, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// check finds what is wrong with a pattern by itself.
func (e *entering) check(i int) {
	x, path := &e.patterns[i], fmt.Sprintf("pattern[%d]", i)
	if x.ID == "" {
		e.fault(path+".id", "give it an id", "it has no id")
	}
	if at := slices.IndexFunc(e.patterns, func(y Pattern) bool { return y.ID == x.ID }); at < i && x.ID != "" {
		e.fault(path+".id", "give it another id", "the id %q is there twice", x.ID)
	}
	if len(x.Lines) == 0 {
		e.fault(path+".lines", "give at least one line of seven codes", "it has no line")
	}
	for k := range x.Codes {
		e.checkCode(x, k, fmt.Sprintf("%s.codes[%d]", path, k))
	}
	for l, line := range x.Lines {
		at := fmt.Sprintf("%s.lines[%d]", path, l)
		if len(line) == 0 || len(line)%7 != 0 {
			e.fault(at, "give a code for each day of one or more weeks", "it has %s, and lines are weeks long", say.Count(len(line), "code"))
		}
		said := map[string]bool{}
		for d, code := range line {
			if x.code(code) == nil && !said[code] {
				said[code] = true
				e.fault(fmt.Sprintf("%s[%d]", at, d), "add it to codes, or correct it", "the code %q has no meaning", code)
			}
		}
	}
}

func (e *entering) checkCode(x *Pattern, k int, path string) {
	c := &x.Codes[k]
	switch {
	case c.Code == "":
		e.fault(path+".code", "write the code", "it has no code")
	case slices.IndexFunc(x.Codes, func(y Code) bool { return y.Code == c.Code }) < k:
		e.fault(path+".code", "keep one of the two", "the code %q is there twice", c.Code)
	}
	_, known := e.a.NeedOf[c.Need]
	switch {
	case c.Need != "" && !known:
		e.fault(path+".need", "correct it, or add the need", "no need has the id %q", c.Need)
	case c.Off && (c.Need != "" || c.Timed || c.Spare):
		e.fault(path, "leave off out, or the rest", "the code %q is a day off and a shift", c.Code)
	case c.Spare && c.Need != "":
		e.fault(path, "leave one of the two out", "the code %q is spare and a shift", c.Code)
	case c.KindGiven && c.Kind == scheduler.Standby && c.Need != "":
		e.fault(path+".need", "leave it out", "a shift on standby serves no need")
	case !c.Off && !c.Spare && c.Need == "" && !c.Timed:
		e.fault(path, "give it a need, from and to, off = true or spare = true", "the code %q has no meaning", c.Code)
	}
}

// code is what a code means, nil for nothing.
func (x *Pattern) code(name string) *Code {
	return reading.Find(x.Codes, func(c *Code) bool { return c.Code == name && name != "" })
}

// member enters a pattern for a worker.
func (e *entering) member(m Member) {
	x, path := &e.patterns[m.Pattern], fmt.Sprintf("worker[%d]", m.Worker)
	if m.Line < 1 || m.Line > len(x.Lines) {
		e.fault(path+".line", fmt.Sprintf("write a number from 1 to %d", len(x.Lines)), "the pattern %q has no line %d", x.ID, m.Line)
		return
	}
	w := &e.p.Workers[m.Worker]
	if m.As == Available && !w.AlwaysAvailable && len(w.Available) > 0 {
		e.fault(path+".available", `leave it out, or write pattern_as = "pins"`, "the pattern says when the worker is available")
		return
	}
	if e.unclear {
		return
	}
	all := slices.Concat(x.Lines...)
	first := len(slices.Concat(x.Lines[:m.Line-1]...))
	var pins []scheduler.Pin
	dates := make([][]scheduler.Date, len(x.Codes))
	for day := range e.p.Days {
		name := all[(first+day)%len(all)]
		k := slices.IndexFunc(x.Codes, func(c Code) bool { return c.Code == name })
		dates[k] = append(dates[k], e.p.Start.Plus(day))
		if m.As == Pins {
			if s := e.shift(m.Pattern, k, day); s.has {
				pins = append(pins, s.pin)
			}
		}
	}
	windows, off := e.windows(x, dates, m.As)
	e.enter = append(e.enter, func() {
		w.Pinned = append(w.Pinned, pins...)
		if m.As == Available || off && w.AlwaysAvailable {
			w.AlwaysAvailable, w.Available = false, windows
		}
	})
}

// windows are the times of the codes on their days; as pins also all of each day that is not off. It says whether any is off.
func (e *entering) windows(x *Pattern, dates [][]scheduler.Date, as As) (out []scheduler.Window, off bool) {
	var worked []scheduler.Date
	for k := range x.Codes {
		c := &x.Codes[k]
		if c.Off || len(dates[k]) == 0 {
			off = off || len(dates[k]) > 0
			continue
		}
		worked = append(worked, dates[k]...)
		w := scheduler.Window{Days: scheduler.Pattern{Dates: dates[k]}, From: c.From, To: c.To, WholeDay: !c.Timed}
		if n, known := e.a.NeedOf[c.Need]; known && !c.Timed {
			w.From, w.To, w.WholeDay = e.p.Needs[n].From, e.p.Needs[n].To, false
		}
		out = append(out, w)
	}
	if as == Pins && len(worked) > 0 {
		slices.SortFunc(worked, func(x, y scheduler.Date) int { return x.Sub(y) })
		out = append(out, scheduler.Window{Days: scheduler.Pattern{Dates: worked}, WholeDay: true})
	}
	return out, off
}

// shift is what a code means on a day.
func (e *entering) shift(pattern, k, day int) entry {
	c := &e.patterns[pattern].Codes[k]
	at := place{pattern, c.Code, day}
	s, known := e.known[at]
	if !known {
		s = e.find(c, fmt.Sprintf("pattern[%d].codes[%d]", pattern, k), day)
		e.known[at] = s
	}
	return s
}

func (e *entering) find(c *Code, path string, day int) entry {
	if c.Off || c.Spare {
		return entry{}
	}
	date := e.p.Start.Plus(day)
	from, to := c.From, c.To
	n, named := e.a.NeedOf[c.Need]
	if named && !e.a.Holds(&e.p.Needs[n].Days, &e.a.Dates[e.a.First+day]) {
		e.notThen(path, c, date)
		return entry{}
	}
	if named && !c.Timed {
		from, to = e.p.Needs[n].From, e.p.Needs[n].To
	}
	last := date
	if to <= from {
		last = date.Plus(1)
	}
	pin := scheduler.Pin{Need: c.Need, Start: scheduler.StartInstant(e.p.Zone, date, from), End: scheduler.EndInstant(e.p.Zone, last, to)}
	if !named && !(c.KindGiven && c.Kind == scheduler.Standby) {
		pin.Need = e.fitting(c, path, date, reading.Span{From: pin.Start.Unix(), To: pin.End.Unix()})
		if pin.Need == "" {
			return entry{}
		}
	}
	return entry{pin, true}
}

// notThen warns once of a need that is not on a day on which a pattern has it.
func (e *entering) notThen(path string, c *Code, date scheduler.Date) {
	if e.absent[path]++; e.absent[path] == 1 {
		e.warnings = append(e.warnings, scheduler.Warning{Path: path + ".need", Remedy: "give the need these days, or the pattern another code",
			Says: fmt.Sprintf("the need %q is not on %s, on which the pattern has it: no shift is pinned on such a day", c.Need, date)})
	}
}

// fitting is the need whose occurrence a time overlaps most, and of those the one with least of it left over.
func (e *entering) fitting(c *Code, path string, date scheduler.Date, s reading.Span) string {
	best, other := "", ""
	var most, left int64
	for i := range e.a.Needs {
		n := &e.a.Needs[i]
		if c.KindGiven && n.Kind != c.Kind {
			continue
		}
		from, _ := slices.BinarySearchFunc(n.Occurrences, s.From, func(o reading.Occurrence, t int64) int { return cmp.Compare(o.To, t+1) })
		for k := from; k < len(n.Occurrences) && n.Occurrences[k].From < s.To; k++ {
			over := n.Occurrences[k].Overlap(s)
			switch rest := n.Occurrences[k].Len() - over; {
			case over == 0 || over < most || over == most && rest > left:
			case over == most && rest == left && n.ID != best:
				other = n.ID
			default:
				best, other, most, left = n.ID, "", over, rest
			}
		}
	}
	bad := best == "" || other != ""
	if bad {
		e.absent[path]++
	}
	switch {
	case bad && e.absent[path] > 1: // said already
	case best == "":
		e.fault(path, "correct the times, or add the need", "nothing is needed at the time of the code %q on %s", c.Code, date)
	case other != "":
		e.fault(path, "give the code a need", "the code %q fits the needs %q and %q equally on %s", c.Code, best, other, date)
	}
	return best
}

// vacant warns of lines on which nobody stands, of patterns that somebody follows.
func (e *entering) vacant(members []Member) {
	for i := range e.patterns {
		stands := make([]bool, len(e.patterns[i].Lines))
		any := false
		for _, m := range members {
			if m.Pattern == i && m.Line >= 1 && m.Line <= len(stands) {
				stands[m.Line-1], any = true, true
			}
		}
		if !any {
			e.warnings = append(e.warnings, scheduler.Warning{Path: fmt.Sprintf("pattern[%d]", i), Remedy: "name it under a worker, or take it out", Says: "nobody follows this pattern"})
			continue
		}
		for l, taken := range stands {
			if !taken {
				e.warnings = append(e.warnings, scheduler.Warning{Path: fmt.Sprintf("pattern[%d].lines[%d]", i, l), Remedy: "give it to somebody, or leave its shifts to others",
					Says: fmt.Sprintf("nobody stands on line %d on the first day: it is vacant", l+1)})
			}
		}
	}
}
