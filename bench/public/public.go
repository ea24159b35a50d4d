// Package public runs the engine on the rostering benchmarks that the field
// measures itself by, and has every rota checked by the benchmark's own rules
// before it is told.
package public

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/carerota/carerota/bench/engines"
	"github.com/carerota/carerota/bench/fresh"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/solver"
)

// DataVariable is the environment variable that names the folder of the
// benchmarks' files where no flag does.
const DataVariable = "CAREROTA_BENCH_DATA"

// Case is one run.
type Case struct {
	Suite     string // one of Suites
	Data      string // folder of the suite's files, or one with a folder of the suite's name in it
	Instance  string
	Drawn     bool   // Instance is a shape such as 150x52x32, drawn by the seed, and nothing is read
	Engine    string // a name of engines.Names
	Seed      uint64
	Threads   int
	Time      time.Duration
	Solutions string // folder for the rota in the benchmark's own format; empty for none
}

// Suites are the names of the suites.
func Suites() []string { return []string{"curtois", "inrc2", "inrc2-dynamic"} }

// Instances are those of a suite whose files are in the folder, in the order of its tables.
func Instances(suite, data string) ([]string, error) {
	if data == "" {
		return nil, fmt.Errorf("where are the files of %s? Name their folder with -data or in %s", suite, DataVariable)
	}
	var names []string
	switch suite {
	case "curtois":
		names = curtoisInstances(folder(suite, data))
	case "inrc2", "inrc2-dynamic":
		names = inrc2Instances(folder("inrc2", data))
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s has no instance of %s", data, suite)
	}
	return names, nil
}

// folder is where the files of a suite are.
func folder(suite, data string) string {
	if own := filepath.Join(data, suite); isFolder(own) {
		return own
	}
	return data
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// Run reads the instance, solves it, checks the rota and writes it where it is
// asked for. A rota that the check rejects is no error: the row says so.
func Run(ctx context.Context, c Case) (rows.Rota, error) {
	row := rows.Rota{Suite: c.Suite, Instance: c.Instance, Engine: c.Engine, Seed: c.Seed, Threads: c.Threads, Limit: c.Time.Seconds()}
	engine, err := engines.Of(c.Engine)
	if err != nil {
		return row, err
	}
	switch c.Suite {
	case "curtois":
		err = runCurtois(ctx, c, engine, &row)
	case "inrc2":
		err = runInrc2(ctx, c, engine, &row)
	case "inrc2-dynamic":
		err = runWeekByWeek(ctx, c, engine, &row)
	default:
		err = fmt.Errorf("suite %q is not known", c.Suite)
	}
	row.PeakMiB = fresh.PeakMiB()
	return row, err
}

// rostering is a problem of whole shifts as a model, with what its benchmark makes of costs and plans.
type rostering struct {
	model *solver.Model
	// points is a cost of the model in the benchmark's points, and whether it is legal.
	points func(solver.Cost) (int64, bool)
	// check holds a plan against the benchmark's rules.
	check func(*solver.Plan) (cost int64, findings []string)
}

// solve runs the engine and fills the row, but for the memory.
func (r *rostering) solve(ctx context.Context, c Case, engine solver.Engine, row *rows.Rota) (*solver.Plan, error) {
	began, first := time.Now(), time.Duration(-1)
	res, err := engine.Solve(ctx, r.model, solver.Options{Seed: c.Seed, Threads: c.Threads, Time: c.Time, Progress: func(p solver.Improvement) {
		if _, legal := r.points(p.Cost); legal && first < 0 {
			first = time.Since(began)
		}
	}})
	if err != nil {
		return nil, err
	}
	took := time.Since(began)
	if first < 0 {
		first = took
	}
	row.First, row.Best, row.Seconds = first.Seconds(), res.Best.Seconds(), took.Seconds()
	r.fill(res, row)
	return res.Plan, nil
}

// fill enters costs and bound, and what the check found.
func (r *rostering) fill(res *solver.Result, row *rows.Rota) {
	said, legal := r.points(res.Cost)
	row.Cost, row.Findings = r.check(res.Plan)
	if legal && said != row.Cost {
		row.Findings = append(row.Findings, fmt.Sprintf("the engine says that the rota costs %d, the check %d", said, row.Cost))
	}
	if !legal && len(row.Findings) == 0 {
		row.Findings = append(row.Findings, "the engine says that the rota breaks a limit, the check does not")
	}
	if bound, ok := r.points(res.Bound); ok {
		row.Bound, row.Bounded = bound, true
		if legal && bound > said {
			row.Findings = append(row.Findings, fmt.Sprintf("the bound %d is above the cost", bound))
		}
	}
	row.Legal = len(row.Findings) == 0
}

// writeRota writes a file of a rota, whole or not at all.
func writeRota(dir, name string, write func(io.Writer) error) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return rotafile.WriteFile(filepath.Join(dir, name), write)
}
