package scheduler

import "time"

// Shift is one entry of a rota. Need and Client are empty for standby.
type Shift struct {
	Worker     string
	Need       string
	Client     string
	Start, End time.Time
	Kind       Kind
	Pinned     bool
	Backups    []Backup // whom to call when the worker cannot come, in ladder order
}

// Backup is one who is promised for a shift: the whole of it, beside all of the worker's own shifts
// and within every limit, or a part of it.
type Backup struct {
	Worker     string
	Standby    bool      // paid to wait for it; else asked on the day
	Start, End time.Time // of the part that the worker can take; zero times for the whole shift
}

// Whole says whether the backup can take all of the shift.
func (b *Backup) Whole() bool { return b.Start.IsZero() && b.End.IsZero() }

// Rota is who works when, in order of start, then worker.
type Rota struct {
	Shifts []Shift
	// AsWorked says that it is as it was or will be worked, not as a planner would have it: times off the
	// grid and shifts shorter than a need's least are observations of a report, not findings.
	AsWorked bool `json:",omitempty"`
}
