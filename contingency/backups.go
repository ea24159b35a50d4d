package contingency

import (
	"context"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Backups enters on every shift on duty of a report's rota whom to call when its worker cannot
// come, as Ladders has them: those on standby, and at most three others. Each name is held against
// the rota again, with nothing of the search that found it, and one that does not stand is left
// out. A rota that breaks a hard rule is left as it is. Once the context has ended the shifts that
// are left keep those on standby whom the audit has named, and the answer is false.
func Backups(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, rules ...constraints.Rule) bool {
	if p == nil || r == nil || r.Rota == nil {
		return true
	}
	ladders, all := Ladders(ctx, p, r.Rota, rules...)
	of := map[place]*Ladder{}
	for i := range ladders {
		of[placeOf(&ladders[i].Shift)] = &ladders[i]
	}
	for i := range r.Rota.Shifts {
		if l := of[placeOf(&r.Rota.Shifts[i])]; l != nil {
			r.Rota.Shifts[i].Backups = l.Shift.Backups
		}
	}
	for _, f := range reading.RefusedBackups(p, r.Rota, own.Of(rules)) {
		s := &r.Rota.Shifts[f.Shift]
		s.Backups = without(s.Backups, f.Backup)
	}
	return all
}

// place is a shift of a rota.
type place struct {
	worker, need string
	start        int64
}

func placeOf(s *scheduler.Shift) place { return place{s.Worker, s.Need, s.Start.Unix()} }

func without(list []scheduler.Backup, worker string) (out []scheduler.Backup) {
	for _, b := range list {
		if b.Worker != worker {
			out = append(out, b)
		}
	}
	return out
}
