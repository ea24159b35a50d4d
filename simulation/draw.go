package simulation

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

// chance draws what happens in one horizon.
type chance struct {
	*rand.Rand
	Settings
}

func newChance(s Settings, seed uint64, run int) chance {
	return chance{rand.New(rand.NewPCG(seed, uint64(run)*0x9e3779b97f4a7c15+1)), s}
}

// spells is how many spells of sickness begin in so many years: a Poisson count
// whose rate is drawn for the worker.
func (c chance) spells(years float64) int {
	return c.poisson(c.gamma(c.SpellSize) * c.Spells / c.SpellSize * years)
}

// gamma draws from the gamma distribution of scale 1 (Marsaglia and Tsang).
func (c chance) gamma(shape float64) float64 {
	if shape < 1 {
		return c.gamma(shape+1) * math.Pow(c.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	k := 1 / math.Sqrt(9*d)
	for {
		x := c.NormFloat64()
		v := 1 + k*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if u := c.Float64(); math.Log(u) < 0.5*x*x+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

// poisson counts events of rate 1 in a time of the mean's length.
func (c chance) poisson(mean float64) (n int) {
	for t := c.ExpFloat64(); t < mean; t += c.ExpFloat64() {
		n++
	}
	return n
}

// days is the length of a spell.
func (c chance) days() int {
	if c.Float64() < c.ShortSpells {
		return c.shortDays()
	}
	return min(c.MostDays, max(1, int(math.Ceil(c.LongMedian*math.Exp(c.LongSigma*c.NormFloat64())))))
}

func (c chance) shortDays() int {
	n := 1
	for n < c.MostDays && c.Float64() < 1-1/c.ShortDays {
		n++
	}
	return n
}

// warning is how long before the first shift lost a spell is told.
func (c chance) warning() time.Duration {
	u, v := c.Float64(), c.Float64()
	hours := 2 * v
	switch {
	case u < c.WarnedEarly:
		hours = 12 + 12*v
	case u < c.WarnedEarly+c.WarnedLate:
		hours = 2 + 10*v
	}
	return time.Duration(hours * 60 * float64(time.Minute)).Truncate(time.Minute)
}

// event is an absence of a horizon, and why.
type event struct {
	repair.DeskAbsence
	days int // of a spell of sickness
}

// events are all that happens in a horizon, by when it is told.
func (c chance) events(w *world) []event {
	var out []event
	for i := range w.p.Workers {
		out = append(out, c.ofWorker(w, i)...)
	}
	for i := range w.p.Providers {
		for range c.poisson(c.SharedIllness * w.years) {
			day := c.IntN(w.p.Days)
			for _, k := range w.staff[i] {
				if c.Float64() < c.SharedChance {
					ill := c.sick(w, k, day, c.shortDays())
					ill.days = 0 // counted apart from each worker's own spells
					out = append(out, ill)
				}
			}
		}
	}
	for _, k := range w.packages {
		for range c.poisson(c.Withdrawals * w.years) {
			out = append(out, c.withdrawal(w, k)...)
		}
	}
	if w.withdraw >= 0 {
		for _, k := range w.packages {
			if k.provider == w.withdraw {
				out = append(out, c.withdrawal(w, k)...)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y event) int {
		return cmp.Or(x.Reported.Compare(y.Reported), x.Start.Compare(y.Start), cmp.Compare(x.Worker, y.Worker), cmp.Compare(x.Client, y.Client))
	})
	return out
}

// ofWorker is what happens to one worker: spells, no-shows, leaving.
func (c chance) ofWorker(w *world, i int) (out []event) {
	for range c.spells(w.years) {
		out = append(out, c.sick(w, i, c.IntN(w.p.Days), c.days()))
	}
	for _, s := range w.shifts[i] {
		if c.Float64() < c.NoShow {
			noticed := s.Start.Add(time.Duration(c.NoShowMinutes) * time.Minute)
			out = append(out, event{DeskAbsence: repair.DeskAbsence{Worker: s.Worker, Start: s.Start, End: s.End, Reported: noticed}})
		}
	}
	hazard := c.Leavers
	if w.assistant[i] {
		hazard = c.AssistantsGo
	}
	// A share that leaves in a year is a rate of -ln(1 - share).
	if at := c.ExpFloat64(); hazard > 0 && at < -math.Log1p(-min(hazard, 0.999999))*w.years {
		left := w.at(at / (-math.Log1p(-min(hazard, 0.999999)) * w.years))
		out = append(out, event{DeskAbsence: repair.DeskAbsence{Worker: w.p.Workers[i].ID, Start: left, End: w.far,
			Reported: w.notBefore(left.Add(-time.Duration(c.LeaverNotice*24) * time.Hour))}})
	}
	return out
}

// sick is a spell from the start of a day on, told before its first shift.
func (c chance) sick(w *world, worker, day, days int) event {
	start := scheduler.StartInstant(w.p.Zone, w.p.Start.Plus(day), 0)
	end := scheduler.StartInstant(w.p.Zone, w.p.Start.Plus(day+days), 0)
	told := start
	for _, s := range w.shifts[worker] {
		if s.End.After(start) && s.Start.Before(end) {
			told = s.Start.Add(-c.warning())
			break
		}
	}
	return event{repair.DeskAbsence{Worker: w.p.Workers[worker].ID, Start: start, End: end, Reported: w.notBefore(told)}, days}
}

// withdrawal takes a provider from a client at some time.
func (c chance) withdrawal(w *world, k pack) (out []event) {
	at := w.at(c.Float64())
	told := at
	if c.Float64() < c.WithNotice {
		told = w.notBefore(at.Add(-time.Duration(c.NoticeDays*24) * time.Hour))
	}
	for _, i := range w.staff[k.provider] {
		out = append(out, event{DeskAbsence: repair.DeskAbsence{Worker: w.p.Workers[i].ID, Client: k.client, Start: at, End: w.far, Reported: told}})
	}
	return out
}
