package line

import (
	"fmt"

	"github.com/carerota/carerota/solver"
)

// What tests of the planner need of it; they stand outside the package since they wander with walk, which plans lines.

// Everything asks for every option on the grid, or for few.
func Everything(all bool) Ask { return Ask{full: all} }

// LiftAlone takes the line's decisions out of a window, as plan does before it looks for better ones.
func (p *Planner) LiftAlone(l int32, from, to solver.Minute) {
	p.line, p.lb, p.ls, p.from, p.to = l, &p.b.Lines[l], &p.s.Lines[l], from, to
	p.lift()
}

// Found describes what the last plan came to.
func (p *Planner) Found() string { return fmt.Sprintf("dims %b, got %v", p.dims, p.best) }

// Proportional says whether every sum of the line follows the hours axis, one
// of the conditions of exactness.
func (p *Planner) Proportional() bool {
	if len(p.b.Spread[p.line]) > 0 {
		return false // a spread is priced by its slope
	}
	for _, c := range p.counts {
		if !c.follows {
			return false
		}
	}
	return true
}
