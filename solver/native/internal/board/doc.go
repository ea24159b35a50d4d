// Package board is a model laid out for search, and a plan on it that can be changed.
//
// A [Board] holds what never changes in a search: slots of time at whose ends cover, permits or pay
// change, which line may serve what, tables of pay. A [State] is a plan on it: [State.Add] and
// [State.Remove] change one decision and keep the exact ranked cost beside it, [State.Undo] takes
// changes back, [State.Legal] says whether a line keeps its own rules. What it says is held, in
// tests, against [solver.Model.Evaluate] and [solver.Model.Violations], which share nothing with it.
//
// state is the plan and its journal; cover counts who is present and who backs whom; account keeps
// sums and spreads; legal and sequence are the rules of one line; prep lays the board out; choices
// and strain are what the rest of the engine asks of it.
package board
