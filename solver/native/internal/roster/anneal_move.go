package roster

// step tries one move at a temperature.
func (a *annealer) step(heat float64) {
	r := a.next()
	allowed := int64(heat * a.logs[r>>54])
	w := int((r & 0xffff) * uint64(len(a.lines)) >> 16)
	d := int((r >> 16 & 0xffff) * uint64(a.days) >> 16)
	switch kind := r >> 32 & 15; {
	case kind < 9:
		a.swap(w, d, allowed)
	case kind < 12:
		a.change(w, d, allowed)
	case kind < 14:
		a.shift(w, d, allowed)
	default:
		a.paint(w, d, allowed)
	}
}

// stepAlone tries one move of one worker's days at a temperature.
func (a *annealer) stepAlone(w int, heat float64) {
	r := a.next()
	allowed := int64(heat * a.logs[r>>54])
	d := int((r & 0xffff) * uint64(a.days) >> 16)
	switch r >> 32 & 3 {
	case 0:
		a.change(w, d, allowed)
	case 1:
		a.shift(w, d, allowed)
	default:
		a.paint(w, d, allowed)
	}
}

// stretch is a random number of days, few most often, from a day on.
func (a *annealer) stretch(d int) int {
	n := 1 + a.below(4)
	if a.next()&3 == 0 {
		n = 1 + a.below(longestStretch-1)
	}
	return min(n, a.days-d)
}

// swap exchanges a stretch of days between two workers.
func (a *annealer) swap(w, d int, allowed int64) {
	v := a.below(len(a.lines))
	if v == w {
		return
	}
	n := a.stretch(d)
	one, two := &a.trial[0], &a.trial[1]
	one.w, one.from, one.n = w, d, n
	two.w, two.from, two.n = v, d, n
	ow, ov := a.on[w*a.days+d:][:n], a.on[v*a.days+d:][:n]
	cw, cv := a.as[w*len(a.p.Options):], a.as[v*len(a.p.Options):]
	rw, rv := a.p.Workers[w].Rest[d:], a.p.Workers[v].Rest[d:]
	same := true
	own := int64(0)
	for k := range n {
		x, y := ow[k], ov[k]
		one.opts[k], two.opts[k] = y, x
		if x == y {
			continue
		}
		same = false
		if x >= 0 {
			if cv[x].action == 0 {
				return
			}
			own += cv[x].cost - cw[x].cost
		} else {
			own += rv[k] - rw[k]
		}
		if y >= 0 {
			if cw[y].action == 0 {
				return
			}
			own += cw[y].cost - cv[y].cost
		} else {
			own += rw[k] - rv[k]
		}
	}
	if same || own-a.lines[w].worth-a.lines[v].worth > allowed {
		return
	}
	rest := a.weigh(one)
	if own+rest-a.lines[v].worth > allowed {
		return
	}
	rest += a.weigh(two)
	if own+rest > allowed {
		return
	}
	a.leave(own+rest, one.broken+two.broken)
	a.apply(one)
	a.apply(two)
	a.cost += own
	a.note()
}

// change gives a worker another option on a day, or rest.
func (a *annealer) change(w, d int, allowed int64) {
	t := &a.trial[0]
	t.w, t.from, t.n = w, d, 1
	t.opts[0] = a.draw(w, d)
	a.alone(t, allowed)
}

// draw is a random option of the worker on the day, or rest.
func (a *annealer) draw(w, d int) int32 {
	able := a.able[w*a.days+d]
	if k := a.below(len(able) + 1); k < len(able) {
		return able[k]
	}
	return -1
}

// shift moves a run of the worker's days by one: what ends it goes to where it begins, or
// the other way round.
func (a *annealer) shift(w, d int, allowed int64) {
	n := min(2+a.below(7), a.days-d)
	if n < 2 {
		return
	}
	t := &a.trial[0]
	t.w, t.from, t.n = w, d, n
	on := a.on[w*a.days+d:][:n]
	copy(t.opts[:n], on)
	from, to := 0, n-1
	if a.next()&1 == 0 {
		from, to = to, from
	}
	if (on[from] < 0) == (on[to] < 0) {
		return
	}
	if on[from] < 0 {
		from, to = to, from
	}
	t.opts[from] = -1
	able := a.able[w*a.days+d+to]
	if len(able) == 0 {
		return
	}
	t.opts[to] = able[a.below(len(able))]
	a.alone(t, allowed)
}

// paint gives a worker a stretch of the same class, or of rest.
func (a *annealer) paint(w, d int, allowed int64) {
	t := &a.trial[0]
	t.w, t.from, t.n = w, d, a.stretch(d)
	o := a.draw(w, d)
	action := int16(0)
	c := a.as[w*len(a.p.Options):]
	if o >= 0 {
		action = c[o].action
	}
	for k := range t.n {
		t.opts[k] = -1
		if o < 0 {
			continue
		}
		able := a.able[w*a.days+d+k]
		if len(able) == 0 {
			t.n = k
			break
		}
		at := a.below(len(able))
		for range able {
			if c[able[at]].action == action {
				t.opts[k] = able[at]
				break
			}
			if at++; at == len(able) {
				at = 0
			}
		}
	}
	if t.n > 0 {
		a.alone(t, allowed)
	}
}

// alone judges a change of one worker's days.
func (a *annealer) alone(t *trial, allowed int64) {
	on := a.on[t.w*a.days+t.from:]
	c, rest := a.as[t.w*len(a.p.Options):], a.p.Workers[t.w].Rest[t.from:]
	own := int64(0)
	same := true
	for k := range t.n {
		x, y := on[k], t.opts[k]
		if x == y {
			continue
		}
		same = false
		if x >= 0 {
			own -= c[x].cost + a.slope(x, a.count[x]-1)
		} else {
			own -= rest[k]
		}
		if y >= 0 {
			own += c[y].cost + a.slope(y, a.count[y])
		} else {
			own += rest[k]
		}
	}
	if same || own-a.lines[t.w].worth > allowed {
		return
	}
	sum := own + a.weigh(t)
	if sum > allowed {
		return
	}
	for k := range t.n {
		if x, y := on[k], t.opts[k]; x != y {
			if x >= 0 {
				a.count[x]--
			}
			if y >= 0 {
				a.count[y]++
			}
		}
	}
	a.leave(sum, t.broken)
	a.apply(t)
	a.cost += own
	a.note()
}

// weigh computes by how much a change alters what the worker's rules cost, broken ones at their weight.
func (a *annealer) weigh(t *trial) int64 {
	r, m, l := &a.p.Workers[t.w], a.by[t.w], &a.lines[t.w]
	on := a.on[t.w*a.days:][:a.days]
	was := a.state[t.w*(a.days+1):][:a.days+1]
	as := a.as[t.w*len(a.p.Options):]
	state := was[t.from]
	acts := int32(m.actions)
	t.cost, t.broken = 0, 0
	t.hours, t.weekends, t.halve = l.hours, l.weekends, l.halves
	if len(l.counts) > 0 {
		copy(t.counts, l.counts)
	}
	d := t.from
	for k := range t.n {
		at, old := state*acts, was[d]*acts
		if o := on[d]; o >= 0 {
			c := &as[o]
			old += int32(c.action)
			t.hours -= int(c.hours)
			if c.group >= 0 {
				t.counts[c.group]--
			}
		}
		if o := t.opts[k]; o >= 0 {
			c := &as[o]
			at += int32(c.action)
			t.hours += int(c.hours)
			if c.group >= 0 {
				t.counts[c.group]++
			}
		}
		t.cost += m.cost[at] - m.cost[old]
		t.broken += int64(m.broken[at] - m.broken[old])
		state = m.next[at]
		if a.weekend[d] {
			a.weighWeekend(t, on, d)
		}
		d++
	}
	for d < a.days && state != was[d] {
		action := int32(0)
		if o := on[d]; o >= 0 {
			action = int32(as[o].action)
		}
		at, old := state*acts+action, was[d]*acts+action
		t.cost += m.cost[at] - m.cost[old]
		t.broken += int64(m.broken[at] - m.broken[old])
		state = m.next[at]
		d++
	}
	if last := was[a.days]; d == a.days && state != last {
		t.cost += m.end[state] - m.end[last]
		t.broken += int64(m.endBad[state] - m.endBad[last])
	}
	a.weighTotals(t, l, r)
	return t.cost + t.broken*a.weight
}

// weighTotals adds what the line's totals come to, less what they came to before.
func (a *annealer) weighTotals(t *trial, l *annealLine, r *Rules) {
	if t.hours != l.hours || t.weekends != l.weekends || t.halve != l.halves {
		c0, b0 := r.sums(l.hours, l.weekends, l.halves, l.shift)
		c1, b1 := r.sums(t.hours, t.weekends, t.halve, l.shift)
		t.cost += c1 - c0
		t.broken += b1 - b0
	}
	for g, n := range l.counts {
		if now := t.counts[g]; now != n {
			most := int32(r.Caps[g])
			t.broken += int64(max(0, now-most) - max(0, n-most))
		}
	}
}

// weighWeekend counts the weekend of a day again, once for both its days.
func (a *annealer) weighWeekend(t *trial, on []int32, d int) {
	other := int(a.pair[d])
	inside := other >= t.from && other < t.from+t.n
	if inside && other < d {
		return
	}
	old, now := on[d] >= 0, t.opts[d-t.from] >= 0
	if other < 0 {
		t.weekends += flag(now) - flag(old)
		return
	}
	old2 := on[other] >= 0
	now2 := old2
	if inside {
		now2 = t.opts[other-t.from] >= 0
	}
	t.weekends += flag(now || now2) - flag(old || old2)
	t.halve += flag(now != now2) - flag(old != old2)
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// leave copies the best rota before a change that makes it worse.
func (a *annealer) leave(more, broken int64) {
	if a.at && (more > 0 || broken != 0) {
		a.keep()
	}
}

// apply makes a change that was weighed.
func (a *annealer) apply(t *trial) {
	m, l := a.by[t.w], &a.lines[t.w]
	on := a.on[t.w*a.days:][:a.days]
	was := a.state[t.w*(a.days+1):][:a.days+1]
	as := a.as[t.w*len(a.p.Options):]
	copy(on[t.from:], t.opts[:t.n])
	state := was[t.from]
	for d := t.from; d < a.days; d++ {
		if d >= t.from+t.n && state == was[d] {
			break
		}
		was[d] = state
		at := state * int32(m.actions)
		if o := on[d]; o >= 0 {
			at += int32(as[o].action)
		}
		state = m.next[at]
		if d == a.days-1 {
			was[a.days] = state
		}
	}
	l.hours, l.weekends, l.halves = t.hours, t.weekends, t.halve
	copy(l.counts, t.counts)
	l.worth += t.cost + t.broken*a.weight
	l.broken += t.broken
	a.cost += t.cost
	a.broken += t.broken
}
