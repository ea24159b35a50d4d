package inrc2

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// one is an instance of one nurse over two weeks, without cover.
func one(start History) *Instance {
	sc := &Scenario{Name: "one", Weeks: 2, Skills: []string{"Carer", "Senior"},
		Shifts:    []Shift{{ID: "E", MinRun: 1, MaxRun: 14, NotNext: []bool{false, false}}, {ID: "N", MinRun: 2, MaxRun: 3, NotNext: []bool{true, false}}},
		Contracts: []Contract{{ID: "C", MinTotal: 0, MaxTotal: 14, MinWork: 2, MaxWork: 4, MinOff: 2, MaxOff: 16, MaxWeekends: 2, WholeWeekends: true}},
		Nurses:    []Nurse{{ID: "A", Skills: []bool{true, false}}}}
	in := &Instance{Name: "one", Scenario: sc, Start: []History{start}, Weeks: make([]Week, 2)}
	for w := range in.Weeks {
		for d := range in.Weeks[w].Need {
			in.Weeks[w].Need[d] = [][]Need{make([]Need, 2), make([]Need, 2)}
		}
	}
	return in
}

// lineOf reads a line of one letter a day, a dot for a day off; all as the first skill.
func lineOf(in *Instance, text string) Rota {
	rota := in.Empty()
	for d, x := range text {
		if x != '.' {
			rota[0][d].Shift = strings.Index("EN", string(x))
		}
	}
	return rota
}

func TestSoftRulesOfANursesLine(t *testing.T) {
	free := History{Last: Off, Free: 2}
	for _, c := range []struct {
		name  string
		start History
		line  string
		want  map[Rule]int64
	}{
		{"nothing is wrong", free, "EEE..EE.......", nil},
		{"a day of work alone", free, "..E...........", map[Rule]int64{Runs: 30}},
		{"the last day is not charged", free, ".............E", map[Rule]int64{WholeWeekend: 30}},
		{"two days too many", free, "EEEEEE........", map[Rule]int64{Runs: 60, WholeWeekend: 30}},
		{"one night, and four", free, ".EN...NNNN....", map[Rule]int64{Runs: 30, WholeWeekend: 30}},
		{"a day off alone", free, "EE.EE.........", map[Rule]int64{FreeRuns: 30}},
		{"a day off before, that ends", History{Last: Off, Free: 1}, "EE............", map[Rule]int64{FreeRuns: 30}},
		{"a run from before goes on too long", History{Last: 0, SameShift: 3, Worked: 3}, "EE............", map[Rule]int64{Runs: 30}},
		{"a run that was too long pays for its new days", History{Last: 0, SameShift: 7, Worked: 7}, "E.............", map[Rule]int64{Runs: 30}},
		{"a run from before ends too soon", History{Last: 0, SameShift: 1, Worked: 1}, "..............", map[Rule]int64{Runs: 30}},
		{"a night from before ends too soon", History{Last: 1, SameShift: 1, Worked: 3}, "..............", map[Rule]int64{Runs: 15}},
		{"half a weekend", free, "...EEE........", map[Rule]int64{WholeWeekend: 30}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := one(c.start).Check(lineOf(one(c.start), c.line))
			require.Empty(t, v.Findings)
			var want [rules]int64
			for r, cost := range c.want {
				want[r] = cost
			}
			require.Equal(t, want, v.Parts)
		})
	}
}

func TestTotalsCountWhatWasBefore(t *testing.T) {
	in := one(History{Total: 5, Weekends: 1, Last: Off, Free: 3})
	in.Contracts[0].MinTotal, in.Contracts[0].MaxTotal, in.Contracts[0].MaxWeekends = 8, 9, 2
	v := in.Check(lineOf(in, "...EE.........")) // 7 in all
	require.Equal(t, [rules]int64{Total: 20}, v.Parts)
	v = in.Check(lineOf(in, "...EEEE...EEEE")) // 13 in all, 3 weekends
	require.Equal(t, [rules]int64{Total: 80, Weekends: 30}, v.Parts)
}

func TestCoverAndPreferences(t *testing.T) {
	in := one(History{Last: Off, Free: 2})
	in.Weeks[0].Need[1][0][0] = Need{Min: 1, Optimal: 3}
	in.Weeks[1].Requests = []Request{{Day: 0, Shift: Any}, {Day: 1, Shift: 1}, {Day: 1, Shift: 0}}
	v := in.Check(lineOf(in, ".EE....EE....."))
	require.Empty(t, v.Findings)
	require.Equal(t, [rules]int64{Optimal: 60, Preferences: 20}, v.Parts)
	require.EqualValues(t, 80, v.Cost)
}

func TestHardRules(t *testing.T) {
	in := one(History{Last: 1, SameShift: 2, Worked: 2})
	in.Weeks[1].Need[2][1][0] = Need{Min: 1, Optimal: 1}
	rota := lineOf(in, "E...NE...NN...")
	rota[0][10].Skill = 1
	v := in.Check(rota)
	require.Equal(t, []string{"nurse A, day 0: works E after N", "nurse A, day 5: works E after N", "nurse A, day 10: works as Senior without that skill"}, v.Findings)
	v = in.Check(in.Empty())
	require.Equal(t, []string{"week 1, Wed: 0 on N as Carer, at least 1"}, v.Findings)
	require.NotEmpty(t, in.Check(rota[:0]).Findings)
	rota[0] = rota[0][:13]
	require.NotEmpty(t, in.Check(rota).Findings)
	rota = in.Empty()
	rota[0][0].Shift = 2
	require.NotEmpty(t, in.Check(rota).Findings)
}
