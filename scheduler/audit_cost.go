package scheduler

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
)

// layPay expands the enhancements into times, by kind of time, in order of start.
func (a *audit) layPay() {
	for i := range a.p.Pay {
		p := &a.p.Pay[i]
		kinds := p.AppliesTo
		if len(kinds) == 0 {
			kinds = []Kind{Waking}
		}
		for _, s := range a.spansOf(&p.Days, -2, a.p.Days+4, p.From, p.To, p.WholeDay) {
			for _, k := range kinds {
				if k >= Waking && k <= Standby {
					a.pay[k] = append(a.pay[k], aPay{s, p.Multiply, p.Add})
				}
			}
		}
	}
	for k := range a.pay {
		slices.SortStableFunc(a.pay[k], func(x, y aPay) int { return cmp.Compare(x.from, y.from) })
	}
}

// enhanced is the integral of the multiplier, in hours, and of the additions,
// in money, over a time of the kind. Shadowing is waking time.
func (a *audit) enhanced(kind Kind, from, to int64) (mult, add float64) {
	if kind == Shadow {
		kind = Waking
	}
	all := a.pay[kind]
	k, _ := slices.BinarySearchFunc(all, from-50*3600, func(p aPay, x int64) int { return cmp.Compare(p.from, x) })
	cuts := []int64{from, to}
	var on []aPay
	for ; k < len(all) && all[k].from < to; k++ {
		if all[k].to > from {
			on = append(on, all[k])
			cuts = append(cuts, max(from, all[k].from), min(to, all[k].to))
		}
	}
	slices.Sort(cuts)
	for c := 0; c+1 < len(cuts); c++ {
		x, y := cuts[c], cuts[c+1]
		m := 0.0
		for _, p := range on {
			if p.from <= x && y <= p.to {
				m = max(m, p.multiply)
				add += p.add * float64(y-x) / 3600
			}
		}
		if m == 0 {
			m = 1
		}
		mult += m * float64(y-x) / 3600
	}
	return mult, add
}

// readCost adds up pay and prices.
func (a *audit) readCost() {
	c := &a.rep.Cost
	c.ByProvider, c.ByClient = map[string]float64{}, map[string]float64{}
	for _, w := range a.who {
		factor := 1.0
		if w.prov != nil {
			factor = w.prov.OnCost
		}
		total := 0.0
		for i := range w.line {
			if s := &w.line[i]; !s.past {
				pay := a.payOf(w, s)
				total += pay
				if s.Client != "" {
					c.ByClient[s.Client] += pay * factor
				}
			}
		}
		for _, k := range a.weeks {
			if k.ours && w.GuaranteedHoursWeek > 0 {
				unused := w.Rate * max(0, w.GuaranteedHoursWeek-counted(w.caps, w.line, k.from, k.to)/3600)
				c.GuaranteedUnused += unused
				total += unused
			}
		}
		c.OnCost += total * (factor - 1)
		c.Total += total * factor
		if w.Provider != "" {
			c.ByProvider[w.Provider] += total * factor
		}
	}
	a.readPrices()
}

// payOf is the pay of a shift before on-cost, entered under its parts.
func (a *audit) payOf(w *aWorker, s *aShift) float64 {
	c := &a.rep.Cost
	hours := float64(s.to-s.from) / 3600
	mult, add := a.enhanced(s.Kind, s.from, s.to)
	var plain, extra float64
	switch s.Kind {
	case SleepIn:
		plain, extra = w.SleepInRate, w.SleepInRate*(mult/hours-1)
		c.SleepIn += plain
	case Standby:
		plain, extra = w.StandbyRate*hours, w.StandbyRate*(mult-hours)
		c.Standby += plain
	default:
		plain, extra = w.Rate*hours, w.Rate*(mult-hours)
		c.Waking += plain
	}
	c.Enhancements += extra + add
	return plain + extra + add
}

// readPrices adds up what the objective prices beside pay.
func (a *audit) readPrices() {
	p := &a.p.Objective
	a.prices += p.NewFace*float64(a.newFaces()) + p.Overlap*a.rep.Cover.OverlapHours
	for k := range a.occ {
		n := 0
		for _, i := range a.occ[k].shifts {
			if a.shifts[i].onDuty() {
				n++
			}
		}
		a.prices += p.Changeover * float64(max(0, n-a.occ[k].need.Workers))
	}
	for _, w := range a.who {
		if w.Shadowing == "" {
			continue
		}
		var done float64
		for i := range w.line {
			if s := &w.line[i]; s.Kind == Shadow && !s.past {
				done += float64(s.to-s.from) / 3600
			}
		}
		a.prices += p.ShadowShort * max(0, w.ShadowHours-done)
	}
	for i := range a.p.Providers {
		a.prices += p.Unfair * a.unfairness(a.p.Providers[i].ID)
	}
	if a.p.From != nil {
		a.prices += p.Change * a.changed(a.p.From)
	}
}

func (a *audit) newFaces() int {
	met := map[[2]string]bool{}
	for i := range a.shifts {
		s := &a.shifts[i]
		if c := a.client[s.Client]; c != nil && s.w >= 0 && s.onDuty() && !slices.Contains(c.Known, s.Worker) {
			met[[2]string{s.Worker, s.Client}] = true
		}
	}
	return len(met)
}

// unfairness is the highest less the lowest load of a provider's workers.
func (a *audit) unfairness(provider string) float64 {
	lo, hi, n := math.Inf(1), math.Inf(-1), 0
	weeks := 0
	for _, k := range a.weeks {
		if k.ours {
			weeks++
		}
	}
	for _, w := range a.who {
		if w.Provider != provider || w.Suspended {
			continue
		}
		full := w.GuaranteedHoursWeek
		if full <= 0 && w.caps.MaxHoursWeek != nil {
			full = w.caps.MaxHoursWeek.Hours()
		}
		if full <= 0 {
			continue
		}
		load := counted(w.caps, w.line, 0, forever) / 3600 / float64(weeks) / full
		lo, hi, n = min(lo, load), max(hi, load), n+1
	}
	if n < 2 {
		return 0
	}
	return hi - lo
}

// changed is the hours of shift in one of the two rotas and not in the other.
func (a *audit) changed(from *Rota) float64 {
	type key struct {
		worker, need string
		kind         Kind
	}
	old, now := map[key][]aSpan{}, map[key][]aSpan{}
	var sum, both int64
	for _, s := range from.Shifts {
		_, known := a.worker[s.Worker]
		x := aSpan{a.sec(s.Start), a.sec(s.End)}
		if x.to <= x.from || !known || s.Kind != Standby && a.occurrenceOf(s.Need, x.from, x.to) < 0 {
			continue
		}
		k := key{s.Worker, s.Need, s.Kind}
		old[k] = append(old[k], x)
		sum += x.to - x.from
	}
	for i := range a.shifts {
		s := &a.shifts[i]
		k := key{s.Worker, s.Need, s.Kind}
		now[k] = append(now[k], aSpan{s.from, s.to})
		sum += max(0, s.to-s.from)
	}
	for k, spans := range now {
		for _, x := range common(spans, old[k]) {
			both += x.to - x.from
		}
	}
	return float64(sum-2*both) / 3600
}

// readWorkers tells each worker's share.
func (a *audit) readWorkers() {
	for _, w := range a.who {
		r := WorkerReport{Worker: w.ID, GuaranteedHours: w.GuaranteedHoursWeek}
		for i := range w.line {
			s := &w.line[i]
			if s.past {
				continue
			}
			if a.night(s) {
				r.Nights++
			}
			if s.Kind == Standby {
				r.StandbyHours += float64(s.to-s.from) / 3600
			}
		}
		ours := slices.DeleteFunc(slices.Clone(w.line), func(s aShift) bool { return s.past })
		r.Weekends, _ = a.weekendsOf(ours)
		r.Hours = counted(w.caps, ours, beginning, forever) / 3600
		for _, k := range a.weeks {
			if k.ours {
				r.ByWeek = append(r.ByWeek, counted(w.caps, w.line, k.from, k.to)/3600)
			}
		}
		a.rep.Workers = append(a.rep.Workers, r)
	}
}

// readWarnings tells what breaks no rule and yet should be known.
func (a *audit) readWarnings() {
	for i, w := range a.who {
		name := w.ID
		if w.Name != "" {
			name = w.Name
		}
		a.warnHours(name, w, &a.rep.Workers[i])
		a.warnBreaks(name, w)
		a.warnSkills(name, w)
		a.warnStandby(name, w)
	}
	if f := a.rep.Cover.FamilyHours; f > 0 {
		a.warn("%.4g h rest on family members", f)
	}
}

func (a *audit) warn(says string, args ...any) {
	a.rep.Warnings = append(a.rep.Warnings, fmt.Sprintf(says, args...))
}

func (a *audit) warnHours(name string, w *aWorker, r *WorkerReport) {
	short := 0.0
	for _, h := range r.ByWeek {
		short += max(0, w.GuaranteedHoursWeek-h)
	}
	if short > 1e-9 {
		a.warn("%s is given %.4g h less than guaranteed", name, short)
	}
}

// warnBreaks counts the shifts worked alone on which a break is owed, and the
// spells with a sleep-in after which compensatory rest is.
func (a *audit) warnBreaks(name string, w *aWorker) {
	alone, owed := 0, 0
	for i := range w.line {
		s := &w.line[i]
		if s.past || s.Kind != Waking || s.to-s.from <= 6*3600 || s.occ < 0 {
			continue
		}
		single := true
		a.sweep(&a.occ[s.occ], []aSpan{{s.from, s.to}}, func(from, to int64, here, inside []int) {
			single = single && (len(inside) == 0 || len(here) < 2)
		})
		if single {
			alone++
		}
	}
	for _, s := range a.spells(w, w.line, func(*aShift, string, string, ...any) {}) {
		if s.to-s.from > 13*3600 && s.to > 0 {
			owed++
		}
	}
	if alone > 0 {
		a.warn("%s works %d shifts of more than 6 h alone: a 20 minute break is owed on each and nobody stands in", name, alone)
	}
	if owed > 0 {
		a.warn("%s works %d spells of more than 13 h with a sleep-in: compensatory rest is owed", name, owed)
	}
}

// warnSkills tells of skills that run out during the rota and are used in it.
func (a *audit) warnSkills(name string, w *aWorker) {
	for _, k := range w.Skills {
		until := a.period(Date{}, k.Until).to
		if (k.Until == Date{}) || until <= 0 || until >= a.end {
			continue
		}
		used := slices.ContainsFunc(w.line, func(s aShift) bool {
			return s.occ >= 0 && slices.Contains(a.occ[s.occ].need.Skills, k.Name)
		})
		if used {
			a.warn("%s: %s runs out on %s", name, k.Name, k.Until)
		}
	}
}

// warnStandby names, where standby counts for less than its hours, the standby
// shifts that would break an hour cap if they were called out in full.
func (a *audit) warnStandby(name string, w *aWorker) {
	if w.caps.StandbyCounts >= 1 {
		return
	}
	var when []string
	for i := range w.line {
		s := &w.line[i]
		if s.past || s.Kind != Standby {
			continue
		}
		called := slices.Clone(w.line)
		called[i].Kind = Waking
		broken := false
		a.hours(w, called, func(*aShift, string, string, ...any) { broken = true })
		if broken {
			when = append(when, a.say(s.from))
		}
	}
	if len(when) > 0 {
		a.warn("%s would be over the hour caps if called from standby on %s", name, strings.Join(when, ", "))
	}
}
