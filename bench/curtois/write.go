package curtois

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// WriteRota writes a rota as CSV: the header "employee,0,1,…", then a row for
// each employee with the id of the shift of each day, empty for a day off.
func (in *Instance) WriteRota(w io.Writer, rota Rota) error {
	c := csv.NewWriter(w)
	head := []string{"employee"}
	for d := range in.Days {
		head = append(head, strconv.Itoa(d))
	}
	rows := [][]string{head}
	for e, days := range rota {
		row := []string{in.Staff[e].ID}
		for _, s := range days {
			if s == Off {
				row = append(row, "")
			} else {
				row = append(row, in.Shifts[s].ID)
			}
		}
		rows = append(rows, row)
	}
	return c.WriteAll(rows)
}

// ReadRota reads what WriteRota wrote. The error says all that is wrong with it.
func (in *Instance) ReadRota(r io.Reader) (Rota, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	rota := in.Empty()
	var bad []string
	seen := make([]bool, len(in.Staff))
	for i, row := range rows {
		if len(row) != in.Days+1 {
			return nil, fmt.Errorf("a rota of %d days has rows of %d fields; write one for the employee and one for each day", in.Days, len(row))
		}
		if i == 0 {
			continue
		}
		e, ok := in.workerNo[row[0]]
		if !ok || seen[e] {
			bad = append(bad, fmt.Sprintf("row %d: employee %q is not known or has two rows; give each employee of the instance one", i+1, row[0]))
			continue
		}
		seen[e] = true
		for d, id := range row[1:] {
			s, ok := in.shiftNo[id]
			switch {
			case ok:
				rota[e][d] = s
			case id != "":
				bad = append(bad, fmt.Sprintf("row %d, day %d: shift %q is not known; name one of the instance or leave it empty", i+1, d, id))
			}
		}
	}
	for e, there := range seen {
		if !there {
			bad = append(bad, fmt.Sprintf("employee %q has no row; add one", in.Staff[e].ID))
		}
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(bad, "\n"))
	}
	return rota, nil
}

// Write writes the instance in the benchmark's format.
func (in *Instance) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "SECTION_HORIZON\n%d\n\nSECTION_SHIFTS\n# ShiftID, Length in mins, Shifts which cannot follow this shift | separated\n", in.Days)
	for _, s := range in.Shifts {
		var not []string
		for u, no := range s.NotNext {
			if no {
				not = append(not, in.Shifts[u].ID)
			}
		}
		fmt.Fprintf(b, "%s,%d,%s\n", s.ID, s.Minutes, strings.Join(not, "|"))
	}
	fmt.Fprintf(b, "\nSECTION_STAFF\n# ID, MaxShifts, MaxTotalMinutes, MinTotalMinutes, MaxConsecutiveShifts, MinConsecutiveShifts, MinConsecutiveDaysOff, MaxWeekends\n")
	for _, e := range in.Staff {
		var caps []string
		for s, most := range e.MaxShifts {
			caps = append(caps, fmt.Sprintf("%s=%d", in.Shifts[s].ID, most))
		}
		fmt.Fprintf(b, "%s,%s,%d,%d,%d,%d,%d,%d\n", e.ID, strings.Join(caps, "|"), e.MaxMinutes, e.MinMinutes, e.MaxRun, e.MinRun, e.MinOff, e.MaxWeekends)
	}
	fmt.Fprintf(b, "\nSECTION_DAYS_OFF\n# EmployeeID, DayIndexes (start at zero)\n")
	for _, e := range in.Staff {
		line := e.ID
		for d, off := range e.DaysOff {
			if off {
				line += "," + strconv.Itoa(d)
			}
		}
		if line != e.ID {
			fmt.Fprintln(b, line)
		}
	}
	in.writeRequests(b, "ON", in.On)
	in.writeRequests(b, "OFF", in.Off)
	fmt.Fprintf(b, "\nSECTION_COVER\n# Day, ShiftID, Requirement, Weight for under, Weight for over\n")
	for _, c := range in.Cover {
		fmt.Fprintf(b, "%d,%s,%d,%d,%d\n", c.Day, in.Shifts[c.Shift].ID, c.Need, c.Under, c.Over)
	}
	return b.Flush()
}

func (in *Instance) writeRequests(b *bufio.Writer, what string, all []Request) {
	fmt.Fprintf(b, "\nSECTION_SHIFT_%s_REQUESTS\n# EmployeeID, Day, ShiftID, Weight\n", what)
	for _, r := range all {
		fmt.Fprintf(b, "%s,%d,%s,%d\n", in.Staff[r.Employee].ID, r.Day, in.Shifts[r.Shift].ID, r.Weight)
	}
}
