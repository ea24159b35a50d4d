package validate

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// FirstYear and LastYear bound the years of every date and time in a problem.
const (
	FirstYear = 1980
	LastYear  = 2199
)

// mostDays is the most days that a rota may have.
const mostDays = 366

// mostOfOne is the most entries of one kind that a worker, need or client may have.
const mostOfOne = 10_000

// few is the length of a list, or 0 with a fault where it has more entries than may be: it is not
// looked at any further.
func (v *validation) few(path string, n int) int {
	if n > mostOfOne {
		v.add(path, fmt.Sprintf("keep to %d", mostOfOne), "%d entries are too many", n)
		return 0
	}
	return n
}

// Checks says how a Problem is validated. The zero value is what Problem uses.
type Checks struct {
	// MemoryLimit is the most memory in bytes that solving may be estimated to
	// take; 0 is 8 GiB, and below 0 there is none.
	MemoryLimit int64
	// Threads are those that are to search, for the estimate; 0 counts as one.
	Threads int
	// Known are paths at which a reader has found faults already. Nothing more
	// is said at, above or beneath them, and entries that hold one are left out where
	// pinned shifts are checked.
	Known []string
}

// entries finds what is wrong with the entries of p: ids, ranges, references, contradictions and a
// size past the limit. ProblemWith finds what is wrong with its pinned shifts too.
func (c Checks) entries(p *scheduler.Problem) []scheduler.Fault {
	if p == nil {
		return []scheduler.Fault{{Says: "there is no problem", Remedy: "give one"}}
	}
	v := newValidation(p, c)
	v.rota()
	v.ids()
	for i := range p.Clients {
		v.client(fmt.Sprintf("client[%d]", i), &p.Clients[i])
	}
	for i := range p.Needs {
		v.need(fmt.Sprintf("need[%d]", i), &p.Needs[i])
	}
	for i := range p.Providers {
		v.provider(fmt.Sprintf("provider[%d]", i), &p.Providers[i])
	}
	for i := range p.Workers {
		v.worker(fmt.Sprintf("worker[%d]", i), &p.Workers[i])
	}
	v.skillMeanings()
	v.caps("caps", &p.Caps, nil)
	for i := range p.Pay {
		v.pay(fmt.Sprintf("pay[%d]", i), &p.Pay[i])
	}
	v.workPatterns()
	v.contingency()
	v.objective()
	v.law()
	v.size(c.MemoryLimit, c.Threads)
	return v.list
}

// silent says of a path whether a reader has found a fault at, above or beneath it, so that nothing
// more is said there.
func (c Checks) silent() func(path string) bool {
	known, above := map[string]bool{}, map[string]bool{} // above: every path at or above a known one
	for _, k := range c.Known {
		known[k] = k != ""
		for ; k != ""; k = parentPath(k) {
			above[k] = true
		}
	}
	return func(path string) bool {
		if above[path] {
			return true
		}
		for ; path != ""; path = parentPath(path) {
			if known[path] {
				return true
			}
		}
		return false
	}
}

// validation is one reading of a problem: what is known of its ids and the
// faults found so far.
type validation struct {
	p         *scheduler.Problem
	silent    func(path string) bool // see Checks
	lost      []string               // see Checks.Known
	guesses   int                    // how often an id like a dangling one was looked for
	list      []scheduler.Fault
	clients   map[string]int // by id: index
	needs     map[string]int
	providers map[string]int
	workers   map[string]int
}

func newValidation(p *scheduler.Problem, c Checks) *validation {
	return &validation{p: p, silent: c.silent(), lost: c.Known, clients: map[string]int{}, needs: map[string]int{},
		providers: map[string]int{}, workers: map[string]int{}}
}

// parentPath is the path of the entry or key that holds path.
func parentPath(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }

// add notes a fault unless one is known at, above or beneath its path.
func (v *validation) add(path, remedy, says string, args ...any) {
	if v.silent(path) {
		return
	}
	v.list = append(v.list, scheduler.Fault{Path: path, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

func (v *validation) rota() {
	p := v.p
	if strings.TrimSpace(p.Name) == "" {
		v.add("rota.name", `give the rota a name, such as name = "Owain, July"`, "a name is required")
	}
	v.label("rota.name", p.Name)
	switch {
	case p.Zone == nil:
		v.add("rota.time_zone", `give an IANA name, such as "Europe/London"`, "a time zone is required")
	case MachineZone(p.Zone.String()):
		v.add("rota.time_zone", `give an IANA name, such as "Europe/London"`, "the machine's own zone is not a time zone of its own")
	}
	if p.Start.IsZero() {
		v.add("rota.start", `give the first day, such as start = "2026-03-29"`, "a first day is required")
	} else {
		v.date("rota.start", p.Start)
	}
	if p.Days < 1 || p.Days > mostDays {
		v.add("rota.days", "give a number of days from 1 to 366", "%d days is out of range", p.Days)
	}
	if !oneOfGrains(p.Grain) {
		v.add("rota.grain", `use "5m", "10m", "15m", "30m" or "60m"`, "%s is not a planning grid", sayDuration(p.Grain))
	}
	if p.WeekStarts < time.Sunday || p.WeekStarts > time.Saturday {
		v.add("rota.week_starts", `use "mon" to "sun"`, "%d is not a weekday", int(p.WeekStarts))
	}
	if !p.AsOf.IsZero() {
		v.date("rota.as_of", scheduler.DateOf(p.AsOf))
	}
	for i, d := range p.Holidays {
		v.date(fmt.Sprintf("rota.extra_holidays[%d]", i), d)
	}
}

// MachineZone says whether a name stands for whatever zone a machine is set to, which is another
// one elsewhere.
func MachineZone(name string) bool {
	switch strings.ToLower(name) {
	case "", "local", "localtime", "posixrules":
		return true
	}
	return false
}

func oneOfGrains(d time.Duration) bool {
	switch d {
	case 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour:
		return true
	}
	return false
}

// ids notes every id and those missing, malformed or given twice.
func (v *validation) ids() {
	note := func(kind string, seen map[string]int, i int, id string) {
		path := fmt.Sprintf("%s[%d].id", kind, i)
		if v.id(path, id); id == "" {
			return
		}
		if first, twice := seen[id]; twice {
			v.add(path, "give each its own id", "the id %q is taken by %s[%d] already", clipped(id), kind, first)
			return
		}
		seen[id] = i
	}
	for i := range v.p.Clients {
		note("client", v.clients, i, v.p.Clients[i].ID)
	}
	for i := range v.p.Needs {
		note("need", v.needs, i, v.p.Needs[i].ID)
	}
	for i := range v.p.Providers {
		note("provider", v.providers, i, v.p.Providers[i].ID)
	}
	for i := range v.p.Workers {
		note("worker", v.workers, i, v.p.Workers[i].ID)
	}
}

// mostGuesses bounds the time spent on "did you mean" in a hopeless problem.
const mostGuesses = 200

// refer checks that id names an entry of one of the kinds ("worker",
// "provider", "client", "need").
func (v *validation) refer(path, id string, kinds ...string) {
	var all []string
	for _, k := range kinds {
		if slices.Contains(v.lost, k) { // the whole list, so that nobody knows who is in it
			return
		}
		seen := v.seen(k)
		if _, ok := seen[id]; ok {
			return
		}
	}
	if v.guesses++; v.guesses <= mostGuesses {
		for _, k := range kinds {
			all = append(all, v.p.IDs(k)...)
		}
	}
	remedy := "add it, or correct the id"
	if near := Nearest(id, all); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	v.add(path, remedy, "no %s has the id %q", strings.Join(kinds, " or "), clipped(id))
}

func (v *validation) seen(kind string) map[string]int {
	switch kind {
	case "client":
		return v.clients
	case "need":
		return v.needs
	case "provider":
		return v.providers
	}
	return v.workers
}

func (v *validation) referAll(path string, ids []string, kinds ...string) {
	if len(ids) > mostOfOne && len(ids) > len(v.p.Workers)+len(v.p.Clients)+len(v.p.Providers) {
		v.few(path, len(ids)) // more than there are to name
		return
	}
	for i, id := range ids {
		if slices.ContainsFunc(kinds, func(kind string) bool { _, ok := v.seen(kind)[id]; return ok }) {
			continue
		}
		v.refer(fmt.Sprintf("%s[%d]", path, i), id, kinds...)
	}
}
