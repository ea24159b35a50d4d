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
	Shift scheduler.Shift // with the rungs as its Backups
	Rungs []Rung          // in the order in which to call them
	// Spare is set when nobody need step in: enough others are there.
	Spare bool
	// Open is how much of the shift would be open and none of the rungs can take.
	Open time.Duration
	// Elsewhere are, where it is open, those who could take all of it and are promised to another
	// shift: at most three.
	Elsewhere []string
}

// Rung is one who may be called for a shift, once in a ladder. Each takes the whole of it within
// every limit, as the rota stands, or the part from From to To.
type Rung struct {
	Worker  string
	Where   string    // "standby", or the kind of the worker's provider
	Standby bool      // on standby at some time of it
	By      time.Time // the latest time to call for a timely start
	From    time.Time // what of the shift the worker can take
	To      time.Time
}

// Ladders are the shifts on duty of a rota, in order of start, with who steps in for each: those on
// standby, then by tier of the provider whoever has most hours left. Whoever is not on standby is
// promised to one shift at a time, and to no more hours than the limits allow beside the rota. A
// first name for every shift that can have one comes before a second name for any, the more
// critical need first. Nobody is named for a need that they are at work in at that time, and under
// different_provider nobody of the same provider. Rules of a caller's own hold where the rules are
// given. Nil for a rota that breaks a hard rule. A nil context never ends. Once the context has
// ended no more names are found, the ladders of the less critical shifts may be missing, and all is
// false.
func Ladders(ctx context.Context, p *scheduler.Problem, r *scheduler.Rota, rules ...constraints.Rule) (ladders []Ladder, all bool) {
	if ctx == nil {
		ctx = context.Background()
	}
	was := reading.JudgedUnder(p, r, own.Of(rules))
	if len(was.Report.Findings) > 0 {
		return nil, true
	}
	before := was.Instant(was.Origin).Add(-editor.LongBefore)
	x, all := newSharing(ctx, editor.New(was, nil, before, before))
	all = all && x.share()
	for i := range x.seats {
		ladders = append(ladders, x.ladderOf(&x.seats[i]))
	}
	slices.SortStableFunc(ladders, func(x, y Ladder) int {
		return cmp.Or(x.Shift.Start.Compare(y.Shift.Start), cmp.Compare(x.Shift.Worker, y.Shift.Worker))
	})
	return ladders, all
}

// ladderOf puts the names of a seat into the order in which to call them.
func (x *sharing) ladderOf(s *seat) Ladder {
	m, duty := x.m, &x.m.Shifts[s.shift]
	out := Ladder{Shift: scheduler.Shift{Worker: duty.At.Worker, Need: duty.At.Need, Client: duty.At.Client, Start: m.Instant(duty.From), End: m.Instant(duty.To), Kind: duty.Kind}, Spare: len(s.open) == 0}
	for _, open := range s.left() {
		out.Open += time.Duration(open.Len()) * time.Second
	}
	for k := range s.could {
		var best *name // whoever is on standby for a part and asked for all of it is named once
		for i := range s.names {
			if n := &s.names[i]; n.worker == s.could[k].worker && (best == nil || n.takes.Len() > best.takes.Len()) {
				best = n
			}
		}
		if best != nil {
			out.Rungs = append(out.Rungs, x.rungOf(best))
			out.Shift.Backups = append(out.Shift.Backups, m.Backup(best.worker, out.Rungs[len(out.Rungs)-1].Standby, duty.Span, best.takes))
			continue
		}
		if c := &s.could[k]; out.Open > 0 && len(out.Elsewhere) < mostRungs && x.couldTake(s, c) {
			out.Elsewhere = append(out.Elsewhere, m.Workers[c.worker].ID)
		}
	}
	return out
}

func (x *sharing) rungOf(n *name) Rung {
	m, w := x.m, &x.m.Workers[n.worker]
	g := Rung{Worker: w.ID, Standby: slices.ContainsFunc(n.stands, n.takes.Meets), From: m.Instant(n.takes.From), To: m.Instant(n.takes.To)}
	g.Where = m.Rung(w, g.Standby)
	lead := w.AnswerTime + w.TravelTime
	if !g.Standby && w.Supplier != nil {
		lead += w.Supplier.Notice
	}
	g.By = g.From.Add(-lead)
	return g
}
