// Package rows holds what a benchmark run measured, one row a run, and writes
// rows as a table for people (Markdown), as CSV, or in Go's benchmark format,
// which benchstat reads.
package rows

import "slices"

// Levels are the objective's levels that are counted in worker-hours, in order.
var Levels = [4]string{"critical", "essential", "desirable", "contingency"}

// Row is one run. Seconds are counted from the call of Solve.
type Row struct {
	Suite, Shape, Engine   string
	Workers, Clients, Days int
	Needs                  int
	Slack                  float64 // hours a week
	Seed                   uint64
	Threads                int
	Limit                  float64 // seconds allowed; 0 with a budget of steps

	Best    float64 // seconds to the best underlap, by all its levels
	Proof   float64 // seconds until that underlap was proved least; see Proved
	Proved  bool    // whether it was
	Seconds float64 // of the whole run

	Found, Planted, Bound [4]float64 // worker-hours, by Levels
	Money, MoneyBound     float64
	MoneyBounded          bool // whether a bound on money is known

	Unavoidable float64 // worker-hours of underlap proved unavoidable, each proof read by the independent reader
	ProofTime   float64 // seconds that finding all proofs took
	ProofPeople float64 // workers in the median proof's supply
	ProofDays   float64 // days in the median proof's demand
	FalseProofs int     // proofs that the reader rejects, or whose hours are more than planted

	PeakMiB  float64
	Steps    int64
	Audited  bool     // the audit found no broken hard rule
	Findings []string // what it found
}

// Reached says whether every level is as good as what was planted.
func (r Row) Reached() bool {
	for l := range r.Found {
		if r.Found[l] > r.Planted[l]+1e-6 {
			return false
		}
	}
	return true
}

// Underlap are the worker-hours of underlap, found and planted.
func (r Row) Underlap() (found, planted float64) {
	for l := range 3 {
		found += r.Found[l]
		planted += r.Planted[l]
	}
	return found, planted
}

// Gap is how far the money is above its bound, in percent; ok is false without a bound.
func (r Row) Gap() (percent float64, ok bool) {
	if !r.MoneyBounded || r.MoneyBound <= 0 {
		return 0, false
	}
	return 100 * (r.Money - r.MoneyBound) / r.MoneyBound, true
}

// Median is the middle value; of an even number the upper of the two. Infinite
// values ("never") sort last. It is 0 for none.
func Median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	s := slices.Clone(v)
	slices.Sort(s)
	return s[len(s)/2]
}
