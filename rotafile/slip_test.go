package rotafile

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What people write who do not know TOML is named in their words, with what to write, and hides no
// other fault of the file.
func TestSlips(t *testing.T) {
	const worker = head + "[[worker]]\nid = \"kit\"\n"
	for _, row := range []struct{ name, text, want string }{
		{"a comma in a number", worker + "rate = 12,75\n", `11: worker[0].rate (worker "kit"): the number 12,75 has a comma where a point belongs; write 12.75`},
		{"a comma in a number of a table", worker + "caps = { max_hours_week = 37,5, travel = \"5m\" } # hours\n", `11: worker[0].caps (worker "kit"): the number 37,5 has a comma where a point belongs; write 37.5`},
		{"a comma that parts thousands", worker + "rate = 1,275.50\n", `the number 1,275.50 has a comma where a point belongs; write 1275.50`},
		{"a comma for the point beside thousands", worker + "rate = 1.275,5\n", `write 1275.5`},
		{"a comma that may be either", worker + "rate = 1,275\n", `the number 1,275 has a comma; write 1275, or 1.275 where the comma stands for the point`},
		{"a sign of money", worker + "rate = £12.75\n", `11: worker[0].rate (worker "kit"): £12.75 is not a value; write a number, without quotes`},
		{"a unit", head + "[contingency]\nstandby = 2 people\n[[worker]]\nid = \"kit\"\n", `10: contingency.standby: 2 people is not a value; write a whole number, without quotes and point`},
		{"a name with an apostrophe", worker + "name = Kit O'Dea\n", `Kit O'Dea is not a value; write a number without its unit, or a text in quotes`},
		{"a colon", worker + "name: \"Kit\"\n", `11: an equals sign belongs after the key name; write name = "Kit"`},
		{"no equals sign", worker + "rate 12.75\n", `11: an equals sign belongs after the key rate; write rate = 12.75`},
		{"no comma between texts", worker + "skills = [\"peg\" \"bath\"]\n", `a comma is missing between two texts; write "peg", "bath"`},
		{"a text without its last single quote", worker + "name = 'Kit\n", `the text has no quote at its end; close the quote: "Kit"`},
		{"a date as in a letter", worker + "unavailable = [{ dates = [28/07/2026] }]\n", `28/07/2026 is not how a date is written; write 2026-07-28`},
		{"a date with points, the day first", head + "extra_holidays = [3.4.2026]\n[[worker]]\nid = \"kit\"\n", `9: rota.extra_holidays[0]: 3.4.2026 is not how a date is written; write 2026-04-03`},
		{"a date with the month first, where only that is a day", head + "extra_holidays = 07/28/2026\n[[worker]]\nid = \"kit\"\n", `write 2026-07-28`},
		{"a date with strokes, the year first", head + "extra_holidays = [2026/7/28]\n[[worker]]\nid = \"kit\"\n", `write 2026-07-28`},
		{"a date that is in no calendar", head + "extra_holidays = 31/31/2026\n[[worker]]\nid = \"kit\"\n", `write a day of the calendar, such as 2026-03-29`},
		{"a text without its last quote", worker + "name = \"Kit Ode # the new one\n", `11: worker[0].name (worker "kit"): the text has no quote at its end; close the quote: "Kit Ode"`},
		{"a text without its first quote", worker + "name = Kit Ode\"\n", `the text has no quote at its beginning; write one before it: "Kit Ode"`},
		{"a quote in a text", worker + "name = \"Kit \"K\" O\"Dea\"\n", `11: worker[0].name (worker "kit"): a quote is missing, or one too many; write one at both ends of each text, and \" where a quote is part of it`},
		{"a quote missing in a list", worker + "skills = [\n\"peg\",\n\"bath,\n]\n", `13: worker[0].skills (worker "kit"): the text has no quote at its end; close the quote: "bath"`},
		{"curly quotes", worker + "name = “Kit, the new one”\n", `11: worker[0].name (worker "kit"): it has curly quotes, as word processors write them; write straight quotes: "Kit, the new one"`},
		{"curly quotes in a table", worker + "caps = { travel = ”5m” }\n", `write straight quotes: "5m"`},
		{"one curly quote", worker + "name = “Kit\n", `it has curly quotes, as word processors write them; write straight quotes`},
		{"a word for a number", head + "[contingency]\nstandby = three\n[[worker]]\nid = \"kit\"\n", `10: contingency.standby: three is not a value; write a whole number, without quotes and point`},
		{"a word for money", worker + "sleep_in_rate = much\n", `much is not a value; write a number, without quotes`},
		{"a word for a time of day", head + "[[need]]\nid = \"n\"\nfrom = noon\n[[worker]]\nid = \"kit\"\n", "11: need[0].from (need \"n\"): noon is not a value; write a time of day such as \"07:30\""},
		{"a word for a text", worker + "name = Kit\n", `write a text in quotes: "Kit"`},
		{"a day that no month has", head + "extra_holidays = 2026-06-31\n[[worker]]\nid = \"kit\"\n", "June 2026 has 30 days; write a day of the calendar, such as 2026-03-29\n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			faults, _ := faultsOf(t, "rota.toml", row.text+"suspended = 1\n", TOML)
			require.Contains(t, faults.Error()+"\n", row.want)
			require.Contains(t, faults[len(faults)-1].String(), `worker[0].suspended (worker "kit"): it is a whole number, but true or false is wanted`)
			for _, f := range faults {
				require.NotContains(t, f.String(), "TOML")
			}
		})
	}
}

// Text that looks like a slip and is none is left alone.
func TestNoSlips(t *testing.T) {
	for _, text := range []string{"x = [13,50]", "x = \"13,50\"", "x = '23/03/2026'", "x = \"“curly”\"", "x = 'say \"hi'", "x = { a = 1, b = 2 } # a = 1,5 \"", "x = \"a \\\" b\"", "x = \"\"\"\na = \"b\n\"\"\"", "x = 2026-03-23", "x = 1 # “so”", "x = \"it's\"", "x = [\"a\", \"b\"]", "[[worker]]", "x = \"a: b\""} {
		_, found := slip(text)
		require.False(t, found, text)
	}
}

// Where a list of tables is wanted, one bracket is told to be two, and what refers to the table is not at fault.
func TestOneBracket(t *testing.T) {
	faults, _ := faultsOf(t, "rota.toml", head+"[provider]\nid = \"hill\"\n[[worker]]\nid = \"kit\"\nprovider = \"hill\"\n[worker.pinned]\nneed = \"n\"\n[[work_pattern]]\nname = \"x\"\nwish = 3\n", TOML)
	require.Equal(t, "rota.toml:9: provider: it is one table, but a list is wanted; write [[provider]], with two brackets", faults[0].String())
	require.Equal(t, `rota.toml:14: worker[0].pinned (worker "kit"): it is one table, but a list is wanted; write [[worker.pinned]], with two brackets`, faults[1].String())
	require.NotContains(t, faults.Error(), "no provider has")

	faults, _ = faultsOf(t, "rota.toml", head+"[[worker]]\nid = \"kit\"\npinned = { need = \"n\" }\n", TOML)
	require.Contains(t, faults[0].String(), "write it in square brackets")
	faults, _ = faultsOf(t, "rota.json", `{"format": "carerota/1", "rota": {"name": "t", "time_zone": "UTC", "start": "2026-07-06", "days": 1}, "client": {"id": "owain"}}`, JSON)
	require.Contains(t, faults[0].String(), "write it in square brackets")
}

// A table whose name is misspelt is one fault: it is read as what is meant, with the faults in it, and
// nobody who refers to it is at fault.
func TestMisspeltTables(t *testing.T) {
	const ends = "[[worker]]\nid = \"kit\"\nprovider = \"hill\"\n"
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"of providers", head + "[[providers]]\nid = \"hill\"\non_cost = -1\n" + ends, []string{"9 providers", "11 provider[0].on_cost"}},
		{"some of the providers", head + "[[provider]]\nid = \"dale\"\n[[provder]]\nid = \"hill\"\n" + ends, []string{"11 provder"}},
		{"of the rota", "format = \"carerota/1\"\n[rotas]\nname = \"t\"\ntime_zone = \"UTC\"\nstart = 2026-07-06\ndays = 0\n", []string{"2 rotas", "6 rota.days"}},
		{"one that is there already", head + "[caps]\ntravel = \"5m\"\n[cap]\ntravel = \"6m\"\n", []string{"11 cap"}},
		{"of nothing known", head + "[[vehicles]]\nid = \"van\"\n", []string{"9 vehicles"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			faults, short := faultsOf(t, "rota.toml", row.text, TOML)
			require.Equal(t, row.want, short, "%v", faults)
			require.Contains(t, faults[0].Says, "is unknown")
		})
	}
}

// A comma for a point is one fault of JSON too; in a list it parts two numbers.
func TestCommaInJSON(t *testing.T) {
	const start = "{\"format\": \"carerota/1\", \"rota\": {\"name\": \"t\", \"time_zone\": \"UTC\", \"start\": \"2026-07-06\", \"days\": 1},\n\"worker\": [{\"id\": \"kit\", "
	faults, _ := faultsOf(t, "rota.json", start+"\"rate\": 12,75, \"sleep_in_rate\": -40,5 }]}", JSON)
	require.Equal(t, `rota.json:2: worker[0].rate (worker "kit"): column 34: the number 12,75 has a comma where a point belongs; write 12.75`+"\n"+
		`rota.json:2: worker[0].sleep_in_rate (worker "kit"): column 58: the number -40,5 has a comma where a point belongs; write -40.5`, faults.Error())
	faults, _ = faultsOf(t, "rota.json", start+"\"skills\": [12,75]}]}", JSON)
	require.Len(t, faults, 2)
	require.Contains(t, faults[1].String(), "worker[0].skills[1]")
}
