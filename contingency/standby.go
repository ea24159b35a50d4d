package contingency

import "github.com/carerota/carerota/constraints"

// standby asks that at every instant of a need under contingency so many
// workers on standby can replace each worker on duty, and lets those who may
// be rostered on standby. One standby backs many at once.
type standby struct{}

func (standby) Name() string { return "standby" }

// AuditKnows says that the audit reads rotas for this by itself.
func (standby) AuditKnows() {}

func (standby) Build(b *constraints.Builder) {
	c, m := b.Contingency, b.Model()
	m.ReserveMin, m.ReserveMax = constraints.Minutes(c.StandbyMin), constraints.Minutes(c.StandbyMax)
	m.BackupOtherPool = c.DifferentProvider
	if c.Standby <= 0 {
		return
	}
	for n := range b.Needs {
		if b.Needs[n].Contingency {
			for _, t := range b.Tasks(n) {
				t.Backup = c.Standby
			}
		}
	}
	for w := range b.Workers {
		if b.Workers[w].Standby && !b.Trainee(w) {
			b.Reserve(w)
		}
	}
}
