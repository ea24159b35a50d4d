package constraints

// rest keeps spells within bounds: shifts with less than the least rest
// between them are one spell, and a spell has a greatest length, a longer one
// when it contains a sleep-in, and so much waking time. Over a night off rest is
// longer.
type rest struct{}

func (rest) Name() string { return "rest" }

func (rest) Build(b *Builder) {
	for w := range b.Workers {
		c, r := b.CapsOf(w), &b.Line(w).Rules
		r.MinRest = Minutes(c.MinRest)
		r.MaxSpell = Minutes(c.MaxSpell)
		r.MaxSpellPassive = Minutes(c.MaxSpellSleepIn)
		r.MaxAwake = Minutes(c.MaxWakingInSpell)
		r.Overnight = Minutes(c.OvernightRest)
	}
}
