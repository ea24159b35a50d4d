package cpsat

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
)

// Conflicts finds smallest conflicts with CP-SAT. It holds a child process until Close.
type Conflicts struct{ child *child }

// OpenConflicts starts CP-SAT; nil looks for OR-Tools. Its errors are those of Find.
func OpenConflicts(ctx context.Context, f *Found) (*Conflicts, error) {
	if err := solver.CheckContext(ctx); err != nil {
		return nil, err
	}
	c, err := launch(ctx, f)
	if err != nil {
		return nil, err
	}
	return &Conflicts{c}, nil
}

// Close ends the process.
func (c *Conflicts) Close() { c.child.close() }

// Name is "CP-SAT".
func (*Conflicts) Name() string { return word }

var errNoConflict = errors.New("cpsat: there is no conflict: enough can be open")

// conflictTime is how long one search for a conflict may take.
const conflictTime = 5 * time.Second

// Explain assumes that every obstacle is in effect, and has CP-SAT say which
// of these assumptions are enough to keep too many groups from being open. Of them
// one after another is left out where the rest still are, the narrowest first. Then
// a set with fewer members is looked for among all; the one of them with the broadest is preferred.
func (c *Conflicts) Explain(o solver.Obstacles) ([]int, error) {
	held := make([]int, o.Count)
	for i := range held {
		held[i] = i
	}
	core, err := c.enough(&o, held)
	if err != nil {
		return nil, err
	}
	for k := len(core) - 1; k >= 0; k-- {
		if k >= len(core) {
			continue
		}
		less, err := c.enough(&o, slices.Delete(slices.Clone(core), k, k+1))
		if errors.Is(err, errNoConflict) {
			continue
		}
		if err != nil {
			return nil, err
		}
		core = less
	}
	return c.fewest(&o, core)
}

// enough are those of the obstacles that are enough; errNoConflict when all of them are not.
func (c *Conflicts) enough(o *solver.Obstacles, held []int) ([]int, error) {
	p := newProgram()
	lits := make([]int32, o.Count)
	for i := range lits {
		lits[i] = p.boolean()
	}
	var open sum
	for _, options := range o.Groups {
		any := make([]int32, len(options))
		for k, set := range options {
			any[k] = p.boolean()
			for _, i := range set {
				p.implies(any[k], not(lits[i]))
			}
		}
		y := p.boolean()
		p.or(append(any, not(y))...)
		open.term(y, 1)
	}
	p.atLeast(open, int64(o.Wanted))
	for _, i := range held {
		p.assumed = append(p.assumed, lits[i])
	}
	r, err := c.solve(p, nil, hint{})
	switch {
	case err != nil:
		return nil, err
	case r.status == optimal || r.status == feasible:
		return nil, errNoConflict
	case r.status != infeasible:
		return nil, errors.New("cpsat: no conflict was found in the time")
	}
	var out []int
	for _, i := range held {
		if slices.Contains(r.enough, lits[i]) {
			out = append(out, i)
		}
	}
	return out, nil
}

// fewest is a set with the fewest obstacles that is enough, or the one that is there.
func (c *Conflicts) fewest(o *solver.Obstacles, there []int) ([]int, error) {
	if len(there) < 2 {
		return there, nil
	}
	p := newProgram()
	lits := make([]int32, o.Count)
	var size, closed sum
	var h hint
	for i := range lits {
		lits[i] = p.boolean()
		size.term(lits[i], int64(o.Count*o.Count+i)) // fewer first, then broader
		h.vars, h.values = append(h.vars, lits[i]), append(h.values, 0)
		if slices.Contains(there, i) {
			h.values[i] = 1
		}
	}
	for _, options := range o.Groups {
		y := p.boolean()
		closed.term(y, 1)
		for _, set := range options {
			clause := []int32{not(y)}
			for _, i := range set {
				clause = append(clause, lits[i])
			}
			p.or(clause...)
		}
	}
	p.atLeast(closed, int64(len(o.Groups)-o.Wanted+1))
	r, err := c.solve(p, &size, h)
	if err != nil || len(r.values) == 0 {
		return there, err
	}
	var out []int
	for i, lit := range lits {
		if r.values[lit] != 0 {
			out = append(out, i)
		}
	}
	if r.status != optimal && len(out) >= len(there) {
		return there, nil
	}
	return out, nil
}

func (c *Conflicts) solve(p *program, objective *sum, h hint) (*response, error) {
	return c.child.solve(context.Background(), parameters{seed: 1, seconds: conflictTime.Seconds(), workers: 1}, p.message(objective, h))
}
