package contingency

import (
	"cmp"
	"context"
	"errors"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// mostMissingChecks is how many shifts are tried for each removal.
const mostMissingChecks = 2000

// mostMissing is the size of a rota, in workers times shifts, up to which it is worked out
// unasked who could not be missed. Each worker is taken out of a rota of all the others, so that
// these alone can be too many.
const (
	mostMissing        = 150_000
	mostMissingWorkers = 2000
)

// Missed takes each worker, and each provider with all its workers, out of
// the report's rota in turn, for the whole rota and known long before it, repairs what is left, and enters
// into the report's contingency the hours that then stay uncovered beside those that
// are so already: SinglePoints and Providers, and Pairs where they are asked for (those
// that lose more than the two do one by one). Of a large rota it does so only where
// pairs are asked for. The repair is the best that is found within the checks, so that another
// new plan may lose less, never more. Skills and LongestGap are entered too. Where the context
// ends first the three lists stay as they were, and the answer is false.
func Missed(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, threads int, pairs bool, rules ...constraints.Rule) bool {
	if p == nil || r == nil || r.Rota == nil {
		return true
	}
	if ctx == nil {
		ctx = context.Background()
	}
	if !pairs && TooMany(p, r.Rota) {
		r.Warnings = append(r.Warnings, "Who could not be missed is not worked out for a rota of this size: carerota check --pairs does it.")
		return true
	}
	if len(r.Findings) > 0 {
		return true
	}
	c := &r.Contingency
	c.Skills, c.LongestGap = skillCounts(p), longestGap(r.Underlap)
	if ctx.Err() != nil {
		return false
	}
	f := fragile{was: reading.JudgedUnder(p, r.Rota, own.Of(rules)), threads: threads, pairs: pairs, workers: make([]string, len(p.Workers))}
	var trials [][]scheduler.Event
	for i := range p.Workers {
		f.workers[i] = p.Workers[i].ID
		trials = append(trials, []scheduler.Event{{Kind: scheduler.EventLeaves, Worker: f.workers[i]}})
	}
	for i := range p.Providers {
		trials = append(trials, []scheduler.Event{{Kind: scheduler.EventWithdraws, Provider: p.Providers[i].ID}})
	}
	for i := 0; pairs && i < len(f.workers); i++ {
		for k := i + 1; k < len(f.workers); k++ {
			trials = append(trials, []scheduler.Event{{Kind: scheduler.EventLeaves, Worker: f.workers[i]}, {Kind: scheduler.EventLeaves, Worker: f.workers[k]}})
		}
	}
	lost := f.all(ctx, trials)
	if ctx.Err() != nil {
		return false
	}
	f.enter(c, p, lost)
	return true
}

// TooMany says whether a rota is so large that who could not be missed is worked out only where it
// is asked for.
func TooMany(p *scheduler.Problem, r *scheduler.Rota) bool {
	return p != nil && r != nil && (len(p.Workers) > mostMissingWorkers || len(p.Workers)*len(r.Shifts) > mostMissing)
}

// fragile is a rota from which people are taken.
type fragile struct {
	was     *reading.Reading
	threads int
	pairs   bool
	workers []string
}

// all are the hours lost in each trial.
func (f *fragile) all(ctx context.Context, trials [][]scheduler.Event) []float64 {
	lost := make([]float64, len(trials))
	failed := make([]error, len(trials))
	threads := f.threads
	if threads <= 0 {
		threads = runtime.GOMAXPROCS(0)
	}
	next := make(chan int)
	var wait sync.WaitGroup
	for range min(threads, len(trials)) {
		wait.Go(func() {
			for i := range next {
				func() {
					defer solver.Recover(&failed[i])
					lost[i] = f.without(ctx, trials[i])
				}()
			}
		})
	}
	for i := range trials {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wait.Wait()
	if err := errors.Join(failed...); err != nil { // of a caller's own rule
		solver.Throw(err)
	}
	return lost
}

// without is how many hours go uncovered after the events.
func (f *fragile) without(ctx context.Context, events []scheduler.Event) (hours float64) {
	known := f.was.Instant(f.was.Origin).Add(-editor.LongBefore)
	for i := range events {
		events[i].Start = known
	}
	s := editor.Search{Editor: editor.New(f.was, events, known, known), Limit: mostMissingChecks}
	s.Run(ctx)
	for _, short := range s.Best.Short {
		hours += reading.HoursOf(short)
	}
	return hours
}

func (f *fragile) enter(c *scheduler.ContingencyReport, p *scheduler.Problem, lost []float64) {
	c.SinglePoints, c.Providers, c.Pairs = []scheduler.Loss{}, []scheduler.Loss{}, nil
	if f.pairs {
		c.Pairs = []scheduler.PairLoss{}
	}
	most := func(list []scheduler.Loss) {
		slices.SortStableFunc(list, func(x, y scheduler.Loss) int { return cmp.Or(cmp.Compare(y.Hours, x.Hours), cmp.Compare(x.Who, y.Who)) })
	}
	for i, id := range f.workers {
		if lost[i] > 0 {
			c.SinglePoints = append(c.SinglePoints, scheduler.Loss{Who: id, Hours: lost[i]})
		}
	}
	n := len(f.workers)
	for i := range p.Providers {
		c.Providers = append(c.Providers, scheduler.Loss{Who: p.Providers[i].ID, Hours: lost[n+i]})
	}
	most(c.SinglePoints)
	most(c.Providers)
	at := n + len(p.Providers)
	for i := 0; f.pairs && i < n; i++ {
		for k := i + 1; k < n; k++ {
			if lost[at] > lost[i]+lost[k] {
				c.Pairs = append(c.Pairs, scheduler.PairLoss{First: f.workers[i], Second: f.workers[k], Hours: lost[at]})
			}
			at++
		}
	}
	slices.SortStableFunc(c.Pairs, func(x, y scheduler.PairLoss) int { return cmp.Compare(y.Hours, x.Hours) })
}

// skillCounts counts who holds what, by provider in the problem's order and skill by
// name.
func skillCounts(p *scheduler.Problem) (out []scheduler.SkillCount) {
	a := reading.New(p)
	first, end := a.Midnights[a.First], a.Midnights[a.First+a.Days]
	count := map[scheduler.SkillCount]int{}
	for i := range a.Workers {
		w := &a.Workers[i]
		if w.Trainee || w.Barred || !w.Approved.Meets(reading.Span{From: first, To: end}) {
			continue
		}
		count[scheduler.SkillCount{Provider: w.Provider}]++
		for skill, spans := range w.SkillTimes {
			if len(reading.Meet(spans, []reading.Span{{From: first, To: end}})) > 0 {
				count[scheduler.SkillCount{Provider: w.Provider, Skill: skill}]++
			}
		}
	}
	for k, n := range count {
		k.Workers = n
		out = append(out, k)
	}
	slices.SortFunc(out, func(x, y scheduler.SkillCount) int {
		return cmp.Or(cmp.Compare(reading.IndexOf(a.ProviderOf, x.Provider), reading.IndexOf(a.ProviderOf, y.Provider)), cmp.Compare(x.Skill, y.Skill))
	})
	return out
}

// longestGap is the longest unbroken time in which a client has nobody in a need
// that is due.
func longestGap(short []scheduler.Underlap) (longest time.Duration) {
	until := map[[2]string]time.Time{}
	since := map[[2]string]time.Time{}
	for _, u := range short {
		if !u.Gap {
			continue
		}
		key := [2]string{u.Client, u.Need}
		if end, ok := until[key]; !ok || u.Start.After(end) {
			since[key] = u.Start
		}
		if u.End.After(until[key]) {
			until[key] = u.End
		}
		longest = max(longest, until[key].Sub(since[key]))
	}
	return longest
}
