package solver

import (
	"cmp"
	"slices"
)

// DayFrame is where the days of the horizon lie, for the rules by day.
type DayFrame struct {
	First   int     // index in Model.Days
	Weekend []int16 // by day of the horizon: the weekend it starts in, -1 for none
}

// DayFrame is where the days of the horizon lie.
func (m *Model) DayFrame() (f DayFrame) {
	f.First = -1
	for d, at := range m.Days[:len(m.Days)-1] {
		if at < m.Horizon.From || at >= m.Horizon.To {
			continue
		}
		if f.First < 0 {
			f.First = d
		}
		in := int16(-1)
		for w, s := range m.Weekends {
			if s.From <= at && at < s.To {
				in = int16(w)
			}
		}
		f.Weekend = append(f.Weekend, in)
	}
	return f
}

// FirstAfter is, by day, the first of the ascending spans that ends after the day's start.
func (m *Model) FirstAfter(spans []Span) []int16 {
	out := make([]int16, len(m.Days)-1)
	k := 0
	for d := range out {
		for k < len(spans) && spans[k].To <= m.Days[d] {
			k++
		}
		out[d] = int16(k)
	}
	return out
}

// Spared says of each line whether goals at SpareLevel price what it does.
func (m *Model) Spared() []bool {
	spared := make([]bool, len(m.Lines))
	for i := range m.Sums {
		if s := &m.Sums[i]; m.SpareLevel > 0 && s.HighPrice > 0 && s.HighLevel == m.SpareLevel && len(s.Lines) == 1 {
			spared[s.Lines[0]] = true
		}
	}
	return spared
}

// IsNight says whether the decision is a night for MaxNightsRun.
func (m *Model) IsNight(d Decision) bool {
	var in Minute
	for _, n := range m.Nights {
		in += max(0, n.Meet(d.Span()).Len())
	}
	return d.Kind != Reserve && in >= m.NightMin
}

// FloorDiv is a/g, rounded down below 0 too.
func FloorDiv(a, g Minute) Minute {
	q := a / g
	if a%g < 0 {
		q--
	}
	return q
}

// Gcd is the greatest common divisor; of 0 and a number it is the number.
func Gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// InSpans says whether d lies wholly inside one of the spans, which are ascending and apart.
func InSpans(spans []Span, d Span) bool {
	if len(spans) == 1 {
		return spans[0].Contains(d)
	}
	lo, hi := 0, len(spans)
	for lo < hi {
		mid := (lo + hi) / 2
		if spans[mid].To < d.To {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < len(spans) && spans[lo].From <= d.From
}

// JoinSpans sorts spans and joins those that overlap or touch.
func JoinSpans(s []Span) []Span {
	slices.SortFunc(s, func(x, y Span) int { return cmp.Compare(x.From, y.From) })
	out := s[:0]
	for _, v := range s {
		if n := len(out); n > 0 && v.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, v.To)
		} else {
			out = append(out, v)
		}
	}
	return out
}
