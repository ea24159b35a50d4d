package export

import (
	"fmt"
	"math"
	"slices"
	"strings"

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
		parts = append([]string{fmt.Sprintf("This rota may not be worked as it stands: it breaks hard rules in %s.", sayCount(n, "place"))}, parts...)
	}
	return strings.Join(parts, " ")
}

// coverSentence says how much of what is needed is covered.
func coverSentence(p *scheduler.Problem, r *scheduler.Report) string {
	need, short := r.Cover.RequiredHours, r.Cover.UnderlapHours
	least, all := provedUnderlap(r.Objective)
	by := sayBy(wordOf(r.Objective))
	switch {
	case need == 0:
		return "No hours are needed."
	case short == 0:
		return fmt.Sprintf("Every hour of the %s needed is covered.", sayHours(need))
	case all && topLevelOnly(p, r.Objective):
		return fmt.Sprintf("%s of the %s needed cannot be covered by these people within these limits%s.", sayNumber(short), sayHours(need), by)
	case all:
		return fmt.Sprintf("%s of the %s needed cannot be covered by these people within these limits%s, the more critical need first.", sayNumber(short), sayHours(need), by)
	case least > 0:
		return fmt.Sprintf("%s of the %s needed are not covered; at least %s of them cannot be%s, the more critical need first.", sayNumber(short), sayHours(need), sayHours(least), by)
	}
	return fmt.Sprintf("%s of the %s needed are not covered.", sayNumber(short), sayHours(need))
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

// wordOf is the solver whose word alone it is that hours cannot be covered; empty where it is not.
func wordOf(goals []scheduler.Goal) string {
	for _, g := range goals {
		if isUnderlap(g.Level) && g.Bound > 0 && g.By != "" {
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

func familySentence(hours float64) string {
	if hours == 0 {
		return "None of it is done by family."
	}
	return fmt.Sprintf("%s of it are done by family, who offered them.", sayHours(hours))
}

// contingencySentence says what stands behind those on duty.
func contingencySentence(p *scheduler.Problem, r *scheduler.Report) string {
	c, short := p.Contingency, r.Contingency
	switch {
	case c.Standby == 0 && c.Relief == 0 && c.Headroom == 0:
		return "No contingency is planned: the problem asks for none."
	case short.Shortfall == 0:
		return "The contingency asked for is there in full."
	case c.Standby > 0 && short.StandbyShortfall > 0:
		backed := short.StandbyRequired - short.StandbyShortfall
		return fmt.Sprintf("Of the %s of standby asked for, %s are there: for %s %s ready to step in.",
			sayHours(short.StandbyRequired), sayHours(backed), sayHours(short.StandbyShortfall), tooFew(c.Standby))
	}
	return fmt.Sprintf("The contingency asked for is %s short.", sayHours(short.Shortfall))
}

func tooFew(standby int) string {
	if standby == 1 {
		return "nobody is"
	}
	return "too few are"
}
