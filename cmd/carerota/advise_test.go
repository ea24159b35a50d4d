package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// solvedShortWeek is a folder with week.toml, in which nobody can swim, and its
// rota.
func solvedShortWeek(t *testing.T) string {
	t.Helper()
	dir := folder(t, map[string]string{"week.toml": shortWeek})
	got := execute(t, dir, "solve", "week.toml", "--steps", "20000")
	require.Zero(t, got.code, "%+v", got)
	assert.Contains(t, got.stdout, "Closest: Ade lacks swimming; Bea lacks swimming.")
	return dir
}

func TestExplain(t *testing.T) {
	dir := solvedShortWeek(t)
	for _, row := range []struct {
		name string
		args []string
		want []string
	}{
		{"everything that is short", nil, []string{
			"swim, for Owain: Tue 24 Mar 14:00-16:00, nobody there",
			"To \"swim\" on Tuesday 24 March 14:00 to 16:00 nobody could ever come. It needs swimming, which\n  nobody has.",
			"  Ade lacks swimming\n  Bea lacks swimming"}},
		{"with CP-SAT where it is", []string{"--engine", "auto"}, []string{"It needs swimming, which\n  nobody has."}},
		{"one instant", []string{"--at", "2026-03-24 08:30"}, []string{"mornings, for Owain: Tue 24 Mar 08:00-11:00, covered", "on duty: "}},
		{"one instant, with a T", []string{"--at", "2026-03-24T15:00", "--need", "swim"}, []string{"swim, for Owain"}},
		{"one worker", []string{"--worker", "ade"}, []string{"Ade\n  week of Mon 23 Mar: ", "  Ade lacks swimming"}},
		{"one need", []string{"--need", "mornings"}, []string{"mornings, for Owain: Mon 23 Mar 08:00-11:00, covered"}},
		{"an instant between needs", []string{"--at", "2026-03-24 03:00"}, []string{
			"Nobody is asked for Tue 24 Mar 03:00: mornings, for Owain ended Mon 23 Mar 11:00, and mornings, for\nOwain starts Tue 24 Mar 08:00.\n"}},
		{"an instant of a need's with no window then", []string{"--at", "2026-03-25 08:30", "--need", "swim"}, []string{
			"Nobody is asked for Wed 25 Mar 08:30: swim, for Owain ended Tue 24 Mar 16:00.\n"}},
		{"an instant on the morning after the rota", []string{"--at", "2026-03-30 09:00"}, []string{"Mon 30 Mar 09:00 is outside the rota, which goes from Mon 23 Mar to Sun 29 Mar.\n"}},
		{"an instant with an offset", []string{"--at", "2026-03-24T08:30+01:00", "--need", "mornings"}, []string{"Tue 24 Mar 07:30"}},
		{"an instant with the zone's letters", []string{"--at", "2026-03-24 08:30 GMT"}, []string{"mornings, for Owain: Tue 24 Mar 08:00-11:00"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := execute(t, dir, append([]string{"explain", "week.toml", "week.rota.json"}, row.args...)...)
			require.Zero(t, got.code, "%+v", got)
			assert.Empty(t, got.stderr)
			for _, want := range row.want {
				assert.Contains(t, got.stdout, want)
			}
		})
	}
}

func TestExplainRefuses(t *testing.T) {
	dir := solvedShortWeek(t)
	for _, row := range []struct {
		name string
		args []string
		code int
		want string
	}{
		{"an unknown worker", []string{"--worker", "adee"}, exitUsage, `did you mean "ade"?`},
		{"an unknown need", []string{"--need", "lunch"}, exitUsage, `the problem has no need "lunch"`},
		{"an unknown engine", []string{"--engine", "gurobi"}, exitUsage, `there is no engine "gurobi": use auto, native, cpsat`},
		{"no time", []string{"--at", "noon"}, exitUsage, `--at: "noon" is not a date-time; write a local time such as`},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := execute(t, dir, append([]string{"explain", "week.toml", "week.rota.json"}, row.args...)...)
			assert.Equal(t, row.code, got.code, "%+v", got)
			assert.Contains(t, got.stderr, row.want)
		})
	}
}

func TestAdvise(t *testing.T) {
	dir := solvedShortWeek(t)
	for _, args := range [][]string{
		{"advise", "week.toml", "week.rota.json", "--steps", "5000", "-o", "advice.json"},
		{"advise", "week.toml", "--steps", "5000", "--quiet"},
	} {
		got := execute(t, dir, args...)
		require.Zero(t, got.code, "%+v", got)
		assert.Contains(t, got.stdout, "Not covered: 2 hours. Each of these was tried by making the rota again:")
		assert.Contains(t, got.stdout, "Covers everything.")
		assert.Contains(t, got.stdout, "- Train Ade in swimming by 24 March.")
		assert.Contains(t, got.stdout, "- Find somebody trained in swimming for 1 afternoon a week (2 hours): Tuesday 14:00-16:00.")
	}
	var advice map[string]any
	require.NoError(t, json.Unmarshal([]byte(read(t, dir, "advice.json")), &advice))
	assert.Equal(t, "underlap", advice["about"])
	first := advice["options"].([]any)[0].(map[string]any)
	assert.Equal(t, true, first["complete"])
	remedy := first["remedies"].([]any)[0].(map[string]any)
	assert.Equal(t, "train", remedy["kind"])
	assert.Equal(t, "swimming", remedy["skill"])
	assert.Equal(t, "2026-03-24", remedy["from"])
}

func TestAdviseOfWhatIsCovered(t *testing.T) {
	dir := solvedWeek(t)
	got := execute(t, dir, "advise", "week.toml", "week.rota.json", "--quiet", "-o", "-")
	require.Zero(t, got.code, "%+v", got)
	var advice map[string]any
	require.NoError(t, json.Unmarshal([]byte(got.stdout), &advice))
	assert.Equal(t, "", advice["about"])
	assert.Empty(t, advice["options"])
}

func TestBrokenRotaIsNotAdvisedOn(t *testing.T) {
	dir := solvedWeek(t)
	alter(t, dir, func(result map[string]any) {
		for _, s := range result["shifts"].([]any) {
			s.(map[string]any)["worker"] = "ade"
		}
	})
	for _, command := range []string{"advise", "explain", "simulate"} {
		got := execute(t, dir, command, "week.toml", "week.rota.json")
		assert.Equal(t, exitBroken, got.code, "%+v", got)
		assert.Contains(t, got.stderr, "the rota breaks hard rules: carerota check week.toml week.rota.json names them")
		assert.Equal(t, 1, strings.Count(got.stderr, "\n"), "nothing is begun before it is refused: %+v", got)
		assert.Empty(t, got.stdout)
	}
}
