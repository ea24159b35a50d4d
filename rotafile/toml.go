package rotafile

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// MaxFileSize is the most bytes a file may have: 256 MiB.
const MaxFileSize = 256 << 20

// parseTree reads a document into a tree of values with their places.
func parseTree(file string, data []byte, format Format) (*node, Faults) {
	if faults := sound(file, data); faults != nil {
		return nil, faults
	}
	data = withoutMark(data)
	if format == JSON {
		return parseJSON(file, data)
	}
	return parseTOML(file, data)
}

// sound refuses what is no text at all.
func sound(file string, data []byte) Faults {
	if len(data) > MaxFileSize {
		return Faults{{File: file, Line: 1, Says: fmt.Sprintf("the file has %d bytes, more than %d", len(data), MaxFileSize), Remedy: "split or shorten it"}}
	}
	if nul := bytes.IndexByte(data, 0); nul >= 0 && utf8.Valid(data) {
		return Faults{{File: file, Line: linesOf(data).of(nul), Says: "the byte 0x00 stands in no text: the file may be in the encoding UTF-16, or no text at all", Remedy: "save the file in the encoding UTF-8"}}
	}
	if bytes.IndexByte(data, '\r') >= 0 && bytes.IndexByte(data, '\n') < 0 {
		return Faults{{File: file, Line: 1, Says: "its lines end with a carriage return alone, as on computers of long ago", Remedy: "save the file with line ends of Unix or Windows"}}
	}
	if utf8.Valid(data) {
		return nil
	}
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return Faults{{File: file, Line: linesOf(data).of(at), Says: fmt.Sprintf("byte 0x%02x is not UTF-8 text", data[at]), Remedy: "save the file in the encoding UTF-8"}}
}

// parseTOML decodes a TOML text and lays the places beside the values.
func parseTOML(file string, data []byte) (*node, Faults) {
	text := string(data)
	marks, line, lost := scanMarks(text)
	if errors.Is(lost, errTooDeep) || lost != nil && bracketDepth(data) > 1000 {
		return nil, Faults{{File: file, Line: line, Says: errTooDeep.Error(), Remedy: fmt.Sprintf("at most %d may", deepest)}}
	}
	if errors.Is(lost, errNoKey) {
		return nil, Faults{{File: file, Line: line, Says: errNoKey.Error(), Remedy: "give it a name or take it out"}}
	}
	values, err := decodeTOML(text)
	if err != nil {
		return mendTOML(file, text, err)
	}
	t := treeBuilder{file: file}
	return t.node(values, marks, 1), nil
}

// decodeTOML is the real decoder, with its own bugs turned into errors.
func decodeTOML(text string) (values map[string]any, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("the text cannot be read: %v", r)
		}
	}()
	_, err = toml.Decode(text, &values)
	return values, err
}

// bracketDepth is how deep brackets lie in each other, strings not minded.
func bracketDepth(data []byte) int {
	depth, most := 0, 0
	for _, b := range data {
		switch b {
		case '[', '{':
			depth++
			most = max(most, depth)
		case ']', '}':
			depth = max(0, depth-1)
		}
	}
	return most
}

func syntaxFault(file string, err error) Fault {
	f := Fault{File: file, Line: 1, Says: err.Error(), Remedy: "correct the TOML"}
	var parse toml.ParseError
	if errors.As(err, &parse) {
		f.Line, f.Says, f.Key = max(1, parse.Position.Line), strings.TrimSuffix(parse.Message, "."), parse.LastKey
		if strings.HasPrefix(f.Says, "invalid datetime") {
			f.Remedy = `write a day of the calendar, such as 2026-03-29, and a time such as "07:30"`
		}
	}
	return f
}

// treeBuilder makes the tree of the decoder's values and the scanner's marks.
// astray is set when the two do not agree, which the fuzz test asserts never happens;
// places are then those of the nearest thing that holds the value.
type treeBuilder struct {
	file   string
	astray bool
}

func (t *treeBuilder) node(v any, m *mark, line int) *node {
	if m == nil {
		t.astray = true
		m = &mark{line: line}
	}
	n := &node{file: t.file, line: m.line}
	switch v := v.(type) {
	case map[string]any:
		t.table(n, v, m)
	case []map[string]any:
		n.kind = listKind
		t.list(n, len(v), func(i int) any { return v[i] }, m)
	case []any:
		n.kind = listKind
		t.list(n, len(v), func(i int) any { return v[i] }, m)
	default:
		scalar(n, v)
	}
	return n
}

func (t *treeBuilder) table(n *node, v map[string]any, m *mark) {
	n.kind, n.fields, n.header = tableKind, map[string]*node{}, m.header
	t.astray = t.astray || len(m.keys) != len(v) || len(m.items) > 0
	for _, k := range m.keys {
		if x, ok := v[k]; ok {
			n.put(k, t.node(x, m.fields[k], m.line))
		}
	}
	if len(n.keys) == len(v) {
		return
	}
	t.astray = true
	var rest []string
	for k := range v {
		if n.fields[k] == nil {
			rest = append(rest, k)
		}
	}
	slices.Sort(rest)
	for _, k := range rest {
		n.put(k, t.node(v[k], nil, m.line))
	}
}

func (t *treeBuilder) list(n *node, length int, item func(int) any, m *mark) {
	t.astray = t.astray || len(m.items) != length || len(m.keys) > 0
	for i := range length {
		var place *mark
		if i < len(m.items) {
			place = m.items[i]
		}
		n.items = append(n.items, t.node(item(i), place, m.line))
	}
}

// scalar fills in a value that holds no others.
func scalar(n *node, v any) {
	switch v := v.(type) {
	case string:
		n.kind, n.text = textKind, v
	case bool:
		n.kind, n.bool = boolKind, v
	case int64:
		n.kind, n.int, n.float, n.text = intKind, v, float64(v), strconv.FormatInt(v, 10)
	case float64:
		n.kind, n.float, n.text = floatKind, v, floatText(v)
	case time.Time:
		n.kind, n.text = momentText(v)
	}
}

// floatText is a TOML literal of v that reads as a float.
func floatText(v float64) string {
	switch {
	case math.IsNaN(v):
		return "nan"
	case math.IsInf(v, 1):
		return "inf"
	case math.IsInf(v, -1):
		return "-inf"
	}
	s := strconv.FormatFloat(v, 'g', -1, 64)
	if !strings.ContainsAny(s, ".e") {
		s += ".0"
	}
	return s
}

// momentText tells the four kinds of TOML's dates and times apart by the names
// the decoder gives their zones.
func momentText(t time.Time) (kind, string) {
	switch t.Location().String() {
	case "date-local":
		return dateKind, t.Format("2006-01-02")
	case "time-local":
		return clockKind, shortest(t.Format("15:04:05.999999999"))
	case "datetime-local":
		return momentKind, t.Format("2006-01-02T") + shortest(t.Format("15:04:05.999999999"))
	}
	return instantKind, t.Format(time.RFC3339Nano)
}

// shortest leaves out seconds that are 0.
func shortest(clock string) string {
	if len(clock) == 8 {
		return strings.TrimSuffix(clock, ":00")
	}
	return clock
}
