package rotafile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

const (
	eventsTOML = `format = "carerota/1"
reported = 2026-03-24T20:10:00
as_of = "2026-03-24 20:15"

[[event]]
kind = "absent"
worker = "ade"
start = 2026-03-24T20:10:00
end = 2026-03-26T08:00:00
why = "ill"

[[event]]
kind = "need"
need = "days"
start = "2026-03-25 00:00"
wanted = 2
until = "21:00"

[[event]]
kind = "follows"
to = "hillside"
workers = ["ade"]
start = 2026-03-27T00:00:00

[[event]]
kind = "new-need"
start = 2026-03-25T14:00
[event.client]
id = "ida"
tell = "Rhys"
[event.need]
id = "evening"
client = "ida"
days = "daily"
from = "17:00"
to = "19:00"

[[event]]
kind = "new-worker"
[event.worker]
id = "cai"
provider = "hillside"
skills = ["lift"]
caps = {max_hours_week = 20}

[[event]]
kind = "skill-ends"
worker = "cai"
skill = "lift"
start = 2026-03-28T00:00

[[event]]
kind = "swap"
worker = "ade"
start = 2026-03-25T08:00
with = "bea"
with_start = 2026-03-26T08:00
`
	eventsJSON = `{
  "format": "carerota/1",
  "reported": "2026-03-24T20:10",
  "as_of": "2026-03-24T20:15:00",
  "event": [
    {"kind": "absent", "worker": "ade", "start": "2026-03-24 20:10", "end": "2026-03-26T08:00", "why": "ill"},
    {"kind": "need", "need": "days", "start": "2026-03-25T00:00", "wanted": 2, "until": "21:00"},
    {"kind": "follows", "to": "hillside", "workers": ["ade"], "start": "2026-03-27T00:00"},
    {"kind": "new-need", "start": "2026-03-25T14:00", "client": {"id": "ida", "tell": ["Rhys"]},
     "need": {"id": "evening", "client": "ida", "days": ["daily"], "from": "17:00", "to": "19:00"}},
    {"kind": "new-worker", "worker": {"id": "cai", "provider": "hillside", "skills": ["lift"], "caps": {"max_hours_week": 20}}},
    {"kind": "skill-ends", "worker": "cai", "skill": "lift", "start": "2026-03-28T00:00"},
    {"kind": "swap", "worker": "ade", "start": "2026-03-25T08:00", "with": "bea", "with_start": "2026-03-26T08:00"}
  ]
}`
)

// eventful is a problem that the events name things of.
func eventful(t testing.TB) *scheduler.Problem {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("eventful", zone, scheduler.Date{Year: 2026, Month: 3, Day: 23}, 7)
	p.Clients = []scheduler.Client{{ID: "owain"}}
	p.Needs = []scheduler.Need{scheduler.NewNeed("days", "owain", scheduler.Daily(), 8*time.Hour, 20*time.Hour)}
	p.Providers = []scheduler.Provider{{ID: "team", Tier: 1, OnCost: 1, AcceptsAll: true}, {ID: "hillside", Tier: 2, OnCost: 1, AcceptsAll: true}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("ade", "team"), scheduler.NewWorker("bea", "team")}
	require.Empty(t, validate.Problem(p))
	return p
}

// An event file says the same in TOML and in JSON, from memory and from disk.
func TestEventsInBothFormats(t *testing.T) {
	p := eventful(t)
	toml, err := ParseEvents("events.toml", []byte(eventsTOML), p)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "events.json")
	require.NoError(t, os.WriteFile(path, []byte(eventsJSON), 0o600))
	json, err := ReadEvents(path, p)
	require.NoError(t, err)
	require.Equal(t, toml, json)

	at := func(day, hour, minute int) time.Time { return time.Date(2026, 3, day, hour, minute, 0, 0, p.Zone) }
	two, late := 2, 21*time.Hour
	evening, cai, caps := scheduler.NewNeed("evening", "ida", scheduler.Daily(), 17*time.Hour, 19*time.Hour), scheduler.NewWorker("cai", "hillside", "lift"), p.Caps
	caps.MaxHoursWeek = scheduler.Hours(20)
	cai.Caps = &caps
	require.Equal(t, &Events{Reported: at(24, 20, 10), AsOf: at(24, 20, 15), List: []scheduler.Event{
		{Kind: scheduler.EventAbsent, Worker: "ade", Start: at(24, 20, 10), End: at(26, 8, 0), Why: "ill"},
		{Kind: scheduler.EventNeed, Need: "days", Start: at(25, 0, 0), Wanted: &two, Until: &late},
		{Kind: scheduler.EventFollows, To: "hillside", Workers: []string{"ade"}, Start: at(27, 0, 0)},
		{Kind: scheduler.EventNewNeed, NewNeed: &evening, NewClient: &scheduler.Client{ID: "ida", Tell: []scheduler.Contact{{Name: "Rhys"}}}, Start: at(25, 14, 0)},
		{Kind: scheduler.EventNewWorker, NewWorker: &cai},
		{Kind: scheduler.EventSkillEnds, Worker: "cai", Skill: "lift", Start: at(28, 0, 0)},
		{Kind: scheduler.EventSwap, Worker: "ade", With: "bea", Start: at(25, 8, 0), WithStart: at(26, 8, 0)},
	}}, json)
}

func TestFaultsOfEvents(t *testing.T) {
	p := eventful(t)
	for _, row := range []struct{ name, text, says string }{
		{"unknown worker", `{"format": "carerota/1", "event": [{"kind": "leaves", "worker": "adee", "start": "2026-03-24T20:10"}]}`, `did you mean "ade"?`},
		{"unknown kind", `{"format": "carerota/1", "event": [{"kind": "ill", "worker": "ade"}]}`, "kind"},
		{"unknown key", `{"format": "carerota/1", "event": [{"kind": "absent", "worker": "ade", "start": "2026-03-24T20:10", "end": "2026-03-25T20:10", "until_when": 1}]}`, "until_when"},
		{"no end", `{"format": "carerota/1", "event": [{"kind": "absent", "worker": "ade", "start": "2026-03-24T20:10"}]}`, "end"},
		{"nothing", `{"format": "carerota/1"}`, "nothing has happened"},
		{"no JSON", `{"format": `, "events.json"},
	} {
		t.Run(row.name, func(t *testing.T) {
			e, err := ParseEvents("events.json", []byte(row.text), p)
			require.Nil(t, e)
			require.ErrorContains(t, err, row.says)
		})
	}
}

// An event file is as strict as a problem file: all that is wrong with it is said, with its place.
func TestEveryFaultOfEventsAtOnce(t *testing.T) {
	p := eventful(t)
	const text = `reported = 1066-01-01T10:00:00
format = "carerota/1"
as_of = 2026-02-30T10:00:00
[[event]]
kind = "absent"
worker = "x"
start = 2026-03-24T12:00:00
end = 2226-03-25T12:00:00
[[event]]
kind = "zap"
worker = "adee"
start = 2026-03-24T12:00:00
end = 2026-03-23T12:00:00
[[event]]
kind = "away"
client = "nobody"
start = 2026-03-24T10:00:00
provider = "team"
[[event]]
kind = "withdraws"
provider = "hilside"
start = 99999999999999999999
[[event]]
kind = "need"
need = "days"
start = "2026-03-25T00:00"
wanted = 100
wanted = 2
whom = "ade"
[[event]]
kind = "refuses"
client = "owain"
start = 2026-03-24T10:00:00
[[event]]
kind = "new-need"
client = "owain"
need = "evening"
[[event]]
kind = "new-need"
[event.client]
id = "ida"
[event.need]
id = "days"
client = "idda"
days = "daily"
dates = ["2026-03-25"]
from = "17:00"
worker = 2
[[event]]
kind = "new-worker"
[event.worker]
provider = "hilside"
pinned = [{need = "days", start = 2026-03-25T08:00, end = 2026-03-25T20:00}]
[[event]]
kind = "skill-ends"
worker = "ade"
skill = "lift"
start = 2026-03-24T10:00:00
[[event]]
kind = "swap"
worker = "ade"
with = "ade"
[[event]]
kind = "absent"
[event.worker]
id = "ade"
`
	_, err := ParseEvents("events.toml", []byte(text), p)
	var faults Faults
	require.ErrorAs(t, err, &faults)
	var short []string
	for _, f := range faults {
		require.NotEmpty(t, f.Remedy)
		short = append(short, fmt.Sprintf("%d %s", f.Line, f.Key))
	}
	require.Equal(t, []string{"1 reported", "3 as_of", "6 event[0].worker", "8 event[0].end", "10 event[1].kind", "11 event[1].worker", "13 event[1].end",
		"14 event[2].end", "16 event[2].client", "18 event[2].provider", "21 event[3].provider", "22 event[3].start",
		"27 event[4].wanted", "28 event[4].wanted", "29 event[4].whom", "30 event[5].worker", "33 event[5].start",
		"36 event[6].client", "37 event[6].need", "42 event[7].need.to", "43 event[7].need.id", "44 event[7].need.client", "45 event[7].need.days", "48 event[7].need.worker",
		"51 event[8].worker.id", "52 event[8].worker.provider", "53 event[8].worker.pinned", "57 event[9].skill", "59 event[10].start", "62 event[10].with",
		"63 event[11].start", "63 event[11].end", "65 event[11].worker"}, short, err.Error())
	require.Contains(t, err.Error(), `outside the years 1980 to 2199`)
	require.Contains(t, err.Error(), `it does not belong to an event of kind "away"; take it out; the keys of this kind are client, start, end`)
}

// What people are said to follow is what they can: each once, and to a provider they do not work for.
func TestFaultsOfFollowers(t *testing.T) {
	p := eventful(t)
	own := p.Workers[0].Provider
	text := fmt.Sprintf("format = \"carerota/1\"\nreported = 2026-03-24T10:00\nas_of = 2026-03-24T09:00\n[[event]]\nkind = \"follows\"\nto = %q\nstart = 2026-03-24T12:00\nworkers = [%q, %q]\n",
		own, p.Workers[0].ID, p.Workers[0].ID)
	_, err := ParseEvents("events.toml", []byte(text), p)
	require.ErrorContains(t, err, fmt.Sprintf("events.toml:8: event[0].workers[0]: %q works for %q already", p.Workers[0].ID, own))
	require.ErrorContains(t, err, fmt.Sprintf("events.toml:8: event[0].workers[1]: %q is named twice", p.Workers[0].ID))
	require.ErrorContains(t, err, "events.toml:2: reported: it became known at 2026-03-24 10:00:00, after the time that is now, 2026-03-24 09:00:00")
	_, err = ParseEvents("events.toml", []byte("format = \"carerota/1\"\n[event]\nkind = \"absent\"\n"), p)
	var faults Faults
	require.ErrorAs(t, err, &faults)
	require.Len(t, faults, 1, "a table in place of a list is not nothing: %v", faults)
}

// A refusal has no time of its own: it is as of the rota's start, unless something says otherwise.
func TestRefusalIsAsOfTheStart(t *testing.T) {
	p := eventful(t)
	out, err := repair.Rota(t.Context(), p, nil, []scheduler.Event{{Kind: scheduler.EventRefuses, Client: "owain", Worker: "ade"}}, repair.Options{Checks: 10})
	require.NoError(t, err)
	require.Equal(t, scheduler.StartInstant(p.Zone, p.Start, 0), out.AsOf)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
}

// FuzzEvents reads any text as an event file in either format; what is read can be
// repaired after, and the rota is legal.
func FuzzEvents(f *testing.F) {
	p := eventful(f)
	start := scheduler.StartInstant(p.Zone, p.Start, 0)
	rota := &scheduler.Rota{Shifts: []scheduler.Shift{{Worker: "ade", Need: "days", Client: "owain", Start: start.Add(32 * time.Hour), End: start.Add(44 * time.Hour)}}}
	require.Empty(f, audit.Rota(p, rota).Findings)
	for _, seed := range []string{eventsTOML, eventsJSON, "", "{}", `{"format": "carerota/1", "event": [{"kind": "away", "client": "owain", "start": "2026-03-24T10:10", "end": "2026-03-25T15:59"}]}`,
		"format = \"carerota/1\"\n[[event]]\nkind = \"refuses\"\nclient = \"owain\"\nworker = \"ade\"\n"} {
		f.Add([]byte(seed), false)
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, json bool) {
		name := "events.toml"
		if json {
			name = "events.json"
		}
		e, err := ParseEvents(name, data, p)
		if err != nil {
			require.Nil(t, e)
			judgeFaults(t, err)
			return
		}
		out, err := repair.Rota(t.Context(), p, rota, e.List, repair.Options{Reported: e.Reported, AsOf: e.AsOf, Checks: 200})
		var wrong *scheduler.EventError
		if errors.As(err, &wrong) {
			return
		}
		require.NoError(t, err)
		require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	})
}
