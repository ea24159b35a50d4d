package solve_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// everyRotas is all that the rotas of a problem of whole visits can come to: who is there, in each
// visit, and the hours of each provider with a ceiling.
type everyRotas struct {
	a      *reading.Reading
	visits []wholeVisit
	cover  map[coverState]bool
	tooBig bool
}

type wholeVisit struct {
	reading.Item
	n *reading.Need
}

// Most visits of a problem whose rotas are all tried, lines of one of its workers, ways in which
// they can be covered, and lines tried beside those.
const (
	mostWholeVisits = 14
	mostLines       = 6000
	mostCovers      = 60_000
	mostTried       = 1_000_000
)

// coverState is by visit how many are there, up to those needed, and how many of them hold each
// among skill; and by provider the counted seconds in each week.
type coverState struct {
	there [mostWholeVisits][3]uint8
	hours [2][12]int32
}

// allRotas tries the rotas of a problem: first all lines of each worker, then all of those together.
func allRotas(p *scheduler.Problem) *everyRotas {
	e := &everyRotas{a: reading.New(p)}
	var before coverState
	for i := range e.a.Workers {
		e.count(&before, &e.a.Workers[i], e.a.Workers[i].Line)
	}
	e.cover = map[coverState]bool{before: true}
	for i := range e.a.Needs {
		n := &e.a.Needs[i]
		for k, o := range n.Occurrences {
			e.visits = append(e.visits, wholeVisit{reading.Item{Span: o.Span, Kind: n.Kind, Need: i, Occurrence: k, Client: n.ClientIndex}, n})
		}
	}
	slices.SortStableFunc(e.visits, func(x, y wholeVisit) int { return reading.CompareSpans(x.Span, y.Span) })
	if e.tooBig = len(e.visits) > mostWholeVisits; e.tooBig {
		return e
	}
	for i := range e.a.Workers {
		if e.addWorker(&e.a.Workers[i]); e.tooBig {
			return e
		}
	}
	return e
}

// addWorker puts every legal line of a worker beside what the workers before could come to.
func (e *everyRotas) addWorker(w *reading.Worker) {
	longer, lenient := *w.Limits, *w // a sleep-in that comes later makes a long spell legal
	longer.MaxSpell, lenient.Limits = max(longer.MaxSpell, longer.MaxSpellSleepIn), &longer
	var lines [][]reading.Item
	var grow func(line []reading.Item, from int)
	grow = func(line []reading.Item, from int) {
		if lines = append(lines, line); len(lines) > mostLines {
			e.tooBig = true
			return
		}
		for i := from; i < len(e.visits) && !e.tooBig; i++ {
			v := &e.visits[i]
			if longer := reading.LineWith(line, v.Item); reading.LegalShift(e.a, w, v.n, v.Occurrence, v.Span) && reading.LegalLine(e.a, &lenient, longer) {
				grow(longer, i+1)
			}
		}
	}
	grow(slices.Clone(w.Line), 0)
	lines = slices.DeleteFunc(lines, func(line []reading.Item) bool { return !reading.LegalLine(e.a, w, line) })
	if w.Ceiling() == nil { // nobody leaves less short with a shift taken off
		lines = slices.DeleteFunc(lines, func(line []reading.Item) bool { return e.hasRoom(w, line) })
	}
	if e.tooBig = e.tooBig || len(lines)*len(e.cover) > mostTried; e.tooBig {
		return
	}
	next := map[coverState]bool{}
	for s := range e.cover {
		for _, line := range lines {
			if t, ok := e.with(s, w, line); ok {
				next[t] = true
			}
		}
		if e.tooBig = e.tooBig || len(next) > mostCovers; e.tooBig {
			return
		}
	}
	e.cover = next
}

// hasRoom says whether one visit more would fit into a legal line.
func (e *everyRotas) hasRoom(w *reading.Worker, line []reading.Item) bool {
	return slices.ContainsFunc(e.visits, func(v wholeVisit) bool {
		there := slices.ContainsFunc(line, func(it reading.Item) bool { return it.Need == v.Need && it.Occurrence == v.Occurrence })
		return !there && reading.LegalShift(e.a, w, v.n, v.Occurrence, v.Span) && reading.LegalLine(e.a, w, reading.LineWith(line, v.Item))
	})
}

// with is a state with a worker's line, where the ceilings allow it.
func (e *everyRotas) with(s coverState, w *reading.Worker, line []reading.Item) (coverState, bool) {
	for i := range line {
		k := slices.IndexFunc(e.visits, func(v wholeVisit) bool { return v.Need == line[i].Need && v.Occurrence == line[i].Occurrence })
		if k < 0 {
			continue
		}
		n := e.visits[k].n
		s.there[k][0] = min(s.there[k][0]+1, uint8(n.Workers))
		for j, m := range n.Among {
			if w.Holds(m.Skill, line[i].Span) {
				s.there[k][j+1] = min(s.there[k][j+1]+1, uint8(m.Workers))
			}
		}
	}
	rostered := slices.DeleteFunc(slices.Clone(line), func(it reading.Item) bool { return it.Past })
	e.count(&s, w, rostered)
	if c := w.Ceiling(); c != nil && len(rostered) > 0 {
		for _, seconds := range s.hours[w.ProviderIndex] {
			if float64(seconds) > c.MaxHoursWeek.Seconds()+1e-6 {
				return s, false
			}
		}
	}
	return s, true
}

// count counts a line's hours toward the ceiling of the worker's provider.
func (e *everyRotas) count(s *coverState, w *reading.Worker, line []reading.Item) {
	for k := range e.a.WeekCount() {
		for i := range line {
			if w.Ceiling() != nil {
				s.hours[w.ProviderIndex][k] += int32(math.Round(w.Counted(&line[i], e.a.Week(k))))
			}
		}
	}
}

// short is by how many a visit is short in a state.
func (s *coverState) short(k int, n *reading.Need) int {
	short := n.Workers - int(s.there[k][0])
	for j, m := range n.Among {
		short = max(short, m.Workers-int(s.there[k][j+1]))
	}
	return max(0, short)
}

// least is the least underlap, the more critical first, in hours.
func (e *everyRotas) least() [3]float64 {
	best := [3]float64{math.Inf(1)}
	for s := range e.cover {
		var under [3]float64
		for k, v := range e.visits {
			under[v.n.Criticality] += float64(s.short(k, v.n)) * reading.HoursOf(v.Len())
		}
		if slices.Compare(under[:], best[:]) < 0 {
			best = under
		}
	}
	return best
}

// leastOf is the least that is short of a proof's demand in any rota, in hours: of heads or of a
// skill, as its rows say.
func (e *everyRotas) leastOf(proof *scheduler.Proof) float64 {
	best := math.Inf(1)
	for s := range e.cover {
		under := 0.0
		for _, d := range proof.Demand {
			in := reading.Span{From: d.Start.Unix(), To: d.End.Unix()}
			k := slices.IndexFunc(e.visits, func(v wholeVisit) bool { return v.n.ID == d.Need && v.Contains(in) })
			there := s.there[k][0]
			if d.Skill != "" {
				there = s.there[k][1+slices.IndexFunc(e.visits[k].n.Among, func(m scheduler.Among) bool { return m.Skill == d.Skill })]
			}
			under += float64(max(0, d.Workers-int(there))) * reading.HoursOf(in.Len())
		}
		best = min(best, under)
	}
	return best
}

// tally counts what is known of gaps.
type tally struct{ problems, open, missed, gaps, proved, priced, unproved, slack int }

// requireTrue holds a report against every rota there is.
func (e *everyRotas) requireTrue(t *testing.T, p *scheduler.Problem, r *scheduler.Report, about string, n *tally) {
	t.Helper()
	require.Empty(t, audit.Proofs(p, r.Proofs), about)
	for i := range r.Proofs {
		require.GreaterOrEqual(t, e.leastOf(&r.Proofs[i]), r.Proofs[i].BoundHours-1e-6, "%s: %s", about, r.Proofs[i].Says)
	}
	requireBoundsCarry(t, p, r)
	least := e.least()
	for l := range scheduler.LevelFamily {
		require.LessOrEqual(t, r.Objective[l].Bound, least[l]+1e-6, "%s: level %s", about, scheduler.Levels[l])
	}
	if l := slices.IndexFunc(r.Objective[:len(least)], func(g scheduler.Goal) bool {
		return math.Abs(g.Value-least[slices.Index(scheduler.Levels[:], g.Level)]) > 1e-6
	}); l >= 0 {
		require.Greater(t, r.Objective[l].Value, least[l], "%s: less than in any rota", about)
		n.missed++
	}
	n.problems++
	if len(r.Underlap) > 0 {
		n.open++
	}
	for l := range scheduler.LevelFamily {
		if r.Objective[l].Bound < r.Objective[l].Value-1e-6 {
			n.slack++
			break
		}
	}
	for _, u := range r.Underlap {
		n.gaps++
		switch u.Verdict {
		case scheduler.VerdictUnavoidable:
			n.proved++
		case scheduler.VerdictAtAPrice:
			n.priced++
		default:
			n.unproved++
		}
	}
}

func (n *tally) String() string {
	return fmt.Sprintf("%d problems, %d with gaps, %d with a bound below the rota, %d with a rota that is not the best; %d gaps: %d unavoidable, %d at a price, %d not proved",
		n.problems, n.open, n.slack, n.missed, n.gaps, n.proved, n.priced, n.unproved)
}

// Of small problems with limits of every kind, held against every rota there is: no proof and no
// bound is false, none is below what its proofs come to, and few gaps are not proved.
// PROOFS_PROBLEMS asks for more problems than a usual run tries.
func TestProofsOfEveryKindHoldAgainstEveryRota(t *testing.T) {
	most := provedProblems / 2
	if n, err := strconv.Atoi(os.Getenv("PROOFS_PROBLEMS")); err == nil {
		most = n
	}
	all, kinds := &tally{}, map[string]*tally{}
	for seed := 0; all.problems < most; seed++ {
		kind := drawn.Tightness[seed%len(drawn.Tightness)]
		rng := rand.New(rand.NewPCG(uint64(seed), 41))
		p := drawn.Small(rng, kind)
		if seed%4 == 3 {
			drawn.DaysOff(rng, p)
		}
		if len(validate.Problem(p)) > 0 {
			continue
		}
		e := allRotas(p)
		if e.tooBig {
			continue
		}
		r, err := solve.Search(t.Context(), p, solve.Options{Seed: 1, Threads: 1, Steps: 20000})
		require.NoError(t, err)
		require.Empty(t, audit.Rota(p, r.Rota).Findings)
		if kinds[kind] == nil {
			kinds[kind] = &tally{}
		}
		before := *all
		e.requireTrue(t, p, r, fmt.Sprintf("seed %d", seed), all)
		add(kinds[kind], all, &before)
		if all.unproved > before.unproved {
			t.Logf("seed %d, %s: not proved", seed, kind)
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		t.Logf("%-12s %s", kind, kinds[kind])
	}
	t.Logf("in all: %s", all)
	require.LessOrEqual(t, all.unproved, all.gaps/20)
}

// add adds to a tally what another gained.
func add(to, now, before *tally) {
	to.problems += now.problems - before.problems
	to.open += now.open - before.open
	to.gaps += now.gaps - before.gaps
	to.proved += now.proved - before.proved
	to.priced += now.priced - before.priced
	to.unproved += now.unproved - before.unproved
	to.slack += now.slack - before.slack
	to.missed += now.missed - before.missed
}
