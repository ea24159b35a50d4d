package examples

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// adviceRow is what advice on a scenario must hold: sets of remedies of which
// each is an option, and prices of rules. Words left out of an option may be
// anything: any deputy will do.
type adviceRow struct {
	file     string
	steps    int64 // for the rota that the advice is about
	options  []string
	complete bool // the first option leaves nothing short
	rules    map[string]advice.RulePrice
}

var adviceTable = []adviceRow{
	{file: "scenarios/off-the-books-northgate-withdraws", options: []string{"train tess pbs, train uma pbs, train vic pbs"}, complete: true,
		rules: map[string]advice.RulePrice{"suspension northgate": {Hours: 11.5}}},
	{file: "scenarios/same-money-kay-on-leave", steps: 1_000_000, options: []string{"train key-worker", "hire"}, complete: true},
	{file: "scenarios/swimmer-staff-follow-rea", options: []string{"approve lantern"}, complete: true, rules: map[string]advice.RulePrice{"approval": {Hours: 64}}},
	{file: "scenarios/swimmer-solocare-and-pas", options: []string{"accept unit-staffing jamie", "hire"}, complete: true,
		rules: map[string]advice.RulePrice{"suspension harbour": {Hours: 64}, "accepts": {Hours: 64}}},
	{file: "scenarios/nurse-bola-off-no-bank", options: []string{"hire"}, complete: true, rules: map[string]advice.RulePrice{"suspension nurseco": {Hours: 23}}},
	{file: "scenarios/swimmer-ceiling-price", rules: map[string]advice.RulePrice{"ceiling pa": {MoneyPerWeek: 368.24}}},
}

// TestAdvice has advice given on the scenarios, with a small budget.
func TestAdvice(t *testing.T) {
	for _, c := range adviceTable {
		t.Run(filepath.Base(c.file), func(t *testing.T) {
			t.Parallel()
			p, r := solved(t, c.file, max(c.steps, usual/4))
			a, err := advice.Find(t.Context(), p, r, advice.Options{Most: 5, TrialSteps: 10_000,
				Options: carerota.Options{Rules: carerota.Rules(), Seed: 1, Threads: 1, Steps: 20_000}})
			require.NoError(t, err)
			require.False(t, a.Cut)
			var got []string
			for _, o := range a.Options {
				got = append(got, sayOption(&o))
				requireWorks(t, p, &o)
			}
			for _, want := range c.options {
				require.True(t, slices.ContainsFunc(got, func(o string) bool { return holdsAll(o, want) }), "%s in %q", want, got)
			}
			require.Equal(t, c.complete, len(a.Options) > 0 && a.Options[0].Complete)
			for rule, want := range c.rules {
				i := slices.IndexFunc(a.Rules, func(k advice.RulePrice) bool { return strings.TrimSpace(k.Rule+" "+k.Provider+k.Need) == rule })
				require.GreaterOrEqual(t, i, 0, rule)
				require.InDelta(t, want.Hours, a.Rules[i].Hours, 1e-6, rule)
				if want.MoneyPerWeek != 0 {
					require.InDelta(t, want.MoneyPerWeek, a.Rules[i].MoneyPerWeek, 0.005, rule)
				}
			}
		})
	}
}

// holdsAll says whether an option has every word of want, and no more remedies.
func holdsAll(option, want string) bool {
	words := strings.FieldsFunc(option, func(r rune) bool { return r == ' ' || r == ',' })
	return strings.Count(option, ",") == strings.Count(want, ",") && !slices.ContainsFunc(strings.FieldsFunc(want, func(r rune) bool { return r == ' ' || r == ',' }),
		func(w string) bool { return !slices.Contains(words, w) })
}

// sayOption is an option as the table writes it.
func sayOption(o *advice.Option) string {
	var out []string
	for _, m := range o.Remedies {
		out = append(out, strings.Join(strings.Fields(string(m.Kind)+" "+m.Worker+" "+m.Provider+" "+m.Client+" "+m.Skill), " "))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

// requireWorks applies an option to a copy of the problem and has the audit
// read its rota: legal there, and leaving what it says.
func requireWorks(t *testing.T, p *scheduler.Problem, o *advice.Option) {
	t.Helper()
	q := p.Clone()
	for _, m := range o.Remedies {
		m.Apply(q)
		require.NotEmpty(t, m.Says)
	}
	require.Empty(t, validate.Problem(q))
	audit := audit.Rota(q, o.Rota)
	require.Empty(t, audit.Findings)
	for l := range 3 {
		require.InDelta(t, o.After[l].Value, audit.Objective[l].Value, 1e-6, sayOption(o))
	}
}

// TestConflictsAreNamed checks that a need that nobody could ever meet is said
// so, by name.
func TestConflictsAreNamed(t *testing.T) {
	p, err := rotafile.Read(filepath.FromSlash("scenarios/swimmer-solocare-alone.toml"))
	require.NoError(t, err)
	r := audit.Rota(p, &scheduler.Rota{})
	i := slices.IndexFunc(r.Underlap, func(u scheduler.Underlap) bool { return u.Need == "swim-evening" })
	x := reasons.Explain(p, r, reasons.Question{Need: "swim-evening", At: r.Underlap[i].Start})
	require.Len(t, x.Moments, 1)
	c := x.Moments[0].Conflict
	require.NotNil(t, c)
	require.Contains(t, c.Says, "It needs swim, which only Hal, Jo, Kit, Max and 3 others have")
	require.Contains(t, c.Says, "Unit Staffing has not accepted Jamie")
}
