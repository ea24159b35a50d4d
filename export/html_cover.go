package export

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// hourRow is a day of the table of cover by hour.
type hourRow struct {
	Day   string
	Cells []hourCell
}

// hourCell is an hour by the clock: the most on duty in it, and the most missing.
type hourCell struct{ There, Short int }

// hourRows count, for each day and hour by the clock, how many are on duty at
// once and how many are missing at once.
func hourRows(p *scheduler.Problem, r *scheduler.Report) []hourRow {
	rows := make([]hourRow, p.Days)
	there, missing := newHourly(p), newHourly(p)
	for _, s := range r.Rota.Shifts {
		if s.Kind == scheduler.Waking || s.Kind == scheduler.SleepIn {
			there.add(s.Start, s.End, 1)
		}
	}
	for _, u := range r.Underlap {
		missing.add(u.Start, u.End, u.Short)
	}
	for d := range rows {
		rows[d].Day = sayDay(p, p.Start.Plus(d))
		rows[d].Cells = make([]hourCell, 24)
		for h := range rows[d].Cells {
			rows[d].Cells[h] = hourCell{there.most(d, h), missing.most(d, h)}
		}
	}
	return rows
}

// hourly sums numbers over time, in steps of 5 minutes from midnight of the first day.
type hourly struct {
	p      *scheduler.Problem
	origin time.Time
	steps  []int // differences
	sums   []int
}

const hourlyStep = 5 * time.Minute

func newHourly(p *scheduler.Problem) *hourly {
	return &hourly{p: p, origin: scheduler.StartInstant(p.Zone, p.Start, 0), steps: make([]int, (p.Days+1)*300+1)}
}

func (h *hourly) step(t time.Time) int {
	return max(0, min(int(t.Sub(h.origin)/hourlyStep), len(h.steps)-1))
}

func (h *hourly) add(start, end time.Time, n int) {
	h.steps[h.step(start)] += n
	h.steps[h.step(end.Add(hourlyStep-1))] -= n
}

// most is the greatest sum in an hour by the clock of a day of the rota; 0 for one
// that is skipped as the clocks change.
func (h *hourly) most(day, hour int) int {
	if h.sums == nil {
		h.sums = slices.Clone(h.steps)
		for i := 1; i < len(h.sums); i++ {
			h.sums[i] += h.sums[i-1]
		}
	}
	date := h.p.Start.Plus(day)
	from := h.step(scheduler.StartInstant(h.p.Zone, date, time.Duration(hour)*time.Hour))
	to := h.step(scheduler.EndInstant(h.p.Zone, date, time.Duration(hour+1)*time.Hour))
	most := 0
	for i := from; i < to; i++ {
		most = max(most, h.sums[i])
	}
	return most
}

// skillRow is a skill that needs ask for: hours of it on duty in those needs and hours short.
type skillRow struct {
	Skill, There, Short string
	Holders             int
	Lacking             bool
}

func skillRows(p *scheduler.Problem, r *scheduler.Report, c *chips) []skillRow {
	asks := map[string]map[string]bool{} // need, skill
	var skills []string
	ask := func(need, skill string) {
		if !slices.Contains(skills, skill) {
			skills = append(skills, skill)
		}
		if asks[need] == nil {
			asks[need] = map[string]bool{}
		}
		asks[need][skill] = true
	}
	for _, n := range p.Needs {
		for _, s := range n.Skills {
			ask(n.ID, s)
		}
		for _, a := range n.Among {
			ask(n.ID, a.Skill)
		}
	}
	there, short := map[string]float64{}, map[string]float64{}
	holds := func(w int, skill string) bool {
		return w >= 0 && slices.ContainsFunc(p.Workers[w].Skills, func(s scheduler.Skill) bool { return s.Name == skill })
	}
	for _, s := range r.Rota.Shifts {
		for skill := range asks[s.Need] {
			if (s.Kind == scheduler.Waking || s.Kind == scheduler.SleepIn) && holds(place(c.at.worker, s.Worker), skill) {
				there[skill] += s.End.Sub(s.Start).Hours()
			}
		}
	}
	for _, u := range r.Underlap {
		for _, skill := range u.Skills {
			short[skill] += u.End.Sub(u.Start).Hours() * float64(u.Short)
		}
	}
	var rows []skillRow
	for _, skill := range skills {
		row := skillRow{Skill: skill, There: say.Clock(there[skill]), Short: say.Clock(short[skill]), Lacking: short[skill] > 0}
		for w := range p.Workers {
			if holds(w, skill) {
				row.Holders++
			}
		}
		rows = append(rows, row)
	}
	return rows
}
