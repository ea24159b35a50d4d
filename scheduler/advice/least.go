package advice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
)

// least makes each remedy of a set as small as it can be with nothing more left
// short: the latest date, the fewest hours, the fewest times.
func (a *advising) least(ctx context.Context, s adviceSet) ([]Remedy, error) {
	set := slices.Clone(s.remedies)
	for i := range set {
		var err error
		switch set[i].Kind {
		case Train, Approve:
			err = a.latest(ctx, set, i, s.goals)
		case RaiseCap, LiftCeil:
			err = a.fewestHours(ctx, set, i, s.goals)
		case Extend:
			err = a.fewestTimes(ctx, set, i, s.goals)
		}
		if err != nil {
			return set, err
		}
	}
	return set, nil
}

// enough says whether a set still leaves no more than the goals. Where the short search of a trial finds no such
// rota and has not proved that there is none, it is searched longer, from the rota of the last set that was enough.
func (a *advising) enough(ctx context.Context, set []Remedy, goals [aims]float64) (bool, error) {
	t, err := a.try(ctx, slices.Clone(set))
	if err != nil || t == nil {
		return false, err
	}
	if better(goals, t.goals, a.levels) && !t.proved && !t.longer && !a.spent() {
		if t, err = a.tryLonger(ctx, set); err != nil || t == nil {
			return false, err
		}
	}
	if better(goals, t.goals, a.levels) {
		return false, nil
	}
	a.good = t
	return true, nil
}

// tryLonger is try with a longer search, from the rota of the last set that was enough.
func (a *advising) tryLonger(ctx context.Context, set []Remedy) (*trial, error) {
	steps, from := a.o.TrialSteps, a.from
	defer func() { a.o.TrialSteps, a.from = steps, from }()
	a.o.TrialSteps *= effortAgain
	if a.good != nil {
		a.from = a.good.in.over(from, a.good.report.Rota)
	}
	t, err := a.solve(ctx, set, false)
	if isFault(err) {
		return nil, nil
	}
	if t != nil {
		t.longer = true
		a.cache[fmt.Sprint(a.keys(set))] = t
	}
	return t, err
}

// search finds the greatest step in [0, n) for which the set is enough, given
// that 0 is; set enters a step into the set.
func (a *advising) search(ctx context.Context, n int, set []Remedy, goals [aims]float64, enter func(step int)) error {
	low, high := 0, n
	for high-low > 1 {
		mid := (low + high) / 2
		enter(mid)
		ok, err := a.enough(ctx, set, goals)
		if err != nil {
			enter(low)
			return err
		}
		if ok {
			low = mid
		} else {
			high = mid
		}
	}
	enter(low)
	return nil
}

// latest finds the last day by which a training or approval must hold.
func (a *advising) latest(ctx context.Context, set []Remedy, i int, goals [aims]float64) error {
	first := 0
	if set[i].Kind == Train {
		first = a.firstTrained(set[i].Skill)
	}
	return a.search(ctx, a.p.Days-first, set, goals, func(day int) {
		set[i].From = scheduler.Date{}
		if day += first; day > 0 {
			set[i].From = a.p.Start.Plus(day)
		}
	})
}

// fewestHours finds by how little a cap or ceiling must be raised, on the grid.
// It starts from what the rota found uses.
func (a *advising) fewestHours(ctx context.Context, set []Remedy, i int, goals [aims]float64) error {
	t, err := a.try(ctx, slices.Clone(set))
	if err != nil || t == nil {
		return err
	}
	most, was := used(a, t, &set[i]), set[i].By
	if set[i].Kind == LiftCeil && was == 0 && most <= 0 {
		return nil // without a ceiling there is no degree but what is used
	}
	if most > 0 && (was == 0 || most < was) {
		set[i].By = most
		if ok, err := a.enough(ctx, set, goals); err != nil {
			return err
		} else if !ok {
			set[i].By = was
		}
	}
	if most = set[i].By; most == 0 {
		return nil
	}
	steps := int(most / a.p.Grain)
	return a.search(ctx, steps, set, goals, func(step int) { set[i].By = most - time.Duration(step)*a.p.Grain })
}

// firstOver is the first day on which a trial's rota goes over a raised cap, of a week's the first of the week.
func (a *advising) firstOver(m *Remedy, t *trial) scheduler.Date {
	y := why.New(edited(a, nil), t.report.Rota)
	w := &y.Workers[y.WorkerOf[m.Worker]]
	y.Line = w.Line
	for k := range y.Line {
		y.Found = y.Found[:0]
		y.AgainstHours(w, k)
		for _, o := range y.Found {
			at := y.Line[k].From
			if m.Cap == "max_hours_week" {
				at = y.Week(y.DayOf(at) / 7).From
			}
			if o.Rule == m.Cap && o.Over > 0 {
				return scheduler.DateOf(y.Instant(at).In(a.p.Zone))
			}
		}
	}
	return a.p.Start
}

// used is by how much a trial's rota goes over the cap or ceiling as it is now.
func used(a *advising, t *trial, m *Remedy) time.Duration {
	y := why.New(edited(a, nil), t.report.Rota)
	over := 0.0
	switch m.Kind {
	case LiftCeil:
		k := y.ProviderOf[m.Provider]
		for _, sum := range y.ByProvider[k] {
			over = max(over, sum-a.p.Providers[k].MaxHoursWeek.Seconds())
		}
	case RaiseCap:
		w := &y.Workers[y.WorkerOf[m.Worker]]
		y.Line = w.Line
		y.Found = y.Found[:0]
		for k := range y.Line {
			y.AgainstHours(w, k)
		}
		for _, o := range y.Found {
			if o.Rule == m.Cap {
				over = max(over, o.Over*3600)
			}
		}
	}
	grain := a.p.Grain
	return (time.Duration(over*float64(time.Second)) + grain - time.Second).Truncate(grain)
}

// mostTimesTried is up to how many times of availability are left out one by
// one.
const mostTimesTried = 4

// fewestTimes leaves out the times at which the rota found has no shift of the
// worker's, then, where they are few, one after the other.
func (a *advising) fewestTimes(ctx context.Context, set []Remedy, i int, goals [aims]float64) error {
	t, err := a.try(ctx, slices.Clone(set))
	if err != nil || t == nil {
		return err
	}
	all := set[i].Times
	set[i].Times = slices.DeleteFunc(slices.Clone(all), func(span TimeSpan) bool {
		return !slices.ContainsFunc(t.report.Rota.Shifts, func(s scheduler.Shift) bool {
			return s.Worker == set[i].Worker && s.Start.Before(span.End) && span.Start.Before(s.End)
		})
	})
	if len(set[i].Times) == 0 {
		set[i].Times = all
	}
	if ok, err := a.enough(ctx, set, goals); err != nil || !ok {
		set[i].Times = all
		return err
	}
	for k := len(set[i].Times) - 1; k >= 0 && len(set[i].Times) > 1 && len(set[i].Times) <= mostTimesTried; k-- {
		kept := set[i].Times
		set[i].Times = slices.Delete(slices.Clone(kept), k, k+1)
		ok, err := a.enough(ctx, set, goals)
		if err != nil || !ok {
			set[i].Times = kept
		}
		if err != nil {
			return err
		}
	}
	return nil
}
