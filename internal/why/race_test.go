//go:build race

package why_test

// liftedOfEach is how many reasons of each rule are lifted: few under the race detector, which makes
// a search of one thread ten times as long.
const liftedOfEach = 2
