package export

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// lane is a row of a table of days: what is short, one need, who stands by, or
// one worker.
type lane struct {
	Title, Sub       string
	Class            string
	Worker, Provider int // of a worker's lane, else -1
	Cells            [][]chip
	Total            string // of a worker's lane: the counted hours of the week
}

// weekTable is one week of a client or of everyone.
type weekTable struct {
	week
	Lanes []lane
}

// clientWeeks are a client's weeks.
type clientWeeks struct {
	Index   int // -1 for work without a client
	Name    string
	Short   float64 // hours that are not covered
	Weeks   []weekTable
	Covered bool
}

// weeksByClient lays a rota out by client: in each week what is short on top, then
// a row a need, then who stands by for those on duty.
func weeksByClient(p *scheduler.Problem, r *scheduler.Report, c *chips) []clientWeeks {
	days := c.byNeedAndDay(r)
	short := make([][][]chip, len(p.Clients)+1) // by client and day, work without one last
	for i := range short {
		short[i] = make([][]chip, p.Days)
	}
	hours := make([]float64, len(short))
	for i := range r.Underlap {
		u := &r.Underlap[i]
		at := c.row(u.Client)
		hours[at] += u.End.Sub(u.Start).Hours() * float64(u.Short)
		c.short(u, func(day int, k chip) { short[at][day] = append(short[at][day], k) })
	}
	wings := c.wings(r)
	var out []clientWeeks
	for i := range short {
		view := clientWeeks{Index: i, Name: "Work without a client", Short: hours[i], Covered: hours[i] == 0}
		id := ""
		if i < len(p.Clients) {
			id = p.Clients[i].ID
			view.Name = c.names.client[id]
		} else {
			view.Index = -1
		}
		var needs []int
		for k := range p.Needs {
			if p.Needs[k].Client == id {
				needs = append(needs, k)
			}
		}
		if len(needs) == 0 {
			continue
		}
		for _, k := range weeksOf(p) {
			t := weekTable{week: k}
			open := lane{Title: "Not covered", Class: "lane-short", Worker: -1, Provider: -1, Cells: short[i][k.First:k.Last]}
			if !filledAnywhere(open.Cells) {
				open.Class, open.Sub = "lane-short none", "nothing this week"
			}
			t.Lanes = append(t.Lanes, open)
			for _, n := range needs {
				l := lane{Title: p.Needs[n].ID, Sub: sayNeed(&p.Needs[n]), Worker: -1, Provider: -1, Cells: days[n][k.First:k.Last]}
				if filledAnywhere(l.Cells) {
					t.Lanes = append(t.Lanes, l)
				}
			}
			if p.Contingency.Standby > 0 {
				t.Lanes = append(t.Lanes, lane{Title: "Standing by", Class: "lane-wings", Worker: -1, Provider: -1, Cells: wings[i][k.First:k.Last]})
			}
			view.Weeks = append(view.Weeks, t)
		}
		out = append(out, view)
	}
	return out
}

func filledAnywhere(cells [][]chip) bool {
	return slices.ContainsFunc(cells, func(cell []chip) bool { return len(cell) > 0 })
}

// row is where a client stands in tables by client: work without one comes last.
func (c *chips) row(client string) int {
	if i, ok := c.at.client[client]; ok {
		return i
	}
	return len(c.p.Clients)
}

// byNeedAndDay are the shifts in each need, on the day they start.
func (c *chips) byNeedAndDay(r *scheduler.Report) [][][]chip {
	out := make([][][]chip, len(c.p.Needs))
	for i := range out {
		out[i] = make([][]chip, c.p.Days)
	}
	for i := range r.Rota.Shifts {
		s := &r.Rota.Shifts[i]
		n, day := place(c.at.need, s.Need), rotaDay(c.p, s.Start)
		if s.Kind != scheduler.Standby && n >= 0 && day >= 0 && day < c.p.Days {
			out[n][day] = append(out[n][day], c.of(s))
		}
	}
	return out
}

// wings are, by client and day, the standby shifts of those who stand by for somebody
// on duty with the client at the same time.
func (c *chips) wings(r *scheduler.Report) [][][]chip {
	out := make([][][]chip, len(c.p.Clients)+1)
	for i := range out {
		out[i] = make([][]chip, c.p.Days)
	}
	ready := map[string][]*scheduler.Shift{}
	for i := range r.Rota.Shifts {
		if s := &r.Rota.Shifts[i]; s.Kind == scheduler.Standby {
			ready[s.Worker] = append(ready[s.Worker], s)
		}
	}
	type pair struct {
		client int
		s      *scheduler.Shift
	}
	seen := map[pair]bool{}
	for i := range r.Rota.Shifts {
		duty := &r.Rota.Shifts[i]
		at := c.row(duty.Client)
		for _, b := range duty.Backups {
			for _, s := range ready[b.Worker] {
				day := rotaDay(c.p, s.Start)
				if s.Start.Before(duty.End) && duty.Start.Before(s.End) && !seen[pair{at, s}] && day >= 0 && day < c.p.Days {
					seen[pair{at, s}] = true
					k := c.of(s)
					k.Note, k.Client = "", at // the row says it
					out[at][day] = append(out[at][day], k)
				}
			}
		}
	}
	for _, days := range out {
		for _, cell := range days {
			slices.SortStableFunc(cell, func(a, b chip) int { return a.Start.Compare(b.Start) })
		}
	}
	return out
}

// sayNeed is a need's window and what it asks.
func sayNeed(n *scheduler.Need) string {
	s := sayClock(n.From) + "-" + sayClock(n.To)
	if n.Workers > 1 {
		s += fmt.Sprintf(", %d at once", n.Workers)
	}
	for _, skill := range n.Skills {
		s += ", " + skill
	}
	for _, a := range n.Among {
		s += fmt.Sprintf(", %d with %s", a.Workers, a.Skill)
	}
	if n.Kind == scheduler.SleepIn {
		s += ", sleep-in"
	}
	return s
}

// weeksByWorker lays a rota out by worker, a row each, with the week's counted hours.
func weeksByWorker(p *scheduler.Problem, r *scheduler.Report, c *chips) []weekTable {
	cells := make([][][]chip, len(p.Workers))
	for i := range cells {
		cells[i] = make([][]chip, p.Days)
	}
	for i := range r.Rota.Shifts {
		s := &r.Rota.Shifts[i]
		w, day := place(c.at.worker, s.Worker), rotaDay(p, s.Start)
		if w < 0 || day < 0 || day >= p.Days {
			continue
		}
		k := c.of(s)
		k.Who, k.Behind = "", ""
		if k.What = s.Need; s.Client != "" {
			k.What = of(c.names.client, s.Client) + ": " + s.Need
		}
		cells[w][day] = append(cells[w][day], k)
	}
	byWeek := map[string][]float64{}
	for _, w := range r.Workers {
		byWeek[w.Worker] = w.ByWeek
	}
	var out []weekTable
	for n, k := range weeksOf(p) {
		t := weekTable{week: k}
		for i := range p.Workers {
			w := &p.Workers[i]
			l := lane{Title: c.names.worker[w.ID], Sub: of(c.names.provider, w.Provider), Worker: i,
				Provider: place(c.at.provider, w.Provider), Cells: cells[i][k.First:k.Last]}
			if hours := byWeek[w.ID]; n < len(hours) {
				l.Total = say.Clock(hours[n])
			}
			t.Lanes = append(t.Lanes, l)
		}
		out = append(out, t)
	}
	return out
}
