package scheduler

import (
	"fmt"
	"slices"
	"time"
)

// breach is a rule broken, in words.
type breach struct{ rule, says string }

// readShifts checks every shift by itself.
func (a *audit) readShifts() {
	for i := range a.shifts {
		s := &a.shifts[i]
		if s.w < 0 {
			a.find("worker", s, "%s is no worker of this problem", sayID(s.Worker))
			continue
		}
		if s.to <= s.from {
			a.find("times", s, "%s: a shift ends at %s, not after its start", a.nameOf(s), a.say(s.to))
			continue
		}
		if s.from < 0 || s.to > a.days[len(a.days)-1] {
			a.find("times", s, "%s: the shift at %s lies outside the rota", a.nameOf(s), a.say(s.from))
		}
		for _, b := range a.shiftBreaches(s) {
			a.find(b.rule, s, "%s: %s", a.nameOf(s), b.says)
		}
	}
}

func sayID(id string) string { return fmt.Sprintf("%q", id) }

func (a *audit) nameOf(s *aShift) string {
	if s.w >= 0 && a.who[s.w].Name != "" {
		return a.who[s.w].Name
	}
	return s.Worker
}

// say is an instant in words: "Sun 29 Mar 22:00".
func (a *audit) say(s int64) string { return a.time(s).Format("Mon 2 Jan 15:04") }

func sayHours(seconds int64) string {
	return fmt.Sprintf("%.4g h", float64(seconds)/3600)
}

// shiftBreaches are the rules that the shift breaks by itself, whatever else is rostered.
func (a *audit) shiftBreaches(s *aShift) []breach {
	var out []breach
	add := func(rule, says string, args ...any) { out = append(out, breach{rule, fmt.Sprintf(says, args...)}) }
	w := a.who[s.w]
	if w.Suspended {
		add("suspended", "is suspended")
	}
	if w.prov != nil && w.prov.Suspended {
		add("suspended", "%s is suspended", w.prov.ID)
	}
	if !covers(w.free, s.from, s.to) {
		add("availability", "is not available for all of %s to %s", a.say(s.from), a.say(s.to))
	}
	if w.prov != nil {
		if ok := a.period(w.prov.FromDate, w.prov.UntilDate); s.from < ok.from || s.to > ok.to {
			add("provider", "%s is not approved for all of %s to %s", w.prov.ID, a.say(s.from), a.say(s.to))
		}
	}
	if s.Kind == Standby {
		return append(out, a.standbyBreaches(s, w)...)
	}
	if s.occ < 0 {
		if a.need[s.Need] == nil {
			add("need", "serves %s, which is no need of this problem", sayID(s.Need))
		} else {
			add("need", "works %s to %s, which is not inside any occurrence of %s", a.say(s.from), a.say(s.to), s.Need)
		}
		return out
	}
	return append(append(out, a.dutyBreaches(s, w)...), a.lengthBreaches(s, w)...)
}

func (a *audit) standbyBreaches(s *aShift, w *aWorker) (out []breach) {
	c := &a.p.Contingency
	n := time.Duration(s.to-s.from) * time.Second
	if s.Need != "" || s.Client != "" {
		out = append(out, breach{"standby", "is on standby for one need; standby serves none"})
	}
	if !w.Standby || w.Shadowing != "" {
		out = append(out, breach{"standby", "may not be rostered on standby"})
	}
	if n < c.StandbyMin || c.StandbyMax > 0 && n > c.StandbyMax {
		out = append(out, breach{"standby", fmt.Sprintf("is on standby for %s; %s to %s are allowed",
			sayHours(s.to-s.from), sayHours(int64(c.StandbyMin/time.Second)), sayHours(int64(c.StandbyMax/time.Second)))})
	}
	if !a.onGrid(s.from) || !a.onGrid(s.to) {
		out = append(out, breach{"grain", "starts or ends off the planning grid"})
	}
	return out
}

func (a *audit) onGrid(s int64) bool {
	g := int64(a.p.Grain / time.Second)
	return g <= 0 || s%g == 0
}

// dutyBreaches are about who may serve the need.
func (a *audit) dutyBreaches(s *aShift, w *aWorker) (out []breach) {
	add := func(rule, says string, args ...any) { out = append(out, breach{rule, fmt.Sprintf(says, args...)}) }
	n := a.occ[s.occ].need
	if s.Client != n.Client {
		add("client", "the shift names client %s; %s is for %s", sayID(s.Client), n.ID, sayID(n.Client))
	}
	if c := a.client[n.Client]; c != nil {
		if slices.Contains(c.Refuses, w.ID) || w.Provider != "" && slices.Contains(c.Refuses, w.Provider) {
			add("refusal", "is refused by %s", c.ID)
		}
		if slices.Contains(w.Refuses, c.ID) {
			add("refusal", "refuses to work with %s", c.ID)
		}
		if w.prov != nil && !w.prov.AcceptsAll && !slices.Contains(w.prov.Accepts, c.ID) {
			add("provider", "%s has not accepted %s", w.prov.ID, c.ID)
		}
	}
	trainee := w.Shadowing != ""
	switch {
	case trainee && s.Kind != Shadow:
		add("shadowing", "is a trainee and may only shadow")
	case !trainee && s.Kind == Shadow:
		add("shadowing", "is not a trainee")
	case !trainee && s.Kind != n.Kind:
		add("kind", "works a shift of another kind than %s is", n.ID)
	}
	if trainee {
		if !a.besideMentor(s, w) {
			add("shadowing", "is not inside a shift of %s in the same need from %s to %s", w.Shadowing, a.say(s.from), a.say(s.to))
		}
		return out
	}
	if len(n.Only) > 0 && !slices.Contains(n.Only, w.ID) && !(w.Provider != "" && slices.Contains(n.Only, w.Provider)) {
		add("only", "is not among those who may serve %s", n.ID)
	}
	for _, skill := range n.Skills {
		if !a.hasSkill(w, skill, s.from, s.to) {
			add("skills", "lacks %s for all of %s to %s", skill, a.say(s.from), a.say(s.to))
		}
	}
	return out
}

func (a *audit) besideMentor(s *aShift, w *aWorker) bool {
	m, ok := a.worker[w.Shadowing]
	if !ok {
		return false
	}
	for _, o := range a.who[m].line {
		if o.occ == s.occ && o.onDuty() && o.from <= s.from && s.to <= o.to {
			return true
		}
	}
	return false
}

// hasSkill says whether the worker holds the skill at every instant of the time.
func (a *audit) hasSkill(w *aWorker, skill string, from, to int64) bool {
	return covers(a.skillSpans(w, skill), from, to)
}

func (a *audit) skillSpans(w *aWorker, skill string) []aSpan {
	var held []aSpan
	for _, k := range w.Skills {
		if k.Name == skill {
			held = append(held, a.period(k.From, k.Until))
		}
	}
	if len(held) < 2 {
		return held
	}
	return united(held)
}

// lengthBreaches are about how long the shift is and where it starts and ends.
func (a *audit) lengthBreaches(s *aShift, w *aWorker) (out []breach) {
	add := func(rule, says string, args ...any) { out = append(out, breach{rule, fmt.Sprintf(says, args...)}) }
	o := &a.occ[s.occ]
	n, length := o.need, time.Duration(s.to-s.from)*time.Second
	if n.Whole && s.Kind != Shadow && (s.from != o.from || s.to != o.to) {
		add("whole", "works %s to %s of %s, which one worker takes whole", a.say(s.from), a.say(s.to), n.ID)
	}
	for _, x := range []int64{s.from, s.to} {
		if !a.onGrid(x) && x != o.from && x != o.to {
			add("grain", "starts or ends at %s, off the planning grid", a.say(x))
		}
	}
	least := min(n.MinShift, time.Duration(o.to-o.from)*time.Second)
	if length < least {
		add("min_shift", "works %s in %s; the least is %s", sayHours(s.to-s.from), n.ID, sayHours(int64(least/time.Second)))
	}
	if n.MaxShift > 0 && length > n.MaxShift {
		add("max_shift", "works %s in %s; the most is %s", sayHours(s.to-s.from), n.ID, sayHours(int64(n.MaxShift/time.Second)))
	}
	most, rule := w.caps.MaxShift, "max_shift"
	if s.Kind == SleepIn {
		most, rule = w.caps.MaxSleepIn, "max_sleep_in"
	}
	if most > 0 && length > most {
		add(rule, "works %s at a time; the most is %s", sayHours(s.to-s.from), sayHours(int64(most/time.Second)))
	}
	return out
}

// readPins checks that every pinned shift is there.
func (a *audit) readPins() {
	for i, w := range a.who {
		for _, p := range w.Pinned {
			found := slices.ContainsFunc(w.line, func(s aShift) bool {
				return s.Need == p.Need && s.Start.Equal(p.Start) && s.End.Equal(p.End)
			})
			if !found {
				s := aShift{w: i}
				s.Worker, s.Need, s.Start = w.ID, p.Need, p.Start
				a.find("pinned", &s, "%s: the pinned shift in %s from %s is missing", a.nameOf(&s), p.Need, p.Start.In(a.zone).Format("Mon 2 Jan 15:04"))
			}
		}
	}
}
