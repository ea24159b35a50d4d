package contingency

import (
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// rungsOfAll are the rungs of a shift by looking at all who could take it, and then naming the first.
func rungsOfAll(m *editor.Editor, i int, promised [][]reading.Span) (out []Rung) {
	s := m.Shifts[i]
	m.Dirty = m.Dirty[:0]
	m.Take(i)
	defer m.Undo(len(m.Journal) - 1)
	var moves []editor.Move
	holes := m.HolesIn(editor.Place{Need: s.Need, Occ: s.Occ})
	for k := range holes {
		var of []editor.Move
		for _, w := range m.Ladder(&m.Needs[s.Need]) {
			of = append(of, m.MovesOf(&m.Workers[w], &holes[k], 0)...)
		}
		moves = append(moves, editor.InOrder(m, &holes[k], of)...)
	}
	named, others := map[int][]reading.Span{}, 0
	for k := range moves {
		v := &moves[k]
		w := &m.Workers[v.Worker]
		in := v.Span.Meet(v.Hole.Span)
		if v.Worker == s.Worker || reading.Inside(reading.Union(named[v.Worker]), in) {
			continue
		}
		lead := w.AnswerTime + w.TravelTime
		if v.Rank == 1 {
			if others == mostRungs || len(reading.Meet(reading.Union(append([]reading.Span{}, promised[v.Worker]...)), []reading.Span{v.Span})) > 0 {
				continue
			}
			others++
			promised[v.Worker] = append(promised[v.Worker], v.Span)
			if w.Supplier != nil {
				lead += w.Supplier.Notice
			}
		}
		named[v.Worker] = append(named[v.Worker], in)
		out = append(out, Rung{Worker: w.ID, Where: m.Rung(w, v.Rank == 0), By: m.Instant(in.From).Add(-lead), From: m.Instant(in.From), To: m.Instant(in.To)})
	}
	return out
}

// Looking at no more workers than are named gives the ladders that looking at all of them does.
func TestLaddersAreThoseOfAllWhoCould(t *testing.T) {
	rungs, standby := 0, 0
	for seed := range uint64(60) {
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 31)))
		if seed%3 == 0 {
			p = drawn.Agency(9, 4, 14)
			p.Contingency.Standby = int(seed % 2)
		}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		c, err := constraints.Compile(p, append(constraints.House(), Planned()...))
		require.NoError(t, err)
		res, err := native.Engine{}.Solve(t.Context(), c.Model, solver.Options{Seed: seed, Threads: 1, Steps: 2000})
		require.NoError(t, err)
		was := reading.Judged(p, c.Rota(res.Plan))
		require.Empty(t, was.Report.Findings)
		before := was.Instant(was.Origin).Add(-editor.LongBefore)
		m := editor.New(was, nil, before, before)
		fast, slow := make([][]reading.Span, len(m.Workers)), make([][]reading.Span, len(m.Workers))
		for i := range m.Shifts {
			if !m.Shifts[i].Counts || m.Shifts[i].Kind == scheduler.Standby {
				continue
			}
			want := rungsOfAll(m, i, slow)
			got := ladderOf(m, i, fast).Rungs
			require.Equal(t, want, got, "seed %d, shift %d", seed, i)
			rungs += len(got)
			for _, r := range got {
				if r.Where == "standby" {
					standby++
				}
			}
		}
		require.Equal(t, slow, fast)
	}
	require.Greater(t, rungs, 300)
	require.Positive(t, standby)
}
