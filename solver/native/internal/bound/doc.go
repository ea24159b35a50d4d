// Package bound finds lower bounds of a model's cost, whatever the plan.
//
// Shortages are bounded by flows of minutes from lines through their limits to tasks, money by
// flows of least cost, standby by flows in which who is on duty asks for who stands by. Every figure
// is a whole number, so that a bound is never an accident of rounding. [New] makes a model ready;
// the bounds of a level rest on those before it, as [Report] says.
//
// flow and flowcost are the networks; graph, caps and supply make them of a model; weave cuts hours
// along two axes at once; short, backup, money, pay, round and standby are the bounds themselves.
package bound
