// Package audit reads finished rotas and proofs again, whoever made them, from the problem alone.
// It has no solver behind it and shares nothing with the rules in package constraints, so that what
// it says is a second opinion.
//
// [Rota] holds a rota against every hard rule and works out cover, contingency and cost to the
// penny. [Proofs] reads proofs that underlap cannot be avoided. [Payroll] says who is paid what and
// [FairShares] how evenly weekends, nights and standby are shared.
//
// The reading itself is internal/reading, and that of proofs internal/proof: whatever asks about a
// rota that stands (reasons, repair, backups) asks there. A rule of the problem file is added to
// both sides: once in constraints, and once in internal/reading from its words in the specification
// of the file, without a look at the first; the tests of constraints hold the two against each
// other.
package audit
