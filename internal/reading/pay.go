package reading

import (
	"slices"
	"sort"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// rate is pay from an instant on: the multiplier, and the addition an hour.
type rate struct {
	From      int64
	Mult, Add float64
}

// Tariff are the enhancements of one kind of time, in order of time; the
// first rate holds from ever on.
type Tariff []rate

// Tariff lays out the enhancements that apply to a kind. Shadowing is paid as waking.
func (a *Reading) Tariff(kind scheduler.Kind) Tariff {
	if kind == scheduler.Shadow {
		kind = scheduler.Waking
	}
	type rule struct {
		*scheduler.Pay
		spans []Span
	}
	var rules []rule
	cuts := []int64{Ever}
	first, end := a.around()
	for i := range a.Problem.Pay {
		p := &a.Problem.Pay[i]
		if len(p.AppliesTo) == 0 && kind != scheduler.Waking || len(p.AppliesTo) > 0 && !slices.Contains(p.AppliesTo, kind) {
			continue
		}
		r := rule{p, Union(a.windows(&p.Days, first, end, p.From, p.To, p.WholeDay))}
		for _, s := range r.spans {
			cuts = append(cuts, s.From, s.To)
		}
		rules = append(rules, r)
	}
	slices.Sort(cuts)
	var out Tariff
	for _, at := range slices.Compact(cuts) {
		rate := rate{at, 0, 0}
		for _, r := range rules {
			if Inside(r.spans, Span{at, at + 1}) {
				rate.Mult = max(rate.Mult, r.Multiply)
				rate.Add += r.Add
			}
		}
		if rate.Mult == 0 {
			rate.Mult = 1
		}
		out = append(out, rate)
	}
	return out
}

// over gives the multiplier and the addition summed over the hours of s.
func (t Tariff) over(s Span) (mult, add float64) {
	i := sort.Search(len(t), func(i int) bool { return t[i].From > s.From }) - 1
	for ; i < len(t) && t[i].From < s.To; i++ {
		piece := Span{t[i].From, Never}
		if i+1 < len(t) {
			piece.To = t[i+1].From
		}
		h := HoursOf(piece.Overlap(s))
		mult += t[i].Mult * h
		add += t[i].Add * h
	}
	return mult, add
}

// plain is what a worker is paid for so many hours of a kind in one shift, enhancements and on-cost
// left aside.
func (w *Worker) plain(kind scheduler.Kind, hours float64) float64 {
	switch kind {
	case scheduler.SleepIn:
		return w.SleepInRate
	case scheduler.Standby:
		return w.StandbyRate * hours
	}
	return w.Rate * hours
}

// Cost is what a time of the tariff's kind costs when a worker has it as a shift: pay, enhancements and
// on-cost; of family nothing.
func (t Tariff) Cost(w *Worker, kind scheduler.Kind, s Span) float64 {
	if w.Family {
		return 0
	}
	mult, add := t.over(s)
	money := w.plain(kind, HoursOf(s.Len()))*mult/HoursOf(s.Len()) + add
	if w.Supplier != nil {
		money *= w.Supplier.OnCost
	}
	return money
}

// cost is the cost report in the making.
type cost struct {
	waking, sleepIn, standby, enhanced, unused, onCost, total sum
	family                                                    sum // the shadow price of family's hours, in none of the others
	inReserve                                                 sum // of the total: all that standby comes to
	byProvider, byClient                                      map[string]*sum
}

// pay enters an amount before on-cost, and what on-cost adds, and shares it out. Family's is apart:
// it is what the hours are worth, not paid.
func (c *cost) pay(part *sum, w *Worker, client string, amount float64) {
	factor := 1.0
	if w.Supplier != nil {
		factor = w.Supplier.OnCost
	}
	if w.Family {
		c.family.add(amount * factor)
		return
	}
	part.add(amount)
	c.onCost.add(amount * (factor - 1))
	c.total.add(amount * factor)
	for _, share := range [...]struct {
		of  map[string]*sum
		key string
	}{{c.byProvider, w.Provider}, {c.byClient, client}} {
		if share.of[share.key] == nil {
			if amount == 0 {
				continue
			}
			share.of[share.key] = &sum{}
		}
		share.of[share.key].add(amount * factor)
	}
}

// computeCost prices every shift and the guaranteed hours that are not rostered. Standby belongs to
// the clients that it is behind. What belongs to no client (non-contact work, unused hours, standby
// behind nobody) stands under the empty id, what belongs to no provider likewise.
func computeCost(a *Reading) {
	c := &cost{byProvider: map[string]*sum{}, byClient: map[string]*sum{}}
	for i := range a.Problem.Providers {
		c.byProvider[a.Problem.Providers[i].ID] = &sum{}
	}
	for i := range a.Problem.Clients {
		c.byClient[a.Problem.Clients[i].ID] = &sum{}
	}
	var tariffs [4]Tariff
	for k := scheduler.Waking; k <= scheduler.Shadow; k++ {
		tariffs[k] = a.Tariff(k)
	}
	for i := range a.Shifts {
		payShift(a, c, &a.Shifts[i], tariffs[a.Shifts[i].Kind])
	}
	for i := range a.Workers {
		w := &a.Workers[i]
		c.pay(&c.unused, w, "", w.Rate*unusedHours(a, w))
	}
	a.Report.Cost = scheduler.CostReport{Total: c.total.value(), Waking: c.waking.value(), SleepIn: c.sleepIn.value(), Standby: c.standby.value(),
		Enhancements: c.enhanced.value(), GuaranteedUnused: c.unused.value(), OnCost: c.onCost.value(), FamilyValue: c.family.value(), ForStandby: c.inReserve.value(),
		ByProvider: values(c.byProvider), ByClient: values(c.byClient)}
}

func values(sums map[string]*sum) map[string]float64 {
	out := make(map[string]float64, len(sums))
	for k, s := range sums {
		out[k] = s.value()
	}
	return out
}

// payShift enters the plain pay of a shift and what enhancements add to it.
func payShift(a *Reading, c *cost, s *Shift, t Tariff) {
	w := &a.Workers[s.Worker]
	hours := HoursOf(s.Len())
	mult, add := t.over(s.Span)
	part, client, plain := &c.waking, s.At.Client, w.plain(s.Kind, hours)
	switch s.Kind {
	case scheduler.SleepIn:
		part = &c.sleepIn
	case scheduler.Standby:
		c.payStandby(a, s, plain, plain*(mult/hours-1)+add)
		return
	}
	if s.Need >= 0 {
		client = a.Needs[s.Need].Client
	}
	c.pay(part, w, client, plain)
	c.pay(&c.enhanced, w, client, plain*(mult/hours-1)+add)
}

// payStandby enters the pay of a standby shift and what enhancements add, charged to the clients
// that it is behind.
func (c *cost) payStandby(a *Reading, s *Shift, plain, more float64) {
	w, before := &a.Workers[s.Worker], c.total.value()
	clients, shares := a.chargedTo(s)
	for k, client := range clients {
		c.pay(&c.standby, w, client, plain*shares[k])
		c.pay(&c.enhanced, w, client, more*shares[k])
	}
	c.inReserve.add(c.total.value() - before)
}

// CostOf is what a worker costs with these shifts, which are those on the line, guaranteed hours that
// are not worked and on-cost among it.
func CostOf(a *Reading, w *Worker, shifts []*Shift) float64 {
	c := &cost{byProvider: map[string]*sum{}, byClient: map[string]*sum{}}
	for _, s := range shifts {
		payShift(a, c, s, a.Tariff(s.Kind))
	}
	c.pay(&c.unused, w, "", w.Rate*unusedHours(a, w))
	return c.total.value()
}

// unusedHours are the guaranteed hours that no counted hour is set against.
func unusedHours(a *Reading, w *Worker) (hours float64) {
	EachUnused(a, w, func(_ int, h float64) { hours += h })
	return hours
}

// EachUnused gives, week by week, the guaranteed hours that no counted hour is set
// against, standby not among those. Work before the rota in a cut week is set against them too.
func EachUnused(a *Reading, w *Worker, found func(week int, hours float64)) {
	eachUnused(a, w, w.Line, found)
}

// eachUnused is EachUnused with another line.
func eachUnused(a *Reading, w *Worker, line []Item, found func(week int, hours float64)) {
	if w.GuaranteedHoursWeek <= 0 {
		return
	}
	CountHours(a, w, workedLine(line), false)
	first, end := a.RotaWeeks()
	for k := first; k < end; k++ {
		if h := w.GuaranteedHoursWeek - a.Scratch.Week[k]/3600; h > 0 {
			found(k, h)
		}
	}
}

// computePrices enters what the objective's prices come to.
func computePrices(a *Reading) {
	o := &a.Problem.Objective
	var sum sum
	sum.add(o.NewFace * float64(newFaces(a)))
	sum.add(o.Changeover * float64(changeovers(a)))
	sum.add(o.Unfair * unfairness(a))
	sum.add(o.Overlap * a.Report.Cover.OverlapHours)
	sum.add(o.StandbyShift * float64(standbyShifts(a)))
	sum.add(o.Heads * HoursOf(a.hidden))
	sum.add(o.ShadowShort * shadowMissing(a))
	sum.add(o.Change * changed(a))
	sum.add(patternPrices(a))
	sum.add(wishPrices(a))
	a.Report.Cost.Prices = sum.value()
}

// newFaces counts the pairs of a worker who covers and a client who do not know
// each other.
func newFaces(a *Reading) int {
	met := map[[2]int]bool{}
	for i := range a.Shifts {
		s := &a.Shifts[i]
		if !s.Counts || a.Workers[s.Worker].Family {
			continue
		}
		if c := a.Needs[s.Need].ClientIndex; c >= 0 && !a.known[[2]int{c, s.Worker}] {
			met[[2]int{c, s.Worker}] = true
		}
	}
	return len(met)
}

// standbyShifts counts the shifts on standby.
func standbyShifts(a *Reading) (n int) {
	for i := range a.Shifts {
		if a.Shifts[i].Kind == scheduler.Standby {
			n++
		}
	}
	return n
}

// changeovers counts the shifts in each occurrence beyond its workers.
func changeovers(a *Reading) (n int) {
	for i := range a.Needs {
		for j := range a.Needs[i].Occurrences {
			n += max(0, len(a.Needs[i].Occurrences[j].Duty)-a.Needs[i].Workers)
		}
	}
	return n
}

// unfairness sums, over providers, the highest less the lowest load of their workers; those without
// a provider count as having the same one.
func unfairness(a *Reading) float64 {
	type loads struct {
		least, most float64
		n           int
	}
	first, end := a.RotaWeeks()
	all := make([]loads, len(a.Problem.Providers)+1) // the last of those without a provider
	for i := range a.Workers {
		w := &a.Workers[i]
		full := w.GuaranteedHoursWeek
		if full <= 0 && w.Limits.MaxHoursWeek != nil {
			full = w.Limits.MaxHoursWeek.Hours()
		}
		if w.Suspended || full <= 0 || end == first {
			continue
		}
		load := rostered(w, false) / float64(end-first) / full
		l := &all[len(all)-1]
		if w.ProviderIndex >= 0 {
			l = &all[w.ProviderIndex]
		}
		if l.n == 0 {
			l.least, l.most = load, load
		}
		l.least, l.most, l.n = min(l.least, load), max(l.most, load), l.n+1
	}
	var sum sum
	for _, l := range all {
		sum.add(l.most - l.least)
	}
	return sum.value()
}

// rostered are the worker's counted hours over the rota, with or without standby.
func rostered(w *Worker, standby bool) (hours float64) {
	for i := range w.Line {
		if it := &w.Line[i]; !it.Past && (standby || it.Kind != scheduler.Standby) {
			hours += w.Counted(it, it.Span) / 3600
		}
	}
	return hours
}

// shadowMissing are the hours of shadowing that trainees should have and have not.
func shadowMissing(a *Reading) float64 {
	var sum sum
	for i := range a.Workers {
		w := &a.Workers[i]
		if !w.Trainee {
			continue
		}
		var have int64
		for _, it := range w.Line {
			if !it.Past && it.Kind == scheduler.Shadow {
				have += it.Len()
			}
		}
		sum.add(max(0, w.ShadowHours-HoursOf(have)))
	}
	return sum.value()
}

// post is what a shift must share with one of the earlier rota to be the same work.
type post struct {
	worker, need int
	kind         scheduler.Kind
}

// changed are the hours of shift in one of the two rotas and not the other. Of
// the earlier rota those count that this problem still has a place for: a known
// worker, and for all but standby an occurrence around them.
func changed(a *Reading) float64 {
	if a.Problem.From == nil {
		return 0
	}
	now, then := map[post][]Span{}, map[post][]Span{}
	var seconds int64
	for i := range a.Shifts {
		s := &a.Shifts[i]
		post := post{s.Worker, s.Need, s.Kind}
		now[post] = append(now[post], s.Span)
		seconds += s.Len()
	}
	for i := range a.Problem.From.Shifts {
		s := &a.Problem.From.Shifts[i]
		if post, span, ok := postOf(a, s); ok {
			then[post] = append(then[post], span)
			seconds += span.Len()
		}
	}
	for post, spans := range then {
		for _, s := range Meet(Union(spans), Union(now[post])) {
			seconds -= 2 * s.Len()
		}
	}
	return HoursOf(seconds)
}

// postOf is an earlier shift in the problem's terms.
func postOf(a *Reading, s *scheduler.Shift) (post, Span, bool) {
	p := post{IndexOf(a.WorkerOf, s.Worker), -1, s.Kind}
	span := Span{s.Start.Unix(), s.End.Unix()}
	ok := p.worker >= 0 && span.Len() > 0
	if s.Kind != scheduler.Standby {
		if p.need = IndexOf(a.NeedOf, s.Need); p.need < 0 {
			return p, span, false
		}
		n := &a.Needs[p.need]
		o := n.OccurrenceOf(span)
		ok = ok && o >= 0 && n.Occurrences[o].Contains(span)
	}
	return p, span, ok
}

// reportWorkers enters each worker's share. Hours by week are those of the
// rota's shifts in the weeks with a day of the rota; guaranteed hours are those
// of a week.
func reportWorkers(a *Reading) {
	first, end := a.RotaWeeks()
	for i := range a.Workers {
		w := &a.Workers[i]
		line := slices.DeleteFunc(slices.Clone(w.Line), func(it Item) bool { return it.Past })
		CountHours(a, w, line, false)
		r := scheduler.WorkerReport{Worker: w.ID, Hours: rostered(w, true), ByWeek: []float64{}, GuaranteedHours: w.GuaranteedHoursWeek}
		for k := first; k < end; k++ {
			r.ByWeek = append(r.ByWeek, a.Scratch.Week[k]/3600)
		}
		for j := range line {
			if a.IsNight(&line[j]) {
				r.Nights++
			}
			if line[j].Kind == scheduler.Standby {
				r.StandbyHours += (time.Duration(line[j].Len()) * time.Second).Hours()
			}
		}
		r.Weekends, _ = a.WeekendsOf(line)
		a.Report.Workers = append(a.Report.Workers, r)
	}
}
