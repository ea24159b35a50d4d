package audit

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// TestAuditCost has ade at 12 an hour, 60 a sleep-in, 3 an hour on standby; cai
// at 20 with an on-cost of 1.5.
func TestAuditCost(t *testing.T) {
	saturdays := scheduler.On(time.Saturday)
	for _, row := range []struct {
		name string
		pay  []scheduler.Pay
		make func(p *scheduler.Problem)
		rota string
		want scheduler.CostReport
	}{
		{name: "plain waking", rota: "ade day 07-06 08:00 18:00", want: scheduler.CostReport{Total: 120, Waking: 120}},
		{name: "shadowing is paid as waking", pay: []scheduler.Pay{{Days: saturdays, WholeDay: true, Multiply: 2}}, make: func(p *scheduler.Problem) { p.Workers[4].Rate = 10 },
			rota: "ade day 07-11 08:00 10:00\ntam day 07-11 08:00 10:00", want: scheduler.CostReport{Total: 88, Waking: 44, Enhancements: 44}},
		{name: "a sleep-in is flat", rota: "ade sleep 07-06 22:00 07:00", want: scheduler.CostReport{Total: 60, SleepIn: 60}},
		{name: "standby", rota: "ade standby 07-06 08:00 18:00", want: scheduler.CostReport{Total: 30, Standby: 30}},
		{name: "on-cost", rota: "cai day 07-06 08:00 18:00", want: scheduler.CostReport{Total: 300, Waking: 200, OnCost: 100}},
		{name: "time and a half from 20:00", pay: []scheduler.Pay{{Days: scheduler.Daily(), From: 20 * drawn.Hour, To: 6 * drawn.Hour, Multiply: 1.5}}, rota: "ade night 07-06 22:00 07:00",
			want: scheduler.CostReport{Total: 156, Waking: 108, Enhancements: 48}},
		{name: "the largest multiplier counts, additions add up", pay: []scheduler.Pay{{Days: saturdays, WholeDay: true, Multiply: 1.5, Add: 1}, {Days: scheduler.Daily(), From: 12 * drawn.Hour, To: 14 * drawn.Hour, Multiply: 2, Add: 0.5}},
			rota: "ade day 07-11 08:00 18:00", want: scheduler.CostReport{Total: 8*19 + 2*25.5, Waking: 120, Enhancements: 83}},
		{name: "a multiplier below one", pay: []scheduler.Pay{{Days: scheduler.Daily(), WholeDay: true, Multiply: 0.5}}, rota: "ade day 07-06 08:00 18:00", want: scheduler.CostReport{Total: 60, Waking: 120, Enhancements: -60}},
		{name: "the kinds it applies to", pay: []scheduler.Pay{{Days: scheduler.Daily(), WholeDay: true, Multiply: 2, AppliesTo: []scheduler.Kind{scheduler.Standby}}}, rota: "ade day 07-06 08:00 18:00\nade standby 07-08 08:00 18:00",
			want: scheduler.CostReport{Total: 180, Waking: 120, Standby: 30, Enhancements: 30}},
		{name: "a sleep-in's flat rate in proportion", pay: []scheduler.Pay{{Days: saturdays, WholeDay: true, Multiply: 2, Add: 1, AppliesTo: []scheduler.Kind{scheduler.SleepIn}}}, rota: "ade sleep 07-10 22:00 07:00",
			want: scheduler.CostReport{Total: 60*(2+7*2)/9.0 + 7, SleepIn: 60, Enhancements: 60*7/9.0 + 7}},
		{name: "enhancements bear on-cost", pay: []scheduler.Pay{{Days: scheduler.Daily(), WholeDay: true, Add: 2}}, rota: "cai day 07-06 08:00 18:00", want: scheduler.CostReport{Total: 330, Waking: 200, Enhancements: 20, OnCost: 110}},
		{name: "holidays", pay: []scheduler.Pay{{Days: scheduler.Pattern{Holidays: true}, WholeDay: true, Multiply: 2}}, make: func(p *scheduler.Problem) { p.Holidays = []scheduler.Date{{Year: 2026, Month: 7, Day: 7}} },
			rota: "ade night 07-06 22:00 07:00", want: scheduler.CostReport{Total: 108 + 84, Waking: 108, Enhancements: 84}},
		{name: "guaranteed and not rostered, by week, whatever is stood by", make: func(p *scheduler.Problem) { p.Workers[2].GuaranteedHoursWeek = 12 }, rota: "cai day 07-06 08:00 10:00\ncai standby 07-07 08:00 14:00\ncai day 07-13..14 08:00 20:00",
			want: scheduler.CostReport{Total: 1.5 * (26*20 + 10*20), Waking: 520, GuaranteedUnused: 200, OnCost: 360}},
		{name: "a cut week's guarantee is paid in full, less the hours worked in it", make: func(p *scheduler.Problem) {
			p.Start, p.Days = scheduler.Date{Year: 2026, Month: 7, Day: 12}, 1
			p.Workers[0].GuaranteedHoursWeek = 10
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 11, 20), End: drawn.July(p, 11, 23), Kind: scheduler.Waking}}
		}, want: scheduler.CostReport{Total: 84, GuaranteedUnused: 84}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			ade, cai := &p.Workers[0], &p.Workers[2]
			ade.Rate, ade.SleepInRate, ade.StandbyRate, cai.Rate = 12, 60, 3, 20
			p.Pay = row.pay
			if row.make != nil {
				row.make(p)
			}
			r := Rota(p, drawn.Rota(t, p, row.rota))
			require.Empty(t, r.Findings)
			c := r.Cost
			c.ByClient, c.ByProvider, c.Prices = nil, nil, 0
			require.InDeltaMapValues(t, costParts(row.want), costParts(c), 1e-9)
			require.InDelta(t, c.Total, sum(r.Cost.ByClient), 1e-9)
			require.InDelta(t, c.Total, sum(r.Cost.ByProvider), 1e-9)
			paid := 0.0
			for _, l := range Payroll(p, r.Rota) {
				require.InDelta(t, l.Money, l.Rate*l.Multiply*l.Units+l.Add*l.Hours, 1e-9)
				paid += l.Money
			}
			require.InDelta(t, c.Waking+c.SleepIn+c.Standby+c.Enhancements+c.GuaranteedUnused, paid, 1e-9, "the payroll's lines add up to the cost")
		})
	}
}

// TestPayroll has ade sleep in over the end of a week into a Monday that pays double.
func TestPayroll(t *testing.T) {
	p := drawn.Home(t)
	p.Workers[0].Rate, p.Workers[0].SleepInRate, p.Workers[0].GuaranteedHoursWeek = 12, 60, 20
	p.Pay = []scheduler.Pay{{Days: scheduler.On(time.Monday), WholeDay: true, Multiply: 2, Add: 1, AppliesTo: []scheduler.Kind{scheduler.Waking, scheduler.SleepIn}}}
	r := drawn.Rota(t, p, "ade day 07-06 08:00 18:00\nade day 07-08 08:00 10:00\nade sleep 07-12 22:00 07:00")
	got := Payroll(p, r)[:5]
	week := func(day int) scheduler.Date { return scheduler.Date{Year: 2026, Month: 7, Day: day} }
	ninth := func(h float64) float64 { return h / 9 }
	for i, want := range []PayLine{
		{Worker: "ade", Week: week(6), Hours: 2, Units: 2, Rate: 12, Multiply: 1, Money: 24},
		{Worker: "ade", Week: week(6), Hours: 10, Units: 10, Rate: 12, Multiply: 2, Add: 1, Money: 250},
		{Worker: "ade", Week: week(6), Kind: scheduler.SleepIn, Hours: 2, Units: ninth(2), Rate: 60, Multiply: 1, Money: 60 * ninth(2)},
		{Worker: "ade", Week: week(6), Unused: true, Hours: 6, Units: 6, Rate: 12, Multiply: 1, Money: 72},
		{Worker: "ade", Week: week(13), Kind: scheduler.SleepIn, Hours: 7, Units: ninth(7), Rate: 60, Multiply: 2, Add: 1, Money: 120*ninth(7) + 7},
	} {
		require.InDelta(t, want.Units, got[i].Units, 1e-9)
		require.InDelta(t, want.Money, got[i].Money, 1e-9)
		got[i].Units, got[i].Money = want.Units, want.Money
		require.Equal(t, want, got[i])
	}
}

func costParts(c scheduler.CostReport) map[string]float64 {
	return map[string]float64{"total": c.Total, "waking": c.Waking, "sleep-in": c.SleepIn, "standby": c.Standby,
		"enhancements": c.Enhancements, "unused": c.GuaranteedUnused, "on-cost": c.OnCost}
}

func sum(parts map[string]float64) (total float64) {
	for _, x := range parts {
		total += x
	}
	return total
}

func TestAuditCostShares(t *testing.T) {
	p := drawn.Home(t)
	p.Workers[0].Rate, p.Workers[0].StandbyRate, p.Workers[2].Rate = 10, 1, 20
	p.Workers[1].Provider, p.Workers[1].Rate = "", 5
	r := Rota(p, drawn.Rota(t, p, "ade day 07-06 08:00 10:00\nade standby 07-07 08:00 12:00\ncai visit 07-06 08:00 10:00\nbea train 07-06 08:00 10:00"))
	require.Equal(t, map[string]float64{"team": 24, "agency": 60, "home": 0, "": 10}, r.Cost.ByProvider)
	require.Equal(t, map[string]float64{"owain": 20, "gwen": 60, "": 14}, r.Cost.ByClient)
}

// TestAuditCostIsExact pays 50,000 shifts at a third of a penny past the pound.
func TestAuditCostIsExact(t *testing.T) {
	p := scheduler.NewProblem("many", drawn.London(t), scheduler.Date{Year: 2026, Month: 6, Day: 1}, 28)
	p.Needs = []scheduler.Need{scheduler.NewNeed("n", "", scheduler.Daily(), 0, 24*drawn.Hour)}
	w := scheduler.NewWorker("ade", "")
	w.Rate = 1.01 / 3
	p.Workers = []scheduler.Worker{w}
	r := &scheduler.Rota{}
	at := time.Date(2026, 6, 1, 0, 0, 0, 0, p.Zone)
	for range 50_000 {
		r.Shifts = append(r.Shifts, scheduler.Shift{Worker: "ade", Start: at, End: at.Add(3 * drawn.Hour), Kind: scheduler.Standby})
	}
	w.Rate = 0
	p.Workers[0].StandbyRate = 1.01 / 3
	require.InDelta(t, 50_500, Rota(p, r).Cost.Total, 1e-7)
}

func TestAuditPrices(t *testing.T) {
	for _, row := range []struct {
		name  string
		price scheduler.Prices
		make  func(p *scheduler.Problem)
		rota  string
		want  float64
	}{
		{"a new face, once a pair", scheduler.Prices{NewFace: 7}, nil, "ade visit 07-06 08:00 10:00\nade visit 07-07 08:00 10:00\ncai day 07-06 08:00 10:00\nbea day 07-06 08:00 10:00\nbea train 07-07 08:00 10:00", 14},
		{"each standby shift", scheduler.Prices{StandbyShift: 4}, nil, "ade day 07-06 08:00 10:00\nbea standby 07-06 08:00 12:00\nbea standby 07-07 08:00 12:00\ncai standby 07-06 08:00 16:00", 12},
		{"neither a shadow nor standby is a face", scheduler.Prices{NewFace: 7}, nil, "ade day 07-06 08:00 10:00\ntam day 07-06 08:00 10:00\ncai standby 07-06 08:00 16:00", 0},
		{"a changeover beyond the workers", scheduler.Prices{Changeover: 3}, func(p *scheduler.Problem) { p.Needs[0].Workers = 2 }, "ade day 07-06 08:00 10:00\nbea day 07-06 08:00 10:00\ncai day 07-06 10:00 14:00\ntam day 07-06 08:00 10:00\nade day 07-07 08:00 10:00", 3},
		{"overlap by the hour", scheduler.Prices{Overlap: 10}, nil, "ade day 07-06 08:00 12:00\nbea day 07-06 10:30 14:00", 15},
		{"shadowing missing", scheduler.Prices{ShadowShort: 20}, func(p *scheduler.Problem) { p.Workers[4].ShadowHours = 8 }, "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 13:00", 60},
		{"shadowing beyond what is wanted", scheduler.Prices{ShadowShort: 20}, func(p *scheduler.Problem) { p.Workers[4].ShadowHours = 4 }, "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 13:00", 0},
		{"unfair: guaranteed hours, or the most", scheduler.Prices{Unfair: 100}, func(p *scheduler.Problem) {
			p.Workers[0].GuaranteedHoursWeek = 20
			p.Workers = p.Workers[:3]
		}, "ade day 07-06 08:00 18:00\nade day 07-13 08:00 18:00\nbea day 07-06 08:00 20:00", 100 * (0.5 - 12.0/2/48)},
		{"the suspended are left out", scheduler.Prices{Unfair: 100}, func(p *scheduler.Problem) { p.Workers[1].Suspended, p.Workers = true, p.Workers[:3] }, "ade day 07-06 08:00 18:00", 0},
		{"so are those without any measure", scheduler.Prices{Unfair: 100}, func(p *scheduler.Problem) {
			p.Caps.MaxHoursWeek = nil
			p.Workers[0].GuaranteedHoursWeek = 20
		}, "ade day 07-06 08:00 18:00", 0},
		{"a trainee's load is a load", scheduler.Prices{Unfair: 96}, func(p *scheduler.Problem) { p.Workers = append(p.Workers[:1:1], p.Workers[4]) }, "ade day 07-06 08:00 18:00\ntam day 07-06 08:00 12:00", 6},
		{"those without a provider are one group", scheduler.Prices{Unfair: 96}, func(p *scheduler.Problem) {
			p.Workers = p.Workers[:3]
			p.Workers[1].Provider, p.Workers[2].Provider = "", ""
		}, "ade day 07-06 08:00 18:00\nbea day 07-06 08:00 18:00\ncai day 07-06 08:00 12:00", 6},
		{"standby is no load", scheduler.Prices{Unfair: 96}, func(p *scheduler.Problem) {
			p.Workers = p.Workers[1:3]
			p.Workers[0].Provider, p.Workers[1].Provider = "team", "team"
		}, "bea day 07-06 08:00 12:00\nbea standby 07-07 08:00 18:00\ncai day 07-07 08:00 12:00", 0},
		{"change, hour by hour", scheduler.Prices{Change: 2}, func(p *scheduler.Problem) {
			p.From = &scheduler.Rota{Shifts: []scheduler.Shift{{Worker: "ade", Need: "day", Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 16)}, {Worker: "bea", Need: "day", Start: drawn.July(p, 7, 8), End: drawn.July(p, 7, 12)},
				{Worker: "cai", Start: drawn.July(p, 7, 8), End: drawn.July(p, 7, 12), Kind: scheduler.Standby}}}
		}, "ade day 07-06 10:00 18:00\nade day 07-07 08:00 12:00\ncai standby 07-07 08:00 12:00", 2 * (2 + 2 + 4 + 4)},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Objective = row.price
			if row.make != nil {
				row.make(p)
			}
			r := Rota(p, drawn.Rota(t, p, row.rota))
			require.Empty(t, r.Findings)
			require.InDelta(t, row.want, r.Cost.Prices, 1e-9)
			require.InDelta(t, r.Cost.Total+row.want, r.Objective[scheduler.LevelMoney].Value, 1e-9)
		})
	}
}

// TestAuditStandbyIsChargedToThoseItIsBehind has one on standby behind one client, then two, then
// nobody: what two share is halved, and what is behind nobody goes with the rest.
func TestAuditStandbyIsChargedToThoseItIsBehind(t *testing.T) {
	p := drawn.Home(t)
	p.Workers[2].StandbyRate = 4
	shared := "ade day 07-06 08:00 20:00\nbea visit 07-06 10:00 20:00\ncai standby 07-06 09:00 22:00"
	r := Rota(p, drawn.Rota(t, p, shared))
	require.InDelta(t, 13*4*1.5, r.Cost.ForStandby, 1e-9)
	require.InDelta(t, r.Cost.ForStandby, r.Cost.Total, 1e-9, "the others have no rate")
	require.InDelta(t, 13*4*1.5*6/11, r.Cost.ByClient["owain"], 1e-9)
	require.InDelta(t, 13*4*1.5*5/11, r.Cost.ByClient["gwen"], 1e-9)
	require.Zero(t, r.Cost.ByClient[""])

	alone := Rota(p, drawn.Rota(t, p, "cai standby 07-06 09:00 17:00"))
	require.InDelta(t, 8*4*1.5, alone.Cost.ByClient[""], 1e-9, "behind nobody")
	require.InDelta(t, 8*4*1.5, alone.Cost.ForStandby, 1e-9)
	without := Rota(p, drawn.Rota(t, p, "ade day 07-06 08:00 20:00\nbea visit 07-06 10:00 20:00"))
	require.InDelta(t, r.Cost.Total-r.Cost.ForStandby, without.Cost.Total, 1e-9)
}
