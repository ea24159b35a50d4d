// Package rounds bounds how much of many short visits must stay open, when whoever takes them has to
// travel in between, rest, and keep to hours: rounds of home care, where counting hours alone says
// next to nothing.
//
// A visit counts for at most as long as it lasts, its price. Whatever the prices, what all visits
// count less the most that each worker alone can take of them stays open in every rota (Lagrange's
// relaxation of the cover; Geoffrion, Math. Prog. Study 2 (1974)). The most of one worker is found
// exactly, by dynamic programming over stretches of work. All sums are whole numbers.
//
// line plans one worker, sweep is its table, ascend looks for prices that show much to stay open,
// settle rounds them to whole minutes.
package rounds
