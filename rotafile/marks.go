package rotafile

import (
	"errors"
	"strconv"
	"strings"
)

// mark is where a value of a TOML document stands: the tree that scanMarks
// makes beside the real decoder, which tells no positions.
type mark struct {
	line   int
	keys   []string
	fields map[string]*mark
	items  []*mark

	shape    shape
	raw      string  // a scalar as it is written
	again    []*mark // what the document gives at this key once more
	header   bool    // [key] opens it, a header of one bracket
	repeated bool    // a header opens it once more: keys in it that come again go without saying
	fault    *Fault  // what keeps it from being read, without file and key
}

// shape is what the scanner takes a value for.
type shape int

const (
	unknownShape shape = iota // a table that only keys below it name
	tableShape
	listShape
	scalarShape
)

func (m *mark) child(key string, line int) *mark {
	if c := m.fields[key]; c != nil {
		return c
	}
	c := &mark{line: line}
	if m.fields == nil {
		m.fields = map[string]*mark{}
	}
	m.fields[key] = c
	m.keys = append(m.keys, key)
	return c
}

// deepest is how many tables and lists may lie in each other; the format needs five.
const deepest = 64

var (
	errTooDeep = errors.New("tables and lists lie too deep in each other")
	errNoKey   = errors.New("a key is empty") // TOML allows it, the format has none, and the decoder mislays what stands beside one
	errLost    = errors.New("not TOML")
)

// markScanner walks a TOML text (1.0 or 1.1) for the places of its keys and
// values. It takes for granted that the text is sound: what is not, the real
// decoder refuses.
type markScanner struct {
	s    string
	at   int
	line int
	pair *mark // the value of the statement that is being read; nil for a header
}

// scanMarks is the tree of places of a TOML text, with the line at which it
// could not go on when there is an error.
func scanMarks(s string) (*mark, int, error) {
	sc := &markScanner{s: s, line: 1}
	root := &mark{line: 1}
	table := root
	for {
		sc.blank(true)
		if sc.at >= len(sc.s) {
			return root, sc.line, nil
		}
		var err error
		if table, err = sc.statement(root, table); err != nil {
			return root, sc.line, err
		}
	}
}

// statement reads a header or a pair, and gives the table that what comes next belongs to.
func (sc *markScanner) statement(root, table *mark) (*mark, error) {
	sc.pair = nil
	if sc.s[sc.at] == '[' {
		return sc.header(root)
	}
	return table, sc.keyAndValue(table, 0)
}

// blank skips spaces and, with newlines, line ends and comments too.
func (sc *markScanner) blank(newlines bool) {
	for sc.at < len(sc.s) {
		switch c := sc.s[sc.at]; {
		case c == ' ' || c == '\t':
			sc.at++
		case newlines && c == '\r':
			sc.at++
		case newlines && c == '\n':
			sc.at++
			sc.line++
		case newlines && c == '#':
			for sc.at < len(sc.s) && sc.s[sc.at] != '\n' {
				sc.at++
			}
		default:
			return
		}
	}
}

func (sc *markScanner) take(c byte) bool {
	if sc.at < len(sc.s) && sc.s[sc.at] == c {
		sc.at++
		return true
	}
	return false
}

// header reads [a.b] or [[a.b]] and gives the table it opens.
func (sc *markScanner) header(root *mark) (*mark, error) {
	sc.at++
	list := sc.take('[')
	line := sc.line
	path, err := sc.path()
	if err != nil {
		return nil, err
	}
	if !sc.take(']') || list && !sc.take(']') {
		return nil, errLost
	}
	m := root
	for i, key := range path {
		last := i == len(path)-1
		m = m.child(key, line)
		switch {
		case last && list:
			m = m.openItem(line)
		case last:
			m = m.openTable(line, key)
		case len(m.items) > 0:
			m = m.items[len(m.items)-1]
		}
	}
	return m, nil
}

// openItem is the element that [[key]] adds.
func (m *mark) openItem(line int) *mark {
	item := &mark{line: line, shape: tableShape}
	if m.shape == scalarShape || m.shape == tableShape {
		return m.giveAgain(item)
	}
	m.shape = listShape
	m.items = append(m.items, item)
	return item
}

// openTable is the table that [key] opens.
func (m *mark) openTable(line int, key string) *mark {
	switch {
	case m.shape == listShape:
		item := &mark{line: line, shape: tableShape, fault: &Fault{Line: line, Says: "it is one of several: those above have two brackets",
			Remedy: "write [[" + clip(key) + "]]"}}
		m.items = append(m.items, item)
		return item
	case m.shape == scalarShape:
		return m.giveAgain(&mark{line: line, shape: tableShape})
	case m.shape == tableShape:
		m.repeated = true
		m.again = append(m.again, &mark{line: line, shape: tableShape})
	case m.fields == nil:
		m.line = line
	}
	m.shape, m.header = tableShape, true
	return m
}

// giveAgain notes a value at a key that has one.
func (m *mark) giveAgain(other *mark) *mark {
	m.again = append(m.again, other)
	return other
}

// keyAndValue reads key = value into the table.
func (sc *markScanner) keyAndValue(table *mark, depth int) error {
	line := sc.line
	path, err := sc.path()
	if err != nil {
		return err
	}
	if depth+len(path) > deepest {
		return errTooDeep
	}
	if !sc.take('=') {
		return errLost
	}
	value := table
	for i, key := range path {
		before := value.fields[key]
		switch last := i == len(path)-1; {
		case before == nil:
			value = value.child(key, line)
		case last:
			if value = before.giveAgain(&mark{line: line}); table.repeated {
				value.repeated = true
			}
		default:
			value = before
		}
	}
	if depth == 0 {
		sc.pair = value
	}
	sc.blank(false)
	return sc.value(value, depth+len(path))
}

// path reads a dotted key up to what follows it.
func (sc *markScanner) path() ([]string, error) {
	var path []string
	for {
		sc.blank(false)
		key, err := sc.key()
		if err != nil {
			return nil, err
		}
		if key == "" {
			return nil, errNoKey
		}
		path = append(path, key)
		if len(path) > deepest {
			return nil, errTooDeep
		}
		sc.blank(false)
		if !sc.take('.') {
			return path, nil
		}
	}
}

func (sc *markScanner) key() (string, error) {
	if sc.at < len(sc.s) && (sc.s[sc.at] == '"' || sc.s[sc.at] == '\'') {
		start := sc.at
		if err := sc.quoted(); err != nil {
			return "", err
		}
		inner := sc.s[start+1 : sc.at-1]
		if sc.s[start] == '\'' {
			return inner, nil
		}
		return unescape(inner)
	}
	start := sc.at
	for sc.at < len(sc.s) && !strings.ContainsRune(" \t\r\n.=[]{},#\"'", rune(sc.s[sc.at])) {
		sc.at++
	}
	if sc.at == start {
		return "", errLost
	}
	return sc.s[start:sc.at], nil
}

// value reads a value and notes the places inside it.
func (sc *markScanner) value(m *mark, depth int) error {
	switch {
	case depth > deepest:
		return errTooDeep
	case sc.at >= len(sc.s):
		return errLost
	case sc.take('['):
		m.shape = listShape
		return sc.list(m, depth)
	case sc.take('{'):
		m.shape = tableShape
		return sc.inline(m, depth)
	}
	m.shape = scalarShape
	start := sc.at
	defer func() { m.raw = sc.s[start:sc.at] }()
	if c := sc.s[sc.at]; c == '"' || c == '\'' {
		return sc.quoted()
	}
	for sc.at < len(sc.s) && !strings.ContainsRune(",]}#\r\n", rune(sc.s[sc.at])) {
		sc.at++
	}
	if sc.at == start {
		return errLost
	}
	return nil
}

func (sc *markScanner) list(m *mark, depth int) error {
	for {
		sc.blank(true)
		if sc.take(']') {
			return nil
		}
		item := &mark{line: sc.line}
		m.items = append(m.items, item)
		if err := sc.value(item, depth+1); err != nil {
			return err
		}
		sc.blank(true)
		if sc.take(',') {
			continue
		}
		if !sc.take(']') {
			return errLost
		}
		return nil
	}
}

func (sc *markScanner) inline(m *mark, depth int) error {
	for {
		sc.blank(true)
		if sc.take('}') {
			return nil
		}
		if err := sc.keyAndValue(m, depth+1); err != nil {
			return err
		}
		sc.blank(true)
		if sc.take(',') {
			continue
		}
		if !sc.take('}') {
			return errLost
		}
		return nil
	}
}

// quoted skips a string of any of the four forms.
func (sc *markScanner) quoted() error {
	q := sc.s[sc.at]
	if strings.HasPrefix(sc.s[sc.at:], strings.Repeat(string(q), 3)) {
		sc.at += 3
		return sc.multiline(q)
	}
	for sc.at++; sc.at < len(sc.s); sc.at++ {
		switch c := sc.s[sc.at]; {
		case c == q:
			sc.at++
			return nil
		case c == '\\' && q == '"':
			sc.at++
		case c == '\n':
			return errLost
		}
	}
	sc.at = len(sc.s)
	return errLost
}

// multiline skips to the end of a string in three quotes; up to two more
// quotes before the end belong to it.
func (sc *markScanner) multiline(q byte) error {
	end := strings.Repeat(string(q), 3)
	for sc.at < len(sc.s) {
		switch c := sc.s[sc.at]; {
		case c == '\\' && q == '"' && sc.at+1 < len(sc.s) && sc.s[sc.at+1] != '\n':
			sc.at += 2
			continue
		case c == '\n':
			sc.line++
		case strings.HasPrefix(sc.s[sc.at:], end):
			sc.at += 3
			for range 2 {
				sc.take(q)
			}
			return nil
		}
		sc.at++
	}
	return errLost
}

// unescape reads a quoted key.
func unescape(s string) (string, error) {
	if !strings.Contains(s, `\`) {
		return s, nil
	}
	var b strings.Builder
	for len(s) > 0 {
		if s[0] != '\\' {
			b.WriteByte(s[0])
			s = s[1:]
			continue
		}
		if len(s) < 2 {
			return "", errLost
		}
		if i := strings.IndexByte("btnfre\"\\", s[1]); i >= 0 {
			b.WriteByte("\b\t\n\f\r\x1b\"\\"[i])
			s = s[2:]
			continue
		}
		digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
		if digits == 0 || len(s) < 2+digits {
			return "", errLost
		}
		r, err := strconv.ParseUint(s[2:2+digits], 16, 32)
		if err != nil {
			return "", errLost
		}
		b.WriteRune(rune(r))
		s = s[2+digits:]
	}
	return b.String(), nil
}
