package audit

import (
	"fmt"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Backups holds the names on the shifts of a rota against it, whoever wrote them, and finds those
// that do not stand: whoever could not take the shift, or the time given, beside all shifts of
// their own and within every limit, and whoever is promised twice at a time without being on
// standby, or for more hours than the limits allow. It knows no rules of a caller's own.
func Backups(p *scheduler.Problem, r *scheduler.Rota) (out []scheduler.Finding) {
	if p == nil || r == nil {
		return nil
	}
	for _, f := range reading.RefusedBackups(p, r, nil) {
		s := &r.Shifts[f.Shift]
		out = append(out, scheduler.Finding{Rule: "backups", Worker: f.Backup, Need: s.Need, At: s.Start,
			Says: fmt.Sprintf("%s, named to step in for %s, %s.", reading.CalledWorker(p, f.Backup), reading.CalledWorker(p, s.Worker), f.Says)})
	}
	return out
}
