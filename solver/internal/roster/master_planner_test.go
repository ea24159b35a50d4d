package roster

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// drawRules makes a random worker over one option a day and shift.
func drawRules(rng *rand.Rand, days, shifts int) lineRules {
	r := lineRules{
		runMin: 1 + rng.IntN(3), restMin: 1 + rng.IntN(3), hoursMin: rng.IntN(4), weekends: rng.IntN(3),
	}
	r.runMax = r.runMin + rng.IntN(3)
	r.hoursMax = r.hoursMin + 4 + rng.IntN(days*2)
	for range shifts {
		row := make([]bool, shifts)
		for k := range row {
			row[k] = rng.IntN(4) > 0
		}
		r.follow = append(r.follow, row)
	}
	hours, group := make([]int, shifts), make([]int, shifts)
	for s := range shifts {
		hours[s], group[s] = 1+rng.IntN(3), -1
		if rng.IntN(2) == 0 {
			group[s] = len(r.caps)
			r.caps = append(r.caps, rng.IntN(4))
		}
	}
	for day := range days {
		var choices []lineChoice
		for s := range shifts {
			if rng.IntN(6) > 0 {
				choices = append(choices, lineChoice{int32(day*shifts + s), s, hours[s], int64(rng.IntN(5)), group[s]})
			}
		}
		r.choices = append(r.choices, choices)
		r.rest = append(r.rest, int64(rng.IntN(4)))
		weekend := -1
		if day%4 >= 2 {
			weekend = day / 4
		}
		r.weekend = append(r.weekend, weekend)
	}
	return r
}

// legalLines lists all lines of a worker by trying everything and reading the rules off
// the whole line.
func legalLines(r *lineRules, worker int) []masterLine {
	var lines []masterLine
	line := make([]*lineChoice, len(r.choices))
	var try func(day int)
	try = func(day int) {
		if day == len(line) {
			if r.legal(line) {
				lines = append(lines, r.lineOf(worker, line))
			}
			return
		}
		line[day] = nil
		try(day + 1)
		for k := range r.choices[day] {
			line[day] = &r.choices[day][k]
			try(day + 1)
		}
		line[day] = nil
	}
	try(0)
	return lines
}

func (r *lineRules) lineOf(worker int, line []*lineChoice) masterLine {
	l := masterLine{worker: worker}
	for day, c := range line {
		if c == nil {
			l.cost += r.rest[day]
			continue
		}
		l.cost += c.cost
		l.options = append(l.options, c.option)
	}
	return l
}

func (r *lineRules) legal(line []*lineChoice) bool {
	hours, counts, worked := 0, make([]int, len(r.caps)), map[int]bool{}
	for day, c := range line {
		if c == nil {
			continue
		}
		hours += c.hours
		if c.group >= 0 {
			counts[c.group]++
		}
		if r.weekend[day] >= 0 {
			worked[r.weekend[day]] = true
		}
		if day > 0 && line[day-1] != nil && !r.follow[line[day-1].class][c.class] {
			return false
		}
	}
	for g, count := range counts {
		if count > r.caps[g] {
			return false
		}
	}
	return hours >= r.hoursMin && hours <= r.hoursMax && len(worked) <= r.weekends && r.legalRuns(line)
}

func (r *lineRules) legalRuns(line []*lineChoice) bool {
	for from := 0; from < len(line); {
		to := from
		for to < len(line) && (line[to] == nil) == (line[from] == nil) {
			to++
		}
		length, inside := to-from, from > 0 && to < len(line)
		if line[from] == nil && inside && length < r.restMin {
			return false
		}
		if line[from] != nil && (length > r.runMax || inside && length < r.runMin) {
			return false
		}
		from = to
	}
	return true
}

// TestPlannerAgreesWithTryingEverything holds plans at random prices and holds against
// the list of all legal lines.
func TestPlannerAgreesWithTryingEverything(t *testing.T) {
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 6))
		days, shifts := 7, 1+rng.IntN(2)
		r := drawRules(rng, days, shifts)
		twin := listed{lines: [][]masterLine{legalLines(&r, 0)}}
		for o := range days * shifts {
			twin.options = append(twin.options, masterOption{day: o / shifts})
		}
		p := newLinePlanner([]lineRules{r})
		for range 6 {
			comparePlans(t, seed, rng, p, &twin, days)
		}
	}
}

func comparePlans(t *testing.T, seed uint64, rng *rand.Rand, p planner, twin *listed, days int) {
	t.Helper()
	const scale = 16
	hold := &masterHold{make([]bool, len(twin.options)), make([]bool, days)}
	for o := range hold.banned {
		hold.banned[o] = rng.IntN(8) == 0
	}
	for day := range hold.worked {
		hold.worked[day] = rng.IntN(8) == 0
	}
	prices := make([]int64, len(twin.options))
	for o := range prices {
		prices[o] = int64(rng.IntN(200) - 60)
	}
	least, lines, ok := p.plan(0, prices, scale, hold)
	want, _, some := twin.plan(0, prices, scale, hold)
	if ok != some || ok && least != want {
		t.Fatalf("seed %d: least %d (%v), want %d (%v)", seed, least, ok, want, some)
	}
	for _, l := range lines {
		value := scale * l.cost
		for _, o := range l.options {
			value -= prices[o]
		}
		known := slices.ContainsFunc(twin.lines[0], func(k masterLine) bool {
			return k.cost == l.cost && slices.Equal(k.options, l.options)
		})
		if value != least || !known || !hold.keeps(&l, twin.options) {
			t.Fatalf("seed %d: line %v is worth %d, not %d, or is not legal", seed, l, value, least)
		}
	}
}
