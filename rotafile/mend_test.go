package rotafile

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// mistakes has, after head's 8 lines, one of each thing that the decoder of TOML stops at, and
// faults of meaning between them.
const mistakes = head + `[caps]
max_days_in_a_row = 99999999999999999999
travel = "20 minutes"
[[client]]
id = "owain"
id = "owen"
[[need]]
id = "calls"
client = "owein"
from_date = 2026-02-30
days = daily
from = 7:30
to = "16:00"
[[worker]]
id = "ade"
worked = [
  { start = 2026-07-04T12:00, end = 2026-07-04T14:60, kind = "waking" },
  { start = 2026-07-03T12:00, end = 2026-07-03T14:00, kind = "walking" },
]
rate = -1
suspended = True
[[worker]]
id = "bea
rate = 012
rates = 12
`

func TestEveryFaultOfAFileAtOnce(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string // "line key"
		says       string   // a part of the message of the first
	}{
		{"one of each", mistakes, []string{"10 caps.max_days_in_a_row", "11 caps.travel", "14 client[0].id", "17 need[0].client", "18 need[0].from_date",
			"19 need[0].days", "20 need[0].from", "25 worker[0].worked[0].end", "26 worker[0].worked[1].kind", "28 worker[0].rate", "29 worker[0].suspended",
			"31 worker[1].id", "32 worker[1].rate", "33 worker[1].rates"}, "the number 99999999999999999999 is too large"},
		{"a date and an unknown key beneath", head + "[[worker]]\nid = \"a\"\nworked = [{ start = 2026-06-31T10:00, end = 2026-07-01T10:00 }]\nrat = 1\n",
			[]string{"11 worker[0].worked[0].start", "12 worker[0].rat"}, "June 2026 has 30 days"},
		{"a date-time of no hour", head + "[[worker]]\nid = \"a\"\nworked = [{ start = 2026-06-30T25:00:00, end = 2026-07-01T10:00:00 }]\n",
			[]string{"11 worker[0].worked[0].start"}, "2026-06-30T25:00:00 is not a date or a time"},
		{"a date of a key that is unknown", head + "ends = 2026-07-32\n[caps]\ntravel = 1\n", []string{"9 rota.ends", "9 rota.ends", "11 caps.travel"}, "July 2026 has 31 days"},
		{"a date in a list", head + "extra_holidays = [\n2026-07-07,\n2026-07-32,\n]\ngrain = \"1m\"\n", []string{"11 rota.extra_holidays[1]", "13 rota.grain"}, "July 2026 has 31 days"},
		{"a table twice", head + "[caps]\ntravel = \"1m\"\nmin_rest = 11\n[caps]\ntravel = \"2m\"\nmax_shift = 8\n",
			[]string{"11 caps.min_rest", "12 caps", "14 caps.max_shift"}, "a duration is wanted"},
		{"a table after tables", head + "[[worker]]\nid = \"a\"\n[worker]\nid = \"b\"\nrate = \"x\"\n", []string{"11 worker[1]", "13 worker[1].rate"}, "write [[worker]]"},
		{"tables after a table", head + "[caps]\n[[caps]]\ntravel = 1\n", []string{"10 caps"}, "given twice"},
		{"a key in an inline table twice", head + "[[worker]]\nid = \"a\"\ncaps = { travel = \"1m\", travel = \"2m\", min_rest = 1 }\n",
			[]string{"11 worker[0].caps.travel", "11 worker[0].caps.min_rest"}, "given twice"},
		{"what is in the value that goes", head + "name = [2026-02-30]\n", []string{"9 rota.name", "9 rota.name[0]"}, "given twice"},
		{"a text without quotes", head + "[[worker]]\nid = ade evans\nrate = -1\n", []string{"10 worker[0].id", "11 worker[0].rate"}, `write a text in quotes: "ade evans"`},
		{"quotes that do not end", head + "[[worker]]\nid = \"ade\nrate = -1\n", []string{"10 worker[0].id", "11 worker[0].rate"}, ""},
		{"a bracket that does not end", head + "[[worker]]\nid = \"a\"\nskills = [\"x\", \n[[worker]]\nid = \"b\"\nrate = -1\n", []string{"11 worker[0].skills", "14 worker[1].rate"}, ""},
		{"a header that does not end", head + "[[worker\nid = \"a\"\nrate = -1\n[caps]\ntravel = 1\n", []string{"9 ", "13 caps.travel"}, ""},
		{"words that are no statement", head + "see below\n[caps]\ntravel = 1\n", []string{"9 ", "11 caps.travel"}, ""},
		{"something behind a text", head + "[[worker]]\nid = \"a\" b\nrate = -1\n", []string{"10 worker[0].id", "11 worker[0].rate"}, ""},
		{"a bad escape", head + "[[worker]]\nid = \"\\y\"\nrate = -1\n", []string{"10 worker[0].id", "11 worker[0].rate"}, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			faults, short := faultsOf(t, "rota.toml", row.text, TOML)
			require.Equal(t, row.want, short, "%v", faults)
			require.Contains(t, faults[0].String(), row.says)
			for _, f := range faults {
				require.NotContains(t, f.Says, "toml", "%v", f)
			}
		})
	}
}

// A scenario and its base are both read to their ends.
func TestEveryFaultOfAScenarioAtOnce(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	below := write("base.toml", head+"[[worker]]\nid = \"ade\"\nworked = [{ start = 2026-02-30T10:00, end = 2026-03-01T10:00 }]\nrate = -1\n")
	over := write("over.toml", "extends = \"base.toml\"\n[[worker]]\nid = \"ade\"\nsleep_in_rate = 99999999999999999999\nsleep_in_rate = 1\nskills = 3\n")
	_, err := Read(over)
	var faults Faults
	require.ErrorAs(t, err, &faults)
	var short []string
	for _, f := range faults {
		short = append(short, f.String())
	}
	require.Equal(t, []string{
		over + `:4: worker[0].sleep_in_rate (worker "ade"): the number 99999999999999999999 is too large; write a smaller number, or put it in quotes when it is no number`,
		over + `:5: worker[0].sleep_in_rate (worker "ade"): the key is given twice, first on line 4; keep one of the two`,
		over + `:6: worker[0].skills (worker "ade"): it is a whole number, but a text is wanted; write it in quotes`,
		below + `:11: worker[0].worked[0].start (worker "ade"): 2026-02-30 is not a day of the calendar: February 2026 has 28 days; write a day of the calendar, such as 2026-03-29, and a time such as "07:30"`,
		below + `:12: worker[0].rate (worker "ade"): -1 is negative; write a number from 0 to 1e+06`,
	}, short)
}
