package solver

// dayWork is what starts on one day of the horizon: how many decisions of each
// class that count.
type dayWork map[uint8]int

func (d dayWork) any(classes uint64) bool {
	for c := range d {
		if classes>>c&1 == 1 {
			return true
		}
	}
	return false
}

// workByDay reads the days of the horizon off a line, plainly.
func (m *Model) workByDay(line []Decision) (work []dayWork, starts []Minute) {
	for d := 0; d+1 < len(m.Days); d++ {
		if m.Days[d] < m.Horizon.From || m.Days[d] >= m.Horizon.To {
			continue
		}
		w := dayWork{}
		for _, x := range line {
			if x.Task >= 0 && x.Kind <= Passive && m.Days[d] <= x.Start && x.Start < m.Days[d+1] {
				w[m.Tasks[x.Task].Class]++
			}
		}
		work, starts = append(work, w), append(starts, m.Days[d])
	}
	return work, starts
}

// sequenceCost is the price of the rules by day and of the wishes.
func (m *Model) sequenceCost(l int, line []Decision) (c Cost) {
	for _, w := range m.Lines[l].Wishes {
		n := int64(0)
		if w.Within.Len() > 0 {
			if m.busyWithin(w.Within, line, w.Taken) == w.Taken {
				c[w.Level] += w.Price
			}
			continue
		}
		for _, d := range line {
			for _, t := range w.Tasks {
				if d.Task == t && d.Kind <= Passive {
					n++
				}
			}
		}
		switch {
		case w.Taken:
			c[w.Level] += n * w.Price
		case n == 0:
			c[w.Level] += w.Price
		}
	}
	q := m.Lines[l].Rules.Sequence
	if q == nil {
		return c
	}
	work, starts := m.workByDay(line)
	for i := range q.Runs {
		r := &q.Runs[i]
		for _, run := range r.runsOf(work) {
			c[r.Level] += run.missing*r.MinPrice + run.beyond*r.MaxPrice
		}
	}
	for _, t := range q.Totals {
		n := t.count(work)
		c[t.Level] += int64(max(0, t.Low-n)) * t.LowPrice
		if t.High >= 0 {
			c[t.Level] += int64(max(0, n-max(t.High, t.Before))) * t.HighPrice
		}
	}
	if w := q.Weekend; w != nil {
		worked, half := m.weekendsWorked(work, starts)
		c[w.Level] += int64(half)*w.HalfPrice + int64(max(0, w.Before+worked-max(w.Max, w.Before)))*w.MaxPrice
	}
	return c
}

// busyWithin says whether a decision meets the span: of any kind, or Active or Passive only.
func (m *Model) busyWithin(in Span, line []Decision, anyKind bool) bool {
	for _, d := range line {
		if past := d.Fixed && d.Task == PastTask; !past && in.Meet(d.Span()).Len() > 0 && (anyKind || d.Kind == Active || d.Kind == Passive) {
			return true
		}
	}
	return false
}

func (t *Total) count(work []dayWork) int {
	n := t.Before
	for _, w := range work {
		for c, k := range w {
			if t.Classes>>c&1 == 1 {
				n += k
			}
		}
	}
	return n
}

// runFault is by how many days a run is too short, and too long.
type runFault struct{ missing, beyond int64 }

// runsOf lists the runs of the sort with what is wrong with them.
func (r *Run) runsOf(work []dayWork) (out []runFault) {
	in := func(d int) bool {
		if r.Free {
			return len(work[d]) == 0
		}
		return work[d].any(r.Classes)
	}
	add := func(n, before int, exempt bool) {
		var f runFault
		if !exempt {
			f.missing = int64(max(0, r.Min-n))
		}
		if r.Max > 0 {
			f.beyond = int64(max(0, n-max(r.Max, before)))
		}
		out = append(out, f)
	}
	if r.Before > 0 && len(work) > 0 && !in(0) {
		add(r.Before, r.Before, r.OpenStart)
	}
	for from := 0; from < len(work); {
		if !in(from) {
			from++
			continue
		}
		to := from
		for to < len(work) && in(to) {
			to++
		}
		before := 0
		if from == 0 {
			before = r.Before
		}
		add(to-from+before, before, from == 0 && r.OpenStart || to == len(work) && r.OpenEnd)
		from = to
	}
	return out
}

// weekendsWorked counts the weekends worked, and those worked in part.
func (m *Model) weekendsWorked(work []dayWork, starts []Minute) (worked, half int) {
	for _, s := range m.Weekends {
		days, busy := 0, 0
		for d, at := range starts {
			if s.From <= at && at < s.To {
				days++
				if len(work[d]) > 0 {
					busy++
				}
			}
		}
		if busy > 0 {
			worked++
			if busy < days {
				half++
			}
		}
	}
	return worked, half
}

// sequenceBroken says what hard rules by day the line breaks.
func (m *Model) sequenceBroken(q *Sequence, line []Decision, say func(string, ...any)) {
	if q == nil {
		return
	}
	work, starts := m.workByDay(line)
	q.onePerDay(work, say)
	q.following(work, say)
	for i := range q.Runs {
		for _, f := range q.Runs[i].runsOf(work) {
			if q.Runs[i].Hard && f.beyond > 0 {
				say("a run of sort %d is %d days too long", i, f.beyond)
			}
		}
	}
	for i, t := range q.Totals {
		if n := t.count(work); t.Hard && t.High >= 0 && n > max(t.High, t.Before) {
			say("total %d is %d, at most %d", i, n, t.High)
		}
	}
	if w := q.Weekend; w != nil && w.Hard {
		if n, _ := m.weekendsWorked(work, starts); w.Before+n > max(w.Max, w.Before) {
			say("%d weekends worked, at most %d", w.Before+n, w.Max)
		}
	}
}

// onePerDay: with OnePerDay no two decisions start on one day.
func (q *Sequence) onePerDay(work []dayWork, say func(string, ...any)) {
	for d, w := range work {
		n := 0
		for _, k := range w {
			n += k
		}
		if q.OnePerDay && n > 1 {
			say("%d decisions start on day %d", n, d)
		}
	}
}

// following: nothing starts that Forbid does not allow after the day before.
func (q *Sequence) following(work []dayWork, say func(string, ...any)) {
	for d, w := range work {
		for a, no := range q.Forbid {
			before := q.Last == a
			if d > 0 {
				before = work[d-1].any(1 << a)
			}
			if before && w.any(no) {
				say("what starts on day %d may not follow class %d", d, a)
			}
		}
	}
}
