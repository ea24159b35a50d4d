package scheduler

import (
	"cmp"
	"slices"
	"sort"
)

// auditWorker is a worker with all that the audit asks about one.
type auditWorker struct {
	*Worker
	index    int
	limits   *Caps
	supplier *Provider // nil for none
	provider int       // index, -1 for none
	tier     int       // in the order of the ladder
	trainee  bool
	family   bool
	barred   bool // suspended, or the provider is
	offered  []auditSpan
	away     []auditSpan
	free     []auditSpan // offered less away
	approved auditSpan
	skills   map[string][]auditSpan
	line     []auditItem // worked and rostered, in order of time
}

// auditItem is a piece of work on a worker's line. Need, occurrence and client are
// -1 for none; past work was done before the rota; what is history
// was begun before the problem's AsOf.
type auditItem struct {
	auditSpan
	kind                     Kind
	need, occurrence, client int
	past, history            bool
}

// binds says whether an item can break a rule: what has happened cannot.
func (it *auditItem) binds() bool { return !it.past && !it.history }

func auditSortItems(line []auditItem) {
	order := func(x, y auditItem) int {
		return cmp.Or(auditCompareSpans(x.auditSpan, y.auditSpan), cmp.Compare(x.need, y.need))
	}
	if !slices.IsSortedFunc(line, order) {
		slices.SortStableFunc(line, order)
	}
}

// auditNeed is a need with its occurrences in order of time.
type auditNeed struct {
	*Need
	index, client int // client -1 for none
	occurrences   []auditOccurrence
}

// auditOccurrence is an unbroken time in which a need holds, with the shifts that
// count in it, by number.
type auditOccurrence struct {
	auditSpan
	duty []int
}

func (a *audit) readWorkers() {
	a.workers = make([]auditWorker, len(a.p.Workers))
	a.byProvider = make([][]float64, len(a.p.Providers))
	for i := range a.byProvider {
		a.byProvider[i] = make([]float64, a.weekCount())
	}
	for i := range a.p.Workers {
		w := &a.workers[i]
		*w = auditWorker{Worker: &a.p.Workers[i], index: i, limits: &a.p.Caps, provider: -1, tier: 1,
			approved: auditSpan{auditEver, auditNever}, skills: map[string][]auditSpan{}}
		w.trainee, w.barred = w.Shadowing != "", w.Suspended
		if w.Caps != nil {
			w.limits = w.Caps
		}
		if k := auditFind(a.providerOf, w.Provider); k >= 0 && w.Provider != "" {
			s := &a.p.Providers[k]
			w.provider, w.supplier, w.tier, w.family = k, s, s.Tier, s.Kind == Family
			w.barred = w.barred || s.Suspended
			w.approved = a.period(s.FromDate, s.UntilDate)
		}
		for _, s := range w.Skills {
			w.skills[s.Name] = append(w.skills[s.Name], a.period(s.From, s.Until))
		}
		for name, spans := range w.skills {
			w.skills[name] = auditUnion(spans)
		}
		a.readAvailability(w)
		a.readWorked(w)
	}
}

func (a *audit) readAvailability(w *auditWorker) {
	first, end := a.around()
	if w.AlwaysAvailable && !w.family {
		w.offered = auditAlways()
	} else {
		for i := range w.Available {
			v := &w.Available[i]
			w.offered = append(w.offered, a.windows(&v.Days, first, end, v.From, v.To, v.WholeDay)...)
		}
		w.offered = auditUnion(w.offered)
	}
	for i := range w.Unavailable {
		u := &w.Unavailable[i]
		w.away = append(w.away, a.absence(u)...)
	}
	w.away = auditUnion(w.away)
	w.free = w.offered
	if len(w.away) > 0 {
		w.free = auditWithout(w.offered, w.away)
	}
}

// absence are the times of an absence, rounded outwards to whole seconds.
func (a *audit) absence(u *Absence) []auditSpan {
	var out []auditSpan
	if !u.Start.IsZero() && !u.End.IsZero() {
		s := auditSpan{u.Start.Unix(), u.End.Unix()}
		if u.End.Nanosecond() > 0 {
			s.to++
		}
		out = append(out, s)
	}
	for _, d := range u.Dates {
		out = append(out, a.period(d, d))
	}
	return out
}

// readWorked enters the work done before the rota that can still matter.
func (a *audit) readWorked(w *auditWorker) {
	all := auditSpan{a.midnights[0], a.midnights[len(a.midnights)-1]}
	for _, k := range w.Worked {
		s := auditSpan{k.Start.Unix(), k.End.Unix()}
		if k.Kind < Waking || k.Kind > Shadow || s.len() <= 0 || !s.meets(all) {
			continue
		}
		w.line = append(w.line, auditItem{auditSpan: s.meet(all), kind: k.Kind, need: -1, occurrence: -1, client: -1, past: true})
	}
}

func (a *audit) readNeeds() {
	a.needs = make([]auditNeed, len(a.p.Needs))
	for i := range a.p.Needs {
		n := &a.needs[i]
		*n = auditNeed{Need: &a.p.Needs[i], index: i, client: -1}
		if n.Client != "" {
			n.client = auditFind(a.clientOf, n.Client)
		}
		spans := a.windows(&n.Days, a.first, a.first+a.days, n.From, n.To, false)
		if n.Whole {
			slices.SortFunc(spans, auditCompareSpans)
		} else {
			spans = auditUnion(spans)
		}
		n.occurrences = make([]auditOccurrence, len(spans))
		wide := min(max(n.Workers, 1), 9)
		seats := make([]int, len(spans)*wide) // room for the shifts of all
		for k, s := range spans {
			n.occurrences[k] = auditOccurrence{s, seats[k*wide : k*wide : k*wide+wide]}
		}
	}
}

// occurrenceOf is the occurrence that a shift serves: the one it equals or
// lies in, else the one it touches longest, else -1.
func (n *auditNeed) occurrenceOf(s auditSpan) int {
	best, rank := -1, int64(0)
	i := sort.Search(len(n.occurrences), func(i int) bool { return n.occurrences[i].to > s.from })
	for ; i < len(n.occurrences) && n.occurrences[i].from < s.to; i++ {
		o := n.occurrences[i].auditSpan
		r := o.overlap(s)
		if o.contains(s) {
			r += s.len()
		}
		if o == s {
			r += s.len()
		}
		if r > rank {
			best, rank = i, r
		}
	}
	return best
}

// enter puts a shift on duty into every occurrence that it has a part of; of a
// legal rota that is one.
func (n *auditNeed) enter(s auditSpan, shift int) {
	i := sort.Search(len(n.occurrences), func(i int) bool { return n.occurrences[i].to > s.from })
	for ; i < len(n.occurrences) && n.occurrences[i].from < s.to; i++ {
		n.occurrences[i].duty = append(n.occurrences[i].duty, shift)
	}
}

// holds says whether the worker holds the skill for the whole time.
func (w *auditWorker) holds(skill string, s auditSpan) bool { return auditInside(w.skills[skill], s) }

// share is the part of a kind's time that counts toward hour caps.
func (w *auditWorker) share(k Kind) float64 {
	switch k {
	case SleepIn:
		return w.limits.SleepInCounts
	case Standby:
		return w.limits.StandbyCounts
	}
	return 1
}

// counted are the counted seconds of an item inside a span.
func (w *auditWorker) counted(it *auditItem, in auditSpan) float64 {
	return w.share(it.kind) * float64(it.overlap(in))
}

// listed says whether ids name the worker or the worker's provider.
func (w *auditWorker) listed(ids []string) bool {
	return slices.Contains(ids, w.ID) || w.Provider != "" && slices.Contains(ids, w.Provider)
}

// refuses says whether the worker and the client do not want each other: by
// whom, empty when nobody refuses.
func (a *audit) refusal(w *auditWorker, n *auditNeed) string {
	switch {
	case n.Client == "":
		return ""
	case slices.Contains(w.Refuses, n.Client):
		return "worker"
	case n.client >= 0 && w.listed(a.p.Clients[n.client].Refuses):
		return "client"
	}
	return ""
}

// accepted says whether the worker's provider has accepted the need's client.
func (w *auditWorker) accepted(n *auditNeed) bool {
	return w.supplier == nil || w.supplier.AcceptsAll || n.Client == "" || slices.Contains(w.supplier.Accepts, n.Client)
}

// wanted says whether the need is open to the worker at all.
func (w *auditWorker) wanted(n *auditNeed) bool {
	return w.trainee || len(n.Only) == 0 || w.listed(n.Only)
}

func (a *audit) itemOf(s *auditShift) auditItem {
	it := auditItem{auditSpan: s.auditSpan, kind: s.kind, need: s.need, occurrence: s.occ, client: -1, history: s.history}
	switch {
	case s.kind == Standby:
	case s.need >= 0:
		it.client = a.needs[s.need].client
	case s.at.Client != "":
		it.client = auditFind(a.clientOf, s.at.Client)
	}
	return it
}
