package why

import (
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// shift is a shift that a worker might take, own shifts that adjoin it
// joined to it.
type shift struct {
	reading.Span
	taken  reading.Span // the part that is new
	moment int64        // on standby: when the worker would be called
	stands bool         // on standby: the shift is there already
}

// shiftsFor are the shifts of least length that would serve the target, on
// the grid. No longer one has fewer obstacles, save where it comes so near to a
// sleep-in that the longer limit on spells holds: those are there too.
func shiftsFor(y *Reader, w *reading.Worker, t *Target) []shift {
	y.raws = y.raws[:0]
	if t.duty != nil {
		standbyShifts(y, w, t)
		return y.raws
	}
	o := t.Need.Occurrences[t.Occ].Span
	if t.Need.Whole {
		y.raws = append(y.raws, shift{Span: o, taken: o})
		return y.raws
	}
	least := min(int64(t.Need.MinShift/time.Second), o.Len())
	windows(y, t.Span, o, max(least, 1))
	bridges(y, w, t.Span, o, max(least, 1))
	nights(y, w, t.Span, o, max(least, 1))
	eves(y, w, t.Span, o, max(least, 1))
	y.raws = slices.DeleteFunc(y.raws, func(s shift) bool { return cutsOwn(w, t, s.Span) })
	extensions(y, w, t, o, least)
	for i := range y.raws {
		join(y, w, t, &y.raws[i])
	}
	return y.raws
}

// windows are the shortest shifts inside an occurrence that meet a time.
func windows(y *Reader, at, o reading.Span, least int64) {
	step := y.Step()
	for s := y.GridUp(at.From-least-step, o); s < at.To && s+least <= o.To; s = y.GridUp(s+1, o) {
		if e := y.GridUp(s+least, o); e > at.From {
			y.raws = append(y.raws, shift{Span: reading.Span{From: s, To: e}})
		}
	}
	if s := y.GridDown(o.To-least, o); o.To > at.From && s < at.To {
		y.raws = append(y.raws, shift{Span: reading.Span{From: s, To: o.To}})
	}
}

// bridges are the shifts of least length that come within a rest of other work
// of a line with a sleep-in.
func bridges(y *Reader, w *reading.Worker, at, o reading.Span, least int64) {
	if !slices.ContainsFunc(w.Line, func(it reading.Item) bool { return it.Kind == scheduler.SleepIn }) {
		return
	}
	rest := int64(w.Limits.MinRest / time.Second)
	for i := range w.Line {
		it := &w.Line[i]
		if it.From < at.To+3*86400 && it.From >= at.From {
			e := y.GridUp(it.From-rest+1, o)
			s := y.GridDown(min(e-least, at.To-1), o)
			bridge(y, at, o, reading.Span{From: s, To: e})
		}
		if it.To > at.From-3*86400 && it.To <= at.To {
			s := y.GridDown(it.To+rest-1, o)
			e := y.GridUp(max(s+least, at.From+1), o)
			bridge(y, at, o, reading.Span{From: s, To: e})
		}
	}
}

// nights are the shifts that are long enough for no overnight rest to be due: those that touch the
// work before or after, leave no midnight between, or are nights.
func nights(y *Reader, w *reading.Worker, at, o reading.Span, least int64) {
	if w.Limits.OvernightRest <= 0 {
		return
	}
	ends := func(s, e int64) {
		bridge(y, at, o, reading.Span{From: y.GridDown(min(s, at.To-1), o), To: y.GridUp(max(e, at.From+1), o)})
	}
	for i := range w.Line {
		it := &w.Line[i]
		if it.To <= at.To && it.To > at.From-2*86400 {
			for _, s := range [...]int64{it.To, y.Midnights[y.DayOf(it.To)+1] - 1} {
				ends(s, s+least)
			}
		}
		if it.From >= at.From && it.From < at.To+2*86400 {
			for _, e := range [...]int64{it.From, y.Midnights[y.DayOf(it.From)] + 1} {
				ends(e-least, e)
			}
		}
	}
	const night = 3 * 3600
	for d := max(y.DayOf(at.From)-1, 0); d <= y.DayOf(at.To); d++ {
		dark := y.Window(d, 23*time.Hour, 6*time.Hour, false)
		ends(dark.To-night, max(dark.To, dark.To-night+least))
		ends(min(dark.From, dark.From+night-least), dark.From+night)
		ends(at.From, max(dark.From, at.From)+night)
		ends(min(dark.To, at.To)-night, at.To)
	}
}

// eves are the shortest shifts that start before a day off and reach a time.
func eves(y *Reader, w *reading.Worker, at, o reading.Span, least int64) {
	for _, off := range w.NoStart {
		if off.Meets(reading.Span{From: at.From - least, To: at.To}) {
			s := y.GridDown(off.From-1, o)
			bridge(y, at, o, reading.Span{From: s, To: y.GridUp(max(s+least, at.From+1), o)})
		}
	}
}

func bridge(y *Reader, at, o, s reading.Span) {
	if s.Len() > 0 && o.Contains(s) && s.Meets(at) {
		y.raws = append(y.raws, shift{Span: s})
	}
}

// cutsOwn says whether a shift lies over part of one of the worker's own in the same occurrence: what
// it would add is that shift made longer, which extensions are.
func cutsOwn(w *reading.Worker, t *Target, s reading.Span) bool {
	return slices.ContainsFunc(w.Line, func(it reading.Item) bool { return extends(&it, t) && it.Meets(s) })
}

// extends says whether an item of the worker's line is one that may be made longer for a target.
func extends(it *reading.Item, t *Target) bool {
	return !it.Past && it.Need == t.Need.Index && it.Occurrence == t.Occ && it.Kind == t.Need.Kind
}

// extensions are the worker's own shifts in the occurrence made longer.
func extensions(y *Reader, w *reading.Worker, t *Target, o reading.Span, least int64) {
	for i := range w.Line {
		it := &w.Line[i]
		if !extends(it, t) {
			continue
		}
		for e := y.GridUp(max(it.To, t.From)+1, o); e <= o.To && it.To < t.To && e-max(it.To, t.From) <= least+y.Step(); e = y.GridUp(e+1, o) {
			y.raws = append(y.raws, shift{Span: reading.Span{From: it.To, To: e}})
			if e == o.To {
				break
			}
		}
		for s := y.GridDown(min(it.From, t.To)-1, o); s >= o.From && it.From > t.From && min(it.From, t.To)-s <= least+y.Step(); s = y.GridDown(s-1, o) {
			y.raws = append(y.raws, shift{Span: reading.Span{From: s, To: it.From}})
			if s == o.From {
				break
			}
		}
	}
}

// join adds the worker's own shifts in the occurrence that touch the new part.
func join(y *Reader, w *reading.Worker, t *Target, s *shift) {
	s.taken = s.Span
	for i := range w.Line {
		if it := &w.Line[i]; joins(y, it, t, s) {
			s.From, s.To = min(s.From, it.From), max(s.To, it.To)
		}
	}
}

func joins(y *Reader, it *reading.Item, t *Target, s *shift) bool {
	return t.duty == nil && extends(it, t) && (it.To == s.taken.From || it.From == s.taken.To)
}

// standbyShifts are the standby shifts of least length that would back the
// duty, and those of the worker that are there already.
func standbyShifts(y *Reader, w *reading.Worker, t *Target) {
	least := max(int64(y.Problem.Contingency.StandbyMin/time.Second), 1)
	all := reading.Span{From: y.Midnights[0], To: y.Midnights[len(y.Midnights)-1]}
	windows(y, t.Span, all, least)
	bridges(y, w, t.Span, all, least)
	nights(y, w, t.Span, all, least)
	eves(y, w, t.Span, all, least)
	new := len(y.raws)
	for i := range w.Line {
		if it := &w.Line[i]; !it.Past && it.Kind == scheduler.Standby && it.Meets(t.Span) {
			y.raws = append(y.raws, shift{Span: it.Span, stands: true})
		}
	}
	for i := range y.raws {
		y.raws[i].taken, y.raws[i].moment = y.raws[i].Span, max(y.raws[i].From, t.From)
		y.raws[i].stands = i >= new
	}
	moments(y, w, t)
}

// moments looks at each shift also at the moments at which the worker comes to
// hold one more of the skills, or a day off ends.
func moments(y *Reader, w *reading.Worker, t *Target) {
	ask := slices.Clone(t.Need.Skills)
	for _, k := range t.Among {
		ask = append(ask, t.Need.Among[k].Skill)
	}
	for i, n := 0, len(y.raws); i < n; i++ {
		in := y.raws[i].Meet(t.Span)
		also := func(at int64) {
			if at > in.From && at < in.To {
				s := y.raws[i]
				s.moment = at
				y.raws = append(y.raws, s)
			}
		}
		for _, skill := range ask {
			for _, held := range w.SkillTimes[skill] {
				also(held.From)
			}
		}
		for _, off := range w.NoStart {
			also(off.To)
		}
	}
}
