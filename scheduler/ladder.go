package scheduler

import (
	"cmp"
	"slices"
	"time"
)

// Ladder is who steps in for one shift on duty.
type Ladder struct {
	Shift Shift
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
func Ladders(p *Problem, r *Rota) []Ladder {
	was := judged(p, r)
	if len(was.report.Findings) > 0 {
		return nil
	}
	before := was.instant(was.origin).Add(-longBefore)
	m := newMend(was, nil, before, before)
	var on []int
	for i := range m.shifts {
		if m.shifts[i].counts {
			on = append(on, i)
		}
	}
	slices.SortStableFunc(on, func(x, y int) int {
		return cmp.Or(cmp.Compare(m.needs[m.shifts[x].need].Criticality, m.needs[m.shifts[y].need].Criticality), cmp.Compare(m.shifts[x].from, m.shifts[y].from))
	})
	promised := make([][]auditSpan, len(m.workers))
	var out []Ladder
	for _, i := range on {
		out = append(out, ladderOf(m, i, promised))
	}
	slices.SortStableFunc(out, func(x, y Ladder) int {
		return cmp.Or(x.Shift.Start.Compare(y.Shift.Start), cmp.Compare(x.Shift.Worker, y.Shift.Worker))
	})
	return out
}

// backups completes the names on every shift on duty of a report's rota, of those whom to call when
// its worker cannot come: after those on standby, whom the audit names, at most MostRungs others as
// Ladders has them. Each is legal when called. Nobody who is not on standby is named for two shifts
// at one time, so that relief which Audit has named goes where it is promised to another. A rota
// that breaks a hard rule is left as it is.
func backups(p *Problem, r *Report) {
	type key struct {
		worker, need string
		start        int64
	}
	stands := map[string][]*Shift{}
	for i := range r.Rota.Shifts {
		if s := &r.Rota.Shifts[i]; s.Kind == Standby {
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
			return !slices.ContainsFunc(stands[id], func(x *Shift) bool { return x.Start.Before(s.End) && s.Start.Before(x.End) })
		})
		for _, rung := range of[key{s.Worker, s.Need, s.Start.Unix()}] {
			if !slices.Contains(s.Backups, rung.Worker) {
				s.Backups = append(s.Backups, rung.Worker)
			}
		}
	}
}

// ladderOf is who steps in for a shift; promised are the times already promised.
func ladderOf(m *mend, i int, promised [][]auditSpan) Ladder {
	s := m.shifts[i]
	out := Ladder{Shift: Shift{Worker: s.at.Worker, Need: s.at.Need, Client: s.at.Client, Start: m.instant(s.from), End: m.instant(s.to), Kind: s.kind}}
	m.dirty = m.dirty[:0]
	m.take(i)
	defer m.undo(len(m.journal) - 1)
	var rungs []move
	holes := m.holesIn(place{s.need, s.occ})
	for k := range holes {
		var moves []move
		for _, w := range m.ladder(&m.needs[s.need]) {
			moves = append(moves, m.movesOf(&m.workers[w], &holes[k], 0)...)
		}
		rungs = append(rungs, inOrder(m, &holes[k], moves)...)
	}
	out.Spare = len(holes) == 0
	named := map[int][]auditSpan{}
	others := 0
	for k := range rungs {
		v := &rungs[k]
		w := &m.workers[v.worker]
		in := v.span.meet(v.hole.auditSpan)
		if v.worker == s.worker || auditInside(auditUnion(named[v.worker]), in) {
			continue
		}
		lead := w.AnswerTime + w.TravelTime
		if v.rank == 1 {
			taken := auditMeet(auditUnion(slices.Clone(promised[v.worker])), []auditSpan{v.span})
			if others == mostRungs || len(taken) > 0 {
				continue
			}
			others++
			promised[v.worker] = append(promised[v.worker], v.span)
			if w.supplier != nil {
				lead += w.supplier.Notice
			}
		}
		named[v.worker] = append(named[v.worker], in)
		out.Rungs = append(out.Rungs, Rung{Worker: w.ID, Where: m.rung(w, v.rank == 0), By: m.instant(in.from).Add(-lead), From: m.instant(in.from), To: m.instant(in.to)})
	}
	covered := []auditSpan{}
	for _, spans := range named {
		covered = append(covered, spans...)
	}
	for k := range holes {
		for _, open := range auditWithout([]auditSpan{holes[k].auditSpan}, auditUnion(covered)) {
			out.Open += time.Duration(open.len()) * time.Second
		}
	}
	return out
}

// inOrder puts moves in ladder order.
func inOrder(m *mend, h *hole, moves []move) []move {
	order := m.onLadder(&m.needs[h.need])
	slices.SortStableFunc(moves, func(x, y move) int {
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(m.workers[x.worker].tier, m.workers[y.worker].tier),
			cmp.Compare(m.hoursLeft(y.worker, h), m.hoursLeft(x.worker, h)), order(x.worker, y.worker))
	})
	return moves
}
