package reading

import (
	"fmt"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Slack is how many seconds of counted time may be lost to rounding.
const Slack = 0.5

// judgeHours checks the counted hours of each week, each day and the rota.
func judgeHours(a *Reading, out *Breaches, w *Worker, line []Item) {
	c := w.Limits
	CountHours(a, w, line, c.MaxHoursDay != nil)
	if c.MaxHoursWeek != nil {
		for k, sum := range a.Scratch.Week {
			judgeSum(a, out, w, line, a.Week(k), sum, *c.MaxHoursWeek, "max_hours_week")
		}
	}
	if c.MaxHoursDay != nil {
		for d, sum := range a.Scratch.day {
			judgeSum(a, out, w, line, Span{a.Midnights[d], a.Midnights[d+1]}, sum, *c.MaxHoursDay, "max_hours_day")
		}
	}
	if c.MaxHoursRota != nil {
		sum := 0.0
		for i := range line {
			if !line[i].Past {
				sum += w.Counted(&line[i], line[i].Span)
			}
		}
		judgeSum(a, out, w, line, Span{Ever, Never}, sum, *c.MaxHoursRota, "max_hours_rota")
	}
}

// HoursKept says whether a line of a worker's keeps the limits of hours.
func HoursKept(a *Reading, w *Worker, line []Item) bool {
	out := &Breaches{A: a, Worker: w.ID, Quiet: true}
	judgeHours(a, out, w, line)
	return out.N == 0
}

// CountHours fills the scratch with the counted seconds of the line by week, and
// by day when asked.
func CountHours(a *Reading, w *Worker, line []Item, byDay bool) {
	s := &a.Scratch
	if s.Week == nil {
		s.Week, s.day = make([]float64, a.WeekCount()), make([]float64, len(a.Dates))
	}
	clear(s.Week)
	clear(s.day)
	for i := range line {
		it := &line[i]
		for k := a.DayOf(it.From) / 7; k < len(s.Week) && a.Midnights[7*k] < it.To; k++ {
			s.Week[k] += w.Counted(it, a.Week(k))
		}
		for d := a.DayOf(it.From); byDay && d < len(s.day) && a.Midnights[d] < it.To; d++ {
			s.day[d] += w.Counted(it, Span{a.Midnights[d], a.Midnights[d+1]})
		}
	}
}

// judgeSum checks one sum of counted seconds against its limit. The finding
// stands at the shift of the rota with which the sum goes over.
func judgeSum(a *Reading, out *Breaches, w *Worker, line []Item, in Span, sum float64, most time.Duration, rule string) {
	if sum <= most.Seconds()+Slack {
		return
	}
	at, so, rostered := int64(0), 0.0, false
	for i := range line {
		it := &line[i]
		if x := w.Counted(it, in); x > 0 && (rule != "max_hours_rota" || !it.Past) {
			if so += x; it.binds() && (!rostered || so-x <= most.Seconds()+Slack) {
				at, rostered = max(it.From, in.From), true
			}
		}
	}
	if !rostered {
		return
	}
	out.add(rule, at, "", func() string {
		return fmt.Sprintf("%s works %s %s; at most %s are allowed", w.Title(), sayHours(sum), saySum(a, rule, in), say.Length(most))
	})
}

func saySum(a *Reading, rule string, in Span) string {
	switch rule {
	case "max_hours_week":
		return "in the week of " + a.SayDay(in.From)
	case "max_hours_day":
		return "on " + a.SayDay(in.From)
	}
	return "in the whole rota"
}

// JudgeCeilings checks the counted hours of all workers of each provider, by
// week, work before the rota included.
func JudgeCeilings(a *Reading) {
	rostered := make([]map[int]int64, len(a.ByProvider)) // the last start by week
	for i := range a.Workers {
		w := &a.Workers[i]
		if w.ProviderIndex < 0 {
			continue
		}
		CountHours(a, w, w.Line, false)
		for k, x := range a.Scratch.Week {
			a.ByProvider[w.ProviderIndex][k] += x
		}
		for j := range w.Line {
			it := &w.Line[j]
			if !it.binds() {
				continue
			}
			for k, week := range a.WeeksOf(it.Span) {
				if w.Counted(it, week) <= 0 {
					continue
				}
				if rostered[w.ProviderIndex] == nil {
					rostered[w.ProviderIndex] = map[int]int64{}
				}
				rostered[w.ProviderIndex][k] = max(rostered[w.ProviderIndex][k], it.From)
			}
		}
	}
	for i, weeks := range a.ByProvider {
		s := &a.Problem.Providers[i]
		for k, sum := range weeks {
			at, ours := rostered[i][k]
			if !ours || OverCeiling(s, sum) == 0 {
				continue
			}
			breachesOf(a, "").add("provider.max_hours_week", max(at, a.Midnights[7*k]), "", func() string {
				return fmt.Sprintf("The workers of provider %q work %s in the week of %s; at most %s are allowed", s.ID, sayHours(sum), a.SayDay(a.Midnights[7*k]), say.Length(*s.MaxHoursWeek))
			})
		}
	}
}

// Ceiling is the worker's provider where it has a ceiling on hours a week, else nil.
func (w *Worker) Ceiling() *scheduler.Provider {
	if w.Supplier == nil || w.Supplier.MaxHoursWeek == nil {
		return nil
	}
	return w.Supplier
}

// OverCeiling is by how many seconds what a provider's workers count in a week is over its
// ceiling; 0 when it is not, and for a provider without one.
func OverCeiling(s *scheduler.Provider, counted float64) float64 {
	if s == nil || s.MaxHoursWeek == nil || counted <= s.MaxHoursWeek.Seconds()+Slack {
		return 0
	}
	return counted - s.MaxHoursWeek.Seconds()
}

// Pin is what tells pins and shifts apart. One without a need is on standby.
type Pin struct {
	Worker, Need string
	Start, End   int64
}

// PinOf is the pin that would hold a shift; one of nobody for a shift that serves neither a need nor is on standby.
func PinOf(s *scheduler.Shift) Pin {
	if (s.Need == "") != (s.Kind == scheduler.Standby) {
		return Pin{}
	}
	return Pin{s.Worker, s.Need, s.Start.UnixNano(), s.End.UnixNano()}
}

// PinSet are the pinned shifts, and whether each is a part of one.
func (a *Reading) PinSet() map[Pin]bool {
	pins := map[Pin]bool{}
	for i := range a.Problem.Workers {
		w := &a.Problem.Workers[i]
		for _, pin := range w.Pinned {
			pins[Pin{w.ID, pin.Need, pin.Start.UnixNano(), pin.End.UnixNano()}] = pin.Part
		}
	}
	return pins
}

// judgePins checks that every pinned shift is kept.
func judgePins(a *Reading) {
	kept := map[Pin]bool{}
	for i := range a.Report.Rota.Shifts {
		s := &a.Report.Rota.Shifts[i]
		if !s.Pinned {
			continue
		}
		kept[PinOf(s)] = true
	}
	for i := range a.Workers {
		w := &a.Workers[i]
		for _, pin := range w.Pinned {
			if kept[Pin{w.ID, pin.Need, pin.Start.UnixNano(), pin.End.UnixNano()}] {
				continue
			}
			s := Span{pin.Start.Unix(), pin.End.Unix()}
			breachesOf(a, w.ID).add("pinned", s.From, pin.Need, func() string {
				where := "on standby"
				if pin.Need != "" {
					where = fmt.Sprintf("in need %q", pin.Need)
				}
				return fmt.Sprintf("%s is pinned %s from %s, but the rota does not keep it", w.Title(), where, a.SaySpan(s))
			})
		}
	}
}
