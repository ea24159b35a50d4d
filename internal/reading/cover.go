package reading

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// Piece is a time in an occurrence in which nobody comes or goes, with the
// shifts present, each worker once.
type Piece struct {
	Span
	Present []int
}

// Pieces cuts an occurrence at every start and end of a shift in it.
func (a *Reading) Pieces(o *Occurrence) []Piece {
	if len(o.Duty) == 1 && a.Shifts[o.Duty[0]].Contains(o.Span) {
		return []Piece{{o.Span, slices.Clone(o.Duty)}}
	}
	cuts := []int64{o.From, o.To}
	for _, i := range o.Duty {
		in := a.Shifts[i].Meet(o.Span)
		cuts = append(cuts, in.From, in.To)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	out := make([]Piece, 0, len(cuts))
	var present []int
	next := 0
	for k := 0; k+1 < len(cuts); k++ {
		p := Piece{Span: Span{cuts[k], cuts[k+1]}}
		for ; next < len(o.Duty) && a.Shifts[o.Duty[next]].From <= p.From; next++ {
			present = append(present, o.Duty[next])
		}
		present = slices.DeleteFunc(present, func(i int) bool { return a.Shifts[i].To <= p.From })
		p.Present = eachOnce(a, present)
		out = append(out, p)
	}
	return out
}

// eachOnce is a copy of shifts with one for each worker.
func eachOnce(a *Reading, shifts []int) []int {
	var out []int
	for _, i := range shifts {
		if !slices.ContainsFunc(out, func(j int) bool { return a.Shifts[i].Worker == a.Shifts[j].Worker }) {
			out = append(out, i)
		}
	}
	return out
}

// Shortage says by how many workers a piece is short, and of which among skills: those without
// which one more would not lessen the shortfall.
func (a *Reading) Shortage(n *Need, p *Piece) (short int, among []string) {
	short = headsShort(n, p)
	for k, m := range n.Among {
		switch d := m.Workers - a.held(p, k); {
		case d > short:
			short, among = d, []string{m.Skill}
		case d == short && d > 0 && !slices.Contains(among, m.Skill):
			among = append(among, m.Skill)
		}
	}
	return short, among
}

// held is how many of those present hold an among skill of their need.
func (a *Reading) held(p *Piece, among int) (n int) {
	for _, i := range p.Present {
		if a.Shifts[i].Holds[among] {
			n++
		}
	}
	return n
}

// headsShort is how many workers a piece is short of, whatever they hold.
func headsShort(n *Need, p *Piece) int { return max(0, n.Workers-len(p.Present)) }

// mixShort is how many a piece is short of the among skill that it is most short of.
func (a *Reading) mixShort(n *Need, p *Piece) (short int) {
	for k, m := range n.Among {
		short = max(short, m.Workers-a.held(p, k))
	}
	return short
}

// ShortAmong are the among skills of which a piece is short by as much as it is
// short at all: one more without them would not lessen the shortfall.
func (a *Reading) ShortAmong(n *Need, p *Piece, short int) (out []int) {
	for k, m := range n.Among {
		if m.Workers-a.held(p, k) == short {
			out = append(out, k)
		}
	}
	return out
}

// Needed are, for each shift on duty in the occurrence, the times that would be shorter without it.
func (a *Reading) Needed(n *Need, o *Occurrence) [][]Span {
	out := make([][]Span, len(o.Duty))
	for _, p := range a.Pieces(o) {
		short, _ := a.Shortage(n, &p)
		for k, s := range p.Present {
			left := Piece{p.Span, slices.Delete(slices.Clone(p.Present), k, k+1)}
			if now, _ := a.Shortage(n, &left); now > short {
				x, _ := slices.BinarySearch(o.Duty, s)
				out[x] = append(out[x], p.Span)
			}
		}
	}
	for x := range out {
		out[x] = Union(out[x])
	}
	return out
}

// computeCover reports what is covered, by whom it is not, and where it is short.
func computeCover(a *Reading) {
	var required, under, over, hidden, family int64
	var byLevel [3]int64
	for i := range a.Needs {
		n := &a.Needs[i]
		for j := range n.Occurrences {
			o := &n.Occurrences[j]
			required += int64(n.Workers) * o.Len()
			rows, overs := len(a.Report.Underlap), len(a.Report.Overlap)
			for _, p := range a.Pieces(o) {
				short, among := a.Shortage(n, &p)
				under += int64(short) * p.Len()
				hidden += int64(min(headsShort(n, &p), a.mixShort(n, &p))) * p.Len()
				byLevel[min(max(n.Criticality, scheduler.Critical), scheduler.Desirable)] += int64(short) * p.Len()
				if more := len(p.Present) - n.Workers; more > 0 {
					over += int64(more) * p.Len()
					addOverlap(a, overs, n, &p, more)
				}
				for _, s := range p.Present {
					if a.Workers[a.Shifts[s].Worker].Family {
						family += p.Len()
					}
				}
				if short > 0 {
					addUnderlap(a, rows, n, &p, short, among)
				}
			}
		}
	}
	a.hidden = hidden
	for k, x := range byLevel {
		a.underlap[k] = HoursOf(x)
	}
	a.Report.Cover = scheduler.Cover{RequiredHours: HoursOf(required), CoveredHours: HoursOf(required - under), UnderlapHours: HoursOf(under), OverlapHours: HoursOf(over), FamilyHours: HoursOf(family)}
	slices.SortStableFunc(a.Report.Underlap, func(x, y scheduler.Underlap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), x.End.Compare(y.End))
	})
	slices.SortStableFunc(a.Report.Overlap, func(x, y scheduler.Overlap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), x.End.Compare(y.End))
	})
}

// addOverlap enters a piece with more workers than are asked for, as part of the row before when that
// is of the same occurrence (one of the rows from first on) and of the same people.
func addOverlap(a *Reading, first int, n *Need, p *Piece, more int) {
	o := scheduler.Overlap{Need: n.ID, Client: n.Client, Start: a.Instant(p.From), End: a.Instant(p.To), Over: more}
	for _, s := range p.Present {
		o.Workers = append(o.Workers, a.Workers[a.Shifts[s].Worker].ID)
	}
	slices.Sort(o.Workers)
	if rows := a.Report.Overlap; len(rows) > first {
		if b := &rows[len(rows)-1]; b.End.Equal(o.Start) && slices.Equal(b.Workers, o.Workers) {
			b.End = o.End
			return
		}
	}
	a.Report.Overlap = append(a.Report.Overlap, o)
}

// addUnderlap enters a piece that is short, as part of the row before when
// that is of the same occurrence (one of the rows from first on) and says the same.
func addUnderlap(a *Reading, first int, n *Need, p *Piece, short int, among []string) {
	u := scheduler.Underlap{Need: n.ID, Client: n.Client, Start: a.Instant(p.From), End: a.Instant(p.To), Short: short,
		Gap: len(p.Present) == 0, Criticality: n.Criticality, Skills: slices.Clone(n.Skills), Verdict: scheduler.VerdictNotProved, Proof: -1}
	if len(among) > 0 {
		u.Skills = among
	}
	if rows := a.Report.Underlap; len(rows) > first {
		if b := &rows[len(rows)-1]; b.End.Equal(u.Start) && b.Short == u.Short && b.Gap == u.Gap && slices.Equal(b.Skills, u.Skills) {
			b.End = u.End
			return
		}
	}
	a.Report.Underlap = append(a.Report.Underlap, u)
}
