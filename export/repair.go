package export

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/carerota/carerota/scheduler/repair"
)

// Repair writes what became of a rota after an event as plain text: what changes, who
// is called in which order and by when, who is told, what stays short and
// why.
func Repair(w io.Writer, out *repair.Repaired, to ...Reader) error {
	if out == nil {
		return ErrNothing
	}
	if !readerOr(Manager, to).private() {
		out = discreet.Repaired(out)
	}
	p, err := readyProblem(out.Problem)
	if err != nil {
		return err
	}
	s := &summary{p: p, names: namesOf(p)}
	s.line("%s", called("", p.Name))
	s.line("As of %s.", s.moment(out.AsOf))
	s.line("")
	s.line("%s", wrapped("", repairHeadline(out)))
	s.missed(out.Missed)
	s.repairShifts("Removed", out.Removed)
	s.repairShifts("Added", out.Added)
	s.calls(out.Calls)
	s.tell(out.Tell)
	s.repairShort(out)
	s.spent(out.Spent)
	_, err = io.WriteString(w, s.text.String())
	return err
}

// repairHeadline says how much changes, what stays short, and what contingency it took.
func repairHeadline(out *repair.Repaired) string {
	var said []string
	if out.Changes > 0 {
		says := say.Count(out.Changes, "shift") + " on duty changed"
		if out.Proved && out.Least {
			says += ", the fewest that leave so little short"
		}
		said = append(said, says)
	}
	cut, gone := takenAway(out)
	if cut > 0 {
		said = append(said, say.Count(cut, "shift")+" cut short")
	}
	if gone > 0 {
		said = append(said, say.Count(gone, "shift")+" taken out")
	}
	switch {
	case len(said) > 0:
	case len(out.Added)+len(out.Removed) > 0:
		said = []string{"Only standby changes"}
	default:
		said = []string{"Nothing needs to change"}
	}
	return strings.Join(said, "; ") + "." + leftShort(out) + leftBehind(out)
}

// leftShort says what stays short.
func leftShort(out *repair.Repaired) string {
	hours := 0.0
	for _, u := range out.Short {
		hours += float64(u.Short) * u.End.Sub(u.Start).Hours()
	}
	switch {
	case hours == 0 && len(out.Spent) > 0:
		return " Everything is covered."
	case hours == 0:
		return " Everything is covered as before."
	case out.Least:
		return " " + say.Hours(hours) + " stay short."
	}
	return " " + say.Hours(hours) + " stay short; a longer search may find more (--time)."
}

// leftBehind says for how long fewer are ready to step in than before.
func leftBehind(out *repair.Repaired) string {
	hours := 0.0
	for _, g := range out.Spent {
		hours += float64(g.Short) * g.End.Sub(g.Start).Hours()
	}
	if hours == 0 {
		return ""
	}
	return " For " + say.Hours(hours) + " somebody was ready to step in before and nobody is now."
}

// takenAway counts the duties that are cut short, and those that are gone and nobody has taken.
func takenAway(out *repair.Repaired) (cut, gone int) {
	for i := range out.Removed {
		r := &out.Removed[i]
		if r.Kind != scheduler.Standby && slices.ContainsFunc(out.Added, func(a scheduler.Shift) bool {
			return a.Worker == r.Worker && a.Kind == r.Kind && !a.Start.Before(r.Start) && !a.End.After(r.End)
		}) {
			cut++
		}
	}
	return cut, max(0, dutiesIn(out.Removed)-cut-out.Changes)
}

// dutiesIn is how many of the shifts are duties.
func dutiesIn(list []scheduler.Shift) (n int) {
	for i := range list {
		if k := list[i].Kind; k == scheduler.Waking || k == scheduler.SleepIn {
			n++
		}
	}
	return n
}

// mostSpent is how many times with fewer ready to step in are listed.
const mostSpent = 12

// spent lists when fewer are ready to step in than before.
func (s *summary) spent(list []scheduler.ContingencyGap) {
	if len(list) == 0 {
		return
	}
	s.heading("Nobody is ready to step in any more")
	for i := range list[:min(len(list), mostSpent)] {
		g := &list[i]
		s.line("%s", wrapped("  ", s.period(g.Start, g.End)+": "+s.names.needFor(g.Need, s.clientOf(g.Need))))
	}
	if n := len(list) - mostSpent; n > 0 {
		s.line("  and %d more", n)
	}
}

// moment is a day and a time of it.
func (s *summary) moment(t time.Time) string {
	t = t.In(s.p.Zone)
	return sayDay(s.p, scheduler.DateOf(t)) + " " + scheduler.Clock(t)
}

// period is a day with the times of something on it.
func (s *summary) period(from, to time.Time) string {
	return sayDay(s.p, scheduler.DateOf(from.In(s.p.Zone))) + " " + sayTimes(s.p, from, to)
}

func (s *summary) shift(x *scheduler.Shift) string {
	what := "on standby"
	if x.Kind != scheduler.Standby {
		what = s.names.needFor(x.Need, x.Client)
	}
	return fmt.Sprintf("%s: %s, %s", s.period(x.Start, x.End), of(s.names.worker, x.Worker), what)
}

func (s *summary) repairShifts(title string, list []scheduler.Shift) {
	if len(list) == 0 {
		return
	}
	s.heading("%s", title)
	for i := range list {
		s.line("%s", wrapped("  ", s.shift(&list[i])))
	}
}

// heard says when somebody has answered.
func (s *summary) heard(did string, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("; %s on %s", did, s.moment(at))
}

// missed lists who was not there, and until when nobody came in their place.
func (s *summary) missed(list []repair.Missed) {
	if len(list) == 0 {
		return
	}
	s.heading("Did not come (nobody is paid for it)")
	for i := range list {
		m := &list[i]
		says := s.shift(&m.Shift)
		switch {
		case !m.Relief.IsZero():
			says += "; short until " + s.moment(m.Relief)
		case m.Kind != scheduler.Standby:
			says += "; enough people were there"
		}
		s.line("%s", wrapped("  ", says))
	}
}

func (s *summary) calls(list []repair.Call) {
	var last *repair.Call
	n := 0
	for i := range list {
		c := &list[i]
		if last == nil || last.Need != c.Need || !last.Start.Equal(c.Start) || !last.End.Equal(c.End) {
			s.heading("Call for %s, %s", s.names.needFor(c.Need, c.Client), s.period(c.Start, c.End))
			n = 0
		}
		last, n = c, n+1
		says := fmt.Sprintf("%d. %s (%s), by %s", n, withPhone(of(s.names.worker, c.Worker), c.Phone), c.Rung, s.moment(c.By))
		if c.Late {
			says += "; too late for the start: there from " + s.moment(c.Arrives)
		}
		for k := range c.GivesUp {
			says += "; would give up " + s.shift(&c.GivesUp[k])
		}
		if c.Taken {
			says += "; in the new rota"
		}
		says += s.heard("said yes", c.Acknowledged)
		s.line("%s", wrapped("  ", says))
	}
}

func (s *summary) tell(list []repair.Tell) {
	if len(list) == 0 {
		return
	}
	s.heading("Tell")
	for _, t := range list {
		about := ""
		if t.Client != "" {
			about = ", about " + of(s.names.client, t.Client)
		}
		late := ""
		if t.Late {
			late = "; it has begun by then"
		}
		late += s.heard("was told", t.Acknowledged)
		s.line("%s", wrapped("  ", fmt.Sprintf("%s by %s%s%s", withPhone(of(s.names.worker, t.Who), t.Phone), s.moment(t.By), about, late)))
	}
}

func (s *summary) repairShort(out *repair.Repaired) {
	if len(out.Short) == 0 {
		return
	}
	s.heading("Stays short")
	for i := range out.Short {
		u := &out.Short[i]
		s.line("%s", wrapped("  ", fmt.Sprintf("%s: %s, %d short", s.period(u.Start, u.End), s.names.needFor(u.Need, u.Client), u.Short)))
		for k := range out.Degraded {
			if d := &out.Degraded[k]; d.Need == u.Need && d.Start.Before(u.End) && u.Start.Before(d.End) {
				s.line("%s", wrapped("    ", s.degraded(d)))
			}
		}
		if near := s.nearest(u.Why); near != "" {
			s.line("%s", wrapped("    ", near))
		}
	}
}

func (s *summary) degraded(d *repair.Degraded) string {
	says := fmt.Sprintf("degraded %s: %s is there", s.period(d.Start, d.End), of(s.names.worker, d.Worker))
	if len(d.Lacks) > 0 {
		says += ", without " + say.List(d.Lacks)
	}
	if d.HeldOver > 0 {
		says += fmt.Sprintf("; held over %d minutes, %s at work", int(d.HeldOver.Minutes()), say.Length(d.AtWork))
	}
	return says + " (not counted as cover)"
}
