package audit

import (
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/stretchr/testify/require"
)

// Of a rota as it was worked, times off the grid and short shifts are observed, and break no rule; all else does.
func TestAsItWasWorked(t *testing.T) {
	p := drawn.Home(t)
	r := drawn.Rota(t, p, "ade day 07-06 08:00 16:05\nade day 07-08 08:00 09:45\nade standby 07-09 08:05 16:00\nade day 07-10 08:00 12:00\nade day 07-10 11:00 16:00")
	planned := Rota(p, r)
	require.Subset(t, drawn.RulesOf(planned), []string{"grain", "min_shift", "overlap"})
	require.Empty(t, planned.Observations)
	r.AsWorked = true
	worked := Rota(p, r)
	require.Equal(t, []string{"overlap"}, drawn.RulesOf(worked))
	var rules []string
	for _, o := range worked.Observations {
		rules = append(rules, o.Rule+" "+o.At.Format("2 15:04"))
	}
	require.Equal(t, []string{"grain 6 08:00", "min_shift 8 08:00", "grain 9 08:05"}, rules)
	require.Len(t, planned.Findings, len(worked.Findings)+len(worked.Observations))
	require.Equal(t, planned.Cover, worked.Cover)
	require.True(t, worked.Rota.AsWorked)
}
