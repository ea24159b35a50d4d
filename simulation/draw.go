package simulation

import (
	"cmp"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/repair"
)

// chance draws what happens in one horizon. What is drawn of somebody on a day hangs on the seed, the horizon's
// number, who it is and the date, and on nothing else: people meet the same chances in every rota (common random
// numbers), so that rotas can be set side by side.
type chance struct {
	*rand.Rand
	Settings
	source *rand.PCG
	seed   uint64
}

func newChance(s Settings, seed uint64, run int) *chance {
	source := rand.NewPCG(0, 0)
	return &chance{rand.New(source), s, source, mixed(seed ^ mixed(uint64(run)+0x9e3779b97f4a7c15))}
}

// What is drawn of somebody; each has chances of its own.
const (
	ofHealth = iota + 1
	ofSpells
	ofCommute
	ofLeaving
	ofOutbreak
	ofCatching
	ofWithdrawal
	ofForced
	ofAnswer
	ofDelay
)

// turn has what is drawn next be of somebody, at a time or on a day.
func (c *chance) turn(what int, who uint64, when int64) *chance {
	h := mixed(c.seed ^ who ^ mixed(uint64(when)*0x9e3779b97f4a7c15+uint64(what)))
	c.source.Seed(h, mixed(h))
	return c
}

// known is a name as a number.
func known(names ...string) uint64 {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

// mixed spreads the bits of a number (the end of splitmix64).
func mixed(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// daysOfYear is the mean length of a year.
const daysOfYear = 365.25

// health is how many spells of sickness a worker has in a year: with the Poisson count of each day a negative binomial.
func (c *chance) health() float64 { return c.gamma(c.SpellSize) * c.Spells / c.SpellSize }

// gamma draws from the gamma distribution of scale 1 (Marsaglia and Tsang 2000).
func (c *chance) gamma(shape float64) float64 {
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
func (c *chance) poisson(mean float64) (n int) {
	for t := c.ExpFloat64(); t < mean; t += c.ExpFloat64() {
		n++
	}
	return n
}

// days is the length of a spell.
func (c *chance) days() int {
	if c.Float64() < c.ShortSpells {
		return c.shortDays()
	}
	return min(c.MostDays, max(1, int(math.Ceil(c.LongMedian*math.Exp(c.LongSigma*c.NormFloat64())))))
}

func (c *chance) shortDays() int {
	n := 1
	for n < c.MostDays && c.Float64() < 1-1/c.ShortDays {
		n++
	}
	return n
}

// warning is how long before the first shift lost a spell is told.
func (c *chance) warning() time.Duration {
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
	why  Reason
	days int // of a spell of sickness
}

// events are all that happens in a horizon, by when it is told.
func (c *chance) events(w *world) []event {
	var out []event
	for i := range w.p.Workers {
		out = c.ofWorker(out, w, i)
	}
	for i := range w.p.Providers {
		out = c.outbreaks(out, w, i)
	}
	for _, k := range w.packages {
		for day := range w.p.Days {
			for range c.turn(ofWithdrawal, k.known, w.first+int64(day)).poisson(c.Withdrawals / daysOfYear) {
				out = c.withdrawal(out, w, k, w.within(day, c.Float64()))
			}
		}
		if k.provider == w.withdraw {
			out = c.withdrawal(out, w, k, w.at(c.turn(ofForced, k.known, 0).Float64()))
		}
	}
	slices.SortStableFunc(out, func(x, y event) int {
		return cmp.Or(x.Reported.Compare(y.Reported), x.Start.Compare(y.Start), cmp.Compare(x.Worker, y.Worker), cmp.Compare(x.Client, y.Client))
	})
	return out
}

// ofWorker adds what happens to one worker: spells, no-shows, leaving.
func (c *chance) ofWorker(out []event, w *world, i int) []event {
	me := w.known[i]
	rate := c.turn(ofHealth, me, 0).health() / daysOfYear
	leaves := c.Leavers
	if w.assistant[i] {
		leaves = c.AssistantsGo
	}
	// A share that leaves in a year is a rate of -ln(1 - share).
	hazard, left := -math.Log1p(-min(leaves, 0.999999))/daysOfYear, false
	for day := range w.p.Days {
		for range c.turn(ofSpells, me, w.first+int64(day)).poisson(rate) {
			out = append(out, c.sick(w, i, day, c.days(), Sickness))
		}
		if hazard == 0 || left {
			continue
		}
		if at := c.turn(ofLeaving, me, w.first+int64(day)).ExpFloat64() / hazard; at < 1 {
			left = true
			from := w.within(day, at)
			out = append(out, event{why: Leaving, DeskAbsence: repair.DeskAbsence{Worker: w.p.Workers[i].ID, Start: from, End: w.far,
				Reported: w.notBefore(from.Add(-time.Duration(c.LeaverNotice*24) * time.Hour))}})
		}
	}
	usual := c.of(w.p.Workers[i].Provider)
	for _, s := range w.shifts[i] {
		noticed := s.Start.Add(time.Duration(c.NoShowMinutes) * time.Minute)
		if c.turn(ofCommute, me, s.Start.Unix()).Float64() < usual.NoShow {
			out = append(out, event{why: NoShow, DeskAbsence: repair.DeskAbsence{Worker: s.Worker, Start: s.Start, End: s.End, Reported: noticed}})
			continue
		}
		if usual.Late == 0 || s.Kind == scheduler.Standby || c.turn(ofDelay, me, s.Start.Unix()).Float64() >= usual.Late {
			continue
		}
		comes := s.Start.Add(time.Duration(1+c.ExpFloat64()*usual.LateMinutes) * time.Minute)
		if comes.Before(s.End) {
			out = append(out, event{why: Lateness, DeskAbsence: repair.DeskAbsence{Worker: s.Worker, Start: s.Start, End: comes, Reported: noticed, Comes: true}})
		}
	}
	return out
}

// outbreaks adds the spells of those of a provider's team who catch what goes round.
func (c *chance) outbreaks(out []event, w *world, provider int) []event {
	team := known(w.p.Providers[provider].ID)
	for day := range w.p.Days {
		date := w.first + int64(day)
		for n := range c.turn(ofOutbreak, team, date).poisson(c.SharedIllness / daysOfYear) {
			for _, k := range w.staff[provider] {
				if c.turn(ofCatching, w.known[k]+uint64(n), date).Float64() < c.SharedChance {
					ill := c.sick(w, k, day, c.shortDays(), Outbreak)
					ill.days = 0 // counted apart from each worker's own spells
					out = append(out, ill)
				}
			}
		}
	}
	return out
}

// sick is a spell from the start of a day on, told before its first shift.
func (c *chance) sick(w *world, worker, day, days int, why Reason) event {
	start := scheduler.StartInstant(w.p.Zone, w.p.Start.Plus(day), 0)
	end := scheduler.StartInstant(w.p.Zone, w.p.Start.Plus(day+days), 0)
	told, warning := start, c.warning()
	for _, s := range w.shifts[worker] {
		if s.End.After(start) && s.Start.Before(end) {
			told = s.Start.Add(-warning)
			break
		}
	}
	return event{repair.DeskAbsence{Worker: w.p.Workers[worker].ID, Start: start, End: end, Reported: w.notBefore(told)}, why, days}
}

// withdrawal takes a provider from a client at a time.
func (c *chance) withdrawal(out []event, w *world, k pack, at time.Time) []event {
	told := at
	if c.Float64() < c.WithNotice {
		told = w.notBefore(at.Add(-time.Duration(c.NoticeDays*24) * time.Hour))
	}
	for _, i := range w.staff[k.provider] {
		out = append(out, event{why: Withdrawal, DeskAbsence: repair.DeskAbsence{Worker: w.p.Workers[i].ID, Client: k.client, Start: at, End: w.far, Reported: told}})
	}
	return out
}

// answers says whether somebody who is free takes a shift that is offered.
func (c *chance) answers(worker, need string, start time.Time) bool {
	return c.turn(ofAnswer, known(worker, need), start.Unix()).Float64() < c.Answers
}
