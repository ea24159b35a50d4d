package rotafile

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// errNothing is returned where there is nothing to write, or no problem to read for.
var errNothing = errors.New("rotafile: there is no problem, or nothing to write")

// zoneOf is the zone of a problem's times.
func zoneOf(p *scheduler.Problem) *time.Location {
	if p.Zone == nil {
		return time.UTC
	}
	return p.Zone
}

// Meta is what a result file says of its making besides the report.
type Meta struct {
	SHA256  string // of the problem's files, see Document
	Version string // of the program
}

// WriteResult writes the result file of a report: JSON, indented, the same bytes for the same
// report. Hours have up to four decimals, so that they tell the minute; money has two; a bound that
// is not known is null.
func WriteResult(w io.Writer, p *scheduler.Problem, r *scheduler.Report, meta Meta) error {
	if p == nil || r == nil {
		return errNothing
	}
	return writeJSON(w, resultOf(p, r, meta))
}

// writeJSON writes a file's shape indented, with < and > as they are.
func writeJSON(w io.Writer, shape any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(shape)
}

// hours and money are numbers as the result file writes them; NaN is null.
type (
	hours float64
	money float64
)

func (h hours) MarshalJSON() ([]byte, error) {
	return plainNumber(float64(h), trimNumber(float64(h), 4))
}

func (m money) MarshalJSON() ([]byte, error) {
	s := strconv.FormatFloat(float64(m), 'f', 2, 64)
	if s == "-0.00" {
		s = "0.00"
	}
	return plainNumber(float64(m), s)
}

func plainNumber(x float64, s string) ([]byte, error) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return []byte("null"), nil
	}
	return []byte(s), nil
}

// The shapes of the result file; the tags are the format's names.
type resultFile struct {
	Format       string            `json:"format"`
	Problem      string            `json:"problem"`
	SHA256       string            `json:"problem_sha256"`
	Version      string            `json:"version"`
	Engine       string            `json:"engine"`
	Seed         uint64            `json:"seed"`
	Seconds      hours             `json:"seconds"`
	Stopped      scheduler.Stopped `json:"stopped,omitempty" words:"proved|time|steps|cancelled|no longer improving"`
	Steps        int64             `json:"steps,omitempty"`
	LeftOut      []string          `json:"left_out,omitempty"`
	Status       scheduler.Status  `json:"status" words:"optimal|feasible|unknown"`
	Objective    []resultGoal      `json:"objective"`
	Shifts       []resultShift     `json:"shifts"`
	Cover        resultCover       `json:"cover"`
	Underlap     []resultUnderlap  `json:"underlap"`
	Overlap      []resultOverlap   `json:"overlap,omitempty"`
	Proofs       []resultProof     `json:"proofs"`
	Contingency  resultContingency `json:"contingency"`
	Cost         resultCost        `json:"cost"`
	Workers      []resultWorker    `json:"workers"`
	Fair         []resultFair      `json:"fair_share"`
	Warnings     []string          `json:"warnings"`
	Findings     []resultFinding   `json:"findings,omitempty"`
	Observations []resultFinding   `json:"observations,omitempty"`
}

type resultGoal struct {
	Level string         `json:"level"`
	Value json.Marshaler `json:"value"`
	Bound json.Marshaler `json:"bound"`
	By    string         `json:"by,omitempty"`
	Says  string         `json:"says,omitempty"`
}

type resultFinding struct {
	Rule   string `json:"rule"`
	Worker string `json:"worker,omitempty"`
	Need   string `json:"need,omitempty"`
	At     string `json:"at"`
	Says   string `json:"says"`
}

type resultShift struct {
	Worker  string         `json:"worker"`
	Need    *string        `json:"need"`
	Client  *string        `json:"client"`
	Start   string         `json:"start"`
	End     string         `json:"end"`
	Kind    string         `json:"kind"`
	Pinned  bool           `json:"pinned"`
	Backups []resultBackup `json:"backups"`
}

type resultBackup struct {
	Worker  string `json:"worker"`
	Standby bool   `json:"standby"`
	Start   string `json:"start,omitempty"` // of a part; left out for the whole shift
	End     string `json:"end,omitempty"`
}

type resultOverlap struct {
	Need    string   `json:"need"`
	Client  *string  `json:"client"`
	Start   string   `json:"start"`
	End     string   `json:"end"`
	Over    int      `json:"over"`
	Workers []string `json:"workers"`
}

type resultCover struct {
	Required hours `json:"required_hours"`
	Covered  hours `json:"covered_hours"`
	Underlap hours `json:"underlap_hours"`
	Overlap  hours `json:"overlap_hours"`
	Family   hours `json:"family_hours"`
}

type resultUnderlap struct {
	Need        string      `json:"need"`
	Client      *string     `json:"client"`
	Start       string      `json:"start"`
	End         string      `json:"end"`
	Short       int         `json:"short"`
	Gap         bool        `json:"gap"`
	Criticality string      `json:"criticality" words:"critical|essential|desirable"`
	Skills      []string    `json:"skills"`
	Verdict     string      `json:"verdict" words:"unavoidable|avoidable-at-a-price|not-proved"`
	Proof       any         `json:"proof,omitempty"`
	Says        string      `json:"says,omitempty"`
	Instead     string      `json:"instead,omitempty"`
	Why         []resultWhy `json:"why"`
}

type resultWhy struct {
	Worker  string   `json:"worker"`
	Reasons []string `json:"reasons"`
}

type resultContingency struct {
	Required  hours            `json:"standby_required_hours"`
	Shortfall hours            `json:"shortfall_hours"`
	Standby   hours            `json:"standby_shortfall_hours"`
	Relief    hours            `json:"relief_shortfall_hours"`
	Headroom  hours            `json:"headroom_shortfall_hours"`
	Gaps      []resultGap      `json:"gaps"`
	Single    []resultSingle   `json:"single_points_of_failure"` // these three are null where they are not worked out
	Providers []resultProvider `json:"providers"`
	Pairs     []resultPair     `json:"pairs"`
	Pools     []resultPool     `json:"pools"`
	Longest   hours            `json:"longest_gap_hours"`
}

type resultGap struct {
	Need   string      `json:"need"`
	Start  string      `json:"start"`
	End    string      `json:"end"`
	Worker string      `json:"worker"`
	Short  int         `json:"short"`
	Kind   string      `json:"kind" words:"standby|relief"`
	Why    []resultWhy `json:"why"`
}

type resultCost struct {
	Total        money            `json:"total"`
	Family       money            `json:"family_value"`
	Waking       money            `json:"waking"`
	SleepIn      money            `json:"sleep_in"`
	Standby      money            `json:"standby"`
	Enhancements money            `json:"enhancements"`
	Guaranteed   money            `json:"guaranteed_unused"`
	OnCost       money            `json:"on_cost"`
	ForStandby   money            `json:"for_standby"`
	ByProvider   map[string]money `json:"by_provider"`
	ByClient     map[string]money `json:"by_client"`
}

type resultWorker struct {
	Worker     string  `json:"worker"`
	Hours      hours   `json:"hours"`
	ByWeek     []hours `json:"by_week"`
	Nights     int     `json:"nights"`
	Weekends   int     `json:"weekends"`
	Standby    hours   `json:"standby_hours"`
	Guaranteed hours   `json:"guaranteed_hours"`
}

type resultFair struct {
	Of      string        `json:"of"`
	Total   hours         `json:"total"`
	Spread  hours         `json:"spread"`
	Workers []resultShare `json:"workers"`
}

type resultShare struct {
	Worker string `json:"worker"`
	Given  hours  `json:"given"`
	Due    hours  `json:"due"`
}

func findingsOf(list []scheduler.Finding, at func(time.Time) string) (out []resultFinding) {
	for _, b := range list {
		out = append(out, resultFinding{b.Rule, b.Worker, b.Need, at(b.At), b.Says})
	}
	return out
}

func backupsOf(list []scheduler.Backup, at func(time.Time) string) []resultBackup {
	out := []resultBackup{}
	for i := range list {
		b := resultBackup{Worker: list[i].Worker, Standby: list[i].Standby}
		if !list[i].Whole() {
			b.Start, b.End = at(list[i].Start), at(list[i].End)
		}
		out = append(out, b)
	}
	return out
}

func fairOf(list []scheduler.FairShare) []resultFair {
	out := []resultFair{}
	for _, s := range list {
		f := resultFair{s.Of, hours(s.Total), hours(s.Spread), []resultShare{}}
		for _, w := range s.Workers {
			f.Workers = append(f.Workers, resultShare{w.Worker, hours(w.Given), hours(w.Due)})
		}
		out = append(out, f)
	}
	return out
}

func resultOf(p *scheduler.Problem, r *scheduler.Report, meta Meta) resultFile {
	zone := zoneOf(p)
	at := func(t time.Time) string { return t.In(zone).Format(time.RFC3339) }
	f := resultFile{Format: FormatName, Problem: r.Problem, SHA256: meta.SHA256, Version: meta.Version,
		Engine: r.Engine, Seed: r.Seed, Seconds: hours(r.Seconds), Stopped: r.Stopped, Steps: r.Steps, LeftOut: leftOut(&r.LeftOut), Status: cmp.Or(r.Status, scheduler.Unknown),
		Objective: goalsOf(r.Objective), Shifts: []resultShift{}, Underlap: underlapsOf(r.Underlap, at), Proofs: proofsOf(r.Proofs, at),
		Cover: resultCover{hours(r.Cover.RequiredHours), hours(r.Cover.CoveredHours), hours(r.Cover.UnderlapHours),
			hours(r.Cover.OverlapHours), hours(r.Cover.FamilyHours)},
		Contingency: contingencyOf(&r.Contingency, at), Cost: costOf(&r.Cost),
		Workers: []resultWorker{}, Fair: fairOf(r.Fair), Warnings: append([]string{}, r.Warnings...)}
	if r.Rota != nil {
		for _, s := range r.Rota.Shifts {
			f.Shifts = append(f.Shifts, resultShift{s.Worker, orNull(s.Need), orNull(s.Client), at(s.Start), at(s.End),
				s.Kind.String(), s.Pinned, backupsOf(s.Backups, at)})
		}
	}
	for _, o := range r.Overlap {
		f.Overlap = append(f.Overlap, resultOverlap{o.Need, orNull(o.Client), at(o.Start), at(o.End), o.Over, append([]string{}, o.Workers...)})
	}
	f.Findings, f.Observations = findingsOf(r.Findings, at), findingsOf(r.Observations, at)
	for _, w := range r.Workers {
		weeks := []hours{}
		for _, h := range w.ByWeek {
			weeks = append(weeks, hours(h))
		}
		f.Workers = append(f.Workers, resultWorker{w.Worker, hours(w.Hours), weeks, w.Nights, w.Weekends, hours(w.StandbyHours), hours(w.GuaranteedHours)})
	}
	return f
}

func underlapsOf(list []scheduler.Underlap, at func(time.Time) string) []resultUnderlap {
	out := []resultUnderlap{}
	for _, u := range list {
		out = append(out, resultUnderlap{u.Need, orNull(u.Client), at(u.Start), at(u.End), u.Short, u.Gap,
			u.Criticality.String(), append([]string{}, u.Skills...), string(cmp.Or(u.Verdict, scheduler.VerdictNotProved)), proofIndex(u), provedBy(u.By), u.Instead, whyOf(u.Why)})
	}
	return out
}

// goalsOf are the levels of an objective; whose word it is that no rota has less is said of those of
// which that is so.
func goalsOf(goals []scheduler.Goal) []resultGoal {
	out, least := []resultGoal{}, scheduler.LeastLevels(goals)
	for l, g := range goals {
		f := resultGoal{g.Level, hours(g.Value), hours(g.Bound), g.By, ""}
		if g.InMoney() {
			f.Value, f.Bound = money(g.Value), money(g.Bound)
		}
		if l < least {
			f.Says = provedBy(g.By)
		}
		out = append(out, f)
	}
	return out
}

func contingencyOf(c *scheduler.ContingencyReport, at func(time.Time) string) resultContingency {
	f := resultContingency{hours(c.StandbyRequired), hours(c.Shortfall), hours(c.StandbyShortfall), hours(c.ReliefShortfall),
		hours(c.HeadroomShortfall), []resultGap{}, nil, nil, nil, []resultPool{}, hours(c.LongestGap.Hours())}
	for _, g := range c.Gaps {
		f.Gaps = append(f.Gaps, resultGap{g.Need, at(g.Start), at(g.End), g.Worker, g.Short, cmp.Or(g.Kind, scheduler.GapStandby), whyOf(g.Why)})
	}
	f.Single = eachOf(c.SinglePoints, func(l scheduler.Loss) resultSingle { return resultSingle{l.Who, hours(l.Hours)} })
	f.Providers = eachOf(c.Providers, func(l scheduler.Loss) resultProvider { return resultProvider{l.Who, hours(l.Hours)} })
	f.Pairs = eachOf(c.Pairs, func(l scheduler.PairLoss) resultPair {
		return resultPair{[]string{l.First, l.Second}, hours(l.Hours)}
	})
	for _, l := range c.Skills {
		f.Pools = append(f.Pools, resultPool{orNull(l.Provider), orNull(l.Skill), l.Workers})
	}
	return f
}

// eachOf turns each of a list into another thing; a list that is nil, for one that is not known, stays so.
func eachOf[A, B any](list []A, turn func(A) B) []B {
	if list == nil {
		return nil
	}
	out := []B{}
	for _, one := range list {
		out = append(out, turn(one))
	}
	return out
}

// omitted are the parts of a report that may be left out, by the names that a result file gives them.
func omitted(o *scheduler.Omit) []omission {
	return []omission{{"proofs", &o.Proofs}, {"reasons", &o.Reasons}, {"backups", &o.Backups}, {"shares", &o.Shares}, {"missed", &o.Missed}}
}

type omission struct {
	name string
	is   *bool
}

// leftOut names what is left out of a report for want of time.
func leftOut(o *scheduler.Omit) (names []string) {
	for _, part := range omitted(o) {
		if *part.is {
			names = append(names, part.name)
		}
	}
	return names
}

func costOf(c *scheduler.CostReport) resultCost {
	f := resultCost{money(c.Total), money(c.FamilyValue), money(c.Waking), money(c.SleepIn), money(c.Standby), money(c.Enhancements),
		money(c.GuaranteedUnused), money(c.OnCost), money(c.ForStandby), map[string]money{}, map[string]money{}}
	for k, v := range c.ByProvider {
		f.ByProvider[k] = money(v)
	}
	for k, v := range c.ByClient {
		f.ByClient[k] = money(v)
	}
	return f
}

// orNull is nil for no text.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
