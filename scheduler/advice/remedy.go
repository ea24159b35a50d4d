package advice

import (
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// RemedyKind is a kind of change that could remove an underlap.
type RemedyKind string

const (
	Train    RemedyKind = "train"         // a worker in a skill, to hold from a date
	RaiseCap RemedyKind = "raise-cap"     // of a worker's hours, by so many
	Extend   RemedyKind = "extend"        // a worker's availability, by some times
	Approve  RemedyKind = "approve"       // a provider that is approved only for a time
	Accept   RemedyKind = "accept"        // a client by a provider
	LiftCeil RemedyKind = "raise-ceiling" // of a provider's hours a week, by so many
	Hire     RemedyKind = "hire"          // a new worker
	Move     RemedyKind = "move"          // a need's window; information only
	Without  RemedyKind = "without"       // a rule of the problem, to find its price; never advised
)

// Remedy is one change of a problem. Which fields it uses hangs on Kind.
type Remedy struct {
	Kind     RemedyKind
	Worker   string            // of Train, RaiseCap, Extend
	Provider string            // of Approve, Accept, LiftCeil
	Client   string            // of Accept
	Need     string            // of Move
	Skill    string            // of Train
	From     scheduler.Date    // of Train, Approve: the last day by which it must hold; zero: the first day
	Cap      string            // of RaiseCap: "max_hours_week", "max_hours_day" or "max_hours_rota"
	Own      bool              // of RaiseCap: it is the worker's own, and may have a reason that the problem does not know
	By       time.Duration     // of RaiseCap, LiftCeil and Move: the least that does; 0 of LiftCeil takes the ceiling away
	Times    []TimeSpan        // of Extend what is asked for, of Hire what the new worker does in the option's rota
	New      *scheduler.Worker // of Hire
	Into     []string          // of Hire: needs with a list of workers that the new one is put on
	OneOff   bool              // of Hire: for some shifts, while others are away
	Rule     *RuleKept         // of Without
	Days     int               // of Train: how long it takes, 0 where that is not said
	Once     float64           // of Train: what it costs, money
	Says     string            // what to do, in words
}

// TimeSpan is the time from Start to End.
type TimeSpan struct{ Start, End time.Time }

// key tells remedies apart that are not the same change in a greater or lesser degree.
func (m *Remedy) key() string {
	return strings.Join([]string{string(m.Kind), m.Worker, m.Provider, m.Client, m.Need, m.Skill, m.Cap}, "|")
}

// Apply makes the change in p, which must be the caller's own: see Problem.Clone.
func (m Remedy) Apply(p *scheduler.Problem) {
	if p == nil {
		return
	}
	w := reading.Find(p.Workers, func(w *scheduler.Worker) bool { return w.ID == m.Worker })
	s := reading.Find(p.Providers, func(s *scheduler.Provider) bool { return s.ID == m.Provider })
	switch {
	case m.Kind == Train && w != nil:
		w.Skills = append(w.Skills, scheduler.Skill{Name: m.Skill, From: m.From})
	case m.Kind == RaiseCap && w != nil:
		m.raise(p, w)
	case m.Kind == Extend && w != nil:
		m.extend(p, w)
	case m.Kind == Approve && s != nil:
		s.FromDate, s.UntilDate = m.From, scheduler.Date{}
	case m.Kind == Accept && s != nil:
		s.Accepts = append(s.Accepts, m.Client)
	case m.Kind == LiftCeil && s != nil && s.MaxHoursWeek != nil:
		more := *s.MaxHoursWeek + m.By
		s.MaxHoursWeek = &more
		if m.By == 0 {
			s.MaxHoursWeek = nil
		}
	case m.Kind == Hire && m.New != nil:
		p.Workers = append(p.Workers, m.New.Clone())
		for i := range p.Needs {
			if n := &p.Needs[i]; len(n.Only) > 0 && slices.Contains(m.Into, n.ID) {
				n.Only = append(n.Only, m.New.ID)
			}
		}
	case m.Kind == Move:
		m.move(p)
	case m.Kind == Without && m.Rule != nil:
		m.Rule.lift(p)
	}
}

// raise gives the worker a cap of its own, higher by m.By.
func (m *Remedy) raise(p *scheduler.Problem, w *scheduler.Worker) {
	if w.Caps == nil {
		own := p.Caps.Clone()
		w.Caps = &own
	}
	if limit := w.Caps.Hours(m.Cap); *limit != nil {
		more := **limit + m.By
		*limit = &more
	}
}

// extend adds windows of availability. A time is entered as a window of its day
// by the clock; where it touches another window they are one.
func (m *Remedy) extend(p *scheduler.Problem, w *scheduler.Worker) {
	for _, t := range m.Times {
		from, to := t.Start.In(p.Zone), t.End.In(p.Zone)
		clock := func(at time.Time) time.Duration {
			return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
		}
		w.Available = append(w.Available, scheduler.Window{Days: scheduler.Pattern{Dates: []scheduler.Date{scheduler.DateOf(from)}}, From: clock(from), To: clock(to)})
	}
}

// move shifts the need's window by the clock, within its day.
func (m *Remedy) move(p *scheduler.Problem) {
	n := reading.Find(p.Needs, func(n *scheduler.Need) bool { return n.ID == m.Need })
	if n == nil {
		return
	}
	day := 24 * time.Hour
	n.From, n.To = (n.From+m.By+day)%day, (n.To+m.By+day)%day
}
