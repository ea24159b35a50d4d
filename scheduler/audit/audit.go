package audit

import (
	"fmt"

	"github.com/carerota/carerota/internal/proof"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Rota reads any rota again, whoever made it, from the problem and the shifts
// alone: every hard rule, cover, contingency, cost to the penny. It shares no
// code with the compiler, the rules or any engine, so that what it says of a
// rota is a second opinion. It never fails: what is wrong with the rota stands in
// the report's Findings, and neither p nor r is changed.
//
// What counts, where the rota is at fault: a shift of a worker whom the problem
// does not know, of an unknown kind, without length or far from the rota's days
// is reported and otherwise left out; a shift in an unknown need or outside every
// occurrence counts on its worker's line and is paid, but covers nothing; a shift that
// breaks any other rule is reported and counts in full. What was worked before the
// rota breaks no rule by itself: a finding always has a shift of the rota in it.
//
// The report's Status is Unknown and its bounds are NaN. Its Rota is a copy of r
// in order of start, then worker, with Pinned and Backups made again.
func Rota(p *scheduler.Problem, r *scheduler.Rota) *scheduler.Report {
	return reading.Audited(p, r).Report
}

// Proofs reads proofs with nothing but the problem, and says what is wrong with them, a line for
// each proof that does not hold. It uses no solver and no rota: that the demand is asked for and no
// time counted twice, that nobody who could serve it is left out, that nobody can give more than is
// said, and the sum. Where the most that one worker can give is said to follow from all hard limits
// (limit "rota"), that worker is planned alone; for a proof of kind "engine" all rotas of the few
// workers meant are tried again. One that is too large for that is said not to hold.
func Proofs(p *scheduler.Problem, proofs []scheduler.Proof) []string {
	if p == nil || len(proofs) == 0 {
		return nil
	}
	r := proof.New(p)
	var out []string
	var before []proof.Asks
	for i := range proofs {
		bad := r.Faults(&proofs[i])
		rows, _ := r.Asked(proofs[i].Demand)
		for j := range rows {
			if rows[j].Among(before) {
				bad = append(bad, fmt.Sprintf("need %q from %s is in the demand of another proof too", rows[j].Need.ID, r.SaySpan(rows[j].Span)))
			}
		}
		before = append(before, rows...)
		for _, says := range bad {
			out = append(out, fmt.Sprintf("Proof %d does not hold: %s.", i+1, says))
		}
	}
	return out
}
