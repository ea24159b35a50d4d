package export

import (
	"bytes"
	"io"
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// That nobody would be missed is said only where it was worked out, and hours are more than are open
// where some are open already.
func TestWhoCouldNotBeMissedIsSaidWhereItIsKnown(t *testing.T) {
	const nobody, unknown = "Everything could still be covered without any one person.", "Who could not be missed is not worked out: carerota check does it."
	for _, row := range []struct {
		name   string
		single []scheduler.Loss
		full   bool
		want   string
		head   string
	}{
		{"not worked out", nil, true, unknown, "Hours that would be open"},
		{"not worked out, some open", nil, false, unknown, "Hours more that would be open"},
		{"nobody", []scheduler.Loss{}, true, nobody, "Hours that would be open"},
		{"nobody, some open", []scheduler.Loss{}, false, "Without any one person nothing more would be open.", "Hours more that would be open"},
		{"somebody", []scheduler.Loss{{Who: "alys", Hours: 24}}, true, "Without Alys 24 hours would be open.", "Hours that would be open"},
		{"somebody, some open", []scheduler.Loss{{Who: "alys", Hours: 24}}, false, "Without Alys 24 hours more would be open.", "Hours more that would be open"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, r := household()
			if row.full {
				covered(r)
			}
			r.Contingency.SinglePoints, r.Contingency.Skills = row.single, []scheduler.SkillCount{{Workers: 3}}
			var text bytes.Buffer
			require.NoError(t, Summary(&text, p, r))
			require.Contains(t, text.String(), row.want)
			page, _ := wholeHTML(t, func(w io.Writer) error { return HTML(w, p, r) })
			missed := planMissed(&summary{p: p, r: r, names: namesOf(p)})
			require.Equal(t, row.head, missed.Head[1])
			if len(row.single) == 0 {
				require.Contains(t, page, row.want)
				require.Equal(t, row.want, missed.Text)
			}
			if row.single == nil {
				require.NotContains(t, text.String()+page, nobody)
			}
		})
	}
}

// A rota from elsewhere of which something is proved is not one of which nothing is known.
func TestWhatIsProvedOfARotaFromElsewhere(t *testing.T) {
	p, r := household()
	elsewhere(r)
	r.Objective[0].Bound = r.Objective[0].Value
	var text bytes.Buffer
	require.NoError(t, Summary(&text, p, r))
	require.Contains(t, text.String(), "This rota was not searched here. What is proved of it:")
	require.NotContains(t, text.String(), "nothing was searched or proved")
}

// Hours of standby are to the minute, as in the table beside them.
func TestSharesOfHoursAreToTheMinute(t *testing.T) {
	s := &summary{}
	require.Equal(t, "72 hours 45 minutes", s.burden("standby", 72.75))
	require.Equal(t, "2.3", s.burden("nights", 2.25))
}
