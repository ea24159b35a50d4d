package reading

import (
	"strconv"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Breaches takes up broken rules. A quiet one only counts them, and asks
// for no words.
type Breaches struct {
	A      *Reading
	Worker string
	Quiet  bool
	N      int
}

// breachesOf takes up the broken rules of a worker, with words.
func breachesOf(a *Reading, worker string) *Breaches { return &Breaches{A: a, Worker: worker} }

// observed are the rules that only a planner keeps, and nobody who works otherwise breaks.
func observed(rule string) bool { return rule == "grain" || rule == "min_shift" }

func (b *Breaches) add(rule string, at int64, need string, says func() string) {
	to := &b.A.Report.Findings
	if b.A.Report.Rota.AsWorked && observed(rule) {
		to = &b.A.Report.Observations
	} else {
		b.N++
	}
	if !b.Quiet {
		*to = append(*to, scheduler.Finding{Rule: rule, Worker: b.Worker, Need: need, At: b.A.Instant(at), Says: says() + "."})
	}
}

// NameOf is what a worker is called, the id where nothing better is known.
func (a *Reading) NameOf(worker string) string {
	if w := IndexOf(a.WorkerOf, worker); w >= 0 && a.Problem.Workers[w].Name != "" {
		return a.Problem.Workers[w].Name
	}
	if worker == "" {
		return "A worker without an id"
	}
	return worker
}

// Title is what the worker is called, the id without a name.
func (w *Worker) Title() string {
	if w.Name != "" {
		return w.Name
	}
	return w.ID
}

// ClientName is what a client is called, the id without a name.
func (a *Reading) ClientName(id string) string {
	if c := IndexOf(a.ClientOf, id); c >= 0 && a.Problem.Clients[c].Name != "" {
		return a.Problem.Clients[c].Name
	}
	return id
}

// NeedName names an item's need, or says what it is.
func (a *Reading) NeedName(need int) string {
	if need < 0 {
		return "other work"
	}
	return strconv.Quote(a.Needs[need].ID)
}

// SayTime is an instant in words: "18:00 on 6 July 2026".
func (a *Reading) SayTime(at int64) string {
	return scheduler.Clock(a.Instant(at)) + " on " + a.SayDay(at)
}

// SayDay is the day of an instant in words: "6 July 2026".
func (a *Reading) SayDay(at int64) string { return a.Instant(at).Format("2 January 2006") }

// SaySpan is a time in words: "18:00 to 21:00 on 6 July 2026".
func (a *Reading) SaySpan(s Span) string {
	from, to := a.Instant(s.From), a.Instant(s.To)
	if scheduler.DateOf(from) == scheduler.DateOf(to) {
		return scheduler.Clock(from) + " to " + a.SayTime(s.To)
	}
	return a.SayTime(s.From) + " to " + a.SayTime(s.To)
}

// sayHours is seconds as hours and minutes in words.
func sayHours(seconds float64) string { return say.Hours(seconds / 3600) }
