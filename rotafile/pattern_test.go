package rotafile

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const rolling = `format = "carerota/1"
[rota]
name = "ward"
time_zone = "Europe/London"
start = 2026-01-05
days = 14

[[client]]
id = "ward"

[[need]]
id = "early"
client = "ward"
days = "daily"
from = "07:00"
to = "15:00"

[[pattern]]
id = "two"
lines = [
  ["E", "E", "O", "O", "O", "O", "O"],
  ["O", "O", "O", "O", "O", "E", "E"],
]
codes = [{ code = "E", need = "early" }, { code = "O", off = true }]

[[worker]]
id = "ann"
pattern = "two"
line = 1

[[worker]]
id = "ben"
pattern = "two"
line = 2
pattern_as = "available"
`

// A pattern is read from TOML and from JSON, and what is written of the problem reads back to the same.
func TestPatternsOfAFile(t *testing.T) {
	doc, err := Reader{}.OpenText("ward.toml", []byte(rolling))
	require.NoError(t, err)
	p := doc.Problem
	assert.Len(t, p.Workers[0].Pinned, 4)
	assert.Empty(t, p.Workers[1].Pinned)
	assert.Len(t, p.Workers[1].Available, 1)
	assert.Empty(t, doc.Warnings())
	var js, toml strings.Builder
	require.NoError(t, ConvertText(&js, "ward.toml", []byte(rolling), JSON))
	again, err := Reader{}.OpenText("ward.json", []byte(js.String()))
	require.NoError(t, err)
	assert.Equal(t, p, again.Problem)
	require.NoError(t, WriteProblem(&toml, p, TOML))
	again, err = Reader{}.OpenText("ward.toml", []byte(toml.String()))
	require.NoError(t, err)
	assert.Equal(t, p.Workers[0].Pinned, again.Problem.Workers[0].Pinned)
	doc, err = Reader{}.OpenText("ward.toml", []byte(strings.Replace(rolling, "line = 2", "line = 1", 1)))
	require.NoError(t, err)
	require.Len(t, doc.Warnings(), 1)
	assert.Equal(t, 22, doc.Warnings()[0].Line)
	assert.Contains(t, doc.Warnings()[0].Says, "nobody stands on line 2")
}

// Faults of patterns stand at their line, with the nearest name.
func TestFaultsOfPatternsInAFile(t *testing.T) {
	for from, want := range map[string]string{
		`"E", "E", "O", "O", "O", "O", "O"],`: `ward.toml:21: pattern[0].lines[0] (pattern "two"): it has 6 codes`,
		`need = "early" }`:                    `no need has the id "earli"`,
		"pattern = \"two\"\nline = 1":         `worker[0].pattern (worker "ann"): no pattern has the id "tow"; did you mean "two"?`,
		"line = 2":                            `the pattern "two" has no line 3`,
		`pattern_as = "available"`:            `pattern_as`,
		"off = true":                          `the key "of" is unknown; did you mean "off"?`,
	} {
		to := map[string]string{`"E", "E", "O", "O", "O", "O", "O"],`: `"E", "E", "O", "O", "O", "O"],`, `need = "early" }`: `need = "earli" }`,
			"pattern = \"two\"\nline = 1": "pattern = \"tow\"\nline = 1", "line = 2": "line = 3", `pattern_as = "available"`: `pattern_as = "availabel"`, "off = true": "of = true"}[from]
		text := strings.Replace(rolling, from, to, 1)
		require.NotEqual(t, rolling, text)
		_, err := Reader{}.OpenText("ward.toml", []byte(text))
		require.Error(t, err, from)
		assert.Contains(t, err.Error(), want)
	}
	_, err := Reader{}.OpenText("ward.toml", []byte(strings.Replace(rolling, "pattern = \"two\"\nline = 1", "line = 1", 1)))
	require.ErrorContains(t, err, "the worker has none")
}
