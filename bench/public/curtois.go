package public

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/carerota/carerota/bench/curtois"
	"github.com/carerota/carerota/bench/draw"
	"github.com/carerota/carerota/bench/rows"
	"github.com/carerota/carerota/solver"
)

// curtoisInstances are the names of the files Instance*.txt in a folder, by their numbers.
func curtoisInstances(dir string) (names []string) {
	files, _ := filepath.Glob(filepath.Join(dir, "Instance*.txt"))
	for _, f := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(f), ".txt"))
	}
	number := func(name string) int {
		n, _ := strconv.Atoi(strings.TrimPrefix(name, "Instance"))
		return n
	}
	slices.SortStableFunc(names, func(a, b string) int { return number(a) - number(b) })
	return names
}

func runCurtois(ctx context.Context, c Case, engine solver.Engine, row *rows.Rota) error {
	in, err := readCurtois(c)
	if err != nil {
		return err
	}
	m, err := in.Model()
	if err != nil {
		return err
	}
	r := rostering{model: m.Model, points: m.Cost, check: func(p *solver.Plan) (int64, []string) {
		v := in.Check(m.Rota(p))
		return v.Cost, v.Findings
	}}
	plan, err := r.solve(ctx, c, engine, row)
	if err != nil || c.Solutions == "" {
		return err
	}
	return writeRota(c.Solutions, fmt.Sprintf("%s-%d.csv", c.Instance, c.Seed), func(w io.Writer) error { return in.WriteRota(w, m.Rota(plan)) })
}

func readCurtois(c Case) (*curtois.Instance, error) {
	if !c.Drawn {
		return curtois.ReadFile(filepath.Join(folder(c.Suite, c.Data), c.Instance+".txt"))
	}
	shape, err := draw.ParseShape(c.Instance)
	if err != nil {
		return nil, err
	}
	return curtois.Draw(shape, c.Seed), nil
}
