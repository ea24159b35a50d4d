package holidays

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/gb"
	"github.com/stretchr/testify/require"
)

// in writes the holidays of a year as "1 Jan, 3 Apr"; days of another year with it.
func in(nation string, on On, year int) string {
	first, last := scheduler.Date{Year: year, Month: 1, Day: 1}, scheduler.Date{Year: year, Month: 12, Day: 31}
	var list []string
	for _, d := range Dates(nation, on, first, last) {
		list = append(list, fmt.Sprintf("%d %s", d.Day, d.Month.String()[:3]))
	}
	return strings.Join(list, ", ")
}

func TestSubstituteDays(t *testing.T) {
	for _, row := range []struct {
		year                  int
		england, scotland, ni string
	}{
		{2019, "1 Jan, 19 Apr, 22 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
			"1 Jan, 2 Jan, 19 Apr, 6 May, 27 May, 5 Aug, 2 Dec, 25 Dec, 26 Dec",
			"1 Jan, 18 Mar, 19 Apr, 22 Apr, 6 May, 27 May, 12 Jul, 26 Aug, 25 Dec, 26 Dec"},
		{2020, "1 Jan, 10 Apr, 13 Apr, 8 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
			"1 Jan, 2 Jan, 10 Apr, 8 May, 25 May, 3 Aug, 30 Nov, 25 Dec, 28 Dec",
			"1 Jan, 17 Mar, 10 Apr, 13 Apr, 8 May, 25 May, 13 Jul, 31 Aug, 25 Dec, 28 Dec"},
		{2021, "1 Jan, 2 Apr, 5 Apr, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
			"1 Jan, 4 Jan, 2 Apr, 3 May, 31 May, 2 Aug, 30 Nov, 27 Dec, 28 Dec",
			"1 Jan, 17 Mar, 2 Apr, 5 Apr, 3 May, 31 May, 12 Jul, 30 Aug, 27 Dec, 28 Dec"},
		{2022, "3 Jan, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 29 Aug, 19 Sep, 26 Dec, 27 Dec",
			"3 Jan, 4 Jan, 15 Apr, 2 May, 2 Jun, 3 Jun, 1 Aug, 19 Sep, 30 Nov, 26 Dec, 27 Dec",
			"3 Jan, 17 Mar, 15 Apr, 18 Apr, 2 May, 2 Jun, 3 Jun, 12 Jul, 29 Aug, 19 Sep, 26 Dec, 27 Dec"},
		{2023, "2 Jan, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
			"2 Jan, 3 Jan, 7 Apr, 1 May, 8 May, 29 May, 7 Aug, 30 Nov, 25 Dec, 26 Dec",
			"2 Jan, 17 Mar, 7 Apr, 10 Apr, 1 May, 8 May, 29 May, 12 Jul, 28 Aug, 25 Dec, 26 Dec"},
		{2024, "1 Jan, 29 Mar, 1 Apr, 6 May, 27 May, 26 Aug, 25 Dec, 26 Dec",
			"1 Jan, 2 Jan, 29 Mar, 6 May, 27 May, 5 Aug, 2 Dec, 25 Dec, 26 Dec",
			"1 Jan, 18 Mar, 29 Mar, 1 Apr, 6 May, 27 May, 12 Jul, 26 Aug, 25 Dec, 26 Dec"},
		{2025, "1 Jan, 18 Apr, 21 Apr, 5 May, 26 May, 25 Aug, 25 Dec, 26 Dec",
			"1 Jan, 2 Jan, 18 Apr, 5 May, 26 May, 4 Aug, 1 Dec, 25 Dec, 26 Dec",
			"1 Jan, 17 Mar, 18 Apr, 21 Apr, 5 May, 26 May, 14 Jul, 25 Aug, 25 Dec, 26 Dec"},
		{2026, "1 Jan, 3 Apr, 6 Apr, 4 May, 25 May, 31 Aug, 25 Dec, 28 Dec",
			"1 Jan, 2 Jan, 3 Apr, 4 May, 25 May, 15 Jun, 3 Aug, 30 Nov, 25 Dec, 28 Dec",
			"1 Jan, 17 Mar, 3 Apr, 6 Apr, 4 May, 25 May, 13 Jul, 31 Aug, 25 Dec, 28 Dec"},
		{2027, "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 27 Dec, 28 Dec",
			"1 Jan, 4 Jan, 26 Mar, 3 May, 31 May, 2 Aug, 30 Nov, 27 Dec, 28 Dec",
			"1 Jan, 17 Mar, 26 Mar, 29 Mar, 3 May, 31 May, 12 Jul, 30 Aug, 27 Dec, 28 Dec"},
		{2028, "3 Jan, 14 Apr, 17 Apr, 1 May, 29 May, 28 Aug, 25 Dec, 26 Dec",
			"3 Jan, 4 Jan, 14 Apr, 1 May, 29 May, 7 Aug, 30 Nov, 25 Dec, 26 Dec",
			"3 Jan, 17 Mar, 14 Apr, 17 Apr, 1 May, 29 May, 12 Jul, 28 Aug, 25 Dec, 26 Dec"},
	} {
		t.Run(fmt.Sprint(row.year), func(t *testing.T) {
			require.Equal(t, row.england, in("GB-ENG", Substitute, row.year))
			require.Equal(t, row.england, in("GB-WLS", Substitute, row.year))
			require.Equal(t, row.scotland, in("GB-SCT", Substitute, row.year))
			require.Equal(t, row.ni, in("GB-NIR", Substitute, row.year))
		})
	}
}

func TestActualDays(t *testing.T) {
	require.Equal(t, "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 25 Dec, 26 Dec", in("GB-ENG", Actual, 2027))
	require.Equal(t, "1 Jan, 26 Mar, 29 Mar, 3 May, 31 May, 30 Aug, 25 Dec, 26 Dec, 27 Dec, 28 Dec", in("GB-ENG", Both, 2027))
	require.Equal(t, "1 Jan, 2 Jan, 4 Jan, 26 Mar, 3 May, 31 May, 2 Aug, 30 Nov, 25 Dec, 26 Dec, 27 Dec, 28 Dec", in("GB-SCT", Both, 2027))
	require.Empty(t, in("FR", Substitute, 2027))
}

// The library's own list of England and Wales is right but for the one-off day
// that it misses.
func TestAgreesWithLibraryOnEngland(t *testing.T) {
	for year := 2019; year <= 2028; year++ {
		want := map[scheduler.Date]bool{}
		for _, h := range gb.Holidays {
			if _, observed := h.Calc(year); !observed.IsZero() {
				want[scheduler.DateOf(observed)] = true
			}
		}
		if year == 2022 {
			want[scheduler.Date{Year: 2022, Month: time.September, Day: 19}] = true
		}
		got := Dates("GB-ENG", Substitute, scheduler.Date{Year: year, Month: 1, Day: 1}, scheduler.Date{Year: year, Month: 12, Day: 31})
		require.Len(t, got, len(want), year)
		for _, d := range got {
			require.True(t, want[d], d)
		}
	}
}

func TestEasterAgreesWithLibrary(t *testing.T) {
	for year := validate.FirstYear; year <= validate.LastYear; year++ {
		want := cal.CalcEasterOffset(&cal.Holiday{}, year)
		require.Equal(t, scheduler.DateOf(want), scheduler.DateOf(easterSunday(year)))
	}
}
