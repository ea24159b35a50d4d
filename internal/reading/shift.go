package reading

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// judgeShifts holds every shift against the rules that look at one shift alone.
func judgeShifts(a *Reading) {
	for i := range a.Shifts {
		s := &a.Shifts[i]
		w := &a.Workers[s.Worker]
		out := breachesOf(a, w.ID)
		if s.History {
			continue
		}
		if s.Kind == scheduler.Standby {
			JudgeStandbyShift(a, out, w, s)
			continue
		}
		judgeNaming(a, out, w, s)
		if s.Need < 0 {
			a.MayWork(out, w, s.Span, s.At.Need)
			continue
		}
		n := &a.Needs[s.Need]
		a.MayWork(out, w, s.Span, n.ID)
		a.MayServe(out, w, n, s.Span)
		FitsOccurrence(a, out, w, n, s)
		FitsLength(a, out, w, n, s.Occ, s.Span, s.Part)
		judgeShadow(a, out, w, n, s)
	}
}

// judgeNaming checks that the shift names a need of the problem, its client and
// its kind.
func judgeNaming(a *Reading, out *Breaches, w *Worker, s *Shift) {
	if s.Need < 0 {
		out.add("need", s.From, s.At.Need, func() string {
			return fmt.Sprintf("The problem has no need %q, in which %s has a shift at %s", s.At.Need, w.Title(), a.SayTime(s.From))
		})
		return
	}
	n := &a.Needs[s.Need]
	if s.At.Client != n.Client {
		out.add("client", s.From, n.ID, func() string {
			return fmt.Sprintf("The shift of %s at %s is entered for client %q, but need %q is for %q", w.Title(), a.SayTime(s.From), s.At.Client, n.ID, n.Client)
		})
	}
	kind := s.Kind == n.Kind
	if w.Trainee {
		kind = s.Kind == scheduler.Shadow
	}
	if !kind {
		out.add("kind", s.From, n.ID, func() string {
			return fmt.Sprintf("%s has a %s shift in need %q at %s, where a %s shift is due", w.Title(), s.Kind, n.ID, a.SayTime(s.From), due(w, n))
		})
	}
}

func due(w *Worker, n *Need) scheduler.Kind {
	if w.Trainee {
		return scheduler.Shadow
	}
	return n.Kind
}

// MayWork checks what holds for any work of the worker at a time: what MayBeAt does, and the start.
func (a *Reading) MayWork(out *Breaches, w *Worker, s Span, need string) {
	a.MayBeAt(out, w, s, need)
	a.MayStart(out, w, s, need)
}

// MayStart checks that work starts on none of the worker's days off.
func (a *Reading) MayStart(out *Breaches, w *Worker, s Span, need string) {
	if w.Starts(s.From) {
		return
	}
	out.add("unavailable", s.From, need, func() string {
		var off []string
		for _, x := range a.DaysOff(w, s.From) {
			off = append(off, a.SayDayOff(x))
		}
		return fmt.Sprintf("%s works from %s, but is %s", w.Title(), a.SaySpan(s), say.List(off))
	})
}

// Starts says whether the worker's days off let a shift start at an instant.
func (w *Worker) Starts(at int64) bool { return w.firstStart(at) == at }

// firstStart is the first instant, from one on, at which the worker's days off let a shift start.
func (w *Worker) firstStart(at int64) int64 {
	if i := FirstAfter(w.NoStart, at); i < len(w.NoStart) && w.NoStart[i].From <= at {
		return w.NoStart[i].To
	}
	return at
}

// Startable is what of some spans is left when each begins at the first instant in it at which the
// worker's days off let a shift start.
func (w *Worker) Startable(spans []Span) (out []Span) {
	for _, s := range spans {
		if s.From = w.firstStart(s.From); s.Len() > 0 {
			out = append(out, s)
		}
	}
	return out
}

// DaysOff are the worker's days off that hold an instant, each with its own cause.
func (a *Reading) DaysOff(w *Worker, at int64) (out []Away) {
	for i := range w.Unavailable {
		u := &w.Unavailable[i]
		if !u.Starts {
			continue
		}
		for _, s := range absence(a, u) {
			if x := (Away{s, u.Why}); s.From <= at && at < s.To && !slices.Contains(out, x) {
				out = append(out, x)
			}
		}
	}
	return out
}

// SayDayOff says on which day somebody's shifts are not to start, and the cause in brackets.
func (a *Reading) SayDayOff(x Away) string {
	says := "not to start on " + SayWhen(a.Instant(x.From), a.Instant(x.To)) + ", a day off"
	if why := strings.TrimSpace(x.Why); why != "" && !strings.EqualFold(why, "day off") {
		says += " (" + why + ")"
	}
	return says
}

// MayBeAt checks what holds for any work of the worker at a time, however it began: suspension,
// the provider's approval, availability.
func (a *Reading) MayBeAt(out *Breaches, w *Worker, s Span, need string) {
	ownMayWork(a, out, w, s, need)
	if w.Barred {
		out.add("suspended", s.From, need, func() string {
			who := w.Title()
			if !w.Suspended {
				who = fmt.Sprintf("%s's provider %q", who, w.Provider)
			}
			return fmt.Sprintf("%s is suspended, but is rostered from %s", who, a.SaySpan(s))
		})
	}
	if !w.Approved.Contains(s) {
		out.add("approval", s.From, need, func() string {
			return fmt.Sprintf("%s works from %s, when provider %q is not approved", w.Title(), a.SaySpan(s), w.Provider)
		})
	}
	if !Inside(w.Offered, s) {
		rule := "available"
		if w.Family {
			rule = "family"
		}
		out.add(rule, s.From, need, func() string {
			if w.Family {
				return fmt.Sprintf("%s is family and works from %s, outside the times offered", w.Title(), a.SaySpan(s))
			}
			return fmt.Sprintf("%s works from %s, outside the times available", w.Title(), a.SaySpan(s))
		})
	}
	if i := FirstAfter(w.Away, s.From); i < len(w.Away) && w.Away[i].Meets(s) {
		out.add("unavailable", s.From, need, func() string {
			var away []string
			for _, x := range a.Absences(w, s) {
				away = append(away, a.SayAway(x))
			}
			return fmt.Sprintf("%s works from %s, but is away %s", w.Title(), a.SaySpan(s), say.List(away))
		})
	}
}

// Away is a time at which a worker is away, and the cause, empty where none is given.
type Away struct {
	Span
	Why string
}

// Absences are the times about s at which the worker is away, each with its own cause; what touches
// and has one cause is one.
func (a *Reading) Absences(w *Worker, s Span) (out []Away) {
	byWhy, causes := map[string][]Span{}, []string{}
	for i := range w.Unavailable {
		u := &w.Unavailable[i]
		if u.Starts {
			continue
		}
		if _, seen := byWhy[u.Why]; !seen {
			causes = append(causes, u.Why)
		}
		byWhy[u.Why] = append(byWhy[u.Why], absence(a, u)...)
	}
	for _, why := range causes {
		for _, t := range Union(byWhy[why]) {
			if t.Meets(s) {
				out = append(out, Away{t, why})
			}
		}
	}
	if len(out) == 0 { // a time that no absence of the problem is behind
		for _, t := range w.Away {
			if t.Meets(s) {
				out = append(out, Away{Span: t})
			}
		}
	}
	slices.SortStableFunc(out, func(x, z Away) int { return CompareSpans(x.Span, z.Span) })
	return out
}

// PastRota says whether an instant is so long after the rota that what goes on until then has no end
// that concerns it, as the absence of one who has left.
func (a *Reading) PastRota(at int64) bool { return at >= a.Midnights[a.First+a.Days+Margin] }

// SayAway says since when and until when somebody is away, and the cause in brackets.
func (a *Reading) SayAway(x Away) string {
	why := ""
	if x.Why != "" && !strings.EqualFold(strings.TrimSpace(x.Why), "away") { // which the sentence says by itself
		why = "(" + x.Why + ") "
	}
	switch began := x.From <= a.Midnights[a.First-Margin]; { // so long before the rota that it does not matter when
	case began && a.PastRota(x.To):
		return why + "all the time"
	case began:
		return why + "until " + sayEnd(a.Instant(x.To))
	case a.PastRota(x.To):
		return why + "from " + sayStart(a.Instant(x.From)) + " on"
	}
	return why + SayWhen(a.Instant(x.From), a.Instant(x.To))
}

// MayServe checks whether the worker may take a shift in the need at a time:
// refusals, accepted clients, only, skills.
func (a *Reading) MayServe(out *Breaches, w *Worker, n *Need, s Span) {
	ownMayServe(a, out, w, n, s)
	if by := a.Refusal(w, n); by != "" {
		out.add("refuses", s.From, n.ID, func() string {
			if by == "worker" {
				return fmt.Sprintf("%s refuses to work with %s, but is rostered in need %q from %s", w.Title(), a.ClientName(n.Client), n.ID, a.SaySpan(s))
			}
			return fmt.Sprintf("%s refuses %s, who is rostered in need %q from %s", a.ClientName(n.Client), w.Title(), n.ID, a.SaySpan(s))
		})
	}
	if !w.Accepted(n) {
		out.add("accepts", s.From, n.ID, func() string {
			return fmt.Sprintf("Provider %q has not accepted %s, for whom %s is rostered from %s", w.Provider, a.ClientName(n.Client), w.Title(), a.SaySpan(s))
		})
	}
	if !w.Wanted(n) {
		out.add("only", s.From, n.ID, func() string {
			return fmt.Sprintf("Need %q is only for %s, but %s is rostered in it from %s", n.ID, say.List(n.Only), w.Title(), a.SaySpan(s))
		})
	}
	if w.Trainee {
		return
	}
	for _, skill := range n.Skills {
		if w.Holds(skill, s) {
			continue
		}
		out.add("skills", s.From, n.ID, func() string {
			if len(w.SkillTimes[skill]) == 0 {
				return fmt.Sprintf("%s %s, which need %q asks for from %s", w.Title(), a.Problem.Meaning(skill).WhoLacks(), n.ID, a.SaySpan(s))
			}
			return fmt.Sprintf("%s does not hold %s for the whole of the shift in need %q from %s", w.Title(), skill, n.ID, a.SaySpan(s))
		})
	}
}

// FitsOccurrence checks that the shift lies in one occurrence and on the grid.
func FitsOccurrence(a *Reading, out *Breaches, w *Worker, n *Need, s *Shift) {
	if s.Occ < 0 || !n.Occurrences[s.Occ].Contains(s.Span) {
		out.add("occurrence", s.From, n.ID, func() string {
			return fmt.Sprintf("%s works from %s in need %q, outside every occurrence of it%s", w.Title(), a.SaySpan(s.Span), n.ID, sayOccurrence(a, n, s.Occ))
		})
	}
	ends := Span{Never, Never}
	if s.Occ >= 0 {
		ends = n.Occurrences[s.Occ].Span
	}
	if s.Part {
		return
	}
	for _, at := range [...]int64{s.From, s.To} {
		if (s.ragged || !a.OnGrid(at)) && at != ends.From && at != ends.To {
			out.add("grain", s.From, n.ID, func() string {
				return fmt.Sprintf("The shift of %s in need %q from %s is off the planning grid of %d minutes", w.Title(), n.ID, a.SaySpan(s.Span), int(a.Problem.Grain.Minutes()))
			})
			return
		}
	}
}

func sayOccurrence(a *Reading, n *Need, occ int) string {
	if occ < 0 {
		return ""
	}
	return " (the nearest is from " + a.SaySpan(n.Occurrences[occ].Span) + ")"
}

// OnGrid says whether an instant lies on the planning grid, counted in elapsed
// time from the rota's first midnight.
func (a *Reading) OnGrid(at int64) bool {
	grain := int64(a.Problem.Grain / time.Second)
	return grain <= 0 || (at-a.Origin)%grain == 0
}

// FitsLength checks whole, and the least and the greatest length of a shift.
// A trainee's shift need not be whole: it lies inside the mentor's. Of a part
// of a shift only the greatest length is asked.
func FitsLength(a *Reading, out *Breaches, w *Worker, n *Need, occ int, s Span, part bool) {
	if occ >= 0 && !part {
		o := n.Occurrences[occ].Span
		if n.Whole && !w.Trainee && s != o {
			out.add("whole", s.From, n.ID, func() string {
				return fmt.Sprintf("%s works from %s in need %q, which one worker takes whole, from %s", w.Title(), a.SaySpan(s), n.ID, a.SaySpan(o))
			})
		} else if least := min(int64(n.MinShift/time.Second), o.Len()); s.Len() < least {
			out.add("min_shift", s.From, n.ID, func() string {
				return fmt.Sprintf("%s works %s in need %q from %s; a shift in it lasts at least %s", w.Title(), sayHours(float64(s.Len())), n.ID, a.SaySpan(s), sayHours(float64(least)))
			})
		}
	}
	usual := s.Len() - a.Repeated(s)
	if most := n.MaxShift; most > 0 && usual > int64(most/time.Second) {
		out.add("max_shift", s.From, n.ID, func() string {
			return fmt.Sprintf("%s works %s in need %q from %s; a shift in it lasts at most %s", w.Title(), sayHours(float64(s.Len())), n.ID, a.SaySpan(s), say.Length(most))
		})
	}
	rule, most, what := "max_shift", w.Limits.MaxShift, "shift"
	if n.Kind == scheduler.SleepIn && !w.Trainee {
		rule, most, what = "max_sleep_in", w.Limits.MaxSleepIn, "sleep-in"
	}
	if most > 0 && usual > int64(most/time.Second) {
		out.add(rule, s.From, n.ID, func() string {
			return fmt.Sprintf("%s has a %s of %s from %s; one lasts at most %s", w.Title(), what, sayHours(float64(s.Len())), a.SaySpan(s), say.Length(most))
		})
	}
}

// JudgeStandbyShift checks a shift on standby: who may have one, where, when, how long.
func JudgeStandbyShift(a *Reading, out *Breaches, w *Worker, s *Shift) {
	c := &a.Problem.Contingency
	add := func(rule, words string, args ...any) {
		out.add(rule, s.From, "", func() string {
			return fmt.Sprintf("%s is on standby from %s", w.Title(), a.SaySpan(s.Span)) + fmt.Sprintf(words, args...)
		})
	}
	a.MayWork(out, w, s.Span, "")
	switch {
	case s.At.Need != "":
		add("need", " and entered in need %q; standby serves no need", s.At.Need)
	case s.At.Client != "":
		add("client", " and entered for client %q; standby serves no client", s.At.Client)
	}
	switch {
	case w.Trainee:
		add("standby", ", but a trainee never is")
	case !w.Standby:
		add("standby", ", but may not be rostered on standby")
	}
	if s.Part { // its length and its ends are what was agreed on the day
		return
	}
	if s.Len() < int64(c.StandbyMin/time.Second) {
		add("standby_shift", ", for %s; a standby shift lasts at least %s", sayHours(float64(s.Len())), say.Length(c.StandbyMin))
	}
	if c.StandbyMax > 0 && s.Len() > int64(c.StandbyMax/time.Second) {
		add("standby_shift", ", for %s; a standby shift lasts at most %s", sayHours(float64(s.Len())), say.Length(c.StandbyMax))
	}
	if s.ragged || !a.OnGrid(s.From) || !a.OnGrid(s.To) {
		add("grain", ", off the planning grid of %d minutes", int(a.Problem.Grain.Minutes()))
	}
}

// judgeShadow checks that a trainee works inside one shift of the mentor's in the same need.
func judgeShadow(a *Reading, out *Breaches, w *Worker, n *Need, s *Shift) {
	if !w.Trainee {
		return
	}
	if m := IndexOf(a.WorkerOf, w.Shadowing); m >= 0 {
		for _, it := range a.Workers[m].Line {
			if !it.Past && it.Need == s.Need && it.Contains(s.Span) && (it.Kind == scheduler.Waking || it.Kind == scheduler.SleepIn) {
				return
			}
		}
	}
	out.add("shadowing", s.From, n.ID, func() string {
		return fmt.Sprintf("%s is a trainee and works from %s in need %q, not inside a shift of %s in it", w.Title(), a.SaySpan(s.Span), n.ID, a.NameOf(w.Shadowing))
	})
}

// Step is the planning grid in seconds.
func (a *Reading) Step() int64 { return max(int64(a.Problem.Grain/time.Second), 1) }

// GridUp is the first instant at or after one that is on the grid or an end of
// the occurrence.
func (a *Reading) GridUp(at int64, o Span) int64 {
	if at <= o.From {
		return o.From
	}
	up := at + (a.Step()-((at-a.Origin)%a.Step()+a.Step())%a.Step())%a.Step()
	if at <= o.To && up > o.To {
		return o.To
	}
	return up
}

// GridDown is the last instant at or before one that is on the grid or an end of
// the occurrence.
func (a *Reading) GridDown(at int64, o Span) int64 {
	if at >= o.To {
		return o.To
	}
	down := at - ((at-a.Origin)%a.Step()+a.Step())%a.Step()
	if at >= o.From && down < o.From {
		return o.From
	}
	return down
}
