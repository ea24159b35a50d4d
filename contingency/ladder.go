package contingency

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/editor"
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
// critical need comes first. Nil for a rota that breaks a hard rule.
func Ladders(p *scheduler.Problem, r *scheduler.Rota) []Ladder {
	was := reading.Judged(p, r)
	if len(was.Report.Findings) > 0 {
		return nil
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
	var out []Ladder
	for _, i := range on {
		out = append(out, ladderOf(m, i, promised))
	}
	slices.SortStableFunc(out, func(x, y Ladder) int {
		return cmp.Or(x.Shift.Start.Compare(y.Shift.Start), cmp.Compare(x.Shift.Worker, y.Shift.Worker))
	})
	return out
}

// Backups completes the names on every shift on duty of a report's rota, of those whom to call when
// its worker cannot come: after those on standby, whom the audit names, at most MostRungs others as
// Ladders has them. Each is legal when called. Nobody who is not on standby is named for two shifts
// at one time, so that relief which Audit has named goes where it is promised to another. A rota
// that breaks a hard rule is left as it is.
func Backups(p *scheduler.Problem, r *scheduler.Report) {
	if r == nil || r.Rota == nil {
		return
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
	ladders := Ladders(p, r.Rota)
	if ladders == nil {
		return
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
}

// ladderOf is who steps in for a shift; promised are the times already promised.
func ladderOf(m *editor.Editor, i int, promised [][]reading.Span) Ladder {
	s := m.Shifts[i]
	out := Ladder{Shift: scheduler.Shift{Worker: s.At.Worker, Need: s.At.Need, Client: s.At.Client, Start: m.Instant(s.From), End: m.Instant(s.To), Kind: s.Kind}}
	m.Dirty = m.Dirty[:0]
	m.Take(i)
	defer m.Undo(len(m.Journal) - 1)
	var rungs []editor.Move
	holes := m.HolesIn(editor.Place{Need: s.Need, Occ: s.Occ})
	for k := range holes {
		var moves []editor.Move
		for _, w := range m.Ladder(&m.Needs[s.Need]) {
			moves = append(moves, m.MovesOf(&m.Workers[w], &holes[k], 0)...)
		}
		rungs = append(rungs, InOrder(m, &holes[k], moves)...)
	}
	out.Spare = len(holes) == 0
	named := map[int][]reading.Span{}
	others := 0
	for k := range rungs {
		v := &rungs[k]
		w := &m.Workers[v.Worker]
		in := v.Span.Meet(v.Hole.Span)
		if v.Worker == s.Worker || reading.Inside(reading.Union(named[v.Worker]), in) {
			continue
		}
		lead := w.AnswerTime + w.TravelTime
		if v.Rank == 1 {
			taken := reading.Meet(reading.Union(slices.Clone(promised[v.Worker])), []reading.Span{v.Span})
			if others == mostRungs || len(taken) > 0 {
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

// InOrder puts moves in ladder order.
func InOrder(m *editor.Editor, h *editor.Hole, moves []editor.Move) []editor.Move {
	order := m.OnLadder(&m.Needs[h.Need])
	slices.SortStableFunc(moves, func(x, y editor.Move) int {
		return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(m.Workers[x.Worker].Tier, m.Workers[y.Worker].Tier),
			cmp.Compare(m.HoursLeft(y.Worker, h), m.HoursLeft(x.Worker, h)), order(x.Worker, y.Worker))
	})
	return moves
}
