package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// What limits are called in sentences.
var limitWords = map[string]string{
	scheduler.LimitAvailability: "the times available",
	scheduler.LimitDay:          "the daily limit",
	scheduler.LimitWeek:         "the weekly limit",
	scheduler.LimitRota:         "the limit for the rota",
	scheduler.LimitAlone:        "all limits together",
}

// Most needs and workers that a sentence names one by one.
const (
	mostSaidNeeds   = 3
	mostSaidWorkers = 6
)

// Say is a proof in words: what is needed and when, who could give to it, how much at most and why, and what must
// therefore stay open.
func (r *Reader) Say(p *scheduler.Proof, tried int) string {
	if p.Kind == scheduler.ProofCounted {
		return r.sayCounted(p)
	}
	needed := fmt.Sprintf("%s %s.", upperFirst(r.sayWhen(p.Demand)), fmt.Sprintf(r.sayDemand(p.Demand), say.Hours(p.DemandHours)))
	open := fmt.Sprintf("So at least %s %s open, whatever the rota.", say.Hours(p.BoundHours), stays(p.BoundHours))
	if len(p.Supply) == 0 {
		nobody := "Nobody can do any of it."
		if rows, _ := r.Asked(p.Demand); !slices.ContainsFunc(rows, func(x Asks) bool { return !r.late(&x) }) {
			nobody = "It is too late to send anybody."
		}
		return needed + " " + nobody + " " + open
	}
	given := 0.0
	for i := range p.Supply {
		given += p.Supply[i].AtMostHours
	}
	who := r.sayGivers(p.Supply)
	if p.Kind == "engine" {
		return fmt.Sprintf("%s Only %s can do any of it: %s at most, together. All their rotas were tried, in %d steps. %s", needed, who.names, say.Hours(given), tried, open)
	}
	if who.limits == "" {
		return fmt.Sprintf("%s Only %s can do any of it: %s at most. The proof lists what limits each. %s", needed, who.names, say.Hours(given), open)
	}
	return fmt.Sprintf("%s Only %s can do any of it: %s at most. %s", needed, who.limits, say.Hours(given), open)
}

func upperFirst(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func stays(hours float64) string {
	if hours == 1 {
		return "stays"
	}
	return "stay"
}

// sayDemand names the needs, with the skill where that is what is counted, and has a place for the hours.
func (r *Reader) sayDemand(demand []scheduler.ProofDemand) string {
	var names []string
	for i := range demand {
		d := &demand[i]
		name := r.NeedName(reading.IndexOf(r.NeedOf, d.Need))
		if d.Skill != "" {
			name += " (trained in " + d.Skill + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) > mostSaidNeeds {
		return fmt.Sprintf("%d needs ask for %%s", len(names))
	}
	verb := "needs"
	if len(names) > 1 {
		verb = "need"
	}
	return strings.ReplaceAll(say.List(names), "%", "%%") + " " + verb + " %s"
}

// sayWhen says when the demand is: the time where it is one, the days, or the
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
		end := scheduler.Clock(r.Instant(last))
		if r.DayOf(first) != r.DayOf(last-1) && last-first > 86400 {
			end += " on " + day(last)
		}
		return fmt.Sprintf("on %s from %s to %s", day(first), scheduler.Clock(r.Instant(first)), end)
	}
	if len(days) == 1 {
		return "on " + day(first)
	}
	return fmt.Sprintf("from %s to %s", day(first), day(last-1))
}

// givers are those who can give to a demand: their names, and the names each with its limits; of many, the number alone.
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
			name, limit = "the people of "+name, "its weekly limit"
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
		return givers{names: fmt.Sprintf("%d people", len(names))}
	}
	for _, name := range names {
		limits = append(limits, fmt.Sprintf("%s (%s: %s)", name, say.Hours(hours[name]), strings.Join(why[name], " and ")))
	}
	return givers{say.List(names), say.List(limits)}
}
