package drawn

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Bytes are choices that a fuzz target makes: each takes a byte, and 0 when there is none left.
type Bytes []byte

// N is a number from 0 to n-1.
func (b *Bytes) N(n int) int {
	if len(*b) == 0 || n <= 0 {
		return 0
	}
	x := int((*b)[0])
	*b = (*b)[1:]
	return x % n
}

func (b *Bytes) more() bool { return len(*b) > 0 }

// pick is one of a list, its zero where the list is empty.
func pick[T any](b *Bytes, of []T) (x T) {
	if len(of) > 0 {
		x = of[b.N(len(of))]
	}
	return x
}

// odd are times that no planner writes: fractions of a second and of a minute, years from elsewhere.
func (b *Bytes) odd(t time.Time) time.Time {
	switch b.N(16) {
	case 0:
		return t.Add(time.Duration(1 + b.N(59)))
	case 1:
		return t.Add(time.Second * time.Duration(1+b.N(59)))
	case 2:
		return t.Add(-time.Nanosecond)
	case 3:
		return t.Add(time.Minute * time.Duration(b.N(256)-128))
	case 4:
		return t.Add(time.Hour * time.Duration(b.N(64)-32))
	case 5:
		return t.AddDate(0, 0, b.N(60)-30)
	case 6:
		return t.AddDate(b.N(256)-128, 0, 0)
	case 7:
		return t.AddDate(100*(b.N(256)-128), 0, 0)
	case 8:
		return time.Time{}
	case 9:
		return time.Unix(1<<62, 0)
	case 10:
		return time.Unix(-1<<62, 999)
	case 11:
		return t.In(time.FixedZone("odd", 60*(b.N(256)-128)+b.N(60)))
	case 12:
		return t.UTC()
	}
	return t.Add(15 * time.Minute * time.Duration(b.N(16)-8))
}

// names are ids that a problem may or may not have.
func (b *Bytes) name(of []string) string {
	switch b.N(8) {
	case 0:
		return ""
	case 1:
		return "nobody"
	case 2:
		return strings.Repeat("long ", 60) + "\x00\"<&>,;\r\n"
	}
	return pick(b, of)
}

func idsOf[T any](of []T, id func(*T) string) (ids []string) {
	for i := range of {
		ids = append(ids, id(&of[i]))
	}
	return ids
}

func workersOf(p *scheduler.Problem) []string {
	return idsOf(p.Workers, func(w *scheduler.Worker) string { return w.ID })
}

func needsOf(p *scheduler.Problem) []string {
	return idsOf(p.Needs, func(n *scheduler.Need) string { return n.ID })
}

func clientsOf(p *scheduler.Problem) []string {
	return idsOf(p.Clients, func(c *scheduler.Client) string { return c.ID })
}

func providersOf(p *scheduler.Problem) []string {
	return idsOf(p.Providers, func(v *scheduler.Provider) string { return v.ID })
}

// Filled is a rota in which every worker a need asks for is there for the whole of its window, by
// turns, and one in four is on standby: mostly against some rule.
func Filled(p *scheduler.Problem) *scheduler.Rota {
	r := &scheduler.Rota{}
	for d := range p.Days {
		for i := range p.Needs {
			n := &p.Needs[i]
			if len(p.Workers) == 0 || !n.Days.HoldsOn(p.Start.Plus(d), p.Holidays) {
				continue
			}
			until := p.Start.Plus(d)
			if n.To <= n.From {
				until = until.Plus(1)
			}
			start, end := scheduler.StartInstant(p.Zone, p.Start.Plus(d), n.From), scheduler.EndInstant(p.Zone, until, n.To)
			for k := range n.Workers + 1 {
				w := &p.Workers[(d+i+k)%len(p.Workers)]
				s := scheduler.Shift{Worker: w.ID, Need: n.ID, Client: n.Client, Start: start, End: end, Kind: n.Kind}
				switch {
				case w.Shadowing != "":
					s.Kind = scheduler.Shadow
				case k == n.Workers:
					s.Kind, s.Need, s.Client = scheduler.Standby, "", ""
				}
				if s.Start.Before(s.End) {
					r.Shifts = append(r.Shifts, s)
				}
			}
		}
	}
	return r
}

// Mangled is a rota changed as the bytes say: wrong kinds, workers who are there twice, fractions
// of a minute, ends before starts, ids that nobody has, times far away, no shifts, very many.
func Mangled(p *scheduler.Problem, r *scheduler.Rota, b *Bytes) *scheduler.Rota {
	out := &scheduler.Rota{Shifts: slices.Clone(r.Shifts)}
	for range 40 {
		if !b.more() {
			break
		}
		if len(out.Shifts) == 0 {
			out.Shifts = append(out.Shifts, scheduler.Shift{})
		}
		s := &out.Shifts[b.N(len(out.Shifts))]
		switch b.N(14) {
		case 0:
			s.Kind = scheduler.Kind(b.N(7) - 1)
		case 1:
			out.Shifts = append(out.Shifts, *s)
		case 2:
			s.Start = b.odd(s.Start)
		case 3:
			s.End = b.odd(s.End)
		case 4:
			s.Start, s.End = s.End, s.Start
		case 5:
			s.End = s.Start
		case 6:
			s.Worker = b.name(workersOf(p))
		case 7:
			s.Need = b.name(needsOf(p))
		case 8:
			s.Client = b.name(clientsOf(p))
		case 9:
			s.Backups = append(slices.Clone(s.Backups), scheduler.Backup{Worker: b.name(workersOf(p)), Standby: b.N(2) > 0, Start: b.odd(s.Start), End: b.odd(s.End)})
		case 10: // two of one worker's that overlap or adjoin
			cut := s.Start.Add(s.End.Sub(s.Start) / 2).Add(time.Minute * time.Duration(b.N(3)-1))
			rest := *s
			s.End, rest.Start = cut, cut.Add(time.Minute*time.Duration(b.N(5)-2))
			out.Shifts = append(out.Shifts, rest)
		case 11:
			i := b.N(len(out.Shifts))
			out.Shifts = slices.Delete(out.Shifts, i, i+1)
		case 12:
			s.Pinned = !s.Pinned
		case 13:
			if len(out.Shifts) < 300 {
				out.Shifts = append(out.Shifts, out.Shifts[:min(len(out.Shifts), 1+b.N(256))]...)
			}
		}
	}
	return out
}

// Displaced is a problem somewhere else in the world or in time, as the bytes say. It may have
// faults.
func Displaced(p *scheduler.Problem, b *Bytes) *scheduler.Problem {
	p = p.Clone()
	for range b.N(4) {
		switch b.N(10) {
		case 0:
			name := pick(b, []string{"UTC", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns", "Africa/Cairo", "Asia/Kathmandu", "Antarctica/Troll"})
			if zone, err := time.LoadLocation(name); err == nil {
				p.Zone = zone
			}
		case 1:
			day := pick(b, []scheduler.Date{{Year: 2011, Month: 12, Day: 29}, {Year: 2026, Month: 3, Day: 28}, {Year: 2026, Month: 10, Day: 24}, {Year: 1980, Month: 1, Day: 1}, {Year: 2199, Month: 12, Day: 28}})
			p.Start = day
		case 2:
			p.Days = b.N(12)
		case 3:
			p.AsOf = b.odd(scheduler.StartInstant(p.Zone, p.Start.Plus(b.N(5)), 12*time.Hour))
		case 4:
			p.WeekStarts = time.Weekday(b.N(7))
		case 5:
			p.Contingency.Relief, p.Contingency.HoldOver = b.N(4), time.Hour*time.Duration(b.N(4))
		case 6:
			p.Contingency.Headroom = float64(b.N(101)) / 100
		case 7:
			p.From = Filled(p)
		case 8:
			if len(p.Workers) > 0 {
				w := pick(b, p.Workers)
				w.ID = fmt.Sprint("also ", w.ID)
				p.Workers = append(p.Workers, w)
			}
		case 9:
			p.Workers = p.Workers[:len(p.Workers)-min(len(p.Workers), b.N(3))]
		}
	}
	return p
}

// Happenings are events of a rota as the bytes say, among them such as cannot be.
func Happenings(p *scheduler.Problem, b *Bytes) (all []scheduler.Event) {
	for range b.N(5) {
		at := scheduler.StartInstant(p.Zone, p.Start.Plus(b.N(max(p.Days, 1))), time.Hour*time.Duration(b.N(24)))
		e := scheduler.Event{Kind: pick(b, append(slices.Clone(scheduler.EventKinds), "", "zap")), Worker: b.name(workersOf(p)), Start: at, End: at.Add(time.Hour * time.Duration(1+b.N(72)))}
		if b.N(3) == 0 {
			e.Start = b.odd(e.Start)
		}
		if b.N(3) == 0 {
			e.End = b.odd(e.End)
		}
		switch e.Kind {
		case scheduler.EventRefuses:
			if b.N(8) > 0 {
				e.Start, e.End = time.Time{}, time.Time{}
			}
			fallthrough
		case scheduler.EventWithdraws, scheduler.EventAway:
			e.Client, e.Provider = b.name(clientsOf(p)), b.name(providersOf(p))
		case scheduler.EventFollows:
			e.To, e.Workers = b.name(providersOf(p)), []string{b.name(workersOf(p)), b.name(workersOf(p))}[:b.N(3)]
		case scheduler.EventNeed:
			e.Need = b.name(needsOf(p))
			if b.N(2) == 0 {
				wanted := b.N(12) - 1
				e.Wanted = &wanted
			}
			if b.N(2) == 0 {
				from := time.Minute * time.Duration(b.N(256)*8-60)
				e.From = &from
			}
			if b.N(2) == 0 {
				until := time.Minute * time.Duration(b.N(256)*8-60)
				e.Until = &until
			}
		}
		newly(p, b, &e)
		if b.N(6) > 0 {
			tidy(&e)
		}
		all = append(all, e)
	}
	return all
}

// tidy takes out of an event what does not belong to its kind.
func tidy(e *scheduler.Event) {
	switch e.Kind {
	case scheduler.EventWithdraws, scheduler.EventFollows, scheduler.EventAway, scheduler.EventNeed, scheduler.EventNewNeed, scheduler.EventNewWorker:
		e.Worker = ""
	}
	switch e.Kind {
	case scheduler.EventLeaves, scheduler.EventWithdraws, scheduler.EventFollows, scheduler.EventNewWorker, scheduler.EventSwap:
		e.End = time.Time{}
	}
	switch e.Kind {
	case scheduler.EventAway:
		e.Provider = ""
	case scheduler.EventWithdraws:
		e.Client = ""
	}
	if e.Kind == scheduler.EventRefuses && e.Worker != "" {
		e.Provider = ""
	}
}

// newly fills in events that add something, end a skill, or swap shifts.
func newly(p *scheduler.Problem, b *Bytes, e *scheduler.Event) {
	start := e.Start
	switch e.Kind {
	case scheduler.EventNewNeed:
		if e.Worker = ""; len(p.Needs) == 0 {
			return
		}
		n := pick(b, p.Needs)
		n.ID, n.Days, n.From = fmt.Sprintf("new-%d", b.N(3)), scheduler.Daily(), time.Hour*time.Duration(b.N(24))
		if e.NewNeed = &n; b.N(4) == 0 {
			e.NewClient = &scheduler.Client{ID: pick(b, []string{"somebody", n.Client})}
			n.Client = "somebody"
		}
	case scheduler.EventNewWorker:
		if e.Worker, e.End = "", (time.Time{}); len(p.Workers) == 0 {
			return
		}
		w := pick(b, p.Workers)
		if w.ID = fmt.Sprintf("new-%d", b.N(3)); b.N(8) > 0 {
			w.Pinned = nil
		}
		e.NewWorker = &w
	case scheduler.EventSkillEnds:
		for i := range p.Workers {
			if w := &p.Workers[i]; w.ID == e.Worker && len(w.Skills) > 0 {
				e.Skill = pick(b, w.Skills).Name
			}
		}
	case scheduler.EventSwap:
		if e.End, e.With = (time.Time{}), b.name(workersOf(p)); b.N(2) == 0 {
			e.WithStart = start.Add(time.Hour * time.Duration(b.N(72)))
		}
	}
}

// Seed are bytes to begin with.
func Seed(n uint64) []byte {
	r := rand.New(rand.NewPCG(n, 7))
	data := make([]byte, 8+r.IntN(40))
	for i := range data {
		data[i] = byte(r.UintN(256))
	}
	return data
}

// FuzzSpoilt fuzzes what reads rotas: try has a drawn problem that is sound and the bytes to spoil its
// rota with, the first seeds of both as they are and spoilt.
func FuzzSpoilt(f *testing.F, seeds uint64, sound func(p *scheduler.Problem) bool, try func(t *testing.T, seed uint64, p *scheduler.Problem, b *Bytes)) {
	for seed := range seeds {
		f.Add(seed, []byte{})
		f.Add(seed, Seed(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, data []byte) {
		b := Bytes(data)
		if p := Displaced(Problem(rand.New(rand.NewPCG(seed, 23))), &b); sound(p) {
			try(t, seed, p, &b)
		}
	})
}
