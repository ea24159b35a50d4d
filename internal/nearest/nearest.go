// Package nearest finds what was meant by a word that is not known.
package nearest

// Of is the one of the words that is most like word, for a "did you
// mean": at most a third of its letters (at least one) differ. Empty when none is near.
// The first of equally near words is taken.
func Of(word string, words []string) string {
	w := []rune(word)
	if len(w) > 64 {
		return ""
	}
	best, least := "", max(1, len(w)/3)+1
	for _, o := range words {
		r := []rune(o)
		if o == "" || len(r)-len(w) >= least || len(w)-len(r) >= least {
			continue
		}
		if d := editDistance(w, r); d < least {
			best, least = o, d
		}
	}
	return best
}

// editDistance counts the letters to insert, delete, replace or exchange with
// their neighbour to make b of a (optimal string alignment).
func editDistance(a, b []rune) int {
	older, last := make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			next[j] = min(last[j]+1, next[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], older[j-2]+1)
			}
		}
		older, last = last, next
	}
	return last[len(b)]
}
