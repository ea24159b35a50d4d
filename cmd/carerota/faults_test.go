package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// Whatever is wrong with a problem is said with its file, line, key and
// remedy; the exit code is 2 and nothing is written.
func TestBadProblems(t *testing.T) {
	for _, row := range []struct {
		name string
		text string
		want []string // each a part of one line
	}{
		{"an unknown key", with(`rate = 12.50`, `rates = 12.50`),
			[]string{"bad.toml:23: worker[0].rates", `did you mean "rate"?`}},
		{"a value of the wrong type", with(`days = 7`, `days = "seven"`),
			[]string{"bad.toml:7: rota.days", "; "}},
		{"a dangling id", with(`client = "owain"`, `client = "owin"`),
			[]string{"bad.toml:15: need[0].client", `no client has the id "owin"`, `did you mean "owain"?`}},
		{"a duplicate id", with(`id = "bea"`, `id = "ade"`),
			[]string{"bad.toml:26: worker[1].id", `"ade" is taken`, "give each its own id"}},
		{"the least over the most", week + "[contingency]\nstandby_shift = { min = \"9h\", max = \"4h\" }\n",
			[]string{"bad.toml:30: contingency.standby_shift", "; "}},
		{"until before from", with(`days = "daily"`, "days = \"daily\"\nfrom_date = 2026-03-27\nuntil_date = 2026-03-25"),
			[]string{"bad.toml:18: need[0].until_date", "2026-03-25 is before", "; "}},
		{"an impossible date", with(`start = 2026-03-23`, `start = "2026-02-30"`),
			[]string{"bad.toml:6: rota.start", "2026-02-30", "; "}},
		{"an unknown time zone", with(`Europe/London`, `Europe/Llundain`),
			[]string{"bad.toml:5: rota.time_zone", `"Europe/Llundain" is not known`, `"Europe/London"`}},
		{"a pinned shift that breaks a hard rule",
			with(`name = "Ade"`, "name = \"Ade\"\nrefuses = [\"owain\"]\npinned = [{ need = \"mornings\", start = 2026-03-24T08:00, end = 2026-03-24T11:00 }]"),
			[]string{"bad.toml:24: worker[0].pinned[0]", "refuse", "; "}},
		{"what is no TOML", week + "this is no TOML\n", []string{"bad.toml:29:"}},
		{"no format", with(`format = "carerota/1"`, ``), []string{"bad.toml:", "format", `"carerota/1"`}},
		{"too large for memory", tooLarge(), []string{"bad.toml:", "too large", "GiB", "plan fewer days"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			dir := folder(t, map[string]string{"bad.toml": row.text, "bad.rota.json": "old"})
			got := execute(t, dir, "solve", "bad.toml", "--csv", "bad.csv")
			assert.Equal(t, exitUsage, got.code)
			assert.Empty(t, got.stdout)
			assert.True(t, someLineHas(got.stderr, row.want), "no line of %q has all of %q", got.stderr, row.want)
			assert.ElementsMatch(t, []string{"bad.toml", "bad.rota.json"}, namesIn(t, dir))
			assert.Equal(t, "old", read(t, dir, "bad.rota.json"))
		})
	}
}

func someLineHas(text string, parts []string) bool {
	for line := range strings.Lines(text) {
		all := true
		for _, p := range parts {
			all = all && strings.Contains(line, p)
		}
		if all {
			return true
		}
	}
	return false
}

// All faults are said at once, one a line, in the order of the lines.
func TestEveryFaultIsSaidAtOnce(t *testing.T) {
	text := with(`Europe/London`, `Europe/Llundain`)
	text = strings.Replace(text, `client = "owain"`, `client = "owin"`, 1)
	text = strings.Replace(text, `rate = 12.50`, `rates = 12.50`, 1)
	dir := folder(t, map[string]string{"bad.toml": text})
	got := execute(t, dir, "check", "bad.toml", "bad.toml")
	assert.Equal(t, exitUsage, got.code)
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	if assert.Len(t, lines, 3, got.stderr) {
		for i, at := range []string{"bad.toml:5: rota.time_zone", "bad.toml:15: need[0].client", "bad.toml:23: worker[0].rates"} {
			assert.Contains(t, lines[i], at)
		}
	}
}

// tooLarge is a problem of a year with more needs and workers than memory has room for.
func tooLarge() string {
	var b strings.Builder
	b.WriteString(with("days = 7", "days = 366"))
	for i := range 900 {
		fmt.Fprintf(&b, "[[need]]\nid = \"n%d\"\nclient = \"owain\"\ndays = \"daily\"\nfrom = \"08:00\"\nto = \"20:00\"\n[[worker]]\nid = \"w%d\"\n", i, i)
	}
	return b.String()
}
