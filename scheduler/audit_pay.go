package scheduler

import (
	"slices"
	"sort"
	"time"
)

// auditRate is pay from an instant on: the multiplier, and the addition an hour.
type auditRate struct {
	from      int64
	mult, add float64
}

// auditTariff are the enhancements of one kind of time, in order of time; the
// first rate holds from ever on.
type auditTariff []auditRate

// tariff lays out the enhancements that apply to a kind. Shadowing is paid as waking.
func (a *audit) tariff(kind Kind) auditTariff {
	if kind == Shadow {
		kind = Waking
	}
	type rule struct {
		*Pay
		spans []auditSpan
	}
	var rules []rule
	cuts := []int64{auditEver}
	first, end := a.around()
	for i := range a.p.Pay {
		p := &a.p.Pay[i]
		if len(p.AppliesTo) == 0 && kind != Waking || len(p.AppliesTo) > 0 && !slices.Contains(p.AppliesTo, kind) {
			continue
		}
		r := rule{p, auditUnion(a.windows(&p.Days, first, end, p.From, p.To, p.WholeDay))}
		for _, s := range r.spans {
			cuts = append(cuts, s.from, s.to)
		}
		rules = append(rules, r)
	}
	slices.Sort(cuts)
	var out auditTariff
	for _, at := range slices.Compact(cuts) {
		rate := auditRate{at, 0, 0}
		for _, r := range rules {
			if auditInside(r.spans, auditSpan{at, at + 1}) {
				rate.mult = max(rate.mult, r.Multiply)
				rate.add += r.Add
			}
		}
		if rate.mult == 0 {
			rate.mult = 1
		}
		out = append(out, rate)
	}
	return out
}

// over gives the multiplier and the addition summed over the hours of s.
func (t auditTariff) over(s auditSpan) (mult, add float64) {
	i := sort.Search(len(t), func(i int) bool { return t[i].from > s.from }) - 1
	for ; i < len(t) && t[i].from < s.to; i++ {
		piece := auditSpan{t[i].from, auditNever}
		if i+1 < len(t) {
			piece.to = t[i+1].from
		}
		h := auditHoursOf(piece.overlap(s))
		mult += t[i].mult * h
		add += t[i].add * h
	}
	return mult, add
}

// auditCost is the cost report in the making.
type auditCost struct {
	waking, sleepIn, standby, enhanced, unused, onCost, total auditSum
	byProvider, byClient                                      map[string]*auditSum
}

// pay enters an amount before on-cost, and what on-cost adds, and shares it out.
func (c *auditCost) pay(part *auditSum, w *auditWorker, client string, amount float64) {
	factor := 1.0
	if w.supplier != nil {
		factor = w.supplier.OnCost
	}
	part.add(amount)
	c.onCost.add(amount * (factor - 1))
	c.total.add(amount * factor)
	for _, share := range [...]struct {
		of  map[string]*auditSum
		key string
	}{{c.byProvider, w.Provider}, {c.byClient, client}} {
		if share.of[share.key] == nil {
			if amount == 0 {
				continue
			}
			share.of[share.key] = &auditSum{}
		}
		share.of[share.key].add(amount * factor)
	}
}

// computeCost prices every shift and the guaranteed hours that are not rostered.
// What belongs to no client (standby, non-contact work, unused hours) stands under the
// empty id, what belongs to no provider likewise.
func (a *audit) computeCost() {
	c := &auditCost{byProvider: map[string]*auditSum{}, byClient: map[string]*auditSum{}}
	for i := range a.p.Providers {
		c.byProvider[a.p.Providers[i].ID] = &auditSum{}
	}
	for i := range a.p.Clients {
		c.byClient[a.p.Clients[i].ID] = &auditSum{}
	}
	var tariffs [4]auditTariff
	for k := Waking; k <= Shadow; k++ {
		tariffs[k] = a.tariff(k)
	}
	for i := range a.shifts {
		a.payShift(c, &a.shifts[i], tariffs[a.shifts[i].kind])
	}
	for i := range a.workers {
		w := &a.workers[i]
		c.pay(&c.unused, w, "", w.Rate*a.unusedHours(w))
	}
	a.report.Cost = CostReport{Total: c.total.value(), Waking: c.waking.value(), SleepIn: c.sleepIn.value(), Standby: c.standby.value(),
		Enhancements: c.enhanced.value(), GuaranteedUnused: c.unused.value(), OnCost: c.onCost.value(),
		ByProvider: auditValues(c.byProvider), ByClient: auditValues(c.byClient)}
}

func auditValues(sums map[string]*auditSum) map[string]float64 {
	out := make(map[string]float64, len(sums))
	for k, s := range sums {
		out[k] = s.value()
	}
	return out
}

// payShift enters the plain pay of a shift and what enhancements add to it.
func (a *audit) payShift(c *auditCost, s *auditShift, t auditTariff) {
	w := &a.workers[s.worker]
	hours := auditHoursOf(s.len())
	mult, add := t.over(s.auditSpan)
	part, client, plain := &c.waking, s.at.Client, w.Rate*hours
	switch s.kind {
	case SleepIn:
		part, plain = &c.sleepIn, w.SleepInRate
	case Standby:
		part, client, plain = &c.standby, "", w.StandbyRate*hours
	}
	if s.need >= 0 {
		client = a.needs[s.need].Client
	}
	c.pay(part, w, client, plain)
	c.pay(&c.enhanced, w, client, plain*(mult/hours-1)+add)
}

// unusedHours are the guaranteed hours that no counted hour is set against.
func (a *audit) unusedHours(w *auditWorker) (hours float64) {
	a.eachUnused(w, func(_ int, h float64) { hours += h })
	return hours
}

// eachUnused gives, week by week, the guaranteed hours that no counted hour is set
// against. Work before the rota in a cut week is set against them too.
func (a *audit) eachUnused(w *auditWorker, found func(week int, hours float64)) {
	if w.GuaranteedHoursWeek <= 0 {
		return
	}
	a.countHours(w, w.line, false)
	first, end := a.rotaWeeks()
	for k := first; k < end; k++ {
		if h := w.GuaranteedHoursWeek - a.scratch.week[k]/3600; h > 0 {
			found(k, h)
		}
	}
}

// computePrices enters what the objective's prices come to.
func (a *audit) computePrices() {
	o := &a.p.Objective
	var sum auditSum
	sum.add(o.NewFace * float64(a.newFaces()))
	sum.add(o.Changeover * float64(a.changeovers()))
	sum.add(o.Unfair * a.unfairness())
	sum.add(o.Overlap * a.report.Cover.OverlapHours)
	sum.add(o.ShadowShort * a.shadowMissing())
	sum.add(o.Change * a.changed())
	sum.add(a.patternPrices())
	a.report.Cost.Prices = sum.value()
}

// newFaces counts the pairs of a worker on duty and a client who do not know
// each other.
func (a *audit) newFaces() int {
	met := map[[2]int]bool{}
	for i := range a.shifts {
		s := &a.shifts[i]
		if s.need < 0 || s.kind == Shadow {
			continue
		}
		if c := a.needs[s.need].client; c >= 0 && !a.known[[2]int{c, s.worker}] {
			met[[2]int{c, s.worker}] = true
		}
	}
	return len(met)
}

// changeovers counts the shifts in each occurrence beyond its workers.
func (a *audit) changeovers() (n int) {
	for i := range a.needs {
		for j := range a.needs[i].occurrences {
			n += max(0, len(a.needs[i].occurrences[j].duty)-a.needs[i].Workers)
		}
	}
	return n
}

// unfairness sums, over providers, the highest less the lowest load of their
// workers.
func (a *audit) unfairness() float64 {
	type loads struct {
		least, most float64
		n           int
	}
	first, end := a.rotaWeeks()
	all := make([]loads, len(a.p.Providers))
	for i := range a.workers {
		w := &a.workers[i]
		full := w.GuaranteedHoursWeek
		if full <= 0 && w.limits.MaxHoursWeek != nil {
			full = w.limits.MaxHoursWeek.Hours()
		}
		if w.provider < 0 || w.Suspended || full <= 0 || end == first {
			continue
		}
		load := a.rostered(w) / float64(end-first) / full
		l := &all[w.provider]
		if l.n == 0 {
			l.least, l.most = load, load
		}
		l.least, l.most, l.n = min(l.least, load), max(l.most, load), l.n+1
	}
	var sum auditSum
	for _, l := range all {
		sum.add(l.most - l.least)
	}
	return sum.value()
}

// rostered are the worker's counted hours over the rota.
func (a *audit) rostered(w *auditWorker) (hours float64) {
	for i := range w.line {
		if it := &w.line[i]; !it.past {
			hours += w.counted(it, it.auditSpan) / 3600
		}
	}
	return hours
}

// shadowMissing are the hours of shadowing that trainees should have and have not.
func (a *audit) shadowMissing() float64 {
	var sum auditSum
	for i := range a.workers {
		w := &a.workers[i]
		if !w.trainee {
			continue
		}
		var have int64
		for _, it := range w.line {
			if !it.past && it.kind == Shadow {
				have += it.len()
			}
		}
		sum.add(max(0, w.ShadowHours-auditHoursOf(have)))
	}
	return sum.value()
}

// auditPost is what a shift must share with one of the earlier rota to be the same work.
type auditPost struct {
	worker, need int
	kind         Kind
}

// changed are the hours of shift in one of the two rotas and not the other. Of
// the earlier rota those count that this problem still has a place for: a known
// worker, and for all but standby an occurrence around them.
func (a *audit) changed() float64 {
	if a.p.From == nil {
		return 0
	}
	now, then := map[auditPost][]auditSpan{}, map[auditPost][]auditSpan{}
	var seconds int64
	for i := range a.shifts {
		s := &a.shifts[i]
		post := auditPost{s.worker, s.need, s.kind}
		now[post] = append(now[post], s.auditSpan)
		seconds += s.len()
	}
	for i := range a.p.From.Shifts {
		s := &a.p.From.Shifts[i]
		if post, span, ok := a.postOf(s); ok {
			then[post] = append(then[post], span)
			seconds += span.len()
		}
	}
	for post, spans := range then {
		for _, s := range auditMeet(auditUnion(spans), auditUnion(now[post])) {
			seconds -= 2 * s.len()
		}
	}
	return auditHoursOf(seconds)
}

// postOf is an earlier shift in the problem's terms.
func (a *audit) postOf(s *Shift) (auditPost, auditSpan, bool) {
	p := auditPost{auditFind(a.workerOf, s.Worker), -1, s.Kind}
	span := auditSpan{s.Start.Unix(), s.End.Unix()}
	ok := p.worker >= 0 && span.len() > 0
	if s.Kind != Standby {
		if p.need = auditFind(a.needOf, s.Need); p.need < 0 {
			return p, span, false
		}
		n := &a.needs[p.need]
		o := n.occurrenceOf(span)
		ok = ok && o >= 0 && n.occurrences[o].contains(span)
	}
	return p, span, ok
}

// reportWorkers enters each worker's share. Hours by week are those of the
// rota's shifts in the weeks with a day of the rota; guaranteed hours are those
// of a week.
func (a *audit) reportWorkers() {
	first, end := a.rotaWeeks()
	for i := range a.workers {
		w := &a.workers[i]
		line := slices.DeleteFunc(slices.Clone(w.line), func(it auditItem) bool { return it.past })
		a.countHours(w, line, false)
		r := WorkerReport{Worker: w.ID, Hours: a.rostered(w), ByWeek: []float64{}, GuaranteedHours: w.GuaranteedHoursWeek}
		for k := first; k < end; k++ {
			r.ByWeek = append(r.ByWeek, a.scratch.week[k]/3600)
		}
		for j := range line {
			if a.isNight(&line[j]) {
				r.Nights++
			}
			if line[j].kind == Standby {
				r.StandbyHours += (time.Duration(line[j].len()) * time.Second).Hours()
			}
		}
		r.Weekends, _ = a.weekendsOf(line)
		a.report.Workers = append(a.report.Workers, r)
	}
}
