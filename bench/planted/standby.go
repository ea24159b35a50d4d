package planted

import (
	"fmt"
	"slices"
)

// Length of a standby shift, in minutes.
const (
	standbyLeast = 4 * hour
	standbyMost  = 12 * hour
)

// plantStandby puts as many floaters of each region on standby as the shape
// asks for, at every instant at which anyone of the region is on duty.
func (m *maker) plantStandby() error {
	if m.Standby == 0 {
		return nil
	}
	for i, r := range m.regions {
		for range m.Standby {
			if !m.tryLayer(r) {
				return fmt.Errorf("planted: %d floaters are too few for standby %d in region %d of %d", len(r.floaters), m.Standby, i+1, len(m.regions))
			}
		}
	}
	return nil
}

// How often a shift of standby is cut again, and a layer begun again, before giving up.
const (
	standbyTries = 30
	layerTries   = 40
)

// tryLayer begins a layer again until it is whole.
func (m *maker) tryLayer(r *region) bool {
	before := make([][]duty, len(r.floaters))
	for i, w := range r.floaters {
		before[i] = w.line
	}
	for range layerTries {
		if m.standbyLayer(r) {
			return true
		}
		for i, w := range r.floaters {
			w.line = before[i]
		}
	}
	return false
}

// standbyLayer puts one floater after another on standby over all duty of the region.
func (m *maker) standbyLayer(r *region) bool {
	for _, s := range m.stretches(r) {
		for s.len() > 0 {
			next := m.standbyNext(r, s)
			if next == 0 {
				return false
			}
			s.from = next
		}
	}
	return true
}

// standbyNext rosters the first shift of a stretch and says where it ends; 0 when nobody can.
func (m *maker) standbyNext(r *region, s span) int {
	for range standbyTries {
		n := s.len()
		if n > standbyMost || (n >= 2*standbyLeast && m.rng.Float64() < 0.5) {
			low, high := 2*standbyLeast, min(standbyMost, n-standbyLeast)
			if high < low {
				low = standbyLeast
			}
			n = m.onGrid(s.from+low+m.rng.IntN(high-low+1)) - s.from
		}
		d := duty{span: span{s.from, s.from + n}}
		if d.to < s.to && d.to >= m.days[m.Days] {
			continue // the next would start after the last day
		}
		if w := m.choose(r.floaters, nil, d); w != nil {
			w.add(d)
			return d.to
		}
	}
	return 0
}

// stretches are the times at which anyone of the region is on duty, on the grid and each at
// least as long as a standby shift.
func (c *calendar) stretches(r *region) []span {
	var all []span
	for _, t := range r.teams {
		for _, w := range t.staff {
			for _, d := range w.line {
				s := span{c.onGrid(d.from), c.onGrid(d.to + c.grain - 1)}
				s.to = max(s.to, s.from+standbyLeast)
				all = append(all, s)
			}
		}
	}
	slices.SortFunc(all, func(a, b span) int { return a.from - b.from })
	var out []span
	for _, s := range all {
		if n := len(out); n > 0 && s.from <= out[n-1].to {
			out[n-1].to = max(out[n-1].to, s.to)
			continue
		}
		out = append(out, s)
	}
	return out
}

// backed says whether enough of the region besides w are on standby all through a span.
func (m *maker) backed(r *region, s span, w *staff) bool {
	for t := s.from; m.Standby > 0 && t < s.to; t += m.grain {
		n := 0
		for _, f := range r.floaters {
			if f != w && slices.ContainsFunc(f.line, func(d duty) bool { return d.post == nil && d.from <= t && t < d.to }) {
				n++
			}
		}
		if n < m.Standby {
			return false
		}
	}
	return true
}
