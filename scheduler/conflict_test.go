package scheduler

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/stretchr/testify/require"
)

// TestQuickXplainIsMinimal draws families of bad sets and checks that what is
// found is bad and that nothing can be left out.
func TestQuickXplainIsMinimal(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 3))
		n := 1 + r.IntN(12)
		var kernels [][]int
		for range 1 + r.IntN(4) {
			var k []int
			for i := range n {
				if r.IntN(3) == 0 {
					k = append(k, i)
				}
			}
			if len(k) > 0 {
				kernels = append(kernels, k)
			}
		}
		if len(kernels) == 0 {
			continue
		}
		bad := func(kept []int) bool {
			return slices.ContainsFunc(kernels, func(k []int) bool {
				return !slices.ContainsFunc(k, func(i int) bool { return !slices.Contains(kept, i) })
			})
		}
		got := quickXplain(n, bad)
		require.True(t, bad(got), "seed %d", seed)
		for i := range got {
			require.False(t, bad(slices.Delete(slices.Clone(got), i, i+1)), "seed %d: %v of %v", seed, got, kernels)
		}
	}
}

// conflictAt is the smallest conflict that Explain gives for a need at an instant of an empty rota.
func conflictAt(p *Problem, need string, at time.Time) *Conflict {
	x := Explain(p, Audit(p, &Rota{}), Question{Need: need, At: at})
	if len(x.Moments) != 1 {
		panic("not one moment")
	}
	return x.Moments[0].Conflict
}

func TestConflictOfANeed(t *testing.T) {
	for _, row := range []struct {
		name  string
		make  func(p *Problem)
		rules []string // nil: enough could be there
		says  string
	}{
		{name: "somebody could", make: func(p *Problem) {}},
		{name: "a skill that nobody has", make: func(p *Problem) { p.Needs[0].Skills = []string{"swim"} }, rules: []string{"skills"},
			says: "day, Monday 6 July 08:00 to 20:00, can never be met: nobody could be there: it asks for swim, which nobody has."},
		{name: "the only one who has it is away", make: func(p *Problem) {
			p.Needs[0].Skills = []string{"lift"}
			p.Workers[0].Unavailable = []Absence{{Dates: []Date{{2026, 7, 6}}, Why: "leave"}}
		}, rules: []string{"skills", "unavailable"},
			says: "day, Monday 6 July 08:00 to 20:00, can never be met: nobody could be there: it asks for lift, which only ade has; ade: unavailable (leave) Monday 6 July."},
		{name: "two are wanted, one has the skill", make: func(p *Problem) { p.Needs[0].Workers, p.Needs[0].Skills = 2, []string{"lift"} }, rules: []string{"skills"},
			says: "day, Monday 6 July 08:00 to 20:00, can never be met: only 1 of the 2 wanted could be there: it asks for lift, which only ade has."},
		{name: "a list, and a provider not approved yet", make: func(p *Problem) {
			p.Needs[0].Only = []string{"cai"}
			p.Providers[1].FromDate = Date{2026, 7, 8}
		}, rules: []string{"only", "approval"},
			says: "day, Monday 6 July 08:00 to 20:00, can never be met: nobody could be there: it is only for cai; agency is approved only from 8 July."},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := auditHome(t)
			row.make(p)
			c := conflictAt(p, "day", july(p, 6, 8))
			if row.rules == nil {
				require.Nil(t, c)
				return
			}
			require.NotNil(t, c)
			var rules []string
			for _, m := range c.Members {
				rules = append(rules, m.Rule)
			}
			require.Equal(t, row.rules, rules)
			require.Equal(t, row.says, c.Says)
		})
	}
}

// TestConflictIsSmallest draws problems with needs that can never be met: with
// any one member gone enough could be there, with all of them too few.
func TestConflictIsSmallest(t *testing.T) {
	found := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 9))
		p := whyProblem(r)
		y := newWhy(p, &Rota{})
		for i := range y.needs {
			for _, o := range y.needs[i].occurrences[:min(1, len(y.needs[i].occurrences))] {
				for _, target := range y.targetsOf(y.needs[i].ID, y.instant(o.from), y.instant(o.to)) {
					c, err := y.conflict(&target, nil)
					require.NoError(t, err)
					s := y.blocked(&target)
					open := func(kept []int) int {
						o := solver.Obstacles{Count: len(s.members), Groups: s.shifts}
						return o.Open(kept, -1)
					}
					if c == nil {
						continue
					}
					found++
					var members []int
					for _, m := range c.Members {
						members = append(members, slices.IndexFunc(s.members, func(b blockadeMember) bool { return b.Rule == m.Rule && b.About == m.About }))
					}
					require.Less(t, open(members), c.Wanted, "seed %d", seed)
					for k := range members {
						require.GreaterOrEqual(t, open(slices.Delete(slices.Clone(members), k, k+1)), c.Wanted, "seed %d: %s", seed, c.Says)
					}
				}
			}
		}
	}
	require.Greater(t, found, 100)
}

func TestPinsTogether(t *testing.T) {
	for _, row := range []struct {
		name string
		make func(p *Problem)
		want string // end of the fault's text
	}{
		{"one alone breaks it", func(p *Problem) {
			p.Caps.MaxHoursDay = Hours(6)
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 12), pin(p, 2, 8, 16)}
		}, "at most 6 h are allowed."},
		{"two together, not the third", func(p *Problem) {
			p.Caps.MaxHoursWeek = Hours(15)
			p.Workers[0].Pinned = []Pin{pin(p, 0, 8, 12), pin(p, 2, 8, 16), pin(p, 3, 8, 16)}
		}, "It takes this pin together with days Wednesday 8 July 08:00 to 16:00."},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := validProblem(t)
			row.make(p)
			faults := Validate(p)
			require.Len(t, faults, 1)
			require.True(t, strings.HasSuffix(faults[0].Says, row.want), faults[0].Says)
		})
	}
}

// CP-SAT as a second source is never wrong, and where the two differ its
// conflict is the smaller one; each is a smallest one.
func TestTwoSourcesOfConflicts(t *testing.T) {
	if _, err := cpsat.Find(t.Context()); err != nil {
		t.Skipf("CP-SAT is not here: %v", err)
	}
	second, err := cpsat.OpenConflicts(t.Context(), nil)
	require.NoError(t, err)
	defer second.Close()
	same, smaller := 0, 0
	for seed := range uint64(60) {
		p := whyProblem(rand.New(rand.NewPCG(seed, 9)))
		y := newWhy(p, &Rota{})
		for i := range y.needs {
			for _, o := range y.needs[i].occurrences[:min(1, len(y.needs[i].occurrences))] {
				for _, target := range y.targetsOf(y.needs[i].ID, y.instant(o.from), y.instant(o.to)) {
					one, err := y.conflict(&target, nil)
					require.NoError(t, err)
					two, err := y.conflict(&target, second)
					require.NoError(t, err, "seed %d", seed)
					switch {
					case one == nil:
						require.Nil(t, two)
					case two.By == "":
						require.Equal(t, one, two)
						same++
					default:
						require.Equal(t, "CP-SAT", two.By)
						require.Less(t, len(two.Members), len(one.Members))
						smaller++
					}
				}
			}
		}
	}
	t.Logf("%d the same size, %d smaller by CP-SAT", same, smaller)
	require.Greater(t, same, 20)
}

// wrong is a source of conflicts that are none.
type wrong struct{ err error }

func (wrong) Name() string { return "wrong" }

func (w wrong) Explain(solver.Obstacles) ([]int, error) { return nil, w.err }

func TestASecondSourceIsNotBelieved(t *testing.T) {
	p := auditHome(t)
	p.Needs[0].Skills = []string{"swim"}
	from := july(p, 6, 8)
	for _, w := range []wrong{{}, {errors.New("gone")}} {
		x := Explain(p, Audit(p, &Rota{}), Question{At: from, Need: "day", Second: w})
		require.Error(t, x.Second)
		require.NotNil(t, x.Moments[0].Conflict)
		require.Empty(t, x.Moments[0].Conflict.By)
		require.Equal(t, "skills", x.Moments[0].Conflict.Members[0].Rule)
	}
}
