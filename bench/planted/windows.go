package planted

import (
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// clockSpan is a window by the clock, in minutes of its day; to at or before
// from means the next day.
type clockSpan struct{ from, to int }

// windows are the worker's availability: the hidden shifts with some time
// around them, and some of the days without any.
func (m *maker) windows(w *staff) []scheduler.Window {
	days := map[clockSpan][]int{}
	var order []clockSpan
	put := func(c clockSpan, day int) {
		if days[c] == nil {
			order = append(order, c)
		}
		days[c] = append(days[c], day)
	}
	busy := make([]bool, len(m.days))
	for _, d := range w.line {
		day, c := m.around(d.span)
		put(c, day)
		for i := m.dayOf(d.from); i < len(busy) && m.days[i] < d.to; i++ {
			busy[i] = true
		}
	}
	for d := range m.Days {
		if !busy[d] && m.rng.Float64() < 0.4 {
			put(clockSpan{7 * hour, 22 * hour}, d)
		}
	}
	var out []scheduler.Window
	for _, c := range order {
		d := days[c]
		slices.Sort(d)
		out = append(out, scheduler.Window{Days: scheduler.Pattern{Dates: m.dates(d)}, From: time.Duration(c.from) * time.Minute, To: time.Duration(c.to) * time.Minute})
	}
	return out
}

// around is a window by the clock that holds a shift, with up to two hours on each
// side unless availability is to be exact. Ends that the clock shows twice or never are moved out.
func (m *maker) around(s span) (day int, c clockSpan) {
	if !m.ExactAvailability {
		s.from -= m.rng.IntN(9) * 15 / m.grain * m.grain
		s.to += m.rng.IntN(9) * 15 / m.grain * m.grain
	}
	s.from = max(s.from, 0)
	day, c.from = m.shown(s.from)
	for m.minute(day, c.from) != s.from {
		s.from -= m.grain
		day, c.from = m.shown(s.from)
	}
	end, to := m.shown(s.to)
	for m.minute(end, to) != s.to {
		s.to += m.grain
		end, to = m.shown(s.to)
	}
	if c.to = to; end == day+1 && to == 0 {
		c.to = day24
	}
	return day, c
}

// day24 is midnight as the end of a day.
const day24 = 24 * hour

// shown is the day of the rota and the clock's minute at an elapsed minute.
func (c *calendar) shown(minute int) (d, clock int) {
	t := c.at(minute)
	return scheduler.DateOf(t).Sub(c.start), t.Hour()*hour + t.Minute()
}
