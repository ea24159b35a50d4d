package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// What limits are called in sentences.
var limitWords = map[string]string{
	scheduler.LimitAvailability: "when available",
	scheduler.LimitDay:          "hours a day",
	scheduler.LimitWeek:         "hours a week",
	scheduler.LimitRota:         "hours in the rota",
	scheduler.LimitAlone:        "all rules together",
}

// Most needs and workers that a sentence names one by one.
const (
	mostSaidNeeds   = 3
	mostSaidWorkers = 6
)

// Say is a proof in one sentence: what is asked and when, who could give to it, how
// much at most and why, and what must therefore be short.
func (r *Reader) Say(p *scheduler.Proof, tried int) string {
	if p.Kind == scheduler.ProofCounted {
		return r.sayCounted(p)
	}
	asked := fmt.Sprintf(r.sayDemand(p.Demand), sayAmount(p.DemandHours), isOrAre(p.DemandHours)) + " " + r.sayWhen(p.Demand)
	short := fmt.Sprintf("so %s %s uncovered in every rota", sayAmount(p.BoundHours), stays(p.BoundHours))
	if len(p.Supply) == 0 {
		return asked + "; nobody can give any of it, " + short + "."
	}
	given := 0.0
	for i := range p.Supply {
		given += p.Supply[i].AtMostHours
	}
	who := r.sayGivers(p.Supply)
	if p.Kind == "engine" {
		return fmt.Sprintf("%s; only %s can give any of it, together at most %s, proved by trying all their rotas on it (%d steps), %s.", asked, who.names, sayAmount(given), tried, short)
	}
	return fmt.Sprintf("%s; only %s can give any of it, at most %s in all (%s), %s.", asked, who.names, sayAmount(given), who.limits, short)
}

func sayAmount(hours float64) string { return reading.Hours(hours * 3600) }

func isOrAre(hours float64) string {
	if hours == 1 {
		return "is"
	}
	return "are"
}

func stays(hours float64) string {
	if hours == 1 {
		return "stays"
	}
	return "stay"
}

// sayDemand names the needs, with the skill where that is what is counted, around
// places for the hours and the verb.
func (r *Reader) sayDemand(demand []scheduler.ProofDemand) string {
	var names []string
	for i := range demand {
		d := &demand[i]
		name := r.NeedName(reading.IndexOf(r.NeedOf, d.Need))
		if d.Skill != "" {
			name = d.Skill + " in " + name
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > mostSaidNeeds {
		return fmt.Sprintf("%%s %%s needed in %d needs", len(names))
	}
	return "%s of " + strings.ReplaceAll(reading.List(names), "%", "%%") + " %s needed"
}

// SayWhen says when the demand is: the time where it is one, the days, or the
// first and the last day.
func (r *Reader) sayWhen(demand []scheduler.ProofDemand) string {
	first, last := demand[0].Start.Unix(), demand[0].End.Unix()
	days := map[int]bool{}
	for i := range demand {
		s := reading.Span{From: demand[i].Start.Unix(), To: demand[i].End.Unix()}
		first, last = min(first, s.From), max(last, s.To)
		days[r.DayOf(s.From)] = true
	}
	day := func(at int64) string { return r.Instant(at).Format("Monday 2 January") }
	if len(demand) == 1 {
		end := "15:04"
		if r.DayOf(first) != r.DayOf(last-1) && last-first > 86400 {
			end = "15:04 on Monday 2 January"
		}
		return fmt.Sprintf("on %s from %s to %s", day(first), r.Instant(first).Format("15:04"), r.Instant(last).Format(end))
	}
	if len(days) == 1 {
		return "on " + day(first)
	}
	return fmt.Sprintf("between %s and %s", day(first), day(last-1))
}

// givers are those who can give to a demand, by name, and their limits.
type givers struct{ names, limits string }

func (r *Reader) sayGivers(supply []scheduler.ProofSupply) givers {
	var names, limits []string
	hours, why := map[string]float64{}, map[string][]string{}
	for i := range supply {
		s := &supply[i]
		name := r.NameOf(s.Worker)
		limit := limitWords[s.Limit]
		if s.Provider != "" {
			k := reading.IndexOf(r.ProviderOf, s.Provider)
			name = s.Provider
			if k >= 0 && r.Problem.Providers[k].Name != "" {
				name = r.Problem.Providers[k].Name
			}
			name, limit = "the workers of "+name, "its ceiling of hours a week"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		hours[name] += s.AtMostHours
		if !slices.Contains(why[name], limit) {
			why[name] = append(why[name], limit)
		}
	}
	if len(names) > mostSaidWorkers {
		return givers{fmt.Sprintf("%d workers", len(names)), "their limits are listed with the proof"}
	}
	for _, name := range names {
		limits = append(limits, fmt.Sprintf("%s %s, %s", name, sayAmount(hours[name]), strings.Join(why[name], " and ")))
	}
	return givers{reading.List(names), strings.Join(limits, "; ")}
}
