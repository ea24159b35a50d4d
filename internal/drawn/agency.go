package drawn

import (
	"fmt"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Agency is a problem of many workers, each of whom may serve every one of so many daily visits of
// five hours, with one worker on standby: large in all that a rota's report is worked out from.
func Agency(workers, visits, days int) *scheduler.Problem {
	p := scheduler.NewProblem("agency", time.UTC, scheduler.Date{Year: 2026, Month: 3, Day: 23}, days)
	p.Grain = time.Hour
	p.Contingency.Standby = 1
	for i := range visits {
		id := fmt.Sprint("c", i)
		p.Clients = append(p.Clients, scheduler.Client{ID: id})
		from := time.Duration(7+i%12) * time.Hour
		p.Needs = append(p.Needs, scheduler.NewNeed(fmt.Sprint("n", i), id, scheduler.Daily(), from, from+5*time.Hour))
	}
	for i := range workers {
		w := scheduler.NewWorker(fmt.Sprint("w", i), "")
		w.Rate = float64(12 + i%5)
		p.Workers = append(p.Workers, w)
	}
	return p
}
