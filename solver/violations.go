package solver

import (
	"fmt"
	"slices"
)

// Violations lists every hard rule that the plan breaks, in words of the
// model. It is empty for every plan that an engine returns. Each rule is read
// off its definition in Model, plainly and slowly, by a function of its own
// that shares no code with any search: a limit that a search forgets is seen here.
func (m *Model) Violations(p *Plan) []string {
	if len(p.Lines) != len(m.Lines) {
		return []string{fmt.Sprintf("the plan has %d lines, the model %d", len(p.Lines), len(m.Lines))}
	}
	var out []string
	for l := range m.Lines {
		out = append(out, m.lineViolations(p, l)...)
	}
	return append(append(out, m.sumViolations(p)...), m.budgetViolations(p)...)
}

// LineViolations lists the rules of its own that line l would break with the decisions, all others
// of the plan left aside.
func (m *Model) LineViolations(l int, decisions []Decision) []string {
	p := &Plan{Lines: make([][]Decision, len(m.Lines))}
	p.Lines[l] = decisions
	return m.lineViolations(p, l)
}

// sumViolations says which sums are above their Max. What past and fixed
// decisions give by themselves breaks none.
func (m *Model) sumViolations(p *Plan) (out []string) {
	given := m.given()
	for i := range m.Sums {
		s := &m.Sums[i]
		if n := m.Total(p, s); n > max(s.Max, m.Total(given, s)) {
			out = append(out, fmt.Sprintf("sum %d: %d parts, at most %d", i, n, s.Max))
		}
	}
	return out
}

// lineViolations says what rules of its own line l breaks.
func (m *Model) lineViolations(p *Plan, l int) []string {
	j := &judge{m: m, plan: p, number: l, line: &m.Lines[l]}
	for _, d := range j.line.Past {
		d.Fixed, d.Task = true, PastTask
		j.all = append(j.all, worked{d, true})
	}
	for _, d := range p.Lines[l] {
		j.all = append(j.all, worked{d, false})
	}
	slices.SortStableFunc(j.all, func(a, b worked) int { return int(a.Start - b.Start) })
	j.fixedOnes()
	for _, d := range p.Lines[l] {
		if !slices.ContainsFunc(j.line.Fixed, func(f Decision) bool { return alike(f, d) }) {
			j.alone(d)
		}
	}
	j.together()
	return j.out
}

// judge holds one line of a plan against the rules.
type judge struct {
	m      *Model
	plan   *Plan
	number int
	line   *Line
	all    []worked // past and planned, in order of start
	out    []string
}

// worked is a decision that the line's rules count.
type worked struct {
	Decision
	past bool
}

func (j *judge) say(f string, a ...any) {
	j.out = append(j.out, fmt.Sprintf("line %d: ", j.number)+fmt.Sprintf(f, a...))
}

// alike says whether two decisions are the same but for what is marked Fixed.
func alike(a, b Decision) bool {
	b.Fixed = a.Fixed
	return a == b
}

// alone holds a decision by itself against every rule for one.
func (j *judge) alone(d Decision) {
	if d.End <= d.Start || d.Kind >= NumModes {
		j.say("%v is no decision", d)
		return
	}
	j.start(d)
	if d.Kind == Reserve {
		j.reserveTask(d)
		j.reserveSpan(d)
		j.reserveLength(d)
		j.reserveGrid(d)
		return
	}
	if d.Task < 0 || int(d.Task) >= len(j.m.Tasks) {
		j.say("%v serves no task", d)
		return
	}
	j.kind(d)
	j.permit(d)
	j.whole(d)
	j.leastLength(d)
	j.grid(d)
	j.taskLength(d)
	j.kindLength(d)
}

// together holds all decisions of the line against every rule for several.
func (j *judge) together() {
	j.beside()
	j.overlaps()
	j.touches()
	j.travel()
	j.overnight()
	j.spells()
	j.daysRun()
	j.nightsRun()
	j.weekends()
	j.weeklyRest()
	j.m.sequenceBroken(j.line.Rules.Sequence, j.plan.Lines[j.number], j.say)
	j.custom()
}

// fixedOnes: every decision in Line.Fixed is in the plan.
func (j *judge) fixedOnes() {
	for _, f := range j.line.Fixed {
		if !slices.ContainsFunc(j.plan.Lines[j.number], func(d Decision) bool { return alike(f, d) }) {
			j.say("fixed decision %v is missing", f)
		}
	}
}

// start: a decision starts in none of Rules.NoStart.
func (j *judge) start(d Decision) {
	for _, s := range j.line.Rules.NoStart {
		if s.From <= d.Start && d.Start < s.To {
			j.say("%v starts in %v", d, s)
		}
	}
}

// reserveTask: time on reserve serves no task.
func (j *judge) reserveTask(d Decision) {
	if d.Task != NoTask {
		j.say("%v is on reserve and serves a task", d)
	}
}

// reserveSpan: time on reserve lies inside one of Line.Reserve.
func (j *judge) reserveSpan(d Decision) {
	if !inOne(j.line.Reserve, d.Span()) {
		j.say("%v is not permitted", d)
	}
}

// reserveLength: time on reserve is as long as Model.ReserveMin and ReserveMax say.
func (j *judge) reserveLength(d Decision) {
	if n := d.Span().Len(); n < j.m.ReserveMin || n > j.m.ReserveMax {
		j.say("%v is %d minutes on reserve, %d to %d may be", d, n, j.m.ReserveMin, j.m.ReserveMax)
	}
}

// reserveGrid: time on reserve starts and ends on the grain.
func (j *judge) reserveGrid(d Decision) {
	if d.Start%j.m.Grain != 0 || d.End%j.m.Grain != 0 {
		j.say("%v is off the grid", d)
	}
}

// kind: a trainee is beside, all others do what the task is.
func (j *judge) kind(d Decision) {
	want := j.m.Tasks[d.Task].Kind
	if j.line.Master >= 0 {
		want = Beside
	}
	if d.Kind != want {
		j.say("%v is of another kind than %v", d, want)
	}
}

// permit: a decision lies inside one span of a permit for its task.
func (j *judge) permit(d Decision) {
	for _, p := range j.line.Permits {
		if p.Task == d.Task && inOne(p.Spans, d.Span()) {
			return
		}
	}
	j.say("%v is not permitted", d)
}

// whole: a decision in a whole task, but a trainee's, takes all of it.
func (j *judge) whole(d Decision) {
	if t := &j.m.Tasks[d.Task]; t.Whole && d.Kind != Beside && d.Span() != t.Span {
		j.say("%v is not the whole task %v", d, t.Span)
	}
}

// leastLength: a decision is no shorter than Task.MinLen, or the task.
func (j *judge) leastLength(d Decision) {
	if t := &j.m.Tasks[d.Task]; d.Span().Len() < min(t.MinLen, t.Len()) {
		j.say("%v is shorter than %d", d, min(t.MinLen, t.Len()))
	}
}

// grid: a decision starts and ends on the grain or at an end of its task.
func (j *judge) grid(d Decision) {
	t := &j.m.Tasks[d.Task]
	for _, x := range []Minute{d.Start, d.End} {
		if x%j.m.Grain != 0 && x != t.From && x != t.To {
			j.say("%v is off the grid", d)
		}
	}
}

// taskLength: a decision is no longer than Task.MaxLen.
func (j *judge) taskLength(d Decision) {
	if most := j.m.Tasks[d.Task].MaxLen; most > 0 && d.Span().Len()-j.twice(d.Span()) > most {
		j.say("%v is longer than its task allows, %d", d, most)
	}
}

// kindLength: a decision is no longer than Rules.MaxLen of its kind.
func (j *judge) kindLength(d Decision) {
	if most := j.line.Rules.MaxLen[d.Kind]; most > 0 && d.Span().Len()-j.twice(d.Span()) > most {
		j.say("%v is longer than its kind may be, %d", d, most)
	}
}

// beside: a trainee's decision lies inside one of the master's in the same task.
func (j *judge) beside() {
	if j.line.Master < 0 {
		return
	}
	master := j.plan.Lines[j.line.Master]
	for _, d := range j.plan.Lines[j.number] {
		if d.Kind == Beside && !slices.ContainsFunc(master, func(o Decision) bool { return o.Task == d.Task && o.Span().Contains(d.Span()) }) {
			j.say("%v is not beside its master", d)
		}
	}
}

// pairs calls f with every two decisions, in order of start.
func (j *judge) pairs(f func(a, b Decision)) {
	for i := range j.all {
		for k := i + 1; k < len(j.all); k++ {
			f(j.all[i].Decision, j.all[k].Decision)
		}
	}
}

// overlaps: no two decisions are at one time.
func (j *judge) overlaps() {
	j.pairs(func(a, b Decision) {
		if b.Start < a.End {
			j.say("%v overlaps %v", a, b)
		}
	})
}

// touches: two decisions in one task with no time between them would be one.
func (j *judge) touches() {
	j.pairs(func(a, b Decision) {
		if b.Start == a.End && a.Task >= 0 && a.Task == b.Task {
			j.say("%v touches %v", a, b)
		}
	})
}

// travel: Rules.Travel lies between decisions of different groups.
func (j *judge) travel() {
	group := func(d Decision) int32 {
		if d.Task < 0 {
			return -1
		}
		return j.m.Tasks[d.Task].Group
	}
	j.pairs(func(a, b Decision) {
		if g, h := group(a), group(b); g >= 0 && h >= 0 && g != h && b.Start-a.End < j.line.Rules.Travel {
			j.say("no time to travel from %v to %v", a, b)
		}
	})
}

// twice is how much of a span's length comes twice on the clock: Model.Stretches.
func (j *judge) twice(s Span) (n Minute) {
	for _, x := range j.m.Stretches {
		if s.From < x.At && s.To > x.At {
			n += x.By
		}
	}
	return n
}

// overnight: between neighbours of which neither is a night or Passive, a gap with the start of a day
// in it is Rules.Overnight or more.
func (j *judge) overnight() {
	for k := 1; k < len(j.all); k++ {
		a, b := j.all[k-1], j.all[k]
		if b.past || a.Kind == Passive || b.Kind == Passive || j.night(a.Decision) || j.night(b.Decision) {
			continue
		}
		day := slices.ContainsFunc(j.m.Days, func(at Minute) bool { return a.End <= at && at <= b.Start })
		if gap := b.Start - a.End; day && gap > 0 && gap < j.line.Rules.Overnight {
			j.say("%v follows %v overnight after less than %d", b, a, j.line.Rules.Overnight)
		}
	}
}

// spell is decisions with less than Rules.MinRest between them.
type spell struct {
	Span
	passive bool // one is Passive
	planned bool // one is not past
	awake   Minute
}

func (j *judge) eachSpell() (out []spell) {
	for _, d := range j.all {
		if n := len(out); n == 0 || d.Start-out[n-1].To >= j.line.Rules.MinRest {
			out = append(out, spell{Span: d.Span()})
		}
		s := &out[len(out)-1]
		s.To = max(s.To, d.End)
		s.passive, s.planned = s.passive || d.Kind == Passive, s.planned || !d.past
		if d.Kind == Active || d.Kind == Beside {
			s.awake += d.Span().Len()
		}
	}
	return out
}

// spells: none is longer than Rules.MaxSpell, or MaxSpellPassive, or has more than MaxAwake, unless
// all of it is past.
func (j *judge) spells() {
	for _, s := range j.eachSpell() {
		most := j.line.Rules.MaxSpell
		if s.passive {
			most = j.line.Rules.MaxSpellPassive
		}
		if most > 0 && s.Len()-j.twice(s.Span) > most && s.planned {
			j.say("spell %v is longer than %d", s.Span, most)
		}
		if most := j.line.Rules.MaxAwake; most > 0 && s.awake-j.twice(s.Span) > most && s.planned {
			j.say("spell %v has %d awake, at most %d", s.Span, s.awake, most)
		}
	}
}

// daysRun: no more than Rules.MaxDaysRun days in a row are touched by a spell.
func (j *judge) daysRun() {
	spells := j.eachSpell()
	n := j.longestRun(func(day Span) bool {
		return slices.ContainsFunc(spells, func(s spell) bool { return s.Meet(day).Len() > 0 })
	})
	if most := j.line.Rules.MaxDaysRun; most > 0 && n > most {
		j.say("%d days in a row", n)
	}
}

// nightsRun: on no more than Rules.MaxNightsRun days in a row a night starts.
func (j *judge) nightsRun() {
	n := j.longestRun(func(day Span) bool {
		return slices.ContainsFunc(j.all, func(d worked) bool { return day.From <= d.Start && d.Start < day.To && j.night(d.Decision) })
	})
	if most := j.line.Rules.MaxNightsRun; most > 0 && n > most {
		j.say("%d nights in a row", n)
	}
}

// night says whether a decision has Model.NightMin minutes inside Nights; Reserve has none.
func (j *judge) night(d Decision) bool {
	var dark Minute
	for _, n := range j.m.Nights {
		dark += max(0, n.Meet(d.Span()).Len())
	}
	return d.Kind != Reserve && dark >= j.m.NightMin
}

// longestRun is the most days in a row that are such.
func (j *judge) longestRun(such func(day Span) bool) (most int) {
	run := 0
	for d := 0; d+1 < len(j.m.Days); d++ {
		run++
		if !such(Span{j.m.Days[d], j.m.Days[d+1]}) {
			run = 0
		}
		most = max(most, run)
	}
	return most
}

// weekends: no more than Rules.MaxWeekends are touched by planned decisions, Reserve aside.
func (j *judge) weekends() {
	n := 0
	for _, w := range j.m.Weekends {
		if slices.ContainsFunc(j.all, func(d worked) bool { return d.Kind != Reserve && !d.past && w.Meet(d.Span()).Len() > 0 }) {
			n++
		}
	}
	if most := j.line.Rules.MaxWeekends; most >= 0 && n > most {
		j.say("%d weekends", n)
	}
}

// weeklyRest: each whole week holds a rest of Rules.WeeklyRest.
func (j *judge) weeklyRest() {
	for _, w := range j.m.Weeks {
		if least := j.line.Rules.WeeklyRest; w.Whole && least > 0 && j.mostRest(w.Span) < least {
			j.say("no weekly rest in %v", w.Span)
		}
	}
}

// mostRest is the longest free time inside a span.
func (j *judge) mostRest(in Span) (most Minute) {
	free := in.From
	for _, d := range j.all {
		if d.End > in.From && d.Start < in.To {
			most = max(most, d.Start-free)
			free = max(free, d.End)
		}
	}
	return max(most, in.To-free)
}

// custom: the embedder's own rules.
func (j *judge) custom() {
	all := make([]Decision, len(j.all))
	for i := range all {
		all[i] = j.all[i].Decision
	}
	for _, c := range j.line.Rules.Custom {
		if !Keeps(c, all) {
			j.say("%s", c.Name())
		}
	}
}

// inOne says whether one of the spans holds x.
func inOne(spans []Span, x Span) bool {
	return slices.ContainsFunc(spans, func(s Span) bool { return s.Contains(x) })
}
