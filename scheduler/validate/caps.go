package validate

import (
	"time"

	"github.com/carerota/carerota/scheduler"
)

// caps checks limits. house, when given, are the limits that a worker's own
// lie over: what is merely taken over from them is not judged twice.
func (v *validation) caps(path string, c, house *scheduler.Caps) {
	fields := c.Fields()
	if house != nil {
		given, of := fields, house.Fields()
		fields = nil
		for i, f := range given {
			if !f.Is(of[i]) {
				fields = append(fields, f)
			}
		}
	}
	for _, f := range fields {
		if !f.None() {
			v.limit(path+"."+f.Key, f)
		}
	}
	for _, f := range fields {
		if d, ok := f.Value.(*time.Duration); ok && f.InWeek && *d > 7*24*time.Hour {
			v.add(path+"."+f.Key, "write at most 168h", "%s does not fit into a week", sayDuration(*d))
		}
	}
}

// limit checks the range of one limit that is set.
func (v *validation) limit(path string, f scheduler.CapField) {
	switch limit := f.Value.(type) {
	case **time.Duration:
		v.hours(path, *limit)
	case *time.Duration:
		v.duration(path, *limit, f.Least)
	case *int:
		v.count(path, *limit, 0, maxCount)
	case **int:
		v.count(path, **limit, 0, maxCount)
	case *float64:
		v.number(path, *limit, 0, 1)
	}
}
