package pattern_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/pattern"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ward has three needs a day over so many days from Monday 5 January 2026.
func ward(days, workers int) *scheduler.Problem {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	p := scheduler.NewProblem("ward", zone, scheduler.Date{Year: 2026, Month: 1, Day: 5}, days)
	p.Clients = []scheduler.Client{{ID: "ward"}}
	for _, n := range []struct {
		id       string
		from, to time.Duration
	}{{"early", 7 * time.Hour, 15 * time.Hour}, {"late", 14 * time.Hour, 22 * time.Hour}, {"night", 21 * time.Hour, 7 * time.Hour}} {
		p.Needs = append(p.Needs, scheduler.NewNeed(n.id, "ward", scheduler.Daily(), n.from, n.to))
	}
	for i := range workers {
		p.Workers = append(p.Workers, scheduler.NewWorker(fmt.Sprintf("w%d", i), ""))
	}
	return p
}

var codes = []pattern.Code{{Code: "E", Need: "early"}, {Code: "L", From: 14 * time.Hour, To: 22 * time.Hour, Timed: true}, {Code: "N", Need: "night"},
	{Code: "O", Off: true}, {Code: "SP", Spare: true}, {Code: "C", KindGiven: true, Kind: scheduler.Standby, From: 8 * time.Hour, To: 18 * time.Hour, Timed: true}}

// line is a line of codes, a letter each.
func line(text string) (out []string) {
	for _, c := range text {
		code := string(c)
		if code == "S" {
			code = "SP"
		}
		out = append(out, code)
	}
	return out
}

func pinsOf(w *scheduler.Worker) (out []string) {
	for _, k := range w.Pinned {
		out = append(out, k.Need+" "+k.Start.Format("0201 15:04")+"-"+k.End.Format("15:04"))
	}
	return out
}

// A worker begins on a line, goes on to the next, and after the last begins again with the first.
func TestRollingLinesArePinned(t *testing.T) {
	p := ward(16, 2)
	x := pattern.Pattern{ID: "two", Lines: [][]string{line("EEOOOOO"), line("OOLNOCS")}, Codes: codes}
	warnings, faults := pattern.Enter(p, []pattern.Pattern{x}, []pattern.Member{{Worker: 0, Line: 2}, {Worker: 1, Line: 1}})
	require.Empty(t, faults)
	require.Empty(t, warnings)
	assert.Equal(t, []string{"late 0701 14:00-22:00", "night 0801 21:00-07:00", " 1001 08:00-18:00", "early 1201 07:00-15:00", "early 1301 07:00-15:00"}, pinsOf(&p.Workers[0]))
	assert.Equal(t, []string{"early 0501 07:00-15:00", "early 0601 07:00-15:00", "late 1401 14:00-22:00", "night 1501 21:00-07:00", " 1701 08:00-18:00", "early 1901 07:00-15:00", "early 2001 07:00-15:00"}, pinsOf(&p.Workers[1]))
	require.Empty(t, validate.Problem(p))
	free := audit.Rota(p, &scheduler.Rota{Shifts: []scheduler.Shift{{Worker: "w0", Need: "early", Client: "ward", Start: time.Date(2026, 1, 5, 7, 0, 0, 0, time.UTC), End: time.Date(2026, 1, 5, 15, 0, 0, 0, time.UTC)}}})
	assert.NotEmpty(t, free.Findings, "on a day off nothing is added")
}

// As availability a pattern says when somebody may work, and pins nothing.
func TestPatternAsAvailability(t *testing.T) {
	p := ward(7, 1)
	x := pattern.Pattern{ID: "one", Lines: [][]string{line("ELNOOSO")}, Codes: codes}
	_, faults := pattern.Enter(p, []pattern.Pattern{x}, []pattern.Member{{Line: 1, As: pattern.Available}})
	require.Empty(t, faults)
	require.Empty(t, p.Workers[0].Pinned)
	may := func(need string, day, from, to int) bool {
		s := scheduler.Shift{Worker: "w0", Need: need, Client: "ward", Start: time.Date(2026, 1, day, from, 0, 0, 0, time.UTC), End: time.Date(2026, 1, day, to, 0, 0, 0, time.UTC)}
		return len(audit.Rota(p, &scheduler.Rota{Shifts: []scheduler.Shift{s}}).Findings) == 0
	}
	assert.Equal(t, []bool{true, false, true, true, false, true, true, false},
		[]bool{may("early", 5, 7, 15), may("late", 5, 14, 22), may("late", 6, 14, 22), may("night", 7, 21, 31), may("early", 8, 7, 15), may("late", 10, 14, 22), may("early", 10, 7, 15), may("early", 11, 7, 15)})
}

// All that is wrong is said at once, with the place, and nothing is entered.
func TestFaultsOfPatterns(t *testing.T) {
	p := ward(14, 4)
	p.Needs = append(p.Needs, scheduler.NewNeed("late2", "ward", scheduler.Daily(), 14*time.Hour, 22*time.Hour))
	p.Workers[3].AlwaysAvailable, p.Workers[3].Available = false, []scheduler.Window{{Days: scheduler.Daily(), WholeDay: true}}
	list := []pattern.Pattern{
		{ID: "a", Lines: [][]string{line("EEZZOOO"), line("EE")}, Codes: append(append([]pattern.Code{}, codes...), pattern.Code{Code: "E", Need: "earl"}, pattern.Code{Code: "Q"},
			pattern.Code{Code: "R", Off: true, Spare: true}, pattern.Code{Code: "T", Spare: true, Need: "late"}, pattern.Code{Code: "", Off: true}, pattern.Code{Code: "U", Need: "late", KindGiven: true, Kind: scheduler.Standby})},
		{ID: "a", Codes: codes}, {Lines: [][]string{line("OOOOOOO")}, Codes: codes}}
	_, faults := pattern.Enter(p, list, []pattern.Member{{Worker: 1, Line: 3}, {Worker: 2, Pattern: 2, Line: 0}, {Worker: 3, Pattern: 2, Line: 1, As: pattern.Available}})
	var paths []string
	for _, f := range faults {
		assert.NotEmpty(t, f.Remedy)
		paths = append(paths, f.Path)
	}
	assert.Equal(t, []string{"pattern[0].codes[6].code", "pattern[0].codes[6].need", "pattern[0].codes[7]", "pattern[0].codes[8]", "pattern[0].codes[9]", "pattern[0].codes[10].code", "pattern[0].codes[11].need",
		"pattern[0].lines[0][2]", "pattern[0].lines[1]", "pattern[1].id", "pattern[1].lines", "pattern[2].id", "worker[1].line", "worker[2].line", "worker[3].available"}, paths)
	_, faults = pattern.Enter(p, []pattern.Pattern{{ID: "b", Lines: [][]string{line("LLOOOOO")}, Codes: codes}, {ID: "c", Lines: [][]string{line("MMOOOOO")},
		Codes: []pattern.Code{{Code: "O", Off: true}, {Code: "M", From: 0, To: time.Hour, Timed: true, KindGiven: true, Kind: scheduler.SleepIn}}}}, []pattern.Member{{Line: 1}, {Worker: 1, Pattern: 1, Line: 1}})
	require.Len(t, faults, 2)
	assert.Equal(t, `the code "L" fits the needs "late" and "late2" equally on 2026-01-05`, faults[0].Says)
	assert.Equal(t, `nothing is needed at the time of the code "M" on 2026-01-05`, faults[1].Says)
	for i := range p.Workers {
		assert.Empty(t, p.Workers[i].Pinned)
	}
}

// A year of 44 people on cycles of 8 to 14 weeks: each vacant line is found, and what it leaves open is
// what the audit finds open.
func TestAYearOfRollingPatterns(t *testing.T) {
	p := ward(364, 0)
	weeks := []string{"EEOLLOO", "OONNOOO", "LLOOOEE", "OOEEOLL"}
	var list []pattern.Pattern
	var members []pattern.Member
	vacant := map[string]bool{}
	for i, n := range []int{8, 10, 12, 16} {
		x := pattern.Pattern{ID: fmt.Sprint("p", n), Codes: codes}
		for k := range n {
			x.Lines = append(x.Lines, line(weeks[k%len(weeks)]))
			if i == 1 && k == 3 || i == 3 && k == 15 {
				vacant[fmt.Sprintf("pattern[%d].lines[%d]", i, k)] = true
				continue
			}
			p.Workers = append(p.Workers, scheduler.NewWorker(fmt.Sprint("w", len(p.Workers)), ""))
			members = append(members, pattern.Member{Worker: len(p.Workers) - 1, Pattern: i, Line: k + 1})
		}
		list = append(list, x)
	}
	require.Len(t, p.Workers, 44)
	for n := range p.Needs {
		p.Needs[n].Workers = 46
	}
	warnings, faults := pattern.Enter(p, list, members)
	require.Empty(t, faults)
	require.Len(t, warnings, len(vacant))
	for _, w := range warnings {
		assert.True(t, vacant[w.Path], w.Path)
	}
	pinned, shifts := 0, map[string]int{}
	for i := range p.Workers {
		pinned += len(p.Workers[i].Pinned)
		for _, k := range p.Workers[i].Pinned {
			shifts[k.Need]++
		}
	}
	rota := &scheduler.Rota{}
	for i := range p.Workers {
		for _, k := range p.Workers[i].Pinned {
			rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: p.Workers[i].ID, Need: k.Need, Client: "ward", Start: k.Start, End: k.End})
		}
	}
	r := audit.Rota(p, rota)
	assert.InDelta(t, float64(8*shifts["early"]+8*shifts["late"]+10*shifts["night"]), r.Cover.CoveredHours, 3, "a night in spring is shorter")
	assert.Equal(t, len(rota.Shifts), pinned)
}
