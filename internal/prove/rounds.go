package prove

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/rounds"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Proofs for rounds: many short visits, between which carers spend much of their time on the way.
// Counting hours sees nothing of that, and each worker planned alone takes the visits that everybody
// would rather take. So visits are given prices (package rounds), at most what they last, and each
// worker is planned alone against those. A proof is of a week, and of visits that hang together.

// calls are whole visits of a week, and who may take them.
type calls struct {
	rounds.Problem
	p     *prover
	level int
	tasks []int32 // of the visits
	lines []int32 // of the workers
}

// priced is a part of calls of which some must stay open.
type priced struct {
	*calls
	*rounds.Shown
	visits []int32
}

// minutes is how long the visits must stay open.
func (d *priced) minutes() int64 { return d.Whole(d.Shown) }

// standing is what is proved so far.
type standing struct {
	cuts   []*cut
	priced []*priced
	lined  []*lined
}

// at is how many minutes a level is shown to be short of.
func (s *standing) at(level int) (minutes int64) {
	for _, d := range s.cuts {
		if d.level() == level {
			minutes += d.bound(d.supply())
		}
	}
	for _, d := range s.priced {
		if d.level == level {
			minutes += d.minutes()
		}
	}
	for _, d := range s.lined {
		if d.level == level {
			minutes += d.shown
		}
	}
	return minutes
}

// asks says whether a task is in some demand.
func (s *standing) asks(t int32) bool {
	return slices.ContainsFunc(s.cuts, func(d *cut) bool { return d.asks(t) }) || slices.ContainsFunc(s.priced, func(d *priced) bool { return d.asks(t) }) ||
		slices.ContainsFunc(s.lined, func(d *lined) bool { return d.asks(t) })
}

// level is the least important level that a cut asks.
func (d *cut) level() (level int) {
	for _, x := range d.order {
		level = max(level, d.p.c.Model.Tasks[x.task].UnderLevel)
	}
	return level
}

func (d *cut) asks(t int32) bool {
	return slices.ContainsFunc(d.order, func(r row) bool { return r.task == t })
}

func (d *priced) asks(t int32) bool {
	return slices.ContainsFunc(d.visits, func(v int32) bool { return d.tasks[v] == t })
}

// forRounds looks for what whole visits show beyond the cuts found: of each level that is short of
// more in the report's rota. The levels before are asked with it where all that they are short of is
// known.
func (p *prover) forRounds(r *scheduler.Report, found []*cut) standing {
	s, settled := standing{cuts: found}, true
	for level := range scheduler.LevelFamily {
		g := r.Objective[level]
		value := int64(g.Value*60 + 0.5)
		if value > s.at(level) && !g.Proved() && p.ctx.Err() == nil {
			least := level
			if settled {
				least = 0
			}
			if s = p.roundsAt(least, level, s); value > s.at(level) {
				s = p.linesAt(least, level, s)
			}
		}
		settled = settled && (g.Proved() || value <= s.at(level))
	}
	return s
}

// roundsAt looks at a level, asked together with those from least on. What is proved of the level
// already stays beside what is shown of other visits, or goes where more is shown without it; save
// that what nobody can give is best said apart.
func (p *prover) roundsAt(least, level int, s standing) standing {
	stays := func(d *cut) bool { return d.level() != level || len(d.can()) == 0 }
	fixed := standing{priced: s.priced, lined: s.lined}
	for _, d := range s.cuts {
		if stays(d) {
			fixed.cuts = append(fixed.cuts, d)
		}
	}
	beside, instead := s, fixed
	for week := range p.c.Model.Weeks {
		x := p.callsOf(week, least, level, fixed.asks)
		if x.open(nil) == 0 || len(x.Workers) == 0 || len(x.Days) < 2 {
			continue
		}
		in, over := p.share(len(p.c.Model.Weeks) - week)
		shown := x.Open(in)
		over()
		instead.priced = slices.Concat(instead.priced, x.parts(shown))
		counts := slices.Clone(shown.Counts)
		for v := range counts {
			if s.asks(x.tasks[v]) {
				counts[v] = 0
			}
		}
		if !slices.Equal(counts, shown.Counts) {
			shown = x.At(counts)
		}
		beside.priced = slices.Concat(beside.priced, x.parts(shown))
	}
	for _, d := range s.cuts {
		if !stays(d) && !slices.ContainsFunc(d.order, func(r row) bool { return instead.asks(r.task) }) {
			instead.cuts = append(instead.cuts, d)
		}
	}
	if instead.at(level) > beside.at(level) {
		return instead
	}
	return beside
}

// byPlanning is who alone holds a bound that dearer raises.
const byPlanning = "planning each person alone"

// timesDear is how often a visit may count what it lasts where none of its level is to stay open.
const timesDear = 8

// dearer raises the bounds of levels before which nothing is short. In every rota of which that is
// so what visits of those levels count does not matter, so that they may count for more than they
// last. No proof says so, since a rota that leaves some of them open may be short of less in all.
func (p *prover) dearer(r *scheduler.Report) {
	for level := range scheduler.LevelFamily {
		g := &r.Objective[level]
		if level > 0 && !g.Proved() && p.ctx.Err() == nil {
			if least := min(float64(p.dearAt(level))/60, g.Value); least > 0 && !(g.Bound >= least) {
				g.Bound, g.By = least, byPlanning
			}
		}
		if g.Value > 0 {
			return
		}
	}
}

// dearAt is how many minutes of a level must stay open where nothing of those before it does.
func (p *prover) dearAt(level int) (minutes int64) {
	any := false
	for week := range p.c.Model.Weeks {
		x := p.callsOf(week, 0, level, func(int32) bool { return false })
		for v, t := range x.tasks {
			if p.c.Model.Tasks[t].UnderLevel < level {
				x.Visits[v].Dear, any = timesDear, true
			}
		}
		if len(x.Workers) == 0 || len(x.Days) < 2 {
			continue
		}
		in, over := p.share(len(p.c.Model.Weeks) - week)
		for _, d := range x.parts(x.Open(in)) {
			minutes += d.minutes()
		}
		over()
	}
	if !any {
		return 0 // the proofs say as much
	}
	return minutes
}

// share is a context that ends after one part in so many of the time that is left.
func (p *prover) share(among int) (context.Context, context.CancelFunc) {
	end, ok := p.ctx.Deadline()
	if !ok {
		return context.WithCancel(p.ctx)
	}
	return context.WithDeadline(p.ctx, time.Now().Add(time.Until(end)/time.Duration(among)))
}

// callsOf lists the visits of a week that are asked for at some levels, less those of tasks that are
// looked after already.
func (p *prover) callsOf(week, least, level int, without func(task int32) bool) *calls {
	m := p.c.Model
	x := &calls{p: p, level: level}
	in, partly := m.Weeks[week].Span, p.partly()
	for t := range m.Tasks {
		if k := &m.Tasks[t]; isVisit(k) && !partly[int32(t)] && least <= k.UnderLevel && k.UnderLevel <= level && in.From <= k.From && k.From < in.To &&
			!p.c.Instant(k.From).Before(p.c.Source.AsOf) && !without(int32(t)) {
			x.tasks = append(x.tasks, int32(t))
		}
	}
	slices.SortStableFunc(x.tasks, func(a, b int32) int {
		return cmp.Or(cmp.Compare(m.Tasks[a].From, m.Tasks[b].From), cmp.Compare(m.Tasks[a].To, m.Tasks[b].To))
	})
	for _, d := range m.Days {
		if in.From <= d && d <= in.To {
			x.Days = append(x.Days, d)
		}
	}
	byLine := make([][]int32, len(m.Lines))
	for i, t := range x.tasks {
		k := &m.Tasks[t]
		x.Visits = append(x.Visits, rounds.Visit{From: k.From, To: k.To, Counts: in.Meet(k.Span).Len(), Client: k.Group,
			Wanted: int32(k.Need), Open: int32(max(0, k.Need-p.there(row{t, -1}, k.Span)))})
		for _, by := range p.serversOf(t) {
			byLine[by.line] = append(byLine[by.line], int32(i))
		}
	}
	for l, visits := range byLine {
		if len(visits) > 0 {
			x.lines = append(x.lines, int32(l))
			x.Workers = append(x.Workers, p.caller(int32(l), week, visits))
		}
	}
	return x
}

// isVisit says whether a task is waking work that is taken whole, by whoever takes it: no shift may
// be shorter.
func isVisit(t *solver.Task) bool {
	return t.Kind == solver.Active && (t.Whole || t.MinLen >= t.Len())
}

// partly are the tasks of which a part was fixed, as may be agreed on the day.
func (p *prover) partly() map[int32]bool {
	tasks := map[int32]bool{}
	for l := range p.c.Model.Lines {
		for _, d := range p.c.Model.Lines[l].Fixed {
			if d.Task >= 0 && d.Span() != p.c.Model.Tasks[d.Task].Span {
				tasks[d.Task] = true
			}
		}
	}
	return tasks
}

// caller is what binds a line in a week.
func (p *prover) caller(l int32, week int, visits []int32) rounds.Worker {
	m := p.c.Model
	r := &m.Lines[l].Rules
	w := rounds.Worker{Visits: visits, Travel: r.Travel, Rest: r.MinRest, Spell: r.MaxSpell, Most: -1}
	if p.reader.MaySleepIn(&p.reader.Workers[l]) {
		w.Spell = max(r.MaxSpell, r.MaxSpellPassive)
	}
	for _, s := range m.Stretches {
		w.Spell += s.By
	}
	if m.Weeks[week].Whole {
		w.DayOff, w.Free = 0 < r.MaxDaysRun && r.MaxDaysRun < 7, r.WeeklyRest
	}
	for _, c := range p.caps[l] {
		s := &m.Sums[c]
		name, in := p.capOf(c)
		each := s.WeightOf(slices.Index(s.Lines, l), solver.Active)
		if (name == scheduler.LimitWeek && in == week || name == scheduler.LimitRota) && each > 0 {
			if most := solver.Minute(min(p.left(c, constraints.RuleHours)/each, 1<<20)); w.Most < 0 || most < w.Most {
				w.Most = most
			}
		}
	}
	return w
}

// open is how many minutes of some visits the report's rota leaves open, of all for nil.
func (x *calls) open(visits []int32) (minutes int64) {
	for i := range x.Visits {
		if v := &x.Visits[i]; visits == nil || slices.Contains(visits, int32(i)) {
			minutes += int64(v.Open) * int64(v.To-v.From)
		}
	}
	return minutes
}

// parts are the parts of what is shown that hang together, each by itself, that show anything.
func (x *calls) parts(s *rounds.Shown) (out []*priced) {
	for _, visits := range x.Parts(s) {
		counts := make([]int32, len(s.Counts))
		for _, v := range visits {
			counts[v] = s.Counts[v]
		}
		d := &priced{x, x.At(counts), visits}
		if d.minutes() > 0 {
			out = append(out, d)
		}
	}
	return out
}

// enterPriced writes what is shown of visits as a proof, has it read, and gives the underlaps in it
// their verdict.
func (p *prover) enterPriced(r *scheduler.Report, d *priced) {
	m := p.c.Model
	proof := scheduler.Proof{Kind: "rota", Level: scheduler.Levels[d.level], BoundHours: float64(d.minutes()) / 60}
	for _, v := range d.visits {
		t := &m.Tasks[d.tasks[v]]
		x := scheduler.ProofDemand{Need: p.c.Source.Needs[p.c.Occurrences[d.tasks[v]].Need].ID, Start: p.c.Instant(t.From), End: p.c.Instant(t.To), Workers: t.Need}
		if counts := d.Counts[v]; counts < t.Len() {
			proof.Kind, x.CountsHours = scheduler.ProofCounted, float64(counts)/60
		}
		proof.Demand = append(proof.Demand, x)
	}
	minutes := d.Open
	for i, most := range d.Most {
		takes := slices.ContainsFunc(d.Workers[i].Visits, func(v int32) bool { return d.Counts[v] > 0 })
		if minutes += int64(most); takes && (most > 0 || proof.Kind == "rota") { // who could take some by hours alone is named
			proof.Supply = append(proof.Supply, scheduler.ProofSupply{Worker: p.c.Source.Workers[d.lines[i]].ID, AtMostHours: float64(most) / 60, Limit: scheduler.LimitAlone})
		}
	}
	proof.DemandHours = float64(minutes) / 60
	p.report(r, &proof, d.minutes() >= d.open(d.visits), d.asks)
}
