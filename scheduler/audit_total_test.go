package scheduler

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// odd are values that no problem should have, and some that it may.
type odd struct{ *rand.Rand }

func (r odd) duration() time.Duration {
	return some(r.Rand, 0, -hour, hour, 8*hour, 24*hour, 30*hour, math.MaxInt64, math.MinInt64, time.Nanosecond, 90*time.Minute)
}

func (r odd) limit() *time.Duration {
	d := r.duration()
	return some(r.Rand, nil, &d)
}

func (r odd) date() Date {
	return some(r.Rand, Date{}, Date{2026, 3, 29}, Date{2026, 3, 30}, Date{2026, 2, 31}, Date{-5, 14, 99}, Date{1 << 40, 1, 1}, Date{2026, 10, 25}, Date{9999, 12, 31})
}

func (r odd) time() time.Time {
	return some(r.Rand, time.Time{}, time.Unix(1<<60, 0), time.Unix(-1<<60, 0), time.Unix(1774700000, 7),
		time.Date(2026, 3, 29, r.IntN(24), r.IntN(60), 0, 0, time.UTC), time.Date(2026, 3, 28, r.IntN(24), 0, 0, 0, time.UTC), time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC))
}

func (r odd) number() float64 {
	return some(r.Rand, 0, -1, 1, 0.5, 1e300, math.NaN(), math.Inf(1), math.Inf(-1))
}

func (r odd) id() string { return some(r.Rand, "", "a", "b", "c", "d", "nobody") }

func (r odd) ids() []string { return some(r.Rand, nil, []string{r.id()}, []string{r.id(), r.id()}) }

func (r odd) kind() Kind { return some(r.Rand, Waking, SleepIn, Standby, Shadow, -1, 9) }

func (r odd) count() int { return some(r.Rand, 0, 1, 2, -3, math.MaxInt, math.MinInt) }

func (r odd) pattern() Pattern {
	p := some(r.Rand, Daily(), Pattern{}, Pattern{Holidays: true}, Pattern{Dates: []Date{r.date(), r.date()}})
	p.FromDate, p.UntilDate, p.Except, p.ExceptHolidays = some(r.Rand, Date{}, r.date()), some(r.Rand, Date{}, r.date()), []Date{r.date()}, r.IntN(2) == 0
	return p
}

func (r odd) caps() Caps {
	n := r.count()
	return some(r.Rand, HouseCaps(), Caps{}, Caps{r.limit(), r.limit(), r.limit(), r.duration(), r.duration(), r.duration(), r.duration(), r.duration(),
		r.count(), r.count(), r.duration(), &n, r.number(), r.number(), r.duration()})
}

func (r odd) problem(t *testing.T) *Problem {
	london, cairo := london(t), time.FixedZone("odd", 100*3600)
	p := &Problem{Name: "odd", Zone: some(r.Rand, nil, london, cairo, &time.Location{}), Start: some(r.Rand, Date{2026, 3, 28}, r.date()), Days: some(r.Rand, 3, 14, r.count()),
		Grain: some(r.Rand, 15*time.Minute, r.duration()), WeekStarts: some(r.Rand, time.Monday, 99, math.MinInt, -8), Holidays: []Date{r.date()}, AsOf: some(r.Rand, time.Time{}, r.time()),
		Caps: r.caps(), Contingency: Contingency{some(r.Rand, 0, 1, 2, -1), r.duration(), r.duration(), some(r.Rand, 0, 1, 2, -1), r.IntN(2) == 0, r.number(), r.duration()},
		Objective: Prices{r.number(), r.number(), r.number(), r.number(), r.number(), r.number()}}
	for range r.IntN(3) {
		p.Clients = append(p.Clients, Client{ID: r.id(), Known: r.ids(), Refuses: r.ids()})
		p.Providers = append(p.Providers, Provider{ID: r.id(), Kind: ProviderKind(some(r.Rand, 0, 4, 77)), Tier: r.count(), FromDate: r.date(), UntilDate: some(r.Rand, Date{}, r.date()), Accepts: r.ids(), AcceptsAll: r.IntN(3) > 0,
			MaxHoursWeek: r.limit(), OnCost: r.number(), Suspended: r.IntN(5) == 0})
		p.Pay = append(p.Pay, Pay{"", r.pattern(), r.duration(), r.duration(), r.IntN(2) == 0, r.number(), r.number(), []Kind{r.kind()}})
	}
	for range r.IntN(5) {
		p.Needs = append(p.Needs, Need{r.id(), r.id(), r.pattern(), r.duration(), r.duration(), some(r.Rand, 1, 2, r.count()), r.ids(), r.ids(),
			[]Among{{r.id(), some(r.Rand, 1, r.count())}}, r.ids(), r.kind(), r.IntN(2) == 0, r.duration(), r.duration(), Criticality(some(r.Rand, 0, 1, 2, -1, 9)), r.IntN(3) > 0})
		w := Worker{ID: r.id(), Provider: r.id(), Skills: []Skill{{r.id(), r.date(), r.date()}, {Name: r.id()}}, Suspended: r.IntN(5) == 0, Refuses: r.ids(), AlwaysAvailable: r.IntN(2) == 0,
			Available: []Window{{r.pattern(), r.duration(), r.duration(), r.IntN(2) == 0}}, Unavailable: []Absence{{r.time(), r.time(), []Date{r.date()}, "away"}}, Shadowing: some(r.Rand, "", "", r.id()),
			ShadowHours: r.number(), Standby: r.IntN(2) == 0, Rate: r.number(), SleepInRate: r.number(), StandbyRate: r.number(), GuaranteedHoursWeek: r.number(),
			Worked: []Worked{{r.time(), r.time(), r.kind()}}, Pinned: []Pin{{r.id(), r.time(), r.time(), r.IntN(2) == 0}}}
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

func (r odd) rota() *Rota {
	rota := &Rota{}
	for range r.IntN(8) {
		rota.Shifts = append(rota.Shifts, Shift{r.id(), r.id(), r.id(), r.time(), r.time(), r.kind(), r.IntN(2) == 0, r.ids()})
	}
	return rota
}

// TestAuditIsTotal audits nonsense: it never panics, never changes what it is
// given, and says the same twice.
func TestAuditIsTotal(t *testing.T) {
	require.NotNil(t, Audit(nil, nil))
	require.Len(t, Audit(&Problem{}, &Rota{Shifts: make([]Shift, 2)}).Findings, 2)
	for seed := range uint64(2000) {
		r := odd{rand.New(rand.NewPCG(seed, 3))}
		p, rota := r.problem(t), r.rota()
		before := givenTo(p, rota)
		var first, second *Report
		require.NotPanics(t, func() { first, second = Audit(p, rota), Audit(p, rota) }, "seed %d", seed)
		require.Equal(t, before, givenTo(p, rota), "seed %d", seed)
		require.Equal(t, saidOf(first), saidOf(second), "seed %d", seed)
		require.Len(t, first.Objective, 5)
	}
}

// saidOf is all that a report says.
func saidOf(r *Report) string {
	c := *r
	c.Rota = nil
	return fmt.Sprintf("%+v %+v", c, *r.Rota)
}

// givenTo is all that an audit is given.
func givenTo(p *Problem, r *Rota) string {
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
