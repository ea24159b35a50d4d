package constraints_test

import (
	"testing"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// TestPrices shows for every rule that costs money what it adds to a rota's
// cost. The audit's sum is the engine's in every row.
func TestPrices(t *testing.T) {
	paid := func(change func(p *scheduler.Problem)) func(p *scheduler.Problem) {
		return func(p *scheduler.Problem) {
			p.Workers[0].Rate, p.Workers[0].SleepInRate, p.Workers[0].StandbyRate = 12, 60, 3
			p.Workers[2].Rate, p.Workers[4].Rate = 20, 10
			change(p)
		}
	}
	night := scheduler.Pay{Days: scheduler.Daily(), From: 22 * h, To: 6 * h, Multiply: 1.5}
	sunday := scheduler.Pay{Days: scheduler.On(time.Sunday), WholeDay: true, Multiply: 2}
	extra := scheduler.Pay{Days: scheduler.Daily(), From: 20 * h, To: 24 * h, Add: 1}
	every := []scheduler.Kind{scheduler.Waking, scheduler.SleepIn, scheduler.Standby}
	for _, row := range []struct {
		name string
		rule string
		make func(p *scheduler.Problem)
		rota string
		want float64
	}{
		{"waking by the hour", "pay", paid(func(p *scheduler.Problem) {}), "ade day 6 08:00 16:00", 96},
		{"a sleep-in by the shift", "pay", paid(func(p *scheduler.Problem) {}), "ade sleep 6 22:00 07:00", 60},
		{"standby by the hour", "pay", paid(func(p *scheduler.Problem) { p.Contingency.Standby = 1 }), "ade standby 6 08:00 16:00", 24},
		{"shadowing as waking", "pay", paid(func(p *scheduler.Problem) {}), "ade day 6 08:00 16:00\ntam day 6 08:00 12:00", 96 + 40},
		{"on-cost", "pay", paid(func(p *scheduler.Problem) {}), "cai day 6 08:00 16:00", 8 * 20 * 1.5},
		{"a part of the shift enhanced", "pay", paid(func(p *scheduler.Problem) { p.Pay = []scheduler.Pay{night} }), "ade night 6 22:00 07:00", 12 * (8*1.5 + 1)},
		{"the largest multiplier counts", "pay", paid(func(p *scheduler.Problem) { p.Pay = []scheduler.Pay{night, sunday} }), "ade night 12 22:00 07:00", 12 * (2*2 + 6*1.5 + 1)},
		{"a multiplier below one", "pay", paid(func(p *scheduler.Problem) {
			p.Pay = []scheduler.Pay{{Days: scheduler.Daily(), WholeDay: true, Multiply: 0.5}}
		}),
			"ade day 6 08:00 16:00", 48},
		{"additions add up", "pay", paid(func(p *scheduler.Problem) { p.Pay = []scheduler.Pay{extra, extra, night} }), "ade night 6 22:00 07:00", 12*13 + 2*2},
		{"additions bear on-cost", "pay", paid(func(p *scheduler.Problem) { p.Pay = []scheduler.Pay{extra} }), "cai night 6 22:00 02:00", 1.5 * (80 + 2)},
		{"not for sleep-ins unless they are named", "pay", paid(func(p *scheduler.Problem) { p.Pay = []scheduler.Pay{night} }), "ade sleep 6 22:00 07:00", 60},
		{"a sleep-in in proportion", "pay", paid(func(p *scheduler.Problem) {
			night.AppliesTo = every
			p.Pay = []scheduler.Pay{night}
		}), "ade sleep 6 22:00 07:00", 60 * (8*1.5 + 1) / 9},
		{"standby named", "pay", paid(func(p *scheduler.Problem) {
			p.Contingency.Standby, sunday.AppliesTo = 1, every
			p.Pay = []scheduler.Pay{sunday}
		}), "ade standby 12 08:00 16:00", 48},
		{"guaranteed hours, week by week", "guaranteed hours", paid(func(p *scheduler.Problem) { p.Workers[0].GuaranteedHoursWeek = 10 }),
			"ade day 6-7 08:00 16:00", 10 * 12},
		{"in full for a cut week", "guaranteed hours", paid(func(p *scheduler.Problem) { p.Days, p.Workers[0].GuaranteedHoursWeek = 8, 10 }), "ade day 6 08:00 16:00", 12 * 12},
		{"worked hours are set against them", "guaranteed hours", paid(func(p *scheduler.Problem) {
			p.WeekStarts, p.Workers[0].GuaranteedHoursWeek = time.Sunday, 10
			p.Workers[0].Worked = []scheduler.Worked{{Start: time.Date(2026, 7, 5, 8, 0, 0, 0, p.Zone), End: time.Date(2026, 7, 5, 14, 0, 0, 0, p.Zone)}}
		}), "ade day 6 08:00 10:00\nade day 12 08:00 18:00", 12 * (2 + 0 + 10)},
		{"but standby is not", "guaranteed hours", paid(func(p *scheduler.Problem) { p.Contingency.Standby, p.Workers[0].GuaranteedHoursWeek = 1, 10 }),
			"ade day 6 08:00 16:00\nade standby 7 08:00 16:00", (2 + 10) * 12},
		{"each standby shift", "standby shifts", func(p *scheduler.Problem) { p.Contingency.Standby, p.Objective.StandbyShift = 1, 5 }, "ade day 6 08:00 16:00\nbea standby 6 08:00 12:00\nbea standby 6 13:00 17:00\ncai standby 7 08:00 16:00", 15},
		{"a new face, once", "new face", func(p *scheduler.Problem) { p.Objective.NewFace = 30 }, "ade day 6 08:00 16:00\nbea day 7 08:00 16:00\nbea day 8 08:00 16:00\nbea train 9 08:00 16:00", 30},
		{"standby and shadowing make none", "new face", func(p *scheduler.Problem) { p.Objective.NewFace, p.Contingency.Standby = 30, 1 },
			"ade day 6 08:00 16:00\ntam day 6 08:00 16:00\nbea standby 6 08:00 16:00", 0},
		{"a handover", "changeover", func(p *scheduler.Problem) { p.Objective.Changeover = 5 }, "ade day 6 08:00 12:00\nbea day 6 12:00 16:00\ncai day 6 16:00 20:00\ntam day 6 08:00 12:00", 10},
		{"hours of overlap", "overlap", func(p *scheduler.Problem) { p.Objective.Overlap = 10 }, "ade day 6 08:00 16:00\nbea day 6 14:00 18:00", 20},
		{"a trainee is no overlap", "overlap", func(p *scheduler.Problem) { p.Objective.Overlap = 10 }, "ade day 6 08:00 16:00\ntam day 6 08:00 16:00", 0},
		{"a junior missing where nobody is senior", "heads", func(p *scheduler.Problem) {
			p.Days, p.Objective.Heads = 1, 100
			p.Needs[0].Workers, p.Needs[0].Among = 3, []scheduler.Among{{Skill: "lift", Workers: 1}}
		}, "bea day 6 08:00 20:00\ncai day 6 08:00 18:00\nade day 6 16:00 20:00", 100 * 8},
		{"heads missing with the senior there are hidden by nothing", "heads", func(p *scheduler.Problem) {
			p.Days, p.Objective.Heads = 1, 100
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
		}, "ade day 6 08:00 20:00", 0},
		{"a day alone", "work patterns", func(p *scheduler.Problem) {
			p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.DaysWorked, Least: 2, Price: 7}}
		}, "ade day 8 08:00 16:00\nbea day 9-10 08:00 16:00\ntam day 8 08:00 16:00", 7},
		{"half a weekend, and a weekend", "work patterns", func(p *scheduler.Problem) {
			p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.SplitWeekends, Price: 7}, {Of: scheduler.WeekendsWorked, Most: new(int), Price: 11}}
		}, "ade day 11 08:00 16:00", 18},
		{"uneven loads", "fairness", func(p *scheduler.Problem) {
			p.Objective.Unfair, p.Workers[0].GuaranteedHoursWeek, p.Workers[1].GuaranteedHoursWeek, p.Workers[4].GuaranteedHoursWeek = 100, 20, 10, 10
		}, "ade day 6 08:00 18:00\nbea day 7 08:00 18:00\ntam day 6 08:00 10:00", 100 * (10.0/2/10 - 2.0/2/10)},
		{"uneven loads of those without a provider, standby aside", "fairness", func(p *scheduler.Problem) {
			p.Objective.Unfair, p.Contingency.Standby, p.Workers[0].Provider, p.Workers[1].Provider = 96, 1, "", ""
			p.Workers[0].GuaranteedHoursWeek, p.Workers[1].GuaranteedHoursWeek = 20, 10
		}, "ade day 6 08:00 18:00\nade standby 8 08:00 18:00\nbea day 7 08:00 10:00", 96 * (10.0/2/20 - 2.0/2/10)},
		{"suspended workers have no load, nor those without hours to measure by", "fairness", func(p *scheduler.Problem) {
			p.Objective.Unfair, p.Workers[0].GuaranteedHoursWeek, p.Workers[1].GuaranteedHoursWeek = 100, 20, 10
			p.Workers[1].Suspended = true
		}, "ade day 6 08:00 18:00", 0},
		{"shadowing that is missing", "shadowing", func(p *scheduler.Problem) { p.Objective.ShadowShort, p.Workers[4].ShadowHours = 20, 10 }, "ade day 6 08:00 16:00\ntam day 6 08:00 12:00", 120},
		{"shadowing in plenty", "shadowing", func(p *scheduler.Problem) { p.Objective.ShadowShort, p.Workers[4].ShadowHours = 20, 4 }, "ade day 6 08:00 16:00\ntam day 6 08:00 16:00", 0},
		{"changed hours", "change", func(p *scheduler.Problem) {
			p.Objective.Change = 3
			p.From = draw(t, p, "ade day 6 08:00 16:00\nbea visit 6 08:00 16:00")
			p.From.Shifts = append(p.From.Shifts, scheduler.Shift{Worker: "gone", Need: "day", Start: p.From.Shifts[0].Start, End: p.From.Shifts[0].End})
		}, "ade day 6 09:00 17:00\nbea day 6 17:00 20:00", 3 * (1 + 1 + 8 + 3)},
	} {
		t.Run(row.rule+"/"+row.name, func(t *testing.T) {
			p := home(t)
			row.make(p)
			rota := draw(t, p, row.rota)
			require.Empty(t, violations(t, p, rules(), rota))
			whole := cost(t, p, rules(), rota)
			require.Contains(t, names(rules()), row.rule)
			if row.rule != "shadowing" { // without it a shadow shift has no meaning
				rest := cost(t, p, without(row.rule), rota)
				require.InDelta(t, row.want, money(whole[scheduler.LevelMoney]-rest[scheduler.LevelMoney]), 1e-5)
			} else {
				require.InDelta(t, row.want, money(whole[scheduler.LevelMoney]), 1e-5)
			}
			c, err := constraints.Compile(p, rules())
			require.NoError(t, err)
			require.NoError(t, c.Compare(whole, audit.Rota(p, rota)))
		})
	}
}

func money(units int64) float64 { return float64(units) / float64(constraints.Money(1)) }

// TestAmong is about skills that some of those present must hold.
func TestAmong(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		rota string
		want float64 // hours short on the first day, of 12
	}{
		{"nobody holds it", nil, "bea day 6 08:00 20:00\ncai day 6 08:00 20:00", 12},
		{"one holds it for a time", nil, "ade day 6 08:00 14:00\nbea day 6 14:00 20:00\ncai day 6 08:00 20:00", 6},
		{"it runs out before the shift", func(p *scheduler.Problem) {
			p.Workers[0].Skills[0].Until = scheduler.Date{Year: 2026, Month: 7, Day: 5}
		}, "ade day 6 08:00 20:00\ncai day 6 08:00 20:00", 12},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := home(t)
			p.Days, p.Needs = 1, p.Needs[:1]
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
			if row.make != nil {
				row.make(p)
			}
			rota := draw(t, p, row.rota)
			require.Empty(t, violations(t, p, rules(), rota))
			require.InDelta(t, row.want, float64(cost(t, p, rules(), rota)[scheduler.Essential])/60, 1e-9)
			require.InDelta(t, row.want, audit.Rota(p, rota).Objective[scheduler.Essential].Value, 1e-9)
		})
	}
}

// TestCurves draws one curve for each set of enhancements.
func TestCurves(t *testing.T) {
	p := home(t)
	curves := func() int {
		c, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		require.Nil(t, c.Model.Curves[0].Mult)
		return len(c.Model.Curves)
	}
	require.Equal(t, 1, curves(), "plain pay alone")
	all := []scheduler.Kind{scheduler.Waking, scheduler.SleepIn, scheduler.Standby}
	p.Pay = []scheduler.Pay{{Days: scheduler.Daily(), WholeDay: true, Multiply: 2, AppliesTo: all}}
	require.Equal(t, 2, curves(), "one for all kinds")
	p.Pay = append(p.Pay, scheduler.Pay{Days: scheduler.Daily(), WholeDay: true, Add: 1})
	require.Equal(t, 3, curves(), "another for waking")
}
