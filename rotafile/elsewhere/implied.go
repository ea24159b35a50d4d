package elsewhere

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// Implied is a problem that a rota implies, with what was guessed.
type Implied struct {
	Problem *scheduler.Problem
	Rota    *scheduler.Rota
	// Broken is what of the rota breaks rules whatever the limits, as somebody in two places at once.
	Broken  []scheduler.Finding
	guesses map[string][]string // by the line of an entry's id; empty for the top
}

// Problem is the problem that a rota implies: its people, its clients, a need for each time of each client with the numbers
// by day of the week, and limits that the rota keeps.
func (f *Found) Problem(name string, zone *time.Location) *Implied {
	x := &Implied{guesses: map[string][]string{}, Rota: &scheduler.Rota{}}
	if len(f.Shifts) == 0 {
		x.Problem = scheduler.NewProblem(name, zone, scheduler.Date{}, 1)
		return x
	}
	first, last := scheduler.DateOf(f.Shifts[0].Start.In(zone)), scheduler.Date{}
	for i := range f.Shifts {
		day := scheduler.DateOf(f.Shifts[i].Start.In(zone))
		if last.Before(day) {
			last = day
		}
	}
	p := scheduler.NewProblem(name, zone, first, last.Sub(first)+1)
	x.Problem = p
	x.people(f)
	p.Grain = grainOf(f.Shifts, zone)
	m := &implying{Implied: x, zone: zone, last: last, taken: map[string]bool{}}
	m.needs(f)
	slices.SortStableFunc(x.Rota.Shifts, func(a, b scheduler.Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Worker, b.Worker))
	})
	x.standby()
	x.limits()
	x.guess("", "What stands here was guessed from a rota. Correct what is not so: each guess has a comment.",
		"Everybody is taken to be always available, and able to do what the rota gives anybody: write skills, available and unavailable.")
	return x
}

// guess notes a comment for an entry, by its id.
func (x *Implied) guess(id string, says ...string) { x.guesses[id] = append(x.guesses[id], says...) }

// people enters workers, providers and clients.
func (x *Implied) people(f *Found) {
	p := x.Problem
	p.Workers, p.Clients = slices.Clone(f.Workers), slices.Clone(f.Clients)
	known := map[string]map[string]bool{}
	for _, s := range f.Shifts {
		if known[s.Client] == nil {
			known[s.Client] = map[string]bool{}
		}
		known[s.Client][s.Worker] = s.Kind != scheduler.Standby
	}
	for i := range p.Clients {
		for _, w := range p.Workers {
			if known[p.Clients[i].ID][w.ID] {
				p.Clients[i].Known = append(p.Clients[i].Known, w.ID)
			}
		}
		x.guess("client "+p.Clients[i].ID, "known: everybody who comes in the rota")
	}
	for i := range p.Workers {
		w := &p.Workers[i]
		if w.Provider == "" {
			continue
		}
		id := cmp.Or(strings.Trim(notInID.ReplaceAllString(w.Provider, "-"), "-"), "provider")
		if !slices.Contains(p.IDs("provider"), id) {
			one := scheduler.NewProvider(id, scheduler.Team)
			if id != w.Provider {
				one.Name = w.Provider
			}
			p.Providers = append(p.Providers, one)
			x.guess("provider "+id, `kind: "team", "bank", "agency", "pa" or "family"`)
		}
		w.Provider = id
	}
}

// grainOf is the widest grid on which all shifts lie.
func grainOf(shifts []scheduler.Shift, zone *time.Location) time.Duration {
	for _, grain := range []int{15, 10} {
		if !slices.ContainsFunc(shifts, func(s scheduler.Shift) bool {
			return s.Start.In(zone).Minute()%grain != 0 || s.End.In(zone).Minute()%grain != 0
		}) {
			return time.Duration(grain) * time.Minute
		}
	}
	return 5 * time.Minute
}

// implying makes needs of shifts.
type implying struct {
	*Implied
	zone  *time.Location
	last  scheduler.Date
	taken map[string]bool // ids of needs
}

// visits are the shifts of one need, or of one time of one client.
type visits struct {
	label, client string
	kind          scheduler.Kind
	from, to      time.Duration // by the clock; to may be past 24 h
	exact         bool          // all of them have these times
	shifts        []scheduler.Shift
}

// clocks are the times of a shift since the midnight before it, by the clock.
func (m *implying) clocks(s *scheduler.Shift) (day scheduler.Date, from, to time.Duration) {
	start, end := s.Start.In(m.zone), s.End.In(m.zone)
	day = scheduler.DateOf(start)
	clock := func(t time.Time) time.Duration {
		return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	}
	return day, clock(start), clock(end) + time.Duration(scheduler.DateOf(end).Sub(day))*24*time.Hour
}

// needs makes the needs of all shifts on duty.
func (m *implying) needs(f *Found) {
	clients := map[string]map[string]bool{} // by what a need is called
	for _, s := range f.Shifts {
		if clients[s.Need] == nil {
			clients[s.Need] = map[string]bool{}
		}
		clients[s.Need][s.Client] = true
	}
	groups := map[string]*visits{}
	var order []string
	for _, s := range f.Shifts {
		if s.Kind == scheduler.Standby {
			s.Need, s.Client = "", ""
			m.Rota.Shifts = append(m.Rota.Shifts, s)
			continue
		}
		_, from, to := m.clocks(&s)
		v := &visits{client: s.Client, kind: s.Kind, from: from, to: to, exact: true}
		if v.kind == scheduler.Shadow {
			v.kind = scheduler.Waking
		}
		key := fmt.Sprint(s.Client, "\x00", v.kind, from, to)
		if f.Named && s.Need != "" && len(clients[s.Need]) == 1 {
			v.label, key = s.Need, "\x00"+s.Need
		}
		g, known := groups[key]
		if !known {
			g = v
			groups[key] = g
			order = append(order, key)
		}
		g.exact = g.exact && g.from == from && g.to == to
		g.from, g.to = min(g.from, from), max(g.to, to)
		if s.Kind != scheduler.Shadow {
			g.kind = s.Kind
		}
		g.shifts = append(g.shifts, s)
	}
	for _, key := range order {
		if g := groups[key]; g.label != "" {
			m.named(g)
		}
	}
	for _, key := range order {
		if g := groups[key]; g.label == "" {
			m.byDay(g)
		}
	}
}

// id is a new id for a need.
func (m *implying) id(base string) string {
	id := base
	for n := 2; m.taken[id]; n++ {
		id = fmt.Sprintf("%s-%d", base, n)
	}
	m.taken[id] = true
	return id
}

// named makes the one need of a name.
func (m *implying) named(g *visits) {
	id := m.id(cmp.Or(strings.ToLower(strings.Trim(notInID.ReplaceAllString(g.label, "-"), "-")), "need"))
	if !notInID.MatchString(g.label) {
		delete(m.taken, id)
		id = m.id(g.label)
	}
	count := map[scheduler.Date]int{}
	for i := range g.shifts {
		day, _, _ := m.clocks(&g.shifts[i])
		count[day] = max(count[day], m.atOnce(g.shifts, &g.shifts[i]))
	}
	usual := mostCommon(slices.Collect(maps.Values(count)))
	days, exact := m.daysOf(count)
	n := m.need(id, g, days, usual)
	if !exact {
		m.guess("need "+id, "days: those on which the rota has it")
	}
	for day, have := range count {
		if have != usual {
			m.guess("need "+id, fmt.Sprintf("workers: the rota has %d most often; not so on %s", usual, day))
			break
		}
	}
	m.place(n, g.shifts)
}

// atOnce is how many shifts of a need, none of them a trainee's, go on when one begins.
func (m *implying) atOnce(shifts []scheduler.Shift, s *scheduler.Shift) (n int) {
	for i := range shifts {
		if o := &shifts[i]; o.Kind != scheduler.Shadow && !o.Start.After(s.Start) && s.Start.Before(o.End) {
			n++
		}
	}
	return n
}

// byDay makes the needs of one time of a client: one for each number of people, by day of the week.
func (m *implying) byDay(g *visits) {
	count := map[scheduler.Date]int{}
	on := map[scheduler.Date][]scheduler.Shift{}
	for _, s := range g.shifts {
		day, _, _ := m.clocks(&s)
		on[day] = append(on[day], s)
		if s.Kind != scheduler.Shadow {
			count[day]++
		}
	}
	byNumber := map[int][]time.Weekday{}
	usual := [7]int{}
	for w := range time.Weekday(7) {
		var numbers []int
		none := 0
		for d := m.Problem.Start; !m.last.Before(d); d = d.Plus(1) {
			if d.Weekday() == w {
				numbers = append(numbers, count[d])
				if count[d] == 0 {
					none++
				}
			}
		}
		if usual[w] = mostCommon(numbers); 2*none >= len(numbers) {
			usual[w] = 0
		}
		if usual[w] > 0 {
			byNumber[usual[w]] = append(byNumber[usual[w]], w)
		}
	}
	base := strings.Trim(g.client+"-"+strings.ReplaceAll(table.SayClock(g.from), ":", ""), "-")
	for _, number := range slices.Backward(slices.Sorted(maps.Keys(byNumber))) {
		id := m.id(base)
		n := m.need(id, g, scheduler.On(byNumber[number]...), number)
		m.guess("need "+id, "days and workers: what the rota has most often on these days of the week")
		for _, d := range slices.SortedFunc(maps.Keys(on), func(x, y scheduler.Date) int { return x.Sub(y) }) {
			if usual[d.Weekday()] == number {
				m.place(n, on[d])
			}
		}
	}
	var extra []scheduler.Date
	most := 1
	for d := range on {
		if usual[d.Weekday()] == 0 {
			extra, most = append(extra, d), max(most, count[d])
		}
	}
	if len(extra) == 0 {
		return
	}
	slices.SortFunc(extra, func(x, y scheduler.Date) int { return x.Sub(y) })
	id := m.id(base)
	n := m.need(id, g, scheduler.Pattern{Dates: extra}, most)
	m.guess("need "+id, "dates: the rota has this time on these days, and on no day of the week most often")
	for _, d := range extra {
		m.place(n, on[d])
	}
}

// mostCommon is the number that stands most often in a list, the largest of several.
func mostCommon(list []int) int {
	times := map[int]int{}
	for _, n := range list {
		times[n]++
	}
	best := 0
	for n, k := range times {
		if k > times[best] || k == times[best] && n > best {
			best = n
		}
	}
	return best
}

// daysOf are the days of a need: days of the week, where it is on more than half of each of them and on no others, else dates. It
// is exact where the need is on each of them.
func (m *implying) daysOf(count map[scheduler.Date]int) (scheduler.Pattern, bool) {
	has, all := [7]int{}, [7]int{}
	for d := m.Problem.Start; !m.last.Before(d); d = d.Plus(1) {
		all[d.Weekday()]++
		if count[d] > 0 {
			has[d.Weekday()]++
		}
	}
	var days []time.Weekday
	exact, lost := true, false
	for w := range time.Weekday(7) {
		switch {
		case has[w] == 0:
		case 2*has[w] > all[w]:
			days = append(days, w)
			exact = exact && has[w] == all[w]
		default:
			lost = true
		}
	}
	if !lost {
		return scheduler.On(days...), exact
	}
	var dates []scheduler.Date
	for d := range count {
		dates = append(dates, d)
	}
	slices.SortFunc(dates, func(x, y scheduler.Date) int { return x.Sub(y) })
	return scheduler.Pattern{Dates: dates}, false
}

// need adds a need, and gives its place.
func (m *implying) need(id string, g *visits, days scheduler.Pattern, workers int) int {
	const day = 24 * time.Hour
	from, to := g.from, g.to
	if to-from >= day {
		to = from + day
		m.guess("need "+id, "from and to: the rota has it round the clock")
	} else if !g.exact {
		m.guess("need "+id, "from and to: the first start and the last end of any day")
	}
	if to > day {
		to -= day
	}
	n := scheduler.NewNeed(id, g.client, days, from, to)
	n.Workers, n.Kind = max(1, workers), g.kind
	n.Whole = scheduler.WholeByDefault(n) && g.exact
	for i := range g.shifts {
		if length := g.shifts[i].End.Sub(g.shifts[i].Start); !g.exact && length < n.MinShift {
			n.MinShift = length
		}
	}
	m.Problem.Needs = append(m.Problem.Needs, n)
	return len(m.Problem.Needs) - 1
}

// place gives shifts their need.
func (m *implying) place(need int, shifts []scheduler.Shift) {
	n := &m.Problem.Needs[need]
	for _, s := range shifts {
		s.Need, s.Client = n.ID, n.Client
		m.Rota.Shifts = append(m.Rota.Shifts, s)
	}
}

// standby takes how long standby lasts from the rota.
func (x *Implied) standby() {
	c := &x.Problem.Contingency
	for _, s := range x.Rota.Shifts {
		if s.Kind == scheduler.Standby {
			c.StandbyMin, c.StandbyMax = min(c.StandbyMin, s.End.Sub(s.Start)), max(c.StandbyMax, s.End.Sub(s.Start))
		}
	}
}

// mostSteps is how often a limit is loosened at most.
const mostSteps = 1000

// limits loosens the usual limits until the rota keeps them.
func (x *Implied) limits() {
	usual := scheduler.HouseCaps()
	for range mostSteps {
		x.Broken = audit.Rota(x.Problem, x.Rota).Findings
		loosened := false
		for _, rule := range rulesOf(x.Broken) {
			loosened = x.loosen(rule) || loosened
		}
		if !loosened {
			break
		}
	}
	was := usual.Fields()
	for i, f := range x.Problem.Caps.Fields() {
		if !f.Is(was[i]) {
			x.guess("", fmt.Sprintf("The rota does not keep the usual %s: the limit is what it does keep. Is it meant?", f.Key))
		}
	}
}

func rulesOf(findings []scheduler.Finding) (out []string) {
	for i := range findings {
		if rule := findings[i].Rule; !slices.Contains(out, rule) {
			out = append(out, rule)
		}
	}
	return out
}

// loosen takes a limit a step further; false where it is none that can be.
func (x *Implied) loosen(rule string) bool {
	const step = 30 * time.Minute
	c := &x.Problem.Caps
	switch rule {
	case "max_hours_week":
		c.MaxHoursWeek = scheduler.Hours(c.MaxHoursWeek.Hours() + 1)
	case "max_spell", "max_spell_with_sleep_in":
		if !x.lessRest(rule) {
			c.MaxSpell, c.MaxSpellSleepIn = c.MaxSpell+step, c.MaxSpellSleepIn+step
		}
	case "max_shift":
		c.MaxShift += step
	case "max_sleep_in":
		c.MaxSleepIn += step
	case "max_waking_in_spell":
		c.MaxWakingInSpell += step
	case "max_days_in_a_row":
		c.MaxDaysInARow++
	case "max_nights_in_a_row":
		c.MaxNightsInARow++
	case "weekly_rest":
		if c.WeeklyRest < time.Hour {
			return false
		}
		c.WeeklyRest -= time.Hour
	default:
		return false
	}
	return true
}

// leastRest is the least rest that a limit of spells is not read from.
const leastRest = 8 * time.Hour

// lessRest lowers the rest between spells where that mends something: a short night is no long spell.
func (x *Implied) lessRest(rule string) bool {
	count := func() (n int) {
		for _, f := range audit.Rota(x.Problem, x.Rota).Findings {
			if f.Rule == rule {
				n++
			}
		}
		return n
	}
	c := &x.Problem.Caps
	was, before := c.MinRest, count()
	for c.MinRest -= 30 * time.Minute; c.MinRest >= leastRest; c.MinRest -= 30 * time.Minute {
		if count() < before {
			return true
		}
	}
	c.MinRest = was
	return false
}

// Write writes the problem as TOML, with a comment where something was guessed.
func (x *Implied) Write(w io.Writer) error {
	var b bytes.Buffer
	if err := rotafile.WriteProblem(&b, x.Problem, rotafile.TOML); err != nil {
		return err
	}
	var out bytes.Buffer
	comment := func(says []string) {
		for _, s := range says {
			fmt.Fprintf(&out, "# %s\n", s)
		}
	}
	comment(x.guesses[""])
	if n := len(x.Broken); n > 0 {
		comment([]string{fmt.Sprintf("The rota breaks rules whatever the limits (%s): carerota check names them.", say.Count(n, "finding"))})
	}
	lines := strings.SplitAfter(b.String(), "\n")
	for i, line := range lines {
		if kind, ok := strings.CutPrefix(strings.TrimSpace(line), "[["); ok && i+1 < len(lines) {
			id := strings.Trim(strings.TrimPrefix(strings.TrimSpace(lines[i+1]), "id = "), `"`)
			comment(x.guesses[strings.TrimSuffix(kind, "]]")+" "+id])
		}
		out.WriteString(line)
	}
	_, err := w.Write(out.Bytes())
	return err
}
