package export

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// Ten of a kind about one worker are one line, and of what is left ten about one need; fewer stand by
// themselves, and so does each where all are wanted.
func TestManyFindingsOfAKindAreOneLine(t *testing.T) {
	p := drawn.Home(t)
	var list []scheduler.Finding
	for i := range 12 {
		list = append(list, scheduler.Finding{Rule: "min_shift", Worker: "ade", Need: "day", At: drawn.July(p, 6+i%5, 9), Says: fmt.Sprintf("ade's %d.", i)})
	}
	for i := range 10 {
		list = append(list, scheduler.Finding{Rule: "min_shift", Worker: []string{"bea", "cai"}[i%2], Need: "visit", At: drawn.July(p, 6+2*(i%3), 9), Says: fmt.Sprintf("the visit's %d.", i)})
	}
	for i := range 9 {
		list = append(list, scheduler.Finding{Rule: "max_shift", Worker: "ade", Need: "day", At: drawn.July(p, 6+i, 9), Says: fmt.Sprintf("long %d.", i)})
	}
	for range 11 {
		list = append(list, scheduler.Finding{Rule: "format", Says: "About nobody."})
	}
	got := sayFindings(p, list, false)
	require.Len(t, got, 2+9+11)
	require.Equal(t, "min_shift (ade): 12 times, on Mon 6 Jul to Fri 10 Jul. The first: ade's 0.", got[0])
	require.Equal(t, "min_shift (visit): 10 times, on Mon 6 Jul, Wed 8 Jul, Fri 10 Jul. The first: the visit's 0.", got[1])
	require.Equal(t, SayFinding(p, list[22]), got[2])
	all := sayFindings(p, list, true)
	require.Len(t, all, len(list))
	for i := range list {
		require.Equal(t, SayFinding(p, list[i]), all[i])
	}
}

// What is more than needed says when and who, the same people at the same times on one line.
func TestOverlapIsLocated(t *testing.T) {
	p := drawn.Home(t)
	over := func(need string, day int, from, to float64, more int, who ...string) scheduler.Overlap {
		return scheduler.Overlap{Need: need, Client: "owain", Start: drawn.July(p, day, from), End: drawn.July(p, day, to), Over: more, Workers: who}
	}
	r := &scheduler.Report{Rota: &scheduler.Rota{}, Cover: scheduler.Cover{OverlapHours: 8.5}, Overlap: []scheduler.Overlap{
		over("day", 6, 8, 10, 1, "ade", "bea"), over("day", 7, 8, 10, 1, "ade", "bea"), over("day", 8, 8, 10, 2, "ade", "bea", "cai"), over("call", 9, 9, 9.5, 1, "ade", "cai")}}
	var b bytes.Buffer
	require.NoError(t, Summary(&b, p, r))
	require.Contains(t, b.String(), `More than needed: 8 hours 30 minutes
  day, for owain: 8 hours
    Mon 6 Jul, Tue 7 Jul 08:00-10:00: 1 more than needed: ade and bea
    Wed 8 Jul 08:00-10:00: 2 more than needed: ade, bea and cai
  call, for owain: 30 minutes
    Thu 9 Jul 09:00-09:30: 1 more than needed: ade and cai
`)
}

// Each day of a row has its own reasons: the summary names the days, and the page has a row for each.
func TestEachDayHasItsOwnReasons(t *testing.T) {
	p := drawn.Home(t)
	short := func(day int, reason string) scheduler.Underlap {
		u := scheduler.Underlap{Need: "day", Client: "owain", Start: drawn.July(p, day, 8), End: drawn.July(p, day, 12), Short: 1, Gap: true, Verdict: scheduler.VerdictNotProved, Proof: -1}
		u.Why = []scheduler.Why{{Worker: "ade", Start: u.Start, End: u.End}}
		if reason != "" {
			u.Why[0].Reasons, u.Why[0].Causes = []string{reason}, []scheduler.Cause{{Rule: "unavailable", Says: reason}}
		}
		return u
	}
	r := &scheduler.Report{Rota: &scheduler.Rota{}, Cover: scheduler.Cover{RequiredHours: 40, CoveredHours: 20, UnderlapHours: 20},
		Underlap: []scheduler.Underlap{short(6, "is away (ill)"), short(7, "is away (a funeral)"), short(8, "is away (ill)"), short(9, ""), short(10, "")}}
	var b bytes.Buffer
	require.NoError(t, Summary(&b, p, r))
	require.Contains(t, b.String(), `    08:00-12:00 on 5 days: 20 hours, nobody there
      Mon 6 Jul to Fri 10 Jul
      Mon 6 Jul, Wed 8 Jul. Closest: ade is away (ill).
      Tue 7 Jul. Closest: ade is away (a funeral).
      Thu 9 Jul, Fri 10 Jul. Could step in: ade.
`)
	c := newChips(p)
	rows, more := shortRows(&summary{p: p, r: r, names: c.names}, &c)
	require.Zero(t, more)
	var got []string
	for _, row := range rows {
		require.Len(t, row.Reasons, 1)
		got = append(got, row.Days+": "+row.Reasons[0].Says)
	}
	require.Equal(t, []string{"Mon 6 Jul, Wed 8 Jul: is away (ill)", "Tue 7 Jul: is away (a funeral)", "Thu 9 Jul: could take Thu 9 Jul 08:00-12:00", "Fri 10 Jul: could take Fri 10 Jul 08:00-12:00"}, got)
	r.Underlap = nil
	for i := range 9 {
		r.Underlap = append(r.Underlap, short(6+i, fmt.Sprintf("is away (%d)", i)))
	}
	b.Reset()
	require.NoError(t, Summary(&b, p, r))
	require.Equal(t, mostNearestDays, strings.Count(b.String(), "Closest: "))
	require.Contains(t, b.String(), "carerota explain says it of 5 more days.\n")
}

// In the night in which the clocks are put back a time that stands alone says which it is.
func TestTimesThatOccurTwiceSayWhich(t *testing.T) {
	p, r := household()
	first := time.Date(2026, time.October, 25, 0, 30, 0, 0, time.UTC) // 01:30 BST
	second := first.Add(time.Hour)
	s := &summary{p: p, r: r, names: namesOf(p)}
	require.Equal(t, "Sun 25 Oct 01:30 BST", s.moment(first))
	require.Equal(t, "01:30 GMT", s.momentOn(second, second))
	require.Equal(t, "01:30 GMT-08:00", sayTimes(p, second, second.Add(6*time.Hour+30*time.Minute)))
	require.Equal(t, "01:30 BST-01:30 GMT", sayTimes(p, first, second))
	require.Contains(t, SayFinding(p, scheduler.Finding{Rule: "rest", Worker: "alys", At: second, Says: "x."}), "Sun 25 Oct 01:30 GMT")
	r.Rota.Shifts = append(r.Rota.Shifts, scheduler.Shift{Worker: "alys", Need: "night", Client: "owain", Start: second, End: second.Add(6*time.Hour + 30*time.Minute)})
	b := &book{p: p, r: r}
	require.Equal(t, "2026-10-25 01:30 GMT", b.local(second))
	require.Equal(t, time.Date(2026, time.October, 25, 8, 0, 0, 0, time.UTC), b.local(second.Add(6*time.Hour+30*time.Minute)))
}
