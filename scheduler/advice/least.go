package advice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
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

// enough says whether a set still leaves no more than the goals.
func (a *advising) enough(ctx context.Context, set []Remedy, goals [aims]float64) (bool, error) {
	t, err := a.try(ctx, slices.Clone(set))
	return err == nil && t != nil && !better(goals, t.goals, a.levels), err
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
	most := used(a, t, &set[i])
	if most <= 0 {
		return nil
	}
	was := set[i].By
	set[i].By = most
	if ok, err := a.enough(ctx, set, goals); err != nil || !ok {
		set[i].By = was
		return err
	}
	steps := int(most / a.p.Grain)
	return a.search(ctx, steps, set, goals, func(step int) { set[i].By = most - time.Duration(step)*a.p.Grain })
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

// mostHired is how many new workers are tried together.
const mostHired = 3

// hires tries new workers with the skills asked for where it is short, one
// after the other while one more leaves less, then as few skills and hours as do.
func (a *advising) hires(ctx context.Context, f *finder, found *[]adviceSet) error {
	var set []Remedy
	goals := a.base.goals
	for n := range mostHired {
		more := append(slices.Clone(set), newHire(a, f, n))
		a.say("trying %d new workers", len(more))
		t, err := a.try(ctx, more)
		if err != nil {
			return err
		}
		if !a.gains(t) || !better(t.goals, goals, a.levels) {
			break
		}
		set, goals = more, t.goals
		if noneLeft(goals, a.levels) {
			break
		}
	}
	if len(set) == 0 {
		return nil
	}
	for i := range set {
		if err := a.leastHire(ctx, set, i, goals); err != nil {
			return err
		}
	}
	t, err := a.try(ctx, slices.Clone(set))
	if err != nil || t == nil {
		return err
	}
	for i := range set {
		for _, s := range t.report.Rota.Shifts {
			if s.Worker == set[i].New.ID {
				set[i].Times = append(set[i].Times, TimeSpan{s.Start, s.End})
			}
		}
	}
	*found = append(*found, adviceSet{set, t.goals})
	return nil
}

// newHire is a new worker of no provider, paid as the dearest of those who hold
// the skills now, on-cost included.
func newHire(a *advising, f *finder, n int) Remedy {
	w := scheduler.NewWorker(freshID(a, n), "", f.skills...)
	w.Name = "a new worker"
	for i := range f.y.Workers {
		v := &f.y.Workers[i]
		if v.Family || v.Trainee || v.Suspended {
			continue
		}
		cost := 1.0
		if v.Supplier != nil {
			cost = v.Supplier.OnCost
		}
		w.Rate, w.SleepInRate, w.StandbyRate = max(w.Rate, cost*v.Rate), max(w.SleepInRate, cost*v.SleepInRate), max(w.StandbyRate, cost*v.StandbyRate)
	}
	caps := a.p.Caps.Clone()
	most := mostHoursWeek
	if caps.MaxHoursWeek != nil {
		most = min(most, *caps.MaxHoursWeek)
	}
	caps.MaxHoursWeek = &most
	w.Caps = &caps
	return Remedy{Kind: Hire, New: &w, Into: f.into}
}

// freshID is an id that nobody has.
func freshID(a *advising, n int) string {
	id := fmt.Sprintf("new-%d", n+1)
	for reading.Find(a.p.Workers, func(w *scheduler.Worker) bool { return w.ID == id }) != nil || reading.Find(a.p.Providers, func(s *scheduler.Provider) bool { return s.ID == id }) != nil {
		id += "-"
	}
	return id
}

// leastHire leaves out skills and hours that a new worker can do without.
func (a *advising) leastHire(ctx context.Context, set []Remedy, i int, goals [aims]float64) error {
	change := func(edit func(w *scheduler.Worker)) {
		w := set[i].New.Clone()
		edit(&w)
		set[i].New = &w
	}
	for k := len(set[i].New.Skills) - 1; k >= 0; k-- {
		was := set[i].New
		change(func(w *scheduler.Worker) { w.Skills = slices.Delete(w.Skills, k, k+1) })
		ok, err := a.enough(ctx, set, goals)
		if err != nil || !ok {
			set[i].New = was
		}
		if err != nil {
			return err
		}
	}
	most := *set[i].New.Caps.MaxHoursWeek
	step := max(a.p.Grain, 30*time.Minute)
	return a.search(ctx, int(most/step), set, goals, func(n int) {
		change(func(w *scheduler.Worker) { less := most - time.Duration(n)*step; w.Caps.MaxHoursWeek = &less })
	})
}

// moveBy are by how much a need's window is moved to see what that would do.
var moveBy = []time.Duration{-30 * time.Minute, 30 * time.Minute, -time.Hour, time.Hour, -2 * time.Hour, 2 * time.Hour}

// moves tries, for the needs that are short most, their windows a little
// earlier or later: as information, since the time is the person's to decide. A
// need with a pinned shift stays where it is.
func (a *advising) moves(ctx context.Context, advice *Advice) error {
	if a.levels > 3 {
		return nil
	}
	for i := range a.p.Needs {
		n := &a.p.Needs[i]
		if !a.short[n.ID] || n.Kind == scheduler.SleepIn || pinnedIn(a, n.ID) || len(advice.Moves) == a.o.Most {
			continue
		}
		for _, by := range moveBy {
			set := []Remedy{{Kind: Move, Need: n.ID, By: by}}
			t, err := a.try(ctx, set)
			if err != nil {
				return err
			}
			if a.gains(t) {
				advice.Moves = append(advice.Moves, Option{Remedies: set, Before: a.base.report.Objective, After: t.report.Objective,
					Removed: a.left(a.base.goals) - a.left(t.goals), Complete: noneLeft(t.goals, a.levels)})
				break
			}
		}
	}
	return nil
}

// pinnedIn says whether a worker has a pinned shift in a need.
func pinnedIn(a *advising, need string) bool {
	return slices.ContainsFunc(a.p.Workers, func(w scheduler.Worker) bool {
		return slices.ContainsFunc(w.Pinned, func(pin scheduler.Pin) bool { return pin.Need == need })
	})
}

// Most lists of workers and most rules whose price is asked.
const mostRules = 20

// price solves the problem without each rule that somebody chose.
func (a *advising) price(ctx context.Context, advice *Advice) error {
	asked := 0
	for _, k := range rulesKept(a.p) {
		if k.Rule == "only" && !a.short[k.Need] || asked == mostRules {
			continue
		}
		asked++
		a.say("the price of %s", k.Says)
		if err := a.priceOf(ctx, advice, k); err != nil {
			return err
		}
	}
	return nil
}

func (a *advising) priceOf(ctx context.Context, advice *Advice, k RuleKept) error {
	set := []Remedy{{Kind: Without, Rule: &k}}
	before, err := a.before(ctx, set)
	if err != nil {
		return err
	}
	hours, err := a.try(ctx, set)
	if err != nil || hours == nil {
		return err
	}
	if a.base == nil || !better(hours.goals, a.base.goals, 3) {
		hours = before // nothing gained in cover: start from what is known to be cheap
	}
	t, err := a.solveFrom(ctx, hours, set)
	if err != nil || a.legalNow(t) {
		return err
	}
	sum := func(t *trial) float64 { return t.goals[0] + t.goals[1] + t.goals[2] }
	price := RulePrice{RuleKept: k, Hours: sum(before) - sum(t), Contingency: before.goals[scheduler.LevelContingency] - t.goals[scheduler.LevelContingency], MoneyPerWeek: (before.money - t.money) / a.weeks()}
	if price.Hours > hoursSlack || price.Contingency > hoursSlack || price.MoneyPerWeek >= 0.01 {
		advice.Rules = append(advice.Rules, price)
	}
	return nil
}
