// Package native is carerota's own engine, in plain Go.
//
// [Engine] takes a model apart into pieces that share nothing ([solver.Split]), bounds each from
// below (internal/bound), and anneals each over lines that are always legal (internal/walk, on
// internal/board); what is left short is mended by planning whole lines again, exactly, against
// what the others leave open (internal/line). Pieces of whole shifts, at most one a line and day,
// go to internal/roster instead, which stands on internal/lp. Rounds grow until the plan meets its
// bounds, the budget is used or the context ends; the best plan so far always comes back.
//
// native is the search over all parts, run that over one, bind the bounds beside them, grid the way
// to internal/roster.
package native
