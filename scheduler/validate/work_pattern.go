package validate

import (
	"fmt"

	"github.com/carerota/carerota/scheduler"
)

// mostPatternNeeds is how many needs work patterns may name in all.
const mostPatternNeeds = 60

func (v *validation) workPatterns() {
	needs, weekends := map[string]bool{}, map[string]int{}
	for i := range v.p.WorkPatterns {
		w := &v.p.WorkPatterns[i]
		path := fmt.Sprintf("work_pattern[%d]", i)
		v.label(path+".name", w.Name)
		v.referAll(path+".workers", w.Workers, "worker")
		v.referAll(path+".needs", w.Needs, "need")
		v.number(path+".price", w.Price, 0, maxMoney)
		v.count(path+".least", w.Least, 0, maxCount)
		if w.Most != nil {
			v.count(path+".most", *w.Most, 0, maxCount)
		}
		for _, id := range w.Needs {
			needs[id] = true
		}
		v.workPattern(path, w)
		if w.Of != scheduler.WeekendsWorked {
			continue
		}
		for k := range v.p.Workers {
			if id := v.p.Workers[k].ID; w.For(&v.p.Workers[k]) {
				if first, ok := weekends[id]; ok {
					v.add(path+".workers", "leave one of them out", "work_pattern[%d] says how many weekends %q works already", first, id)
					break
				}
				weekends[id] = i
			}
		}
	}
	if len(needs) > mostPatternNeeds {
		v.add("work_pattern", "name fewer needs", "work patterns name %d needs; at most %d are allowed", len(needs), mostPatternNeeds)
	}
}

// workPattern checks that the keys go together.
func (v *validation) workPattern(path string, w *scheduler.WorkPattern) {
	inARow := w.Of == scheduler.DaysWorked || w.Of == scheduler.DaysOff
	switch {
	case w.Of < scheduler.DaysWorked || w.Of > scheduler.SplitWeekends:
		v.add(path+".of", `use "days", "days-off", "shifts", "weekends" or "split-weekends"`, "%d is not a sort of work pattern", int(w.Of))
		return
	case len(w.Needs) > 0 && w.Of != scheduler.DaysWorked && w.Of != scheduler.ShiftsWorked:
		v.add(path+".needs", `leave it out, or use "days" or "shifts"`, "this sort of work pattern counts the shifts of all needs")
	case w.Least > 0 && w.Of >= scheduler.WeekendsWorked:
		v.add(path+".least", "leave it out", "no least number of weekends can be wished for")
	case w.Most != nil && w.Of == scheduler.SplitWeekends:
		v.add(path+".most", "leave it out", "each split weekend has the price")
	case w.Most != nil && *w.Most < max(w.Least, 1) && inARow:
		v.add(path+".most", "raise `most`", "at most %d days in a row cannot be, with at least %d", *w.Most, max(w.Least, 1))
	case w.Most != nil && *w.Most < w.Least:
		v.add(path+".most", "raise `most` or lower `least`", "most %d is below least %d", *w.Most, w.Least)
	case w.Most == nil && w.Of == scheduler.WeekendsWorked, w.Most == nil && w.Least < 2 && inARow, w.Most == nil && w.Least < 1 && w.Of == scheduler.ShiftsWorked:
		v.add(path, "give `least` or `most`", "it asks for nothing")
	}
}
