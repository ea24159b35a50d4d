package rotafile

import (
	"io"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
)

// The shapes of an advice file.
type adviceFile struct {
	Format  string         `json:"format"`
	Problem string         `json:"problem"`
	SHA256  string         `json:"problem_sha256"`
	Version string         `json:"version"`
	About   string         `json:"about"`
	Hours   hours          `json:"short_hours"`
	Better  hours          `json:"removed_by_longer_search_hours"`
	Options []adviceOption `json:"options"`
	Moves   []adviceOption `json:"moves"`
	Rules   []adviceRule   `json:"rules"`
	Trials  int            `json:"trials"`
	Cut     bool           `json:"cut_short"`
}

type adviceOption struct {
	Remedies []adviceRemedy `json:"remedies"`
	Removed  hours          `json:"removed_hours"`
	Complete bool           `json:"complete"`
	Money    money          `json:"money_per_week"`
	Once     money          `json:"money_once"`
	Agree    []string       `json:"agree"` // who must, by name
	From     *string        `json:"from"`
	Before   []resultGoal   `json:"before"`
	After    []resultGoal   `json:"after"`
}

type adviceRemedy struct {
	Kind     string       `json:"kind"`
	Worker   *string      `json:"worker,omitempty"`
	Provider *string      `json:"provider,omitempty"`
	Client   *string      `json:"client,omitempty"`
	Need     *string      `json:"need,omitempty"`
	Skill    *string      `json:"skill,omitempty"`
	From     *string      `json:"from,omitempty"`
	Days     int          `json:"train_days,omitempty"`
	Cap      *string      `json:"cap,omitempty"`
	By       *hours       `json:"by_hours,omitempty"`
	Times    []adviceTime `json:"times,omitempty"`
	Hire     *adviceHire  `json:"hire,omitempty"`
	Says     string       `json:"says"`
}

type adviceTime struct {
	Start string `json:"start"`
	End   string `json:"end"`
}

type adviceHire struct {
	Skills []string `json:"skills"`
	Hours  hours    `json:"max_hours_week"`
	Rate   money    `json:"rate"`
	Into   []string `json:"into"`
	OneOff bool     `json:"one_off"`
}

type adviceRule struct {
	Rule        string  `json:"rule"`
	Provider    *string `json:"provider,omitempty"`
	Need        *string `json:"need,omitempty"`
	Says        string  `json:"says"`
	Hours       hours   `json:"hours"`
	Contingency hours   `json:"contingency_hours"`
	Money       money   `json:"money_per_week"`
}

// WriteAdvice writes advice as JSON, indented, the same bytes for the same
// advice, with numbers as in a result file.
func WriteAdvice(w io.Writer, p *scheduler.Problem, a *advice.Advice, meta Meta) error {
	if p == nil || a == nil {
		return errNothing
	}
	f := adviceFile{Format: FormatName, Problem: p.Name, SHA256: meta.SHA256, Version: meta.Version, About: a.About, Hours: hours(a.Hours), Better: hours(a.Better),
		Options: adviceOptions(p, a.Options), Moves: adviceOptions(p, a.Moves), Rules: []adviceRule{}, Trials: a.Trials, Cut: a.Cut}
	for _, k := range a.Rules {
		f.Rules = append(f.Rules, adviceRule{k.Rule, orNull(k.Provider), orNull(k.Need), k.Says, hours(k.Hours), hours(k.Contingency), money(k.MoneyPerWeek)})
	}
	return writeJSON(w, f)
}

func adviceOptions(p *scheduler.Problem, list []advice.Option) []adviceOption {
	out := []adviceOption{}
	for _, o := range list {
		f := adviceOption{Remedies: []adviceRemedy{}, Removed: hours(o.Removed), Complete: o.Complete, Money: money(o.MoneyPerWeek), Once: money(o.Once), Agree: append([]string{}, o.Agree...), Before: goalsOf(o.Before), After: goalsOf(o.After)}
		if !o.From.IsZero() {
			f.From = orNull(o.From.String())
		}
		for i := range o.Remedies {
			f.Remedies = append(f.Remedies, adviceRemedyOf(p, &o.Remedies[i]))
		}
		out = append(out, f)
	}
	return out
}

func adviceRemedyOf(p *scheduler.Problem, m *advice.Remedy) adviceRemedy {
	f := adviceRemedy{Kind: string(m.Kind), Worker: orNull(m.Worker), Provider: orNull(m.Provider), Client: orNull(m.Client), Need: orNull(m.Need),
		Skill: orNull(m.Skill), Days: m.Days, Cap: orNull(m.Cap), Says: m.Says}
	if !m.From.IsZero() {
		f.From = orNull(m.From.String())
	}
	if m.By != 0 {
		by := hours(m.By.Hours())
		f.By = &by
	}
	for _, t := range m.Times {
		f.Times = append(f.Times, adviceTime{t.Start.In(p.Zone).Format(time.RFC3339), t.End.In(p.Zone).Format(time.RFC3339)})
	}
	if m.New != nil {
		f.Hire = &adviceHire{Skills: []string{}, Rate: money(m.New.Rate), Into: append([]string{}, m.Into...), OneOff: m.OneOff}
		for _, s := range m.New.Skills {
			f.Hire.Skills = append(f.Hire.Skills, s.Name)
		}
		if c := m.New.Caps; c != nil && c.MaxHoursWeek != nil {
			f.Hire.Hours = hours(c.MaxHoursWeek.Hours())
		}
	}
	return f
}
