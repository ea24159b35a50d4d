package solver

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// While limits are loose costs stay exact, plans that go beyond a limit are
// never kept, and when the limits hold again so does the plan.
func TestLooseLimits(t *testing.T) {
	for name, wd := range worlds {
		t.Run(name, func(t *testing.T) {
			beyond := 0
			for seed := uint64(1); seed <= 3; seed++ {
				m := wd.make(seed)
				for i := range m.Sums {
					if s := &m.Sums[i]; s.limits() {
						s.Max = s.Max * 2 / 3
					}
				}
				w := newWalker(newBoard(m), seed)
				w.temp, w.strain = 5, 0.1/PartsPerMinute
				w.loosen()
				for try := range 6000 {
					if try%1000 == 0 {
						w.learnTolls(w.strain, 0.1)
					}
					toll := tollOf(w.s)
					if toll -= w.s.toll; !w.step() {
						continue
					}
					require.InDelta(t, toll+w.s.toll, tollOf(w.s), 1e-6, "tolls are kept exact")
					p := w.s.plan()
					require.Equal(t, m.Evaluate(p), w.s.cost)
					var most int64
					for i := range m.Sums {
						s := &m.Sums[i]
						most += max(0, m.total(p, s)-max(s.Max, m.given(s)))
					}
					require.Equal(t, most, w.s.beyond)
					if most > 0 {
						beyond++
					}
				}
				w.tighten()
				require.Empty(t, m.Violations(w.s.plan()))
				w.back()
				require.Equal(t, m.Evaluate(w.s.plan()), w.best)
				require.Empty(t, m.Violations(w.s.plan()))
			}
			require.Positive(t, beyond, "limits are gone beyond at all")
		})
	}
}

// tollOf is what the state's sums pay, added up again.
func tollOf(s *state) (n float64) {
	for id, x := range s.tolls {
		n += x * float64(s.sums[id])
	}
	return n
}

// The toll of a limit rises while it is gone beyond, and falls while hours are to spare, to a reward only
// where every hour is needed; between its bounds.
func TestTollsAreLearned(t *testing.T) {
	for need, exact := range map[Minute]bool{15: true, 6: false} {
		m := tinyDays(7)
		for d := range Minute(3) {
			m.addTask(d*48, d*48+need/3, 0)
		}
		m.addLine(0, 1, 2)
		m.addCap(15, 0, 7*24, 0)
		w := newWalker(newBoard(m), 1)
		w.loosen()
		w.learnTolls(1, 0.02)
		require.Equal(t, exact, w.b.exact[0])
		if exact {
			require.InDelta(t, -15*0.02*tollRate, w.tolls[0], 1e-9, "15 hours are to spare")
		} else {
			require.Zero(t, w.tolls[0])
		}
		w.s.sums[0] = w.b.most[0] + 2*60*PartsPerMinute
		before := w.tolls[0]
		w.learnTolls(1, 0.02)
		require.InDelta(t, before+2*0.02*tollRate, w.tolls[0], 1e-9, "two hours too many")
		for range 100 {
			w.learnTolls(1, 1)
		}
		require.InDelta(t, tollMost, w.tolls[0], 1e-9)
		w.tighten()
		require.Nil(t, w.s.tolls)
	}
}

// What a line must do in a week follows from what its other weeks can hold, less what others
// could do in its place.
func TestWhatIsDueInAWeek(t *testing.T) {
	for others, want := range map[int64]int64{0: 5, 3: 2, 10: 0} {
		m := tinyDays(14)
		for d := range Minute(3) {
			m.addTask(d*48, d*48+5, 0) // 15 hours in all
		}
		m.addLine(0, 1, 2)
		m.addLine(0, 1, 2)
		m.addCap(10, 0, 60, 0)
		m.addCap(10, 60, 7*24, 0)
		m.addCap(15, 0, 7*24, 0)
		m.addCap(others, 0, 7*24, 1)
		b := newBoard(m)
		require.True(t, b.limited)
		require.Equal(t, others == 0, b.tight)
		require.Equal(t, want, b.due[0]/PartsPerMinute/60, "%d hours of others", others)
		require.Equal(t, want, b.due[1]/PartsPerMinute/60, "%d hours of others", others)
	}
}

// Backup for several tasks at one time is wanted once, for two lines on reserve twice.
func TestBackupMinutes(t *testing.T) {
	m := tinyDays(2)
	m.addTask(8, 16, 0).Backup = 1
	m.addTask(12, 20, 0).Backup = 2
	m.addTask(30, 34, 0)
	require.Equal(t, float64((12+8)*hour), newBoard(m).backupMinutes())
}
