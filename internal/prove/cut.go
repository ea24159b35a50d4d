package prove

import (
	"slices"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/proof"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/solver"
)

// cut is a demand that grows until nobody who could serve it has time and
// hours to spare for it.
type cut struct {
	p      *prover
	rows   map[row][]solver.Span
	order  []row // of rows, as they came
	queue  []taken
	opened map[int32]bool  // sums whose work is in the demand
	alone  []int32         // lines with hours to spare, to be planned alone
	most   map[int32]int64 // of those planned to the end the most that they can give, in minutes
	freed  map[int32]reach // of those, how far their other work is in the demand
	broken bool
	tried  int // rotas tried one by one, where that is the proof
}

// reach is how far a line's other work is taken into a demand.
type reach uint8

const (
	nowhere   reach = iota
	nearBy          // in the weeks of the demand
	inTheRota       // all of it, for limits that look further than a week
)

type taken struct {
	row
	solver.Span
}

func newCut(p *prover) *cut {
	return &cut{p: p, rows: map[row][]solver.Span{}, opened: map[int32]bool{}, freed: map[int32]reach{}, most: map[int32]int64{}}
}

// covers says whether a time of a task is in the demand.
func (d *cut) covers(t int32, s solver.Span) bool {
	for r, spans := range d.rows {
		if r.task == t && slices.ContainsFunc(spans, func(x solver.Span) bool { return x.Contains(s) }) {
			return true
		}
	}
	return false
}

// meets says whether two demands have a time of a task in common.
func (d *cut) meets(o *cut) bool {
	if len(d.rows) > len(o.rows) {
		d, o = o, d
	}
	for r, spans := range d.rows {
		for k := -1; k < len(d.p.c.Model.Tasks[r.task].Among); k++ {
			if len(constraints.Meet(spans, o.rows[row{r.task, k}])) > 0 {
				return true
			}
		}
	}
	return false
}

// join takes in another demand.
func (d *cut) join(o *cut) {
	for _, r := range o.order {
		d.take(r, o.rows[r]...)
	}
	for _, l := range o.alone {
		d.spare(l)
	}
}

// take adds time of a row to the demand. A task that is taken whole comes whole,
// but for what of it lies in another week, with hours of its own.
func (d *cut) take(r row, spans ...solver.Span) {
	if t := &d.p.c.Model.Tasks[r.task]; t.Whole {
		var in []solver.Span
		asked := constraints.Join(spans)
		for _, w := range d.p.c.Model.Weeks {
			if s := w.Meet(t.Span); s.Len() > 0 && len(constraints.Meet(asked, []solver.Span{s})) > 0 {
				in = append(in, s)
			}
		}
		spans = in
	}
	old := d.rows[r]
	more := constraints.Less(constraints.Join(spans), old)
	if len(more) == 0 {
		return
	}
	for k := -1; k < len(d.p.c.Model.Tasks[r.task].Among); k++ {
		if k != r.among && len(constraints.Meet(more, d.rows[row{r.task, k}])) > 0 {
			d.broken = true // one time cannot count twice
			return
		}
	}
	if old == nil {
		d.order = append(d.order, r)
	}
	d.rows[r] = constraints.Join(append(slices.Clone(old), more...))
	for _, s := range more {
		d.queue = append(d.queue, taken{r, s})
	}
}

// spare marks a line that has time and hours left for the demand.
func (d *cut) spare(l int32) {
	if !slices.Contains(d.alone, l) {
		d.alone = append(d.alone, l)
	}
}

// mostPlanned is the greatest number of lines planned alone for one proof.
const mostPlanned = 8

// close takes in whatever lines do in place of serving the demand, until
// nothing is left to take. It fails when that cannot become a proof.
func (d *cut) close() bool {
	for len(d.queue) > 0 && !d.broken {
		q := d.queue[len(d.queue)-1]
		d.queue = d.queue[:len(d.queue)-1]
		servers := d.p.serversOf(q.task)
		for i := range servers {
			s := &servers[i]
			for _, u := range constraints.Meet(usable(s, q.row), []solver.Span{q.Span}) {
				d.approach(s.line, u)
			}
		}
		if len(d.alone) > mostPlanned || d.p.reaches < 0 || d.p.ctx.Err() != nil {
			return false
		}
	}
	return !d.broken
}

// usable is when a server can give to a row.
func usable(s *server, r row) []solver.Span {
	if r.among < 0 {
		return s.spans
	}
	if r.among < len(s.holds) {
		return s.holds[r.among]
	}
	return nil
}

// approach looks at a line that could serve the demand in u.
func (d *cut) approach(l int32, u solver.Span) {
	d.p.reaches--
	free := []solver.Span{u}
	for _, x := range d.p.lines[l] {
		if m := x.Span().Meet(u); m.Len() > 0 && isDuty(x) {
			free = constraints.Less(free, []solver.Span{m})
			d.takeIn(l, x, m)
		}
	}
	for _, c := range d.p.caps[l] {
		if len(free) == 0 {
			return
		}
		if s := d.p.c.Model.Sums[c].Span; len(constraints.Meet(free, []solver.Span{s})) > 0 && d.p.full(c) {
			d.open(c)
			free = constraints.Less(free, []solver.Span{s})
		}
	}
	if len(free) > 0 {
		d.spare(l)
	}
}

// open takes in all work that fills a sum.
func (d *cut) open(sum int32) {
	if d.opened[sum] {
		return
	}
	d.opened[sum] = true
	s := &d.p.c.Model.Sums[sum]
	for i, l := range s.Lines {
		for _, x := range d.p.lines[l] {
			if m := x.Span().Meet(s.Span); m.Len() > 0 && isDuty(x) && s.WeightOf(i, x.Kind) > 0 {
				d.takeIn(l, x, m)
			}
		}
	}
}

// takeIn takes in a part of a decision of a line. Where the line would not be missed it has time to
// spare. Work that fills limits and covers nothing ends the proof: in a rota against the rules a
// trainee may do it, or it serves no need.
func (d *cut) takeIn(l int32, x solver.Decision, part solver.Span) {
	p := d.p
	if x.Task < 0 {
		d.broken = true
		return
	}
	k := slices.IndexFunc(p.duty[x.Task], func(o present) bool { return o.line == l && o.Start == x.Start })
	if k < 0 {
		d.broken = true
		return
	}
	holds := p.duty[x.Task][k].holds
	for _, s := range p.pieces(x.Task, part) {
		short, of := p.shortOf(x.Task, s)
		all := row{x.Task, -1}
		switch {
		case short > 0 && (of.among < 0 || holds[of.among]):
			d.take(of, s)
		case short == 0 && p.there(all, s) <= p.wants(all):
			d.take(all, s)
		default:
			tight := slices.IndexFunc(holds, func(bool) bool { return false })
			for k := range holds {
				if r := (row{x.Task, k}); short == 0 && holds[k] && p.there(r, s) == p.wants(r) {
					tight = k
				}
			}
			if tight < 0 {
				d.spare(l)
				return
			}
			d.take(row{x.Task, tight}, s)
		}
	}
}

// under is how much of the demand is short in the rota, in minutes.
func (d *cut) under() (minutes int64) {
	for _, r := range d.order {
		for _, span := range d.rows[r] {
			for _, s := range d.p.pieces(r.task, span) {
				minutes += int64(max(0, d.p.wants(r)-d.p.there(r, s))) * int64(s.Len())
			}
		}
	}
	return minutes
}

// shortfall is by how much the times of the demand are short in the rota, of whatever is short of
// most there, in minutes.
func (d *cut) shortfall() (minutes int64) {
	for _, r := range d.order {
		for _, span := range d.rows[r] {
			for _, s := range d.p.pieces(r.task, span) {
				short, _ := d.p.shortOf(r.task, s)
				minutes += int64(short) * int64(s.Len())
			}
		}
	}
	return minutes
}

// asked is the size of the demand, in minutes.
func (d *cut) asked() (minutes int64) {
	for _, r := range d.order {
		for _, s := range d.rows[r] {
			minutes += int64(d.p.wants(r)) * int64(s.Len())
		}
	}
	return minutes
}

// gives is how much of a row's demand a line serves in the rota, in minutes.
func (d *cut) gives(l int32) (minutes int64) {
	for _, r := range d.order {
		for i := range d.p.duty[r.task] {
			if x := &d.p.duty[r.task][i]; x.line == l && (r.among < 0 || x.holds[r.among]) {
				for _, s := range constraints.Meet(d.rows[r], []solver.Span{x.Span()}) {
					minutes += int64(s.Len())
				}
			}
		}
	}
	return minutes
}

// settle brings the demand to a proof: lines with hours to spare are planned
// alone; where such a line could give more in place of other work of its own,
// that work is taken in and the demand closed again. Where the bound stays below
// what is short, all rotas of the few who can give to the demand are tried.
func (d *cut) settle() bool {
	if d.planAlone() && d.bound(d.supply()) >= d.under() {
		d.shrink()
		return true
	}
	return !d.broken && d.exhaust()
}

// planAlone plans lines with hours to spare alone, and says whether each gives
// all it can.
func (d *cut) planAlone() bool {
	for {
		grown := false
		if len(d.alone) > 0 {
			can := d.can()
			d.alone = slices.DeleteFunc(d.alone, func(l int32) bool { return d.counted(l, can) <= d.gives(l) })
		}
		for _, l := range d.alone {
			switch d.p.reader.AtMost(int(l), d.demand(), d.gives(l)*60, &d.p.searches) {
			case proof.Holds:
			case proof.Unknown:
				return false
			default:
				if !d.clear(l) {
					return false
				}
				grown = true
			}
		}
		if !grown {
			return true
		}
		if !d.close() {
			return false
		}
	}
}

// exhaust tries all rotas of those who can give to the demand, and takes in what
// else they do when one of them leaves less of it short.
func (d *cut) exhaust() bool {
	for range mostPlanned {
		if d.p.ctx.Err() != nil {
			return false
		}
		holds, tried := d.p.reader.AllShort(d.p.ctx, d.demand(), d.under()*60, &d.p.searches)
		if holds == proof.Holds {
			d.tried = tried
			return true
		}
		if holds == proof.Unknown || !d.freeAll() {
			return false
		}
	}
	return false
}

// freeAll takes in all other work, in the weeks of the demand, of the lines that
// can give to it.
func (d *cut) freeAll() bool {
	n := len(d.order)
	size := d.asked()
	for _, r := range d.order[:n] {
		servers := d.p.serversOf(r.task)
		for i := range servers {
			if s := &servers[i]; len(constraints.Meet(usable(s, r), d.rows[r])) > 0 {
				d.free(s.line)
			}
		}
	}
	d.queue = d.queue[:0]
	return d.asked() > size && !d.broken
}

// counted is the most that counting its hours allows a line to give, in minutes.
func (d *cut) counted(l int32, can map[int32]*[2][]solver.Span) (most int64) {
	if use := can[l]; use != nil {
		for _, g := range d.p.most(l, constraints.Join(use[0]), constraints.Join(use[1]), false) {
			most += g.minutes
		}
	}
	return most
}

// clear takes in what of a line's other work would have to go for it to give more to the demand, and
// all of its other work where that is none.
func (d *cut) clear(l int32) bool {
	var others []reading.Item
	var at []solver.Decision
	for _, x := range d.p.lines[l] {
		if isDuty(x) && x.Task >= 0 && !d.covers(x.Task, x.Span()) {
			at, others = append(at, x), append(others, d.p.itemOf(x))
		}
	}
	n := len(d.queue)
	for _, k := range d.p.reader.InTheWay(int(l), d.demand(), d.gives(l)*60, others, &d.p.searches) {
		d.takeIn(l, at[k], at[k].Span())
	}
	if len(d.queue) > n {
		return !d.broken
	}
	return d.free(l)
}

// itemOf is a decision on a task as a reading has it.
func (p *prover) itemOf(x solver.Decision) reading.Item {
	n := &p.reader.Needs[p.c.Occurrences[x.Task].Need]
	s := reading.Span{From: p.c.Instant(x.Start).Unix(), To: p.c.Instant(x.End).Unix()}
	return reading.Item{Span: s, Kind: n.Kind, Need: n.Index, Occurrence: n.OccurrenceOf(s), Client: n.ClientIndex}
}

// free takes in all other work of a line, first in the weeks of the demand and then, when asked
// again, in the whole rota. It fails when there is none.
func (d *cut) free(l int32) bool {
	for n := len(d.queue); d.freed[l] < inTheRota && !d.broken; {
		d.freed[l]++
		for _, x := range d.p.lines[l] {
			if isDuty(x) && (d.freed[l] == inTheRota || d.near(x.Span())) {
				d.takeIn(l, x, x.Span())
			}
		}
		if len(d.queue) > n {
			return !d.broken
		}
	}
	return false
}

// near says whether a time lies in a week that has some of the demand.
func (d *cut) near(s solver.Span) bool {
	return slices.ContainsFunc(d.p.c.Model.Weeks, func(w solver.Week) bool {
		return w.Meet(s).Len() > 0 && slices.ContainsFunc(d.order, func(r row) bool { return len(constraints.Meet(d.rows[r], []solver.Span{w.Span})) > 0 })
	})
}

// mostShrink is the greatest number of pieces of a demand that are tried one by one.
const mostShrink = 60

// shrink leaves out pieces of the demand in which nothing is short and without
// which the bound is no lower.
func (d *cut) shrink() {
	var all []taken
	for _, r := range d.order {
		for _, s := range d.rows[r] {
			all = append(all, taken{r, s})
		}
	}
	under := d.under()
	if len(all) > mostShrink {
		return
	}
	for _, x := range all {
		if d.p.ctx.Err() != nil {
			return // what is not left out is no harm
		}
		o := d.without(x)
		if o.under() == under && o.bound(o.supply()) >= under && o.aloneHolds() {
			d.rows, d.order = o.rows, o.order
		}
	}
}

// aloneHolds says whether what the lines planned alone give is all they can.
func (d *cut) aloneHolds() bool {
	for _, l := range d.alone {
		if d.p.reader.AtMost(int(l), d.demand(), d.gives(l)*60, &d.p.searches) != proof.Holds {
			return false
		}
	}
	return true
}

// without is the demand less one piece.
func (d *cut) without(x taken) *cut {
	o := newCut(d.p)
	o.alone, o.most = d.alone, d.most
	for _, r := range d.order {
		spans := d.rows[r]
		if r == x.row {
			spans = constraints.Less(spans, []solver.Span{x.Span})
		}
		if len(spans) > 0 {
			o.rows[r], o.order = spans, append(o.order, r)
		}
	}
	return o
}
