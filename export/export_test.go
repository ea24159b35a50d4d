package export

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestGolden(t *testing.T) {
	for _, row := range []struct {
		file   string
		change func(*scheduler.Report)
		write  func(*bytes.Buffer, *scheduler.Problem, *scheduler.Report) error
	}{
		{"short.txt", func(*scheduler.Report) {}, writeSummary},
		{"covered.txt", covered, writeSummary},
		{"elsewhere.txt", elsewhere, writeSummary},
		{"picture.txt", func(*scheduler.Report) {}, func(b *bytes.Buffer, p *scheduler.Problem, r *scheduler.Report) error { return Picture(b, p, r) }},
		{"rota.csv", func(*scheduler.Report) {}, func(b *bytes.Buffer, p *scheduler.Problem, r *scheduler.Report) error { return CSV(b, p, r) }},
	} {
		t.Run(row.file, func(t *testing.T) {
			p, r := household()
			row.change(r)
			var b bytes.Buffer
			require.NoError(t, row.write(&b, p, r))
			golden(t, row.file, b.Bytes())
		})
	}
}

func writeSummary(b *bytes.Buffer, p *scheduler.Problem, r *scheduler.Report) error {
	return Summary(b, p, r)
}

// The headline may say "cannot" of hours only when the bounds prove it of
// every rota, and must name the order of the levels when the proof hangs on it.
func TestHeadlineSaysCannotOnlyOfWhatIsProved(t *testing.T) {
	type level struct{ value, bound float64 }
	nan := math.NaN()
	for _, row := range []struct {
		name       string
		c, e, d    level
		needs      []scheduler.Criticality
		want, lack string
	}{
		{"all of one level, at its bound", level{}, level{12, 12}, level{}, []scheduler.Criticality{scheduler.Essential},
			"88 of 100 hours are covered. The other 12 hours cannot be, with these people and these limits.", "Critical visits"},
		{"the top level of two", level{3, 3}, level{}, level{}, []scheduler.Criticality{scheduler.Critical, scheduler.Desirable},
			"97 of 100 hours are covered. The other 3 hours cannot be, with these people and these limits.", "Critical visits"},
		{"a lower level: more of the critical need left open might leave less in all", level{}, level{12, 12}, level{}, []scheduler.Criticality{scheduler.Critical, scheduler.Essential},
			"The other 12 hours cannot be, with these people and these limits. Critical visits come first.", "are not"},
		{"partly proved", level{}, level{12, 8}, level{}, []scheduler.Criticality{scheduler.Essential},
			"88 of 100 hours are covered. 12 hours are not. At least 8 hours of those cannot be", "The other"},
		{"nothing is proved below a level that is not at its bound", level{4, 0}, level{12, 12}, level{}, []scheduler.Criticality{scheduler.Critical, scheduler.Essential},
			"84 of 100 hours are covered. 16 hours are not. We found nobody for them in a 1-second search; a longer one may.", "cannot"},
		{"no bounds", level{0, nan}, level{12, nan}, level{0, nan}, []scheduler.Criticality{scheduler.Essential},
			"88 of 100 hours are covered. 12 hours are not. We found nobody for them in a 1-second search; a longer one may.", "cannot"},
		{"nothing short", level{}, level{}, level{}, []scheduler.Criticality{scheduler.Essential},
			"All 100 hours are covered.", "cannot"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, r := household()
			p.Needs = nil
			for _, c := range row.needs {
				p.Needs = append(p.Needs, scheduler.Need{Criticality: c})
			}
			r.Objective = []scheduler.Goal{{Level: "critical", Value: row.c.value, Bound: row.c.bound},
				{Level: "essential", Value: row.e.value, Bound: row.e.bound}, {Level: "desirable", Value: row.d.value, Bound: row.d.bound}}
			r.Cover = scheduler.Cover{RequiredHours: 100, UnderlapHours: row.c.value + row.e.value + row.d.value}
			first, _, _ := strings.Cut(Headline(p, r), " Family does")
			assert.Contains(t, first, row.want)
			assert.NotContains(t, first, row.lack)
		})
	}
}

// That no rota has less is said of a level only where all before it are at their bounds; else its bound
// is said with what it supposes, however far below it the rota is.
func TestNoLessIsSaidOnlyOfWhatIsProved(t *testing.T) {
	const none, least, where = "no rota has less", "at least 700.00", "where the levels above are at their least"
	for _, row := range []struct {
		name         string
		ready, money [2]float64 // value and bound
		want, lack   string
	}{
		{"all at their bounds", [2]float64{6, 6}, [2]float64{700, 700}, none, where},
		{"an earlier level open, the money at its bound", [2]float64{6, 4}, [2]float64{700, 700}, least + " " + where, none},
		{"and below it", [2]float64{6, 4}, [2]float64{650, 700}, least + " " + where, none},
		{"and above it", [2]float64{6, 4}, [2]float64{800, 700}, least + " " + where, none},
		{"the money alone open", [2]float64{6, 6}, [2]float64{800, 700}, least + " (12.5 % away)", none},
		{"nothing is less than nothing", [2]float64{6, 4}, [2]float64{0, 0}, none, where},
	} {
		t.Run(row.name, func(t *testing.T) {
			p, r := household()
			r.Objective = []scheduler.Goal{{Level: "critical"}, {Level: "contingency", Value: row.ready[0], Bound: row.ready[1]},
				{Level: "money", Value: row.money[0], Bound: row.money[1]}}
			var b bytes.Buffer
			require.NoError(t, Summary(&b, p, r))
			said := ""
			for line := range strings.Lines(b.String()) {
				if strings.HasPrefix(line, "  money  ") {
					said = line
				}
			}
			assert.Contains(t, said, row.want)
			assert.NotContains(t, said, row.lack)
			rows := goalRows(&names{}, r.Objective)
			assert.Equal(t, row.want == none, rows[len(rows)-1][3] == "yes")
			assert.Equal(t, strings.Contains(row.want, where), strings.Contains(rows[len(rows)-1][2], where))
		})
	}
}

// Everybody has initials that nobody else has, whatever the names and however many.
func TestInitialsAreDistinct(t *testing.T) {
	names, taken := []string{"early", "Late Two", "Nos-üêñ", "日", "", "!!", "Ann Lloyd", "Ann Lewis", "A"}, map[string]bool{}
	for i := range 1500 {
		is := initialsOf(names[i%len(names)], taken)
		assert.NotEmpty(t, is)
	}
	assert.Len(t, taken, 1500)
	taken = map[string]bool{}
	for _, row := range [][2]string{{"Angharad", "AN"}, {"Bethan Lloyd", "BL"}, {"Beti Llwyd", "BE"}, {"Alan", "AL"}, {"Ann", "A2"}, {"日本", "日本"}} {
		assert.Equal(t, row[1], initialsOf(row[0], taken), row[0])
	}
}

// What the picture says is not covered adds up to the underlap, over midnight and over
// the end of the rota too.
func TestPictureSharesOutEveryHourOfUnderlap(t *testing.T) {
	p, r := household()
	last := scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days-1), 20*time.Hour)
	r.Underlap = append(r.Underlap, scheduler.Underlap{Need: "night", Start: last, End: last.Add(12 * time.Hour), Short: 2})
	want, got := shortHours(r.Underlap), 0.0
	for _, day := range newGrid(p, r).gaps {
		for _, m := range day {
			got += m.end.Sub(m.start).Hours() * float64(m.short)
		}
	}
	assert.InDelta(t, want, got, 1e-9)
}

// Six calls a day with several clients stay legible: each has its time on a line of its own, no line is
// longer than a terminal, and every shift and gap is there, standby after the last midnight too.
func TestPictureOfManyCalls(t *testing.T) {
	p, r := household()
	r.Rota.Shifts, r.Underlap = nil, nil
	p.Clients = append(p.Clients, scheduler.Client{ID: "mair", Name: "Mair"}, scheduler.Client{ID: "mai", Name: "Mai"})
	var want []string
	for day := range p.Days {
		for call := range 6 {
			start := scheduler.StartInstant(p.Zone, p.Start.Plus(day), time.Duration(7*60+135*call+15)*time.Minute)
			s := scheduler.Shift{Worker: p.Workers[day%2].ID, Need: "day", Client: p.Clients[call%3].ID, Start: start, End: start.Add(105 * time.Minute)}
			r.Rota.Shifts = append(r.Rota.Shifts, s)
			want = append(want, s.Start.In(p.Zone).Format("15:04")+"-"+s.End.In(p.Zone).Format("15:04")+" "+[]string{"OW", "MA", "MI"}[call%3])
		}
	}
	after := scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days), 2*time.Hour)
	r.Rota.Shifts = append(r.Rota.Shifts, scheduler.Shift{Worker: "carys", Kind: scheduler.Standby, Start: after, End: after.Add(4 * time.Hour)})
	var b bytes.Buffer
	require.NoError(t, Picture(&b, p, r))
	drawn, _, _ := strings.Cut(b.String(), "  7-9:30 is")
	for _, line := range strings.Split(drawn, "\n") {
		assert.LessOrEqual(t, utf8.RuneCountInString(line), widest, line)
	}
	var got []string
	clock := func(h, m string) string { return fmt.Sprintf("%02s:%02s", h, cmp.Or(m, "0")) }
	for _, m := range regexp.MustCompile(`(\d+):?(\d*)-(\d+):?(\d*) (OW|MA|MI)\b`).FindAllStringSubmatch(drawn, -1) {
		got = append(got, clock(m[1], m[2])+"-"+clock(m[3], m[4])+" "+m[5])
	}
	assert.ElementsMatch(t, want, got)
	assert.Contains(t, drawn, "+Tue 2-6", "standby after the last midnight")
	assert.Contains(t, b.String(), "  MI with Mai\n")
}

func TestSummaryOfManyWorkersSaysWhatItLeavesOut(t *testing.T) {
	p, r := household()
	for i := range 70 {
		w := scheduler.NewWorker(fmt.Sprintf("w%d", i), "trust")
		p.Workers = append(p.Workers, w)
		r.Workers = append(r.Workers, scheduler.WorkerReport{Worker: w.ID})
	}
	r.Warnings = slices.Repeat([]string{"a warning"}, mostWarnings+5)
	r.Underlap = nil
	for i := range mostUnderlaps + 5 { // each at a time of its own
		start := scheduler.StartInstant(p.Zone, p.Start, time.Duration(i)*time.Minute)
		r.Underlap = append(r.Underlap, scheduler.Underlap{Need: "day", Start: start, End: start.Add(time.Hour), Short: 2})
	}
	var b bytes.Buffer
	require.NoError(t, Summary(&b, p, r))
	assert.Contains(t, b.String(), "And 13 more workers: the result file has them all.")
	assert.Contains(t, b.String(), "And 5 more: the result file has them all.")
	assert.Contains(t, b.String(), "And 10 hours more: the result file has them all.")
	assert.NotContains(t, b.String(), "\nRota\n")
}

// A name from a file may hold anything; it must not steer the terminal.
func TestNamesCannotSteerTheTerminal(t *testing.T) {
	p, r := household()
	p.Name, p.Workers[0].Name, p.Clients[0].Name = "a\x1b[2Jb", "x\r\ny\x07", "\u009b31m"
	var b bytes.Buffer
	require.NoError(t, Summary(&b, p, r))
	require.NoError(t, Picture(&b, p, r))
	for _, c := range "\x1b\r\x07\u009b" {
		assert.NotContains(t, b.String(), string(c))
	}
}

func TestWritersPassOnTheWritersError(t *testing.T) {
	p, r := household()
	full := fullDisk{}
	assert.ErrorIs(t, Summary(full, p, r), errFull)
	assert.ErrorIs(t, Picture(full, p, r), errFull)
	assert.ErrorIs(t, CSV(full, p, r), errFull)
	assert.ErrorIs(t, HTML(full, p, r), errFull)
}

var errFull = errors.New("no space left")

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWords(t *testing.T) {
	for _, row := range []struct{ name, got, want string }{
		{"hours are to the minute", say.Hours(7.0 / 12), "35 minutes"},
		{"whole hours have no point", say.Hours(827), "827 hours"},
		{"nothing has no sign", say.Hours(-0.001), "0 hours"},
		{"money has its thousands marked", say.Money(1234567.891), "1,234,567.89"},
		{"money below nought", say.Money(-1234.5), "-1,234.50"},
		{"less than a penny has no sign", say.Money(-0.001), "0.00"},
		{"three figures need no mark", say.Money(999.999), "1,000.00"},
		{"one is not plural", say.Count(1, "day"), "1 day"},
	} {
		assert.Equal(t, row.want, row.got, row.name)
	}
}

func TestLongLinesAreBroken(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("word ", 100))
	for line := range strings.Lines(wrapped("    ", text)) {
		assert.LessOrEqual(t, len(strings.TrimRight(line, "\n")), widest)
		assert.True(t, strings.HasPrefix(line, "    word"))
	}
	assert.Equal(t, text, strings.Join(strings.Fields(wrapped("    ", text)), " "))
	long := strings.Repeat("x", 2*widest)
	assert.Equal(t, "  a\n  "+long, wrapped("  ", "a "+long), "a word is never cut")
}

func TestObjectiveOnOneLine(t *testing.T) {
	_, r := household()
	assert.Equal(t, "not covered 27:00 (critical 25:00, can wait 2:00), nobody ready to step in 24:00, money 1,234.50", Objective(r.Objective))
	covered(r)
	assert.Equal(t, "not covered 0:00, nobody ready to step in 0:00, money 1,234.50", Objective(r.Objective))
	r.Objective[3].Value = math.NaN()
	assert.Equal(t, "not covered 0:00, nobody ready to step in not known yet, money 1,234.50", Objective(r.Objective))
}

// What proofs show to be open is so whatever is known of the levels: the headline says no less than they do.
func TestHeadlineSaysNoLessThanTheProofs(t *testing.T) {
	for proved, want := range map[float64]string{
		0:  "16 hours are not. We found nobody for them in a 1-second search; a longer one may.",
		10: "16 hours are not. At least 10 hours of those cannot be, with these people and these limits.",
		16: "The other 16 hours cannot be, with these people and these limits."} {
		p, r := household()
		p.Needs = []scheduler.Need{{Criticality: scheduler.Critical}, {Criticality: scheduler.Essential}}
		r.Cover.RequiredHours, r.Cover.UnderlapHours, r.Engine, r.Seconds = 100, 16, "native", 1
		for i, value := range []float64{4, 12, 0} {
			r.Objective[i].Value, r.Objective[i].Bound = value, 0
		}
		r.Proofs = []scheduler.Proof{{BoundHours: proved}}
		require.Contains(t, coverSentence(p, r), want)
	}
}
