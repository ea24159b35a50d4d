// Package proof reads proofs that time stays uncovered in every rota, with nothing but the problem
// and the audit's reading of it. It decides what counts as a proof: internal/prove writes none that
// is not accepted here.
//
// A [Reader] says what is wrong with a proof (Reader.Faults) and puts it into words (Reader.Say).
// read checks the demand, the supplies and the sum; alone plans one worker shift by shift, for
// supplies that follow from all rules of a line, sleep what a sleep-in makes legal, overnight what work
// between two days does; visits does so by tables, for many whole visits; lines for whole visits of any
// number of weeks; counted is of proofs whose visits count for less than they last; together tries all
// rotas of a few workers, weigh says which need not be; words is the sentence.
//
// To add a kind of proof: a case in Faults that needs no more than the problem to be decided within
// a budget, its words, and a test with a proof that claims too much. docs/proofs.md explains the
// kinds.
package proof
