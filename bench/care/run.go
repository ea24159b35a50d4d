package care

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/bench/engines"
	"github.com/carerota/carerota/bench/fresh"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/solver"
)

// Case is one run.
type Case struct {
	Shape   string
	Seed    uint64
	Engine  string // a name of engines.Names
	Threads int
	Time    time.Duration
	Steps   int64 // in place of Time when positive
}

// Run draws the problem, solves it, audits the rota and measures all of it. A rota that the audit
// rejects is no error: the row says so.
func Run(ctx context.Context, c Case) (rows.Row, error) {
	s, err := shapeOf(c.Shape)
	if err != nil {
		return rows.Row{}, err
	}
	pl, err := Plant(c.Shape, c.Seed)
	if err != nil {
		return rows.Row{}, err
	}
	engine, err := engines.Of(c.Engine)
	if err != nil {
		return rows.Row{}, err
	}
	row := rows.Row{Suite: "care", Shape: c.Shape, Engine: c.Engine, Workers: s.Workers, Clients: len(pl.Problem.Clients), Days: s.Days,
		Needs: len(pl.Problem.Needs), Slack: s.Slack, Seed: c.Seed, Threads: c.Threads}
	copy(row.Planted[:], pl.Optimum.Underlap[:])
	row.Planted[3] = pl.Optimum.Contingency
	o := carerota.Options{Rules: carerota.Rules(), Seed: c.Seed, Threads: c.Threads, Time: c.Time}
	if row.Limit = c.Time.Seconds(); c.Steps > 0 {
		o.Steps, o.Time, row.Limit = c.Steps, 0, 0
	}
	return row, measure(ctx, pl.Problem, o, engine, &row)
}

// measure solves, audits and fills the row.
func measure(ctx context.Context, p *scheduler.Problem, o carerota.Options, engine solver.Engine, row *rows.Row) error {
	w := &watched{Engine: engine, began: time.Now()}
	o.Engine, o.Omit.Missed = w, true
	var seen []rows.Point
	o.Progress = func(p carerota.Progress) {
		at := rows.Point{Seconds: (w.offset + p.Elapsed).Seconds()}
		for l := range at.Value {
			at.Value[l] = p.Objective[place(l)].Value
		}
		seen = append(seen, at)
	}
	report, err := solve.Rota(ctx, p, o)
	row.Seconds = time.Since(w.began).Seconds()
	row.PeakMiB = fresh.PeakMiB()
	if report == nil {
		return fmt.Errorf("%s, seed %d: %w", row.Shape, row.Seed, err)
	}
	if err != nil {
		row.Findings = append(row.Findings, err.Error())
	}
	began := time.Now()
	again, err := solve.Complete(ctx, p, report.Rota, carerota.CompleteOptions{Rules: o.Rules,
		Omit: scheduler.Omit{Reasons: true, Backups: true, Shares: true, Missed: true}})
	if err != nil {
		return err
	}
	row.ProofTime = time.Since(began).Seconds()
	for _, f := range again.Findings {
		row.Findings = append(row.Findings, f.Says)
	}
	row.Audited = len(row.Findings) == 0
	fill(row, report, again, w)
	row.Curve(seen)
	proofs(p, again, row)
	return nil
}

// proofs has the proofs about the audited rota read.
func proofs(p *scheduler.Problem, again *scheduler.Report, row *rows.Row) {
	var people, days []float64
	for i := range again.Proofs {
		x := &again.Proofs[i]
		row.Unavoidable += x.BoundHours
		workers, on := map[string]bool{}, map[scheduler.Date]bool{}
		for _, s := range x.Supply {
			workers[s.Worker+s.Provider] = true
		}
		for _, d := range x.Demand {
			on[scheduler.DateOf(d.Start.In(p.Zone))] = true
		}
		people, days = append(people, float64(len(workers))), append(days, float64(len(on)))
	}
	row.ProofPeople, row.ProofDays = rows.Median(people), rows.Median(days)
	row.FalseProofs = len(audit.Proofs(p, again.Proofs))
	if _, planted := row.Underlap(); row.Unavoidable > planted+1e-6 {
		row.FalseProofs++
	}
}

// place is where a level of the rows stands in the objective, which has family between.
func place(l int) int {
	if l >= scheduler.LevelFamily {
		return l + 1
	}
	return l
}

// fill enters the audit's own figures, the report's bounds and the engine's times.
func fill(row *rows.Row, report, again *scheduler.Report, w *watched) {
	for l := range row.Found {
		row.Found[l] = again.Objective[place(l)].Value
		row.Bound[l] = report.Objective[place(l)].Bound
	}
	money := len(scheduler.Levels) - 1
	row.Money = again.Objective[money].Value
	if b := report.Objective[money].Bound; !math.IsNaN(b) && !math.IsInf(b, 0) {
		row.MoneyBound, row.MoneyBounded = b, true
	}
	if w.result == nil {
		return
	}
	row.Steps = w.result.Steps
	row.Best = w.best().Seconds()
	at, ok := w.proof()
	row.Proof, row.Proved = at.Seconds(), ok
}
