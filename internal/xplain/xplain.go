package xplain

import "slices"

// Minimal is a smallest set of the numbers below n that is bad, preferring
// low ones, when all of them together are bad and none are not: no number can
// be left out of it.
func Minimal(n int, bad func(kept []int) bool) []int {
	if n == 0 || bad(nil) {
		return nil
	}
	return slices.Sorted(slices.Values(explainBad(nil, nil, Below(n), bad)))
}

// Below are the numbers from 0 to n-1.
func Below(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// explainBad finds what of the candidates is needed beside the base, to which
// added was added last.
func explainBad(base, added, candidates []int, bad func([]int) bool) []int {
	if len(added) > 0 && bad(base) {
		return nil
	}
	if len(candidates) == 1 {
		return candidates
	}
	half := len(candidates) / 2
	first, second := candidates[:half], candidates[half:]
	late := explainBad(slices.Concat(base, first), first, second, bad)
	early := explainBad(slices.Concat(base, late), late, first, bad)
	return slices.Concat(early, late)
}
