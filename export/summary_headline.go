package export

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// Headline is the whole rota in a few sentences that can be quoted: what is
// covered, by whose help, and what stands behind it. It says that hours cannot
// be covered only where the report's bounds prove it.
func Headline(p *scheduler.Problem, r *scheduler.Report) string {
	p, r, err := ready(p, r)
	if err != nil {
		return ""
	}
	parts := []string{coverSentence(p, r)}
	if n := namesOf(p); n.family || r.Cover.FamilyHours > 0 {
		parts = append(parts, familySentence(r.Cover.FamilyHours))
	}
	parts = append(parts, contingencySentence(p, r))
	if n := len(r.Findings); n > 0 {
		parts = append([]string{fmt.Sprintf("This rota cannot be worked as it stands: it breaks rules in %s.", say.Count(n, "place"))}, parts...)
	}
	return strings.Join(parts, " ")
}

// coverSentence says how much of what is needed is covered.
func coverSentence(p *scheduler.Problem, r *scheduler.Report) string {
	need, short := r.Cover.RequiredHours, r.Cover.UnderlapHours
	least, all, by := provedOpen(r)
	switch {
	case need == 0:
		return "No hours are needed."
	case short == 0:
		return fmt.Sprintf("All %s are covered.", say.Hours(need))
	}
	covered := fmt.Sprintf("%s are covered.", say.HoursOf(need-short, need))
	critical := ""
	if !topLevelOnly(p, r.Objective) {
		critical = " Critical visits come first."
	}
	switch {
	case all:
		return fmt.Sprintf("%s The other %s cannot be, with these people and these limits%s.%s", covered, say.Hours(short), by, critical)
	case least > 0:
		return fmt.Sprintf("%s %s not. At least %s of those cannot be, with these people and these limits%s.%s", covered, say.HoursAre(short), say.Hours(least), by, critical)
	}
	return fmt.Sprintf("%s %s not.%s", covered, say.HoursAre(short), longerMayCover(r))
}

// longerMayCover says that what is open is not proved to stay open, where a search has left it so.
func longerMayCover(r *scheduler.Report) string {
	if r.Engine == "" {
		return ""
	}
	if r.Seconds < 1 {
		return " We found nobody for them; a longer search may."
	}
	return fmt.Sprintf(" We found nobody for them in a %.0f-second search; a longer one may.", r.Seconds)
}

// provedOpen is how many hours of what is open no rota can cover, whether that is all, and by whose word
// alone. What the proofs add up to is open in every rota, whatever is known of the levels.
func provedOpen(r *scheduler.Report) (least float64, all bool, by string) {
	least, all = provedUnderlap(r.Objective)
	by = sayBy(wordOf(r.Objective, func(g scheduler.Goal) bool { return isUnderlap(g.Level) }))
	proofs := 0.0
	for i := range r.Proofs {
		proofs += r.Proofs[i].BoundHours
	}
	if proofs = min(proofs, r.Cover.UnderlapHours); proofs > least+scheduler.ProofSlack {
		least, all, by = proofs, proofs >= r.Cover.UnderlapHours-scheduler.ProofSlack, ""
	}
	return least, all, by
}

// provedUnderlap is how many hours of underlap are proved to be in every rota
// that leaves no more of the more critical need open, and whether that is all
// there is. Past the first level that is not at its bound nothing is proved, as each
// bound supposes that the levels before it are at their least.
func provedUnderlap(goals []scheduler.Goal) (least float64, all bool) {
	for _, g := range goals {
		if !isUnderlap(g.Level) {
			continue
		}
		if math.IsNaN(g.Bound) {
			return least, false
		}
		least += math.Min(g.Bound, g.Value)
		if !atBound(g) {
			return least, false
		}
	}
	return least, true
}

// wordOf is the solver whose word alone it is that one of some levels is no less; empty where none is.
func wordOf(goals []scheduler.Goal, of func(scheduler.Goal) bool) string {
	for _, g := range goals {
		if of(g) && g.Bound > 0 && g.By != "" {
			return g.By
		}
	}
	return ""
}

// topLevelOnly says whether all underlap is of the most critical needs that
// there are: then nothing hangs on the order of the levels, and the bound holds for
// every rota.
func topLevelOnly(p *scheduler.Problem, goals []scheduler.Goal) bool {
	top := len(underlapLevels)
	for _, n := range p.Needs {
		top = min(top, int(n.Criticality))
	}
	for _, g := range goals {
		if i := slices.Index(underlapLevels, g.Level); i > top && g.Value > 0 {
			return false
		}
	}
	return true
}

// underlapLevels are the objective's levels of underlap by criticality.
var underlapLevels = scheduler.Levels[:len(scheduler.Criticalities)]

func isUnderlap(level string) bool { return slices.Contains(underlapLevels, level) }

// atBound says whether a level is proved: its value is its bound, to the
// hundredth.
func atBound(g scheduler.Goal) bool {
	return !math.IsNaN(g.Bound) && g.Value-g.Bound < 0.005
}

// ofEveryRota says whether the bound of the l-th level holds for every rota: it is nothing, or all
// levels before are nothing or at theirs, as it supposes.
func ofEveryRota(goals []scheduler.Goal, l int) bool {
	return goals[l].Bound <= 0 || !slices.ContainsFunc(goals[:l], func(g scheduler.Goal) bool { return g.Value > 0 && !atBound(g) })
}

func familySentence(hours float64) string {
	if hours == 0 {
		return "Family does none of it."
	}
	return fmt.Sprintf("Family, who offered, does %s of it.", say.Hours(hours))
}

// contingencySentence says what stands behind those on duty.
func contingencySentence(p *scheduler.Problem, r *scheduler.Report) string {
	c, short := p.Contingency, r.Contingency
	switch {
	case c.Standby == 0 && c.Relief == 0 && c.Headroom == 0:
		return "Nobody is asked to be ready to step in."
	case short.Shortfall == 0:
		return "Everybody who was asked to be ready to step in is there."
	case c.Standby > 0 && short.StandbyShortfall > 0:
		backed := short.StandbyRequired - short.StandbyShortfall
		return fmt.Sprintf("Standby is there for %s asked for: for the other %s %s on standby.",
			say.HoursOf(backed, short.StandbyRequired), say.Hours(short.StandbyShortfall), tooFew(c.Standby))
	}
	return fmt.Sprintf("For %s too few are ready to step in.", say.Hours(short.Shortfall))
}

func tooFew(standby int) string {
	if standby == 1 {
		return "nobody is"
	}
	return "too few are"
}
