package validate

import (
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// paidProblem is drawn.Valid with a rate for everybody but the trainee, who is gone, and the family, which is suspended.
func paidProblem(t *testing.T) *scheduler.Problem {
	p := drawn.Valid(t)
	p.Workers = p.Workers[:1]
	p.Workers[0].Rate = 13
	p.Providers[1].Suspended = true // that nobody works for it is no wonder
	return p
}

// inSpring moves a problem to the week in which the clocks of London go forward.
func inSpring(t *testing.T, p *scheduler.Problem) {
	p.Zone, p.Start = drawn.London(t), scheduler.Date{Year: 2026, Month: 3, Day: 23}
	for i := range p.Workers {
		p.Workers[i].Unavailable, p.Workers[i].Available, p.Workers[i].AlwaysAvailable = nil, nil, true
	}
}

func TestWarnings(t *testing.T) {
	june := func(day int) scheduler.Date { return scheduler.Date{Year: 2026, Month: 6, Day: day} }
	july := func(day int) scheduler.Date { return scheduler.Date{Year: 2026, Month: 7, Day: day} }
	at := func(d scheduler.Date, hour int) time.Time {
		return scheduler.StartInstant(time.UTC, d, time.Duration(hour)*time.Hour)
	}
	visit := func(p *scheduler.Problem, id string, days scheduler.Pattern, from, to time.Duration) *scheduler.Need {
		p.Needs = append(p.Needs, scheduler.NewNeed(id, "owain", days, from, to))
		return &p.Needs[len(p.Needs)-1]
	}
	const hour, minute = time.Hour, time.Minute
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		want string // the warning; empty for none
	}{
		{"nothing strange", func(*scheduler.Problem) {}, ""},
		{"a need of last year", func(p *scheduler.Problem) {
			visit(p, "gp", scheduler.Pattern{Dates: []scheduler.Date{{Year: 2025, Month: 7, Day: 8}}}, 10*hour, 11*hour)
		},
			"need[1].dates: 8 July 2025 is 363 days before the rota's first day, 6 July 2026: it changes nothing; is the year 2026 meant? Correct it, or take it out"},
		{"a need two days before", func(p *scheduler.Problem) {
			visit(p, "gp", scheduler.Pattern{Dates: []scheduler.Date{july(4), june(1)}}, 10*hour, 11*hour)
		},
			"need[1].dates: 4 July 2026 is 2 days before the rota's first day, 6 July 2026: it changes nothing; correct the date, or take it out"},
		{"a need a day after", func(p *scheduler.Problem) {
			visit(p, "gp", scheduler.Pattern{Dates: []scheduler.Date{july(13)}}, 10*hour, 11*hour)
		},
			"need[1].dates: 13 July 2026 is 1 day after the rota's last day, 12 July 2026: it changes nothing; correct the date, or take it out"},
		{"a need of which one date is in the rota", func(p *scheduler.Problem) {
			visit(p, "gp", scheduler.Pattern{Dates: []scheduler.Date{july(8), june(1)}}, 10*hour, 11*hour)
		}, ""},
		{"a need that ends before", func(p *scheduler.Problem) {
			days := scheduler.Daily()
			days.UntilDate = june(30)
			visit(p, "gp", days, 10*hour, 11*hour)
		}, "need[1].until_date: 30 June 2026 is 6 days before the rota's first day, 6 July 2026: it changes nothing; correct the date, or take it out"},
		{"a need that begins after", func(p *scheduler.Problem) {
			days := scheduler.Daily()
			days.FromDate = scheduler.Date{Year: 2027, Month: 7, Day: 8}
			visit(p, "gp", days, 10*hour, 11*hour)
		}, "need[1].from_date: 8 July 2027 is 361 days after the rota's last day, 12 July 2026: it changes nothing; is the year 2026 meant? Correct it, or take it out"},
		{"holidays that no day is", func(p *scheduler.Problem) { visit(p, "gp", scheduler.Pattern{Holidays: true}, 10*hour, 11*hour) },
			"need[1].days: no day of the rota is a holiday: nobody is asked for; set `holidays` of [rota] to the nation, or take the need out"},
		{"a weekday that no day is", func(p *scheduler.Problem) { p.Days = 2; visit(p, "gp", scheduler.On(time.Sunday), 10*hour, 11*hour) },
			"need[1].days: none of its days is in the rota, 6 July 2026 to 7 July 2026: nobody is asked for; correct the days, or take the need out"},
		{"a visit in the hour that spring skips", func(p *scheduler.Problem) {
			inSpring(t, p)
			visit(p, "n", scheduler.Daily(), 1*hour+15*minute, 1*hour+45*minute)
		}, "need[1].from: 29 March 2026 does not have 01:15 to 01:45, as the clocks go forward: nobody is asked for then; if that is not meant, take the day out with `except` and give it a need of its own"},
		{"a visit that starts in it", func(p *scheduler.Problem) {
			inSpring(t, p)
			visit(p, "n", scheduler.Daily(), 1*hour+30*minute, 3*hour)
		}, "need[1].from: 29 March 2026 does not have 01:30 to 03:00, as the clocks go forward: there it is from 02:00 to 03:00, 1h; if that is not meant, take the day out with `except` and give it a need of its own"},
		{"a visit that ends in it", func(p *scheduler.Problem) {
			inSpring(t, p)
			visit(p, "n", scheduler.On(time.Saturday), 23*hour, 1*hour+30*minute)
		}, "need[1].from: 29 March 2026 does not have 23:00 to 01:30, as the clocks go forward: there it is from 23:00 to 02:00, 2h; if that is not meant, take the day out with `except` and give it a need of its own"},
		{"a night over it", func(p *scheduler.Problem) {
			inSpring(t, p)
			visit(p, "n", scheduler.Daily(), 22*hour, 7*hour)
		}, ""},
		{"a visit that ends at midnight", func(p *scheduler.Problem) {
			inSpring(t, p)
			visit(p, "n", scheduler.Daily(), 22*hour, 24*hour)
		}, ""},
		{"a person for whom there is no need", func(p *scheduler.Problem) {
			p.Clients = append(p.Clients, scheduler.Client{ID: "bob", Name: "Bob"})
		}, "client[1].id: no need is for Bob: nobody is asked for; add a need with this `client`, or take the client out"},
		{"a provider that nobody works for", func(p *scheduler.Problem) {
			p.Providers = append(p.Providers, scheduler.NewProvider("hill", scheduler.Agency))
		}, "provider[2].id: nobody works for hill; write this `provider` on its workers, or take it out"},
		{"a skill that ended", func(p *scheduler.Problem) {
			p.Workers[0].Skills = append(p.Workers[0].Skills, scheduler.Skill{Name: "hoist", Until: june(30)})
			p.Needs[0].Skills = append(p.Needs[0].Skills, "hoist")
		}, "need[0].skills[1]: nobody holds the skill \"hoist\" any more: ade held it until 30 June 2026; correct the days of the skill, or write under `skills` who else holds it"},
		{"offered times of last year", func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable = false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.Daily(), WholeDay: true}, {Days: scheduler.Pattern{Dates: []scheduler.Date{june(8)}}, WholeDay: true}}
		}, "worker[0].available[1].dates: 8 June 2026 is 28 days before the rota's first day, 6 July 2026: it changes nothing; correct the date, or take it out"},
		{"a leave of last year", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(scheduler.Date{Year: 2025, Month: 7, Day: 6}, 0), End: at(scheduler.Date{Year: 2025, Month: 7, Day: 8}, 0)}}
		}, "worker[0].unavailable[0].end: 8 July 2025 is 363 days before the rota's first day, 6 July 2026: it changes nothing; is the year 2026 meant? Correct it, or take it out"},
		{"a leave of next year", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2027, Month: 7, Day: 6}}}}
		},
			"worker[0].unavailable[0].dates: 6 July 2027 is 359 days after the rota's last day, 12 July 2026: it changes nothing; is the year 2026 meant? Correct it, or take it out"},
		{"a leave that begins after", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(july(20), 0), End: at(july(22), 0)}}
		}, "worker[0].unavailable[0].start: 20 July 2026 is 8 days after the rota's last day, 12 July 2026: it changes nothing; correct the date, or take it out"},
		{"a leave that reaches in", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(june(1), 0), End: at(july(6), 5)}}
		}, ""},
		{"a leave on the morning after a night of the last day", func(p *scheduler.Problem) {
			visit(p, "night", scheduler.Daily(), 22*hour, 7*hour)
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(july(13), 0), End: at(july(14), 0)}}
		}, ""},
		{"a visit twice", func(p *scheduler.Problem) {
			visit(p, "again", scheduler.On(time.Friday), 8*hour, 16*hour).Skills = []string{"care"}
		},
			"need[1].id: it asks for the same as the need \"days\": 08:00 to 16:00 for the same person, first on 10 July 2026; take one of the two out; `workers` says how many come at once"},
		{"a visit at the same hours of other days", func(p *scheduler.Problem) {
			visit(p, "weekend", scheduler.On(time.Sunday), 8*hour, 16*hour).Skills = []string{"care"}
		}, ""},
		{"a visit at the same hours of somebody with other skills", func(p *scheduler.Problem) { visit(p, "nurse", scheduler.Daily(), 8*hour, 16*hour) }, ""},
		{"a visit at the same hours of chosen people", func(p *scheduler.Problem) {
			n := visit(p, "second", scheduler.Daily(), 8*hour, 16*hour)
			n.Skills, n.Only = []string{"care"}, []string{"ade"}
		}, ""},
		{"two times exchanged", func(p *scheduler.Problem) { visit(p, "late", scheduler.Daily(), 9*hour, 8*hour) },
			"need[1].to: 09:00 to 08:00 is 23h, into the next day; if 08:00 to 09:00 is meant, exchange the two"},
		{"round the clock", func(p *scheduler.Problem) { visit(p, "always", scheduler.Daily(), 8*hour, 8*hour) }, ""},
		{"a long night", func(p *scheduler.Problem) { visit(p, "night", scheduler.Daily(), 19*hour, 8*hour) }, ""},
		{"two times of a visit of hours exchanged", func(p *scheduler.Problem) { visit(p, "lunch", scheduler.Daily(), 14*hour, 11*hour) },
			"need[1].to: 14:00 to 11:00 is 21h, into the next day; if 11:00 to 14:00 is meant, exchange the two"},
		{"a long night", func(p *scheduler.Problem) { visit(p, "night", scheduler.Daily(), 18*hour, 10*hour) }, ""},
		{"a long day", func(p *scheduler.Problem) { visit(p, "day", scheduler.Daily(), hour, 23*hour) }, ""},
		{"more hours than a week has", func(p *scheduler.Problem) { p.Caps.MaxHoursWeek = new(169 * hour) },
			"caps.max_hours_week: a week has 168 hours, and at most 169 may be worked in it; is it meant? Write \"none\" for no limit"},
		{"a worker's own hours more than a week has", func(p *scheduler.Problem) {
			own := p.Caps
			own.MaxHoursWeek = new(375 * hour)
			p.Workers[0].Caps = &own
		}, "worker[0].caps.max_hours_week: a week has 168 hours, and at most 375 may be worked in it; is it meant? Write \"none\" for no limit"},
		{"all hours of a week", func(p *scheduler.Problem) { p.Caps.MaxHoursWeek = new(168 * hour) }, ""},
		{"on-cost in per cent", func(p *scheduler.Problem) { p.Providers[0].OnCost = 17.5 },
			"provider[0].on_cost: `on_cost` of team is 17.5; is it meant? It is the factor on pay, as 1.23 for 23 % on top"},
		{"a rate without its point", func(p *scheduler.Problem) { p.Workers[0].Rate = 1350 },
			"worker[0].rate: an hour of ade costs 1350; is it meant? Write the money for one hour"},
		{"pay of two times exchanged", func(p *scheduler.Problem) {
			p.Pay[0] = scheduler.Pay{Days: scheduler.Daily(), From: 6 * hour, To: 5*hour + 30*minute, Multiply: 2}
		},
			"pay[0].to: 06:00 to 05:30 is 23h30m, into the next day; if 05:30 to 06:00 is meant, exchange the two"},
		{"available to one minute before midnight", func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable, p.Workers[0].Available = false, []scheduler.Window{{Days: scheduler.Daily(), From: 0, To: 23*hour + 59*minute}}
		}, `worker[0].available[0].to: it ends at 23:59: the last minute of the day is missing, and nothing goes over midnight; write to = "24:00"`},
		{"a skill misspelt", func(p *scheduler.Problem) { p.Needs[0].Skills = []string{"caer"} },
			`need[0].skills[0]: nobody ever holds the skill "caer"; did you mean "care"?`},
		{"a skill written with a hyphen", func(p *scheduler.Problem) {
			p.Workers[0].Skills = append(p.Workers[0].Skills, scheduler.Skill{Name: "moving and handling"})
			p.Needs[0].Among = []scheduler.Among{{Skill: "Moving-and-handling", Workers: 1}}
		}, `need[0].among[0].skill: nobody ever holds the skill "Moving-and-handling"; did you mean "moving and handling"?`},
		{"a skill that nobody has, asked for twice", func(p *scheduler.Problem) {
			p.Needs[0].Skills = append(p.Needs[0].Skills, "tracheostomy")
			p.Needs[0].Fallback = []string{"tracheostomy"}
		}, "need[0].skills[1]: nobody ever holds the skill \"tracheostomy\"; correct the name, or write under `skills` who holds it and from when"},
		{"a skill that is still to come", func(p *scheduler.Problem) { p.Workers[0].Skills[0].From = july(20) }, ""},
		{"guaranteed over the week's hours", func(p *scheduler.Problem) { p.Workers[0].GuaranteedHoursWeek = 50.5 },
			"worker[0].guaranteed_hours_week: 50.5 hours a week are guaranteed, and at most 48 may be worked: 2.5 are paid for nothing; lower the guaranteed hours, or raise `max_hours_week`"},
		{"guaranteed over the worker's own hours", func(p *scheduler.Problem) {
			own := p.Caps.Clone()
			own.MaxHoursWeek = scheduler.Hours(30)
			p.Workers[0].GuaranteedHoursWeek, p.Workers[0].Caps = 40, &own
		}, "worker[0].guaranteed_hours_week: 40 hours a week are guaranteed, and at most 30 may be worked: 10 are paid for nothing; lower the guaranteed hours, or raise `max_hours_week`"},
		{"guaranteed without a limit", func(p *scheduler.Problem) { p.Caps.MaxHoursWeek, p.Workers[0].GuaranteedHoursWeek = nil, 60 }, ""},
		{"never available", func(p *scheduler.Problem) { p.Workers[0].AlwaysAvailable = false },
			"worker[0].available: ade is at no time available in the rota; correct the times in `available` and `unavailable`, or take the worker out"},
		{"away all the time", func(p *scheduler.Problem) {
			p.Workers[0].Name, p.Workers[0].AlwaysAvailable = "Ade", false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.On(time.Tuesday), WholeDay: true}, {Days: scheduler.On(time.Thursday), From: 9 * hour, To: 12 * hour}}
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(july(9), 0), End: at(july(9), 12)}, {Dates: []scheduler.Date{july(7)}}}
		}, "worker[0].available: Ade is at no time available in the rota; correct the times in `available` and `unavailable`, or take the worker out"},
		{"away, but for an hour", func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(june(1), 0), End: at(july(9), 12)}, {Start: at(july(9), 13), End: at(july(30), 0)}}
		}, ""},
		{"available in the night before the rota", func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable = false
			p.Workers[0].Available = []scheduler.Window{{Days: scheduler.Pattern{Dates: []scheduler.Date{july(5)}}, From: 22 * hour, To: 6 * hour}}
		}, ""},
		{"suspended", func(p *scheduler.Problem) {
			p.Workers[0].AlwaysAvailable, p.Workers[0].Suspended, p.Workers[0].Rate = false, true, 0
		}, ""},
		{"family that offers nothing", func(p *scheduler.Problem) {
			w := scheduler.NewWorker("mum", "home")
			w.AlwaysAvailable = false
			p.Workers = append(p.Workers, w)
		}, ""},
		{"no rate, where another has one", func(p *scheduler.Problem) { p.Workers = append(p.Workers, scheduler.NewWorker("bea", "team")) },
			"worker[1].rate: bea has no rate, and others have one: every hour of bea costs nothing, and is taken first; give the `rate`, the money for an hour"},
		{"a provider of nobody's clients", func(p *scheduler.Problem) { p.Providers[0].AcceptsAll, p.Providers[0].Accepts = false, nil },
			"provider[0].accepts: team has accepted nobody: those who work for it can go to no client; list the clients it has accepted, or leave `accepts` out for all"},
		{"a provider whose workers cost nothing", func(p *scheduler.Problem) { p.Providers[0].OnCost = 0 },
			"provider[0].on_cost: the hours of those who work for team cost nothing, and are taken first: `on_cost` is 0; give the factor on pay, 1 for pay alone"},
		{"suspended, and accepts nobody", func(p *scheduler.Problem) {
			p.Providers[0].AcceptsAll, p.Providers[0].Accepts, p.Providers[0].Suspended = false, nil, true
		}, ""},
		{"nobody has a rate", func(p *scheduler.Problem) {
			p.Workers[0].Rate = 0
			p.Workers = append(p.Workers, scheduler.NewWorker("bea", "team"))
		}, ""},
		{"a night that October makes longer than a shift may be", func(p *scheduler.Problem) {
			p.Start = scheduler.Date{Year: 2026, Month: 10, Day: 19}
			n := visit(p, "night", scheduler.Daily(), 19*hour, 8*hour)
			n.Whole = true
		}, ""},
		{"a sleep-in that October makes longer than one may be", func(p *scheduler.Problem) {
			p.Start = scheduler.Date{Year: 2026, Month: 10, Day: 19}
			n := visit(p, "night", scheduler.Daily(), 20*hour, 8*hour)
			n.Kind, n.Whole = scheduler.SleepIn, true
		}, ""},
		{"a night of October that can be shared out", func(p *scheduler.Problem) {
			p.Start = scheduler.Date{Year: 2026, Month: 10, Day: 19}
			visit(p, "night", scheduler.Daily(), 19*hour, 8*hour)
		}, ""},
		{"a short night of October", func(p *scheduler.Problem) {
			p.Start = scheduler.Date{Year: 2026, Month: 10, Day: 19}
			visit(p, "night", scheduler.Daily(), 22*hour, 7*hour).Whole = true
		}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := paidProblem(t)
			row.make(p)
			require.Empty(t, Problem(p))
			var got string
			for _, w := range Warnings(p) {
				got += w.String() + "\n"
			}
			if row.want != "" {
				row.want += "\n"
			}
			require.Equal(t, row.want, got)
		})
	}
}

func TestEventWarnings(t *testing.T) {
	p := paidProblem(t)
	at := func(d scheduler.Date) time.Time { return scheduler.StartInstant(p.Zone, d, 0) }
	in, before, after := at(scheduler.Date{Year: 2026, Month: 7, Day: 8}), at(scheduler.Date{Year: 2026, Month: 6, Day: 8}), at(scheduler.Date{Year: 2027, Month: 7, Day: 8})
	for _, row := range []struct {
		name string
		e    scheduler.Event
		want string
	}{
		{"in the rota", scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: in, End: in.Add(time.Hour)}, ""},
		{"into the rota", scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: before, End: in}, ""},
		{"long past", scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: before, End: before.Add(time.Hour)}, "event[0].end: 8 June 2026 is 28 days before the rota's first day, 6 July 2026: it changes nothing; correct the date, or take it out"},
		{"next year", scheduler.Event{Kind: scheduler.EventLeaves, Worker: "ade", Start: after}, "event[0].start: 8 July 2027 is 361 days after the rota's last day, 12 July 2026: it changes nothing; is the year 2026 meant? Correct it, or take it out"},
		{"has left before", scheduler.Event{Kind: scheduler.EventLeaves, Worker: "ade", Start: before}, ""},
		{"without times", scheduler.Event{Kind: scheduler.EventRefuses, Client: "owain", Worker: "ade"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			require.Empty(t, Events(p, []scheduler.Event{row.e}))
			var got string
			for _, w := range EventWarnings(p, []scheduler.Event{row.e}) {
				got += w.String()
			}
			require.Equal(t, row.want, got)
		})
	}
}
