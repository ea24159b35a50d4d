package proof

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
)

// oneCarer draws a week of few visits and one worker with limits that bind.
func oneCarer(rng *rand.Rand) *scheduler.Problem {
	p := scheduler.NewProblem("calls", time.UTC, scheduler.Date{Year: 2026, Month: 7, Day: 6}, 7+7*rng.IntN(2))
	p.Clients = []scheduler.Client{{ID: "a"}, {ID: "b"}}
	for i := range 9 {
		day := p.Start.Plus(rng.IntN(7))
		from := time.Duration(24+rng.IntN(70)) * 15 * time.Minute
		n := scheduler.NewNeed(fmt.Sprint("n", i), []string{"a", "b", ""}[rng.IntN(3)], scheduler.Pattern{Dates: []scheduler.Date{day}}, from, (from+time.Duration(1+rng.IntN(8))*15*time.Minute)%(24*time.Hour))
		n.MinShift = 15 * time.Minute
		p.Needs = append(p.Needs, n)
	}
	c := scheduler.HouseCaps()
	c.Travel = time.Duration(rng.IntN(4)) * 15 * time.Minute
	c.MinRest = time.Duration(1+rng.IntN(14)) * time.Hour
	c.MaxSpell = time.Duration(2+rng.IntN(10)) * time.Hour
	c.MaxDaysInARow = rng.IntN(8)
	c.WeeklyRest = time.Duration(rng.IntN(4)) * 14 * time.Hour
	c.MaxHoursWeek = scheduler.Hours(float64(1+rng.IntN(16)) / 2)
	w := scheduler.NewWorker("carer", "")
	if w.Caps = &c; rng.IntN(3) == 0 {
		first := scheduler.StartInstant(p.Zone, p.Start, 0)
		w.Worked = []scheduler.Worked{{Start: first.Add(-2 * time.Hour), End: first.Add(time.Hour)}}
	}
	p.Workers = []scheduler.Worker{w}
	return p
}

// What a worker can give to visits is never said to be less than some legal line gives, and nearly
// always no more than the best one does.
func TestGivesNoMore(t *testing.T) {
	tight := 0
	const problems = 150
	for seed := range uint64(problems) {
		rng := rand.New(rand.NewPCG(seed, 21))
		p := oneCarer(rng)
		r := New(p)
		var demand []scheduler.ProofDemand
		for i := range r.Needs {
			o := r.Needs[i].Occurrences[0]
			d := scheduler.ProofDemand{Need: r.Needs[i].ID, Start: r.Instant(o.From), End: r.Instant(o.To), Workers: 1}
			if long := d.End.Sub(d.Start).Hours(); rng.IntN(2) == 0 {
				d.CountsHours = long * float64(1+rng.IntN(4)) / 4
			}
			demand = append(demand, d)
		}
		rows, bad := r.Asked(demand)
		require.Empty(t, bad)
		most := int64(0)
		var try func(i int, line []reading.Item, worth int64)
		try = func(i int, line []reading.Item, worth int64) {
			if !reading.LegalLine(r.Reading, &r.Workers[0], line) {
				return
			}
			if most = max(most, worth); i == len(rows) {
				return
			}
			x := &rows[i]
			it := reading.Item{Span: x.Span, Kind: scheduler.Waking, Need: x.Need.Index, Occurrence: x.occ, Client: x.Need.ClientIndex}
			if reading.LegalShift(r.Reading, &r.Workers[0], x.Need, x.occ, x.Span) {
				try(i+1, reading.LineWith(line, it), worth+x.counts)
			}
			try(i+1, line, worth)
		}
		try(0, r.pins[0], 0)
		require.False(t, most > 0 && r.givesNoMore(&r.Workers[0], rows, most-1), "seed %d: a line gives %d seconds", seed, most)
		if r.givesNoMore(&r.Workers[0], rows, most) {
			tight++
		}
	}
	t.Logf("the most is found in %d of %d", tight, problems)
	require.Greater(t, tight, problems*7/10)
}
