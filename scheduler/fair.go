package scheduler

import "time"

// FairShares enters how weekends, nights and standby of the report's rota are shared out. Family, trainees and
// those who are barred have no share; a burden that nobody bears is left out.
func FairShares(p *Problem, r *Report) {
	if p == nil || r == nil || len(r.Workers) != len(p.Workers) {
		return
	}
	a := newAudit(p)
	r.Fair = nil
	for _, of := range []struct {
		name  string
		given func(w *WorkerReport) float64
		could func(w *auditWorker) bool
	}{
		{"weekends", func(w *WorkerReport) float64 { return float64(w.Weekends) }, couldAt(a, func(s auditSpan) bool { return weekendOf(a, s) })},
		{"nights", func(w *WorkerReport) float64 { return float64(w.Nights) }, couldAt(a, a.isNightTime)},
		{"standby", func(w *WorkerReport) float64 { return w.StandbyHours }, func(w *auditWorker) bool { return w.Standby }},
	} {
		f := FairShare{Of: of.name}
		weights, sum := []float64{}, 0.0
		for i := range a.workers {
			w, given := &a.workers[i], of.given(&r.Workers[i])
			if !sharesBurdens(a, w) || given == 0 && !of.could(w) {
				continue
			}
			f.Workers = append(f.Workers, Share{Worker: w.ID, Given: given})
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
func rotaSpan(a *audit) auditSpan {
	return auditSpan{a.midnights[a.first], a.midnights[a.first+a.days]}
}

// sharesBurdens says whether a worker has a share at all.
func sharesBurdens(a *audit, w *auditWorker) bool {
	return !w.family && !w.trainee && !w.barred && w.approved.meets(rotaSpan(a))
}

// hoursToShare are the hours by which a worker's fair share is computed.
func hoursToShare(a *audit, w *auditWorker) float64 {
	weeks := float64(a.days) / 7
	if w.GuaranteedHoursWeek > 0 {
		return w.GuaranteedHoursWeek * weeks
	}
	free := int64(0)
	for _, s := range auditMeet(auditMeet(w.free, []auditSpan{rotaSpan(a)}), []auditSpan{w.approved}) {
		free += s.len()
	}
	hours := auditHoursOf(free)
	if most := w.limits.MaxHoursWeek; most != nil {
		hours = min(hours, most.Hours()*weeks)
	}
	if most := w.limits.MaxHoursRota; most != nil {
		hours = min(hours, most.Hours())
	}
	return hours
}

// couldAt says of a worker whether there is a need at such a time that the worker may take.
func couldAt(a *audit, such func(s auditSpan) bool) func(w *auditWorker) bool {
	times := make([][]auditSpan, len(a.needs))
	for i := range a.needs {
		for _, o := range a.needs[i].occurrences {
			if such(o.auditSpan) {
				times[i] = append(times[i], o.auditSpan)
			}
		}
	}
	return func(w *auditWorker) bool {
		for i := range a.needs {
			if len(times[i]) == 0 || !a.mayTake(w, &a.needs[i]) {
				continue
			}
			for _, o := range times[i] {
				for _, s := range a.able(w, &a.needs[i], o) {
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
func weekendOf(a *audit, s auditSpan) bool {
	for d := a.dayOf(s.from); d < len(a.dates) && a.midnights[d] < s.to; d++ {
		if day := a.dates[d].weekday; day == time.Saturday || day == time.Sunday {
			return true
		}
	}
	return false
}
