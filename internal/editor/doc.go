// Package editor is a rota that can be changed, shift by shift, with every hard rule kept.
//
// An [Editor] is the audit's reading of a rota in a problem that events have changed. Take and
// Enter are all that changes it, Undo takes steps back, Holes are what is short, Moves the ways to
// take a hole. A [Search] mends the holes with the fewest changes. Repair, the desk, the ladders of
// those who step in and the search for relief all work on one.
//
// editor is the rota and its journal, events what events make of a problem, keep what is left of each shift after
// them, swap the shifts that people exchange, stand who is put on standby, moves the ways to take
// a hole and their order, try whether a worker may have a time and what that needs, search the best
// way to mend all.
//
// To add a way to take a hole: its moves in moves.go, completed by Complete in try.go, which asks
// the cheapest questions first; what may be taken is decided there alone.
package editor
