// Package repair mends a rota that stands after something has happened, with the fewest changes.
//
// [Rota] takes events (an absence, a provider that withdraws, a need that changes) and gives a
// [Repaired]: the new rota with its report, what was added and removed, what stays short, whom to
// call and by when, and who is to be told. It works beside the engine, on single shifts, and proves
// its answer least within what it looks at. A [Desk] does only what can be done by telephone, one
// absence after another, and is what package simulation plays chance out on.
//
// [Candidates] says of one shift or gap who could take it, and changes nothing.
//
// repair is the verb, replan what plans again by the engine, candidates who could take a time, report what is said of the new rota, desk the desk. The changed problem, the
// rota less what the events take from it, the holes and the moves are internal/editor.
//
// A new kind of event is a value in [scheduler.EventKinds], its check in scheduler/validate
// (events.go), and what it does to the problem in internal/editor (events.go).
package repair
