package roster

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// drawRules makes a random worker over one option a day and shift.
func drawRules(rng *rand.Rand, days, shifts int) Rules {
	r := Rules{HoursMin: rng.IntN(4), Weekends: rng.IntN(3), Last: rng.IntN(shifts+1) - 1, Runs: drawRuns(rng, shifts)}
	r.HoursMax = r.HoursMin + 4 + rng.IntN(days*2)
	r.HoursHigh = r.HoursMax
	if rng.IntN(2) == 0 {
		r.WeekendPrice, r.HalfPrice = int64(rng.IntN(3)), int64(rng.IntN(4))
		r.HoursLow, r.HoursHigh = r.HoursMin+rng.IntN(4), r.HoursMax-rng.IntN(4)
		r.LowPrice, r.HighPrice = int64(rng.IntN(3)), int64(rng.IntN(3))
	}
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

// drawRuns makes limits on working days and days off in a row, and at times prices on them
// or on runs of one class, with some days before the first.
func drawRuns(rng *rand.Rand, shifts int) []Run {
	all := uint64(1)<<shifts - 1
	least := 1 + rng.IntN(3)
	runs := []Run{
		{Classes: all, Min: least, Max: least + rng.IntN(3), MinHard: true, MaxHard: true, OpenStart: true, OpenEnd: true},
		{Free: true, Min: 1 + rng.IntN(3), MinHard: true, OpenStart: true, OpenEnd: true},
	}
	for range rng.IntN(3) {
		run := Run{Min: rng.IntN(4), Max: rng.IntN(4), MinPrice: int64(rng.IntN(4)), MaxPrice: int64(rng.IntN(4)),
			Before: rng.IntN(2) * rng.IntN(5), OpenStart: rng.IntN(2) == 0, OpenEnd: rng.IntN(2) == 0}
		if run.Free = rng.IntN(3) == 0; !run.Free {
			run.Classes = 1 + uint64(rng.IntN(int(all)))
			run.MaxHard = rng.IntN(4) == 0
		}
		runs = append(runs, run)
	}
	return runs
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
	hours, days, worked := 0, map[int]int{}, map[int]int{}
	for day, c := range line {
		days[r.Weekend[day]]++
		if c == nil {
			l.cost += r.Rest[day]
			continue
		}
		worked[r.Weekend[day]]++
		hours += c.Hours
		l.cost += c.Cost
		l.Options = append(l.Options, c.Option)
	}
	delete(worked, -1)
	for w, n := range worked {
		if n < days[w] {
			l.cost += r.HalfPrice
		}
	}
	l.cost += int64(max(0, len(worked)-r.Weekends)) * r.WeekendPrice
	l.cost += int64(max(0, r.HoursLow-hours))*r.LowPrice + int64(max(0, hours-r.HoursHigh))*r.HighPrice
	for k := range r.Runs {
		run := &r.Runs[k]
		for _, f := range run.read(line) {
			l.cost += int64(f.missing)*run.MinPrice + int64(f.beyond)*run.MaxPrice
		}
	}
	return l
}

// runRead is by how many days a run misses its limits.
type runRead struct{ missing, beyond int }

// read lists the runs of a line with what they miss.
func (r *Run) read(line []*Choice) (out []runRead) {
	in := func(c *Choice) bool { return c == nil && r.Free || c != nil && r.Classes>>c.Class&1 == 1 }
	for from := -1; from < len(line); {
		if from >= 0 && !in(line[from]) {
			from++
			continue
		}
		before, to := 0, max(from, 0)
		if from < 0 {
			before = r.Before
		}
		first := max(from, 0)
		for to < len(line) && in(line[to]) {
			to++
		}
		n := before + to - first
		var f runRead
		if open := from <= 0 && r.OpenStart || to == len(line) && r.OpenEnd && to > first; n > 0 && !open {
			f.missing = max(0, r.Min-n)
		}
		if r.Max > 0 {
			f.beyond = max(0, n-max(r.Max, before))
		}
		out = append(out, f)
		if from = to; to == 0 {
			from = 0
		}
		if to == first && from < len(line) {
			from++
		}
	}
	return out
}

func (r *Rules) legal(line []*Choice) bool {
	hours, counts, worked := 0, make([]int, len(r.Caps)), map[int]bool{}
	last := r.Last
	for day, c := range line {
		if c == nil {
			last = -1
			continue
		}
		hours += c.Hours
		if c.Group >= 0 {
			counts[c.Group]++
		}
		if r.Weekend[day] >= 0 {
			worked[r.Weekend[day]] = true
		}
		if last >= 0 && !r.Follow[last][c.Class] {
			return false
		}
		last = c.Class
	}
	for g, count := range counts {
		if count > r.Caps[g] {
			return false
		}
	}
	for k := range r.Runs {
		for _, f := range r.Runs[k].read(line) {
			if r.Runs[k].MinHard && f.missing > 0 || r.Runs[k].MaxHard && f.beyond > 0 {
				return false
			}
		}
	}
	return hours >= r.HoursMin && hours <= r.HoursMax && (r.WeekendPrice > 0 || len(worked) <= r.Weekends)
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
		value := scale * l.cost
		for _, o := range l.Options {
			value -= prices[o]
		}
		known := slices.ContainsFunc(twin.lines[0], func(k Line) bool {
			return k.cost == l.cost && slices.Equal(k.Options, l.Options)
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
