package actual_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// planted is a rota of four weeks and what came of it, with failures that are known.
type planted struct {
	p      *scheduler.Problem
	rota   *scheduler.Rota
	visits []actual.Visit
	rng    *rand.Rand
}

var first = scheduler.Date{Year: 2026, Month: 3, Day: 9}

// plant has two clients, two agencies and family: a morning visit by one agency, a lunch for two people by the other, a
// night by a team without a provider. The clocks change in the last week.
func plant(seed uint64) *planted {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	p := scheduler.NewProblem("planted", zone, first, 28)
	p.Clients = []scheduler.Client{{ID: "ida", Known: []string{"ann", "ben", "cat", "dot", "eve"}}, {ID: "joe", Known: []string{"ann", "eve", "ben"}}}
	p.Providers = []scheduler.Provider{scheduler.NewProvider("north", scheduler.Agency), scheduler.NewProvider("south", scheduler.Agency), scheduler.NewProvider("home", scheduler.Family)}
	for _, w := range [][2]string{{"ann", "north"}, {"ben", "north"}, {"cat", "south"}, {"dot", "south"}, {"eve", ""}, {"mum", "home"}} {
		p.Workers = append(p.Workers, scheduler.NewWorker(w[0], w[1]))
	}
	mum := &p.Workers[5]
	mum.AlwaysAvailable, mum.Available = false, []scheduler.Window{{Days: scheduler.On(time.Sunday), From: 14 * time.Hour, To: 18 * time.Hour}}
	need := func(id, client string, from, to time.Duration, workers int) {
		n := scheduler.NewNeed(id, client, scheduler.Daily(), from, to)
		n.Workers = workers
		p.Needs = append(p.Needs, n)
	}
	need("wash", "ida", 8*time.Hour, 8*time.Hour+45*time.Minute, 1)
	need("lunch", "ida", 12*time.Hour, 12*time.Hour+30*time.Minute, 2)
	need("night", "joe", 22*time.Hour, 7*time.Hour, 1)
	x := &planted{p: p, rota: &scheduler.Rota{}, rng: rand.New(rand.NewPCG(seed, 20))}
	for day := range 28 {
		for _, s := range []struct {
			need, client, worker string
			n                    int
		}{{"wash", "ida", []string{"ann", "ben"}[day%2], 0}, {"lunch", "ida", "cat", 1}, {"lunch", "ida", "dot", 1}, {"night", "joe", "eve", 2}} {
			n := &p.Needs[s.n]
			d := first.Plus(day)
			end := d
			if n.To <= n.From {
				end = d.Plus(1)
			}
			x.rota.Shifts = append(x.rota.Shifts, scheduler.Shift{Worker: s.worker, Need: s.need, Client: s.client, Start: scheduler.StartInstant(zone, d, n.From), End: scheduler.EndInstant(zone, end, n.To)})
		}
	}
	return x
}

// came writes a row for each planned visit, a few minutes off, unless change says otherwise; it is called with the day.
func (x *planted) came(detail bool, change func(day int, s *scheduler.Shift, v *actual.Visit) bool) {
	for i := range x.rota.Shifts {
		s := &x.rota.Shifts[i]
		v := actual.Visit{Row: i + 2, Worker: s.Worker, Client: s.Client}
		if detail {
			v.PlannedStart, v.PlannedEnd = s.Start, s.End
		} else if x.rng.IntN(2) == 0 {
			v.Need = s.Need
		}
		off := time.Duration(x.rng.IntN(10)) * time.Minute // not late
		v.Start, v.End = s.Start.Add(off), s.End.Add(off-time.Duration(x.rng.IntN(6))*time.Minute)
		if change(i/4, s, &v) {
			x.visits = append(x.visits, v)
		}
	}
	x.rng.Shuffle(len(x.visits), func(i, j int) { x.visits[i], x.visits[j] = x.visits[j], x.visits[i] })
}

// Every failure that is planted is found, and nothing else, with planned times in the rows and without.
func TestPlantedFailuresAreCountedExactly(t *testing.T) {
	for seed := range uint64(20) {
		x := plant(seed)
		stood := 0
		x.came(seed%2 == 0, func(day int, s *scheduler.Shift, v *actual.Visit) bool {
			switch {
			case s.Need == "wash" && (day == 2 || day == 9 || day == 20): // missed: once with an empty row, twice without any
				v.Start, v.End = time.Time{}, time.Time{}
				v.PlannedStart, v.PlannedEnd = s.Start, s.End
				return day == 2
			case s.Need == "wash" && day == 12:
				v.Start, v.End = time.Time{}, time.Time{}
				v.PlannedStart, v.PlannedEnd, v.Cancelled, v.Status = s.Start, s.End, true, "Cancelled"
			case s.Need == "lunch" && s.Worker == "dot" && (day == 5 || day == 6):
				return false
			case s.Need == "night" && day == 20: // in the night in which the clocks change
				v.Start, v.End = s.Start.Add(40*time.Minute), s.End
			case s.Need == "night" && day == 3:
				v.Start, v.End = s.Start, s.End.Add(-20*time.Minute)
			case s.Need == "wash" && day%7 == 1:
				v.Worker = "dot"
				stood++
			case s.Need == "night" && day == 15:
				v.Worker, v.Stranger = "Zoe Smith", true
				stood++
			}
			return true
		})
		at := func(day, hour int) time.Time {
			return scheduler.StartInstant(x.p.Zone, first.Plus(day), time.Duration(hour)*time.Hour)
		}
		x.visits = append(x.visits,
			actual.Visit{Worker: "ann", Client: "ida", Start: at(4, 17), End: at(4, 18)},
			actual.Visit{Worker: "mum", Client: "ida", Start: at(6, 15), End: at(6, 16)}, // offered on Sundays
			actual.Visit{Worker: "mum", Client: "ida", Start: at(6, 17), End: at(6, 20)},
			actual.Visit{Worker: "eve", Client: "joe", Start: at(40, 17), End: at(40, 20)})
		r := actual.Compare(x.p, x.rota, append(x.visits, x.visits[0]), actual.Defaults())
		says := fmt.Sprintf("seed %d", seed)
		require.Equal(t, 1, r.Twice, says)
		require.Equal(t, 1, r.Outside, says)
		require.Equal(t, "2026-03-09 2026-04-05", r.First.String()+" "+r.Last.String())
		s := &r.Total
		require.Equal(t, []int{112, 5, 1, 1, 1, stood}, []int{s.Visits, s.Missed, s.Late, s.Short - 1, s.Cancelled, s.StoodIn}, says)
		require.Equal(t, 3*45*time.Minute+2*30*time.Minute, s.MissedFor, says)
		require.Equal(t, 40*time.Minute, s.LateBy, says)
		require.Equal(t, 60*time.Minute, s.ShortBy, says)
		require.Equal(t, 2, s.Doubled, says)
		require.Equal(t, []int{3}, []int{s.Unplanned}, says)
		require.Equal(t, 5*time.Hour, s.UnplannedFor, says)
		require.Equal(t, 2*time.Hour, s.Family, says)
		require.Len(t, r.Family, 1, says)
		require.Equal(t, []string{"Zoe Smith"}, r.Strangers)
		require.Equal(t, []actual.Face{{Client: "joe", Worker: "Zoe Smith", First: r.Faces[0].First, Visits: 1}}, r.Faces, says)
		require.Equal(t, []string{"provider north", "need wash"}, repeatsOf(r), "three missed washes within 28 days; two lunches and two nights are not three")
		require.Len(t, r.Repeats[0].Visits, 3)
		requireSums(t, r)
		longest := r.Alone[0]
		require.Equal(t, "ida", longest.Client, says)
		require.Equal(t, 45*time.Minute, longest.End.Sub(longest.Start), says)
	}
}

func repeatsOf(r *actual.Report) (out []string) {
	for _, x := range r.Repeats {
		out = append(out, x.Of+" "+x.ID)
	}
	return out
}

// requireSums holds that groups and weeks add up to the whole.
func requireSums(t *testing.T, r *actual.Report) {
	t.Helper()
	for _, groups := range [][]actual.Group{r.Providers, r.Clients, r.Workers} {
		var visits, missed, late, short, unplanned int
		var delivered time.Duration
		for _, g := range groups {
			visits, missed, late, short, unplanned = visits+g.Visits, missed+g.Missed, late+g.Late, short+g.Short, unplanned+g.Unplanned
			delivered += g.Delivered
			var of actual.Sum
			for _, w := range g.Weeks {
				of.Visits, of.Missed, of.Delivered = of.Visits+w.Visits, of.Missed+w.Missed, of.Delivered+w.Delivered
			}
			require.Equal(t, []any{g.Visits, g.Missed, g.Delivered}, []any{of.Visits, of.Missed, of.Delivered})
		}
		s := &r.Total
		require.Equal(t, []any{s.Visits, s.Missed, s.Late, s.Short, s.Unplanned, s.Delivered}, []any{visits, missed, late, short, unplanned, delivered})
	}
}

// A chain of visits that are each late is not read as each on time for the one after, nor the other way round.
func TestMatchedAtLeastCostNotGreedily(t *testing.T) {
	x := plant(1)
	x.p.Needs, x.rota.Shifts = x.p.Needs[:1], nil
	at := func(clock string) time.Time {
		c, err := time.Parse("15:04", clock)
		require.NoError(t, err)
		return scheduler.StartInstant(x.p.Zone, first, time.Duration(c.Hour())*time.Hour+time.Duration(c.Minute())*time.Minute)
	}
	for _, s := range [][3]string{{"ann", "08:00", "08:30"}, {"ann", "09:00", "09:30"}, {"ann", "10:00", "10:30"}} {
		x.rota.Shifts = append(x.rota.Shifts, scheduler.Shift{Worker: s[0], Need: "wash", Client: "ida", Start: at(s[1]), End: at(s[2])})
	}
	what := func(rows ...[3]string) (out []string) {
		var visits []actual.Visit
		for _, v := range rows {
			visits = append(visits, actual.Visit{Worker: v[0], Client: "ida", Start: at(v[1]), End: at(v[2])})
		}
		r := actual.Compare(x.p, x.rota, visits, actual.Defaults())
		for _, v := range r.Visits {
			out = append(out, v.What.String()+" "+v.After.String()+" "+v.There.String())
		}
		return append(out, fmt.Sprint(len(r.Unplanned)))
	}
	on := "delivered 0s 30m0s"
	assert.Equal(t, []string{"missed 0s 0s", on, on, "1"}, what([3]string{"ann", "09:00", "09:30"}, [3]string{"ann", "10:00", "10:30"}, [3]string{"ann", "12:31", "13:00"}))
	assert.Equal(t, []string{"delivered 25m0s 30m0s", "delivered 25m0s 30m0s", "delivered 25m0s 30m0s", "0"},
		what([3]string{"ann", "10:25", "10:55"}, [3]string{"ann", "09:25", "09:55"}, [3]string{"ann", "08:25", "08:55"}))
	assert.Equal(t, []string{on, on, on, "0"}, what([3]string{"ann", "08:00", "10:30"}), "one row over all three")
	assert.Equal(t, []string{on, "missed 0s 0s", on, "0"}, what([3]string{"ann", "08:00", "08:15"}, [3]string{"ben", "08:15", "08:30"}, [3]string{"ann", "10:00", "10:30"}), "two who shared a visit")
	assert.Equal(t, []string{on, "missed 0s 0s", on, "0"}, what([3]string{"ann", "08:00", "08:40"}, [3]string{"ann", "10:00", "10:30"}), "to stay ten minutes is no visit")
}

// The period that is looked at is that of the rows, or what is asked for, within the rota.
func TestDaysLookedAt(t *testing.T) {
	x := plant(3)
	x.came(true, func(day int, _ *scheduler.Shift, _ *actual.Visit) bool { return day >= 7 && day < 14 })
	r := actual.Compare(x.p, x.rota, x.visits, actual.Defaults())
	assert.Equal(t, []any{"2026-03-16", "2026-03-22", 28, 0}, []any{r.First.String(), r.Last.String(), r.Total.Visits, r.Total.Missed})
	o := actual.Defaults()
	o.Since, o.Until = first, first.Plus(100)
	r = actual.Compare(x.p, x.rota, x.visits, o)
	assert.Equal(t, []any{"2026-03-09", "2026-04-05", 112, 84}, []any{r.First.String(), r.Last.String(), r.Total.Visits, r.Total.Missed})
	empty := actual.Compare(x.p, x.rota, nil, actual.Defaults())
	assert.Zero(t, empty.Total)
}
