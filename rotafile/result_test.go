package rotafile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// What only another solver has proved has no proof to read: null, and whose word it is.
func TestAnotherSolversWord(t *testing.T) {
	r := sampleReport(t)
	r.Objective = []scheduler.Goal{{Level: "critical", Value: 2, Bound: 2, By: "CP-SAT"}, {Level: "essential", Value: 2, Bound: 1, By: "CP-SAT"}}
	r.Underlap[0].Verdict, r.Underlap[0].Proof, r.Underlap[0].By = scheduler.VerdictUnavoidable, -1, "CP-SAT"
	var b strings.Builder
	require.NoError(t, WriteResult(&b, parse(t, everything), r, Meta{}))
	text := b.String()
	require.Contains(t, text, `"verdict": "unavoidable",
      "proof": null,
      "says": "proved by CP-SAT",`)
	require.Contains(t, text, `"level": "critical",
      "value": 2,
      "bound": 2,
      "by": "CP-SAT",
      "says": "proved by CP-SAT"
`)
	require.Contains(t, text, `"level": "essential",
      "value": 2,
      "bound": 1,
      "by": "CP-SAT"
`, "not proved")
}

func sampleReport(t *testing.T) *scheduler.Report {
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{
		{Worker: "ade", Need: "days", Client: "owain", Start: at(t, "2026-03-24 07:30"), End: at(t, "2026-03-24 15:00"), Pinned: true, Backups: []scheduler.Backup{
			{Worker: "bea", Standby: true, Start: at(t, "2026-03-24 08:00"), End: at(t, "2026-03-24 12:00")}, {Worker: "ade"}}},
		{Worker: "bea", Start: at(t, "2026-03-24 08:00"), End: at(t, "2026-03-24 12:00"), Kind: scheduler.Standby},
		{Worker: "ade", Need: "night", Start: at(t, "2026-03-28 22:00"), End: at(t, "2026-03-29 07:00"), Kind: scheduler.SleepIn},
	}}
	return &scheduler.Report{Problem: "Owain <March>", Engine: "native", Seed: 7, Seconds: 1.25, Status: scheduler.Feasible, Rota: rota,
		Objective: []scheduler.Goal{{Level: "critical", Value: 0.25, Bound: 0}, {Level: "money", Value: 10.004999, Bound: math.NaN()}},
		Cover:     scheduler.Cover{RequiredHours: 20, CoveredHours: 19.75, UnderlapHours: 1.0 / 12, OverlapHours: 0, FamilyHours: 0.1 + 0.2},
		Underlap: []scheduler.Underlap{{Need: "days", Client: "owain", Start: at(t, "2026-03-29 00:30"), End: at(t, "2026-03-29 02:30"), Short: 1, Gap: true,
			Criticality: scheduler.Desirable, Skills: []string{"care"}, Verdict: "not-proved"}},
		Contingency: scheduler.ContingencyReport{StandbyRequired: 3, Shortfall: 2, StandbyShortfall: 1, ReliefShortfall: 0.5, HeadroomShortfall: 0.5,
			Gaps: []scheduler.ContingencyGap{{Need: "days", Worker: "ade", Start: at(t, "2026-03-24 12:00"), End: at(t, "2026-03-24 13:00"), Short: 1, Kind: scheduler.GapStandby}}},
		Cost:    scheduler.CostReport{Total: 123.456, Waking: 100, OnCost: -0.001, ByProvider: map[string]float64{"b": 1, "a": 2.005}, ByClient: map[string]float64{"": 3}},
		Workers: []scheduler.WorkerReport{{Worker: "ade", Hours: 7.5, ByWeek: []float64{7.5, 0}, Nights: 1, Weekends: 1, StandbyHours: 0, GuaranteedHours: 30}},
		Fair:    []scheduler.FairShare{{Of: "nights", Total: 1, Spread: 0.125, Workers: []scheduler.Share{{Worker: "ade", Given: 1, Due: 0.875}}}},
	}
}

const wantResult = `{
  "format": "carerota/1",
  "problem": "Owain <March>",
  "problem_sha256": "ab12",
  "version": "1.0",
  "engine": "native",
  "seed": 7,
  "seconds": 1.25,
  "status": "feasible",
  "objective": [
    {
      "level": "critical",
      "value": 0.25,
      "bound": 0
    },
    {
      "level": "money",
      "value": 10.00,
      "bound": null
    }
  ],
  "shifts": [
    {
      "worker": "ade",
      "need": "days",
      "client": "owain",
      "start": "2026-03-24T07:30:00Z",
      "end": "2026-03-24T15:00:00Z",
      "kind": "waking",
      "pinned": true,
      "backups": [
        {
          "worker": "bea",
          "standby": true,
          "start": "2026-03-24T08:00:00Z",
          "end": "2026-03-24T12:00:00Z"
        },
        {
          "worker": "ade",
          "standby": false
        }
      ]
    },
    {
      "worker": "bea",
      "need": null,
      "client": null,
      "start": "2026-03-24T08:00:00Z",
      "end": "2026-03-24T12:00:00Z",
      "kind": "standby",
      "pinned": false,
      "backups": []
    },
    {
      "worker": "ade",
      "need": "night",
      "client": null,
      "start": "2026-03-28T22:00:00Z",
      "end": "2026-03-29T07:00:00+01:00",
      "kind": "sleep-in",
      "pinned": false,
      "backups": []
    }
  ],
  "cover": {
    "required_hours": 20,
    "covered_hours": 19.75,
    "underlap_hours": 0.0833,
    "overlap_hours": 0,
    "family_hours": 0.3
  },
  "underlap": [
    {
      "need": "days",
      "client": "owain",
      "start": "2026-03-29T00:30:00Z",
      "end": "2026-03-29T02:30:00+01:00",
      "short": 1,
      "gap": true,
      "criticality": "desirable",
      "skills": [
        "care"
      ],
      "verdict": "not-proved",
      "why": []
    }
  ],
  "proofs": [],
  "contingency": {
    "standby_required_hours": 3,
    "shortfall_hours": 2,
    "standby_shortfall_hours": 1,
    "relief_shortfall_hours": 0.5,
    "headroom_shortfall_hours": 0.5,
    "gaps": [
      {
        "need": "days",
        "start": "2026-03-24T12:00:00Z",
        "end": "2026-03-24T13:00:00Z",
        "worker": "ade",
        "short": 1,
        "kind": "standby",
        "why": []
      }
    ],
    "single_points_of_failure": null,
    "providers": null,
    "pairs": null,
    "pools": [],
    "longest_gap_hours": 0
  },
  "cost": {
    "total": 123.46,
    "family_value": 0.00,
    "waking": 100.00,
    "sleep_in": 0.00,
    "standby": 0.00,
    "enhancements": 0.00,
    "guaranteed_unused": 0.00,
    "on_cost": 0.00,
    "for_standby": 0.00,
    "by_provider": {
      "a": 2.00,
      "b": 1.00
    },
    "by_client": {
      "": 3.00
    }
  },
  "workers": [
    {
      "worker": "ade",
      "hours": 7.5,
      "by_week": [
        7.5,
        0
      ],
      "nights": 1,
      "weekends": 1,
      "standby_hours": 0,
      "guaranteed_hours": 30
    }
  ],
  "fair_share": [
    {
      "of": "nights",
      "total": 1,
      "spread": 0.125,
      "workers": [
        {
          "worker": "ade",
          "given": 1,
          "due": 0.875
        }
      ]
    }
  ],
  "warnings": []
}
`

func TestWriteResult(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, WriteResult(&b, parse(t, everything), sampleReport(t), Meta{SHA256: "ab12", Version: "1.0"}))
	require.Equal(t, wantResult, b.String())
}

func TestReadResultGivesTheShiftsBack(t *testing.T) {
	dir := folder(t, map[string]string{"result.json": wantResult})
	got, err := ReadResult(filepath.Join(dir, "result.json"), parse(t, everything))
	require.NoError(t, err)
	want := sampleReport(t).Rota
	for i := range want.Shifts {
		if want.Shifts[i].Backups == nil {
			require.Empty(t, got.Shifts[i].Backups)
			got.Shifts[i].Backups = nil
		}
	}
	require.Equal(t, want, got)
}

// A rota from elsewhere: local times, no client, in any order.
func TestReadResultFromElsewhere(t *testing.T) {
	text := `{"format": "carerota/1", "shifts": [
	{"worker": "bea", "start": "2026-03-28 22:00", "end": "2026-03-29T07:00", "need": "night", "kind": "sleep-in"},
	{"worker": "ade", "start": "2026-03-24T07:30", "end": "2026-03-24T09:30", "need": "days", "kind": "waking"}]}`
	got, err := ParseResult("r.json", []byte(text), parse(t, everything))
	require.NoError(t, err)
	require.Equal(t, []scheduler.Shift{
		{Worker: "ade", Need: "days", Client: "owain", Start: at(t, "2026-03-24 07:30"), End: at(t, "2026-03-24 09:30")},
		{Worker: "bea", Need: "night", Start: at(t, "2026-03-28 22:00"), End: at(t, "2026-03-29 07:00"), Kind: scheduler.SleepIn},
	}, got.Shifts)
	require.Equal(t, 8*time.Hour, got.Shifts[1].End.Sub(got.Shifts[1].Start))
}

func TestReadResultFaults(t *testing.T) {
	const sound = "\n{\"worker\": \"ade\",\n\"need\": \"days\",\n\"start\": \"2026-03-24T07:30:00Z\",\n\"end\": \"2026-03-24T09:30:00Z\",\n\"kind\": \"waking\"}"
	for _, row := range []struct {
		name, old, new string
		want           []string
		says           string
	}{
		{"unknown worker", `"ade"`, `"adi"`, []string{"2 shifts[0].worker"}, `did you mean "ade"?`},
		{"unknown need", `"days"`, `"day"`, []string{"3 shifts[0].need"}, `did you mean "days"?`},
		{"need of standby", `"waking"`, `"standby"`, []string{"3 shifts[0].need"}, "serves no need"},
		{"no need", `"days"`, `null`, []string{"2 shifts[0].need"}, "required"},
		{"other client", `"need"`, `"client": "bob", "need"`, []string{"3 shifts[0].client"}, `"owain", not "bob"`},
		{"unknown kind", `"waking"`, `"awake"`, []string{"6 shifts[0].kind"}, "not one of the words"},
		{"end before start", `T09:30`, `T06:30`, []string{"5 shifts[0].end"}, "not after its start"},
		{"no time", `"2026-03-24T07:30:00Z"`, `"half past seven"`, []string{"4 shifts[0].start"}, "date-time"},
		{"impossible date", `"2026-03-24T07:30:00Z"`, `"2026-02-30T07:30"`, []string{"4 shifts[0].start"}, "28 days"},
		{"unknown backup by id alone", `"need"`, `"backups": ["zoe"], "need"`, []string{"3 shifts[0].backups[0]"}, `no worker "zoe"`},
		{"unknown backup", `"need"`, `"backups": [{"worker": "zoe", "standby": false}], "need"`, []string{"3 shifts[0].backups[0].worker"}, `no worker "zoe"`},
		{"backup without a worker", `"need"`, `"backups": [{"standby": false}], "need"`, []string{"3 shifts[0].backups[0].worker"}, "required"},
		{"half a part", `"need"`, `"backups": [{"worker": "bea", "start": "2026-03-24T08:00:00Z"}], "need"`, []string{"3 shifts[0].backups[0]"}, "one of the times of a part is missing"},
		{"a part that ends before it starts", `"need"`, `"backups": [{"worker": "bea", "start": "2026-03-24T08:00:00Z", "end": "2026-03-24T07:30:00Z"}], "need"`, []string{"3 shifts[0].backups[0].end"}, "not after its start"},
		{"an unknown key of a backup", `"need"`, `"backups": [{"worker": "bea", "rank": 1}], "need"`, []string{"3 shifts[0].backups[0].rank"}, "rank"},
		{"all at once", `"worker": "ade",`, `"worker": "zoe", "pinned": 1,`, []string{"2 shifts[0].worker", "2 shifts[0].pinned"}, "zoe"},
		{"no table", sound, "3", []string{"1 shifts[0]"}, "a table is wanted"},
		{"no list", "[" + sound + "]", "3", []string{"1 shifts"}, "a list is wanted"},
		{"other format", "carerota/1", "carerota/9", []string{"1 format"}, "not known"},
		{"year", "2026-03-24T09:30", "9026-03-24T09:30", []string{"5 shifts[0].end"}, "9026"},
		{"seconds", "07:30:00Z", "07:30:01Z", []string{"4 shifts[0].start"}, "not a whole minute"},
		{"no end", `"end": "2026-03-24T09:30:00Z",`, "", []string{"2 shifts[0].end"}, "required"},
		{"a key that does not belong to a shift", `"need"`, `"hrs": 2, "need"`, []string{"3 shifts[0].hrs"}, "unknown"},
		{"a key that does not belong", `"shifts"`, `"statuss": "x", "shifts"`, []string{"1 statuss"}, `did you mean "status"?`},
		{"an objective that is a text", `"shifts"`, `"objective": "best", "shifts"`, []string{"1 objective"}, "a list is wanted"},
		{"a figure that is a text", `"shifts"`, `"objective": [{"level": "money", "value": "12", "bound": null}], "shifts"`, []string{"1 objective[0].value"}, "a number, or null is wanted"},
		{"a figure deep down", `"shifts"`, `"cost": {"by_client": {"owain": true}}, "shifts"`, []string{"1 cost.by_client.owain"}, "it is true or false"},
		{"a key deep down", `"shifts"`, `"cover": {"covered": 3}, "shifts"`, []string{"1 cover.covered"}, "unknown"},
		{"a proof's time", `"shifts"`, `"proofs": [{"demand": [{"start": "noon"}]}], "shifts"`, []string{"1 proofs[0].demand[0].start"}, "date-time"},
		{"a whole number that is none", `"shifts"`, `"seed": 1.5, "shifts"`, []string{"1 seed"}, "a whole number is wanted"},
		{"a seed below 0", `"shifts"`, `"seed": -1, "shifts"`, []string{"1 seed"}, "-1 is below 0; write a whole number of 0 or more"},
		{"a seed that is too large", `"shifts"`, `"seed": 99999999999999999999, "shifts"`, []string{"1 seed"}, "is too large"},
		{"a count that is too large", `"shifts"`, `"workers": [{"nights": 18446744073709551615}], "shifts"`, []string{"1 workers[0].nights"}, "is too large"},
		{"a count below 0", `"shifts"`, `"underlap": [{"short": -2}], "shifts"`, []string{"1 underlap[0].short"}, "-2 is below 0"},
		{"words that are unknown", `"shifts"`, `"status": "optimum", "stopped": "tired", "underlap": [{"verdict": "maybe", "criticality": "high"}], "contingency": {"gaps": [{"kind": "stand by"}]}, "shifts"`,
			[]string{"1 status", "1 stopped", "1 underlap[0].verdict", "1 underlap[0].criticality", "1 contingency.gaps[0].kind"}, `"optimum" is not one of the words it may be; did you mean "optimal"?`},
		{"a word that is none", `"shifts"`, `"status": 3, "shifts"`, []string{"1 status"}, "a word is wanted"},
		{"a repair that is a list", `"shifts"`, `"repair": [], "shifts"`, []string{"1 repair"}, "a table is wanted"},
		{"a key twice and too large a number", `"shifts"`, `"seconds": 1e999, "seed": 1, "seed": 2, "warnings": "x", "shifts"`, []string{"1 seconds", "1 seed", "1 warnings"}, "too large"},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := `{"format": "carerota/1", "shifts": [` + sound + `]}`
			require.Contains(t, text, row.old)
			_, err := ParseResult("r.json", []byte(strings.Replace(text, row.old, row.new, 1)), parse(t, everything))
			var faults Faults
			require.True(t, errors.As(err, &faults), "%v", err)
			var short []string
			for _, f := range faults {
				require.NotEmpty(t, f.Remedy)
				short = append(short, fmt.Sprintf("%d %s", f.Line, f.Key))
			}
			require.Equal(t, row.want, short, err)
			require.Contains(t, faults[0].String(), row.says)
		})
	}
}

// Hours tell the minute: rounding what is written gives every minute back.
func TestHoursTellTheMinute(t *testing.T) {
	for m := range 100000 {
		text, err := hours(float64(m) / 60).MarshalJSON()
		require.NoError(t, err)
		var h float64
		_, err = fmt.Sscan(string(text), &h)
		require.NoError(t, err)
		require.Equal(t, m, int(math.Round(h*60)))
	}
}

func TestProofsComeBack(t *testing.T) {
	proof := scheduler.Proof{Level: "essential", BoundHours: 2.0 / 3, DemandHours: 8, Kind: "hours", Says: "why",
		Demand: []scheduler.ProofDemand{{Need: "swim", Skill: "swimming", Start: at(t, "2026-03-29 00:30"), End: at(t, "2026-03-29 02:30"), Workers: 2}},
		Supply: []scheduler.ProofSupply{{Worker: "ade", AtMostHours: 7 + 1.0/3, Limit: "max_hours_week", Week: "2026-03-23"}, {Provider: "team", Limit: "max_hours_week", Week: "2026-03-23"}}}
	r := sampleReport(t)
	r.Proofs = []scheduler.Proof{proof}
	var text bytes.Buffer
	require.NoError(t, WriteResult(&text, parse(t, everything), r, Meta{}))
	back, err := ReadProofs(text.Bytes())
	require.NoError(t, err)
	require.Len(t, back, 1)
	require.True(t, proof.Demand[0].Start.Equal(back[0].Demand[0].Start))
	require.True(t, proof.Demand[0].End.Equal(back[0].Demand[0].End))
	back[0].Demand[0].Start, back[0].Demand[0].End = proof.Demand[0].Start, proof.Demand[0].End
	require.InDelta(t, proof.BoundHours, back[0].BoundHours, 1e-12, "to the minute")
	require.InDelta(t, proof.Supply[0].AtMostHours, back[0].Supply[0].AtMostHours, 1e-12)
	back[0].BoundHours, back[0].Supply[0].AtMostHours = proof.BoundHours, proof.Supply[0].AtMostHours
	require.Equal(t, proof, back[0])

	counted := proof
	counted.Kind, counted.DemandHours, counted.BoundHours = scheduler.ProofCounted, 2*(1+35.0/60), 2
	counted.Demand = []scheduler.ProofDemand{{Need: "swim", Start: at(t, "2026-03-29 03:30"), End: at(t, "2026-03-29 05:30"), Workers: 2, CountsHours: 1 + 35.0/60}}
	counted.Supply = []scheduler.ProofSupply{{Worker: "ade", AtMostHours: 50.0 / 60, Limit: scheduler.LimitAlone}, {Worker: "bea", AtMostHours: 20.0 / 60, Limit: scheduler.LimitAlone}}
	r.Proofs = []scheduler.Proof{counted}
	text.Reset()
	require.NoError(t, WriteResult(&text, parse(t, everything), r, Meta{}))
	var file struct{ Proofs []resultProof }
	require.NoError(t, json.Unmarshal(text.Bytes(), &file))
	f := file.Proofs[0]
	require.Equal(t, "engine", f.Kind)
	require.InDelta(t, 4, float64(f.DemandHours), 1e-9, "as long as it lasts")
	require.InDelta(t, float64(f.DemandHours-f.Bound), float64(f.Supply[0].AtMost+f.Supply[1].AtMost), 1e-3)
	back, err = ReadProofs(text.Bytes())
	require.NoError(t, err)
	require.Equal(t, scheduler.ProofCounted, back[0].Kind)
	require.InDelta(t, counted.DemandHours, back[0].DemandHours, 1e-9)
	require.InDelta(t, counted.Supply[0].AtMostHours, back[0].Supply[0].AtMostHours, 1e-9)
	require.InDelta(t, counted.Demand[0].CountsHours, back[0].Demand[0].CountsHours, 1e-9)

	_, err = ReadProofs([]byte(`{"proofs": 3}`))
	require.Error(t, err)
	_, err = ReadProofs([]byte(`{"proofs": [{"demand": [{"start": "noon"}]}]}`))
	require.ErrorContains(t, err, "proofs[0].demand[0].start")
	_, err = ReadProofs([]byte(`{"proofs": [{"demand": [{"start": "2026-03-29T00:30:00Z", "end": "late"}]}]}`))
	require.ErrorContains(t, err, "proofs[0].demand[0].end")
}

// What is not known, why the search ended and what was left out come back from a file as they were.
func TestWhatIsNotKnownStaysSo(t *testing.T) {
	p := parse(t, everything)
	for _, row := range []struct {
		name   string
		change func(r *scheduler.Report)
	}{
		{"not worked out", func(r *scheduler.Report) {
			r.LeftOut, r.Stopped = scheduler.Omit{Missed: true, Reasons: true}, scheduler.StoppedTime
			r.Steps = 130_000
		}},
		{"nobody", func(r *scheduler.Report) {
			r.Contingency.SinglePoints, r.Contingency.Providers, r.Stopped = []scheduler.Loss{}, []scheduler.Loss{}, scheduler.StoppedIdle
		}},
		{"pairs too", func(r *scheduler.Report) {
			r.Contingency.SinglePoints, r.Contingency.Providers, r.Contingency.Pairs = []scheduler.Loss{{Who: "ade", Hours: 2.25}}, []scheduler.Loss{}, []scheduler.PairLoss{}
		}},
		{"all left out", func(r *scheduler.Report) {
			r.LeftOut = scheduler.Omit{Proofs: true, Reasons: true, Backups: true, Shares: true, Missed: true}
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := sampleReport(t)
			row.change(r)
			var file bytes.Buffer
			require.NoError(t, WriteResult(&file, p, r, Meta{}))
			back, _, err := ParseReport("r.json", file.Bytes(), p)
			require.NoError(t, err)
			require.Equal(t, r.Stopped, back.Stopped)
			require.Equal(t, r.Steps, back.Steps)
			require.Equal(t, r.LeftOut, back.LeftOut)
			require.Equal(t, r.Contingency.SinglePoints, back.Contingency.SinglePoints)
			require.Equal(t, r.Contingency.Providers, back.Contingency.Providers)
			require.Equal(t, r.Contingency.Pairs, back.Contingency.Pairs)
		})
	}
}
