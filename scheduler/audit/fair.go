package audit

import (
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// FairShares enters how weekends, nights and standby of the report's rota are shared out. Family,
// trainees and those who are barred have no share; a burden that nobody bears is left out.
func FairShares(p *scheduler.Problem, r *scheduler.Report) {
	if p == nil || r == nil || len(r.Workers) != len(p.Workers) {
		return
	}
	a := reading.New(p)
	r.Fair = nil
	for _, of := range []struct {
		name  string
		given func(w *scheduler.WorkerReport) float64
		could func(w *reading.Worker) bool
	}{
		{"weekends", func(w *scheduler.WorkerReport) float64 { return float64(w.Weekends) }, couldAt(a, func(s reading.Span) bool { return weekendOf(a, s) })},
		{"nights", func(w *scheduler.WorkerReport) float64 { return float64(w.Nights) }, couldAt(a, a.IsNightTime)},
		{"standby", func(w *scheduler.WorkerReport) float64 { return w.StandbyHours }, func(w *reading.Worker) bool { return w.Standby }},
	} {
		f := scheduler.FairShare{Of: of.name}
		weights, sum := []float64{}, 0.0
		for i := range a.Workers {
			w, given := &a.Workers[i], of.given(&r.Workers[i])
			if !sharesBurdens(a, w) || given == 0 && !of.could(w) {
				continue
			}
			f.Workers = append(f.Workers, scheduler.Share{Worker: w.ID, Given: given})
			weights = append(weights, hoursToShare(a, w))
			f.Total, sum = f.Total+given, sum+weights[len(weights)-1]
		}
		if f.Total == 0 || sum == 0 {
			continue
		}
		for i := range f.Workers {
			s := &f.Workers[i]
			s.Due = f.Total * weights[i] / sum
			f.Spread += max(0, s.Given-s.Due) / f.Total
		}
		r.Fair = append(r.Fair, f)
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

// hoursToShare are the hours by which a worker's fair share is computed.
func hoursToShare(a *reading.Reading, w *reading.Worker) float64 {
	weeks := float64(a.Days) / 7
	if w.GuaranteedHoursWeek > 0 {
		return w.GuaranteedHoursWeek * weeks
	}
	free := int64(0)
	for _, s := range reading.Meet(reading.Meet(w.Free, []reading.Span{rotaSpan(a)}), []reading.Span{w.Approved}) {
		free += s.Len()
	}
	hours := reading.HoursOf(free)
	if most := w.Limits.MaxHoursWeek; most != nil {
		hours = min(hours, most.Hours()*weeks)
	}
	if most := w.Limits.MaxHoursRota; most != nil {
		hours = min(hours, most.Hours())
	}
	return hours
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
