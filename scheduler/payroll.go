package scheduler

import (
	"cmp"
	"slices"
)

// PayLine is a worker's time of one kind at one rate in one week. Money is before
// on-cost: Rate x Multiply x Units + Add x Hours. The lines of a rota add up to
// the parts Waking to GuaranteedUnused of its CostReport.
type PayLine struct {
	Worker   string
	Week     Date    // first day of the week, which may lie before the rota
	Kind     Kind    // of Waking when Unused
	Unused   bool    // guaranteed hours that are paid and not rostered
	Hours    float64 // elapsed
	Units    float64 // what Rate is for: hours, or sleep-ins
	Rate     float64
	Multiply float64 // of enhancements, 1 for none
	Add      float64 // money an hour
	Money    float64
}

// Payroll is what a rota pays, by worker in the problem's order, then by week, kind
// and rate. It reads the rota as Audit does: what the audit leaves out is not paid.
// A shift over the end of a week is split there.
func Payroll(p *Problem, r *Rota) []PayLine {
	if r == nil {
		r = &Rota{}
	}
	a := newAudit(p)
	a.readShifts(r)
	var tariffs [4]auditTariff
	for k := Waking; k <= Shadow; k++ {
		tariffs[k] = a.tariff(k)
	}
	lines := make([][]PayLine, len(a.workers))
	for i := range a.shifts {
		s := &a.shifts[i]
		lines[s.worker] = payLines(a, lines[s.worker], s, tariffs[s.kind])
	}
	var out []PayLine
	for i := range a.workers {
		w := &a.workers[i]
		a.eachUnused(w, func(week int, hours float64) {
			lines[i] = append(lines[i], PayLine{Worker: w.ID, Week: a.dates[7*week].Date, Unused: true, Hours: hours, Units: hours, Rate: w.Rate, Multiply: 1, Money: hours * w.Rate})
		})
		out = append(out, mergedPay(lines[i])...)
	}
	return out
}

// payLines adds the lines of a shift, a piece for each rate and week.
func payLines(a *audit, out []PayLine, s *auditShift, t auditTariff) []PayLine {
	w := &a.workers[s.worker]
	for k := a.dayOf(s.from) / 7; k < a.weekCount() && a.midnights[7*k] < s.to; k++ {
		week := a.week(k)
		for i := range t {
			piece := auditSpan{max(week.from, s.from, t[i].from), min(week.to, s.to)}
			if i+1 < len(t) {
				piece.to = min(piece.to, t[i+1].from)
			}
			if piece.len() <= 0 {
				continue
			}
			hours := auditHoursOf(piece.len())
			l := PayLine{Worker: w.ID, Week: a.dates[7*k].Date, Kind: s.kind, Hours: hours, Units: hours, Rate: w.Rate, Multiply: t[i].mult, Add: t[i].add}
			switch s.kind {
			case SleepIn:
				l.Rate, l.Units = w.SleepInRate, hours/auditHoursOf(s.len())
			case Standby:
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
