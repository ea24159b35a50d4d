package audit

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// TestAuditRules breaks one rule a row, and says how near to it is legal: with
// another rota, or with the problem mended.
func TestAuditRules(t *testing.T) {
	two := 2
	for _, row := range []struct {
		name   string
		rule   string
		make   func(p *scheduler.Problem)
		broken string
		legal  string                     // a rota near by; empty: the same
		mend   func(p *scheduler.Problem) // what makes it legal
		says   string                     // of the first finding; empty: not looked at
	}{
		{name: "a worker nobody knows", rule: "worker", broken: "zed day 07-06 08:00 16:00", legal: "ade day 07-06 08:00 16:00",
			says: `The problem has no worker "zed", who has a shift at 08:00 on 6 July 2026.`},
		{name: "a need nobody knows", rule: "need", broken: "ade dax 07-06 08:00 16:00", legal: "ade day 07-06 08:00 16:00"},
		{name: "another's client", rule: "client", broken: "ade day 07-06 08:00 16:00 gwen", legal: "ade day 07-06 08:00 16:00 owain"},
		{name: "asleep in a waking need", rule: "kind", broken: "ade day 07-06 08:00 16:00 sleep-in", legal: "ade day 07-06 08:00 16:00 waking"},
		{name: "awake in a sleep-in", rule: "kind", broken: "ade sleep 07-06 22:00 07:00 waking", legal: "ade sleep 07-06 22:00 07:00"},
		{name: "a shadow who is no trainee", rule: "kind", broken: "ade day 07-06 08:00 16:00 shadow", legal: "ade day 07-06 08:00 16:00"},
		{name: "a trainee counted", rule: "kind", broken: "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 16:00 waking", legal: "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 16:00"},
		{name: "a year away", rule: "times", make: func(p *scheduler.Problem) { p.Days = 1 }, broken: "ade day 12-01 08:00 16:00", legal: "ade day 07-06 08:00 16:00"},
		{name: "on a day without the need", rule: "occurrence", make: func(p *scheduler.Problem) { p.Needs[0].Days = scheduler.On(time.Monday) },
			broken: "ade day 07-07 08:00 16:00", legal: "ade day 07-13 08:00 16:00"},
		{name: "before the window", rule: "occurrence", broken: "ade day 07-06 07:45 16:00", legal: "ade day 07-06 08:00 16:00",
			says: `ade works from 07:45 to 16:00 on 6 July 2026 in need "day", outside every occurrence of it (the nearest is from 08:00 to 20:00 on 6 July 2026).`},
		{name: "starts after the last day", rule: "occurrence", broken: "ade day 07-20 08:00 16:00", legal: "ade day 07-19 08:00 16:00"},
		{name: "off the grain", rule: "grain", broken: "ade day 07-06 08:00 16:05", legal: "ade day 07-06 08:00 16:15"},
		{name: "an end of the occurrence is on every grid", rule: "grain", make: func(p *scheduler.Problem) { p.Needs[0].From = 8*drawn.Hour + 5*time.Minute },
			broken: "ade day 07-06 08:10 16:00", legal: "ade day 07-06 08:05 16:00"},
		{name: "too short", rule: "min_shift", broken: "ade day 07-06 08:00 09:45", legal: "ade day 07-06 08:00 10:00",
			says: `ade works 1 hour 45 minutes in need "day" from 08:00 to 09:45 on 6 July 2026; a shift in it lasts at least 2 hours.`},
		{name: "part of an occurrence below the least shift", rule: "min_shift", make: func(p *scheduler.Problem) { p.Needs[3].Whole = false },
			broken: "ade call 07-06 09:00 09:45", legal: "ade call 07-06 09:00 10:00"},
		{name: "part of a whole", rule: "whole", broken: "ade sleep 07-06 22:00 06:00", legal: "ade sleep 07-06 22:00 07:00"},
		{name: "longer than the need's shifts", rule: "max_shift", make: func(p *scheduler.Problem) { p.Needs[0].MaxShift = 8 * drawn.Hour }, broken: "ade day 07-06 08:00 16:15", legal: "ade day 07-06 08:00 16:00"},
		{name: "longer than a shift may be", rule: "max_shift", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxShift = 8 * drawn.Hour }), broken: "ade day 07-06 08:00 16:15", legal: "ade day 07-06 08:00 16:00"},
		{name: "the hour that comes twice in October", rule: "max_shift", make: func(p *scheduler.Problem) {
			p.Start = scheduler.Date{Year: 2026, Month: 10, Day: 19}
			drawn.Capped(func(c *scheduler.Caps) { c.MaxShift = 8 * drawn.Hour })(p)
		}, broken: "ade night 10-23 22:00 06:15", legal: "ade night 10-24 22:00 06:00"},
		{name: "a shift that ends as the hour comes again", rule: "max_shift", make: func(p *scheduler.Problem) {
			p.Start, p.Needs[1].From, p.Grain = scheduler.Date{Year: 2026, Month: 10, Day: 19}, 17*drawn.Hour, drawn.Hour
			drawn.Capped(func(c *scheduler.Caps) { c.MaxShift = 8 * drawn.Hour })(p)
		}, broken: "ade night 10-24 17:00 02:00", legal: "ade night 10-24 18:00 02:00"},
		{name: "home for too short a night", rule: "overnight_rest", make: drawn.Capped(func(c *scheduler.Caps) { c.OvernightRest = 13 * drawn.Hour }),
			broken: "ade day 07-06 18:00 20:00\nade day 07-07 08:45 12:00", legal: "ade day 07-06 18:00 20:00\nade day 07-07 09:00 12:00",
			says: "ade finishes at 20:00 on 6 July 2026 and starts again at 08:45 on 7 July 2026: 12 hours 45 minutes of rest overnight; at least 13 hours are due."},
		{name: "a short night between two nights", rule: "overnight_rest", make: drawn.Capped(func(c *scheduler.Caps) { c.OvernightRest, c.MinRest = 13*drawn.Hour, 0 }),
			broken: "ade long 07-06 18:00 24:00\nade day 07-07 08:00 12:00", legal: "ade sleep 07-06 22:00 07:00\nade long 07-07 18:00 20:00"},
		{name: "too long awake beside a sleep-in", rule: "max_waking_in_spell", broken: "ade day 07-06 10:00 20:00\nade sleep 07-06 22:00 07:00\nade day 07-07 08:00 11:00",
			mend: drawn.Capped(func(c *scheduler.Caps) { c.MaxWakingInSpell = 0 }), make: drawn.Capped(func(c *scheduler.Caps) { c.MaxWakingInSpell = 12*drawn.Hour + 45*time.Minute }),
			says: "ade is awake at work for 13 hours in a spell from 10:00 on 6 July 2026 to 11:00 on 7 July 2026; at most 12 hours 45 minutes are allowed."},
		{name: "a longer sleep-in than may be", rule: "max_sleep_in", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxSleepIn = 9*drawn.Hour - 1*time.Minute }), broken: "ade sleep 07-06 22:00 07:00",
			mend: drawn.Capped(func(c *scheduler.Caps) { c.MaxSleepIn = 9 * drawn.Hour })},
		{name: "without the skill", rule: "skills", make: func(p *scheduler.Problem) { p.Needs[0].Skills = []string{"lift"} }, broken: "bea day 07-06 08:00 16:00", legal: "ade day 07-06 08:00 16:00",
			says: `bea lacks lift, which need "day" asks for from 08:00 to 16:00 on 6 July 2026.`},
		{name: "the skill runs out in the night", rule: "skills", make: func(p *scheduler.Problem) {
			p.Needs[1].Skills = []string{"lift"}
			p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", Until: scheduler.Date{Year: 2026, Month: 7, Day: 6}}}
		}, broken: "ade night 07-06 22:00 07:00", legal: "ade night 07-06 22:00 24:00"},
		{name: "the skill is renewed the next day", rule: "skills", make: func(p *scheduler.Problem) {
			p.Needs[1].Skills = []string{"lift"}
			p.Workers[0].Skills = []scheduler.Skill{{Name: "lift", Until: scheduler.Date{Year: 2026, Month: 7, Day: 6}}, {Name: "lift", From: scheduler.Date{Year: 2026, Month: 7, Day: 8}}}
		}, broken: "ade night 07-06 22:00 07:00", mend: func(p *scheduler.Problem) { p.Workers[0].Skills[1].From = scheduler.Date{Year: 2026, Month: 7, Day: 7} }},
		{name: "outside the times available", rule: "available", make: func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable = false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.Daily(), From: 8 * drawn.Hour, To: 15 * drawn.Hour}}
		}, broken: "ade day 07-06 08:00 15:15", legal: "ade day 07-06 08:00 15:00"},
		{name: "windows that touch are one", rule: "available", make: func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable = false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.On(time.Monday), From: 20 * drawn.Hour, To: 24 * drawn.Hour}}
		}, broken: "ade night 07-06 22:00 07:00", mend: func(p *scheduler.Problem) {
			p.Workers[0].Available = append(p.Workers[0].Available, scheduler.Window{Days: scheduler.On(time.Tuesday), From: 0, To: 7 * drawn.Hour})
		}},
		{name: "on leave", rule: "unavailable", make: func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: drawn.July(p, 6, 12), End: drawn.July(p, 6, 13), Why: "dentist"}}
		}, broken: "ade day 07-06 08:00 12:15", legal: "ade day 07-06 08:00 12:00\nade day 07-06 13:00 15:00",
			says: "ade works from 08:00 to 12:15 on 6 July 2026, but is away (dentist) Monday 6 July 12:00 to 13:00."},
		{name: "on a day of leave", rule: "unavailable", make: func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 7}}}}
		},
			broken: "ade night 07-06 22:00 07:00", legal: "ade night 07-06 22:00 24:00"},
		{name: "starts on a day off", rule: "unavailable", make: func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 7}}, Starts: true, Why: "swapped"}}
		},
			broken: "ade night 07-07 22:00 07:00", legal: "ade night 07-06 22:00 07:00\nade night 07-08 22:00 07:00",
			says: "ade works from 22:00 on 7 July 2026 to 07:00 on 8 July 2026, but is not to start on Tuesday 7 July, a day off (swapped)."},
		{name: "standby starts on a day off", rule: "unavailable", make: func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 7}}, Starts: true, Why: "Day off"}}
		},
			broken: "ade standby 07-07 08:00 16:00", legal: "ade standby 07-06 20:00 04:00"},
		{name: "refused by the client", rule: "refuses", make: func(p *scheduler.Problem) { p.Clients[0].Refuses = []string{"bea"} }, broken: "bea day 07-06 08:00 16:00", legal: "bea visit 07-06 08:00 16:00"},
		{name: "the provider refused by the client", rule: "refuses", make: func(p *scheduler.Problem) { p.Clients[0].Refuses = []string{"agency"} }, broken: "cai day 07-06 08:00 16:00", legal: "bea day 07-06 08:00 16:00"},
		{name: "refuses the client", rule: "refuses", make: func(p *scheduler.Problem) { p.Workers[1].Refuses = []string{"owain"} }, broken: "bea day 07-06 08:00 16:00", legal: "bea visit 07-06 08:00 16:00"},
		{name: "not among the only", rule: "only", make: func(p *scheduler.Problem) { p.Needs[0].Only = []string{"ade", "agency"} }, broken: "bea day 07-06 08:00 16:00", legal: "cai day 07-06 08:00 16:00"},
		{name: "before the provider is approved", rule: "approval", make: func(p *scheduler.Problem) { p.Providers[1].FromDate = scheduler.Date{Year: 2026, Month: 7, Day: 8} },
			broken: "cai night 07-07 22:00 07:00", legal: "cai night 07-08 22:00 07:00"},
		{name: "after the provider is approved", rule: "approval", make: func(p *scheduler.Problem) { p.Providers[1].UntilDate = scheduler.Date{Year: 2026, Month: 7, Day: 8} },
			broken: "cai night 07-08 22:00 07:00", legal: "cai night 07-07 22:00 07:00"},
		{name: "not accepted", rule: "accepts", make: func(p *scheduler.Problem) {
			p.Providers[1].AcceptsAll, p.Providers[1].Accepts = false, []string{"gwen"}
		},
			broken: "cai day 07-06 08:00 16:00", legal: "cai visit 07-06 08:00 16:00\ncai train 07-07 08:00 16:00"},
		{name: "suspended", rule: "suspended", make: func(p *scheduler.Problem) { p.Workers[0].Suspended = true }, broken: "ade day 07-06 08:00 16:00", legal: "bea day 07-06 08:00 16:00"},
		{name: "the provider suspended", rule: "suspended", make: func(p *scheduler.Problem) { p.Providers[1].Suspended = true }, broken: "cai day 07-06 08:00 16:00", legal: "bea day 07-06 08:00 16:00"},
		{name: "over the provider's ceiling", rule: "provider.max_hours_week", make: func(p *scheduler.Problem) { p.Providers[0].MaxHoursWeek = scheduler.Hours(16) },
			broken: "ade day 07-06 08:00 16:00\nbea standby 07-07 08:00 16:15", legal: "ade day 07-06 08:00 16:00\nbea standby 07-07 08:00 16:00\nbea day 07-13 08:00 16:00",
			says: `The workers of provider "team" work 16 hours 15 minutes in the week of 6 July 2026; at most 16 hours are allowed.`},
		{name: "hours worked before the rota are under the ceiling", rule: "provider.max_hours_week", make: func(p *scheduler.Problem) {
			p.Start, p.Days = scheduler.Date{Year: 2026, Month: 7, Day: 8}, 5
			p.Providers[0].MaxHoursWeek = scheduler.Hours(10)
			p.Workers[1].Worked = []scheduler.Worked{{Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 12), Kind: scheduler.Waking}, {Start: drawn.July(p, 5, 8), End: drawn.July(p, 5, 12), Kind: scheduler.Waking}}
		}, broken: "ade day 07-08 08:00 14:15", legal: "ade day 07-08 08:00 14:00"},
		{name: "a ceiling broken before the rota is nobody's fault", rule: "provider.max_hours_week", make: func(p *scheduler.Problem) {
			p.Start, p.Days = scheduler.Date{Year: 2026, Month: 7, Day: 8}, 5
			p.Providers[0].MaxHoursWeek, p.Caps.StandbyCounts = scheduler.Hours(3), 0
			p.Workers[1].Worked = []scheduler.Worked{{Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 12), Kind: scheduler.Waking}}
		}, broken: "ade day 07-08 08:00 10:00", legal: "ade standby 07-08 08:00 14:00"},
		{name: "family beyond what is offered", rule: "family", broken: "fay day 07-06 08:00 12:15", legal: "fay day 07-06 08:00 12:00"},
		{name: "family is never always available", rule: "family", make: func(p *scheduler.Problem) { p.Workers[3].AlwaysAvailable = true }, broken: "fay day 07-06 10:00 14:00", legal: "fay day 07-06 10:00 12:00"},
		{name: "no standby for her", rule: "standby", make: func(p *scheduler.Problem) { p.Workers[0].Standby = false }, broken: "ade standby 07-06 08:00 16:00", legal: "bea standby 07-06 08:00 16:00"},
		{name: "a trainee on standby", rule: "standby", broken: "tam standby 07-06 08:00 16:00 standby", legal: "bea standby 07-06 08:00 16:00"},
		{name: "standby too short", rule: "standby_shift", broken: "ade standby 07-06 08:00 11:45", legal: "ade standby 07-06 08:00 12:00"},
		{name: "standby too long", rule: "standby_shift", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxSpell = 24 * drawn.Hour }), broken: "ade standby 07-06 08:00 21:15", legal: "ade standby 07-06 08:00 21:00"},
		{name: "standby for a need", rule: "need", broken: "ade day 07-06 08:00 16:00 standby", legal: "ade standby 07-06 08:00 16:00"},
		{name: "standby for a client", rule: "client", broken: "ade standby 07-06 08:00 16:00 owain", legal: "ade standby 07-06 08:00 16:00"},
		{name: "standby off the grain", rule: "grain", broken: "ade standby 07-06 08:05 16:00", legal: "ade standby 07-06 08:15 16:00"},
		{name: "standby while unavailable", rule: "unavailable", make: func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 7}}}}
		},
			broken: "ade standby 07-06 20:00 00:15", legal: "ade standby 07-06 20:00 24:00"},
		{name: "standby beyond approval", rule: "approval", make: func(p *scheduler.Problem) { p.Providers[1].UntilDate = scheduler.Date{Year: 2026, Month: 7, Day: 6} },
			broken: "cai standby 07-06 20:00 00:15", legal: "cai standby 07-06 20:00 24:00"},
		{name: "a trainee beyond the mentor", rule: "shadowing", broken: "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 16:15", legal: "ade day 07-06 08:00 16:00\ntam day 07-06 12:00 16:00"},
		{name: "a trainee beside another", rule: "shadowing", broken: "bea day 07-06 08:00 16:00\ntam day 07-06 08:00 16:00", legal: "bea day 07-06 08:00 16:00"},
		{name: "a trainee in another need", rule: "shadowing", broken: "ade day 07-06 08:00 16:00\ntam long 07-06 08:00 16:00", legal: "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 16:00"},
		{name: "a trainee beside two shifts of the mentor's", rule: "shadowing", broken: "ade day 07-06 08:00 12:00\nade day 07-06 12:15 16:00\ntam day 07-06 10:00 14:00",
			legal: "ade day 07-06 08:00 12:00\nade day 07-06 12:15 16:00\ntam day 07-06 10:00 12:00"},
		{name: "a trainee needs no skill, nor to be among the only", rule: "only", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills, p.Needs[0].Only = []string{"lift"}, []string{"ade"}
			p.Workers[1].Skills = []scheduler.Skill{{Name: "lift"}}
		}, broken: "ade day 07-06 08:00 16:00\nbea day 07-06 17:00 20:00", legal: "ade day 07-06 08:00 16:00\ntam day 07-06 08:00 16:00"},
		{name: "a pin not kept", rule: "pinned", make: func(p *scheduler.Problem) {
			p.Workers[0].Pinned = []scheduler.Pin{{Need: "day", Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 16), Part: false}}
		},
			broken: "ade day 07-06 08:00 16:15", legal: "ade day 07-06 08:00 16:00"},
		{name: "in two places", rule: "overlap", broken: "ade day 07-06 08:00 16:00\nade visit 07-06 15:45 20:00", legal: "ade day 07-06 08:00 16:00\nade visit 07-06 16:00 20:00"},
		{name: "on standby and on duty", rule: "overlap", broken: "ade day 07-06 08:00 16:00\nade standby 07-06 15:45 20:00", legal: "ade day 07-06 08:00 16:00\nade standby 07-06 16:00 20:00"},
		{name: "at work since before the rota", rule: "overlap", make: func(p *scheduler.Problem) {
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 6, -2), End: drawn.July(p, 6, 8.25), Kind: scheduler.Waking}}
		},
			broken: "ade day 07-06 08:00 10:00", legal: "ade day 07-06 08:15 10:15"},
		{name: "two shifts that are one", rule: "touch", broken: "ade day 07-06 08:00 12:00\nade day 07-06 12:00 16:00", legal: "ade day 07-06 08:00 12:00\nade day 07-06 12:15 16:00"},
		{name: "touching in a joined occurrence", rule: "touch", make: func(p *scheduler.Problem) { p.Needs[0].From, p.Needs[0].To = 0, 24*drawn.Hour },
			broken: "ade day 07-06 20:00 24:00\nade day 07-07 00:00 04:00", legal: "ade day 07-06 20:00 04:00"},
		{name: "wholes do not touch", rule: "max_spell", make: func(p *scheduler.Problem) {
			p.Needs[3].To = 9*drawn.Hour + 30*time.Minute
			p.Needs[3].From = 9 * drawn.Hour
		},
			broken: "ade call 07-06 09:00 09:30\nade day 07-06 09:30 20:00\nade long 07-06 20:00 22:15", legal: "ade call 07-06 09:00 09:30\nade day 07-06 09:30 20:00"},
		{name: "a spell too long", rule: "max_spell", broken: "ade day 07-06 08:00 14:00\nade long 07-06 19:00 21:15", legal: "ade day 07-06 08:00 14:00\nade long 07-06 19:00 21:00",
			says: "ade works in a spell of 13 hours 15 minutes from 08:00 to 21:15 on 6 July 2026; at most 13 hours are allowed."},
		{name: "too little rest makes one spell", rule: "max_spell", make: drawn.Capped(func(c *scheduler.Caps) { c.MinRest = 12*drawn.Hour + 15*time.Minute }),
			broken: "ade day 07-06 12:00 20:00\nade day 07-07 08:00 10:00", mend: drawn.Capped(func(c *scheduler.Caps) { c.MinRest = 12 * drawn.Hour })},
		{name: "exactly the rest is enough", rule: "max_spell", broken: "ade long 07-06 14:00 21:15\nade day 07-07 08:00 10:00", legal: "ade long 07-06 14:00 21:00\nade day 07-07 08:00 10:00"},
		{name: "a spell with a sleep-in", rule: "max_spell_with_sleep_in", broken: "ade day 07-06 13:45 20:00\nade sleep 07-06 22:00 07:00\nade day 07-07 12:00 15:00", legal: "ade day 07-06 14:00 20:00\nade sleep 07-06 22:00 07:00\nade day 07-07 12:00 15:00"},
		{name: "a spell begun before the rota", rule: "max_spell", make: func(p *scheduler.Problem) {
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 5, 18), End: drawn.July(p, 5, 23), Kind: scheduler.Waking}}
		},
			broken: "ade day 07-06 09:45 11:45", legal: "ade day 07-06 10:00 12:00"},
		{name: "standby is in the spell", rule: "max_spell", broken: "ade standby 07-06 04:00 08:00\nade day 07-06 08:00 17:15", legal: "ade standby 07-06 04:00 08:00\nade day 07-06 08:00 17:00"},
		{name: "over the week's hours", rule: "max_hours_week", broken: "ade day 07-06..09 08:00 20:00\nade call 07-10 09:00 10:00", legal: "ade day 07-06..09 08:00 20:00\nade day 07-13 08:00 20:00",
			says: "ade works 49 hours in the week of 6 July 2026; at most 48 hours are allowed."},
		{name: "worked hours of the week count", rule: "max_hours_week", make: func(p *scheduler.Problem) {
			p.Start, p.Days = scheduler.Date{Year: 2026, Month: 7, Day: 8}, 5
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 6, 8), End: drawn.July(p, 6, 18), Kind: scheduler.Waking}}
		}, broken: "ade day 07-08..10 08:00 20:00\nade day 07-11 08:00 10:15", legal: "ade day 07-08..10 08:00 20:00\nade day 07-11 08:00 10:00"},
		{name: "too much worked already is nobody's fault", rule: "max_hours_week", make: func(p *scheduler.Problem) {
			p.Start, p.Days = scheduler.Date{Year: 2026, Month: 7, Day: 8}, 12
			p.Workers[0].Worked = []scheduler.Worked{{Start: drawn.July(p, 6, 0), End: drawn.July(p, 8, -0.25), Kind: scheduler.Waking}, {Start: drawn.July(p, 5, 0), End: drawn.July(p, 5, 23), Kind: scheduler.Waking}}
			drawn.Capped(func(c *scheduler.Caps) {
				drawn.Lenient(c)
				c.MaxHoursWeek = scheduler.Hours(40)
				c.MaxSpell = 500 * drawn.Hour
			})(p)
		}, broken: "ade day 07-12 08:00 10:00", legal: "ade day 07-13 08:00 10:00"},
		{name: "the night's hours fall in two weeks", rule: "max_hours_week", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursWeek = scheduler.Hours(6.5) }),
			broken: "ade night 07-12 22:00 05:00\nade day 07-17 08:00 10:00", legal: "ade night 07-12 22:00 06:00"},
		{name: "a sleep-in counts in part", rule: "max_hours_week", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursWeek, c.SleepInCounts = scheduler.Hours(8.75), 0.5 }),
			broken: "ade sleep 07-06 22:00 07:00\nade day 07-08 08:00 12:30", legal: "ade sleep 07-06 22:00 07:00\nade day 07-08 08:00 12:15"},
		{name: "standby counts in part", rule: "max_hours_week", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursWeek, c.StandbyCounts = scheduler.Hours(4), 0.25 }),
			broken: "ade standby 07-06 08:00 16:00\nade day 07-08 08:00 10:15", legal: "ade standby 07-06 08:00 16:00\nade day 07-08 08:00 10:00"},
		{name: "over the day's hours", rule: "max_hours_day", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursDay = scheduler.Hours(8) }), broken: "ade day 07-06 08:00 16:15", legal: "ade night 07-06 22:00 07:00\nade day 07-08 08:00 16:00"},
		{name: "over the rota's hours", rule: "max_hours_rota", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxHoursRota = scheduler.Hours(20) }), broken: "ade day 07-06 08:00 18:00\nade day 07-16 08:00 18:15", legal: "ade day 07-06 08:00 18:00\nade day 07-16 08:00 18:00"},
		{name: "seven days in a row", rule: "max_days_in_a_row", make: drawn.Capped(func(c *scheduler.Caps) { c.WeeklyRest = 0 }), broken: "ade day 07-06..12 08:00 10:00", legal: "ade day 07-06..11 08:00 10:00\nade day 07-13 08:00 10:00"},
		{name: "a night touches two days", rule: "max_days_in_a_row", make: drawn.Capped(func(c *scheduler.Caps) { c.WeeklyRest, c.MaxDaysInARow = 0, 2 }), broken: "ade night 07-06 22:00 07:00\nade day 07-08 08:00 10:00",
			legal: "ade night 07-06 22:00 24:00\nade night 07-07 22:00 24:00"},
		{name: "days before the rota are in the row", rule: "max_days_in_a_row", make: func(p *scheduler.Problem) {
			for d := -1; d <= 5; d++ {
				if d != 0 {
					p.Workers[0].Worked = append(p.Workers[0].Worked, scheduler.Worked{Start: drawn.July(p, d, 10), End: drawn.July(p, d, 12), Kind: scheduler.Waking})
				}
			}
		}, broken: "ade day 07-06..07 08:00 10:00", legal: "ade day 07-06 08:00 10:00"},
		{name: "standby is a day's work", rule: "max_days_in_a_row", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxDaysInARow = 1 }), broken: "ade day 07-06 08:00 10:00\nade standby 07-07 08:00 16:00", legal: "ade day 07-06 08:00 10:00\nade standby 07-08 08:00 16:00"},
		{name: "three nights in a row", rule: "max_nights_in_a_row", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxNightsInARow = 2 }), broken: "ade night 07-06..08 22:00 07:00", legal: "ade night 07-06..07 22:00 07:00\nade night 07-08 22:00 01:45"},
		{name: "a sleep-in is a night, standby is none", rule: "max_nights_in_a_row", make: drawn.Capped(func(c *scheduler.Caps) { c.MaxNightsInARow = 1 }), broken: "ade night 07-06 22:00 07:00\nade sleep 07-07 22:00 07:00",
			legal: "ade night 07-06 22:00 07:00\nade standby 07-07 22:00 07:00"},
		{name: "no day's rest in the week", rule: "weekly_rest", make: drawn.Capped(func(c *scheduler.Caps) { drawn.Lenient(c); c.WeeklyRest = 24 * drawn.Hour }), broken: "ade day 07-06..12 08:00 10:00", legal: "ade day 07-06..11 08:00 10:00",
			says: "ade has 22 hours of unbroken rest in the week of 6 July 2026; at least 24 hours are due."},
		{name: "a cut week needs no rest", rule: "weekly_rest", make: func(p *scheduler.Problem) {
			drawn.Capped(func(c *scheduler.Caps) { drawn.Lenient(c); c.WeeklyRest = 24 * drawn.Hour })(p)
			p.Days = 7
		}, broken: "ade day 07-06..12 08:00 10:00", mend: func(p *scheduler.Problem) { p.WeekStarts = time.Tuesday }},
		{name: "too many weekends", rule: "max_weekends", make: func(p *scheduler.Problem) {
			one := 1
			drawn.Capped(func(c *scheduler.Caps) { c.MaxWeekends = &one })(p)
		}, broken: "ade day 07-11 08:00 10:00\nade day 07-19 08:00 10:00", legal: "ade day 07-11..12 08:00 10:00\nade standby 07-18 08:00 16:00\nade day 07-17 08:00 10:00"},
		{name: "a Friday night touches the weekend", rule: "max_weekends", make: func(p *scheduler.Problem) {
			none := 0
			drawn.Capped(func(c *scheduler.Caps) { c.MaxWeekends = &none })(p)
		}, broken: "ade night 07-10 22:00 07:00", legal: "ade night 07-10 22:00 24:00\nade day 07-13 08:00 10:00"},
		{name: "as many weekends as may be", rule: "max_weekends", make: func(p *scheduler.Problem) {
			drawn.Capped(func(c *scheduler.Caps) { c.MaxWeekends = &two })(p)
			p.Days = 21
		}, broken: "ade day 07-11 08:00 10:00\nade day 07-18 08:00 10:00\nade day 07-26 08:00 10:00", legal: "ade day 07-11 08:00 10:00\nade day 07-19 08:00 10:00"},
		{name: "no time to travel", rule: "travel", make: drawn.Capped(func(c *scheduler.Caps) { c.Travel = 30 * time.Minute }), broken: "ade day 07-06 08:00 12:00\nade visit 07-06 12:15 16:00", legal: "ade day 07-06 08:00 12:00\nade visit 07-06 12:30 16:00"},
		{name: "training between two clients is no travel", rule: "travel", make: drawn.Capped(func(c *scheduler.Caps) { c.Travel = 3 * drawn.Hour }), broken: "ade day 07-06 08:00 10:00\nade train 07-06 10:00 12:00\nade visit 07-06 12:00 14:00", legal: "ade day 07-06 08:00 10:00\nade train 07-06 10:00 12:00\nade day 07-06 12:00 14:00"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			if row.make != nil {
				row.make(p)
			}
			rep := Rota(p, drawn.Rota(t, p, row.broken))
			require.Equal(t, []string{row.rule}, drawn.RulesOf(rep), rep.Findings)
			if row.says != "" {
				require.Equal(t, row.says, rep.Findings[0].Says)
			}
			require.False(t, rep.Findings[0].At.IsZero())
			if row.mend != nil {
				row.mend(p)
			}
			if row.legal == "" {
				row.legal = row.broken
			}
			require.Empty(t, Rota(p, drawn.Rota(t, p, row.legal)).Findings)
		})
	}
}
