package rotafile

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
)

type resultProof struct {
	Level       string         `json:"level"`
	Bound       hours          `json:"bound_hours"`
	Demand      []resultDemand `json:"demand"`
	DemandHours hours          `json:"demand_hours"`
	Supply      []resultSupply `json:"supply"`
	Kind        string         `json:"kind"`
	Says        string         `json:"says"`
}

type resultDemand struct {
	Need    string `json:"need"`
	Start   string `json:"start"`
	End     string `json:"end"`
	Workers int    `json:"workers"`
	Skill   string `json:"skill,omitempty"`
	Counts  hours  `json:"counts_hours,omitempty"`
}

type resultSupply struct {
	Worker   string `json:"worker,omitempty"`
	Provider string `json:"provider,omitempty"`
	AtMost   hours  `json:"at_most_hours"`
	Limit    string `json:"limit"`
	Week     string `json:"week,omitempty"`
	Counts   *hours `json:"counts_at_most_hours,omitempty"`
}

type resultSingle struct {
	Worker string `json:"worker"`
	Hours  hours  `json:"hours_uncovered_without"`
}

type resultProvider struct {
	Provider string `json:"provider"`
	Hours    hours  `json:"hours_uncovered_without"`
}

type resultPair struct {
	Workers []string `json:"workers"`
	Hours   hours    `json:"hours_uncovered_without"`
}

type resultPool struct {
	Provider *string `json:"provider"`
	Skill    *string `json:"skill"`
	Workers  int     `json:"workers"`
}

func proofsOf(ps []scheduler.Proof, at func(time.Time) string) []resultProof {
	out := []resultProof{}
	for _, p := range ps {
		f := resultProof{p.Level, hours(p.BoundHours), []resultDemand{}, hours(p.DemandHours), []resultSupply{}, p.Kind, p.Says}
		for _, d := range p.Demand {
			f.Demand = append(f.Demand, resultDemand{d.Need, at(d.Start), at(d.End), d.Workers, d.Skill, hours(d.CountsHours)})
		}
		for _, s := range p.Supply {
			f.Supply = append(f.Supply, resultSupply{Worker: s.Worker, Provider: s.Provider, AtMost: hours(s.AtMostHours), Limit: s.Limit, Week: s.Week})
		}
		if p.Kind == scheduler.ProofCounted {
			f.inWholeHours(&p)
		}
		out = append(out, f)
	}
	return out
}

// kindOfCounted is what a file calls a proof of visits that count for less than they last: each worker was planned alone
// against what they count, all rotas of theirs tried.
const kindOfCounted = "engine"

// inWholeHours has a proof of visits that count for less than they last add up in the hours that they last, as every
// proof of a file does. What all can give together is shared out by what each can give, so counted.
func (f *resultProof) inWholeHours(p *scheduler.Proof) {
	f.Kind, f.DemandHours = kindOfCounted, 0
	for i := range p.Demand {
		f.DemandHours += hours(float64(p.Demand[i].Workers) * p.Demand[i].End.Sub(p.Demand[i].Start).Hours())
	}
	all := 0.0
	for i := range p.Supply {
		all += p.Supply[i].AtMostHours
	}
	for i := range p.Supply {
		counts := hours(p.Supply[i].AtMostHours)
		f.Supply[i].Counts, f.Supply[i].AtMost = &counts, 0
		if all > 0 {
			f.Supply[i].AtMost = counts * (f.DemandHours - f.Bound) / hours(all)
		}
	}
}

// counted turns a proof back that inWholeHours has written.
func counted(p *scheduler.Proof, supply []resultSupply) {
	if !slices.ContainsFunc(p.Demand, func(d scheduler.ProofDemand) bool { return d.CountsHours > 0 }) {
		return
	}
	p.Kind, p.DemandHours = scheduler.ProofCounted, 0
	for i := range p.Demand {
		d := &p.Demand[i]
		long := d.End.Sub(d.Start).Hours()
		if d.CountsHours > 0 {
			long = d.CountsHours
		}
		p.DemandHours += float64(d.Workers) * long
	}
	for i := range p.Supply {
		if supply[i].Counts != nil {
			p.Supply[i].AtMostHours = wholeMinutes(*supply[i].Counts)
		}
	}
}

// proofIndex is the proof of an unavoidable underlap: null where it is another
// solver's word, and left out for underlap that is not unavoidable.
func proofIndex(u scheduler.Underlap) any {
	switch {
	case u.Verdict != scheduler.VerdictUnavoidable:
		return nil
	case u.Proof < 0:
		return json.RawMessage("null")
	}
	return u.Proof
}

// provedBy says whose word alone a proof is; empty for a proof that can be read.
func provedBy(solver string) string {
	if solver == "" {
		return ""
	}
	return provedByWords + solver
}

const provedByWords = "proved by "

func whyOf(ws []scheduler.Why) []resultWhy {
	out := []resultWhy{}
	for _, w := range ws {
		out = append(out, resultWhy{w.Worker, append([]string{}, w.Reasons...)})
	}
	return out
}

// ReadProofs reads the proofs of a result file, for audit.Proofs. What is wrong comes back
// as Faults.
func ReadProofs(text []byte) ([]scheduler.Proof, error) {
	const name = "the result file"
	tree, faults := parseTree(name, text, JSON)
	if tree == nil {
		return nil, faults.sorted(name)
	}
	d := &decoder{root: tree, zone: time.UTC, faults: faults}
	if top := d.tableOf(tree, ""); top != nil && top.get("proofs") != nil {
		d.shape(top.get("proofs"), reflect.TypeFor[[]resultProof](), "proofs")
	}
	if err := d.faults.sorted(name); err != nil {
		return nil, err
	}
	var file struct {
		Proofs []resultProof `json:"proofs"`
	}
	if err := json.Unmarshal(withoutMark(text), &file); err != nil {
		return nil, errors.New("the proofs cannot be read")
	}
	var out []scheduler.Proof
	for i, f := range file.Proofs {
		p := scheduler.Proof{Level: f.Level, BoundHours: wholeMinutes(f.Bound), DemandHours: wholeMinutes(f.DemandHours), Kind: f.Kind, Says: f.Says}
		for _, d := range f.Demand {
			start, ok := parseOffset(d.Start)
			end, also := parseOffset(d.End)
			if !ok || !also {
				return nil, fmt.Errorf("proof %d: a time of the demand has no offset from UTC", i+1)
			}
			p.Demand = append(p.Demand, scheduler.ProofDemand{Need: d.Need, Skill: d.Skill, Start: start, End: end, Workers: d.Workers, CountsHours: wholeMinutes(d.Counts)})
		}
		for _, s := range f.Supply {
			p.Supply = append(p.Supply, scheduler.ProofSupply{Worker: s.Worker, Provider: s.Provider, AtMostHours: wholeMinutes(s.AtMost), Limit: s.Limit, Week: s.Week})
		}
		counted(&p, f.Supply)
		out = append(out, p)
	}
	return out, nil
}

// wholeMinutes takes out what rounding of hours in the file left, where they are as good as whole
// minutes.
func wholeMinutes(h hours) float64 {
	if whole := math.Round(float64(h)*60) / 60; math.Abs(whole-float64(h)) <= 0.5e-4 {
		return whole
	}
	return float64(h)
}
