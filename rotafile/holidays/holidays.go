// Package holidays knows the bank holidays of the four nations of the United Kingdom: the days of
// the law and of royal proclamation, with the one-off days and moved days from 1995 to 2028. Later
// one-off days are not known beforehand; a rota adds them as extra holidays.
//
// It builds on the types of github.com/rickar/cal/v2, whose own lists have no Scotland and Northern
// Ireland and miss one-off days. To add a one-off day, add a line to oneOffs; to move a holiday in
// one year, add the year to its Except and the day to oneOffs.
package holidays

import (
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/rickar/cal/v2"
)

// On says which day counts when a holiday falls at a weekend.
type On int

const (
	Substitute On = iota // the weekday that stands in, as on the government's list
	Actual               // the day itself
	Both
)

// Nations are the names of the nations in ISO 3166-2.
func Nations() []string { return []string{"GB-ENG", "GB-WLS", "GB-SCT", "GB-NIR"} }

// Dates are the bank holidays of a nation from the first to the last day, both
// included, in order. A nation that is not known has none.
func Dates(nation string, on On, first, last scheduler.Date) []scheduler.Date {
	seen := map[scheduler.Date]bool{}
	var list []scheduler.Date
	add := func(t time.Time) {
		d := scheduler.DateOf(t)
		if !t.IsZero() && !seen[d] && !d.Before(first) && !last.Before(d) {
			seen[d] = true
			list = append(list, d)
		}
	}
	for year := first.Year - 1; year <= last.Year; year++ {
		for _, h := range of(nation) {
			actual, observed := h.Calc(year)
			if on != Substitute {
				add(actual)
			}
			if on != Actual {
				add(observed)
			}
		}
	}
	slices.SortFunc(list, func(a, b scheduler.Date) int { return a.Sub(b) })
	return list
}

// of are the holidays of a nation.
func of(nation string) []*cal.Holiday {
	shared := append([]*cal.Holiday{newYear(), goodFriday(), earlyMay(), spring(), christmas(), boxing()}, oneOffs()...)
	switch nation {
	case "GB-ENG", "GB-WLS":
		return append(shared, easterMonday(), summer())
	case "GB-NIR":
		return append(shared, easterMonday(), summer(), saintPatrick(), boyne())
	case "GB-SCT":
		return append(shared, secondJanuary(), summerScotland(), saintAndrew(), worldCup())
	}
	return nil
}

// toMonday moves a Saturday or Sunday to the Monday after it.
func toMonday() []cal.AltDay {
	return []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 1}}
}

// toMondayOrTuesday moves a Saturday to Monday and a Sunday to Tuesday: the
// pair of days at Christmas keeps clear of each other.
func toMondayOrTuesday() []cal.AltDay {
	return []cal.AltDay{{Day: time.Saturday, Offset: 2}, {Day: time.Sunday, Offset: 2}}
}

func newYear() *cal.Holiday {
	return fixed("New Year's Day", time.January, 1, toMonday())
}

// secondJanuary also moves from a Monday on which New Year's Day is kept.
func secondJanuary() *cal.Holiday {
	return fixed("2nd January", time.January, 2, append(toMondayOrTuesday(), cal.AltDay{Day: time.Monday, Offset: 1}))
}

func goodFriday() *cal.Holiday   { return easter("Good Friday", -2) }
func easterMonday() *cal.Holiday { return easter("Easter Monday", 1) }

// earlyMay was on the 8th for the 50th and 75th anniversaries of VE Day.
func earlyMay() *cal.Holiday {
	return nth("Early May bank holiday", time.May, 1, 1995, 2020)
}

// spring was moved to June for the jubilees of 2002, 2012 and 2022.
func spring() *cal.Holiday {
	return nth("Spring bank holiday", time.May, -1, 2002, 2012, 2022)
}

func summer() *cal.Holiday         { return nth("Summer bank holiday", time.August, -1) }
func summerScotland() *cal.Holiday { return nth("Summer bank holiday", time.August, 1) }

func saintPatrick() *cal.Holiday {
	return fixed("St Patrick's Day", time.March, 17, toMonday())
}

func boyne() *cal.Holiday {
	return fixed("Battle of the Boyne (Orangemen's Day)", time.July, 12, toMonday())
}

// saintAndrew is a bank holiday since the Act of 2007.
func saintAndrew() *cal.Holiday {
	h := fixed("St Andrew's Day", time.November, 30, toMonday())
	h.StartYear = 2007
	return h
}

func christmas() *cal.Holiday {
	return fixed("Christmas Day", time.December, 25, toMondayOrTuesday())
}

func boxing() *cal.Holiday {
	return fixed("Boxing Day", time.December, 26, toMondayOrTuesday())
}

func worldCup() *cal.Holiday { return once("World Cup bank holiday", 2026, time.June, 15) }

// oneOffs are the days proclaimed for one year in all four nations.
func oneOffs() []*cal.Holiday {
	return []*cal.Holiday{
		once("Early May bank holiday (VE Day)", 1995, time.May, 8),
		once("Millennium", 1999, time.December, 31),
		once("Golden Jubilee", 2002, time.June, 3),
		once("Spring bank holiday", 2002, time.June, 4),
		once("Royal wedding", 2011, time.April, 29),
		once("Spring bank holiday", 2012, time.June, 4),
		once("Diamond Jubilee", 2012, time.June, 5),
		once("Early May bank holiday (VE Day)", 2020, time.May, 8),
		once("Spring bank holiday", 2022, time.June, 2),
		once("Platinum Jubilee", 2022, time.June, 3),
		once("State funeral of Queen Elizabeth II", 2022, time.September, 19),
		once("Coronation of King Charles III", 2023, time.May, 8),
	}
}

// fixed is the same day every year, moved when it falls at a weekend.
func fixed(name string, month time.Month, day int, observed []cal.AltDay) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservanceBank, Month: month, Day: day, Observed: observed,
		Func: func(h *cal.Holiday, year int) time.Time { return utc(year, h.Month, h.Day) }}
}

// once is one day of one year.
func once(name string, year int, month time.Month, day int) *cal.Holiday {
	h := fixed(name, month, day, nil)
	h.StartYear, h.EndYear = year, year
	return h
}

// nth is the first (1) or last (-1) Monday of a month, but not in the years excepted.
func nth(name string, month time.Month, n int, except ...int) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservanceBank, Month: month, Weekday: time.Monday, Offset: n, Except: except,
		Func: func(h *cal.Holiday, year int) time.Time {
			d := cal.WeekdayN(year, h.Month, h.Weekday, h.Offset)
			return utc(d.Year(), d.Month(), d.Day())
		}}
}

// easter is a day so many days from Easter Sunday.
func easter(name string, days int) *cal.Holiday {
	return &cal.Holiday{Name: name, Type: cal.ObservanceBank, Offset: days,
		Func: func(h *cal.Holiday, year int) time.Time { return easterSunday(year).AddDate(0, 0, h.Offset) }}
}

// easterSunday is by the Meeus/Jones/Butcher algorithm, in UTC: cal's own works
// in the machine's zone, where a midnight may not exist.
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return utc(year, time.Month(n/31), n%31+1)
}

func utc(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
