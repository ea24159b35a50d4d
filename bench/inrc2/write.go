package inrc2

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/rotafile"
)

// SolutionName is the name of the competition's file for one week, counted from 0.
func (f Files) SolutionName(week int) string {
	return fmt.Sprintf("Sol-%s-%d-%d.txt", f.Set, f.Weeks[week], week)
}

// WriteSolution writes one week of a rota as the competition's file Sol-*.
func (in *Instance) WriteSolution(w io.Writer, rota Rota, week int) error {
	b := bufio.NewWriter(w)
	var lines []string
	for n := range rota {
		for d, x := range rota[n][7*week : 7*week+7] {
			if x.Shift != Off {
				lines = append(lines, fmt.Sprintf("%s %s %s %s\n", in.Nurses[n].ID, days[d], in.Shifts[x.Shift].ID, in.Skills[x.Skill]))
			}
		}
	}
	fmt.Fprintf(b, "SOLUTION\n%d %s\n\nASSIGNMENTS = %d\n%s", week, in.Scenario.Name, len(lines), strings.Join(lines, ""))
	return b.Flush()
}

// ReadSolution reads one week of a rota from a file Sol-* into a rota. All
// faults come back at once, as rotafile.Faults.
func (in *Instance) ReadSolution(r io.Reader, file string, rota Rota, week int) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if faults := parseText(file, string(text), func(p *parser) { p.solution(in, rota, week) }); len(faults) > 0 {
		return faults
	}
	return nil
}

func (p *parser) solution(in *Instance, rota Rota, week int) {
	p.of(in.Scenario, "SOLUTION")
	names := index(in.nurseIDs())
	for _, e := range p.counted("ASSIGNMENTS", 1e6) {
		if !p.has(e, 4, false, "nurse day shift skill") {
			continue
		}
		n, known := p.nurse(e, names)
		d, ok := p.find(e.line, "day", e.fields[1], days)
		s, is := p.find(e.line, "shift", e.fields[2], in.shiftIDs())
		k, can := p.find(e.line, "skill", e.fields[3], in.Skills)
		if !known || !ok || !is || !can {
			continue
		}
		if rota[n][7*week+d].Shift != Off {
			p.fault(e.line, fmt.Sprintf("%s works twice on %s", e.fields[0], e.fields[1]), "keep one assignment a day")
		}
		rota[n][7*week+d] = Duty{Shift: s, Skill: k}
	}
}

// WriteScenario writes a file Sc-*.
func (sc *Scenario) WriteScenario(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "SCENARIO = %s\n\nWEEKS = %d\n\nSKILLS = %d\n%s\n", sc.Name, sc.Weeks, len(sc.Skills), strings.Join(sc.Skills, "\n"))
	fmt.Fprintf(b, "\nSHIFT_TYPES = %d\n", len(sc.Shifts))
	for _, s := range sc.Shifts {
		fmt.Fprintf(b, "%s (%d,%d)\n", s.ID, s.MinRun, s.MaxRun)
	}
	fmt.Fprintf(b, "\nFORBIDDEN_SHIFT_TYPES_SUCCESSIONS\n")
	for _, s := range sc.Shifts {
		not := chosen(s.NotNext, sc.shiftIDs())
		fmt.Fprintln(b, strings.Join(append([]string{s.ID, fmt.Sprint(len(not))}, not...), " "))
	}
	fmt.Fprintf(b, "\nCONTRACTS = %d\n", len(sc.Contracts))
	for _, c := range sc.Contracts {
		whole := 0
		if c.WholeWeekends {
			whole = 1
		}
		fmt.Fprintf(b, "%s (%d,%d) (%d,%d) (%d,%d) %d %d\n", c.ID, c.MinTotal, c.MaxTotal, c.MinWork, c.MaxWork, c.MinOff, c.MaxOff, c.MaxWeekends, whole)
	}
	fmt.Fprintf(b, "\nNURSES = %d\n", len(sc.Nurses))
	for _, n := range sc.Nurses {
		can := chosen(n.Skills, sc.Skills)
		fmt.Fprintln(b, strings.Join(append([]string{n.ID, sc.Contracts[n.Contract].ID, fmt.Sprint(len(can))}, can...), " "))
	}
	return b.Flush()
}

// chosen are the ids of what is set.
func chosen(set []bool, ids []string) (out []string) {
	for i, yes := range set {
		if yes {
			out = append(out, ids[i])
		}
	}
	return out
}

// WriteHistory writes a file H0-*.
func (in *Instance) WriteHistory(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "HISTORY\n0 %s\n\nNURSE_HISTORY\n", in.Scenario.Name)
	for n, h := range in.Start {
		last := "None"
		if h.Last != Off {
			last = in.Shifts[h.Last].ID
		}
		fmt.Fprintf(b, "%s %d %d %s %d %d %d\n", in.Nurses[n].ID, h.Total, h.Weekends, last, h.SameShift, h.Worked, h.Free)
	}
	return b.Flush()
}

// WriteWeek writes a file WD-*.
func (in *Instance) WriteWeek(w io.Writer, week int) error {
	b := bufio.NewWriter(w)
	x := &in.Weeks[week]
	fmt.Fprintf(b, "WEEK_DATA\n%s\n\nREQUIREMENTS\n", in.Scenario.Name)
	for s := range in.Shifts {
		for k := range in.Skills {
			fmt.Fprintf(b, "%s %s", in.Shifts[s].ID, in.Skills[k])
			for d := range days {
				fmt.Fprintf(b, " (%d,%d)", x.Need[d][s][k].Min, x.Need[d][s][k].Optimal)
			}
			fmt.Fprintln(b)
		}
	}
	fmt.Fprintf(b, "\nSHIFT_OFF_REQUESTS = %d\n", len(x.Requests))
	for _, r := range x.Requests {
		shift := "Any"
		if r.Shift != Any {
			shift = in.Shifts[r.Shift].ID
		}
		fmt.Fprintf(b, "%s %s %s\n", in.Nurses[r.Nurse].ID, shift, days[r.Day])
	}
	return b.Flush()
}

// Write writes the files of the instance into a folder: a scenario, a history
// and a week file for each week of its name.
func (in *Instance) Write(dir string) error {
	f, err := ParseName(in.Name)
	if err != nil {
		return err
	}
	files := map[string]func(io.Writer) error{
		fmt.Sprintf("Sc-%s.txt", f.Set):               in.WriteScenario,
		fmt.Sprintf("H0-%s-%d.txt", f.Set, f.History): in.WriteHistory,
	}
	for i, w := range f.Weeks {
		files[fmt.Sprintf("WD-%s-%d.txt", f.Set, w)] = func(out io.Writer) error { return in.WriteWeek(out, i) }
	}
	for name, write := range files {
		if err := rotafile.WriteFile(dir+"/"+name, write); err != nil {
			return err
		}
	}
	return nil
}
