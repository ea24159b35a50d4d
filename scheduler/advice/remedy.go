package advice

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/internal/why"
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
	By       time.Duration     // of RaiseCap, LiftCeil and Move: the least that does; 0 of LiftCeil takes the ceiling away
	Times    []TimeSpan        // of Extend
	New      *scheduler.Worker // of Hire
	Into     []string          // of Hire: needs with a list of workers that the new one is put on
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

// say puts the remedy into words.
func (m *Remedy) say(p *scheduler.Problem) string {
	worker, provider := reading.CalledWorker(p, m.Worker), reading.CalledProvider(p, m.Provider)
	switch m.Kind {
	case Train:
		return m.sayTraining(p, worker)
	case RaiseCap:
		return fmt.Sprintf("Ask %s for %s.", worker, m.sayCap(p))
	case Extend:
		return fmt.Sprintf("Ask %s for %s.", worker, m.sayTimes(p))
	case Approve:
		if m.From.IsZero() || !p.Start.Before(m.From) {
			return fmt.Sprintf("Approve %s from the first day.", provider)
		}
		return fmt.Sprintf("Approve %s from %s.", provider, reading.SayDate(m.From))
	case Accept:
		return fmt.Sprintf("Ask %s to accept %s, once what stands in the way is settled.", provider, reading.CalledClient(p, m.Client))
	case LiftCeil:
		if m.By == 0 {
			return fmt.Sprintf("Lift the weekly limit on %s.", provider)
		}
		return fmt.Sprintf("Let %s give %s more a week.", provider, say.Length(m.By))
	case Hire:
		return m.sayHire(p)
	case Move:
		return fmt.Sprintf("If it suits %s: start %q %s.", m.sayWhose(p), m.Need, sayMove(m.By))
	}
	return m.Says
}

// sayTraining says by when a training must hold, and so when it has to start.
func (m *Remedy) sayTraining(p *scheduler.Problem, worker string) string {
	by, when := m.From, "before the first day"
	if by.IsZero() || !p.Start.Before(by) {
		by = p.Start
	} else {
		when = "by " + reading.SayDate(by)
	}
	says := fmt.Sprintf("Train %s in %s %s.", worker, m.Skill, when)
	if m.Days > 0 {
		says += fmt.Sprintf(" It takes %s: start by %s.", say.Count(m.Days, "day"), reading.SayDate(by.Plus(-m.Days)))
	}
	return says
}

// sayCap is the new limit and the one that holds now.
func (m *Remedy) sayCap(p *scheduler.Problem) string {
	w := reading.Find(p.Workers, func(w *scheduler.Worker) bool { return w.ID == m.Worker })
	if w == nil {
		return ""
	}
	caps := &p.Caps
	if w.Caps != nil {
		caps = w.Caps
	}
	now := *caps.Hours(m.Cap)
	if now == nil {
		return ""
	}
	over := map[string]string{"max_hours_week": "a week", "max_hours_day": "a day", "max_hours_rota": "over the rota"}[m.Cap]
	return fmt.Sprintf("%s %s (%s now)", say.Length(*now+m.By), over, say.Length(*now))
}

// sayWhose is the client of the need that is moved.
func (m *Remedy) sayWhose(p *scheduler.Problem) string {
	n := reading.Find(p.Needs, func(n *scheduler.Need) bool { return n.ID == m.Need })
	if n == nil || n.Client == "" {
		return "everybody"
	}
	return reading.CalledClient(p, n.Client)
}

func (m *Remedy) sayTimes(p *scheduler.Problem) string {
	var said []string
	for _, t := range m.Times {
		from, to := t.Start.In(p.Zone), t.End.In(p.Zone)
		said = append(said, from.Format("Monday 2 January, ")+scheduler.Clock(from)+"-"+scheduler.Clock(to))
	}
	return say.List(why.FewOf(said))
}

func (m *Remedy) sayHire(p *scheduler.Problem) string {
	skills := "Take on one person"
	var trained, born []string
	for _, s := range m.New.Skills {
		if p.Meaning(s.Name).Untrainable {
			born = append(born, s.Name)
		} else {
			trained = append(trained, s.Name)
		}
	}
	if len(born) > 0 {
		skills += " (" + say.List(born) + ")"
	}
	if len(trained) > 0 {
		skills += " trained in " + say.List(trained)
	}
	hours := ""
	if c := m.New.Caps; c != nil && c.MaxHoursWeek != nil {
		hours = fmt.Sprintf(" (up to %s a week)", say.Length(*c.MaxHoursWeek))
	}
	when := ""
	if says := sayWeekTimes(m.Times); says != "" {
		when = ": " + says
	}
	return skills + hours + when + "."
}

// mostSlots is the most different hours of the day that are named; of more, none.
const mostSlots = 6

// sayWeekTimes says the times in the order of the week, days with the same hours together, each once.
func sayWeekTimes(times []TimeSpan) string {
	type slot struct {
		clock string
		days  []time.Weekday
	}
	var slots []slot
	for _, t := range times {
		clock := scheduler.Clock(t.Start) + "-" + scheduler.Clock(t.End)
		i := slices.IndexFunc(slots, func(s slot) bool { return s.clock == clock })
		if i < 0 {
			i = len(slots)
			slots = append(slots, slot{clock: clock})
		}
		if !slices.Contains(slots[i].days, t.Start.Weekday()) {
			slots[i].days = append(slots[i].days, t.Start.Weekday())
		}
	}
	if len(slots) > mostSlots {
		return ""
	}
	weekday := func(a, b time.Weekday) int { return cmp.Compare((a+6)%7, (b+6)%7) }
	for _, s := range slots {
		slices.SortFunc(s.days, weekday)
	}
	slices.SortFunc(slots, func(a, b slot) int { return cmp.Or(weekday(a.days[0], b.days[0]), cmp.Compare(a.clock, b.clock)) })
	var said []string
	for _, s := range slots {
		var days []string
		for _, d := range s.days {
			days = append(days, d.String())
		}
		said = append(said, say.List(days)+" "+s.clock)
	}
	return strings.Join(said, "; ")
}

func sayMove(by time.Duration) string {
	if by < 0 {
		return say.Length(-by) + " earlier"
	}
	return say.Length(by) + " later"
}
