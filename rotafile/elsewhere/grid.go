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
	week  said
}

// leastDays are the fewest days in a row or a column that make a grid.
const leastDays = 2

// grids reads all sheets that are grids; false where there is none.
func (t *taking) grids(b *table.Book) bool {
	codes := t.legendOf(b)
	var read, others []string
	for i := range b.Sheets {
		g := &grid{taking: t, s: &b.Sheets[i], codes: codes}
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
	t.leftOf = "cell"
	codes.unknown(t, "cell", "add it to a sheet of codes, with the columns code, start and end, or need, or off; or to a file for --codes")
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
	g.week = said{}
	g.said(g.s.Name)
	var head *heading
	for i := range g.s.Rows {
		row := &g.s.Rows[i]
		if h := g.heading(row); h != nil {
			for c := range h.first() {
				g.said(row.Cell(c))
			}
			head, found = g.joined(head, h), true
			continue
		}
		if h := table.HeaderOf(row, legendColumns); isLegend(&h) {
			break // the legend below the grid
		}
		if head == nil || !g.person(head, row) {
			g.saidIn(row)
		}
	}
	return found
}

// person reads the row of one of the people; false where it is none.
func (g *grid) person(head *heading, row *table.Row) bool {
	first := head.first()
	r := g.entry(head.row.Cells, row)
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
	for c := first; c < len(head.row.Cells); c++ {
		if head.has(c) && row.Cell(c) != "" {
			cells = append(cells, c)
		}
	}
	switch post, is := g.post(text); {
	case len(cells) == 0:
		return who != ""
	case who == "" && is:
		days := g.dated(head, row)
		for _, c := range cells {
			if day, known := days[c]; known {
				r.namesIn(&post, day, row.Cell(c), c)
			}
		}
	case who == "" && (text == "" || sumRow.MatchString(text) || !g.known(row, cells)):
		g.pass("a title or a total")
		return false
	case who == "":
		_, err := g.people.Find(text)
		r.unclear(at, "worker", text, err)
		g.left += len(cells)
	default:
		days := g.dated(head, row)
		for _, c := range cells {
			if day, is := days[c]; is {
				r.cellOf(g.codes, who, day, row.Cell(c), c)
			}
		}
	}
	return true
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
	g.week = said{}
	g.said(g.s.Name)
	column := g.columnOfDays()
	if column < 0 {
		return false
	}
	var head *table.Row
	var who map[int]string
	var posts map[int]code
	last := scheduler.Date{}
	for i := range g.s.Rows {
		row := &g.s.Rows[i]
		day, isDay := g.dayAt(row.Cell(column))
		if !isDay {
			day, isDay = g.nextOf(row.Cell(column), &last)
		}
		if !isDay {
			if in := g.peopleOf(row, column); len(in) > 0 {
				head, who, posts = row, in, nil
			} else if in := g.postsOf(row, column); len(in) > 0 {
				head, who, posts = row, nil, in
			} else if g.saidIn(row) {
				last = scheduler.Date{}
			}
			continue
		}
		for c := column + 1; c < len(row.Cells) && head != nil; c++ {
			switch post, is := posts[c]; {
			case row.Cells[c] == "" || day.IsZero():
			case is:
				g.entry(head.Cells, row).namesIn(&post, day, row.Cells[c], c)
			case who[c] != "":
				g.entry(head.Cells, row).cellOf(g.codes, who[c], day, row.Cells[c], c)
			}
		}
	}
	return head != nil
}

// columnOfDays is the column with most days, or days of the week; -1 for none.
func (g *grid) columnOfDays() int {
	count := map[int]int{}
	column := -1
	for i := range g.s.Rows {
		for c, text := range g.s.Rows[i].Cells {
			_, dated := g.dayAt(text)
			if _, named := table.Weekday(text); !dated && !named {
				continue
			}
			if count[c]++; column < 0 || count[c] > count[column] || count[c] == count[column] && c < column {
				column = c
			}
		}
	}
	if column < 0 || count[column] < leastDays {
		return -1
	}
	return column
}

// postsOf are the needs, or the times, that a row names beyond a column, whose cells name people.
func (g *grid) postsOf(row *table.Row, column int) map[int]code {
	in := map[int]code{}
	for c := column + 1; c < len(row.Cells); c++ {
		if post, ok := g.post(row.Cells[c]); ok {
			in[c] = post
		}
	}
	return in
}

// post is what a text stands for that is not a day off.
func (g *grid) post(text string) (code, bool) {
	if text == "" {
		return code{}, false
	}
	c, ok := g.codes.means(text)
	return c, ok && !c.off
}

// namesIn takes the shifts of a cell that names people for a post.
func (r *entry) namesIn(post *code, day scheduler.Date, text string, column int) {
	if openShifts.MatchString(text) {
		r.pass("nobody has the shift")
		return
	}
	for _, name := range r.namesOf(text) {
		id, err := r.people.Find(name)
		if err != nil {
			r.unclear(column, "worker", name, err)
			r.left++
			continue
		}
		r.codeOf(post, id, day, column)
	}
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
		r.codeOf(&c, who, day, column)
	}
}

// codeOf takes the shift that a code stands for on a day.
func (r *entry) codeOf(c *code, who string, day scheduler.Date, column int) {
	r.bad = false
	s := scheduler.Shift{Worker: who, Kind: c.kind, Need: c.need}
	r.window(&s, c, day, column)
	r.serveCode(&s, c, column)
	if !r.bad {
		r.shifts = append(r.shifts, s)
	} else {
		r.left++
	}
}

// serveCode gives a shift the need of its code, or the one that fits its time.
func (r *entry) serveCode(s *scheduler.Shift, c *code, column int) {
	if !r.bad && c.need == "" && !(c.kindGiven && c.kind == scheduler.Standby) {
		s.Need = r.fitting(s, c.client, column, c.kindGiven)
	}
	if n, known := r.asks.NeedOf[s.Need]; known && s.Need != "" {
		s.Client = r.asks.Needs[n].Need.Client
		if !c.kindGiven {
			s.Kind = r.asks.Needs[n].Need.Kind
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
	low := strings.ToLower(text)
	if l.lost[low] == nil {
		l.lost[low] = &lostCode{text: text, sheet: sheet, row: row, column: column}
		l.order = append(l.order, low)
	}
	l.lost[low].count++
	l.left++
}

// unknown reports the codes without a meaning, each once with its count.
func (l *legend) unknown(t *taking, what, remedyOf string) {
	for _, low := range l.order {
		at := l.lost[low]
		text, remedy := at.text, remedyOf
		if near := nearest.Of(low, l.names); near != "" && len(text) > 1 {
			remedy = fmt.Sprintf("did you mean %q? Else %s", near, remedy)
		}
		says := fmt.Sprintf("%q has no meaning", table.Clip(text))
		if _, _, _, err := table.ReadRange(text); err != nil && !errors.Is(err, table.ErrNoRange) {
			says, remedy = oneLine(err), "write both times, such as 14:00-22:00"
		}
		t.fault(at.sheet, at.row, at.column, remedy, "%s (%s)", says, say.Count(at.count, what))
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
