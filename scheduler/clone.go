package scheduler

import "slices"

// Clone is a copy of the problem that shares nothing with it that an edit could
// reach: to ask "what if" of a problem, edit a clone.
func (p *Problem) Clone() *Problem {
	if p == nil {
		return nil
	}
	c := *p
	c.Holidays = slices.Clone(p.Holidays)
	c.Clients = slices.Clone(p.Clients)
	for i := range c.Clients {
		k := &c.Clients[i]
		k.Known, k.Refuses, k.Tell, k.Facts = slices.Clone(k.Known), slices.Clone(k.Refuses), slices.Clone(k.Tell), slices.Clone(k.Facts)
	}
	c.Needs = slices.Clone(p.Needs)
	for i := range c.Needs {
		n := &c.Needs[i]
		n.Fallback = slices.Clone(n.Fallback)
		n.Days, n.Skills, n.Among, n.Only = n.Days.clone(), slices.Clone(n.Skills), slices.Clone(n.Among), slices.Clone(n.Only)
	}
	c.Providers = slices.Clone(p.Providers)
	for i := range c.Providers {
		k := &c.Providers[i]
		k.Accepts, k.MaxHoursWeek, k.MaxCost = slices.Clone(k.Accepts), clonePointer(k.MaxHoursWeek), clonePointer(k.MaxCost)
	}
	c.Workers = slices.Clone(p.Workers)
	for i := range c.Workers {
		c.Workers[i] = c.Workers[i].Clone()
	}
	c.Skills = slices.Clone(p.Skills)
	c.Caps = p.Caps.Clone()
	c.LawOff = slices.Clone(p.LawOff)
	c.Objective.MaxCost = clonePointer(p.Objective.MaxCost)
	c.Pay = slices.Clone(p.Pay)
	for i := range c.Pay {
		c.Pay[i].Days, c.Pay[i].AppliesTo = c.Pay[i].Days.clone(), slices.Clone(c.Pay[i].AppliesTo)
	}
	c.WorkPatterns = slices.Clone(p.WorkPatterns)
	for i := range c.WorkPatterns {
		w := &c.WorkPatterns[i]
		w.Workers, w.Needs, w.Most = slices.Clone(w.Workers), slices.Clone(w.Needs), clonePointer(w.Most)
	}
	return &c
}

// Clone is a copy of the worker that shares nothing with it that an edit could reach.
func (w Worker) Clone() Worker {
	w.Skills, w.Refuses = slices.Clone(w.Skills), slices.Clone(w.Refuses)
	w.Available, w.Unavailable = slices.Clone(w.Available), slices.Clone(w.Unavailable)
	for i := range w.Available {
		w.Available[i].Days = w.Available[i].Days.clone()
	}
	w.Wishes = slices.Clone(w.Wishes)
	for i := range w.Wishes {
		w.Wishes[i].Days = w.Wishes[i].Days.clone()
	}
	for i := range w.Unavailable {
		w.Unavailable[i].Dates = slices.Clone(w.Unavailable[i].Dates)
	}
	w.Worked, w.Pinned = slices.Clone(w.Worked), slices.Clone(w.Pinned)
	if w.Caps != nil {
		own := w.Caps.Clone()
		w.Caps = &own
	}
	return w
}

func (d Pattern) clone() Pattern {
	d.Dates, d.Except = slices.Clone(d.Dates), slices.Clone(d.Except)
	return d
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
