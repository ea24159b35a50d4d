package inrc2

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/carerota/carerota/rotafile"
)

// days are the names of the days of a week.
var days = []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}

// heads are the lines that begin a section of any of the files.
var heads = []string{"SCENARIO", "WEEKS", "SKILLS", "SHIFT_TYPES", "FORBIDDEN_SHIFT_TYPES_SUCCESSIONS", "CONTRACTS", "NURSES",
	"HISTORY", "NURSE_HISTORY", "WEEK_DATA", "REQUIREMENTS", "SHIFT_OFF_REQUESTS", "SOLUTION", "ASSIGNMENTS"}

// Read reads an instance by its name from the folder of its data set, which
// lies in dir, or from dir itself. All faults of all its files come back at
// once, as rotafile.Faults.
func Read(dir, name string) (*Instance, error) {
	f, err := ParseName(name)
	if err != nil {
		return nil, err
	}
	if own := filepath.Join(dir, f.Set); isFolder(own) {
		dir = own
	}
	in := &Instance{Name: name}
	var faults rotafile.Faults
	read := func(file string, parse func(*parser)) error {
		path := filepath.Join(dir, file)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		faults = append(faults, parseText(path, string(text), parse)...)
		return nil
	}
	if err := read(fmt.Sprintf("Sc-%s.txt", f.Set), func(p *parser) { in.Scenario = p.scenario() }); err != nil {
		return nil, err
	}
	if len(faults) > 0 {
		return nil, faults
	}
	if len(f.Weeks) != in.Scenario.Weeks {
		return nil, fmt.Errorf("instance %q names %d weeks, its scenario has %d", name, len(f.Weeks), in.Scenario.Weeks)
	}
	if err := read(fmt.Sprintf("H0-%s-%d.txt", f.Set, f.History), func(p *parser) { in.Start = p.history(in.Scenario) }); err != nil {
		return nil, err
	}
	for i, w := range f.Weeks {
		if first := slices.Index(f.Weeks, w); first < i {
			in.Weeks = append(in.Weeks, in.Weeks[first])
			continue
		}
		if err := read(fmt.Sprintf("WD-%s-%d.txt", f.Set, w), func(p *parser) { in.Weeks = append(in.Weeks, p.week(in.Scenario)) }); err != nil {
			return nil, err
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return in, nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// parseText runs a parser over the text of a file; the faults come in the order of the lines.
func parseText(file, text string, parse func(*parser)) rotafile.Faults {
	p := &parser{file: file, sections: map[string]*section{}}
	p.split(text)
	parse(p)
	slices.SortStableFunc(p.faults, func(a, b rotafile.Fault) int { return cmp.Compare(a.Line, b.Line) })
	return p.faults
}

// section is a head, what stands behind its "=", and the lines up to the next head.
type section struct {
	line    int
	value   string
	entries []entry
}

// entry is one line; brackets and commas count as blanks.
type entry struct {
	line   int
	fields []string
}

type parser struct {
	file, key string
	last      int // number of lines
	sections  map[string]*section
	faults    rotafile.Faults
}

func (p *parser) fault(line int, says, remedy string) {
	p.faults = append(p.faults, rotafile.Fault{File: p.file, Line: line, Key: p.key, Says: says, Remedy: remedy})
}

var blanks = strings.NewReplacer("(", " ", ")", " ", ",", " ")

func (p *parser) split(text string) {
	var now *section
	for line := range strings.Lines(text) {
		p.last++
		fields := strings.Fields(blanks.Replace(line))
		switch {
		case len(fields) == 0:
		case slices.Contains(heads, fields[0]):
			p.key = fields[0]
			if s := p.sections[p.key]; s != nil {
				p.fault(p.last, fmt.Sprintf("the section stands in line %d already", s.line), "put its lines together")
			}
			now = &section{line: p.last}
			if len(fields) > 2 && fields[1] == "=" {
				now.value = fields[2]
			}
			p.sections[p.key] = now
		case now == nil:
			p.fault(p.last, fmt.Sprintf("%q stands before any section", strings.TrimSpace(line)), "begin with a section's name")
		default:
			now.entries = append(now.entries, entry{p.last, fields})
		}
	}
}

// open begins to read a section; nil, with a fault, when it is not there.
func (p *parser) open(key string) *section {
	p.key = key
	s := p.sections[key]
	if s == nil {
		p.fault(max(1, p.last), "the section is missing", "add "+key)
	}
	return s
}

// counted are the entries of a section that says how many it has; lines beyond those are nobody's.
func (p *parser) counted(key string, most int) []entry {
	s := p.open(key)
	if s == nil {
		return nil
	}
	n := p.number(s.line, "the number behind the =", s.value, 0, most)
	if n > len(s.entries) {
		p.fault(s.line, fmt.Sprintf("%d lines are promised, %d are there", n, len(s.entries)), "correct the number or add the lines")
		n = len(s.entries)
	}
	return s.entries[:n]
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

// has says whether an entry has n fields, or with more, at least n.
func (p *parser) has(e entry, n int, more bool, form string) bool {
	if len(e.fields) == n || more && len(e.fields) > n {
		return true
	}
	p.fault(e.line, fmt.Sprintf("%d fields", len(e.fields)), "write "+form)
	return false
}

// find is the place of an id in a list.
func (p *parser) find(line int, what, id string, ids []string) (int, bool) {
	i := slices.Index(ids, id)
	if i < 0 {
		p.fault(line, fmt.Sprintf("%s %q is not known", what, id), "name one of "+strings.Join(ids[:min(len(ids), 12)], ", "))
	}
	return i, i >= 0
}

// limits reads a least and a greatest number from two fields.
func (p *parser) limits(e entry, at int, what string, least int) (low, high int) {
	low = p.number(e.line, what+", the least", e.fields[at], 0, 1e6)
	high = p.number(e.line, what+", the greatest", e.fields[at+1], least, 1e6)
	if low > high {
		p.fault(e.line, fmt.Sprintf("%s: at least %d and at most %d cannot both be", what, low, high), "write the least first")
	}
	return low, high
}

func ids[T any](list []T, of func(T) string) (out []string) {
	for _, x := range list {
		out = append(out, of(x))
	}
	return out
}

func (sc *Scenario) shiftIDs() []string { return ids(sc.Shifts, func(s Shift) string { return s.ID }) }
func (sc *Scenario) nurseIDs() []string { return ids(sc.Nurses, func(n Nurse) string { return n.ID }) }
func (sc *Scenario) contractIDs() []string {
	return ids(sc.Contracts, func(c Contract) string { return c.ID })
}

// fresh says whether an id is not taken yet.
func (p *parser) fresh(e entry, taken []string) bool {
	if slices.Contains(taken, e.fields[0]) {
		p.fault(e.line, fmt.Sprintf("%q stands there twice", e.fields[0]), "give each an id of its own")
		return false
	}
	return true
}
