package simulation

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"maps"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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

// Outcome is what became of one plan over all horizons. Hours are worker-hours
// of one horizon, the rota's own length.
type Outcome struct {
	Lost        float64 // mean shifts lost
	Uncovered   float64 // mean hours that stay uncovered
	Worst       float64 // 95th percentile of those hours
	QuietWeeks  float64 // chance that a week has no such hour
	Asked       float64 // mean times that nobody could come and the family would have been asked
	CallOuts    float64 // mean calls on somebody on standby
	PerStandby  float64 // the same for each standby shift; 0 without any
	Others      float64 // mean shifts taken by somebody who was free
	StandbyCost float64 // money of the standby in the plan, on-cost and enhancements included, guaranteed hours left aside
}

// Result is a plan with its contingency and without.
type Result struct {
	Runs          int
	DaysSick      float64 // mean days of sickness begun in a horizon
	DaysExpected  float64 // the same in closed form, shared illness not included
	With, Without Outcome
	HoursPerMoney float64 // uncovered hours that each unit of money for standby saves; 0 without standby
}

// MostRuns is the most horizons that a rota is played out over.
const MostRuns = 10_000_000

// ErrSettings says that settings are out of range; Settings.Faults names them.
var ErrSettings = errors.New("simulation: settings are out of range")

// Run plays a rota out, as it is and without its standby. Both meet the same
// chances. The rota must be legal ([repair.ErrBrokenRota]) and its problem without faults
// (*scheduler.ProblemError). A cancelled context is an error: part of the horizons would not be the
// seed's figures.
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
	w, err := newWorld(p, report.Rota, o.Withdraw)
	if err != nil {
		return nil, err
	}
	bare := &scheduler.Rota{Shifts: slices.DeleteFunc(slices.Clone(report.Rota.Shifts), func(s scheduler.Shift) bool { return s.Kind == scheduler.Standby })}
	runs, err := play(ctx, w, report.Rota, bare, o)
	if err != nil {
		return nil, err
	}
	res := &Result{Runs: o.Runs, DaysExpected: o.Settings.DaysSick() * w.years * float64(len(p.Workers))}
	for i := range runs {
		res.DaysSick += float64(runs[i].days) / float64(o.Runs)
	}
	res.With = w.outcome(runs, func(h *horizon) *tally { return &h.with })
	res.Without = w.outcome(runs, func(h *horizon) *tally { return &h.without })
	n := len(report.Rota.Shifts) - len(bare.Shifts)
	if n > 0 {
		res.With.PerStandby = res.With.CallOuts / float64(n)
		res.With.StandbyCost = costAlone(p, report.Rota) - costAlone(p, bare)
	}
	if res.With.StandbyCost > 0 {
		res.HoursPerMoney = (res.Without.Uncovered - res.With.Uncovered) / res.With.StandbyCost
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

// horizon is what became of one horizon.
type horizon struct {
	days          int
	with, without tally
}

// tally counts what became of one plan in one horizon.
type tally struct {
	lost, callOuts, others, asked, loud int
	uncovered                           float64
}

// play plays all horizons, each by its own number.
func play(ctx context.Context, w *world, rota, bare *scheduler.Rota, o Options) ([]horizon, error) {
	threads := o.Threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	out := make([]horizon, o.Runs)
	var next, done atomic.Int64
	var wait sync.WaitGroup
	var tell sync.Mutex
	failed := make([]error, min(threads, o.Runs))
	for t := range failed {
		wait.Go(func() {
			with, err := repair.NewDesk(w.p, rota, o.Rules...)
			without, other := repair.NewDesk(w.p, bare, o.Rules...)
			if failed[t] = errors.Join(err, other); failed[t] != nil {
				return
			}
			for ctx.Err() == nil {
				i := int(next.Add(1) - 1)
				if i >= o.Runs {
					return
				}
				c := newChance(o.Settings, o.Seed, i)
				events := c.events(w)
				for _, e := range events {
					out[i].days += e.days
				}
				failed[t] = errors.Join(w.meet(&out[i].with, with, events, o, i), w.meet(&out[i].without, without, events, o, i))
				if failed[t] != nil {
					next.Store(int64(o.Runs)) // the other threads end too
					return
				}
				if n := done.Add(1); o.Progress != nil && (n%64 == 0 || n == int64(o.Runs)) {
					if failed[t] = told(&tell, o, int(n)); failed[t] != nil {
						next.Store(int64(o.Runs))
						return
					}
				}
			}
		})
	}
	wait.Wait()
	return out, errors.Join(ctx.Err(), errors.Join(failed...))
}

// told tells of progress, one call at a time.
func told(one *sync.Mutex, o Options, done int) (err error) {
	defer solver.Recover(&err)
	one.Lock()
	defer one.Unlock()
	solver.Ask(func() string { return "Progress" }, func() { o.Progress(done, o.Runs) })
	return nil
}

// meet has a desk meet the events of a horizon.
func (w *world) meet(t *tally, d *repair.Desk, events []event, o Options, run int) error {
	d.Reset()
	d.FreeLead = time.Duration(o.Settings.FetchMinutes) * time.Minute
	d.Answers = func(worker, need string, start time.Time) bool {
		h := fnv.New64a()
		fmt.Fprint(h, o.Seed, run, worker, need, start.Unix())
		return float64(mixed(h.Sum64())>>11)/(1<<53) < o.Settings.Answers
	}
	weeks := map[int]bool{}
	for _, e := range events {
		res := d.Absent(e.DeskAbsence)
		if res.Err != nil {
			return res.Err
		}
		t.lost += res.Lost
		for _, k := range res.Taken {
			if k.Standby {
				t.callOuts++
			} else {
				t.others++
			}
		}
		for _, g := range res.Uncovered {
			t.uncovered += g.End.Sub(g.Start).Hours()
			t.asked++
			weeks[w.weekOf(g.Start)] = true
		}
	}
	t.loud = len(weeks)
	return nil
}

// mixed spreads the bits of a hash (the end of splitmix64).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// outcome draws the horizons of one plan together.
func (w *world) outcome(runs []horizon, of func(*horizon) *tally) (o Outcome) {
	n := float64(len(runs))
	hours, quiet := make([]float64, 0, len(runs)), 0
	for i := range runs {
		t := of(&runs[i])
		hours = append(hours, t.uncovered)
		o.Lost += float64(t.lost) / n
		o.Uncovered += t.uncovered / n
		o.Asked += float64(t.asked) / n
		o.CallOuts += float64(t.callOuts) / n
		o.Others += float64(t.others) / n
		quiet += w.weeks - t.loud
	}
	o.QuietWeeks = float64(quiet) / (n * float64(w.weeks))
	slices.Sort(hours)
	o.Worst = hours[min(len(hours)-1, len(hours)*95/100)]
	return o
}

// world is what does not change from horizon to horizon.
type world struct {
	p         *scheduler.Problem
	start     time.Time
	end, far  time.Time
	years     float64
	weeks     int
	shifts    [][]scheduler.Shift // by worker, in order of start
	staff     [][]int             // by provider
	assistant []bool              // by worker
	packages  []pack
	withdraw  int // provider, -1 for none
}

// pack is a client with whom a provider works.
type pack struct {
	provider int
	client   string
}

func newWorld(p *scheduler.Problem, r *scheduler.Rota, withdraw string) (*world, error) {
	w := &world{p: p, start: scheduler.StartInstant(p.Zone, p.Start, 0), end: scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days), 0),
		years: float64(p.Days) / 365.25, weeks: (p.Days + 6) / 7, shifts: make([][]scheduler.Shift, len(p.Workers)),
		staff: make([][]int, len(p.Providers)), assistant: make([]bool, len(p.Workers)), withdraw: -1}
	w.far = w.end.AddDate(0, 0, 7)
	worker := map[string]int{}
	for i := range p.Workers {
		worker[p.Workers[i].ID] = i
		for k := range p.Providers {
			if p.Providers[k].ID == p.Workers[i].Provider {
				w.staff[k] = append(w.staff[k], i)
				w.assistant[i] = p.Providers[k].Kind == scheduler.PA
			}
		}
	}
	packs := map[pack]bool{}
	for _, s := range r.Shifts {
		i := worker[s.Worker]
		w.shifts[i] = append(w.shifts[i], s)
		for k := range w.staff {
			if s.Client != "" && p.Workers[i].Provider == p.Providers[k].ID {
				packs[pack{k, s.Client}] = true
			}
		}
	}
	w.packages = slices.SortedFunc(maps.Keys(packs), func(x, y pack) int {
		if x.provider != y.provider {
			return x.provider - y.provider
		}
		return strings.Compare(x.client, y.client)
	})
	if withdraw != "" {
		w.withdraw = slices.IndexFunc(p.Providers, func(k scheduler.Provider) bool { return k.ID == withdraw })
		if w.withdraw < 0 {
			return nil, fmt.Errorf("simulation: the problem has no provider %q", withdraw)
		}
	}
	return w, nil
}

// at is a time in the horizon by its share of it.
func (w *world) at(share float64) time.Time {
	return w.start.Add(time.Duration(share * float64(w.end.Sub(w.start)))).Truncate(time.Minute)
}

// notBefore is a time, but not before the rota begins to be worked.
func (w *world) notBefore(t time.Time) time.Time {
	if t.Before(w.start.Add(-24 * time.Hour)) {
		return w.start.Add(-24 * time.Hour)
	}
	return t
}

func (w *world) weekOf(t time.Time) int {
	return scheduler.DateOf(t.In(w.p.Zone)).Sub(w.p.Start) / 7
}
