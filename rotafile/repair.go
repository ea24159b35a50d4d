package rotafile

import (
	"io"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

// The shapes of what a repair adds to a result file.
type repairedFile struct {
	resultFile
	Repair repairPart `json:"repair"`
}

type repairPart struct {
	AsOf     string           `json:"as_of"`
	Changes  int              `json:"changes"`
	Proved   bool             `json:"proved"`
	Least    bool             `json:"least"`
	Added    []repairShift    `json:"added"`
	Removed  []repairShift    `json:"removed"`
	Short    []resultUnderlap `json:"short"`
	Missed   []repairMissed   `json:"missed"`
	Degraded []repairDegraded `json:"degraded"`
	Spent    []repairSpent    `json:"spent"`
	Calls    []repairCall     `json:"calls"`
	Tell     []repairTell     `json:"tell"`
}

type repairShift struct {
	Worker string  `json:"worker"`
	Need   *string `json:"need"`
	Client *string `json:"client"`
	Start  string  `json:"start"`
	End    string  `json:"end"`
	Kind   string  `json:"kind"`
}

type repairMissed struct {
	repairShift
	Relief *string `json:"relief"` // null: enough people were there all along
}

type repairDegraded struct {
	Need     string   `json:"need"`
	Client   *string  `json:"client"`
	Worker   string   `json:"worker"`
	Start    string   `json:"start"`
	End      string   `json:"end"`
	Lacks    []string `json:"lacks"`
	HeldOver hours    `json:"held_over_hours"`
	AtWork   hours    `json:"at_work_hours"`
}

type repairCall struct {
	Need    string        `json:"need"`
	Client  *string       `json:"client"`
	Start   string        `json:"start"`
	End     string        `json:"end"`
	Worker  string        `json:"worker"`
	Phone   string        `json:"phone,omitempty"`
	Rung    string        `json:"rung"`
	By      string        `json:"by"`
	Arrives *string       `json:"arrives"` // null: not known
	Late    bool          `json:"late"`
	Taken   bool          `json:"taken"`
	GivesUp []repairShift `json:"gives_up"`
}

type repairSpent struct {
	Need  string `json:"need"`
	Start string `json:"start"`
	End   string `json:"end"`
	Short int    `json:"short"`
}

type repairTell struct {
	Who    string  `json:"who"`
	Phone  string  `json:"phone,omitempty"`
	Client *string `json:"client"`
	By     string  `json:"by"`
	Late   bool    `json:"late"`
}

// WriteRepaired writes the result file of a repaired rota, with what the repair
// says of itself under "repair".
func WriteRepaired(w io.Writer, out *repair.Repaired, meta Meta) error {
	if out == nil || out.Problem == nil || out.Report == nil {
		return errNothing
	}
	at := func(t time.Time) string { return t.In(zoneOf(out.Problem)).Format(time.RFC3339) }
	known := func(t time.Time) *string {
		if t.IsZero() {
			return nil
		}
		s := at(t)
		return &s
	}
	shifts := func(list []scheduler.Shift) []repairShift { return shiftsOf(list, out.Problem) }
	f := repairedFile{resultOf(out.Problem, out.Report, meta), repairPart{AsOf: at(out.AsOf), Changes: out.Changes, Proved: out.Proved, Least: out.Least,
		Added: shifts(out.Added), Removed: shifts(out.Removed), Short: underlapsOf(out.Short, at),
		Missed: []repairMissed{}, Degraded: []repairDegraded{}, Spent: []repairSpent{}, Calls: []repairCall{}, Tell: []repairTell{}}}
	for i := range out.Missed {
		f.Repair.Missed = append(f.Repair.Missed, repairMissed{shifts([]scheduler.Shift{out.Missed[i].Shift})[0], known(out.Missed[i].Relief)})
	}
	for _, d := range out.Degraded {
		f.Repair.Degraded = append(f.Repair.Degraded, repairDegraded{d.Need, orNull(d.Client), d.Worker, at(d.Start), at(d.End),
			append([]string{}, d.Lacks...), hours(d.HeldOver.Hours()), hours(d.AtWork.Hours())})
	}
	for _, g := range out.Spent {
		f.Repair.Spent = append(f.Repair.Spent, repairSpent{g.Need, at(g.Start), at(g.End), g.Short})
	}
	for _, c := range out.Calls {
		f.Repair.Calls = append(f.Repair.Calls, repairCall{c.Need, orNull(c.Client), at(c.Start), at(c.End), c.Worker, c.Phone, c.Rung, at(c.By), known(c.Arrives), c.Late, c.Taken, shifts(c.GivesUp)})
	}
	for _, t := range out.Tell {
		f.Repair.Tell = append(f.Repair.Tell, repairTell{t.Who, t.Phone, orNull(t.Client), at(t.By), t.Late})
	}
	return writeJSON(w, f)
}

// shiftsOf are shifts as a file holds them.
func shiftsOf(list []scheduler.Shift, p *scheduler.Problem) []repairShift {
	at := func(t time.Time) string { return t.In(zoneOf(p)).Format(time.RFC3339) }
	all := []repairShift{}
	for _, s := range list {
		all = append(all, repairShift{s.Worker, orNull(s.Need), orNull(s.Client), at(s.Start), at(s.End), s.Kind.String()})
	}
	return all
}
