// Package rows holds what a benchmark run measured, one row a run, and writes
// rows as a table for people (Markdown), as CSV, or in Go's benchmark format,
// which benchstat reads.
package rows

import "slices"

// Levels are the objective's levels that are counted in worker-hours, in order.
var Levels = [4]string{"critical", "essential", "desirable", "contingency"}

// Moments are the seconds after which the curve of a run is read.
var Moments = [4]float64{1, 10, 60, 300}

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

	At        [len(Moments)][5]float64 // by Moments: each level's value of the best rota by then, money last; see AtKnown
	AtKnown   [len(Moments)]bool       // there was a rota by then, and the run was not shorter than that for want of time
	Full      float64                  // seconds to the first rota without underlap; see FullKnown
	FullKnown bool                     // whether there was one

	CPU      float64 // seconds on processors over all threads and child processes; 0 for unknown
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

// Last is what each level came to, money last.
func (r Row) Last() (v [5]float64) {
	copy(v[:], r.Found[:])
	v[4] = r.Money
	return v
}

// Curve fills in the value at each of Moments and the time of full cover: seen are the rotas by the time they were found, the best last.
func (r *Row) Curve(seen []Point) {
	for i, moment := range Moments {
		for _, p := range seen {
			if p.Seconds <= moment {
				r.At[i], r.AtKnown[i] = p.Value, true
			}
		}
		if r.Limit > 0 && r.Limit < moment && r.Seconds >= r.Limit { // it was not let go on so long
			r.At[i], r.AtKnown[i] = [5]float64{}, false
		} else if r.Seconds <= moment {
			r.At[i], r.AtKnown[i] = r.Last(), true
		}
	}
	for _, p := range seen {
		if !r.FullKnown && p.Value[0]+p.Value[1]+p.Value[2] == 0 {
			r.Full, r.FullKnown = p.Seconds, true
		}
	}
}

// Point is a rota on the way: when it was found, and what each level was, money last.
type Point struct {
	Seconds float64
	Value   [5]float64
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
