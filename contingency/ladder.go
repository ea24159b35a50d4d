package contingency

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/own"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Ladder is who steps in for one shift on duty.
type Ladder struct {
	Shift scheduler.Shift
	Rungs []Rung // in the order in which to call them
	// Spare is set when nobody need step in: enough others are there.
	Spare bool
	// Open is how much of the shift none of the rungs can take.
	Open time.Duration
}

// Rung is one who may be called for a shift. Each takes the whole of it within
// every limit, as the rota stands, but for those on standby for a part.
type Rung struct {
	Worker string
	Where  string    // "standby", or the kind of the worker's provider
	By     time.Time // the latest time to call for a timely start
	From   time.Time // what of the shift the worker can take
	To     time.Time
}

// mostRungs is how many besides those on standby are named for a shift.
const mostRungs = 3

// Ladders are the shifts on duty of a rota, in order of start, with who steps in
// for each: those on standby, then by tier of the provider whoever has most
// hours left. Whoever is not on standby is promised to one shift at a time; the more
// critical need comes first. Rules of a caller's own hold where the rules are given. Nil for a rota
// that breaks a hard rule. A nil context never ends. Once the context has ended the shifts that are left have no ladder, and
// all is false.
func Ladders(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, rules ...constraints.Rule) (ladders []Ladder, all bool) {
	if ctx == nil {
		ctx = context.Background()
	}
	was := reading.JudgedUnder(p, r, own.Of(rules))
	if len(was.Report.Findings) > 0 {
		return nil, true
	}
	before := was.Instant(was.Origin).Add(-editor.LongBefore)
	m := editor.New(was, nil, before, before)
	var on []int
	for i := range m.Shifts {
		if m.Shifts[i].Counts && !m.Shifts[i].History && !m.Gone[i] {
			on = append(on, i)
		}
	}
	slices.SortStableFunc(on, func(x, y int) int {
		return cmp.Or(cmp.Compare(m.Needs[m.Shifts[x].Need].Criticality, m.Needs[m.Shifts[y].Need].Criticality), cmp.Compare(m.Shifts[x].From, m.Shifts[y].From))
	})
	promised := make([][]reading.Span, len(m.Workers))
	for _, i := range on {
		if ctx.Err() != nil {
			break
		}
		ladders = append(ladders, ladderOf(m, i, promised))
	}
	all = len(ladders) == len(on)
	slices.SortStableFunc(ladders, func(x, y Ladder) int {
		return cmp.Or(x.Shift.Start.Compare(y.Shift.Start), cmp.Compare(x.Shift.Worker, y.Shift.Worker))
	})
	return ladders, all
}

// Backups completes the names on every shift on duty of a report's rota, of those whom to call when
// its worker cannot come: after those on standby, whom the audit names, at most three others as
// Ladders has them. Each is legal when called. Nobody who is not on standby is named for two shifts
// at one time, so that relief which the audit has named goes where it is promised to another. A rota
// that breaks a hard rule is left as it is. Once the context has ended the shifts that are left keep
// those on standby alone, the less critical ones last, and the answer is false.
func Backups(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, rules ...constraints.Rule) bool {
	if r == nil || r.Rota == nil {
		return true
	}
	type key struct {
		worker, need string
		start        int64
	}
	stands := map[string][]*scheduler.Shift{}
	for i := range r.Rota.Shifts {
		if s := &r.Rota.Shifts[i]; s.Kind == scheduler.Standby {
			stands[s.Worker] = append(stands[s.Worker], s)
		}
	}
	of := map[key][]Rung{}
	ladders, all := Ladders(ctx, p, r.Rota, rules...)
	if ladders == nil {
		return all
	}
	for _, l := range ladders {
		of[key{l.Shift.Worker, l.Shift.Need, l.Shift.Start.Unix()}] = l.Rungs
	}
	for i := range r.Rota.Shifts {
		s := &r.Rota.Shifts[i]
		s.Backups = slices.DeleteFunc(s.Backups, func(id string) bool {
			return !slices.ContainsFunc(stands[id], func(x *scheduler.Shift) bool { return x.Start.Before(s.End) && s.Start.Before(x.End) })
		})
		for _, rung := range of[key{s.Worker, s.Need, s.Start.Unix()}] {
			if !slices.Contains(s.Backups, rung.Worker) {
				s.Backups = append(s.Backups, rung.Worker)
			}
		}
	}
	return all
}

// ladderOf is who steps in for a shift; promised are the times already promised.
func ladderOf(m *editor.Editor, i int, promised [][]reading.Span) Ladder {
	s := m.Shifts[i]
	out := Ladder{Shift: scheduler.Shift{Worker: s.At.Worker, Need: s.At.Need, Client: s.At.Client, Start: m.Instant(s.From), End: m.Instant(s.To), Kind: s.Kind}}
	m.Dirty = m.Dirty[:0]
	m.Take(i)
	defer m.Undo(len(m.Journal) - 1)
	holes := m.HolesIn(editor.Place{Need: s.Need, Occ: s.Occ})
	out.Spare = len(holes) == 0
	named := map[int][]reading.Span{}
	others := 0
	for k := range holes {
		h := &holes[k]
		for _, c := range candidates(m, h) {
			if c.rank > 0 && others == mostRungs {
				break // all who are left are not on standby
			}
			w := &m.Workers[c.worker]
			if c.worker == s.Worker || c.rank > 0 && promisedIn(promised[c.worker], c.Span) {
				continue
			}
			for _, v := range m.MovesOf(w, h, 0) {
				in := v.Span.Meet(h.Span)
				if reading.Inside(reading.Union(named[v.Worker]), in) {
					continue
				}
				lead := w.AnswerTime + w.TravelTime
				if v.Rank == 1 {
					if others == mostRungs || promisedIn(promised[v.Worker], v.Span) {
						continue
					}
					others++
					promised[v.Worker] = append(promised[v.Worker], v.Span)
					if w.Supplier != nil {
						lead += w.Supplier.Notice
					}
				}
				named[v.Worker] = append(named[v.Worker], in)
				out.Rungs = append(out.Rungs, Rung{Worker: w.ID, Where: m.Rung(w, v.Rank == 0), By: m.Instant(in.From).Add(-lead), From: m.Instant(in.From), To: m.Instant(in.To)})
			}
		}
	}
	covered := []reading.Span{}
	for _, spans := range named {
		covered = append(covered, spans...)
	}
	for k := range holes {
		for _, open := range reading.Without([]reading.Span{holes[k].Span}, reading.Union(covered)) {
			out.Open += time.Duration(open.Len()) * time.Second
		}
	}
	return out
}

// candidate is one who may be able to take a hole, which is yet to be looked at.
type candidate struct {
	reading.Span // of the hole that the worker could be there for
	worker       int
	rank         int // 0 on standby, 1 not
	left         float64
}

// candidates are those who are to be looked at for a hole, in the order in which InOrder has their
// moves: few of them are named, and what keeps the others off need not be known.
func candidates(m *editor.Editor, h *editor.Hole) (out []candidate) {
	n := &m.Needs[h.Need]
	for _, i := range m.Ladder(n) {
		w := &m.Workers[i]
		c := candidate{Span: m.Reach(w, h), worker: i, rank: 1, left: m.HoursLeft(i, h)}
		if c.Len() <= 0 {
			continue
		}
		if m.StandsIn(w, c.Span) {
			c.rank = 0
		}
		out = append(out, c)
	}
	// The list is in the order of the ladder, which a stable sort keeps between equals.
	slices.SortStableFunc(out, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(m.Workers[x.worker].Tier, m.Workers[y.worker].Tier), cmp.Compare(y.left, x.left))
	})
	return out
}

// promisedIn says whether any of the spans meets a time.
func promisedIn(spans []reading.Span, in reading.Span) bool {
	return slices.ContainsFunc(spans, in.Meets)
}
