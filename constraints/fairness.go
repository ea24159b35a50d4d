package constraints

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// fairness prices, for each provider, the difference between the highest and the lowest load of its
// workers that are not suspended; those without a provider count as having the same one. A load is
// counted hours a week, standby not among them, over the guaranteed hours, or over the greatest hours
// without a guarantee; a worker with neither is left out.
type fairness struct{}

func (fairness) Name() string { return "fairness" }

func (fairness) Build(b *Builder) {
	if b.Objective.Unfair <= 0 {
		return
	}
	for i := range b.Providers {
		spread(b, &b.Providers[i])
	}
	spread(b, nil)
}

// spread prices the difference among the workers of a provider, of those without one for nil.
func spread(b *Builder, provider *scheduler.Provider) {
	weeks := float64(len(b.Weeks()))
	s := solver.Spread{Span: rota(b), Price: b.Objective.Unfair * float64(Money(1)), Level: scheduler.LevelMoney}
	for w := range b.Workers {
		if b.ProviderOf(w) != provider || b.Workers[w].Suspended {
			continue
		}
		if full := fullWeek(b, w); full > 0 {
			weight := b.Counted(w)
			weight[solver.Reserve] = 0
			s.Lines = append(s.Lines, int32(w))
			s.Weight = append(s.Weight, weight)
			s.Scale = append(s.Scale, 1/(float64(Parts(full))*weeks))
		}
	}
	if m := b.Model(); len(s.Lines) > 1 {
		m.Spreads = append(m.Spreads, s)
	}
}

// fullWeek is the time a week against which the worker's load is measured.
func fullWeek(b *Builder, w int) time.Duration {
	if g := b.Workers[w].GuaranteedHoursWeek; g > 0 {
		return time.Duration(g * float64(time.Hour))
	}
	if most := b.CapsOf(w).MaxHoursWeek; most != nil {
		return *most
	}
	return 0
}
