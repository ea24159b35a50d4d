package rotafile

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// ReadReport reads a whole result file of p, whoever wrote it: all that it holds, as it stands
// there. Nothing is computed again; to judge what somebody else wrote, give the report's Rota to
// Complete and audit.Proofs. What is wrong with the shifts comes back as Faults, as from
// ReadResult. Hours are to the minute where they are within the file's rounding of one.
//
// The file does not hold, and the report lacks, the times and causes of what keeps workers off:
// their reasons in words are there.
func ReadReport(path string, p *scheduler.Problem) (*scheduler.Report, Meta, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, Meta{}, err
	}
	return ParseReport(path, data, p)
}

// ParseReport is ReadReport of a text in memory; name stands in its faults.
func ParseReport(name string, data []byte, p *scheduler.Problem) (*scheduler.Report, Meta, error) {
	rota, err := ParseResult(name, data, p)
	if err != nil {
		return nil, Meta{}, err
	}
	var f writtenFile
	if err := json.Unmarshal(withoutMark(data), &f); err != nil {
		return nil, Meta{}, fmt.Errorf("%s: the report cannot be read: %w", name, err)
	}
	x := reportReader{zone: zoneOf(p)}
	r := x.report(&f)
	r.Rota = rota
	if r.Proofs, err = ReadProofs(data); err != nil {
		return nil, Meta{}, fmt.Errorf("%s: %w", name, err)
	}
	for i := range r.Proofs {
		for k := range r.Proofs[i].Demand {
			d := &r.Proofs[i].Demand[k]
			d.Start, d.End = d.Start.In(x.zone), d.End.In(x.zone)
		}
	}
	if x.err != nil {
		return nil, Meta{}, fmt.Errorf("%s: the report cannot be read: %w", name, x.err)
	}
	return r, Meta{SHA256: f.SHA256, Version: f.Version}, nil
}

// writtenFile is a result file as it is read: figures of the objective may be null.
type writtenFile struct {
	resultFile
	Objective []struct {
		Level string   `json:"level"`
		Value *float64 `json:"value"`
		Bound *float64 `json:"bound"`
		By    string   `json:"by"`
		Says  string   `json:"says"`
	} `json:"objective"`
}

// reportReader turns the file's words and times into the report's, and keeps the first error.
type reportReader struct {
	zone *time.Location
	err  error
}

func (x *reportReader) findings(list []resultFinding) (out []scheduler.Finding) {
	for _, b := range list {
		out = append(out, scheduler.Finding{Rule: b.Rule, Worker: b.Worker, Need: b.Need, At: x.at(b.At), Says: b.Says})
	}
	return out
}

func (x *reportReader) at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil && x.err == nil {
		x.err = err
	}
	return t.In(x.zone)
}

func (x *reportReader) report(f *writtenFile) *scheduler.Report {
	r := &scheduler.Report{Problem: f.Problem, Engine: f.Engine, Seed: f.Seed, Seconds: float64(f.Seconds), Stopped: f.Stopped, Steps: f.Steps, Status: f.Status,
		Cover: scheduler.Cover{RequiredHours: wholeMinutes(f.Cover.Required), CoveredHours: wholeMinutes(f.Cover.Covered), UnderlapHours: wholeMinutes(f.Cover.Underlap),
			OverlapHours: wholeMinutes(f.Cover.Overlap), FamilyHours: wholeMinutes(f.Cover.Family)},
		Contingency: x.contingency(&f.Contingency), Cost: costRead(f), Warnings: f.Warnings}
	for _, part := range omitted(&r.LeftOut) {
		*part.is = slices.Contains(f.LeftOut, part.name)
	}
	for _, g := range f.Objective {
		goal := scheduler.Goal{Level: g.Level, Value: orNaN(g.Value), Bound: orNaN(g.Bound), By: cmp.Or(g.By, solverOf(g.Says))}
		if g.Level != "money" {
			goal.Value, goal.Bound = wholeMinutes(hours(goal.Value)), wholeMinutes(hours(goal.Bound))
		}
		r.Objective = append(r.Objective, goal)
	}
	for i := range f.Underlap {
		r.Underlap = append(r.Underlap, x.underlap(&f.Underlap[i]))
	}
	for _, o := range f.Overlap {
		r.Overlap = append(r.Overlap, scheduler.Overlap{Need: o.Need, Client: orEmpty(o.Client), Start: x.at(o.Start), End: x.at(o.End), Over: o.Over, Workers: o.Workers})
	}
	for _, w := range f.Workers {
		one := scheduler.WorkerReport{Worker: w.Worker, Hours: wholeMinutes(w.Hours), Nights: w.Nights, Weekends: w.Weekends,
			StandbyHours: wholeMinutes(w.Standby), GuaranteedHours: wholeMinutes(w.Guaranteed)}
		for _, h := range w.ByWeek {
			one.ByWeek = append(one.ByWeek, wholeMinutes(h))
		}
		r.Workers = append(r.Workers, one)
	}
	for _, s := range f.Fair {
		fair := scheduler.FairShare{Of: s.Of, Total: wholeMinutes(s.Total), Spread: float64(s.Spread)}
		for _, w := range s.Workers {
			fair.Workers = append(fair.Workers, scheduler.Share{Worker: w.Worker, Given: wholeMinutes(w.Given), Due: float64(w.Due)})
		}
		r.Fair = append(r.Fair, fair)
	}
	r.Findings, r.Observations = x.findings(f.Findings), x.findings(f.Observations)
	if len(r.Observations) > 0 {
		r.Rota.AsWorked = true
	}
	return r
}

func (x *reportReader) underlap(u *resultUnderlap) scheduler.Underlap {
	out := scheduler.Underlap{Need: u.Need, Client: orEmpty(u.Client), Start: x.at(u.Start), End: x.at(u.End), Short: u.Short, Gap: u.Gap,
		Verdict: scheduler.Verdict(u.Verdict), Proof: -1, By: solverOf(u.Says), Instead: u.Instead, Why: whyRead(u.Why)}
	if len(u.Skills) > 0 {
		out.Skills = u.Skills
	}
	if err := out.Criticality.UnmarshalText([]byte(u.Criticality)); err != nil && x.err == nil {
		x.err = err
	}
	if n, ok := u.Proof.(float64); ok {
		out.Proof = int(n)
	}
	return out
}

func (x *reportReader) contingency(c *resultContingency) scheduler.ContingencyReport {
	out := scheduler.ContingencyReport{StandbyRequired: wholeMinutes(c.Required), Shortfall: wholeMinutes(c.Shortfall), StandbyShortfall: wholeMinutes(c.Standby),
		ReliefShortfall: wholeMinutes(c.Relief), HeadroomShortfall: wholeMinutes(c.Headroom), LongestGap: time.Duration(math.Round(wholeMinutes(c.Longest)*3600)) * time.Second}
	for _, g := range c.Gaps {
		out.Gaps = append(out.Gaps, scheduler.ContingencyGap{Kind: cmp.Or(g.Kind, scheduler.GapStandby), Need: g.Need, Worker: g.Worker, Start: x.at(g.Start), End: x.at(g.End), Short: max(g.Short, 1), Why: whyRead(g.Why)})
	}
	out.SinglePoints = eachOf(c.Single, func(l resultSingle) scheduler.Loss {
		return scheduler.Loss{Who: l.Worker, Hours: wholeMinutes(l.Hours)}
	})
	out.Providers = eachOf(c.Providers, func(l resultProvider) scheduler.Loss {
		return scheduler.Loss{Who: l.Provider, Hours: wholeMinutes(l.Hours)}
	})
	out.Pairs = eachOf(c.Pairs, x.pair)
	for _, l := range c.Pools {
		out.Skills = append(out.Skills, scheduler.SkillCount{Provider: orEmpty(l.Provider), Skill: orEmpty(l.Skill), Workers: l.Workers})
	}
	return out
}

func (x *reportReader) pair(l resultPair) scheduler.PairLoss {
	if len(l.Workers) != 2 {
		if x.err == nil {
			x.err = fmt.Errorf("a pair has %d workers", len(l.Workers))
		}
		return scheduler.PairLoss{}
	}
	return scheduler.PairLoss{First: l.Workers[0], Second: l.Workers[1], Hours: wholeMinutes(l.Hours)}
}

// costRead is the cost; the prices are what of the money level is not in the total.
func costRead(f *writtenFile) scheduler.CostReport {
	c := &f.Cost
	out := scheduler.CostReport{Total: float64(c.Total), Waking: float64(c.Waking), SleepIn: float64(c.SleepIn), Standby: float64(c.Standby),
		Enhancements: float64(c.Enhancements), GuaranteedUnused: float64(c.Guaranteed), OnCost: float64(c.OnCost), FamilyValue: float64(c.Family), ForStandby: float64(c.ForStandby),
		ByProvider: map[string]float64{}, ByClient: map[string]float64{}}
	for k, v := range c.ByProvider {
		out.ByProvider[k] = float64(v)
	}
	for k, v := range c.ByClient {
		out.ByClient[k] = float64(v)
	}
	for _, g := range f.Objective {
		if g.Level == "money" && g.Value != nil {
			out.Prices = math.Round(100*(*g.Value-out.Total)) / 100
		}
	}
	return out
}

func whyRead(list []resultWhy) (out []scheduler.Why) {
	for _, w := range list {
		one := scheduler.Why{Worker: w.Worker}
		if len(w.Reasons) > 0 {
			one.Reasons = w.Reasons
		}
		out = append(out, one)
	}
	return out
}

// solverOf is the solver that a "proved by" names.
func solverOf(says string) string { return strings.TrimPrefix(says, provedByWords) }

func orNaN(x *float64) float64 {
	if x == nil {
		return math.NaN()
	}
	return *x
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
