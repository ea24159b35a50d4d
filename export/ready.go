package export

import (
	"errors"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// mostDays is how many days a problem may have.
const mostDays = 366

// ErrNothing is returned where there is no problem, or no report, to write of.
var ErrNothing = errors.New("export: there is no problem or no report to write of")

// ready is a problem and a report as the outputs read them: a zone that is not given is UTC, days past what a problem may have go, a
// report without a rota has an empty one, and levels that it lacks are 0 and not known.
func ready(p *scheduler.Problem, r *scheduler.Report) (*scheduler.Problem, *scheduler.Report, error) {
	p, err := readyProblem(p)
	if err != nil || r == nil {
		return nil, nil, ErrNothing
	}
	own := *r
	if own.Rota == nil {
		own.Rota = &scheduler.Rota{}
	}
	own.Objective = slices.Clone(r.Objective)
	for l, level := range scheduler.Levels {
		if l >= len(own.Objective) || own.Objective[l].Level != level && !slices.ContainsFunc(own.Objective, func(g scheduler.Goal) bool { return g.Level == level }) {
			own.Objective = slices.Insert(own.Objective, l, scheduler.Goal{Level: level, Bound: math.NaN()})
		}
	}
	return p, &own, nil
}

func readyProblem(p *scheduler.Problem) (*scheduler.Problem, error) {
	if p == nil {
		return nil, ErrNothing
	}
	own := *p
	if own.Zone == nil {
		own.Zone = time.UTC
	}
	own.Days = min(max(p.Days, 0), mostDays)
	return &own, nil
}
