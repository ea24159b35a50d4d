package constraints

// change prices the hours of shift in this rota and not in the earlier one, or the other way round.
// Earlier shifts that the problem has no place for are left out.
type change struct{}

func (change) Name() string { return "change" }

func (change) Build(b *Builder) {
	if b.Objective.Change <= 0 || b.From == nil {
		return
	}
	m := b.Model()
	m.ChangePrice = Money(b.Objective.Change / 60)
	m.Base = b.PlanOf(b.From)
}
