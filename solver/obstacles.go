package solver

import "slices"

// Obstacles are things that stand, each by itself, in the way of options. An option is open when
// none of those in its way is in effect, and it takes so many groups with an open option.
type Obstacles struct {
	Count  int       // obstacles are the numbers below it, the broadest first
	Wanted int       // groups that must have an open option
	Groups [][][]int // by group and option, the obstacles in its way
}

// Open is how many groups have an open option with these obstacles in effect.
// It may stop counting at enough; a negative one counts all.
func (o *Obstacles) Open(held []int, enough int) (n int) {
	stands := make([]bool, o.Count)
	for _, i := range held {
		stands[i] = true
	}
	for _, options := range o.Groups {
		if slices.ContainsFunc(options, func(set []int) bool {
			return !slices.ContainsFunc(set, func(i int) bool { return stands[i] })
		}) {
			if n++; n == enough {
				return n
			}
		}
	}
	return n
}

// Minimal says whether the obstacles together leave too few groups open, and
// no longer do when any one of them is gone.
func (o *Obstacles) Minimal(held []int) bool {
	if o.Open(held, o.Wanted) >= o.Wanted {
		return false
	}
	for i := range held {
		if o.Open(slices.Delete(slices.Clone(held), i, i+1), o.Wanted) < o.Wanted {
			return false
		}
	}
	return true
}

// Explainer finds a smallest conflict: of obstacles that together leave too few groups open, a set
// from which none can be left out, ascending. It may be given only obstacles that do so.
type Explainer interface {
	Name() string
	Explain(o Obstacles) ([]int, error)
}
