package validate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

func (v *validation) client(path string, c *scheduler.Client) {
	v.label(path+".name", c.Name)
	v.referAll(path+".known", c.Known, "worker")
	v.referAll(path+".refuses", c.Refuses, "worker", "provider")
	for i := range v.few(path+".tell", len(c.Tell)) {
		at := fmt.Sprintf("%s.tell[%d]", path, i)
		if c.Tell[i].Phone != "" {
			v.label(at+".phone", c.Tell[i].Phone)
			at += ".name"
		}
		v.name(at, c.Tell[i].Name)
	}
	v.label(path+".phone", c.Phone)
	v.duration(path+".tell_within", c.TellWithin, 0)
	for i := range v.few(path+".facts", len(c.Facts)) {
		at := fmt.Sprintf("%s.facts[%d]", path, i)
		if strings.TrimSpace(c.Facts[i]) == "" {
			v.add(at, "write it, or take the entry out", "a fact is missing")
		}
		v.why(at, c.Facts[i])
	}
}

// skillMeanings checks what is said of skills.
func (v *validation) skillMeanings() {
	seen := map[string]int{}
	for i := range v.few("skill", len(v.p.Skills)) {
		at, s := fmt.Sprintf("skill[%d]", i), &v.p.Skills[i]
		v.name(at+".name", s.Name)
		v.label(at+".lacks", s.Lacks)
		if first, twice := seen[s.Name]; twice {
			v.add(at+".name", "keep one of the two", "the skill %q is described in skill[%d] already", s.Name, first)
		} else {
			seen[s.Name] = i
		}
		v.count(at+".train_days", s.TrainDays, 0, maxCount)
		v.number(at+".train_cost", s.TrainCost, 0, maxMoney)
		if s.Untrainable && (s.TrainDays > 0 || s.TrainCost > 0) {
			v.add(at+".trainable", "take the days and the cost out, or write trainable = true", "nobody can be trained in %q, but its training has days or a cost", s.Name)
		}
	}
}

// budget checks the range of a ceiling on costs.
func (v *validation) budget(path string, most *float64) {
	if most != nil {
		v.number(path, *most, 0, maxCost)
	}
}

func (v *validation) need(path string, n *scheduler.Need) {
	if n.Client != "" {
		v.refer(path+".client", n.Client, "client")
	}
	v.pattern(path, &n.Days)
	v.window(path, n.From, n.To)
	v.count(path+".workers", n.Workers, 1, mostWorkers)
	v.names(path+".skills", n.Skills)
	v.names(path+".fallback_skills", n.Fallback)
	for i, a := range n.Among {
		at := fmt.Sprintf("%s.among[%d]", path, i)
		v.name(at+".skill", a.Skill)
		v.count(at+".workers", a.Workers, 1, mostWorkers)
		if a.Workers > n.Workers && a.Workers <= mostWorkers {
			v.add(at+".workers", "ask for fewer, or raise the need's `workers`", "%d of them shall hold %q, but only %d are asked for", a.Workers, a.Skill, n.Workers)
		}
	}
	v.referAll(path+".only", n.Only, "worker", "provider")
	if n.Kind != scheduler.Waking && n.Kind != scheduler.SleepIn {
		v.add(path+".kind", `use "waking" or "sleep-in"`, "a need cannot be of kind %d", int(n.Kind))
	}
	if n.Criticality < scheduler.Critical || n.Criticality > scheduler.Desirable {
		v.add(path+".criticality", `use "critical", "essential" or "desirable"`, "%d is not a criticality", int(n.Criticality))
	}
	v.duration(path+".min_shift", n.MinShift, 0)
	v.duration(path+".max_shift", n.MaxShift, 0)
	if n.MaxShift > 0 && n.MinShift > n.MaxShift {
		v.add(path+".max_shift", "raise `max_shift` or lower `min_shift`", "max_shift %s is below min_shift %s", sayDuration(n.MaxShift), sayDuration(n.MinShift))
	}
}

func (v *validation) provider(path string, p *scheduler.Provider) {
	v.label(path+".name", p.Name)
	if p.Kind < scheduler.Team || p.Kind > scheduler.Family {
		v.add(path+".kind", `use "team", "bank", "agency", "pa" or "family"`, "%d is not a kind of provider", int(p.Kind))
	}
	v.count(path+".tier", p.Tier, 0, maxCount)
	v.duration(path+".notice", p.Notice, 0)
	v.period(path, "from_date", "until_date", p.FromDate, p.UntilDate)
	if !p.AcceptsAll {
		v.referAll(path+".accepts", p.Accepts, "client")
	}
	v.hours(path+".max_hours_week", p.MaxHoursWeek)
	v.budget(path+".max_cost", p.MaxCost)
	v.number(path+".on_cost", p.OnCost, 0, maxCount)
}

func (v *validation) worker(path string, w *scheduler.Worker) {
	v.label(path+".name", w.Name)
	if w.Provider != "" {
		v.refer(path+".provider", w.Provider, "provider")
	}
	for i := range v.few(path+".skills", len(w.Skills)) {
		s := &w.Skills[i]
		at := fmt.Sprintf("%s.skills[%d]", path, i)
		v.name(at+".skill", s.Name)
		v.period(at, "from", "until", s.From, s.Until)
	}
	v.referAll(path+".refuses", w.Refuses, "client")
	v.availability(path, w)
	shadowing(v, path, w)
	v.number(path+".rate", w.Rate, 0, maxMoney)
	v.number(path+".sleep_in_rate", w.SleepInRate, 0, maxMoney)
	v.number(path+".standby_rate", w.StandbyRate, 0, maxMoney)
	v.number(path+".guaranteed_hours_week", w.GuaranteedHoursWeek, 0, 168)
	if w.Caps != nil {
		v.caps(path+".caps", w.Caps, &v.p.Caps)
	}
	v.duration(path+".answer_time", w.AnswerTime, 0)
	v.duration(path+".travel_time", w.TravelTime, 0)
	v.worked(path, w)
	v.label(path+".phone", w.Phone)
	v.born(path+".born", w.Born)
	for i := range v.few(path+".wishes", len(w.Wishes)) {
		at, k := fmt.Sprintf("%s.wishes[%d]", path, i), &w.Wishes[i]
		v.pattern(at, &k.Days)
		if !k.WholeDay {
			v.window(at, k.From, k.To)
		}
		v.number(at+".price", k.Price, 0, maxMoney)
	}
	for i := range v.few(path+".pinned", len(w.Pinned)) {
		pin := &w.Pinned[i]
		at := fmt.Sprintf("%s.pinned[%d]", path, i)
		if pin.Need != "" { // without one it is standby
			v.refer(at+".need", pin.Need, "need")
		}
		v.span(at, pin.Start, pin.End)
	}
}

func (v *validation) availability(path string, w *scheduler.Worker) {
	if w.AlwaysAvailable {
		if i, ok := v.providers[w.Provider]; ok && v.p.Providers[i].Kind == scheduler.Family {
			v.add(path+".available", "list the windows offered under `available`", "family works only in windows that are offered, never always")
		}
	}
	for i := range v.few(path+".available", len(w.Available)) {
		at, a := fmt.Sprintf("%s.available[%d]", path, i), &w.Available[i]
		v.pattern(at, &a.Days)
		if !a.WholeDay {
			v.window(at, a.From, a.To)
		}
	}
	for i := range v.few(path+".unavailable", len(w.Unavailable)) {
		at, a := fmt.Sprintf("%s.unavailable[%d]", path, i), &w.Unavailable[i]
		v.why(at+".why", a.Why)
		times := !a.Start.IsZero() || !a.End.IsZero()
		switch {
		case times && len(a.Dates) > 0:
			v.add(at+".dates", "keep one of the two", "`dates` and `start` to `end` are both given")
		case times && a.Starts:
			v.add(at+".starts", "give `dates`, or take `starts` out", "`starts` is for days on which no shift starts, and goes with `dates` alone")
		case len(a.Dates) > 0:
			v.dates(at, ".dates", a.Dates)
		default:
			v.span(at, a.Start, a.End)
		}
	}
}

func shadowing(v *validation, path string, w *scheduler.Worker) {
	v.number(path+".shadow_hours", w.ShadowHours, 0, maxHours)
	switch i, ok := v.workers[w.Shadowing]; {
	case w.Shadowing == "":
		if w.ShadowHours > 0 {
			v.add(path+".shadow_hours", "name the worker in `shadowing`, or take the hours out", "hours of shadowing are wanted beside nobody")
		}
	case w.Shadowing == w.ID:
		v.add(path+".shadowing", "name the experienced worker", "nobody shadows herself")
	case !ok:
		v.refer(path+".shadowing", w.Shadowing, "worker")
	case v.p.Workers[i].Shadowing != "":
		v.add(path+".shadowing", "name a worker who is not shadowing", "%q is a trainee too", w.Shadowing)
	}
}

// worked checks work done before the horizon: it starts before the first day
// and nobody is in two places.
func (v *validation) worked(path string, w *scheduler.Worker) {
	first := time.Time{}
	if p := v.p; p.Zone != nil && !p.Start.IsZero() && p.Start.Plus(0) == p.Start && !v.silent("rota") {
		first = scheduler.StartInstant(p.Zone, p.Start, 0)
	}
	comes := first // into the rota
	for _, until := range append([]time.Time{v.p.AsOf}, absentFrom(w, first)...) {
		if comes.Before(until) {
			comes = until
		}
	}
	for i := range v.few(path+".worked", len(w.Worked)) {
		k := &w.Worked[i]
		at := fmt.Sprintf("%s.worked[%d]", path, i)
		v.span(at, k.Start, k.End)
		if k.Kind < scheduler.Waking || k.Kind > scheduler.Shadow {
			v.add(at+".kind", `use "waking", "sleep-in", "standby" or "shadow"`, "%d is not a kind of shift", int(k.Kind))
		}
		if !first.IsZero() && !k.Start.Before(comes) {
			v.add(at+".start", "put it under `pinned`, or correct the time", "worked is for work begun before the rota, which starts at %s", v.sayTime(comes))
		}
	}
	apart(v, path, w.Worked)
}

// absentFrom are the ends of absences that begin no later than the rota's first instant.
func absentFrom(w *scheduler.Worker, first time.Time) (ends []time.Time) {
	for _, a := range w.Unavailable {
		if !a.Start.IsZero() && !a.Start.After(first) {
			ends = append(ends, a.End)
		}
	}
	return ends
}

// apart checks that no two worked shifts overlap: each, in order of start,
// against the one before it that ends last.
func apart(v *validation, path string, list []scheduler.Worked) {
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return list[a].Start.Compare(list[b].Start) })
	last := -1
	for _, i := range order {
		if last >= 0 && list[i].Start.Before(list[last].End) {
			v.add(fmt.Sprintf("%s.worked[%d].start", path, i), "correct the times", "it overlaps worked[%d]: nobody is in two places", last)
		}
		if last < 0 || list[last].End.Before(list[i].End) {
			last = i
		}
	}
}

func (v *validation) pay(path string, p *scheduler.Pay) {
	v.label(path+".name", p.Name)
	v.pattern(path, &p.Days)
	if !p.WholeDay {
		v.window(path, p.From, p.To)
	}
	v.number(path+".multiply", p.Multiply, 0, maxCount)
	v.number(path+".add", p.Add, 0, maxMoney)
	if p.Multiply == 0 && p.Add == 0 {
		v.add(path, "give `multiply` or `add`", "it enhances nothing")
	}
	for i, k := range p.AppliesTo {
		if k != scheduler.Waking && k != scheduler.SleepIn && k != scheduler.Standby {
			v.add(fmt.Sprintf("%s.applies_to[%d]", path, i), `use "waking" (shadowing is paid as waking), "sleep-in" or "standby"`, "%d is not a kind of time that can be enhanced", int(k))
		}
	}
}

func (v *validation) contingency() {
	c := &v.p.Contingency
	v.count("contingency.standby", c.Standby, 0, maxCount)
	v.count("contingency.relief", c.Relief, 0, maxCount)
	v.duration("contingency.standby_shift.min", c.StandbyMin, time.Minute)
	v.duration("contingency.standby_shift.max", c.StandbyMax, time.Minute)
	if c.StandbyMin > c.StandbyMax {
		v.add("contingency.standby_shift.max", "raise `max` or lower `min`", "max %s is below min %s", sayDuration(c.StandbyMax), sayDuration(c.StandbyMin))
	}
	v.duration("contingency.hold_over", c.HoldOver, 0)
	v.number("contingency.headroom", c.Headroom, 0, 1)
}

func (v *validation) objective() {
	o := &v.p.Objective
	v.number("objective.new_face", o.NewFace, 0, maxMoney)
	v.number("objective.changeover", o.Changeover, 0, maxMoney)
	v.number("objective.standby_shift", o.StandbyShift, 0, maxMoney)
	v.number("objective.unfair", o.Unfair, 0, maxMoney)
	v.number("objective.overlap", o.Overlap, 0, maxMoney)
	v.number("objective.heads", o.Heads, 0, maxMoney)
	v.number("objective.shadow_short", o.ShadowShort, 0, maxMoney)
	v.number("objective.change", o.Change, 0, maxMoney)
	v.budget("objective.max_cost", o.MaxCost)
}
