package repair

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/why"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
)

// Options say when the events became known and how hard to look.
type Options struct {
	// Reported is when the events became known; zero for AsOf. People are told and
	// called from the later of the two on.
	Reported time.Time
	// AsOf is now, to the next five minutes: what starts before it has happened and stays. Zero for
	// Reported, or, without that too, for the earliest start of an event, or of the rota where no event has one.
	AsOf time.Time
	// Time is how long to look for a better repair, of the whole call; 0: two seconds. A first repair
	// that leaves nothing open which somebody free could take comes back in any case.
	Time time.Duration
	// Checks, when positive, is a budget of work in place of Time: how many shifts are tried on workers'
	// lines after the first repair. The same checks give the same repair.
	Checks int
	// Fill also has what was open before taken, as far as can be. So it is where there are no events.
	Fill bool
	// Answers are those to a repair before, which still stand.
	Answers Answers
	// Rules, when there are rules of the caller's own among them, hold for the rota and its repair as
	// they did when it was made.
	Rules []constraints.Rule
	// Omit names parts of the report that are not wanted. It never has proofs or who could not be
	// missed, and reasons only for what the events left short.
	Omit scheduler.Omit
}

// How the time of a call is shared out, in parts of a hundred.
const (
	defaultTime = 2 * time.Second
	fewest      = 5  // for how long changes are tried one by one
	replanUntil = 75 // until when an engine plans again; the rest is for what is said of the rota
)

// mostChecks is the most shifts that a repair may be told to try.
const mostChecks = 1_000_000_000

// Repaired is a rota after something happened.
type Repaired struct {
	Problem *scheduler.Problem // with the events in it and the past pinned; the rota is legal in it
	Report  *scheduler.Report  // of the new rota, with reasons for what the events left short
	AsOf    time.Time          // what starts before it stayed
	Changes int                // shifts on duty of the new rota that the old one does not have
	Proved  bool               // no rota within reach (see Rota) is better: none leaves less short, or as little with fewer changes
	Least   bool               // no rota at all leaves less short
	Added   []scheduler.Shift  // in the new rota, not in the old
	Removed []scheduler.Shift  // in the old rota, not in the new
	Short   []scheduler.Underlap
	// Missed are times until now at which a worker who is absent was not there, whatever the rota said: they are in
	// it no more, nobody is paid for them, and its underlap has them until relief came.
	Missed []Missed
	// Degraded are times of Short in which somebody is there who does not count.
	Degraded []Degraded
	// Spent are the times at which somebody was ready to step in before and nobody, or one fewer, is now.
	Spent []scheduler.ContingencyGap
	Calls []Call // in the order in which to make them
	Tell  []Tell // who is to be told, soonest first
}

// Missed is a time of a shift at which its worker was not there.
type Missed struct {
	scheduler.Shift
	// Relief is when enough people are there again; zero where they were all along, and of standby.
	Relief time.Time
}

// Degraded is a time that is short in which a worker is with the client who
// holds the need's fallback skills, or who is kept on past the limits of a shift
// by the contingency's HoldOver. It is never counted as covered.
type Degraded struct {
	Need, Client, Worker string
	Start, End           time.Time
	Lacks                []string      // of the need's skills
	HeldOver             time.Duration // how much of it lies after the worker's shift
	AtWork               time.Duration // how long the worker is at work in one spell, HeldOver included
}

// Call is one rung of the ladder for a shift that somebody must take.
type Call struct {
	Need, Client string
	Start, End   time.Time // what is to be covered
	Worker       string
	Phone        string            // the worker's; empty where none is given
	Rung         string            // "standby", or the kind of the worker's provider
	By           time.Time         // the latest time to call for a timely start; the time of the first call when that is past
	Arrives      time.Time         // when called at once, no sooner than the start; zero where no answer or travel time is known
	Late         bool              // cannot be there at the start
	Taken        bool              // the new rota has the worker in it
	GivesUp      []scheduler.Shift // what the worker would give up for it
	Acknowledged time.Time         // when the worker said yes; zero: not yet
}

// Tell says who is told of the changes, and by when.
type Tell struct {
	Who, Client string    // Client is empty for a worker whose shifts change
	Phone       string    // empty where none is given
	By          time.Time // no later than the first of the changes begins, unless that has begun
	Late        bool      // the first of the changes begins before it is known, or before By
	// Acknowledged is when it was heard; zero: not yet.
	Acknowledged time.Time
}

// Answers are calls and tells of a repair before that have been acknowledged. Who then said yes to a time that is
// theirs in the new rota too has said so, and who has heard by when it changes the same has heard.
type Answers struct {
	Calls []Call
	Tell  []Tell
}

// keep enters the answers where the same call or tell stands again.
func (a *Answers) keep(out *Repaired) {
	for i := range out.Calls {
		c := &out.Calls[i]
		for _, was := range a.Calls {
			if c.Taken && was.Worker == c.Worker && was.Need == c.Need && was.Start.Before(c.End) && c.Start.Before(was.End) {
				c.Acknowledged = was.Acknowledged
			}
		}
	}
	for i := range out.Tell {
		t := &out.Tell[i]
		for _, was := range a.Tell {
			if was.Who == t.Who && was.Client == t.Client && was.By.Equal(t.By) {
				t.Acknowledged = was.Acknowledged
			}
		}
	}
}

// ErrBrokenRota is returned for a rota that breaks hard rules before anything has happened. The error's
// text ends with the first of them; the Findings of audit.Rota, or of solve.Complete with rules of your own, are all.
var ErrBrokenRota = errors.New("the rota breaks hard rules before anything has happened")

// mend is Rota without what solve.Finish adds. The rules know the problem before the events.
func mend(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, events []scheduler.Event, o Options) (_ *Repaired, _ []constraints.Rule, err error) {
	defer solver.Recover(&err)
	began := time.Now()
	if err := cmp.Or(solver.CheckContext(ctx), scheduler.CheckCount("Checks", int64(o.Checks), mostChecks), scheduler.CheckTime("Time", o.Time)); err != nil {
		return nil, nil, err
	}
	if faults := validate.ProblemWith(p, validate.Checks{MemoryLimit: -1}); len(faults) > 0 {
		return nil, nil, &scheduler.ProblemError{Faults: faults}
	}
	if r == nil {
		r = &scheduler.Rota{}
	}
	filling := len(events) == 0 && !(o.AsOf.IsZero() && o.Reported.IsZero())
	if o.Rules, err = own.Know(p, o.Rules); err != nil {
		return nil, nil, err
	}
	rules := own.Of(o.Rules)
	was := reading.JudgedUnder(p, r, rules)
	was.ReadStandby()
	before := was.Report
	if err := ownWord(p, before, o.Rules); err != nil {
		return nil, nil, err
	}
	if err := brokenRota(before.Findings); err != nil {
		return nil, nil, err
	}
	if faults := validate.EventsWith(p, o.Reported, o.AsOf, events, validate.Checks{}); len(faults) > 0 && !filling {
		return nil, nil, &scheduler.EventError{Faults: faults}
	}
	o = o.resolved(p, events)
	m := editor.New(was, events, o.AsOf, o.Reported)
	if len(m.Refused) > 0 {
		return nil, nil, &scheduler.EventError{Faults: m.Refused}
	}
	fill := o.Fill || len(events) == 0 || happens(events, scheduler.EventNewWorker)
	if fill {
		m.OpenAll()
	}
	out := &Repaired{Problem: m.Problem, AsOf: m.Instant(m.AsOf)}
	moves, left := find(ctx, m, &o, began, out)
	if happens(events, scheduler.EventSwap) {
		out.Changes = -1 // what is swapped is changed too
	}
	if fill && m.Problem.Contingency.Standby > 0 {
		standBy(m, rules)
	}
	rota := m.Rota()
	m.Pin(rota)
	after := reading.AuditedUnder(m.Problem, rota, rules)
	out.Report = after.Report
	if err := ownWord(m.Problem, out.Report, o.Rules); err != nil {
		return nil, nil, err
	}
	out.Report.Engine = "repair"
	if len(out.Report.Findings) > 0 {
		return nil, nil, &scheduler.AuditError{Engine: "repair", Findings: out.Report.Findings, Cost: nil}
	}
	describe(m, out, before, after, moves, left, &o)
	return out, o.Rules, nil
}

// describe says what has changed, what stays short, whom to call and whom to tell.
func describe(m *editor.Editor, out *Repaired, before *scheduler.Report, after *reading.Reading, moves []editor.Move, left []editor.Hole, o *Options) {
	out.Added, out.Removed = differences(m, before.Rota, out.Report.Rota)
	if out.Changes < 0 {
		out.Changes = onDuty(out.Added)
	}
	reportShort(m, out, left, &why.Reader{Reading: after})
	out.Missed = missedOf(m, out.Report.Underlap)
	out.Degraded = degradedOf(m, out.Short)
	out.Spent = spent(m, before.Contingency.Gaps, out.Report.Contingency.Gaps)
	out.Calls = callsOf(m, out.Report.Rota, moves)
	out.Calls = append(out.Calls, callsBeside(m, out)...)
	out.Tell = tellAll(m, out, o.Reported)
	o.Answers.keep(out)
}

// standBy has people stand by where nobody is ready to step in, after all that is open has been looked at.
func standBy(m *editor.Editor, rules reading.Rules) {
	now := reading.JudgedUnder(m.Problem, m.Rota(), rules)
	now.ReadStandby()
	m.StandBy(now.Report.Contingency.Gaps)
}

// happens says whether there is an event of a kind.
func happens(events []scheduler.Event, kind scheduler.EventKind) bool {
	return slices.ContainsFunc(events, func(e scheduler.Event) bool { return e.Kind == kind })
}

// find looks for the best repair, which the editor then has: change by change first, then, where
// something stays open that may not have to, all of it again. It gives the moves of the former, for the calls,
// and what stays open.
func find(ctx context.Context, m *editor.Editor, o *Options, began time.Time, out *Repaired) (moves []editor.Move, left []editor.Hole) {
	s := &editor.Search{Editor: m, Limit: o.Checks}
	if o.Checks <= 0 {
		s.Until = time.Now().Add(o.Time * fewest / 100)
	}
	s.Run(ctx)
	out.Changes, out.Proved, out.Least = s.Best.Changes, s.Proved, s.Least
	if s.Least {
		s.Replay()
		return s.Best.Moves, s.Best.Left
	}
	better, least := replan(ctx, s, o, began.Add(o.Time*replanUntil/100))
	out.Least = least
	if !better {
		s.Replay()
		return s.Best.Moves, s.Best.Left
	}
	out.Changes, out.Proved = -1, false // the changes are counted when the rota is read
	return nil, m.Holes(nil)
}

// brokenRota is the error of a rota that breaks rules before anything has happened; nil for none.
func brokenRota(found []scheduler.Finding) error {
	if len(found) == 0 {
		return nil
	}
	more := ""
	if n := len(found) - 1; n > 0 {
		more = fmt.Sprintf(" (and %d more: package scheduler/audit has them all)", n)
	}
	return fmt.Errorf("%w: %s%s", ErrBrokenRota, found[0].Says, more)
}

// ownWord adds to a report what the caller's own rules find and price themselves.
func ownWord(p *scheduler.Problem, r *scheduler.Report, rules []constraints.Rule) error {
	if !constraints.HasOwn(rules) {
		return nil
	}
	c, err := constraints.Compile(p, rules)
	if err != nil {
		return err
	}
	return own.Complete(c, r)
}

// resolved fills in the times that were left out.
func (o Options) resolved(p *scheduler.Problem, events []scheduler.Event) Options {
	if o.AsOf.IsZero() {
		o.AsOf = o.Reported
	}
	if o.AsOf.IsZero() {
		for _, e := range events {
			for _, at := range []time.Time{e.Start, e.WithStart} {
				if o.AsOf.IsZero() || !at.IsZero() && at.Before(o.AsOf) {
					o.AsOf = at
				}
			}
		}
	}
	if o.AsOf.IsZero() { // of a refusal, which has no time of its own
		o.AsOf = scheduler.StartInstant(p.Zone, p.Start, 0)
	}
	if o.Reported.IsZero() {
		o.Reported = o.AsOf
	}
	o.AsOf = editor.NextTick(o.AsOf)
	if o.Time == 0 {
		o.Time = defaultTime
	}
	return o
}

// onDuty is how many shifts are duties.
func onDuty(list []scheduler.Shift) (n int) {
	for i := range list {
		if k := list[i].Kind; k == scheduler.Waking || k == scheduler.SleepIn {
			n++
		}
	}
	return n
}

// differences are the shifts of the one rota that the other does not have, both
// ways; both are in order. A need that has taken another's place is that other, and what is one shift in
// the one and goes on from need to need in the other is no difference.
func differences(m *editor.Editor, old, now *scheduler.Rota) (added, removed []scheduler.Shift) {
	x, y := old.Shifts, now.Shifts
	for len(x) > 0 || len(y) > 0 {
		c := 1
		switch {
		case len(y) == 0:
			c = -1
		case len(x) > 0:
			c = cmp.Or(x[0].Start.Compare(y[0].Start), cmp.Compare(x[0].Worker, y[0].Worker))
		}
		switch {
		case c < 0:
			removed, x = append(removed, x[0]), x[1:]
		case c > 0:
			added, y = append(added, y[0]), y[1:]
		default:
			if s, t := &x[0], &y[0]; !s.End.Equal(t.End) || s.Kind != t.Kind || s.Need != cmp.Or(m.Origin[t.Need], t.Need) {
				removed, added = append(removed, *s), append(added, *t)
			}
			x, y = x[1:], y[1:]
		}
	}
	return goingOn(m, added, removed)
}

// goingOn takes out of the differences each removed shift that is there whole, from need to need.
func goingOn(m *editor.Editor, added, removed []scheduler.Shift) (a, r []scheduler.Shift) {
	part := make([]bool, len(added))
	for _, s := range removed {
		at := s.Start
		var chain []int
		for i, t := range added {
			if t.Worker == s.Worker && t.Kind == s.Kind && s.Need == cmp.Or(m.Origin[t.Need], t.Need) && t.Start.Equal(at) && !t.End.After(s.End) {
				chain, at = append(chain, i), t.End
			}
		}
		if !at.Equal(s.End) {
			r = append(r, s)
			continue
		}
		for _, i := range chain {
			part[i] = true
		}
	}
	for i, t := range added {
		if !part[i] {
			a = append(a, t)
		}
	}
	return a, r
}

// reportShort enters what the events left short, with reasons.
func reportShort(m *editor.Editor, out *Repaired, left []editor.Hole, y *why.Reader) {
	for i := range out.Report.Underlap {
		u := &out.Report.Underlap[i]
		open := false
		for _, h := range left {
			open = open || m.Needs[h.Need].ID == u.Need && h.Meets(reading.Span{From: u.Start.Unix(), To: u.End.Unix()})
		}
		if !open {
			continue
		}
		u.Why = y.Short(u)
		sayArrivals(m, u)
		out.Short = append(out.Short, *u)
	}
}

// sayArrivals adds to the reasons of those who could come, but not in time, when
// they could be there.
func sayArrivals(m *editor.Editor, u *scheduler.Underlap) {
	k := m.NeedOf[u.Need]
	h := editor.Hole{Span: reading.Span{From: u.Start.Unix(), To: u.End.Unix()}, Place: editor.Place{Need: k}}
	for i := range u.Why {
		y := &u.Why[i]
		w := &m.Workers[m.WorkerOf[y.Worker]]
		at := m.Arrival(w, &h)
		if at <= h.From || !m.MayTake(w, &m.Needs[k]) {
			continue
		}
		says := fmt.Sprintf("is called at %s and can be there at %s", m.SayTime(m.Called), m.SayTime(at))
		y.Reasons = append(y.Reasons, says)
		y.Causes = append(y.Causes, scheduler.Cause{Rule: "arrival", From: m.Instant(m.Called), To: m.Instant(at), Over: reading.HoursOf(at - h.From), Says: says})
	}
}

// tellAll are the people around each client with a change, and the workers whose
// own shifts change, by when they are to know.
func tellAll(m *editor.Editor, out *Repaired, reported time.Time) (all []Tell) {
	clients, workers := map[string]time.Time{}, map[string]time.Time{} // when the first change begins
	first := func(of map[string]time.Time, id string, at time.Time) {
		if now := m.Instant(m.AsOf); at.Before(now) { // a shift that is on, of which the rest changes
			at = now
		}
		if t, known := of[id]; !known || at.Before(t) {
			of[id] = at
		}
	}
	for _, s := range slices.Concat(out.Added, out.Removed) {
		first(clients, s.Client, s.Start)
		first(workers, s.Worker, s.Start)
	}
	for _, u := range out.Short {
		first(clients, u.Client, u.Start)
	}
	tell := func(who, client, phone string, by, begins time.Time) {
		t := Tell{Who: who, Client: client, Phone: phone, By: by.In(m.Zone)}
		if begins.Before(by) {
			t.By = begins.In(m.Zone)
		}
		if t.By.Before(reported) {
			t.By, t.Late = reported.In(m.Zone), true
		}
		all = append(all, t)
	}
	for i := range m.Problem.Clients {
		c := &m.Problem.Clients[i]
		for _, who := range c.Tell {
			if begins, changed := clients[c.ID]; changed {
				tell(who.Name, c.ID, who.Phone, reported.Add(c.TellWithin), begins)
			}
		}
	}
	slices.SortStableFunc(all, func(x, y Tell) int { return x.By.Compare(y.By) })
	for i := range m.Problem.Workers {
		w := &m.Problem.Workers[i]
		if begins, changed := workers[w.ID]; changed {
			tell(w.ID, "", w.Phone, m.Instant(m.Called), begins)
		}
	}
	return all
}

// Rota mends a rota after the events. What starts before AsOf stays, though a shift that is on may
// be cut short or go on for longer, and so does what is pinned unless an event rules it out. Of the
// rest it changes least: first the least underlap, the critical needs' before the others', then the
// fewest changed shifts, then the ladder: those on standby, then whoever stays on, then by tier of
// the provider whoever has most hours left and of those whoever knows the client, and last who gives
// up another shift, the one furthest off first. Nobody starts before the provider's Notice and the
// worker's AnswerTime and TravelTime have passed; who comes late takes the rest of the shift. All hard
// rules hold.
//
// Within reach are rotas in which what is open is taken by somebody who is free, on
// standby, or freed by giving up one shift on duty that is mended in turn; an open time is
// taken whole from the moment of arrival, on standby, or, where the need may be
// shared, as far as a worker's limits go.
//
// The rota must be legal before (ErrBrokenRota); events that name nobody are
// a *scheduler.EventError. A cancelled context gives the best repair so far.
func Rota(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, events []scheduler.Event, o Options) (*Repaired, error) {
	out, rules, err := mend(ctx, p, r, events, o)
	if err == nil {
		err = solve.Finish(ctx, out.Problem, out.Report, solve.CompleteOptions{Rules: rules, Omit: scheduler.Omit{Proofs: true, Reasons: true, Backups: o.Omit.Backups, Shares: o.Omit.Shares, Missed: true}})
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
