package solver

import (
	"cmp"
	"slices"
)

// part is a piece of a model that shares nothing with the rest: it can be
// solved apart.
type part struct {
	model *Model
	lines []int32 // the model's lines, as indexes of the whole model's
	tasks []int32
}

// split takes a model apart. Lines are held together by a task that both may
// serve, by a sum or spread over both, and by mastery. The parts come in order
// of their first line; tasks that no line may serve make a part of their own.
func split(m *Model) []part {
	u := newUnion(len(m.Lines) + len(m.Tasks))
	task := func(t int32) int { return len(m.Lines) + int(t) }
	for l := range m.Lines {
		for i := range m.Lines[l].Permits {
			u.join(l, task(m.Lines[l].Permits[i].Task))
		}
		if k := m.Lines[l].Master; k >= 0 {
			u.join(l, int(k))
		}
		for _, d := range m.Lines[l].Fixed {
			if d.Task >= 0 {
				u.join(l, task(d.Task))
			}
		}
	}
	joinAll := func(lines []int32) {
		for _, l := range lines[1:] {
			u.join(int(lines[0]), int(l))
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
	return m.partsOf(u)
}

// partsOf makes a model of every set of the union.
func (m *Model) partsOf(u *union) []part {
	number := map[int]int{}
	var parts []part
	find := func(x int) *part {
		r := u.root(x)
		if x >= len(m.Lines) && u.size[r] == 1 {
			r = -1 // a task nobody may serve
		}
		k, ok := number[r]
		if !ok {
			k = len(parts)
			number[r] = k
			parts = append(parts, part{})
		}
		return &parts[k]
	}
	for l := range m.Lines {
		p := find(l)
		p.lines = append(p.lines, int32(l))
	}
	for t := range m.Tasks {
		p := find(len(m.Lines) + t)
		p.tasks = append(p.tasks, int32(t))
	}
	for i := range parts {
		parts[i].cut(m)
	}
	m.share(parts)
	return parts
}

// cut makes the part's model but for sums and spreads.
func (p *part) cut(m *Model) {
	c := *m
	c.Lines, c.Tasks, c.Sums, c.Spreads, c.Base = nil, nil, nil, nil, nil
	for _, t := range p.tasks {
		c.Tasks = append(c.Tasks, m.Tasks[t])
	}
	newTask := func(t int32) int32 { k, _ := slices.BinarySearch(p.tasks, t); return int32(k) }
	for _, l := range p.lines {
		line := m.Lines[l]
		line.Permits = slices.Clone(line.Permits)
		for i := range line.Permits {
			line.Permits[i].Task = newTask(line.Permits[i].Task)
		}
		line.Fixed = renumber(line.Fixed, newTask)
		line.Wishes = p.wishes(line.Wishes)
		if line.Master >= 0 {
			k, _ := slices.BinarySearch(p.lines, line.Master)
			line.Master = int32(k)
		}
		c.Lines = append(c.Lines, line)
	}
	if m.Base != nil {
		c.Base = &Plan{}
		for _, l := range p.lines {
			var b []Decision
			if int(l) < len(m.Base.Lines) {
				b = p.inside(m.Base.Lines[l])
			}
			c.Base.Lines = append(c.Base.Lines, b)
		}
	}
	p.model = &c
}

// wishes are the same wishes with the part's numbers. A line holds no decision
// in a task of another part.
func (p *part) wishes(all []Wish) (out []Wish) {
	for _, w := range all {
		var own []int32
		for _, t := range w.Tasks {
			if k, ok := slices.BinarySearch(p.tasks, t); ok {
				own = append(own, int32(k))
			}
		}
		w.Tasks = own
		out = append(out, w)
	}
	return out
}

// inside keeps the decisions whose task is the part's own, with the part's numbers.
func (p *part) inside(dec []Decision) (out []Decision) {
	for _, d := range dec {
		if d.Task >= 0 {
			k, ok := slices.BinarySearch(p.tasks, d.Task)
			if !ok {
				k = len(p.tasks) // differs from every task: it can only be changed
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

// share gives each part the sums and spreads of its lines.
func (m *Model) share(parts []part) {
	where := make([]cand, len(m.Lines)) // part and position
	for p := range parts {
		for k, l := range parts[p].lines {
			where[l] = cand{int32(p), int32(k)}
		}
	}
	move := func(lines []int32) (*Model, []int32) {
		out := make([]int32, len(lines))
		for i, l := range lines {
			out[i] = where[l].permit
		}
		return parts[where[lines[0]].line].model, out
	}
	for _, s := range m.Sums {
		if len(s.Lines) > 0 {
			c, lines := move(s.Lines)
			s.Lines = lines
			c.Sums = append(c.Sums, s)
		}
	}
	for _, s := range m.Spreads {
		if len(s.Lines) > 0 {
			c, lines := move(s.Lines)
			s.Lines = lines
			c.Spreads = append(c.Spreads, s)
		}
	}
}

// take is the part's share of a plan of the whole model.
func (p *part) take(whole *Plan) *Plan {
	out := &Plan{}
	for _, l := range p.lines {
		var dec []Decision
		if int(l) < len(whole.Lines) {
			for _, d := range whole.Lines[l] {
				if d.Task >= 0 {
					k, ok := slices.BinarySearch(p.tasks, d.Task)
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

// give puts the part's plan into a plan of the whole model.
func (p *part) give(own, whole *Plan) {
	for i, l := range p.lines {
		whole.Lines[l] = renumber(own.Lines[i], func(t int32) int32 { return p.tasks[t] })
	}
}

// work is a measure of how much there is to search in the part: the minutes
// that its tasks want, and a little for each line.
func (p *part) work() float64 {
	var n float64
	for i := range p.model.Tasks {
		t := &p.model.Tasks[i]
		n += float64(t.Len()) * float64(t.Need+t.Backup) / 300
	}
	return n + float64(len(p.lines))/10 + 1
}

// bySize orders parts by falling work, then by first line.
func bySize(parts []part) []int {
	order := make([]int, len(parts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(parts[b].work(), parts[a].work())
	})
	return order
}

// union is a disjoint-set forest.
type union struct {
	up   []int
	size []int
}

func newUnion(n int) *union {
	u := &union{make([]int, n), make([]int, n)}
	for i := range u.up {
		u.up[i], u.size[i] = i, 1
	}
	return u
}

func (u *union) root(x int) int {
	for u.up[x] != x {
		u.up[x] = u.up[u.up[x]]
		x = u.up[x]
	}
	return x
}

func (u *union) join(a, b int) {
	a, b = u.root(a), u.root(b)
	if a == b {
		return
	}
	if u.size[a] < u.size[b] {
		a, b = b, a
	}
	u.up[b] = a
	u.size[a] += u.size[b]
}
