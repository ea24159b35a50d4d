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
	v := newValidation(p, c)
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
}

// keysOf are the keys of an event that are given, in the order of the documentation.
func keysOf(e *scheduler.Event) (given []string) {
	for _, k := range []struct {
		key   string
		there bool
	}{
		{"worker", e.Worker != ""}, {"provider", e.Provider != ""}, {"client", e.Client != ""}, {"need", e.Need != ""}, {"to", e.To != ""},
		{"workers", len(e.Workers) > 0}, {"start", !e.Start.IsZero()}, {"end", !e.End.IsZero()},
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
		{"client", e.Client, "client"}, {"need", e.Need, "need"}, {"to", e.To, "provider"}} {
		if r.id != "" {
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
}

// eventKeys checks that an event has the keys of its kind and no others.
func (v *validation) eventKeys(at string, e *scheduler.Event) {
	keys, ok := eventKeys[e.Kind]
	if !ok {
		v.add(at+".kind", fmt.Sprintf("use one of %v", scheduler.EventKinds), "%q is not a kind of event", e.Kind)
		return
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
