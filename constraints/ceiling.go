package constraints

import "github.com/carerota/carerota/solver"

// ceiling caps the counted hours a week of all the workers of a provider,
// standby, shadowing and worked hours included, as of a funding stream.
type ceiling struct{}

func (ceiling) Name() string { return RuleCeiling }

func (ceiling) Build(b *Builder) {
	for i := range b.Providers {
		p := &b.Providers[i]
		if p.MaxHoursWeek == nil {
			continue
		}
		s := solver.Sum{Max: Parts(*p.MaxHoursWeek)}
		for w := range b.Workers {
			if b.Workers[w].Provider == p.ID {
				s.Lines = append(s.Lines, int32(w))
				s.Own = append(s.Own, b.Counted(w))
			}
		}
		if len(s.Lines) == 0 {
			continue
		}
		s.Weight, s.Own = leastOf(s.Own)
		for _, k := range b.Model().Weeks {
			if k.To > 0 {
				s.Span = k.Span
				b.Sum(s)
			}
		}
	}
}

// leastOf is the least weight by kind, and the weights themselves unless they are all alike.
func leastOf(own [][solver.NumModes]int64) ([solver.NumModes]int64, [][solver.NumModes]int64) {
	least, alike := own[0], true
	for _, o := range own {
		alike = alike && o == own[0]
		for k := range o {
			least[k] = min(least[k], o[k])
		}
	}
	if alike {
		return least, nil
	}
	return least, own
}
