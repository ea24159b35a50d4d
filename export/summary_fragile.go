package export

import (
	"fmt"

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
	s.heading("Who could not be missed")
	for i, l := range c.SinglePoints {
		if i == mostMissed {
			s.line("  and %s more", sayCount(len(c.SinglePoints)-i, "worker"))
			break
		}
		s.line("  without %s %s would stay uncovered", of(s.names.worker, l.Who), sayHours(l.Hours))
	}
	if len(c.SinglePoints) == 0 {
		s.line("  nobody: without any one worker all that is covered could be covered by the others")
	}
	for _, l := range c.Providers {
		if l.Hours > 0 {
			s.line("  without %s altogether %s", of(s.names.provider, l.Who), sayHours(l.Hours))
		}
	}
	s.pairs(c.Pairs)
	if c.LongestGap > 0 {
		s.line("  the longest time with nobody there is %s", sayLength(c.LongestGap))
	}
}

func (s *summary) pairs(list []scheduler.PairLoss) {
	for i, l := range list {
		if i == mostMissed {
			s.line("  and %s more", sayCount(len(list)-i, "pair"))
			return
		}
		s.line("  %s", fmt.Sprintf("without %s and %s %s", of(s.names.worker, l.First), of(s.names.worker, l.Second), sayHours(l.Hours)))
	}
}
