package inrc2

import (
	"slices"
	"testing"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/require"
)

// solved solves an instance with a budget of work and holds the result against
// the competition's own rules.
func solved(t *testing.T, in *Instance, threads int, steps int64) (rota Rota, cost, bound int64) {
	t.Helper()
	m := in.Model()
	r, err := native.Engine{}.Solve(t.Context(), m.Model, solver.Options{Seed: 1, Threads: threads, Steps: steps})
	require.NoError(t, err)
	require.Empty(t, m.Violations(r.Plan))
	rota = m.Rota(r.Plan)
	v := in.Check(rota)
	require.Empty(t, v.Findings)
	cost, legal := m.Cost(r.Cost)
	require.True(t, legal)
	require.Equal(t, v.Cost, cost)
	bound, _ = m.Cost(r.Bound)
	require.LessOrEqual(t, bound, cost)
	return rota, cost, bound
}

func TestHouseIsSolvedToTheProvedOptimum(t *testing.T) {
	_, cost, bound := solved(t, house(t), 2, 1<<22)
	require.Equal(t, cost, bound)
}

// patterned is a rota that keeps skills and nothing else, another for each number.
func patterned(in *Instance, pattern int) Rota {
	rota := in.Empty()
	for n := range rota {
		for d := range rota[n] {
			s := (d*(pattern%5+1) + n*3 + d/3*pattern) % (len(in.Shifts) + 2)
			k := (d + pattern) % len(in.Skills)
			if s < len(in.Shifts) && in.Nurses[n].Skills[k] {
				rota[n][d] = Duty{s, k}
			}
		}
	}
	return rota
}

// planOf is a rota as a plan of the model.
func (m *Model) planOf(rota Rota) *solver.Plan {
	p := &solver.Plan{Lines: make([][]solver.Decision, len(rota))}
	for n := range rota {
		for d, x := range rota[n] {
			if x.Shift != Off {
				t := m.task(d, x.Shift, x.Skill)
				p.Lines[n] = append(p.Lines[n], solver.Decision{Task: t, Start: m.Tasks[t].From, End: m.Tasks[t].To})
			}
		}
	}
	return p
}

// Any rota at all costs the same by the model and by the rules, but that the model has who is missing
// below the least cover at its own level only.
func TestModelAndCheckAgreeOnEveryRota(t *testing.T) {
	in := house(t)
	m := in.Model()
	for pattern := range 80 {
		rota := patterned(in, pattern)
		plan := m.planOf(rota)
		require.Equal(t, rota, m.Rota(plan))
		v := in.Check(rota)
		says := m.Evaluate(plan)
		cost, legal := m.Cost(says)
		require.Equal(t, v.Cost, cost+30*says[legalLevel]/shiftMinutes, "pattern %d: %v", pattern, v.Parts)
		require.Equal(t, len(v.Findings) == 0, legal && len(m.Violations(plan)) == 0, "pattern %d: %v", pattern, v.Findings)
	}
}

// Week by week costs what the whole horizon costs: S1 to S5 by the week, the totals at the end.
func TestHistoryCarriesCostsFromWeekToWeek(t *testing.T) {
	in := house(t)
	for pattern := range 40 {
		rota := patterned(in, pattern)
		whole := in.Check(rota)
		var parts [rules]int64
		start := in.Start
		for w := range in.Weeks {
			week := &Instance{Name: in.Name, Scenario: in.Scenario, Start: start, Weeks: in.Weeks[w : w+1]}
			line := make(Rota, len(rota))
			for n := range rota {
				line[n] = rota[n][7*w : 7*w+7]
			}
			v := week.Check(line)
			for r := range Total {
				parts[r] += v.Parts[r]
			}
			parts[Total], parts[Weekends] = v.Parts[Total], v.Parts[Weekends]
			start = week.After(line, 7)
		}
		require.Equal(t, whole.Parts, parts, "pattern %d", pattern)
	}
}

// Who is who, and what shifts are called, changes nothing.
func TestOrderOfNursesAndShiftsChangesNoProvedOptimum(t *testing.T) {
	in := house(t)
	_, cost, bound := solved(t, in, 1, 1<<22)
	require.Equal(t, cost, bound)
	sc := *in.Scenario
	turned := &Instance{Name: in.Name, Scenario: &sc, Start: slices.Clone(in.Start), Weeks: slices.Clone(in.Weeks)}
	sc.Nurses, sc.Shifts = slices.Clone(sc.Nurses), slices.Clone(sc.Shifts)
	slices.Reverse(sc.Nurses)
	slices.Reverse(sc.Shifts)
	slices.Reverse(turned.Start)
	for s := range sc.Shifts {
		sc.Shifts[s].ID = "Type" + sc.Shifts[s].ID
		sc.Shifts[s].NotNext = slices.Clone(sc.Shifts[s].NotNext)
		slices.Reverse(sc.Shifts[s].NotNext)
	}
	for n := range turned.Start {
		if turned.Start[n].Last != Off {
			turned.Start[n].Last = len(sc.Shifts) - 1 - turned.Start[n].Last
		}
	}
	for w := range turned.Weeks {
		week := &turned.Weeks[w]
		week.Requests = slices.Clone(week.Requests)
		for i := range week.Requests {
			week.Requests[i].Nurse = len(sc.Nurses) - 1 - week.Requests[i].Nurse
			if week.Requests[i].Shift != Any {
				week.Requests[i].Shift = len(sc.Shifts) - 1 - week.Requests[i].Shift
			}
		}
		for d := range week.Need {
			week.Need[d] = slices.Clone(week.Need[d])
			slices.Reverse(week.Need[d])
		}
	}
	_, again, proof := solved(t, turned, 1, 1<<22)
	require.Equal(t, again, proof)
	require.Equal(t, cost, again)
}
