package reading

import "github.com/carerota/carerota/scheduler"

// wishPrices is what wishes that are not granted come to.
func wishPrices(a *Reading) float64 {
	var sum sum
	for i := range a.Workers {
		w := &a.Workers[i]
		for k := range w.Wishes {
			_, missed := a.Wished(w, &w.Wishes[k])
			sum.add(w.Wishes[k].Price * float64(len(missed)))
		}
	}
	return sum.value()
}

// Wished are the windows of a wish that start on a day of the rota, and those of them in which it is
// not granted: a wish to be off where a shift of any kind meets it, a wish to be on where no shift on
// duty does.
func (a *Reading) Wished(w *Worker, k *scheduler.Wish) (all, missed []Span) {
	all = a.windows(&k.Days, a.First, a.First+a.Days, k.From, k.To, k.WholeDay)
	for _, s := range all {
		any, duty := false, false
		for _, it := range w.Line {
			if !it.Past && it.Meets(s) {
				any, duty = true, duty || it.Kind == scheduler.Waking || it.Kind == scheduler.SleepIn
			}
		}
		if k.On && !duty || !k.On && any {
			missed = append(missed, s)
		}
	}
	return all, missed
}
