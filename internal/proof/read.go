package proof

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Reader reads proofs of one problem.
type Reader struct {
	*reading.Reading
	pins     [][]reading.Item // by worker: work before the rota and pinned shifts
	sleepers []*sleeper       // by worker, as they are asked for
}

// New is a reader of proofs of a problem.
func New(p *scheduler.Problem) *Reader {
	a := reading.New(p)
	r := &Reader{Reading: a, pins: make([][]reading.Item, len(a.Workers))}
	a.ReadShifts(reading.PinnedRota(p))
	for i := range a.Workers {
		r.pins[i] = slices.Clone(a.Workers[i].Line)
	}
	return r
}

// MostProofSearch is how many lines may be tried in planning single workers
// alone, over all proofs of a report.
const MostProofSearch = 120_000

// Asks is a row of a demand, with the need and the occurrence that it is about.
type Asks struct {
	reading.Span
	Need   *reading.Need
	occ    int
	skill  string
	n      int
	counts int64 // seconds that it counts for each of n
}

// Among says whether a part of the row is in others.
func (x *Asks) Among(others []Asks) bool {
	return slices.ContainsFunc(others, func(o Asks) bool { return o.Need == x.Need && o.occ == x.occ && o.Meets(x.Span) })
}

// Asked reads the demand.
func (r *Reader) Asked(demand []scheduler.ProofDemand) (rows []Asks, bad []string) {
	for i := range demand {
		d := &demand[i]
		k := reading.IndexOf(r.NeedOf, d.Need)
		if k < 0 {
			bad = append(bad, fmt.Sprintf("the problem has no need %q", d.Need))
			continue
		}
		x := Asks{reading.Span{From: d.Start.Unix(), To: d.End.Unix()}, &r.Needs[k], -1, d.Skill, d.Workers, d.End.Unix() - d.Start.Unix()}
		if d.CountsHours > 0 {
			x.counts = int64(math.Round(d.CountsHours * 3600))
		}
		most := x.Need.Workers
		if d.Skill != "" {
			most = 0
			for _, m := range x.Need.Among {
				if m.Skill == d.Skill {
					most = max(most, m.Workers)
				}
			}
		}
		x.occ = slices.IndexFunc(x.Need.Occurrences, func(o reading.Occurrence) bool {
			return o.Contains(x.Span)
		})
		switch {
		case x.Len() <= 0 || x.occ < 0:
			bad = append(bad, fmt.Sprintf("need %q does not hold from %s", d.Need, r.SaySpan(x.Span)))
		case d.Workers < 1 || d.Workers > most:
			bad = append(bad, fmt.Sprintf("need %q from %s does not ask for %d", d.Need, r.SaySpan(x.Span), d.Workers))
		case x.Among(rows):
			bad = append(bad, fmt.Sprintf("need %q from %s is counted twice", d.Need, r.SaySpan(x.Span)))
		}
		rows = append(rows, x)
	}
	return rows, bad
}

// Faults are what is wrong with one proof.
func (r *Reader) Faults(p *scheduler.Proof) []string {
	rows, bad := r.Asked(p.Demand)
	if len(bad) > 0 {
		return bad
	}
	if bad := falseCounts(p); len(bad) > 0 {
		return bad
	}
	if p.Kind != "hours" && p.Kind != "rota" && p.Kind != "engine" && p.Kind != scheduler.ProofCounted {
		return []string{fmt.Sprintf("there is no proof of the kind %q", p.Kind)}
	}
	demand, supply := 0.0, 0.0
	for _, x := range rows {
		demand += float64(x.n) * reading.HoursOf(x.counts)
	}
	for i := range p.Supply {
		supply += p.Supply[i].AtMostHours
		if !(p.Supply[i].AtMostHours >= 0) {
			bad = append(bad, "a supply is below nothing")
		}
	}
	if math.Abs(demand-p.DemandHours) > scheduler.ProofSlack {
		bad = append(bad, fmt.Sprintf("the demand comes to %s, not %s", say.Hours(demand), say.Hours(p.DemandHours)))
	}
	if math.Abs(shows(p, rows, demand-supply)-p.BoundHours) > scheduler.ProofSlack || !(p.BoundHours > 0) {
		bad = append(bad, fmt.Sprintf("%s of demand less %s of supply are not %s", say.Hours(demand), say.Hours(supply), say.Hours(p.BoundHours)))
	}
	if p.Kind == "engine" && len(bad) == 0 {
		budget := MostProofSearch
		if holds, _ := r.AllShort(context.Background(), p.Demand, int64(math.Round(p.BoundHours*3600)), &budget); holds != Holds {
			bad = append(bad, "trying the rotas of those who can give to the demand does not show it")
		}
		return bad
	}
	if p.Kind == scheduler.ProofCounted {
		return append(bad, r.countedFaults(p, rows)...)
	}
	return append(bad, r.falseSupplies(p, rows)...)
}

// falseSupplies are the rows of a supply that promise too little, and the
// workers and weeks that are left out.
func (r *Reader) falseSupplies(p *scheduler.Proof, rows []Asks) (bad []string) {
	byWorker, byProvider := map[int][]*scheduler.ProofSupply{}, map[int][]*scheduler.ProofSupply{}
	for i := range p.Supply {
		s := &p.Supply[i]
		w, k := reading.IndexOf(r.WorkerOf, s.Worker), reading.IndexOf(r.ProviderOf, s.Provider)
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
		if s.Limit == scheduler.LimitAlone && p.Kind != "rota" {
			bad = append(bad, "a limit by all rules makes the proof one of kind \"rota\"")
		}
	}
	for i := range r.Workers {
		w := &r.Workers[i]
		if w.Trainee {
			continue
		}
		weeks, total, limit := r.most(w, rows)
		if total == 0 && len(byWorker[i]) == 0 {
			continue
		}
		var ceilings []*scheduler.ProofSupply
		if w.ProviderIndex >= 0 {
			ceilings = byProvider[w.ProviderIndex]
		}
		bad = append(bad, r.falseRows(w, byWorker[i], ceilings, weeks, total, limit, p.Demand)...)
	}
	return bad
}

// falseRows holds one worker's rows against the most that the worker can give:
// by week, in all, and under the limit on the rota, in seconds.
func (r *Reader) falseRows(w *reading.Worker, rows, ceilings []*scheduler.ProofSupply, weeks map[int]float64, total, limit float64, demand []scheduler.ProofDemand) (bad []string) {
	said := map[int]float64{}
	for _, s := range rows {
		if s.Week == "" {
			claimed := 0.0
			for _, o := range rows {
				claimed += o.AtMostHours * 3600
			}
			if claimed+scheduler.ProofSlack*3600 >= min(total, limit) {
				return nil
			}
			search := MostProofSearch
			if s.Limit == scheduler.LimitAlone && r.AtMost(w.Index, demand, int64(math.Round(claimed)), &search) == Holds {
				return nil
			}
			return []string{fmt.Sprintf("%s could give more than %s", w.Title(), say.Hours(claimed/3600))}
		}
		k, ok := r.weekOf(s.Week)
		if !ok {
			return []string{fmt.Sprintf("no week begins on %s", s.Week)}
		}
		said[k] += s.AtMostHours * 3600
	}
	for k, most := range weeks {
		under := slices.ContainsFunc(ceilings, func(c *scheduler.ProofSupply) bool { i, ok := r.weekOf(c.Week); return ok && i == k })
		if !under && said[k]+scheduler.ProofSlack*3600 < most {
			bad = append(bad, fmt.Sprintf("%s could give %s in the week of %s, not %s", w.Title(), say.Hours(most/3600), r.SayDay(r.Week(k).From), say.Hours(said[k]/3600)))
		}
	}
	slices.Sort(bad)
	return bad
}

// weekOf is the number of the week that begins on a day.
func (r *Reader) weekOf(day string) (int, bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	n := scheduler.DateOf(t).Sub(r.Dates[0].Date)
	return n / 7, n >= 0 && n%7 == 0 && n/7 < r.WeekCount()
}

// falseCeiling says what is wrong with a provider's row.
func (r *Reader) falseCeiling(provider int, s *scheduler.ProofSupply) string {
	k, ok := r.weekOf(s.Week)
	c := r.Problem.Providers[provider].MaxHoursWeek
	if !ok || c == nil {
		return fmt.Sprintf("provider %q has no ceiling in the week of %q", s.Provider, s.Week)
	}
	left, least := c.Seconds(), math.Inf(1)
	for i := range r.Workers {
		w := &r.Workers[i]
		if w.ProviderIndex != provider {
			continue
		}
		least = min(least, 1, w.Limits.SleepInCounts)
		for j := range r.pins[i] {
			if it := &r.pins[i][j]; it.Past {
				left -= w.Counted(it, r.Week(k))
			}
		}
	}
	if least <= 0 || max(0, left)/least > s.AtMostHours*3600+1 {
		return fmt.Sprintf("the workers of provider %q could give more than %s in the week of %s", s.Provider, say.Hours(s.AtMostHours), s.Week)
	}
	return ""
}

// most is the most that a worker can give to a demand, in seconds: by week
// under the limits on days and weeks, in all, and under the limit on the rota.
func (r *Reader) most(w *reading.Worker, rows []Asks) (weeks map[int]float64, total, limit float64) {
	var spans [2][]reading.Span
	for i := range rows {
		k := 0
		if rows[i].Need.Kind == scheduler.SleepIn {
			k = 1
		}
		spans[k] = append(spans[k], r.usable(w, &rows[i])...)
	}
	share := [2]float64{1, w.Limits.SleepInCounts}
	spans[0], spans[1] = reading.Union(spans[0]), reading.Union(spans[1])
	if share[1] < share[0] { // a minute that could be of either kind is of the one that counts least
		spans[0] = reading.Without(spans[0], spans[1])
	} else {
		spans[1] = reading.Without(spans[1], spans[0])
	}
	weeks, limit = map[int]float64{}, math.Inf(1)
	counted := [2]float64{}
	past := func(in reading.Span) (n float64) {
		for i := range r.pins[w.Index] {
			if it := &r.pins[w.Index][i]; it.Past {
				n += w.Counted(it, in)
			}
		}
		return n
	}
	for k := range r.WeekCount() {
		var in [2]float64
		for d := 7 * k; d < 7*k+7; d++ {
			day := reading.Span{From: r.Midnights[d], To: r.Midnights[d+1]}
			x := [2]float64{overlap(spans[0], day), overlap(spans[1], day)}
			if c := w.Limits.MaxHoursDay; c != nil && x[0]+x[1] > 0 {
				x = fit(x, share, c.Seconds()-past(day))
			}
			in[0], in[1] = in[0]+x[0], in[1]+x[1]
		}
		if in[0]+in[1] == 0 {
			continue
		}
		if c := w.Limits.MaxHoursWeek; c != nil {
			in = fit(in, share, c.Seconds()-past(r.Week(k)))
		}
		counted[0], counted[1] = counted[0]+in[0], counted[1]+in[1]
		weeks[k] = in[0] + in[1]
		total += weeks[k]
	}
	if c := w.Limits.MaxHoursRota; c != nil {
		x := fit(counted, share, c.Seconds())
		limit = x[0] + x[1]
	}
	return weeks, total, limit
}

// overlap is how many seconds of s a union covers.
func overlap(union []reading.Span, s reading.Span) (n float64) {
	for i := reading.FirstAfter(union, s.From); i < len(union) && union[i].From < s.To; i++ {
		n += float64(union[i].Overlap(s))
	}
	return n
}

// fit brings time of two kinds down to a limit on what counts of it, the one
// that counts most first.
func fit(x, share [2]float64, limit float64) [2]float64 {
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

// usable is when a worker can give to a row of a demand: with some legal shift, or with a pinned one,
// which may be a part of one.
func (r *Reader) usable(w *reading.Worker, x *Asks) []reading.Span {
	out := r.legal(w, x)
	for i := range r.pins[w.Index] {
		it := &r.pins[w.Index][i]
		if !it.Past && it.Need == x.Need.Index && it.Occurrence == x.occ && (x.skill == "" || w.Holds(x.skill, it.Span)) {
			out = reading.Union(append(out, it.Span))
		}
	}
	return reading.Meet(out, []reading.Span{x.Span})
}

// legal is when a worker can have a legal new shift in the occurrence of a row: none starts before AsOf.
func (r *Reader) legal(w *reading.Worker, x *Asks) []reading.Span {
	n := x.Need
	if w.Barred || r.Refusal(w, n) != "" || !w.Accepted(n) || !w.Wanted(n) {
		return nil
	}
	in := reading.Meet(w.Free, []reading.Span{w.Approved.Meet(reading.Span{From: r.AsOf, To: reading.Never})})
	for _, skill := range n.Skills {
		in = reading.Meet(in, w.SkillTimes[skill])
	}
	if x.skill != "" {
		in = reading.Meet(in, w.SkillTimes[x.skill])
	}
	o := n.Occurrences[x.occ].Span
	least := leastOf(n, o)
	if most := r.longest(w, n); most > 0 && least > most+r.Repeated(o) {
		return nil
	}
	var out []reading.Span
	for _, s := range w.Startable(reading.Meet(in, []reading.Span{o})) {
		if s.Len() >= least {
			out = append(out, s)
		}
	}
	return out
}

// late says whether nobody can start on a row of a demand any more.
func (r *Reader) late(x *Asks) bool {
	if x.occ < 0 {
		return false
	}
	o := x.Need.Occurrences[x.occ].Span
	return x.To <= r.AsOf || o.From < r.AsOf && leastOf(x.Need, o) == o.Len()
}

// leastOf is the least length of a shift in an occurrence of a need, in seconds.
func leastOf(n *reading.Need, o reading.Span) int64 {
	if n.Whole {
		return o.Len()
	}
	return min(int64(n.MinShift/time.Second), o.Len())
}

// longest is the greatest length of a shift of the worker in a need, 0 for none.
func (r *Reader) longest(w *reading.Worker, n *reading.Need) int64 {
	most := w.Limits.MaxShift
	if n.Kind == scheduler.SleepIn {
		most = w.Limits.MaxSleepIn
	}
	if n.MaxShift > 0 && (most == 0 || n.MaxShift < most) {
		most = n.MaxShift
	}
	return int64(most / time.Second)
}
