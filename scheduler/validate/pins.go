package validate

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// Problem finds everything wrong with p: ids, ranges, references,
// contradictions, a size past 8 GiB, and pinned shifts that break
// a hard rule. An empty answer means that p can be solved.
func Problem(p *scheduler.Problem) []scheduler.Fault { return ProblemWith(p, Checks{}) }

// ProblemWith is Problem with checks of the caller's: what they find in the entries of p, then the
// pinned shifts that break a hard rule, then budgets that do not pay for what is paid in any case.
func ProblemWith(p *scheduler.Problem, c Checks) []scheduler.Fault {
	faults := c.entries(p)
	faults = append(faults, pinFaults(p, c, faults)...)
	if len(faults) == 0 && len(c.Known) == 0 {
		return budgetFaults(p)
	}
	return faults
}

// pinFaults audits the rota that the pinned shifts make by themselves: every hard
// rule they break is a fault. Entries with a fault of their own, found by now or known to the
// reader, are left out, so that nothing is said of a pin for a fault that stands elsewhere.
func pinFaults(p *scheduler.Problem, c Checks, found []scheduler.Fault) (faults []scheduler.Fault) {
	sound, places := soundPart(p, badEntries(c.Known, found))
	if len(places) == 0 {
		return nil
	}
	past := slices.DeleteFunc(slices.Clone(places), func(pl pinPlace) bool { return !pl.pin.Start.Before(p.AsOf) })
	if len(past) > 0 {
		faults = append(twiceThere(sound, past), acrossTimes(sound, past)...)
	}
	sound, places = withMentors(sound, places)
	rota, silent := reading.PinnedRota(sound), c.silent()
	for i, f := range audit.Rota(sound, rota).Findings {
		at, with := placeOf(f, places), ""
		if silent(at.path) {
			continue
		}
		if i < mostPinConflicts {
			with = otherPins(sound, rota, f, at)
		}
		if at.trainee != "" {
			with += fmt.Sprintf(" The pinned shift of %s is beside %s.", reading.CalledWorker(sound, at.trainee), reading.CalledWorker(sound, at.worker))
		}
		faults = append(faults, scheduler.Fault{Path: at.path, Says: fmt.Sprintf("pinned shift breaks the rule %s: %s%s", f.Rule, f.Says, with), Remedy: at.remedy(sound)})
	}
	return faults
}

// twiceThere finds pins of one worker that have happened at the same time, in one need or on standby
// besides; of those to come a rule says it.
func twiceThere(p *scheduler.Problem, past []pinPlace) (faults []scheduler.Fault) {
	slices.SortStableFunc(past, func(x, z pinPlace) int {
		return cmp.Or(cmp.Compare(x.worker, z.worker), x.pin.Start.Compare(z.pin.Start))
	})
	var going []pinPlace // of the worker, that end later
	for _, z := range past {
		going = slices.DeleteFunc(going, func(x pinPlace) bool { return x.worker != z.worker || !z.pin.Start.Before(x.pin.End) })
		k := slices.IndexFunc(going, func(x pinPlace) bool { return x.pin.Need == z.pin.Need || x.pin.Need == "" || z.pin.Need == "" })
		if k >= 0 {
			faults = append(faults, scheduler.Fault{Path: z.path, Remedy: "correct the times, or take one of the two out",
				Says: fmt.Sprintf("%s has two pinned shifts at once: %s, and %s", reading.CalledWorker(p, z.worker), going[k].when(p), z.when(p))})
		}
		going = append(going, z)
	}
	return faults
}

// acrossTimes finds pins that have happened in more than one of the times of their need: what of one
// covers which is said by a pin for each.
func acrossTimes(p *scheduler.Problem, past []pinPlace) (faults []scheduler.Fault) {
	a := reading.New(p)
	for _, pl := range past {
		n, in, s := reading.IndexOf(a.NeedOf, pl.pin.Need), 0, reading.Span{From: pl.pin.Start.Unix(), To: pl.pin.End.Unix()}
		if n < 0 {
			continue
		}
		for _, o := range a.Needs[n].Occurrences {
			if o.Contains(s) {
				in = 0
				break
			}
			if o.Meets(s) {
				in++
			}
		}
		if in > 1 {
			faults = append(faults, scheduler.Fault{Path: pl.path, Remedy: "pin a shift in each of them",
				Says: fmt.Sprintf("the pinned shift of %s, %s, reaches from one time of the need into the next", reading.CalledWorker(p, pl.worker), pl.when(p))})
		}
	}
	return faults
}

func (at *pinPlace) when(p *scheduler.Problem) string {
	return fmt.Sprintf("%s %s", cmp.Or(at.pin.Need, "standby"), reading.SayWhen(at.pin.Start.In(p.Zone), at.pin.End.In(p.Zone)))
}

// remedy is what to do about a pin that breaks a rule.
func (at pinPlace) remedy(p *scheduler.Problem) string {
	if w, d := newWarner(p), scheduler.DateOf(at.pin.Start.In(p.Zone)); w.far(d) > 0 {
		return "the pin is on no day of the rota: " + w.otherYear(d)
	}
	return "move or take out the pin, or change the rule"
}

// pinPlace is where a pin stands.
type pinPlace struct {
	worker string
	pin    scheduler.Pin
	path   string
	// trainee is the one whose pin it is where the worker has to be there as the mentor.
	trainee string
}

// withMentors adds the shifts that mentors have to work beside pinned trainees: a rule that one breaks
// is a fault of the trainee's pin.
func withMentors(p *scheduler.Problem, places []pinPlace) (*scheduler.Problem, []pinPlace) {
	pins := reading.MentorPins(p)
	for i := range pins {
		m := &pins[i]
		t := &p.Workers[m.Trainee]
		k := slices.IndexFunc(places, func(pl pinPlace) bool { return pl.worker == t.ID && pl.pin == t.Pinned[m.For] })
		places = append(places, pinPlace{p.Workers[m.Mentor].ID, m.Pin, places[k].path, t.ID})
	}
	return reading.WithMentors(p, pins), places
}

// soundPart is the part of the problem without a fault, with the places of its
// pins; nil when what holds for all of it is at fault.
func soundPart(p *scheduler.Problem, bad map[string]bool) (*scheduler.Problem, []pinPlace) {
	for _, whole := range []string{"", "rota", "caps"} {
		if bad[whole] {
			return nil, nil
		}
	}
	s := *p
	s.WorkPatterns, s.Objective.MaxCost = nil, nil
	s.Contingency, s.Needs, s.Providers, s.Clients, s.Workers, s.Pay = scheduler.Contingency{StandbyMin: p.Contingency.StandbyMin, StandbyMax: p.Contingency.StandbyMax}, nil, nil, nil, nil, nil
	clients := keep(p.Clients, "client", bad, func(c scheduler.Client) string { return c.ID })
	providers := keep(p.Providers, "provider", bad, func(s scheduler.Provider) string { return s.ID })
	for i, n := range p.Needs {
		if !bad[fmt.Sprintf("need[%d]", i)] && (n.Client == "" || clients[n.Client]) {
			s.Needs = append(s.Needs, n)
		}
	}
	for i, c := range p.Clients {
		if !bad[fmt.Sprintf("client[%d]", i)] {
			s.Clients = append(s.Clients, c)
		}
	}
	for i, x := range p.Providers {
		if !bad[fmt.Sprintf("provider[%d]", i)] {
			x.MaxCost = nil // what pins cost is held against budgets by itself
			s.Providers = append(s.Providers, x)
		}
	}
	return &s, soundWorkers(p, &s, bad, providers)
}

// soundWorkers adds to a part of the problem the workers without a fault, their pins on sound needs
// only, and gives the pins' places. A trainee's pin is judged where the mentor is without a fault too.
func soundWorkers(p, s *scheduler.Problem, bad, providers map[string]bool) []pinPlace {
	needs := map[string]bool{}
	for _, n := range s.Needs {
		needs[n.ID] = true
	}
	soundAt := func(i int) bool {
		w := &p.Workers[i]
		return !bad[fmt.Sprintf("worker[%d]", i)] && (w.Provider == "" || providers[w.Provider])
	}
	var places []pinPlace
	for i, w := range p.Workers {
		if !soundAt(i) {
			continue
		}
		mentor := slices.IndexFunc(p.Workers, func(o scheduler.Worker) bool { return o.ID == w.Shadowing })
		pins := w.Pinned
		w.Pinned = nil
		for j, pin := range pins {
			sound := pin.Need == "" && !bad["contingency"] || needs[pin.Need] && (w.Shadowing == "" || mentor >= 0 && soundAt(mentor))
			if sound && !bad[fmt.Sprintf("worker[%d].pinned[%d]", i, j)] {
				w.Pinned = append(w.Pinned, pin)
				places = append(places, pinPlace{worker: w.ID, pin: pin, path: fmt.Sprintf("worker[%d].pinned[%d]", i, j)})
			}
		}
		s.Workers = append(s.Workers, w)
	}
	return places
}

// bearless are the keys that no hard rule of a pinned shift turns on.
var bearless = []string{"name", "rate", "sleep_in_rate", "standby_rate", "guaranteed_hours_week", "shadow_hours", "standby",
	"known", "tell", "tell_within", "fallback_skills", "opt_out", "born", "answer_time", "travel_time", "tier", "notice", "on_cost"}

// badEntries are the entries with a fault that a pin's rules may turn on, such
// as "need[3]", "caps", "rota", "worker[1].pinned[0]", and "" for the whole.
func badEntries(known []string, found []scheduler.Fault) map[string]bool {
	bad := map[string]bool{}
	for _, k := range known {
		if k != "" {
			bad[entryAt(k)] = true
		}
	}
	for _, f := range found {
		bad[entryAt(f.Path)] = true
	}
	delete(bad, noEntry)
	return bad
}

// noEntry stands for a fault that no pin's rule turns on.
const noEntry = "-"

// entryAt is the entry, or the pin, that a path leads into.
func entryAt(path string) string {
	entry, rest, _ := strings.Cut(path, ".")
	key := rest[:len(rest)-len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz_"))]
	switch {
	case slices.Contains(bearless, key):
		return noEntry
	case key == "pinned" && strings.Contains(rest, "]"):
		return entry + "." + rest[:strings.Index(rest, "]")+1]
	}
	return entry
}

// keep is the set of ids of the entries without a fault.
func keep[T any](list []T, kind string, bad map[string]bool, id func(T) string) map[string]bool {
	kept := map[string]bool{}
	for i, e := range list {
		kept[id(e)] = !bad[kind+"["+strconv.Itoa(i)+"]"]
	}
	return kept
}

// placeOf is the place of the pin that a finding is about: the one of its worker that starts at or
// holds its instant, else the worker's last one before it, else the first that fits.
func placeOf(f scheduler.Finding, places []pinPlace) pinPlace {
	best, rank := places[0], 0
	for _, pl := range places {
		r := 0
		if f.Worker == pl.worker {
			r += 8
		}
		if f.Need == pl.pin.Need && f.Need != "" {
			r += 4
		}
		if !f.At.IsZero() && !f.At.Before(pl.pin.Start) {
			r++
			if f.At.Before(pl.pin.End) {
				r += 2
			}
		}
		if r > rank || r == rank && f.At.After(pl.pin.Start) && r > 0 {
			best, rank = pl, r
		}
	}
	return best
}
