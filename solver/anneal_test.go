package solver

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// worlds are the kinds of random model that every engine test runs on.
var worlds = map[string]world{
	"plain: cover and hours only":               {lines: 5, groups: 2, days: 9},
	"whole tasks and sleep-ins":                 {lines: 5, groups: 2, days: 9, whole: true},
	"among attributes":                          {lines: 6, groups: 2, days: 8, among: true},
	"backup":                                    {lines: 6, groups: 2, days: 8, backup: true},
	"backup from other pools":                   {lines: 7, groups: 2, days: 8, backup: true, otherPool: true},
	"backup with among attributes, other pools": {lines: 7, groups: 2, days: 8, backup: true, among: true, otherPool: true},
	"soft sums, spreads, firsts, a base plan":   {lines: 6, groups: 2, days: 9, soft: true},
	"no rest asked":                             {lines: 5, groups: 2, days: 8, restless: true},
	"a trainee":                                 {lines: 5, groups: 2, days: 8, trainee: true, whole: true},
	"all at once, on a fine grid":               {lines: 8, groups: 3, days: 9, whole: true, among: true, backup: true, soft: true, trainee: true, grain: 15},
	"rules by day":                              {lines: 6, groups: 2, days: 9, ordered: true},
	"rules by day over whole tasks":             {lines: 6, groups: 2, days: 15, whole: true, ordered: true, rich: true},
	"rules by day and all else":                 {lines: 7, groups: 2, days: 9, whole: true, among: true, backup: true, soft: true, trainee: true, ordered: true},
	"half-hour grid with tasks that end off it": {lines: 6, groups: 3, days: 9, whole: true, soft: true, grain: 30},
}

// Every applied move's cost is checked against the plain evaluation, and the
// plan against every rule.
func TestEveryMoveIsExactAndLegal(t *testing.T) {
	for name, wd := range worlds {
		t.Run(name, func(t *testing.T) {
			for seed := uint64(1); seed <= 3; seed++ {
				m := wd.make(seed)
				w := newWalker(newBoard(m), seed)
				require.Equal(t, m.Evaluate(w.s.plan()), w.s.cost, "empty plan")
				w.temp = 5
				for i, hits := 0, 0; i < 40000 && hits < 1200; i++ {
					if i%1000 == 0 {
						w.temp *= 0.8
					}
					if !w.step() {
						continue
					}
					hits++
					p := w.s.plan()
					require.Equal(t, m.Evaluate(p), w.s.cost, "after move %d", i)
					if hits%7 == 0 {
						require.Empty(t, m.Violations(p), "after move %d", i)
					}
				}
				require.Positive(t, w.wins[0], "the search moves at all")
				w.back()
				require.Equal(t, w.best, w.s.cost)
				require.Equal(t, m.Evaluate(w.s.plan()), w.best)
				fresh := newWalker(newBoard(m), 1)
				fresh.adopt(w.s.plan())
				require.Equal(t, w.best, fresh.s.cost, "a legal plan is taken over whole")
			}
		})
	}
}
