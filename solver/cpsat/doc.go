// Package cpsat has OR-Tools' CP-SAT solver as an engine ([Engine]), an engine that is the native
// one and CP-SAT together ([Auto]), and CP-SAT as a second source of smallest conflicts
// ([Conflicts]).
//
// OR-Tools is no part of a build: its library is looked for when a search begins ([Find]), and
// loaded into a child process, so that whatever happens there is an error here and nothing worse. A
// program that uses the engines calls [Main] first of all.
//
// find and library look for OR-Tools, process, child and frame are the child and what is said to
// it, wire how. translate makes a program of a model: line, spell and sequence what one line may
// do, cover what tasks cost. levels makes one level after the other small; engine is CP-SAT alone,
// auto the two together, neighbour windows planned again, recombine new plans of the lines of good
// ones.
//
// To have it keep one more limit of the model: its constraint in the file of what it is about, and
// a row in the tests that hold every engine against the plain judge. A plan that the judge rejects
// is refused ([ErrPlan]), and a limit that cannot be written down is an error, never left out.
package cpsat
