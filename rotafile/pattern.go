package rotafile

import (
	"fmt"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/pattern"
	"github.com/carerota/carerota/scheduler/validate"
)

// asWords are how a pattern is entered for a worker.
var asWords = []string{"pins", "available"}

// follower is a worker who follows a pattern, as the file says it.
type follower struct {
	pattern.Member
	id string // of the pattern
}

// follows reads which pattern a worker follows.
func (d *decoder) follows(t *table, worker int) {
	if t == nil {
		return
	}
	f := follower{Member: pattern.Member{Worker: worker, Line: 1}}
	given := t.text("pattern", &f.id)
	t.whole("line", &f.Line)
	t.choice("pattern_as", asWords, func(i int) { f.As = pattern.As(i) })
	if given {
		d.followers = append(d.followers, f)
		return
	}
	for _, key := range []string{"line", "pattern_as"} {
		if n := t.n.fields[key]; n != nil && t.n.fields["pattern"] == nil {
			d.add(n, t.key(key), "name the pattern", "it is of a pattern, and the worker has none")
		}
	}
}

// readRolling reads a pattern of shifts.
func readRolling(t *table) pattern.Pattern {
	var x pattern.Pattern
	if t == nil {
		return x
	}
	t.text("id", &x.ID)
	t.each("lines", false, func(n *node, path string) {
		line := []string{}
		if n.kind != listKind {
			t.d.wrong(n, path, "a list of codes", `write a code for each day, such as ["E", "E", "L", "L", "O", "O", "O"]`)
		}
		for i, item := range n.items {
			code := ""
			t.d.text(item, fmt.Sprintf("%s[%d]", path, i), &code)
			line = append(line, code)
		}
		x.Lines = append(x.Lines, line)
	})
	t.tables("codes", func(k *table) { x.Codes = append(x.Codes, readCode(k)) })
	return x
}

func readCode(t *table) pattern.Code {
	var c pattern.Code
	if t == nil {
		return c
	}
	t.text("code", &c.Code)
	t.text("need", &c.Need)
	c.Timed = !t.optionalWindow(&c.From, &c.To)
	c.KindGiven = oneOf(t, "kind", scheduler.Kinds, &c.Kind)
	t.flag("off", &c.Off)
	t.flag("spare", &c.Spare)
	return c
}

// patterns enters the patterns of shifts for those who follow them.
func (d *decoder) patterns(list []pattern.Pattern, p *scheduler.Problem) {
	var ids []string
	number := map[string]int{}
	for i := range list {
		ids = append(ids, list[i].ID)
		number[list[i].ID] = i
	}
	var members []pattern.Member
	for _, f := range d.followers {
		i, known := number[f.id]
		if f.Pattern = i; known {
			members = append(members, f.Member)
			continue
		}
		path, remedy := fmt.Sprintf("worker[%d].pattern", f.Worker), "correct it, or add the pattern"
		if near := validate.Nearest(f.id, ids); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		d.add(d.root.at(path), path, remedy, "no pattern has the id %q", clip(f.id))
	}
	if len(d.faults) > 0 && len(list) > 0 && hasPattern(d.known) {
		return // what its codes are is not known
	}
	warnings, faults := pattern.Enter(p, list, members)
	for _, f := range faults {
		d.add(d.root.at(f.Path), f.Path, f.Remedy, "%s", f.Says)
	}
	d.notes = append(d.notes, warnings...)
}

// hasPattern says whether a fault of a pattern's form is among some paths.
func hasPattern(paths []string) bool {
	for _, path := range paths {
		var i int
		if _, err := fmt.Sscanf(path, "pattern[%d]", &i); err == nil {
			return true
		}
	}
	return false
}
