package curtois

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/carerota/carerota/rotafile"
)

// sections are those of a file, in the order in which they refer to one another.
var sections = []string{"SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_DAYS_OFF",
	"SECTION_SHIFT_ON_REQUESTS", "SECTION_SHIFT_OFF_REQUESTS", "SECTION_COVER"}

// needed are the sections that a file cannot do without.
var needed = []string{"SECTION_HORIZON", "SECTION_SHIFTS", "SECTION_STAFF", "SECTION_COVER"}

// ReadFile reads the instance in a file; its name is the file's without folder and ending.
func ReadFile(path string) (*Instance, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(f, path)
}

// Read reads an instance. All faults of the text come back at once, as
// rotafile.Faults in the order of the lines.
func Read(r io.Reader, file string) (*Instance, error) {
	text, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	base := filepath.Base(file)
	p := &parser{file: file, in: New(strings.TrimSuffix(base, filepath.Ext(base)), 0, nil), sections: map[string][]entry{}, at: map[string]int{}}
	p.split(string(text))
	for _, name := range sections {
		p.section = name
		p.parse(p.sections[name])
	}
	if len(p.faults) > 0 {
		slices.SortStableFunc(p.faults, func(a, b rotafile.Fault) int { return cmp.Compare(a.Line, b.Line) })
		return nil, p.faults
	}
	return p.in, nil
}

// entry is one line that says something.
type entry struct {
	line   int
	fields []string
}

type parser struct {
	file, section string
	in            *Instance
	sections      map[string][]entry
	at            map[string]int // line of each section's head
	faults        rotafile.Faults
}

func (p *parser) fault(line int, says, remedy string) {
	p.faults = append(p.faults, rotafile.Fault{File: p.file, Line: line, Key: p.section, Says: says, Remedy: remedy})
}

// split finds the sections; lines that are empty or begin with # say nothing.
func (p *parser) split(text string) {
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case slices.Contains(sections, line):
			if at, twice := p.at[line]; twice {
				p.fault(n, fmt.Sprintf("%s stands in line %d already", line, at), "put its lines together")
			}
			p.section, p.at[line] = line, n
		case p.section == "":
			p.fault(n, fmt.Sprintf("%q stands before any section", line), "begin with SECTION_HORIZON")
		default:
			fields := strings.Split(line, ",")
			for i := range fields {
				fields[i] = strings.TrimSpace(fields[i])
			}
			p.sections[p.section] = append(p.sections[p.section], entry{n, fields})
		}
	}
	for _, name := range needed {
		if _, there := p.at[name]; !there {
			p.section = name
			p.fault(max(1, n), "the section is missing", "add "+name)
		}
	}
}

func (p *parser) parse(entries []entry) {
	if slices.Contains(needed, p.section) && p.at[p.section] > 0 && len(entries) == 0 {
		p.fault(p.at[p.section], "the section is empty", "fill it")
	}
	switch p.section {
	case "SECTION_HORIZON":
		p.horizon(entries)
	case "SECTION_SHIFTS":
		p.shifts(entries)
	case "SECTION_STAFF":
		p.staff(entries)
	case "SECTION_DAYS_OFF":
		p.daysOff(entries)
	case "SECTION_SHIFT_ON_REQUESTS":
		p.in.On = p.requests(entries)
	case "SECTION_SHIFT_OFF_REQUESTS":
		p.in.Off = p.requests(entries)
	case "SECTION_COVER":
		p.cover(entries)
	}
}

// has says whether an entry has n fields.
func (p *parser) has(e entry, n int, form string) bool {
	if len(e.fields) != n {
		p.fault(e.line, fmt.Sprintf("%d fields where %d belong", len(e.fields), n), "write "+form)
		return false
	}
	return true
}

// number reads a whole number from low to high; low when it is none.
func (p *parser) number(line int, what, text string, low, high int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		p.fault(line, fmt.Sprintf("%s is %q", what, text), fmt.Sprintf("write a whole number from %d to %d", low, high))
		return low
	}
	return n
}

func (p *parser) horizon(entries []entry) {
	for i, e := range entries {
		if i > 0 || !p.has(e, 1, "the number of days alone") {
			p.fault(e.line, "the section has more than the number of days", "keep one line")
			return
		}
		p.in.Days = p.number(e.line, "the number of days", e.fields[0], 7, MaxDays)
		if p.in.Days%7 != 0 {
			p.fault(e.line, fmt.Sprintf("%d days are not whole weeks", p.in.Days), "write a multiple of 7")
		}
	}
}

func (p *parser) shifts(entries []entry) {
	for _, e := range entries {
		if !p.has(e, 3, "ID,minutes,shifts that cannot follow (may be empty)") {
			continue
		}
		if _, twice := p.in.shiftNo[e.fields[0]]; twice || e.fields[0] == "" {
			p.fault(e.line, fmt.Sprintf("shift %q is named twice or not at all", e.fields[0]), "give each shift an id of its own")
			continue
		}
		p.in.Shifts = append(p.in.Shifts, Shift{ID: e.fields[0], Minutes: p.number(e.line, "the length", e.fields[1], 1, 1440)})
		p.in.index()
	}
	if len(p.in.Shifts) > MaxShifts {
		p.fault(p.at[p.section], fmt.Sprintf("%d types of shift", len(p.in.Shifts)), fmt.Sprintf("at most %d are possible", MaxShifts))
	}
	for _, e := range entries {
		if s, known := p.in.shiftNo[e.fields[0]]; known && len(e.fields) == 3 && p.in.Shifts[s].NotNext == nil {
			p.in.Shifts[s].NotNext = make([]bool, len(p.in.Shifts))
			for _, id := range strings.Split(e.fields[2], "|") {
				if id != "" {
					if u, ok := p.shift(e.line, id); ok {
						p.in.Shifts[s].NotNext[u] = true
					}
				}
			}
		}
	}
}

func (p *parser) shift(line int, id string) (int, bool) {
	s, ok := p.in.shiftNo[strings.TrimSpace(id)]
	if !ok {
		p.fault(line, fmt.Sprintf("shift %q is not known", id), "name one of SECTION_SHIFTS")
	}
	return s, ok
}

func (p *parser) employee(line int, id string) (int, bool) {
	e, ok := p.in.workerNo[id]
	if !ok {
		p.fault(line, fmt.Sprintf("employee %q is not known", id), "name one of SECTION_STAFF")
	}
	return e, ok
}

func (p *parser) staff(entries []entry) {
	for _, e := range entries {
		if !p.has(e, 8, "ID,MaxShifts,MaxTotalMinutes,MinTotalMinutes,MaxConsecutiveShifts,MinConsecutiveShifts,MinConsecutiveDaysOff,MaxWeekends") {
			continue
		}
		if _, twice := p.in.workerNo[e.fields[0]]; twice || e.fields[0] == "" {
			p.fault(e.line, fmt.Sprintf("employee %q is named twice or not at all", e.fields[0]), "give each an id of its own")
			continue
		}
		n := func(field int, what string, low int) int {
			return p.number(e.line, what, e.fields[field], low, math.MaxInt32)
		}
		w := Employee{ID: e.fields[0], MaxShifts: p.caps(e), MaxMinutes: n(2, "MaxTotalMinutes", 0), MinMinutes: n(3, "MinTotalMinutes", 0),
			MaxRun: n(4, "MaxConsecutiveShifts", 1), MinRun: n(5, "MinConsecutiveShifts", 0), MinOff: n(6, "MinConsecutiveDaysOff", 0), MaxWeekends: n(7, "MaxWeekends", 0)}
		if w.MinMinutes > w.MaxMinutes {
			p.fault(e.line, fmt.Sprintf("at least %d and at most %d minutes cannot both be", w.MinMinutes, w.MaxMinutes), "write the greatest first, then the least")
		}
		if w.MinRun > w.MaxRun {
			p.fault(e.line, fmt.Sprintf("at least %d and at most %d shifts in a row cannot both be", w.MinRun, w.MaxRun), "write the greatest first, then the least")
		}
		w.DaysOff = make([]bool, p.in.Days)
		p.in.Staff = append(p.in.Staff, w)
		p.in.workerNo[w.ID] = len(p.in.Staff) - 1
	}
	if len(p.in.Staff) > MaxStaff {
		p.fault(p.at[p.section], fmt.Sprintf("%d employees", len(p.in.Staff)), fmt.Sprintf("at most %d are possible", MaxStaff))
	}
}

// caps reads "E=14|L=0". A shift that is not named can be worked every day.
func (p *parser) caps(e entry) []int {
	caps := make([]int, len(p.in.Shifts))
	for s := range caps {
		caps[s] = p.in.Days
	}
	seen := make([]bool, len(caps))
	for _, part := range strings.Split(e.fields[1], "|") {
		id, count, is := strings.Cut(part, "=")
		if !is {
			p.fault(e.line, fmt.Sprintf("MaxShifts has %q", part), "write such as E=14|L=0")
			continue
		}
		s, ok := p.shift(e.line, id)
		if !ok {
			continue
		}
		if seen[s] {
			p.fault(e.line, fmt.Sprintf("MaxShifts names %s twice", id), "name each shift once")
		}
		seen[s] = true
		caps[s] = p.number(e.line, "the cap of "+id, strings.TrimSpace(count), 0, math.MaxInt32)
	}
	return caps
}

func (p *parser) daysOff(entries []entry) {
	for _, e := range entries {
		w, ok := p.employee(e.line, e.fields[0])
		for _, text := range e.fields[1:] {
			if d := p.number(e.line, "the day", text, 0, max(0, p.in.Days-1)); ok && d < p.in.Days {
				p.in.Staff[w].DaysOff[d] = true
			}
		}
	}
}

func (p *parser) requests(entries []entry) (out []Request) {
	for _, e := range entries {
		if !p.has(e, 4, "EmployeeID,Day,ShiftID,Weight") {
			continue
		}
		w, ok := p.employee(e.line, e.fields[0])
		s, is := p.shift(e.line, e.fields[2])
		r := Request{Employee: w, Shift: s, Day: p.number(e.line, "the day", e.fields[1], 0, max(0, p.in.Days-1)),
			Weight: p.number(e.line, "the weight", e.fields[3], 0, 1e6)}
		if ok && is {
			out = append(out, r)
		}
	}
	return out
}

func (p *parser) cover(entries []entry) {
	seen := map[[2]int]int{}
	for _, e := range entries {
		if !p.has(e, 5, "Day,ShiftID,Requirement,Weight for under,Weight for over") {
			continue
		}
		s, ok := p.shift(e.line, e.fields[1])
		c := Cover{Day: p.number(e.line, "the day", e.fields[0], 0, max(0, p.in.Days-1)), Shift: s, Need: p.number(e.line, "the requirement", e.fields[2], 0, 200),
			Under: p.number(e.line, "the weight for under", e.fields[3], 0, 1e6), Over: p.number(e.line, "the weight for over", e.fields[4], 0, 1e6)}
		if !ok {
			continue
		}
		if line, twice := seen[[2]int{c.Day, s}]; twice {
			p.fault(e.line, fmt.Sprintf("day %d, shift %s stands in line %d already", c.Day, e.fields[1], line), "keep one of the two")
		}
		seen[[2]int{c.Day, s}] = e.line
		p.in.Cover = append(p.in.Cover, c)
	}
}
