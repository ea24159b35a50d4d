package proof

import (
	"fmt"
	"math"
	"slices"

	"github.com/carerota/carerota/internal/reading"
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
			bad = append(bad, fmt.Sprintf("%s of need %q cannot count as %s", reading.Hours(long*3600), d.Need, reading.Hours(d.CountsHours*3600)))
		}
	}
	return bad
}

// countedFaults are what is wrong with who could give to a proof of kind "counted".
func (r *Reader) countedFaults(p *scheduler.Proof, rows []Asks) (bad []string) {
	if !r.wholeVisits(rows) {
		return []string{"not all of its demand is of whole visits of one week"}
	}
	said := make([]float64, len(r.Workers))
	for i := range p.Supply {
		s := &p.Supply[i]
		w := reading.IndexOf(r.WorkerOf, s.Worker)
		if w < 0 || s.Provider != "" || s.Limit != scheduler.LimitAlone {
			return []string{fmt.Sprintf("what worker %q, provider %q could give is not the most of one worker alone", s.Worker, s.Provider)}
		}
		said[w] += s.AtMostHours
	}
	for i := range r.Workers {
		if w := &r.Workers[i]; !w.Trainee && !r.givesNoMore(w, rows, int64(math.Round(said[i]*3600))) {
			bad = append(bad, fmt.Sprintf("%s could give more than %s", w.Title(), reading.Hours(said[i]*3600)))
		}
	}
	return bad
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
	for i := range p.Supply {
		most += p.Supply[i].AtMostHours
	}
	says := fmt.Sprintf("%s %s need %s.", reading.Times(visits, "visit"), r.sayWhen(p.Demand), sayAmount(all))
	says += fmt.Sprintf(" Here %d of them count for less than they last, as listed, and all for %s.", fewer, sayAmount(p.DemandHours))
	if len(p.Supply) == 0 {
		return says + fmt.Sprintf(" Nobody can take any, so %s %s uncovered in every rota.", sayAmount(p.BoundHours), stays(p.BoundHours))
	}
	who := "only " + r.sayGivers(p.Supply).names
	says += fmt.Sprintf(" With travel, rest and hours of work %s can take any, at most %s so counted", who, sayAmount(most))
	if len(p.Supply) <= mostSaidWorkers {
		var each []string
		for i := range p.Supply {
			each = append(each, fmt.Sprintf("%s %s", r.NameOf(p.Supply[i].Worker), sayAmount(p.Supply[i].AtMostHours)))
		}
		says += " (" + reading.List(slices.Compact(each)) + ")"
	}
	return says + fmt.Sprintf(", so at least %s %s uncovered in every rota.", sayAmount(p.BoundHours), stays(p.BoundHours))
}
