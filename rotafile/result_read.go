package rotafile

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// ReadResult reads the shifts of a result file, whoever wrote it, as a rota of p. The rest of the
// file may be missing, and only its form is looked at: the audit computes it again. Times are in
// RFC 3339; local times are taken too, as package rotafile/table reads them, and names for ids of workers. A
// shift without a kind has its need's, or is on standby when it has no need. What is wrong comes back as Faults:
// among others workers and needs that p does not have, and keys and figures that no result file has.
func ReadResult(path string, p *scheduler.Problem) (*scheduler.Rota, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return ParseResult(path, data, p)
}

// ParseResult is ReadResult of a text in memory; name stands in its faults.
func ParseResult(name string, data []byte, p *scheduler.Problem) (*scheduler.Rota, error) {
	rota, _, _, err := parseResult(name, data, p, false)
	return rota, err
}

// ParseSoundShifts is ParseResult that leaves out the shifts at fault, so many, with their faults.
func ParseSoundShifts(name string, data []byte, p *scheduler.Problem) (rota *scheduler.Rota, left int, of Faults, err error) {
	return parseResult(name, data, p, true)
}

func parseResult(name string, data []byte, p *scheduler.Problem, lenient bool) (rota *scheduler.Rota, left int, of Faults, err error) {
	if p == nil {
		return nil, 0, nil, errNothing
	}
	tree, faults := resultTree(name, data)
	if tree == nil {
		return nil, 0, nil, faults.sorted(name)
	}
	d := &decoder{root: tree, zone: zoneOf(p), faults: faults}
	rota = &scheduler.Rota{}
	if top := d.tableOf(tree, ""); top != nil {
		d.format(top)
		known := newRoster(p)
		top.require("shifts", `give the list "shifts"`)
		top.each("shifts", false, func(n *node, path string) {
			before := len(d.faults)
			var s scheduler.Shift
			if t := d.tableOf(n, path); t != nil {
				s = readShift(t, known)
				t.done()
			}
			if wrong := d.faults[before:]; lenient && len(wrong) > 0 {
				left, of, d.faults = left+1, append(of, wrong...), d.faults[:before]
				return
			}
			rota.Shifts = append(rota.Shifts, s)
		})
		d.shape(tree, resultShape, "")
	}
	if err := d.faults.sorted(name); err != nil {
		return nil, 0, nil, err
	}
	slices.SortStableFunc(rota.Shifts, func(a, b scheduler.Shift) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.Worker, b.Worker)
	})
	return rota, left, of, nil
}

// resultTree reads a text that should be a result file. One in TOML is of another kind, or JSON
// that is no JSON.
func resultTree(name string, data []byte) (*node, Faults) {
	if formatOf(name, data) == TOML {
		if tree, faults := treeOf(name, data, TOML, &aResult); tree == nil && len(faults) == 1 {
			return nil, faults
		}
	}
	return treeOf(name, data, JSON, &aResult)
}

// roster is what a result file may name.
type roster struct {
	workers, needs *cells.Names
	need           map[string]*scheduler.Need
	days           cells.Days
}

func newRoster(p *scheduler.Problem) *roster {
	k := &roster{need: map[string]*scheduler.Need{}, days: cells.Days{First: p.Start, Last: p.Start.Plus(p.Days)}}
	var names []string
	for i := range p.Workers {
		names = append(names, p.Workers[i].Name)
	}
	for i := range p.Needs {
		k.need[p.Needs[i].ID] = &p.Needs[i]
	}
	k.workers, k.needs = cells.NewNames(p.IDs("worker"), names), cells.NewNames(p.IDs("need"), nil)
	return k
}

func readShift(t *table, known *roster) scheduler.Shift {
	var s scheduler.Shift
	t.require("worker", "name the worker")
	if t.text("worker", &s.Worker) {
		s.Worker = t.d.named(t.n.fields["worker"], t.key("worker"), "worker", s.Worker, known.workers)
	}
	t.shiftNeed(&s, known, oneOf(t, "kind", scheduler.Kinds, &s.Kind))
	t.require("start", "give the time it starts")
	t.require("end", "give the time it ends")
	t.moment("start", known.days, false, &s.Start)
	t.moment("end", known.days, true, &s.End)
	t.times(s.Start, s.End)
	t.flag("pinned", &s.Pinned)
	t.each("backups", true, func(n *node, path string) { s.Backups = append(s.Backups, t.d.backup(n, path, known)) })
	return s
}

// backup reads one who can step in: a table, or as in earlier files the worker's id alone.
func (d *decoder) backup(n *node, path string, known *roster) (b scheduler.Backup) {
	if n.kind != tableKind {
		if d.text(n, path, &b.Worker) {
			b.Worker = d.named(n, path, "worker", b.Worker, known.workers)
		}
		return b
	}
	t := d.tableOf(n, path)
	t.require("worker", "name the worker")
	if t.text("worker", &b.Worker) {
		b.Worker = d.named(t.n.fields["worker"], t.key("worker"), "worker", b.Worker, known.workers)
	}
	t.flag("standby", &b.Standby)
	t.start("start", &b.Start)
	t.end("end", &b.End)
	if b.Start.IsZero() != b.End.IsZero() {
		d.add(n, path, "give both start and end, or neither for the whole shift", "one of the times of a part is missing")
	}
	t.times(b.Start, b.End)
	t.done()
	return b
}

// named is the id that a text means; the text itself, with a fault, where it means none.
func (d *decoder) named(n *node, path, kind, text string, names *cells.Names) string {
	id, err := names.Find(text)
	var unclear *cells.Fault
	switch {
	case err == nil:
		return id
	case errors.As(err, &unclear) && unclear.Unknown:
		d.add(n, path, cmp.Or(unclear.Remedy, "correct the id, or check the result against its own problem"), "the problem has no %s %q", kind, clip(text))
	case unclear != nil:
		d.add(n, path, unclear.Remedy, "%s", unclear.Says)
	}
	return text
}

// moment reads a time of a shift: as a problem file has it, or as people write it.
func (t *table) moment(key string, days cells.Days, ends bool, to *time.Time) {
	n := t.n.fields[key]
	if n == nil || n.kind != textKind {
		t.instant(key, scheduler.StartInstant, to)
		return
	}
	if _, err := ParseTime(n.text, t.d.zone, ends); err != nil {
		if m, unread := days.Moment(n.text); unread == nil && m.HasTime {
			t.asked = append(t.asked, key)
			if *to, unread = m.Instant(t.d.zone, ends); unread != nil {
				t.d.add(n, t.key(key), "correct the letters after the time", "%v", unread)
			}
			return
		}
	}
	if ends {
		t.end(key, to)
	} else {
		t.start(key, to)
	}
}

// shiftNeed reads need and client: null or absent for standby.
func (t *table) shiftNeed(s *scheduler.Shift, known *roster, kindGiven bool) {
	need, client := t.given("need"), t.given("client")
	t.asked = append(t.asked, "need", "client")
	standby := kindGiven && s.Kind == scheduler.Standby || !kindGiven && t.given("kind") == nil && need == nil
	if standby {
		s.Kind = scheduler.Standby
	}
	switch {
	case standby && need != nil:
		t.d.add(need, t.key("need"), "write null", "a standby shift serves no need")
		return
	case standby:
	case need == nil && kindGiven:
		t.d.add(t.n, t.key("need"), "name the need that it serves", "it is required")
	case need != nil && t.text("need", &s.Need):
		s.Need = t.d.named(need, t.key("need"), "need", s.Need, known.needs)
		if of := known.need[s.Need]; of != nil {
			s.Client = of.Client
			if !kindGiven {
				s.Kind = of.Kind
			}
		}
	}
	var named string
	if client == nil || !t.text("client", &named) || named == s.Client {
		return
	}
	if known.need[s.Need] != nil || standby {
		t.d.add(client, t.key("client"), "leave it out, or correct it", "the client of this shift is %q, not %q", s.Client, clip(named))
	}
}

// given is the node of a key that is there and not null.
func (t *table) given(key string) *node {
	if n := t.n.fields[key]; n != nil && n.kind != nullKind {
		return n
	}
	return nil
}

func (t *table) times(start, end time.Time) {
	if start.IsZero() || end.IsZero() {
		return
	}
	if !start.Before(end) {
		t.d.add(t.n.fields["end"], t.key("end"), "exchange or correct the two times", "it ends at %s, not after its start", end.Format(time.RFC3339))
	}
	for _, at := range []struct {
		key string
		t   time.Time
	}{{"start", start}, {"end", end}} {
		switch year := at.t.Year(); {
		case year < validate.FirstYear || year > lastShift:
			t.d.add(t.n.fields[at.key], t.key(at.key), "correct the year", "the year %d is outside %d to %d", year, validate.FirstYear, lastShift)
		case !at.t.Equal(at.t.Truncate(time.Minute)):
			t.d.add(t.n.fields[at.key], t.key(at.key), "write whole minutes", "%s is not a whole minute", t.n.fields[at.key].text)
		}
	}
}

// lastShift is the last year that a rota of a problem may come to: one of 366 days may start in the
// last year.
const lastShift = validate.LastYear + 2
