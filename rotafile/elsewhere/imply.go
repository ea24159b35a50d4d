package elsewhere

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// Found are the people and shifts of a rota that was read without a problem.
type Found struct {
	Workers []scheduler.Worker // with id, name, provider, and Shadowing for who only shadows
	Clients []scheduler.Client
	Shifts  []scheduler.Shift // Need is what the file calls it; empty where it does not say
	Named   bool              // the file has a column of needs
	Notes   []string
}

// Discover reads a rota for which there is no problem yet: a list of shifts, a grid with times or a legend, or a result file. A
// day without a year is one near start. What is wrong comes back as rotafile.Faults.
func (r Reader) Discover(name string, data []byte, zone *time.Location, start scheduler.Date) (*Found, error) {
	if zone == nil {
		zone = time.UTC
	}
	p := scheduler.NewProblem(name, zone, start, 1)
	if start.IsZero() {
		p.Start = scheduler.DateOf(time.Now().In(zone))
	}
	d := &discovery{taking: r.taking(name, p), workers: map[string]int{}, clients: map[string]int{}, taken: map[string]bool{}}
	if start.IsZero() {
		d.days = table.Days{}
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		d.result(text)
	case isCalendar(data):
		d.fault("", 1, "", "name a list of shifts, a grid, or the workbook that --xlsx wrote", "a calendar does not say for what a shift is")
	default:
		d.tables(r, name, data)
	}
	if len(d.faults) > 0 && (d.bad || !r.Lenient || len(d.found.Shifts) == 0) {
		return nil, d.faults
	}
	if len(d.found.Shifts) == 0 {
		d.fault("", 1, "", "name a list of shifts, or a grid of people and days", "no shift is read from it")
		return nil, d.faults
	}
	d.mentors()
	for _, why := range d.whys {
		d.note("%d passed over: %s", d.counts[why], why)
	}
	d.found.Notes = d.notes
	slices.SortStableFunc(d.found.Shifts, func(a, b scheduler.Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Worker, b.Worker))
	})
	return &d.found, nil
}

// discovery is a rota being read without a problem.
type discovery struct {
	*taking
	found            Found
	workers, clients map[string]int // by what the file calls them
	taken            map[string]bool
}

// notInID are the signs that an id of ours does not have.
var notInID = regexp.MustCompile(`[^\p{L}\p{N}._-]+`)

// id makes an id of what something is called, of its kind.
func (d *discovery) id(kind, text string) string {
	base := strings.Trim(notInID.ReplaceAllString(text, "-"), "-")
	if base != text {
		base = strings.ToLower(base)
	}
	base = cmp.Or(base, kind)
	id := base
	for n := 2; d.taken[kind+" "+id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	d.taken[kind+" "+id] = true
	return id
}

// worker is the id of somebody; the file calls them so, and perhaps by a name besides.
func (d *discovery) worker(called, name, provider string) string {
	k, known := d.workers[called]
	if !known {
		k = len(d.found.Workers)
		d.workers[called] = k
		w := scheduler.NewWorker(d.id("worker", called), provider)
		if w.Name = cmp.Or(name, called); w.Name == w.ID {
			w.Name = ""
		}
		d.found.Workers = append(d.found.Workers, w)
	}
	return d.found.Workers[k].ID
}

func (d *discovery) client(called, name string) string {
	if called == "" {
		return ""
	}
	k, known := d.clients[called]
	if !known {
		k = len(d.found.Clients)
		d.clients[called] = k
		c := scheduler.Client{ID: d.id("client", called), Name: cmp.Or(name, called)}
		if c.Name == c.ID {
			c.Name = ""
		}
		d.found.Clients = append(d.found.Clients, c)
	}
	return d.found.Clients[k].ID
}

// result reads the shifts of a result file.
func (d *discovery) result(text []byte) {
	var f struct {
		Shifts []struct{ Worker, Need, Client, Start, End, Kind string }
	}
	if err := json.Unmarshal(text, &f); err != nil {
		d.fault("", 1, "", "correct it, or name another file", "it is no result file: %v", err)
		d.bad = true
		return
	}
	d.found.Named = true
	for i, x := range f.Shifts {
		start, err1 := rotafile.ParseTime(x.Start, d.zone, false)
		end, err2 := rotafile.ParseTime(x.End, d.zone, true)
		kind, ok := kindOf(x.Kind)
		if err := errors.Join(err1, err2); err != nil || x.Worker == "" || !ok || !start.Before(end) {
			d.fault("", 1, fmt.Sprintf("shifts[%d]", i), "correct it", "worker, start, end and kind are not those of a shift")
			continue
		}
		d.found.Shifts = append(d.found.Shifts, scheduler.Shift{Worker: d.worker(x.Worker, "", ""), Need: x.Need, Client: d.client(x.Client, ""), Start: start, End: end, Kind: kind})
	}
}

func kindOf(text string) (scheduler.Kind, bool) {
	for _, k := range scheduler.Kinds {
		if k.String() == text || text == "" {
			return k, true
		}
	}
	return 0, false
}

// tables reads the lists of a file, or where there is none its grids.
func (d *discovery) tables(r Reader, name string, data []byte) {
	book, err := table.Open(data)
	if err != nil {
		var fault *table.Fault
		if errors.As(err, &fault) {
			d.fault("", fault.Row, fault.Column, fault.Remedy, "%s", fault.Says)
		}
		d.bad = true
		return
	}
	d.notes = book.Notes
	lists := false
	for i := range book.Sheets {
		s := &book.Sheets[i]
		if l := d.listOf(s); l != nil {
			lists = true
			d.sheet = s.Name
			d.cellFaults(book, s.Name)
			l.opened()
			l.order()
			d.list(l)
		}
	}
	if !lists {
		d.grids(r, name, data, book)
	}
}

// list takes the shifts of a list.
func (d *discovery) list(l *list) {
	d.found.Named = d.found.Named || l.head.Has("need")
	for i := l.from; i < len(l.s.Rows); i++ {
		row := &l.s.Rows[i]
		if h := table.HeaderOf(row, columns); isList(&h) {
			l.head = h
			continue
		}
		if why := l.nothing(row); why != "" {
			d.pass(why)
			continue
		}
		r := &entry{list: l, row: row}
		var s scheduler.Shift
		who, other := d.both(r, "worker")
		if who == "" {
			who = strings.TrimSpace(r.cell(row, "first name") + " " + r.cell(row, "surname"))
		}
		if who == "" {
			r.wrong(-1, `write who works, or "vacant"`, "the row names nobody")
			continue
		}
		r.times(&s)
		kind, given := r.kind()
		if r.bad {
			continue
		}
		whom, named := d.both(r, "client")
		s.Worker, s.Client, s.Need, s.Kind = d.worker(who, other, d.provider(r)), d.client(whom, named), r.cell(row, "need"), kind
		if s.Need == "" && s.Client == "" && d.found.Named && !given {
			s.Kind = scheduler.Standby
		}
		d.found.Shifts = append(d.found.Shifts, s)
	}
}

// both are the id and the name that a row has of somebody: what stands first, and what stands in another column.
func (d *discovery) both(r *entry, key string) (first, other string) {
	for _, c := range r.head.At[key] {
		switch text := r.row.Cell(c); {
		case first == "":
			first = text
		case text != "" && text != first && other == "":
			other = text
		}
	}
	return first, other
}

var providerColumn = regexp.MustCompile(`(?i)^(provider|agency|employer)$`)

// provider is who employs a row's worker, where a column says so.
func (d *discovery) provider(r *entry) string {
	c := slices.IndexFunc(r.head.Names, providerColumn.MatchString)
	return r.row.Cell(c)
}

// grids takes the people of grids and the times of their cells and legends for a problem, and reads the rota of that.
func (d *discovery) grids(r Reader, name string, data []byte, b *table.Book) {
	p := scheduler.NewProblem(name, d.zone, d.p.Start, 366)
	p.Start = p.Start.Plus(-183)
	seen := map[string]bool{}
	for i := range b.Sheets {
		d.people(p, &b.Sheets[i], seen)
	}
	if len(p.Workers) == 0 {
		d.bad = true
		d.noList(b)
		return
	}
	d.windows(p, b)
	read, err := r.Read(name, data, p)
	var faults rotafile.Faults
	switch {
	case errors.As(err, &faults):
		d.faults = append(d.faults, faults...)
	case err == nil:
		d.notes, d.found.Workers, d.found.Shifts = read.Notes, p.Workers, read.Rota.Shifts
		for i := range d.found.Shifts {
			d.found.Shifts[i].Client = ""
		}
	}
}

// people adds those who stand before a row of days' rows.
func (d *discovery) people(p *scheduler.Problem, s *table.Sheet, seen map[string]bool) {
	first := -1 // column of the first day
	for i := range s.Rows {
		row := &s.Rows[i]
		days, at := 0, -1
		for c, text := range row.Cells {
			if _, err := table.ReadClock(text); err == nil {
				continue
			}
			if _, err := d.days.Date(text); err == nil {
				if days++; at < 0 {
					at = c
				}
			}
		}
		if days >= leastDays {
			first = at
			continue
		}
		if h := table.HeaderOf(row, legendColumns); isLegend(&h) {
			return
		}
		c := firstCell(row)
		if first < 1 || c < 0 || c >= first || len(row.Cells) <= first || sumRow.MatchString(row.Cells[c]) || seen[row.Cells[c]] {
			continue
		}
		seen[row.Cells[c]] = true
		w := scheduler.NewWorker(d.id("worker", row.Cells[c]), "")
		w.Name = row.Cells[c]
		p.Workers = append(p.Workers, w)
	}
}

// windows adds a need for each two times that stand in a cell or a legend.
func (d *discovery) windows(p *scheduler.Problem, b *table.Book) {
	seen := map[string]bool{}
	add := func(text string) {
		from, to, _, err := table.ReadRange(text)
		id := strings.ReplaceAll(table.SayClock(from.Since)+"-"+table.SayClock(to.Since), ":", "")
		if err != nil || seen[id] {
			return
		}
		seen[id] = true
		p.Needs = append(p.Needs, scheduler.NewNeed(id, "", scheduler.Daily(), from.Since, to.Since))
	}
	for i := range b.Sheets {
		var head table.Header
		for k := range b.Sheets[i].Rows {
			row := &b.Sheets[i].Rows[k]
			if h := table.HeaderOf(row, legendColumns); isLegend(&h) {
				head = h
				continue
			}
			cell := func(key string) string {
				if at := head.At[key]; len(at) > 0 {
					return row.Cell(at[0])
				}
				return ""
			}
			if from, to := cell("start"), cell("end"); from != "" && to != "" {
				add(from + "-" + to)
			}
			for _, text := range row.Cells {
				for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n;,", r) }) {
					add(strings.TrimSpace(part))
				}
			}
		}
	}
}

// mentors finds beside whom those work who only shadow.
func (d *discovery) mentors() {
	for i := range d.found.Workers {
		w := &d.found.Workers[i]
		beside, only := map[string]time.Duration{}, true
		for _, s := range d.found.Shifts {
			only = only && (s.Worker != w.ID || s.Kind == scheduler.Shadow)
			if s.Worker != w.ID {
				continue
			}
			for _, m := range d.found.Shifts {
				if m.Worker != w.ID && m.Need == s.Need && m.Client == s.Client && m.Kind != scheduler.Shadow && m.Start.Before(s.End) && s.Start.Before(m.End) {
					beside[m.Worker] += min(m.End.Sub(s.Start), s.End.Sub(m.Start))
				}
			}
		}
		if !only || len(beside) == 0 {
			continue
		}
		for _, m := range d.found.Workers {
			if beside[m.ID] > beside[w.Shadowing] {
				w.Shadowing = m.ID
			}
		}
	}
}
