package reading

import (
	"cmp"
	"slices"
	"sort"

	"github.com/carerota/carerota/scheduler"
)

// Worker is a worker with all that is asked about one.
type Worker struct {
	*scheduler.Worker
	Index         int
	Limits        *scheduler.Caps
	clocks        *Calendar
	Supplier      *scheduler.Provider // nil for none
	ProviderIndex int                 // index, -1 for none
	Tier          int                 // in the order of the ladder: family after all others, unless it is used like anybody
	Trainee       bool
	Family        bool
	Barred        bool // suspended, or the provider is
	Offered       []Span
	Away          []Span
	NoStart       []Span // no shift starts in them
	Free          []Span // offered less away
	Approved      Span
	SkillTimes    map[string][]Span
	Line          []Item // worked and rostered, in order of time
}

// afterAll is more than any provider's tier.
const afterAll = 1 << 30

// Item is a piece of work on a worker's line. Need, occurrence and client are
// -1 for none; past work was done before the rota; what is history
// was begun before the problem's AsOf.
type Item struct {
	Span
	Kind                     scheduler.Kind
	Need, Occurrence, Client int
	Past, History            bool
}

// binds says whether an item can break a rule: what has happened cannot.
func (it *Item) binds() bool { return !it.Past && !it.History }

// SortItems puts a line in order of time.
func SortItems(line []Item) {
	order := func(x, y Item) int {
		return cmp.Or(CompareSpans(x.Span, y.Span), cmp.Compare(x.Need, y.Need))
	}
	if !slices.IsSortedFunc(line, order) {
		slices.SortStableFunc(line, order)
	}
}

// Need is a need with its occurrences in order of time.
type Need struct {
	*scheduler.Need
	Index, ClientIndex int // client -1 for none
	Occurrences        []Occurrence
}

// Occurrence is an unbroken time in which a need holds, with the shifts that
// count in it, by number.
type Occurrence struct {
	Span
	Duty []int
}

func readWorkers(a *Reading) {
	a.Workers = make([]Worker, len(a.Problem.Workers))
	a.ByProvider = make([][]float64, len(a.Problem.Providers))
	for i := range a.ByProvider {
		a.ByProvider[i] = make([]float64, a.WeekCount())
	}
	for i := range a.Problem.Workers {
		w := &a.Workers[i]
		*w = Worker{Worker: &a.Problem.Workers[i], Index: i, Limits: &a.Problem.Caps, clocks: &a.Calendar, ProviderIndex: -1, Tier: 1,
			Approved: Span{Ever, Never}, SkillTimes: map[string][]Span{}}
		w.Trainee, w.Barred = w.Shadowing != "", w.Suspended
		if w.Caps != nil {
			w.Limits = w.Caps
		}
		if k := IndexOf(a.ProviderOf, w.Provider); k >= 0 && w.Provider != "" {
			s := &a.Problem.Providers[k]
			w.ProviderIndex, w.Supplier, w.Tier, w.Family = k, s, s.Tier, s.Kind == scheduler.Family
			if w.Family && !a.Problem.Objective.FamilyAny {
				w.Tier += afterAll
			}
			w.Barred = w.Barred || s.Suspended
			w.Approved = a.period(s.FromDate, s.UntilDate)
		}
		for _, s := range w.Skills {
			w.SkillTimes[s.Name] = append(w.SkillTimes[s.Name], a.period(s.From, s.Until))
		}
		for name, spans := range w.SkillTimes {
			w.SkillTimes[name] = Union(spans)
		}
		readAvailability(a, w)
		readWorked(a, w)
	}
}

func readAvailability(a *Reading, w *Worker) {
	first, end := a.around()
	if w.AlwaysAvailable && !w.Family {
		w.Offered = always()
	} else {
		for i := range w.Available {
			v := &w.Available[i]
			w.Offered = append(w.Offered, a.windows(&v.Days, first, end, v.From, v.To, v.WholeDay)...)
		}
		w.Offered = Union(w.Offered)
	}
	for i := range w.Unavailable {
		u := &w.Unavailable[i]
		if u.Starts {
			w.NoStart = append(w.NoStart, absence(a, u)...)
		} else {
			w.Away = append(w.Away, absence(a, u)...)
		}
	}
	w.Away, w.NoStart = Union(w.Away), Union(w.NoStart)
	w.Free = w.Offered
	if len(w.Away) > 0 {
		w.Free = Without(w.Offered, w.Away)
	}
}

// absence are the times of an absence, rounded outwards to whole seconds.
func absence(a *Reading, u *scheduler.Absence) []Span {
	var out []Span
	if !u.Start.IsZero() && !u.End.IsZero() {
		s := Span{u.Start.Unix(), u.End.Unix()}
		if u.End.Nanosecond() > 0 {
			s.To++
		}
		out = append(out, s)
	}
	for _, d := range u.Dates {
		out = append(out, a.period(d, d))
	}
	return out
}

// readWorked enters the work done before the rota that can still matter.
func readWorked(a *Reading, w *Worker) {
	all := Span{a.Midnights[0], a.Midnights[len(a.Midnights)-1]}
	for _, k := range w.Worked {
		s := Span{k.Start.Unix(), k.End.Unix()}
		if k.Kind < scheduler.Waking || k.Kind > scheduler.Shadow || s.Len() <= 0 || !s.Meets(all) {
			continue
		}
		w.Line = append(w.Line, Item{Span: s.Meet(all), Kind: k.Kind, Need: -1, Occurrence: -1, Client: -1, Past: true})
	}
}

func readNeeds(a *Reading) {
	a.Needs = make([]Need, len(a.Problem.Needs))
	for i := range a.Problem.Needs {
		n := &a.Needs[i]
		*n = Need{Need: &a.Problem.Needs[i], Index: i, ClientIndex: -1}
		if n.Client != "" {
			n.ClientIndex = IndexOf(a.ClientOf, n.Client)
		}
		spans := a.windows(&n.Days, a.First, a.First+a.Days, n.From, n.To, false)
		if n.Whole {
			slices.SortFunc(spans, CompareSpans)
		} else {
			spans = Union(spans)
		}
		n.Occurrences = make([]Occurrence, len(spans))
		wide := min(max(n.Workers, 1), 9)
		seats := make([]int, len(spans)*wide) // room for the shifts of all
		for k, s := range spans {
			n.Occurrences[k] = Occurrence{s, seats[k*wide : k*wide : k*wide+wide]}
		}
	}
}

// OccurrenceOf is the occurrence that a shift serves: the one it equals or
// lies in, else the one it touches longest, else -1.
func (n *Need) OccurrenceOf(s Span) int {
	best, rank := -1, int64(0)
	i := sort.Search(len(n.Occurrences), func(i int) bool { return n.Occurrences[i].To > s.From })
	for ; i < len(n.Occurrences) && n.Occurrences[i].From < s.To; i++ {
		o := n.Occurrences[i].Span
		r := o.Overlap(s)
		if o.Contains(s) {
			r += s.Len()
		}
		if o == s {
			r += s.Len()
		}
		if r > rank {
			best, rank = i, r
		}
	}
	return best
}

// enter puts a shift on duty into every occurrence that it has a part of; of a
// legal rota that is one.
func (n *Need) enter(s Span, shift int) {
	i := sort.Search(len(n.Occurrences), func(i int) bool { return n.Occurrences[i].To > s.From })
	for ; i < len(n.Occurrences) && n.Occurrences[i].From < s.To; i++ {
		n.Occurrences[i].Duty = append(n.Occurrences[i].Duty, shift)
	}
}

// Holds says whether the worker holds the skill for the whole time.
func (w *Worker) Holds(skill string, s Span) bool { return Inside(w.SkillTimes[skill], s) }

// Share is the part of a kind's time that counts toward hour caps.
func (w *Worker) Share(k scheduler.Kind) float64 {
	switch k {
	case scheduler.SleepIn:
		return w.Limits.SleepInCounts
	case scheduler.Standby:
		return w.Limits.StandbyCounts
	}
	return 1
}

// Counted are the counted seconds of an item inside a span.
func (w *Worker) Counted(it *Item, in Span) float64 {
	return w.Share(it.Kind) * float64(it.Overlap(in))
}

// Listed says whether ids name the worker or the worker's provider.
func (w *Worker) Listed(ids []string) bool {
	return slices.Contains(ids, w.ID) || w.Provider != "" && slices.Contains(ids, w.Provider)
}

// Refusal says by whom the worker and the client are kept apart, "worker" or "client"; empty when
// nobody refuses.
func (a *Reading) Refusal(w *Worker, n *Need) string {
	switch {
	case n.Client == "":
		return ""
	case slices.Contains(w.Refuses, n.Client):
		return "worker"
	case n.ClientIndex >= 0 && w.Listed(a.Problem.Clients[n.ClientIndex].Refuses):
		return "client"
	}
	return ""
}

// Accepted says whether the worker's provider has accepted the need's client.
func (w *Worker) Accepted(n *Need) bool {
	return w.Supplier == nil || w.Supplier.AcceptsAll || n.Client == "" || slices.Contains(w.Supplier.Accepts, n.Client)
}

// Wanted says whether the need is open to the worker at all.
func (w *Worker) Wanted(n *Need) bool {
	return w.Trainee || len(n.Only) == 0 || w.Listed(n.Only)
}

// ItemOf is a shift as it stands on the line of its worker.
func (a *Reading) ItemOf(s *Shift) Item {
	it := Item{Span: s.Span, Kind: s.Kind, Need: s.Need, Occurrence: s.Occ, Client: -1, History: s.History}
	switch {
	case s.Kind == scheduler.Standby:
	case s.History && s.Need >= 0 && s.Occ < 0: // when its need was not there
	case s.Need >= 0:
		it.Client = a.Needs[s.Need].ClientIndex
	case s.At.Client != "":
		it.Client = IndexOf(a.ClientOf, s.At.Client)
	}
	return it
}
