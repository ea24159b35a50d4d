package rounds

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// small draws a problem that can be tried whole: three days with a few visits, up to three workers.
func small(rng *rand.Rand) *Problem {
	p := &Problem{Days: []int32{0, 1440, 2880, 4320}}
	for range 4 + rng.IntN(6) {
		from := int32(rng.IntN(3)*1440 + rng.IntN(90)*15)
		to := from + 15 + int32(rng.IntN(6))*15
		p.Visits = append(p.Visits, Visit{From: from, To: to, Counts: min(to, 4320) - from, Client: int32(rng.IntN(3)), Wanted: 1 + int32(rng.IntN(4)/3)})
	}
	slices.SortStableFunc(p.Visits, func(a, b Visit) int { return cmp.Compare(a.From, b.From) })
	for range 1 + rng.IntN(3) {
		w := Worker{Travel: int32(rng.IntN(4)) * 15, Rest: int32(rng.IntN(3)) * 330, Spell: int32(rng.IntN(4)) * 240, Most: int32(rng.IntN(9))*30 - 30}
		if w.Rest < w.Travel {
			w.Rest = 330
		}
		switch rng.IntN(3) {
		case 0:
			w.DayOff = true
		case 1:
			w.Free = 1200
		}
		for v := range p.Visits {
			if rng.IntN(5) > 0 {
				w.Visits = append(w.Visits, int32(v))
			}
		}
		p.Workers = append(p.Workers, w)
	}
	return p
}

// may says whether a worker may work a line, in order of time, each limit read from the line alone.
func (p *Problem) may(w *Worker, line []int32) bool {
	minutes, begun := int32(0), int32(0)
	var stretches [][2]int32
	for i, v := range line {
		x := &p.Visits[v]
		if !slices.Contains(w.Visits, v) {
			return false
		}
		minutes += x.Counts
		if i > 0 {
			y := &p.Visits[line[i-1]]
			if x.From < y.To || x.Client != y.Client && x.From < y.To+w.Travel {
				return false
			}
		}
		if i == 0 || x.From-p.Visits[line[i-1]].To >= w.Rest {
			begun = x.From
			stretches = append(stretches, [2]int32{begun, x.To})
		}
		stretches[len(stretches)-1][1] = x.To
		if w.Spell > 0 && x.To-begun > w.Spell {
			return false
		}
	}
	return (w.Most < 0 || minutes <= w.Most) && (len(line) == 0 || p.freed(w, stretches))
}

// freed says whether stretches leave the free time that is due.
func (p *Problem) freed(w *Worker, stretches [][2]int32) bool {
	free := func(from, to int32) bool {
		return !slices.ContainsFunc(stretches, func(s [2]int32) bool { return s[0] < to && from < s[1] })
	}
	switch {
	case w.DayOff:
		for d := range len(p.Days) - 1 {
			if free(p.Days[d], p.Days[d+1]) {
				return true
			}
		}
		return false
	case w.Free > 0:
		for from := p.Days[0]; from+w.Free <= p.Days[len(p.Days)-1]; from += 15 {
			if free(from, from+w.Free) {
				return true
			}
		}
		return false
	}
	return true
}

// eachLine calls f with every line that a worker may work.
func (p *Problem) eachLine(w *Worker, f func(line []int32)) {
	var line []int32
	var add func(v int)
	add = func(v int) {
		if v == len(p.Visits) {
			if p.may(w, line) {
				f(line)
			}
			return
		}
		add(v + 1)
		line = append(line, int32(v))
		add(v + 1)
		line = line[:len(line)-1]
	}
	add(0)
}

// The most of one worker is what trying every line gives, and the line said to give it does.
func TestBestLine(t *testing.T) {
	for seed := range uint64(300) {
		rng := rand.New(rand.NewPCG(seed, 3))
		p := small(rng)
		prices := make([]int32, len(p.Visits))
		for v := range prices {
			prices[v] = int32(rng.IntN(100))
		}
		l := newPlanner(p)
		for i := range p.Workers {
			most, line := l.best(i, prices)
			want, worth := int32(0), int32(0)
			p.eachLine(&p.Workers[i], func(line []int32) {
				n := int32(0)
				for _, v := range line {
					n += prices[v]
				}
				want = max(want, n)
			})
			for _, v := range line {
				worth += prices[v]
			}
			require.Equal(t, want, most, "seed %d, worker %d", seed, i)
			require.Equal(t, most, worth, "seed %d, worker %d", seed, i)
			require.True(t, p.may(&p.Workers[i], line), "seed %d, worker %d", seed, i)
		}
	}
}

// Hours that have no common part but minutes are cut into coarse steps, which lose no line.
func TestBestLineWithManyHours(t *testing.T) {
	for seed := range uint64(100) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := small(rng)
		prices := make([]int32, len(p.Visits))
		for v := range p.Visits {
			p.Visits[v].Counts += int32(rng.IntN(7))
			prices[v] = p.Visits[v].Counts
		}
		l := newPlanner(p)
		for i := range p.Workers {
			p.Workers[i].Most = 300 + int32(rng.IntN(100))
			l.bin[i] = 8
			want := int32(0)
			p.eachLine(&p.Workers[i], func(line []int32) {
				n := int32(0)
				for _, v := range line {
					n += prices[v]
				}
				want = max(want, n)
			})
			most, _ := l.best(i, prices)
			require.GreaterOrEqual(t, most, want, "seed %d", seed)
		}
	}
}

// leastOpen is what the best rota leaves open, by trying all, and enters that rota as the known one.
func (p *Problem) leastOpen() int64 {
	covers := [][]int8{make([]int8, len(p.Visits))} // what the workers so far can cover together
	for i := range p.Workers {
		seen := map[string]bool{}
		var next [][]int8
		for _, c := range covers {
			p.eachLine(&p.Workers[i], func(line []int32) {
				sum, key := slices.Clone(c), make([]byte, len(c))
				for _, v := range line {
					sum[v] = min(sum[v]+1, int8(p.Visits[v].Wanted))
				}
				for v := range sum {
					key[v] = byte(sum[v])
				}
				if !seen[string(key)] {
					seen[string(key)] = true
					next = append(next, sum)
				}
			})
		}
		covers = next
	}
	least := int64(1) << 40
	for _, c := range covers {
		open := int64(0)
		for v := range p.Visits {
			open += int64(p.Visits[v].Wanted-int32(c[v])) * int64(p.Visits[v].To-p.Visits[v].From)
		}
		if open < least {
			least = open
			for v := range p.Visits {
				p.Visits[v].Open = p.Visits[v].Wanted - int32(c[v])
			}
		}
	}
	return least
}

// What is said to stay open is never more than the best rota leaves, and nearly always as much.
func TestOpen(t *testing.T) {
	all, shown, same := int64(0), int64(0), 0
	const problems = 120
	for seed := range uint64(problems) {
		p := small(rand.New(rand.NewPCG(seed, 7)))
		least := p.leastOpen()
		s := p.Open(context.Background())
		open := p.Whole(s)
		require.LessOrEqual(t, open, least, "seed %d", seed)
		all, shown = all+least, shown+open
		if open == least {
			same++
		}
		sum := int64(0)
		for _, part := range p.Parts(s) {
			counts := make([]int32, len(p.Visits))
			for _, v := range part {
				counts[v] = s.Counts[v]
			}
			sum += p.At(counts).Open
		}
		require.Equal(t, s.Open, sum, "seed %d: the parts add up", seed)
	}
	t.Logf("%d of %d minutes, all in %d of %d problems", shown, all, same, problems)
	require.Greater(t, float64(shown), 0.99*float64(all))
	require.Greater(t, same, problems*95/100)
}
