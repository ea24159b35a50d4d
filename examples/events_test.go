package examples

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write the table of docs/repair.md again")

// happened is an event file, the rota that it happens to and what is known to come of it.
type happened struct {
	event, problem, rota string
	short                map[string]float64 // hours short by need, the least there can be; nil: not known
	proved               bool
	check                func(t *testing.T, out *repair.Repaired)
}

var happenings = []happened{
	{event: "cardiff-two-ill", problem: "cardiff-underlap", rota: "cardiff-underlap", short: map[string]float64{}, check: nobodyIll},
	{event: "bola-rings-in", problem: "scenarios/nurse-bola-rostered", rota: "nurse-bola-rostered", short: map[string]float64{}, proved: true, check: nobody("bola")},
	{event: "same-money-leo-ill", problem: "same-money", rota: "same-money", short: map[string]float64{}, proved: true, check: nobody("leo")},
	{event: "same-money-kay-on-leave", problem: "same-money", rota: "same-money", short: map[string]float64{"key-work": 1}, proved: true, check: nobody("kay")},
	{event: "northgate-withdraws", problem: "off-the-books", rota: "off-the-books", short: map[string]float64{"tea": 3, "bed": 1.5, "morning-two": 4, "bed-two": 4.5}, proved: true, check: nobody("zed", "ada")},
	{event: "helen-in-hospital", problem: "off-the-books", rota: "off-the-books", short: map[string]float64{}, proved: true},
	{event: "helen-needs-two", problem: "off-the-books", rota: "off-the-books", short: map[string]float64{"lunch-more": 5 * 0.75}},
	{event: "helen-home-with-more", problem: "off-the-books", rota: "off-the-books", proved: true},
	{event: "solocare-withdraws", problem: "swimmer", rota: "swimmer", short: map[string]float64{}, proved: true, check: nobody("gil")},
	{event: "staff-follow-rea", problem: "swimmer", rota: "swimmer", short: map[string]float64{"saturday-drive": 16}, proved: true, check: nobody("jo-at-lantern", "kit-at-lantern", "lou-at-lantern")},
	{event: "max-resigns", problem: "swimmer", rota: "swimmer", short: map[string]float64{}, proved: true},
	{event: "jo-suspended", problem: "swimmer", rota: "swimmer", short: map[string]float64{}, proved: true},
	{event: "gil-and-nia-swap", problem: "swimmer", rota: "swimmer", short: map[string]float64{}, proved: true, check: nobody("gil")},
	{event: "jamie-refuses-lou", problem: "swimmer", rota: "swimmer", short: map[string]float64{}, proved: true, check: nobody("lou")},
}

// nobody says that these workers are given nothing and are not called.
func nobody(ids ...string) func(t *testing.T, out *repair.Repaired) {
	return func(t *testing.T, out *repair.Repaired) {
		for _, s := range out.Added {
			require.NotContains(t, ids, s.Worker)
		}
		for _, c := range out.Calls {
			require.NotContains(t, ids, c.Worker)
		}
	}
}

// nobodyIll says that Farida and Carys are given nothing, and Chidi nothing while ill.
func nobodyIll(t *testing.T, out *repair.Repaired) {
	nobody("farida", "carys")(t, out)
	for _, s := range out.Added {
		require.False(t, s.Worker == "chidi" && s.Start.Before(time.Date(2026, 7, 26, 7, 45, 0, 0, out.Problem.Zone)), "%v", s)
	}
}

// TestEvents repairs a standing rota of each example after each of its events, and holds what
// comes of it against what is known and against the table in docs/repair.md.
func TestEvents(t *testing.T) {
	lines := []string{"| event | rota of | shifts changed | who goes | stays short, h | degraded, min | told first |", "|---|---|---|---|---|---|---|"}
	for _, h := range happenings {
		t.Run(h.event, func(t *testing.T) {
			p, err := rotafile.Read(h.problem + ".toml")
			require.NoError(t, err)
			rota, err := rotafile.ReadResult("rotas/"+h.rota+".json", p)
			require.NoError(t, err)
			require.Empty(t, audit.Rota(p, rota).Findings)
			e, err := rotafile.ReadEvents("events/"+h.event+".toml", p)
			require.NoError(t, err)
			out, err := repair.Rota(t.Context(), p, rota, e.List, repair.Options{Reported: e.Reported, AsOf: e.AsOf, Checks: 10_000})
			require.NoError(t, err)
			require.Empty(t, validate.Problem(out.Problem))
			require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
			require.Equal(t, h.proved, out.Proved)
			for _, s := range out.Removed {
				require.False(t, s.End.Before(out.AsOf), "the past is changed: %v", s)
			}
			if h.short != nil {
				require.Equal(t, h.short, shortOf(out))
			}
			if h.check != nil {
				h.check(t, out)
			}
			for _, x := range out.Tell {
				require.False(t, x.By.Before(e.Reported))
			}
			lines = append(lines, eventLine(&h, out))
		})
	}
	holdTable(t, "../docs/repair.md", strings.Join(lines, "\n")+"\n")
}

func shortOf(out *repair.Repaired) map[string]float64 {
	short := map[string]float64{}
	for _, u := range out.Short {
		short[u.Need] += float64(u.Short) * u.End.Sub(u.Start).Hours()
	}
	return short
}

// eventLine is the row of the table.
func eventLine(h *happened, out *repair.Repaired) string {
	changed := fmt.Sprint(out.Changes)
	if out.Proved {
		changed += ", the fewest"
	}
	var who, rungs, needs []string
	times := map[string]int{}
	for _, c := range out.Calls {
		if !c.Taken {
			continue
		}
		key := fmt.Sprintf("%s (%s)", c.Worker, c.Rung)
		if times[key]++; times[key] == 1 {
			rungs = append(rungs, key)
		}
	}
	for _, key := range rungs {
		if times[key] > 1 {
			key += fmt.Sprintf(" x %d", times[key])
		}
		who = append(who, key)
	}
	short := shortOf(out)
	for need, hours := range short {
		needs = append(needs, fmt.Sprintf("%s %g", need, hours))
	}
	slices.Sort(needs)
	degraded := time.Duration(0)
	for _, d := range out.Degraded {
		degraded += d.End.Sub(d.Start)
	}
	told := "-"
	if len(out.Tell) > 0 {
		told = out.Tell[0].Who + " by " + out.Tell[0].By.Format("2 Jan 15:04")
	}
	or := func(list []string) string {
		if len(list) == 0 {
			return "-"
		}
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("| `%s` | `%s` | %s | %s | %s | %g | %s |", h.event, h.rota, changed, or(who), or(needs), degraded.Minutes(), told)
}

// holdTable compares the table between the two marks of a page, or writes it.
func holdTable(t *testing.T, page, table string) {
	const begin, end = "<!-- outcomes of the events: go test ./examples -run Events -update -->\n", "<!-- end of the outcomes -->\n"
	text, err := os.ReadFile(page)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(text), begin)
	require.True(t, ok)
	now, after, ok := strings.Cut(rest, end)
	require.True(t, ok)
	if *update {
		require.NoError(t, os.WriteFile(page, []byte(before+begin+table+end+after), 0o644))
		return
	}
	require.Equal(t, table, now, "the table in %s is not what comes of the events; -update writes it", page)
}
