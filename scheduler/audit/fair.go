package audit

import (
	"maps"
	"math"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// FairShares enters how weekends, nights and standby of the report's rota are shared out. Each part
// of a burden is due to those who could have borne it, in proportion to their hours in its week: who
// is away then, or kept from all of it, is due nothing of it. Family, trainees and those who are
// barred have no share; a burden that nobody bears is left out.
func FairShares(p *scheduler.Problem, r *scheduler.Report) {
	if p == nil || r == nil || len(r.Workers) != len(p.Workers) {
		return
	}
	a := reading.New(p)
	a.ReadShifts(r.Rota)
	hours := hoursToShare(a)
	r.Fair = nil
	for _, of := range []struct {
		name  string
		parts []part
		could func(w *reading.Worker) bool
	}{
		{"weekends", weekends(a), couldAt(a, func(s reading.Span) bool { return weekendOf(a, s) })},
		{"nights", nights(a), couldAt(a, a.IsNightTime)},
		{"standby", standbys(a), func(w *reading.Worker) bool { return w.Standby }},
	} {
		if f := shareOut(a, of.parts, hours, of.could); f.Total > 0 {
			f.Of = of.name
			r.Fair = append(r.Fair, f)
		}
	}
}

// part is a piece of a burden that one worker bears: a weekend, a night, a standby shift.
type part struct {
	by    int
	size  float64
	week  int
	could func(w *reading.Worker) bool // whether somebody else could have borne it
}

// shareOut says what each worker is given of a burden and would be due.
func shareOut(a *reading.Reading, parts []part, hours [][]float64, could func(w *reading.Worker) bool) (f scheduler.FairShare) {
	given, due := make([]float64, len(a.Workers)), make([]float64, len(a.Workers))
	largest := 0.0
	for _, x := range parts {
		weights, sum := make([]float64, len(a.Workers)), 0.0
		for i := range a.Workers {
			if w := &a.Workers[i]; sharesBurdens(a, w) && (i == x.by || x.could(w)) {
				weights[i] = hours[i][x.week]
				sum += weights[i]
			}
		}
		if !sharesBurdens(a, &a.Workers[x.by]) {
			continue
		}
		if sum == 0 {
			weights[x.by], sum = 1, 1
		}
		given[x.by] += x.size
		for i, weight := range weights {
			due[i] += x.size * weight / sum
		}
		f.Total, largest = f.Total+x.size, max(largest, x.size)
	}
	over, under := 0.0, 0.0
	for i := range a.Workers {
		if w := &a.Workers[i]; given[i] > 0 || due[i] > 0 || sharesBurdens(a, w) && could(w) {
			f.Workers = append(f.Workers, scheduler.Share{Worker: w.ID, Given: given[i], Due: due[i]})
		}
		over, under = over+wholeParts(given[i]-due[i], largest), under+wholeParts(due[i]-given[i], largest)
	}
	if f.Total > 0 {
		f.Spread = max(over, under) / f.Total
	}
	return f
}

// wholeParts is how much of a difference is whole parts of a burden: less than one cannot change
// hands.
func wholeParts(x, largest float64) float64 {
	if x <= 0 || largest == 0 {
		return 0
	}
	return math.Floor(x/largest+1e-9) * largest
}

// weekends are the weekends on which each worker has a shift, standby not among them.
func weekends(a *reading.Reading) (out []part) {
	for i := range a.Workers {
		at := map[int][]*reading.Item{} // by Saturday
		for k := range a.Workers[i].Line {
			it := &a.Workers[i].Line[k]
			if it.Past || it.Kind == scheduler.Standby {
				continue
			}
			for d := a.DayOf(it.From); d < len(a.Dates) && a.Midnights[d] < it.To; d++ {
				if sat := a.Saturday(d); sat > -2 && !slices.Contains(at[sat], it) {
					at[sat] = append(at[sat], it)
				}
			}
		}
		for _, sat := range slices.Sorted(maps.Keys(at)) {
			items := at[sat]
			out = append(out, part{i, 1, a.DayOf(items[0].From) / 7, func(w *reading.Worker) bool {
				return slices.ContainsFunc(items, func(it *reading.Item) bool { return couldBear(a, w, it) })
			}})
		}
	}
	return out
}

// nights are the night shifts of each worker.
func nights(a *reading.Reading) (out []part) {
	for i := range a.Workers {
		for k := range a.Workers[i].Line {
			if it := &a.Workers[i].Line[k]; !it.Past && a.IsNight(it) {
				out = append(out, part{i, 1, a.DayOf(it.From) / 7, func(w *reading.Worker) bool { return couldBear(a, w, it) }})
			}
		}
	}
	return out
}

// standbys are the standby shifts of each worker, by their hours.
func standbys(a *reading.Reading) (out []part) {
	for i := range a.Workers {
		for k := range a.Workers[i].Line {
			if it := &a.Workers[i].Line[k]; !it.Past && it.Kind == scheduler.Standby {
				out = append(out, part{i, reading.HoursOf(it.Len()), a.DayOf(it.From) / 7, couldStandBy(a, it.Span)})
			}
		}
	}
	return out
}

// couldBear says whether a worker could have had another's shift, the hours of both aside.
func couldBear(a *reading.Reading, w *reading.Worker, it *reading.Item) bool {
	if it.Need < 0 {
		return false
	}
	n := &a.Needs[it.Need]
	return w.Starts(it.From) && a.MayTake(w, n) && reading.Inside(a.Able(w, n, it.Span), it.Span)
}

// couldStandBy says of a worker whether he or she could have been on standby then, for at least one
// of the needs.
func couldStandBy(a *reading.Reading, s reading.Span) func(w *reading.Worker) bool {
	type window struct {
		need *reading.Need
		in   reading.Span
	}
	var needed []window
	for i := range a.Needs {
		for _, o := range a.Needs[i].Occurrences {
			if a.Needs[i].Contingency && o.Meets(s) {
				needed = append(needed, window{&a.Needs[i], o.Meet(s)})
			}
		}
	}
	return func(w *reading.Worker) bool {
		return w.Standby && w.Starts(s.From) && reading.Inside(w.Free, s) && w.Approved.Contains(s) && slices.ContainsFunc(needed, func(x window) bool {
			return a.MayTake(w, x.need) && len(a.OnCall(w, x.need, x.in)) > 0
		})
	}
}

// rotaSpan is the time of the rota's days.
func rotaSpan(a *reading.Reading) reading.Span {
	return reading.Span{From: a.Midnights[a.First], To: a.Midnights[a.First+a.Days]}
}

// sharesBurdens says whether a worker has a share at all.
func sharesBurdens(a *reading.Reading, w *reading.Worker) bool {
	return !w.Family && !w.Trainee && !w.Barred && w.Approved.Meets(rotaSpan(a))
}

// hoursToShare are the hours of each worker, by week, by which fair shares are worked out: those
// contracted, else those within the limits, in a week that the rota cuts in proportion; at most those
// for which the worker is available.
func hoursToShare(a *reading.Reading) [][]float64 {
	out := make([][]float64, len(a.Workers))
	for i := range a.Workers {
		w := &a.Workers[i]
		out[i] = make([]float64, a.WeekCount())
		full, sum := w.GuaranteedHoursWeek, 0.0
		if most := w.Limits.MaxHoursWeek; full <= 0 && most != nil {
			full = most.Hours()
		}
		free := reading.Meet(reading.Meet(w.Free, []reading.Span{rotaSpan(a)}), []reading.Span{w.Approved})
		for k := range out[i] {
			week, there := a.Week(k), int64(0)
			for _, s := range free {
				there += s.Overlap(week)
			}
			out[i][k] = reading.HoursOf(there)
			if share := float64(week.Overlap(rotaSpan(a))) / float64(week.Len()); full > 0 {
				out[i][k] = min(out[i][k], full*share)
			}
			sum += out[i][k]
		}
		if most := w.Limits.MaxHoursRota; most != nil && w.GuaranteedHoursWeek <= 0 && sum > most.Hours() {
			for k := range out[i] {
				out[i][k] *= most.Hours() / sum
			}
		}
	}
	return out
}

// couldAt says of a worker whether there is a need at such a time that the worker may take.
func couldAt(a *reading.Reading, such func(s reading.Span) bool) func(w *reading.Worker) bool {
	times := make([][]reading.Span, len(a.Needs))
	for i := range a.Needs {
		for _, o := range a.Needs[i].Occurrences {
			if such(o.Span) {
				times[i] = append(times[i], o.Span)
			}
		}
	}
	return func(w *reading.Worker) bool {
		for i := range a.Needs {
			if len(times[i]) == 0 || !a.MayTake(w, &a.Needs[i]) {
				continue
			}
			for _, o := range times[i] {
				for _, s := range a.Able(w, &a.Needs[i], o) {
					if such(s) {
						return true
					}
				}
			}
		}
		return false
	}
}

// weekendOf says whether a time touches a Saturday or Sunday.
func weekendOf(a *reading.Reading, s reading.Span) bool {
	for d := a.DayOf(s.From); d < len(a.Dates) && a.Midnights[d] < s.To; d++ {
		if day := a.Dates[d].DayOfWeek; day == time.Saturday || day == time.Sunday {
			return true
		}
	}
	return false
}
