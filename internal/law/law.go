// Package law is what warnings know of the law of Great Britain: which checks there are and whether a problem wants
// them, the least wages by date and age, and the sources. It is no legal advice, and no rule of any rota.
//
// To add a check: a constant and its place in Checks, its sentence where it is read (scheduler/validate of a problem,
// internal/reading of a rota), and a row of the reference. To add a year's wages: a row of wages.
package law

import (
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// The checks, by the name that switches them off.
const (
	YoungWorkers  = "young_workers"
	MinimumWage   = "minimum_wage"
	SleepInAwake  = "sleep_in_awake"
	AverageWeek   = "average_week"
	NightAverage  = "night_average"
	ShortVisits   = "short_visits"
	StandbyUnpaid = "standby_unpaid"
	TravelUnpaid  = "travel_unpaid"
	Holiday       = "holiday"
)

// Checks are the names of all checks.
var Checks = []string{YoungWorkers, MinimumWage, SleepInAwake, AverageWeek, NightAverage, ShortVisits, StandbyUnpaid, TravelUnpaid, Holiday}

// everywhere are the checks that hold in any zone: the working time directive of the European Union says the same.
var everywhere = []string{AverageWeek, NightAverage}

// zones are the time zones in which the law holds.
var zones = []string{"Europe/London", "Europe/Belfast", "GB", "GB-Eire"}

// On says whether a problem wants a check: it is not switched off, and the problem is of a zone in which its law holds.
func On(p *scheduler.Problem, check string) bool {
	return !slices.Contains(p.LawOff, check) && p.Zone != nil && (slices.Contains(everywhere, check) || slices.Contains(zones, p.Zone.String()))
}

// What each check rests on, with the words that end each warning.
const noAdvice = "; not legal advice)"

// Source is what a check rests on, in brackets.
func Source(check string) string { return " (" + sources[check] + noAdvice }

var sources = map[string]string{
	YoungWorkers:  "Working Time Regulations 1998, regulations 5A, 6A, 7, 10 and 11",
	MinimumWage:   "gov.uk/national-minimum-wage-rates and gov.uk/minimum-wage-different-types-work",
	SleepInAwake:  "Royal Mencap v Tomlinson-Blake, UKSC 8 of 2021",
	AverageWeek:   "Working Time Regulations 1998, regulations 4 and 5",
	NightAverage:  "Working Time Regulations 1998, regulation 6",
	ShortVisits:   "NICE guideline NG21 and quality standard QS123",
	StandbyUnpaid: "hse.gov.uk: waiting at a place that the employer names is working time",
	TravelUnpaid:  "gov.uk/minimum-wage-different-types-work",
	Holiday:       "gov.uk/holiday-entitlement-rights: 5.6 weeks a year",
}

// Limits of the law that are numbers.
const (
	AdultAt       = 18     // years of age
	YoungDay      = 8      // hours a day, under 18
	YoungWeek     = 40     // hours a week, under 18
	YoungRest     = 48     // hours of unbroken rest in a week, under 18
	ShortVisit    = 15     // minutes, and less
	HolidayAccrue = 0.1207 // of the hours worked: 5.6 weeks of the other 46.4
)

// wages are the least wages an hour from a day on, by age: from 21, 18 to 20, and under 18. Source: the Low Pay
// Commission's rates, gov.uk/national-minimum-wage-rates. The last row holds until the next is known.
var wages = []struct {
	from                scheduler.Date
	adult, young, minor float64
}{
	{scheduler.Date{Year: 2024, Month: 4, Day: 1}, 11.44, 8.60, 6.40},
	{scheduler.Date{Year: 2025, Month: 4, Day: 1}, 12.21, 10.00, 7.55},
	{scheduler.Date{Year: 2026, Month: 4, Day: 1}, 12.71, 10.85, 8.00},
}

// Wage is the least wage an hour on a day for somebody born on another, and since when it is that. Who was born when
// is not known is taken to be 21 or more. It is not ok before the first day that is known of.
func Wage(born, on scheduler.Date) (wage float64, since scheduler.Date, ok bool) {
	for _, w := range wages {
		if on.Before(w.from) {
			break
		}
		wage, since, ok = w.adult, w.from, true
		switch age := Age(born, on); {
		case born.IsZero() || age >= 21:
		case age >= AdultAt:
			wage = w.young
		default:
			wage = w.minor
		}
	}
	return wage, since, ok
}

// Age is how many whole years somebody has lived on a day.
func Age(born, on scheduler.Date) int {
	years := on.Year - born.Year
	if on.Month < born.Month || on.Month == born.Month && on.Day < born.Day {
		years--
	}
	return years
}

// IsYoung says whether somebody is known to be under 18 on a day.
func IsYoung(born, on scheduler.Date) bool { return !born.IsZero() && Age(born, on) < AdultAt }
