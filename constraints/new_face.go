package constraints

import "github.com/carerota/carerota/solver"

// newFace prices each pair of a worker on duty and a client who does not know
// the worker, once. Standby and shadowing make no new face, and family is none.
type newFace struct{}

func (newFace) Name() string { return "new face" }

func (newFace) Build(b *Builder) {
	price := Money(b.Objective.NewFace)
	if price == 0 {
		return
	}
	known := make([]bool, len(b.Workers))
	for c := range b.Clients {
		clear(known)
		for _, id := range b.Clients[c].Known {
			if w := b.Worker(id); w >= 0 {
				known[w] = true
			}
		}
		for w := range known {
			if !known[w] && !b.Trainee(w) && !b.OfFamily(w) {
				b.Line(w).Firsts = append(b.Line(w).Firsts, solver.First{Group: int32(c), Price: price})
			}
		}
	}
}
