//go:build !race

package solve_test

// provedProblems is how many problems the tests of proofs draw.
const provedProblems = 100
