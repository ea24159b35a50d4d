package audit

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// PayLine is a worker's time of one kind at one rate in one week. Money is before
// on-cost: Rate x Multiply x Units + Add x Hours. The lines of a rota add up to
// the parts Waking to GuaranteedUnused of its CostReport.
type PayLine struct {
	Worker   string
	Week     scheduler.Date // first day of the week, which may lie before the rota
	Kind     scheduler.Kind // of Waking when Unused
	Unused   bool           // guaranteed hours that are paid and not rostered
	Hours    float64        // elapsed
	Units    float64        // what Rate is for: hours, or sleep-ins
	Rate     float64
	Multiply float64 // of enhancements, 1 for none
	Add      float64 // money an hour
	Money    float64
}

// Payroll is what a rota pays, by worker in the problem's order, then by week, kind
// and rate. It reads the rota as Rota does: what the audit leaves out is not paid.
// A shift over the end of a week is split there. Family is never paid.
func Payroll(p *scheduler.Problem, r *scheduler.Rota) []PayLine {
	a := reading.New(p)
	a.ReadShifts(r)
	var tariffs [4]reading.Tariff
	for k := scheduler.Waking; k <= scheduler.Shadow; k++ {
		tariffs[k] = a.Tariff(k)
	}
	lines := make([][]PayLine, len(a.Workers))
	for i := range a.Shifts {
		s := &a.Shifts[i]
		if !a.Workers[s.Worker].Family {
			lines[s.Worker] = payLines(a, lines[s.Worker], s, tariffs[s.Kind])
		}
	}
	var out []PayLine
	for i := range a.Workers {
		w := &a.Workers[i]
		if w.Family {
			continue
		}
		reading.EachUnused(a, w, func(week int, hours float64) {
			lines[i] = append(lines[i], PayLine{Worker: w.ID, Week: a.Dates[7*week].Date, Unused: true, Hours: hours, Units: hours, Rate: w.Rate, Multiply: 1, Money: hours * w.Rate})
		})
		out = append(out, mergedPay(lines[i])...)
	}
	return out
}

// payLines adds the lines of a shift, a piece for each rate and week.
func payLines(a *reading.Reading, out []PayLine, s *reading.Shift, t reading.Tariff) []PayLine {
	w := &a.Workers[s.Worker]
	for k := a.DayOf(s.From) / 7; k < a.WeekCount() && a.Midnights[7*k] < s.To; k++ {
		week := a.Week(k)
		for i := range t {
			piece := reading.Span{From: max(week.From, s.From, t[i].From), To: min(week.To, s.To)}
			if i+1 < len(t) {
				piece.To = min(piece.To, t[i+1].From)
			}
			if piece.Len() <= 0 {
				continue
			}
			hours := reading.HoursOf(piece.Len())
			l := PayLine{Worker: w.ID, Week: a.Dates[7*k].Date, Kind: s.Kind, Hours: hours, Units: hours, Rate: w.Rate, Multiply: t[i].Mult, Add: t[i].Add}
			switch s.Kind {
			case scheduler.SleepIn:
				l.Rate, l.Units = w.SleepInRate, hours/reading.HoursOf(s.Len())
			case scheduler.Standby:
				l.Rate = w.StandbyRate
			}
			l.Money = l.Rate*l.Multiply*l.Units + l.Add*l.Hours
			out = append(out, l)
		}
	}
	return out
}

// mergedPay adds up the lines that differ in nothing but their amounts.
func mergedPay(lines []PayLine) []PayLine {
	slices.SortStableFunc(lines, func(a, b PayLine) int {
		unused := map[bool]int{true: 1}
		return cmp.Or(a.Week.Sub(b.Week), unused[a.Unused]-unused[b.Unused], cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Multiply, b.Multiply), cmp.Compare(a.Add, b.Add))
	})
	var out []PayLine
	for _, l := range lines {
		if n := len(out); n > 0 {
			o := &out[n-1]
			if o.Week == l.Week && o.Unused == l.Unused && o.Kind == l.Kind && o.Multiply == l.Multiply && o.Add == l.Add {
				o.Hours, o.Units, o.Money = o.Hours+l.Hours, o.Units+l.Units, o.Money+l.Money
				continue
			}
		}
		out = append(out, l)
	}
	return out
}
