// Package advice finds what would remove what a rota is short of: a worker trained, a few more
// hours, a provider approved, a new worker, alone or together.
//
// [Find] takes what keeps workers off where the rota is short, and what the proofs name as limits,
// for candidates, solves the problem again with each, and reduces what helps to what it needs and to
// the least degree. Nothing is advised that was not tried. What somebody decided and could decide
// otherwise has a price instead ([RulePrice]); refusals, suspended workers and the limits that keep
// people rested are never touched.
//
// advise is the order of the work, find looks for candidates, ask says what can be asked of people,
// trial solves the part of a problem that they touch, sets tries them alone and together, hire looks
// for new workers, moves for other times, least makes each as small as it can be, order puts options
// in order of money and of what they ask, rules prices what was decided, remedy is what each change
// does to a problem, words how it is said.
//
// To add a kind of remedy: a [RemedyKind] with what Apply does (remedy.go), its sentence (words.go), its
// burden, who must agree and from when (order.go), where it is looked for (find.go), and, if it has a
// degree, how that is made least (least.go).
package advice
