//go:build race

package advice_test

// The problems that TestAdviceIsTrue draws, by seed: few and quick ones under
// the race detector, which makes a search of one thread ten times as long.
const firstAdvised, lastAdvised = 4, 6
