package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// claims are the figures that a result file gives; nil for one that it does not.
type claims struct {
	SHA256    string `json:"problem_sha256"`
	Engine    string `json:"engine"`
	Objective []struct {
		Level string   `json:"level"`
		Value *float64 `json:"value"`
		Bound *float64 `json:"bound"`
		By    string   `json:"by"`
	} `json:"objective"`
	Cover struct {
		Required *float64 `json:"required_hours"`
		Covered  *float64 `json:"covered_hours"`
		Underlap *float64 `json:"underlap_hours"`
		Overlap  *float64 `json:"overlap_hours"`
		Family   *float64 `json:"family_hours"`
	} `json:"cover"`
	Contingency struct {
		Shortfall *float64 `json:"shortfall_hours"`
	} `json:"contingency"`
	Cost struct {
		Total *float64 `json:"total"`
	} `json:"cost"`
}

func readClaims(text []byte) (*claims, error) {
	var c claims
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), &c); err != nil {
		return nil, errors.New("the result file's figures cannot be read")
	}
	return &c, nil
}

// bounds enters bounds of the file that are above those found here, as the word of whom it names, or
// of its engine: what solve said of this very problem check says too, and says whose word it is. A bound that
// the rota disproves is not taken over; one above the rota's value is disproved only where the levels
// before it are at their least, as a bound supposes.
func (c *claims) bounds(sha256 string, r *scheduler.Report) {
	if c.SHA256 != sha256 || c.Engine == "" {
		return
	}
	for _, claimed := range c.Objective {
		for l := range r.Objective {
			now := &r.Objective[l]
			b, settled := claimed.Bound, scheduler.LeastLevels(r.Objective) >= l
			if now.Level == claimed.Level && b != nil && (math.IsNaN(now.Bound) || *b > now.Bound+tolerated) && (*b <= now.Value+tolerated || !settled) {
				now.Bound, now.By = *b, ""
				if settled {
					now.Bound = min(*b, now.Value)
				}
				if *b > 0 { // that no hours are fewer than none needs no word
					now.By = cmp.Or(claimed.By, scheduler.EngineBy(c.Engine))
				}
			}
		}
	}
	r.Judge()
}

// differ says where the claims are not what was computed again.
func (c *claims) differ(sha256 string, r *scheduler.Report) []string {
	var said []string
	if c.SHA256 != "" && c.SHA256 != sha256 {
		said = append(said, "the result file was made from another text of the problem (problem_sha256 differs)")
	}
	note := func(what string, claimed *float64, now float64) {
		if claimed != nil && !agree(*claimed, now) {
			said = append(said, fmt.Sprintf("the result file says %s %s; worked out again it is %s", what, figure(*claimed), figure(now)))
		}
	}
	settled := true // whether the levels before are at the least that the file claims, as a bound supposes
	for _, claimed := range c.Objective {
		l := slices.IndexFunc(r.Objective, func(g scheduler.Goal) bool { return g.Level == claimed.Level })
		if l < 0 {
			continue
		}
		now, b := r.Objective[l], claimed.Bound
		note("objective "+now.Level, claimed.Value, now.Value)
		if settled && b != nil && *b > now.Value && !agree(*b, now.Value) {
			said = append(said, fmt.Sprintf("the result file says %s cannot be below %s, but this rota's is %s", now.Level, figure(*b), figure(now.Value)))
		}
		settled = settled && (now.Value <= tolerated || b != nil && now.Value <= *b+tolerated)
	}
	note("required_hours", c.Cover.Required, r.Cover.RequiredHours)
	note("covered_hours", c.Cover.Covered, r.Cover.CoveredHours)
	note("underlap_hours", c.Cover.Underlap, r.Cover.UnderlapHours)
	note("overlap_hours", c.Cover.Overlap, r.Cover.OverlapHours)
	note("family_hours", c.Cover.Family, r.Cover.FamilyHours)
	note("contingency.shortfall_hours", c.Contingency.Shortfall, r.Contingency.Shortfall)
	note("cost.total", c.Cost.Total, r.Cost.Total)
	return said
}

// refusedBackups says whom a rota's file names to step in who could not: their names go into no
// figure and onto no page.
func refusedBackups(p *scheduler.Problem, file *scheduler.Rota) []string {
	var said []string
	for _, f := range audit.Backups(p, file) {
		said = append(said, fmt.Sprintf("the result file: on %s %s", f.At.In(p.Zone).Format("Monday 2 January 15:04"), f.Says))
	}
	if left := len(said) - mostWarnings; left > 0 {
		said = append(said[:mostWarnings], fmt.Sprintf("the result file names %d more people to step in who could not", left))
	}
	return said
}

// agree says whether two figures are the same to the hundredth, as a result
// file rounds money.
func agree(a, b float64) bool { return math.Abs(a-b) <= tolerated }

const tolerated = 0.0051

func figure(x float64) string { return strconv.FormatFloat(math.Round(x*100)/100, 'f', -1, 64) }
