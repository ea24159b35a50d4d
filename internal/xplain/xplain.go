// Package xplain finds smallest sets of things that are bad together, by QuickXplain (Junker, AAAI
// 2004). It knows nothing of what the things are: conflicts and pinned shifts are looked into with
// it.
package xplain

import "slices"

// Minimal is a smallest set of the numbers below n that is bad, preferring
// low ones, when all of them together are bad and none are not: no number can
// be left out of it.
func Minimal(n int, bad func(kept []int) bool) []int {
	if n == 0 || bad(nil) {
		return nil
	}
	return slices.Sorted(slices.Values(needed(nil, nil, Below(n), bad)))
}

// Below are the numbers from 0 to n-1.
func Below(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// needed finds what of the candidates is needed beside the base, to which
// added was added last.
func needed(base, added, candidates []int, bad func([]int) bool) []int {
	if len(added) > 0 && bad(base) {
		return nil
	}
	if len(candidates) == 1 {
		return candidates
	}
	half := len(candidates) / 2
	first, second := candidates[:half], candidates[half:]
	late := needed(slices.Concat(base, first), first, second, bad)
	early := needed(slices.Concat(base, late), late, first, bad)
	return slices.Concat(early, late)
}
