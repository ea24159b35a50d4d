//go:build !race

package scheduler_test

// The problems that TestAdviceIsTrue draws, by seed.
const firstAdvised, lastAdvised = 0, 11

// provedProblems is how many problems the tests of proofs draw.
const provedProblems = 100
