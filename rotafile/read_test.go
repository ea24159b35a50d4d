package rotafile

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// everything is a problem that gives every key of the format once.
const everything = `format = "carerota/1"

[rota]
name = "Owain, March"
time_zone = "Europe/London"
start = 2026-03-23
days = 14
grain = "30m"
week_starts = "sun"
holidays = "GB-WLS"
holidays_on = "both"
extra_holidays = ["2026-03-25"]

[[client]]
id = "owain"
name = "Owain"
known = ["ade", "bea"]
refuses = ["hal", "hillside"]
tell = ["Carys", { name = "Huw", phone = "01874 555010" }]
phone = "01874 555000"
facts = ["no nuts", "hoist with two"]

[[need]]
id = "days"
client = "owain"
days = ["mon", "weekends", "holidays"]
except = ["2026-03-28", "holidays"]
from_date = "2026-03-24"
until_date = "2026-04-03"
from = "07:30"
to = 15:00:00
workers = 2
skills = "care"
among = [{ skill = "driver", workers = 1 }]
only = ["hillside", "ade"]
whole = false
min_shift = "1h30m"
max_shift = "7.5h"
criticality = "critical"
contingency = false

[[need]]
id = "night"
dates = 2026-03-28
from = "22:00"
to = "07:00"
kind = "sleep-in"

[[provider]]
id = "hillside"
name = "Hillside"
kind = "agency"
tier = 3
notice = "2h"
from_date = "2026-01-01"
until_date = "2026-12-31"
accepts = ["owain"]
max_hours_week = 120.5
max_cost = "none"
on_cost = 1.17
suspended = false

[[provider]]
id = "home"
kind = "family"

[[skill]]
name = "woman"
trainable = false
lacks = "is not a woman"

[[skill]]
name = "driver"
train_days = 21
train_cost = 180.5

[[worker]]
id = "ade"
name = "Ade"
provider = "hillside"
skills = ["care", { skill = "driver", from = "2026-01-01", until = 2026-06-30 }]
refuses = "owain"
available = [
  { days = "weekdays", from = "07:00", to = "24:00" },
  { dates = ["2026-03-28"] },
]
unavailable = [
  { start = "2026-03-24T12:00", end = "2026-03-24 18:00", why = "dentist" },
  { dates = "2026-03-26" }, { dates = "2026-03-27", starts = true, why = "day off" },
]
standby = false
rate = 14
sleep_in_rate = 62.5
standby_rate = 3.1
phone = "07700 900123"
wishes = [
  { days = ["sat", "sun"], price = 30 },
  { dates = ["2026-03-25"], from = "07:30", to = "15:00", want = "on", price = 12.5 },
]
guaranteed_hours_week = 30
worked = [{ start = 2026-03-22T22:00:00, end = "2026-03-23T07:00", kind = "sleep-in" }]

[worker.caps]
max_hours_week = "none"
max_hours_day = 10
max_days_in_a_row = 5
max_waking_in_spell = "none"
firm = ["max_hours_day", "overnight_rest"]
firm_why = "the doctor's word"

[[worker]]
id = "bea"
suspended = true
shadowing = "ade"
shadow_hours = 6.5

[[worker]]
id = "hal"
provider = "home"
pinned = []

[caps]
max_hours_week = 40
max_hours_day = 13.25
max_hours_rota = 90
min_rest = "10h"
max_spell = "14h"
max_spell_with_sleep_in = "26h"
max_shift = "12h"
max_sleep_in = "11h"
max_days_in_a_row = 7
max_nights_in_a_row = "none"
weekly_rest = "35h"
max_weekends = 1
sleep_in_counts = 0.5
standby_counts = 0.25
travel = "20m"
overnight_rest = "11h"
max_waking_in_spell = "12h"
firm = "max_weekends"

[[pay]]
name = "bank holiday"
days = "holidays"
multiply = 1.5
add = 2
applies_to = ["waking", "sleep-in"]

[[pay]]
dates = ["2026-03-25"]
from = "20:00"
to = "06:00"
add = 1.25

[contingency]
standby = 1
standby_shift = { min = "3h", max = "12h" }
relief = 2
different_provider = true
headroom = 0.1

[objective]
new_face = 5
changeover = 1
unfair = 2
standby_shift = 6
overlap = 11
heads = 90
shadow_short = 21
change = 0.5
family = "any"
`

func at(t *testing.T, s string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	v, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	require.NoError(t, err)
	return v
}

func day(y int, m time.Month, d int) scheduler.Date {
	return scheduler.Date{Year: y, Month: m, Day: d}
}

func parse(t *testing.T, text string) *scheduler.Problem {
	t.Helper()
	p, err := Parse("rota.toml", []byte(text), TOML)
	require.NoError(t, err)
	return p
}

func TestReadEveryKey(t *testing.T) {
	p := parse(t, everything)
	weekends, forty, ten, quarter, ninety, ceiling := 1, 40*time.Hour, 10*time.Hour, 13*time.Hour+15*time.Minute, 90*time.Hour, 120*time.Hour+30*time.Minute
	house := scheduler.Caps{MaxHoursWeek: &forty, MaxHoursDay: &quarter, MaxHoursRota: &ninety, MinRest: 10 * time.Hour,
		MaxSpell: 14 * time.Hour, MaxSpellSleepIn: 26 * time.Hour, MaxShift: 12 * time.Hour, MaxSleepIn: 11 * time.Hour,
		MaxDaysInARow: 7, WeeklyRest: 35 * time.Hour, MaxWeekends: &weekends, SleepInCounts: 0.5, StandbyCounts: 0.25, Travel: 20 * time.Minute,
		OvernightRest: 11 * time.Hour, MaxWakingInSpell: 12 * time.Hour, Firm: []string{"max_weekends"}}
	own := house
	own.MaxHoursWeek, own.MaxHoursDay, own.MaxDaysInARow, own.MaxWakingInSpell = nil, &ten, 5, 0
	own.Firm, own.FirmWhy = []string{"max_hours_day", "overnight_rest"}, "the doctor's word"

	require.Equal(t, "Owain, March", p.Name)
	require.Equal(t, "Europe/London", p.Zone.String())
	require.Equal(t, day(2026, 3, 23), p.Start)
	require.Equal(t, 14, p.Days)
	require.Equal(t, 30*time.Minute, p.Grain)
	require.Equal(t, time.Sunday, p.WeekStarts)
	require.Equal(t, []scheduler.Date{day(2026, 3, 25), day(2026, 4, 3), day(2026, 4, 6), day(2026, 5, 4)}, p.Holidays)
	require.Equal(t, []scheduler.Client{{ID: "owain", Name: "Owain", Known: []string{"ade", "bea"}, Refuses: []string{"hal", "hillside"}, Tell: []scheduler.Contact{{Name: "Carys"}, {Name: "Huw", Phone: "01874 555010"}},
		Phone: "01874 555000", Facts: []string{"no nuts", "hoist with two"}}}, p.Clients)
	require.Equal(t, []scheduler.SkillMeaning{{Name: "woman", Untrainable: true, Lacks: "is not a woman"}, {Name: "driver", TrainDays: 21, TrainCost: 180.5}}, p.Skills)
	require.Equal(t, []scheduler.Need{
		{ID: "days", Client: "owain", Days: scheduler.Pattern{Weekdays: [7]bool{true, true, false, false, false, false, true}, Holidays: true,
			Except: []scheduler.Date{day(2026, 3, 28)}, ExceptHolidays: true, FromDate: day(2026, 3, 24), UntilDate: day(2026, 4, 3)},
			From: 7*time.Hour + 30*time.Minute, To: 15 * time.Hour, Workers: 2, Skills: []string{"care"}, Among: []scheduler.Among{{Skill: "driver", Workers: 1}},
			Only: []string{"hillside", "ade"}, MinShift: 90 * time.Minute, MaxShift: 7*time.Hour + 30*time.Minute, Criticality: scheduler.Critical},
		{ID: "night", Days: scheduler.Pattern{Dates: []scheduler.Date{day(2026, 3, 28)}}, From: 22 * time.Hour, To: 7 * time.Hour, Workers: 1,
			Kind: scheduler.SleepIn, Whole: true, MinShift: 2 * time.Hour, Criticality: scheduler.Essential, Contingency: true},
	}, p.Needs)
	require.Equal(t, []scheduler.Provider{
		{ID: "hillside", Name: "Hillside", Kind: scheduler.Agency, Tier: 3, Notice: 2 * time.Hour, FromDate: day(2026, 1, 1), UntilDate: day(2026, 12, 31),
			Accepts: []string{"owain"}, MaxHoursWeek: &ceiling, OnCost: 1.17},
		{ID: "home", Kind: scheduler.Family, Tier: 1, AcceptsAll: true, OnCost: 1},
	}, p.Providers)
	ade := scheduler.Worker{ID: "ade", Name: "Ade", Provider: "hillside",
		Skills:  []scheduler.Skill{{Name: "care"}, {Name: "driver", From: day(2026, 1, 1), Until: day(2026, 6, 30)}},
		Refuses: []string{"owain"},
		Available: []scheduler.Window{
			{Days: scheduler.On(time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday), From: 7 * time.Hour, To: 24 * time.Hour},
			{Days: scheduler.Pattern{Dates: []scheduler.Date{day(2026, 3, 28)}}, WholeDay: true}},
		Unavailable: []scheduler.Absence{{Start: at(t, "2026-03-24 12:00"), End: at(t, "2026-03-24 18:00"), Why: "dentist"}, {Dates: []scheduler.Date{day(2026, 3, 26)}}, {Dates: []scheduler.Date{day(2026, 3, 27)}, Starts: true, Why: "day off"}},
		Rate:        14, SleepInRate: 62.5, StandbyRate: 3.1, GuaranteedHoursWeek: 30, Caps: &own, Phone: "07700 900123",
		Wishes: []scheduler.Wish{{Window: scheduler.Window{Days: scheduler.On(time.Saturday, time.Sunday), WholeDay: true}, Price: 30},
			{Window: scheduler.Window{Days: scheduler.Pattern{Dates: []scheduler.Date{day(2026, 3, 25)}}, From: 7*time.Hour + 30*time.Minute, To: 15 * time.Hour}, On: true, Price: 12.5}},
		Worked: []scheduler.Worked{{Start: at(t, "2026-03-22 22:00"), End: at(t, "2026-03-23 07:00"), Kind: scheduler.SleepIn}}}
	require.Equal(t, ade, p.Workers[0])
	require.Equal(t, scheduler.Worker{ID: "bea", Suspended: true, Shadowing: "ade", ShadowHours: 6.5, Standby: true, AlwaysAvailable: true}, p.Workers[1])
	require.Equal(t, scheduler.Worker{ID: "hal", Provider: "home"}, p.Workers[2])
	require.Equal(t, house, p.Caps)
	require.Equal(t, []scheduler.Pay{
		{Name: "bank holiday", Days: scheduler.Pattern{Holidays: true}, WholeDay: true, Multiply: 1.5, Add: 2, AppliesTo: []scheduler.Kind{scheduler.Waking, scheduler.SleepIn}},
		{Days: scheduler.Pattern{Dates: []scheduler.Date{day(2026, 3, 25)}}, From: 20 * time.Hour, To: 6 * time.Hour, Add: 1.25},
	}, p.Pay)
	require.Equal(t, scheduler.Contingency{Standby: 1, StandbyMin: 3 * time.Hour, StandbyMax: 12 * time.Hour, Relief: 2, DifferentProvider: true, Headroom: 0.1}, p.Contingency)
	require.Equal(t, scheduler.Prices{NewFace: 5, Changeover: 1, Unfair: 2, StandbyShift: 6, Overlap: 11, Heads: 90, ShadowShort: 21, Change: 0.5, FamilyAny: true}, p.Objective)
}

func TestReadDefaults(t *testing.T) {
	p := parse(t, `format = "carerota/1"
[rota]
name = "small"
time_zone = "Europe/London"
start = "2026-07-06"
days = 7
[[need]]
id = "call"
days = "daily"
from = "08:00"
to = "09:00"
[[provider]]
id = "team"
kind = "team"
[[worker]]
id = "ade"
`)
	zone, _ := time.LoadLocation("Europe/London")
	want := scheduler.NewProblem("small", zone, day(2026, 7, 6), 7)
	want.Needs = []scheduler.Need{scheduler.NewNeed("call", "", scheduler.Daily(), 8*time.Hour, 9*time.Hour)}
	want.Providers = []scheduler.Provider{{ID: "team", Tier: 1, AcceptsAll: true, OnCost: 1}}
	want.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "")}
	require.Equal(t, want, p)
}

// The same document as TOML and as JSON is the same problem.
func TestReadJSON(t *testing.T) {
	tree, faults := parseTree("rota.toml", []byte(everything), TOML)
	require.Empty(t, faults)
	text, err := printTree(tree, JSON)
	require.NoError(t, err)
	require.True(t, json.Valid(text))
	p, err := Parse("rota.json", text, JSON)
	require.NoError(t, err)
	require.Equal(t, parse(t, everything), p)
}

func TestReadTimesOfChangingClocks(t *testing.T) {
	text := func(start, end string) string {
		return `format = "carerota/1"
[rota]
name = "clocks"
time_zone = "Europe/London"
start = "2027-01-01"
days = 7
[[worker]]
id = "ade"
worked = [{ start = "` + start + `", end = "` + end + `", kind = "waking" }]
`
	}
	for _, row := range []struct{ name, start, end, wantStart, wantEnd string }{
		{"an hour that does not exist is the instant after the gap", "2026-03-29T01:30", "2026-03-29T02:30", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z"},
		{"an hour that comes twice: first start, second end", "2026-10-25T01:00", "2026-10-25T01:30", "2026-10-25T00:00:00Z", "2026-10-25T01:30:00Z"},
		{"an offset says which of the two", "2026-10-25T01:15:00+00:00", "2026-10-25T01:30", "2026-10-25T01:15:00Z", "2026-10-25T01:30:00Z"},
		{"24:00 is the next midnight", "2026-07-01T20:00", "2026-07-01T24:00", "2026-07-01T19:00:00Z", "2026-07-01T23:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := parse(t, text(row.start, row.end)).Workers[0].Worked[0]
			require.Equal(t, row.wantStart, w.Start.UTC().Format(time.RFC3339))
			require.Equal(t, row.wantEnd, w.End.UTC().Format(time.RFC3339))
		})
	}
}
