package audit

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// sayRow is a time of July 2026 as "6 08:00-10:00".
func sayRow(from, to time.Time) string {
	return fmt.Sprintf("%d %s-%s", from.Day(), from.Format("15:04"), to.Format("15:04"))
}

// oneDay leaves a home with one need, on one day.
func oneDay(p *scheduler.Problem, n scheduler.Need) {
	n.Days = scheduler.Pattern{Dates: []scheduler.Date{p.Start}}
	p.Needs = []scheduler.Need{n}
}

func TestAuditCover(t *testing.T) {
	for _, row := range []struct {
		name  string
		need  func(n *scheduler.Need)
		make  func(p *scheduler.Problem)
		rota  string
		want  [4]float64 // required, covered, underlap, overlap
		short []string
	}{
		{name: "nobody", want: [4]float64{12, 0, 12, 0}, short: []string{"6 08:00-20:00 1 gap []"}},
		{name: "the middle", rota: "ade day 07-06 10:00 14:00", want: [4]float64{12, 4, 8, 0}, short: []string{"6 08:00-10:00 1 gap []", "6 14:00-20:00 1 gap []"}},
		{name: "two of two, then one", need: func(n *scheduler.Need) { n.Workers = 2 }, rota: "ade day 07-06 08:00 20:00\nbea day 07-06 08:00 12:00", want: [4]float64{24, 16, 8, 0}, short: []string{"6 12:00-20:00 1 []"}},
		{name: "equal pieces are one row", need: func(n *scheduler.Need) { n.Workers = 2 }, rota: "ade day 07-06 08:00 14:00\nbea day 07-06 14:00 20:00", want: [4]float64{24, 12, 12, 0}, short: []string{"6 08:00-20:00 1 []"}},
		{name: "overlap never covers", rota: "ade day 07-06 08:00 13:00\nbea day 07-06 12:00 18:00", want: [4]float64{12, 10, 2, 1}, short: []string{"6 18:00-20:00 1 gap []"}},
		{name: "a trainee never counts", rota: "ade day 07-06 08:00 20:00\ntam day 07-06 08:00 20:00", want: [4]float64{12, 12, 0, 0}},
		{name: "the need's skills are what is short", need: func(n *scheduler.Need) { n.Skills = []string{"lift"} }, want: [4]float64{12, 0, 12, 0}, short: []string{"6 08:00-20:00 1 gap [lift]"}},
		{name: "an among skill is short", need: func(n *scheduler.Need) { n.Workers, n.Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}} }, rota: "ade day 07-06 08:00 14:00\nbea day 07-06 08:00 20:00\ncai day 07-06 08:00 20:00",
			want: [4]float64{24, 18, 6, 6}, short: []string{"6 14:00-20:00 1 [lift]"}},
		{name: "the greater of the two counts", need: func(n *scheduler.Need) { n.Workers, n.Among = 2, []scheduler.Among{{Skill: "lift", Workers: 2}} }, rota: "bea day 07-06 08:00 20:00\ncai day 07-06 14:00 20:00",
			want: [4]float64{24, 0, 24, 0}, short: []string{"6 08:00-20:00 2 [lift]"}},
		{name: "a skill counts when it holds for the whole shift", need: func(n *scheduler.Need) {
			n.From, n.To, n.Among = 22*drawn.Hour, 7*drawn.Hour, []scheduler.Among{{Skill: "lift", Workers: 1}}
		},
			make: func(p *scheduler.Problem) {
				p.Workers[0].Skills[0].Until = scheduler.Date{Year: 2026, Month: 7, Day: 6}
			}, rota: "ade day 07-06 22:00 07:00", want: [4]float64{9, 0, 9, 0}, short: []string{"6 22:00-07:00 1 [lift]"}},
		{name: "the same worker twice is one", need: func(n *scheduler.Need) { n.Workers = 2 }, rota: "ade day 07-06 08:00 20:00\nade day 07-06 08:00 20:00", want: [4]float64{24, 12, 12, 0}, short: []string{"6 08:00-20:00 1 []"}},
		{name: "what lies outside covers nothing", rota: "ade day 07-06 06:00 10:00", want: [4]float64{12, 2, 10, 0}, short: []string{"6 10:00-20:00 1 gap []"}},
		{name: "nor does another kind", rota: "ade day 07-06 08:00 20:00 sleep-in", want: [4]float64{12, 0, 12, 0}, short: []string{"6 08:00-20:00 1 gap []"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			n := p.Needs[0]
			if row.need != nil {
				row.need(&n)
			}
			oneDay(p, n)
			if row.make != nil {
				row.make(p)
			}
			r := Rota(p, drawn.Rota(t, p, row.rota))
			require.Equal(t, row.want, [4]float64{r.Cover.RequiredHours, r.Cover.CoveredHours, r.Cover.UnderlapHours, r.Cover.OverlapHours})
			over := 0.0
			for _, o := range r.Overlap {
				require.Positive(t, o.Over)
				require.Greater(t, len(o.Workers), o.Over)
				over += float64(o.Over) * o.End.Sub(o.Start).Hours()
			}
			require.InDelta(t, row.want[3], over, 1e-9, "each hour of overlap is somewhere")
			var short []string
			for _, u := range r.Underlap {
				gap := ""
				if u.Gap {
					gap = " gap"
				}
				short = append(short, fmt.Sprintf("%s %d%s %v", sayRow(u.Start, u.End), u.Short, gap, u.Skills))
				require.Equal(t, []any{"day", "owain", scheduler.Essential, scheduler.VerdictNotProved}, []any{u.Need, u.Client, u.Criticality, u.Verdict})
			}
			require.Equal(t, row.short, short)
			require.InDelta(t, row.want[2], r.Objective[1].Value, 1e-9)
		})
	}
}

func TestAuditLevels(t *testing.T) {
	p := drawn.Home(t)
	p.Days = 1
	for i, c := range []scheduler.Criticality{scheduler.Critical, scheduler.Essential, scheduler.Desirable} {
		p.Needs[i].Criticality = c
	}
	p.Needs = p.Needs[:3]
	r := Rota(p, drawn.Rota(t, p, "fay day 07-06 08:00 12:00"))
	var levels []string
	for _, g := range r.Objective {
		levels = append(levels, fmt.Sprint(g.Level, " ", g.Value))
		require.True(t, math.IsNaN(g.Bound))
	}
	require.Equal(t, []string{"critical 8", "essential 9", "desirable 9", "family 4", "contingency 0", "money 0"}, levels)
	require.Equal(t, scheduler.Unknown, r.Status)
	require.InDelta(t, 4, r.Cover.FamilyHours, 1e-9)
	require.Equal(t, []string{"The rota relies on fay, who is family, for 4 hours."}, r.Warnings)
}

// TestAuditStandby has one need of 08:00 to 20:00 under contingency, standby
// of 1 unless the row says otherwise.
func TestAuditStandby(t *testing.T) {
	for _, row := range []struct {
		name    string
		make    func(p *scheduler.Problem)
		rota    string
		want    float64 // shortfall in hours
		gaps    []string
		backups []string // of the first shift on duty
	}{
		{name: "nobody on standby", rota: "ade day 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "one on standby for part of it", rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 10:00 18:00", want: 4, gaps: []string{"ade 6 08:00-10:00 1", "ade 6 18:00-20:00 1"}, backups: []string{"bea 6 10:00-18:00"}},
		{name: "one backs many", make: func(p *scheduler.Problem) { p.Needs[0].Workers = 2 }, rota: "ade day 07-06 08:00 20:00\ncai day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", backups: []string{"bea"}},
		{name: "two wanted, one there", make: func(p *scheduler.Problem) { p.Contingency.Standby = 2 }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 14:00", want: 18,
			gaps: []string{"ade 6 08:00-14:00 1", "ade 6 14:00-20:00 2"}, backups: []string{"bea 6 08:00-14:00"}},
		{name: "without the skill", make: func(p *scheduler.Problem) { p.Needs[0].Skills = []string{"lift"} }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "the skill begins at midnight", make: func(p *scheduler.Problem) {
			p.Needs[0].From, p.Needs[0].To, p.Needs[0].Skills = 20*drawn.Hour, 4*drawn.Hour, []string{"lift"}
			p.Workers[1].Skills = []scheduler.Skill{{Name: "lift", From: scheduler.Date{Year: 2026, Month: 7, Day: 7}}}
		}, rota: "ade day 07-06 20:00 04:00\nbea standby 07-06 20:00 04:00", want: 4, gaps: []string{"ade 6 20:00-00:00 1"}, backups: []string{"bea 7 00:00-04:00"}},
		{name: "refused", make: func(p *scheduler.Problem) { p.Clients[0].Refuses = []string{"team"} }, rota: "cai day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", want: 12, gaps: []string{"cai 6 08:00-20:00 1"}},
		{name: "not among the only", make: func(p *scheduler.Problem) { p.Needs[0].Only = []string{"ade"} }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "not under contingency, but named", make: func(p *scheduler.Problem) { p.Needs[0].Contingency = false }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", backups: []string{"bea"}},
		{name: "the same provider", make: func(p *scheduler.Problem) { p.Contingency.DifferentProvider = true }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "another provider", make: func(p *scheduler.Problem) { p.Contingency.DifferentProvider = true }, rota: "ade day 07-06 08:00 20:00\ncai standby 07-06 08:00 20:00", backups: []string{"cai"}},
		{name: "no provider is a provider", make: func(p *scheduler.Problem) {
			p.Contingency.DifferentProvider = true
			p.Workers[0].Provider, p.Workers[1].Provider = "", ""
		}, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "the one who holds an among skill needs its like", make: func(p *scheduler.Problem) {
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
		},
			rota: "ade day 07-06 08:00 20:00\nbea day 07-06 08:00 20:00\ncai standby 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "who does not is replaced by anyone", make: func(p *scheduler.Problem) {
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
			p.Workers[2].Skills = []scheduler.Skill{{Name: "lift"}}
		}, rota: "bea day 07-06 08:00 20:00\nade day 07-06 08:00 20:00\ncai standby 07-06 08:00 20:00", backups: []string{"cai"}},
		{name: "two hold it: either may go", make: func(p *scheduler.Problem) {
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
			p.Workers[2].Skills = []scheduler.Skill{{Name: "lift"}}
		}, rota: "ade day 07-06 08:00 20:00\ncai day 07-06 08:00 14:00\nbea standby 07-06 08:00 20:00", want: 6, gaps: []string{"ade 6 14:00-20:00 1"}, backups: []string{"bea 6 08:00-14:00"}},
		{name: "a skill that is short already is asked of the backup", make: func(p *scheduler.Problem) {
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 2}}
			p.Workers[2].Skills = []scheduler.Skill{{Name: "lift"}}
		}, rota: "bea day 07-06 08:00 20:00\ncai day 07-06 08:00 20:00\nade standby 07-06 08:00 20:00", backups: []string{"ade"}},
		{name: "a shadow needs no backup", rota: "ade day 07-06 08:00 20:00\ntam day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", backups: []string{"bea"}},
		{name: "who may not be on standby is no backup", make: func(p *scheduler.Problem) { p.Workers[1].Standby = false }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", want: 12, gaps: []string{"ade 6 08:00-20:00 1"}},
		{name: "by tier, then known, then id", make: func(p *scheduler.Problem) {
			p.Workers = append(p.Workers, scheduler.NewWorker("abe", "team"), scheduler.NewWorker("zoe", ""))
			p.Clients[0].Known = append(p.Clients[0].Known, "zoe")
		}, rota: "ade day 07-06 08:00 20:00\ncai standby 07-06 08:00 20:00\nabe standby 07-06 08:00 20:00\nzoe standby 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", backups: []string{"bea", "zoe", "abe", "cai"}},
		{name: "standby begun the day before", make: func(p *scheduler.Problem) {
			p.Needs[0].Days = scheduler.Pattern{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 7}}}
		}, rota: "ade day 07-07 08:00 20:00\nbea standby 07-06 20:00 09:00", want: 11, gaps: []string{"ade 7 09:00-20:00 1"}, backups: []string{"bea 7 08:00-09:00"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			oneDay(p, p.Needs[0])
			p.Contingency.Standby = 1
			if row.make != nil {
				row.make(p)
			}
			rota := drawn.Rota(t, p, row.rota)
			r := Rota(p, rota)
			var gaps []string
			for _, g := range r.Contingency.Gaps {
				gaps = append(gaps, fmt.Sprintf("%s %s %d", g.Worker, sayRow(g.Start, g.End), g.Short))
			}
			require.InDelta(t, row.want, r.Contingency.StandbyShortfall, 1e-9)
			require.Equal(t, row.gaps, gaps)
			require.InDelta(t, row.want, r.Objective[scheduler.LevelContingency].Value, 1e-9)
			require.Equal(t, row.backups, backupsOf(r, rota.Shifts[0]))
			for _, s := range rota.Shifts {
				require.Nil(t, s.Backups, "the rota given is not changed")
			}
		})
	}
}

// backupsOf are the names on a shift, with the times of a part.
func backupsOf(r *scheduler.Report, s scheduler.Shift) (names []string) {
	for _, x := range r.Rota.Shifts {
		for i := range x.Backups {
			if b := &x.Backups[i]; x.Worker == s.Worker && x.Start.Equal(s.Start) {
				name := b.Worker
				if !b.Whole() {
					name += " " + sayRow(b.Start, b.End)
				}
				names = append(names, name)
			}
		}
	}
	return names
}

// takersOf are those who count as relief of a shift.
func takersOf(p *scheduler.Problem, rota *scheduler.Rota, s scheduler.Shift) (names []string) {
	a := reading.Judged(p, rota)
	for i := range a.Shifts {
		x := &a.Shifts[i]
		if a.Workers[x.Worker].ID != s.Worker || x.Need < 0 || a.Needs[x.Need].ID != s.Need || !a.Instant(x.From).Equal(s.Start) {
			continue
		}
		n := &a.Needs[x.Need]
		duties := a.Duties(n, &n.Occurrences[x.Occ])[slices.Index(n.Occurrences[x.Occ].Duty, i)]
		for _, w := range reading.Takers(a, n, x, duties, p.Contingency.Relief) {
			names = append(names, a.Workers[w].ID)
		}
	}
	return names
}

func TestAuditStandbyRequired(t *testing.T) {
	p := drawn.Home(t)
	p.Contingency.Standby = 2
	p.Needs[4].Contingency = false
	r := Rota(p, drawn.Rota(t, p, "ade day 07-06 08:00 16:00\nbea day 07-07 08:00 12:00\ncai visit 07-06 08:00 16:00\ntam day 07-06 08:00 10:00\nbea standby 07-06 08:00 16:00"))
	require.InDelta(t, 2*(8+4), r.Contingency.StandbyRequired, 1e-9)
	require.InDelta(t, 8+2*4, r.Contingency.StandbyShortfall, 1e-9)
}

// TestAuditRelief has one need of 08:00 to 20:00 on Monday and one worker wanted
// who could take each shift in it.
func TestAuditRelief(t *testing.T) {
	only := func(p *scheduler.Problem) { p.Workers = p.Workers[:2] } // ade and bea
	for _, row := range []struct {
		name   string
		make   func(p *scheduler.Problem)
		rota   string
		want   float64
		takers []string // who are relief of the first shift
	}{
		{name: "the first on the ladder", rota: "ade day 07-06 08:00 20:00", takers: []string{"bea"}},
		{name: "two wanted", make: func(p *scheduler.Problem) { p.Contingency.Relief = 2 }, rota: "ade day 07-06 08:00 20:00", takers: []string{"bea", "cai"}},
		{name: "three wanted, two there: no trainee, no family", make: func(p *scheduler.Problem) { p.Contingency.Relief = 3 }, rota: "ade day 07-06 08:00 20:00", want: 12, takers: []string{"bea", "cai"}},
		{name: "family with standby allowed", make: func(p *scheduler.Problem) {
			p.Contingency.Relief = 3
			p.Workers[3].Standby, p.Workers[3].Available[0].To = true, 20*drawn.Hour
		}, rota: "ade day 07-06 08:00 20:00", takers: []string{"bea", "cai", "fay"}},
		{name: "whoever is on standby is no relief", make: func(p *scheduler.Problem) { p.Contingency.Standby = 1 }, rota: "ade day 07-06 08:00 20:00\ncai standby 07-06 08:00 20:00", takers: []string{"bea"}},
		{name: "rostered for something in it", make: only, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 19:45 23:45", want: 12},
		{name: "may not be on standby but may be asked", make: func(p *scheduler.Problem) { only(p); p.Workers[1].Standby = false }, rota: "ade day 07-06 08:00 20:00", takers: []string{"bea"}},
		{name: "without the skill", make: func(p *scheduler.Problem) { only(p); p.Needs[0].Skills = []string{"lift"} }, rota: "ade day 07-06 08:00 20:00", want: 12},
		{name: "the same provider", make: func(p *scheduler.Problem) { only(p); p.Contingency.DifferentProvider = true }, rota: "ade day 07-06 08:00 20:00", want: 12},
		{name: "another provider", make: func(p *scheduler.Problem) { p.Contingency.DifferentProvider = true }, rota: "ade day 07-06 08:00 20:00", takers: []string{"cai"}},
		{name: "unavailable for a part", make: func(p *scheduler.Problem) {
			only(p)
			p.Workers[1].Unavailable = []scheduler.Absence{{Start: drawn.July(p, 6, 19), End: drawn.July(p, 6, 19.5)}}
		}, rota: "ade day 07-06 08:00 20:00", want: 12},
		{name: "too little rest", make: only, rota: "ade day 07-06 08:00 20:00\nbea night 07-06 22:00 07:00", want: 12 + 9},
		{name: "the week is full", make: only, rota: "ade day 07-06 08:00 20:00\nbea train 07-08..10 08:00 20:00\nbea train 07-11 08:00 10:00", want: 12},
		{name: "the week has room", make: only, rota: "ade day 07-06 08:00 18:00\nbea train 07-08..10 08:00 20:00\nbea train 07-11 08:00 10:00", takers: []string{"bea"}},
		{name: "no room under the ceiling", make: func(p *scheduler.Problem) {
			p.Providers[1].MaxHoursWeek = scheduler.Hours(12)
			p.Workers = []scheduler.Worker{p.Workers[0], p.Workers[2]}
		},
			rota: "ade day 07-06 08:00 20:00\ncai train 07-08 08:00 10:00", want: 12},
		{name: "the one replaced no longer counts toward it", make: func(p *scheduler.Problem) { only(p); p.Providers[0].MaxHoursWeek = scheduler.Hours(14) },
			rota: "ade day 07-06 08:00 20:00\nbea train 07-08 08:00 10:00", takers: []string{"bea"}},
		{name: "an own shift that adjoins is joined", make: only, rota: "ade day 07-06 08:00 14:00\nbea day 07-06 14:00 20:00", takers: []string{"bea"}},
		{name: "joined, it is too long", make: func(p *scheduler.Problem) { only(p); p.Needs[0].MaxShift = 11 * drawn.Hour }, rota: "ade day 07-06 08:00 14:00\nbea day 07-06 14:00 20:00", want: 12},
		{name: "outside contingency", make: func(p *scheduler.Problem) { only(p); p.Needs[0].Contingency = false }, rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 19:45 23:45"},
		{name: "the among skill it brings", make: func(p *scheduler.Problem) { only(p); p.Needs[0].Among = []scheduler.Among{{Skill: "lift", Workers: 1}} }, rota: "ade day 07-06 08:00 20:00", want: 12},
		{name: "suspended", make: func(p *scheduler.Problem) { only(p); p.Workers[1].Suspended = true }, rota: "ade day 07-06 08:00 20:00", want: 12},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Needs[0].Days = scheduler.Pattern{Dates: []scheduler.Date{p.Start}}
			p.Needs[5].Contingency = false
			p.Contingency.Relief = 1
			if row.make != nil {
				row.make(p)
			}
			rota := drawn.Rota(t, p, row.rota)
			r := Rota(p, rota)
			require.Empty(t, r.Findings)
			require.InDelta(t, row.want, r.Contingency.ReliefShortfall, 1e-9)
			require.Equal(t, row.takers, takersOf(p, rota, rota.Shifts[0]))
			requireRowsAddUp(t, r)
		})
	}
}

func TestAuditHeadroom(t *testing.T) {
	for _, row := range []struct {
		name  string
		share float64
		make  func(p *scheduler.Problem)
		rota  string
		want  float64
	}{
		{"none wanted", 0, nil, "ade day 07-06..09 08:00 20:00", 0},
		{"a quarter of 48 hours free, by week", 0.25, nil, "ade day 07-06..09 08:00 20:00\nade day 07-13..15 08:00 20:00", 12},
		{"standby and shadowing leave it", 0.25, nil, "ade day 07-06..08 08:00 20:00\nade standby 07-09 08:00 20:00\ntam day 07-06..08 08:00 20:00", 0},
		{"sleep-ins as they count", 0.5, func(p *scheduler.Problem) { p.Caps.SleepInCounts = 0.5 }, "ade sleep 07-06..11 22:00 07:00", 3},
		{"worked hours of a cut week", 0.5, func(p *scheduler.Problem) {
			p.Start, p.Days = scheduler.Date{Year: 2026, Month: 7, Day: 7}, 13
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 20), Kind: scheduler.Waking}, {Start: drawn.July(p, 5, 8), End: drawn.July(p, 5, 20), Kind: scheduler.Waking}}
		}, "ade day 07-07..08 08:00 20:00", 12},
		{"without a weekly cap", 0.5, func(p *scheduler.Problem) { p.Caps.MaxHoursWeek = nil }, "ade day 07-06..09 08:00 20:00", 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Contingency.Headroom = row.share
			if row.make != nil {
				row.make(p)
			}
			r := Rota(p, drawn.Rota(t, p, row.rota))
			require.InDelta(t, row.want, r.Contingency.HeadroomShortfall, 1e-9)
			require.InDelta(t, row.want, r.Contingency.Shortfall, 1e-9)
		})
	}
}
