package why

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/stretchr/testify/require"
)

// TestConflictIsSmallest draws problems with needs that can never be met: with
// any one member gone enough could be there, with all of them too few.
func TestConflictIsSmallest(t *testing.T) {
	found := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 9))
		p := drawn.Problem(r)
		y := New(p, &scheduler.Rota{})
		for i := range y.Needs {
			for _, o := range y.Needs[i].Occurrences[:min(1, len(y.Needs[i].Occurrences))] {
				for _, target := range y.TargetsOf(y.Needs[i].ID, y.Instant(o.From), y.Instant(o.To)) {
					c, err := y.Conflict(&target, nil)
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
						members = append(members, slices.IndexFunc(s.members, func(b blockadeMember) bool { return b.ConflictMember == m }))
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
		p := drawn.Problem(rand.New(rand.NewPCG(seed, 9)))
		y := New(p, &scheduler.Rota{})
		for i := range y.Needs {
			for _, o := range y.Needs[i].Occurrences[:min(1, len(y.Needs[i].Occurrences))] {
				for _, target := range y.TargetsOf(y.Needs[i].ID, y.Instant(o.From), y.Instant(o.To)) {
					one, err := y.Conflict(&target, nil)
					require.NoError(t, err)
					two, err := y.Conflict(&target, second)
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

// A rule of the caller's own is one member of a conflict, which names all whom it keeps off.
func TestConflictNamesWhomARuleKeepsOff(t *testing.T) {
	s := &blockade{at: map[string]int{}}
	for _, who := range []string{"Kim", "Lou", "Kim", "Max"} {
		require.Zero(t, s.number(blockadeMember{scheduler.ConflictMember{Rule: ownRule, About: "no kin"}, 2, []string{who}}))
	}
	require.Equal(t, 1, s.number(blockadeMember{scheduler.ConflictMember{Rule: "skills", About: "swim", Says: "It needs swim."}, 0, nil}))
	s.sort()
	require.Equal(t, "It needs swim.", s.members[0].Says)
	require.Equal(t, `The rule "no kin" keeps Kim, Lou and Max away.`, s.members[1].Says)
}
