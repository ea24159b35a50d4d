package cpsat

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
)

// Auto is the native engine with CP-SAT where that is on this machine. Parts
// of a model that share nothing with the rest and that CP-SAT can look at as a whole it gets early, from
// the native engine's first plan, to prove the best of each. What is then not proved the native engine goes on
// with, alone. Last of all CP-SAT puts new plans together from the lines of the native engine's good ones, and,
// without a limit of time, plans windows again; with one the native engine has
// that time, since windows in its last part left rotas slightly worse when that was measured.
// A fault of CP-SAT costs nothing but its share of the time. The zero value works.
//
// With Options.Steps, and where there is no OR-Tools, Auto is the native
// engine and nothing else.
type Auto struct {
	// Say, when not nil, is told why CP-SAT did not help, when OR-Tools is there.
	Say func(error)
}

// Name is "auto".
func (Auto) Name() string { return "auto" }

const (
	// Choices of a part that is searched as a whole, at most, and for each second of a thread that there is for it:
	// with more CP-SAT proves nothing in the time, and the native engine would miss it.
	mostWhole      = 20_000
	wholePerSecond = 100

	// Of the time of a small model, in percent: for the native engine's first
	// plan, and until when CP-SAT tries to prove the best. Where only some parts are
	// small CP-SAT has less, by their share of the work.
	firstShare, wholeShare = 20, 60

	// Without a limit of time: the same for a small model, and how long
	// windows may go on however soon the native engine ended.
	firstTime, wholeTime, windowsTime = 3 * time.Second, 20 * time.Second, 3 * time.Second

	// Of a given time, in percent, what the mixing of lines has at the end, when
	// that is no less than the least, and how much it has at most.
	mixShare          = 1
	leastMix, mostMix = time.Second, 3 * time.Second
	mixTime           = 3 * time.Second // without a limit of time

	poolWays   = 12     // ways kept for each line
	mixChoices = 12_000 // decisions in all the ways that are put together
)

// here says whether there is an OR-Tools where it can be seen at once.
func here() bool { return len(places(context.Background(), false)) > 0 }

// Solve searches with the one engine and the other.
func (a Auto) Solve(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
	if err := m.Check(); err != nil || o.Steps > 0 || !here() {
		return native.Engine{}.Solve(ctx, m, o)
	}
	if err := cmp.Or(solver.CheckContext(ctx), o.Check()); err != nil {
		return nil, err
	}
	return solver.Guarded(ctx, m, o, func(ctx context.Context, m *solver.Model, o solver.Options) (*solver.Result, error) {
		t := &together{Auto: a, o: o, r: &result{m: m, began: time.Now(), limit: cmp.Or(o.Time, allTime), tell: o.Progress, keep: o.Checkpoint}}
		for _, p := range solver.Split(m) {
			t.add(p)
		}
		defer t.close()
		if err := t.search(ctx); err != nil {
			return nil, err
		}
		return t.r.done(ctx), nil
	})
}

// together is the two engines at one model.
type together struct {
	Auto
	o            solver.Options
	r            *result
	small, large []solver.Part // with lines, by whether CP-SAT can look at them as a whole
	empty        []solver.Part // without: they cost what they cost
	child        *child        // nil before the first use
	failed       bool          // CP-SAT does not help
}

func (t *together) add(p solver.Part) {
	w := &workshop{m: p.Model, chooser: native.NewChooser(p.Model)}
	switch {
	case len(p.Lines) == 0:
		t.empty = append(t.empty, p)
	case customOf(p.Model) == nil && w.few(t.mostWhole()): // a rule that is a function only the native engine keeps
		t.small = append(t.small, p)
	default:
		t.large = append(t.large, p)
	}
}

func (t *together) close() {
	if t.child != nil {
		t.child.close()
	}
}

// with has CP-SAT do something for a model, if it can be had. What goes wrong is said once, and CP-SAT is not asked again.
func (t *together) with(ctx context.Context, m *solver.Model, do func(*workshop) error) {
	if t.failed {
		return
	}
	w, err := open(ctx, nil, m, t.child)
	if err == nil {
		t.child = w.child
		err = do(w)
	}
	if err != nil {
		t.failed = true
		if t.Say != nil {
			t.Say(err)
		}
	}
}

// mostWhole is how many choices a part may have that CP-SAT looks at as a whole.
func (t *together) mostWhole() int {
	seconds := (t.part(wholeShare, wholeTime) - t.part(firstShare, firstTime)).Seconds()
	return int(min(mostWhole, seconds*float64(threadsOf(t.o))*wholePerSecond))
}

// part is a share of the time, in percent, or another without a limit.
func (t *together) part(percent, otherwise time.Duration) time.Duration {
	if t.o.Time > 0 {
		return t.o.Time * percent / 100
	}
	return otherwise
}

func (t *together) left() time.Duration { return time.Until(t.r.began.Add(t.r.limit)) }

func (t *together) search(ctx context.Context) error {
	if len(t.small) == 0 {
		return t.goOn(ctx, t.r)
	}
	r := t.r
	if err := r.native(ctx, t.o, t.part(firstShare, firstTime)); err != nil {
		return err
	}
	if r.proved() || ctx.Err() != nil {
		return nil
	}
	open, sum, known := t.wholes(ctx)
	if len(open) > 0 {
		bound, err := t.rest(ctx, open, known)
		if err != nil {
			return err
		}
		sum = sum.Plus(bound)
	}
	r.lift(sum)
	return nil
}

// wholes has CP-SAT look at each small part as a whole. It returns the parts that are then open, and the sums
// of the bounds of parts that are settled and, as far as they are known, of those that are open.
func (t *together) wholes(ctx context.Context) (open []solver.Part, sum, known solver.Cost) {
	r := t.r
	for _, p := range t.empty {
		sum = sum.Plus(p.Model.Evaluate(&solver.Plan{}))
	}
	open = slices.Clone(t.large)
	work, all := weigh(t.small), weigh(t.small)+weigh(t.large)
	end := time.Now().Add(time.Duration(float64(t.part(wholeShare, wholeTime)-t.part(firstShare, firstTime)) * work / all))
	for _, p := range bySize(t.small) {
		own := weigh([]solver.Part{p})
		s := r.within(p)
		t.with(ctx, p.Model, func(w *workshop) error {
			until := time.Now().Add(time.Duration(float64(time.Until(end)) * own / work))
			return s.whole(ctx, w, t.o, mostWhole, until)
		})
		work -= own
		r.merge(p, s)
		r.word(s)
		if s.proved() {
			sum = sum.Plus(s.bound)
			continue
		}
		open, known = append(open, p), known.Plus(s.bound)
	}
	return open, sum, known
}

// rest goes on with the open parts as one, and returns the bound of it.
func (t *together) rest(ctx context.Context, open []solver.Part, known solver.Cost) (solver.Cost, error) {
	rest := solver.Join(t.r.m, open)
	s := t.r.within(rest)
	s.bound = known
	if ctx.Err() == nil && t.left() >= time.Second/10 {
		if err := t.goOn(ctx, s); err != nil {
			return s.bound, err
		}
	}
	t.r.merge(rest, s)
	return s.bound, nil
}

// goOn searches with the native engine from the result's plan, then puts its
// lines together in another way, then, without a limit of time, plans windows again.
func (t *together) goOn(ctx context.Context, r *result) error {
	o := t.o
	if o.Pool == nil || r != t.r { // a part has numbers of its own
		o.Pool = solver.NewPool(r.m, poolWays)
	}
	began, mix := time.Now(), mixTime
	limit := t.o.Time
	if t.o.Time > 0 {
		limit = t.left()
		if mix = min(t.o.Time*mixShare/100, mostMix); mix < leastMix || t.failed {
			mix = 0
		}
		limit -= mix
	} else if r.plan != nil {
		limit = t.left()
	}
	if err := r.native(ctx, o, limit); err != nil {
		return err
	}
	if r.proved() || ctx.Err() != nil || mix <= 0 {
		return nil
	}
	used := time.Since(began)
	t.with(ctx, r.m, func(w *workshop) error {
		if err := r.mix(ctx, w, o, min(mix, t.left())); err != nil || t.o.Time > 0 {
			return err
		}
		return newNeighbours(w, r, o).improve(ctx, time.Now().Add(min(t.left(), max(used, windowsTime))))
	})
	return nil
}

// mix makes the best plan there is of the pool's lines.
func (r *result) mix(ctx context.Context, w *workshop, o solver.Options, limit time.Duration) error {
	s := w.recombination(o.Pool, r.plan, mixChoices)
	if s == nil || limit <= 0 {
		return nil
	}
	settled, _ := (&neighbours{w: w, r: r}).settled()
	_, err := w.run(translate(r.m, *s), o, time.Now().Add(limit), r.take).levels(ctx, r.plan, settled)
	return err
}

// weigh is how much work some parts are.
func weigh(parts []solver.Part) (n float64) {
	for _, p := range parts {
		n += float64(len(p.Lines) + len(p.Tasks))
	}
	return n
}

// BySize has the parts with the least work first.
func bySize(parts []solver.Part) []solver.Part {
	parts = slices.Clone(parts)
	slices.SortStableFunc(parts, func(a, b solver.Part) int {
		return cmp.Compare(len(a.Lines)+len(a.Tasks), len(b.Lines)+len(b.Tasks))
	})
	return parts
}

// native has the native engine search for a time, from the best plan so far.
func (r *result) native(ctx context.Context, o solver.Options, limit time.Duration) error {
	before, bound := time.Since(r.began), r.bound
	o.Time, o.Start = limit, cmp.Or(r.plan, o.Start)
	if r.tell != nil {
		o.Progress = func(p solver.Improvement) {
			if r.plan != nil && !p.Cost.Less(r.cost) {
				return
			}
			p.Elapsed += before
			for l := range p.Bound {
				p.Bound[l] = max(p.Bound[l], bound[l])
			}
			p.Done = min(1, p.Elapsed.Seconds()/r.limit.Seconds())
			r.tell(p)
		}
	}
	o.Checkpoint = nil
	if r.keep != nil {
		o.Checkpoint = func(p *solver.Plan) {
			if r.plan == nil || r.m.Evaluate(p).Less(r.cost) {
				r.keep(p)
			}
		}
	}
	res, err := native.Engine{}.Solve(ctx, r.m, o)
	if err != nil {
		return err
	}
	r.steps += res.Steps
	for l := range r.bound {
		r.bound[l] = max(r.bound[l], res.Bound[l])
	}
	if r.plan != nil && !res.Cost.Less(r.cost) {
		return nil
	}
	r.plan, r.cost, r.best = res.Plan, res.Cost, before+res.Best
	for l := range res.Levels {
		r.levels[l] = before + res.Levels[l]
	}
	return nil
}

func (r *result) proved() bool { return r.m.Met(r.cost, r.bound) }
