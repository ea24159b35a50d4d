package export

import (
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
		s.line("  Without %s %s would be open.", of(s.names.worker, l.Who), say.Hours(l.Hours))
	}
	if len(c.SinglePoints) == 0 {
		s.line("  Everything could still be covered without any one person.")
	}
	for _, l := range c.Providers {
		if l.Hours > 0 {
			s.line("  Without anybody from %s %s would be open.", of(s.names.provider, l.Who), say.Hours(l.Hours))
		}
	}
	s.pairs(c.Pairs)
	if c.LongestGap > 0 {
		s.line("  The longest time with nobody there is %s.", say.Length(c.LongestGap))
	}
}

func (s *summary) pairs(list []scheduler.PairLoss) {
	for i, l := range list {
		if i == mostMissed {
			s.line("  And %s.", say.Count(len(list)-i, "other pair"))
			return
		}
		s.line("  Without %s and %s %s would be open.", of(s.names.worker, l.First), of(s.names.worker, l.Second), say.Hours(l.Hours))
	}
}
