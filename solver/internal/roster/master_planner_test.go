package roster

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// drawRules makes a random worker over one option a day and shift.
func drawRules(rng *rand.Rand, days, shifts int) Rules {
	r := Rules{
		RunMin: 1 + rng.IntN(3), RestMin: 1 + rng.IntN(3), HoursMin: rng.IntN(4), Weekends: rng.IntN(3),
	}
	r.RunMax = r.RunMin + rng.IntN(3)
	r.HoursMax = r.HoursMin + 4 + rng.IntN(days*2)
	for range shifts {
		row := make([]bool, shifts)
		for k := range row {
			row[k] = rng.IntN(4) > 0
		}
		r.Follow = append(r.Follow, row)
	}
	hours, group := make([]int, shifts), make([]int, shifts)
	for s := range shifts {
		hours[s], group[s] = 1+rng.IntN(3), -1
		if rng.IntN(2) == 0 {
			group[s] = len(r.Caps)
			r.Caps = append(r.Caps, rng.IntN(4))
		}
	}
	for day := range days {
		var choices []Choice
		for s := range shifts {
			if rng.IntN(6) > 0 {
				choices = append(choices, Choice{int32(day*shifts + s), s, hours[s], int64(rng.IntN(5)), group[s]})
			}
		}
		r.Choices = append(r.Choices, choices)
		r.Rest = append(r.Rest, int64(rng.IntN(4)))
		weekend := -1
		if day%4 >= 2 {
			weekend = day / 4
		}
		r.Weekend = append(r.Weekend, weekend)
	}
	return r
}

// legalLines lists all lines of a worker by trying everything and reading the rules off
// the whole line.
func legalLines(r *Rules, worker int) []Line {
	var lines []Line
	line := make([]*Choice, len(r.Choices))
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
		for k := range r.Choices[day] {
			line[day] = &r.Choices[day][k]
			try(day + 1)
		}
		line[day] = nil
	}
	try(0)
	return lines
}

func (r *Rules) lineOf(worker int, line []*Choice) Line {
	l := Line{Worker: worker}
	for day, c := range line {
		if c == nil {
			l.Cost += r.Rest[day]
			continue
		}
		l.Cost += c.Cost
		l.Options = append(l.Options, c.Option)
	}
	return l
}

func (r *Rules) legal(line []*Choice) bool {
	hours, counts, worked := 0, make([]int, len(r.Caps)), map[int]bool{}
	for day, c := range line {
		if c == nil {
			continue
		}
		hours += c.Hours
		if c.Group >= 0 {
			counts[c.Group]++
		}
		if r.Weekend[day] >= 0 {
			worked[r.Weekend[day]] = true
		}
		if day > 0 && line[day-1] != nil && !r.Follow[line[day-1].Class][c.Class] {
			return false
		}
	}
	for g, count := range counts {
		if count > r.Caps[g] {
			return false
		}
	}
	return hours >= r.HoursMin && hours <= r.HoursMax && len(worked) <= r.Weekends && r.legalRuns(line)
}

func (r *Rules) legalRuns(line []*Choice) bool {
	for from := 0; from < len(line); {
		to := from
		for to < len(line) && (line[to] == nil) == (line[from] == nil) {
			to++
		}
		length, inside := to-from, from > 0 && to < len(line)
		if line[from] == nil && inside && length < r.RestMin {
			return false
		}
		if line[from] != nil && (length > r.RunMax || inside && length < r.RunMin) {
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
		twin := listed{lines: [][]Line{legalLines(&r, 0)}}
		for o := range days * shifts {
			twin.options = append(twin.options, Option{Day: o / shifts})
		}
		p := newLinePlanner([]Rules{r})
		for range 6 {
			comparePlans(t, seed, rng, p, &twin, days)
			compareThrough(t, seed, rng, p, &twin, days)
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
		value := scale * l.Cost
		for _, o := range l.Options {
			value -= prices[o]
		}
		known := slices.ContainsFunc(twin.lines[0], func(k Line) bool {
			return k.Cost == l.Cost && slices.Equal(k.Options, l.Options)
		})
		if value != least || !known || !hold.keeps(&l, twin.options) {
			t.Fatalf("seed %d: line %v is worth %d, not %d, or is not legal", seed, l, value, least)
		}
	}
}

// compareThrough holds the values through options and days off against the list: never
// above it, and equal where the worker has no caps.
func compareThrough(t *testing.T, seed uint64, rng *rand.Rand, p *linePlanner, twin *listed, days int) {
	t.Helper()
	hold := &masterHold{make([]bool, len(twin.options)), make([]bool, days)}
	for o := range hold.banned {
		hold.banned[o] = rng.IntN(8) == 0
	}
	prices := make([]int64, len(twin.options))
	for o := range prices {
		prices[o] = int64(rng.IntN(200) - 60)
	}
	exact := len(p.rules[0].Caps) == 0
	_, option, rest := p.through(0, prices, 16, hold)
	_, wantOption, wantRest := twin.through(0, prices, 16, hold)
	check := func(what string, got, want []int64) {
		for k := range got {
			if got[k] > want[k] && want[k] < never || exact && min(got[k], never/2) != min(want[k], never/2) {
				t.Fatalf("seed %d: %s %d: %d, want %d", seed, what, k, got[k], want[k])
			}
		}
	}
	check("option", option, wantOption)
	check("rest", rest, wantRest)
}
