package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/carerota/carerota/scheduler/reasons"
)

// mostMoments is how many times an explanation prints; the result file has the
// reasons for all.
const mostMoments = 60

// Explain writes an explanation as plain text: at each time who is there, who
// stands by, who could step in and who could not and why, and what is proved of it.
func Explain(w io.Writer, p *scheduler.Problem, r *scheduler.Report, x *reasons.Explanation, to ...Reader) error {
	reader := readerOr(Manager, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	if x == nil {
		return ErrNothing
	}
	if !reader.private() {
		x = discreet.Explanation(x)
	}
	e := &explaining{summary{p: p, r: r, names: namesOf(p)}}
	if x.Rota != nil {
		e.worker(x.Rota)
	}
	switch {
	case len(x.Moments) > 0:
	case !x.At.IsZero():
		e.nobodyNeeded(x)
	case x.Rota == nil:
		e.line("Everything is covered, and nothing else was asked about.")
		if g := r.Contingency.Gaps; len(g) > 0 {
			e.line("%s", wrapped("", fmt.Sprintf("At %s too few are ready to step in. Ask about one, such as --at %q, for who could stand by.",
				say.Count(len(g), "time"), g[0].Start.In(p.Zone).Format("2006-01-02 ")+scheduler.Clock(g[0].Start.In(p.Zone)))))
		}
	}
	for i := range x.Moments {
		if i == mostMoments {
			e.heading("And %s more: ask about one need, one worker or one instant.", say.Count(len(x.Moments)-i, "time"))
			break
		}
		e.piece(&x.Moments[i])
	}
	_, err = io.WriteString(w, strings.TrimPrefix(e.text.String(), "\n"))
	return err
}

// nobodyNeeded says of an instant at which no need asks for anybody whether it is outside the rota or
// between needs.
func (e *explaining) nobodyNeeded(x *reasons.Explanation) {
	last := e.p.Start.Plus(e.p.Days - 1)
	if d := rotaDay(e.p, x.At); d < 0 || d >= e.p.Days {
		e.line("%s", wrapped("", fmt.Sprintf("%s is outside the rota, which goes from %s to %s.", e.moment(x.At), sayDay(e.p, e.p.Start), sayDay(e.p, last))))
		return
	}
	var said []string
	if w := x.Before; w != nil {
		said = append(said, e.names.needFor(w.Need, w.Client)+" ended "+e.moment(w.End))
	}
	if w := x.After; w != nil {
		said = append(said, e.names.needFor(w.Need, w.Client)+" starts "+e.moment(w.Start))
	}
	says := "Nobody is asked for " + e.moment(x.At)
	if len(said) > 0 {
		says += ": " + strings.Join(said, ", and ")
	}
	e.line("%s", wrapped("", says+"."))
}

// explaining is an explanation being written.
type explaining struct{ summary }

// worker says what a worker does and how many hours that makes.
func (e *explaining) worker(l *reasons.WorkerRota) {
	e.heading("%s", of(e.names.worker, l.Worker))
	for _, k := range l.Weeks {
		limit := ""
		if k.Limit > 0 {
			limit = " of " + say.Hours(k.Limit)
		}
		e.line("  week of %s: %s%s", sayDay(e.p, scheduler.DateOf(k.From)), say.Hours(k.Hours), limit)
	}
	for _, s := range l.Shifts {
		what := "standby"
		if s.Kind != scheduler.Standby {
			what = e.names.needFor(s.Need, s.Client)
		}
		if s.Kind == scheduler.Shadow {
			what = "shadowing in " + what
		}
		e.line("  %s %s  %s", sayDay(e.p, scheduler.DateOf(s.Start.In(e.p.Zone))), sayTimes(e.p, s.Start, s.End), what)
	}
}

// piece says all of one time.
func (e *explaining) piece(m *reasons.Moment) {
	state := "covered"
	switch {
	case m.Short > 0 && len(m.OnDuty) == 0:
		state = "nobody there"
	case m.Short > 0:
		state = fmt.Sprintf("%d too few", m.Short)
	}
	e.heading("%s: %s %s, %s", e.names.needFor(m.Need, m.Client), sayDay(e.p, scheduler.DateOf(m.Start.In(e.p.Zone))), sayTimes(e.p, m.Start, m.End), state)
	e.present("on duty: ", m.OnDuty)
	e.present("on standby: ", m.Standby)
	for _, i := range m.Proofs {
		e.line("%s", wrapped("  ", "proved: "+e.r.Proofs[i].Says))
	}
	if m.Conflict != nil {
		e.line("%s", wrapped("  ", m.Conflict.Says))
	}
	e.why("  ", m.Why)
	for _, g := range m.Backing {
		e.line("  %d too few stand by for %s:", g.Short, of(e.names.worker, g.Worker))
		e.why("    ", g.Why)
	}
}

func (e *explaining) present(says string, list []reasons.Presence) {
	var names []string
	for _, s := range list {
		names = append(names, fmt.Sprintf("%s (%s)", of(e.names.worker, s.Worker), sayTimes(e.p, s.Start, s.End)))
	}
	if len(names) > 0 {
		e.line("%s", wrapped("  ", says+strings.Join(names, ", ")))
	}
}

// why lists who could step in, then who could not and why.
func (e *explaining) why(indent string, list []scheduler.Why) {
	for _, could := range []bool{true, false} {
		for _, y := range list {
			if (len(y.Reasons) == 0 && !y.Start.IsZero()) == could {
				e.line("%s", wrapped(indent, of(e.names.worker, y.Worker)+" "+e.sayWhy(&y)))
			}
		}
	}
}
