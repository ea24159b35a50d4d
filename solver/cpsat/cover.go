package cpsat

import (
	"slices"

	"github.com/carerota/carerota/solver"
)

// cover prices one task: what is short, over, wanted beyond, not backed up.
// Unless all are asked for, a task that no choice changes is left out.
func (t *translation) cover(k int32, all bool) {
	task := &t.m.Tasks[k]
	var here []served
	points := []solver.Minute{task.From, task.To}
	for _, s := range t.tasks[k] {
		if s.Kind != solver.Beside {
			here = append(here, s)
			points = append(points, s.Start, s.End)
		}
	}
	var able []standby
	if task.Backup > 0 && len(here) > 0 {
		able, points = t.standbys(k, points)
	}
	open := func(s served) bool { return s.lit != yes }
	if !all && !slices.ContainsFunc(here, open) && !slices.ContainsFunc(able, func(s standby) bool { return s.lit != yes }) {
		return
	}
	t.priced.Tasks = append(t.priced.Tasks, int(k))
	if task.ExtraPrice > 0 {
		var n sum
		for _, s := range here {
			n.term(s.lit, 1)
		}
		if y, is := t.excess(n, int64(task.Need)); is {
			t.level[task.ExtraLevel].term(y, task.ExtraPrice)
		}
	}
	slices.Sort(points)
	points = slices.Compact(points)
	for i := 0; i+1 < len(points); i++ {
		piece := solver.Span{From: points[i], To: points[i+1]}
		if !task.Contains(piece) { // what is fixed may be longer than its task
			continue
		}
		var in []served
		for _, s := range here {
			if s.Span().Contains(piece) {
				in = append(in, s)
			}
		}
		t.shortage(task, piece, in, k)
		if task.Backup > 0 {
			t.backup(k, piece, in, able)
		}
	}
}

// shortage prices one piece of time of a task by how many are there.
func (t *translation) shortage(task *solver.Task, piece solver.Span, in []served, k int32) {
	n := int64(piece.Len())
	need := int64(task.Need)
	worst := need
	for _, a := range task.Among {
		worst = max(worst, int64(a.Need))
	}
	if task.UnderPrice > 0 && worst > 0 {
		if len(in) == 0 {
			t.level[task.UnderLevel].plus += n * worst * task.UnderPrice
		} else {
			short := t.variable(0, worst)
			t.level[task.UnderLevel].term(short, n*task.UnderPrice)
			t.atLeast(t.present(in, short, func(served) bool { return true }), need)
			for j, a := range task.Among {
				holds := func(s served) bool { return t.holds(s.line, k, j, s.Span()) }
				t.atLeast(t.present(in, short, holds), int64(a.Need))
			}
		}
	}
	if task.HiddenPrice > 0 && need > 0 && len(task.Among) > 0 {
		t.hidden(task, piece, in, k)
	}
	if task.OverPrice > 0 {
		if over, is := t.excess(t.present(in, -1, nil), need); is {
			t.level[task.OverLevel].term(over, n*task.OverPrice)
		}
	}
	if want := int64(task.Want); want > need && task.WantPrice > 0 {
		y := t.variable(0, want-need)
		c := t.present(in, y, nil)
		if need > 0 { // what is short of the need costs nothing here: z <= max(0, Need - p)
			z, below := t.variable(0, need), t.boolean()
			most := sum{}
			most.term(z, 1)
			t.atMost(most, 0, not(below))
			t.atMost(t.present(in, z, nil), need, below)
			c.term(z, 1)
		}
		t.atLeast(c, want)
		t.level[task.WantLevel].term(y, n*task.WantPrice)
	}
}

// hidden prices what one piece of time is short of lines where it is short of an attribute too: at
// least the one of the two that is less.
func (t *translation) hidden(task *solver.Task, piece solver.Span, in []served, k int32) {
	need := int64(task.Need)
	least, heads := t.variable(0, need), t.boolean()
	t.atLeast(t.present(in, least, nil), need, heads)
	for j, a := range task.Among {
		holds := func(s served) bool { return t.holds(s.line, k, j, s.Span()) }
		t.atLeast(t.present(in, least, holds), int64(min(a.Need, task.Need)), not(heads))
	}
	t.level[task.HiddenLevel].term(least, int64(piece.Len())*task.HiddenPrice)
}

// present is how many of the choices that count are taken, and one variable more unless it is below 0.
func (t *translation) present(in []served, more int32, counts func(served) bool) (c sum) {
	for _, s := range in {
		if counts == nil || counts(s) {
			c.term(s.lit, 1)
		}
	}
	if more >= 0 {
		c.term(more, 1)
	}
	return c
}

// holds says whether a line holds an attribute of the task over a span.
func (t *translation) holds(line int, task int32, k int, in solver.Span) bool {
	permits := t.m.Lines[line].Permits
	i, found := slices.BinarySearchFunc(permits, task, func(p solver.Permit, task int32) int { return int(p.Task - task) })
	return found && k < len(permits[i].Holds) && slices.ContainsFunc(permits[i].Holds[k], func(h solver.Span) bool { return h.Contains(in) })
}

// standby is a choice of kind Reserve of a line that may replace another in
// a task during part of it.
type standby struct {
	solver.Span
	line int
	lit  int32
}

// standbys lists those of a task. The points gain all at which anything about them changes.
func (t *translation) standbys(k int32, points []solver.Minute) (out []standby, _ []solver.Minute) {
	task := t.m.Tasks[k].Span
	for l := range t.m.Lines {
		line := &t.m.Lines[l]
		i, found := slices.BinarySearchFunc(line.Permits, k, func(p solver.Permit, task int32) int { return int(p.Task - task) })
		if !found || line.Master >= 0 || line.Permits[i].NoBackup {
			continue
		}
		before := len(out)
		for _, c := range t.lines[l] {
			if c.Kind != solver.Reserve || c.Span().Meet(task).Len() <= 0 {
				continue
			}
			for _, s := range line.Permits[i].Backing() {
				if x := s.Meet(c.Span()); x.Len() > 0 {
					out = append(out, standby{x, l, c.lit})
					points = append(points, x.From, x.To)
				}
			}
		}
		if len(out) == before {
			continue
		}
		for _, h := range line.Permits[i].Holds {
			for _, s := range h {
				points = append(points, s.From, s.To)
			}
		}
	}
	return out, slices.DeleteFunc(points, func(x solver.Minute) bool { return x < task.From || x > task.To })
}

// backup prices, over one piece of time, what each line present lacks of
// lines on standby that can replace it.
func (t *translation) backup(k int32, piece solver.Span, in []served, able []standby) {
	if t.m.BackupPrice <= 0 {
		return
	}
	var lines []int
	for _, s := range in {
		if !slices.Contains(lines, s.line) {
			lines = append(lines, s.line)
		}
	}
	for _, l := range lines {
		t.backupOf(l, k, piece, in, able)
	}
}

// backupOf prices what line l, where it is present, lacks.
func (t *translation) backupOf(l int, k int32, piece solver.Span, in []served, able []standby) {
	task := &t.m.Tasks[k]
	present := sum{} // Backup times whether the line is there
	for _, s := range in {
		if s.line == l {
			present.term(s.lit, int64(task.Backup))
		}
	}
	lacks := t.lacks(task, k, l, in)
	groups := t.standbyGroups(l, k, piece, able, lacks)
	missing := t.variable(0, int64(task.Backup))
	t.level[t.m.BackupLevel].term(missing, int64(piece.Len())*t.m.BackupPrice)
	present.term(missing, -1)
	for _, g := range groups {
		if g.mask == 0 {
			for _, lit := range g.lits {
				present.term(lit, -1)
			}
			continue
		}
		present.term(t.usable(task, g, lacks), -1)
	}
	t.atMost(present, 0)
}

// standbyGroup is lines on standby that hold the same of what a task asks for.
type standbyGroup struct {
	mask uint64 // attributes that they do not hold and that may be lacked
	lits []int32
}

// standbyGroups are those who could be on standby for line l, by what they do not hold.
func (t *translation) standbyGroups(l int, k int32, piece solver.Span, able []standby, lacks []int32) (groups []standbyGroup) {
	for _, r := range able {
		if !r.Contains(piece) || t.m.BackupOtherPool && t.m.Lines[r.line].Pool == t.m.Lines[l].Pool {
			continue
		}
		mask := uint64(0)
		for j := range lacks {
			if !t.holds(r.line, k, j, piece) && lacks[j] != not(yes) {
				mask |= 1 << j
			}
		}
		i := slices.IndexFunc(groups, func(g standbyGroup) bool { return g.mask == mask })
		if i < 0 {
			i = len(groups)
			groups = append(groups, standbyGroup{mask: mask})
		}
		groups[i].lits = append(groups[i].lits, r.lit)
	}
	return groups
}

// usable is a variable for how many of the group can be counted on: none when something is lacked that they do not hold.
func (t *translation) usable(task *solver.Task, g standbyGroup, lacks []int32) int32 {
	usable := t.variable(0, int64(task.Backup))
	c := sum{}
	c.term(usable, 1)
	for _, lit := range g.lits {
		c.term(lit, -1)
	}
	t.atMost(c, 0)
	for j := range lacks {
		if g.mask>>j&1 == 1 {
			none := sum{}
			none.term(usable, 1)
			t.atMost(none, 0, lacks[j])
		}
	}
	return usable
}

// lacks gives, by attribute, a literal that holds when without line l too few
// of those present hold it, so that whoever replaces the line must.
func (t *translation) lacks(task *solver.Task, k int32, l int, in []served) []int32 {
	out := make([]int32, len(task.Among))
	for j, a := range task.Among {
		if a.Need <= 0 {
			out[j] = not(yes)
			continue
		}
		out[j] = t.boolean()
		others := t.present(in, -1, func(s served) bool { return s.line != l && t.holds(s.line, k, j, s.Span()) })
		t.atLeast(others, int64(a.Need), not(out[j]))
	}
	return out
}
