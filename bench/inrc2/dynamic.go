package inrc2

import (
	"math/rand/v2"
	"reflect"
	"slices"
	"time"
)

// Planner plans an instance in about the time given.
type Planner func(ahead *Instance, limit time.Duration) (Rota, error)

// WeekByWeek plans an instance as the competition plays it: each week when its
// turn has come, with all that was planned before but without sight of the
// weeks after it. Of the time each week has an equal share of what is left.
//
// For the weeks after it some courses of events are drawn from what has been seen so far. Each gives a plan
// of the week, at its best for that course, and the plan is taken after which other courses, the same for all
// of them, cost least on average (sample average approximation of the future, Legrain, Omer & Rosat 2020).
func (in *Instance) WeekByWeek(seed uint64, limit time.Duration, plan Planner) (Rota, error) {
	began := time.Now()
	f := foresight{Instance: in, plan: plan, random: rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15)), start: in.Start}
	rota := make(Rota, len(in.Nurses))
	for week := range in.Weeks {
		f.week, f.began = week, time.Now()
		f.share = max(time.Millisecond, (limit-time.Since(began))/time.Duration(len(in.Weeks)-week))
		next, err := f.choose()
		if err != nil {
			return nil, err
		}
		f.start = f.only(f.start, in.Weeks[week]).After(next, 7)
		for n := range rota {
			rota[n] = append(rota[n], next[n]...)
		}
	}
	return rota, nil
}

// foresight is the planning of one week.
type foresight struct {
	*Instance
	plan   Planner
	random *rand.Rand
	week   int
	start  []History // before the week
	began  time.Time
	share  time.Duration // of the time that the week may have
}

// How the time of a week is used.
const (
	mostCandidates = 6
	laterShare     = 4 // of what the first plan leaves, one in so many is the most for each further one
	trials         = 3 // courses that all plans are held against, if time allows
	mostTrials     = 12
	illegal        = 500 // points that a broken hard rule counts for
)

// candidate is a plan of the week.
type candidate struct {
	rota  Rota
	cost  int64 // of the week itself, without what is counted at the end of the horizon
	later int64 // of the weeks after it, over all courses tried
}

// choose plans the week. The first plan may have all of the time; what it leaves, since it is proved the best
// for its course, goes to others and to holding them against each other.
func (f *foresight) choose() (Rota, error) {
	if f.week == len(f.Weeks)-1 {
		return f.plan(f.only(f.start, f.Weeks[f.week]), f.share)
	}
	var all []candidate
	for k := 0; k < mostCandidates && (k == 0 || time.Since(f.began) < f.share/2); k++ {
		limit := f.share - time.Since(f.began)
		if k > 0 {
			limit /= laterShare
		}
		rota, err := f.plan(f.only(f.start, append([]Week{f.Weeks[f.week]}, f.course()...)...), limit)
		if err != nil {
			return nil, err
		}
		for n := range rota {
			rota[n] = rota[n][:7]
		}
		if slices.ContainsFunc(all, func(c candidate) bool { return reflect.DeepEqual(c.rota, rota) }) {
			continue
		}
		v := f.only(f.start, f.Weeks[f.week]).Check(rota)
		all = append(all, candidate{rota: rota, cost: v.Cost - v.Parts[Total] - v.Parts[Weekends] + illegal*int64(len(v.Findings))})
	}
	rounds, err := f.try(all)
	if err != nil {
		return nil, err
	}
	best := slices.MinFunc(all, func(a, b candidate) int { return int(rounds*(a.cost-b.cost) + a.later - b.later) })
	return best.rota, nil
}

// try holds all plans against courses of the weeks after this one, as many as the time allows, and returns how many.
func (f *foresight) try(all []candidate) (rounds int64, err error) {
	if len(all) == 1 {
		return 0, nil
	}
	each := (f.share - time.Since(f.began)) / time.Duration(trials*len(all))
	for longest := time.Duration(0); rounds < mostTrials && time.Since(f.began)+longest < f.share; rounds++ {
		from := time.Now()
		course := f.course()
		for k := range all {
			c := &all[k]
			rest := f.only(f.only(f.start, f.Weeks[f.week]).After(c.rota, 7), course...)
			rota, err := f.plan(rest, each)
			if err != nil {
				return 0, err
			}
			v := rest.Check(rota)
			c.later += v.Cost + illegal*int64(len(v.Findings))
		}
		longest = max(longest, time.Since(from))
	}
	return rounds, nil
}

// only is the instance with another start and other weeks.
func (f *foresight) only(start []History, weeks ...Week) *Instance {
	return &Instance{Name: f.Name, Scenario: f.Scenario, Start: start, Weeks: weeks}
}

// course draws the weeks after this one: the needs of a day are those of a day seen so far that is of the same
// kind, a weekend's or not, and as many nurses have requests as in a week seen so far.
func (f *foresight) course() []Week {
	out := make([]Week, len(f.Weeks)-f.week-1)
	seen := func() *Week { return &f.Weeks[f.random.IntN(f.week+1)] }
	like := func(day int) int {
		if day < 5 {
			return f.random.IntN(5)
		}
		return 5 + f.random.IntN(2)
	}
	for w := range out {
		for d := range out[w].Need {
			out[w].Need[d] = seen().Need[like(d)]
		}
		for _, r := range seen().Requests {
			out[w].Requests = append(out[w].Requests, Request{Nurse: f.random.IntN(len(f.Nurses)), Day: like(r.Day), Shift: r.Shift})
		}
	}
	return out
}
