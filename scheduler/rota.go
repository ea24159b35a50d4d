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
	Backups    []string // who is on standby for it, or may be asked, in ladder order
}

// Rota is who works when, in order of start, then worker.
type Rota struct{ Shifts []Shift }
