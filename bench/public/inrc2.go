package public

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/carerota/carerota/bench/draw"
	"github.com/carerota/carerota/bench/inrc2"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/solver"
)

// inrc2Instances are those of the table of published results whose data set is in the folder.
func inrc2Instances(dir string) (names []string) {
	for _, p := range Published("inrc2") {
		f, err := inrc2.ParseName(p.Instance)
		if err == nil && (isFolder(filepath.Join(dir, f.Set)) || isFile(filepath.Join(dir, fmt.Sprintf("Sc-%s.txt", f.Set)))) {
			names = append(names, p.Instance)
		}
	}
	return names
}

// Allowance is the time for an instance of INRC-II that what is published of it
// goes with: weeks x (60 + 6N) s for N nurses with all weeks known (the ALNS of Legrain
// and others), and weeks x (10 + 3(N - 20)) s on one core in the competition
// (Ceschia and others 2019).
func Allowance(suite, instance string) (time.Duration, bool) {
	f, err := inrc2.ParseName(instance)
	if err != nil {
		return 0, false
	}
	var nurses, weeks int
	if n, err := fmt.Sscanf(f.Set, "n%dw%d", &nurses, &weeks); n != 2 || err != nil || weeks != len(f.Weeks) {
		return 0, false
	}
	seconds := 0
	switch suite {
	case "inrc2":
		seconds = weeks * (60 + 6*nurses)
	case "inrc2-dynamic":
		seconds = weeks * (10 + 3*(nurses-20))
	}
	return time.Duration(seconds) * time.Second, seconds > 0
}

func readInrc2(c Case) (*inrc2.Instance, error) {
	if !c.Drawn {
		return inrc2.Read(folder("inrc2", c.Data), c.Instance)
	}
	shape, err := draw.ParseShape(c.Instance)
	if err != nil {
		return nil, err
	}
	return inrc2.Draw(shape, c.Seed), nil
}

// runInrc2 plans all weeks at once.
func runInrc2(ctx context.Context, c Case, engine solver.Engine, row *rows.Rota) error {
	in, err := readInrc2(c)
	if err != nil {
		return err
	}
	m := in.Model()
	plan, err := rosteringOf(in, m).solve(ctx, c, engine, row)
	if err != nil {
		return err
	}
	return writeWeeks(c, in, m.Rota(plan))
}

func rosteringOf(in *inrc2.Instance, m *inrc2.Model) *rostering {
	return &rostering{model: m.Model, points: m.Cost, check: func(p *solver.Plan) (int64, []string) {
		v := in.Check(m.Rota(p))
		return v.Cost, v.Findings
	}}
}

// runWeekByWeek plans the weeks one after another, each with an equal share of
// what is left of the time. There is no bound, and the best rota is the only one.
func runWeekByWeek(ctx context.Context, c Case, engine solver.Engine, row *rows.Rota) error {
	in, err := readInrc2(c)
	if err != nil {
		return err
	}
	began := time.Now()
	rota, err := in.WeekByWeek(c.Seed, c.Time, func(ahead *inrc2.Instance, limit time.Duration) (inrc2.Rota, error) {
		m := ahead.Model()
		r, err := engine.Solve(ctx, m.Model, solver.Options{Seed: c.Seed, Threads: c.Threads, Time: limit})
		if err != nil {
			return nil, err
		}
		return m.Rota(r.Plan), nil
	})
	if err != nil {
		return err
	}
	v := in.Check(rota)
	row.Seconds = time.Since(began).Seconds()
	row.First, row.Best, row.Cost = row.Seconds, row.Seconds, v.Cost
	row.Findings = v.Findings
	row.Legal = len(row.Findings) == 0
	return writeWeeks(c, in, rota)
}

// writeWeeks writes the competition's file of each week into a folder of the run.
func writeWeeks(c Case, in *inrc2.Instance, rota inrc2.Rota) error {
	if c.Solutions == "" {
		return nil
	}
	f, err := inrc2.ParseName(in.Name)
	if err != nil {
		return err
	}
	dir := filepath.Join(c.Solutions, fmt.Sprintf("%s-%d", c.Instance, c.Seed))
	for week := range in.Weeks {
		if err := writeRota(dir, f.SolutionName(week), func(w io.Writer) error { return in.WriteSolution(w, rota, week) }); err != nil {
			return err
		}
	}
	return nil
}
