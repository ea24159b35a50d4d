// Package walk anneals a state: small moves on lines that are always legal.
//
// [Walker] draws a move, keeps it when the Metropolis test admits it and no line breaks a rule, and
// remembers the best plan. moves has the repertoire with its weights; each move_ file has moves of
// one kind; lns plans whole lines again where hours are short; augment hands work along chains of
// lines; loose loosens limits of hours for a while, at a price that is learned.
//
// To add a move: write its function in a file of its own, as move_cross.go. It changes the state
// only by adding, removing and altering decisions, never leaves a line illegal, and returns false
// when it finds nothing to do. Enter it, with a weight, in the repertoire in moves.go. Run the
// tests, which hold every applied move against plain evaluation, and measure it with bench.
package walk
