package constraints

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/solver"
)

// freeze turns what the rules said into permits and reserve spans. Trainees
// come last: their permits are a part of their mentors'. It ends early with the error of the Builder's context.
func (b *Builder) freeze() error {
	whole := make([][]solver.Span, len(b.m.Tasks)) // shared by all who may serve a task for all of it
	for t := range whole {
		whole[t] = []solver.Span{b.m.Tasks[t].Span}
	}
	for _, trainees := range []bool{false, true} {
		for w := range b.m.Lines {
			if err := b.ctx.Err(); err != nil {
				return err
			}
			if line := &b.m.Lines[w]; (line.Master >= 0) == trainees {
				b.freezeLine(line, w, whole)
			}
		}
	}
	return nil
}

func (b *Builder) freezeLine(line *solver.Line, w int, whole [][]solver.Span) {
	byTime := func(x, y solver.Decision) int { return cmp.Compare(x.Start, y.Start) }
	slices.SortStableFunc(line.Past, byTime)
	slices.SortStableFunc(line.Fixed, byTime)
	if b.reserve[w] && line.Master < 0 {
		for _, s := range line.Rules.Startable(b.ahead(b.free[w])) {
			if s.Len() >= b.m.ReserveMin {
				line.Reserve = append(line.Reserve, s)
			}
		}
	}
	for n := range b.barred[w] {
		if !b.barred[w][n] || b.pinned[pair{w, n}] {
			b.permits(line, w, n, whole)
		}
	}
	line.Permits = b.byTask(line.Permits)
	if line.Master >= 0 {
		master := &b.m.Lines[line.Master]
		line.Permits = slices.DeleteFunc(line.Permits, func(p solver.Permit) bool { return !serves(master, p.Task) })
	}
	b.dropFirsts(line)
}

// byTask puts the permits of a line in order of task. Each task has one at most, so that a line that
// may serve many is put in order by laying them out.
func (b *Builder) byTask(permits []solver.Permit) []solver.Permit {
	if len(permits) <= len(b.m.Tasks)/16 {
		slices.SortFunc(permits, func(x, y solver.Permit) int { return cmp.Compare(x.Task, y.Task) })
		return permits
	}
	at := make([]int32, len(b.m.Tasks)) // by task: 1 and the number of its permit
	for i := range permits {
		at[permits[i].Task] = int32(i) + 1
	}
	out := make([]solver.Permit, 0, len(permits))
	for _, i := range at {
		if i > 0 {
			out = append(out, permits[i-1])
		}
	}
	return out
}

// permits enters when the worker may serve the tasks of a need, and what the worker holds in those
// with a pinned shift: what has happened may be more than is allowed now.
func (b *Builder) permits(line *solver.Line, w, n int, whole [][]solver.Span) {
	spans, k := b.mayServe(w, n), 0
	for _, t := range b.byNeed[n] {
		task := &b.m.Tasks[t]
		for k < len(spans) && spans[k].To <= task.From {
			k++
		}
		may, at := inside(spans[k:], whole[t]), []solver.Span(nil)
		in, ready := line.Rules.Startable(b.ahead(may)), may
		if len(line.Rules.NoStart) > 0 { // who is called starts then
			ready = Less(ready, line.Rules.NoStart)
		}
		if b.pinned[pair{w, n}] && line.Master < 0 {
			at = fixedIn(line, t)
		}
		if len(at) == 0 && (len(ready)+len(in) == 0 || !roomy(in, task, line.Master >= 0) && (task.Backup == 0 || !line.MayReserve())) {
			continue
		}
		p := solver.Permit{Task: t, Spans: in, NoBackup: task.Backup > 0 && (!b.reserve[w] || len(ready) == 0)}
		if task.Backup > 0 && len(ready) > 0 && (task.From < b.now() || len(line.Rules.NoStart) > 0) {
			p.Ready = ready
		}
		for a := 0; a < len(task.Among) && line.Master < 0; a++ {
			p.Holds = append(p.Holds, Meet(b.holds[trait{w, n, a}], joined(may, at)))
		}
		line.Permits = append(line.Permits, p)
	}
}

// now is the minute of the problem's AsOf, 0 for none: nothing new starts before it.
func (b *Builder) now() solver.Minute {
	if b.Problem.AsOf.IsZero() {
		return 0
	}
	return b.minuteUp(b.Problem.AsOf)
}

// ahead is what of some spans lies after now.
func (b *Builder) ahead(spans []solver.Span) []solver.Span {
	now := b.now()
	k := 0
	for k < len(spans) && spans[k].To <= now {
		k++
	}
	spans = spans[k:]
	if len(spans) == 0 || spans[0].From >= now {
		return spans
	}
	return append([]solver.Span{{From: now, To: spans[0].To}}, spans[1:]...)
}

// mayServe is when the worker may serve the need by all rules, joined.
func (b *Builder) mayServe(w, n int) []solver.Span {
	if b.barred[w][n] {
		return nil
	}
	if s, ok := b.within[pair{w, n}]; ok {
		return Meet(b.free[w], s)
	}
	return b.free[w]
}

// fixedIn are the times of the line's fixed decisions in the task.
func fixedIn(line *solver.Line, task int32) (at []solver.Span) {
	for _, d := range line.Fixed {
		if d.Task == task {
			at = append(at, d.Span())
		}
	}
	return at
}

// joined is a joined list with some more spans.
func joined(spans, more []solver.Span) []solver.Span {
	if len(more) == 0 {
		return spans
	}
	return Join(slices.Concat(spans, more))
}

// inside is the part of the spans that lies in the one span of whole, which
// itself is given back when that is all of it.
func inside(spans, whole []solver.Span) []solver.Span {
	if len(spans) > 0 && spans[0].Contains(whole[0]) {
		return whole
	}
	var in []solver.Span
	for _, s := range spans {
		if s.From >= whole[0].To {
			break
		}
		in = append(in, s.Meet(whole[0]))
	}
	return in
}

// roomy says whether some shift fits into one of the spans.
func roomy(in []solver.Span, t *solver.Task, trainee bool) bool {
	least := t.MinLen
	if t.Whole && !trainee {
		least = t.Len()
	}
	return slices.ContainsFunc(in, func(s solver.Span) bool { return s.Len() >= least })
}

// serves says whether the line may or must serve the task.
func serves(line *solver.Line, task int32) bool {
	_, may := slices.BinarySearchFunc(line.Permits, task, func(p solver.Permit, t int32) int { return cmp.Compare(p.Task, t) })
	return may || slices.ContainsFunc(line.Fixed, func(d solver.Decision) bool { return d.Task == task })
}

// dropFirsts leaves out the groups that the line never meets.
func (b *Builder) dropFirsts(line *solver.Line) {
	if len(line.Firsts) == 0 {
		return
	}
	met := make([]bool, len(b.Problem.Clients)+1)
	for i := range line.Permits {
		met[b.m.Tasks[line.Permits[i].Task].Group+1] = true
	}
	for _, d := range line.Fixed {
		if d.Task >= 0 {
			met[b.m.Tasks[d.Task].Group+1] = true
		}
	}
	var kept []solver.First
	for _, f := range line.Firsts {
		if met[f.Group+1] {
			kept = append(kept, f)
		}
	}
	slices.SortFunc(kept, func(x, y solver.First) int { return cmp.Compare(x.Group, y.Group) })
	line.Firsts = kept
}
