// Package reasons answers questions about a rota that stands: who is there at an instant, who could
// be and why the others could not, what one worker does and has hours left for, and what makes a
// need impossible to meet whatever the rota.
//
// [Explain] takes a [Question] and the report of a rota, and gives an [Explanation] as plain values
// with sentences. The reasons are those of a report ([scheduler.Why]), the proofs are the report's,
// and a [scheduler.Conflict] is a smallest one. How reasons are found is internal/why.
package reasons
