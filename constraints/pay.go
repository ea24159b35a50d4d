package constraints

import (
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Pay prices every shift: the kind's rate, times the largest multiplier that
// applies at each instant, plus the additions, times the provider's on-cost.
type Pay struct{}

func (Pay) Name() string { return "pay" }

func (Pay) Build(b *scheduler.Builder) {
	waking := curve(b, scheduler.Waking)
	sleep := curve(b, scheduler.SleepIn)
	standby := curve(b, scheduler.Standby)
	one := float64(scheduler.Money(1))
	for w := range b.Workers {
		worker, f := &b.Workers[w], 1.0
		if p := b.ProviderOf(w); p != nil {
			f = p.OnCost
		}
		pay := &b.Line(w).Pay
		pay[solver.Active] = solver.Pay{Rate: worker.Rate * f * one / 60, Factor: f, Curve: waking}
		pay[solver.Beside] = pay[solver.Active]
		pay[solver.Passive] = solver.Pay{Flat: worker.SleepInRate * f * one, Factor: f, Curve: sleep}
		pay[solver.Reserve] = solver.Pay{Rate: worker.StandbyRate * f * one / 60, Factor: f, Curve: standby}
	}
}

// curve makes the pay curve of a kind of time and gives its number; 0 is the
// curve of plain pay.
func curve(b *scheduler.Builder, kind scheduler.Kind) int32 {
	m := b.Model()
	n := int(m.Days[len(m.Days)-1] - m.Days[0])
	mult, add, any := make([]float64, n), make([]float64, n), false
	for i := range b.Pay {
		p := &b.Pay[i]
		if !applies(p, kind) {
			continue
		}
		for _, s := range b.Windows(&p.Days, p.From, p.To, p.WholeDay) {
			any = true
			for t := max(s.From, m.Days[0]); t < s.To && int(t-m.Days[0]) < n; t++ {
				mult[t-m.Days[0]] = max(mult[t-m.Days[0]], p.Multiply)
				add[t-m.Days[0]] += p.Add * float64(scheduler.Money(1)) / 60
			}
		}
	}
	if !any {
		return 0
	}
	c := solver.Curve{Mult: make([]float64, n+1), Add: make([]float64, n+1)}
	for t := range mult {
		x := mult[t]
		if x == 0 {
			x = 1
		}
		c.Mult[t+1], c.Add[t+1] = c.Mult[t]+x, c.Add[t]+add[t]
	}
	m.Curves = append(m.Curves, c)
	return int32(len(m.Curves) - 1)
}

// applies says whether the enhancement is for the kind; one that names no kind
// is for waking time.
func applies(p *scheduler.Pay, kind scheduler.Kind) bool {
	if len(p.AppliesTo) == 0 {
		return kind == scheduler.Waking
	}
	return slices.Contains(p.AppliesTo, kind)
}

// Guaranteed pays the guaranteed hours that are not rostered, by week. Work
// before the rota in a cut week is set against them too.
type Guaranteed struct{}

func (Guaranteed) Name() string { return "guaranteed hours" }

func (Guaranteed) Build(b *scheduler.Builder) {
	for w := range b.Workers {
		worker := &b.Workers[w]
		if worker.GuaranteedHoursWeek <= 0 || worker.Rate <= 0 {
			continue
		}
		f := 1.0
		if p := b.ProviderOf(w); p != nil {
			f = p.OnCost
		}
		for _, k := range b.Weeks() {
			b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: k.Span, Weight: b.Counted(w), Max: solver.NoLimit,
				Low:      scheduler.Parts(time.Duration(worker.GuaranteedHoursWeek * float64(time.Hour))),
				LowPrice: perPart(worker.Rate * f), LowLevel: scheduler.LevelMoney})
		}
	}
}
