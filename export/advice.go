package export

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/discreet"
)

// Advice writes advice as plain text: the options that remove everything first, the cheapest of
// them first, then those that remove a part, then what keeping a rule costs.
func Advice(w io.Writer, p *scheduler.Problem, a *advice.Advice, to ...Reader) error {
	reader := readerOr(Manager, to)
	p, err := readyProblem(reader.problem(p))
	if err != nil {
		return err
	}
	if a == nil {
		return ErrNothing
	}
	if !reader.private() {
		a = discreet.Advice(a)
	}
	s := &summary{p: p, names: namesOf(p)}
	s.line("%s", called("", p.Name))
	s.line("")
	s.line("%s", wrapped("", adviceHeadline(a)))
	for i := range a.Options {
		s.option(i+1, a.About, &a.Options[i])
	}
	s.moves(a.Moves)
	s.prices(a.Rules)
	if a.Cut {
		s.heading("The time ran out: there may be more.")
	}
	_, err = io.WriteString(w, s.text.String())
	return err
}

func adviceHeadline(a *advice.Advice) string {
	says := fmt.Sprintf("For %s too few are ready to step in.", say.Hours(a.Hours))
	if a.About == "underlap" {
		says = fmt.Sprintf("Not covered: %s.", say.Hours(a.Hours))
	}
	if a.Better > 0.005 {
		says += fmt.Sprintf(" A longer search alone covers %s of it.", say.Hours(a.Better))
	}
	switch {
	case a.About == "":
		return "Everything is covered, and there is nothing to advise."
	case len(a.Options) == 0 && a.Cut:
		return says + " We found nothing that helps in the time we had."
	case len(a.Options) == 0:
		return says + " Of the changes we tried none helps."
	}
	return says + " Each of these was tried by making the rota again:"
}

// option is one numbered option: what it leaves and costs, then the changes.
func (s *summary) option(n int, about string, o *advice.Option) {
	s.heading("%s", wrapped("   ", fmt.Sprintf("%d. %s %s", n, sayRemoved(about, o), sayOptionCost(o)))[3:])
	for _, m := range o.Remedies {
		s.line("%s", wrapped("     ", "- "+m.Says)[2:])
	}
	if says := s.sayAgreed(o); says != "" {
		s.line("%s", wrapped("   ", says))
	}
}

// sayRemoved is what an option does.
func sayRemoved(about string, o *advice.Option) string {
	switch {
	case about == "contingency" && o.Complete:
		return "Then somebody is ready to step in for everybody."
	case about == "contingency":
		return fmt.Sprintf("For %s more somebody is ready to step in.", say.Hours(o.Removed))
	case o.Complete:
		return "Covers everything."
	}
	return fmt.Sprintf("Covers %s more.", say.Hours(o.Removed))
}

// sayAgreed is from when an option changes something, and who must agree.
func (s *summary) sayAgreed(o *advice.Option) string {
	var says []string
	if !o.From.IsZero() {
		says = append(says, fmt.Sprintf("From %s %d %s.", o.From.Weekday(), o.From.Day, o.From.Month))
	}
	if len(o.Agree) > 0 {
		says = append(says, "It needs a yes from "+say.List(o.Agree)+".")
	}
	if slices.ContainsFunc(o.Remedies, func(m advice.Remedy) bool { return m.Own }) {
		says = append(says, "Ask first why the limit is there: a visa or a doctor's word stands.")
	}
	return strings.Join(says, " ")
}

// sayOptionCost is what an option costs a week, and once.
func sayOptionCost(o *advice.Option) string {
	week := sayMoneyPerWeek(o.MoneyPerWeek)
	if slices.ContainsFunc(o.Remedies, func(m advice.Remedy) bool { return m.Kind == advice.Train && m.Once == 0 }) {
		week += " The training itself is not in it."
	}
	switch {
	case o.Once <= 0:
		return week
	case math.Abs(o.MoneyPerWeek) < 0.005:
		return say.Money(o.Once) + " once, for training."
	default:
		return week + " " + say.Money(o.Once) + " once, for training."
	}
}

func sayMoneyPerWeek(x float64) string {
	switch {
	case math.Abs(x) < 0.005:
		return "No extra cost."
	case x < 0:
		return say.Money(-x) + " a week less."
	}
	return say.Money(x) + " a week more."
}

// moves lists what moving a need would do.
func (s *summary) moves(list []advice.Option) {
	if len(list) == 0 {
		return
	}
	s.heading("Only if it suits the person, whose time it is:")
	for i := range list {
		o := &list[i]
		s.line("%s", wrapped("  ", fmt.Sprintf("%s It covers %s more. %s", o.Remedies[0].Says, say.Hours(o.Removed), sayOptionCost(o))))
	}
}

// prices lists what keeping a rule costs.
func (s *summary) prices(list []advice.RulePrice) {
	if len(list) == 0 {
		return
	}
	s.heading("What each rule costs to keep:")
	for _, k := range list {
		s.line("%s", wrapped("  ", sayRulePrice(&k)))
	}
}

// sayRulePrice is such as "The list of approved providers: 64 hours more could be covered without it."
func sayRulePrice(k *advice.RulePrice) string {
	var says []string
	if k.Hours > 0.005 {
		says = append(says, say.Hours(k.Hours)+" more could be covered")
	}
	if k.Contingency > 0.005 {
		says = append(says, "for "+say.Hours(k.Contingency)+" more somebody could be ready to step in")
	}
	switch {
	case k.MoneyPerWeek > 0.005:
		says = append(says, say.Money(k.MoneyPerWeek)+" a week could be saved")
	case k.MoneyPerWeek < -0.005:
		says = append(says, say.Money(-k.MoneyPerWeek)+" a week more would be spent")
	}
	return "Without " + k.Says + " " + say.List(says) + "."
}
