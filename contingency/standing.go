package contingency

import (
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// Standing is for how many of the shifts on duty somebody is named who can step in.
type Standing struct {
	Shifts int // on duty, from AsOf on
	Spare  int // of these nobody need step in for: enough others are there
	Whole  int // somebody, or some together, for all that would be open
	Partly int // somebody, but not for all of it
	Nobody int
}

// Full says whether no shift would be left open.
func (s Standing) Full() bool { return s.Partly == 0 && s.Nobody == 0 }

// StandingOf reads off the names on a report's rota for how many shifts somebody can step in: of
// one client's shifts, or with an empty id of all.
func StandingOf(p *scheduler.Problem, r *scheduler.Report, client string) (out Standing) {
	if p == nil || r == nil || r.Rota == nil {
		return out
	}
	names := map[place][]scheduler.Backup{}
	for i := range r.Rota.Shifts {
		names[placeOf(&r.Rota.Shifts[i])] = r.Rota.Shifts[i].Backups
	}
	a := reading.New(p)
	a.ReadShifts(r.Rota)
	for i := range a.Needs {
		n := &a.Needs[i]
		for j := range n.Occurrences {
			o := &n.Occurrences[j]
			if client != "" && n.Client != client {
				continue
			}
			for k, needed := range a.Needed(n, o) {
				if duty := &a.Shifts[o.Duty[k]]; !duty.History {
					out.add(duty.Span, needed, names[placeOf(duty.At)])
				}
			}
		}
	}
	return out
}

// add counts one shift.
func (s *Standing) add(shift reading.Span, needed []reading.Span, names []scheduler.Backup) {
	var taken []reading.Span
	for i := range names {
		in := shift
		if b := &names[i]; !b.Whole() {
			in = reading.Span{From: b.Start.Unix(), To: b.End.Unix()}
		}
		taken = append(taken, in)
	}
	s.Shifts++
	left := reading.Without(needed, reading.Union(taken))
	switch {
	case len(needed) == 0:
		s.Spare++
	case len(left) == 0:
		s.Whole++
	case len(names) == 0:
		s.Nobody++
	default:
		s.Partly++
	}
}
