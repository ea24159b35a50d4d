package validate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Events finds everything wrong with events of a problem. Paths are as
// "event[2].worker".
func Events(p *scheduler.Problem, events []scheduler.Event) (faults []scheduler.Fault) {
	return EventsWith(p, time.Time{}, time.Time{}, events, Checks{})
}

// EventsWith is Events with checks of the caller's: it finds what is wrong with events of p, and
// with when they became known and what is past; these are zero where they are not said.
func EventsWith(p *scheduler.Problem, reported, asOf time.Time, events []scheduler.Event, c Checks) []scheduler.Fault {
	if p == nil {
		return []scheduler.Fault{{Says: "there is no problem", Remedy: "give one"}}
	}
	q := *p // to which what is new is added, event by event
	v := newValidation(&q, c)
	v.ids()
	v.list = nil
	v.year("reported", reported)
	v.year("as_of", asOf)
	if !asOf.IsZero() && asOf.Before(reported) {
		v.add("reported", "correct one of the two", "it became known at %s, after the time that is now, %s", v.sayTime(reported), v.sayTime(asOf))
	}
	if len(events) == 0 {
		v.add("event", "give an event", "nothing has happened")
	}
	for i := range events {
		v.event(fmt.Sprintf("event[%d]", i), &events[i])
	}
	return v.list
}

// eventKeys are what an event of a kind must have, and what it may have besides.
var eventKeys = map[scheduler.EventKind]struct{ must, may []string }{
	scheduler.EventAbsent:    {[]string{"worker", "start", "end"}, nil},
	scheduler.EventSuspended: {[]string{"worker", "start"}, []string{"end"}},
	scheduler.EventLeaves:    {[]string{"worker", "start"}, nil},
	scheduler.EventWithdraws: {[]string{"provider", "start"}, nil},
	scheduler.EventFollows:   {[]string{"to", "workers", "start"}, nil},
	scheduler.EventRefuses:   {[]string{"client"}, []string{"worker", "provider"}},
	scheduler.EventAway:      {[]string{"client", "start", "end"}, nil},
	scheduler.EventNeed:      {[]string{"need", "start"}, []string{"end", "wanted", "from", "until"}},
	scheduler.EventNewNeed:   {[]string{"need"}, []string{"client", "start", "end"}},
	scheduler.EventNewWorker: {[]string{"worker"}, []string{"start"}},
	scheduler.EventSkillEnds: {[]string{"worker", "skill", "start"}, []string{"end"}},
	scheduler.EventSwap:      {[]string{"worker", "start", "with"}, []string{"with_start"}},
}

// keysOf are the keys of an event that are given, in the order of the documentation.
func keysOf(e *scheduler.Event) (given []string) {
	for _, k := range []struct {
		key   string
		there bool
	}{
		{"worker", e.Worker != "" || e.NewWorker != nil}, {"provider", e.Provider != ""}, {"client", e.Client != "" || e.NewClient != nil},
		{"need", e.Need != "" || e.NewNeed != nil}, {"to", e.To != ""}, {"with", e.With != ""}, {"skill", e.Skill != ""},
		{"workers", len(e.Workers) > 0}, {"start", !e.Start.IsZero()}, {"end", !e.End.IsZero()}, {"with_start", !e.WithStart.IsZero()},
		{"wanted", e.Wanted != nil}, {"from", e.From != nil}, {"until", e.Until != nil},
	} {
		if k.there {
			given = append(given, k.key)
		}
	}
	return given
}

func (v *validation) event(at string, e *scheduler.Event) {
	v.eventKeys(at, e)
	for _, r := range []struct{ key, id, kind string }{{"worker", e.Worker, "worker"}, {"provider", e.Provider, "provider"},
		{"client", e.Client, "client"}, {"need", e.Need, "need"}, {"to", e.To, "provider"}, {"with", e.With, "worker"}} {
		if r.id != "" && !v.toBeAdded(at+"."+r.key, r.key, e) {
			v.refer(at+"."+r.key, r.id, r.kind)
		}
	}
	v.referAll(at+".workers", e.Workers, "worker")
	for i, id := range e.Workers {
		where := fmt.Sprintf("%s.workers[%d]", at, i)
		if slices.Contains(e.Workers[:i], id) {
			v.add(where, "take one of the two out", "%q is named twice", clipped(id))
		} else if k, ok := v.workers[id]; ok && e.To != "" && v.p.Workers[k].Provider == e.To {
			v.add(where, "take the worker out, or correct `to`", "%q works for %q already", id, e.To)
		}
	}
	v.year(at+".start", e.Start)
	v.year(at+".end", e.End)
	v.year(at+".with_start", e.WithStart)
	if !e.Start.IsZero() && !e.End.IsZero() && !e.Start.Before(e.End) {
		v.add(at+".end", "exchange or correct the two times", "it ends at %s, not after its start", v.sayTime(e.End))
	}
	v.why(at+".why", e.Why)
	if e.Wanted != nil {
		v.count(at+".wanted", *e.Wanted, 0, mostWorkers)
	}
	if e.From != nil && (*e.From < 0 || *e.From >= 24*time.Hour) {
		v.add(at+".from", `write a time of day, "00:00" to "23:59"`, "%s is not a time of the day", sayClock(*e.From))
	}
	if e.Kind == scheduler.EventNeed && e.Wanted == nil && e.From == nil && e.Until == nil {
		v.add(at, "give `wanted`, `from` or `until`", "it changes nothing")
	}
	if e.With != "" && e.With == e.Worker {
		v.add(at+".with", "name two people", "nobody swaps with themselves")
	}
	v.endedSkill(at, e)
	v.addNew(at, e)
}

// eventKeys checks that an event has the keys of its kind and no others.
func (v *validation) eventKeys(at string, e *scheduler.Event) {
	keys, ok := eventKeys[e.Kind]
	if !ok {
		v.add(at+".kind", fmt.Sprintf("use one of %v", scheduler.EventKinds), "%q is not a kind of event", e.Kind)
		return
	}
	for _, added := range []struct {
		key   string
		there bool
	}{{"need", e.NewNeed != nil && e.Kind != scheduler.EventNewNeed}, {"client", e.NewClient != nil && e.Kind != scheduler.EventNewNeed},
		{"worker", e.NewWorker != nil && e.Kind != scheduler.EventNewWorker}} {
		if added.there {
			v.add(at+"."+added.key, "name it by its id", "an event of kind %q adds nothing", e.Kind)
		}
	}
	given := keysOf(e)
	for _, key := range keys.must {
		if !slices.Contains(given, key) {
			v.add(at+"."+key, "give `"+key+"`", "it is required for %q", e.Kind)
		}
	}
	if e.Kind == scheduler.EventRefuses && e.Worker == "" && e.Provider == "" {
		v.add(at+".worker", "name the `worker`, or the `provider`", "nobody is refused")
	}
	all := slices.Concat(keys.must, keys.may)
	for _, key := range given {
		if !slices.Contains(all, key) {
			v.add(at+"."+key, "take it out; the keys of this kind are "+strings.Join(all, ", "), "it does not belong to an event of kind %q", e.Kind)
		}
	}
}

// year checks the year of an instant that is given.
func (v *validation) year(path string, t time.Time) {
	if y := t.Year(); !t.IsZero() && (y < FirstYear || y > LastYear) {
		v.add(path, "correct the year", "%s is outside the years %d to %d", v.sayTime(t), FirstYear, LastYear)
	}
}

// toBeAdded says of an id whether it stands where the event needs a table of what it adds, which is a fault.
func (v *validation) toBeAdded(at, key string, e *scheduler.Event) bool {
	switch {
	case e.Kind == scheduler.EventNewNeed && key == "need", e.Kind == scheduler.EventNewWorker && key == "worker":
		v.add(at, fmt.Sprintf("write a table with its keys: [event.%s]", key), "it is an id, but what is new must be said whole")
	case e.Kind == scheduler.EventNewNeed && key == "client":
		v.add(at, "write it in [event.need]; a client who is new has a table, [event.client]", "it is an id, but the need says whose it is")
	default:
		return false
	}
	return true
}

// endedSkill checks that the worker has the skill that ends.
func (v *validation) endedSkill(at string, e *scheduler.Event) {
	k, known := v.workers[e.Worker]
	if e.Kind != scheduler.EventSkillEnds || !known || e.Skill == "" {
		return
	}
	var names []string
	for _, s := range v.p.Workers[k].Skills {
		names = append(names, s.Name)
	}
	if slices.Contains(names, e.Skill) {
		return
	}
	remedy := "correct the name, or take the event out"
	if near := Nearest(e.Skill, names); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	v.add(at+".skill", remedy, "%q does not hold %q", e.Worker, clipped(e.Skill))
}

// addNew checks what an event adds, and adds it for the events after.
func (v *validation) addNew(at string, e *scheduler.Event) {
	if c := e.NewClient; c != nil {
		if v.newID(at+".client", c.ID, v.clients, len(v.p.Clients)) {
			v.p.Clients = append(slices.Clip(v.p.Clients), *c)
		}
		v.client(at+".client", c)
		if n := e.NewNeed; n != nil && n.Client != c.ID && (n.Client == "" || slices.Contains(v.p.IDs("client"), n.Client)) {
			v.add(at+".need.client", fmt.Sprintf("write client = %q", clipped(c.ID)), "the new client needs nothing")
		}
	}
	if n := e.NewNeed; n != nil {
		if v.newID(at+".need", n.ID, v.needs, len(v.p.Needs)) {
			v.p.Needs = append(slices.Clip(v.p.Needs), *n)
		}
		v.need(at+".need", n)
	}
	if w := e.NewWorker; w != nil {
		if v.newID(at+".worker", w.ID, v.workers, len(v.p.Workers)) {
			v.p.Workers = append(slices.Clip(v.p.Workers), *w)
		}
		v.worker(at+".worker", w)
		if len(w.Pinned) > 0 {
			v.add(at+".worker.pinned", "take it out: repair says what there is for them to take", "who is new has no shifts yet")
		}
	}
}

// newID checks the id of what an event adds, and notes it; it says whether it is new.
func (v *validation) newID(at, id string, seen map[string]int, index int) bool {
	v.id(at+".id", id)
	if _, taken := seen[id]; taken {
		v.add(at+".id", "give it an id of its own", "the id %q is taken already", clipped(id))
		return false
	}
	seen[id] = index
	return id != ""
}
