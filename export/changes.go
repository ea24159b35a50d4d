package export

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// change is a difference between two rotas: a shift that is new (Was nil), one that
// is no more (Is nil), or one that another stands in place of.
type change struct{ Was, Is *scheduler.Shift }

// first is the earlier of the two shifts.
func (c change) first() *scheduler.Shift {
	if c.Was == nil || c.Is != nil && c.Is.Start.Before(c.Was.Start) {
		return c.Is
	}
	return c.Was
}

// changesFrom are the differences of a rota from an earlier one, in order of
// time. Of what is no more and what is new, those stand together that are in the
// same need at overlapping times, the same worker's first; standby goes by worker.
func changesFrom(was, is *scheduler.Rota) []change {
	type key struct {
		worker, need string
		start, end   int64
		kind         scheduler.Kind
	}
	of := func(s *scheduler.Shift) key { return key{s.Worker, s.Need, s.Start.Unix(), s.End.Unix(), s.Kind} }
	kept := map[key]int{}
	for i := range was.Shifts {
		kept[of(&was.Shifts[i])]++
	}
	var gone, fresh []*scheduler.Shift
	for i := range is.Shifts {
		if s := &is.Shifts[i]; kept[of(s)] > 0 {
			kept[of(s)]--
		} else {
			fresh = append(fresh, s)
		}
	}
	for i := range was.Shifts {
		if s := &was.Shifts[i]; kept[of(s)] > 0 {
			kept[of(s)]--
			gone = append(gone, s)
		}
	}
	out := matched(gone, fresh)
	slices.SortStableFunc(out, func(a, b change) int {
		x, y := a.first(), b.first()
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), cmp.Compare(x.Worker, y.Worker))
	})
	return out
}

// matched pairs what is gone with what is new.
func matched(gone, fresh []*scheduler.Shift) []change {
	byNeed := map[string][]int{} // places in fresh
	for i, s := range fresh {
		byNeed[s.Need] = append(byNeed[s.Need], i)
	}
	taken := make([]bool, len(fresh))
	pair := make([]int, len(gone))
	for round := range 2 { // the same worker's first
		for i, s := range gone {
			if round == 0 {
				pair[i] = -1
			}
			for _, k := range byNeed[s.Need] {
				f := fresh[k]
				if pair[i] >= 0 || taken[k] || !f.Start.Before(s.End) || !s.Start.Before(f.End) {
					continue
				}
				if f.Worker == s.Worker || round == 1 && s.Need != "" {
					pair[i], taken[k] = k, true
				}
			}
		}
	}
	var out []change
	for i, s := range gone {
		if pair[i] >= 0 {
			out = append(out, change{s, fresh[pair[i]]})
		} else {
			out = append(out, change{Was: s})
		}
	}
	for i, s := range fresh {
		if !taken[i] {
			out = append(out, change{Is: s})
		}
	}
	return out
}
