package roster

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// A window changes nothing but its days and workers, and its rota is legal, costs what it says, and
// is the best of all that differ there alone.
func TestWindowsAreThePartOfARotaThatTheySay(t *testing.T) {
	const from, to = 1, 4
	some := []int{0, 2}
	better := 0
	for seed := range uint64(120) {
		p, all := drawProblem(rand.New(rand.NewPCG(seed, 8)))
		if !fits(all) {
			continue
		}
		s := newLineSearch(newMaster(len(p.Workers), p.Days, p.Options), []planner{newLinePlanner(p.Workers)}, seed, nil)
		start := make([]Line, len(p.Workers))
		rng := rand.New(rand.NewPCG(seed, 13))
		for w := range start {
			start[w] = all.lines[w][rng.IntN(len(all.lines[w]))]
		}
		s.offer(start)
		before := s.cost
		found := s.window(context.Background(), &p, from, to, some)
		if found != (s.cost < before) || s.total(s.best) != s.cost {
			t.Fatalf("seed %d: cost %d before, %d now, adds up to %d", seed, before, s.cost, s.total(s.best))
		}
		if found {
			better++
		}
		like := func(w int, l *Line) bool { // the same outside the window
			outside := func(x []int32) (out []int32) {
				for _, o := range x {
					if d := p.Options[o].Day; w == 1 || d < from || d >= to {
						out = append(out, o)
					}
				}
				return out
			}
			return slices.Equal(outside(l.Options), outside(start[w].Options))
		}
		least := before
		for a := range all.lines[0] {
			for b := range all.lines[2] {
				if x, y := &all.lines[0][a], &all.lines[2][b]; like(0, x) && like(2, y) {
					least = min(least, s.total([]Line{*x, start[1], *y}))
				}
			}
		}
		if s.cost != least {
			t.Fatalf("seed %d: %d, but %d is possible", seed, s.cost, least)
		}
		for w := range s.best {
			known := slices.ContainsFunc(all.lines[w], func(k Line) bool {
				return k.cost == s.best[w].cost && slices.Equal(k.Options, s.best[w].Options)
			})
			if !known || !like(w, &s.best[w]) {
				t.Fatalf("seed %d: line %v is not legal, or differs outside the window", seed, s.best[w])
			}
		}
	}
	if better < 10 {
		t.Errorf("only %d windows found anything better", better)
	}
}
