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
	Worker, Provider int   // of a worker's lane, else -1
	Badge            badge // likewise
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

// weeksByClient lays a rota out by client: in each week a row a need, with what is not covered in the cell
// of its own day, then who stands by for those on duty.
func weeksByClient(p *scheduler.Problem, r *scheduler.Report, c *chips) []clientWeeks {
	days, hours := c.byNeedAndDay(r), make([]float64, len(p.Clients)+1) // work without a client last
	for i := range r.Underlap {
		u := &r.Underlap[i]
		hours[c.row(u.Client)] += u.End.Sub(u.Start).Hours() * float64(u.Short)
	}
	needs := make([][]int, len(hours))
	for k := range p.Needs {
		at := c.row(p.Needs[k].Client)
		needs[at] = append(needs[at], k)
	}
	wings := c.wings(r)
	var out []clientWeeks
	for i := range hours {
		if len(needs[i]) == 0 {
			continue
		}
		view := clientWeeks{Index: -1, Name: "Work without a client", Short: hours[i], Covered: hours[i] == 0}
		if i < len(p.Clients) {
			view.Index, view.Name = i, c.names.client[p.Clients[i].ID]
		}
		for _, k := range weeksOf(p) {
			t := weekTable{week: k}
			for _, n := range needs[i] {
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
		view.Weeks = thisWeekFirst(p, view.Weeks, func(t *weekTable) string { return t.LastDate })
		out = append(out, view)
	}
	return out
}

// hasOpen says whether something of a cell is not covered.
func hasOpen(cell []chip) bool {
	return slices.ContainsFunc(cell, func(k chip) bool { return k.Class == lookShort })
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

// byNeedAndDay are the shifts in each need, on the day they start, and what of it is not covered.
func (c *chips) byNeedAndDay(r *scheduler.Report) [][][]chip {
	out := make([][][]chip, len(c.p.Needs))
	for i := range out {
		out[i] = make([][]chip, c.p.Days)
	}
	for i := range r.Rota.Shifts {
		s := &r.Rota.Shifts[i]
		n, day := place(c.at.need, s.Need), gridDay(c.p, s.Start)
		if s.Kind != scheduler.Standby && n >= 0 && day >= 0 {
			out[n][day] = append(out[n][day], c.of(s))
		}
	}
	for i := range r.Underlap {
		if n := place(c.at.need, r.Underlap[i].Need); n >= 0 {
			c.short(&r.Underlap[i], func(day int, k chip) {
				k.What = "" // the row says it
				out[n][day] = append(out[n][day], k)
			})
		}
	}
	for _, days := range out {
		for _, cell := range days {
			slices.SortStableFunc(cell, func(a, b chip) int { return a.Start.Compare(b.Start) })
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
				day := gridDay(c.p, s.Start)
				if s.Start.Before(duty.End) && duty.Start.Before(s.End) && !seen[pair{at, s}] && day >= 0 {
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
		w, day := place(c.at.worker, s.Worker), gridDay(p, s.Start)
		if w < 0 || day < 0 {
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
			l := lane{Badge: c.badges[i], Title: c.names.worker[w.ID], Sub: of(c.names.provider, w.Provider), Worker: i,
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
