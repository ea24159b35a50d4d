package export

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// wholeHTML parses a page and gives its text and its elements.
func wholeHTML(t *testing.T, write func(io.Writer) error) (text string, all []*html.Node) {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	root, err := html.Parse(&b)
	require.NoError(t, err)
	var said strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == html.ElementNode:
			all = append(all, n)
		case n.Type == html.TextNode && n.Parent.Data != "style" && n.Parent.Data != "script":
			said.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(said.String()), " "), all
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// everyPage writes each kind of page of the household.
func everyPage(p *scheduler.Problem, r *scheduler.Report) map[string]func(io.Writer) error {
	return map[string]func(io.Writer) error{
		"rota":   func(w io.Writer) error { return HTML(w, p, r) },
		"client": func(w io.Writer) error { return ClientHTML(w, p, r, "owain") },
		"sheet":  func(w io.Writer) error { return ShiftSheetHTML(w, p, r, "owain", p.Start.Plus(2)) },
		"worker": func(w io.Writer) error { return WorkerHTML(w, p, r, "alys") },
	}
}

func TestPagesStandOnTheirOwn(t *testing.T) {
	p, r := household()
	for name, write := range everyPage(p, r) {
		t.Run(name, func(t *testing.T) {
			_, all := wholeHTML(t, write)
			ids := map[string]bool{}
			for _, n := range all {
				if id := attribute(n, "id"); id != "" {
					assert.False(t, ids[id], "the id %s stands twice", id)
					ids[id] = true
				}
			}
			for _, n := range all {
				assert.NotContains(t, []string{"link", "img", "iframe"}, n.Data)
				assert.Empty(t, attribute(n, "src"), n.Data)
				if n.Data == "a" {
					target, inside := strings.CutPrefix(attribute(n, "href"), "#")
					assert.True(t, inside && ids[target], "a link to %q", attribute(n, "href"))
				}
			}
			for name, write := range everyPage(p, r) { // the same bytes each time
				var a, b bytes.Buffer
				require.NoError(t, write(&a))
				require.NoError(t, write(&b))
				assert.Equal(t, a.String(), b.String(), name)
			}
		})
	}
}

func TestPageSaysWhatMatters(t *testing.T) {
	p, r := household()
	r.Proofs = []scheduler.Proof{{Level: "critical", BoundHours: 13, DemandHours: 13, Kind: "hours", Says: "13 h of waking-night are needed; nobody holds it.",
		Demand: []scheduler.ProofDemand{{Need: "night", Start: r.Underlap[0].Start, End: r.Underlap[0].End, Workers: 1}},
		Supply: []scheduler.ProofSupply{{Worker: "bryn", AtMostHours: 0, Limit: "max_hours_week", Week: "2026-10-12"}}}}
	r.Underlap[0].Proof, r.Underlap[1].Proof = 0, -1
	r.Underlap[0].Why = []scheduler.Why{{Worker: "alys", Start: r.Underlap[0].Start, End: r.Underlap[0].End, Reasons: []string{"lacks waking-night"}}}
	r.Contingency.SinglePoints = []scheduler.Loss{{Who: "alys", Hours: 6.5}}
	r.Contingency.Pairs = []scheduler.PairLoss{{First: "alys", Second: "carys", Hours: 19}}
	r.Contingency.LongestGap = 12 * time.Hour
	text, all := wholeHTML(t, func(w io.Writer) error { return HTML(w, p, r) })
	for _, want := range []string{
		Headline(p, r),
		"If somebody cannot come, somebody is named to step in for 1 of 4 shifts; for 3 nobody is left.",
		"without Alys 6 hours 30 minutes more would be open",
		"27 hours not covered",
		"Alys and carys 19:00", "The longest time with nobody there is 12 hours",
		"AL Alys 08:00-20:00",                               // by client
		"nobody there 20:00-00:00 nobody there 00:00-08:00", // each in the cell of its own day
		"Bryn-Penderyn ap Gruffudd 20:00 BST-08:00 GMT , fixed behind: Alys (20:00 BST-06:00 GMT) or 1 other", // the clocks go back
		"13 h of waking-night are needed; nobody holds it.", "proof 1",
		"Alys lacks waking-night",
		"max hours week",
		"Bryn has no break in the night of 24 October: one is owed",
		"Standing by",
		"on-cost 276.92",
	} {
		assert.Contains(t, text, want)
	}
	chips := map[string]int{}
	for _, n := range all {
		if class, isChip := strings.CutPrefix(attribute(n, "class"), "chip "); n.Data == "li" && isChip && attribute(n, "data-c") != "" {
			chips[class]++
		}
	}
	// by client and by worker; the standby stands in the wings of the client and on the worker's line
	assert.Equal(t, map[string]int{"waking": 2 * 5, "shadow": 2, "standby": 2, "short": 6}, chips)
	assert.NotContains(t, text, "What changed")
}

func TestPageSaysWhatChanged(t *testing.T) {
	p, r := household()
	before := &scheduler.Rota{Shifts: append([]scheduler.Shift(nil), r.Rota.Shifts...)}
	before.Shifts[0].Worker = "carys"                                                                                 // somebody else came
	before.Shifts[1].End = before.Shifts[1].End.Add(time.Hour)                                                        // it was longer
	before.Shifts = before.Shifts[:6]                                                                                 // the last is new
	gone := scheduler.Shift{Worker: "alys", Start: before.Shifts[5].Start.AddDate(0, 0, -4), Kind: scheduler.Standby} // no more
	gone.End = gone.Start.Add(4 * time.Hour)
	before.Shifts = append(before.Shifts, gone)
	p.From = before
	text, _ := wholeHTML(t, func(w io.Writer) error { return HTML(w, p, r) })
	_, text, _ = strings.Cut(text, "What changed since the last rota")
	_, text, _ = strings.Cut(text, "Is now ")
	text, _, _ = strings.Cut(text, " What is not covered")
	assert.Equal(t, "Sat 17 Oct day, for Owain carys 08:00-20:00 Alys 08:00-20:00 "+
		"Mon 19 Oct day, for Owain Alys 08:00-11:00 Alys 08:00-10:00 "+
		"Tue 20 Oct standby Alys 20:00-00:00 nobody "+
		"Mon 26 Oct night, for Owain nobody Bryn-Penderyn ap Gruffudd 20:00-08:00", text)
}

func TestPageOfARotaFromElsewhere(t *testing.T) {
	p, r := household()
	elsewhere(r)
	r.Rota.Shifts = append(r.Rota.Shifts, scheduler.Shift{Worker: "zed", Need: "nothing", Client: "nobody", Start: r.Underlap[0].Start.AddDate(0, 0, 90), End: r.Underlap[0].End.AddDate(0, 0, 90)})
	text, _ := wholeHTML(t, func(w io.Writer) error { return HTML(w, p, r) })
	assert.Contains(t, text, "Cannot be worked as it stands")
	assert.Contains(t, text, `there is no worker "zed"`)
	assert.Contains(t, text, "not known")
	r.Rota = nil
	for name, write := range everyPage(p, r) {
		assert.NoError(t, write(io.Discard), name)
	}
}

// A name from a file may hold anything; it must not become a part of the page.
func TestNamesCannotBecomeMarkup(t *testing.T) {
	p, r := household()
	evil := `</style><script>alert(1)</script>"'`
	p.Name, p.Clients[0].Name, p.Workers[0].Name, p.Providers[0].Name = evil, evil, evil, evil
	p.Clients[0].Tell = []scheduler.Contact{{Name: evil}}
	r.Warnings = []string{evil}
	for name, write := range everyPage(p, r) {
		_, all := wholeHTML(t, write)
		scripts := 0
		for _, n := range all {
			if n.Data == "script" {
				scripts++
				assert.NotContains(t, n.FirstChild.Data, "alert")
			}
		}
		assert.LessOrEqual(t, scripts, 1, name)
	}
}

func TestClientPageAndSheet(t *testing.T) {
	p, r := household()
	p.Clients[0].Known, p.Clients[0].Tell, p.Clients[0].Refuses = []string{"alys"}, []scheduler.Contact{{Name: "Carys, his partner"}}, []string{"home"}
	text, _ := wholeHTML(t, func(w io.Writer) error { return ClientHTML(w, p, r, "owain") })
	for _, want := range []string{"27 hours not covered", "3 people come, 1 of them new.", "carys home 1 2:00 yes", "Carys, his partner"} {
		assert.Contains(t, text, want)
	}
	const never = "Never to be sent: home"
	assert.NotContains(t, text, never, "the family's page hangs in the kitchen")
	manager, _ := wholeHTML(t, func(w io.Writer) error { return ClientHTML(w, p, r, "owain", Manager) })
	assert.Contains(t, manager, never)
	sheet, _ := wholeHTML(t, func(w io.Writer) error { return ShiftSheetHTML(w, p, r, "owain", p.Start, Family) })
	assert.NotContains(t, sheet, never)
	text, _ = wholeHTML(t, func(w io.Writer) error { return ShiftSheetHTML(w, p, r, "owain", p.Start.Plus(8)) })
	assert.Contains(t, text, "Must not fail: night 20:00-08:00, waking-night, critical Sat 24 Oct 20:00 BST-08:00 GMT BG Bryn-Penderyn ap Gruffudd, fixed The trust's team Alys (20:00 BST-06:00 GMT) and carys", "critical facts first")
	assert.Contains(t, text, "Not covered: act first night 00:00 BST-08:00 GMT: 1 too few")

	assert.ErrorContains(t, ClientHTML(io.Discard, p, r, "owin"), `the problem has no client "owin"`)
	assert.ErrorContains(t, ShiftSheetHTML(io.Discard, p, r, "owain", p.Start.Plus(10)), "is not a day of the rota")
	assert.ErrorContains(t, WorkerHTML(io.Discard, p, r, "alice"), `the problem has no worker "alice"`)
}

// A schedule separates visits, travel, breaks and standby, and its times add up.
func TestWorkersScheduleSeparatesTravelAndBreaks(t *testing.T) {
	p, r := household()
	p.Clients = append(p.Clients, scheduler.Client{ID: "mair", Name: "Mair"})
	p.Needs = append(p.Needs, scheduler.NewNeed("tea", "mair", scheduler.Daily(), 11*time.Hour, 12*time.Hour))
	p.Caps.Travel = 20 * time.Minute
	at := func(h, m int) time.Time { return time.Date(2026, time.October, 19, h, m, 0, 0, p.Zone) }
	r.Rota.Shifts = []scheduler.Shift{
		{Worker: "alys", Need: "day", Client: "owain", Start: at(8, 0), End: at(10, 0)},
		{Worker: "alys", Need: "tea", Client: "mair", Start: at(11, 0), End: at(12, 0)},
		{Worker: "alys", Need: "day", Client: "owain", Start: at(12, 20), End: at(14, 0)},
		{Worker: "alys", Start: at(16, 0), End: at(20, 0), Kind: scheduler.Standby},
	}
	text, _ := wholeHTML(t, func(w io.Writer) error { return WorkerHTML(w, p, r, "alys") })
	assert.Contains(t, text, "Mon 19 Oct 08:00-10:00 Owain day 2:00 10:00-10:20 travel 0:20 10:20-11:00 free 0:40 "+
		"11:00-12:00 Mair tea 1:00 12:00-12:20 travel 0:20 12:20-14:00 Owain day 1:40 14:00-16:00 free 2:00 16:00-20:00 on standby 4:00 Tue 20 Oct off")
	assert.Contains(t, text, "with clients 4 hours 40 minutes travel 40 minutes standby 4 hours Sat 17", "what is free is no break and is not added up")
	assert.Contains(t, text, "14 hours this week. Days off: Tue 20 Oct to Sun 25 Oct.")
}

// Each hour counts the most at once, on the night the clocks go back too.
func TestCoverByHour(t *testing.T) {
	p, r := household()
	rows := hourRows(p, r)
	assert.Equal(t, hourCell{There: 1}, rows[0].Cells[8])
	assert.Equal(t, hourCell{Short: 1}, rows[0].Cells[23])
	assert.Equal(t, hourCell{There: 1, Short: 1}, rows[8].Cells[1], "01:00 to 02:00 of 25 October, two hours long")
	assert.Equal(t, hourCell{}, rows[8].Cells[8])
	skills := skillRows(p, r, ptr(newChips(p)))
	assert.Equal(t, []skillRow{{Skill: "waking-night", There: "0:00", Short: "12:00", Lacking: true}}, skills)
}
