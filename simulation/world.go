package simulation

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// world is what does not change from horizon to horizon.
type world struct {
	p         *scheduler.Problem
	start     time.Time
	end, far  time.Time
	first     int64 // the rota's first day, as a number
	years     float64
	weeks     int
	open      float64             // hours that the rota leaves open anyway
	openWeeks map[int]bool        // the weeks with such
	shifts    [][]scheduler.Shift // by worker, in order of start
	staff     [][]int             // by provider
	known     []uint64            // by worker
	assistant []bool              // by worker
	packages  []pack
	withdraw  int // provider, -1 for none
}

// pack is a client with whom a provider works.
type pack struct {
	provider int
	client   string
	known    uint64
}

func newWorld(p *scheduler.Problem, r *scheduler.Report, withdraw string) (*world, error) {
	w := &world{p: p, start: scheduler.StartInstant(p.Zone, p.Start, 0), end: scheduler.StartInstant(p.Zone, p.Start.Plus(p.Days), 0),
		first: int64(p.Start.Sub(scheduler.Date{Year: 1970, Month: time.January, Day: 1})), years: float64(p.Days) / daysOfYear, weeks: (p.Days + 6) / 7,
		shifts: make([][]scheduler.Shift, len(p.Workers)), staff: make([][]int, len(p.Providers)), known: make([]uint64, len(p.Workers)),
		assistant: make([]bool, len(p.Workers)), open: r.Cover.UnderlapHours, openWeeks: map[int]bool{}, withdraw: -1}
	for _, u := range r.Underlap {
		for k := w.weekOf(u.Start); k <= w.weekOf(u.End.Add(-time.Second)); k++ {
			w.openWeeks[min(k, w.weeks-1)] = true
		}
	}
	w.far = w.end.AddDate(0, 0, 7)
	worker := map[string]int{}
	for i := range p.Workers {
		worker[p.Workers[i].ID], w.known[i] = i, known(p.Workers[i].ID)
		for k := range p.Providers {
			if p.Providers[k].ID == p.Workers[i].Provider {
				w.staff[k] = append(w.staff[k], i)
				w.assistant[i] = p.Providers[k].Kind == scheduler.PA
			}
		}
	}
	packs := map[pack]bool{}
	for _, s := range r.Rota.Shifts {
		i := worker[s.Worker]
		w.shifts[i] = append(w.shifts[i], s)
		for k := range w.staff {
			if s.Client != "" && p.Workers[i].Provider == p.Providers[k].ID {
				packs[pack{k, s.Client, known(p.Providers[k].ID, s.Client)}] = true
			}
		}
	}
	w.packages = slices.SortedFunc(maps.Keys(packs), func(x, y pack) int {
		if x.provider != y.provider {
			return x.provider - y.provider
		}
		return strings.Compare(x.client, y.client)
	})
	if withdraw != "" {
		w.withdraw = slices.IndexFunc(p.Providers, func(k scheduler.Provider) bool { return k.ID == withdraw })
		if w.withdraw < 0 {
			return nil, fmt.Errorf("simulation: the problem has no provider %q", withdraw)
		}
	}
	return w, nil
}

// at is a time in the horizon by its share of it.
func (w *world) at(share float64) time.Time {
	return w.start.Add(time.Duration(share * float64(w.end.Sub(w.start)))).Truncate(time.Minute)
}

// within is a time of a day of the rota by its share of the day.
func (w *world) within(day int, share float64) time.Time {
	from, to := scheduler.StartInstant(w.p.Zone, w.p.Start.Plus(day), 0), scheduler.StartInstant(w.p.Zone, w.p.Start.Plus(day+1), 0)
	return from.Add(time.Duration(share * float64(to.Sub(from)))).Truncate(time.Minute)
}

// notBefore is a time, but not before the rota begins to be worked.
func (w *world) notBefore(t time.Time) time.Time {
	if t.Before(w.start.Add(-24 * time.Hour)) {
		return w.start.Add(-24 * time.Hour)
	}
	return t
}

func (w *world) weekOf(t time.Time) int {
	return scheduler.DateOf(t.In(w.p.Zone)).Sub(w.p.Start) / 7
}
