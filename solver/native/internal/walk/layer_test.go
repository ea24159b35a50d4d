package walk

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native/internal/board"
	"github.com/stretchr/testify/require"
)

// backedModel is a task of 18 hours that needs one, whom somebody of another pool must be able to
// replace. Each line may be on reserve in a span, and has hours for all it does.
func backedModel(serve []bool, pools []int32, spans []solver.Span, hours []int64) *solver.Model {
	all := solver.Span{From: 0, To: 1080}
	m := &solver.Model{Levels: []string{"short", "backup", "pay"}, BackupLevel: 1, BackupPrice: 1, PayLevel: 2, Grain: 60,
		Horizon: solver.Span{From: 0, To: 1440}, Days: []solver.Minute{0, 1440}, ReserveMin: 240, ReserveMax: 720, BackupOtherPool: true,
		Weeks: []solver.Week{{Span: solver.Span{From: 0, To: 1440}}},
		Tasks: []solver.Task{{Span: all, Need: 1, MinLen: 60, Group: -1, Backup: 1, UnderPrice: 1}}}
	for i := range serve {
		l := solver.Line{Pool: pools[i], Master: -1, Permits: []solver.Permit{{Task: 0, Spans: []solver.Span{all}}}}
		l.Rules.MaxWeekends = -1
		if !serve[i] {
			l.Rules.MaxLen[solver.Active] = 59 // it may only replace
		}
		if spans[i].Len() > 0 {
			l.Reserve = []solver.Span{spans[i]}
		}
		m.Lines = append(m.Lines, l)
		m.Sums = append(m.Sums, solver.Sum{Lines: []int32{int32(i)}, Span: m.Horizon, Max: hours[i] * 60 * solver.PartsPerMinute, High: solver.NoLimit,
			Weight: [solver.NumModes]int64{solver.PartsPerMinute, solver.PartsPerMinute, solver.PartsPerMinute, solver.PartsPerMinute}})
	}
	return m
}

func spent(from, to solver.Minute) solver.Decision {
	return solver.Decision{Task: solver.NoTask, Kind: solver.Reserve, Start: 60 * from, End: 60 * to}
}

// Hours pass along those on reserve to a time without backup: the last stretches over it, and each hands
// an hour on to the one before, as far as to who has one to spare.
func TestHoursPassAlongThoseOnReserve(t *testing.T) {
	m := backedModel([]bool{true, false, false, false}, []int32{0, 1, 1, 1},
		[]solver.Span{{}, {From: 0, To: 720}, {From: 0, To: 1080}, {From: 360, To: 1080}}, []int64{18, 7, 6, 5})
	require.NoError(t, m.Check())
	w := New(board.New(t.Context(), m), 1)
	w.Load([][]solver.Decision{{{Task: 0, Start: 0, End: 1080}}, {spent(0, 6)}, {spent(6, 12)}, {spent(12, 17)}})
	require.EqualValues(t, 60, w.Best[1])
	w.Mend(t.Context(), 3000, solver.Cost{})
	require.Zero(t, w.Best[0])
	require.Zero(t, w.Best[1])
	require.Empty(t, m.Violations(w.State.Plan()))
	require.Equal(t, m.Evaluate(w.State.Plan()), w.Best)
}

// Who is on duty where nobody of another pool is ready is relieved by somebody for whom there is, though
// that one has to be relieved in turn.
func TestWhoCannotBeReplacedIsRelieved(t *testing.T) {
	m := backedModel([]bool{true, true, false, true}, []int32{0, 1, 1, 0},
		[]solver.Span{{}, {From: 0, To: 1080}, {From: 0, To: 1080}, {}}, []int64{10, 12, 12, 8})
	require.NoError(t, m.Check())
	w := New(board.New(t.Context(), m), 1)
	w.Load([][]solver.Decision{{{Task: 0, Start: 0, End: 600}}, {{Task: 0, Start: 600, End: 1080}}, {spent(6, 18)}, nil})
	l, d, ok := w.unbacked()
	require.True(t, ok)
	require.True(t, l == 1 || d.Start < 360)
	w.Mend(t.Context(), 6000, solver.Cost{})
	require.Zero(t, w.Best[0])
	require.Zero(t, w.Best[1])
	require.Empty(t, m.Violations(w.State.Plan()))
}
