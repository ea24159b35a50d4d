package simulation

import (
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

// result draws all horizons together.
func (w *world) result(runs []horizon, o Options) *Result {
	mean := func(of func(*horizon) float64) Figure {
		return meanOf(len(runs), func(i int) float64 { return of(&runs[i]) })
	}
	return &Result{
		Runs:         len(runs),
		Wanted:       o.Runs,
		DaysSick:     mean(func(h *horizon) float64 { return float64(h.days) }),
		DaysExpected: o.Settings.DaysSick() * w.years * float64(len(w.p.Workers)),
		With:         w.outcome(len(runs), func(i int) *tally { return &runs[i].with }),
		Without:      w.outcome(len(runs), func(i int) *tally { return &runs[i].without }),
		Saved:        mean(func(h *horizon) float64 { return h.without.uncovered - h.with.uncovered }),
	}
}

// outcome draws the horizons of one plan together.
func (w *world) outcome(n int, of func(i int) *tally) Outcome {
	mean := func(of2 func(*tally) float64) Figure {
		return meanOf(n, func(i int) float64 { return of2(of(i)) })
	}
	count := func(of2 func(*tally) int) Figure {
		return mean(func(t *tally) float64 { return float64(of2(t)) })
	}
	o := Outcome{
		Lost:        count(func(t *tally) int { return t.lost }),
		Open:        w.open,
		Uncovered:   mean(func(t *tally) float64 { return w.open + t.uncovered }),
		Worst:       percentileOf(n, func(i int) float64 { return w.open + of(i).uncovered }),
		QuietWeeks:  mean(func(t *tally) float64 { return float64(w.weeks-t.loud) / float64(w.weeks) }),
		ShortNotice: mean(func(t *tally) float64 { return t.short }),
		AtOnce:      mean(func(t *tally) float64 { return t.atOnce }),
		Asked:       count(func(t *tally) int { return t.asked }),
		CallOuts:    count(func(t *tally) int { return t.callOuts }),
		Others:      count(func(t *tally) int { return t.others }),
		CallOutCost: mean(func(t *tally) float64 { return t.standbyMoney }),
		OthersCost:  mean(func(t *tally) float64 { return t.othersMoney }),
	}
	for why := range reasons {
		o.By = append(o.By, Cause{why, count(func(t *tally) int { return t.by[why].lost }), mean(func(t *tally) float64 { return t.by[why].uncovered })})
	}
	return o
}

// sureness is how many standard errors hold what is true in 95 of 100 simulations.
const sureness = 1.959964

// meanOf is the mean of independent draws, with the margin of the central limit theorem.
func meanOf(n int, of func(i int) float64) Figure {
	mean, squares := 0.0, 0.0 // Welford 1962
	for i := range n {
		d := of(i) - mean
		mean += d / float64(i+1)
		squares += d * (of(i) - mean)
	}
	if n < 2 {
		return Figure{mean, math.NaN()}
	}
	return Figure{mean, sureness * math.Sqrt(squares/float64(n-1)/float64(n))}
}

// percentileOf is the 95th percentile of independent draws; its margin is that of the order statistics between which it
// lies in 95 of 100 (David and Nagaraja 2003, section 7.1).
func percentileOf(n int, of func(i int) float64) Figure {
	all := make([]float64, n)
	for i := range all {
		all[i] = of(i)
	}
	slices.Sort(all)
	at := min(n-1, n*95/100)
	if n < 2 {
		return Figure{all[at], math.NaN()}
	}
	step := int(math.Ceil(sureness * math.Sqrt(float64(n)*0.95*0.05)))
	low, high := all[max(0, at-step)], all[min(n-1, at+step)]
	return Figure{all[at], max(all[at]-low, high-all[at])}
}
