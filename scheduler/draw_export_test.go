package scheduler

import "math"

// DrawProblem draws a small problem with tight limits, for tests outside the
// package.
var DrawProblem = whyProblem

// OfAnyRota takes out of a report what only an engine knows of a rota.
func OfAnyRota(r *Report) {
	r.Status, r.Engine, r.Seed, r.Seconds = "", "", 0, 0
	for l := range r.Objective {
		r.Objective[l].Bound, r.Objective[l].By = math.MaxFloat64, ""
	}
}
