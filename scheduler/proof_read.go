package scheduler

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// CheckProofs reads proofs with nothing but the problem, and says what is wrong
// with them, a line for each proof that does not hold. It uses no solver and
// no rota: that the demand is asked for and no time counted twice, that nobody
// who could serve it is left out, that nobody can give more than is said, and
// the sum. Where the most that one worker can give is said to follow from all hard
// limits (limit "rota"), that worker is planned alone; for a proof of kind
// "engine" all rotas of the few workers meant are tried again. One that is too large for that
// is said not to hold.
func CheckProofs(p *Problem, proofs []Proof) []string {
	if p == nil || len(proofs) == 0 {
		return nil
	}
	r := newProofReader(p)
	var out []string
	var before []asks
	for i := range proofs {
		bad := r.faults(&proofs[i])
		rows, _ := r.asked(proofs[i].Demand)
		for j := range rows {
			if rows[j].among(before) {
				bad = append(bad, fmt.Sprintf("need %q from %s is in the demand of another proof too", rows[j].need.ID, r.saySpan(rows[j].auditSpan)))
			}
		}
		before = append(before, rows...)
		for _, says := range bad {
			out = append(out, fmt.Sprintf("Proof %d does not hold: %s.", i, says))
		}
	}
	return out
}

// proofReader reads proofs in the audit's terms.
type proofReader struct {
	*audit
	pins [][]auditItem // by worker: work before the rota and pinned shifts
}

func newProofReader(p *Problem) *proofReader {
	a := newAudit(p)
	r := &proofReader{audit: a, pins: make([][]auditItem, len(a.workers))}
	a.readShifts(pinnedRota(p))
	for i := range a.workers {
		r.pins[i] = slices.Clone(a.workers[i].line)
	}
	return r
}

// mostProofSearch is how many lines may be tried in planning single workers
// alone, over all proofs of a report.
const mostProofSearch = 120_000

// asks is a row of a demand in the audit's terms.
type asks struct {
	auditSpan
	need  *auditNeed
	occ   int
	skill string
	n     int
}

// among says whether a part of the row is in others.
func (x *asks) among(others []asks) bool {
	return slices.ContainsFunc(others, func(o asks) bool { return o.need == x.need && o.occ == x.occ && o.meets(x.auditSpan) })
}

// asked reads the demand.
func (r *proofReader) asked(demand []ProofDemand) (rows []asks, bad []string) {
	for i := range demand {
		d := &demand[i]
		k := auditFind(r.needOf, d.Need)
		if k < 0 {
			bad = append(bad, fmt.Sprintf("the problem has no need %q", d.Need))
			continue
		}
		x := asks{auditSpan{d.Start.Unix(), d.End.Unix()}, &r.needs[k], -1, d.Skill, d.Workers}
		most := x.need.Workers
		if d.Skill != "" {
			most = 0
			for _, m := range x.need.Among {
				if m.Skill == d.Skill {
					most = max(most, m.Workers)
				}
			}
		}
		x.occ = slices.IndexFunc(x.need.occurrences, func(o auditOccurrence) bool {
			return o.contains(x.auditSpan)
		})
		switch {
		case x.len() <= 0 || x.occ < 0:
			bad = append(bad, fmt.Sprintf("need %q does not hold from %s", d.Need, r.saySpan(x.auditSpan)))
		case d.Workers < 1 || d.Workers > most:
			bad = append(bad, fmt.Sprintf("need %q from %s does not ask for %d", d.Need, r.saySpan(x.auditSpan), d.Workers))
		case x.among(rows):
			bad = append(bad, fmt.Sprintf("need %q from %s is counted twice", d.Need, r.saySpan(x.auditSpan)))
		}
		rows = append(rows, x)
	}
	return rows, bad
}

// faults are what is wrong with one proof.
func (r *proofReader) faults(p *Proof) []string {
	rows, bad := r.asked(p.Demand)
	if len(bad) > 0 {
		return bad
	}
	if p.Kind != "hours" && p.Kind != "rota" && p.Kind != "engine" {
		return []string{fmt.Sprintf("there is no proof of the kind %q", p.Kind)}
	}
	demand, supply := 0.0, 0.0
	for _, x := range rows {
		demand += float64(x.n) * auditHoursOf(x.len())
	}
	for i := range p.Supply {
		supply += p.Supply[i].AtMostHours
		if !(p.Supply[i].AtMostHours >= 0) {
			bad = append(bad, "a supply is below nothing")
		}
	}
	if math.Abs(demand-p.DemandHours) > proofSlack {
		bad = append(bad, fmt.Sprintf("the demand comes to %s, not %s", auditHours(demand*3600), auditHours(p.DemandHours*3600)))
	}
	if math.Abs(demand-supply-p.BoundHours) > proofSlack || !(p.BoundHours > 0) {
		bad = append(bad, fmt.Sprintf("%s of demand less %s of supply are not %s", auditHours(demand*3600), auditHours(supply*3600), auditHours(p.BoundHours*3600)))
	}
	if p.Kind == "engine" && len(bad) == 0 {
		budget := mostProofSearch
		if holds, _ := r.allShort(p.Demand, int64(math.Round(p.BoundHours*3600)), &budget); holds != proofHolds {
			bad = append(bad, "trying the rotas of those who can give to the demand does not show it")
		}
		return bad
	}
	return append(bad, r.falseSupplies(p, rows)...)
}

// falseSupplies are the rows of a supply that promise too little, and the
// workers and weeks that are left out.
func (r *proofReader) falseSupplies(p *Proof, rows []asks) (bad []string) {
	byWorker, byProvider := map[int][]*ProofSupply{}, map[int][]*ProofSupply{}
	for i := range p.Supply {
		s := &p.Supply[i]
		w, k := auditFind(r.workerOf, s.Worker), auditFind(r.providerOf, s.Provider)
		switch {
		case s.Provider == "" && w >= 0:
			byWorker[w] = append(byWorker[w], s)
		case s.Worker == "" && k >= 0:
			byProvider[k] = append(byProvider[k], s)
			if says := r.falseCeiling(k, s); says != "" {
				bad = append(bad, says)
			}
		default:
			bad = append(bad, fmt.Sprintf("the problem does not know worker %q, provider %q", s.Worker, s.Provider))
		}
		if s.Limit == limitAlone && p.Kind != "rota" {
			bad = append(bad, "a limit by all rules makes the proof one of kind \"rota\"")
		}
	}
	for i := range r.workers {
		w := &r.workers[i]
		if w.trainee {
			continue
		}
		weeks, total, limit := r.most(w, rows)
		if total == 0 && len(byWorker[i]) == 0 {
			continue
		}
		var ceilings []*ProofSupply
		if w.provider >= 0 {
			ceilings = byProvider[w.provider]
		}
		bad = append(bad, r.falseRows(w, byWorker[i], ceilings, weeks, total, limit, p.Demand)...)
	}
	return bad
}

// falseRows holds one worker's rows against the most that the worker can give:
// by week, in all, and under the limit on the rota, in seconds.
func (r *proofReader) falseRows(w *auditWorker, rows, ceilings []*ProofSupply, weeks map[int]float64, total, limit float64, demand []ProofDemand) (bad []string) {
	said := map[int]float64{}
	for _, s := range rows {
		if s.Week == "" {
			claimed := 0.0
			for _, o := range rows {
				claimed += o.AtMostHours * 3600
			}
			if claimed+proofSlack*3600 >= min(total, limit) {
				return nil
			}
			search := mostProofSearch
			if s.Limit == limitAlone && r.atMost(w.index, demand, int64(math.Round(claimed)), &search) == proofHolds {
				return nil
			}
			return []string{fmt.Sprintf("%s could give more than %s", w.title(), auditHours(claimed))}
		}
		k, ok := r.weekOf(s.Week)
		if !ok {
			return []string{fmt.Sprintf("no week begins on %s", s.Week)}
		}
		said[k] += s.AtMostHours * 3600
	}
	for k, most := range weeks {
		under := slices.ContainsFunc(ceilings, func(c *ProofSupply) bool { i, ok := r.weekOf(c.Week); return ok && i == k })
		if !under && said[k]+proofSlack*3600 < most {
			bad = append(bad, fmt.Sprintf("%s could give %s in the week of %s, not %s", w.title(), auditHours(most), r.sayDay(r.week(k).from), auditHours(said[k])))
		}
	}
	slices.Sort(bad)
	return bad
}

// weekOf is the number of the week that begins on a day.
func (r *proofReader) weekOf(day string) (int, bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	n := DateOf(t).Sub(r.dates[0].Date)
	return n / 7, n >= 0 && n%7 == 0 && n/7 < r.weekCount()
}

// falseCeiling says what is wrong with a provider's row.
func (r *proofReader) falseCeiling(provider int, s *ProofSupply) string {
	k, ok := r.weekOf(s.Week)
	c := r.p.Providers[provider].MaxHoursWeek
	if !ok || c == nil {
		return fmt.Sprintf("provider %q has no ceiling in the week of %q", s.Provider, s.Week)
	}
	left, least := c.Seconds(), math.Inf(1)
	for i := range r.workers {
		w := &r.workers[i]
		if w.provider != provider {
			continue
		}
		least = min(least, 1, w.limits.SleepInCounts)
		for j := range r.pins[i] {
			if it := &r.pins[i][j]; it.past {
				left -= w.counted(it, r.week(k))
			}
		}
	}
	if least <= 0 || max(0, left)/least > s.AtMostHours*3600+1 {
		return fmt.Sprintf("the workers of provider %q could give more than %s in the week of %s", s.Provider, auditHours(s.AtMostHours*3600), s.Week)
	}
	return ""
}

// most is the most that a worker can give to a demand, in seconds: by week
// under the limits on days and weeks, in all, and under the limit on the rota.
func (r *proofReader) most(w *auditWorker, rows []asks) (weeks map[int]float64, total, limit float64) {
	var spans [2][]auditSpan
	for i := range rows {
		k := 0
		if rows[i].need.Kind == SleepIn {
			k = 1
		}
		spans[k] = append(spans[k], r.usable(w, &rows[i])...)
	}
	share := [2]float64{1, w.limits.SleepInCounts}
	spans[0], spans[1] = auditUnion(spans[0]), auditUnion(spans[1])
	if share[1] < share[0] { // a minute that could be of either kind is of the one that counts least
		spans[0] = auditWithout(spans[0], spans[1])
	} else {
		spans[1] = auditWithout(spans[1], spans[0])
	}
	weeks, limit = map[int]float64{}, math.Inf(1)
	counted := [2]float64{}
	past := func(in auditSpan) (n float64) {
		for i := range r.pins[w.index] {
			if it := &r.pins[w.index][i]; it.past {
				n += w.counted(it, in)
			}
		}
		return n
	}
	for k := range r.weekCount() {
		var in [2]float64
		for d := 7 * k; d < 7*k+7; d++ {
			day := auditSpan{r.midnights[d], r.midnights[d+1]}
			x := [2]float64{auditOverlap(spans[0], day), auditOverlap(spans[1], day)}
			if c := w.limits.MaxHoursDay; c != nil && x[0]+x[1] > 0 {
				x = proofFit(x, share, c.Seconds()-past(day))
			}
			in[0], in[1] = in[0]+x[0], in[1]+x[1]
		}
		if in[0]+in[1] == 0 {
			continue
		}
		if c := w.limits.MaxHoursWeek; c != nil {
			in = proofFit(in, share, c.Seconds()-past(r.week(k)))
		}
		counted[0], counted[1] = counted[0]+in[0], counted[1]+in[1]
		weeks[k] = in[0] + in[1]
		total += weeks[k]
	}
	if c := w.limits.MaxHoursRota; c != nil {
		x := proofFit(counted, share, c.Seconds())
		limit = x[0] + x[1]
	}
	return weeks, total, limit
}

func auditOverlap(union []auditSpan, s auditSpan) (n float64) {
	for i := auditFirstAfter(union, s.from); i < len(union) && union[i].from < s.to; i++ {
		n += float64(union[i].overlap(s))
	}
	return n
}

// proofFit brings time of two kinds down to a limit on what counts of it, the one
// that counts most first.
func proofFit(x, share [2]float64, limit float64) [2]float64 {
	over := x[0]*share[0] + x[1]*share[1] - max(0, limit)
	order := [2]int{0, 1}
	if share[1] > share[0] {
		order = [2]int{1, 0}
	}
	for _, k := range order {
		if over > 0 && share[k] > 0 {
			n := min(x[k], over/share[k])
			x[k] -= n
			over -= n * share[k]
		}
	}
	return x
}

// usable is when a worker can give to a row of a demand with some legal shift.
func (r *proofReader) usable(w *auditWorker, x *asks) []auditSpan {
	n := x.need
	if w.barred || r.refusal(w, n) != "" || !w.accepted(n) || !w.wanted(n) {
		return nil
	}
	in := auditMeet(w.free, []auditSpan{w.approved})
	for _, skill := range n.Skills {
		in = auditMeet(in, w.skills[skill])
	}
	if x.skill != "" {
		in = auditMeet(in, w.skills[x.skill])
	}
	o := n.occurrences[x.occ].auditSpan
	least := min(int64(n.MinShift/time.Second), o.len())
	if n.Whole {
		least = o.len()
	}
	if most := r.longest(w, n); most > 0 && least > most {
		return nil
	}
	var out []auditSpan
	for _, s := range auditMeet(in, []auditSpan{o}) {
		if s.len() >= least {
			out = append(out, s)
		}
	}
	return auditMeet(out, []auditSpan{x.auditSpan})
}

// longest is the greatest length of a shift of the worker in a need, 0 for none.
func (r *proofReader) longest(w *auditWorker, n *auditNeed) int64 {
	most := w.limits.MaxShift
	if n.Kind == SleepIn {
		most = w.limits.MaxSleepIn
	}
	if n.MaxShift > 0 && (most == 0 || n.MaxShift < most) {
		most = n.MaxShift
	}
	return int64(most / time.Second)
}
