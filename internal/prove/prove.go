package prove

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/internal/proof"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Prove looks for proofs that underlap of the report's rota is unavoidable,
// and enters them with the verdicts; where they sum up to all that a level is
// short of, the level's bound too. The rota may be anybody's. Where that is not enough and all rotas can
// be tried it is known whether this one leaves the least.
//
// A proof is the minimum cut of the flow of hours from workers to needs (Ford and Fulkerson, Canad.
// J. Math. 8 (1956)), read from the rota: from what is short, through whoever could serve it, to
// what they do in its stead, until all who are met are at a limit and all they could give is in the
// demand. Since it is grown from one underlap it is the least cut that holds it: drop a piece of
// its demand and the bound falls. Where a worker has hours to spare but the rules of one line
// (rest, spells, runs, weekly rest, shifts that must be taken whole) do not let them be worked, the
// most that the worker can give is found by planning that worker alone, and the proof is of kind
// "rota"; where that is not enough either, all rotas of the few who could serve the demand are
// tried, and it is of kind "engine". Of many short visits (rounds.go), and where limits look further
// than a week (lines.go), it is shown by prices. Each proof is read by package proof before it is entered.
//
// The problem is the one that was given; what c was compiled from may have shifts of the past pinned
// besides. A proof holds for both.
//
// Once the context has ended no more are looked for, and the answer is false: those entered stand.
func Prove(ctx context.Context, given *scheduler.Problem, c *constraints.Compiled, r *scheduler.Report) bool {
	r.Proofs = nil
	for i := range r.Underlap {
		r.Underlap[i].Verdict, r.Underlap[i].Proof, r.Underlap[i].Instead, r.Underlap[i].By = scheduler.VerdictNotProved, -1, "", ""
	}
	if len(r.Underlap) == 0 {
		return true
	}
	if ctx.Err() != nil {
		return false
	}
	p := newProver(ctx, c, r)
	if given != c.Source {
		p.given = proof.New(given)
	}
	whole := p.forBound()
	found, all := p.forUnderlap(r)
	for _, cuts := range whole {
		found = better(found, cuts)
	}
	found = p.merged(found)
	shown := p.forRounds(r, found)
	for _, d := range shown.cuts {
		if ctx.Err() != nil {
			all = false
			break
		}
		p.enter(r, d)
	}
	for _, d := range shown.priced {
		if ctx.Err() != nil {
			all = false
			break
		}
		p.enterPriced(r, d)
	}
	for _, d := range shown.lined {
		if ctx.Err() != nil {
			all = false
			break
		}
		p.enterLined(r, d)
	}
	raise(p, r)
	least := p.isLeast(r)
	for l := range scheduler.LevelFamily {
		if g := &r.Objective[l]; least && !g.Proved() {
			g.Bound, g.By = g.Value, byTrying
		}
	}
	p.dearer(r)
	return all
}

// byTrying is what holds a bound that no proofs add up to and that trying shows, as a Goal's By has it.
const byTrying = "trying every rota"

// mostLeast is how many steps may be tried to see that no rota at all is short of less.
const mostLeast = 1_000_000

// isLeast tries every rota where the bounds are below what is short, and says whether none is short
// of less. There is no demand whose hours say that, since an hour of a more critical need weighs more
// than all of the others.
func (p *prover) isLeast(r *scheduler.Report) bool {
	var seconds [scheduler.LevelFamily]int64
	proved := true
	for l := range seconds {
		seconds[l] = int64(math.Round(r.Objective[l].Value * 3600))
		proved = proved && r.Objective[l].Proved()
	}
	steps := mostLeast
	in, over := p.share(2)
	defer over()
	return !proved && p.reader.LeastShort(in, seconds, &steps) == proof.Holds
}

// forUnderlap are the cuts around what the rota leaves open, and whether all were looked for. They
// have half of the time, since each may be hard to see.
func (p *prover) forUnderlap(r *scheduler.Report) (found []*cut, all bool) {
	whole := p.ctx
	half, over := p.share(2)
	p.ctx = half
	defer func() { over(); p.ctx = whole }()
	for i := range r.Underlap {
		if half.Err() != nil {
			return found, false
		}
		found = p.seek(found, &r.Underlap[i])
	}
	return found, half.Err() == nil
}

// prover reads one rota for proofs.
type prover struct {
	ctx      context.Context
	c        *constraints.Compiled
	lines    [][]solver.Decision // of the rota, in order of time
	duty     [][]present         // by task
	servers  [][]server          // by task, once it was asked about: see serversOf
	caps     [][]int32           // by line: hard sums that hold the line, the shortest first
	used     []int64             // by sum: parts that work on duty and past work take
	reader   *proof.Reader
	given    *proof.Reader // of the problem as it was given, without the past of the rota
	searches int           // what is left for planning workers alone
	reaches  int           // what is left for growing demands
}

// refuses says whether a proof does not hold.
func (p *prover) refuses(x *scheduler.Proof) bool {

	return len(p.reader.Faults(x)) > 0 || p.given != nil && len(p.given.Faults(x)) > 0
}

// present is a decision on duty in a task.
type present struct {
	line int32
	solver.Decision
	holds []bool // by among skill
}

// server is a line that may serve a task, and when.
type server struct {
	line  int32
	spans []solver.Span   // where a legal shift can lie
	holds [][]solver.Span // by among skill: the part in which it counts
}

// mostProofReach is how many times a worker may be followed in growing demands,
// over all proofs of a report.
const mostProofReach = 1_000_000

func newProver(ctx context.Context, c *constraints.Compiled, r *scheduler.Report) *prover {
	m := c.Model
	p := &prover{ctx: ctx, c: c, lines: c.PlanOf(r.Rota).Lines, duty: make([][]present, len(m.Tasks)),
		servers: make([][]server, len(m.Tasks)), caps: make([][]int32, len(m.Lines)), used: make([]int64, len(m.Sums)),
		reader: proof.New(c.Source), searches: proof.MostProofSearch, reaches: mostProofReach}
	for l := range m.Lines {
		line := &m.Lines[l]
		if line.Master >= 0 {
			continue
		}
		for _, d := range p.lines[l] {
			if d.Task >= 0 && isDuty(d) {
				p.duty[d.Task] = append(p.duty[d.Task], present{int32(l), d, p.holdsOf(line, d)})
			}
		}
	}
	for i := range m.Sums {
		if s := &m.Sums[i]; s.Max < solver.NoLimit {
			for _, l := range s.Lines {
				p.caps[l] = append(p.caps[l], int32(i))
			}
			p.used[i] = p.usedOf(s)
		}
	}
	for l := range p.caps {
		slices.SortStableFunc(p.caps[l], func(a, b int32) int { return cmp.Compare(m.Sums[a].Len(), m.Sums[b].Len()) })
	}
	return p
}

func isDuty(d solver.Decision) bool { return d.Kind == solver.Active || d.Kind == solver.Passive }

// serversOf are the lines that may serve a task.
func (p *prover) serversOf(task int32) []server {
	if p.servers[task] == nil {
		p.servers[task] = []server{}
		for l := range p.c.Model.Lines {
			line := &p.c.Model.Lines[l]
			if permit := permitOf(line, task); permit != nil && line.Master < 0 {
				p.addServer(int32(l), permit)
			}
		}
	}
	return p.servers[task]
}

// permitOf is a line's permit for a task, nil for none.
func permitOf(line *solver.Line, task int32) *solver.Permit {
	i, ok := slices.BinarySearchFunc(line.Permits, task, func(p solver.Permit, t int32) int { return cmp.Compare(p.Task, t) })
	if !ok {
		return nil
	}
	return &line.Permits[i]
}

// addServer enters a permit, less the parts in which no legal shift fits, with what is fixed in the task.
func (p *prover) addServer(l int32, permit *solver.Permit) {
	t := &p.c.Model.Tasks[permit.Task]
	s := server{line: l}
	least, most := t.MinLen, t.MaxLen
	if x := p.c.Model.Lines[l].Rules.MaxLen[t.Kind]; x > 0 {
		most = min(most, x)
	}
	if t.Whole {
		least = t.Len()
	}
	for _, x := range permit.Spans {
		if x.Len() >= least && least <= most {
			s.spans = append(s.spans, x)
		}
	}
	var fixed []solver.Span
	for _, d := range p.c.Model.Lines[l].Fixed {
		if d.Task == permit.Task {
			fixed = append(fixed, d.Span().Meet(t.Span))
		}
	}
	for _, h := range permit.Holds {
		in := constraints.Meet(constraints.Join(fixed), h)
		for _, x := range constraints.Meet(s.spans, h) {
			if x.Len() >= least {
				in = append(in, x)
			}
		}
		s.holds = append(s.holds, constraints.Join(in))
	}
	if s.spans = constraints.Join(append(s.spans, fixed...)); len(s.spans) == 0 {
		return
	}
	p.servers[permit.Task] = append(p.servers[permit.Task], s)
}

// holdsOf says for which among skills of its task a decision counts.
func (p *prover) holdsOf(line *solver.Line, d solver.Decision) []bool {
	holds := make([]bool, len(p.c.Model.Tasks[d.Task].Among))
	if permit := permitOf(line, d.Task); permit != nil {
		for k, spans := range permit.Holds {
			holds[k] = slices.ContainsFunc(spans, func(s solver.Span) bool { return s.Contains(d.Span()) })
		}
	}
	return holds
}

// usedOf is what work on duty and past work of the lines take of a sum.
func (p *prover) usedOf(s *solver.Sum) (parts int64) {
	for i, l := range s.Lines {
		for _, d := range p.lines[l] {
			if isDuty(d) {
				parts += partsOf(s, i, d)
			}
		}
	}
	return parts + p.pastOf(s)
}

// pastOf is what past work takes of a sum.
func (p *prover) pastOf(s *solver.Sum) (parts int64) {
	for i, l := range s.Lines {
		for _, d := range p.c.Model.Lines[l].Past {
			parts += partsOf(s, i, d)
		}
	}
	return parts
}

func partsOf(s *solver.Sum, i int, d solver.Decision) int64 {
	return int64(max(0, d.Span().Meet(s.Span).Len())) * s.WeightOf(i, d.Kind)
}

// full says whether not a minute more fits into a sum.
func (p *prover) full(sum int32) bool {
	s := &p.c.Model.Sums[sum]
	return s.Max-p.used[sum] < min(s.Weight[solver.Active], max(s.Weight[solver.Passive], 1))
}

// seek grows the least cut that holds an underlap and gives the cuts found so
// far with it; those that it meets become part of it.
func (p *prover) seek(found []*cut, u *scheduler.Underlap) []*cut {
	n := p.c.Need(u.Need)
	if n < 0 {
		return found
	}
	span := solver.Span{From: p.c.Minute(u.Start), To: p.c.Minute(u.End)}
	t := p.c.TaskOf(n, span)
	if t < 0 || slices.ContainsFunc(found, func(d *cut) bool { return d.covers(t, span) }) {
		return found
	}
	d := newCut(p)
	for _, s := range p.pieces(t, span) {
		if short, row := p.shortOf(t, s); short > 0 {
			d.take(row, s)
		}
	}
	if len(d.order) == 0 {
		return found // a rota that breaks rules can have a worker there twice, and be short all the same
	}
	rest := slices.Clone(found)
	for d.close() && d.settle() {
		k := slices.IndexFunc(rest, d.meets)
		if k < 0 {
			return append(rest, d)
		}
		d.join(rest[k])
		rest = slices.Delete(rest, k, k+1)
	}
	return found
}

// pieces are the parts of a span in which nobody comes to or leaves a task.
func (p *prover) pieces(t int32, in solver.Span) []solver.Span {
	cuts := []solver.Minute{in.From, in.To}
	for _, d := range p.duty[t] {
		for _, at := range [...]solver.Minute{d.Start, d.End} {
			if in.From < at && at < in.To {
				cuts = append(cuts, at)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []solver.Span
	for i := 0; i+1 < len(cuts); i++ {
		out = append(out, solver.Span{From: cuts[i], To: cuts[i+1]})
	}
	return out
}

// row is what of a task is counted: its lines, or those that hold one of
// the among skills.
type row struct {
	task  int32
	among int // -1 for all
}

// wants is how many lines a row asks for.
func (p *prover) wants(r row) int {
	if r.among >= 0 {
		return p.c.Model.Tasks[r.task].Among[r.among].Need
	}
	return p.c.Model.Tasks[r.task].Need
}

// there is how many lines of a row are present in a piece.
func (p *prover) there(r row, piece solver.Span) (n int) {
	for i := range p.duty[r.task] {
		if d := &p.duty[r.task][i]; d.Span().Contains(piece) && (r.among < 0 || d.holds[r.among]) {
			n++
		}
	}
	return n
}

// shortOf is by how much a piece of a task is short, and of what.
func (p *prover) shortOf(t int32, piece solver.Span) (short int, of row) {
	of = row{t, -1}
	short = max(0, p.wants(of)-p.there(of, piece))
	for k := range p.c.Model.Tasks[t].Among {
		r := row{t, k}
		if n := p.wants(r) - p.there(r, piece); n > short {
			short, of = n, r
		}
	}
	return short, of
}
