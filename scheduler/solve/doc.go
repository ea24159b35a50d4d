// Package solve is the way from a problem to a report.
//
// [Rota] checks the problem, compiles it with the rules, lets an engine search, has the audit read
// what was found, and completes the report. [Complete] reads anybody's rota the same way. What they
// say of a rota beyond the audit, and in what order, stands once, in [Finish]: what avoiding an
// underlap would cost, what keeps each worker off, whom to call, how burdens are shared, who could
// not be missed. No rota is returned as good that the audit rejects, or whose cost it computes
// otherwise than the engine (*scheduler.AuditError).
//
// solve is the search and what surrounds it, complete the reading of a rota, relieve the search for
// relief, which hangs on all other shifts and is in no engine's model.
//
// To say one more thing of a rota: a field of [scheduler.Report] and a line in Finish. Where it
// takes long, a field of [scheduler.Omit] leaves it out.
package solve
