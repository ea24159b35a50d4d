package roster

import "slices"

// masterDecision is one step down a tree: a worker does or does not take an option, or an option's
// cover is bounded.
type masterDecision struct {
	kind   masterKind
	worker int
	option int
	count  int
}

type masterKind int8

const (
	takes  masterKind = iota // the worker takes the option
	leaves                   // the worker does not
	rests                    // the worker takes no option on the option's day
	works                    // the worker takes some option on the option's day
	atMost                   // no more than count workers take the option
	atLeast
)

// free takes all decisions back, but for what is settled.
func (m *master) free() {
	m.least, m.most = make([]int, len(m.options)), make([]int, len(m.options))
	for o := range m.most {
		m.most[o] = m.workers
	}
	m.holds = make([]masterHold, m.workers)
	for w := range m.holds {
		m.holds[w] = masterHold{slices.Clone(m.settled[w].banned), slices.Clone(m.settled[w].worked)}
	}
}

// decide makes the decisions on top of those made, without telling the program.
func (m *master) decide(decisions []masterDecision) {
	for _, d := range decisions {
		switch d.kind {
		case takes:
			m.banDay(d, true)
			m.holds[d.worker].worked[m.options[d.option].Day] = true
		case leaves:
			m.holds[d.worker].banned[d.option] = true
		case works:
			m.holds[d.worker].worked[m.options[d.option].Day] = true
		case rests:
			m.banDay(d, false)
		case atMost:
			m.most[d.option] = min(m.most[d.option], d.count)
		case atLeast:
			m.least[d.option] = max(m.least[d.option], d.count)
		}
	}
}

// banDay bans all options of a day for a worker, but for the one of the decision if spared.
func (m *master) banDay(d masterDecision, spared bool) {
	day := m.options[d.option].Day
	for o := m.dayFrom[day]; o < m.dayFrom[day+1]; o++ {
		if !spared || o != d.option {
			m.holds[d.worker].banned[o] = true
		}
	}
}

// goTo makes exactly the given decisions, and brings the bounds of the program in line.
func (m *master) goTo(decisions []masterDecision) {
	m.free()
	m.decide(decisions)
	m.apply()
}

// apply brings the bounds of the program in line with what is decided.
func (m *master) apply() {
	for o, pieces := range m.pieces {
		for _, p := range pieces {
			lo := float64(min(max(m.least[o]-p.from, 0), p.length))
			hi := float64(min(max(m.most[o]-p.from, 0), p.length))
			if l, h := m.program.ColumnBounds(p.column); l != lo || h != hi {
				m.program.SetColumnBounds(p.column, lo, hi)
			}
		}
	}
	for o, least := range m.least {
		room := 0.0
		if least > 0 {
			room = float64(least)
		}
		if _, h := m.program.ColumnBounds(m.short + o); h != room {
			m.program.SetColumnBounds(m.short+o, 0, room)
		}
	}
	for k, id := range m.lineOf {
		room := m.room(&m.pool[id])
		if _, h := m.program.ColumnBounds(m.first + k); h != room {
			m.program.SetColumnBounds(m.first+k, 0, room)
		}
	}
}
