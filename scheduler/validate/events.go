package validate

import (
	"fmt"

	"github.com/carerota/carerota/scheduler"
)

// Events finds everything wrong with events of a problem. Paths are as
// "event[2].worker".
func Events(p *scheduler.Problem, events []scheduler.Event) (faults []scheduler.Fault) {
	if len(events) == 0 {
		return []scheduler.Fault{{Path: "event", Says: "nothing has happened", Remedy: "give an event"}}
	}
	if p == nil {
		return []scheduler.Fault{{Says: "there is no problem", Remedy: "give one"}}
	}
	v := newValidation(p, Checks{})
	v.ids()
	v.list = nil
	for i := range events {
		e := &events[i]
		at := fmt.Sprintf("event[%d]", i)
		id := func(key, id, kind string) {
			if id == "" {
				v.add(at+"."+key, "name it by its id", "it is required for %q", e.Kind)
				return
			}
			v.refer(at+"."+key, id, kind)
		}
		switch e.Kind {
		case scheduler.EventAbsent, scheduler.EventSuspended, scheduler.EventLeaves:
			id("worker", e.Worker, "worker")
		case scheduler.EventWithdraws:
			id("provider", e.Provider, "provider")
		case scheduler.EventFollows:
			id("to", e.To, "provider")
			if len(e.Workers) == 0 {
				v.add(at+".workers", "name them by their ids", "nobody follows")
			}
			v.referAll(at+".workers", e.Workers, "worker")
		case scheduler.EventRefuses:
			id("client", e.Client, "client")
			if e.Worker == "" {
				id("provider", e.Provider, "provider")
			} else {
				id("worker", e.Worker, "worker")
			}
		case scheduler.EventAway:
			id("client", e.Client, "client")
		case scheduler.EventNeed:
			id("need", e.Need, "need")
			if e.Wanted == nil && e.From == nil && e.Until == nil {
				v.add(at, "give `wanted`, `from` or `until`", "it changes nothing")
			}
			if e.Wanted != nil {
				v.count(at+".wanted", *e.Wanted, 0, 9)
			}
		default:
			v.add(at+".kind", fmt.Sprintf("use one of %v", scheduler.EventKinds), "%q is not a kind of event", e.Kind)
		}
		v.eventTimes(at, e)
	}
	return v.list
}

func (v *validation) eventTimes(at string, e *scheduler.Event) {
	if e.Kind == scheduler.EventRefuses {
		if !e.Start.IsZero() || !e.End.IsZero() {
			v.add(at+".start", "leave the times out", "a refusal holds at once and for good")
		}
		return
	}
	ends := e.Kind == scheduler.EventAbsent || e.Kind == scheduler.EventAway
	switch {
	case e.Start.IsZero():
		v.add(at+".start", "give the time", "it is required for %q", e.Kind)
	case e.End.IsZero() && ends:
		v.add(at+".end", "give the time", "it is required for %q", e.Kind)
	case !e.End.IsZero() && !e.Start.Before(e.End):
		v.add(at+".end", "exchange or correct the two times", "it ends at %s, not after its start", v.sayTime(e.End))
	}
}
