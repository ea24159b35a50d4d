package advice

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
)

// bundle is a few remedies that together let a worker step in somewhere, with
// the hours for which they might.
type bundle struct {
	remedies []Remedy
	hours    [aims]float64 // by the objective's levels
}

func (b *bundle) key() string {
	var keys []string
	for i := range b.remedies {
		keys = append(keys, b.remedies[i].key())
	}
	slices.Sort(keys)
	return strings.Join(keys, "&")
}

// finder collects bundles.
type finder struct {
	a      *advising
	y      *why.Reader
	list   []*bundle
	at     map[string]int
	skills []string         // asked for where it is short
	into   []string         // needs with a list of workers where it is short
	days   []scheduler.Date // on which something that is short begins
}

// Most rows of gaps looked at, and longest sets of remedies for one worker.
const (
	mostGapsRead = 300
	mostInBundle = 2
)

// mostHoursWeek is beyond what Find lets a worker's week grow: the average
// that the law allows (Working Time Regulations 1998, regulation 4).
const mostHoursWeek = 48 * time.Hour

// find collects what could help where the rota is short, the most hours first.
func (a *advising) find(r *scheduler.Report) *finder {
	f := &finder{a: a, y: why.NewUnder(a.p, a.from, own.Of(a.o.Rules)), at: map[string]int{}}
	now := a.audited(a.p, a.from)
	for i := range now.Underlap {
		u := &now.Underlap[i]
		f.on(u.Start)
		f.row(f.y.TargetsOf(u.Need, u.Start, u.End), int(u.Criticality), float64(u.Short)*u.End.Sub(u.Start).Hours())
	}
	if a.levels == aims {
		for i := range now.Contingency.Gaps {
			if g := &now.Contingency.Gaps[i]; i < mostGapsRead {
				f.on(g.Start)
				f.row(f.y.GapTargets(g), scheduler.LevelContingency, float64(g.Short)*g.End.Sub(g.Start).Hours())
			}
		}
	}
	f.ofProofs(r)
	slices.SortStableFunc(f.list, func(x, z *bundle) int {
		for l := range x.hours {
			if c := cmp.Compare(z.hours[l], x.hours[l]); c != 0 {
				return c
			}
		}
		return cmp.Compare(x.key(), z.key())
	})
	return f
}

// row looks at one time that is short: who could step in if what keeps them
// off were changed, or if someone else took what they do then.
func (f *finder) row(targets []why.Target, level int, hours float64) {
	if len(targets) == 0 {
		return
	}
	f.asks(&targets[0])
	for i := range f.y.Workers {
		w := &f.y.Workers[i]
		reasons := f.y.Of(w, targets)
		remedies, busy, ok := f.remedies(w, &reasons, targets)
		switch {
		case !ok || reasons.Start.IsZero():
		case busy == nil:
			f.enter(remedies, level, hours)
		default:
			f.a.busy = appendNew(f.a.busy, busy.About)
			f.second(w, busy, remedies, level, hours)
		}
	}
}

// asks notes what a new worker would need.
func (f *finder) asks(t *why.Target) {
	for _, s := range t.Need.Skills {
		f.skills = appendNew(f.skills, s)
	}
	for _, k := range t.Among {
		f.skills = appendNew(f.skills, t.Need.Among[k].Skill)
	}
	if len(t.Need.Only) > 0 {
		f.into = appendNew(f.into, t.Need.ID)
	}
}

// on notes the day of something that is short.
func (f *finder) on(at time.Time) {
	if d := scheduler.DateOf(at.In(f.a.p.Zone)); !slices.Contains(f.days, d) {
		f.days = append(f.days, d)
	}
}

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// second looks who else could take the shift that keeps a worker from stepping
// in.
func (f *finder) second(w *reading.Worker, busy *scheduler.Cause, remedies []Remedy, level int, hours float64) {
	k := reading.IndexOf(f.y.NeedOf, busy.About)
	if k < 0 || len(remedies) >= mostInBundle {
		return
	}
	n, in := &f.y.Needs[k], reading.Span{From: busy.From.Unix(), To: busy.To.Unix()}
	t := why.Target{Span: in, Need: n, Occ: n.OccurrenceOf(in)}
	if t.Occ < 0 {
		return
	}
	for i := range f.y.Workers {
		z := &f.y.Workers[i]
		if z.Index == w.Index {
			continue
		}
		reasons := f.y.Of(z, []why.Target{t})
		also, stuck, ok := f.remedies(z, &reasons, []why.Target{t})
		if ok && stuck == nil && !reasons.Start.IsZero() {
			f.enter(slices.Concat(remedies, also), level, hours/2)
		}
	}
}

// enter adds a bundle, or its hours and times to one of the same remedies.
func (f *finder) enter(remedies []Remedy, level int, hours float64) {
	if len(remedies) == 0 || len(remedies) > mostInBundle {
		return
	}
	b := &bundle{remedies: remedies}
	key := b.key()
	i, seen := f.at[key]
	if !seen {
		i = len(f.list)
		f.at[key] = i
		f.list = append(f.list, b)
	}
	known := f.list[i]
	known.hours[level] += hours
	for k := range known.remedies {
		for j := range remedies {
			if known.remedies[k].key() == remedies[j].key() {
				known.remedies[k].Times = joinTimes(known.remedies[k].Times, remedies[j].Times)
			}
		}
	}
}

func joinTimes(x, z []TimeSpan) []TimeSpan {
	for _, t := range z {
		if !slices.ContainsFunc(x, func(k TimeSpan) bool { return k.Start.Equal(t.Start) && k.End.Equal(t.End) }) {
			x = append(x, t)
		}
	}
	slices.SortFunc(x, func(a, b TimeSpan) int { return a.Start.Compare(b.Start) })
	return x
}

// remedies are what would take the worker's reasons away; busy is the shift
// elsewhere that also stands against it. It is not ok when a reason is one that is
// not to be changed.
func (f *finder) remedies(w *reading.Worker, y *scheduler.Why, targets []why.Target) (out []Remedy, busy *scheduler.Cause, ok bool) {
	if w.Family || w.Trainee {
		return nil, nil, false
	}
	for i := range y.Causes {
		c := &y.Causes[i]
		switch c.Rule {
		case "standby":
			if c.From.IsZero() {
				return nil, nil, false
			}
		case "duty":
			if c.Over > 0 && busy != nil {
				return nil, nil, false
			}
			if c.Over > 0 {
				busy = c
			}
		default:
			m, can := f.remedy(w, y, c, targets)
			if !can {
				return nil, nil, false
			}
			out = append(out, m)
		}
	}
	return out, busy, true
}

// remedy is the change that takes one reason away, in its greatest degree.
func (f *finder) remedy(w *reading.Worker, y *scheduler.Why, c *scheduler.Cause, targets []why.Target) (Remedy, bool) {
	switch c.Rule {
	case "skills":
		return f.a.train(w.ID, c.About)
	case "max_hours_week", "max_hours_day", "max_hours_rota":
		return f.raise(w, c.Rule, c.Over)
	case "available":
		t := slices.IndexFunc(targets, func(t why.Target) bool { return t.Meets(reading.Span{From: y.Start.Unix(), To: y.End.Unix()}) })
		if t < 0 {
			return Remedy{}, false
		}
		asked, ok := f.request(&targets[t], y.Start, y.End)
		return Remedy{Kind: Extend, Worker: w.ID, Times: []TimeSpan{asked}}, ok
	case "approval":
		return Remedy{Kind: Approve, Provider: w.Provider}, true
	case "accepts":
		return Remedy{Kind: Accept, Provider: w.Provider, Client: c.About}, true
	case "provider.max_hours_week":
		return Remedy{Kind: LiftCeil, Provider: w.Provider}, true
	}
	return Remedy{}, false
}

// train is a training that holds as soon as it can: never in what cannot be trained, nor where it
// would hold only after the rota.
func (a *advising) train(worker, skill string) (Remedy, bool) {
	s := a.p.Meaning(skill)
	first := a.firstTrained(skill)
	m := Remedy{Kind: Train, Worker: worker, Skill: skill, Days: s.TrainDays, Once: s.TrainCost}
	if first > 0 {
		m.From = a.p.Start.Plus(first)
	}
	return m, !s.Untrainable && first < a.p.Days
}

// firstTrained is the first day of the rota, from 0, on which a training may hold: where the rota has
// begun (Problem.AsOf), no training starts before that.
func (a *advising) firstTrained(skill string) int {
	if a.p.AsOf.IsZero() {
		return 0
	}
	return max(0, scheduler.DateOf(a.p.AsOf.In(a.p.Zone)).Plus(a.p.Meaning(skill).TrainDays).Sub(a.p.Start))
}

// raise is a cap raised as far as Find goes, when that is at least over hours.
func (f *finder) raise(w *reading.Worker, rule string, over float64) (Remedy, bool) {
	limit := *w.Limits.Hours(rule)
	if limit == nil || w.Limits.IsFirm(rule) {
		return Remedy{}, false
	}
	most := map[string]time.Duration{"max_hours_week": mostHoursWeek, "max_hours_day": 13 * time.Hour,
		"max_hours_rota": time.Duration(float64(mostHoursWeek) * f.a.weeks())}[rule]
	if rule == "max_hours_week" {
		most = min(most, max(mostRaise**limit, *limit+leastRaise))
	}
	by := (most - *limit).Truncate(time.Minute)
	return Remedy{Kind: RaiseCap, Worker: w.ID, Cap: rule, By: by}, by > 0 && by.Hours() >= over-hoursSlack
}

// ofProofs adds what the proofs of the report say is the limit: hour caps and
// ceilings.
func (f *finder) ofProofs(r *scheduler.Report) {
	for i := range r.Proofs {
		pr := &r.Proofs[i]
		level := slices.Index(scheduler.Levels[:], pr.Level)
		if level < 0 || level >= aims {
			continue
		}
		for _, s := range pr.Supply {
			w := reading.IndexOf(f.y.WorkerOf, s.Worker)
			switch {
			case w >= 0 && !f.y.Workers[w].Family && strings.HasPrefix(s.Limit, "max_hours_"):
				if m, ok := f.raise(&f.y.Workers[w], s.Limit, 0); ok {
					f.enter([]Remedy{m}, level, pr.BoundHours)
				}
			case s.Provider != "":
				f.enter([]Remedy{{Kind: LiftCeil, Provider: s.Provider}}, level, pr.BoundHours)
			}
		}
	}
}
