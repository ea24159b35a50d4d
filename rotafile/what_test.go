package rotafile

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/simulation"
	"github.com/stretchr/testify/require"
)

// allKinds are a text of each kind of file there is, by what it is called.
func allKinds(t *testing.T, p *scheduler.Problem) map[string]string {
	write := func(fill func(b *bytes.Buffer) error) string {
		var b bytes.Buffer
		require.NoError(t, fill(&b))
		return b.String()
	}
	r := &scheduler.Report{Rota: &scheduler.Rota{}}
	inUTF16 := []byte{0xff, 0xfe}
	for _, u := range utf16.Encode([]rune(everything)) {
		inUTF16 = append(inUTF16, byte(u), byte(u>>8))
	}
	return map[string]string{
		"a problem file":                         everything,
		"a problem file.json":                    write(func(b *bytes.Buffer) error { return WriteProblem(b, p, JSON) }),
		"a problem file over a":                  "extends = \"base.toml\"\n",
		"a result file.json":                     write(func(b *bytes.Buffer) error { return WriteResult(b, p, r, Meta{}) }),
		"an event file":                          "format = \"carerota/1\"\n[[event]]\nkind = \"absent\"\n",
		"a file of settings":                     "format = \"carerota/1\"\nspells = 2.0\n",
		"a file that carerota advise wrote.json": write(func(b *bytes.Buffer) error { return WriteAdvice(b, p, &advice.Advice{}, Meta{}) }),
		"a file that carerota simulate wrote.json": write(func(b *bytes.Buffer) error {
			return WriteSimulation(b, p, &simulation.Result{}, simulation.Options{}, Meta{})
		}),
		"a file that carerota validate wrote.json": write(func(b *bytes.Buffer) error { return WriteFaults(b, nil, nil) }),
		"text in the encoding UTF-16":              string(inUTF16),
		"a page of HTML or XML":                    "\n<!doctype html>\n<title>x</title>\n",
		"a calendar":                               "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
		"a workbook or another packed file":        "PK\x03\x04\x00\x01",
		"a CSV file.csv":                           "id,name\na,b\n",
		"a file to be read by people.md":           "# The plan\n",
	}
}

// A file of another kind than is wanted is one fault: what it is, what is wanted, what to type.
func TestSwappedFiles(t *testing.T) {
	p := parse(t, everything)
	readers := map[string]func(name string, text []byte) error{
		"a problem file": func(name string, text []byte) error { _, err := Reader{}.OpenText(name, text); return err },
		"a result file":  func(name string, text []byte) error { _, err := ParseResult(name, text, p); return err },
		"an event file":  func(name string, text []byte) error { _, err := ParseEvents(name, text, p); return err },
		"a file of settings": func(name string, text []byte) error {
			s := simulation.Defaults()
			return ParseSettings(name, text, &s)
		},
	}
	for called, text := range allKinds(t, p) {
		for wanted, read := range readers {
			if strings.HasPrefix(called, wanted) {
				continue
			}
			is, ext := called, filepath.Ext(called)
			is = strings.TrimSuffix(strings.TrimSuffix(is, ext), " over a")
			err := read("x"+ext, []byte(text))
			var faults Faults
			require.ErrorAs(t, err, &faults, "%s read as %s", called, wanted)
			require.Len(t, faults, 1, "%s read as %s: %v", called, wanted, faults)
			says := "this is " + is + ", and " + wanted + " is wanted"
			if wanted == "a problem file" && strings.HasPrefix(text, "PK") { // a workbook may be one
				says = "the workbook cannot be read: it is damaged or not whole"
			}
			require.Equal(t, says, faults[0].Says)
			require.NotEmpty(t, faults[0].Remedy)
		}
	}
}

// convert takes problems, events and settings, and says of what else there is what it is.
func TestConvertOfOtherKinds(t *testing.T) {
	p := parse(t, everything)
	for called, text := range allKinds(t, p) {
		dir := t.TempDir()
		in, out := filepath.Join(dir, "in"+filepath.Ext(called)), filepath.Join(dir, "out.toml")
		require.NoError(t, os.WriteFile(in, []byte(text), 0o644))
		err := Convert(in, out)
		if strings.HasPrefix(called, "a problem") || strings.HasPrefix(called, "an event") || strings.HasPrefix(called, "a file of settings") {
			require.NoError(t, err, called)
			continue
		}
		if !strings.HasPrefix(text, "PK") {
			require.ErrorContains(t, err, "and a problem file is wanted", called)
		}
		require.Error(t, err, called)
		require.NoFileExists(t, out)
	}
}

// A mark of the encoding before a text changes nothing, whatever the file is.
func TestMarkOfTheEncoding(t *testing.T) {
	const mark = "\xef\xbb\xbf"
	p := parse(t, mark+everything)
	require.Equal(t, parse(t, everything), p)
	result := allKinds(t, p)["a result file.json"]
	_, _, err := ParseReport("x.json", []byte(mark+result), p)
	require.NoError(t, err)
	_, err = ReadProofs([]byte(mark + result))
	require.NoError(t, err)
}

// A local time that the clocks skip is not moved without a word, wherever it stands; one with an
// offset is what it says.
func TestTimesThatTheClocksSkip(t *testing.T) {
	text := strings.Replace(head, "2026-07-06", "2026-03-23", 1) + `[[client]]
id = "owain"
[[need]]
id = "n"
client = "owain"
days = "daily"
from = "08:00"
to = "12:00"
[[worker]]
id = "ade"
unavailable = [
  { start = 2026-03-29T01:30, end = 2026-03-29T09:00 },
  { start = "2026-03-28 22:00", end = "2026-03-29 01:45" },
  { start = 2026-03-29T01:30:00Z, end = "2026-03-29T24:00" },
  { start = 2026-03-29T00:59, end = 2026-03-29T02:00 },
]
`
	d, err := Reader{}.Parse("rota.toml", []byte(text), TOML)
	require.NoError(t, err)
	require.Equal(t, `rota.toml:20: worker[0].unavailable[0].start (worker "ade"): 29 March 2026 does not have the time 01:30, as the clocks go forward: it is taken for 02:00; write a time that there is
rota.toml:21: worker[0].unavailable[1].end (worker "ade"): 29 March 2026 does not have the time 01:45, as the clocks go forward: it is taken for 02:00; write a time that there is`, d.Warnings().Error())
	e, err := ParseEvents("ill.toml", []byte("format = \"carerota/1\"\nreported = 2026-03-29T01:00\n[[event]]\nkind = \"absent\"\nworker = \"ade\"\nstart = 2026-03-29T01:15\nend = 2026-03-29T10:00\n"), d.Problem)
	require.NoError(t, err)
	require.Len(t, e.Warnings, 2)
	require.Equal(t, "reported", e.Warnings[0].Key)
	require.Equal(t, "event[0].start", e.Warnings[1].Key)
	require.Equal(t, 6, e.Warnings[1].Line)
}
