package scheduler

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// whyProblem is a random problem of a few days with tight limits of every kind.
func whyProblem(r *rand.Rand) *Problem {
	zone, _ := time.LoadLocation("Europe/London")
	p := NewProblem("why", zone, Date{2026, 7, 6}, some(r, 1, 2, 3, 7, 8))
	p.Grain = some(r, 30*time.Minute, hour, hour)
	p.Clients = []Client{{ID: "c0"}, {ID: "c1", Refuses: some(r, nil, nil, []string{"w0"}, []string{"p1"})}}
	p.Providers = []Provider{
		{ID: "p0", AcceptsAll: true, UntilDate: some(r, Date{}, Date{}, Date{2026, 7, 7})},
		{ID: "p1", AcceptsAll: r.IntN(2) == 0, Accepts: []string{"c0"}, Suspended: r.IntN(8) == 0, FromDate: some(r, Date{}, Date{}, Date{2026, 7, 7})}}
	for i := range p.Providers {
		if r.IntN(3) == 0 {
			p.Providers[i].MaxHoursWeek = Hours(float64(4 + r.IntN(16)))
		}
	}
	for i := range 1 + r.IntN(3) {
		p.Needs = append(p.Needs, whyNeed(r, i))
	}
	for i := range 1 + r.IntN(4) {
		p.Workers = append(p.Workers, whyWorker(r, p, i))
	}
	p.Contingency.Standby, p.Contingency.DifferentProvider = r.IntN(3), r.IntN(3) == 0
	p.Contingency.StandbyMin = time.Duration(1+r.IntN(4)) * hour
	return p
}

func whyNeed(r *rand.Rand, i int) Need {
	from, length := r.IntN(24), 1+r.IntN(9)
	late := some(r, 0, 0, 0, 20*time.Minute) // off the grid
	n := NewNeed(fmt.Sprint("n", i), some(r, "c0", "c1", ""), Daily(), time.Duration(from)*hour+late, time.Duration((from+length)%24)*hour+some(r, 0, late))
	n.Workers, n.Whole = 1+r.IntN(2), r.IntN(3) == 0
	n.MinShift = time.Duration(1+r.IntN(3)) * hour
	n.MaxShift = some(r, 0, 0, n.MinShift, n.MinShift+hour)
	n.Kind = some(r, Waking, Waking, SleepIn)
	if r.IntN(3) == 0 {
		n.Skills = []string{some(r, "a", "b")}
	}
	if r.IntN(3) == 0 {
		n.Among = []Among{{some(r, "a", "b"), 1}}
	}
	if r.IntN(5) == 0 {
		n.Only = []string{"w0", "p1"}
	}
	return n
}

func whyWorker(r *rand.Rand, p *Problem, i int) Worker {
	w := NewWorker(fmt.Sprint("w", i), some(r, "p0", "p1", ""))
	for range r.IntN(3) {
		w.Skills = append(w.Skills, Skill{Name: some(r, "a", "b"), From: some(r, Date{}, Date{2026, 7, 7}), Until: some(r, Date{}, Date{2026, 7, 7})})
	}
	w.Suspended, w.Standby = r.IntN(12) == 0, r.IntN(6) > 0
	w.Refuses = some(r, nil, nil, []string{"c0"})
	if r.IntN(3) == 0 {
		w.Unavailable = []Absence{{Start: july(p, 6, float64(r.IntN(40))), End: july(p, 8, float64(r.IntN(24))), Why: some(r, "", "leave")}}
	}
	if r.IntN(4) == 0 {
		w.AlwaysAvailable = false
		w.Available = []Window{{Days: Daily(), From: time.Duration(r.IntN(12)) * hour, To: time.Duration(12+r.IntN(12)) * hour}}
	}
	if r.IntN(10) == 0 && i > 0 {
		w.Shadowing = "w0"
	}
	if r.IntN(4) == 0 {
		end := 18 + r.IntN(6)
		w.Worked = []Worked{{july(p, 5, float64(end-8)), july(p, 5, float64(end)), some(r, Waking, SleepIn)}}
	}
	if r.IntN(3) > 0 {
		c := HouseCaps()
		c.MinRest, c.MaxSpell = time.Duration(r.IntN(12))*hour, time.Duration(4+r.IntN(10))*hour
		c.MaxSpellSleepIn = c.MaxSpell + time.Duration(r.IntN(12))*hour
		c.MaxShift, c.MaxSleepIn = time.Duration(1+r.IntN(12))*hour, time.Duration(1+r.IntN(12))*hour
		c.MaxDaysInARow, c.MaxNightsInARow = r.IntN(5), r.IntN(4)
		c.WeeklyRest, c.Travel = time.Duration(r.IntN(120))*hour, time.Duration(r.IntN(3))*hour
		c.SleepInCounts, c.StandbyCounts = some(r, 1, 0.5, 0), some(r, 1, 0.5, 0)
		whyCaps(r, &c)
		w.Caps = &c
	}
	return w
}

func whyCaps(r *rand.Rand, c *Caps) {
	few := func() *time.Duration { return Hours(float64(2 + r.IntN(14))) }
	c.MaxHoursWeek = some(r, c.MaxHoursWeek, few())
	c.MaxHoursDay = some(r, nil, nil, few())
	c.MaxHoursRota = some(r, nil, nil, few())
	if r.IntN(4) == 0 {
		none := r.IntN(2)
		c.MaxWeekends = &none
	}
}

// whyRota is a random legal rota: shifts are thrown in and kept while the audit
// has nothing against them.
func whyRota(r *rand.Rand, p *Problem) *Rota {
	rota := &Rota{}
	a := newAudit(p)
	for range 4 + r.IntN(14) {
		w := some(r, p.Workers...)
		n := &a.needs[r.IntN(len(a.needs))]
		if len(n.occurrences) == 0 {
			continue
		}
		o := some(r, n.occurrences...)
		at := func(h int64) time.Time { return a.instant(h) }
		s := Shift{Worker: w.ID, Need: n.ID, Client: n.Client, Kind: n.Kind, Start: at(o.from), End: at(o.to)}
		if !n.Whole && r.IntN(2) == 0 {
			s.Start = s.Start.Add(time.Duration(r.IntN(6)) * hour)
			s.End = s.Start.Add(n.MinShift + time.Duration(r.IntN(3))*hour)
		}
		if w.Shadowing != "" {
			s.Kind = Shadow
		} else if r.IntN(4) == 0 {
			s = Shift{Worker: w.ID, Kind: Standby, Start: at(o.from - o.from%3600), End: at(o.from - o.from%3600).Add(p.Contingency.StandbyMin)}
		}
		with := &Rota{append(slices.Clone(rota.Shifts), s)}
		if len(Audit(p, with).Findings) == 0 {
			rota = with
		}
	}
	return rota
}

// lift takes one reason away from a problem.
func lift(p *Problem, worker string, c Cause) {
	w := &p.Workers[slices.IndexFunc(p.Workers, func(w Worker) bool { return w.ID == worker })]
	if w.Caps == nil {
		own := p.Caps
		w.Caps = &own
	}
	supplier := &Provider{}
	if i := slices.IndexFunc(p.Providers, func(s Provider) bool { return s.ID == w.Provider }); i >= 0 {
		supplier = &p.Providers[i]
	}
	switch c.Rule {
	case "suspended":
		w.Suspended = false
	case "provider.suspended":
		supplier.Suspended = false
	case "shadowing":
		w.Shadowing = ""
	case "refuses":
		w.Refuses = nil
	case "refused":
		for i := range p.Clients {
			if p.Clients[i].ID == c.About {
				p.Clients[i].Refuses = nil
			}
		}
	case "accepts":
		supplier.AcceptsAll = true
	case "only":
		for i := range p.Needs {
			if p.Needs[i].ID == c.About {
				p.Needs[i].Only = nil
			}
		}
	case "approval":
		supplier.FromDate, supplier.UntilDate = Date{}, Date{}
	case "available", "family":
		w.AlwaysAvailable = true
	case "unavailable":
		w.Unavailable = nil
	case "skills":
		w.Skills = append(w.Skills, Skill{Name: c.About})
	case "standby":
		w.Standby = true
	case "same_provider":
		p.Contingency.DifferentProvider = false
	case "need.max_shift":
		for i := range p.Needs {
			if p.Needs[i].ID == c.About {
				p.Needs[i].MaxShift = 0
			}
		}
	case "worked":
		w.Worked = nil
	case "provider.max_hours_week":
		supplier.MaxHoursWeek = nil
	case "duty", "present":
	default:
		liftCap(w.Caps, c.Rule)
	}
}

func liftCap(caps *Caps, rule string) {
	switch rule {
	case "max_shift":
		caps.MaxShift = 0
	case "max_sleep_in":
		caps.MaxSleepIn = 0
	case "travel":
		caps.Travel = 0
	case "max_hours_week":
		caps.MaxHoursWeek = nil
	case "max_hours_day":
		caps.MaxHoursDay = nil
	case "max_hours_rota":
		caps.MaxHoursRota = nil
	case "rest", "max_spell", "max_spell_with_sleep_in":
		caps.MaxSpell, caps.MaxSpellSleepIn = 0, 0
	case "max_days_in_a_row":
		caps.MaxDaysInARow = 0
	case "max_nights_in_a_row":
		caps.MaxNightsInARow = 0
	case "weekly_rest":
		caps.WeeklyRest = 0
	case "max_weekends":
		caps.MaxWeekends = nil
	default:
		panic("no way to lift " + rule)
	}
}

// whyOracle tries every shift, with the audit's own judgement.
type whyOracle struct {
	t       *testing.T
	p       *Problem
	rota    *Rota
	worker  string
	leaving []Shift // what the worker may leave for the shift
}

// could gives a rota in which the worker lessens the shortfall of the need in
// [from, to), nil when there is none.
func (o whyOracle) could(need string, from, to time.Time) *Rota {
	a := newAudit(o.p)
	n := &a.needs[a.needOf[need]]
	before := o.short(Audit(o.p, o.rota), need, from, to)
	for _, occ := range n.occurrences {
		if !occ.meets(auditSpan{from.Unix(), to.Unix()}) {
			continue
		}
		points := gridPoints(a, occ.auditSpan)
		for i, s := range points {
			for _, e := range points[i+1:] {
				if e <= from.Unix() || s >= to.Unix() || n.Whole && (auditSpan{s, e}) != occ.auditSpan {
					continue
				}
				with := o.with(n, auditSpan{s, e}, occ.auditSpan)
				if with != nil && o.legal(with) && o.short(Audit(o.p, with), need, from, to) < before {
					return with
				}
			}
		}
	}
	return nil
}

// gridPoints are the instants of a time at which a shift may start or end.
func gridPoints(a *audit, in auditSpan) (out []int64) {
	for at := in.from; at <= in.to; at += 60 {
		if a.onGrid(at) || at == in.from || at == in.to {
			out = append(out, at)
		}
	}
	return out
}

// with is the rota with the shift in it, what may be left for it left and own
// shifts that adjoin joined; nil when it overlaps what may not be left.
func (o whyOracle) with(n *auditNeed, s, occ auditSpan) *Rota {
	out := &Rota{}
	taken := s
	for _, x := range o.rota.Shifts {
		span := auditSpan{x.Start.Unix(), x.End.Unix()}
		switch {
		case x.Worker != o.worker:
		case span.meets(s):
			if !slices.ContainsFunc(o.leaving, func(l Shift) bool { return l.Start.Equal(x.Start) && l.End.Equal(x.End) }) {
				return nil
			}
			continue
		case x.Need == n.ID && x.Kind == n.Kind && occ.contains(span) && (span.to == s.from || span.from == s.to):
			taken = auditSpan{min(taken.from, span.from), max(taken.to, span.to)}
			continue
		}
		out.Shifts = append(out.Shifts, x)
	}
	zone := o.p.Zone
	out.Shifts = append(out.Shifts, Shift{Worker: o.worker, Need: n.ID, Client: n.Client, Kind: n.Kind, Start: time.Unix(taken.from, 0).In(zone), End: time.Unix(taken.to, 0).In(zone)})
	return out
}

// legal has the audit judge the worker's line and the provider's hours.
func (o whyOracle) legal(rota *Rota) bool {
	a := newAudit(o.p)
	a.readShifts(rota)
	a.judgeShifts()
	a.judgeLine(a.breachesOf(o.worker), &a.workers[a.workerOf[o.worker]], a.workers[a.workerOf[o.worker]].line)
	a.judgeCeilings()
	return !slices.ContainsFunc(a.report.Findings, func(f Finding) bool {
		return f.Worker == o.worker && !o.ofShadow(rota, f) || f.Rule == "provider.max_hours_week"
	})
}

// ofShadow says whether a finding is about a shift in which the worker shadowed
// while still a trainee.
func (o whyOracle) ofShadow(rota *Rota, f Finding) bool {
	if f.Rule == "touch" {
		return true
	}
	return slices.Contains([]string{"kind", "shadowing", "whole", "min_shift", "skills", "only", "accepts", "max_shift"}, f.Rule) &&
		slices.ContainsFunc(rota.Shifts, func(s Shift) bool {
			return s.Worker == o.worker && s.Kind == Shadow && s.Start.Equal(f.At)
		})
}

func (o whyOracle) short(r *Report, need string, from, to time.Time) (seconds float64) {
	for _, u := range r.Underlap {
		if u.Need == need {
			in := auditSpan{u.Start.Unix(), u.End.Unix()}
			seconds += float64(u.Short) * float64(in.overlap(auditSpan{from.Unix(), to.Unix()}))
		}
	}
	return seconds
}

// lifted is the oracle with some reasons gone.
func (o whyOracle) lifted(causes []Cause) whyOracle {
	o.p, o.leaving = o.p.Clone(), nil
	for _, c := range causes {
		lift(o.p, o.worker, c)
		for _, s := range o.rota.Shifts {
			if (c.Rule == "duty" || c.Rule == "standby") && s.Worker == o.worker && s.Start.Equal(c.From) && s.End.Equal(c.To) {
				o.leaving = append(o.leaving, s)
			}
		}
	}
	return o
}

// couldStand gives a rota in which the worker, on standby, lessens the gap; nil
// when there is none.
func (o whyOracle) couldStand(g *ContingencyGap) *Rota {
	a := newAudit(o.p)
	least := int64(o.p.Contingency.StandbyMin.Seconds())
	points := gridPoints(a, auditSpan{a.origin - 86400, a.midnights[len(a.midnights)-1] - 10*86400})
	for i, s := range points {
		for _, e := range points[i:] {
			if e-s < least || e-s > least+5*3600 || e <= g.Start.Unix() || s >= g.End.Unix() {
				continue
			}
			with := o.with(&auditNeed{Need: &Need{Kind: Standby}}, auditSpan{s, e}, auditSpan{})
			if with == nil || !o.legal(with) {
				continue
			}
			left := &Rota{with.Shifts[:len(with.Shifts)-1]} // what is left may have been of use to others on standby
			if gapHours(Audit(o.p, with), g) < gapHours(Audit(o.p, left), g) {
				return with
			}
		}
	}
	return nil
}

func gapHours(r *Report, of *ContingencyGap) (hours float64) {
	for _, g := range r.Contingency.Gaps {
		if g.Need == of.Need && g.Worker == of.Worker {
			in := auditSpan{g.Start.Unix(), g.End.Unix()}
			hours += float64(g.Short) * auditHoursOf(in.overlap(auditSpan{of.Start.Unix(), of.End.Unix()}))
		}
	}
	return hours
}

// TestReasonsOfGapsAreTrue does the same for who could be on standby.
func TestReasonsOfGapsAreTrue(t *testing.T) {
	rules := map[string]int{}
	for seed := range whySeeds(220) {
		r := rand.New(rand.NewPCG(seed, 8))
		p := whyProblem(r)
		rep := Audit(p, whyRota(r, p))
		reasons(p, rep, 0)
		if len(rep.Contingency.Gaps) == 0 {
			continue
		}
		g := some(r, rep.Contingency.Gaps...)
		require.Len(t, g.Why, len(p.Workers), "seed %d", seed)
		for _, w := range g.Why {
			about := fmt.Sprintf("seed %d, %s of %s from %s to %s: %s: %q", seed, g.Worker, g.Need, g.Start, g.End, w.Worker, w.Reasons)
			require.False(t, w.Start.IsZero(), about)
			if w.Causes != nil && w.Causes[0].Rule == "present" {
				require.Contains(t, []string{"the one on duty", "on standby for it already"}, w.Reasons[0], about)
				require.Equal(t, w.Reasons[0] == "the one on duty", g.Worker == w.Worker, about)
				continue
			}
			o := whyOracle{t: t, p: p, rota: rep.Rota, worker: w.Worker}
			all := o.lifted(w.Causes)
			require.True(t, all.couldStand(&g) != nil || gapHours(Audit(all.p, all.rota), &g) < gapHours(rep, &g), "all gone, and still cannot: %s", about)
			for i, c := range w.Causes {
				rules[c.Rule]++
				rest := slices.Delete(slices.Clone(w.Causes), i, i+1)
				require.Nil(t, o.lifted(rest).couldStand(&g), "could although it stands: %s: %s", c.Says, about)
			}
		}
	}
	for _, rule := range []string{"suspended", "provider.suspended", "shadowing", "refuses", "refused", "accepts", "only", "approval", "available", "unavailable", "skills",
		"max_hours_week", "max_days_in_a_row", "weekly_rest", "standby", "same_provider", "duty"} {
		require.Positive(t, rules[rule], rule)
	}
}

// whySeeds is how many random problems the tests of reasons draw; more can be
// asked for with WHY_SEEDS.
func whySeeds(n int) uint64 {
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
	for seed := range whySeeds(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		p := whyProblem(r)
		rep := Audit(p, whyRota(r, p))
		reasons(p, rep, 0)
		if len(rep.Underlap) == 0 {
			continue
		}
		u := some(r, rep.Underlap...)
		require.Len(t, u.Why, len(p.Workers), "seed %d", seed)
		for _, w := range u.Why {
			about := fmt.Sprintf("seed %d, %s from %s to %s: %s: %q", seed, u.Need, u.Start, u.End, w.Worker, w.Reasons)
			require.Len(t, w.Causes, len(w.Reasons), about)
			if w.Start.IsZero() || w.Causes != nil && w.Causes[0].Rule == "present" {
				continue
			}
			o := whyOracle{t: t, p: p, rota: rep.Rota, worker: w.Worker}
			require.NotNil(t, o.lifted(w.Causes).could(u.Need, u.Start, u.End), "all gone, and still cannot: %s", about)
			for i, c := range w.Causes {
				rules[c.Rule]++
				rest := slices.Delete(slices.Clone(w.Causes), i, i+1)
				require.Nil(t, o.lifted(rest).could(u.Need, u.Start, u.End), "could although it stands: %s: %s", c.Says, about)
			}
		}
	}
	t.Log(rules)
	for _, rule := range []string{"suspended", "provider.suspended", "shadowing", "refuses", "refused", "accepts", "only", "approval", "available", "unavailable", "skills",
		"max_shift", "max_hours_week", "max_hours_day", "max_hours_rota", "rest", "max_spell", "max_days_in_a_row", "weekly_rest", "provider.max_hours_week", "duty"} {
		require.Positive(t, rules[rule], rule)
	}
}
