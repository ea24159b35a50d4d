package advice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// job is a time of day at which somebody could be found to work.
type job struct {
	name     string
	from, to time.Duration // by the clock; to at or before from is the next day
}

// jobs are the times of day that a new worker is sought for, the shorter first; the last is all times.
var jobs = []job{
	{"mornings", 6 * time.Hour, 15 * time.Hour}, {"evenings", 15 * time.Hour, 23 * time.Hour},
	{"nights", 19 * time.Hour, 10 * time.Hour}, {"days", 6 * time.Hour, 22 * time.Hour}, {"days and nights", 0, 24 * time.Hour},
}

// on are the days on which a shift of the job may begin that ends what is short on some days.
func (j job) on(days []scheduler.Date) (out scheduler.Pattern) {
	for _, d := range days {
		if j.to <= j.from {
			out.Dates = append(out.Dates, d.Plus(-1))
		}
		out.Dates = append(out.Dates, d)
	}
	slices.SortFunc(out.Dates, func(a, b scheduler.Date) int { return a.Sub(b) })
	out.Dates = slices.Compact(out.Dates)
	return out
}

// mostHired is how many new workers are tried together.
const mostHired = 3

// hires tries new workers with the skills asked for where it is short: for each time of day alone,
// then, where no one person does, one after the other while one more leaves less. Each set that helps
// is brought to as few skills and hours as do.
func (a *advising) hires(ctx context.Context, f *finder, found *[]adviceSet) error {
	once, err := a.ofLeave(ctx)
	if err != nil {
		return err
	}
	var team adviceSet
	for n := range mostHired {
		best, err := a.hireOne(ctx, f, team.remedies, once, found)
		if err != nil {
			return err
		}
		if best == nil || n > 0 && !better(best.goals, team.goals, a.levels) {
			break
		}
		if team = *best; noneLeft(team.goals, a.levels) {
			break
		}
	}
	if len(team.remedies) < 2 { // one alone is among what is found already
		return nil
	}
	return a.enterHired(ctx, team, found)
}

// hireOne tries one more new worker beside a team, of each job, and gives the best team: of equal
// ones that of the shortest hours. Those that help alone are entered.
func (a *advising) hireOne(ctx context.Context, f *finder, team []Remedy, once bool, found *[]adviceSet) (*adviceSet, error) {
	var best *adviceSet
	for _, j := range jobs {
		m := newHire(a, f, len(team), j)
		if m.OneOff = once; once {
			m.New.Available[0].Days = j.on(f.days)
		}
		set := append(slices.Clone(team), m)
		a.say("trying %s for %s", say.Count(len(set), "new worker"), j.name)
		t, err := a.try(ctx, set)
		if err != nil {
			return best, err
		}
		if !a.gains(t) {
			continue
		}
		s := adviceSet{set, t.goals}
		if best != nil && !better(s.goals, best.goals, a.levels) {
			continue // with longer hours no more is covered
		}
		best = &s
		if len(team) > 0 {
			continue
		}
		if err := a.enterHired(ctx, s, found); err != nil || noneLeft(s.goals, a.levels) {
			return best, err
		}
	}
	return best, nil
}

// enterHired adds a set of new workers, each brought to the least that does.
func (a *advising) enterHired(ctx context.Context, s adviceSet, found *[]adviceSet) error {
	set := slices.Clone(s.remedies)
	for i := range set {
		if err := a.leastHire(ctx, set, i, s.goals); err != nil {
			return err
		}
	}
	t, err := a.try(ctx, slices.Clone(set))
	if err == nil && t != nil {
		*found = append(*found, adviceSet{set, t.goals})
	}
	return err
}

// ofLeave says whether the rota is short only because people are away for a time.
func (a *advising) ofLeave(ctx context.Context) (bool, error) {
	p, away := a.p.Clone(), false
	for i := range p.Workers {
		away = away || len(p.Workers[i].Unavailable) > 0
		p.Workers[i].Unavailable = nil
	}
	if !away {
		return false, nil
	}
	if a.spent() {
		return false, errSpent
	}
	t, err := a.solvePart(ctx, p, a.partOf(p, nil), false)
	if isFault(err) {
		return false, nil
	}
	return err == nil && noneLeft(t.goals, a.levels), err
}

// newHire is a new worker of no provider for a job, paid as the dearest of those who hold
// the skills now, on-cost included.
func newHire(a *advising, f *finder, n int, j job) Remedy {
	w := scheduler.NewWorker(freshID(a, n), "", f.skills...)
	w.Name = "a new worker"
	w.AlwaysAvailable = false
	w.Available = []scheduler.Window{{Days: scheduler.Daily(), From: j.from, To: j.to}}
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

// worked are the shifts of a new worker in a rota.
func (m *Remedy) worked(r *scheduler.Rota) (out []TimeSpan) {
	for _, s := range r.Shifts {
		if s.Worker == m.New.ID {
			out = append(out, TimeSpan{s.Start, s.End})
		}
	}
	slices.SortFunc(out, func(x, z TimeSpan) int { return x.Start.Compare(z.Start) })
	return out
}
