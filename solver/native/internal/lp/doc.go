// Package lp solves linear programs: minimise a cost over columns with bounds,
// subject to rows with ranges. It is made for the master problem of column
// generation, where columns come and go, bounds change and the next answer lies near
// the last: everything is warm-started.
//
// The method is the bounded revised simplex. A [Problem] keeps its basis, and each
// Solve goes on from there: the primal simplex (devex prices, Forrest & Goldfarb
// 1992) when the basis still keeps all bounds, as after new columns; the dual simplex
// (steepest edge, Forrest & Goldfarb 1992; bound flipping, Maros 2003) when bounds or
// rows have changed. A basis that is neither starts with the dual over shifted
// costs. Both ratio tests are Harris' with two passes; stalling is broken by a small
// random shift of bounds or costs, which is taken back before the answer is given.
//
// The basis is held as sparse LU factors (Markowitz counts with threshold pivoting,
// Suhl & Suhl 1990), kept current by Forrest & Tomlin's update (1972); solves with few
// nonzeros follow the graph of the factors (Gilbert & Peierls 1988).
//
// Row i reads lo <= sum of a_ij x_j <= hi. It has a slack variable, equal to the
// row's value and with the row's range as bounds, so that all constraints are
// Ax - s = 0. Signs: a dual is the change of the objective for a unit more on the
// right-hand side; a reduced cost is cost minus duals times the column.
//
// What is computed here is floating point. A bound that must stand as proof goes
// through integers at prices rounded by [Whole].
package lp
