package board

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"

	"github.com/carerota/carerota/solver"
)

func (b *Board) makeAxes(ids []int32) []Axis {
	m := b.Model
	ids = append([]int32(nil), ids...)
	sort.Slice(ids, func(i, j int) bool {
		a, c := m.Sums[ids[i]].Span, m.Sums[ids[j]].Span
		if a.From != c.From {
			return a.From < c.From
		}
		if a.Len() != c.Len() {
			return a.Len() < c.Len()
		}
		return ids[i] < ids[j]
	})
	var axes []Axis
next:
	for _, id := range ids {
		for k := range axes {
			last := axes[k].Ids[len(axes[k].Ids)-1]
			if m.Sums[last].To <= m.Sums[id].From {
				axes[k].Ids = append(axes[k].Ids, id)
				continue next
			}
		}
		axes = append(axes, Axis{Ids: []int32{id}})
	}
	for k := range axes {
		a := &axes[k]
		a.byDay = make([]int16, len(m.Days)-1)
		j := 0
		for d := range a.byDay {
			for j < len(a.Ids) && m.Sums[a.Ids[j]].To <= m.Days[d] {
				j++
			}
			a.byDay[d] = int16(j)
		}
	}
	return axes
}

// laySlots gives every task its points and classes and every line its classes
// and its day index of backed-up tasks.
func (b *Board) laySlots(ctx context.Context) {
	m := b.Model
	cuts := make([][]solver.Minute, len(b.Tasks))
	pools := make([][]int32, len(b.Tasks))
	for i := range b.Lines {
		if ctx.Err() != nil {
			return
		}
		for _, d := range b.Lines[i].Fixed { // which need not be whole, nor on the grid
			if d.Task >= 0 {
				cuts[d.Task] = append(cuts[d.Task], d.Start, d.End)
			}
		}
		reserves := b.Lines[i].fixedReserves()
		for p := range b.Lines[i].Permits {
			pm := &b.Lines[i].Permits[p]
			t := &b.Tasks[pm.Task]
			if t.Backup == 0 || b.Lines[i].Master >= 0 {
				continue
			}
			if m.BackupOtherPool && !hasInt(pools[pm.Task], b.Lines[i].Pool) {
				pools[pm.Task] = append(pools[pm.Task], b.Lines[i].Pool)
			}
			for _, s := range pm.Backing() {
				cuts[pm.Task] = append(cuts[pm.Task], s.From, s.To)
			}
			cuts[pm.Task] = append(cuts[pm.Task], reserves...)
			for _, h := range pm.Holds {
				for _, s := range h {
					cuts[pm.Task] = append(cuts[pm.Task], s.From, s.To)
				}
			}
		}
	}
	for i := range b.Tasks {
		b.layPoints(&b.Tasks[i], cuts[i], pools[i])
	}
	for i := range b.Lines {
		if ctx.Err() != nil {
			return
		}
		b.layClasses(&b.Lines[i])
	}
}

// fixedReserves are the ends of the line's fixed Reserve decisions, which need not be on the grid.
func (l *LineBoard) fixedReserves() (ends []solver.Minute) {
	for _, d := range l.Fixed {
		if d.Kind == solver.Reserve {
			ends = append(ends, d.Start, d.End)
		}
	}
	return ends
}

func hasInt(s []int32, x int32) bool {
	for _, v := range s {
		if v == x {
			return true
		}
	}
	return false
}

func (b *Board) layPoints(t *TaskBoard, cuts, pools []int32) {
	g := b.Model.Grain
	t.first = solver.FloorDiv(t.From, g)*g + g
	t.regular = true
	t.Pts = append(t.Pts, t.From)
	grid := !t.Whole || t.Backup > 0 || b.hasShadow(t)
	if grid {
		for x := t.first; x < t.To; x += g {
			t.Pts = append(t.Pts, x)
		}
	}
	t.Pts = append(t.Pts, t.To)
	if t.Whole && len(t.Pts) == 2 {
		t.regular = false
	}
	for _, c := range cuts {
		if c > t.From && c < t.To && (c%g != 0 || !grid) {
			t.Pts = append(t.Pts, c)
			t.regular = false
		}
	}
	if !t.regular {
		sort.Slice(t.Pts, func(i, j int) bool { return t.Pts[i] < t.Pts[j] })
		t.Pts = dedupe(t.Pts)
	}
	t.pools = pools
	sort.Slice(t.pools, func(i, j int) bool { return t.pools[i] < t.pools[j] })
	t.Classes = t.Masks
	if len(pools) > 0 {
		t.Classes *= int32(len(pools))
	}
	n := len(t.Pts) - 1
	t.Slot0 = int32(b.slots)
	b.slots += n
	if len(t.Among) > 0 {
		t.among0 = int32(b.acells)
		b.acells += n * len(t.Among)
	}
	if t.Backup > 0 && !t.Plain() {
		t.Cell0 = int32(b.pcells)
		b.pcells += n * int(t.Classes)
	}
}

func (b *Board) hasShadow(t *TaskBoard) bool { return len(t.shadows) > 0 }

func dedupe(x []solver.Minute) []solver.Minute {
	out := x[:1]
	for _, v := range x[1:] {
		if v != out[len(out)-1] {
			out = append(out, v)
		}
	}
	return out
}

func (b *Board) layClasses(l *LineBoard) {
	l.DutyDay = b.byDay(func(enter func(int32, solver.Span)) {
		for _, p := range l.Duty {
			for _, s := range l.Permits[p].Spans {
				enter(p, s)
			}
		}
	})
	if l.MayReserve() {
		l.ByDay = b.byDay(func(enter func(int32, solver.Span)) {
			for p := range l.Permits {
				if t := &b.Tasks[l.Permits[p].Task]; t.Backup > 0 && l.Master < 0 && !l.Permits[p].NoBackup {
					enter(int32(p), t.Span)
				}
			}
		})
	}
	for p := range l.Permits {
		t := &b.Tasks[l.Permits[p].Task]
		if len(t.pools) == 0 {
			continue
		}
		if l.class == nil {
			l.class = make([]int32, len(l.Permits))
		}
		k := sort.Search(len(t.pools), func(i int) bool { return t.pools[i] >= l.Pool })
		l.class[p] = int32(k) * t.Masks
	}
}

// byDay lists by day the permits entered with a span that touches it, each once where those of
// one permit come one after the other. It asks for them twice: the lists share one piece of memory.
func (b *Board) byDay(all func(enter func(permit int32, s solver.Span))) [][]int32 {
	out := make([][]int32, len(b.Model.Days)-1)
	last, count := make([]int32, len(out)), make([]int, len(out))
	each := func(do func(day int, p int32)) {
		for d := range last {
			last[d] = -1
		}
		all(func(p int32, s solver.Span) {
			for d := b.DayIndex(s.From); d < len(out) && b.Model.Days[d] < s.To; d++ {
				if last[d] != p {
					last[d] = p
					do(d, p)
				}
			}
		})
	}
	total := 0
	each(func(d int, _ int32) { count[d]++; total++ })
	room := make([]int32, total)
	for d := range out {
		out[d], room = room[:0:count[d]], room[count[d]:]
	}
	each(func(d int, p int32) { out[d] = append(out[d], p) })
	return out
}

// ClassOf is the offset of the line's pool class in the task of its permit.
func (l *LineBoard) ClassOf(permit int32) int32 {
	if l.class == nil {
		return 0
	}
	return l.class[permit]
}

// scale sets the search's own weights: one energy out of the ranked cost, in
// units of the typical pay of an hour.
func (b *Board) scale() {
	var sum float64
	n := 0
	for i := range b.Lines {
		if r := b.Lines[i].Pay[solver.Active].Rate; r > 0 {
			sum += r * 60
			n++
		}
	}
	b.unit = 1
	if n > 0 {
		b.unit = sum / float64(n)
	} else if b.Model.PayLevel < solver.MaxLevels {
		b.unit = 1e8
	}
	b.Fine = 1
	if dear := dearest(b.Model) / mostUnits; dear > b.unit {
		b.Fine, b.unit = b.unit/dear, dear
	}
	b.Weight = levelWeights(b.Model, b.unit)
}

// mostUnits is how many units the dearest thing at the pay level may weigh: less than an hour of the
// level above, whose worth is in units too.
const mostUnits = 10

// dearest is the highest price at the pay level of an hour or of what is paid once. Pay is not among
// them.
func dearest(m *solver.Model) float64 {
	var most float64
	at := func(level int, price int64, times float64) {
		if level == m.PayLevel {
			most = max(most, float64(price)*times)
		}
	}
	at(m.ChangeLevel, m.ChangePrice, 60)
	for i := range m.Tasks {
		t := &m.Tasks[i]
		at(t.OverLevel, t.OverPrice, 60)
		at(t.ExtraLevel, t.ExtraPrice, 1)
		at(t.WantLevel, t.WantPrice, 60)
	}
	for l := range m.Lines {
		for _, f := range m.Lines[l].Firsts {
			at(m.PayLevel, f.Price, 1)
		}
	}
	return most
}

// levelWeights gives a minute of each level above money its worth in units.
// Levels after the pay level, if any, weigh little.
func levelWeights(m *solver.Model, unit float64) [solver.MaxLevels]float64 {
	var w [solver.MaxLevels]float64
	if m.PayLevel >= 0 && m.PayLevel < solver.MaxLevels {
		w[m.PayLevel] = 1 / unit
	}
	per := 12.0 / 60 // the level just above money: an hour is worth so many units
	for l := m.PayLevel - 1; l >= 0; l-- {
		w[l] = per
		per *= 5
	}
	for l := m.PayLevel + 1; l < solver.MaxLevels; l++ {
		w[l] = w[l-1] / math.Ldexp(1, 10)
	}
	return w
}

// layDues finds out whether lines have limits of hours, how many hours they have to spare beyond what
// all tasks take, and with it what a line must do in which week if nothing is to be short. A line that
// must work in a week does so from the start, for it is hard to let it in later.
func (b *Board) layDues() {
	b.due, b.Exact = make([]int64, len(b.Model.Sums)), make([]bool, len(b.Model.Sums))
	var spare, all int64
	least := [solver.NumModes]int64{solver.Active: math.MaxInt64, solver.Passive: math.MaxInt64}
	budgets := make([]budget, len(b.Lines))
	for l := range b.Lines {
		lb := &b.Lines[l]
		if lb.Master >= 0 || len(lb.Permits) == 0 {
			continue
		}
		h := &budgets[l]
		if *h, b.Limited = b.budget(lb); !b.Limited {
			return
		}
		all += h.most
		for k, w := range h.weight {
			least[k] = min(least[k], w)
		}
	}
	if !b.Limited {
		return
	}
	spare = all
	var price, wanted float64
	for i := range b.Tasks {
		t := &b.Tasks[i]
		n := int64(t.want()) * int64(t.Len())
		spare -= n * least[t.Kind]
		wanted += float64(n)
		price = max(price, float64(t.UnderPrice)*b.Weight[t.UnderLevel])
	}
	b.Press = price / solver.PartsPerMinute
	b.Crew = wanted / float64(max(1, b.Model.Horizon.Len()))
	b.Tight = spare < all/50
	b.Backed = float64(spare) >= b.backupMinutes()*solver.PartsPerMinute
	for l := range budgets {
		if id := budgets[l].whole; budgets[l].most > 0 && id >= 0 && b.Tight {
			b.Exact[id] = true
		}
		for _, id := range budgets[l].weeks {
			others := budgets[l].inWeeks - b.Model.Sums[id].Max
			b.due[id] = max(0, budgets[l].most-others-max(0, spare))
		}
	}
}

// hull is the time in which the line may work.
func (b *Board) hull(lb *LineBoard) (from, to solver.Minute) {
	from, to = math.MaxInt32, math.MinInt32
	for i := range lb.Permits {
		if sp := lb.Permits[i].Spans; len(sp) > 0 {
			from, to = min(from, sp[0].From), max(to, sp[len(sp)-1].To)
		}
	}
	for _, r := range lb.Reserve {
		from, to = min(from, r.From), max(to, r.To)
	}
	return from, to
}

// budget reads a line's limits of hours: one sum over all the time in which it may work, or
// sums side by side that hold all of it, or both; false when there is neither.
func (b *Board) budget(lb *LineBoard) (h budget, ok bool) {
	from, to := b.hull(lb)
	h.whole = -1
	whole, best := int64(solver.NoLimit), int64(solver.NoLimit)
	for _, a := range lb.Axes {
		total, end := int64(0), from
		var weeks []int32
		for _, id := range a.Ids {
			s := &b.Model.Sums[id]
			if !s.Limits() || s.From > end {
				continue
			}
			if !ok {
				h.weight, ok = s.Weight, true
			}
			if s.Weight != h.weight {
				return budget{}, false
			}
			if s.From <= from && s.To >= to {
				if s.Max < whole {
					whole, h.whole = s.Max, id
				}
			}
			total += s.Max
			end = s.To
			weeks = append(weeks, id)
		}
		if end >= to && len(weeks) > 1 && total < best {
			h.weeks, best = weeks, total
		}
	}
	switch {
	case whole == solver.NoLimit && best == solver.NoLimit:
		return budget{}, false
	case whole == solver.NoLimit:
		h.weeks = nil
	case best < solver.NoLimit:
		h.inWeeks = best
	}
	if h.most = min(whole, best); h.most < whole {
		h.whole = -1
	}
	return h, true
}

// backupMinutes is how long lines must be on reserve at least if no task is to lack backup.
func (b *Board) backupMinutes() (n float64) {
	var tasks []*solver.Task
	for i := range b.Tasks {
		tasks = append(tasks, &b.Tasks[i].Task)
	}
	slices.SortStableFunc(tasks, func(x, y *solver.Task) int { return cmp.Compare(x.From, y.From) })
	for k, more := 1, true; more; k++ {
		end := solver.Minute(math.MinInt32)
		more = false
		for _, t := range tasks {
			if t.Backup >= k && t.To > end {
				n += float64(t.To - max(t.From, end))
				end, more = t.To, true
			}
		}
	}
	return n
}

// budget is what a line may work in all, in parts.
type budget struct {
	most    int64
	whole   int32 // the sum that is most, where one holds all the time; else -1
	weight  [solver.NumModes]int64
	weeks   []int32 // the sums of its weeks, where there is one of the whole too
	inWeeks int64   // what those allow together
}
