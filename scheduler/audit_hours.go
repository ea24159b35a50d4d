package scheduler

import (
	"fmt"
	"time"
)

// auditSlack is how many seconds of counted time may be lost to rounding.
const auditSlack = 0.5

// judgeHours checks the counted hours of each week, each day and the rota.
func (a *audit) judgeHours(out *auditBreaches, w *auditWorker, line []auditItem) {
	c := w.limits
	a.countHours(w, line, c.MaxHoursDay != nil)
	if c.MaxHoursWeek != nil {
		for k, sum := range a.scratch.week {
			a.judgeSum(out, w, line, a.week(k), sum, *c.MaxHoursWeek, "max_hours_week")
		}
	}
	if c.MaxHoursDay != nil {
		for d, sum := range a.scratch.day {
			a.judgeSum(out, w, line, auditSpan{a.midnights[d], a.midnights[d+1]}, sum, *c.MaxHoursDay, "max_hours_day")
		}
	}
	if c.MaxHoursRota != nil {
		sum := 0.0
		for i := range line {
			if !line[i].past {
				sum += w.counted(&line[i], line[i].auditSpan)
			}
		}
		a.judgeSum(out, w, line, auditSpan{auditEver, auditNever}, sum, *c.MaxHoursRota, "max_hours_rota")
	}
}

// countHours fills the scratch with the counted seconds of the line by week, and
// by day when asked.
func (a *audit) countHours(w *auditWorker, line []auditItem, byDay bool) {
	s := &a.scratch
	if s.week == nil {
		s.week, s.day = make([]float64, a.weekCount()), make([]float64, len(a.dates))
	}
	clear(s.week)
	clear(s.day)
	for i := range line {
		it := &line[i]
		for k := a.dayOf(it.from) / 7; k < len(s.week) && a.midnights[7*k] < it.to; k++ {
			s.week[k] += w.counted(it, a.week(k))
		}
		for d := a.dayOf(it.from); byDay && d < len(s.day) && a.midnights[d] < it.to; d++ {
			s.day[d] += w.counted(it, auditSpan{a.midnights[d], a.midnights[d+1]})
		}
	}
}

// judgeSum checks one sum of counted seconds against its limit. The finding
// stands at the shift of the rota with which the sum goes over.
func (a *audit) judgeSum(out *auditBreaches, w *auditWorker, line []auditItem, in auditSpan, sum float64, most time.Duration, rule string) {
	if sum <= most.Seconds()+auditSlack {
		return
	}
	at, so, rostered := int64(0), 0.0, false
	for i := range line {
		it := &line[i]
		if x := w.counted(it, in); x > 0 && (rule != "max_hours_rota" || !it.past) {
			if so += x; it.binds() && (!rostered || so-x <= most.Seconds()+auditSlack) {
				at, rostered = max(it.from, in.from), true
			}
		}
	}
	if !rostered {
		return
	}
	out.add(rule, at, "", func() string {
		return fmt.Sprintf("%s works %s %s; at most %s are allowed", w.title(), auditHours(sum), a.saySum(rule, in), auditHours(most.Seconds()))
	})
}

func (a *audit) saySum(rule string, in auditSpan) string {
	switch rule {
	case "max_hours_week":
		return "in the week of " + a.sayDay(in.from)
	case "max_hours_day":
		return "on " + a.sayDay(in.from)
	}
	return "in the whole rota"
}

// judgeCeilings checks the counted hours of all workers of each provider, by
// week, work before the rota included.
func (a *audit) judgeCeilings() {
	rostered := make([]map[int]int64, len(a.byProvider)) // the last start by week
	for i := range a.workers {
		w := &a.workers[i]
		if w.provider < 0 {
			continue
		}
		a.countHours(w, w.line, false)
		for k, x := range a.scratch.week {
			a.byProvider[w.provider][k] += x
		}
		for j := range w.line {
			it := &w.line[j]
			if !it.binds() {
				continue
			}
			for k, week := range a.weeksOf(it.auditSpan) {
				if w.counted(it, week) <= 0 {
					continue
				}
				if rostered[w.provider] == nil {
					rostered[w.provider] = map[int]int64{}
				}
				rostered[w.provider][k] = max(rostered[w.provider][k], it.from)
			}
		}
	}
	for i, weeks := range a.byProvider {
		s := &a.p.Providers[i]
		for k, sum := range weeks {
			at, ours := rostered[i][k]
			if !ours || auditOverCeiling(s, sum) == 0 {
				continue
			}
			a.breachesOf("").add("provider.max_hours_week", max(at, a.midnights[7*k]), "", func() string {
				return fmt.Sprintf("The workers of provider %q work %s in the week of %s; at most %s are allowed", s.ID, auditHours(sum), a.sayDay(a.midnights[7*k]), auditHours(s.MaxHoursWeek.Seconds()))
			})
		}
	}
}

// ceiling is the worker's provider where it has a ceiling on hours a week, else nil.
func (w *auditWorker) ceiling() *Provider {
	if w.supplier == nil || w.supplier.MaxHoursWeek == nil {
		return nil
	}
	return w.supplier
}

// auditOverCeiling is by how many seconds what a provider's workers count in a week is over its
// ceiling; 0 when it is not, and for a provider without one.
func auditOverCeiling(s *Provider, counted float64) float64 {
	if s == nil || s.MaxHoursWeek == nil || counted <= s.MaxHoursWeek.Seconds()+auditSlack {
		return 0
	}
	return counted - s.MaxHoursWeek.Seconds()
}

// auditPin is what tells pins and shifts apart.
type auditPin struct {
	worker, need string
	start, end   int64
}

// pinSet are the pinned shifts, and whether each is a part of one.
func (a *audit) pinSet() map[auditPin]bool {
	pins := map[auditPin]bool{}
	for i := range a.p.Workers {
		w := &a.p.Workers[i]
		for _, pin := range w.Pinned {
			pins[auditPin{w.ID, pin.Need, pin.Start.UnixNano(), pin.End.UnixNano()}] = pin.Part
		}
	}
	return pins
}

// judgePins checks that every pinned shift is kept.
func (a *audit) judgePins() {
	kept := map[auditPin]bool{}
	for i := range a.report.Rota.Shifts {
		s := &a.report.Rota.Shifts[i]
		if !s.Pinned {
			continue
		}
		kept[auditPin{s.Worker, s.Need, s.Start.UnixNano(), s.End.UnixNano()}] = true
	}
	for i := range a.workers {
		w := &a.workers[i]
		for _, pin := range w.Pinned {
			if kept[auditPin{w.ID, pin.Need, pin.Start.UnixNano(), pin.End.UnixNano()}] {
				continue
			}
			s := auditSpan{pin.Start.Unix(), pin.End.Unix()}
			a.breachesOf(w.ID).add("pinned", s.from, pin.Need, func() string {
				return fmt.Sprintf("%s is pinned in need %q from %s, but the rota does not keep it", w.title(), pin.Need, a.saySpan(s))
			})
		}
	}
}
