package contingency

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

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

// crowded is a home of two days in which many shifts are wanted at one time, of several lengths,
// few can take each, and hours are scarce.
func crowded(r *rand.Rand) *scheduler.Problem {
	p := drawn.Agency(0, 0, 2)
	p.Contingency.Standby = 0
	skills := []string{"a", "b", "c"}
	for i := range 4 {
		from := time.Duration(8+r.IntN(8)) * time.Hour
		n := scheduler.NewNeed(fmt.Sprint("n", i), "", scheduler.Daily(), from, from+time.Duration(1+r.IntN(5))*time.Hour)
		n.Skills, n.Whole = []string{skills[r.IntN(3)]}, true
		n.Criticality = scheduler.Criticality(r.IntN(2))
		p.Needs = append(p.Needs, n)
	}
	for i := range 8 {
		w := scheduler.NewWorker(fmt.Sprint("w", i), "")
		for _, k := range r.Perm(3)[:1+r.IntN(2)] {
			w.Skills = append(w.Skills, scheduler.Skill{Name: skills[k]})
		}
		c := scheduler.HouseCaps()
		c.MinRest, c.MaxHoursWeek = 0, scheduler.Hours(float64(5+r.IntN(9)))
		w.Caps = &c
		p.Workers = append(p.Workers, w)
	}
	return p
}

// solved is a rota of a drawn problem, nil where that is not sound.
func solved(t *testing.T, p *scheduler.Problem, seed uint64) *scheduler.Rota {
	if len(validate.Problem(p)) > 0 {
		return nil
	}
	c, err := constraints.Compile(p, append(constraints.House(), Planned()...))
	require.NoError(t, err)
	res, err := native.Engine{}.Solve(t.Context(), c.Model, solver.Options{Seed: seed, Threads: 1, Steps: 500})
	require.NoError(t, err)
	return c.Rota(res.Plan)
}

// sharingOf is the sharing of a rota, before anything is shared out.
func sharingOf(t *testing.T, p *scheduler.Problem, rota *scheduler.Rota) *sharing {
	was := reading.Judged(p, rota)
	require.Empty(t, was.Report.Findings)
	before := was.Instant(was.Origin).Add(-editor.LongBefore)
	x, all := newSharing(t.Context(), editor.New(was, nil, before, before))
	require.True(t, all)
	return x
}

// mostNamed are the most seats that can have a name who takes all of it, by criticality, the more
// critical first, by trying everything.
func (x *sharing) mostNamed(i int, have, best *[3]int) {
	if i == len(x.seats) {
		if slices.Compare(have[:], best[:]) > 0 {
			*best = *have
		}
		return
	}
	s := &x.seats[i]
	level := x.m.Needs[s.Need].Criticality
	most := *have
	for k := i; k < len(x.seats); k++ {
		most[x.m.Needs[x.seats[k].Need].Criticality]++
	}
	if slices.Compare(most[:], best[:]) <= 0 {
		return
	}
	if !s.wants(1) {
		if len(s.open) > 0 {
			have[level]++
			defer func() { have[level]-- }()
		}
		x.mostNamed(i+1, have, best)
		return
	}
	for k := range s.could {
		if c := &s.could[k]; x.couldTake(s, c) && x.fits(s, c, nil) {
			x.enter(i, name{*c, s.Span, false})
			have[level]++
			x.mostNamed(i+1, have, best)
			have[level]--
			x.undo(len(x.journal) - 1)
		}
	}
	x.mostNamed(i+1, have, best)
}

// As many shifts have somebody for all of them as any sharing out would give, the more critical
// first.
func TestFirstNamesAreTheMostThereCanBe(t *testing.T) {
	contested := 0
	for seed := range uint64(300) {
		p := crowded(rand.New(rand.NewPCG(seed, 71)))
		rota := solved(t, p, seed)
		if rota == nil {
			continue
		}
		x := sharingOf(t, p, rota)
		var have, best, greedy [3]int
		x.mostNamed(0, &have, &best)
		for i := range x.seats {
			if x.take(i) {
				greedy[x.m.Needs[x.seats[i].Need].Criticality]++
			}
		}
		if greedy != best {
			contested++
		}
		x = sharingOf(t, p, rota)
		require.True(t, x.share())
		var got [3]int
		for i := range x.seats {
			if s := &x.seats[i]; slices.ContainsFunc(s.names, func(n name) bool { return n.takes == s.Span }) && len(s.open) > 0 {
				got[x.m.Needs[s.Need].Criticality]++
			}
		}
		require.Equal(t, best, got, "seed %d", seed)
	}
	require.Greater(t, contested, 40, "taking the first who is free does not do")
}

// Every name stands when it is held against the rota again, with nothing of the search.
func TestNamesStandWhenTheyAreReadAgain(t *testing.T) {
	whole, parts, standby := 0, 0, 0
	for seed := range uint64(60) {
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 31)))
		if seed%3 == 0 {
			p = drawn.Agency(9, 4, 14)
			p.Contingency.Standby = int(seed % 2)
		}
		rota := solved(t, p, seed)
		if rota == nil {
			continue
		}
		r := reading.Audited(p, rota).Report
		ladders, all := Ladders(t.Context(), p, r.Rota)
		require.True(t, all)
		of := map[place]*Ladder{}
		for i := range ladders {
			of[placeOf(&ladders[i].Shift)] = &ladders[i]
		}
		for i := range r.Rota.Shifts {
			s := &r.Rota.Shifts[i]
			if s.Backups = nil; of[placeOf(s)] == nil {
				continue
			}
			s.Backups = of[placeOf(s)].Shift.Backups
			for _, b := range s.Backups {
				switch {
				case b.Standby:
					standby++
				case b.Whole():
					whole++
				default:
					parts++
				}
			}
		}
		require.Empty(t, reading.RefusedBackups(p, r.Rota, nil), "seed %d", seed)
	}
	require.Greater(t, whole, 300)
	require.Greater(t, parts, 20)
	require.Greater(t, standby, 100)
}
