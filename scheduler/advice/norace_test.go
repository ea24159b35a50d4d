//go:build !race

package advice_test

// The problems that TestAdviceIsTrue draws, by seed.
const firstAdvised, lastAdvised = 0, 11
