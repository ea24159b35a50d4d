package inrc2

import "slices"

// Planner plans the first week of an instance; what it says of later weeks is
// not looked at. It is given the weeks ahead as far as they are guessed.
type Planner func(ahead *Instance, week int) (Rota, error)

// WeekByWeek plans an instance as the competition plays it: each week when its
// turn has come, with all that was planned before but without sight of the
// weeks after it. The planner sees the week itself, and guesses for those after it.
func (in *Instance) WeekByWeek(plan Planner) (Rota, error) {
	rota := make(Rota, len(in.Nurses))
	start := in.Start
	for week := range in.Weeks {
		ahead := &Instance{Name: in.Name, Scenario: in.Scenario, Start: start, Weeks: in.guess(week)}
		next, err := plan(ahead, week)
		if err != nil {
			return nil, err
		}
		start = ahead.After(next, 7)
		for n := range rota {
			rota[n] = append(rota[n], next[n][:7]...)
		}
	}
	return rota, nil
}

// guess is the week, and for each week after it one like those seen so far, the
// latest first, without requests.
func (in *Instance) guess(week int) []Week {
	out := []Week{in.Weeks[week]}
	for ahead := week + 1; ahead < len(in.Weeks); ahead++ {
		seen := week - (ahead-week-1)%(week+1)
		out = append(out, Week{Need: in.Weeks[seen].Need})
	}
	return slices.Clip(out)
}
