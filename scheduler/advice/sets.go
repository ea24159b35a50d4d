package advice

import (
	"cmp"
	"context"
	"slices"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Most remedies tried alone, most pairs, and from how many remedies pairs are made.
const (
	mostAlone   = 40
	mostBundles = 20
	mostPaired  = 6
)

// adviceSet is a set of remedies with what it leaves.
type adviceSet struct {
	remedies []Remedy
	goals    [aims]float64
}

// sets are sets of remedies worth verifying, each reduced to what it needs and to the
// least degree: single ones, new workers, those of one kind together, pairs, all
// together. With an error come the sets found so far.
func (a *advising) sets(ctx context.Context, r *scheduler.Report) (out [][]Remedy, err error) {
	f := a.find(r)
	var found []adviceSet
	for _, step := range []func(context.Context, *finder, *[]adviceSet) error{a.alone, a.hires, a.ofOneKind, a.pairs, a.tryAllKinds} {
		if err = step(ctx, f, &found); err != nil {
			break
		}
	}
	slices.SortStableFunc(found, func(x, z adviceSet) int {
		return cmp.Or(compareGoals(x.goals, z.goals, a.levels), cmp.Compare(len(x.remedies), len(z.remedies)))
	})
	for i, s := range found {
		if i == a.o.Most {
			break
		}
		if err == nil {
			s.remedies, err = a.least(ctx, s)
		}
		out = append(out, s.remedies)
	}
	return out, err
}

// helps tries a set and keeps it when it leaves less than none does.
func (a *advising) helps(ctx context.Context, set []Remedy, found *[]adviceSet) (bool, error) {
	t, err := a.try(ctx, set)
	if err != nil || !a.gains(t) {
		return false, err
	}
	*found = append(*found, adviceSet{set, t.goals})
	return true, nil
}

// gains says whether a trial leaves less than the problem as it is. Where its
// rota does as well without the remedies, it is the better rota of the problem as it is.
func (a *advising) gains(t *trial) bool {
	if t == nil || !better(t.goals, a.base.goals, a.levels) {
		return false
	}
	if a.noMerit(t) {
		a.base, a.from = t, t.in.over(a.from, t.report.Rota)
		return false
	}
	return true
}

// alone tries each remedy by itself, then the bundles of two of which neither
// helps alone.
func (a *advising) alone(ctx context.Context, f *finder, found *[]adviceSet) error {
	singles := f.singles()
	if len(singles) > 0 {
		a.say("trying %s one by one", say.Count(min(len(singles), mostAlone), "change"))
	}
	good := map[string]bool{}
	for i, m := range singles {
		if i == mostAlone {
			break
		}
		yes, err := a.helps(ctx, []Remedy{m}, found)
		if err != nil {
			return err
		}
		good[m.key()] = yes
	}
	tried := 0
	for _, b := range f.list {
		if len(b.remedies) < 2 || tried == mostBundles || slices.ContainsFunc(b.remedies, func(m Remedy) bool { return good[m.key()] }) {
			continue
		}
		tried++
		if _, err := a.helps(ctx, b.remedies, found); err != nil {
			return err
		}
	}
	return nil
}

// singles are the remedies of all bundles, each once with all its times, in
// the bundles' order.
func (f *finder) singles() (out []Remedy) {
	at := map[string]int{}
	for _, b := range f.list {
		for _, m := range b.remedies {
			if i, seen := at[m.key()]; seen {
				out[i].Times = joinTimes(slices.Clone(out[i].Times), m.Times)
				continue
			}
			at[m.key()] = len(out)
			out = append(out, m)
		}
	}
	return out
}

// kindsInOrder are the kinds from the lightest to change to the heaviest.
var kindsInOrder = []RemedyKind{RaiseCap, Extend, Train, LiftCeil, Approve, Accept, Hire}

// ofOneKind takes all remedies of one kind together and leaves out what is not
// needed.
func (a *advising) ofOneKind(ctx context.Context, f *finder, found *[]adviceSet) error {
	singles := f.singles()
	for _, kind := range kindsInOrder {
		var set []Remedy
		for _, m := range singles {
			if m.Kind == kind && len(set) < mostAlone {
				set = append(set, m)
			}
		}
		if len(set) < 2 {
			continue
		}
		a.say("trying %s of one kind together", say.Count(len(set), "change"))
		if err := a.reduced(ctx, set, found); err != nil {
			return err
		}
		if err := a.others(ctx, set, found); err != nil {
			return err
		}
	}
	return nil
}

// mostOthers is how many sets of one kind are looked for beside the first.
const mostOthers = 3

// others looks for sets of one kind with those remedies in them that help
// alone and that the set found last does without: there may be a choice.
func (a *advising) others(ctx context.Context, set []Remedy, found *[]adviceSet) error {
	if len(*found) == 0 || len((*found)[len(*found)-1].remedies) < 2 {
		return nil
	}
	last := (*found)[len(*found)-1].remedies
	tried := 0
	for i, m := range set {
		if tried == mostOthers || slices.ContainsFunc(last, func(l Remedy) bool { return l.key() == m.key() }) {
			continue
		}
		t, err := a.try(ctx, []Remedy{m})
		if err != nil {
			return err
		}
		if !a.gains(t) {
			continue
		}
		tried++
		first := append([]Remedy{m}, slices.Delete(slices.Clone(set), i, i+1)...)
		if err := a.reduced(ctx, first, found); err != nil {
			return err
		}
	}
	return nil
}

// hired says whether a set is one of new workers, beside whom other ways are sought all the same.
func (s *adviceSet) hired() bool { return s.remedies[0].Kind == Hire }

// tryAllKinds takes remedies of every kind, unless something complete is found.
func (a *advising) tryAllKinds(ctx context.Context, f *finder, found *[]adviceSet) error {
	if slices.ContainsFunc(*found, func(s adviceSet) bool { return !s.hired() && noneLeft(s.goals, a.levels) }) {
		return nil
	}
	set := f.singles()
	if len(set) > mostAlone {
		set = set[:mostAlone]
	}
	slices.SortStableFunc(set, func(x, z Remedy) int {
		return cmp.Compare(slices.Index(kindsInOrder, x.Kind), slices.Index(kindsInOrder, z.Kind))
	})
	if len(set) < 2 {
		return nil
	}
	a.say("trying %s together", say.Count(len(set), "change"))
	return a.reduced(ctx, set, found)
}

// reduced tries a set as a whole and, when it leaves less than anything found
// with fewer remedies, leaves out one after the other, the last first, all that
// it can do without.
func (a *advising) reduced(ctx context.Context, set []Remedy, found *[]adviceSet) error {
	all, err := a.try(ctx, set)
	if err != nil || !a.gains(all) {
		return err
	}
	for _, s := range *found {
		if len(s.remedies) == 1 && !s.hired() && !better(all.goals, s.goals, a.levels) {
			return nil
		}
	}
	// halves first, so that a long list is soon a short one
	for size := len(set) / 2; size >= 1; size /= 2 {
		for end := len(set); end > 0 && len(set) > size; end -= size {
			rest := slices.Delete(slices.Clone(set), max(0, end-size), end)
			t, err := a.try(ctx, rest)
			if err != nil {
				return err
			}
			if t != nil && !better(all.goals, t.goals, a.levels) {
				set = rest
			}
		}
	}
	t, err := a.try(ctx, set)
	if err == nil && t != nil {
		*found = append(*found, adviceSet{set, t.goals})
	}
	return err
}

// pairs tries two remedies at a time, while none alone is enough.
func (a *advising) pairs(ctx context.Context, _ *finder, found *[]adviceSet) error {
	var good []adviceSet
	for _, s := range *found {
		if len(s.remedies) != 1 || s.hired() {
			continue
		}
		if noneLeft(s.goals, a.levels) {
			return nil
		}
		good = append(good, s)
	}
	slices.SortStableFunc(good, func(x, z adviceSet) int { return compareGoals(x.goals, z.goals, a.levels) })
	good = good[:min(len(good), mostPaired)]
	if len(good) > 1 {
		a.say("trying pairs of %s", say.Count(len(good), "change"))
	}
	for i := range good {
		for k := range i {
			both := slices.Concat(good[k].remedies, good[i].remedies)
			t, err := a.try(ctx, both)
			if err != nil {
				return err
			}
			if t != nil && better(t.goals, good[i].goals, a.levels) && better(t.goals, good[k].goals, a.levels) {
				*found = append(*found, adviceSet{both, t.goals})
			}
		}
	}
	return nil
}
