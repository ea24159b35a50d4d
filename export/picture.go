package export

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/carerota/carerota/scheduler"
)

// longestName is how many letters of a worker's name a picture shows.
const longestName = 20

// Picture draws a rota as text: a row a worker, a column a day, the weeks one
// below the other, and a legend of the marks. A shift stands on the day it
// starts. Underneath each week stand the hours of each day that are not
// covered, as the report has them; a report without a rota draws empty rows.
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
	p      *scheduler.Problem
	marks  map[string]string
	names  names
	cells  map[string][]string // by worker: the marks of each day
	short  []float64           // hours of each day that are not covered
	used   map[string]bool     // needs that stand in the grid
	extras [2]bool             // whether there is a standby shift, a shadow shift
	left   int                 // width of the names
}

func newGrid(p *scheduler.Problem, r *scheduler.Report) *grid {
	g := &grid{p: p, marks: marksOf(p.Needs), names: namesOf(p), cells: map[string][]string{},
		short: make([]float64, p.Days), used: map[string]bool{}, left: len("not covered")}
	for _, w := range p.Workers {
		g.cells[w.ID] = make([]string, p.Days)
		g.left = max(g.left, min(longestName, utf8.RuneCountInString(g.names.worker[w.ID])))
	}
	if r.Rota != nil {
		for _, s := range r.Rota.Shifts {
			g.place(s)
		}
	}
	for _, u := range r.Underlap {
		g.shortBetween(u.Start, u.End, u.Short)
	}
	return g
}

// place puts a shift on the day it starts. One of a worker, a need or a day
// that the problem does not have is left out: the audit names it.
func (g *grid) place(s scheduler.Shift) {
	days, known := g.cells[s.Worker]
	day := rotaDay(g.p, s.Start)
	mark, needed := g.marks[s.Need]
	switch {
	case !known || day < 0 || day >= g.p.Days:
		return
	case s.Kind == scheduler.Standby:
		mark, g.extras[0] = standbyMark, true
	case !needed:
		return
	default:
		g.used[s.Need] = true
		if s.Kind == scheduler.Shadow {
			mark, g.extras[1] = mark+shadowMark, true
		}
	}
	days[day] += mark
}

// shortBetween adds an underlap to the days it falls in.
func (g *grid) shortBetween(start, end time.Time, short int) {
	eachDay(g.p, start, end, func(day int, start, end time.Time) {
		g.short[day] += end.Sub(start).Hours() * float64(short)
	})
}

// week draws the days of a week.
func (g *grid) week(b *strings.Builder, k *week) {
	p, first, last := g.p, k.First, k.Last
	b.WriteString(k.Title + "\n")
	width := g.width(first, last)
	head, dates := []string{}, []string{}
	for d := first; d < last; d++ {
		date := p.Start.Plus(d)
		head = append(head, date.Weekday().String()[:3])
		dates = append(dates, fmt.Sprint(date.Day))
	}
	g.row(b, "", head, width)
	g.row(b, "", dates, width)
	for _, w := range p.Workers {
		g.row(b, g.names.worker[w.ID], filled(g.cells[w.ID][first:last]), width)
	}
	if short, any := g.shortRow(first, last); any {
		g.row(b, "not covered", short, width)
	}
}

// width is that of the widest cell of a week.
func (g *grid) width(first, last int) int {
	width := 3
	for _, w := range g.p.Workers {
		for _, c := range g.cells[w.ID][first:last] {
			width = max(width, len(c))
		}
	}
	short, _ := g.shortRow(first, last)
	for _, c := range short {
		width = max(width, len(c))
	}
	return width
}

func (g *grid) shortRow(first, last int) (row []string, any bool) {
	for _, x := range g.short[first:last] {
		any = any || x > 0
		if x > 0 {
			row = append(row, sayNumber(x))
		} else {
			row = append(row, freeMark)
		}
	}
	return row, any
}

// filled is the cells with a mark for the free days.
func filled(cells []string) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		if out[i] = c; c == "" {
			out[i] = freeMark
		}
	}
	return out
}

// row draws a name and cells in columns.
func (g *grid) row(b *strings.Builder, name string, cells []string, width int) {
	if runes := []rune(name); len(runes) > longestName {
		name = string(runes[:longestName-1]) + "~"
	}
	line := pad(name, g.left)
	for _, c := range cells {
		line += "  " + pad(c, width)
	}
	b.WriteString(strings.TrimRight(line, " ") + "\n")
}

// pad is s with spaces after it, to a width in letters.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// legend says what the marks mean.
func (g *grid) legend(b *strings.Builder) {
	var parts []string
	for _, n := range g.p.Needs {
		if g.used[n.ID] {
			parts = append(parts, g.marks[n.ID]+" "+g.names.needFor(n.ID, n.Client)+", "+sayClock(n.From)+"-"+sayClock(n.To))
		}
	}
	if g.extras[0] {
		parts = append(parts, standbyMark+" on standby")
	}
	if g.extras[1] {
		parts = append(parts, shadowMark+" shadowing")
	}
	parts = append(parts, freeMark+" free")
	for _, part := range parts {
		b.WriteString("  " + part + "\n")
	}
}

func sayClock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d.Hours()), int(d.Minutes())%60)
}
