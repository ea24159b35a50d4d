package scheduler

import (
	"fmt"
	"time"
)

// judgeShifts holds every shift against the rules that look at one shift alone.
func (a *audit) judgeShifts() {
	for i := range a.shifts {
		s := &a.shifts[i]
		w := &a.workers[s.worker]
		out := a.breachesOf(w.ID)
		if s.history {
			continue
		}
		if s.kind == Standby {
			a.judgeStandbyShift(out, w, s)
			continue
		}
		a.judgeNaming(out, w, s)
		if s.need < 0 {
			a.mayWork(out, w, s.auditSpan, s.at.Need)
			continue
		}
		n := &a.needs[s.need]
		a.mayWork(out, w, s.auditSpan, n.ID)
		a.mayServe(out, w, n, s.auditSpan)
		a.fitsOccurrence(out, w, n, s)
		a.fitsLength(out, w, n, s.occ, s.auditSpan, s.part)
		a.judgeShadow(out, w, n, s)
	}
}

// judgeNaming checks that the shift names a need of the problem, its client and
// its kind.
func (a *audit) judgeNaming(out *auditBreaches, w *auditWorker, s *auditShift) {
	if s.need < 0 {
		out.add("need", s.from, s.at.Need, func() string {
			return fmt.Sprintf("The problem has no need %q, in which %s has a shift at %s", s.at.Need, w.title(), a.sayTime(s.from))
		})
		return
	}
	n := &a.needs[s.need]
	if s.at.Client != n.Client {
		out.add("client", s.from, n.ID, func() string {
			return fmt.Sprintf("The shift of %s at %s is entered for client %q, but need %q is for %q", w.title(), a.sayTime(s.from), s.at.Client, n.ID, n.Client)
		})
	}
	kind := s.kind == n.Kind
	if w.trainee {
		kind = s.kind == Shadow
	}
	if !kind {
		out.add("kind", s.from, n.ID, func() string {
			return fmt.Sprintf("%s has a %s shift in need %q at %s, where a %s shift is due", w.title(), s.kind, n.ID, a.sayTime(s.from), auditDue(w, n))
		})
	}
}

func auditDue(w *auditWorker, n *auditNeed) Kind {
	if w.trainee {
		return Shadow
	}
	return n.Kind
}

// mayWork checks what holds for any work of the worker at a time: suspension,
// the provider's approval, availability.
func (a *audit) mayWork(out *auditBreaches, w *auditWorker, s auditSpan, need string) {
	if w.barred {
		out.add("suspended", s.from, need, func() string {
			who := w.title()
			if !w.Suspended {
				who = fmt.Sprintf("%s's provider %q", who, w.Provider)
			}
			return fmt.Sprintf("%s is suspended, but is rostered from %s", who, a.saySpan(s))
		})
	}
	if !w.approved.contains(s) {
		out.add("approval", s.from, need, func() string {
			return fmt.Sprintf("%s works from %s, when provider %q is not approved", w.title(), a.saySpan(s), w.Provider)
		})
	}
	if !auditInside(w.offered, s) {
		rule := "available"
		if w.family {
			rule = "family"
		}
		out.add(rule, s.from, need, func() string {
			if w.family {
				return fmt.Sprintf("%s is family and works from %s, outside the times offered", w.title(), a.saySpan(s))
			}
			return fmt.Sprintf("%s works from %s, outside the times available", w.title(), a.saySpan(s))
		})
	}
	if i := auditFirstAfter(w.away, s.from); i < len(w.away) && w.away[i].meets(s) {
		out.add("unavailable", s.from, need, func() string {
			return fmt.Sprintf("%s works from %s, but is unavailable from %s%s", w.title(), a.saySpan(s), a.sayAbsence(w, s), a.sayWhy(w, s))
		})
	}
}

// sayAbsence is the first time within s that the worker is away.
func (a *audit) sayAbsence(w *auditWorker, s auditSpan) string {
	return a.saySpan(w.away[auditFirstAfter(w.away, s.from)])
}

// sayWhy is why the worker is away then, where it is known.
func (a *audit) sayWhy(w *auditWorker, s auditSpan) string {
	for i := range w.Unavailable {
		u := &w.Unavailable[i]
		for _, t := range a.absence(u) {
			if t.meets(s) && u.Why != "" {
				return " (" + u.Why + ")"
			}
		}
	}
	return ""
}

// mayServe checks whether the worker may take a shift in the need at a time:
// refusals, accepted clients, only, skills.
func (a *audit) mayServe(out *auditBreaches, w *auditWorker, n *auditNeed, s auditSpan) {
	if by := a.refusal(w, n); by != "" {
		out.add("refuses", s.from, n.ID, func() string {
			if by == "worker" {
				return fmt.Sprintf("%s refuses to work with %s, but is rostered in need %q from %s", w.title(), a.clientName(n.Client), n.ID, a.saySpan(s))
			}
			return fmt.Sprintf("%s refuses %s, who is rostered in need %q from %s", a.clientName(n.Client), w.title(), n.ID, a.saySpan(s))
		})
	}
	if !w.accepted(n) {
		out.add("accepts", s.from, n.ID, func() string {
			return fmt.Sprintf("Provider %q has not accepted %s, for whom %s is rostered from %s", w.Provider, a.clientName(n.Client), w.title(), a.saySpan(s))
		})
	}
	if !w.wanted(n) {
		out.add("only", s.from, n.ID, func() string {
			return fmt.Sprintf("Need %q is only for %s, but %s is rostered in it from %s", n.ID, auditList(n.Only), w.title(), a.saySpan(s))
		})
	}
	if w.trainee {
		return
	}
	for _, skill := range n.Skills {
		if w.holds(skill, s) {
			continue
		}
		out.add("skills", s.from, n.ID, func() string {
			if len(w.skills[skill]) == 0 {
				return fmt.Sprintf("%s lacks %s, which need %q asks for from %s", w.title(), skill, n.ID, a.saySpan(s))
			}
			return fmt.Sprintf("%s does not hold %s for the whole of the shift in need %q from %s", w.title(), skill, n.ID, a.saySpan(s))
		})
	}
}

// fitsOccurrence checks that the shift lies in one occurrence and on the grid.
func (a *audit) fitsOccurrence(out *auditBreaches, w *auditWorker, n *auditNeed, s *auditShift) {
	if s.occ < 0 || !n.occurrences[s.occ].contains(s.auditSpan) {
		out.add("occurrence", s.from, n.ID, func() string {
			return fmt.Sprintf("%s works from %s in need %q, outside every occurrence of it%s", w.title(), a.saySpan(s.auditSpan), n.ID, a.sayOccurrence(n, s.occ))
		})
	}
	ends := auditSpan{auditNever, auditNever}
	if s.occ >= 0 {
		ends = n.occurrences[s.occ].auditSpan
	}
	if s.part {
		return
	}
	for _, at := range [...]int64{s.from, s.to} {
		if (s.ragged || !a.onGrid(at)) && at != ends.from && at != ends.to {
			out.add("grain", s.from, n.ID, func() string {
				return fmt.Sprintf("The shift of %s in need %q from %s is off the planning grid of %d minutes", w.title(), n.ID, a.saySpan(s.auditSpan), int(a.p.Grain.Minutes()))
			})
			return
		}
	}
}

func (a *audit) sayOccurrence(n *auditNeed, occ int) string {
	if occ < 0 {
		return ""
	}
	return " (the nearest is from " + a.saySpan(n.occurrences[occ].auditSpan) + ")"
}

// onGrid says whether an instant lies on the planning grid, counted in elapsed
// time from the rota's first midnight.
func (a *audit) onGrid(at int64) bool {
	grain := int64(a.p.Grain / time.Second)
	return grain <= 0 || (at-a.origin)%grain == 0
}

// fitsLength checks whole, and the least and the greatest length of a shift.
// A trainee's shift need not be whole: it lies inside the mentor's. Of a part
// of a shift only the greatest length is asked.
func (a *audit) fitsLength(out *auditBreaches, w *auditWorker, n *auditNeed, occ int, s auditSpan, part bool) {
	if occ >= 0 && !part {
		o := n.occurrences[occ].auditSpan
		if n.Whole && !w.trainee && s != o {
			out.add("whole", s.from, n.ID, func() string {
				return fmt.Sprintf("%s works from %s in need %q, which one worker takes whole, from %s", w.title(), a.saySpan(s), n.ID, a.saySpan(o))
			})
		} else if least := min(int64(n.MinShift/time.Second), o.len()); s.len() < least {
			out.add("min_shift", s.from, n.ID, func() string {
				return fmt.Sprintf("%s works %s in need %q from %s; a shift in it lasts at least %s", w.title(), auditHours(float64(s.len())), n.ID, a.saySpan(s), auditHours(float64(least)))
			})
		}
	}
	if most := n.MaxShift; most > 0 && s.len() > int64(most/time.Second) {
		out.add("max_shift", s.from, n.ID, func() string {
			return fmt.Sprintf("%s works %s in need %q from %s; a shift in it lasts at most %s", w.title(), auditHours(float64(s.len())), n.ID, a.saySpan(s), auditHours(most.Seconds()))
		})
	}
	rule, most, what := "max_shift", w.limits.MaxShift, "shift"
	if n.Kind == SleepIn && !w.trainee {
		rule, most, what = "max_sleep_in", w.limits.MaxSleepIn, "sleep-in"
	}
	if most > 0 && s.len() > int64(most/time.Second) {
		out.add(rule, s.from, n.ID, func() string {
			return fmt.Sprintf("%s has a %s of %s from %s; one lasts at most %s", w.title(), what, auditHours(float64(s.len())), a.saySpan(s), auditHours(most.Seconds()))
		})
	}
}

// judgeStandbyShift checks a shift on standby: who may have one, where, when, how long.
func (a *audit) judgeStandbyShift(out *auditBreaches, w *auditWorker, s *auditShift) {
	c := &a.p.Contingency
	say := func(rule, words string, args ...any) {
		out.add(rule, s.from, "", func() string {
			return fmt.Sprintf("%s is on standby from %s", w.title(), a.saySpan(s.auditSpan)) + fmt.Sprintf(words, args...)
		})
	}
	a.mayWork(out, w, s.auditSpan, "")
	switch {
	case s.at.Need != "":
		say("need", " and entered in need %q; standby serves no need", s.at.Need)
	case s.at.Client != "":
		say("client", " and entered for client %q; standby serves no client", s.at.Client)
	}
	switch {
	case w.trainee:
		say("standby", ", but a trainee never is")
	case !w.Standby:
		say("standby", ", but may not be rostered on standby")
	}
	if s.len() < int64(c.StandbyMin/time.Second) {
		say("standby_shift", ", for %s; a standby shift lasts at least %s", auditHours(float64(s.len())), auditHours(c.StandbyMin.Seconds()))
	}
	if c.StandbyMax > 0 && s.len() > int64(c.StandbyMax/time.Second) {
		say("standby_shift", ", for %s; a standby shift lasts at most %s", auditHours(float64(s.len())), auditHours(c.StandbyMax.Seconds()))
	}
	if s.ragged || !a.onGrid(s.from) || !a.onGrid(s.to) {
		say("grain", ", off the planning grid of %d minutes", int(a.p.Grain.Minutes()))
	}
}

// judgeShadow checks that a trainee works inside one shift of the mentor's in the same need.
func (a *audit) judgeShadow(out *auditBreaches, w *auditWorker, n *auditNeed, s *auditShift) {
	if !w.trainee {
		return
	}
	if m := auditFind(a.workerOf, w.Shadowing); m >= 0 {
		for _, it := range a.workers[m].line {
			if !it.past && it.need == s.need && it.contains(s.auditSpan) && (it.kind == Waking || it.kind == SleepIn) {
				return
			}
		}
	}
	out.add("shadowing", s.from, n.ID, func() string {
		return fmt.Sprintf("%s is a trainee and works from %s in need %q, not inside a shift of %s in it", w.title(), a.saySpan(s.auditSpan), n.ID, a.nameOf(w.Shadowing))
	})
}

// step is the planning grid in seconds.
func (a *audit) step() int64 { return max(int64(a.p.Grain/time.Second), 1) }

// gridUp is the first instant at or after one that is on the grid or an end of
// the occurrence.
func (a *audit) gridUp(at int64, o auditSpan) int64 {
	if at <= o.from {
		return o.from
	}
	up := at + (a.step()-((at-a.origin)%a.step()+a.step())%a.step())%a.step()
	if at <= o.to && up > o.to {
		return o.to
	}
	return up
}

// gridDown is the last instant at or before one that is on the grid or an end of
// the occurrence.
func (a *audit) gridDown(at int64, o auditSpan) int64 {
	if at >= o.to {
		return o.to
	}
	down := at - ((at-a.origin)%a.step()+a.step())%a.step()
	if at >= o.from && down < o.from {
		return o.from
	}
	return down
}
