package absences

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/carerota/carerota/bench/planted"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// seeds is how many problems are planted of each shape.
const seeds = 4

// Behind a rota with somebody on standby for everybody, nobody's absence costs a
// minute, at whatever hour it begins; with two, no two absences at one time do.
func TestStandbyCoversEveryAbsence(t *testing.T) {
	for _, s := range []planted.Shape{
		{Workers: 24, Clients: 8, Days: 7, Slack: 2, Floaters: 8, Standby: 1},
		{Workers: 24, Clients: 8, Days: 7, Slack: 2, SleepIns: 1, Floaters: 8, Standby: 1, DifferentProvider: true},
		{Workers: 24, Clients: 6, Days: 5, Slack: 2, Floaters: 12, Standby: 2, DifferentProvider: true},
	} {
		for s.Seed = 1; s.Seed <= seeds; s.Seed++ {
			name := fmt.Sprintf("standby %d, other provider %t, %d sleep-ins, seed %d", s.Standby, s.DifferentProvider, s.SleepIns, s.Seed)
			pl, err := planted.Make(s)
			require.NoError(t, err)
			require.Zero(t, audit.Rota(pl.Problem, pl.Hidden).Contingency.StandbyShortfall)
			row, err := Single(name, pl.Problem, pl.Hidden)
			require.NoError(t, err)
			require.Positive(t, row.Tried)
			require.Zero(t, row.Failed, "%s", row)
			if s.Standby < 2 {
				continue
			}
			row, err = Pairs(name, pl.Problem, pl.Hidden)
			require.NoError(t, err)
			require.Zero(t, row.Failed, "%s", row)
		}
	}
}

// Without anybody on standby every absence is felt.
func TestWithoutStandbyNobodyComes(t *testing.T) {
	pl, err := planted.Make(planted.Shape{Workers: 8, Clients: 3, Days: 2, Seed: 1})
	require.NoError(t, err)
	row, err := Single("none", pl.Problem, pl.Hidden)
	require.NoError(t, err)
	require.Positive(t, row.Failed)
	require.Positive(t, row.Uncovered)
}

// In the five examples an absence costs hours only where the rota says that nobody is
// ready, and the one that is backed in full loses none.
func TestExamplesSayWhereNobodyIsReady(t *testing.T) {
	for name, problem := range map[string]string{"cardiff-underlap": "cardiff-underlap", "nurse-bola-rostered": "scenarios/nurse-bola-rostered",
		"same-money": "same-money", "off-the-books": "off-the-books", "swimmer": "swimmer"} {
		p, err := rotafile.Read(filepath.FromSlash("../../examples/" + problem + ".toml"))
		require.NoError(t, err)
		rota, err := rotafile.ReadResult(filepath.FromSlash("../../examples/rotas/"+name+".json"), p)
		require.NoError(t, err)
		row, err := Single(name, p, rota)
		require.NoError(t, err)
		t.Log(row)
		require.Positive(t, row.Tried)
		require.Zero(t, row.Unsaid, "%s", row)
		if audit.Rota(p, rota).Contingency.StandbyShortfall == 0 {
			require.Zero(t, row.Failed, "%s", row)
		} else {
			require.Positive(t, row.Failed, "%s", row)
		}
	}
}

// A repair leaves no more open than a solve of the changed problem that is far longer finds, in nine of
// ten absences.
func TestRepairsLeaveNoMoreThanASolve(t *testing.T) {
	var all LeastRow
	for seed := uint64(1); seed <= 2; seed++ {
		pl, err := planted.Make(planted.Shape{Workers: 8, Clients: 3, Days: 4, Slack: 2, Floaters: 1, Seed: seed})
		require.NoError(t, err)
		row, err := Least(t.Context(), pl.Problem, pl.Hidden, 4, Effort{Checks: 2000, Steps: 100_000})
		require.NoError(t, err)
		all.Add(row)
	}
	require.Positive(t, all.Tried)
	require.LessOrEqual(t, 10*all.More, all.Tried, "%+v", all)
}
