package reading

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// RefusedBackup is a name on a shift that does not stand.
type RefusedBackup struct {
	Shift        int // in the rota as it was given
	Backup, Says string
}

// RefusedBackups are the names on the shifts of a rota that do not stand: whoever is named must be
// able to take the whole shift, or the time that is given, beside all shifts of the worker's own,
// with every hard limit kept and under different_provider from elsewhere; who is not on standby
// then is named once at a time, and for no more hours than the limits of hours allow beside the
// rota.
func RefusedBackups(p *scheduler.Problem, r *scheduler.Rota, rules Rules) (out []RefusedBackup) {
	a := JudgedUnder(p, r, rules)
	order := make([]int, len(r.Shifts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(x, y int) int { return CompareShifts(r.Shifts[x], r.Shifts[y]) })
	of := map[*scheduler.Shift]int{}
	for k := range a.Report.Rota.Shifts {
		of[&a.Report.Rota.Shifts[k]] = order[k]
	}
	j := promises{a: a, held: make([][]Item, len(a.Workers))}
	for i := range a.Shifts {
		duty, at := &a.Shifts[i], of[a.Shifts[i].At]
		seen := map[string]bool{}
		for k := range r.Shifts[at].Backups {
			b := &r.Shifts[at].Backups[k]
			says := "is named twice"
			if !seen[b.Worker] {
				says = j.against(duty, b)
			}
			if seen[b.Worker] = true; says != "" {
				out = append(out, RefusedBackup{at, b.Worker, says})
			}
		}
	}
	return out
}

// promises are what the workers who are not on standby are promised for.
type promises struct {
	a      *Reading
	held   [][]Item // by worker
	duties map[*Occurrence][][]Duty
}

// against is what speaks against a name on a shift, empty for nothing; a name that stands is a
// promise.
func (j *promises) against(duty *Shift, b *scheduler.Backup) string {
	a := j.a
	k := IndexOf(a.WorkerOf, b.Worker)
	if k < 0 || !duty.Counts || duty.Need < 0 {
		return "is nobody who could be named here"
	}
	w, n, span := &a.Workers[k], &a.Needs[duty.Need], duty.Span
	if !b.Whole() {
		span = Span{b.Start.Unix(), b.End.Unix()}
	}
	if span.Len() <= 0 || !duty.Contains(span) {
		return "is named for a time outside the shift"
	}
	var stands []Span
	for _, it := range w.Line {
		if it.Kind == scheduler.Standby && !it.Past && it.Meets(span) {
			stands = append(stands, it.Span)
		}
	}
	switch {
	case b.Standby != (len(stands) > 0):
		return "is said to be on standby, or not to be, and it is not so"
	case w.Family && !w.Standby || !a.MayTake(w, n):
		return "may not be called to this need"
	case !couldStepIn(a, w, n, duty, span, duty.Part || b.Standby && !b.Whole(), MissingIn(j.partsOf(n, duty), span)):
		return "could not take it within every limit, beside what the rota has"
	}
	return j.promise(w, duty, Without([]Span{span}, Union(stands)))
}

// partsOf are the parts of a shift with what would go short in each without it.
func (j *promises) partsOf(n *Need, duty *Shift) []Duty {
	o := &n.Occurrences[duty.Occ]
	if j.duties == nil {
		j.duties = map[*Occurrence][][]Duty{}
	}
	if j.duties[o] == nil {
		j.duties[o] = j.a.Duties(n, o)
	}
	for k, i := range o.Duty {
		if &j.a.Shifts[i] == duty {
			return j.duties[o][k]
		}
	}
	return nil
}

// promise holds what is asked of a worker beside all that the worker is promised for already.
func (j *promises) promise(w *Worker, duty *Shift, spans []Span) string {
	a := j.a
	line := slices.Concat(w.Line, j.held[w.Index])
	for _, s := range spans {
		if slices.ContainsFunc(j.held[w.Index], func(it Item) bool { return it.Meets(s) }) {
			return fmt.Sprintf("is promised to two shifts at one time, from %s", a.SaySpan(s))
		}
		it := a.ItemOf(duty)
		it.Span = s
		line = append(line, it)
	}
	if !HoursKept(a, w, line) {
		return "is promised for more hours than the limits allow"
	}
	j.held[w.Index] = slices.Clone(line[len(w.Line):])
	return ""
}
