package export

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carerota/carerota/scheduler"
)

// longestName is how many letters of a worker's name a picture shows.
const longestName = 20

// What stands for a standby shift, after the times of a sleep-in and of somebody who shadows, and for a
// day without work.
const (
	standbyMark = "+"
	sleepMark   = "z"
	shadowMark  = "'"
	freeMark    = "."
)

// mostGaps is how many times that are not covered a day of a picture has.
const mostGaps = 8

// Picture draws a rota as text: a row a worker, a column a day, the weeks one below the other, and a
// legend. In a day's cell stand the times of each shift, one below the other, with whom it is where there
// are several clients; a shift stands on the day it starts. Underneath stand the times of each day that
// are not covered. No line is longer than 100 letters, as far as one day fits; a report without a rota draws empty rows.
func Picture(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
	p, r, err := ready(p, r)
	if err != nil {
		return err
	}
	g := newGrid(p, r)
	var b strings.Builder
	for _, k := range weeksOf(p) {
		g.week(&b, &k)
		b.WriteString("\n")
	}
	g.legend(&b)
	_, err = io.WriteString(w, b.String())
	return err
}

// grid is a rota laid out by worker and day.
type grid struct {
	p       *scheduler.Problem
	names   names
	clients map[string]string // by client: its mark; empty where there is only one
	cells   map[string][][]mark
	gaps    [][]mark // by day: what is not covered
	kinds   map[scheduler.Kind]bool
	left    int // width of the names
}

// mark is a time in a cell.
type mark struct {
	text       string
	start, end time.Time
	short      int // of what is not covered
}

func newGrid(p *scheduler.Problem, r *scheduler.Report) *grid {
	g := &grid{p: p, names: namesOf(p), clients: map[string]string{}, cells: map[string][][]mark{}, gaps: make([][]mark, p.Days),
		kinds: map[scheduler.Kind]bool{}, left: len("not covered")}
	if taken := map[string]bool{}; len(p.Clients) > 1 {
		for i := range p.Clients {
			g.clients[p.Clients[i].ID] = initialsOf(g.names.client[p.Clients[i].ID], taken)
		}
	}
	for _, w := range p.Workers {
		g.cells[w.ID] = make([][]mark, p.Days)
		g.left = max(g.left, min(longestName, utf8.RuneCountInString(g.names.worker[w.ID])))
	}
	for i := range r.Rota.Shifts {
		g.place(&r.Rota.Shifts[i])
	}
	for i := range r.Underlap {
		g.gap(&r.Underlap[i])
	}
	return g
}

// place puts a shift on its day. One of a worker or a day that the problem does not have is left out:
// the audit names it.
func (g *grid) place(s *scheduler.Shift) {
	days, known := g.cells[s.Worker]
	day := gridDay(g.p, s.Start)
	if !known || day < 0 {
		return
	}
	text := sayShortTimes(g.p, s.Start, s.End)
	if day != rotaDay(g.p, s.Start) {
		text = s.Start.In(g.p.Zone).Weekday().String()[:3] + " " + text
	}
	switch s.Kind {
	case scheduler.Standby:
		text = standbyMark + text
	case scheduler.SleepIn:
		text += sleepMark
	case scheduler.Shadow:
		text += shadowMark
	}
	g.kinds[s.Kind] = true
	days[day] = append(days[day], mark{text: g.with(text, s.Client), start: s.Start, end: s.End})
}

// gap puts what is not covered on each day that it touches.
func (g *grid) gap(u *scheduler.Underlap) {
	eachDay(g.p, u.Start, u.End, func(day int, start, end time.Time) {
		text := g.with(sayShortTimes(g.p, start, end), u.Client)
		if u.Short > 1 {
			text = fmt.Sprintf("%d x %s", u.Short, text)
		}
		g.gaps[day] = append(g.gaps[day], mark{text, start, end, u.Short})
	})
}

// with is a time with the mark of the client.
func (g *grid) with(text, client string) string {
	if is := g.clients[client]; is != "" {
		return text + " " + is
	}
	return text
}

// sayShortTimes is such as 7-9:30 for 07:00 to 09:30. Midnight at the end is 24; the zone's letters stand
// after a time that the clocks show twice, and a weekday after an end that is a day or more later.
func sayShortTimes(p *scheduler.Problem, start, end time.Time) string {
	until := sayShortClock(p, end)
	if until == "0" {
		until = "24"
	}
	if end.Sub(start) >= 24*time.Hour {
		until += " " + end.In(p.Zone).Weekday().String()[:3]
	}
	return sayShortClock(p, start) + "-" + until
}

func sayShortClock(p *scheduler.Problem, t time.Time) string {
	t = t.In(p.Zone)
	says := fmt.Sprint(t.Hour())
	if t.Minute() > 0 {
		says += fmt.Sprintf(":%02d", t.Minute())
	}
	if scheduler.Twice(t) {
		says += t.Format("MST")
	}
	return says
}

// block is a run of days that stand side by side, each column as wide as its widest time.
type block struct {
	first  int
	widths []int
}

// week draws the days of a week, in as many blocks as they need to fit.
func (g *grid) week(b *strings.Builder, k *week) {
	b.WriteString(k.Title + "\n")
	for i, part := range g.blocks(k.First, k.Last) {
		if i > 0 {
			b.WriteString("\n")
		}
		g.draw(b, &part)
	}
}

// blocks are days shared out so that each block is at most as wide as a line may be, evenly where that fits.
func (g *grid) blocks(first, last int) (out []block) {
	var widths []int
	for d := first; d < last; d++ {
		width := len("Mon")
		for _, cell := range append(g.column(d), g.gapLines(d)) {
			for _, text := range cell {
				width = max(width, utf8.RuneCountInString(text))
			}
		}
		widths = append(widths, width)
	}
	out = g.shared(first, widths, len(widths))
	if n := len(out); n > 1 {
		if even := g.shared(first, widths, (len(widths)+n-1)/n); len(even) == n {
			return even
		}
	}
	return out
}

// shared are columns in blocks of at most so many days, each as full as a line may be.
func (g *grid) shared(first int, widths []int, most int) (out []block) {
	wide := 0
	for i, width := range widths {
		if wide += 2 + width; len(out) == 0 || wide > widest || len(out[len(out)-1].widths) == most {
			out, wide = append(out, block{first: first + i}), g.left+2+width
		}
		at := &out[len(out)-1]
		at.widths = append(at.widths, width)
	}
	return out
}

// column are the lines of each worker's cell of a day, in order of time.
func (g *grid) column(day int) (out [][]string) {
	for _, w := range g.p.Workers {
		out = append(out, linesOf(g.cells[w.ID][day]))
	}
	return out
}

// gapLines are the lines of a day's cell of what is not covered.
func (g *grid) gapLines(day int) []string {
	lines := linesOf(g.gaps[day])
	if more := len(lines) - mostGaps; more > 0 {
		lines = append(lines[:mostGaps], fmt.Sprintf("%d more", more))
	}
	return lines
}

func linesOf(cell []mark) (lines []string) {
	sorted := slices.Clone(cell)
	slices.SortStableFunc(sorted, func(a, b mark) int { return cmp.Or(a.start.Compare(b.start), a.end.Compare(b.end)) })
	for _, m := range sorted {
		lines = append(lines, m.text)
	}
	return lines
}

// draw draws a block: the days, a row a worker, and what is not covered. Where a cell has many lines a
// line is left free between two workers.
func (g *grid) draw(b *strings.Builder, part *block) {
	var head, dates, gaps [][]string
	columns, tall, open := [][][]string{}, false, false
	for i := range part.widths {
		d := part.first + i
		date := g.p.Start.Plus(d)
		head, dates = append(head, []string{date.Weekday().String()[:3]}), append(dates, []string{fmt.Sprint(date.Day)})
		columns, gaps = append(columns, g.column(d)), append(gaps, g.gapLines(d))
		open = open || len(gaps[i]) > 0
		tall = tall || slices.ContainsFunc(columns[i], func(cell []string) bool { return len(cell) > 2 })
	}
	g.row(b, "", head, part.widths, "")
	g.row(b, "", dates, part.widths, "")
	for w := range g.p.Workers {
		var cells [][]string
		for i := range columns {
			cells = append(cells, columns[i][w])
		}
		if tall {
			b.WriteString("\n")
		}
		g.row(b, g.names.worker[g.p.Workers[w].ID], cells, part.widths, freeMark)
	}
	if open {
		if tall {
			b.WriteString("\n")
		}
		g.row(b, "not covered", gaps, part.widths, freeMark)
	}
}

// row draws a name and cells in columns, as many lines as the tallest cell has; empty stands for a cell
// without any.
func (g *grid) row(b *strings.Builder, name string, cells [][]string, widths []int, empty string) {
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[:longestName-1]) + "~"
	}
	tall := 1
	for _, cell := range cells {
		tall = max(tall, len(cell))
	}
	for k := range tall {
		line := pad(name, g.left)
		for i, cell := range cells {
			text := ""
			switch {
			case k < len(cell):
				text = cell[k]
			case k == 0:
				text = empty
			}
			line += "  " + pad(text, widths[i])
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		name = ""
	}
}

// pad is s with spaces after it, to a width in letters.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// legend says how to read the times and what the marks mean.
func (g *grid) legend(b *strings.Builder) {
	b.WriteString("  7-9:30 is from 07:00 to 09:30\n")
	for i := range g.p.Clients {
		if is := g.clients[g.p.Clients[i].ID]; is != "" {
			b.WriteString("  " + is + " with " + g.names.client[g.p.Clients[i].ID] + "\n")
		}
	}
	for _, k := range []struct {
		kind       scheduler.Kind
		mark, says string
	}{{scheduler.Standby, standbyMark, "on standby"}, {scheduler.SleepIn, sleepMark, "sleeps in"}, {scheduler.Shadow, shadowMark, "shadowing"}} {
		if g.kinds[k.kind] {
			b.WriteString("  " + k.mark + " " + k.says + "\n")
		}
	}
	b.WriteString("  " + freeMark + " free\n")
}

func sayClock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
