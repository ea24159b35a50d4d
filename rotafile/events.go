package rotafile

import (
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// Events are what an event file says: what has happened to a rota, when it
// became known, and what is past.
type Events struct {
	Reported, AsOf time.Time // zero when they are not said
	List           []scheduler.Event
	Warnings       Faults // what is no fault, and likely means other than it says
}

// ReadEvents reads an event file, TOML or (.json) JSON, about problem p. What is
// wrong in it comes back as Faults.
func ReadEvents(path string, p *scheduler.Problem) (*Events, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return ParseEvents(path, data, p)
}

// ParseEvents is ReadEvents of a text in memory; name stands in its faults. It is JSON when name
// ends in .json or the text begins with a brace.
func ParseEvents(name string, data []byte, p *scheduler.Problem) (*Events, error) {
	if p == nil {
		return nil, errNothing
	}
	tree, faults := treeOf(name, data, formatOf(name, data), &anEvent)
	if tree == nil {
		return nil, faults.sorted(name)
	}
	d := &decoder{root: tree, zone: zoneOf(p), faults: faults}
	e := &Events{}
	if top := d.tableOf(tree, ""); top != nil {
		d.format(top)
		top.start("reported", &e.Reported)
		top.start("as_of", &e.AsOf)
		top.tables("event", func(t *table) { e.List = append(e.List, readEvent(t, p)) })
		top.done()
		for _, f := range validate.EventsWith(p, e.Reported, e.AsOf, e.List, validate.Checks{Known: d.known}) {
			d.add(tree.at(f.Path), f.Path, f.Remedy, "%s", f.Says)
		}
	}
	if err := d.faults.sorted(name); err != nil {
		return nil, err
	}
	e.Warnings = warningsOf(tree, append(d.notes, validate.EventWarnings(p, e.List)...))
	return e, nil
}

func readEvent(t *table, p *scheduler.Problem) scheduler.Event {
	var e scheduler.Event
	if t == nil {
		return e
	}
	t.require("kind", "say what happened, such as kind = \"absent\"")
	oneOf(t, "kind", scheduler.EventKinds, &e.Kind)
	adds := e.Kind == scheduler.EventNewNeed || e.Kind == scheduler.EventNewWorker
	e.NewWorker = either(t, "worker", adds, &e.Worker, func(t *table) scheduler.Worker { return readWorker(t, p.Families(), p.Caps) })
	e.NewClient = either(t, "client", adds, &e.Client, readClient)
	e.NewNeed = either(t, "need", adds, &e.Need, readNeed)
	t.text("provider", &e.Provider)
	t.text("with", &e.With)
	t.text("skill", &e.Skill)
	t.start("with_start", &e.WithStart)
	t.text("to", &e.To)
	t.texts("workers", &e.Workers)
	t.start("start", &e.Start)
	t.end("end", &e.End)
	t.count("wanted", &e.Wanted)
	var from, until time.Duration
	if t.clock("from", &from) {
		e.From = &from
	}
	if t.clock("until", &until) {
		e.Until = &until
	}
	t.text("why", &e.Why)
	return e
}

// either reads what an event adds where it adds something and its table is there, else an id.
func either[T any](t *table, key string, adds bool, id *string, read func(*table) T) *T {
	if n := t.n.fields[key]; !adds || n == nil || n.kind != tableKind {
		t.text(key, id)
		return nil
	}
	sub := t.d.tableOf(t.get(key), t.key(key))
	added := read(sub)
	sub.done()
	return &added
}
