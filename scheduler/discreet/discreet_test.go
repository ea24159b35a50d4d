package discreet

import (
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/stretchr/testify/require"
)

// Whatever private thing keeps somebody off, it is said in one way, and what is handed in stays as it is.
func TestPrivateReasonsAreAllAlike(t *testing.T) {
	short := scheduler.Why{Worker: "cat", Reasons: []string{"lacks hoist"}, Causes: []scheduler.Cause{{Rule: "skills", About: "hoist", Says: "lacks hoist"}}}
	list := []scheduler.Why{short}
	for _, rule := range []string{"unavailable", "available", "family", "suspended", "provider.suspended", "refuses", "refused", "accepts", "approval", "only", "own", ""} {
		list = append(list, scheduler.Why{Worker: rule, Reasons: []string{"SECRET", "lacks hoist"},
			Causes: []scheduler.Cause{{Rule: rule, About: "SECRET", Says: "SECRET"}, short.Causes[0]}})
	}
	list = append(list, scheduler.Why{Worker: "read from a file", Reasons: []string{"SECRET"}})
	r := &scheduler.Report{Underlap: []scheduler.Underlap{{Why: list}}, Contingency: scheduler.ContingencyReport{Gaps: []scheduler.ContingencyGap{{Why: list}}},
		Warnings: []string{"SECRET"}, Findings: []scheduler.Finding{{Rule: "refuses", Worker: "cat", Says: "SECRET"}, {Rule: "rest", Says: "1 hour of rest"}}}
	out := Report(r)
	for _, got := range [][]scheduler.Why{out.Underlap[0].Why, out.Contingency.Gaps[0].Why,
		Explanation(&reasons.Explanation{Moments: []reasons.Moment{{Why: list}}}).Moments[0].Why,
		Repaired(&repair.Repaired{Short: r.Underlap}).Short[0].Why} {
		require.Len(t, got, len(list))
		require.Equal(t, short, got[0], "what anybody may know stays")
		for _, y := range got[1:] {
			require.Equal(t, []string{"is not available"}, y.Reasons, y.Worker)
			require.Equal(t, []scheduler.Cause{{Rule: Away, Says: "is not available"}}, y.Causes, y.Worker)
		}
	}
	require.Equal(t, short, Asked(&repair.Asked{Candidates: []repair.Candidate{{Why: short}}}).Candidates[0].Why)
	require.Empty(t, out.Warnings)
	require.Empty(t, out.Findings[0].Worker)
	require.NotContains(t, out.Findings[0].Says, "SECRET")
	require.Equal(t, r.Findings[1], out.Findings[1])
	require.Equal(t, "SECRET", r.Underlap[0].Why[1].Reasons[0])
	require.Equal(t, "SECRET", r.Findings[0].Says)
}

// A conflict that rests on something private is not told; one of hours and skills is.
func TestPrivateConflicts(t *testing.T) {
	moments := func(rules ...string) *reasons.Explanation {
		c := &scheduler.Conflict{}
		for _, rule := range rules {
			c.Members = append(c.Members, scheduler.ConflictMember{Rule: rule})
		}
		return &reasons.Explanation{Moments: []reasons.Moment{{Conflict: c}}}
	}
	require.Nil(t, Explanation(moments("skills", "refused")).Moments[0].Conflict)
	require.NotNil(t, Explanation(moments("skills", "max_hours_week")).Moments[0].Conflict)
}

// The problem loses its private texts and nothing that a rota hangs on.
func TestPrivateTextsOfAProblem(t *testing.T) {
	p := &scheduler.Problem{Workers: []scheduler.Worker{{ID: "ann", Suspended: true, Refuses: []string{"owain"},
		Unavailable: []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2027, Month: 2, Day: 3}}, Why: "SECRET"}}, Caps: &scheduler.Caps{FirmWhy: "SECRET", Firm: []string{"max_shift"}}}}}
	p.Caps.FirmWhy = "SECRET"
	out := Problem(p)
	w := &out.Workers[0]
	require.Empty(t, out.Caps.FirmWhy+w.Caps.FirmWhy+w.Unavailable[0].Why)
	require.True(t, w.Suspended && w.Caps.IsFirm("max_shift") && len(w.Unavailable[0].Dates) == 1)
	require.Equal(t, "SECRET", p.Workers[0].Unavailable[0].Why)
}

// Advice that somebody settle what stands between a provider and a client is the manager's, as is the price of a suspension.
func TestPrivateAdvice(t *testing.T) {
	a := Advice(&advice.Advice{Options: []advice.Option{{Remedies: []advice.Remedy{{Kind: advice.Train}}}, {Remedies: []advice.Remedy{{Kind: advice.Hire}, {Kind: advice.Accept}}}},
		Rules: []advice.RulePrice{{RuleKept: advice.RuleKept{Rule: "suspension"}}, {RuleKept: advice.RuleKept{Rule: "ceiling"}}}})
	require.Len(t, a.Options, 1)
	require.Len(t, a.Rules, 1)
}
