package rotafile

import (
	"io"
	"math"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

// The shape of who could take a time.
type askedFile struct {
	Format     string           `json:"format"`
	Need       string           `json:"need"`
	Client     *string          `json:"client"`
	Start      *string          `json:"start"`
	End        *string          `json:"end"`
	Gap        bool             `json:"gap"`
	Worker     *string          `json:"worker"`
	Candidates []askedCandidate `json:"candidates"`
}

type askedCandidate struct {
	Worker    string        `json:"worker"`
	Rung      string        `json:"rung"`
	Legal     bool          `json:"legal"`
	Start     *string       `json:"start"`
	End       *string       `json:"end"`
	Whole     bool          `json:"whole"`
	GivesUp   []repairShift `json:"gives_up"`
	Standby   bool          `json:"standby"`
	Promised  []repairShift `json:"promised"`
	Known     bool          `json:"known"`
	HoursLeft *hours        `json:"hours_left"`
	Cost      float64       `json:"cost"`
	By        *string       `json:"by"`
	Arrives   *string       `json:"arrives"`
	Late      bool          `json:"late"`
	Reasons   []string      `json:"reasons"`
}

// WriteAsked writes who could take a time as JSON.
func WriteAsked(w io.Writer, p *scheduler.Problem, a *repair.Asked) error {
	if p == nil || a == nil {
		return errNothing
	}
	at := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		s := t.In(zoneOf(p)).Format(time.RFC3339)
		return &s
	}
	f := askedFile{Format: FormatName, Need: a.Need, Client: orNull(a.Client), Start: at(a.Start), End: at(a.End), Gap: a.Gap, Worker: orNull(a.Worker), Candidates: []askedCandidate{}}
	for i := range a.Candidates {
		c := &a.Candidates[i]
		x := askedCandidate{Worker: c.Worker, Rung: c.Rung, Legal: c.Legal, Start: at(c.Start), End: at(c.End), Whole: c.Whole, GivesUp: shiftsOf(c.GivesUp, p),
			Standby: c.Standby, Promised: shiftsOf(c.Promised, p), Known: c.Known, Cost: math.Round(100*c.Cost) / 100, By: at(c.By), Arrives: at(c.Arrives), Late: c.Late, Reasons: append([]string{}, c.Why.Reasons...)}
		if c.HoursLeft != nil {
			h := hours(*c.HoursLeft)
			x.HoursLeft = &h
		}
		f.Candidates = append(f.Candidates, x)
	}
	return writeJSON(w, f)
}
