package export

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
)

// Advice writes advice as plain text: the options that remove everything first, the cheapest of
// them first, then those that remove a part, then what keeping a rule costs.
func Advice(w io.Writer, p *scheduler.Problem, a *advice.Advice) error {
	p, err := readyProblem(p)
	if err != nil {
		return err
	}
	if a == nil {
		return ErrNothing
	}
	s := &summary{p: p, names: namesOf(p)}
	s.line("%s", called("", p.Name))
	s.line("")
	s.line("%s", wrapped("", adviceHeadline(a)))
	for i := range a.Options {
		s.option(i+1, &a.Options[i])
	}
	s.moves(a.Moves)
	s.prices(a.Rules)
	if a.Cut {
		s.heading("The search was cut short: there may be more.")
	}
	_, err = io.WriteString(w, s.text.String())
	return err
}

func adviceHeadline(a *advice.Advice) string {
	verb, short := "are", "missing"
	if sayNumber(a.Hours) == "1" {
		verb = "is"
	}
	of := " of the contingency asked for"
	if a.About == "underlap" {
		of, short = "", "not covered"
	}
	says := fmt.Sprintf("%s%s %s %s.", sayHours(a.Hours), of, verb, short)
	if a.Better > 0.005 {
		says += fmt.Sprintf(" A longer search alone removes %s of them.", sayHours(a.Better))
	}
	switch {
	case a.About == "":
		return "Nothing is short: there is nothing to advise."
	case len(a.Options) == 0 && a.Cut:
		return says + " Nothing that would remove any of it was found in time."
	case len(a.Options) == 0:
		return says + " No change that was tried removes any of it."
	}
	return says + " Each of these was tried by solving anew:"
}

// option is one numbered option: what it leaves and costs, then the changes.
func (s *summary) option(n int, o *advice.Option) {
	left := fmt.Sprintf("removes %s", sayHours(o.Removed))
	if o.Complete {
		left = "removes all " + sayHours(o.Removed)
	}
	s.heading("%d. %s; %s", n, left, sayMoneyPerWeek(o.MoneyPerWeek))
	for _, m := range o.Remedies {
		s.line("%s", wrapped("   ", "- "+m.Says))
	}
}

func sayMoneyPerWeek(x float64) string {
	switch {
	case math.Abs(x) < 0.005:
		return "at the same cost"
	case x < 0:
		return sayMoney(-x) + " a week less"
	}
	return sayMoney(x) + " a week more"
}

// moves lists what moving a need would do.
func (s *summary) moves(list []advice.Option) {
	if len(list) == 0 {
		return
	}
	s.heading("For information, the time being the person's to decide:")
	for _, o := range list {
		s.line("%s", wrapped("  ", fmt.Sprintf("%s: removes %s", o.Remedies[0].Says, sayHours(o.Removed))))
	}
}

// prices lists what keeping a rule costs.
func (s *summary) prices(list []advice.RulePrice) {
	if len(list) == 0 {
		return
	}
	s.heading("What keeping a rule costs:")
	for _, k := range list {
		s.line("%s", wrapped("  ", sayRulePrice(&k)))
	}
}

// sayRulePrice is such as "the list of approved providers costs 64 h of cover".
func sayRulePrice(k *advice.RulePrice) string {
	var costs []string
	if k.Hours > 0.005 {
		costs = append(costs, sayHours(k.Hours)+" of cover")
	}
	if k.Contingency > 0.005 {
		costs = append(costs, sayHours(k.Contingency)+" of contingency")
	}
	if k.MoneyPerWeek > 0.005 {
		costs = append(costs, sayMoney(k.MoneyPerWeek)+" a week")
	}
	says := k.Says + " costs " + listed(costs)
	if k.MoneyPerWeek < -0.005 {
		says += fmt.Sprintf(", and saves %s a week", sayMoney(-k.MoneyPerWeek))
	}
	return says
}

// listed is a list in words.
func listed(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}
