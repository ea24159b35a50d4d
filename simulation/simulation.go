package simulation

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
)

// Options of Run. The zero value of all but Settings works.
type Options struct {
	Settings Settings
	Runs     int    // horizons, at most MostRuns; 0 for 10000
	Seed     uint64 // the same seed gives the same figures whatever the threads
	Threads  int    // 0: as many as the machine has
	Withdraw string // a provider that withdraws from all its clients in every horizon, at some time; empty for none
	Progress func(done, runs int)
	Rules    []constraints.Rule // rules of the caller's own among them hold for everybody who is called
}

// MostRuns is the most horizons that a rota is played out over.
const MostRuns = 10_000_000

// ErrSettings says that settings are out of range; Settings.Faults names them.
var ErrSettings = errors.New("simulation: settings are out of range")

// Run plays a rota out, as it is and without its standby. Both meet the same
// chances. The rota must be legal ([repair.ErrBrokenRota]) and its problem without faults
// (*scheduler.ProblemError). When the context ends the figures are those of the first horizons, as
// many as were played by then: what Runs set to that number gives. Its error comes back where none was.
func Run(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, o Options) (*Result, error) {
	if len(o.Settings.Faults()) > 0 {
		return nil, ErrSettings
	}
	if err := cmp.Or(solver.CheckContext(ctx), scheduler.CheckCount("Runs", int64(o.Runs), MostRuns), scheduler.CheckThreads(o.Threads)); err != nil {
		return nil, err
	}
	if faults := validate.ProblemWith(p, validate.Checks{MemoryLimit: -1}); len(faults) > 0 {
		return nil, &scheduler.ProblemError{Faults: faults}
	}
	if r == nil {
		r = &scheduler.Rota{}
	}
	o.Runs = cmp.Or(o.Runs, 10_000)
	report := audit.Rota(p, r)
	if constraints.HasOwn(o.Rules) { // so that every desk has it
		c, err := constraints.Compile(p, o.Rules)
		if err != nil {
			return nil, err
		}
		o.Rules = c.With(o.Rules)
	}
	if _, err := repair.NewDesk(p, r, o.Rules...); err != nil {
		return nil, err
	}
	w, err := newWorld(p, report, o.Withdraw)
	if err != nil {
		return nil, err
	}
	bare := &scheduler.Rota{AsWorked: report.Rota.AsWorked, Shifts: slices.DeleteFunc(slices.Clone(report.Rota.Shifts), func(s scheduler.Shift) bool { return s.Kind == scheduler.Standby })}
	played, err := play(ctx, w, report.Rota, bare, o)
	if err != nil {
		return nil, err
	}
	res := w.result(played, o)
	if n := len(report.Rota.Shifts) - len(bare.Shifts); n > 0 {
		res.With.PerStandby = Figure{res.With.CallOuts.Value / float64(n), res.With.CallOuts.Margin / float64(n)}
		res.With.StandbyCost = costAlone(p, report.Rota) - costAlone(p, bare)
	}
	if res.Extra = res.With.spent() - res.Without.spent(); res.Extra > 0 {
		res.HoursPerMoney = res.Saved.Value / res.Extra
	}
	return res, nil
}

// costAlone is what the shifts of a rota cost, guaranteed hours left aside.
func costAlone(p *scheduler.Problem, r *scheduler.Rota) float64 {
	free := p.Clone()
	for i := range free.Workers {
		free.Workers[i].GuaranteedHoursWeek = 0
	}
	return audit.Rota(free, r).Cost.Total
}

// teller counts the horizons that are played, and tells of progress, one call at a time.
type teller struct {
	sync.Mutex
	count int
	last  time.Time
}

// often is how much time lies between two tellings of progress, at least.
const often = 100 * time.Millisecond

// done counts one horizon.
func (t *teller) done(o Options) (err error) {
	defer solver.Recover(&err)
	t.Lock()
	defer t.Unlock()
	if t.count++; o.Progress != nil && (t.count == o.Runs || time.Since(t.last) >= often) {
		t.last = time.Now()
		solver.Ask(func() string { return "Progress" }, func() { o.Progress(t.count, o.Runs) })
	}
	return nil
}

// meet has a desk meet the events of a horizon, unless the context ends before them.
func (w *world) meet(ctx context.Context, t *tally, d *repair.Desk, c *chance, events []event) error {
	d.Reset()
	d.FreeLead = time.Duration(c.FetchMinutes) * time.Minute
	d.Answers = c.answers
	weeks := maps.Clone(w.openWeeks)
	for i := range events {
		if ctx.Err() != nil {
			return nil
		}
		e := &events[i]
		res := d.Absent(e.DeskAbsence)
		if res.Err != nil {
			return res.Err
		}
		t.lost += res.Lost
		t.by[e.why].lost += res.Lost
		for _, k := range res.Taken {
			if k.Standby {
				t.callOuts++
				t.standbyMoney += k.Money
			} else {
				t.others++
				t.othersMoney += k.Money
			}
		}
		for _, g := range res.Uncovered {
			t.left(events, e, g)
			weeks[w.weekOf(g.Start)] = true
		}
	}
	t.loud = len(weeks)
	return nil
}

// left enters a time that nobody could take.
func (t *tally) left(events []event, e *event, g repair.DeskGap) {
	hours := g.End.Sub(g.Start).Hours()
	t.uncovered += hours
	t.asked++
	t.by[e.why].uncovered += hours
	if g.Start.Sub(e.Reported) < shortNotice {
		t.short += hours
	}
	if slices.ContainsFunc(events, func(x event) bool {
		return x.Worker != e.Worker && x.Start.Before(g.End) && g.Start.Before(x.End) && !x.Reported.After(g.Start)
	}) {
		t.atOnce += hours
	}
}
