package scheduler

import (
	"encoding/json"
	"fmt"
	"math"
	"time"
)

// Problems and reports go through encoding/json and back under the names of their Go fields: for
// services that pass them on to one another, or keep them in a column. What people write and read, and
// what another version has to read, is a file of package rotafile: it has the format's keys, defaults and
// faults with their lines. Neither reads the other. Enums are their words, dates "2026-07-06", durations
// nanoseconds, a bound that is not known null.

// MarshalText is the date as String has it; the zero date is empty.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return []byte{}, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := ParseDate(string(text))
	if err == nil {
		*d = read
	}
	return err
}

// goalJSON is a Goal with figures that may be null.
type goalJSON struct {
	Level        string
	Value, Bound *float64
	By           string `json:",omitempty"`
}

// MarshalJSON writes a figure that is not known as null.
func (g Goal) MarshalJSON() ([]byte, error) {
	return json.Marshal(goalJSON{g.Level, orNull(g.Value), orNull(g.Bound), g.By})
}

// UnmarshalJSON reads null as NaN.
func (g *Goal) UnmarshalJSON(text []byte) error {
	var read goalJSON
	if err := json.Unmarshal(text, &read); err != nil {
		return err
	}
	*g = Goal{read.Level, orNaN(read.Value), orNaN(read.Bound), read.By}
	return nil
}

func orNull(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

// plainProblem is a Problem without methods.
type plainProblem Problem

// problemJSON is a Problem whose zone is its name.
type problemJSON struct {
	*plainProblem
	Zone string
}

// MarshalJSON writes the zone by its ZoneName.
func (p Problem) MarshalJSON() ([]byte, error) {
	name := ""
	if p.Zone != nil {
		var err error
		if name, err = p.ZoneName(); err != nil {
			return nil, fmt.Errorf("scheduler: %w", err)
		}
	}
	return json.Marshal(problemJSON{(*plainProblem)(&p), name})
}

// UnmarshalJSON reads what MarshalJSON writes; times come back in the problem's zone.
func (p *Problem) UnmarshalJSON(text []byte) error {
	var read Problem
	shape := problemJSON{plainProblem: (*plainProblem)(&read)}
	if err := json.Unmarshal(text, &shape); err != nil {
		return err
	}
	if shape.Zone != "" {
		zone, err := time.LoadLocation(shape.Zone)
		if err != nil || shape.Zone == "Local" {
			return fmt.Errorf("scheduler: there is no time zone %q", shape.Zone)
		}
		read.Zone = zone
		read.eachTime(func(t *time.Time) {
			if !t.IsZero() {
				*t = t.In(zone)
			}
		})
	}
	*p = read
	return nil
}

// eachTime gives every instant of the problem.
func (p *Problem) eachTime(do func(t *time.Time)) {
	do(&p.AsOf)
	for i := range p.Workers {
		w := &p.Workers[i]
		for k := range w.Unavailable {
			do(&w.Unavailable[k].Start)
			do(&w.Unavailable[k].End)
		}
		for k := range w.Worked {
			do(&w.Worked[k].Start)
			do(&w.Worked[k].End)
		}
		for k := range w.Pinned {
			do(&w.Pinned[k].Start)
			do(&w.Pinned[k].End)
		}
	}
	if p.From != nil {
		for i := range p.From.Shifts {
			do(&p.From.Shifts[i].Start)
			do(&p.From.Shifts[i].End)
		}
	}
}
