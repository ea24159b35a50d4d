package scheduler

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// auditSpan is the time [from, to), in seconds of the Unix clock.
type auditSpan struct{ from, to int64 }

// The ends of time without end; far enough from the ends of int64 that
// differences do not run over.
const (
	auditEver  = math.MinInt64 / 4
	auditNever = math.MaxInt64 / 4
)

func (s auditSpan) len() int64                { return s.to - s.from }
func (s auditSpan) contains(o auditSpan) bool { return s.from <= o.from && o.to <= s.to }
func (s auditSpan) meets(o auditSpan) bool    { return s.from < o.to && o.from < s.to }
func (s auditSpan) meet(o auditSpan) auditSpan {
	return auditSpan{max(s.from, o.from), min(s.to, o.to)}
}
func (s auditSpan) overlap(o auditSpan) int64 { return max(0, s.meet(o).len()) }
func auditCompareSpans(x, y auditSpan) int {
	return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.to, y.to))
}
func auditHoursOf(seconds int64) float64 { return float64(seconds) / 3600 }
func auditAlways() []auditSpan           { return []auditSpan{{auditEver, auditNever}} }
func auditFirstAfter(l []auditSpan, t int64) int {
	return sort.Search(len(l), func(i int) bool { return l[i].to > t })
}

// auditUnion sorts the spans and joins those that overlap or touch; empty ones
// go.
func auditUnion(spans []auditSpan) []auditSpan {
	slices.SortFunc(spans, auditCompareSpans)
	var out []auditSpan
	for _, s := range spans {
		switch n := len(out); {
		case s.len() <= 0:
		case n > 0 && s.from <= out[n-1].to:
			out[n-1].to = max(out[n-1].to, s.to)
		default:
			out = append(out, s)
		}
	}
	return out
}

// auditInside says whether s lies wholly inside one span of a union.
func auditInside(union []auditSpan, s auditSpan) bool {
	i := auditFirstAfter(union, s.from)
	return i < len(union) && union[i].contains(s)
}

// auditMeet is the time common to two unions.
func auditMeet(x, y []auditSpan) []auditSpan {
	var out []auditSpan
	for i, j := 0, 0; i < len(x) && j < len(y); {
		if m := x[i].meet(y[j]); m.len() > 0 {
			out = append(out, m)
		}
		if x[i].to < y[j].to {
			i++
		} else {
			j++
		}
	}
	return out
}

// auditWithout is the time of the union x outside the union y.
func auditWithout(x, y []auditSpan) []auditSpan {
	var out []auditSpan
	for _, s := range x {
		for j := auditFirstAfter(y, s.from); j < len(y) && y[j].from < s.to; j++ {
			if y[j].len() <= 0 {
				continue
			}
			if s.from < y[j].from {
				out = append(out, auditSpan{s.from, y[j].from})
			}
			s.from = y[j].to
		}
		if s.len() > 0 {
			out = append(out, s)
		}
	}
	return out
}

// auditSum adds money so that rounding stays far below a penny however many
// terms there are (Neumaier's compensated sum).
type auditSum struct{ total, rest float64 }

func (s *auditSum) add(x float64) {
	t := s.total + x
	if math.Abs(s.total) >= math.Abs(x) {
		s.rest += s.total - t + x
	} else {
		s.rest += x - t + s.total
	}
	s.total = t
}

func (s *auditSum) value() float64 { return s.total + s.rest }
