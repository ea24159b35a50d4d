package export

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// desk is a rota as one reader may know it, with what the pages of several people have in common.
type desk struct {
	p     *scheduler.Problem
	r     *scheduler.Report
	c     chips
	to    Reader
	wings [][][]chip             // by client and day: see chips.wings
	duty  [][]*scheduler.Shift   // by client
	line  [][]*scheduler.Shift   // by worker
	open  [][]scheduler.Underlap // by client
	hours map[string][]float64   // by worker, of each week
}

func newDesk(p *scheduler.Problem, r *scheduler.Report, to Reader) *desk {
	d := &desk{p: p, r: r, c: newChips(p), to: to, hours: map[string][]float64{}}
	d.wings = d.c.wings(r)
	d.duty, d.open, d.line = make([][]*scheduler.Shift, len(p.Clients)), make([][]scheduler.Underlap, len(p.Clients)), make([][]*scheduler.Shift, len(p.Workers))
	for i := range r.Rota.Shifts {
		s := &r.Rota.Shifts[i]
		if w := place(d.c.at.worker, s.Worker); w >= 0 {
			d.line[w] = append(d.line[w], s)
		}
		if k := place(d.c.at.client, s.Client); k >= 0 && s.Kind != scheduler.Standby {
			d.duty[k] = append(d.duty[k], s)
		}
	}
	for _, line := range d.line {
		slices.SortStableFunc(line, func(a, b *scheduler.Shift) int { return a.Start.Compare(b.Start) })
	}
	for _, u := range r.Underlap {
		if k := place(d.c.at.client, u.Client); k >= 0 {
			d.open[k] = append(d.open[k], u)
		}
	}
	for _, w := range r.Workers {
		d.hours[w.Worker] = w.ByWeek
	}
	return d
}

// clientAt is where the client of an id stands, -1 for none.
func (d *desk) clientAt(id string) int {
	return slices.IndexFunc(d.p.Clients, func(c scheduler.Client) bool { return c.ID == id })
}
