package rotafile

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// head is a sound beginning of 8 lines; what a test adds starts on line 9.
const head = `format = "carerota/1"
[rota]
name = "test"
time_zone = "Europe/London"
start = "2026-07-06"
days = 7


`

// faultsOf are the faults of a text, as "line key".
func faultsOf(t *testing.T, name, text string, format Format) (Faults, []string) {
	t.Helper()
	p, err := Parse(name, []byte(text), format)
	if err == nil {
		return nil, nil
	}
	require.Nil(t, p)
	var faults Faults
	require.True(t, errors.As(err, &faults), "%v", err)
	var short []string
	for _, f := range faults {
		require.NotEmpty(t, f.Remedy, f.String())
		require.NotEmpty(t, f.Says)
		require.Equal(t, name, f.File)
		short = append(short, fmt.Sprintf("%d %s", f.Line, f.Key))
	}
	return faults, short
}

func TestFaults(t *testing.T) {
	need := "[[need]]\nid = \"n\"\ndays = \"daily\"\nfrom = \"08:00\"\nto = \"16:00\"\n" // lines 9 to 13
	for _, row := range []struct {
		name, text string
		want       []string // "line key"
		says       string   // a part of the message of the first
	}{
		{"unknown key, close to one", head + "[caps]\nmax_hour_week = 4\n", []string{"10 caps.max_hour_week"}, `did you mean "max_hours_week"?`},
		{"unknown table", head + "[[works]]\nid = \"a\"\n", []string{"9 works"}, `unknown`},
		{"unknown key in an inline table", head + need + "among = [\n{ skill = \"x\", workers = 1 },\n{ skil = \"x\",\n skill = \"y\", workers = 1 }]\n", []string{"16 need[0].among[1].skil"}, `did you mean "skill"?`},
		{"wrong type", head + need + "workers = \"2\"\n", []string{"14 need[0].workers"}, "it is a text, but a whole number is wanted"},
		{"fraction where a whole number is wanted", head + need + "workers = 1.5\n", []string{"14 need[0].workers"}, "a whole number is wanted"},
		{"number where a duration is wanted", head + "[caps]\nmin_rest = 11\n", []string{"10 caps.min_rest"}, "a duration is wanted"},
		{"wrong type in a list", head + need + "skills = [\n\"a\",\n3]\n", []string{"16 need[0].skills[1]"}, "a text is wanted"},
		{"list where a table is wanted", head + "caps = 3\n", []string{"9 rota.caps"}, "unknown"},
		{"table where a list is wanted", head + "[worker]\nid = \"a\"\n", []string{"9 worker"}, "a list is wanted"},
		{"element that is no table, the others keep their places", "format = \"carerota/1\"\nworker = [1, { id = \"a\", provider = \"x\" }]\n[rota]\nname = \"t\"\ntime_zone = \"UTC\"\nstart = \"2026-07-06\"\ndays = 1\n",
			[]string{"2 worker[0]", "2 worker[1].provider"}, "a table is wanted"},
		{"dangling client", head + need + "client = \"owein\"\n[[client]]\nid = \"owain\"\n", []string{"14 need[0].client"}, `did you mean "owain"?`},
		{"dangling worker and provider", head + "[[client]]\nid = \"c\"\nknown = [\"a\"]\nrefuses = [\n\"b\"]\n", []string{"11 client[0].known[0]", "13 client[0].refuses[0]"}, `no worker has the id "a"`},
		{"duplicate id", head + "[[worker]]\nid = \"a\"\n[[worker]]\nid = \"a\"\n", []string{"12 worker[1].id"}, `taken by worker[0]`},
		{"missing id", head + "[[worker]]\nname = \"A\"\n", []string{"9 worker[0].id"}, "an id is required"},
		{"min over max", head + need + "min_shift = \"5h\"\nmax_shift = \"4h\"\n", []string{"15 need[0].max_shift"}, "max_shift 4h is below min_shift 5h"},
		{"standby min over max", head + "[contingency]\nstandby_shift = { min = \"5h\", max = \"4h\" }\n", []string{"10 contingency.standby_shift.max"}, "below min 5h"},
		{"among over workers", head + need + "among = [{ skill = \"x\", workers = 2 }]\n", []string{"14 need[0].among[0].workers"}, "only 1"},
		{"impossible date in a text", head + need + "until_date = \"2026-02-30\"\n", []string{"14 need[0].until_date"}, "February 2026 has 28 days"},
		{"impossible date of TOML's own", head + need + "until_date = 2026-02-30\n", []string{"14 need[0].until_date"}, "2026-02-30 is not a day of the calendar: February 2026 has 28 days"},
		{"no date at all", head + need + "except = \"Christmas\"\n", []string{"14 need[0].except"}, `"Christmas" is not a date`},
		{"year out of range", head + need + "until_date = \"1066-10-14\"\n", []string{"14 need[0].until_date"}, "outside the years"},
		{"until before from", head + need + "from_date = \"2026-07-08\"\nuntil_date = \"2026-07-07\"\n", []string{"15 need[0].until_date"}, "before from_date 2026-07-08"},
		{"bad duration", head + "[caps]\ntravel = \"20 minutes\"\n", []string{"10 caps.travel"}, "is not a duration"},
		{"negative duration", head + "[caps]\ntravel = \"-20m\"\n", []string{"10 caps.travel"}, "negative"},
		{"duration of no whole minutes", head + "[caps]\ntravel = \"0.5m\"\n", []string{"10 caps.travel"}, "whole number of minutes"},
		{"bad clock", head + strings.Replace(need, "08:00", "8:00", 1), []string{"12 need[0].from"}, `"8:00" is not a time of day`},
		{"clock past the day", head + strings.Replace(need, "16:00", "24:15", 1), []string{"13 need[0].to"}, "is not a time of day"},
		{"from at 24:00", head + strings.Replace(need, "08:00", "24:00", 1), []string{"12 need[0].from"}, "24:00 is not a time of the day"},
		{"missing window", head + "[[need]]\nid = \"n\"\ndays = \"daily\"\n", []string{"9 need[0].from", "9 need[0].to"}, "it is required"},
		{"days and dates", head + need + "dates = [\"2026-07-07\"]\n", []string{"11 need[0].days"}, "both given"},
		{"neither days nor dates", head + "[[need]]\nid = \"n\"\nfrom = \"08:00\"\nto = \"16:00\"\n", []string{"9 need[0].days"}, "no day"},
		{"bad weekday", head + strings.Replace(need, "daily", "tues", 1), []string{"11 need[0].days"}, `did you mean "tue"?`},
		{"bad kind", head + need + "kind = \"standby\"\n", []string{"14 need[0].kind"}, `"waking", "sleep-in"`},
		{"workers out of range", head + need + "workers = 100\n", []string{"14 need[0].workers"}, "100 is out of range"},
		{"negative money", head + "[[worker]]\nid = \"a\"\nrate = -1\n", []string{"11 worker[0].rate"}, "-1 is negative"},
		{"NaN", head + "[[worker]]\nid = \"a\"\nrate = nan\n", []string{"11 worker[0].rate"}, "NaN"},
		{"infinite", head + "[caps]\nmax_hours_week = inf\n", []string{"10 caps.max_hours_week"}, "out of range"},
		{"share over 1", head + "[caps]\nsleep_in_counts = 1.5\n", []string{"10 caps.sleep_in_counts"}, "out of range"},
		{"house cap at fault is said once", head + "[caps]\nsleep_in_counts = 1.5\n[[worker]]\nid = \"a\"\n[worker.caps]\nmax_shift = \"0h\"\n", []string{"10 caps.sleep_in_counts", "14 worker[0].caps.max_shift"}, "out of range"},
		{"shadowing herself", head + "[[worker]]\nid = \"a\"\nshadowing = \"a\"\n", []string{"11 worker[0].shadowing"}, "herself"},
		{"shadowing a trainee", head + "[[worker]]\nid = \"a\"\n[[worker]]\nid = \"b\"\nshadowing = \"a\"\n[[worker]]\nid = \"c\"\nshadowing = \"b\"\n", []string{"16 worker[2].shadowing"}, "trainee too"},
		{"shadow hours beside nobody", head + "[[worker]]\nid = \"a\"\nshadow_hours = 4\n", []string{"11 worker[0].shadow_hours"}, "nobody"},
		{"window with one end", head + "[[worker]]\nid = \"a\"\navailable = [\n{ days = \"daily\", from = \"08:00\" }]\n", []string{"12 worker[0].available[0].to"}, "required"},
		{"absence with both forms", head + "[[worker]]\nid = \"a\"\nunavailable = [\n{ start = \"2026-07-06T10:00\", end = \"2026-07-06T12:00\", dates = \"2026-07-07\" }]\n", []string{"12 worker[0].unavailable[0].dates"}, "both given"},
		{"a day off from one time to another", head + "[[worker]]\nid = \"a\"\nunavailable = [{ start = \"2026-07-06T10:00\", end = \"2026-07-06T12:00\", starts = true }]\n", []string{"11 worker[0].unavailable[0].starts"}, "goes with `dates` alone"},
		{"absence that ends before it starts", head + "[[worker]]\nid = \"a\"\nunavailable = [{ start = \"2026-07-06T12:00\", end = \"2026-07-06T10:00\" }]\n", []string{"11 worker[0].unavailable[0].end"}, "not after its start"},
		{"absence without times", head + "[[worker]]\nid = \"a\"\nunavailable = [{ why = \"x\" }]\n", []string{"11 worker[0].unavailable[0].start", "11 worker[0].unavailable[0].end"}, "a time is required"},
		{"worked inside the rota", head + "[[worker]]\nid = \"a\"\nworked = [{ start = \"2026-07-06T12:00\", end = \"2026-07-06T14:00\", kind = \"waking\" }]\n", []string{"11 worker[0].worked[0].start"}, "begun before the rota"},
		{"worked twice at once", head + "[[worker]]\nid = \"a\"\nworked = [{ start = \"2026-07-04T12:00\", end = \"2026-07-04T14:00\", kind = \"waking\" },\n{ start = \"2026-07-04T13:00\", end = \"2026-07-04T15:00\", kind = \"waking\" }]\n", []string{"12 worker[0].worked[1].start"}, "two places"},
		{"pin on no need", head + "[[worker]]\nid = \"ade\"\npinned = [{ need = \"n\", start = \"2026-07-06T12:00\", end = \"2026-07-06T14:00\" }]\n", []string{"11 worker[0].pinned[0].need"}, `no need has the id "n"`},
		{"family always available", head + "[[provider]]\nid = \"f\"\nkind = \"family\"\n[[worker]]\nid = \"a\"\nprovider = \"f\"\navailable = 3\n", []string{"15 worker[0].available"}, "a list is wanted"},
		{"pay that does nothing", head + "[[pay]]\ndays = \"daily\"\n", []string{"9 pay[0]"}, "enhances nothing"},
		{"pay by 0", head + "[[pay]]\ndays = \"daily\"\nmultiply = 0\n", []string{"11 pay[0].multiply"}, "by 0"},
		{"no days in a row", head + "[caps]\nmax_days_in_a_row = 0\n", []string{"10 caps.max_days_in_a_row"}, `write "none"`},
		{"format of another kind", "format = \"carerota/2\"\n" + head[strings.Index(head, "\n")+1:], []string{"1 format"}, `"carerota/2" is not known`},
		{"no format", head[strings.Index(head, "\n")+1:], []string{"1 format"}, "required"},
		{"grain", head[:len(head)-2] + "grain = \"20m\"\n", []string{"7 rota.grain"}, "not one of the words"},
		{"days out of range", strings.Replace(head, "days = 7", "days = 367", 1), []string{"6 rota.days"}, "367 days"},
		{"zone", strings.Replace(head, "Europe/London", "Europe/Cardiff", 1), []string{"4 rota.time_zone"}, "not known"},
		{"the machine's zone", strings.Replace(head, "Europe/London", "Local", 1), []string{"4 rota.time_zone"}, "not known"},
		{"the machine's zone by its file", strings.Replace(head, "Europe/London", "localtime", 1), []string{"4 rota.time_zone"}, "not known"},
		{"empty", "", []string{"1 format", "1 rota"}, "required"},
		{"UTF-16 without a mark", strings.Join(strings.Split(head, ""), "\x00"), []string{"1 "}, "UTF-16"},
		{"lines of old", strings.ReplaceAll(head, "\n", "\r"), []string{"1 "}, "carriage return"},
		{"one table in place of a list", head + "[client]\nid = \"a\"\n[[need]]\nid = \"n\"\nclient = \"a\"\ndays = \"daily\"\nfrom = \"08:00\"\nto = \"09:00\"\n", []string{"9 client"}, "a list is wanted"},
		{"the last day there is, with its holidays", strings.Replace(head, "2026-07-06", "2199-12-31", 1) + "holidays = \"GB-ENG\"\nweek_starts = 3\n", []string{"10 rota.week_starts"}, ""},
		{"rota with nothing", "format = \"carerota/1\"\n[rota]\n", []string{"2 rota.name", "2 rota.time_zone", "2 rota.start", "2 rota.days"}, "a name is required"},
		{"syntax", head + "[caps\n", []string{"9 "}, ""},
		{"key twice", head + "[caps]\ntravel = \"1m\"\ntravel = \"2m\"\n", []string{"11 caps.travel"}, "given twice, first on line 10"},
		{"not UTF-8", head + "# \xff\n", []string{"9 "}, "UTF-8"},
		{"empty key", head + "[caps]\ntravel = [1, {'' = 1}]\n", []string{"10 "}, "a key is empty"},
		{"extends in memory", "extends = \"x.toml\"\n" + head, []string{"1 extends"}, "memory"},
		{"all at once, by line", head + "[[need]]\nid = \"n\"\ndays = \"daily\"\nfrom = \"8\"\nto = \"16:00\"\nclient = \"x\"\n[[worker]]\nid = \"a\"\nrate = -1\nstandbye = true\n",
			[]string{"12 need[0].from", "14 need[0].client", "17 worker[0].rate", "18 worker[0].standbye"}, "is not a time of day"},
	} {
		t.Run(row.name, func(t *testing.T) {
			faults, short := faultsOf(t, "rota.toml", row.text, TOML)
			require.Equal(t, row.want, short, "%v", faults)
			require.Contains(t, faults[0].String(), row.says)
		})
	}
}

func TestFaultsNameTheEntry(t *testing.T) {
	faults, _ := faultsOf(t, "rota.toml", head+"[[worker]]\nid = \"ade\"\npinned = [{ need = \"n\", start = \"2026-07-06T12:00\", end = \"2026-07-06T14:00\" }]\n", TOML)
	require.Equal(t, `rota.toml:11: worker[0].pinned[0].need (worker "ade"): no need has the id "n"; add it, or correct the id`, faults.Error())
}

func TestFaultsOfJSON(t *testing.T) {
	const start = "{\n\"format\": \"carerota/1\",\n\"rota\": {\"name\": \"t\", \"time_zone\": \"UTC\", \"start\": \"2026-07-06\", \"days\": 1},\n"
	for _, row := range []struct {
		name, text string
		want       []string
		says       string
	}{
		{"unknown key and wrong type", start + "\"worker\": [\n{\"id\": \"a\",\n\"rat\": 1,\n\"rate\": \"1\"}]}", []string{"6 worker[0].rat", "7 worker[0].rate"}, `did you mean "rate"?`},
		{"element of a list", start + "\"worker\": [{\"id\": \"a\", \"skills\": [\n\"x\",\n1\n]}]}", []string{"6 worker[0].skills[1]"}, "a text is wanted"},
		{"key twice", start + "\"worker\": [{\"id\": \"a\",\n\"id\": \"b\"}]}", []string{"5 worker[0].id"}, "given twice, first on line 4"},
		{"null", start + "\"worker\": [{\"id\": \"a\",\n\"name\": null}]}", []string{"5 worker[0].name"}, "it is null"},
		{"too large a number", start + "\"worker\": [{\"id\": \"a\",\n\"rate\": 1e999}]}", []string{"5 worker[0].rate"}, "too large"},
		{"a key twice, too large a number and too large an integer hide nothing", start + "\"caps\": {\"travel\": 1,\n\"travel\": \"1m\",\n\"max_days_in_a_row\": 99999999999999999999},\n\"worker\": [{\"id\": \"a\",\n\"rate\": 1e999,\n\"skills\": 3}]}",
			[]string{"4 caps.travel", "5 caps.travel", "6 caps.max_days_in_a_row", "8 worker[0].rate", "9 worker[0].skills"}, "a duration is wanted"},
		{"syntax", start + "\"worker\": [,]}", []string{"4 worker"}, "column 12: a comma stands where a value is wanted; take it out"},
		{"cut short", start, []string{"4 "}, "column 1: the file ends, and the bracket { of line 1 is still open"},
		{"something after the end", start + "\"pay\": []}\n{}", []string{"5 "}, "column 1: something stands after the end"},
		{"no table", "[]", []string{"1 "}, "a table is wanted"},
		{"empty", "", []string{"1 "}, "the file is empty"},
		{"deep", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), []string{"1 "}, "too deep"},
		{"deeper than the decoder goes", strings.Repeat("[", 20000), []string{"1 "}, "too deep"},
	} {
		t.Run(row.name, func(t *testing.T) {
			faults, short := faultsOf(t, "rota.json", row.text, JSON)
			require.Equal(t, row.want, short, "%v", faults)
			require.Contains(t, faults[0].String(), row.says)
		})
	}
}

// What is no JSON hides nothing else of its file, whatever it is: each is named with its line, its
// column and what to write, and so are the faults on either side of it.
func TestNoJSONHidesNothing(t *testing.T) {
	const start = "{\n\"format\": \"carerota/1\",\n\"rota\": {\"name\": \"t\", \"time_zone\": \"UTC\", \"start\": \"2026-07-06\", \"days\": 0},\n"
	const end = ",\n\"worker\": [{\"id\": \"zoe\", \"rate\": -1}]\n}\n"
	for _, row := range []struct{ name, text, says string }{
		{"a comma too many in a list", `"client": [{"id": "owain", "known": ["zoe",]}]`, "column 43: a comma stands before the bracket ], with nothing between them; take it out"},
		{"a comma too many in a table", `"client": [{"id": "owain",}]`, "column 26: a comma stands before the bracket }"},
		{"two commas", `"client": [{"id": "owain",, "known": []}]`, "column 27: a comma stands where a key is wanted"},
		{"no comma in a list", `"client": [{"id": "owain"} {"id": "bob"}]`, "column 27: a comma is missing"},
		{"no comma in a table", `"client": [{"id": "owain" "name": "Owain"}]`, "column 26: a comma is missing"},
		{"no colon", `"client": [{"id" "owain"}]`, `column 18: a colon is missing after the key "id"`},
		{"a key without quotes", `"client": [{id: "owain"}]`, `column 13: the key id is not in quotes; write "id"`},
		{"single quotes", `"client": [{"id": 'owain'}]`, `column 19: a text stands in double quotes; write "owain"`},
		{"a text that is not closed", "\"client\": [{\"id\": \"owain\",\n\"name\": \"Owain\n}]", `column 9: the text is not closed on its line; write a quote at its end, and \n where a new line is meant: "Owain"`},
		{"a date without quotes", `"client": [{"id": "owain"}], "need": [{"id": "n", "client": "owain", "dates": [2026-07-06], "from": "08:00", "to": "09:00"}]`, `column 80: 2026-07-06 is not in quotes; write "2026-07-06"`},
		{"a word", `"client": [{"id": owain}]`, `column 19: owain is not a value; write a text in quotes: "owain"`},
		{"a large True", `"provider": [{"id": "team", "suspended": True}]`, "column 42: True is not a value; write true in small letters"},
		{"None", `"provider": [{"id": "team", "max_hours_week": None}]`, `write "none" in quotes to lift a limit`},
		{"a number with a 0 in front", `"provider": [{"id": "team", "tier": 01}]`, "column 37: the number 01 cannot be read"},
		{"a number with a plus", `"provider": [{"id": "team", "tier": +1}]`, "column 37: the number +1 cannot be read"},
		{"no value", `"provider": [{"id": "team", "tier": }]`, "column 37: a value is missing"},
		{"a comment", "// the people\n\"client\": []", "column 1: JSON has no comments"},
		{"a comment of several lines", "\"client\": [/* nobody\nyet */]", "column 12: JSON has no comments"},
		{"a comment behind a value", "\"client\": [{\"id\": \"owain\", \"tell_within\": \"0m\" # at once\n}]", "JSON has no comments"},
		{"a tab in a text", "\"client\": [{\"id\": \"ow\tain\"}]", `write \t for a tab`},
		{"a backslash", `"client": [{"id": "owain", "name": "O\wain"}]`, `\\ for a backslash`},
		{"a table that is not closed", `"client": [{"id": "owain", {"id": "bob"}]`, "column 12: the bracket { is not closed"},
		{"a table in a list that is not closed", `"client": [{"id": "owain"]`, "column 12: the bracket { is not closed"},
		{"a list that is not closed", `"client": [{"id": "owain"}, "contingency": {"standby": 0}`, "column 11: the bracket [ is not closed"},
		{"a bracket too many", `"client": [{"id": "owain"}]]`, "column 28: the bracket ] closes nothing"},
		{"a colon in a list", `"client": [{"id": "owain", "known": [{}: 2]}]`, "column 40: a colon does not belong in a list"},
	} {
		t.Run(row.name, func(t *testing.T) {
			faults, short := faultsOf(t, "rota.json", start+row.text+end, JSON)
			require.Contains(t, faults.Error(), row.says)
			require.Equal(t, "3 rota.days", short[0], "%v", faults)
			require.Contains(t, faults[len(faults)-1].String(), "worker[0].rate (worker \"zoe\"): -1 is negative", "%v", faults)
			for _, f := range faults {
				require.NotEmpty(t, f.Remedy, f)
				require.NotContains(t, f.Says, "invalid character")
			}
		})
	}
	for _, many := range []string{"\"a\": ?,", "]", "}", ",", ":", "#\n", "'", "\"a\" ", "{]", "[}"} {
		faults, _ := faultsOf(t, "rota.json", "{\n"+strings.Repeat(many, 100_000)+"}", JSON)
		require.LessOrEqual(t, len(faults), 2*(mostLost+2), "what is hardly JSON is given up: %q", many)
	}
}

func TestDeepTOML(t *testing.T) {
	for name, text := range map[string]string{
		"lists":            "a = " + strings.Repeat("[", 1<<20),
		"tables":           "a = " + strings.Repeat("{a=", 1<<20),
		"dotted keys":      strings.Repeat("a.", 1<<20) + "a = 1",
		"header":           "[" + strings.Repeat("a.", 1<<20) + "a]",
		"beyond a mistake": "a = ?\nb = " + strings.Repeat("[", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			_, short := faultsOf(t, "rota.toml", text, TOML)
			require.Len(t, short, 1)
		})
	}
}

// pinned is a problem with two pins, both of workers without the skill.
const pinned = head + `[[need]]
id = "n"
days = "daily"
from = "08:00"
to = "12:00"
skills = ["swimming"]
[[worker]]
id = "ade"
pinned = [
  { need = "n", start = "2026-07-06T08:00", end = "2026-07-06T12:00" },
]
rate = -1
[[worker]]
id = "bea"
pinned = [
  { need = "n", start = "2026-07-06T08:00", end = "2026-07-06T12:00" },
]
`

func TestPinThatBreaksARule(t *testing.T) {
	faults, short := faultsOf(t, "rota.toml", pinned, TOML)
	require.Equal(t, []string{"18 worker[0].pinned[0]", "20 worker[0].rate", "24 worker[1].pinned[0]"}, short)
	require.Contains(t, faults[0].Says, "pinned shift breaks the rule")
	require.Contains(t, faults[0].Says, "swimming")
}
