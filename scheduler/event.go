package scheduler

import (
	"strings"
	"time"
)

// EventKind is what happens to a rota that stands.
type EventKind string

const (
	EventAbsent    EventKind = "absent"    // Worker is away from Start to End
	EventSuspended EventKind = "suspended" // Worker is suspended from Start on, or to End
	EventLeaves    EventKind = "leaves"    // Worker leaves at Start
	EventWithdraws EventKind = "withdraws" // Provider and all its workers are gone from Start on
	EventFollows   EventKind = "follows"   // Workers go over to the provider To at Start
	EventRefuses   EventKind = "refuses"   // Client refuses Worker or Provider, at once
	EventAway      EventKind = "away"      // Client needs nothing from Start to End: a hospital stay; a need that is taken whole stays where its window is not wholly in it
	EventNeed      EventKind = "need"      // Need changes from Start to End: Wanted workers, From and Until
	// EventNewNeed adds NewNeed, perhaps of NewClient: what it asks for from the later of Start and now on, to End.
	EventNewNeed EventKind = "new-need"
	// EventNewWorker adds NewWorker, who can work from Start on. What is open is then filled, as far as can be.
	EventNewWorker EventKind = "new-worker"
	// EventSkillEnds takes Skill from Worker from the day of Start on, to the day before that of End.
	EventSkillEnds EventKind = "skill-ends"
	// EventSwap gives the shift that Worker has at Start to With, and that of With at WithStart to Worker; without
	// WithStart With gives nothing. The two have agreed on it: both shifts are pinned then.
	EventSwap EventKind = "swap"
)

// EventKinds are all kinds of events.
var EventKinds = []EventKind{EventAbsent, EventSuspended, EventLeaves, EventWithdraws, EventFollows, EventRefuses, EventAway, EventNeed,
	EventNewNeed, EventNewWorker, EventSkillEnds, EventSwap}

// Event is something that happens. Which fields count depends on the kind; ids
// are the problem's.
type Event struct {
	Kind                           EventKind
	Worker, Provider, Client, Need string
	To                             string   // the provider that workers go over to
	Workers                        []string // who follow
	With, Skill                    string
	Start, End, WithStart          time.Time
	Wanted                         *int           // how many workers the need asks for; nil: as before
	From, Until                    *time.Duration // the need's window by the clock; nil: as before
	NewNeed                        *Need
	NewClient                      *Client
	NewWorker                      *Worker // without pinned shifts
	Why                            string
}

// EventError lists what is wrong with events, as validate.Events finds it.
type EventError struct{ Faults []Fault }

func (e *EventError) Error() string {
	var says []string
	for _, f := range e.Faults {
		says = append(says, f.String())
	}
	return strings.Join(says, "\n")
}
