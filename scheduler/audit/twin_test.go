package audit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// smallProblem is a random problem of a few days, needs and workers in July,
// when the clocks stand.
func smallProblem(r *rand.Rand) *scheduler.Problem {
	zone, _ := time.LoadLocation("Europe/London")
	p := scheduler.NewProblem("small", zone, scheduler.Date{Year: 2026, Month: 7, Day: 10}, 1+r.IntN(3))
	p.Clients = []scheduler.Client{{ID: "c0", Known: []string{"w1"}}, {ID: "c1", Refuses: drawn.Some(r, nil, []string{"w0"}, []string{"p1"})}}
	p.Providers = []scheduler.Provider{{ID: "p0", AcceptsAll: true, OnCost: 1, UntilDate: drawn.Some(r, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 10})},
		{ID: "p1", Tier: 2, AcceptsAll: r.IntN(2) == 0, Accepts: []string{"c0"}, OnCost: 1}}
	skill := func() string { return drawn.Some(r, "a", "b") }
	for i := range 1 + r.IntN(3) {
		n := scheduler.NewNeed(fmt.Sprint("n", i), drawn.Some(r, "c0", "c1", ""), scheduler.Daily(), time.Duration(r.IntN(24))*drawn.Hour, time.Duration(1+r.IntN(24))*drawn.Hour)
		n.Workers, n.Whole, n.Contingency = 1+r.IntN(3), false, r.IntN(5) > 0
		n.Kind = drawn.Some(r, scheduler.Waking, scheduler.Waking, scheduler.SleepIn)
		if r.IntN(3) == 0 {
			n.Skills = []string{skill()}
		}
		for r.IntN(2) == 0 && len(n.Among) < 2 {
			n.Among = append(n.Among, scheduler.Among{Skill: skill(), Workers: 1 + r.IntN(n.Workers)})
		}
		if r.IntN(4) == 0 {
			n.Only = []string{"w0", "p1"}
		}
		p.Needs = append(p.Needs, n)
	}
	for i := range 2 + r.IntN(5) {
		w := scheduler.NewWorker(fmt.Sprint("w", i), drawn.Some(r, "p0", "p1", ""))
		for range r.IntN(3) {
			w.Skills = append(w.Skills, scheduler.Skill{Name: skill(), From: drawn.Some(r, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 11}), Until: drawn.Some(r, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 7, Day: 11})})
		}
		w.Standby = r.IntN(5) > 0
		if r.IntN(3) == 0 {
			w.Unavailable = []scheduler.Absence{{Start: drawn.July(p, 10, float64(r.IntN(40))), End: drawn.July(p, 12, 0)}}
		}
		p.Workers = append(p.Workers, w)
	}
	p.Contingency.Standby, p.Contingency.DifferentProvider = 1+r.IntN(2), r.IntN(2) == 0
	return p
}

// smallRota gives every worker random shifts, one after the other, legal or not.
func smallRota(r *rand.Rand, p *scheduler.Problem) *scheduler.Rota {
	rota := &scheduler.Rota{}
	for _, w := range p.Workers {
		for at := r.IntN(20); at < 80*4; {
			length := 1 + r.IntN(10*4)
			s := scheduler.Shift{Worker: w.ID, Start: drawn.July(p, 10, float64(at)/4), End: drawn.July(p, 10, float64(at+length)/4), Kind: scheduler.Standby}
			if r.IntN(2) == 0 {
				n := drawn.Some(r, p.Needs...)
				s.Need, s.Client, s.Kind = n.ID, n.Client, n.Kind
			}
			rota.Shifts = append(rota.Shifts, s)
			at += length + r.IntN(40)
		}
	}
	return rota
}

// plain counts minute by minute, from the words of the format.
type plain struct {
	p    *scheduler.Problem
	rota *scheduler.Rota
}

func (q plain) worker(id string) *scheduler.Worker {
	return &q.p.Workers[slices.IndexFunc(q.p.Workers, func(w scheduler.Worker) bool { return w.ID == id })]
}

func (q plain) provider(w *scheduler.Worker) *scheduler.Provider {
	if i := slices.IndexFunc(q.p.Providers, func(p scheduler.Provider) bool { return p.ID == w.Provider }); i >= 0 {
		return &q.p.Providers[i]
	}
	return &scheduler.Provider{AcceptsAll: true}
}

func (q plain) day(d scheduler.Date, h time.Duration) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, q.p.Zone).Add(h)
}

// required says whether the need holds at a minute.
func (q plain) required(n *scheduler.Need, t time.Time) bool {
	for d := range q.p.Days {
		from, to := n.From, n.To
		if to <= from {
			to += 24 * drawn.Hour
		}
		day := q.p.Start.Plus(d)
		if !t.Before(q.day(day, from)) && t.Before(q.day(day, to)) {
			return true
		}
	}
	return false
}

func covers(from, until scheduler.Date, t time.Time) bool {
	d := scheduler.DateOf(t)
	return (from.IsZero() || !d.Before(from)) && (until.IsZero() || !until.Before(d))
}

// holds says whether the worker holds the skill at every minute of a time.
func (q plain) holds(w *scheduler.Worker, skill string, from, to time.Time) bool {
	for t := from; t.Before(to); t = t.Add(15 * time.Minute) {
		if !slices.ContainsFunc(w.Skills, func(s scheduler.Skill) bool { return s.Name == skill && covers(s.From, s.Until, t) }) {
			return false
		}
	}
	return true
}

// present are the shifts of a kind in a need (of standby for none) at a minute.
func (q plain) present(n *scheduler.Need, t time.Time) (out []scheduler.Shift) {
	for _, s := range q.rota.Shifts {
		in := n == nil && s.Kind == scheduler.Standby || n != nil && s.Need == n.ID && s.Kind == n.Kind
		if in && !t.Before(s.Start) && t.Before(s.End) {
			out = append(out, s)
		}
	}
	return out
}

func (q plain) count(here []scheduler.Shift, skill string, but string) (held int) {
	for _, s := range here {
		if s.Worker != but && q.holds(q.worker(s.Worker), skill, s.Start, s.End) {
			held++
		}
	}
	return held
}

// replaces says whether the worker on standby can replace one on duty.
func (q plain) replaces(w *scheduler.Worker, n *scheduler.Need, duty scheduler.Shift, here []scheduler.Shift, t time.Time) bool {
	p, asks := q.provider(w), append([]string(nil), n.Skills...)
	for _, m := range n.Among {
		if q.count(here, m.Skill, duty.Worker) < m.Workers {
			asks = append(asks, m.Skill)
		}
	}
	for _, skill := range asks {
		if !q.holds(w, skill, t, t.Add(time.Minute)) {
			return false
		}
	}
	for _, u := range w.Unavailable {
		if !t.Before(u.Start) && t.Before(u.End) {
			return false
		}
	}
	for _, c := range q.p.Clients {
		if c.ID == n.Client && (slices.Contains(c.Refuses, w.ID) || slices.Contains(c.Refuses, w.Provider)) {
			return false
		}
	}
	return w.Standby && covers(p.FromDate, p.UntilDate, t) && (p.AcceptsAll || n.Client == "" || slices.Contains(p.Accepts, n.Client)) &&
		(len(n.Only) == 0 || slices.Contains(n.Only, w.ID) || slices.Contains(n.Only, w.Provider)) &&
		!(q.p.Contingency.DifferentProvider && w.Provider == q.worker(duty.Worker).Provider)
}

// TestAuditTwin holds cover, overlap, standby shortfall and backups against
// the plain computation, on random small problems with random rotas.
func TestAuditTwin(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := smallProblem(r)
		rota := smallRota(r, p)
		q, rep := plain{p, rota}, Rota(p, rota)
		var required, under, over, wanted, short int // minutes; everything lies on quarters of an hour
		backups := map[string][]string{}
		for at := firstMidnight(p); at.Before(drawn.July(p, 15, 0)); at = at.Add(15 * time.Minute) {
			ready := q.present(nil, at)
			for i := range p.Needs {
				n := &p.Needs[i]
				if !q.required(n, at) {
					continue
				}
				here := q.present(n, at)
				missing := n.Workers - len(here)
				for _, m := range n.Among {
					missing = max(missing, m.Workers-q.count(here, m.Skill, ""))
				}
				required, under, over = required+15*n.Workers, under+15*max(0, missing), over+15*max(0, len(here)-n.Workers)
				for _, duty := range here {
					able := 0
					for _, s := range ready {
						if q.replaces(q.worker(s.Worker), n, duty, here, at) {
							able++
							k := keyOf(duty)
							backups[k] = append(backups[k], s.Worker)
						}
					}
					if n.Contingency {
						wanted, short = wanted+15*p.Contingency.Standby, short+15*max(0, p.Contingency.Standby-able)
					}
				}
			}
		}
		require.Equal(t, []int{required, required - under, under, over, wanted, short}, []int{minutes(rep.Cover.RequiredHours), minutes(rep.Cover.CoveredHours),
			minutes(rep.Cover.UnderlapHours), minutes(rep.Cover.OverlapHours), minutes(rep.Contingency.StandbyRequired), minutes(rep.Contingency.StandbyShortfall)}, "seed %d", seed)
		requireRowsAddUp(t, rep)
		for _, s := range rep.Rota.Shifts {
			want := backups[keyOf(s)]
			slices.Sort(want)
			var got []string
			for _, b := range s.Backups {
				require.True(t, b.Standby)
				got = append(got, b.Worker)
			}
			require.ElementsMatch(t, slices.Compact(want), got, "seed %d", seed)
		}
	}
}

func firstMidnight(p *scheduler.Problem) time.Time {
	return time.Date(p.Start.Year, p.Start.Month, p.Start.Day, 0, 0, 0, 0, p.Zone)
}

func keyOf(s scheduler.Shift) string { return s.Worker + s.Need + s.Start.String() }

func minutes(hours float64) int { return int(hours*60 + 0.5) }

// requireRowsAddUp holds the rows of underlap and gaps against their sums.
func requireRowsAddUp(t *testing.T, r *scheduler.Report) {
	var under, short float64
	for _, u := range r.Underlap {
		under += float64(u.Short) * u.End.Sub(u.Start).Hours()
	}
	for _, g := range r.Contingency.Gaps {
		short += float64(g.Short) * g.End.Sub(g.Start).Hours()
	}
	require.InDelta(t, r.Cover.UnderlapHours, under, 1e-6)
	require.InDelta(t, r.Contingency.StandbyShortfall+r.Contingency.ReliefShortfall, short, 1e-6)
	require.InDelta(t, under, r.Objective[0].Value+r.Objective[1].Value+r.Objective[2].Value, 1e-6)
}

// TestAuditOrder shuffles shifts, workers, needs and clients: nothing but their order changes.
func TestAuditOrder(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := smallProblem(r)
		p.Contingency.Relief, p.Objective = 1, scheduler.Prices{NewFace: 1, Changeover: 2, StandbyShift: 5, Unfair: 3, Overlap: 4}
		rota := smallRota(r, p)
		want := Rota(p, rota)
		r.Shuffle(len(rota.Shifts), func(i, j int) { rota.Shifts[i], rota.Shifts[j] = rota.Shifts[j], rota.Shifts[i] })
		r.Shuffle(len(p.Workers), func(i, j int) { p.Workers[i], p.Workers[j] = p.Workers[j], p.Workers[i] })
		r.Shuffle(len(p.Needs), func(i, j int) { p.Needs[i], p.Needs[j] = p.Needs[j], p.Needs[i] })
		r.Shuffle(len(p.Clients), func(i, j int) { p.Clients[i], p.Clients[j] = p.Clients[j], p.Clients[i] })
		got := Rota(p, rota)
		for i := range want.Objective {
			require.InDelta(t, want.Objective[i].Value, got.Objective[i].Value, 1e-9)
		}
		require.Equal(t, want.Rota, got.Rota)
		require.Equal(t, want.Findings, got.Findings)
		require.Equal(t, want.Underlap, got.Underlap)
		require.Equal(t, want.Contingency.Gaps, got.Contingency.Gaps)
		require.ElementsMatch(t, want.Warnings, got.Warnings)
	}
}
