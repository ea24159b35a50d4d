package carerota_test

import (
	"bytes"
	"encoding/json"
	"math"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// eachSolved gives all examples and scenarios, and drawn problems, with a report of each.
func eachSolved(t *testing.T, do func(t *testing.T, p *scheduler.Problem, r *scheduler.Report)) {
	files, err := filepath.Glob("examples/*.toml")
	require.NoError(t, err)
	more, err := filepath.Glob("examples/scenarios/*.toml")
	require.NoError(t, err)
	require.Greater(t, len(files)+len(more), 20)
	for _, path := range append(files, more...) {
		t.Run(path, func(t *testing.T) {
			p, err := rotafile.Read(path)
			require.NoError(t, err)
			r, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: 1, Threads: 1, Steps: 300, Omit: scheduler.Omit{Missed: true}})
			require.NoError(t, err)
			do(t, p, r)
		})
	}
	t.Run("drawn", func(t *testing.T) {
		for seed := range uint64(60) {
			p := drawn.Problem(rand.New(rand.NewPCG(seed, 23)))
			if len(validate.Problem(p)) > 0 {
				continue
			}
			p.From = drawn.Filled(p)
			r, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: 1, Threads: 1, Steps: 300})
			require.NoError(t, err)
			do(t, p, r)
			pairs, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Pairs: true})
			require.NoError(t, err)
			do(t, p, pairs)
			broken, err := carerota.Complete(t.Context(), p, drawn.Filled(p), carerota.CompleteOptions{})
			require.NoError(t, err)
			do(t, p, broken)
		}
	})
}

// What a result file holds comes back whole: written again it is the same file. And a report and a
// problem come back from JSON as they went: what is read is said again byte for byte.
func TestReportsAndProblemsAreReadBackWhole(t *testing.T) {
	said := map[string]int{}
	eachSolved(t, func(t *testing.T, p *scheduler.Problem, r *scheduler.Report) {
		requireJSON(t, p, r)
		var file, again bytes.Buffer
		meta := rotafile.Meta{SHA256: "ab12", Version: "1.0"}
		require.NoError(t, rotafile.WriteResult(&file, p, r, meta))
		read, of, err := rotafile.ParseReport("r.json", file.Bytes(), p)
		require.NoError(t, err)
		require.Equal(t, meta, of)
		require.NoError(t, rotafile.WriteResult(&again, p, read, of))
		require.Equal(t, file.String(), again.String())
		require.Len(t, read.Findings, len(r.Findings))
		require.Len(t, read.Contingency.Gaps, len(r.Contingency.Gaps))
		for i, g := range read.Contingency.Gaps {
			require.Equal(t, r.Contingency.Gaps[i].Short, g.Short)
		}
		require.InDelta(t, r.Cost.Prices, read.Cost.Prices, 0.011)
		for i, proof := range read.Proofs {
			require.InDelta(t, r.Proofs[i].BoundHours, proof.BoundHours, 1e-4)
		}
		for i, g := range read.Objective {
			require.Equal(t, math.IsNaN(r.Objective[i].Bound), math.IsNaN(g.Bound))
		}
		said["findings"] += len(read.Findings)
		said["proofs"] += len(read.Proofs)
		said["why"] += len(read.Underlap)
		said["pairs"] += len(read.Contingency.Pairs)
		said["fair"] += len(read.Fair)
	})
	for _, of := range []string{"findings", "proofs", "why", "pairs", "fair"} {
		require.Positive(t, said[of], of)
	}
}

func TestWhatIsWrongWithAReportIsSaid(t *testing.T) {
	p := drawn.Valid(t)
	for name, text := range map[string]string{
		"a time":        `"underlap": [{"need": "days", "start": "soon", "end": "2026-07-06T10:00:00Z", "criticality": "critical"}]`,
		"a criticality": `"underlap": [{"need": "days", "start": "2026-07-06T08:00:00Z", "end": "2026-07-06T10:00:00Z", "criticality": "great"}]`,
		"a pair":        `"contingency": {"pairs": [{"workers": ["ade"]}]}`,
		"a figure":      `"cover": {"required_hours": "many"}`,
		"a proof":       `"proofs": [{"demand": [{"start": "soon"}]}]`,
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := rotafile.ParseReport("r.json", []byte(`{"format": "carerota/1", "shifts": [], `+text+`}`), p)
			require.ErrorContains(t, err, "r.json")
		})
	}
	_, _, err := rotafile.ReadReport("no-such-file.json", p)
	require.Error(t, err)
}

func requireJSON(t *testing.T, p *scheduler.Problem, r *scheduler.Report) {
	var report scheduler.Report
	require.Equal(t, through(t, r, &report), through(t, &report, &scheduler.Report{}))
	for i := range r.Objective {
		require.Equal(t, math.IsNaN(r.Objective[i].Bound), math.IsNaN(report.Objective[i].Bound))
	}
	var problem scheduler.Problem
	require.Equal(t, through(t, p, &problem), through(t, &problem, &scheduler.Problem{}))
	require.Equal(t, p.Zone, problem.Zone)
	a, b := audit.Rota(p, r.Rota), audit.Rota(&problem, report.Rota)
	drawn.OfAnyRota(a)
	drawn.OfAnyRota(b)
	require.Equal(t, a, b)
}

// through writes a value as JSON, reads it into another, and gives the text.
func through(t *testing.T, from, into any) string {
	text, err := json.Marshal(from)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, into))
	return string(text)
}

func TestJSONSaysWordsAndRefusesOthers(t *testing.T) {
	p := drawn.Valid(t)
	text, err := json.Marshal(p)
	require.NoError(t, err)
	require.Contains(t, string(text), `"Zone":"Europe/London"`)
	require.Contains(t, string(text), `"Start":"2026-07-06"`)
	require.Contains(t, string(text), `"Kind":"waking"`)
	goal, err := json.Marshal(scheduler.Goal{Level: "money", Value: 3, Bound: math.NaN()})
	require.NoError(t, err)
	require.JSONEq(t, `{"Level": "money", "Value": 3, "Bound": null}`, string(goal))
	for name, bad := range map[string]string{
		"a zone": `{"Zone": "Europe/Nowhere"}`, "the local zone": `{"Zone": "Local"}`, "a date": `{"Start": "tomorrow"}`, "a kind": `{"Needs": [{"Kind": "asleep"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			kept := *p
			require.Error(t, json.Unmarshal([]byte(bad), &kept))
			require.Equal(t, *p, kept)
		})
	}
	p.Zone = time.FixedZone("mine", 60)
	_, err = json.Marshal(p)
	require.Error(t, err)
}
