package constraints

// only keeps a need to the workers and providers it names. A trainee may
// shadow there all the same.
type only struct{}

func (only) Name() string { return "only" }

func (only) Build(b *Builder) {
	team := map[string][]int{} // workers of each provider
	for w := range b.Workers {
		team[b.Workers[w].Provider] = append(team[b.Workers[w].Provider], w)
	}
	named := make([]bool, len(b.Workers))
	for n := range b.Needs {
		if len(b.Needs[n].Only) == 0 {
			continue
		}
		clear(named)
		for _, id := range b.Needs[n].Only {
			if w := b.Worker(id); w >= 0 {
				named[w] = true
			}
			for _, w := range team[id] {
				named[w] = true
			}
		}
		for w := range named {
			if !named[w] && !b.Trainee(w) {
				b.Bar(w, n)
			}
		}
	}
}
