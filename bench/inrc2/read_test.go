package inrc2

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/stretchr/testify/require"
)

const houseName = "h004w2_1_0-1"

func house(t testing.TB) *Instance {
	t.Helper()
	in, err := Read("testdata", houseName)
	require.NoError(t, err)
	return in
}

func TestRead(t *testing.T) {
	in := house(t)
	require.Equal(t, []string{"Senior", "Carer"}, in.Skills)
	require.Equal(t, Shift{ID: "Night", MinRun: 2, MaxRun: 3, NotNext: []bool{true, false}}, in.Shifts[1])
	require.Equal(t, Contract{ID: "Full", MinTotal: 6, MaxTotal: 10, MinWork: 2, MaxWork: 4, MinOff: 2, MaxOff: 3, MaxWeekends: 1, WholeWeekends: true}, in.Contracts[0])
	require.Equal(t, Nurse{ID: "Dee", Contract: 1, Skills: []bool{false, true}}, in.Nurses[3])
	require.Equal(t, History{Last: 1, SameShift: 1, Worked: 3}, in.Start[0])
	require.Equal(t, History{Total: 12, Weekends: 2, Last: Off, Free: 4}, in.Start[3])
	require.Equal(t, Need{Min: 1, Optimal: 2}, in.Weeks[0].Need[2][0][1])
	require.Equal(t, []Request{{Nurse: 1, Day: 1, Shift: Any}, {Nurse: 3, Day: 5, Shift: 1}}, in.Weeks[0].Requests)
}

func TestWriteAndReadAgain(t *testing.T) {
	in := house(t)
	dir := t.TempDir()
	require.NoError(t, in.Write(dir))
	again, err := Read(dir, houseName)
	require.NoError(t, err)
	require.Equal(t, in, again)
}

func TestAWeekMayComeTwice(t *testing.T) {
	in, err := Read("testdata", "h004w2_1_1-1")
	require.NoError(t, err)
	require.Equal(t, in.Weeks[0], in.Weeks[1])
}

func TestNames(t *testing.T) {
	f, err := ParseName("n030w4_1_6-2-9-1")
	require.NoError(t, err)
	require.Equal(t, Files{Set: "n030w4", History: 1, Weeks: []int{6, 2, 9, 1}}, f)
	require.Equal(t, "Sol-n030w4-9-2.txt", f.SolutionName(2))
	for _, name := range []string{"", "n030w4", "n030w4_1", "n030w4_x_1-2", "n030w4_1_1--2", "../n030w4_1_1", "n030w4_1_2_3"} {
		_, err := ParseName(name)
		require.ErrorContains(t, err, "is not named like", name)
	}
	_, err = Read("testdata", "h004w2_1_0-1-1")
	require.ErrorContains(t, err, "names 3 weeks, its scenario has 2")
	_, err = Read("testdata", "h004w2_1_0-7")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestAllFaultsAtOnceWithTheirLines(t *testing.T) {
	for _, c := range []struct {
		name, file string
		change     []string // good, bad, good, bad
		lines      []int
	}{
		{"scenario", "Sc-h004w2.txt", []string{"WEEKS = 2", "WEEKS = two", "SKILLS = 2", "SKILLS = 3", "Early (2,4)", "Early (5,4)", "Night 1 Early", "Night 2 Late",
			"Full (6,10) (2,4)", "Full (6,10)", "Dee Part 1 Carer", "Ann Part 1 Carer"}, []int{3, 5, 10, 15, 15, 18, 22, 23, 25}},
		{"history", "H0-h004w2-1.txt", []string{"0 h004w2", "0 other", "Night 1 3 0", "Late 1 3 0", "Bob 0 0 None 0 0 1", "Bob 0 0 None 0 2 1", "Cem 0", "Dee x", "Dee 12", "Eve 12"},
			[]int{2, 4, 5, 6, 7, 8}},
		{"week", "WD-h004w2-1.txt", []string{"Early Senior (0,1)", "Early Senior (2,1)", "Early Carer (1,1)", "Early Doctor (1,1)", "Night Carer (0,1)", "Night Carer",
			"REQUESTS = 1", "REQUESTS = 2", "Ann Any Sat", "Ann Late Som"}, []int{5, 6, 8, 10, 11, 11}},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, house(t).Write(dir))
			text, err := os.ReadFile(filepath.Join("testdata", c.file))
			require.NoError(t, err)
			bad := string(text)
			for i := 0; i < len(c.change); i += 2 {
				require.Contains(t, bad, c.change[i])
				bad = strings.Replace(bad, c.change[i], c.change[i+1], 1)
			}
			require.NoError(t, os.WriteFile(filepath.Join(dir, c.file), []byte(bad), 0o644))
			_, err = Read(dir, houseName)
			var faults rotafile.Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			var lines []int
			for _, f := range faults {
				require.Equal(t, filepath.Join(dir, c.file), f.File)
				require.NotEmpty(t, f.Remedy)
				lines = append(lines, f.Line)
			}
			require.Equal(t, c.lines, lines, "%v", err)
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"Sc-h004w2.txt", "H0-h004w2-1.txt", "WD-h004w2-0.txt"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		require.NoError(f, err)
		f.Add(string(text))
	}
	f.Add("SOLUTION\n0 h004w2\n\nASSIGNMENTS = 1\nAnn Mon Early Senior\n")
	in := house(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, parse := range []func(*parser){
			func(p *parser) { p.scenario() }, func(p *parser) { p.history(in.Scenario) }, func(p *parser) { p.week(in.Scenario) },
			func(p *parser) { p.solution(in, in.Empty(), 0) },
		} {
			for _, fault := range parseText("f", text, parse) {
				require.Positive(t, fault.Line)
			}
		}
	})
}

func TestSolutionIsWrittenInTheCompetitionsFormat(t *testing.T) {
	in := house(t)
	rota := in.Empty()
	rota[0][7], rota[2][13] = Duty{Shift: 0, Skill: 0}, Duty{Shift: 1, Skill: 1}
	var b bytes.Buffer
	require.NoError(t, in.WriteSolution(&b, rota, 1))
	require.Equal(t, "SOLUTION\n1 h004w2\n\nASSIGNMENTS = 2\nAnn Mon Early Senior\nCem Sun Night Carer\n", b.String())
	again := in.Empty()
	require.NoError(t, in.ReadSolution(strings.NewReader(b.String()), "Sol.txt", again, 1))
	require.Equal(t, rota, again)
	err := in.ReadSolution(strings.NewReader("SOLUTION\n1 h004w2\nASSIGNMENTS = 3\nAnn Mon Early Senior\nAnn Mon Night Carer\nEve Mon Late Carer\nAnn Tue Early Senior\n"), "Sol.txt", in.Empty(), 1)
	require.ErrorContains(t, err, "Sol.txt:5: ASSIGNMENTS: Ann works twice on Mon")
	require.ErrorContains(t, err, `nurse "Eve" is not known`)
	require.ErrorContains(t, err, `shift "Late" is not known`)
}
