package constraints

import (
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// NewFace prices each pair of a worker on duty and a client whom the worker
// does not know yet.
type NewFace struct{}

func (NewFace) Name() string { return "new face" }

func (NewFace) Build(b *scheduler.Builder) {
	if b.Objective.NewFace <= 0 {
		return
	}
	for w := range b.Workers {
		for i := range b.Clients {
			c := &b.Clients[i]
			if !slices.Contains(c.Known, b.Workers[w].ID) && !b.Trainee(w) {
				b.Line(w).Firsts = append(b.Line(w).Firsts, solver.First{Group: b.Client(c.ID), Price: scheduler.Money(b.Objective.NewFace)})
			}
		}
	}
}

// Changeover prices each shift in an occurrence beyond the workers it needs.
type Changeover struct{}

func (Changeover) Name() string { return "changeover" }

func (Changeover) Build(b *scheduler.Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.ExtraPrice = scheduler.Money(b.Objective.Changeover)
		}
	}
}

// Overlap prices each hour of more workers than are needed.
type Overlap struct{}

func (Overlap) Name() string { return "overlap" }

func (Overlap) Build(b *scheduler.Builder) {
	for n := range b.Needs {
		for _, t := range b.Tasks(n) {
			t.OverPrice = scheduler.Money(b.Objective.Overlap / 60)
		}
	}
}

// Fairness prices, for each provider, the difference between the highest and
// the lowest load of its workers. A load is counted hours a week over the
// guaranteed hours, or over the greatest hours without a guarantee.
type Fairness struct{}

func (Fairness) Name() string { return "fairness" }

func (Fairness) Build(b *scheduler.Builder) {
	if b.Objective.Unfair <= 0 {
		return
	}
	m := b.Model()
	for i := range b.Providers {
		p := &b.Providers[i]
		s := solver.Spread{Span: solver.Span{From: 0, To: m.Days[len(m.Days)-1]},
			Price: b.Objective.Unfair * float64(scheduler.Money(1)), Level: scheduler.LevelMoney}
		for w := range b.Workers {
			if b.Workers[w].Provider != p.ID || b.Workers[w].Suspended {
				continue
			}
			if full := fullWeek(b, w); full > 0 {
				s.Lines = append(s.Lines, int32(w))
				s.Weight = append(s.Weight, b.Counted(w))
				s.Scale = append(s.Scale, 1/(float64(scheduler.Parts(full))*float64(len(b.Weeks()))))
			}
		}
		if len(s.Lines) > 1 {
			m.Spreads = append(m.Spreads, s)
		}
	}
}

// fullWeek is the time a week against which the worker's load is measured.
func fullWeek(b *scheduler.Builder, w int) time.Duration {
	if g := b.Workers[w].GuaranteedHoursWeek; g > 0 {
		return time.Duration(g * float64(time.Hour))
	}
	if most := b.CapsOf(w).MaxHoursWeek; most != nil {
		return *most
	}
	return 0
}

// Change prices the hours of shift in this rota and not in the earlier one,
// or the other way round.
type Change struct{}

func (Change) Name() string { return "change" }

func (Change) Build(b *scheduler.Builder) {
	if b.Objective.Change <= 0 || b.From == nil {
		return
	}
	m := b.Model()
	m.ChangePrice = scheduler.Money(b.Objective.Change / 60)
	m.Base = b.PlanOf(b.From)
}
