package solve

import (
	"context"
	"slices"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/prove"
	"github.com/carerota/carerota/scheduler"
)

// byOthers is what holds a bound of family's hours that proofs without family add up to, as a Goal's By has it.
const byOthers = "what the others can do"

// boundFamily bounds the hours of family from below by what the others cannot do: with family's shifts taken out of a
// rota no more hours are short than family worked in it, and so many are short at least as the proofs of the problem
// without family say. It needs a rota that is short of the least that any is.
func boundFamily(ctx context.Context, c *constraints.Compiled, r *scheduler.Report, rules []constraints.Rule) {
	g := &r.Objective[scheduler.LevelFamily]
	if g.Proved() || scheduler.LeastLevels(r.Objective) != scheduler.LevelFamily || ctx.Err() != nil {
		return
	}
	p, rota := withoutFamily(c.Source, r.Rota)
	alone, err := constraints.CompileContext(ctx, p, rules)
	if err != nil {
		return // own rules may need whom they name
	}
	without, err := own.AuditedIn(alone, rota, rules)
	if err != nil || len(without.Findings) > 0 {
		return
	}
	prove.Prove(ctx, p, alone, without)
	least := 0.0
	for i := range without.Proofs {
		least += without.Proofs[i].BoundHours
	}
	for l := range scheduler.LevelFamily {
		least -= r.Objective[l].Value
	}
	if least = min(least, g.Value); least > g.Bound+1e-9 {
		g.Bound, g.By = least, byOthers
	}
}

// withoutFamily is a problem and a rota in which family does nothing.
func withoutFamily(p *scheduler.Problem, r *scheduler.Rota) (*scheduler.Problem, *scheduler.Rota) {
	p = p.Clone()
	family := p.Families()
	out := map[string]bool{}
	for i := range p.Workers {
		if w := &p.Workers[i]; family[w.Provider] {
			out[w.ID] = true
			w.AlwaysAvailable, w.Available, w.Pinned, w.Standby = false, nil, nil, false
		}
	}
	return p, &scheduler.Rota{Shifts: slices.DeleteFunc(slices.Clone(r.Shifts), func(s scheduler.Shift) bool { return out[s.Worker] })}
}
