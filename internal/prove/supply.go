package prove

import (
	"cmp"
	"maps"
	"slices"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// given is a limit on what a line, or the lines of a ceiling, can give to a
// demand.
type given struct {
	line    int32 // -1 for a ceiling
	sum     int32 // of the ceiling
	limit   string
	week    int // index in Model.Weeks, -1 for the whole rota
	minutes int64
}

// bound is what the demand must be short of in every rota, in minutes.
func (d *cut) bound(supply []given) int64 {
	minutes := d.asked()
	for i := range supply {
		minutes -= supply[i].minutes
	}
	return minutes
}

// supply is the most that all lines can give to the demand: by line and week,
// or over the rota; ceilings where they say less than their lines; and for
// lines planned alone what they give. A ceiling is over a week, so that those whose rota has a limit
// are taken by week where it says less then.
func (d *cut) supply() []given {
	use := d.can()
	out := d.p.underCeilings(d.given(use, false))
	if d.tried == 0 && slices.ContainsFunc(d.p.c.Source.Workers, d.p.underCeiling) {
		if byWeek := d.p.underCeilings(d.given(use, true)); sum(byWeek) < sum(out) {
			out = byWeek
		}
	}
	slices.SortStableFunc(out, func(a, b given) int { return cmp.Compare(max(a.line, 0), max(b.line, 0)) })
	return out
}

// given is the most that each line can give to the demand; of those under a ceiling by week, where that
// is asked for.
func (d *cut) given(use map[int32]*[2][]solver.Span, byWeek bool) (out []given) {
	for _, l := range slices.Sorted(maps.Keys(use)) {
		if d.tried > 0 {
			out = append(out, given{line: l, sum: -1, limit: scheduler.LimitJoint, week: -1, minutes: d.gives(l)})
			continue
		}
		if slices.Contains(d.alone, l) {
			minutes, known := d.most[l]
			if !known {
				minutes = d.gives(l)
			}
			out = append(out, given{line: l, sum: -1, limit: scheduler.LimitAlone, week: -1, minutes: minutes})
			continue
		}
		out = append(out, d.p.most(l, constraints.Join(use[l][0]), constraints.Join(use[l][1]), byWeek && d.p.underCeiling(d.p.c.Source.Workers[l]))...)
	}
	return out
}

// sum is all that is given, in minutes.
func sum(rows []given) (minutes int64) {
	for _, g := range rows {
		minutes += g.minutes
	}
	return minutes
}

// underCeiling says whether a worker's provider has a ceiling over a week.
func (p *prover) underCeiling(w scheduler.Worker) bool {
	return slices.ContainsFunc(p.c.Source.Providers, func(x scheduler.Provider) bool { return x.ID == w.Provider && x.MaxHoursWeek != nil })
}

// can is when each line can give to the demand, by kind of work, in any order.
func (d *cut) can() map[int32]*[2][]solver.Span {
	use := map[int32]*[2][]solver.Span{}
	for _, r := range d.order {
		k := 0
		if d.p.c.Model.Tasks[r.task].Kind == solver.Passive {
			k = 1
		}
		servers := d.p.serversOf(r.task)
		for i := range servers {
			s := &servers[i]
			if in := constraints.Meet(usable(s, r), d.rows[r]); len(in) > 0 {
				if use[s.line] == nil {
					use[s.line] = &[2][]solver.Span{}
				}
				use[s.line][k] = append(use[s.line][k], in...)
			}
		}
	}
	return use
}

// day is time by kind that a line can give on a day.
type day struct {
	solver.Span
	minutes [2]int64
	week    int // index in Model.Weeks
}

func (x *day) all() int64 { return x.minutes[0] + x.minutes[1] }

// most is the most that a line can give by week to time on duty of both kinds, or over the rota where
// that has a limit which says less and weekly is not asked for.
func (p *prover) most(l int32, active, passive []solver.Span, weekly bool) []given {
	days := p.daysOf(p.parted(l, active, passive))
	limits, rota := p.lowerDays(l, days)
	out := byWeek(l, days)
	if !weekly && rota >= 0 && lower(days, &p.c.Model.Sums[rota], p.left(rota, constraints.RuleHours)) {
		total := int64(0)
		for i := range days {
			total += days[i].all()
		}
		return []given{{line: l, sum: -1, limit: scheduler.LimitRota, week: -1, minutes: total}}
	}
	for i := range out {
		if name := limits[out[i].week]; name != "" {
			out[i].limit = name
		}
	}
	return slices.DeleteFunc(out, func(g given) bool { return g.minutes == 0 })
}

// parted gives a minute that could be of either kind to the one that counts least.
func (p *prover) parted(l int32, active, passive []solver.Span) [2][]solver.Span {
	m := p.c.Model
	if slices.ContainsFunc(p.caps[l], func(c int32) bool {
		i := slices.Index(m.Sums[c].Lines, l)
		return m.Sums[c].WeightOf(i, solver.Passive) < m.Sums[c].WeightOf(i, solver.Active)
	}) {
		return [2][]solver.Span{constraints.Less(active, passive), passive}
	}
	return [2][]solver.Span{active, constraints.Less(passive, active)}
}

// daysOf are the days with time of either kind.
func (p *prover) daysOf(kinds [2][]solver.Span) (days []day) {
	m := p.c.Model
	for i := 0; i+1 < len(m.Days); i++ {
		x := day{Span: solver.Span{From: m.Days[i], To: m.Days[i+1]}}
		for k, spans := range kinds {
			for _, in := range constraints.Meet(spans, []solver.Span{x.Span}) {
				x.minutes[k] += int64(in.Len())
			}
		}
		if x.all() > 0 {
			x.week = p.weekWith(x.Span)
			days = append(days, x)
		}
	}
	return days
}

// lowerDays brings days down to the caps on a line's days and weeks. It gives by week the cap that
// took time, and the cap on the rota, -1 for none, which is left to the caller.
func (p *prover) lowerDays(l int32, days []day) (limits map[int]string, rota int32) {
	limits, rota = map[int]string{}, -1
	for _, c := range p.caps[l] {
		s := &p.c.Model.Sums[c]
		name, week := p.capOf(c)
		switch {
		case name == scheduler.LimitRota:
			rota = c
		case name != "" && lower(days, s, p.left(c, constraints.RuleHours)):
			if name == scheduler.LimitDay {
				week = p.weekWith(s.Span)
			}
			limits[week] = name
		}
	}
	return limits, rota
}

// weekWith is the number of the week that holds a time, -1 for none.
func (p *prover) weekWith(s solver.Span) int {
	return slices.IndexFunc(p.c.Model.Weeks, func(w solver.Week) bool { return w.Contains(s) })
}

// byWeek sums days up to weeks, which the line gives as far as it is available.
func byWeek(l int32, days []day) (out []given) {
	for i := range days {
		if k := len(out) - 1; k >= 0 && out[k].week == days[i].week {
			out[k].minutes += days[i].all()
			continue
		}
		out = append(out, given{line: l, sum: -1, limit: scheduler.LimitAvailability, week: days[i].week, minutes: days[i].all()})
	}
	return out
}

// capOf says which of a worker's caps a sum is: over a day, a week or the rota; a week that is all
// of the rota counts as that. Sums of other rules are left out of account, which can only make a
// bound lower.
func (p *prover) capOf(sum int32) (limit string, week int) {
	m := p.c.Model
	s := &m.Sums[sum]
	switch {
	case !p.madeBy(sum, constraints.RuleHours):
		return "", -1
	case s.From <= 0 && s.To >= m.Days[len(m.Days)-1]:
		return scheduler.LimitRota, -1
	}
	if k := p.weekOf(s); k >= 0 {
		return scheduler.LimitWeek, k
	}
	return scheduler.LimitDay, -1
}

// weekOf is the week that a sum is over, -1 for none.
func (p *prover) weekOf(s *solver.Sum) int {
	return slices.IndexFunc(p.c.Model.Weeks, func(w solver.Week) bool { return w.Span == s.Span })
}

// madeBy says whether a rule has a part in a sum.
func (p *prover) madeBy(sum int32, rule string) bool {
	return slices.ContainsFunc(p.c.Origin(int(sum)), func(o constraints.Origin) bool { return o.Rule == rule })
}

// left is what a rule's limit on a sum leaves beside past work.
func (p *prover) left(sum int32, rule string) int64 {
	most := int64(solver.NoLimit)
	for _, o := range p.c.Origin(int(sum)) {
		if o.Rule == rule {
			most = min(most, o.Max)
		}
	}
	return max(0, most-p.pastOf(&p.c.Model.Sums[sum]))
}

// lower brings the time of the days inside a sum down to what is left of it, the
// kind that takes most of it first, and says whether there was any to take.
func lower(days []day, s *solver.Sum, left int64) bool {
	w := [2]int64{s.WeightOf(0, solver.Active), s.WeightOf(0, solver.Passive)}
	var parts int64
	for i := range days {
		if s.Contains(days[i].Span) {
			parts += days[i].minutes[0]*w[0] + days[i].minutes[1]*w[1]
		}
	}
	over := parts - left
	if over <= 0 {
		return false
	}
	order := [2]int{0, 1}
	if w[1] > w[0] {
		order = [2]int{1, 0}
	}
	for _, k := range order {
		for i := len(days) - 1; i >= 0 && w[k] > 0 && over >= w[k]; i-- {
			if s.Contains(days[i].Span) {
				n := min(days[i].minutes[k], over/w[k])
				days[i].minutes[k] -= n
				over -= n * w[k]
			}
		}
	}
	return true
}

// underCeilings puts a ceiling over several lines in a week in their place,
// where it says less.
func (p *prover) underCeilings(rows []given) []given {
	m := p.c.Model
	for i := range m.Sums {
		s := &m.Sums[i]
		week := p.weekOf(s)
		if week < 0 || len(rows) == 0 || !p.madeBy(int32(i), constraints.RuleCeiling) {
			continue
		}
		inside := func(g given) bool { return g.week == week && slices.Contains(s.Lines, g.line) }
		var minutes int64
		for _, g := range rows {
			if inside(g) {
				minutes += g.minutes
			}
		}
		least := int64(-1)
		for k := range s.Lines {
			for _, kind := range [...]solver.Mode{solver.Active, solver.Passive} {
				if w := s.WeightOf(k, kind); least < 0 || w < least {
					least = w
				}
			}
		}
		if least <= 0 || minutes == 0 {
			continue
		}
		if most := p.left(int32(i), constraints.RuleCeiling) / least; most < minutes {
			rows = slices.DeleteFunc(rows, inside)
			if most > 0 {
				rows = append(rows, given{line: -1, sum: int32(i), limit: scheduler.LimitWeek, week: week, minutes: most})
			}
		}
	}
	return rows
}

// demand is the cut's demand in the words of a proof, in order of time.
func (d *cut) demand() []scheduler.ProofDemand {
	var out []scheduler.ProofDemand
	for _, r := range d.order {
		n := &d.p.c.Source.Needs[d.p.c.Occurrences[r.task].Need]
		skill := ""
		if r.among >= 0 {
			skill = n.Among[r.among].Skill
		}
		for _, s := range d.rows[r] {
			out = append(out, scheduler.ProofDemand{Need: n.ID, Skill: skill, Start: d.p.c.Instant(s.From), End: d.p.c.Instant(s.To), Workers: d.p.wants(r)})
		}
	}
	slices.SortStableFunc(out, func(a, b scheduler.ProofDemand) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Need, b.Need))
	})
	return out
}

// enter writes a cut as a proof, has it read, and gives the underlaps in it
// their verdict.
func (p *prover) enter(r *scheduler.Report, d *cut) {
	supply := d.supply()
	proof := scheduler.Proof{Kind: "hours", DemandHours: float64(d.asked()) / 60, BoundHours: float64(d.bound(supply)) / 60, Demand: d.demand()}
	level := 0
	for _, x := range d.order {
		level = max(level, p.c.Model.Tasks[x.task].UnderLevel)
	}
	proof.Level = scheduler.Levels[level]
	for _, g := range supply {
		s := scheduler.ProofSupply{AtMostHours: float64(g.minutes) / 60, Limit: g.limit}
		if g.line >= 0 {
			s.Worker = p.c.Source.Workers[g.line].ID
		} else {
			s.Provider = p.c.Source.Workers[p.c.Model.Sums[g.sum].Lines[0]].Provider
		}
		if g.week >= 0 {
			s.Week = scheduler.DateOf(p.c.Instant(p.c.Model.Weeks[g.week].From)).String()
		}
		switch g.limit {
		case scheduler.LimitAlone:
			proof.Kind = "rota"
		case scheduler.LimitJoint:
			proof.Kind = "engine"
		}
		proof.Supply = append(proof.Supply, s)
	}
	proof.Says = p.reader.Say(&proof, d.tried)
	if p.refuses(&proof) {
		return
	}
	k := len(r.Proofs)
	r.Proofs = append(r.Proofs, proof)
	if d.bound(supply) < d.shortfall() {
		return // a rota may exist that leaves less of it short
	}
	for i := range r.Underlap {
		u := &r.Underlap[i]
		n := p.c.Need(u.Need)
		span := solver.Span{From: p.c.Minute(u.Start), To: p.c.Minute(u.End)}
		if t := p.c.TaskOf(n, span); t >= 0 && d.covers(t, span) {
			u.Verdict, u.Proof = scheduler.VerdictUnavoidable, k
		}
	}
}

// raise brings the bounds of levels of underlap up to what the proofs show. Of a proof that asks
// one level alone all is short in that level, whatever the rota. One that asks more important levels
// too counts where those are at their bounds: what they are short of is known then. A bound above
// what the proofs show is left as it is, with whoever holds it.
func raise(p *prover, r *scheduler.Report) {
	own, all := [scheduler.LevelFamily]float64{}, [scheduler.LevelFamily]float64{}
	for i := range r.Proofs {
		least, most := scheduler.LevelFamily, 0
		for _, d := range r.Proofs[i].Demand {
			l := int(p.c.Source.Needs[p.c.Need(d.Need)].Criticality)
			least, most = min(least, l), max(most, l)
		}
		all[most] += r.Proofs[i].BoundHours
		if least == most {
			own[most] += r.Proofs[i].BoundHours
		}
	}
	shown, before, settled := 0.0, 0.0, true
	for l := range own {
		g := &r.Objective[l]
		shown += all[l]
		least := own[l]
		if settled {
			least = max(least, shown-before)
		}
		least = min(least, g.Value)
		if g.Value-least <= scheduler.ProofSlack {
			least = g.Value
		}
		if (least > 0 || g.Value == 0) && !(g.Bound > least+scheduler.ProofSlack) {
			g.Bound, g.By = least, ""
		}
		before += g.Value
		settled = settled && g.Proved()
	}
}
