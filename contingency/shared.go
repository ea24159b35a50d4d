package contingency

import (
	"cmp"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Shared is a time in which one on standby stands behind several on duty at once: one absence is
// fine, and of two she can take one.
type Shared struct {
	Worker     string // on standby
	Start, End time.Time
	Behind     []Behind // in order of start
}

// Behind is a shift that shares its standby, with who else is named for it at that time.
type Behind struct {
	Shift scheduler.Shift
	Else  []scheduler.Backup
}

// SharedStandby is where one on standby is named for shifts that overlap, of shifts with their
// names as Backups enters them, in order of start, then worker.
func SharedStandby(shifts []scheduler.Shift) (out []Shared) {
	of := map[string][]stood{}
	var workers []string
	for i := range shifts {
		s := &shifts[i]
		for k := range s.Backups {
			b := &s.Backups[k]
			if !b.Standby {
				continue
			}
			if of[b.Worker] == nil {
				workers = append(workers, b.Worker)
			}
			of[b.Worker] = append(of[b.Worker], stoodFor(s, b))
		}
	}
	for _, w := range workers {
		out = append(out, sharedBy(w, of[w])...)
	}
	slices.SortStableFunc(out, func(x, y Shared) int { return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Worker, y.Worker)) })
	return out
}

// stood is a time of a shift that one on standby is named for.
type stood struct {
	shift      *scheduler.Shift
	start, end time.Time
}

func stoodFor(s *scheduler.Shift, b *scheduler.Backup) stood {
	if b.Whole() {
		return stood{s, s.Start, s.End}
	}
	return stood{s, b.Start, b.End}
}

// sharedBy draws together the times of one on standby that overlap.
func sharedBy(worker string, list []stood) (out []Shared) {
	slices.SortStableFunc(list, func(x, y stood) int { return x.start.Compare(y.start) })
	for i := 0; i < len(list); {
		end, k := list[i].end, i+1
		var both time.Time // until when two at least overlap
		for ; k < len(list) && list[k].start.Before(end); k++ {
			both = later(both, earlier(end, list[k].end))
			end = later(end, list[k].end)
		}
		if k > i+1 {
			s := Shared{Worker: worker, Start: list[i+1].start, End: both}
			for _, x := range list[i:k] {
				s.Behind = append(s.Behind, Behind{*x.shift, others(x.shift, worker, s.Start, s.End)})
			}
			out = append(out, s)
		}
		i = k
	}
	return out
}

// others are those who are named for a shift at some time of a span, but for one.
func others(s *scheduler.Shift, worker string, start, end time.Time) (out []scheduler.Backup) {
	for i := range s.Backups {
		if b := &s.Backups[i]; b.Worker != worker && (b.Whole() || b.Start.Before(end) && start.Before(b.End)) {
			out = append(out, *b)
		}
	}
	return out
}

func later(x, y time.Time) time.Time {
	if x.Before(y) {
		return y
	}
	return x
}

func earlier(x, y time.Time) time.Time {
	if y.Before(x) {
		return y
	}
	return x
}
