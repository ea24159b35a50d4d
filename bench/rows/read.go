package rows

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// ReadRotas reads rows that WriteRotas wrote as CSV. The error names all that is wrong, by line.
func ReadRotas(r io.Reader) ([]Rota, error) {
	lines, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(lines) == 0 {
		return nil, nil
	}
	at := map[string]int{}
	for i, name := range lines[0] {
		at[name] = i
	}
	var bad []string
	for _, c := range rotaColumns() {
		if _, there := at[c.name]; !there {
			bad = append(bad, fmt.Sprintf("line 1: column %s is missing; add it", c.name))
		}
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(bad, "\n"))
	}
	var out []Rota
	for i, line := range lines[1:] {
		p := rotaLine{at: at, fields: line}
		r := Rota{Suite: p.text("suite"), Instance: p.text("instance"), Engine: p.text("engine"), Seed: uint64(p.number("seed")), Threads: int(p.number("threads")),
			Limit: p.number("limit_s"), Seconds: p.number("seconds"), Cost: int64(p.number("cost")), First: p.number("first_s"), Best: p.number("best_s"),
			PeakMiB: p.number("peak_mib"), Legal: p.text("legal") == yes(true), Bounded: p.text("bound") != "-"}
		if p.text("cpu_s") != "-" {
			r.CPU = p.number("cpu_s")
		}
		if r.Bounded {
			r.Bound = int64(p.number("bound"))
		}
		for _, what := range p.bad {
			bad = append(bad, fmt.Sprintf("line %d: %s; write a number", i+2, what))
		}
		out = append(out, r)
	}
	if len(bad) > 0 {
		return nil, fmt.Errorf("%s", strings.Join(bad, "\n"))
	}
	return out, nil
}

type rotaLine struct {
	at     map[string]int
	fields []string
	bad    []string
}

func (p *rotaLine) text(name string) string { return p.fields[p.at[name]] }

func (p *rotaLine) number(name string) float64 {
	x, err := strconv.ParseFloat(p.text(name), 64)
	if err != nil {
		p.bad = append(p.bad, fmt.Sprintf("%s is %q", name, p.text(name)))
	}
	return x
}

// same says whether two rows are of the same run.
func (r Rota) same(o Rota) bool {
	return r.Suite == o.Suite && r.Instance == o.Instance && r.Engine == o.Engine && r.Seed == o.Seed && r.Threads == o.Threads && r.Limit == o.Limit
}

// Replace puts a row in the place of an earlier one of the same run, or at the end.
func Replace(all []Rota, r Rota) []Rota {
	if i := slices.IndexFunc(all, r.same); i >= 0 {
		all[i] = r
		return all
	}
	return append(all, r)
}
