package validate

import (
	"cmp"

	"github.com/carerota/carerota/scheduler"
)

// client warns of a person whom no need is for.
func (w *warner) client(at string, c *scheduler.Client) {
	if !w.cared[c.ID] {
		w.add(at+".id", "add a need with this `client`, or take the client out", "no need is for %s: nobody is asked for", cmp.Or(c.Name, c.ID))
	}
}

// provider warns of one that nobody works for.
func (w *warner) provider(at string, p *scheduler.Provider) {
	if !p.Suspended && !w.staffed[p.ID] {
		w.add(at+".id", "write this `provider` on its workers, or take it out", "nobody works for %s", cmp.Or(p.Name, p.ID))
	}
	if p.Suspended || !w.staffed[p.ID] {
		return
	}
	if !p.AcceptsAll && len(p.Accepts) == 0 {
		w.add(at+".accepts", "list the clients it has accepted, or leave `accepts` out for all", "%s has accepted nobody: those who work for it can go to no client", cmp.Or(p.Name, p.ID))
	}
	if p.OnCost > 3 {
		w.add(at+".on_cost", "is it meant? It is the factor on pay, as 1.23 for 23 % on top", "`on_cost` of %s is %s", cmp.Or(p.Name, p.ID), sayFigure(p.OnCost))
	}
	if p.OnCost == 0 && w.paid && p.Kind != scheduler.Family {
		w.add(at+".on_cost", "give the factor on pay, 1 for pay alone", "the hours of those who work for %s cost nothing, and are taken first: `on_cost` is 0", cmp.Or(p.Name, p.ID))
	}
}
