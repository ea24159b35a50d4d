package why_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/stretchr/testify/require"
)

// plain is a random week of two clients and four workers, with nothing in anybody's way but the
// usual limits. Some weeks have the night in which the clocks change.
func plain(r *rand.Rand) *scheduler.Problem {
	zone, _ := time.LoadLocation("Europe/London")
	p := scheduler.NewProblem("lift", zone, drawn.Some(r, day(7, 6), day(10, 19), day(3, 23)), 7)
	p.Grain = drawn.Some(r, 15*time.Minute, 30*time.Minute, drawn.Hour)
	p.Clients = []scheduler.Client{{ID: "owain"}, {ID: "gwen"}}
	p.Providers = []scheduler.Provider{{ID: "team", OnCost: 1, AcceptsAll: true}, {ID: "agency", Kind: scheduler.Agency, OnCost: 1, AcceptsAll: true, Tier: 2},
		{ID: "home", Kind: scheduler.Family, OnCost: 1, AcceptsAll: true, Tier: 3}}
	from := 7 + r.IntN(3)
	p.Needs = []scheduler.Need{needAt("day", "owain", from, from+4+r.IntN(6)), needAt("visit", "gwen", 17+r.IntN(2), 20+r.IntN(3))}
	p.Needs[0].Whole, p.Needs[1].Whole = r.IntN(2) == 0, r.IntN(2) == 0
	p.Needs[0].Workers = 1 + r.IntN(2)
	for _, w := range [][2]string{{"ann", "team"}, {"bob", "agency"}, {"cas", "team"}, {"dai", ""}}[:2+r.IntN(3)] {
		p.Workers = append(p.Workers, scheduler.NewWorker(w[0], w[1]))
	}
	return p
}

func day(month time.Month, d int) scheduler.Date {
	return scheduler.Date{Year: 2026, Month: month, Day: d}
}

func needAt(id, client string, from, to int) scheduler.Need {
	return scheduler.NewNeed(id, client, scheduler.Daily(), time.Duration(from)*drawn.Hour, time.Duration(to%24)*drawn.Hour)
}

// ann has limits of her own.
func ann(change func(r *rand.Rand, c *scheduler.Caps)) func(*rand.Rand, *scheduler.Problem) {
	return func(r *rand.Rand, p *scheduler.Problem) {
		caps := p.Caps.Clone()
		if own := p.Workers[0].Caps; own != nil {
			caps = own.Clone()
		}
		change(r, &caps)
		p.Workers[0].Caps = &caps
	}
}

// night makes the second need one of the night.
func night(p *scheduler.Problem, kind scheduler.Kind) {
	p.Needs[1] = needAt("visit", "gwen", 22, 7)
	p.Needs[1].Kind, p.Needs[1].Whole = kind, true
}

// shapes put each rule in somebody's way.
var shapes = []struct {
	rule string
	make func(r *rand.Rand, p *scheduler.Problem)
}{
	{"suspended", func(_ *rand.Rand, p *scheduler.Problem) { p.Workers[0].Suspended = true }},
	{"provider.suspended", func(_ *rand.Rand, p *scheduler.Problem) { p.Providers[1].Suspended = true }},
	{"shadowing", func(_ *rand.Rand, p *scheduler.Problem) { p.Workers[0].Shadowing = "bob" }},
	{"refuses", func(_ *rand.Rand, p *scheduler.Problem) { p.Workers[0].Refuses = []string{"gwen", "owain"} }},
	{"refused", func(r *rand.Rand, p *scheduler.Problem) {
		p.Clients[0].Refuses = drawn.Some(r, []string{"ann"}, []string{"team"}, []string{"team", "ann", "bob"})
	}},
	{"accepts", func(r *rand.Rand, p *scheduler.Problem) {
		p.Providers[1].AcceptsAll, p.Providers[1].Accepts = false, drawn.Some(r, nil, []string{"gwen"}, []string{"owain"})
	}},
	{"only", func(r *rand.Rand, p *scheduler.Problem) {
		p.Needs[0].Only = drawn.Some(r, []string{"bob"}, []string{"team"})
	}},
	{"approval", func(r *rand.Rand, p *scheduler.Problem) {
		p.Providers[1].FromDate, p.Providers[1].UntilDate = p.Start.Plus(1+r.IntN(2)), p.Start.Plus(3+r.IntN(2))
	}},
	{"available", func(r *rand.Rand, p *scheduler.Problem) {
		w := &p.Workers[0]
		w.AlwaysAvailable, w.Available = false, []scheduler.Window{{Days: scheduler.Daily(), From: time.Duration(6+r.IntN(5)) * drawn.Hour, To: time.Duration(12+r.IntN(8)) * drawn.Hour}}
	}},
	{"family", func(r *rand.Rand, p *scheduler.Problem) {
		w := &p.Workers[0]
		w.Provider, w.AlwaysAvailable, w.Available = "home", false, []scheduler.Window{{Days: scheduler.Daily(), From: time.Duration(6+r.IntN(5)) * drawn.Hour, To: time.Duration(12+r.IntN(8)) * drawn.Hour}}
	}},
	{"unavailable", func(r *rand.Rand, p *scheduler.Problem) {
		at := scheduler.StartInstant(p.Zone, p.Start.Plus(2), time.Duration(r.IntN(24))*drawn.Hour)
		end := at.Add(time.Duration(1+r.IntN(40)) * drawn.Hour)
		p.Workers[0].Unavailable = []scheduler.Absence{{Start: at, End: end, Why: "ill"},
			{Start: end, End: end.Add(time.Duration(1+r.IntN(700)) * drawn.Hour), Why: drawn.Some(r, "", "leave", "ill")}, {Dates: []scheduler.Date{p.Start.Plus(3), p.Start.Plus(4)}, Why: "course"}}
	}},
	{"unavailable", func(r *rand.Rand, p *scheduler.Problem) { // days off, on which nothing starts
		night(p, scheduler.Waking)
		p.Needs[1].Whole, p.Contingency.Standby = r.IntN(2) == 0, r.IntN(2)
		p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start.Plus(1 + r.IntN(3)), p.Start.Plus(5)}, Starts: true, Why: drawn.Some(r, "", "swapped")}}
		p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start.Plus(1 + r.IntN(3))}, Starts: true}, {Dates: []scheduler.Date{p.Start.Plus(2)}, Why: "leave"}}
	}},
	{"as_of", func(r *rand.Rand, p *scheduler.Problem) {
		p.AsOf = scheduler.StartInstant(p.Zone, p.Start.Plus(1+r.IntN(2)), time.Duration(r.IntN(24*4))*15*time.Minute)
	}},
	{"skills", func(r *rand.Rand, p *scheduler.Problem) {
		p.Needs[0].Skills = []string{"lift"}
		p.Needs[1].Among = []scheduler.Among{{Skill: "senior", Workers: 1}}
		p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", From: p.Start.Plus(r.IntN(5))}}
		p.Workers[1].Skills = []scheduler.Skill{{Name: "senior", Until: p.Start.Plus(r.IntN(5))}}
		if r.IntN(2) == 0 {
			night(p, scheduler.Waking)
			p.Needs[1].Skills = []string{"senior"}
		}
	}},
	{"need.max_shift", func(r *rand.Rand, p *scheduler.Problem) {
		p.Needs[0] = needAt("day", "owain", 8, 13)
		p.Needs[0].MinShift, p.Needs[0].MaxShift = 2*drawn.Hour, time.Duration(2+r.IntN(2))*drawn.Hour
		p.Workers = p.Workers[:2]
		p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start, p.Start.Plus(1), p.Start.Plus(2)}}}
	}},
	{"max_hours_day", func(r *rand.Rand, p *scheduler.Problem) { // who is there beside the gap could stay on, or come earlier, but for a limit
		p.Needs[0] = needAt("day", "owain", 8, 14)
		p.Needs[0].MinShift = time.Duration(2+r.IntN(2)) * drawn.Hour
		p.Workers = p.Workers[:2]
		p.Workers[1].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start, p.Start.Plus(1), p.Start.Plus(2)}}}
		p.Caps.MaxHoursDay = scheduler.Hours(float64(8+r.IntN(4)) / 2)
	}},
	{"worked", func(r *rand.Rand, p *scheduler.Problem) {
		end := scheduler.StartInstant(p.Zone, p.Start, time.Duration(9+r.IntN(3))*drawn.Hour)
		p.Workers[0].Worked = []scheduler.Worked{{Start: end.Add(-12 * drawn.Hour), End: end}}
	}},
	{"duty", func(_ *rand.Rand, p *scheduler.Problem) {
		p.Needs[1] = needAt("visit", "gwen", 9, 13)
		p.Needs[1].Workers = 3
	}},
	{"standby", func(_ *rand.Rand, p *scheduler.Problem) {
		p.Contingency.Standby, p.Workers[0].Standby = 1, false
	}},
	{"same_provider", func(_ *rand.Rand, p *scheduler.Problem) {
		p.Contingency.Standby, p.Contingency.DifferentProvider = 1, true
		p.Workers[0].Provider, p.Workers[1].Provider = "team", "team"
	}},
	{"travel", func(r *rand.Rand, p *scheduler.Problem) {
		p.Needs[1] = needAt("visit", "gwen", 16, 18)
		p.Needs[1].Workers = 3
		p.Needs[0].From, p.Needs[0].To, p.Needs[0].Workers = 11*drawn.Hour, 15*drawn.Hour+30*time.Minute, 3
		p.Needs = append(p.Needs, needAt("early", "gwen", 9, 10))
		p.Needs[2].Workers, p.Grain = 4, 15*time.Minute
		p.Caps.Travel = time.Duration(60+15*r.IntN(6)) * time.Minute
	}},
	{"max_shift", ann(func(r *rand.Rand, c *scheduler.Caps) { c.MaxShift = time.Duration(2+r.IntN(3)) * drawn.Hour })},
	{"max_sleep_in", func(r *rand.Rand, p *scheduler.Problem) {
		night(p, scheduler.SleepIn)
		p.Caps.MaxSleepIn = time.Duration(6+r.IntN(3)) * drawn.Hour
	}},
	{"max_hours_week", ann(func(r *rand.Rand, c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(float64(r.IntN(50)) / 2) })},
	{"max_hours_day", ann(func(r *rand.Rand, c *scheduler.Caps) { c.MaxHoursDay = scheduler.Hours(float64(2+r.IntN(16)) / 2) })},
	{"max_hours_rota", ann(func(r *rand.Rand, c *scheduler.Caps) { c.MaxHoursRota = scheduler.Hours(float64(r.IntN(50)) / 2) })},
	{"provider.max_hours_week", func(r *rand.Rand, p *scheduler.Problem) {
		p.Providers[1].MaxHoursWeek = scheduler.Hours(float64(r.IntN(50)) / 2)
	}},
	{"rest", func(r *rand.Rand, p *scheduler.Problem) {
		p.Needs[1] = needAt("visit", "gwen", 20+r.IntN(2), 23+r.IntN(4))
		p.Needs[1].Workers = 2
		p.Caps.MaxHoursWeek, p.Caps.MinRest = nil, time.Duration(11+r.IntN(20))*drawn.Hour
	}},
	{"max_spell", func(r *rand.Rand, p *scheduler.Problem) {
		p.Needs[1].Workers, p.Caps.MaxSpell = 2, time.Duration(8+r.IntN(4))*drawn.Hour
		p.Caps.MaxHoursWeek = nil
	}},
	{"max_spell_with_sleep_in", func(r *rand.Rand, p *scheduler.Problem) {
		night(p, scheduler.SleepIn)
		p.Needs[1].Client, p.Needs[0].From, p.Needs[0].To, p.Needs[0].Whole = "owain", 14*drawn.Hour, 22*drawn.Hour, true
		p.Caps.MaxHoursWeek, p.Caps.MaxSpellSleepIn = nil, time.Duration(12+r.IntN(3))*drawn.Hour
	}},
	{"max_days_in_a_row", ann(func(r *rand.Rand, c *scheduler.Caps) { c.MaxDaysInARow = 1 + r.IntN(3) })},
	{"max_nights_in_a_row", func(r *rand.Rand, p *scheduler.Problem) {
		night(p, drawn.Some(r, scheduler.Waking, scheduler.SleepIn))
		p.Caps.MaxNightsInARow, p.Caps.MaxHoursWeek = 1+r.IntN(3), nil
	}},
	{"weekly_rest", func(r *rand.Rand, p *scheduler.Problem) {
		p.Caps.WeeklyRest = time.Duration(40+r.IntN(100)) * drawn.Hour
	}},
	{"max_weekends", ann(func(_ *rand.Rand, c *scheduler.Caps) { c.MaxWeekends = new(0) })},
}

// TestReasonsLiftedExactly solves random problems in which each rule is in somebody's way, takes a
// worker who is not at a place, where too few are or where all are, and lifts exactly what the
// reasons name: then the audit has nothing against the shift, and with a reason left, or lifted by a
// minute, a day or one too little, it has, or the shift is of no use.
func TestReasonsLiftedExactly(t *testing.T) {
	each := int(seeds(liftedOfEach))
	all := 0
	for i, shape := range shapes {
		t.Run(shape.rule, func(t *testing.T) {
			found := 0
			for seed := uint64(0); found < each; seed++ {
				require.Less(t, seed, uint64(400), "no such reason is found")
				r := rand.New(rand.NewPCG(seed, uint64(i)))
				p := plain(r)
				if other := drawn.Some(r, shapes...); other.rule != shape.rule && r.IntN(2) == 0 {
					other.make(r, p)
				}
				shape.make(r, p)
				rep, err := solve.Rota(t.Context(), p, solve.Options{Steps: 1000, Threads: 1, Omit: scheduler.Omit{Proofs: true, Backups: true, Shares: true, Missed: true}})
				require.NoError(t, err, "seed %d", seed)
				require.Empty(t, audit.Rota(p, rep.Rota).Findings)
				about := slices.DeleteFunc(placesOf(r, p, rep), func(k place) bool {
					return !slices.ContainsFunc(k.why.Causes, func(c scheduler.Cause) bool { return c.Rule == shape.rule })
				})
				if len(about) > 0 {
					k := drawn.Some(r, about...)
					k.about = fmt.Sprintf("seed %d, %s, %s to %s: %s: %q", seed, k.need, k.why.Start, k.why.End, k.why.Worker, k.why.Reasons)
					k.lift(t)
					found++
				}
			}
			all += found
		})
	}
	t.Logf("%d reasons lifted", all)
}

// place is where a worker is not, and why.
type place struct {
	p     *scheduler.Problem
	rep   *scheduler.Report
	need  string
	gap   *scheduler.ContingencyGap // nil: on duty
	from  time.Time                 // of an underlap; zero where nothing is short
	to    time.Time
	why   scheduler.Why
	about string
}

// placesOf are all places of a report that reasons are given for, and those of some covered moment.
func placesOf(r *rand.Rand, p *scheduler.Problem, rep *scheduler.Report) (out []place) {
	enter := func(k place, list []scheduler.Why) {
		for _, k.why = range list {
			if !k.why.Start.IsZero() && k.why.Causes != nil && k.why.Causes[0].Rule != "present" {
				out = append(out, k)
			}
		}
	}
	for _, u := range rep.Underlap {
		enter(place{p: p, rep: rep, need: u.Need, from: u.Start, to: u.End}, u.Why)
	}
	for i := range rep.Contingency.Gaps {
		g := &rep.Contingency.Gaps[i]
		enter(place{p: p, rep: rep, need: g.Need, gap: g, from: g.Start, to: g.End}, g.Why)
	}
	at := scheduler.StartInstant(p.Zone, p.Start.Plus(r.IntN(p.Days)), time.Duration(6+r.IntN(18))*drawn.Hour)
	for _, m := range reasons.Explain(p, rep, reasons.Question{At: at}).Moments {
		if m.Short == 0 {
			enter(place{p: p, rep: rep, need: m.Need}, m.Why)
		}
	}
	return out
}

// lift lifts the reasons, all and all but one.
func (k *place) lift(t *testing.T) {
	require.Len(t, k.why.Reasons, len(k.why.Causes), k.about)
	for _, c := range k.why.Causes {
		require.NotRegexp(t, "^is there ", c.Says, "whose own shift is beside it could make it longer: %s", k.about)
	}
	require.True(t, k.could(-1, false), "all gone, and still cannot: %s", k.about)
	for i := range k.why.Causes {
		require.False(t, k.could(i, false), "could although it stands: %s: %s", k.why.Causes[i].Says, k.about)
		require.False(t, k.could(i, true), "could with less: %s: %s", k.why.Causes[i].Says, k.about)
	}
}

// could says whether the worker could take the shift with all reasons lifted but one, which stays or
// is lifted by too little.
func (k *place) could(but int, tooLittle bool) bool {
	o := oracle{p: k.p.Clone(), rota: k.rep.Rota, worker: k.why.Worker}
	for i := range k.why.Causes {
		c := &k.why.Causes[i]
		switch {
		case i != but:
			drawn.Lift(o.p, &k.why, c, false)
			o.leave(c)
		case !tooLittle:
		case k.gap != nil && c.Rule == "skills", !drawn.Lift(o.p, &k.why, c, true):
			return false // there is nothing less of it, as of a skill that is asked for at one moment
		}
	}
	left, with := k.taken(&o)
	if !o.legal(with) {
		return false
	}
	switch before, after := audit.Rota(o.p, left), audit.Rota(o.p, with); {
	case k.gap != nil:
		return gapHours(after, k.gap) < gapHours(before, k.gap) || gapHours(before, k.gap) < gapHours(k.rep, k.gap) // somebody else backs now
	case !k.from.IsZero():
		return o.short(after, k.need, k.from, k.to) < o.short(before, k.need, k.from, k.to)
	}
	return true
}

// taken is the rota without what the worker leaves, and with the shift.
func (k *place) taken(o *oracle) (left, with *scheduler.Rota) {
	s := scheduler.Shift{Worker: k.why.Worker, Kind: scheduler.Standby, Start: k.why.Start, End: k.why.End}
	if k.gap == nil {
		n := reading.Find(k.p.Needs, func(n *scheduler.Need) bool { return n.ID == k.need })
		s.Need, s.Client, s.Kind = n.ID, n.Client, n.Kind
	}
	left, with = &scheduler.Rota{}, &scheduler.Rota{}
	for _, x := range o.rota.Shifts {
		ours := x.Worker == s.Worker && x.Start.Before(s.End) && s.Start.Before(x.End)
		if ours && slices.ContainsFunc(o.leaving, func(l scheduler.Shift) bool { return l.Start.Equal(x.Start) && l.End.Equal(x.End) }) {
			continue
		}
		joined := ours && x.Need == s.Need && x.Kind == s.Kind && !x.Start.Before(s.Start) && !s.End.Before(x.End)
		if left.Shifts = append(left.Shifts, x); !joined {
			with.Shifts = append(with.Shifts, x)
		}
	}
	with.Shifts = append(with.Shifts, s)
	return left, with
}
