package scheduler

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// auditBreaches takes up broken rules. A quiet one only counts them, and asks
// for no words.
type auditBreaches struct {
	a      *audit
	worker string
	quiet  bool
	n      int
}

func (a *audit) breachesOf(worker string) *auditBreaches { return &auditBreaches{a: a, worker: worker} }

func (b *auditBreaches) add(rule string, at int64, need string, says func() string) {
	b.n++
	if !b.quiet {
		b.a.report.Findings = append(b.a.report.Findings, Finding{rule, b.worker, need, b.a.instant(at), says() + "."})
	}
}

// nameOf is what a worker is called, the id where nothing better is known.
func (a *audit) nameOf(worker string) string {
	if w := auditFind(a.workerOf, worker); w >= 0 && a.p.Workers[w].Name != "" {
		return a.p.Workers[w].Name
	}
	if worker == "" {
		return "A worker without an id"
	}
	return worker
}

func (w *auditWorker) title() string {
	if w.Name != "" {
		return w.Name
	}
	return w.ID
}

func (a *audit) clientName(id string) string {
	if c := auditFind(a.clientOf, id); c >= 0 && a.p.Clients[c].Name != "" {
		return a.p.Clients[c].Name
	}
	return id
}

// needName names an item's need, or says what it is.
func (a *audit) needName(need int) string {
	if need < 0 {
		return "other work"
	}
	return strconv.Quote(a.needs[need].ID)
}

func (a *audit) sayTime(at int64) string { return a.instant(at).Format("15:04 on 2 January 2006") }

func (a *audit) sayDay(at int64) string { return a.instant(at).Format("2 January 2006") }

func (a *audit) saySpan(s auditSpan) string {
	from, to := a.instant(s.from), a.instant(s.to)
	if DateOf(from) == DateOf(to) {
		return from.Format("15:04") + " to " + to.Format("15:04 on 2 January 2006")
	}
	return from.Format("15:04 on 2 January 2006") + " to " + to.Format("15:04 on 2 January 2006")
}

// auditHours is seconds in hours, to the hundredth, as short as can be.
func auditHours(seconds float64) string {
	return strconv.FormatFloat(math.Round(seconds/36)/100, 'f', -1, 64) + " h"
}

// auditTimes counts things: "1 shift", "3 shifts".
func auditTimes(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// auditList is a list in words.
func auditList(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}
