// Package prove looks for proofs that underlap cannot be avoided, and for what avoiding it would
// cost. It may use the model and its limits, for nothing it finds is believed before internal/proof
// has read it.
//
// [Prove] grows a demand from each underlap to a minimum cut, tries workers alone where hours do
// not show it, then all rotas of a few, looks for prices of short visits, and enters proofs and
// verdicts into the report. [Price] looks for a legal rota without an underlap that no proof covers.
//
// prove is the order of the work and what is known of the rota, cut how a demand grows, supply what
// lines can give to it, whole the least cut of all that a level asks, rounds what many visits with
// ways between them show, lines what shows over a whole rota, price the search for other rotas.
//
// To make use of one more limit: what it leaves a line in supply.go, named as the reader of proofs
// knows it.
package prove
