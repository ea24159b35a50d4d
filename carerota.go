// Package carerota makes rotas for people who depend on care at home: it covers every hour that can
// be covered, with the contingency built in, and says plainly what is short.
//
// Fill a [scheduler.Problem] from your own data (or read one with package rotafile), call [Solve],
// and look at the [scheduler.Report]: the rota, what is not covered and why, the contingency, the
// cost. Every rota has been read by the independent audit (package scheduler/audit) before you see
// it.
//
//   - [Solve] makes a rota.
//   - [Complete] makes the same report of a rota from elsewhere.
//   - [Repair] mends a rota after an absence or another event, with the fewest changes.
//   - [Candidates] says who could take a shift or a gap: everybody, ranked, or why not.
//   - [Advise] says what would remove what is short.
//
// An error means that something broke. What is wrong with a problem comes as a
// *[scheduler.ProblemError] with every fault, what is wrong with a rota as findings in its report.
// A cancelled context is no error: the best rota so far comes back. The same problem, seed, threads
// and steps give the same rota.
//
// Options.Time, a context's deadline and a cancel hold for the whole call; what there was no time
// to say of a rota stands in the report's LeftOut.
//
// Calls share nothing: any number of them may run at once, on one problem too, as long as nobody
// changes it meanwhile.
//
// The rules of the house hold unless the options name others: append your own to [Rules].
//
// Where to look next: package scheduler for the words of the trade and what else there is to ask,
// constraints to add a rule of your own, rotafile and export for files, solver for what an engine
// is and solver/cpsat for the second one. ARCHITECTURE.md is the map.
package carerota

import (
	"context"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
)

// Options of Solve; the zero value works.
type Options = solve.Options

// CompleteOptions say what Complete looks at; the zero value is all.
type CompleteOptions = solve.CompleteOptions

// Progress is one improvement of a search.
type Progress = solve.Progress

// Rules are the rules of the house and the planned contingency. Append your own and pass them in
// the options.
func Rules() []constraints.Rule { return solve.Rules() }

// Solve makes a rota; see [solve.Rota].
func Solve(ctx context.Context, p *scheduler.Problem, o Options) (*scheduler.Report, error) {
	return solve.Rota(ctx, p, o)
}

// Complete reads anybody's rota as Solve finishes its own; see [solve.Complete].
func Complete(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, o CompleteOptions) (*scheduler.Report, error) {
	return solve.Complete(ctx, p, r, o)
}

// Advise says what would remove what is short; see [advice.Find].
func Advise(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, o advice.Options) (*advice.Advice, error) {
	return advice.Find(ctx, p, r, o)
}

// Repair mends a rota after events; see [repair.Rota].
func Repair(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, events []scheduler.Event, o repair.Options) (*repair.Repaired, error) {
	return repair.Rota(ctx, p, r, events, o)
}

// Candidates says who could take a shift or a gap of a rota; see [repair.Candidates].
func Candidates(p *scheduler.Problem, r *scheduler.Rota, q repair.Ask) (*repair.Asked, error) {
	return repair.Candidates(p, r, q)
}
