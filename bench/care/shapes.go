// Package care benchmarks the solver on care problems whose best rota is known
// (package planted): how soon the planted underlap is found and proved, how far the
// money is from its bound, and what memory it takes.
//
// To add a shape, add an entry to shapes.
package care

import (
	"fmt"
	"strings"

	"github.com/carerota/carerota/bench/planted"
)

// shape is a named shape of problem; household ones and rounds are drawn apart.
type shape struct {
	name      string
	household bool
	calls     int // a day, of rounds
	planted.Shape
}

// shapes are those that -shapes may name.
func shapes() []shape {
	return []shape{
		{name: "household", household: true, Shape: planted.Shape{Workers: 3, Clients: 1, Days: 28}},
		{name: "tiny-short", Shape: planted.Shape{Workers: 12, Clients: 5, Days: 7, Slack: 2, Floaters: 2, SleepIns: 1, Shortage: [3]float64{2, 4, 3}}},
		{name: "tiny", Shape: planted.Shape{Workers: 12, Clients: 5, Days: 7, Slack: 2, Floaters: 2, SleepIns: 1}},
		{name: "thirty", Shape: planted.Shape{Workers: 30, Clients: 12, Days: 14, Slack: 2, Floaters: 2, SleepIns: 2}},
		{name: "small", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 2, Floaters: 4, SleepIns: 3}},
		{name: "small-short", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 2, Floaters: 4, SleepIns: 3, Shortage: [3]float64{4, 10, 6}}},
		{name: "small-noslack", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Floaters: 4, SleepIns: 3}},
		{name: "small-exact", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Floaters: 4, SleepIns: 3, ExactAvailability: true}},
		{name: "mid", Shape: planted.Shape{Workers: 200, Clients: 80, Days: 28, Slack: 2, Floaters: 12, SleepIns: 8}},
		{name: "mid-short", Shape: planted.Shape{Workers: 200, Clients: 80, Days: 28, Slack: 2, Floaters: 12, SleepIns: 8, Shortage: [3]float64{8, 20, 12}}},
		{name: "mid-noslack", Shape: planted.Shape{Workers: 200, Clients: 80, Days: 28, Floaters: 12, SleepIns: 8}},
		{name: "mid-exact", Shape: planted.Shape{Workers: 200, Clients: 80, Days: 28, Floaters: 12, SleepIns: 8, ExactAvailability: true}},
		{name: "mid-noslack-short", Shape: planted.Shape{Workers: 200, Clients: 80, Days: 28, Floaters: 12, SleepIns: 8, Shortage: [3]float64{8, 12, 0}, OverCapacity: 20}},
		{name: "large", Shape: planted.Shape{Workers: 2000, Clients: 800, Days: 28, Slack: 2, Floaters: 100, SleepIns: 80}},
		{name: "standby1", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 4, Floaters: 12, SleepIns: 3, Standby: 1, DifferentProvider: true}},
		{name: "standby2", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 4, Floaters: 24, SleepIns: 3, Standby: 2, DifferentProvider: true}},
		{name: "shared-standby", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 4, Floaters: 12, SleepIns: 3, Standby: 1}},
		{name: "backed", Shape: planted.Shape{Workers: 24, Clients: 8, Days: 7, Slack: 10, SleepIns: 1, Floaters: 8, Standby: 1, DifferentProvider: true}},
		{name: "backed-twice", Shape: planted.Shape{Workers: 24, Clients: 6, Days: 5, Slack: 10, Floaters: 12, Standby: 2, DifferentProvider: true}},
		{name: "tight", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 2, Floaters: 12, SleepIns: 3, Standby: 1, DifferentProvider: true, TightStandby: true}},
		{name: "tight2", Shape: planted.Shape{Workers: 60, Clients: 25, Days: 14, Slack: 2, Floaters: 24, SleepIns: 3, Standby: 2, DifferentProvider: true, TightStandby: true}},
		{name: "rounds-small", calls: 24, Shape: planted.Shape{Workers: 8, Days: 7}},
		{name: "rounds", calls: 56, Shape: planted.Shape{Workers: 18, Days: 7}},
	}
}

// Names are the shapes that can be asked for.
func Names() []string {
	var out []string
	for _, s := range shapes() {
		out = append(out, s.name)
	}
	return out
}

func shapeOf(name string) (shape, error) {
	for _, s := range shapes() {
		if s.name == name {
			return s, nil
		}
	}
	return shape{}, fmt.Errorf("shape %q is not known; the shapes are %s", name, strings.Join(Names(), ", "))
}

// Plant draws the problem of a shape and seed.
func Plant(name string, seed uint64) (*planted.Planted, error) {
	s, err := shapeOf(name)
	if err != nil {
		return nil, err
	}
	if s.household {
		return planted.Household(s.Days, seed)
	}
	if s.calls > 0 {
		return planted.Rounds(s.Workers, s.calls, s.Days, seed)
	}
	s.Seed = seed
	return planted.Make(s.Shape)
}
