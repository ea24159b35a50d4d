package why_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// rota is a random legal rota: shifts are thrown in and kept while the audit
// has nothing against them.
func rota(r *rand.Rand, p *scheduler.Problem) *scheduler.Rota {
	rota := &scheduler.Rota{}
	a := reading.New(p)
	for range 4 + r.IntN(14) {
		w := drawn.Some(r, p.Workers...)
		n := &a.Needs[r.IntN(len(a.Needs))]
		if len(n.Occurrences) == 0 {
			continue
		}
		o := drawn.Some(r, n.Occurrences...)
		at := func(h int64) time.Time { return a.Instant(h) }
		s := scheduler.Shift{Worker: w.ID, Need: n.ID, Client: n.Client, Kind: n.Kind, Start: at(o.From), End: at(o.To)}
		if !n.Whole && r.IntN(2) == 0 {
			s.Start = s.Start.Add(time.Duration(r.IntN(6)) * drawn.Hour)
			s.End = s.Start.Add(n.MinShift + time.Duration(r.IntN(3))*drawn.Hour)
		}
		if w.Shadowing != "" {
			s.Kind = scheduler.Shadow
		} else if r.IntN(4) == 0 {
			s = scheduler.Shift{Worker: w.ID, Kind: scheduler.Standby, Start: at(o.From - o.From%3600), End: at(o.From - o.From%3600).Add(p.Contingency.StandbyMin)}
		}
		with := &scheduler.Rota{Shifts: append(slices.Clone(rota.Shifts), s)}
		if len(audit.Rota(p, with).Findings) == 0 {
			rota = with
		}
	}
	return rota
}

// oracle tries every shift, with the audit's own judgement.
type oracle struct {
	t       *testing.T
	p       *scheduler.Problem
	rota    *scheduler.Rota
	worker  string
	leaving []scheduler.Shift // what the worker may leave for the shift
}

// could gives a rota in which the worker lessens the shortfall of the need in
// [from, to), nil when there is none.
func (o oracle) could(need string, from, to time.Time) *scheduler.Rota {
	a := reading.New(o.p)
	n := &a.Needs[a.NeedOf[need]]
	before := o.short(audit.Rota(o.p, o.rota), need, from, to)
	for _, occ := range n.Occurrences {
		if !occ.Meets(reading.Span{From: from.Unix(), To: to.Unix()}) {
			continue
		}
		points := gridPoints(a, occ.Span)
		for i, s := range points {
			for _, e := range points[i+1:] {
				if e <= from.Unix() || s >= to.Unix() || n.Whole && (reading.Span{From: s, To: e}) != occ.Span {
					continue
				}
				with := o.with(n, reading.Span{From: s, To: e}, occ.Span)
				if with != nil && o.legal(with) && o.short(audit.Rota(o.p, with), need, from, to) < before {
					return with
				}
			}
		}
	}
	return nil
}

// gridPoints are the instants of a time at which a shift may start or end.
func gridPoints(a *reading.Reading, in reading.Span) (out []int64) {
	for at := in.From; at <= in.To; at += 60 {
		if a.OnGrid(at) || at == in.From || at == in.To {
			out = append(out, at)
		}
	}
	return out
}

// with is the rota with the shift in it, what may be left for it left and own
// shifts that adjoin joined; nil when it overlaps what may not be left.
func (o oracle) with(n *reading.Need, s, occ reading.Span) *scheduler.Rota {
	out := &scheduler.Rota{}
	taken := s
	for _, x := range o.rota.Shifts {
		span := reading.Span{From: x.Start.Unix(), To: x.End.Unix()}
		switch {
		case x.Worker != o.worker:
		case span.Meets(s):
			if !slices.ContainsFunc(o.leaving, func(l scheduler.Shift) bool { return l.Start.Equal(x.Start) && l.End.Equal(x.End) }) {
				return nil
			}
			continue
		case x.Need == n.ID && x.Kind == n.Kind && occ.Contains(span) && (span.To == s.From || span.From == s.To):
			taken = reading.Span{From: min(taken.From, span.From), To: max(taken.To, span.To)}
			continue
		}
		out.Shifts = append(out.Shifts, x)
	}
	zone := o.p.Zone
	out.Shifts = append(out.Shifts, scheduler.Shift{Worker: o.worker, Need: n.ID, Client: n.Client, Kind: n.Kind, Start: time.Unix(taken.From, 0).In(zone), End: time.Unix(taken.To, 0).In(zone)})
	return out
}

// legal has the audit judge the worker's line and the provider's hours. No new shift starts before AsOf,
// which the audit does not judge.
func (o oracle) legal(rota *scheduler.Rota) bool {
	for _, s := range rota.Shifts {
		if s.Start.Before(o.p.AsOf) && !slices.ContainsFunc(o.rota.Shifts, func(x scheduler.Shift) bool {
			return x.Worker == s.Worker && x.Need == s.Need && x.Start.Equal(s.Start) && x.End.Equal(s.End)
		}) {
			return false
		}
	}
	return !slices.ContainsFunc(reading.Judged(o.p, rota).Report.Findings, func(f scheduler.Finding) bool {
		return f.Worker == o.worker && f.Rule != "pinned" && !o.ofShadow(rota, f) || f.Rule == "provider.max_hours_week"
	})
}

// ofShadow says whether a finding is about a shift in which the worker shadowed
// while still a trainee.
func (o oracle) ofShadow(rota *scheduler.Rota, f scheduler.Finding) bool {
	if f.Rule == "touch" {
		return true
	}
	return slices.Contains([]string{"kind", "shadowing", "whole", "min_shift", "skills", "only", "accepts", "max_shift"}, f.Rule) &&
		slices.ContainsFunc(rota.Shifts, func(s scheduler.Shift) bool {
			return s.Worker == o.worker && s.Kind == scheduler.Shadow && s.Start.Equal(f.At)
		})
}

func (o oracle) short(r *scheduler.Report, need string, from, to time.Time) (seconds float64) {
	for _, u := range r.Underlap {
		if u.Need == need {
			in := reading.Span{From: u.Start.Unix(), To: u.End.Unix()}
			seconds += float64(u.Short) * float64(in.Overlap(reading.Span{From: from.Unix(), To: to.Unix()}))
		}
	}
	return seconds
}

// lifted is the oracle with some reasons gone, exactly as far as they say.
func (o oracle) lifted(y *scheduler.Why, causes []scheduler.Cause) oracle {
	o.p, o.leaving = o.p.Clone(), nil
	for i := range causes {
		drawn.Lift(o.p, y, &causes[i], false)
		o.leave(&causes[i])
	}
	return o
}

// leave lets the worker leave the shift that a reason is about.
func (o *oracle) leave(c *scheduler.Cause) {
	for _, s := range o.rota.Shifts {
		if (c.Rule == "duty" || c.Rule == "standby") && s.Worker == o.worker && s.Start.Equal(c.From) && s.End.Equal(c.To) {
			o.leaving = append(o.leaving, s)
		}
	}
}

// couldStand gives a rota in which the worker, on standby, lessens the gap; nil
// when there is none.
func (o oracle) couldStand(g *scheduler.ContingencyGap) *scheduler.Rota {
	a := reading.New(o.p)
	least := int64(o.p.Contingency.StandbyMin.Seconds())
	points := gridPoints(a, reading.Span{From: a.Origin - 86400, To: a.Midnights[len(a.Midnights)-1] - 10*86400})
	for i, s := range points {
		for _, e := range points[i:] {
			if e-s < least || e-s > least+5*3600 || e <= g.Start.Unix() || s >= g.End.Unix() {
				continue
			}
			with := o.with(&reading.Need{Need: &scheduler.Need{Kind: scheduler.Standby}}, reading.Span{From: s, To: e}, reading.Span{})
			if with == nil || !o.legal(with) {
				continue
			}
			left := &scheduler.Rota{Shifts: with.Shifts[:len(with.Shifts)-1]} // what is left may have been of use to others on standby
			if gapHours(audit.Rota(o.p, with), g) < gapHours(audit.Rota(o.p, left), g) {
				return with
			}
		}
	}
	return nil
}

func gapHours(r *scheduler.Report, of *scheduler.ContingencyGap) (hours float64) {
	for _, g := range r.Contingency.Gaps {
		if g.Need == of.Need && g.Worker == of.Worker {
			in := reading.Span{From: g.Start.Unix(), To: g.End.Unix()}
			hours += float64(g.Short) * reading.HoursOf(in.Overlap(reading.Span{From: of.Start.Unix(), To: of.End.Unix()}))
		}
	}
	return hours
}

// TestReasonsOfGapsAreTrue does the same for who could be on standby.
func TestReasonsOfGapsAreTrue(t *testing.T) {
	rules := map[string]int{}
	for seed := range seeds(220) {
		r := rand.New(rand.NewPCG(seed, 8))
		p := drawn.Problem(r)
		if seed%4 == 1 {
			drawn.DaysOff(rand.New(rand.NewPCG(seed, 9)), p)
		}
		rep := audit.Rota(p, rota(r, p))
		why.Reasons(t.Context(), p, rep, 0, nil)
		if len(rep.Contingency.Gaps) == 0 {
			continue
		}
		g := drawn.Some(r, rep.Contingency.Gaps...)
		require.Len(t, g.Why, len(p.Workers), "seed %d", seed)
		for _, w := range g.Why {
			about := fmt.Sprintf("seed %d, %s of %s from %s to %s: %s: %q", seed, g.Worker, g.Need, g.Start, g.End, w.Worker, w.Reasons)
			require.False(t, w.Start.IsZero(), about)
			if w.Causes != nil && w.Causes[0].Rule == "present" {
				require.Contains(t, []string{"is the one on duty", "is on standby for it already"}, w.Reasons[0], about)
				require.Equal(t, w.Reasons[0] == "is the one on duty", g.Worker == w.Worker, about)
				continue
			}
			o := oracle{t: t, p: p, rota: rep.Rota, worker: w.Worker}
			all := o.lifted(&w, w.Causes)
			require.True(t, all.couldStand(&g) != nil || gapHours(audit.Rota(all.p, all.rota), &g) < gapHours(rep, &g), "all gone, and still cannot: %s", about)
			for i, c := range w.Causes {
				rules[c.Rule]++
				rest := slices.Delete(slices.Clone(w.Causes), i, i+1)
				require.Nil(t, o.lifted(&w, rest).couldStand(&g), "could although it stands: %s: %s", c.Says, about)
			}
		}
	}
	for _, rule := range []string{"suspended", "provider.suspended", "shadowing", "refuses", "refused", "accepts", "only", "approval", "available", "unavailable", "skills",
		"max_hours_week", "max_days_in_a_row", "weekly_rest", "standby", "same_provider", "duty"} {
		require.Positive(t, rules[rule], rule)
	}
}

// seeds is how many random problems the tests of reasons draw; more can be
// asked for with WHY_SEEDS.
func seeds(n int) uint64 {
	if more, err := strconv.Atoi(os.Getenv("WHY_SEEDS")); err == nil {
		n = more
	}
	return uint64(n)
}

// TestReasonsAreTrue draws problems and rotas, and for an underlap takes away
// the reasons of a worker: with all of them gone she can step in, with one of them left she
// cannot, whatever shift is tried.
func TestReasonsAreTrue(t *testing.T) {
	rules := map[string]int{}
	for seed := range seeds(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := drawn.Problem(r)
		if seed%4 == 1 {
			drawn.DaysOff(rand.New(rand.NewPCG(seed, 9)), p)
		}
		rep := audit.Rota(p, rota(r, p))
		why.Reasons(t.Context(), p, rep, 0, nil)
		if len(rep.Underlap) == 0 {
			continue
		}
		u := drawn.Some(r, rep.Underlap...)
		require.Len(t, u.Why, len(p.Workers), "seed %d", seed)
		for _, w := range u.Why {
			about := fmt.Sprintf("seed %d, %s from %s to %s: %s: %q", seed, u.Need, u.Start, u.End, w.Worker, w.Reasons)
			require.Len(t, w.Causes, len(w.Reasons), about)
			if w.Start.IsZero() || w.Causes != nil && w.Causes[0].Rule == "present" {
				continue
			}
			o := oracle{t: t, p: p, rota: rep.Rota, worker: w.Worker}
			require.NotNil(t, o.lifted(&w, w.Causes).could(u.Need, u.Start, u.End), "all gone, and still cannot: %s", about)
			for i, c := range w.Causes {
				rules[c.Rule]++
				rest := slices.Delete(slices.Clone(w.Causes), i, i+1)
				require.Nil(t, o.lifted(&w, rest).could(u.Need, u.Start, u.End), "could although it stands: %s: %s", c.Says, about)
			}
		}
	}
	t.Log(rules)
	for _, rule := range []string{"suspended", "provider.suspended", "shadowing", "refuses", "refused", "accepts", "only", "approval", "available", "unavailable", "skills",
		"max_shift", "max_hours_week", "max_hours_day", "max_hours_rota", "rest", "max_spell", "overnight_rest", "max_waking_in_spell", "max_days_in_a_row", "weekly_rest", "provider.max_hours_week", "duty"} {
		require.Positive(t, rules[rule], rule)
	}
}
