package elsewhere

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/nearest"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// grid is a sheet with people on one side and days on the other, and codes or times in its cells.
type grid struct {
	*taking
	s     *table.Sheet
	codes *legend
}

// leastDays are the fewest days in a row or a column that make a grid.
const leastDays = 2

// grids reads all sheets that are grids; false where there is none.
func (t *taking) grids(b *table.Book) bool {
	codes := t.legendOf(b)
	var read, others []string
	for i := range b.Sheets {
		g := &grid{t, &b.Sheets[i], codes}
		t.sheet = g.s.Name
		if g.across() || g.down() {
			read = append(read, g.s.Name)
			t.cellFaults(b, g.s.Name)
		} else if g.s.Name != codes.sheet {
			others = append(others, g.s.Name)
		}
	}
	if len(read) == 0 {
		return false
	}
	codes.unknown(t)
	if len(codes.offs) > 0 {
		t.note("read as days off: %s", say.List(codes.offs))
	}
	if len(b.Sheets) > 1 && len(others) > 0 {
		t.note("not read: %s", sayNames("sheet", others))
	}
	return true
}

// dayAt reads a cell as a day; a time such as 7.30 is none.
func (g *grid) dayAt(text string) (scheduler.Date, bool) {
	if _, err := table.ReadClock(text); err == nil || text == "" {
		return scheduler.Date{}, false
	}
	day, err := g.days.Date(text)
	return day, err == nil
}

// daysOf are the days that stand in a row of cells, by their places.
func (g *grid) daysOf(cells []string) map[int]scheduler.Date {
	days := map[int]scheduler.Date{}
	for c, text := range cells {
		if day, ok := g.dayAt(text); ok {
			days[c] = day
		}
	}
	return days
}

// across reads people down and days across; each row of days begins a block.
func (g *grid) across() (found bool) {
	var head *table.Row
	var days map[int]scheduler.Date
	for i := range g.s.Rows {
		row := &g.s.Rows[i]
		if in := g.daysOf(row.Cells); len(in) >= leastDays {
			head, days, found = row, in, true
			continue
		}
		if h := table.HeaderOf(row, legendColumns); isLegend(&h) {
			break // the legend below the grid
		}
		if head != nil {
			g.person(head, days, row)
		}
	}
	return found
}

// person reads the row of one of the people.
func (g *grid) person(head *table.Row, days map[int]scheduler.Date, row *table.Row) {
	first := len(head.Cells)
	for c := range days {
		first = min(first, c)
	}
	r := g.entry(head.Cells, row)
	who, text, at := "", "", -1
	for c := range first {
		if row.Cell(c) == "" {
			continue
		}
		if at < 0 {
			text, at = row.Cell(c), c
		}
		if id, err := g.people.Find(row.Cell(c)); err == nil {
			who = id
			break
		}
	}
	var cells []int
	for c := range head.Cells {
		if _, is := days[c]; is && row.Cell(c) != "" {
			cells = append(cells, c)
		}
	}
	switch {
	case len(cells) == 0:
	case who == "" && (text == "" || sumRow.MatchString(text) || !g.known(row, cells)):
		g.pass("a title or a total")
	case who == "":
		_, err := g.people.Find(text)
		r.unclear(at, "worker", text, err)
	default:
		for _, c := range cells {
			r.cellOf(g.codes, who, days[c], row.Cell(c), c)
		}
	}
}

// known says whether a code or a time stands in a row.
func (g *grid) known(row *table.Row, cells []int) bool {
	for _, c := range cells {
		if _, ok := g.codes.means(row.Cell(c)); ok {
			return true
		}
	}
	return false
}

// entry is a row of the grid under the names of its columns.
func (g *grid) entry(names []string, row *table.Row) *entry {
	return &entry{list: &list{taking: g.taking, s: g.s, head: table.Header{Names: names}}, row: row}
}

// down reads days down and people across: the column with most days, under the row that names people.
func (g *grid) down() bool {
	count := map[int]int{}
	column := -1
	for i := range g.s.Rows {
		for c := range g.daysOf(g.s.Rows[i].Cells) {
			if count[c]++; column < 0 || count[c] > count[column] || count[c] == count[column] && c < column {
				column = c
			}
		}
	}
	if column < 0 || count[column] < leastDays {
		return false
	}
	var head *table.Row
	who := map[int]string{}
	for i := range g.s.Rows {
		row := &g.s.Rows[i]
		day, isDay := g.dayAt(row.Cell(column))
		if !isDay {
			if in := g.peopleOf(row, column); len(in) > 0 {
				head, who = row, in
			}
			continue
		}
		for c := column + 1; c < len(row.Cells) && head != nil; c++ {
			if id := who[c]; id != "" && row.Cells[c] != "" {
				g.entry(head.Cells, row).cellOf(g.codes, id, day, row.Cells[c], c)
			}
		}
	}
	return head != nil
}

// peopleOf are the people that a row names beyond a column. Where it names some, other names are faults.
func (g *grid) peopleOf(row *table.Row, column int) map[int]string {
	in := map[int]string{}
	for c := column + 1; c < len(row.Cells); c++ {
		if id, err := g.people.Find(row.Cells[c]); err == nil {
			in[c] = id
		}
	}
	for c := column + 1; c < len(row.Cells) && len(in) > 0; c++ {
		if text := row.Cells[c]; text != "" && in[c] == "" && !sumRow.MatchString(text) {
			_, err := g.people.Find(text)
			g.entry(row.Cells, row).unclear(c, "worker", text, err)
		}
	}
	return in
}

// cellOf takes the shifts of one cell.
func (r *entry) cellOf(codes *legend, who string, day scheduler.Date, text string, column int) {
	for _, part := range codes.parts(text) {
		c, ok := codes.means(part)
		if !ok {
			codes.strange(part, r.sheet, r.row.Number, r.head.Name(column))
			continue
		}
		if c.said != "" {
			r.note("%s", c.said)
		}
		if c.off {
			codes.dayOff(part)
			continue
		}
		r.bad = false
		s := scheduler.Shift{Worker: who, Kind: c.kind, Need: c.need}
		r.window(&s, &c, day, column)
		if !r.bad && c.need == "" && !(c.kindGiven && c.kind == scheduler.Standby) {
			s.Need = r.fitting(&s, c.client, column, c.kindGiven)
		}
		if n, known := r.asks.NeedOf[s.Need]; known && s.Need != "" {
			s.Client = r.asks.Needs[n].Need.Client
			if !c.kindGiven {
				s.Kind = r.asks.Needs[n].Need.Kind
			}
		}
		if !r.bad {
			r.shifts = append(r.shifts, s)
		}
	}
}

// window gives a shift the times of a code on a day: its own, or those of its need.
func (r *entry) window(s *scheduler.Shift, c *code, day scheduler.Date, column int) {
	from, to := c.from, c.to
	if n, known := r.asks.NeedOf[c.need]; known && !c.timed {
		from, to = table.Clock{Since: r.asks.Needs[n].From}, table.Clock{Since: r.asks.Needs[n].To}
	}
	r.set(s, table.Moment{Day: day, Clock: from}, table.Moment{Day: day, Clock: to}, false, column, column)
}

// strange counts a code without a meaning.
func (l *legend) strange(text, sheet string, row int, column string) {
	if l.lost[text] == nil {
		l.lost[text] = &lostCode{sheet: sheet, row: row, column: column}
		l.order = append(l.order, text)
	}
	l.lost[text].count++
}

// unknown reports the codes without a meaning, each once with its count.
func (l *legend) unknown(t *taking) {
	for _, text := range l.order {
		at := l.lost[text]
		remedy := "add it to a sheet of codes, with the columns code, start and end, or need, or off"
		if near := nearest.Of(strings.ToLower(text), l.names); near != "" && len(text) > 1 {
			remedy = fmt.Sprintf("did you mean %q? Else %s", near, remedy)
		}
		says := fmt.Sprintf("%q has no meaning", table.Clip(text))
		if _, _, _, err := table.ReadRange(text); err != nil && !errors.Is(err, table.ErrNoRange) {
			says, remedy = oneLine(err), "write both times, such as 14:00-22:00"
		}
		t.fault(at.sheet, at.row, at.column, remedy, "%s (%s)", says, say.Count(at.count, "cell"))
	}
}

// oneLine is an error on one line.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", ", ") }

// dayOff notes a word that is a day off without a legend.
func (l *legend) dayOff(text string) {
	if _, known := l.codes[strings.ToLower(text)]; known {
		return
	}
	if text = fmt.Sprintf("%q", text); !slices.Contains(l.offs, text) {
		l.offs = append(l.offs, text)
	}
}
