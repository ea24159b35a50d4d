package scheduler

import (
	"cmp"
	"slices"
)

// auditPiece is a time in an occurrence in which nobody comes or goes, with the
// shifts present, each worker once.
type auditPiece struct {
	auditSpan
	present []int
}

// pieces cuts an occurrence at every start and end of a shift in it.
func (a *audit) pieces(o *auditOccurrence) []auditPiece {
	if len(o.duty) == 1 && a.shifts[o.duty[0]].contains(o.auditSpan) {
		return []auditPiece{{o.auditSpan, slices.Clone(o.duty)}}
	}
	cuts := []int64{o.from, o.to}
	for _, i := range o.duty {
		in := a.shifts[i].meet(o.auditSpan)
		cuts = append(cuts, in.from, in.to)
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	out := make([]auditPiece, 0, len(cuts))
	var present []int
	next := 0
	for k := 0; k+1 < len(cuts); k++ {
		p := auditPiece{auditSpan: auditSpan{cuts[k], cuts[k+1]}}
		for ; next < len(o.duty) && a.shifts[o.duty[next]].from <= p.from; next++ {
			present = append(present, o.duty[next])
		}
		present = slices.DeleteFunc(present, func(i int) bool { return a.shifts[i].to <= p.from })
		p.present = a.eachOnce(present)
		out = append(out, p)
	}
	return out
}

// eachOnce is a copy of shifts with one for each worker.
func (a *audit) eachOnce(shifts []int) []int {
	var out []int
	for _, i := range shifts {
		if !slices.ContainsFunc(out, func(j int) bool { return a.shifts[i].worker == a.shifts[j].worker }) {
			out = append(out, i)
		}
	}
	return out
}

// shortage says by how many workers a piece is short, and of which among skills
// when it is they that say so.
func (a *audit) shortage(n *auditNeed, p *auditPiece) (short int, among []string) {
	short = max(0, n.Workers-len(p.present))
	for k, m := range n.Among {
		held := 0
		for _, i := range p.present {
			if a.shifts[i].holds[k] {
				held++
			}
		}
		switch d := m.Workers - held; {
		case d > short:
			short, among = d, []string{m.Skill}
		case d == short && len(among) > 0 && !slices.Contains(among, m.Skill):
			among = append(among, m.Skill)
		}
	}
	return short, among
}

// shortAmong are the among skills of which a piece is short by as much as it is
// short at all: one more without them would not lessen the shortfall.
func (a *audit) shortAmong(n *auditNeed, p *auditPiece, short int) (out []int) {
	for k, m := range n.Among {
		held := 0
		for _, i := range p.present {
			if a.shifts[i].holds[k] {
				held++
			}
		}
		if m.Workers-held == short {
			out = append(out, k)
		}
	}
	return out
}

// computeCover reports what is covered, by whom it is not, and where it is short.
func (a *audit) computeCover() {
	var required, under, over, family int64
	var byLevel [3]int64
	for i := range a.needs {
		n := &a.needs[i]
		for j := range n.occurrences {
			o := &n.occurrences[j]
			required += int64(n.Workers) * o.len()
			rows := len(a.report.Underlap)
			for _, p := range a.pieces(o) {
				short, among := a.shortage(n, &p)
				under += int64(short) * p.len()
				byLevel[min(max(n.Criticality, Critical), Desirable)] += int64(short) * p.len()
				over += int64(max(0, len(p.present)-n.Workers)) * p.len()
				for _, s := range p.present {
					if a.workers[a.shifts[s].worker].family {
						family += p.len()
					}
				}
				if short > 0 {
					a.addUnderlap(rows, n, &p, short, among)
				}
			}
		}
	}
	for k, x := range byLevel {
		a.underlap[k] = auditHoursOf(x)
	}
	a.report.Cover = Cover{auditHoursOf(required), auditHoursOf(required - under), auditHoursOf(under), auditHoursOf(over), auditHoursOf(family)}
	slices.SortStableFunc(a.report.Underlap, func(x, y Underlap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), x.End.Compare(y.End))
	})
}

// addUnderlap enters a piece that is short, as part of the row before when
// that is of the same occurrence (one of the rows from first on) and says the same.
func (a *audit) addUnderlap(first int, n *auditNeed, p *auditPiece, short int, among []string) {
	u := Underlap{Need: n.ID, Client: n.Client, Start: a.instant(p.from), End: a.instant(p.to), Short: short,
		Gap: len(p.present) == 0, Criticality: n.Criticality, Skills: slices.Clone(n.Skills), Verdict: VerdictNotProved, Proof: -1}
	if len(among) > 0 {
		u.Skills = among
	}
	if rows := a.report.Underlap; len(rows) > first {
		if b := &rows[len(rows)-1]; b.End.Equal(u.Start) && b.Short == u.Short && b.Gap == u.Gap && slices.Equal(b.Skills, u.Skills) {
			b.End = u.End
			return
		}
	}
	a.report.Underlap = append(a.report.Underlap, u)
}
