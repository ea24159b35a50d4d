package constraints

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// pay prices every shift: the kind's rate, times the largest multiplier that
// applies at each instant, plus the additions, times the provider's on-cost.
type pay struct{}

func (pay) Name() string { return "pay" }

func (pay) Build(b *Builder) {
	curves := map[string]int32{fmt.Sprint([]int(nil)): 0}
	waking := curve(b, scheduler.Waking, curves)
	sleep := curve(b, scheduler.SleepIn, curves)
	standby := curve(b, scheduler.Standby, curves)
	one := float64(Money(1))
	for w := range b.Workers {
		if b.OfFamily(w) {
			continue // never paid
		}
		worker, f := &b.Workers[w], onCost(b, w)
		pay := &b.Line(w).Pay
		pay[solver.Active] = solver.Wage{Rate: worker.Rate * f * one / 60, Factor: f, Curve: waking}
		pay[solver.Beside] = pay[solver.Active]
		pay[solver.Passive] = solver.Wage{Flat: worker.SleepInRate * f * one, Factor: f, Curve: sleep}
		pay[solver.Reserve] = solver.Wage{Rate: worker.StandbyRate * f * one / 60, Factor: f, Curve: standby}
	}
}

// curve is the number of the pay curve of a kind of time; kinds with the same
// enhancements share one. Number 0 is plain pay.
func curve(b *Builder, kind scheduler.Kind, curves map[string]int32) int32 {
	var with []int
	for i := range b.Pay {
		if applies(&b.Pay[i], kind) {
			with = append(with, i)
		}
	}
	key := fmt.Sprint(with)
	if _, ok := curves[key]; !ok {
		m := b.Model()
		curves[key] = int32(len(m.Curves))
		m.Curves = append(m.Curves, drawCurve(b, with))
	}
	return curves[key]
}

// applies says whether the enhancement is for the kind; one that names no kind
// is for waking time.
func applies(p *scheduler.Pay, kind scheduler.Kind) bool {
	if len(p.AppliesTo) == 0 {
		return kind == scheduler.Waking
	}
	return slices.Contains(p.AppliesTo, kind)
}

// drawCurve adds up the enhancements minute by minute.
func drawCurve(b *Builder, with []int) solver.Curve {
	days := b.Model().Days
	first, n := days[0], days[len(days)-1]-days[0]
	mult, add := make([]float64, n+1), make([]float64, n+1)
	mark := make([]int, n) // the last enhancement that was entered at the minute, counted from 1
	for k, i := range with {
		p := &b.Pay[i]
		for _, s := range b.Windows(&p.Days, p.From, p.To, p.WholeDay) {
			s = s.Meet(solver.Span{From: first, To: first + n})
			for t := s.From - first; t < s.To-first; t++ {
				if mark[t] == k+1 {
					continue // two windows of one enhancement overlap when the clocks go back
				}
				mark[t] = k + 1
				mult[t+1] = max(mult[t+1], p.Multiply)
				add[t+1] += p.Add * float64(Money(1)) / 60
			}
		}
	}
	for t := 1; t < len(mult); t++ {
		if mult[t] == 0 {
			mult[t] = 1
		}
		mult[t] += mult[t-1]
		add[t] += add[t-1]
	}
	return solver.Curve{Mult: mult, Add: add}
}
