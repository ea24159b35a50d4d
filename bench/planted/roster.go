package planted

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// occurrence is a post on one date, to be rostered.
type occurrence struct {
	post *post
	date int
	span
}

// roster gives every occurrence to the post's team as long as somebody may
// take each part of it; a date on which that fails is not asked for.
func (m *maker) roster() {
	var all []occurrence
	for _, p := range m.posts {
		for d := range m.Days {
			all = append(all, occurrence{p, d, m.window(p, d)})
		}
	}
	slices.SortStableFunc(all, func(a, b occurrence) int { return a.from - b.from })
	for _, o := range all {
		if m.give(o) {
			o.post.kept(o.date)
		}
	}
}

// give rosters all parts of an occurrence, or none. The first of several workers
// is one who holds the among skill.
func (m *maker) give(o occurrence) bool {
	for n := range o.post.workers {
		skills := o.post.skills
		if n == 0 && o.post.among != "" {
			skills = append(slices.Clone(skills), o.post.among)
		}
		for _, part := range m.tile(o.post, o.span) {
			d := duty{part, o.post, o.date, o.post.sleep}
			w := m.choose(m.candidates(o.post.team), skills, d)
			if w == nil {
				m.takeBack(o)
				return false
			}
			w.add(d)
		}
	}
	return true
}

func (m *maker) takeBack(o occurrence) {
	for _, w := range m.candidates(o.post.team) {
		w.drop(o.post, o.date)
	}
}

// candidates are the team's staff, and its region's floaters when they are not kept for standby.
func (m *maker) candidates(t *team) []*staff {
	if m.Standby > 0 {
		return t.staff
	}
	return append(slices.Clone(t.staff), t.region.floaters...)
}

// choose is one of the candidates who may take the duty: as a rule the one
// with the most hours left in the week. Nil when there is none.
func (m *maker) choose(from []*staff, skills []string, d duty) *staff {
	var best *staff
	most := -1.0
	week := m.week(m.dayOf(d.from) / 7)
	for _, w := range from {
		if !w.holds(skills) {
			continue
		}
		left := float64(w.target-w.hours(week)) / float64(w.target) * (0.5 + m.rng.Float64())
		if left > most && m.fits(w, d) {
			best, most = w, left
		}
	}
	return best
}

// extraKey names a post that fills hours left over.
type extraKey struct{ client, from, to int }

// outings are the windows of what fills hours left over, by the clock.
var outings = [][2]float64{{10, 13}, {9, 15}, {13, 17}, {11, 14}, {14, 20}, {17, 21}, {10, 12}, {18, 20}, {14, 15}, {9, 10}}

// fill gives hours left over to outings, sits and second carers.
func (m *maker) fill() {
	for _, w := range m.staff {
		if w.floater && m.DifferentProvider && m.Standby > 0 {
			continue // on duty, one of relief would need a backup from elsewhere
		}
		for d := range m.Days {
			if !w.off[d] && w.hours(m.week(d/7))+hour <= w.target {
				m.fillDay(w, d)
			}
		}
	}
}

func (m *maker) fillDay(w *staff, date int) {
	t := w.teams[m.rng.IntN(len(w.teams))]
	client := t.clients[m.rng.IntN(len(t.clients))]
	for _, k := range m.rng.Perm(len(outings))[:6] {
		from, to := m.clock(outings[k][0]), m.clock(outings[k][1])
		key := extraKey{client, from, to}
		p := m.extras[key]
		if p == nil {
			p = &post{id: fmt.Sprintf("c%03d-out-%02d%02d-%02d%02d", client+1, from/60, from%60, to/60, to%60), client: client,
				team: t, from: from, to: to, workers: 1, skills: []string{care}, least: 2 * hour, level: scheduler.Desirable, whole: to-from <= 4*hour}
		}
		_, taken := slices.BinarySearch(p.dates, date)
		d := duty{m.window(p, date), p, date, false}
		if taken || !m.backed(t.region, d.span, w) || !m.fits(w, d) {
			continue
		}
		if len(p.dates) == 0 {
			m.extras[key] = p
			m.posts = append(m.posts, p)
		}
		p.kept(date)
		w.add(d)
		return
	}
}
