package validate

import (
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// defaultMemoryLimit is the memory in bytes past which Problem refuses a
// problem as too large: 8 GiB.
const defaultMemoryLimit = 8 << 30

// What a problem takes in all that is done with it, in bytes; the figures of Estimate.
const (
	bytesReport     = 128 << 20 // the tables of the proofs, and a report's reasons, which are so many at most, as values and as text
	bytesWorker     = 16 << 10  // a worker with a line of no days: the calendar, its limits by week, the audit's reading
	bytesOccurrence = 1024      // an occurrence with its prices and cover
	bytesStep       = 32        // a step of the planning grid of an occurrence
	bytesCandidate  = 184       // a worker who may take an occurrence: 56 in the model, again in its part where it has several, 25 laid out for the search, the rest while bounds are found
	bytesWorkerDay  = 256       // a worker's line, by day

	bytesThread    = 1 << 20 // a thread that searches,
	bytesThreadDay = 64      // with a line of its own for every worker, by day,
	daysAround     = 11      // those around the rota included
)

// Estimate is about how much memory in bytes it takes to solve p on so many threads and to report
// the rota: it grows with the workers, the occurrences, their length on the planning grid, and for
// each occurrence the workers who may take it by skill, refusal, suspension and provider.
func Estimate(p *scheduler.Problem, threads int) int64 {
	if p == nil {
		return 0
	}
	v := newValidation(p, Checks{})
	v.ids()
	workers, days := int64(len(p.Workers)), int64(min(max(0, p.Days), mostDays))
	total := bytesReport + workers*bytesWorker + workers*days*bytesWorkerDay
	total += int64(max(1, threads)) * (bytesThread + workers*(days+daysAround)*bytesThreadDay)
	for i := range p.Needs {
		n := &p.Needs[i]
		days, runs := daysOf(v, &n.Days)
		length := n.To - n.From
		if length <= 0 {
			length += 24 * time.Hour
		}
		occurrences := days
		if length >= 24*time.Hour && !n.Whole {
			occurrences = runs
		}
		steps := int64(days) * int64(min(length, 24*time.Hour)/max(p.Grain, time.Minute))
		total += int64(occurrences)*(bytesOccurrence+int64(candidates(v, n))*bytesCandidate) + steps*bytesStep
	}
	return total
}

// size refuses a problem whose estimate is past the limit.
func (v *validation) size(limit int64, threads int) {
	if limit < 0 {
		return
	}
	if limit == 0 {
		limit = defaultMemoryLimit
	}
	if need := Estimate(v.p, threads); need > limit {
		v.add("", "plan fewer days, clients or workers at once, use a coarser grain or fewer threads, or raise the memory limit",
			"the problem is too large: about %s of memory would be needed, the limit is %s", sayBytes(need), sayBytes(limit))
	}
}

func sayBytes(n int64) string { return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30)) }

// daysOf counts the days of the rota on which the pattern holds, and the runs
// of such days one after the other: round the clock a run is one occurrence.
func daysOf(v *validation, pt *scheduler.Pattern) (days, runs int) {
	last := -2
	for i := range min(max(0, v.p.Days), mostDays) {
		if pt.HoldsOn(v.p.Start.Plus(i), v.p.Holidays) {
			days++
			if i > last+1 {
				runs++
			}
			last = i
		}
	}
	return days, runs
}

// candidates counts the workers who may serve n at some time.
func candidates(v *validation, n *scheduler.Need) int {
	refused := map[string]bool{}
	if i, ok := v.clients[n.Client]; ok {
		for _, id := range v.p.Clients[i].Refuses {
			refused[id] = true
		}
	}
	for i := range v.p.Providers {
		p := &v.p.Providers[i]
		if p.Suspended || n.Client != "" && !p.AcceptsAll && !slices.Contains(p.Accepts, n.Client) {
			refused[p.ID] = true
		}
	}
	only := map[string]bool{}
	for _, id := range n.Only {
		only[id] = true
	}
	count := 0
	for i := range v.p.Workers {
		w := &v.p.Workers[i]
		out := w.Suspended || refused[w.ID] || refused[w.Provider] || slices.Contains(w.Refuses, n.Client)
		chosen := len(only) == 0 || only[w.ID] || only[w.Provider]
		if !out && (w.Shadowing != "" || chosen && holdsAll(w, n.Skills)) {
			count++
		}
	}
	return count
}

func holdsAll(w *scheduler.Worker, skills []string) bool {
	for _, s := range skills {
		if !slices.ContainsFunc(w.Skills, func(have scheduler.Skill) bool { return have.Name == s }) {
			return false
		}
	}
	return true
}
