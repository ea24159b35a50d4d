// Package reading reads a rota from the problem and the shifts alone, with code that shares nothing
// with the rules in package constraints or with any engine. The audit is made of it, and so is
// whatever asks about a rota that stands: reasons, repair, backups, proofs.
//
// A [Reading] is one reading of one rota. [New] takes up the problem, Reading.ReadShifts the
// shifts, [Judged] holds them against the hard rules, and [Audited] computes the report as well.
// The parts can be asked by themselves: whether a worker may have a shift ([LegalShift]), whether a
// line keeps the limits ([LegalLine], [JudgeLine]), who is there in a time (Reading.Pieces), who
// stands by (Reading.Stands).
//
// reading is the order of the work; calendar and spans are time, people the workers and needs,
// names and words how things are called. shift, line, hours, work_pattern and pins are the rules by
// what they look at; cover, standby, relief and pay what the report says; warnings and average what
// is legal and should be known.
//
// To add a rule: a function in the file of what it looks at, which enters what is broken into a
// [Breaches] with a sentence; its row among the rules of a line (lineRules), or its call in
// judgeShifts; a row in the tests of the audit. Write it from the specification of the problem
// file, not from its twin in constraints. For a rule of a line, internal/why wants an obstacle and
// internal/proof (aloneState) what the rule remembers.
package reading
