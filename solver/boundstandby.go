package solver

import (
	"slices"
	"sort"
)

// ready is a line that can be on Reserve for a task for a time.
type readyLine struct {
	line int32
	Span
}

// guarded is a task that is sure to have somebody present over a span, and so
// needs Reserve then.
type guarded struct {
	task  int32
	need  int
	lines []readyLine // ascending
	fixed []readyLine // fixed Reserve decisions
	Span
	last int32   // its latest demand, -1 for none
	with []int32 // the lines that can meet that
}

// addStandby adds demands for Reserve that hold in every plan whose shortages
// are no greater than reached, apart from what costs at BackupLevel.
//
// Where a level's shortage is 0 all its tasks have somebody present throughout,
// and elsewhere where a fixed decision lies. Such a task needs Backup lines on
// Reserve of those that could replace somebody in it. One line on Reserve may
// serve many tasks, so at each instant only tasks are taken whose lines have
// none in common, those with fewest first: their needs add up.
func (b *boundModel) addStandby(reached Cost) {
	tasks := b.findGuarded(reached)
	if len(tasks) == 0 {
		return
	}
	b.findReady(tasks)
	b.ranks = append(b.ranks, rank{level: b.m.BackupLevel, price: max(1, b.m.BackupPrice)})
	var points []Minute
	for i := range tasks {
		points = append(points, tasks[i].From, tasks[i].To)
		for _, list := range [][]readyLine{tasks[i].lines, tasks[i].fixed} {
			for _, r := range list {
				points = append(points, max(r.From, tasks[i].From), min(r.To, tasks[i].To))
			}
		}
	}
	slices.Sort(points)
	points = slices.Compact(points)
	slices.SortStableFunc(tasks, func(a, c guarded) int { return int(a.From - c.From) })
	used := make([]int, len(b.m.Lines))
	var open []int
	next := 0
	for i := 1; i < len(points); i++ {
		x := Span{points[i-1], points[i]}
		for ; next < len(tasks) && tasks[next].From <= x.From; next++ {
			open = append(open, next)
		}
		open = slices.DeleteFunc(open, func(k int) bool { return tasks[k].To <= x.From })
		b.choose(tasks, open, x, used, i)
	}
}

// findGuarded lists the tasks with Backup and when somebody is sure to be there.
func (b *boundModel) findGuarded(reached Cost) (out []guarded) {
	for i := range b.m.Tasks {
		t := &b.m.Tasks[i]
		need := t.Need
		for _, a := range t.Among {
			need = max(need, a.Need)
		}
		if t.Backup > 0 && need > 0 && t.UnderPrice > 0 && reached[t.UnderLevel] == 0 {
			out = append(out, guarded{task: int32(i), need: t.Backup, Span: t.Span, last: -1})
		}
	}
	for l := range b.m.Lines {
		for _, d := range b.m.Lines[l].Fixed {
			if d.Task >= 0 && d.Kind != Beside && b.m.Tasks[d.Task].Backup > 0 && reached[b.m.Tasks[d.Task].UnderLevel] > 0 {
				t := &b.m.Tasks[d.Task]
				out = append(out, guarded{task: d.Task, need: t.Backup, Span: t.Meet(d.Span()), last: -1})
			}
		}
	}
	return out
}

// findReady finds the lines that could be on Reserve for each of the tasks.
func (b *boundModel) findReady(tasks []guarded) {
	of := make([][]int, len(b.m.Tasks))
	for i := range tasks {
		of[tasks[i].task] = append(of[tasks[i].task], i)
	}
	for l := range b.m.Lines {
		line := &b.m.Lines[l]
		times := b.reserveTimes(line)
		for i := range line.Permits {
			p := &line.Permits[i]
			for _, k := range of[p.Task] {
				for _, s := range p.Spans {
					tasks[k].lines = addReady(tasks[k].lines, int32(l), s.Meet(tasks[k].Span), times)
				}
				for _, d := range line.Fixed {
					if d.Kind == Reserve {
						tasks[k].fixed = addReady(tasks[k].fixed, int32(l), tasks[k].Span, []Span{d.Span()})
					}
				}
			}
		}
	}
}

func addReady(list []readyLine, l int32, in Span, times []Span) []readyLine {
	i := sort.Search(len(times), func(i int) bool { return times[i].To > in.From })
	for ; i < len(times) && times[i].From < in.To; i++ {
		if x := times[i].Meet(in); x.Len() > 0 {
			list = append(list, readyLine{l, x})
		}
	}
	return list
}

// reserveTimes is when the line could be on Reserve besides its fixed decisions.
func (b *boundModel) reserveTimes(line *Line) (out []Span) {
	least := max(1, b.m.ReserveMin)
	if most := line.Rules.MaxLen[Reserve]; most > 0 && most < least || b.m.ReserveMax > 0 && b.m.ReserveMax < least {
		return nil
	}
	grain := max(1, b.m.Grain)
	for _, s := range line.Reserve {
		from := len(out)
		start := (max(s.From, 0) + grain - 1) / grain * grain
		out = append(out, Span{start, max(start, s.To-s.To%grain)})
		for _, d := range line.Fixed {
			out = cutOut(out, from, d.Span())
		}
	}
	out = slices.DeleteFunc(out, func(s Span) bool { return s.Len() < least })
	return joinSpans(out)
}

// choose picks tasks that share no line at the instants of x and adds demands for them.
func (b *boundModel) choose(tasks []guarded, open []int, x Span, used []int, stamp int) {
	type pick struct {
		task  int
		lines []int32
	}
	var picks []pick
	for _, k := range open {
		p := pick{task: k}
		for _, r := range tasks[k].lines {
			if r.Contains(x) {
				p.lines = append(p.lines, r.line)
			}
		}
		picks = append(picks, p)
	}
	slices.SortStableFunc(picks, func(a, c pick) int { return len(a.lines) - len(c.lines) })
	for _, p := range picks {
		t := &tasks[p.task]
		need := t.need
		for _, r := range t.fixed {
			if r.Contains(x) {
				need--
				p.lines = append(p.lines, r.line)
			}
		}
		free := !slices.ContainsFunc(p.lines, func(l int32) bool { return used[l] == stamp })
		if !free || need <= 0 {
			continue
		}
		for _, l := range p.lines {
			used[l] = stamp
		}
		b.addReserve(t, p.lines[:len(p.lines)-(t.need-need)], x, int64(need))
	}
}

// addReserve adds a demand for Reserve, or lengthens the task's last one when
// the same lines can meet it.
func (b *boundModel) addReserve(t *guarded, lines []int32, x Span, need int64) {
	r := int32(len(b.ranks) - 1)
	b.ranks[r].total += need * int64(x.Len())
	if t.last >= 0 {
		if s := &b.demands[t.last].steps[0]; s.To == x.From && s.lines == need && slices.Equal(t.with, lines) {
			s.To = x.To
			for _, l := range lines {
				list := b.offers[l]
				i := len(list) - 1
				for list[i].demand != t.last {
					i--
				}
				list[i].To = x.To
			}
			return
		}
	}
	t.last, t.with = int32(len(b.demands)), lines
	b.demands = append(b.demands, demand{task: t.task, among: -1, kind: Reserve, rank: r, steps: []step{{x, need}}})
	for _, l := range lines {
		b.kinds[l] |= 1 << Reserve
		b.offers[l] = append(b.offers[l], offer{t.last, x})
	}
}
