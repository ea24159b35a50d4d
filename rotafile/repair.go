package rotafile

import (
	"cmp"
	"encoding/json"
	"fmt"
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
	Heard   *string       `json:"acknowledged"` // null: not yet
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
	Heard  *string `json:"acknowledged"`
}

// ParseAnswers reads from the text of a result file which calls and tells of its repair have been acknowledged: the
// time stands in "acknowledged". A file without a repair has none; name stands in the error of times that are none.
func ParseAnswers(name string, data []byte) (a repair.Answers, err error) {
	var f struct {
		Repair repairPart `json:"repair"`
	}
	if err := json.Unmarshal(withoutMark(data), &f); err != nil {
		return a, fmt.Errorf("%s: %w", name, err)
	}
	at := func(path, text string) (t time.Time) {
		var bad error
		if t, bad = time.Parse(time.RFC3339, text); bad != nil {
			err = cmp.Or(err, fmt.Errorf("%s: %s: %q is not a time; write it as 2026-03-29T22:00:00Z", name, path, clip(text)))
		}
		return t
	}
	for i, c := range f.Repair.Calls {
		if path := fmt.Sprintf("repair.calls[%d].", i); c.Heard != nil {
			a.Calls = append(a.Calls, repair.Call{Worker: c.Worker, Need: c.Need, Start: at(path+"start", c.Start), End: at(path+"end", c.End), Acknowledged: at(path+"acknowledged", *c.Heard)})
		}
	}
	for i, t := range f.Repair.Tell {
		if path := fmt.Sprintf("repair.tell[%d].", i); t.Heard != nil {
			told := repair.Tell{Who: t.Who, By: at(path+"by", t.By), Acknowledged: at(path+"acknowledged", *t.Heard)}
			if t.Client != nil {
				told.Client = *t.Client
			}
			a.Tell = append(a.Tell, told)
		}
	}
	return a, err
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
		f.Repair.Calls = append(f.Repair.Calls, repairCall{c.Need, orNull(c.Client), at(c.Start), at(c.End), c.Worker, c.Phone, c.Rung, at(c.By), known(c.Arrives), c.Late, c.Taken, shifts(c.GivesUp), known(c.Acknowledged)})
	}
	for _, t := range out.Tell {
		f.Repair.Tell = append(f.Repair.Tell, repairTell{t.Who, t.Phone, orNull(t.Client), at(t.By), t.Late, known(t.Acknowledged)})
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
