package proof

import (
	"fmt"
	"math"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// A proof of kind "counted" counts some visits for less than they last, whoever takes them. What is
// so counted and not given is open, and lasts at least as long: the sum shows no more than there is.
// Short and easy visits then do not stand for the long ones that everybody would rather take, and
// what each worker can give alone adds up to little more than what all can give together.

// falseCounts says what is wrong with what the rows of a proof count.
func falseCounts(p *scheduler.Proof) (bad []string) {
	for i := range p.Demand {
		d := &p.Demand[i]
		if d.CountsHours == 0 {
			continue
		}
		if long := d.End.Sub(d.Start).Hours(); p.Kind != scheduler.ProofCounted || !(d.CountsHours > 0) || d.CountsHours > long+scheduler.ProofSlack {
			bad = append(bad, fmt.Sprintf("%s of need %q cannot count as %s", say.Hours(long), d.Need, say.Hours(d.CountsHours)))
		}
	}
	return bad
}

// countedFaults are what is wrong with who could give to a proof of kind "counted".
func (r *Reader) countedFaults(p *scheduler.Proof, rows []Asks) (bad []string) {
	said := make([]float64, len(r.Workers))
	for i := range p.Supply {
		s := &p.Supply[i]
		w := reading.IndexOf(r.WorkerOf, s.Worker)
		if w < 0 || s.Provider != "" || s.Limit != scheduler.LimitAlone {
			return []string{fmt.Sprintf("what worker %q, provider %q could give is not the most of one worker alone", s.Worker, s.Provider)}
		}
		said[w] += s.AtMostHours
	}
	if !r.wholeVisits(rows) {
		return r.lineFaults(rows, said)
	}
	for i := range r.Workers {
		if w := &r.Workers[i]; !w.Trainee && !r.givesNoMore(w, rows, int64(math.Round(said[i]*3600))) {
			bad = append(bad, r.givesMore(i, said[i]))
		}
	}
	return bad
}

// givesMore says that a worker could give more than is said, in hours.
func (r *Reader) givesMore(worker int, said float64) string {
	return fmt.Sprintf("%s could give more than %s", r.Workers[worker].Title(), say.Hours(said))
}

// shows is what a demand less the supply, in hours, shows to be open. Visits that are taken whole
// stay open whole: it is brought up to the next multiple of what their lengths have in common.
func shows(p *scheduler.Proof, rows []Asks, less float64) float64 {
	if p.Kind != scheduler.ProofCounted || less <= 0 {
		return less
	}
	part := int64(0)
	for i := range rows {
		part = gcd(rows[i].Len(), part)
	}
	seconds := int64(math.Round(less * 3600))
	return float64((seconds+part-1)/part*part) / 3600
}

// sayCounted is a proof of kind "counted" in sentences.
func (r *Reader) sayCounted(p *scheduler.Proof) string {
	visits, fewer, all, most := 0, 0, 0.0, 0.0
	for i := range p.Demand {
		d := &p.Demand[i]
		visits += d.Workers
		all += float64(d.Workers) * d.End.Sub(d.Start).Hours()
		if d.CountsHours > 0 {
			fewer += d.Workers
		}
	}
	var each []string
	for i := range p.Supply {
		most += p.Supply[i].AtMostHours
		each = append(each, fmt.Sprintf("%s (%s)", r.NameOf(p.Supply[i].Worker), say.Hours(p.Supply[i].AtMostHours)))
	}
	needed, atMost := fmt.Sprintf("%s %s need %s.", upperFirst(r.sayWhen(p.Demand)), say.Count(visits, "visit"), say.Hours(all)), "at most"
	if fewer > 0 {
		needed += fmt.Sprintf(" Here %d of them count for less than they last: %s in all.", fewer, say.Hours(p.DemandHours))
		atMost = "at most, so counted"
	}
	limits := "within all their limits"
	if rows, bad := r.Asked(p.Demand); len(bad) == 0 && r.wholeVisits(rows) {
		limits = "with travel and rest between"
	}
	open := fmt.Sprintf("So at least %s %s open, whatever the rota.", say.Hours(p.BoundHours), stays(p.BoundHours))
	if p.BoundHours > p.DemandHours-most+scheduler.ProofSlack {
		open = fmt.Sprintf("Only whole visits stay open: at least %s, whatever the rota.", say.Hours(p.BoundHours))
	}
	switch {
	case len(each) == 0:
		return needed + " Nobody can do any of it. " + open
	case len(each) > mostSaidWorkers:
		return fmt.Sprintf("%s Only %s can do any of it, %s: %s %s. The proof lists what each visit counts, and what each person could do. %s",
			needed, fmt.Sprintf("%d people", len(each)), limits, say.Hours(most), atMost, open)
	}
	return fmt.Sprintf("%s Only %s can do any of it, %s: %s %s. %s", needed, say.List(each), limits, say.Hours(most), atMost, open)
}
