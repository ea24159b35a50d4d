package audit

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// odd are values that no problem should have, and some that it may.
type odd struct{ *rand.Rand }

func (r odd) duration() time.Duration {
	return drawn.Some(r.Rand, 0, -drawn.Hour, drawn.Hour, 8*drawn.Hour, 24*drawn.Hour, 30*drawn.Hour, math.MaxInt64, math.MinInt64, time.Nanosecond, 90*time.Minute)
}

func (r odd) limit() *time.Duration {
	d := r.duration()
	return drawn.Some(r.Rand, nil, &d)
}

func (r odd) date() scheduler.Date {
	return drawn.Some(r.Rand, scheduler.Date{}, scheduler.Date{Year: 2026, Month: 3, Day: 29}, scheduler.Date{Year: 2026, Month: 3, Day: 30}, scheduler.Date{Year: 2026, Month: 2, Day: 31}, scheduler.Date{Year: -5, Month: 14, Day: 99}, scheduler.Date{Year: 1 << 40, Month: 1, Day: 1}, scheduler.Date{Year: 2026, Month: 10, Day: 25}, scheduler.Date{Year: 9999, Month: 12, Day: 31})
}

func (r odd) time() time.Time {
	return drawn.Some(r.Rand, time.Time{}, time.Unix(1<<60, 0), time.Unix(-1<<60, 0), time.Unix(1774700000, 7),
		time.Date(2026, 3, 29, r.IntN(24), r.IntN(60), 0, 0, time.UTC), time.Date(2026, 3, 28, r.IntN(24), 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
}

func (r odd) number() float64 {
	return drawn.Some(r.Rand, 0, -1, 1, 0.5, 1e300, math.NaN(), math.Inf(1), math.Inf(-1))
}

func (r odd) id() string { return drawn.Some(r.Rand, "", "a", "b", "c", "d", "nobody") }

func (r odd) ids() []string {
	return drawn.Some(r.Rand, nil, []string{r.id()}, []string{r.id(), r.id()})
}

func (r odd) kind() scheduler.Kind {
	return drawn.Some(r.Rand, scheduler.Waking, scheduler.SleepIn, scheduler.Standby, scheduler.Shadow, -1, 9)
}

func (r odd) count() int { return drawn.Some(r.Rand, 0, 1, 2, -3, math.MaxInt, math.MinInt) }

func (r odd) pattern() scheduler.Pattern {
	p := drawn.Some(r.Rand, scheduler.Daily(), scheduler.Pattern{}, scheduler.Pattern{Holidays: true}, scheduler.Pattern{Dates: []scheduler.Date{r.date(), r.date()}})
	p.FromDate, p.UntilDate, p.Except, p.ExceptHolidays = drawn.Some(r.Rand, scheduler.Date{}, r.date()), drawn.Some(r.Rand, scheduler.Date{}, r.date()), []scheduler.Date{r.date()}, r.IntN(2) == 0
	return p
}

func (r odd) caps() scheduler.Caps {
	n := r.count()
	return drawn.Some(r.Rand, scheduler.HouseCaps(), scheduler.Caps{}, scheduler.Caps{MaxHoursWeek: r.limit(), MaxHoursDay: r.limit(), MaxHoursRota: r.limit(), MinRest: r.duration(), MaxSpell: r.duration(), MaxSpellSleepIn: r.duration(), MaxShift: r.duration(), MaxSleepIn: r.duration(),
		MaxDaysInARow: r.count(), MaxNightsInARow: r.count(), WeeklyRest: r.duration(), MaxWeekends: &n, SleepInCounts: r.number(), StandbyCounts: r.number(), Travel: r.duration()})
}

func (r odd) problem(t *testing.T) *scheduler.Problem {
	london, cairo := drawn.London(t), time.FixedZone("odd", 100*3600)
	p := &scheduler.Problem{Name: "odd", Zone: drawn.Some(r.Rand, nil, london, cairo, &time.Location{}), Start: drawn.Some(r.Rand, scheduler.Date{Year: 2026, Month: 3, Day: 28}, r.date()), Days: drawn.Some(r.Rand, 3, 14, r.count()),
		Grain: drawn.Some(r.Rand, 15*time.Minute, r.duration()), WeekStarts: drawn.Some(r.Rand, time.Monday, 99, math.MinInt, -8), Holidays: []scheduler.Date{r.date()}, AsOf: drawn.Some(r.Rand, time.Time{}, r.time()),
		Caps: r.caps(), Contingency: scheduler.Contingency{Standby: drawn.Some(r.Rand, 0, 1, 2, -1), StandbyMin: r.duration(), StandbyMax: r.duration(), Relief: drawn.Some(r.Rand, 0, 1, 2, -1), DifferentProvider: r.IntN(2) == 0, Headroom: r.number(), HoldOver: r.duration()},
		Objective: scheduler.Prices{NewFace: r.number(), Changeover: r.number(), StandbyShift: r.number(), Unfair: r.number(), Overlap: r.number(), ShadowShort: r.number(), Change: r.number()}}
	for range r.IntN(3) {
		p.Clients = append(p.Clients, scheduler.Client{ID: r.id(), Known: r.ids(), Refuses: r.ids()})
		p.Providers = append(p.Providers, scheduler.Provider{ID: r.id(), Kind: scheduler.ProviderKind(drawn.Some(r.Rand, 0, 4, 77)), Tier: r.count(), FromDate: r.date(), UntilDate: drawn.Some(r.Rand, scheduler.Date{}, r.date()), Accepts: r.ids(), AcceptsAll: r.IntN(3) > 0,
			MaxHoursWeek: r.limit(), OnCost: r.number(), Suspended: r.IntN(5) == 0})
		p.Pay = append(p.Pay, scheduler.Pay{Name: "", Days: r.pattern(), From: r.duration(), To: r.duration(), WholeDay: r.IntN(2) == 0, Multiply: r.number(), Add: r.number(), AppliesTo: []scheduler.Kind{r.kind()}})
	}
	for range r.IntN(5) {
		p.Needs = append(p.Needs, scheduler.Need{ID: r.id(), Client: r.id(), Days: r.pattern(), From: r.duration(), To: r.duration(), Workers: drawn.Some(r.Rand, 1, 2, r.count()), Skills: r.ids(), Fallback: r.ids(),
			Among: []scheduler.Among{{Skill: r.id(), Workers: drawn.Some(r.Rand, 1, r.count())}}, Only: r.ids(), Kind: r.kind(), Whole: r.IntN(2) == 0, MinShift: r.duration(), MaxShift: r.duration(), Criticality: scheduler.Criticality(drawn.Some(r.Rand, 0, 1, 2, -1, 9)), Contingency: r.IntN(3) > 0})
		w := scheduler.Worker{ID: r.id(), Provider: r.id(), Skills: []scheduler.Skill{{Name: r.id(), From: r.date(), Until: r.date()}, {Name: r.id()}}, Suspended: r.IntN(5) == 0, Refuses: r.ids(), AlwaysAvailable: r.IntN(2) == 0,
			Available: []scheduler.Window{{Days: r.pattern(), From: r.duration(), To: r.duration(), WholeDay: r.IntN(2) == 0}}, Unavailable: []scheduler.Absence{{Start: r.time(), End: r.time(), Dates: []scheduler.Date{r.date()}, Why: "away"}}, Shadowing: drawn.Some(r.Rand, "", "", r.id()),
			ShadowHours: r.number(), Standby: r.IntN(2) == 0, Rate: r.number(), SleepInRate: r.number(), StandbyRate: r.number(), GuaranteedHoursWeek: r.number(),
			Worked: []scheduler.Worked{{Start: r.time(), End: r.time(), Kind: r.kind()}}, Pinned: []scheduler.Pin{{Need: r.id(), Start: r.time(), End: r.time(), Part: r.IntN(2) == 0}}}
		if c := r.caps(); r.IntN(2) == 0 {
			w.Caps = &c
		}
		p.Workers = append(p.Workers, w)
	}
	if r.IntN(2) == 0 {
		p.From = r.rota()
	}
	return p
}

func (r odd) backups() (out []scheduler.Backup) {
	for _, id := range r.ids() {
		out = append(out, scheduler.Backup{Worker: id, Standby: r.IntN(2) == 0, Start: r.time(), End: r.time()})
	}
	return out
}

func (r odd) rota() *scheduler.Rota {
	rota := &scheduler.Rota{}
	for range r.IntN(8) {
		rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: r.id(), Need: r.id(), Client: r.id(), Start: r.time(), End: r.time(), Kind: r.kind(), Pinned: r.IntN(2) == 0, Backups: r.backups()})
	}
	return rota
}

// TestAuditIsTotal audits nonsense: it never panics, never changes what it is
// given, and says the same twice.
func TestAuditIsTotal(t *testing.T) {
	require.NotNil(t, Rota(nil, nil))
	require.Len(t, Rota(&scheduler.Problem{}, &scheduler.Rota{Shifts: make([]scheduler.Shift, 2)}).Findings, 2)
	for seed := range uint64(2000) {
		r := odd{rand.New(rand.NewPCG(seed, 3))}
		p, rota := r.problem(t), r.rota()
		before := givenTo(p, rota)
		var first, second *scheduler.Report
		require.NotPanics(t, func() { first, second = Rota(p, rota), Rota(p, rota) }, "seed %d", seed)
		require.Equal(t, before, givenTo(p, rota), "seed %d", seed)
		require.Equal(t, saidOf(first), saidOf(second), "seed %d", seed)
		require.Len(t, first.Objective, len(scheduler.Levels))
	}
}

// saidOf is all that a report says.
func saidOf(r *scheduler.Report) string {
	c := *r
	c.Rota = nil
	return fmt.Sprintf("%+v %+v", c, *r.Rota)
}

// givenTo is all that an audit is given.
func givenTo(p *scheduler.Problem, r *scheduler.Rota) string {
	s := fmt.Sprintf("%+v %+v", *p, *r)
	if p.From != nil {
		s += fmt.Sprintf("%+v", *p.From)
	}
	for _, w := range p.Workers {
		if w.Caps != nil {
			s += fmt.Sprintf("%+v", *w.Caps)
		}
	}
	return s
}
