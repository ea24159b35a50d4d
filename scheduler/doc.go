// Package scheduler holds the words of the trade and turns a problem in them into a rota: who needs
// what, who can work, what limits hold and what contingency is wanted go in; a rota comes out, with
// all that is short of it and why.
//
// # What goes in
//
// A [Problem] has clients and their needs, providers and their workers, house limits, pay, and the
// contingency that is planned with the rota. It is plain data: times are of package time, ids are
// strings. Where the problem file has a default that is not zero a zero cannot be told from a choice, so
// that a literal means what it says: a Worker{ID: "ade"} is never available. Begin with [NewProblem],
// [NewNeed], [NewProvider], [NewWorker] and [HouseCaps], which set the file's defaults, and change
// caps with [Caps.With]. [Problem.Pin] fixes shifts of a rota and [Problem.CarryOver] takes over what
// was worked in the period before. [Validate] names every fault at
// once, each with its path and what to write in its place. A need is a pattern of days; an
// [Occurrence] is one of its spans on the calendar, and wall times become instants in the problem's
// zone there, once ([StartInstant], [EndInstant]), so that nights on which the clocks change are
// right to the minute.
//
// # What comes out
//
// [Solve] validates the problem, compiles it with the rules, lets an engine search, and has [Audit]
// read what was found. Its [Report] has the [Rota], every [Underlap] with its reasons and, where
// there is one, its [Proof], the gaps in the contingency, the cost, and for each ranked level a
// value and a bound. What is found wrong with a rota is a [Finding] in the report; an error means
// that something broke. A cancelled context is no error: the report is of the best rota so far. The
// same problem, seed, threads and steps give the same rota.
//
// Solve wants rules; the functions of package carerota call it with the usual ones.
//
// # What else there is to ask
//
//   - [Audit] reads any rota, whoever made it, with nothing of the model or the search;
//     [CheckProofs] reads proofs the same way; [Payroll] and [FairShares] say who is paid what and
//     how evenly things are shared.
//   - [Explain] answers for one instant, one worker or one need.
//   - [Repair] mends a rota after [Event] values, with the fewest changes.
//   - [Advise] finds what would remove an underlap, each option solved anew.
//   - [Ladders], [Backups] and [Fragility] say who steps in for whom, and who could not be missed.
//     A [Desk] is a rota under a coordinator's hands, to play absences out on.
//
// # How it is laid out
//
// Files that begin with the same word belong together: problem, rota, report and date are the
// nouns; validate what is checked of them; occurrence and calendar the way from days to instants;
// builder and compile the way to the engine's model; audit, payroll and fair what is read from a
// finished rota; proof the reader of proofs and prove their writer; why, explain and conflict the
// reasons; ladder, desk, repair and relieve what hands shifts on; advise and remedy what changes a
// problem. The audit and the reader of proofs use nothing of the model, the engine or the rules:
// they would find their faults.
//
// # How to add to it
//
//   - A rule: write a type with the two methods of [Rule] and append it to the rules that Solve is
//     given. Its Build tells the [Builder] who may work when, what is bounded or priced, and what
//     may follow what. Package constraints holds the usual ones, one a file, as patterns. A rule of
//     the problem file is read by Audit too, on its own.
//   - A field of the problem: add it where it belongs in the Problem, say in its comment what the
//     zero value means, check it in the validate files, and give it a key in package rotafile.
//   - An event: a kind in [EventKinds], what it does to a problem beside the others in the repair
//     files, and its validation in [CheckEvents].
//
// The package does not log, print, or keep global state.
package scheduler
