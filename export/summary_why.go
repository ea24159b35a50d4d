package export

import (
	"cmp"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
)

// mostNearest is how many workers a summary names who come nearest to stepping
// in.
const mostNearest = 3

// nearest is a line on who could step in at an underlap or, where nobody could, who
// comes nearest to it and what keeps them off: carerota explain has everyone.
// It is empty where no reasons are known.
func (s *summary) nearest(list []scheduler.Why) string {
	var could, family []string
	var near []scheduler.Why
	for _, y := range list {
		switch {
		case y.Start.IsZero():
		case len(y.Reasons) == 0 && s.ofFamily(y.Worker):
			family = append(family, of(s.names.worker, y.Worker)+", who is family and offered this time")
		case len(y.Reasons) == 0:
			could = append(could, of(s.names.worker, y.Worker))
		case !settled(y.Causes) && !s.ofFamily(y.Worker):
			near = append(near, y)
		}
	}
	could = append(could, family...)
	if len(could) > 0 {
		return "Could step in: " + say.List(could[:min(len(could), mostNearest)]) + "."
	}
	slices.SortStableFunc(near, func(a, b scheduler.Why) int { return cmp.Compare(len(a.Reasons), len(b.Reasons)) })
	var said []string
	for _, y := range near[:min(len(near), mostNearest)] {
		said = append(said, of(s.names.worker, y.Worker)+" "+sayReasons(y.Reasons))
	}
	if len(said) == 0 {
		return ""
	}
	return "Closest: " + strings.Join(said, "; ") + "."
}

// ofFamily says whether a worker is family: asked after all others, and never said to be in the way.
func (s *summary) ofFamily(id string) bool {
	for i := range s.p.Workers {
		if w := &s.p.Workers[i]; w.ID == id {
			return ofFamily(s.p, w)
		}
	}
	return false
}

// sayWhy is what keeps a worker off, or the shift that could be taken, as a phrase that follows the name.
func (s *summary) sayWhy(y *scheduler.Why) string {
	switch {
	case y.Start.IsZero():
		return "cannot come: no shift fits"
	case len(y.Reasons) == 0:
		return "could take " + sayDay(s.p, scheduler.DateOf(y.Start.In(s.p.Zone))) + " " + sayTimes(s.p, y.Start, y.End)
	}
	return sayReasons(y.Reasons)
}

// sayReasons joins reasons, each a phrase that follows the worker's name. What stands against one
// provider is said together.
func sayReasons(list []string) string {
	list = ofOneProvider(list)
	if n := len(list); n > 1 {
		return strings.Join(list[:n-1], ", ") + ", and " + list[n-1]
	}
	return strings.Join(list, "")
}

// ofOneProvider puts the reasons that begin with the same "works for somebody, which" into one, at the
// place of the first.
func ofOneProvider(list []string) (out []string) {
	at, rest := map[string]int{}, map[string][]string{}
	for _, r := range list {
		who, what, ok := strings.Cut(r, ", which ")
		if ok = ok && strings.HasPrefix(who, "works for "); !ok {
			out = append(out, r)
			continue
		}
		if _, seen := at[who]; !seen {
			at[who], out = len(out), append(out, "")
		}
		rest[who] = append(rest[who], what)
		out[at[who]] = who + ", which " + say.List(rest[who])
	}
	return out
}

// settled says whether a reason is one that nobody would ask to change: the
// worker is there already, is suspended, family, or refused, the time has passed, or why is not for the
// reader.
func settled(causes []scheduler.Cause) bool {
	return slices.ContainsFunc(causes, func(c scheduler.Cause) bool {
		return slices.Contains([]string{"present", "suspended", "family", "refuses", "refused", "shadowing", "as_of", discreet.Away}, c.Rule)
	})
}
