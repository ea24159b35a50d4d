package toys

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/carerota/carerota/solver"
)

// legalAlone lists every decision on the grid that the line may take by itself.
func legalAlone(m *solver.Model, l int) (out []solver.Decision) {
	for _, p := range m.Lines[l].Permits {
		t := &m.Tasks[p.Task]
		for from := t.From; from < t.To; from += m.Grain {
			for to := from + m.Grain; to <= t.To; to += m.Grain {
				d := solver.Decision{Task: p.Task, Start: from, End: to, Kind: t.Kind}
				if t.Whole && d.Span() != t.Span || !t.Whole && to-from < min(t.MinLen, t.Len()) {
					continue
				}
				if most := m.Lines[l].Rules.MaxLen[t.Kind]; most > 0 && to-from > most {
					continue
				}
				for _, s := range p.Spans {
					if s.Contains(d.Span()) {
						out = append(out, d)
					}
				}
			}
		}
	}
	for _, s := range m.Lines[l].Reserve {
		for from := s.From; from < s.To; from += m.Grain {
			for to := from + m.ReserveMin; to <= min(s.To, from+m.ReserveMax); to += m.Grain {
				out = append(out, solver.Decision{Task: solver.NoTask, Start: from, End: to, Kind: solver.Reserve})
			}
		}
	}
	return out
}

// legalTogether checks decisions in order of time against rest, spells and sums.
func legalTogether(m *solver.Model, l int, dec []solver.Decision) bool {
	r := &m.Lines[l].Rules
	all := append(append([]solver.Decision(nil), m.Lines[l].Past...), dec...)
	for i := 0; i < len(all); {
		j, passive := i, false
		for ; j < len(all) && (j == i || all[j].Start-all[j-1].End < r.MinRest); j++ {
			if j > i && all[j].Start < all[j-1].End {
				return false
			}
			if j > i && all[j].Start == all[j-1].End && all[j].Task == all[j-1].Task {
				return false
			}
			passive = passive || all[j].Kind == solver.Passive
		}
		most := r.MaxSpell
		if passive {
			most = r.MaxSpellPassive
		}
		if all[j-1].End-all[i].Start > most && all[j-1].End > 0 {
			return false
		}
		i = j
	}
	for _, s := range m.Sums {
		if len(s.Lines) == 1 && int(s.Lines[0]) == l && naiveTotal(&s, all) > s.Max {
			return false
		}
	}
	return true
}

func naiveTotal(s *solver.Sum, dec []solver.Decision) (n int64) {
	for _, d := range dec {
		if x := min(d.End, s.To) - max(d.Start, s.From); x > 0 {
			n += int64(x) * s.Weight[d.Kind]
		}
	}
	return n
}

func inOrder(dec []solver.Decision) []solver.Decision {
	dec = slices.Clone(dec)
	slices.SortFunc(dec, func(a, b solver.Decision) int { return int(a.Start - b.Start) })
	return dec
}

// Fix gives some lines a fixed decision, when it is legal by itself.
func Fix(r *rand.Rand, m *solver.Model) {
	for l := range m.Lines {
		if r.IntN(4) > 0 {
			continue
		}
		if all := legalAlone(m, l); len(all) > 0 {
			d := all[r.IntN(len(all))]
			d.Fixed = true
			if legalTogether(m, l, []solver.Decision{d}) {
				m.Lines[l].Fixed = []solver.Decision{d}
			}
		}
	}
}

// Sequences lists every legal line; nil when there are more than most.
func Sequences(m *solver.Model, l, most int) (out [][]solver.Decision) {
	alone := legalAlone(m, l)
	var grow func(dec []solver.Decision, from solver.Minute)
	grow = func(dec []solver.Decision, from solver.Minute) {
		if len(out) > most {
			return
		}
		if sorted := inOrder(dec); legalTogether(m, l, sorted) {
			out = append(out, sorted)
		}
		for _, d := range alone {
			if d.Start >= from {
				grow(append(dec, d), d.End)
			}
		}
	}
	grow(append([]solver.Decision(nil), m.Lines[l].Fixed...), -1000)
	if len(out) > most {
		return nil
	}
	return out
}

// NaiveCost adds up the shortages and the money of a plan, minute by minute of
// the grid.
func NaiveCost(m *solver.Model, plan [][]solver.Decision) (c solver.Cost, legal bool) {
	for i := range m.Sums {
		s := &m.Sums[i]
		var total int64
		for _, l := range s.Lines {
			total += naiveTotal(s, m.Lines[l].Past) + naiveTotal(s, plan[l])
		}
		if total > s.Max {
			return c, false
		}
		if s.LowPrice > 0 && total < s.Low {
			c[s.LowLevel] += int64(math.Round(float64(s.Low-total) * s.LowPrice))
		}
		if s.HighPrice > 0 && total > s.High {
			c[s.HighLevel] += int64(math.Round(float64(total-s.High) * s.HighPrice))
		}
	}
	for t := range m.Tasks {
		task := &m.Tasks[t]
		for x := task.From; x < task.To; x += m.Grain {
			p, held := 0, make([]int, len(task.Among))
			for l := range plan {
				for _, d := range plan[l] {
					if int(d.Task) != t || d.Start > x || d.End <= x {
						continue
					}
					p++
					for k := range held {
						if naiveHolds(&m.Lines[l], d, k) {
							held[k]++
						}
					}
				}
			}
			short, hidden := max(0, task.Need-p), 0
			for k, a := range task.Among {
				hidden = max(hidden, min(a.Need-held[k], task.Need-p))
				short = max(short, a.Need-held[k])
			}
			c[task.UnderLevel] += int64(short) * task.UnderPrice * int64(m.Grain)
			c[task.HiddenLevel] += int64(hidden) * task.HiddenPrice * int64(m.Grain)
			c[task.OverLevel] += int64(max(0, p-task.Need)) * task.OverPrice * int64(m.Grain)
			if task.Backup > 0 {
				c[m.BackupLevel] += naiveBackup(m, plan, t, x) * m.BackupPrice * int64(m.Grain)
			}
		}
	}
	for l := range plan {
		for _, d := range plan[l] {
			c[m.PayLevel] += naivePay(m, l, d)
		}
	}
	return c, true
}

// naiveBackup is what is short of Reserve in a task over one step of the grid.
func naiveBackup(m *solver.Model, plan [][]solver.Decision, t int, x solver.Minute) (short int64) {
	task := &m.Tasks[t]
	here := func(l int) (solver.Decision, bool) {
		for _, d := range plan[l] {
			if int(d.Task) == t && d.Start <= x && x < d.End {
				return d, true
			}
		}
		return solver.Decision{}, false
	}
	for l := range plan {
		if _, ok := here(l); !ok {
			continue
		}
		lack := make([]bool, len(task.Among))
		for k, a := range task.Among {
			others := 0
			for o := range plan {
				if d, ok := here(o); ok && o != l && naiveHolds(&m.Lines[o], d, k) {
					others++
				}
			}
			lack[k] = others < a.Need
		}
		ready := 0
		for o := range plan {
			for _, d := range plan[o] {
				if d.Kind == solver.Reserve && d.Start <= x && x < d.End && naiveReady(m, o, int32(t), x, lack) &&
					(!m.BackupOtherPool || m.Lines[o].Pool != m.Lines[l].Pool) {
					ready++
				}
			}
		}
		short += int64(max(0, task.Backup-ready))
	}
	return short
}

func naiveReady(m *solver.Model, l int, t int32, x solver.Minute, lack []bool) bool {
	for _, p := range m.Lines[l].Permits {
		if p.Task != t {
			continue
		}
		for k := range lack {
			if lack[k] && !solver.InSpans(p.Holds[k], solver.Span{From: x, To: x + m.Grain}) {
				return false
			}
		}
		return solver.InSpans(p.Backing(), solver.Span{From: x, To: x + m.Grain})
	}
	return false
}

func naiveHolds(line *solver.Line, d solver.Decision, k int) bool {
	for _, p := range line.Permits {
		if p.Task == d.Task {
			for _, h := range p.Holds[k] {
				if h.Contains(d.Span()) {
					return true
				}
			}
		}
	}
	return false
}

func naivePay(m *solver.Model, l int, d solver.Decision) int64 {
	p := m.Lines[l].Pay[d.Kind]
	mult, add := float64(d.End-d.Start), 0.0
	if int(p.Curve) < len(m.Curves) {
		c := m.Curves[p.Curve]
		if c.Mult != nil {
			mult = c.Mult[d.End-m.Days[0]] - c.Mult[d.Start-m.Days[0]]
		}
		if c.Add != nil {
			add = c.Add[d.End-m.Days[0]] - c.Add[d.Start-m.Days[0]]
		}
	}
	return int64(math.Round(p.Rate*mult + p.Flat*mult/float64(d.End-d.Start) + p.Factor*add + p.Each))
}

// EveryPlan calls f with the cost of every plan; false when there are too many.
func EveryPlan(m *solver.Model, f func(plan [][]solver.Decision, c solver.Cost)) bool {
	all := make([][][]solver.Decision, len(m.Lines))
	count := 1
	for l := range m.Lines {
		if all[l] = Sequences(m, l, 3000); all[l] == nil {
			return false
		}
		if count *= len(all[l]); count > 60_000 {
			return false
		}
	}
	plan := make([][]solver.Decision, len(m.Lines))
	var pick func(l int)
	pick = func(l int) {
		if l == len(m.Lines) {
			if c, legal := NaiveCost(m, plan); legal {
				f(plan, c)
			}
			return
		}
		for _, s := range all[l] {
			plan[l] = s
			pick(l + 1)
		}
	}
	pick(0)
	return true
}

// SmallModel draws a model small enough to try every plan of it.
func SmallModel(r *rand.Rand) *solver.Model {
	days := 1 + r.IntN(2)
	m := TinyDays(days)
	m.Grain = []solver.Minute{120, 180, 240}[r.IntN(3)]
	g := m.Grain / Hour
	for i := 1 + r.IntN(3); i > 0; i-- {
		from := solver.Minute(r.IntN(days*24/int(g)-1)) * g
		smallTask(r, m, AddTask(m, from, from+g*solver.Minute(1+r.IntN(4)), r.IntN(2)))
	}
	for l := range 1 + r.IntN(3) {
		line := AddLine(m)
		smallPermits(r, m, line)
		line.Rules.MinRest = []solver.Minute{0, 4, 11}[r.IntN(3)] * Hour
		line.Rules.MaxSpell = []solver.Minute{6, 10, 13}[r.IntN(3)] * Hour
		line.Rules.MaxLen[solver.Active] = []solver.Minute{0, 8 * Hour}[r.IntN(2)]
		if r.IntN(3) == 0 {
			line.Past = []solver.Decision{{Task: solver.NoTask, Start: -8 * Hour, End: -2 * Hour}}
		}
		randomCaps(r, m, int32(l), days)
	}
	if n := int32(len(m.Lines)); n > 1 && r.IntN(2) == 0 {
		AddCap(m, int64(3+r.IntN(20)), 0, []solver.Minute{24, 48, 96}[r.IntN(3)], 0, n-1)
	}
	for i := range m.Sums {
		w := &m.Sums[i].Weight
		switch r.IntN(6) {
		case 0:
			w[solver.Passive] = 0
		case 1:
			w[solver.Passive] /= 2
		}
	}
	return m
}

// smallTask draws what a task of a small model asks.
func smallTask(r *rand.Rand, m *solver.Model, t *solver.Task) {
	t.Whole = r.IntN(3) == 0
	t.MinLen = m.Grain * solver.Minute(1+r.IntN(2))
	t.Need = 1 + r.IntN(4)/3
	t.UnderPrice = int64(1 + r.IntN(5)/4)
	if r.IntN(4) == 0 {
		t.Kind = solver.Passive
	}
	if r.IntN(4) == 0 {
		t.Among = []solver.Mix{{Need: 1}}
		if r.IntN(3) == 0 {
			t.Among = append(t.Among, solver.Mix{Need: 1})
		}
		t.HiddenLevel, t.HiddenPrice = m.PayLevel, 3000*int64(r.IntN(2))
	}
}

// smallPermits draws which tasks of a small model a line may serve, and when.
func smallPermits(r *rand.Rand, m *solver.Model, line *solver.Line) {
	for t := range m.Tasks {
		if r.IntN(5) == 0 {
			continue
		}
		s := m.Tasks[t].Span
		if r.IntN(3) == 0 {
			s.From += m.Grain * solver.Minute(r.IntN(2))
			s.To -= m.Grain * solver.Minute(r.IntN(2))
		}
		if s.Len() <= 0 {
			continue
		}
		p := solver.Permit{Task: int32(t), Spans: []solver.Span{s}}
		for range m.Tasks[t].Among {
			h := []solver.Span(nil)
			if r.IntN(2) == 0 {
				h = []solver.Span{m.Tasks[t].Span}
			}
			p.Holds = append(p.Holds, h)
		}
		line.Permits = append(line.Permits, p)
	}
}

func randomCaps(r *rand.Rand, m *solver.Model, l int32, days int) {
	for d := range days {
		if r.IntN(3) == 0 {
			AddCap(m, int64(3+r.IntN(9)), solver.Minute(24*d), solver.Minute(24*d+24), l)
		}
	}
	if r.IntN(3) == 0 {
		AddCap(m, int64(4+r.IntN(16)), -48, solver.Minute(24*days+48), l)
	}
	if r.IntN(4) == 0 {
		AddCap(m, int64(4+r.IntN(12)), 0, solver.Minute(24*days), l)
	}
}

func Text(m *solver.Model) (s string) {
	for i, t := range m.Tasks {
		s += fmt.Sprintf("task %d: %+v\n", i, t)
	}
	for i, l := range m.Lines {
		s += fmt.Sprintf("line %d: %+v past %v rest %d spell %d longest %v\n", i, l.Permits, l.Past, l.Rules.MinRest, l.Rules.MaxSpell, l.Rules.MaxLen)
	}
	for i, x := range m.Sums {
		s += fmt.Sprintf("sum %d: %+v\n", i, x)
	}
	return s
}
