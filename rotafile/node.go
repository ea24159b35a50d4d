package rotafile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/carerota/carerota/scheduler"
)

// kind is what sort of value a node holds.
type kind int

const (
	tableKind kind = iota
	listKind
	textKind
	intKind
	floatKind
	boolKind
	dateKind    // TOML's own date, text "2006-01-02"
	clockKind   // TOML's own time, text "15:04" or "15:04:05"
	momentKind  // TOML's own local date-time, text "2006-01-02T15:04"
	instantKind // TOML's own date-time with an offset, text in RFC 3339
	nullKind    // JSON's null
	lostKind    // what could not be read; the fault is with those of the reading
)

func (k kind) String() string {
	return [...]string{"a table", "a list", "a text", "a whole number", "a number", "true or false",
		"a date", "a time of day", "a date-time", "a date-time with an offset", "null", "nothing that can be read"}[k]
}

// node is a value of a TOML or JSON document or of a sheet, with its place.
type node struct {
	kind   kind
	file   string
	line   int
	text   string // of a text; of a number its literal; of dates and times see kind
	int    int64
	float  float64 // of an int too
	bool   bool
	keys   []string // of a table, in the order of the document
	fields map[string]*node
	items  []*node             // of a list
	header bool                // of a table: TOML's header of one bracket opens it
	word   bool                // of what could not be read: it has no quotes, and what is wanted is not known yet
	meant  bool                // of an entry: its id is likely another's, so that nothing is missing in it
	sheet  bool                // of a sheet: line is the row's
	tab    string              // of a workbook: its sheet
	column string              // of a cell: its column
	notes  []scheduler.Warning // of the tree of sheets: what was decided to read them
}

func newTable(file string, line int) *node {
	return &node{kind: tableKind, file: file, line: line, fields: map[string]*node{}}
}

// put sets a key of a table; a key that is there keeps its place in the order.
func (n *node) put(key string, v *node) {
	if _, there := n.fields[key]; !there {
		n.keys = append(n.keys, key)
	}
	n.fields[key] = v
}

// drop takes a key out of a table.
func (n *node) drop(key string) {
	if _, there := n.fields[key]; !there {
		return
	}
	delete(n.fields, key)
	for i, k := range n.keys {
		if k == key {
			n.keys = append(n.keys[:i:i], n.keys[i+1:]...)
			return
		}
	}
}

// at is the node at a key path, or the nearest that holds it.
func (n *node) at(path string) *node {
	for path != "" {
		step := path
		if i := strings.IndexAny(path[1:], ".["); i >= 0 {
			step, path = path[:i+1], path[i+1:]
		} else {
			path = ""
		}
		next := n.step(step)
		if next == nil {
			return n
		}
		n = next
	}
	return n
}

func (n *node) step(s string) *node {
	if index, ok := strings.CutPrefix(s, "["); ok {
		i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
		if n.kind == listKind && err == nil && i >= 0 && i < len(n.items) {
			return n.items[i]
		}
		return nil
	}
	return n.fields[strings.TrimPrefix(s, ".")]
}

// entryOf names the entry of a top-level list that a path leads into, such as
// `worker "ade"`; empty when it has no id.
func (n *node) entryOf(path string) string {
	end := strings.IndexByte(path, ']')
	start := strings.IndexByte(path, '[')
	if start < 0 || end < start || strings.IndexByte(path[:start], '.') >= 0 {
		return ""
	}
	entry := n.at(path[:end+1])
	for _, key := range []string{"id", "name"} {
		if id := entry.fields[key]; id != nil && id.kind == textKind && id.text != "" {
			return fmt.Sprintf("%s %q", path[:start], id.text)
		}
	}
	return ""
}

// lines turns byte offsets into line numbers.
type lines []int

func linesOf(data []byte) lines {
	starts := lines{0}
	for i, b := range data {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// of is the line, from 1, that the byte at offset lies in.
func (l lines) of(offset int) int {
	lo, hi := 0, len(l)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; l[mid] <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo + 1
}
