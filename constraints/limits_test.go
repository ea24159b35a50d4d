package constraints_test

import (
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// caps gives ade limits of her own.
func caps(limit func(c *scheduler.Caps)) func(p *scheduler.Problem) {
	return func(p *scheduler.Problem) {
		c := p.Caps
		limit(&c)
		p.Workers[0].Caps = &c
	}
}

func hours(x time.Duration) *time.Duration { return &x }

// TestLimits shows for every rule a rota that it forbids and that would be legal without it,
// and one near by that is legal with it. The audit says the same of both.
func TestLimits(t *testing.T) {
	july := func(d int) scheduler.Date { return scheduler.Date{Year: 2026, Month: 7, Day: d} }
	one := 1
	for _, row := range []struct {
		name   string
		rule   string
		make   func(p *scheduler.Problem)
		broken string
		legal  string
		audit  string // the audit's name of the rule
	}{
		{"outside the window offered", "availability", func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable = false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.Daily(), From: 8 * h, To: 15 * h}}
		}, "ade day 6 08:00 15:15", "ade day 6 08:00 15:00", "available"},
		{"windows of two days that touch are one", "availability", func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable = false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.On(time.Monday, time.Tuesday), WholeDay: true}}
		}, "ade night 7 22:00 07:00", "ade night 6 22:00 07:00", "available"},
		{"away for two hours", "availability", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: time.Date(2026, 7, 6, 12, 0, 0, 0, p.Zone), End: time.Date(2026, 7, 6, 14, 0, 0, 0, p.Zone)}}
		}, "ade day 6 10:00 12:15", "ade day 6 10:00 12:00\nade day 6 14:00 16:00", "unavailable"},
		{"away for a day", "availability", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{july(7)}}}
		}, "ade night 6 22:00 07:00", "ade night 6 22:00 00:00", "unavailable"},
		{"a night that starts on a day off", "availability", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{july(7)}, Starts: true}}
		}, "ade night 7 22:00 07:00", "ade night 6 22:00 07:00", "unavailable"},
		{"standby on a day off", "availability", func(p *scheduler.Problem) {
			p.Contingency.Standby = 1
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{july(7)}, Starts: true}}
		}, "ade standby 7 00:00 08:00", "ade standby 6 20:00 04:00", "unavailable"},
		{"standby while away", "availability", func(p *scheduler.Problem) {
			p.Contingency.Standby = 1
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{july(7)}}}
		}, "ade standby 7 08:00 16:00", "ade standby 6 08:00 16:00", "unavailable"},
		{"family said to be always available", "family", func(p *scheduler.Problem) { p.Workers[3].AlwaysAvailable = true },
			"fay day 6 10:00 14:00", "fay day 6 08:00 12:00", "family"},
		{"suspended", "suspension", func(p *scheduler.Problem) { p.Workers[0].Suspended = true }, "ade day 6 08:00 16:00", "bea day 6 08:00 16:00", "suspended"},
		{"a suspended provider", "suspension", func(p *scheduler.Problem) { p.Providers[1].Suspended = true }, "cai day 6 08:00 16:00", "bea day 6 08:00 16:00", "suspended"},
		{"not among those named", "only", func(p *scheduler.Problem) { p.Needs[0].Only = []string{"bea", "agency"} },
			"ade day 6 08:00 16:00", "bea day 6 08:00 14:00\ncai day 6 14:00 20:00", "only"},
		{"refused by the client", "refusals", func(p *scheduler.Problem) { p.Clients[0].Refuses = []string{"ade"} }, "ade day 6 08:00 16:00", "ade visit 6 08:00 16:00", "refuses"},
		{"whose provider the client refuses", "refusals", func(p *scheduler.Problem) { p.Clients[0].Refuses = []string{"agency"} }, "cai day 6 08:00 16:00", "ade day 6 08:00 16:00", "refuses"},
		{"who refuses the client", "refusals", func(p *scheduler.Problem) { p.Workers[0].Refuses = []string{"gwen"} }, "ade visit 6 08:00 16:00", "ade day 6 08:00 16:00", "refuses"},
		{"a client not accepted", "providers", func(p *scheduler.Problem) {
			p.Providers[1].AcceptsAll, p.Providers[1].Accepts = false, []string{"gwen"}
		}, "cai day 6 08:00 16:00", "cai visit 6 08:00 16:00\ncai train 7 08:00 16:00", "accepts"},
		{"before the approval", "providers", func(p *scheduler.Problem) { p.Providers[1].FromDate = july(7) }, "cai day 6 08:00 16:00", "cai day 7 08:00 16:00", "approval"},
		{"past the approval's last midnight", "providers", func(p *scheduler.Problem) { p.Providers[1].UntilDate = july(7) }, "cai night 7 22:00 00:15", "cai night 7 22:00 00:00", "approval"},
		{"without the skill", "skills", func(p *scheduler.Problem) { p.Needs[0].Skills = []string{"lift"} }, "bea day 6 08:00 16:00", "ade day 6 08:00 16:00", "skills"},
		{"a skill that runs out at midnight", "skills", func(p *scheduler.Problem) {
			p.Needs[1].Skills = []string{"lift"}
			p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", Until: july(7)}, {Name: "lift", From: july(10), Until: july(10)}, {Name: "lift", From: july(11)}}
		}, "ade night 7 22:00 06:00", "ade night 6 22:00 07:00\nade night 7 22:00 00:00\nade night 10 22:00 07:00", "skills"},
		{"rest after work before the rota", "worked", func(p *scheduler.Problem) {
			p.Workers[0].Worked = []scheduler.Worked{{Start: time.Date(2026, 7, 5, 20, 0, 0, 0, p.Zone), End: time.Date(2026, 7, 5, 22, 0, 0, 0, p.Zone)}}
		}, "ade day 6 08:45 18:00", "ade day 6 09:00 18:00", "max_spell"},
		{"work that runs into the first day", "worked", func(p *scheduler.Problem) {
			p.Workers[0].Worked = []scheduler.Worked{{Start: time.Date(2026, 7, 5, 22, 0, 0, 0, p.Zone), End: time.Date(2026, 7, 6, 7, 0, 0, 0, p.Zone)}}
		}, "ade day 6 17:45 20:00", "ade day 6 18:00 20:00", "max_spell"},
		{"a pin that is not kept", "pinned", func(p *scheduler.Problem) {
			p.Workers[0].Pinned = []scheduler.Pin{{Need: "day", Start: time.Date(2026, 7, 6, 8, 0, 0, 0, p.Zone), End: time.Date(2026, 7, 6, 16, 0, 0, 0, p.Zone)}}
		}, "ade day 6 08:00 15:00", "ade day 6 08:00 16:00", "pinned"},
		{"hours of a week", "hours", caps(func(c *scheduler.Caps) { c.MaxHoursWeek = hours(40 * h) }), "ade day 6-9 08:00 16:00\nade day 10 08:00 14:15\nade night 12 22:00 07:00", "ade day 6-9 08:00 16:00\nade day 10 08:00 14:00\nade night 12 22:00 07:00", "max_hours_week"},
		{"hours of a day", "hours", caps(func(c *scheduler.Caps) { c.MaxHoursDay = hours(6 * h) }), "ade night 6 22:00 06:15", "ade night 6 22:00 06:00", "max_hours_day"},
		{"hours of the rota", "hours", caps(func(c *scheduler.Caps) { c.MaxHoursRota = hours(20 * h) }), "ade day 6 08:00 18:00\nade day 19 08:00 18:15", "ade day 6 08:00 18:00\nade day 19 08:00 18:00", "max_hours_rota"},
		{"a sleep-in counts half", "hours", caps(func(c *scheduler.Caps) { c.MaxHoursRota, c.SleepInCounts = hours(9*h), 0.5 }),
			"ade sleep 6 22:00 07:00\nade day 8 08:00 12:45", "ade sleep 6 22:00 07:00\nade day 8 08:00 12:30", "max_hours_rota"},
		{"standby counts a quarter", "hours", func(p *scheduler.Problem) {
			p.Contingency.Standby = 1
			caps(func(c *scheduler.Caps) { c.MaxHoursRota, c.StandbyCounts = hours(5*h), 0.25 })(p)
		}, "ade standby 6 08:00 20:00\nade day 8 08:00 10:15", "ade standby 6 08:00 20:00\nade day 8 08:00 10:00", "max_hours_rota"},
		{"work before the rota counts in its week and not in the rota", "hours", func(p *scheduler.Problem) {
			p.WeekStarts = time.Sunday
			caps(func(c *scheduler.Caps) { c.MaxHoursWeek, c.MaxHoursRota = hours(20*h), hours(12*h) })(p)
			p.Workers[0].Worked = []scheduler.Worked{{Start: time.Date(2026, 7, 4, 20, 0, 0, 0, p.Zone), End: time.Date(2026, 7, 5, 8, 0, 0, 0, p.Zone)}}
		}, "ade day 6 08:00 20:00\nade day 13 08:00 10:00", "ade day 6 08:00 20:00", "max_hours_rota"},
		{"a ceiling over two workers", "ceiling", func(p *scheduler.Problem) { p.Providers[0].MaxHoursWeek = hours(16 * h) },
			"ade day 6 08:00 16:00\nbea visit 7 08:00 16:15", "ade day 6 08:00 16:00\nbea visit 7 08:00 16:00\ncai visit 8 08:00 18:00", "provider.max_hours_week"},
		{"a ceiling over hours that count differently", "ceiling", func(p *scheduler.Problem) {
			p.Providers[0].MaxHoursWeek = hours(14 * h)
			caps(func(c *scheduler.Caps) { c.SleepInCounts = 0.5 })(p)
		}, "ade sleep 6 22:00 07:00\nbea sleep 7 22:00 07:00\nbea day 9 08:00 10:00", "ade sleep 6 22:00 07:00\nbea sleep 7 22:00 07:00", "provider.max_hours_week"},
		{"a spell without rest", "rest", nil, "ade day 6 08:00 16:00\nade night 6 22:00 00:00", "ade day 6 08:00 14:00\nade day 6 18:00 20:00", "max_spell"},
		{"a spell with a sleep-in", "rest", nil, "ade day 6 12:00 20:00\nade sleep 6 22:00 07:00\nade day 7 09:00 13:15", "ade day 6 12:00 20:00\nade sleep 6 22:00 07:00\nade day 7 09:00 13:00", "max_spell_with_sleep_in"},
		{"a short night at home", "rest", caps(func(c *scheduler.Caps) { c.OvernightRest = 13 * h }), "ade visit 6 18:00 20:00\nade day 7 08:45 11:00",
			"ade visit 6 18:00 20:00\nade day 7 09:00 11:00\nade day 9 18:00 20:00\nade sleep 9 22:00 07:00\nade day 10 08:00 10:00", "overnight_rest"},
		{"awake on both sides of a sleep-in", "rest", caps(func(c *scheduler.Caps) { c.MaxWakingInSpell = 10 * h }),
			"ade day 6 12:00 20:00\nade sleep 6 22:00 07:00\nade day 7 08:00 10:15", "ade day 6 12:00 20:00\nade sleep 6 22:00 07:00\nade day 7 08:00 10:00", "max_waking_in_spell"},
		{"longer than a shift", "shift length", caps(func(c *scheduler.Caps) { c.MaxShift = 8 * h }), "ade day 6 08:00 16:15", "ade day 6 08:00 16:00", "max_shift"},
		{"longer than a sleep-in", "shift length", caps(func(c *scheduler.Caps) { c.MaxSleepIn = 8 * h }), "ade sleep 6 22:00 07:00", "bea sleep 6 22:00 07:00", "max_sleep_in"},
		{"days in a row", "days in a row", caps(func(c *scheduler.Caps) { c.MaxDaysInARow = 3 }), "ade day 6-7 08:00 16:00\nade night 8 22:00 00:15", "ade day 6-7 08:00 16:00\nade night 8 22:00 00:00", "max_days_in_a_row"},
		{"standby is a day too", "days in a row", func(p *scheduler.Problem) {
			p.Contingency.Standby = 1
			caps(func(c *scheduler.Caps) { c.MaxDaysInARow = 2 })(p)
		}, "ade day 6-7 08:00 16:00\nade standby 8 08:00 16:00", "ade day 6-7 08:00 16:00\nade standby 9 08:00 16:00", "max_days_in_a_row"},
		{"nights in a row", "nights in a row", caps(func(c *scheduler.Caps) { c.MaxNightsInARow = 2 }), "ade night 6-7 23:00 06:00\nade night 8 23:00 02:00", "ade night 6-7 23:00 06:00\nade night 8 23:00 01:45", "max_nights_in_a_row"},
		{"no day free in the week", "weekly rest", caps(func(c *scheduler.Caps) { c.WeeklyRest = 36 * h }), "ade day 6-12 08:00 16:00", "ade day 6-10 08:00 16:00\nade night 12 22:00 07:00", "weekly_rest"},
		{"a second weekend", "weekends", caps(func(c *scheduler.Caps) { c.MaxWeekends = &one }), "ade day 11 08:00 16:00\nade night 17 22:00 00:15", "ade day 11-12 08:00 16:00\nade night 17 22:00 00:00", "max_weekends"},
		{"no time to travel", "travel", caps(func(c *scheduler.Caps) { c.Travel = 30 * time.Minute }), "ade day 6 08:00 12:00\nade visit 6 12:15 16:00",
			"ade day 6 08:00 12:00\nade visit 6 12:30 15:00\nade train 6 15:00 17:00\nade day 6 17:00 20:00", "travel"},
	} {
		t.Run(row.rule+"/"+row.name, func(t *testing.T) {
			p := home(t)
			if row.make != nil {
				row.make(p)
			}
			require.Contains(t, names(rules()), row.rule)
			require.NotContains(t, names(without(row.rule)), row.rule)
			broken, legal := draw(t, p, row.broken), draw(t, p, row.legal)
			require.NotEmpty(t, violations(t, p, rules(), broken), "the rule forbids it")
			require.Empty(t, violations(t, p, without(row.rule), broken), "nothing else does")
			require.Empty(t, violations(t, p, rules(), legal), "the near one is legal")
			require.Contains(t, findings(p, broken), row.audit)
			require.Empty(t, findings(p, legal))
		})
	}
}

func names(rules []constraints.Rule) (out []string) {
	for _, r := range rules {
		out = append(out, r.Name())
	}
	return out
}

// findings are the rules that the audit finds broken.
func findings(p *scheduler.Problem, rota *scheduler.Rota) (rules []string) {
	for _, f := range audit.Rota(p, rota).Findings {
		rules = append(rules, f.Rule)
	}
	slices.Sort(rules)
	return slices.Compact(rules)
}

// TestShadowing is about trainees, who are nothing without the rule.
func TestShadowing(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		rota string
		ok   bool
	}{
		{"beside the mentor", nil, "ade day 6 08:00 16:00\ntam day 6 09:00 12:00", true},
		{"alone", nil, "tam day 6 09:00 12:00", false},
		{"beside somebody else", nil, "bea day 6 08:00 16:00\ntam day 6 09:00 12:00", false},
		{"past the mentor's end", nil, "ade day 6 08:00 16:00\ntam day 6 14:00 16:15", false},
		{"in another need", nil, "ade day 6 08:00 16:00\ntam visit 6 09:00 12:00", false},
		{"a part of a whole", nil, "ade sleep 6 22:00 07:00\ntam sleep 6 22:00 02:00", true},
		{"needs no skill and need not be named", func(p *scheduler.Problem) {
			p.Needs[0].Skills, p.Needs[0].Only, p.Needs[0].Among = []string{"lift"}, []string{"ade"}, []scheduler.Among{{Skill: "lift", Workers: 1}}
		}, "ade day 6 08:00 16:00\ntam day 6 09:00 12:00", true},
		{"refused by the client", func(p *scheduler.Problem) { p.Clients[0].Refuses = []string{"tam"} }, "ade day 6 08:00 16:00\ntam day 6 09:00 12:00", false},
		{"away", func(p *scheduler.Problem) {
			p.Workers[4].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 6}}}}
		}, "ade day 6 08:00 16:00\ntam day 6 09:00 12:00", false},
		{"on standby", func(p *scheduler.Problem) { p.Contingency.Standby = 1 }, "tam standby 6 08:00 16:00", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := home(t)
			if row.make != nil {
				row.make(p)
			}
			p.Workers[4].Standby = true
			rota := draw(t, p, row.rota)
			for i := range rota.Shifts {
				if rota.Shifts[i].Need == "" {
					rota.Shifts[i].Kind = scheduler.Standby
				}
			}
			require.Equal(t, row.ok, len(violations(t, p, rules(), rota)) == 0)
			require.Equal(t, row.ok, len(findings(p, rota)) == 0)
		})
	}
}
