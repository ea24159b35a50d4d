package planted

import "slices"

// span is [from, to) in elapsed minutes.
type span struct{ from, to int }

func (s span) len() int { return s.to - s.from }

func (s span) meets(o span) bool { return s.from < o.to && o.from < s.to }

// duty is one shift of the hidden rota; post is nil for standby.
type duty struct {
	span
	post  *post
	date  int // the day of the window that it serves
	sleep bool
}

// staff is a worker with the line that grows.
type staff struct {
	id       string
	provider string
	skills   []string
	teams    []*team
	floater  bool
	target   int    // minutes a week
	off      []bool // days off, by day
	line     []duty // by start
	away     []int  // days of leave, none of them worked
}

// fits says whether the duty may be added to the line with every limit of the
// house kept, within the worker's target and days off.
func (c *calendar) fits(w *staff, d duty) bool {
	for i := c.dayOf(d.from); i < len(w.off) && c.days[i] < d.to; i++ {
		if w.off[i] {
			return false
		}
	}
	line := w.with(d)
	return apart(line) && c.spellsKept(line) && c.weekKept(w, line, d)
}

// with is a copy of the line with the duty in it.
func (w *staff) with(d duty) []duty {
	k, _ := slices.BinarySearchFunc(w.line, d.from, func(x duty, from int) int { return x.from - from })
	return slices.Insert(slices.Clone(w.line), k, d)
}

// apart says that no two duties overlap, and none that touch are of one post or both standby.
func apart(line []duty) bool {
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		if b.from < a.to || (b.from == a.to && a.post == b.post) {
			return false
		}
	}
	return true
}

// spellsKept checks the length of every spell and the days in a row.
func (c *calendar) spellsKept(line []duty) bool {
	last, run := -2, 0
	for i := 0; i < len(line); {
		j, sleep := i+1, line[i].sleep
		for ; j < len(line) && line[j].from-line[j-1].to < restLeast; j++ {
			sleep = sleep || line[j].sleep
		}
		s := span{line[i].from, line[j-1].to}
		if s.len() > spellSleep || (!sleep && s.len() > spellMost) {
			return false
		}
		first, end := c.dayOf(s.from), c.dayOf(s.to-1)
		if first > last+1 {
			run = 0
		}
		run += end - max(first, last+1) + 1
		if last = end; run > daysMost {
			return false
		}
		i = j
	}
	return true
}

// weekKept checks hours and weekly rest of the weeks that a duty touches.
func (c *calendar) weekKept(w *staff, line []duty, d duty) bool {
	for k := c.dayOf(d.from) / 7; k*7 < len(c.days) && c.days[k*7] < d.to; k++ {
		week := c.week(k)
		hours, free, rested := 0, week.from, false
		for _, x := range line {
			if !x.meets(week) {
				continue
			}
			hours += min(x.to, week.to) - max(x.from, week.from)
			rested = rested || x.from-free >= weeklyRest
			free = max(free, x.to)
		}
		rested = rested || week.to-free >= weeklyRest
		if hours > w.target || !rested {
			return false
		}
	}
	return true
}

// week is the span of the k-th week; the last may be cut by what is known of the days.
func (c *calendar) week(k int) span {
	return span{c.days[k*7], c.days[min(k*7+7, len(c.days)-1)]}
}

// hours are the minutes of the line in a week.
func (w *staff) hours(week span) int {
	n := 0
	for _, x := range w.line {
		if x.meets(week) {
			n += min(x.to, week.to) - max(x.from, week.from)
		}
	}
	return n
}

// total are the minutes of the whole line.
func (w *staff) total() int {
	n := 0
	for _, x := range w.line {
		n += x.len()
	}
	return n
}

func (w *staff) add(d duty) { w.line = w.with(d) }

// drop takes the duties of a post's date off the line.
func (w *staff) drop(p *post, date int) {
	w.line = slices.DeleteFunc(w.line, func(d duty) bool { return d.post == p && d.date == date })
}
