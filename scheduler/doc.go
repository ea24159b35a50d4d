// Package scheduler holds the nouns of the trade, as plain data: the problem that is to be solved,
// the rota that comes of it, and the report that says what the rota is worth. Nothing in here
// searches. The verbs are packages beside it, and package carerota has the common ones with the
// usual rules.
//
// # What goes in
//
// A [Problem] has clients and their needs, providers and their workers, house limits, pay, and the
// contingency that is planned with the rota. Times are of package time, ids are strings. Where the
// problem file has a default that is not zero, a zero cannot be told from a choice, so that a literal
// means what it says: a Worker{ID: "ade"} is never available, and validate.Warnings says so. Begin with [NewProblem], [NewNeed],
// [NewProvider], [NewWorker] and [HouseCaps], which set the file's defaults, and change caps with
// [Caps.With]. [Problem.Pin] fixes shifts of a rota and [Problem.CarryOver] takes over what was worked
// in the period before. A [Need] is a [Pattern] of days with a window by the wall clock: each of the
// days has one occurrence of it. Wall times become instants in the problem's zone ([StartInstant],
// [EndInstant]), so that nights on which the clocks change are right to the minute. [Event] values
// are what happens to a rota that stands.
//
// # What comes out
//
// A [Rota] is a list of shifts, and a [Report] a rota with all that is to be said of it: every
// [Underlap] with a [Why] for each worker and, where there is one, its [Proof]; the gaps in the
// contingency; the cost; and for each ranked level a [Goal] with a value and a bound. What is wrong
// with a rota is a [Finding] in the report, what is wrong with a problem a [Fault]; an error means
// that something broke.
//
// # What there is to ask
//
//   - scheduler/validate finds every fault of a problem, of its pins and of events.
//   - scheduler/solve makes a rota and completes its report, or reads anybody's rota the same way.
//   - scheduler/audit reads any rota again, and proofs, with nothing of the model or the search; it
//     says who is paid what and how evenly burdens are shared.
//   - scheduler/reasons answers for one instant, one worker or one need: who is there, and why not.
//   - scheduler/repair mends a rota after events, with the fewest changes.
//   - scheduler/advice finds what would remove an underlap, each option solved again.
//
// Rules are in package constraints; planned standby, headroom and the ladders of those who step in
// are in package contingency.
//
// # How it is laid out
//
// problem, enums and caps are what is asked for, date and calendar the way from days to instants,
// event what happens later, rota and report the answer, fault what errors carry.
//
// # How to add to it
//
//   - A field of the problem: add it where it belongs, say in its comment what the zero value means,
//     copy in Clone what an edit could reach, check it in scheduler/validate, and give it a key in
//     rotafile.
//   - A limit: a field of [Caps] and a row of [Caps.Fields], which reading, writing and validation
//     follow; then its rule in constraints and, on its own, its reading in internal/reading.
//   - A kind of event: a value in [EventKinds], its validation in scheduler/validate, and what it
//     does to a problem in internal/editor.
//   - A warning of what is no fault and likely means other than it says: see scheduler/validate.
//
// The package does not log, print, or keep global state.
package scheduler
