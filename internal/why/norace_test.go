//go:build !race

package why_test

// liftedOfEach is how many reasons of each rule are lifted.
const liftedOfEach = 8
