package validate

import (
	"fmt"
	"slices"
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
	if house == nil || !slices.Equal(c.Firm, house.Firm) {
		v.firm(path+".firm", c)
	}
	if house == nil || c.FirmWhy != house.FirmWhy {
		v.why(path+".firm_why", c.FirmWhy)
	}
}

// firm checks that the limits called firm are limits.
func (v *validation) firm(path string, c *scheduler.Caps) {
	var keys []string
	for _, f := range c.Fields() {
		keys = append(keys, f.Key)
	}
	for i := range v.few(path, len(c.Firm)) {
		if slices.Contains(keys, c.Firm[i]) {
			continue
		}
		remedy := "write the key of a limit, such as \"max_hours_week\""
		if near := Nearest(c.Firm[i], keys); near != "" {
			remedy = fmt.Sprintf("did you mean %q?", near)
		}
		v.add(fmt.Sprintf("%s[%d]", path, i), remedy, "%q is not one of the limits", c.Firm[i])
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
