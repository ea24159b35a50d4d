package reading

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// Span is the time [from, to), in seconds of the Unix clock.
type Span struct{ From, To int64 }

// The ends of time without end; far enough from the ends of int64 that
// differences do not run over.
const (
	Ever  = math.MinInt64 / 4
	Never = math.MaxInt64 / 4
)

func (s Span) Len() int64           { return s.To - s.From }
func (s Span) Contains(o Span) bool { return s.From <= o.From && o.To <= s.To }
func (s Span) Meets(o Span) bool    { return s.From < o.To && o.From < s.To }
func (s Span) Meet(o Span) Span {
	return Span{max(s.From, o.From), min(s.To, o.To)}
}
func (s Span) Overlap(o Span) int64 { return max(0, s.Meet(o).Len()) }
func CompareSpans(x, y Span) int {
	return cmp.Or(cmp.Compare(x.From, y.From), cmp.Compare(x.To, y.To))
}
func HoursOf(seconds int64) float64 { return float64(seconds) / 3600 }
func always() []Span                { return []Span{{Ever, Never}} }
func FirstAfter(l []Span, t int64) int {
	return sort.Search(len(l), func(i int) bool { return l[i].To > t })
}

// Union sorts the spans and joins those that overlap or touch; empty ones
// go.
func Union(spans []Span) []Span {
	slices.SortFunc(spans, CompareSpans)
	var out []Span
	for _, s := range spans {
		switch n := len(out); {
		case s.Len() <= 0:
		case n > 0 && s.From <= out[n-1].To:
			out[n-1].To = max(out[n-1].To, s.To)
		default:
			out = append(out, s)
		}
	}
	return out
}

// Inside says whether s lies wholly inside one span of a union.
func Inside(union []Span, s Span) bool {
	i := FirstAfter(union, s.From)
	return i < len(union) && union[i].Contains(s)
}

// Meet is the time common to two unions.
func Meet(x, y []Span) []Span {
	var out []Span
	for i, j := 0, 0; i < len(x) && j < len(y); {
		if m := x[i].Meet(y[j]); m.Len() > 0 {
			out = append(out, m)
		}
		if x[i].To < y[j].To {
			i++
		} else {
			j++
		}
	}
	return out
}

// Without is the time of the union x outside the union y.
func Without(x, y []Span) []Span {
	var out []Span
	for _, s := range x {
		for j := FirstAfter(y, s.From); j < len(y) && y[j].From < s.To; j++ {
			if y[j].Len() <= 0 {
				continue
			}
			if s.From < y[j].From {
				out = append(out, Span{s.From, y[j].From})
			}
			s.From = y[j].To
		}
		if s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}

// sum adds money so that rounding stays far below a penny however many
// terms there are (Neumaier's compensated sum).
type sum struct{ total, rest float64 }

func (s *sum) add(x float64) {
	t := s.total + x
	if math.Abs(s.total) >= math.Abs(x) {
		s.rest += s.total - t + x
	} else {
		s.rest += x - t + s.total
	}
	s.total = t
}

func (s *sum) value() float64 { return s.total + s.rest }
