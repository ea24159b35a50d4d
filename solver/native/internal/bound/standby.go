package bound

import (
	"cmp"
	"slices"
	"sort"

	"github.com/carerota/carerota/solver"
)

// readyLine is a line that can be on Reserve for a task for a time.
type readyLine struct {
	line int32
	solver.Span
}

// guarded is a task that is sure to have lines present over a span, and so
// needs Reserve then.
type guarded struct {
	task   int32
	backup int
	many   int64       // how many lines are sure to be present
	lines  []readyLine // ascending
	fixed  []readyLine // fixed Reserve decisions
	solver.Span
	last  int32   // its latest demand, -1 for none
	with  []int32 // the lines that can meet that
	times int64   // and how often a minute short of that counts
}

// addStandby adds demands for Reserve that hold in every plan whose shortages
// are no greater than reached, and returns what may still be missing at
// BackupLevel for want of lines present.
//
// Take a plan that covers everything. A task with Backup b at an instant is then
// short of b less the lines on Reserve that can replace somebody in it, once for
// each line present. Some tasks are picked that have no such line in common; a
// task whose lines are all among those of a picked one, and whose b is no
// smaller, is short of at least as much. So a minute short in the picked one
// counts once for each line present in all of these, and the picked ones add
// up. Where a plan leaves something uncovered, each minute of that takes b from
// the sum at most, which is the allowance returned; levels with so much
// uncovered that this would eat most of the sum are left out.
//
// Of the ways to pick, wide takes tasks with many lines first, which hold many
// others, and else those with few come first, which are short sooner.
func (b *model) addStandby(reached solver.Cost, wide bool) (allowance int64) {
	tasks, allowance := b.findGuarded(reached)
	b.findReady(tasks)
	k := keeper{model: b, tasks: tasks, wide: wide, pick: make([]int, len(b.m.Lines)), first: len(b.ranks)}
	points := k.points()
	slices.SortStableFunc(tasks, func(a, c guarded) int { return int(a.From - c.From) })
	var open []int
	next := 0
	for i := 1; i < len(points); i++ {
		x := solver.Span{From: points[i-1], To: points[i]}
		for ; next < len(tasks) && tasks[next].From <= x.From; next++ {
			open = append(open, next)
		}
		open = slices.DeleteFunc(open, func(t int) bool { return tasks[t].To <= x.From })
		k.choose(open, x)
	}
	k.sortRanks()
	return allowance
}

// findGuarded lists the tasks with Backup and when somebody is sure to be there
// but for the allowance.
func (b *model) findGuarded(reached solver.Cost) (out []guarded, allowance int64) {
	var lost, sum [solver.MaxLevels]int64
	var most int64
	for i := range b.m.Tasks {
		most = max(most, int64(b.m.Tasks[i].Backup))
	}
	for i := range b.m.Tasks {
		if t := &b.m.Tasks[i]; t.UnderPrice > 0 {
			sum[t.UnderLevel] += int64(t.Backup) * int64(t.Len()) * crew(t)
		}
	}
	for level := range lost {
		if reached[level] > 0 && b.wanted(level) > 0 {
			lost[level] = most * (b.wanted(level) - b.leastCover(level, reached[level]))
		}
		if lost[level] <= sum[level]/2 {
			allowance += lost[level] * b.m.BackupPrice
		}
	}
	sure := func(level int) bool { return lost[level] <= sum[level]/2 }
	for i := range b.m.Tasks {
		if t := &b.m.Tasks[i]; t.Backup > 0 && t.UnderPrice > 0 && crew(t) > 0 && sure(t.UnderLevel) {
			out = append(out, guarded{task: int32(i), backup: t.Backup, many: crew(t), Span: t.Span, last: -1})
		}
	}
	for l := range b.m.Lines {
		for _, d := range b.m.Lines[l].Fixed {
			if d.Task < 0 || d.Kind == solver.Beside {
				continue
			}
			if t := &b.m.Tasks[d.Task]; t.Backup > 0 && !(t.UnderPrice > 0 && sure(t.UnderLevel)) {
				out = append(out, guarded{task: d.Task, backup: t.Backup, many: 1, Span: t.Meet(d.Span()), last: -1})
			}
		}
	}
	return out, allowance
}

// crew is how many lines a task has at once when nothing of it is short.
func crew(t *solver.Task) int64 {
	n := t.Need
	for _, a := range t.Among {
		n = max(n, a.Need)
	}
	return int64(n)
}

// findReady finds the lines that could be on Reserve for each of the tasks.
func (b *model) findReady(tasks []guarded) {
	of := make([][]int, len(b.m.Tasks))
	for i := range tasks {
		of[tasks[i].task] = append(of[tasks[i].task], i)
	}
	for l := range b.m.Lines {
		line := &b.m.Lines[l]
		times := b.reserveTimes(line)
		for i := range line.Permits {
			p := &line.Permits[i]
			if p.NoBackup {
				continue
			}
			for _, k := range of[p.Task] {
				for _, s := range p.Backing() {
					tasks[k].lines = addReady(tasks[k].lines, int32(l), s.Meet(tasks[k].Span), times)
				}
				for _, d := range line.Fixed {
					if d.Kind == solver.Reserve {
						tasks[k].fixed = addReady(tasks[k].fixed, int32(l), tasks[k].Span, []solver.Span{d.Span()})
					}
				}
			}
		}
	}
}

func addReady(list []readyLine, l int32, in solver.Span, times []solver.Span) []readyLine {
	i := sort.Search(len(times), func(i int) bool { return times[i].To > in.From })
	for ; i < len(times) && times[i].From < in.To; i++ {
		if x := times[i].Meet(in); x.Len() > 0 {
			list = append(list, readyLine{l, x})
		}
	}
	return list
}

// reserveTimes is when the line could be on Reserve besides its fixed decisions.
func (b *model) reserveTimes(line *solver.Line) (out []solver.Span) {
	least := max(1, b.m.ReserveMin)
	if b.m.ReserveMax > 0 && b.m.ReserveMax < least {
		return nil
	}
	grain := max(1, b.m.Grain)
	for _, s := range line.Reserve {
		from := len(out)
		start := (max(s.From, 0) + grain - 1) / grain * grain
		out = append(out, solver.Span{From: start, To: max(start, s.To-s.To%grain)})
		for _, d := range line.Fixed {
			out = cutOut(out, from, d.Span())
		}
	}
	out = slices.DeleteFunc(out, func(s solver.Span) bool { return s.Len() < least })
	return solver.JoinSpans(out)
}

// keeper picks tasks instant by instant.
type keeper struct {
	*model
	tasks []guarded
	wide  bool
	pick  []int // by line: the number of the pick that has it
	count int   // picks so far
	first int   // index of the first rank of BackupLevel
	ids   map[int64]int32
}

// points are the instants at which anything about the tasks may change.
func (k *keeper) points() (points []solver.Minute) {
	for i := range k.tasks {
		t := &k.tasks[i]
		points = append(points, t.From, t.To)
		for _, list := range [][]readyLine{t.lines, t.fixed} {
			for _, r := range list {
				points = append(points, max(r.From, t.From), min(r.To, t.To))
			}
		}
	}
	slices.Sort(points)
	return slices.Compact(points)
}

// watch is a task at an instant.
type watch struct {
	task  *guarded
	free  []int32 // lines that could be put on Reserve for it
	all   []int32 // these and those fixed there
	times int64
}

// choose picks among the tasks open during x and adds demands for them.
func (k *keeper) choose(open []int, x solver.Span) {
	var all []watch
	for _, i := range open {
		w := watch{task: &k.tasks[i]}
		for _, r := range w.task.lines {
			if r.Contains(x) {
				w.free = append(w.free, r.line)
			}
		}
		w.all = w.free
		for _, r := range w.task.fixed {
			if r.Contains(x) && !slices.Contains(w.all, r.line) {
				w.all = append(slices.Clip(w.all), r.line)
			}
		}
		all = append(all, w)
	}
	slices.SortStableFunc(all, func(a, c watch) int {
		if k.wide {
			a, c = c, a
		}
		return len(a.all) - len(c.all)
	})
	start := k.count
	var picked []*watch
	for i := range all {
		w := &all[i]
		if !slices.ContainsFunc(w.all, func(l int32) bool { return k.pick[l] > start }) {
			k.count++
			picked = append(picked, w)
			for _, l := range w.all {
				k.pick[l] = k.count
			}
		}
	}
	for i := range all {
		if w := &all[i]; len(w.all) > 0 {
			p := k.pick[w.all[0]]
			inside := p > start && !slices.ContainsFunc(w.all, func(l int32) bool { return k.pick[l] != p })
			if inside && w.task.backup >= picked[p-start-1].task.backup {
				picked[p-start-1].times += w.task.many
			}
		} else {
			w.times = w.task.many
		}
	}
	for _, w := range picked {
		if need := w.task.backup - (len(w.all) - len(w.free)); need > 0 {
			k.want(w, x, int64(need))
		}
	}
}

// want adds a demand for Reserve, or lengthens the task's last one when the
// same lines can meet it and it counts as often.
func (k *keeper) want(w *watch, x solver.Span, need int64) {
	t := w.task
	if t.last >= 0 && t.times == w.times && slices.Equal(t.with, w.free) {
		if s := &k.demands[t.last].steps[0]; s.To == x.From && s.lines == need {
			k.ranks[k.demands[t.last].rank].total += need * int64(x.Len())
			s.To = x.To
			for _, l := range w.free {
				list := k.offers[l]
				i := len(list) - 1
				for list[i].demand != t.last {
					i--
				}
				list[i].To = x.To
			}
			return
		}
	}
	r := k.rankFor(w.times)
	k.ranks[r].total += need * int64(x.Len())
	t.last, t.with, t.times = int32(len(k.demands)), w.free, w.times
	k.demands = append(k.demands, demand{task: t.task, among: -1, kind: solver.Reserve, rank: r, steps: []step{{x, need}}})
	for _, l := range w.free {
		k.kinds[l] |= 1 << solver.Reserve
		k.offers[l] = append(k.offers[l], offer{t.last, x})
	}
}

// rankFor is the rank of demands of which a minute counts so many times.
func (k *keeper) rankFor(times int64) int32 {
	if k.ids == nil {
		k.ids = map[int64]int32{}
	}
	r, ok := k.ids[times]
	if !ok {
		r = int32(len(k.ranks))
		k.ids[times] = r
		k.ranks = append(k.ranks, rank{level: k.m.BackupLevel, price: times * max(1, k.m.BackupPrice)})
	}
	return r
}

// sortRanks puts the ranks of BackupLevel into the order of filling.
func (k *keeper) sortRanks() {
	order := make([]int32, len(k.ranks)-k.first)
	for i := range order {
		order[i] = int32(k.first + i)
	}
	slices.SortFunc(order, func(a, c int32) int { return cmp.Compare(k.ranks[c].price, k.ranks[a].price) })
	old := slices.Clone(k.ranks)
	place := make([]int32, len(k.ranks))
	for i, r := range order {
		k.ranks[k.first+i] = old[r]
		place[r] = int32(k.first + i)
	}
	for i := range k.demands {
		if r := k.demands[i].rank; int(r) >= k.first {
			k.demands[i].rank = place[r]
		}
	}
}
