package validate

import "github.com/carerota/carerota/internal/nearest"

// Nearest is the one of the words that is most like word, for a "did you
// mean": at most a third of its letters (at least one) differ. Empty when none is near.
// The first of equally near words is taken.
func Nearest(word string, words []string) string { return nearest.Of(word, words) }
