package roster

// shares are how far the program's optimum has decided: by worker, the share of the lines
// that take an option, and that take none on a day.
type shares struct {
	option [][]float64
	rest   [][]float64
	count  []float64 // of workers on an option
}

// shares sums up the optimum of the program.
func (m *master) shares() shares {
	s := shares{make([][]float64, m.workers), make([][]float64, m.workers), make([]float64, len(m.options))}
	for w := range m.workers {
		s.option[w] = make([]float64, len(m.options))
		s.rest[w] = make([]float64, m.days)
		for day := range s.rest[w] {
			s.rest[w][day] = 1
		}
	}
	for k, id := range m.lineOf {
		x := m.share(k)
		if x <= 0 {
			continue
		}
		l := &m.pool[id]
		for _, o := range l.Options {
			s.option[l.Worker][o] += x
			s.rest[l.Worker][m.options[o].Day] -= x
			s.count[o] += x
		}
	}
	return s
}

// rota reads one line a worker from the optimum, if it is whole.
func (m *master) rota() ([]Line, bool) {
	rota := make([]Line, m.workers)
	found := make([]bool, m.workers)
	for k, id := range m.lineOf {
		x := m.share(k)
		if x <= whole {
			continue
		}
		l := m.pool[id]
		if x < 1-whole || found[l.Worker] {
			return nil, false
		}
		rota[l.Worker], found[l.Worker] = l, true
	}
	for _, f := range found {
		if !f {
			return nil, false
		}
	}
	return rota, true
}

// undecided is how far a share lies from a whole number.
func undecided(share float64) float64 {
	return min(share, 1-share)
}
