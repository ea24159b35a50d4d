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
	train := advice.Option{Remedies: []advice.Remedy{{Kind: advice.Train, Says: "train Ade in swimming"}}, Removed: 4, Complete: true, MoneyPerWeek: 12.5}
	for _, row := range []struct {
		name   string
		advice advice.Advice
		want   []string
	}{
		{"nothing short", advice.Advice{}, []string{"Nothing is short: there is nothing to advise."}},
		{"nothing helps", advice.Advice{About: "contingency", Hours: 3}, []string{"3 h of the contingency asked for are missing. No change that was tried removes any of it."}},
		{"an option", advice.Advice{About: "underlap", Hours: 4, Options: []advice.Option{train}},
			[]string{"4 h are not covered. Each of these was tried by solving anew:", "1. removes all 4 h; 12.50 a week more\n   - train Ade in swimming"}},
		{"a longer search helps", advice.Advice{About: "underlap", Hours: 4, Better: 1}, []string{"A longer search alone removes 1 h of them."}},
		{"cut short", advice.Advice{About: "underlap", Hours: 4, Cut: true}, []string{"The search was cut short: there may be more."}},
		{"rules", advice.Advice{Rules: []advice.RulePrice{
			{RuleKept: advice.RuleKept{Says: "the list of approved providers"}, Hours: 64, MoneyPerWeek: -431.69},
			{RuleKept: advice.RuleKept{Says: "the ceiling of 20 h a week on PAs"}, MoneyPerWeek: 370.74}}},
			[]string{"  the list of approved providers costs 64 h of cover, and saves 431.69 a week", "  the ceiling of 20 h a week on PAs costs 370.74 a week"}},
		{"a need moved", advice.Advice{About: "underlap", Hours: 4, Moves: []advice.Option{{Remedies: []advice.Remedy{{Says: "move tea by 1 h later"}}, Removed: 2}}},
			[]string{"For information, the time being the person's to decide:\n  move tea by 1 h later: removes 2 h"}},
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
	require.Equal(t, "closest: c skills; a skills, and rest", s.nearest([]scheduler.Why{why("a", "skills", "rest"), why("b", "refused"), why("c", "skills")}))
	require.Equal(t, "could step in: d", s.nearest([]scheduler.Why{why("a", "skills"), why("d")}))
	require.Empty(t, s.nearest([]scheduler.Why{why("b", "suspended")}))
	require.Empty(t, s.nearest(nil))
}
