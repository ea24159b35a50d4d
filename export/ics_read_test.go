package export

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// component is a part of a calendar, read by RFC 5545 itself and not by the library that wrote it.
type component struct {
	name  string
	props []property
	parts []*component
}

// property is a content line: its name, its parameters and its value as it stands.
type property struct {
	name, value string
	params      map[string]string
}

// readComponent reads a calendar: lines that end in CR and LF, unfolded, in components that close as they open.
func readComponent(t *testing.T, text []byte) *component {
	t.Helper()
	require.True(t, strings.HasSuffix(string(text), "\r\n"), "the last line ends")
	require.NotContains(t, strings.ReplaceAll(string(text), "\r\n", ""), "\n", "every line ends in CR and LF")
	unfolded := strings.ReplaceAll(strings.TrimSuffix(string(text), "\r\n"), "\r\n ", "")
	top := &component{}
	open := []*component{top}
	for line := range strings.SplitSeq(unfolded, "\r\n") {
		p := readProperty(t, line)
		in := open[len(open)-1]
		switch p.name {
		case "BEGIN":
			part := &component{name: p.value}
			in.parts = append(in.parts, part)
			open = append(open, part)
		case "END":
			require.Equal(t, in.name, p.value, "what was opened last is closed first")
			open = open[:len(open)-1]
		default:
			require.NotEmpty(t, in.name, "%s stands in a component", line)
			in.props = append(in.props, p)
		}
	}
	require.Len(t, open, 1, "everything is closed")
	require.Len(t, top.parts, 1, "one calendar")
	return top.parts[0]
}

// readProperty reads NAME;PARAM=VALUE;PARAM="VALUE":VALUE.
func readProperty(t *testing.T, line string) property {
	t.Helper()
	quoted := false
	var cuts []int // where a part of what stands before the value ends
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case !quoted && line[i] == ';':
			cuts = append(cuts, i)
		case !quoted && line[i] == ':':
			p := property{name: line[:i], value: line[i+1:], params: map[string]string{}}
			if len(cuts) > 0 {
				p.name = line[:cuts[0]]
			}
			for n, from := range cuts {
				key, value, found := strings.Cut(line[from+1:append(cuts, i)[n+1]], "=")
				require.True(t, found, "a parameter has a value: %s", line)
				p.params[key] = strings.Trim(value, `"`)
			}
			return p
		}
	}
	t.Fatalf("%q is no content line", line)
	return property{}
}

// the is the component's one property of that name.
func (c *component) the(t *testing.T, name string) property {
	t.Helper()
	var found []property
	for _, p := range c.props {
		if p.name == name {
			found = append(found, p)
		}
	}
	require.Len(t, found, 1, "%s has one %s", c.name, name)
	return found[0]
}

// text is a property's value as text, without its escapes.
func (c *component) text(t *testing.T, name string) string {
	t.Helper()
	value := c.the(t, name).value
	plain := strings.NewReplacer(`\\`, "", `\,`, "", `\;`, "", `\n`, "", `\N`, "").Replace(value)
	require.False(t, strings.ContainsAny(plain, `\,;`), "%s is escaped: %s", name, value)
	return strings.NewReplacer(`\\`, `\`, `\,`, ",", `\;`, ";", `\n`, "\n", `\N`, "\n").Replace(value)
}

// instant is a property's value as a time: in UTC, or by the clock of a zone that the calendar describes.
func (c *component) instant(t *testing.T, name string, zones []string) time.Time {
	t.Helper()
	p := c.the(t, name)
	zone := p.params["TZID"]
	if zone == "" {
		at, err := time.Parse("20060102T150405Z", p.value)
		require.NoError(t, err)
		return at
	}
	require.True(t, slices.Contains(zones, zone), "the calendar describes the zone %s", zone)
	place, err := time.LoadLocation(zone)
	require.NoError(t, err)
	at, err := time.ParseInLocation("20060102T150405", p.value, place)
	require.NoError(t, err)
	return at
}

// events are the events of a calendar that has all that the standard asks, each no more often than it allows.
func (c *component) events(t *testing.T) (events []*component, zones []string) {
	t.Helper()
	require.Equal(t, "VCALENDAR", c.name)
	require.Equal(t, "2.0", c.the(t, "VERSION").value)
	require.NotEmpty(t, c.the(t, "PRODID").value)
	uids := map[string]bool{}
	for _, part := range c.parts {
		switch part.name {
		case "VTIMEZONE":
			zones = append(zones, part.the(t, "TZID").value)
			require.NotEmpty(t, part.parts, "a zone says when which time holds")
			for _, half := range part.parts {
				require.Contains(t, []string{"STANDARD", "DAYLIGHT"}, half.name)
				for _, name := range []string{"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"} {
					require.NotEmpty(t, half.the(t, name).value)
				}
			}
		case "VEVENT":
			require.Empty(t, part.parts, "an event has no parts")
			uid := part.the(t, "UID").value
			require.False(t, uids[uid], "an event has a UID of its own")
			uids[uid] = true
			part.instant(t, "DTSTAMP", nil)
			once := map[string]bool{}
			for _, p := range part.props {
				require.False(t, once[p.name], "%s stands once in an event", p.name)
				once[p.name] = true
			}
			events = append(events, part)
		default:
			t.Fatalf("a calendar of ours has no %s", part.name)
		}
	}
	return events, zones
}
