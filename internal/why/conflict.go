package why

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/internal/xplain"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// Conflict is the smallest conflict at a target: nil when enough workers could be there. It is
// found by QuickXplain (Junker, "QUICKXPLAIN: Preferred Explanations and Relaxations for
// Over-Constrained Problems", AAAI 2004), what holds for many workers before what holds for one.
// A second source, if there is one, is asked too, and what it finds is taken where it is smaller;
// the error says what was wrong with it.
func (y *Reader) Conflict(t *Target, second solver.Explainer) (*scheduler.Conflict, error) {
	short := y.shortAt(t)
	s := y.blocked(t)
	all := xplain.Below(len(s.members))
	o := solver.Obstacles{Count: len(all), Wanted: short, Groups: s.shifts}
	could := o.Open(all, -1)
	if could >= short {
		return nil, nil
	}
	c := &scheduler.Conflict{Need: t.Need.ID, Start: y.Instant(t.From), End: y.Instant(t.To), Wanted: short, Could: could}
	var says []string
	set := xplain.Minimal(len(all), func(kept []int) bool { return o.Open(kept, short) < short })
	set, by, err := smaller(set, o, second)
	c.By = by
	for _, i := range set {
		c.Members = append(c.Members, s.members[i].ConflictMember)
		says = append(says, s.members[i].Says)
	}
	who := "nobody could ever come"
	if could > 0 {
		who = fmt.Sprintf("only %d of the %d wanted could ever come", could, short)
	}
	c.Says = fmt.Sprintf("To %q on %s %s. %s", t.Need.ID, sayWhen(y, t.Span), who, strings.Join(says, " "))
	c.Says = strings.TrimRight(c.Says, " ")
	return c, err
}

// smaller is the set, or a smaller one that the second source finds. What is no smallest conflict
// is not believed.
func smaller(set []int, o solver.Obstacles, second solver.Explainer) ([]int, string, error) {
	if second == nil || len(set) == 0 {
		return set, "", nil
	}
	other, err := second.Explain(o)
	switch {
	case err != nil:
		return set, "", err
	case !o.Minimal(other):
		return set, "", fmt.Errorf("scheduler: %s gives as smallest conflict what is none", second.Name())
	case len(other) < len(set):
		return other, second.Name(), nil
	}
	return set, "", nil
}

// shortAt is by how many workers the target is short.
func (y *Reader) shortAt(t *Target) int {
	for _, p := range y.Pieces(&t.Need.Occurrences[t.Occ]) {
		if p.Meets(t.Span) {
			short, _ := y.Shortage(t.Need, &p)
			return short
		}
	}
	return 0
}

// blockade is what stands against every shift of every worker in a target.
type blockade struct {
	members []blockadeMember
	at      map[string]int
	shifts  [][][]int // by worker and shift: numbers of members
}

type blockadeMember struct {
	scheduler.ConflictMember
	broad int      // lower holds for more workers
	who   []string // of a caller's own rule: whom it keeps off
}

// blocked collects the blockade of a target.
func (y *Reader) blocked(t *Target) *blockade {
	s := &blockade{at: map[string]int{}, shifts: make([][][]int, len(y.Workers))}
	for i := range y.Workers {
		w := &y.Workers[i]
		wanting := y.wanting(w, []Target{*t})
		for j := range wanting {
			for _, shift := range shiftsFor(y, w, &wanting[j]) {
				y.Found = y.Found[:0]
				y.against(w, t, &shift, 1<<30)
				var set []int
				for k := range y.Found {
					set = append(set, s.number(y.member(w, t, &shift, &y.Found[k])))
				}
				slices.Sort(set)
				s.shifts[i] = append(s.shifts[i], slices.Compact(set))
			}
		}
	}
	s.sort()
	return s
}

func (s *blockade) number(m blockadeMember) int {
	key := m.Rule + "|" + m.About
	if m.Rule == "unavailable" { // each absence by itself
		key += "|" + m.Says
	}
	i, seen := s.at[key]
	if !seen {
		i = len(s.members)
		s.at[key] = i
		s.members = append(s.members, m)
	}
	if who := &s.members[i].who; len(m.who) > 0 && !slices.Contains(*who, m.who[0]) {
		*who = append(*who, m.who[0])
	}
	return i
}

// sort numbers the members again, the broadest first.
func (s *blockade) sort() {
	order := xplain.Below(len(s.members))
	slices.SortStableFunc(order, func(x, z int) int { return s.members[x].broad - s.members[z].broad })
	now, sorted := make([]int, len(order)), make([]blockadeMember, len(order))
	for to, from := range order {
		now[from], sorted[to] = to, s.members[from]
		if m := &sorted[to]; len(m.who) > 0 {
			m.Says = fmt.Sprintf("The rule %q keeps %s away.", m.About, say.List(FewOf(m.who)))
		}
	}
	s.members = sorted
	for _, shifts := range s.shifts {
		for _, set := range shifts {
			for i := range set {
				set[i] = now[set[i]]
			}
		}
	}
}

// member is an obstacle as a member of a conflict: what stands against many
// workers in the same way is one.
func (y *Reader) member(w *reading.Worker, t *Target, s *shift, o *obstacle) blockadeMember {
	c := scheduler.ConflictMember{Rule: o.Rule, About: o.about}
	switch o.Rule {
	case "skills":
		c.Says = fmt.Sprintf("It needs %s%s.", o.about, y.sayHolders(o.about))
		return blockadeMember{c, 0, nil}
	case "only":
		c.Says = "Only " + say.List(FewOf(namesOf(y, t.Need.Only))) + " may come."
		return blockadeMember{c, 1, nil}
	case "as_of":
		c.Says = "Nobody can start before " + sayMoment(y, y.AsOf) + ", which has passed."
		return blockadeMember{c, 0, nil}
	case ownRule:
		return blockadeMember{c, 2, []string{w.Title()}}
	case "accepts", "provider.suspended", "approval", "provider.max_hours_week":
		c.About = w.Provider
		c.Says = sayProvider(y, w, o, " ") + "."
		return blockadeMember{c, 2, nil}
	}
	c.About = w.ID
	c.Says = w.Title() + " " + cause(y, w, t, s, o).Says + "."
	return blockadeMember{c, 3, nil}
}

// sayHolders says who holds a skill at some time.
func (y *Reader) sayHolders(skill string) string {
	var names []string
	for i := range y.Workers {
		if len(y.Workers[i].SkillTimes[skill]) > 0 {
			names = append(names, y.Workers[i].Title())
		}
	}
	if len(names) == 0 {
		return ", which nobody has"
	}
	if len(names) == 1 {
		return ", which only " + names[0] + " has"
	}
	return ", which only " + say.List(FewOf(names)) + " have"
}

// Most needs of which a warning says that they can never be met, and most
// underlaps of each that are looked at for it.
const (
	mostConflicts     = 10
	mostConflictReads = 3
)

// warnConflicts says of needs that are short what makes them impossible to
// meet, where nobody could ever meet them. The answer is false when the context ended first.
func warnConflicts(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, rules reading.Rules) bool {
	y := NewUnder(p, reading.PinnedRota(p), rules)
	looked, said := map[string]int{}, map[string]bool{}
	for i := range r.Underlap {
		u := &r.Underlap[i]
		if looked[u.Need]++; looked[u.Need] > mostConflictReads || said[u.Need] || len(said) == mostConflicts {
			continue
		}
		if ctx.Err() != nil {
			return false
		}
		for _, t := range y.TargetsOf(u.Need, u.Start, u.End) {
			if o := t.Need.Occurrences[t.Occ].Span; t.To <= y.AsOf || t.Need.Whole && o.From < y.AsOf {
				continue // nobody wonders why
			}
			if c, _ := y.Conflict(&t, nil); c != nil {
				said[u.Need] = true
				r.Warnings = append(r.Warnings, c.Says)
				break
			}
		}
	}
	return true
}
