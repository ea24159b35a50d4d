package simulation

import (
	"maps"
	"math"
	"slices"
	"time"
)

// Figure is what was found, and by how much it may be off: in 95 of 100 simulations with other seeds what is true lies
// no further away. The margin is NaN for a single horizon.
type Figure struct{ Value, Margin float64 }

// Reason is why somebody could not come.
type Reason int

// The reasons, in the order in which they are told.
const (
	Sickness Reason = iota
	NoShow
	Outbreak
	Leaving
	Withdrawal
	Lateness
	reasons
)

// String is the reason as files have it.
func (r Reason) String() string {
	return [...]string{"sickness", "no_show", "outbreak", "leaving", "withdrawal", "lateness"}[r]
}

// shortNotice is less warning than most agencies need to send somebody.
const shortNotice = 4 * time.Hour

// Outcome is what became of one plan over all horizons. Hours are worker-hours of one horizon, the rota's own length, and
// all but Worst, QuietWeeks and PerStandby are means.
type Outcome struct {
	Lost        Figure  // shifts lost
	Open        float64 // hours that the rota leaves open anyway, whatever happens
	Uncovered   Figure  // hours that are not covered: those open anyway, and those lost that nobody took
	Worst       Figure  // 95th percentile of those hours
	QuietWeeks  Figure  // chance that every hour of a week is covered
	ShortNotice Figure  // hours lost that nobody took and that were told less than 4 hours before
	AtOnce      Figure  // hours lost that nobody took while somebody else was away too
	Asked       Figure  // times that nobody could come and the family would have been asked
	CallOuts    Figure  // calls on somebody on standby
	PerStandby  Figure  // the same for each standby shift; 0 without any
	Others      Figure  // shifts taken by somebody who was free
	StandbyCost float64 // money of the standby in the plan, on-cost and enhancements included, guaranteed hours left aside
	CallOutCost Figure  // money for those called from standby: what they are paid for the work beyond their standby
	OthersCost  Figure  // money for those who were free
	By          []Cause // by reason, in their order
}

// Cause is what came of one reason: shifts lost, and hours of those that nobody took.
type Cause struct {
	Why             Reason
	Lost, Uncovered Figure
}

// spent is the money that contingency takes: standby, and all who are called.
func (o *Outcome) spent() float64 { return o.StandbyCost + o.CallOutCost.Value + o.OthersCost.Value }

// Result is a plan with its contingency and without. Both meet the same chances.
type Result struct {
	Runs          int     // horizons that were played
	Wanted        int     // horizons that were asked for: more than Runs when the context ended first
	DaysSick      Figure  // days of sickness begun in a horizon
	DaysExpected  float64 // the same in closed form, shared illness not included
	With, Without Outcome
	Saved         Figure  // hours that standby saves
	Extra         float64 // money that standby takes: its cost, and what is paid for calls beside what would be paid without
	HoursPerMoney float64 // hours saved by each unit of that money; 0 where it takes none
}

// horizon is what became of one horizon.
type horizon struct {
	played        bool
	days          int
	with, without tally
}

// tally counts what became of one plan in one horizon.
type tally struct {
	lost, callOuts, others, asked, loud                 int
	uncovered, short, atOnce, standbyMoney, othersMoney float64
	by                                                  [reasons]struct {
		lost      int
		uncovered float64
	}
}

// totals are all horizons that were counted, one after the other.
type totals struct {
	runs          int
	days, saved   average
	with, without planTotals
}

// planTotals are what became of one plan in the horizons that were counted.
type planTotals struct {
	w                               *world
	lost, callOuts, others, asked   average
	uncovered, quiet, short, atOnce average
	standbyMoney, othersMoney       average
	worst                           spread
	by                              [reasons]struct{ lost, uncovered average }
}

func newTotals(w *world) *totals {
	return &totals{with: planTotals{w: w, worst: spread{}}, without: planTotals{w: w, worst: spread{}}}
}

// count counts one horizon.
func (t *totals) count(h *horizon) {
	t.runs++
	t.days.add(float64(h.days))
	t.saved.add(h.without.uncovered - h.with.uncovered)
	t.with.count(&h.with)
	t.without.count(&h.without)
}

// count counts what became of the plan in one horizon.
func (p *planTotals) count(t *tally) {
	p.lost.add(float64(t.lost))
	p.callOuts.add(float64(t.callOuts))
	p.others.add(float64(t.others))
	p.asked.add(float64(t.asked))
	p.uncovered.add(p.w.open + t.uncovered)
	p.worst[p.w.open+t.uncovered]++
	p.quiet.add(float64(p.w.weeks-t.loud) / float64(p.w.weeks))
	p.short.add(t.short)
	p.atOnce.add(t.atOnce)
	p.standbyMoney.add(t.standbyMoney)
	p.othersMoney.add(t.othersMoney)
	for why := range t.by {
		p.by[why].lost.add(float64(t.by[why].lost))
		p.by[why].uncovered.add(t.by[why].uncovered)
	}
}

// result is what the horizons that were counted come to.
func (w *world) result(t *totals, o Options) *Result {
	return &Result{
		Runs:         t.runs,
		Wanted:       o.Runs,
		DaysSick:     t.days.figure(),
		DaysExpected: o.Settings.DaysSick() * w.years * float64(len(w.p.Workers)),
		With:         t.with.outcome(),
		Without:      t.without.outcome(),
		Saved:        t.saved.figure(),
	}
}

// outcome is what became of the plan.
func (p *planTotals) outcome() Outcome {
	o := Outcome{
		Lost:        p.lost.figure(),
		Open:        p.w.open,
		Uncovered:   p.uncovered.figure(),
		Worst:       p.worst.percentile(),
		QuietWeeks:  p.quiet.figure(),
		ShortNotice: p.short.figure(),
		AtOnce:      p.atOnce.figure(),
		Asked:       p.asked.figure(),
		CallOuts:    p.callOuts.figure(),
		Others:      p.others.figure(),
		CallOutCost: p.standbyMoney.figure(),
		OthersCost:  p.othersMoney.figure(),
	}
	for why := range reasons {
		o.By = append(o.By, Cause{why, p.by[why].lost.figure(), p.by[why].uncovered.figure()})
	}
	return o
}

// sureness is how many standard errors hold what is true in 95 of 100 simulations.
const sureness = 1.959964

// average is the mean of independent draws, and the sum of the squares about it (Welford 1962).
type average struct {
	n             int
	mean, squares float64
}

func (a *average) add(x float64) {
	a.n++
	d := x - a.mean
	a.mean += d / float64(a.n)
	a.squares += d * (x - a.mean)
}

// figure has the margin of the central limit theorem.
func (a *average) figure() Figure {
	if a.n < 2 {
		return Figure{a.mean, math.NaN()}
	}
	return Figure{a.mean, sureness * math.Sqrt(a.squares/float64(a.n-1)/float64(a.n))}
}

// spread is how often which hours were drawn. Hours are whole minutes, so that there are few of them
// however many draws there are.
type spread map[float64]int

// percentile is the 95th percentile of independent draws; its margin is that of the order statistics between which it
// lies in 95 of 100 (David and Nagaraja 2003, section 7.1).
func (s spread) percentile() Figure {
	n := 0
	for _, k := range s {
		n += k
	}
	at := min(n-1, n*95/100)
	step := int(math.Ceil(sureness * math.Sqrt(float64(n)*0.95*0.05)))
	found := s.ordered([3]int{max(0, at-step), at, min(n-1, at+step)})
	if n < 2 {
		return Figure{found[1], math.NaN()}
	}
	return Figure{found[1], max(found[1]-found[0], found[2]-found[1])}
}

// ordered are the draws at these places, which ascend, of all in order.
func (s spread) ordered(places [3]int) (out [3]float64) {
	before, k := 0, 0
	for _, x := range slices.Sorted(maps.Keys(s)) {
		before += s[x]
		for k < len(places) && places[k] < before {
			out[k] = x
			k++
		}
	}
	return out
}
