package roster

import (
	"math"
	"math/rand/v2"
	"testing"
)

// A day planned again costs what the best of all ways to fill it costs that break no limit more, and
// the sums are what a count from scratch gives.
func TestADayIsPlannedAtItsBest(t *testing.T) {
	better := 0
	for seed := range uint64(60) {
		p, _ := drawProblem(rand.New(rand.NewPCG(seed, 21)))
		p.Dear = 5
		a := newAnnealer(&p, machines(p.Workers), seed)
		for range 200 {
			a.step(20)
		}
		d := &dayPlanner{annealer: a}
		for day := range a.days {
			want := a.bestDay(day, 0)
			was := a.cost + a.weight*a.broken
			if d.planDay(day) {
				better++
			}
			cost, broken := a.cost, a.broken
			if a.reset(); a.cost != cost || a.broken != broken {
				t.Fatalf("seed %d: cost %d and %d broken, counted again %d and %d", seed, cost, broken, a.cost, a.broken)
			}
			if now := cost + a.weight*broken; now != want || now > was {
				t.Fatalf("seed %d, day %d: from %d to %d, the best is %d", seed, day, was, now, want)
			}
		}
	}
	if better < 60 {
		t.Errorf("only %d days became better", better)
	}
}

// bestDay tries every way to fill a day, from one worker on.
func (a *annealer) bestDay(day, w int) int64 {
	if w == len(a.lines) {
		return a.cost + a.weight*a.broken
	}
	best := int64(math.MaxInt64)
	at := w*a.days + day
	was, broken := a.on[at], a.lines[w].broken
	for _, o := range append([]int32{-1}, a.able[at]...) {
		a.on[at] = o
		if a.reset(); a.lines[w].broken <= broken {
			best = min(best, a.bestDay(day, w+1))
		}
	}
	a.on[at] = was
	a.reset()
	return best
}
