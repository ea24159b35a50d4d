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
