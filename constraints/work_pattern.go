package constraints

import (
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/solver"
)

// workPatterns prices shapes of a worker's rota: runs of days worked or off too short or
// too long, too few or too many shifts, too many weekends, split weekends.
type workPatterns struct{}

func (workPatterns) Name() string { return "work patterns" }

func (workPatterns) Build(b *Builder) {
	if len(b.WorkPatterns) == 0 {
		return
	}
	classes := needClasses(b)
	for i := range b.WorkPatterns {
		p := &b.WorkPatterns[i]
		counted := uint64(1)<<(len(classes)+1) - 1
		if len(p.Needs) > 0 {
			counted = 0
			for _, id := range p.Needs {
				counted |= 1 << classes[id]
			}
		}
		for w := range b.Workers {
			if p.For(&b.Workers[w]) && p.Price > 0 {
				shape(b.Line(w), p, counted)
			}
		}
	}
}

// needClasses gives each need that a pattern names a class of its own, from 1
// on, and enters it in the need's tasks; all others are of class 0.
func needClasses(b *Builder) map[string]uint8 {
	classes := map[string]uint8{}
	for i := range b.WorkPatterns {
		for _, id := range b.WorkPatterns[i].Needs {
			if classes[id] == 0 {
				classes[id] = uint8(len(classes) + 1)
				for _, t := range b.Tasks(b.Need(id)) {
					t.Class = classes[id]
				}
			}
		}
	}
	return classes
}

// shape enters one pattern in a line's rules by day.
func shape(l *solver.Line, p *scheduler.WorkPattern, counted uint64) {
	if l.Rules.Sequence == nil {
		l.Rules.Sequence = &solver.Sequence{Last: solver.NoClass}
	}
	q := l.Rules.Sequence
	price := Money(p.Price)
	switch p.Of {
	case scheduler.DaysWorked, scheduler.DaysOff:
		r := solver.Run{Classes: counted, Min: p.Least, MinPrice: price, Level: scheduler.LevelMoney, OpenStart: true, OpenEnd: true}
		if p.Of == scheduler.DaysOff {
			r.Free, r.Classes = true, 0
		}
		if p.Most != nil {
			r.Max, r.MaxPrice = *p.Most, price
		}
		q.Runs = append(q.Runs, r)
	case scheduler.ShiftsWorked:
		t := solver.Total{Classes: counted, Low: p.Least, LowPrice: price, High: -1, Level: scheduler.LevelMoney}
		if p.Most != nil {
			t.High, t.HighPrice = *p.Most, price
		}
		q.Totals = append(q.Totals, t)
	default:
		if q.Weekend == nil {
			q.Weekend = &solver.WeekendRule{Level: scheduler.LevelMoney}
		}
		if p.Of == scheduler.SplitWeekends {
			q.Weekend.HalfPrice += price
		} else {
			q.Weekend.Max, q.Weekend.MaxPrice = *p.Most, price
		}
	}
}
