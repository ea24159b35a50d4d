package planted

import (
	"fmt"
	"math"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// rareSkill is held by nobody.
const rareSkill = "british-sign-language"

// plantShortage asks for hours that nobody can give: with a skill that nobody
// has, or from the one person who is on leave that day.
func (m *maker) plantShortage() {
	for level, hours := range m.Shortage {
		for n := 0; hours > 0; n++ {
			length := m.piece(hours)
			p := m.wanting(level, n, length)
			p.skills = append(p.skills, rareSkill)
			date := m.rng.IntN(m.Days)
			if w := m.onLeave(p.team, date); w != nil && m.rng.Float64() < 0.5 {
				p.skills, p.only = p.skills[:1], []string{w.id}
				if !slices.Contains(w.away, date) {
					w.away = append(w.away, date)
				}
			}
			p.dates = []int{date}
			m.short = append(m.short, p)
			hours -= float64(length) / hour
		}
	}
	m.plantOverCapacity()
}

// plantOverCapacity asks for desirable hours that the team could do if it had hours left.
func (m *maker) plantOverCapacity() {
	for n, hours := 0, m.OverCapacity; hours > 0; n++ {
		length := m.piece(hours)
		p := m.wanting(int(scheduler.Desirable), 1000+n, length)
		p.dates = []int{m.rng.IntN(m.Days)}
		m.short = append(m.short, p)
		hours -= float64(length) / hour
	}
}

// piece is the length in minutes of a window that takes a part of the hours.
func (m *maker) piece(hours float64) int {
	n := min(int(math.Round(hours*hour)), hour*(2+m.rng.IntN(4)))
	return max(n/m.grain*m.grain, m.grain)
}

func (m *maker) wanting(level, n, length int) *post {
	t := m.teams[m.rng.IntN(len(m.teams))]
	client := t.clients[m.rng.IntN(len(t.clients))]
	from := m.clock(9 + float64(m.rng.IntN(8)))
	return &post{id: fmt.Sprintf("c%03d-wanting-%d-%d", client+1, level, n), client: client, team: t, from: from, to: from + length,
		workers: 1, skills: []string{care}, least: min(2*hour, length), level: scheduler.Criticality(level), whole: m.rng.Float64() < 0.5}
}

// onLeave is one of the team who does not work on the date; nil for none.
func (c *calendar) onLeave(t *team, date int) *staff {
	today := span{c.days[date], c.days[date+1]}
	for _, w := range t.staff {
		if !slices.ContainsFunc(w.line, func(d duty) bool { return d.meets(today) }) {
			return w
		}
	}
	return nil
}
