package reading

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// MentorPin is a shift that a mentor has to work because a trainee is pinned in it.
type MentorPin struct {
	scheduler.Pin
	Mentor       int // by number
	Trainee, For int // the trainee, and which of the trainee's pins: the first that it is for
}

// MentorPins are the shifts that mentors have to work where trainees are pinned from AsOf on and
// nothing of the mentors' own is pinned then: one for pins that overlap or touch, whole or as long as
// the need asks, where it can be at a time at which the mentor may work.
func MentorPins(p *scheduler.Problem) (out []MentorPin) {
	if !slices.ContainsFunc(p.Workers, func(w scheduler.Worker) bool { return w.Shadowing != "" && len(w.Pinned) > 0 }) {
		return nil
	}
	a := New(p)
	for _, m := range openShadows(a) {
		last := len(out) - 1
		if last >= 0 && out[last].Mentor == m.Mentor && out[last].Need == m.Need && !m.Start.After(out[last].End) {
			if m.End.After(out[last].End) {
				out[last].End = m.End
			}
			continue
		}
		out = append(out, m)
	}
	taken := make([][]scheduler.Pin, len(a.Workers))
	for i := range a.Workers {
		taken[i] = slices.Clone(a.Workers[i].Pinned)
	}
	for i := range out {
		m := &out[i]
		m.Pin = a.mentorShift(&a.Workers[m.Mentor], m.Pin, taken[m.Mentor])
		taken[m.Mentor] = append(taken[m.Mentor], m.Pin)
	}
	return out
}

// openShadows are the pins of trainees, as their mentors', that no pin of the mentor's own in the need
// overlaps, by mentor, need and start.
func openShadows(a *Reading) (out []MentorPin) {
	for i := range a.Workers {
		w := &a.Workers[i]
		mentor := IndexOf(a.WorkerOf, w.Shadowing)
		if !w.Trainee || mentor < 0 {
			continue
		}
		for k, pin := range w.Pinned {
			n := IndexOf(a.NeedOf, pin.Need)
			if n < 0 || pin.Start.Unix() < a.AsOf || slices.ContainsFunc(a.Workers[mentor].Pinned, func(o scheduler.Pin) bool {
				return o.Need == pin.Need && o.Start.Before(pin.End) && pin.Start.Before(o.End)
			}) {
				continue
			}
			if o := a.Needs[n].OccurrenceOf(Span{pin.Start.Unix(), pin.End.Unix()}); o >= 0 {
				out = append(out, MentorPin{pin, mentor, i, k})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y MentorPin) int {
		return cmp.Or(cmp.Compare(x.Mentor, y.Mentor), cmp.Compare(x.Need, y.Need), x.Start.Compare(y.Start))
	})
	return out
}

// mentorShift is the shift of a mentor that holds a trainee's time: the shortest that may be, as late
// as it can be where it is longer than that time, apart from what is taken.
func (a *Reading) mentorShift(w *Worker, pin scheduler.Pin, taken []scheduler.Pin) scheduler.Pin {
	n := &a.Needs[a.NeedOf[pin.Need]]
	within := Span{pin.Start.Unix(), pin.End.Unix()}
	o := n.Occurrences[n.OccurrenceOf(within)].Span
	s := Span{a.GridDown(max(within.From, o.From), o), a.GridUp(min(within.To, o.To), o)}
	if n.Whole {
		s = o
	}
	least := min(int64(n.MinShift/time.Second), o.Len())
	best := Span{s.From, min(max(s.To, a.GridUp(s.From+least, o)), o.To)}
	for from := s.From; ; from = a.GridDown(from-1, o) {
		t := Span{from, max(s.To, a.GridUp(from+least, o))}
		if t.To <= o.To && a.mayTakeApart(w, n, t, taken) {
			best = t
			break
		}
		if from <= o.From || from+least <= s.To {
			break
		}
	}
	return scheduler.Pin{Need: pin.Need, Start: a.Instant(best.From), End: a.Instant(best.To)}
}

// mayTakeApart says whether the worker may work a shift of the need by all that looks at it alone, and
// it neither overlaps what is taken nor touches it in the need.
func (a *Reading) mayTakeApart(w *Worker, n *Need, s Span, taken []scheduler.Pin) bool {
	out := &Breaches{A: a, Worker: w.ID, Quiet: true}
	a.MayWork(out, w, s, n.ID)
	a.MayServe(out, w, n, s)
	FitsLength(a, out, w, n, n.OccurrenceOf(s), s, false)
	return out.N == 0 && !slices.ContainsFunc(taken, func(o scheduler.Pin) bool {
		x := Span{o.Start.Unix(), o.End.Unix()}
		return x.Meets(s) || o.Need == n.ID && (x.To == s.From || x.From == s.To)
	})
}

// WithMentors is the problem with the shifts that mentors have to work beside pinned trainees pinned
// too; the problem itself where there are none.
func WithMentors(p *scheduler.Problem, pins []MentorPin) *scheduler.Problem {
	if len(pins) == 0 {
		return p
	}
	q := *p
	q.Workers = slices.Clone(p.Workers)
	for i := range pins {
		w := &q.Workers[pins[i].Mentor]
		w.Pinned = append(slices.Clip(w.Pinned), pins[i].Pin)
	}
	return &q
}
