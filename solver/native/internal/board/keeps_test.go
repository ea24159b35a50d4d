package board

import (
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// Lines that can replace twice as many as most are kept for it; those that replace nobody, that may not be
// on reserve, or that are like the others are not.
func TestThoseWhoCanReplaceManyAreKept(t *testing.T) {
	day := solver.Span{From: 0, To: 1440}
	m := &solver.Model{Levels: []string{"short", "backup", "pay"}, BackupLevel: 1, BackupPrice: 1, PayLevel: 2, Grain: 60,
		Horizon: day, Days: []solver.Minute{0, 1440}, ReserveMin: 60, ReserveMax: 720}
	for range 4 {
		m.Tasks = append(m.Tasks, solver.Task{Span: day, Need: 1, MinLen: 60, Group: -1, Backup: 1})
	}
	line := func(tasks int, reserve, idle bool) solver.Line {
		l := solver.Line{Pool: -1, Master: -1}
		l.Rules.MaxWeekends = -1
		for i := range tasks {
			l.Permits = append(l.Permits, solver.Permit{Task: int32(i), NoBackup: idle, Spans: []solver.Span{day}})
		}
		if reserve {
			l.Reserve = []solver.Span{day}
		}
		return l
	}
	m.Lines = []solver.Line{line(1, true, false), line(1, true, false), line(1, true, false), line(4, true, false), line(4, false, false), line(4, true, true), line(1, true, false), line(2, true, false)}
	b := New(t.Context(), m)
	require.Equal(t, []bool{false, false, false, true, false, false, false, true}, b.Keeps)
	s := NewState(b)
	s.DutyToll = 0.5
	work := solver.Decision{Task: 0, Start: 60, End: 180}
	s.Add(0, work)
	require.Zero(t, s.Toll)
	s.Add(3, work)
	require.InDelta(t, 60, s.Toll, 1e-9)
	longer := work
	longer.End = 240
	s.Alter(3, work, longer)
	require.InDelta(t, 90, s.Toll, 1e-9)
	s.Add(7, solver.Decision{Task: solver.NoTask, Kind: solver.Reserve, Start: 60, End: 180})
	require.InDelta(t, 90, s.Toll, 1e-9, "time on reserve is what they are kept for")
	s.Undo(0)
	require.InDelta(t, 0, s.Toll, 1e-9)

	m.Lines = m.Lines[:3]
	require.Nil(t, New(t.Context(), m).Keeps, "who is like all others is not kept")
}

// What is deferred costs nothing until it is settled, and nothing when it is undone.
func TestReserveIsSettledLater(t *testing.T) {
	day := solver.Span{From: 0, To: 1440}
	line := solver.Line{Pool: -1, Master: -1, Reserve: []solver.Span{day}, Permits: []solver.Permit{{Task: 0, Spans: []solver.Span{day}}}}
	line.Rules.MaxWeekends = -1
	m := &solver.Model{Levels: []string{"short", "backup", "pay"}, BackupLevel: 1, BackupPrice: 1, PayLevel: 2, Grain: 60,
		Horizon: day, Days: []solver.Minute{0, 1440}, ReserveMin: 60, ReserveMax: 720,
		Tasks: []solver.Task{{Span: day, Need: 1, MinLen: 60, Group: -1, Backup: 1}}, Lines: []solver.Line{line, line}}
	s := NewState(New(t.Context(), m))
	s.Add(0, solver.Decision{Task: 0, Start: 0, End: 600})
	require.EqualValues(t, 600, s.Cost[1])
	ready := solver.Decision{Task: solver.NoTask, Kind: solver.Reserve, Start: 0, End: 300}
	before := len(s.Log)
	s.Defer()
	s.Add(1, ready)
	require.True(t, s.Unsettled())
	require.EqualValues(t, 600, s.Cost[1])
	moved := ready
	moved.Start, moved.End = 60, 420
	s.Alter(1, ready, moved)
	s.Undo(before)
	require.False(t, s.Unsettled())
	s.Add(1, moved)
	s.Settle()
	require.EqualValues(t, 240, s.Cost[1])
	require.Equal(t, m.Evaluate(s.Plan())[1], s.Cost[1])
	s.Undo(before)
	require.EqualValues(t, 600, s.Cost[1])
}
