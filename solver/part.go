package solver

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/carerota/carerota/internal/union"
)

// Part is a piece of a model that shares nothing with the rest: it can be
// solved apart, and the sum of the parts' costs and bounds is the whole's.
type Part struct {
	Model *Model
	Lines []int32 // the part's lines, as indexes of the whole model's, ascending
	Tasks []int32 // likewise
}

// Split takes a model apart, and Fine among the parts. Lines are held together by a task that both
// may serve, by a sum, spread or budget over both, and by mastery. The parts come in order of their first
// line; tasks that no line may serve make a part of their own.
func Split(m *Model) []Part { return SplitContext(context.Background(), m) }

// SplitContext is Split that gives up when the context ends, with nil.
func SplitContext(ctx context.Context, m *Model) []Part {
	u := union.New(len(m.Lines) + len(m.Tasks))
	task := func(t int32) int { return len(m.Lines) + int(t) }
	for l := range m.Lines {
		if ctx.Err() != nil {
			return nil
		}
		for i := range m.Lines[l].Permits {
			u.Join(l, task(m.Lines[l].Permits[i].Task))
		}
		if k := m.Lines[l].Master; k >= 0 {
			u.Join(l, int(k))
		}
		for _, d := range m.Lines[l].Fixed {
			if d.Task >= 0 {
				u.Join(l, task(d.Task))
			}
		}
	}
	joinAll := func(lines []int32) {
		for _, l := range lines[1:] {
			u.Join(int(lines[0]), int(l))
		}
	}
	for i := range m.Sums {
		if len(m.Sums[i].Lines) > 1 {
			joinAll(m.Sums[i].Lines)
		}
	}
	for i := range m.Spreads {
		if len(m.Spreads[i].Lines) > 1 {
			joinAll(m.Spreads[i].Lines)
		}
	}
	for i := range m.Budgets {
		if len(m.Budgets[i].Lines) > 1 {
			joinAll(m.Budgets[i].Lines)
		}
	}
	return m.partsOf(ctx, u)
}

// Join makes one part of several of a model's parts.
func Join(m *Model, parts []Part) Part {
	var p Part
	for _, o := range parts {
		p.Lines, p.Tasks = append(p.Lines, o.Lines...), append(p.Tasks, o.Tasks...)
	}
	slices.Sort(p.Lines)
	slices.Sort(p.Tasks)
	p.cut(context.Background(), m)
	m.share([]Part{p})
	return p
}

// partsOf makes a model of every set of the union; nil when the context ended first.
func (m *Model) partsOf(ctx context.Context, u *union.Sets) []Part {
	number := map[int]int{}
	var parts []Part
	find := func(x int) *Part {
		r := u.Root(x)
		if x >= len(m.Lines) && u.Size(x) == 1 {
			r = -1 // a task nobody may serve
		}
		k, ok := number[r]
		if !ok {
			k = len(parts)
			number[r] = k
			parts = append(parts, Part{})
		}
		return &parts[k]
	}
	for l := range m.Lines {
		p := find(l)
		p.Lines = append(p.Lines, int32(l))
	}
	for t := range m.Tasks {
		p := find(len(m.Lines) + t)
		p.Tasks = append(p.Tasks, int32(t))
	}
	for i := range parts {
		parts[i].cut(ctx, m)
		for l := range m.Fine { // so that all parts together keep to it
			parts[i].Model.Fine[l] = m.Fine[l] / int64(len(parts))
		}
	}
	if ctx.Err() != nil {
		return nil
	}
	m.share(parts)
	return parts
}

// cut makes the part's model but for sums, spreads and budgets, and not all of it when the context ends.
func (p *Part) cut(ctx context.Context, m *Model) {
	c := *m
	c.Lines, c.Tasks, c.Sums, c.Spreads, c.Budgets, c.Base = nil, nil, nil, nil, nil, nil
	for _, t := range p.Tasks {
		c.Tasks = append(c.Tasks, m.Tasks[t])
	}
	newTask := func(t int32) int32 { k, _ := slices.BinarySearch(p.Tasks, t); return int32(k) }
	for _, l := range p.Lines {
		if ctx.Err() != nil {
			break
		}
		line := m.Lines[l]
		line.Permits = p.permits(line.Permits)
		line.Fixed = renumber(line.Fixed, newTask)
		line.Wishes = p.wishes(line.Wishes)
		line.Rules.Custom = p.customs(line.Rules.Custom)
		if line.Master >= 0 {
			k, _ := slices.BinarySearch(p.Lines, line.Master)
			line.Master = int32(k)
		}
		c.Lines = append(c.Lines, line)
	}
	if m.Base != nil {
		c.Base = &Plan{}
		for _, l := range p.Lines {
			var b []Decision
			if int(l) < len(m.Base.Lines) {
				b = p.inside(m.Base.Lines[l])
			}
			c.Base.Lines = append(c.Base.Lines, b)
		}
	}
	p.Model = &c
}

// wishes are the same wishes with the part's numbers. A line holds no decision
// in a task of another part.
func (p *Part) wishes(all []Wish) (out []Wish) {
	for _, w := range all {
		var own []int32
		for _, t := range w.Tasks {
			if k, ok := slices.BinarySearch(p.Tasks, t); ok {
				own = append(own, int32(k))
			}
		}
		w.Tasks = own
		out = append(out, w)
	}
	return out
}

// permits are the same permits with the part's numbers.
func (p *Part) permits(all []Permit) []Permit {
	if p.sameNumbers() { // the most room that a model takes is theirs
		return all
	}
	all = slices.Clone(all)
	k := 0
	for i := range all { // both ascend
		for p.Tasks[k] < all[i].Task {
			k++
		}
		all[i].Task = int32(k)
	}
	return all
}

// customs are the same rules for lines with the part's numbers.
func (p *Part) customs(all []LineRule) (out []LineRule) {
	if p.sameNumbers() {
		return all
	}
	for _, r := range all {
		out = append(out, renumbered{r, p.Tasks})
	}
	return out
}

// sameNumbers says whether every task of the part has the number that it has in the whole.
func (p *Part) sameNumbers() bool {
	return len(p.Tasks) == 0 || int(p.Tasks[len(p.Tasks)-1]) == len(p.Tasks)-1
}

// renumbered is a rule of the whole model on a line with a part's numbers: it is shown the tasks by
// the numbers that it knows.
type renumbered struct {
	LineRule
	tasks []int32 // the whole's numbers, by the part's
}

// linesShown is room for lines that are shown to rules, which keep none.
var linesShown = sync.Pool{New: func() any { return new([]Decision) }}

// Legal is the rule's word on the line of the whole.
func (r renumbered) Legal(line []Decision) bool {
	room := linesShown.Get().(*[]Decision)
	defer linesShown.Put(room)
	*room = append((*room)[:0], line...)
	for i := range *room {
		if d := &(*room)[i]; d.Task >= 0 && int(d.Task) < len(r.tasks) {
			d.Task = r.tasks[d.Task]
		}
	}
	return r.LineRule.Legal(*room)
}

// inside keeps the decisions whose task is the part's own, with the part's numbers.
func (p *Part) inside(dec []Decision) (out []Decision) {
	for _, d := range dec {
		if d.Task >= 0 {
			k, ok := slices.BinarySearch(p.Tasks, d.Task)
			if !ok {
				k = len(p.Tasks) // differs from every task: it can only be changed
			}
			d.Task = int32(k)
		}
		out = append(out, d)
	}
	return out
}

func renumber(dec []Decision, task func(int32) int32) []Decision {
	dec = slices.Clone(dec)
	for i := range dec {
		if dec[i].Task >= 0 {
			dec[i].Task = task(dec[i].Task)
		}
	}
	return dec
}

// share gives each part the sums, spreads and budgets of its lines. Parts need not hold all lines.
func (m *Model) share(parts []Part) {
	type seat struct{ part, at int32 }
	where := make([]seat, len(m.Lines))
	for l := range where {
		where[l].part = -1
	}
	for p := range parts {
		for k, l := range parts[p].Lines {
			where[l] = seat{int32(p), int32(k)}
		}
	}
	move := func(lines []int32) (*Model, []int32) {
		out := make([]int32, len(lines))
		for i, l := range lines {
			out[i] = where[l].at
		}
		return parts[where[lines[0]].part].Model, out
	}
	for _, s := range m.Sums {
		if len(s.Lines) > 0 && where[s.Lines[0]].part >= 0 {
			c, lines := move(s.Lines)
			s.Lines = lines
			c.Sums = append(c.Sums, s)
		}
	}
	for _, s := range m.Spreads {
		if len(s.Lines) > 0 && where[s.Lines[0]].part >= 0 {
			c, lines := move(s.Lines)
			s.Lines = lines
			c.Spreads = append(c.Spreads, s)
		}
	}
	for _, b := range m.Budgets {
		if len(b.Lines) > 0 && where[b.Lines[0]].part >= 0 {
			c, lines := move(b.Lines)
			b.Lines = lines
			c.Budgets = append(c.Budgets, b)
		}
	}
}

// Take is the part's share of a plan of the whole model.
func (p *Part) Take(whole *Plan) *Plan {
	out := &Plan{}
	for _, l := range p.Lines {
		var dec []Decision
		if int(l) < len(whole.Lines) {
			for _, d := range whole.Lines[l] {
				if d.Task >= 0 {
					k, ok := slices.BinarySearch(p.Tasks, d.Task)
					if !ok {
						continue
					}
					d.Task = int32(k)
				}
				dec = append(dec, d)
			}
		}
		out.Lines = append(out.Lines, dec)
	}
	return out
}

// Give puts the part's plan into a plan of the whole model.
func (p *Part) Give(own, whole *Plan) {
	for i, l := range p.Lines {
		whole.Lines[l] = renumber(own.Lines[i], func(t int32) int32 { return p.Tasks[t] })
	}
}

// Work is a measure of how much there is to search in the part: the minutes
// that its tasks want, and a little for each line.
func (p *Part) Work() float64 {
	var n float64
	for i := range p.Model.Tasks {
		t := &p.Model.Tasks[i]
		n += float64(t.Len()) * float64(t.Need+t.Backup) / 300
	}
	return n + float64(len(p.Lines))/10 + 1
}

// BySize orders parts by falling work, then by first line.
func BySize(parts []Part) []int {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(parts[b].Work(), parts[a].Work())
	})
	return order
}
