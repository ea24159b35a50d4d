// Package simulation plays out what may go wrong with a rota, many thousand
// times: sickness, no-shows, leavers, providers that withdraw, with an on-call desk
// ([repair.Desk]) that calls down the ladder by the clock. It says what stays
// uncovered with the contingency that the rota has and without it.
package simulation

import (
	"fmt"
	"math"
)

// Settings are how often what happens. Defaults has figures that are known of
// social care in the United Kingdom, or, where none are, assumed; docs/simulation.md says
// which. Rates are a year; chances are from 0 to 1.
type Settings struct {
	Spells        float64 // spells of sickness a worker and year: the mean of a negative binomial
	SpellSize     float64 // its size: the smaller, the more unequal the workers
	ShortSpells   float64 // share of the spells that are short
	ShortDays     float64 // mean days of a short spell (geometric), at least 1
	LongMedian    float64 // median days of a long spell (lognormal, whole days)
	LongSigma     float64 // its sigma
	MostDays      int     // no spell is longer
	WarnedEarly   float64 // chance that the first shift of a spell is called off 12 to 24 h before
	WarnedLate    float64 // 2 to 12 h before; what remains is less than 2 h before
	NoShow        float64 // chance that somebody does not come, for each shift
	NoShowMinutes float64 // after which that is noticed
	Late          float64 // chance that somebody comes late, for each shift
	LateMinutes   float64 // and by how much then, on average (exponential)
	SharedIllness float64 // outbreaks a year in each provider's team
	SharedChance  float64 // chance for each of the team to fall ill in one; for as long as a short spell
	Leavers       float64 // share of workers who leave in a year
	AssistantsGo  float64 // the same of personal assistants
	LeaverNotice  float64 // days
	Withdrawals   float64 // a year, for each client a provider works with
	WithNotice    float64 // chance that a withdrawal has notice
	NoticeDays    float64
	Answers       float64 // chance that somebody who is free, not on standby, takes a shift that is offered
	FetchMinutes  float64 // to find and fetch such a one, at least
	Providers     []ProviderSettings
}

// ProviderSettings are how often one provider's workers do not come, or come late, where that differs.
type ProviderSettings struct {
	Provider                  string // id
	NoShow, Late, LateMinutes float64
}

// of are the settings of a provider's workers.
func (s *Settings) of(provider string) ProviderSettings {
	for i := range s.Providers {
		if s.Providers[i].Provider == provider {
			return s.Providers[i]
		}
	}
	return ProviderSettings{provider, s.NoShow, s.Late, s.LateMinutes}
}

// Named are a provider's settings by the names they have in a file, in order.
func (s *ProviderSettings) Named() []Setting {
	return []Setting{{"no_show", &s.NoShow, 0, 1}, {"late", &s.Late, 0, 1}, {"late_minutes", &s.LateMinutes, 0, 1440}}
}

// Defaults are the usual settings.
func Defaults() Settings {
	return Settings{Spells: 1.4, SpellSize: 0.8, ShortSpells: 0.75, ShortDays: 2, LongMedian: 15, LongSigma: 1, MostDays: 220,
		WarnedEarly: 0.35, WarnedLate: 0.40, NoShow: 0.001, NoShowMinutes: 15, LateMinutes: 30, SharedIllness: 2, SharedChance: 0.25,
		Leavers: 0.285, AssistantsGo: 0.20, LeaverNotice: 7, Withdrawals: 0.1, WithNotice: 0.5, NoticeDays: 28,
		Answers: 0.5, FetchMinutes: 150}
}

// Named are the settings by the names they have in a file, in order.
func (s *Settings) Named() []Setting {
	return []Setting{{"spells", &s.Spells, 0, 100}, {"spell_size", &s.SpellSize, 0.01, 1000}, {"short_spells", &s.ShortSpells, 0, 1}, {"short_days", &s.ShortDays, 1, 366},
		{"long_median", &s.LongMedian, 0.1, 366}, {"long_sigma", &s.LongSigma, 0, 5},
		{"warned_early", &s.WarnedEarly, 0, 1}, {"warned_late", &s.WarnedLate, 0, 1}, {"no_show", &s.NoShow, 0, 1}, {"no_show_minutes", &s.NoShowMinutes, 0, 1440},
		{"late", &s.Late, 0, 1}, {"late_minutes", &s.LateMinutes, 0, 1440},
		{"shared_illness", &s.SharedIllness, 0, 365}, {"shared_chance", &s.SharedChance, 0, 1}, {"leavers", &s.Leavers, 0, 1}, {"assistants_go", &s.AssistantsGo, 0, 1},
		{"leaver_notice", &s.LeaverNotice, 0, 366}, {"withdrawals", &s.Withdrawals, 0, 365}, {"with_notice", &s.WithNotice, 0, 1}, {"notice_days", &s.NoticeDays, 0, 366},
		{"answers", &s.Answers, 0, 1}, {"fetch_minutes", &s.FetchMinutes, 0, 10080}}
}

// Setting is a setting with its name and range.
type Setting struct {
	Name        string
	Value       *float64
	Least, Most float64
}

// Faults are what is wrong with settings, by name; none when they can be used.
func (s *Settings) Faults() map[string]string {
	out := map[string]string{}
	check := func(at string, list []Setting) {
		for _, k := range list {
			if !(*k.Value >= k.Least && *k.Value <= k.Most) {
				out[at+k.Name] = fmt.Sprintf("%g is out of range: write a number from %g to %g", *k.Value, k.Least, k.Most)
			}
		}
	}
	check("", s.Named())
	for i := range s.Providers {
		check(fmt.Sprintf("provider[%d].", i), s.Providers[i].Named())
	}
	if len(out) == 0 && s.WarnedEarly+s.WarnedLate > 1 {
		out["warned_late"] = "with warned_early it is more than 1: lower one of them"
	}
	return out
}

// DaysSick is how many days of sickness a worker is to begin in a year, in closed form.
func (s *Settings) DaysSick() float64 {
	long := 0.0
	for k := range s.MostDays {
		long += s.longerThan(float64(k))
	}
	short := 0.0 // a geometric length, cut at MostDays
	for k := range s.MostDays {
		short += math.Pow(1-1/s.ShortDays, float64(k))
	}
	return s.Spells * (s.ShortSpells*short + (1-s.ShortSpells)*long)
}

// longerThan is the chance that a long spell has more than so many days.
func (s *Settings) longerThan(days float64) float64 {
	switch {
	case days <= 0:
		return 1
	case s.LongSigma == 0:
		if days < s.LongMedian {
			return 1
		}
		return 0
	}
	return 0.5 * math.Erfc(math.Log(days/s.LongMedian)/s.LongSigma/math.Sqrt2)
}
