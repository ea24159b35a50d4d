package export

import (
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// mostMissed is how many workers a summary names who could not be missed.
const mostMissed = 8

// fragile says who could not be missed, where that is known, and the longest
// time without anybody.
func (s *summary) fragile() {
	c := &s.r.Contingency
	if len(c.Skills) == 0 {
		return
	}
	s.heading("If one person left")
	for i, l := range c.SinglePoints {
		if i == mostMissed {
			s.line("  And %s.", say.Count(len(c.SinglePoints)-i, "other worker"))
			break
		}
		s.line("  Without %s %s would be open.", of(s.names.worker, l.Who), sayLost(s.r, l.Hours))
	}
	if says := s.nobodyMissed(); says != "" {
		s.line("  %s", says)
	}
	for _, l := range c.Providers {
		if l.Hours > 0 {
			s.line("  Without anybody from %s %s would be open.", of(s.names.provider, l.Who), sayLost(s.r, l.Hours))
		}
	}
	s.pairs(c.Pairs)
	if c.LongestGap > 0 {
		s.line("  The longest time with nobody there is %s.", say.Length(c.LongestGap))
	}
}

// sayLost is the hours that would be open without somebody: those more than are open already.
func sayLost(r *scheduler.Report, hours float64) string {
	if r.Cover.UnderlapHours > 0 {
		return say.Hours(hours) + " more"
	}
	return say.Hours(hours)
}

// nobodyMissed is that there is nobody who could not be missed, or that this is not worked out and
// what does it; empty where somebody is named.
func (s *summary) nobodyMissed() string {
	single := s.r.Contingency.SinglePoints
	switch {
	case len(single) > 0:
		return ""
	case single != nil && s.r.Cover.UnderlapHours > 0:
		return "Without any one person nothing more would be open."
	case single != nil:
		return "Everything could still be covered without any one person."
	case len(s.r.Findings) > 0:
		return "Who could not be missed is not worked out: first mend what breaks rules."
	case contingency.TooMany(s.p, s.r.Rota):
		return "Who could not be missed is not worked out: carerota check --pairs does it."
	}
	return "Who could not be missed is not worked out: carerota check does it."
}

func (s *summary) pairs(list []scheduler.PairLoss) {
	for i, l := range list {
		if i == mostMissed {
			s.line("  And %s.", say.Count(len(list)-i, "other pair"))
			return
		}
		s.line("  Without %s and %s %s would be open.", of(s.names.worker, l.First), of(s.names.worker, l.Second), sayLost(s.r, l.Hours))
	}
}
