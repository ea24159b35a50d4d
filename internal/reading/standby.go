package reading

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// Stand is a worker on standby during a shift, and when in it that worker
// can replace the one on duty, among skills apart.
type Stand struct {
	Worker int
	Spans  []Span
}

// Duty is a part of a shift on duty in which the same among skills, by
// number, would go short without it.
type Duty struct {
	Span
	Missing []int
}

// ReadStandby reports where the workers on duty have too few on standby who
// can replace them, and names those who can on every shift on duty.
func (a *Reading) ReadStandby() {
	want := a.Problem.Contingency.Standby
	if want <= 0 && !slices.ContainsFunc(a.Shifts, func(s Shift) bool { return s.Kind == scheduler.Standby }) {
		return
	}
	var required, short int64
	for i := range a.Needs {
		n := &a.Needs[i]
		for j := range n.Occurrences {
			o := &n.Occurrences[j]
			duties := a.Duties(n, o)
			for k, s := range o.Duty {
				stands := a.Stands(n, &a.Shifts[s])
				nameBackups(a, n, &a.Shifts[s], duties[k], stands)
				a.standBehind(n, duties[k], stands)
				if want <= 0 || !n.Contingency {
					continue
				}
				for _, d := range duties[k] {
					required += int64(want) * d.Len()
				}
				short += judgeStands(a, n, &a.Shifts[s], duties[k], stands, want)
			}
		}
	}
	c := &a.Report.Contingency
	c.StandbyRequired, c.StandbyShortfall = HoursOf(required), HoursOf(short)
}

// behind is a time in which somebody on standby is behind a duty with a client.
type behind struct {
	Span
	client string
}

// standBehind notes for which client each of those on standby is behind a duty, and when.
func (a *Reading) standBehind(n *Need, parts []Duty, stands []Stand) {
	if a.behind == nil {
		a.behind = make([][]behind, len(a.Workers))
	}
	for j := range stands {
		for i := range parts {
			for _, s := range a.During(n, &parts[i], &stands[j]) {
				a.behind[stands[j].Worker] = append(a.behind[stands[j].Worker], behind{s, n.Client})
			}
		}
	}
}

// chargedTo are the parts of a standby shift that are for each client: the time in which it is
// behind several is shared out evenly, and the time in which it is behind nobody goes with the
// rest.
func (a *Reading) chargedTo(s *Shift) (clients []string, shares []float64) {
	var meets []behind
	cuts := []int64{s.From, s.To}
	if a.behind != nil {
		for _, b := range a.behind[s.Worker] {
			if b.Span = b.Meet(s.Span); b.Len() > 0 {
				meets, cuts = append(meets, b), append(cuts, b.From, b.To)
			}
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	hours, all := map[string]float64{}, 0.0
	for k := 0; k+1 < len(cuts); k++ {
		in := Span{cuts[k], cuts[k+1]}
		var of []string
		for _, b := range meets {
			if b.Meets(in) && !slices.Contains(of, b.client) {
				of = append(of, b.client)
			}
		}
		for _, c := range of {
			if _, seen := hours[c]; !seen {
				clients = append(clients, c)
			}
			hours[c] += HoursOf(in.Len()) / float64(len(of))
			all += HoursOf(in.Len()) / float64(len(of))
		}
	}
	if all == 0 {
		return []string{""}, []float64{1}
	}
	slices.Sort(clients)
	for _, c := range clients {
		shares = append(shares, hours[c]/all)
	}
	return clients, shares
}

// sortGaps puts the gaps in order of time.
func sortGaps(a *Reading) {
	slices.SortStableFunc(a.Report.Contingency.Gaps, func(x, y scheduler.ContingencyGap) int {
		return cmp.Or(x.Start.Compare(y.Start), cmp.Compare(x.Need, y.Need), cmp.Compare(x.Worker, y.Worker), x.End.Compare(y.End), cmp.Compare(y.Kind, x.Kind))
	})
}

// Duties are, for each shift on duty in the occurrence, the parts of it that
// count, with what would be missing without it.
func (a *Reading) Duties(n *Need, o *Occurrence) [][]Duty {
	out := make([][]Duty, len(o.Duty))
	for _, p := range a.Pieces(o) {
		held := make([]int, len(n.Among))
		for _, s := range p.Present {
			for k := range n.Among {
				if a.Shifts[s].Holds[k] {
					held[k]++
				}
			}
		}
		for _, s := range p.Present {
			d := Duty{Span: p.Span}
			for k, m := range n.Among {
				others := held[k]
				if a.Shifts[s].Holds[k] {
					others--
				}
				if others < m.Workers {
					d.Missing = append(d.Missing, k)
				}
			}
			x, _ := slices.BinarySearch(o.Duty, s)
			if l := len(out[x]); l > 0 && out[x][l-1].To == d.From && slices.Equal(out[x][l-1].Missing, d.Missing) {
				out[x][l-1].To = d.To
				continue
			}
			out[x] = append(out[x], d)
		}
	}
	return out
}

// Stands are the workers on standby during a shift who can replace the one on
// duty at some time in it, each once, by number.
func (a *Reading) Stands(n *Need, duty *Shift) []Stand {
	var out []Stand
	from := a.DayOf(duty.From)
	for d := from; d < len(a.onStandby) && a.Midnights[d] < duty.To; d++ {
		for _, i := range a.onStandby[d] {
			s := &a.Shifts[i]
			if d > from && s.From < a.Midnights[d] || !s.Meets(duty.Span) || s.Worker == duty.Worker {
				continue // seen the day before, or no part of it
			}
			w := &a.Workers[s.Worker]
			if !mayReplace(a, w, n) || a.SharesProvider(w, duty) || a.Own != nil && !a.Own.Backs(w.Index, n.Index, duty.Span) {
				continue
			}
			if spans := a.OnCall(w, n, s.Meet(duty.Span)); len(spans) > 0 {
				out = append(out, Stand{s.Worker, spans})
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Stand) int { return cmp.Compare(x.Worker, y.Worker) })
	once := out[:0]
	for _, s := range out {
		if k := len(once); k > 0 && once[k-1].Worker == s.Worker {
			once[k-1].Spans = Union(append(once[k-1].Spans, s.Spans...))
			continue
		}
		once = append(once, s)
	}
	return once
}

// SharesProvider says whether the worker is no backup of the shift's because
// of a common provider.
func (a *Reading) SharesProvider(w *Worker, duty *Shift) bool {
	return a.Problem.Contingency.DifferentProvider && w.Provider == a.Workers[duty.Worker].Provider
}

// mayReplace says whether the worker, when on standby, may take shifts in the
// need at some time.
func mayReplace(a *Reading, w *Worker, n *Need) bool {
	if a.replaces == nil {
		a.replaces = make([]int8, len(a.Needs)*len(a.Workers))
	}
	known := &a.replaces[n.Index*len(a.Workers)+w.Index]
	if *known == 0 {
		*known = -1
		if w.Standby && a.MayTake(w, n) {
			*known = 1
		}
	}
	return *known > 0
}

// MayTake says whether the worker may count in the need at some time: what
// does not depend on the time.
func (a *Reading) MayTake(w *Worker, n *Need) bool {
	if w.Trainee || w.Barred || !w.Wanted(n) || !w.Accepted(n) || a.Refusal(w, n) != "" {
		return false
	}
	if a.Own != nil {
		if times, always := a.Own.Times(w.Index, n.Index); !always && len(times) == 0 {
			return false
		}
	}
	return !slices.ContainsFunc(n.Skills, func(skill string) bool { return len(w.SkillTimes[skill]) == 0 })
}

// Able are the times in s at which the worker is available and approved and
// holds the need's skills.
func (a *Reading) Able(w *Worker, n *Need, s Span) []Span {
	out := Meet([]Span{s}, []Span{w.Approved})
	if !Inside(w.Free, s) {
		out = Meet(out, w.Free)
	}
	for _, skill := range n.Skills {
		if !w.Holds(skill, s) {
			out = Meet(out, w.SkillTimes[skill])
		}
	}
	return ownTimes(a, w, n, out)
}

// OnCall are the times in s at which the worker, on standby, is Able and may start: who is called starts then.
func (a *Reading) OnCall(w *Worker, n *Need, s Span) []Span {
	out := a.Able(w, n, s)
	if len(w.NoStart) > 0 {
		out = Without(out, w.NoStart)
	}
	return out
}

// During are the times of a duty at which the worker on standby can replace it.
func (a *Reading) During(n *Need, d *Duty, s *Stand) []Span {
	out := Meet([]Span{d.Span}, s.Spans)
	for _, k := range d.Missing {
		out = Meet(out, a.Workers[s.Worker].SkillTimes[n.Among[k].Skill])
	}
	return out
}

// judgeStands is the standby shortfall of one shift in seconds; it enters the
// gaps.
func judgeStands(a *Reading, n *Need, duty *Shift, parts []Duty, stands []Stand, want int) (seconds int64) {
	type edge struct {
		at   int64
		step int
	}
	rows := len(a.Report.Contingency.Gaps)
	for i := range parts {
		d := &parts[i]
		edges := []edge{{d.To, 0}}
		for j := range stands {
			for _, s := range a.During(n, d, &stands[j]) {
				edges = append(edges, edge{s.From, 1}, edge{s.To, -1})
			}
		}
		slices.SortFunc(edges, func(x, y edge) int { return cmp.Compare(x.at, y.at) })
		from, ready := d.From, 0
		for _, e := range edges {
			if short := want - ready; short > 0 && e.at > from {
				seconds += int64(short) * (e.at - from)
				addGap(a, rows, n, duty, Span{from, e.at}, short)
			}
			from, ready = e.at, ready+e.step
		}
	}
	return seconds
}

// addGap enters a time with too few on standby, as part of the row before when
// that is of the same shift (one of the rows from first on) and as short.
func addGap(a *Reading, first int, n *Need, duty *Shift, s Span, short int) {
	c := &a.Report.Contingency
	if k := len(c.Gaps); k > first {
		if g := &c.Gaps[k-1]; g.Short == short && g.End.Unix() == s.From {
			g.End = a.Instant(s.To)
			return
		}
	}
	c.Gaps = append(c.Gaps, scheduler.ContingencyGap{Kind: scheduler.GapStandby, Need: n.ID, Worker: a.Workers[duty.Worker].ID, Start: a.Instant(s.From), End: a.Instant(s.To), Short: short})
}

// nameBackups enters those on standby at some time of the shift who can replace
// the one on duty, in ladder order: for the longest time at which they can, where that is a part.
func nameBackups(a *Reading, n *Need, duty *Shift, parts []Duty, stands []Stand) {
	order := a.OnLadder(n)
	slices.SortFunc(stands, func(x, y Stand) int { return order(x.Worker, y.Worker) })
	for j := range stands {
		var able []Span
		for i := range parts {
			able = append(able, a.During(n, &parts[i], &stands[j])...)
		}
		longest := Span{}
		for _, s := range Union(able) {
			if s.Len() > longest.Len() && ownCalled(a, &a.Workers[stands[j].Worker], duty, s) {
				longest = s
			}
		}
		named := slices.ContainsFunc(duty.At.Backups, func(b scheduler.Backup) bool { return b.Worker == a.Workers[stands[j].Worker].ID })
		if longest.Len() > 0 && !named { // not for another of two occurrences at one time
			duty.At.Backups = append(duty.At.Backups, a.Backup(stands[j].Worker, true, duty.Span, longest))
		}
	}
}

// Backup is the name of a worker who can take a time of a shift.
func (a *Reading) Backup(worker int, standby bool, shift, takes Span) scheduler.Backup {
	b := scheduler.Backup{Worker: a.Workers[worker].ID, Standby: standby}
	if takes != shift {
		b.Start, b.End = a.Instant(takes.From), a.Instant(takes.To)
	}
	return b
}

// Knows says whether a worker knows the client of a need.
func (a *Reading) Knows(w *Worker, n *Need) bool {
	return n.ClientIndex >= 0 && a.known[[2]int{n.ClientIndex, w.Index}]
}

// OnLadder is the order in which workers are asked: by tier of the provider,
// those who know the client first, then by id.
func (a *Reading) OnLadder(n *Need) func(x, y int) int {
	stranger := func(w int) int {
		if a.Knows(&a.Workers[w], n) {
			return 0
		}
		return 1
	}
	return func(x, y int) int {
		return cmp.Or(cmp.Compare(a.Workers[x].Tier, a.Workers[y].Tier), cmp.Compare(stranger(x), stranger(y)),
			cmp.Compare(a.Workers[x].ID, a.Workers[y].ID), cmp.Compare(x, y))
	}
}
