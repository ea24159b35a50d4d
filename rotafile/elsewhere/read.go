package elsewhere

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// Reader reads rotas from elsewhere. Its zero value is ready to use.
type Reader struct {
	// Lenient leaves out what is at fault, and reads the rest.
	Lenient bool
	// Codes are what the codes of a grid or of a calendar mean, before what its own legend says; nil for none.
	Codes *rotafile.Codes
}

// Read is a rota that was read, with what it was taken for.
type Read struct {
	Rota    *scheduler.Rota
	Result  bool            // it was a result file, which has figures beside its rota
	Notes   []string        // what had to be decided, in words
	LeftOut rotafile.Faults // of what was left out, where Lenient asks for it
	Left    int             // how many rows, cells or events that is
	Rows    string          // what Left counts, in the singular
}

// errNothing is returned where there is no problem to read for.
var errNothing = errors.New("elsewhere: there is no problem to read the rota of")

// Read reads the bytes of a file as a rota of p; name stands in the faults, which come back as
// rotafile.Faults.
func (r Reader) Read(name string, data []byte, p *scheduler.Problem) (*Read, error) {
	if p == nil {
		return nil, errNothing
	}
	if text := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n"); bytes.HasPrefix(text, []byte("{")) || len(text) == 0 {
		return r.result(name, data, p)
	}
	t := r.taking(name, p)
	if isCalendar(data) {
		t.calendar(data)
		return t.done(r.Lenient)
	}
	book, ok := t.tables(data)
	if !ok {
		return nil, t.faults
	}
	t.book(book)
	return t.done(r.Lenient)
}

// tables opens the file's tables and takes up what was decided to read them; where it cannot the
// fault is entered.
func (t *taking) tables(data []byte) (*table.Book, bool) {
	book, err := table.Open(data)
	if err != nil {
		var fault *table.Fault
		if errors.As(err, &fault) {
			t.fault("", fault.Row, fault.Column, fault.Remedy, "%s", fault.Says)
		}
		return nil, false
	}
	t.notes = book.Notes
	return book, true
}

// result reads a result file.
func (r Reader) result(name string, data []byte, p *scheduler.Problem) (got *Read, err error) {
	got = &Read{Result: true, Rows: "shift"}
	if r.Lenient {
		got.Rota, got.Left, got.LeftOut, err = rotafile.ParseSoundShifts(name, data, p)
	} else {
		got.Rota, err = rotafile.ParseResult(name, data, p)
	}
	if got.Rota != nil {
		got.Rota.AsWorked = true
	}
	return got, err
}

// taking is a rota being read.
type taking struct {
	file   string
	p      *scheduler.Problem
	asks   *reading.Reading
	zone   *time.Location
	days   table.Days
	people *table.Names
	cared  *table.Names // clients
	needs  *table.Names
	byName map[string]string // ids of workers by what export calls them
	sheet  string            // that is being read
	shifts []scheduler.Shift
	// ofClients are of clients' calendars: most stand in those of workers too.
	ofClients []scheduler.Shift
	notes     []string
	counts    map[string]int // of rows, or events, passed over, by why
	rows      string         // what is counted; empty: rows
	left      int            // of them, or of leftOf, at fault
	leftOf    string
	codes     *rotafile.Codes
	whys      []string // the keys of counts in their order
	others    []string // what stands for a need and is none here
	faults    rotafile.Faults
	bad       bool // a fault that leaves nothing to read
}

func (r Reader) taking(file string, p *scheduler.Problem) *taking {
	t := &taking{file: file, p: p, codes: r.Codes, asks: reading.New(p), zone: p.Zone, counts: map[string]int{}, byName: map[string]string{},
		days: table.Days{First: p.Start, Last: p.Start.Plus(p.Days)}}
	if t.zone == nil {
		t.zone = time.UTC
	}
	var people, cared []string
	for i := range p.Workers {
		w := &p.Workers[i]
		people = append(people, w.Name)
		t.byName[cmp.Or(w.Name, w.ID)] = w.ID
	}
	for i := range p.Workers {
		t.byName[p.Workers[i].ID] = p.Workers[i].ID
	}
	for i := range p.Clients {
		cared = append(cared, p.Clients[i].Name)
	}
	t.people, t.cared = table.NewNames(p.IDs("worker"), people), table.NewNames(p.IDs("client"), cared)
	t.needs = table.NewNames(p.IDs("need"), nil)
	return t
}

func (t *taking) fault(sheet string, row int, column, remedy, says string, args ...any) {
	t.faults = append(t.faults, rotafile.Fault{File: t.file, Sheet: sheet, Line: row, Key: column, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// note says something once.
func (t *taking) note(says string, args ...any) {
	if s := fmt.Sprintf(says, args...); !slices.Contains(t.notes, s) {
		t.notes = append(t.notes, s)
	}
}

// noNeed notes a text that stands for a need and is none.
func (t *taking) noNeed(text string) {
	if text = fmt.Sprintf("%q", table.Clip(text)); !slices.Contains(t.others, text) {
		t.others = append(t.others, text)
	}
}

// mostSaid is how many of a kind a note names.
const mostSaid = 5

// pass counts a row that is passed over.
func (t *taking) pass(why string) {
	if t.counts[why] == 0 {
		t.whys = append(t.whys, why)
	}
	t.counts[why]++
}

// cellFaults reports the cells of a sheet that could not be read.
func (t *taking) cellFaults(b *table.Book, sheet string) {
	for _, f := range b.Faults {
		if f.Sheet == sheet {
			t.fault(f.Sheet, f.Row, f.Column, f.Remedy, "%s", f.Says)
		}
	}
}

// book reads all sheets that are lists of shifts, or where there is none all that are grids.
func (t *taking) book(b *table.Book) {
	var lists, others []string
	for i := range b.Sheets {
		s := &b.Sheets[i]
		l := t.listOf(s)
		if l == nil {
			others = append(others, s.Name)
			continue
		}
		lists = append(lists, s.Name)
		t.cellFaults(b, s.Name)
		l.read()
	}
	switch {
	case len(lists) == 0 && !t.grids(b) && len(t.faults) == 0:
		t.bad = true
		t.noList(b)
	case len(lists) == 0:
	case len(b.Sheets) > 1:
		t.note("read: %s; not read: %s", sayNames("sheet", lists), cmp.Or(sayNames("sheet", others), "nothing else"))
	}
}

func sayNames(kind string, names []string) string {
	if len(names) == 0 {
		return ""
	}
	var quoted []string
	for _, n := range names {
		quoted = append(quoted, fmt.Sprintf("%q", n))
	}
	if len(names) > 1 {
		kind += "s"
	}
	return kind + " " + say.List(quoted)
}

// done is what was read, in the order of a rota.
func (t *taking) done(lenient bool) (*Read, error) {
	if n := len(t.others); n > mostSaid {
		t.others = append(t.others[:mostSaid], fmt.Sprintf("%d more", n-mostSaid))
	}
	if len(t.others) > 0 {
		t.note("the client and the time say for which need a shift is, as no need is called %s", say.List(t.others))
	}
	for _, why := range t.whys {
		t.note("%s passed over: %s", say.Count(t.counts[why], cmp.Or(t.rows, "row")), why)
	}
	slices.SortStableFunc(t.faults, func(a, b rotafile.Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Sheet, b.Sheet), cmp.Compare(a.Line, b.Line))
	})
	if len(t.faults) > 0 && (t.bad || !lenient) {
		return nil, t.faults
	}
	t.withClients()
	slices.SortStableFunc(t.shifts, func(a, b scheduler.Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Worker, b.Worker))
	})
	standing(t.shifts)
	return &Read{Rota: &scheduler.Rota{Shifts: t.shifts, AsWorked: true}, Notes: t.notes, LeftOut: t.faults, Left: t.left, Rows: cmp.Or(t.leftOf, t.rows, "row")}, nil
}

// standing marks those who can step in and are on standby meanwhile, which tables do not say.
func standing(shifts []scheduler.Shift) {
	ready := map[string][]scheduler.Shift{}
	for _, s := range shifts {
		if s.Kind == scheduler.Standby {
			ready[s.Worker] = append(ready[s.Worker], s)
		}
	}
	for i := range shifts {
		for k := range shifts[i].Backups {
			b := &shifts[i].Backups[k]
			b.Standby = slices.ContainsFunc(ready[b.Worker], func(s scheduler.Shift) bool {
				return s.Start.Before(shifts[i].End) && shifts[i].Start.Before(s.End)
			})
		}
	}
}
