package curtois

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// rotaOf reads a rota of one letter a day, a dot for a day off.
func rotaOf(t *testing.T, in *Instance, lines ...string) Rota {
	t.Helper()
	require.Len(t, lines, len(in.Staff))
	rota := in.Empty()
	for e, line := range lines {
		require.Len(t, line, in.Days)
		for d, s := range line {
			if s != '.' {
				n, ok := in.shiftNo[string(s)]
				require.True(t, ok)
				rota[e][d] = n
			}
		}
	}
	return rota
}

// Each rule is broken by one change of a rota that keeps all.
func TestCheckFindsEachBrokenRule(t *testing.T) {
	in := New("one", 14, []Shift{{ID: "E", Minutes: 480, NotNext: []bool{false, false}}, {ID: "N", Minutes: 600, NotNext: []bool{true, false}}})
	in.Staff = []Employee{{ID: "A", MaxShifts: []int{14, 2}, MinMinutes: 2880, MaxMinutes: 4320, MinRun: 2, MaxRun: 4, MinOff: 2, MaxWeekends: 1, DaysOff: make([]bool, 14)}}
	in.Staff[0].DaysOff[4] = true
	in.index()
	for _, c := range []struct{ name, rota, says string }{
		{"legal", "EEEN...EEE....", ""},
		{"a run cut by the first day is never too short", "E......EENN..E", ""},
		{"a run cut by the last day is never too short", "..EE...EEN...E", ""},
		{"a day off before the first run may be one", ".EEEN..EEE....", "works N on day 4, a day off"},
		{"E after N", "..NE...EEEE...", "works E on day 3 after N"},
		{"too many of one shift", "EENN...EENN...", "works 4 of N, at most 2"},
		{"too few minutes", "EEE....EE.....", "works 2400 minutes, from 2880 to 4320"},
		{"too many minutes", "EEE...EEEE.EEE", "works 4800 minutes, from 2880 to 4320"},
		{"too many weekends", "..EE..EE....EE", "works 2 weekends, at most 1"},
		{"one day off", "..EE..EE.EE...", "has 1 days off from day 8, at least 2"},
		{"one day of work", "EEE....E..EEE.", "works 1 days in a row from day 7, at least 2"},
		{"too many days in a row", "EE.....EEEEE..", "works 5 days in a row from day 7, at most 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := in.Check(rotaOf(t, in, c.rota))
			if c.says == "" {
				require.Empty(t, v.Findings)
				return
			}
			require.Contains(t, strings.Join(v.Findings, "\n"), c.says)
		})
	}
}

func TestCheckCountsRequestsAndCover(t *testing.T) {
	in := ward(t)
	empty := in.Check(in.Empty())
	// Requests of weight 6 that nobody was given, and nobody at work.
	require.EqualValues(t, 6+100*need(in), empty.Cost)
	rota := in.Empty()
	rota[1][5] = 0 // Bob asked not to have it: 2; one too few less
	require.Equal(t, empty.Cost+2-100, in.Check(rota).Cost)
	rota[2][6], rota[3][6] = 0, 0 // one asked off (1), one needed, one too many (1)
	require.Equal(t, empty.Cost+2-100+1-100+1, in.Check(rota).Cost)
	rota[0][3] = 0 // asked for, needed
	require.Equal(t, empty.Cost+2-100+1-100+1-2-100, in.Check(rota).Cost)
}

func need(in *Instance) (n int) {
	for _, c := range in.Cover {
		n += c.Need
	}
	return n
}

func TestCheckOfARotaOfTheWrongSize(t *testing.T) {
	in := ward(t)
	rota := in.Empty()
	require.NotEmpty(t, in.Check(rota[1:]).Findings)
	rota[2] = rota[2][1:]
	require.NotEmpty(t, in.Check(rota).Findings)
	rota = in.Empty()
	rota[0][0] = 2
	require.NotEmpty(t, in.Check(rota).Findings)
}
