package walk

import (
	"slices"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/stretchr/testify/require"
)

// While limits are loose costs stay exact, plans that go beyond a limit are
// never kept, and when the limits hold again so does the plan.
func TestLooseLimits(t *testing.T) {
	for name, wd := range toys.Kinds {
		t.Run(name, func(t *testing.T) {
			beyond := 0
			for seed := uint64(1); seed <= 3; seed++ {
				m := wd.Make(seed)
				for i := range m.Sums {
					if s := &m.Sums[i]; s.Limits() {
						s.Max = s.Max * 2 / 3
					}
				}
				w := New(board.New(t.Context(), m), seed)
				w.Temp, w.Strain = 5, 0.1/solver.PartsPerMinute
				w.Loosen()
				for try := range 6000 {
					if try%1000 == 0 {
						w.LearnTolls(w.Strain, 0.1)
					}
					toll := tollOf(w.State)
					if toll -= w.State.Toll; !w.Step() {
						continue
					}
					require.InDelta(t, toll+w.State.Toll, tollOf(w.State), 1e-6, "tolls are kept exact")
					p := w.State.Plan()
					require.Equal(t, m.Evaluate(p), w.State.Cost)
					var most int64
					for i := range m.Sums {
						s := &m.Sums[i]
						most += max(0, totalOf(m, p, s)-max(s.Max, m.GivenTo(s)))
					}
					for k := range m.Budgets {
						if b := &m.Budgets[k]; m.Spent(p, b) > w.board.Purse[k] {
							most += int64(float64(m.Spent(p, b)-w.board.Purse[k]) / w.board.HourPay() * 60 * solver.PartsPerMinute)
						}
					}
					require.Equal(t, most, w.State.Beyond)
					if most > 0 {
						beyond++
					}
				}
				w.Tighten()
				require.Empty(t, m.Violations(w.State.Plan()))
				w.Back()
				require.Equal(t, m.Evaluate(w.State.Plan()), w.Best)
				require.Empty(t, m.Violations(w.State.Plan()))
			}
			require.Positive(t, beyond, "limits are gone beyond at all")
		})
	}
}

// tollOf is what the state's sums pay, added up again.
func tollOf(s *board.State) (n float64) {
	for id, x := range s.Tolls {
		n += x * float64(s.Sums[id])
	}
	return n
}

// The toll of a limit rises while it is gone beyond, and falls while hours are to spare, to a reward only
// where every hour is needed; between its bounds.
func TestTollsAreLearned(t *testing.T) {
	for need, exact := range map[solver.Minute]bool{15: true, 6: false} {
		m := toys.TinyDays(7)
		for d := range solver.Minute(3) {
			toys.AddTask(m, d*48, d*48+need/3, 0)
		}
		toys.AddLine(m, 0, 1, 2)
		toys.AddCap(m, 15, 0, 7*24, 0)
		w := New(board.New(t.Context(), m), 1)
		w.Loosen()
		w.LearnTolls(1, 0.02)
		require.Equal(t, exact, w.board.Exact[0])
		if exact {
			require.InDelta(t, -15*0.02*tollRate, w.tolls[0], 1e-9, "15 hours are to spare")
		} else {
			require.Zero(t, w.tolls[0])
		}
		w.State.Sums[0] = w.board.Most[0] + 2*60*solver.PartsPerMinute
		before := w.tolls[0]
		w.LearnTolls(1, 0.02)
		require.InDelta(t, before+2*0.02*tollRate, w.tolls[0], 1e-9, "two hours too many")
		for range 100 {
			w.LearnTolls(1, 1)
		}
		require.InDelta(t, tollMost, w.tolls[0], 1e-9)
		w.Tighten()
		require.Nil(t, w.State.Tolls)
	}
}

// totalOf is what the plan and the past give to the sum, minute by minute.
func totalOf(m *solver.Model, p *solver.Plan, s *solver.Sum) (n int64) {
	for i, l := range s.Lines {
		for _, d := range append(slices.Clone(m.Lines[l].Past), p.Lines[l]...) {
			for x := max(d.Start, s.From); x < min(d.End, s.To); x++ {
				n += s.WeightOf(i, d.Kind)
			}
		}
	}
	return n
}
