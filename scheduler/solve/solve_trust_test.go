package solve

import (
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// Another solver's word makes underlap unavoidable only where the level is at
// its bound by that word, and the levels before it are at theirs.
func TestTrustInAnotherSolver(t *testing.T) {
	const by = "CP-SAT"
	report := func(critical, essential scheduler.Goal) *scheduler.Report {
		return &scheduler.Report{Objective: []scheduler.Goal{critical, essential, {Level: "desirable"}, {Level: "contingency"}, {Level: "money"}},
			Underlap: []scheduler.Underlap{{Criticality: scheduler.Critical, Verdict: scheduler.VerdictNotProved, Proof: -1}, {Criticality: scheduler.Essential, Verdict: scheduler.VerdictNotProved, Proof: -1},
				{Criticality: scheduler.Essential, Verdict: scheduler.VerdictAtAPrice, Proof: -1}, {Criticality: scheduler.Essential, Verdict: scheduler.VerdictUnavoidable, Proof: 2}}}
	}
	for _, c := range []struct {
		name                string
		critical, essential scheduler.Goal
		want                [4]string // whose word each underlap's verdict is
	}{
		{"both levels", scheduler.Goal{Value: 4, Bound: 4, By: by}, scheduler.Goal{Value: 8, Bound: 8, By: by}, [4]string{by, by, "", ""}},
		{"the second by carerota's own proofs", scheduler.Goal{Value: 4, Bound: 4, By: by}, scheduler.Goal{Value: 8, Bound: 8}, [4]string{by, "", "", ""}},
		{"not at the bound", scheduler.Goal{Value: 4, Bound: 4}, scheduler.Goal{Value: 8, Bound: 7, By: by}, [4]string{}},
		{"the level before is not at its bound", scheduler.Goal{Value: 4, Bound: 3, By: by}, scheduler.Goal{Value: 8, Bound: 8, By: by}, [4]string{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := report(c.critical, c.essential)
			r.Trust()
			for i, u := range r.Underlap {
				require.Equal(t, c.want[i], u.By)
				require.Equal(t, u.By != "" || i == 3, u.Verdict == scheduler.VerdictUnavoidable, "underlap %d", i)
				require.Equal(t, i == 3, u.Proof >= 0)
			}
		})
	}
}
