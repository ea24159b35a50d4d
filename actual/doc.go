// Package actual holds what came of a rota against what was planned.
//
//   - match.go finds for each row of what happened the planned visit that it is of, by need, time and
//     worker, at the least cost in all (assign.go), so that a stand-in is found at the shift they took;
//   - report.go sums up by provider, client, need, worker and week;
//   - double.go, alone.go, repeat.go and family.go look for what a sum hides.
//
// Rows are read by package rotafile/elsewhere. What is here knows nothing of files.
package actual

import (
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Visit is what happened, as one row of a file says it.
type Visit struct {
	File     string // in which it stands
	Row      int    // from 1
	ID       string // the file's own name for it; empty for none
	Worker   string // id, or the name of a Stranger; empty where nobody is named
	Stranger bool   // the problem does not have the worker
	Client   string // id; empty where the row does not say
	Need     string // id; empty where the row does not say
	// PlannedStart and PlannedEnd are what the row says was planned; zero for nothing.
	PlannedStart, PlannedEnd time.Time
	Start, End               time.Time // as they were; zero: nobody came
	Cancelled                bool      // by the person supported, or for them
	Status, Note             string
}

// Came says whether somebody came.
func (v *Visit) Came() bool { return !v.Start.IsZero() && v.Start.Before(v.End) }

// Options are what counts as a failure. Defaults has the usual ones.
type Options struct {
	Late  time.Duration // a visit that begins later than so long after its planned start is late
	Short time.Duration // one that is shorter than planned by more is short
	// Repeat failures within so many Days of one provider or need are reported; 0: none.
	Repeat, Days int
	// Since and Until are the days looked at, inclusive; zero: those on which the rows begin. Days outside the rota are not
	// looked at.
	Since, Until scheduler.Date
}

// Defaults are 15 minutes late, 5 minutes short, and 3 failures in 28 days.
func Defaults() Options {
	return Options{Late: 15 * time.Minute, Short: 5 * time.Minute, Repeat: 3, Days: 28}
}

// What became of a planned visit.
type What int

const (
	Delivered What = iota // somebody came
	Missed                // nobody came
	Cancelled             // by the person supported, or for them
)

// String is the word of files: "delivered", "missed" or "cancelled".
func (w What) String() string { return [...]string{"delivered", "missed", "cancelled"}[w] }

// Planned is a shift of the rota and what came of it.
type Planned struct {
	scheduler.Shift
	Provider string // of its worker; empty for none
	What     What
	Came     []Presence    // in order of time
	Apart    bool          // a trainee's: it is matched, and in no sum
	After    time.Duration // from the planned start to the first arrival, less than 0 for earlier
	There    time.Duration // somebody was there, at most as long as planned
	Late     bool
	Short    bool
	StoodIn  bool   // somebody else came than was planned
	Note     string // status and note of the row
}

// ShortBy is how much of the planned time nobody was there for.
func (v *Planned) ShortBy() time.Duration { return v.Length() - v.There }

// Length is how long the visit was to be.
func (v *Planned) Length() time.Duration { return v.End.Sub(v.Start) }

// Failed says whether a visit was missed, late or short.
func (v *Planned) Failed() bool { return !v.Apart && (v.What == Missed || v.Late || v.Short) }

// Presence is a time in which somebody was there.
type Presence struct {
	Visit      int // the row, by number
	Worker     string
	Start, End time.Time
}

// Sum is what came of some planned visits.
type Sum struct {
	Visits, Missed, Late, Short, Cancelled, StoodIn int
	Doubled                                         int // double-up visits with one person only
	Unplanned                                       int // visits that nobody had planned
	NewFaces                                        int // people who came and are not known
	Planned, Delivered, MissedFor, CancelledFor     time.Duration
	LateBy, ShortBy                                 time.Duration // of late, and of short visits
	DoubledFor, UnplannedFor                        time.Duration
	Family                                          time.Duration // that family did and had not offered
	After                                           time.Duration // of all arrivals after their planned start, less those before
}

// Came is how many planned visits somebody came to.
func (s *Sum) Came() int { return s.Visits - s.Missed - s.Cancelled }

// MeanAfter is how long after the planned start people came on average; 0 where nobody came.
func (s *Sum) MeanAfter() time.Duration {
	if s.Came() <= 0 {
		return 0
	}
	return s.After / time.Duration(s.Came())
}

// Share is how much of what was planned, and not cancelled, was delivered, 0 to 1; 1 where nothing was.
func (s *Sum) Share() float64 {
	if asked := s.Planned - s.CancelledFor; asked > 0 {
		return s.Delivered.Hours() / asked.Hours()
	}
	return 1
}

// Group is the sum of a provider, client, need or worker, with its weeks.
type Group struct {
	ID string // empty: of those without one
	Sum
	Weeks []Week // that have a planned or unplanned visit, in order
}

// Week is the sum of a week.
type Week struct {
	First scheduler.Date
	Sum
}

// Unplanned is a visit that nobody had planned.
type Unplanned struct {
	Presence
	Client, Need string
}

// Double is a time for which two or more were planned, and one person came.
type Double struct {
	Need, Client string
	Start, End   time.Time // planned
	Planned      int       // people
	Worker       string    // who was there
	Alone        time.Duration
}

// Face is somebody who came to a client and is not known there.
type Face struct {
	Client, Worker string
	First          time.Time
	Visits         int
}

// Family is a time in which family did what they had not offered.
type Family struct {
	Client, Worker string
	Start, End     time.Time
}

// Repeat are failures of one provider or need so close together that they count as repeated.
type Repeat struct {
	Of     string // "provider" or "need"
	ID     string
	Visits []int // in Report.Visits
}

// Alone is the longest time in which something was needed and nobody was there.
type Alone struct {
	Client     string
	Start, End time.Time
	Total      time.Duration // of all such times
}

// Report is what came of a rota.
type Report struct {
	First, Last                        scheduler.Date // looked at
	Rows                               int            // of visits in these days
	Outside                            int            // rows of other days
	Twice                              int            // rows that say what another says, as of files that overlap
	Visits                             []Planned
	Total                              Sum
	Providers, Clients, Needs, Workers []Group
	Weeks                              []Week
	Unplanned                          []Unplanned
	Doubles                            []Double
	Faces                              []Face
	Family                             []Family
	Repeats                            []Repeat
	Alone                              []Alone  // longest first
	Strangers                          []string // names that the problem does not have
	Options                            Options
}
