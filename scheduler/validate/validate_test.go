package validate

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

func TestValidateSound(t *testing.T) {
	require.Empty(t, Problem(drawn.Valid(t)))
	require.Len(t, Problem(nil), 1)
}

func TestValidate(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *scheduler.Problem)
		want []string // paths
		says string   // part of the first
	}{
		{"the zero problem", func(p *scheduler.Problem) { *p = scheduler.Problem{} },
			[]string{"rota.name", "rota.time_zone", "rota.start", "rota.days", "rota.grain", "caps.max_spell", "caps.max_spell_with_sleep_in",
				"caps.max_shift", "caps.max_sleep_in", "contingency.standby_shift.min", "contingency.standby_shift.max"}, "a name is required"},
		{"the machine's zone", func(p *scheduler.Problem) { p.Zone = time.Local }, []string{"rota.time_zone"}, "machine's own zone"},
		{"a day the calendar does not have", func(p *scheduler.Problem) { p.Start = scheduler.Date{Year: 2026, Month: 2, Day: 30} }, []string{"rota.start"}, "2026-02-30 is not a day"},
		{"a holiday out of range", func(p *scheduler.Problem) { p.Holidays = []scheduler.Date{{Year: 2300, Month: 1, Day: 1}} }, []string{"rota.extra_holidays[0]"}, "outside the years"},
		{"a weekday that is none", func(p *scheduler.Problem) { p.WeekStarts = 7 }, []string{"rota.week_starts"}, "7 is not a weekday"},
		{"no id", func(p *scheduler.Problem) { p.Providers[0].ID = ""; p.Workers[0].Provider = "" }, []string{"provider[0].id"}, "an id is required"},
		{"an id with white space", func(p *scheduler.Problem) { p.Providers[1].ID = "home " }, []string{"provider[1].id"}, "white space"},
		{"an id twice", func(p *scheduler.Problem) { p.Needs = append(p.Needs, p.Needs[0]) }, []string{"need[1].id"}, "taken by need[0]"},
		{"a worker may bear a provider's id", func(p *scheduler.Problem) {
			p.Workers[0].ID, p.Clients[0].Known, p.Workers[1].Shadowing = "team", nil, "team"
		}, nil, ""},
		{"a client nobody has", func(p *scheduler.Problem) { p.Needs[0].Client = "bob" }, []string{"need[0].client"}, `no client has the id "bob"`},
		{"only nobody", func(p *scheduler.Problem) { p.Needs[0].Only = []string{"team", "ada"} }, []string{"need[0].only[1]"}, `no worker or provider has the id "ada"`},
		{"refuses a client nobody has", func(p *scheduler.Problem) { p.Workers[0].Refuses = []string{"x"} }, []string{"worker[0].refuses[0]"}, "no client"},
		{"accepts a client nobody has", func(p *scheduler.Problem) { p.Providers[0].AcceptsAll, p.Providers[0].Accepts = false, []string{"x"} }, []string{"provider[0].accepts[0]"}, "no client"},
		{"accepts is ignored when all are accepted", func(p *scheduler.Problem) { p.Providers[0].Accepts = []string{"x"} }, nil, ""},
		{"days and dates", func(p *scheduler.Problem) { p.Needs[0].Days.Dates = []scheduler.Date{{Year: 2026, Month: 7, Day: 6}} }, []string{"need[0].days"}, "both given"},
		{"an empty date", func(p *scheduler.Problem) { p.Needs[0].Days.Except = []scheduler.Date{{}} }, []string{"need[0].except[0]"}, "missing"},
		{"a window of half minutes", func(p *scheduler.Problem) { p.Needs[0].From = 30 * time.Second }, []string{"need[0].from"}, "30s is not a time"},
		{"a window below 0", func(p *scheduler.Problem) { p.Needs[0].To = -time.Hour }, []string{"need[0].to"}, "-1h0m0s"},
		{"a hundred workers", func(p *scheduler.Problem) { p.Needs[0].Workers = 100 }, []string{"need[0].workers"}, "100 is out of range"},
		{"a firm limit that is none", func(p *scheduler.Problem) { p.Caps.Firm = []string{"max_hours_weak"} }, []string{"caps.firm[0]"}, `"max_hours_weak" is not one of the limits`},
		{"a worker's own firm limit", func(p *scheduler.Problem) {
			p.Workers[0].Caps = p.Caps.With(func(c *scheduler.Caps) { c.Firm = []string{"travel", "sleep"} })
		}, []string{"worker[0].caps.firm[1]"}, `"sleep"`},
		{"a skill described twice", func(p *scheduler.Problem) {
			p.Skills = []scheduler.SkillMeaning{{Name: "care", TrainDays: 2}, {Name: "care"}}
		}, []string{"skill[1].name"}, "described in skill[0]"},
		{"training in what cannot be trained", func(p *scheduler.Problem) {
			p.Skills = []scheduler.SkillMeaning{{Name: "Welsh", Untrainable: true, TrainDays: 90}}
		}, []string{"skill[0].trainable"}, "nobody can be trained"},
		{"a wish on no day", func(p *scheduler.Problem) {
			p.Workers[0].Wishes = []scheduler.Wish{{Window: scheduler.Window{WholeDay: true}, Price: -1}}
		}, []string{"worker[0].wishes[0].days", "worker[0].wishes[0].price"}, "no day"},
		{"a budget", func(p *scheduler.Problem) {
			p.Objective.MaxCost, p.Providers[0].MaxCost = new(-1.0), new(2e9)
		}, []string{"provider[0].max_cost", "objective.max_cost"}, "out of range"},
		{"no workers", func(p *scheduler.Problem) { p.Needs[0].Workers = 0 }, []string{"need[0].workers"}, "0 is out of range"},
		{"an unnamed skill", func(p *scheduler.Problem) { p.Needs[0].Skills = []string{" "} }, []string{"need[0].skills[0]"}, "missing"},
		{"among none", func(p *scheduler.Problem) { p.Needs[0].Among = []scheduler.Among{{Skill: "x", Workers: 0}} }, []string{"need[0].among[0].workers"}, "0 is out of range"},
		{"a need of standby", func(p *scheduler.Problem) { p.Needs[0].Kind = scheduler.Standby }, []string{"need[0].kind"}, "cannot be of kind 2"},
		{"a criticality that is none", func(p *scheduler.Problem) { p.Needs[0].Criticality = 3 }, []string{"need[0].criticality"}, "3 is not"},
		{"a longest shift below the shortest", func(p *scheduler.Problem) { p.Needs[0].MaxShift = time.Hour }, []string{"need[0].max_shift"}, "1h is below min_shift 2h"},
		{"a provider of no kind", func(p *scheduler.Problem) { p.Providers[0].Kind = 9 }, []string{"provider[0].kind"}, "9 is not"},
		{"approved until before from", func(p *scheduler.Problem) {
			p.Providers[0].FromDate, p.Providers[0].UntilDate = scheduler.Date{Year: 2026, Month: 7, Day: 2}, scheduler.Date{Year: 2026, Month: 7, Day: 1}
		}, []string{"provider[0].until_date"}, "before from_date"},
		{"a skill until before from", func(p *scheduler.Problem) {
			p.Workers[0].Skills = []scheduler.Skill{{Name: "care", From: scheduler.Date{Year: 2026, Month: 7, Day: 2}, Until: scheduler.Date{Year: 2026, Month: 7, Day: 1}}}
		}, []string{"worker[0].skills[0].until"}, "before from"},
		{"a ceiling below 0", func(p *scheduler.Problem) { p.Providers[0].MaxHoursWeek = scheduler.Hours(-1) }, []string{"provider[0].max_hours_week"}, "-1 is negative"},
		{"an on-cost that is no number", func(p *scheduler.Problem) { p.Providers[0].OnCost = math.NaN() }, []string{"provider[0].on_cost"}, "NaN"},
		{"family always available", func(p *scheduler.Problem) { p.Workers[0].Provider = "home" }, []string{"worker[0].available"}, "never always"},
		{"a guarantee beyond the week", func(p *scheduler.Problem) { p.Workers[0].GuaranteedHoursWeek = 169 }, []string{"worker[0].guaranteed_hours_week"}, "169 is out of range"},
		{"a worker's own cap", func(p *scheduler.Problem) {
			c := scheduler.HouseCaps()
			c.StandbyCounts = math.Inf(1)
			p.Workers[0].Caps = &c
		}, []string{"worker[0].caps.standby_counts"}, "+Inf"},
		{"a house cap is said once", func(p *scheduler.Problem) { p.Caps.WeeklyRest = 200 * time.Hour; c := p.Caps; p.Workers[0].Caps = &c }, []string{"caps.weekly_rest"}, "200h does not fit"},
		{"a worked shift of half minutes", func(p *scheduler.Problem) {
			s := time.Date(2026, 7, 1, 8, 0, 30, 0, p.Zone)
			p.Workers[0].Worked = []scheduler.Worked{{Start: s, End: s.Add(time.Hour)}}
		}, []string{"worker[0].worked[0].start", "worker[0].worked[0].end"}, "whole minute"},
		{"a pin without times", func(p *scheduler.Problem) { p.Workers[0].Pinned = []scheduler.Pin{{Need: "days"}} }, []string{"worker[0].pinned[0].start", "worker[0].pinned[0].end"}, "required"},
		{"pay for shadowing", func(p *scheduler.Problem) { p.Pay[0].AppliesTo = []scheduler.Kind{scheduler.Waking, scheduler.Shadow} }, []string{"pay[0].applies_to[1]"}, "3 is not a kind"},
		{"a work pattern that asks for nothing", func(p *scheduler.Problem) {
			p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.DaysOff, Least: 1, Price: 5}}
		}, []string{"work_pattern[0]"}, "asks for nothing"},
		{"a work pattern of nobody", func(p *scheduler.Problem) {
			p.WorkPatterns = []scheduler.WorkPattern{{Workers: []string{"zoe"}, Least: 2}}
		}, []string{"work_pattern[0].workers[0]"}, "zoe"},
		{"most below least", func(p *scheduler.Problem) {
			one := 1
			p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.ShiftsWorked, Least: 2, Most: &one}}
		}, []string{"work_pattern[0].most"}, "below least 2"},
		{"the weekends of some needs", func(p *scheduler.Problem) {
			p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.WeekendsWorked, Needs: []string{"days"}, Most: new(int)}}
		}, []string{"work_pattern[0].needs"}, "all needs"},
		{"weekends said twice", func(p *scheduler.Problem) {
			p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.WeekendsWorked, Most: new(int)}, {Of: scheduler.WeekendsWorked, Most: new(int)}}
		}, []string{"work_pattern[1].workers"}, "already"},
		{"a sort of work pattern that is none", func(p *scheduler.Problem) { p.WorkPatterns = []scheduler.WorkPattern{{Of: 7, Least: 2}} }, []string{"work_pattern[0].of"}, "7 is not"},
		{"standby past reason", func(p *scheduler.Problem) { p.Contingency.Standby = -1 }, []string{"contingency.standby"}, "-1 is out of range"},
		{"headroom over 1", func(p *scheduler.Problem) { p.Contingency.Headroom = 1.01 }, []string{"contingency.headroom"}, "1.01 is out of range"},
		{"a price below 0", func(p *scheduler.Problem) { p.Objective.Change = -2 }, []string{"objective.change"}, "-2 is negative"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Valid(t)
			row.make(p)
			var paths []string
			faults := Problem(p)
			for _, f := range faults {
				paths = append(paths, f.Path)
				require.NotEmpty(t, f.Remedy)
			}
			require.Equal(t, row.want, paths, faults)
			if len(faults) > 0 {
				require.Contains(t, faults[0].String(), row.says)
			}
		})
	}
}

// A reader's own faults are not said again, nor what follows from them.
func TestChecksKnown(t *testing.T) {
	p := drawn.Valid(t)
	p.Needs[0].Days = scheduler.Pattern{}
	p.Needs[0].Workers = 0
	for _, row := range []struct {
		name, known string
		want        []string
	}{
		{"nothing known", "", []string{"need[0].days", "need[0].workers"}},
		{"the same path", "need[0].days", []string{"need[0].workers"}},
		{"beneath", "need[0].days[2]", []string{"need[0].workers"}},
		{"above", "need[0]", nil},
		{"another entry", "need[01]", []string{"need[0].days", "need[0].workers"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			var paths []string
			for _, f := range ProblemWith(p, Checks{Known: []string{row.known}}) {
				paths = append(paths, f.Path)
			}
			require.Equal(t, row.want, paths)
		})
	}
}

// A big agency's four weeks fit the default limit even when every worker can
// do everything; with three calls a day they must belong to teams.
func TestSizeOfABigAgency(t *testing.T) {
	agency := func(calls int, teams bool) *scheduler.Problem {
		p := drawn.Valid(t)
		p.Clients, p.Needs, p.Workers, p.Days = nil, nil, nil, 28
		for i := range 800 {
			id := fmt.Sprint("c", i)
			p.Clients = append(p.Clients, scheduler.Client{ID: id})
			for call := range calls {
				from := time.Duration(7+5*call) * time.Hour
				p.Needs = append(p.Needs, scheduler.NewNeed(fmt.Sprint(id, "-", call), id, scheduler.Daily(), from, from+5*time.Hour))
				if teams {
					p.Needs[len(p.Needs)-1].Skills = []string{fmt.Sprint("team", i%8)}
				}
			}
		}
		for i := range 2000 {
			p.Workers = append(p.Workers, scheduler.NewWorker(fmt.Sprint("w", i), "", fmt.Sprint("team", i%8)))
		}
		return p
	}
	require.Empty(t, Problem(agency(1, false)))
	require.Empty(t, Problem(agency(3, true)))

	faults := Problem(agency(3, false))
	require.Len(t, faults, 1)
	require.Empty(t, faults[0].Path)
	require.Regexp(t, `too large: about \d+\.\d GiB .* the limit is 8\.0 GiB`, faults[0].Says)
	require.Empty(t, ProblemWith(agency(3, false), Checks{MemoryLimit: 1 << 40}))
}

// Workers alone can be too many, and so can threads: what each holds is counted.
func TestSizeOfManyWorkersAndThreads(t *testing.T) {
	p := drawn.Valid(t)
	p.Workers, p.Clients[0].Known = nil, nil
	for i := range 600_000 {
		p.Workers = append(p.Workers, scheduler.NewWorker(fmt.Sprint("w", i), "", "lift"))
	}
	faults := Checks{}.entries(p)
	require.Len(t, faults, 1)
	require.Contains(t, faults[0].Says, "too large")

	p.Workers = p.Workers[:50_000]
	require.Empty(t, Checks{Threads: 2}.entries(p))
	require.Len(t, Checks{Threads: scheduler.MostThreads}.entries(p), 1)
	require.Greater(t, Estimate(p, 8), Estimate(p, 1))
}

func TestListsThatAreTooLong(t *testing.T) {
	p := drawn.Valid(t)
	p.Workers[0].Skills = make([]scheduler.Skill, 300_000)
	p.Workers[1].Unavailable = make([]scheduler.Absence, 300_000)
	p.Needs[0].Skills = make([]string, 300_000)
	var paths []string
	for _, f := range (Checks{}).entries(p) {
		paths = append(paths, f.Path)
		require.Equal(t, "300000 entries are too many", f.Says)
	}
	require.ElementsMatch(t, []string{"worker[0].skills", "worker[1].unavailable", "need[0].skills"}, paths)
}

func TestEstimateRoundTheClockIsOneOccurrence(t *testing.T) {
	p := drawn.Valid(t)
	p.Needs[0].Days, p.Needs[0].To, p.Needs[0].Whole = scheduler.Daily(), p.Needs[0].From, true
	apart := Estimate(p, 1)
	p.Needs[0].Whole = false
	require.Equal(t, apart-6*(bytesOccurrence+2*bytesCandidate), Estimate(p, 1))
	p.Needs[0].Days.Except = []scheduler.Date{{Year: 2026, Month: 7, Day: 8}}
	require.Equal(t, apart-5*(bytesOccurrence+2*bytesCandidate)-96*bytesStep, Estimate(p, 1))
}

func TestEstimateCountsWhoMayServe(t *testing.T) {
	p := drawn.Valid(t)
	all := Estimate(p, 1)
	p.Workers[0].Suspended = true
	require.Equal(t, all-5*bytesCandidate, Estimate(p, 1))
	p.Workers[0].Suspended = false
	p.Workers[0].Skills = nil
	require.Equal(t, all-5*bytesCandidate, Estimate(p, 1))
	p.Clients[0].Refuses = []string{"bea"}
	require.Equal(t, all-10*bytesCandidate, Estimate(p, 1))
	p.Needs[0].Days.Except = []scheduler.Date{{Year: 2026, Month: 7, Day: 6}}
	require.Equal(t, all-10*bytesCandidate-bytesOccurrence-32*bytesStep, Estimate(p, 1))
}

func TestNearest(t *testing.T) {
	for _, row := range []struct{ word, want string }{
		{"ad", "ade"}, {"aed", "ade"}, {"adee", "ade"}, {"bae", "bea"}, {"max_hour_week", "max_hours_week"}, {"xyz", ""}, {"", ""},
	} {
		require.Equal(t, row.want, Nearest(row.word, []string{"ade", "bea", "max_hours_week"}), row.word)
	}
}

func TestInstants(t *testing.T) {
	for _, row := range []struct {
		name, zone string
		date       scheduler.Date
		clock      time.Duration
		start, end string
	}{
		{"plain", "Europe/London", scheduler.Date{Year: 2026, Month: 7, Day: 6}, 8 * time.Hour, "2026-07-06T07:00:00Z", "2026-07-06T07:00:00Z"},
		{"24:00", "Europe/London", scheduler.Date{Year: 2026, Month: 7, Day: 6}, 24 * time.Hour, "2026-07-06T23:00:00Z", "2026-07-06T23:00:00Z"},
		{"in the gap", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 90 * time.Minute, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"end of the gap", "Europe/London", scheduler.Date{Year: 2026, Month: 3, Day: 29}, 2 * time.Hour, "2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z"},
		{"twice", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 25}, 90 * time.Minute, "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"},
		{"first minute that comes twice", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 25}, time.Hour, "2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z"},
		{"just after", "Europe/London", scheduler.Date{Year: 2026, Month: 10, Day: 25}, 2 * time.Hour, "2026-10-25T02:00:00Z", "2026-10-25T02:00:00Z"},
		{"midnight that does not exist", "America/Asuncion", scheduler.Date{Year: 2023, Month: 10, Day: 1}, 0, "2023-10-01T04:00:00Z", "2023-10-01T04:00:00Z"},
		{"half an hour twice", "Australia/Lord_Howe", scheduler.Date{Year: 2026, Month: 4, Day: 5}, 105 * time.Minute, "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z"},
		{"a day that does not exist", "Pacific/Apia", scheduler.Date{Year: 2011, Month: 12, Day: 30}, 12 * time.Hour, "2011-12-30T10:00:00Z", "2011-12-30T10:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			zone, err := time.LoadLocation(row.zone)
			require.NoError(t, err)
			require.Equal(t, row.start, scheduler.StartInstant(zone, row.date, row.clock).UTC().Format(time.RFC3339))
			require.Equal(t, row.end, scheduler.EndInstant(zone, row.date, row.clock).UTC().Format(time.RFC3339))
		})
	}
}
