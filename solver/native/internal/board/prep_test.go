package board

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/toys"
	"github.com/stretchr/testify/require"
)

// What a line must do in a week follows from what its other weeks can hold, less what others
// could do in its place.
func TestWhatIsDueInAWeek(t *testing.T) {
	for others, want := range map[int64]int64{0: 5, 3: 2, 10: 0} {
		m := toys.TinyDays(14)
		for d := range solver.Minute(3) {
			toys.AddTask(m, d*48, d*48+5, 0) // 15 hours in all
		}
		toys.AddLine(m, 0, 1, 2)
		toys.AddLine(m, 0, 1, 2)
		toys.AddCap(m, 10, 0, 60, 0)
		toys.AddCap(m, 10, 60, 7*24, 0)
		toys.AddCap(m, 15, 0, 7*24, 0)
		toys.AddCap(m, others, 0, 7*24, 1)
		b := New(t.Context(), m)
		require.True(t, b.Limited)
		require.Equal(t, others == 0, b.Tight)
		require.Equal(t, want, b.due[0]/solver.PartsPerMinute/60, "%d hours of others", others)
		require.Equal(t, want, b.due[1]/solver.PartsPerMinute/60, "%d hours of others", others)
	}
}

// Backup for several tasks at one time is wanted once, for two lines on reserve twice.
func TestBackupMinutes(t *testing.T) {
	m := toys.TinyDays(2)
	toys.AddTask(m, 8, 16, 0).Backup = 1
	toys.AddTask(m, 12, 20, 0).Backup = 2
	toys.AddTask(m, 30, 34, 0)
	require.Equal(t, float64((12+8)*toys.Hour), New(t.Context(), m).backupMinutes())
}

// Whatever money is paid for, an hour of the level above weighs more than an hour or a piece of it, and
// pay stays as fine as the temperatures go.
func TestNoPriceOutweighsTheLevelAbove(t *testing.T) {
	for _, price := range []int64{0, 10, 1_000, 1_000_000, 1_000_000_000} {
		for name, put := range map[string]func(m *solver.Model){
			"change":   func(m *solver.Model) { m.ChangePrice, m.ChangeLevel = price, m.PayLevel },
			"overlap":  func(m *solver.Model) { m.Tasks[0].OverPrice = price },
			"handover": func(m *solver.Model) { m.Tasks[0].ExtraPrice, m.Tasks[0].ExtraLevel = 60*price, m.PayLevel },
			"face":     func(m *solver.Model) { m.Lines[0].Firsts = []solver.First{{Group: 0, Price: 60 * price}} },
		} {
			m := toys.TinyDays(2)
			toys.AddTask(m, 8, 16, 0).Group = 0
			toys.AddLine(m, 0).Pay[solver.Active].Rate = 3
			put(m)
			b := New(t.Context(), m)
			require.Less(t, b.Weight[m.PayLevel]*float64(60*price), 60*b.Weight[m.PayLevel-1], "%s at %d", name, price)
			require.InEpsilon(t, 1, b.Weight[m.PayLevel]*3*60/b.Fine, 1e-9, "%s at %d", name, price)
		}
	}
}

// A fixed part of a whole task covers its own time and no more.
func TestFixedPartOfAWholeTask(t *testing.T) {
	m := toys.TinyDays(2)
	toys.AddTask(m, 8, 16, 0).Whole = true
	toys.AddLine(m, 0).Fixed = []solver.Decision{{Task: 0, Start: 11 * toys.Hour, End: 16 * toys.Hour, Fixed: true}}
	toys.AddLine(m, 0)
	s := NewState(New(t.Context(), m))
	require.Equal(t, int64(3*toys.Hour), s.Cost[0])
	require.Equal(t, m.Evaluate(s.Plan()), s.Cost)
}

// Past work that lies between fixed decisions is in no plan, and the fixed ones are.
func TestPastWorkBetweenFixedDecisions(t *testing.T) {
	m := toys.TinyDays(3)
	toys.AddTask(m, 8, 12, 0)
	toys.AddTask(m, 56, 60, 0)
	l := toys.AddLine(m, 0, 1)
	l.Past = []solver.Decision{{Start: 30 * toys.Hour, End: 34 * toys.Hour}}
	l.Fixed = []solver.Decision{{Task: 0, Start: 8 * toys.Hour, End: 12 * toys.Hour, Fixed: true}, {Task: 1, Start: 56 * toys.Hour, End: 60 * toys.Hour, Fixed: true}}
	require.Equal(t, l.Fixed, NewState(New(t.Context(), m)).Plan().Lines[0])
}
