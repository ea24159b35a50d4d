package repair

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/internal/editor"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// mostCalls is how many rungs are named for one open time.
const mostCalls = 12

// callsOf are, for each time that was open, those who can take it or a part of it,
// in ladder order; who gives up another shift for it comes last.
func callsOf(m *editor.Editor, now *scheduler.Rota, played []editor.Move) (out []Call) {
	m.Undo(0)
	for _, h := range m.Holes(nil) {
		n := &m.Needs[h.Need]
		var rungs []editor.Move
		for _, w := range m.Ladder(n) {
			all := m.MovesOf(&m.Workers[w], &h, 2)
			slices.SortStableFunc(all, func(x, y editor.Move) int {
				return cmp.Or(cmp.Compare(x.Rank, y.Rank), cmp.Compare(m.Leaves(&h, &x), m.Leaves(&h, &y)))
			})
			for _, v := range played {
				if v.Worker == w && v.Hole.Place == h.Place && v.Span.Meets(h.Span) {
					all = []editor.Move{v}
				}
			}
			if len(all) > 0 {
				rungs = append(rungs, all[0])
			}
		}
		rungs = editor.InOrder(m, &h, rungs)
		for i := range rungs[:min(len(rungs), mostCalls)] {
			out = append(out, callOf(m, &rungs[i], now))
		}
	}
	return out
}

// callsBeside are the calls for shifts of the new rota that are not in the place of a hole: somebody takes what
// another gives up for one. Nobody is called for what they have swapped, or have a part of already.
func callsBeside(m *editor.Editor, out *Repaired) (all []Call) {
	for i := range out.Added {
		s := &out.Added[i]
		has := func(x scheduler.Shift) bool {
			return x.Worker == s.Worker && x.Need == s.Need && !s.Start.Before(x.Start) && !s.End.After(x.End)
		}
		called := func(c Call) bool {
			return c.Taken && c.Worker == s.Worker && c.Need == s.Need && c.Start.Before(s.End) && s.Start.Before(c.End)
		}
		if s.Kind == scheduler.Standby || s.Kind == scheduler.Shadow || slices.Contains(m.Agreed, reading.PinOf(s)) || s.End.Unix() <= m.AsOf || slices.ContainsFunc(out.Removed, has) || slices.ContainsFunc(out.Calls, called) {
			continue
		}
		n, w := &m.Needs[m.NeedOf[s.Need]], &m.Workers[m.WorkerOf[s.Worker]]
		span := reading.Span{From: max(s.Start.Unix(), m.AsOf), To: s.End.Unix()}
		h := editor.Hole{Span: span, Place: editor.Place{Need: n.Index, Occ: n.OccurrenceOf(span)}}
		v := editor.Move{Worker: w.Index, Hole: h, Span: span, Lead: m.Arrival(w, &h), Rank: 1}
		if m.StandsIn(w, span) {
			v.Rank = 0
		}
		all = append(all, callOf(m, &v, out.Report.Rota))
	}
	return all
}

// takes says whether the new rota has the worker in the hole.
func takes(m *editor.Editor, now *scheduler.Rota, worker int, h *editor.Hole) bool {
	n := &m.Needs[h.Need]
	return slices.ContainsFunc(now.Shifts, func(s scheduler.Shift) bool {
		return s.Worker == m.Workers[worker].ID && s.Need == n.ID && s.Kind == n.Kind && h.Meets(reading.Span{From: s.Start.Unix(), To: s.End.Unix()})
	})
}

func callOf(m *editor.Editor, v *editor.Move, now *scheduler.Rota) Call {
	w, n, h := &m.Workers[v.Worker], &m.Needs[v.Hole.Need], &v.Hole
	c := Call{Need: n.ID, Client: n.Client, Start: m.Instant(h.From), End: m.Instant(h.To), Worker: w.ID, Phone: w.Phone, Rung: m.Rung(w, v.Rank == 0),
		By: m.Instant(max(m.Called, h.From-(v.Lead-m.Called))), Arrives: m.Instant(max(h.From, v.Span.From)), Late: v.Span.From > h.From, Taken: takes(m, now, v.Worker, h)}
	if w.AnswerTime+w.TravelTime == 0 && !c.Late {
		c.Arrives = time.Time{}
	}
	c.GivesUp = givenUp(m, v)
	return c
}

// missedOf are the times at which somebody was not there, and when enough were there again.
func missedOf(m *editor.Editor, short []scheduler.Underlap) (out []Missed) {
	for _, s := range m.Missed {
		x := Missed{Shift: s}
		for _, u := range short {
			if id := cmp.Or(m.Origin[u.Need], u.Need); id == s.Need && u.Start.Before(s.End) && s.Start.Before(u.End) && u.End.After(x.Relief) {
				x.Relief = u.End
			}
		}
		out = append(out, x)
	}
	return out
}

// spent are the times from now on at which fewer are ready to step in than before, need by need.
func spent(m *editor.Editor, before, now []scheduler.ContingencyGap) (out []scheduler.ContingencyGap) {
	behind := map[string][2][]scheduler.ContingencyGap{} // by need: before and now
	var needs []string
	for k, list := range [2][]scheduler.ContingencyGap{before, now} {
		for _, g := range list {
			id := cmp.Or(m.Origin[g.Need], g.Need)
			both, known := behind[id]
			if !known {
				needs = append(needs, id)
			}
			both[k] = append(both[k], g)
			behind[id] = both
		}
	}
	for _, id := range needs {
		out = append(out, spentOf(m, id, behind[id][0], behind[id][1])...)
	}
	slices.SortStableFunc(out, func(x, y scheduler.ContingencyGap) int { return x.Start.Compare(y.Start) })
	return out
}

// spentOf is spent of one need.
func spentOf(m *editor.Editor, need string, before, now []scheduler.ContingencyGap) (out []scheduler.ContingencyGap) {
	var cuts []int64
	for _, g := range slices.Concat(before, now) {
		cuts = append(cuts, max(g.Start.Unix(), m.AsOf), max(g.End.Unix(), m.AsOf))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	short := func(list []scheduler.ContingencyGap, at int64) (n int) {
		for _, g := range list {
			if g.Start.Unix() <= at && at < g.End.Unix() {
				n += g.Short
			}
		}
		return n
	}
	for i := 1; i < len(cuts); i++ {
		more := short(now, cuts[i-1]) - short(before, cuts[i-1])
		if more <= 0 {
			continue
		}
		from, to := m.Instant(cuts[i-1]), m.Instant(cuts[i])
		if k := len(out); k > 0 && out[k-1].End.Equal(from) && out[k-1].Short == more {
			out[k-1].End = to
			continue
		}
		out = append(out, scheduler.ContingencyGap{Need: need, Start: from, End: to, Short: more})
	}
	return out
}

// givenUp are the shifts that a move gives up.
func givenUp(m *editor.Editor, v *editor.Move) (out []scheduler.Shift) {
	for _, i := range v.Drops {
		x := &m.Shifts[i]
		out = append(out, scheduler.Shift{Worker: x.At.Worker, Need: x.At.Need, Client: x.At.Client, Start: m.Instant(x.From), End: m.Instant(x.To), Kind: x.Kind})
	}
	return out
}

// degradedOf are the times of what stays short in which somebody is there who
// does not count: on duty with the client besides, or kept on after the shift.
func degradedOf(m *editor.Editor, short []scheduler.Underlap) (out []Degraded) {
	for i := range short {
		u := &short[i]
		n := &m.Needs[m.NeedOf[u.Need]]
		for at, end := u.Start.Unix(), u.End.Unix(); n.ClientIndex >= 0 && at < end; {
			d, to := beside(m, n, reading.Span{From: at, To: end})
			if to <= at {
				break
			}
			if k := len(out); k > 0 && out[k-1].Worker == d.Worker && out[k-1].Need == d.Need && out[k-1].End.Equal(d.Start) {
				out[k-1].End, out[k-1].HeldOver, out[k-1].AtWork = d.End, out[k-1].HeldOver+d.HeldOver, d.AtWork
			} else {
				out = append(out, d)
			}
			at = to
		}
	}
	return out
}

// beside is who is with the client at the start of a time that is short and for how
// long of it: of all such workers the one who stays longest.
func beside(m *editor.Editor, n *reading.Need, s reading.Span) (best Degraded, to int64) {
	to = s.From
	for i := range m.Workers {
		w := &m.Workers[i]
		lacks, ok := lacksOf(m, w, n, s)
		if !ok {
			continue
		}
		for k := range w.Line {
			it := &w.Line[k]
			if it.Client != n.ClientIndex || it.Kind == scheduler.Standby || it.Kind == scheduler.Shadow || it.From > s.From || it.To < s.From || it.Need == n.Index && it.Meets(s) {
				continue
			}
			until, held := min(it.To, s.To), int64(0)
			if it.To == s.From {
				until = heldOver(m, w, it, s.To)
				held = until - it.To
			}
			if until > to {
				to = until
				best = Degraded{Need: n.ID, Client: n.Client, Worker: w.ID, Start: m.Instant(s.From), End: m.Instant(until), Lacks: lacks,
					HeldOver: time.Duration(held) * time.Second, AtWork: time.Duration(spellTo(m, w, it, until)) * time.Second}
			}
		}
	}
	return best, to
}

// lacksOf are the skills of a need that the worker does not hold; ok says whether the
// worker may be there at all: without any missing, or with all of the
// fallback's.
func lacksOf(m *editor.Editor, w *reading.Worker, n *reading.Need, s reading.Span) (lacks []string, ok bool) {
	if w.Trainee || m.Refusal(w, n) != "" {
		return nil, false
	}
	if m.Own != nil && len(m.Own.Serve(w.Index, n.Index, s)) > 0 {
		return nil, false
	}
	for _, skill := range n.Skills {
		if !w.Holds(skill, s) {
			lacks = append(lacks, skill)
		}
	}
	if len(lacks) == 0 {
		return nil, true
	}
	holds := len(n.Fallback) > 0
	for _, skill := range n.Fallback {
		holds = holds && w.Holds(skill, s)
	}
	return lacks, holds
}

// heldOver is until when the worker may be kept on after a shift: no longer
// than HoldOver past the limits of a shift, a spell and the hours, and that far into the
// rest after it, with all else kept.
func heldOver(m *editor.Editor, w *reading.Worker, it *reading.Item, most int64) int64 {
	limits := w.Limits.Clone()
	over := m.Problem.Contingency.HoldOver
	for _, f := range limits.Fields() {
		if f.HeldOver {
			f.Lengthen(over)
		}
	}
	limits.MinRest = max(0, limits.MinRest-over)
	kept := *w
	kept.Limits = &limits
	legal := func(to int64) bool {
		line := slices.Clone(w.Line)
		k := slices.Index(line, *it)
		line[k].To, line[k].History = to, false
		out := &reading.Breaches{A: m.Reading, Worker: w.ID, Quiet: true}
		m.MayBeAt(out, w, reading.Span{From: it.From, To: to}, "")
		if most := limits.MaxShift; it.Kind == scheduler.Waking && most > 0 && to-it.From > int64(most.Seconds()) {
			return false
		}
		reading.JudgeLine(m.Reading, out, &kept, line)
		return out.N == 0
	}
	low, high := int64(0), (most-it.To)/60
	for low < high {
		if mid := (low + high + 1) / 2; legal(it.To + 60*mid) {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return it.To + 60*low
}

// spellTo is how long the worker is at work in one spell, kept on to an instant.
func spellTo(m *editor.Editor, w *reading.Worker, it *reading.Item, to int64) int64 {
	for i := 0; i < len(w.Line); {
		s, end := w.SpellAt(w.Line, i)
		if s.Contains(it.Span) {
			return max(s.To, to) - s.From
		}
		i = end
	}
	return to - it.From
}
