package export

import (
	"bytes"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/stretchr/testify/require"
)

func TestAdviceInWords(t *testing.T) {
	train := advice.Option{Remedies: []advice.Remedy{{Kind: advice.Train, Once: 80, Says: "Train Ade in swimming."}}, Removed: 4, Complete: true, MoneyPerWeek: 12.5, Once: 80,
		Agree: []string{"Ade", "whoever pays for the care"}, From: scheduler.Date{Year: 2026, Month: 10, Day: 5}}
	for _, row := range []struct {
		name   string
		advice advice.Advice
		want   []string
	}{
		{"nothing short", advice.Advice{}, []string{"Everything is covered, and there is nothing to advise."}},
		{"nothing helps", advice.Advice{About: "contingency", Hours: 3}, []string{"For 3 hours too few are ready to step in. Of the changes we tried none helps."}},
		{"an option", advice.Advice{About: "underlap", Hours: 4, Options: []advice.Option{train}},
			[]string{"Not covered: 4 hours. Each of these was tried by making the rota again:", "1. Covers everything. 12.50 a week more. 80.00 once, for training.\n   - Train Ade in swimming.\n   From Monday 5 October. It needs a yes from Ade and whoever pays for the care."}},
		{"the price of a training is not known", advice.Advice{About: "underlap", Hours: 4, Options: []advice.Option{{Remedies: []advice.Remedy{{Kind: advice.Train}}, Removed: 2}}},
			[]string{"1. Covers 2 hours more. No extra cost. The training itself is not in it."}},
		{"somebody is ready", advice.Advice{About: "contingency", Hours: 4, Options: []advice.Option{{Remedies: []advice.Remedy{{Kind: advice.RaiseCap, Own: true}}, Removed: 2}, {Complete: true}}},
			[]string{"1. For 2 hours more somebody is ready to step in. No extra cost.", "Ask first why the limit is there: a visa or a doctor's word stands.", "2. Then somebody is ready to step in for everybody."}},
		{"a longer search helps", advice.Advice{About: "underlap", Hours: 4, Better: 1}, []string{"A longer search alone covers 1 hour of it."}},
		{"cut short", advice.Advice{About: "underlap", Hours: 4, Cut: true}, []string{"The time ran out: there may be more."}},
		{"rules", advice.Advice{Rules: []advice.RulePrice{
			{RuleKept: advice.RuleKept{Says: "the list of approved providers"}, Hours: 64, MoneyPerWeek: -431.69},
			{RuleKept: advice.RuleKept{Says: "the limit of 20 hours a week on PAs"}, MoneyPerWeek: 370.74}}},
			[]string{"  Without the list of approved providers 64 hours more could be covered and 431.69 a week more would\n  be spent.", "  Without the limit of 20 hours a week on PAs 370.74 a week could be saved."}},
		{"a need moved", advice.Advice{About: "underlap", Hours: 4, Moves: []advice.Option{{Remedies: []advice.Remedy{{Says: "If it suits Owain: start \"tea\" 1 hour later."}}, Removed: 2}}},
			[]string{"Only if it suits the person, whose time it is:\n  If it suits Owain: start \"tea\" 1 hour later. It covers 2 hours more."}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, _ := household()
			var b bytes.Buffer
			require.NoError(t, Advice(&b, p, &row.advice))
			for _, want := range row.want {
				require.Contains(t, b.String(), want)
			}
		})
	}
}

func TestNearestIsNotWhoWouldNotBeAsked(t *testing.T) {
	p, _ := household()
	s := &summary{p: p, names: namesOf(p)}
	why := func(worker string, rules ...string) scheduler.Why {
		y := scheduler.Why{Worker: worker, Start: time.Date(2026, 7, 6, 8, 0, 0, 0, p.Zone)}
		for _, r := range rules {
			y.Causes, y.Reasons = append(y.Causes, scheduler.Cause{Rule: r}), append(y.Reasons, r)
		}
		return y
	}
	require.Equal(t, "Closest: c skills; a skills, and rest.", s.nearest([]scheduler.Why{why("a", "skills", "rest"), why("b", "refused"), why("c", "skills")}))
	require.Equal(t, "Could step in: d.", s.nearest([]scheduler.Why{why("a", "skills"), why("d")}))
	require.Empty(t, s.nearest([]scheduler.Why{why("b", "suspended")}))
	require.Empty(t, s.nearest(nil))
}
