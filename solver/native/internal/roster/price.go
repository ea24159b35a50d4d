package roster

import "slices"

// Price sets the cost in itself of each line, whatever limits it breaks.
func (p *Problem) Price(rota []Line) {
	f, by := &lineFrame{}, machines(p.Workers)
	for k := range rota {
		l := &rota[k]
		f.open(&p.Workers[l.Worker], by[l.Worker], -1)
		l.cost = f.costOf(f.choices(l, p.Options))
	}
}

// machines are the workers' machines; those of like workers are one.
func machines(rules []Rules) []*machine {
	var out []*machine
	for w := range rules {
		r := &rules[w]
		if r.made != nil {
			out = append(out, r.made)
			continue
		}
		k := slices.IndexFunc(rules[:w], func(o Rules) bool {
			return o.Last == r.Last && slices.Equal(o.Runs, r.Runs) && slices.EqualFunc(o.Follow, r.Follow, slices.Equal[[]bool])
		})
		if k >= 0 {
			out = append(out, out[k])
			continue
		}
		out = append(out, newMachine(r))
	}
	return out
}

// choices are a line's options as its worker may take them.
func (f *lineFrame) choices(l *Line, options []Option) (line []Choice) {
	for _, o := range l.Options {
		for _, c := range f.Choices[options[o].Day] {
			if c.Option == o {
				line = append(line, c)
			}
		}
	}
	return line
}
