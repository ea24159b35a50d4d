package rotafile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// jsonReader reads a JSON text with the places of its values. It goes on behind what is no JSON, so
// that one comma too many hides no other fault of a file: what is wrong is a fault with its line
// and column, and a value that cannot be read becomes a node of kind lostKind.
type jsonReader struct {
	file   string
	data   []byte
	at     int
	lines  lines
	steps  []string  // the path of the value that is being read
	open   []bracket // tables and lists that are being read, outermost first
	passed int       // faults of the text itself
	ended  bool      // whether it has been said that the text ends too soon
	faults Faults
}

// bracket is one that is open, with its place.
type bracket struct {
	sign byte
	at   int
}

// errTooManyLost ends the reading of what is hardly JSON at all.
var errTooManyLost = errors.New("there is more that is no JSON")

// add notes a fault of the value that is being read.
func (r *jsonReader) add(line int, remedy, says string, args ...any) {
	path := strings.TrimPrefix(strings.Join(r.steps, ""), ".")
	r.faults = append(r.faults, Fault{File: r.file, Line: line, Key: path, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// wrong notes a fault of the text at an offset, unless there are too many already.
func (r *jsonReader) wrong(at int, remedy, says string, args ...any) {
	if r.passed++; r.passed > mostLost {
		return
	}
	line := r.lines.of(at)
	column := 1 + utf8.RuneCount(r.data[r.lines[line-1]:at])
	r.add(line, remedy, "column %d: %s", column, fmt.Sprintf(says, args...))
}

// parseJSON reads one JSON value. The node is nil where nothing of it can be used.
func parseJSON(file string, data []byte) (*node, Faults) {
	r := &jsonReader{file: file, data: data, lines: linesOf(data)}
	if r.blank(); r.at == len(data) {
		return nil, Faults{{File: file, Line: 1, Says: "the file is empty", Remedy: "write a JSON table in it, which begins with {"}}
	}
	n, err := r.value(0)
	if err != nil {
		remedy := fmt.Sprintf("at most %d may", deepest)
		if errors.Is(err, errTooManyLost) {
			remedy = "correct what is named here first"
		}
		r.steps = nil
		r.add(r.line(), remedy, "%v", err)
		return nil, r.faults
	}
	if r.blank(); r.at < len(data) {
		r.wrong(r.at, "take it out, or see whether a bracket before it is one too many", "something stands after the end")
	}
	for i := range r.faults {
		r.faults[i].Entry = n.entryOf(r.faults[i].Key)
	}
	return n, r.faults
}

// line is that of the next byte.
func (r *jsonReader) line() int { return r.lines.of(min(r.at, max(0, len(r.data)-1))) }

// peek is the next byte; 0 at the end.
func (r *jsonReader) peek() byte {
	if r.at < len(r.data) {
		return r.data[r.at]
	}
	return 0
}

// blank passes over white space, and over comments with a fault.
func (r *jsonReader) blank() {
	for r.at < len(r.data) {
		rest := r.data[r.at:]
		end := "\n"
		switch {
		case strings.IndexByte(" \t\r\n", rest[0]) >= 0:
			r.at++
			continue
		case bytes.HasPrefix(rest, []byte("/*")):
			end = "*/"
		case rest[0] != '#' && !bytes.HasPrefix(rest, []byte("//")):
			return
		}
		r.wrong(r.at, "take it out, or write the file in TOML", "JSON has no comments")
		if i := bytes.Index(rest, []byte(end)); i >= 0 {
			r.at += i + len(end)
		} else {
			r.at = len(r.data)
		}
	}
}

func (r *jsonReader) value(depth int) (*node, error) {
	switch {
	case depth > deepest:
		return nil, errTooDeep
	case r.passed > mostLost:
		return nil, errTooManyLost
	}
	n := &node{file: r.file, line: r.line(), kind: lostKind}
	switch r.peek() {
	case '{':
		return n, r.table(n, depth)
	case '[':
		return n, r.list(n, depth)
	case '"', '\'':
		if text, ok := r.text(); ok {
			n.kind, n.text = textKind, text
		}
	case 0, ',', ':', '}', ']':
		r.wrong(r.at, "write the value, or take out what asks for it", "a value is missing")
	default:
		r.word(n)
	}
	return n, nil
}

// begin and end stand at the ends of a table or list.
func (r *jsonReader) begin() {
	r.open = append(r.open, bracket{r.peek(), r.at})
	r.at++
}

func (r *jsonReader) end() { r.open = r.open[:len(r.open)-1] }

// closed says whether the table or list that is being read is at its end, which close ends; comma
// is the place of a comma that nothing came after, or below 0. A bracket that belongs to one
// further out, or the end of the text, ends it with a fault.
func (r *jsonReader) closed(close byte, comma int) bool {
	c := r.peek()
	if c != 0 && c != '}' && c != ']' {
		return false
	}
	if c == close {
		if comma >= 0 {
			r.wrong(comma, "take it out", "a comma stands before the bracket %c, with nothing between them", close)
		}
		r.at++
		return true
	}
	opens := byte('{')
	if c == ']' {
		opens = '['
	}
	for _, b := range r.open {
		if c == 0 || b.sign == opens {
			r.notClosed(close)
			return true
		}
	}
	r.wrong(r.at, "take it out", "the bracket %c closes nothing", c)
	r.at++
	r.blank()
	return r.passed <= mostLost && r.closed(close, comma)
}

// notClosed notes that the innermost bracket is not closed by what comes next.
func (r *jsonReader) notClosed(close byte) {
	b := r.open[len(r.open)-1]
	switch {
	case r.ended:
		return
	case r.at == len(r.data):
		r.ended = true
		r.wrong(r.at, fmt.Sprintf("write %c where it belongs, or see whether the file was cut short", close), "the file ends, and the bracket %c of line %d is still open", b.sign, r.lines.of(b.at))
		return
	}
	r.wrong(b.at, fmt.Sprintf("write %c at its end, before line %d", close, 1+r.line()), "the bracket %c is not closed", b.sign)
}

// comma passes over a comma and says where it stands; below 0 with a fault where one is missing.
func (r *jsonReader) comma(after int) int {
	r.blank()
	switch c := r.peek(); c {
	case ',':
		r.at++
		return r.at - 1
	case 0, '}', ']':
	default:
		if bytes.HasSuffix(bytes.TrimRight(r.data[:r.at], " \t\r\n"), []byte(",")) {
			return -1 // it was taken for one of a table that was not closed
		}
		r.wrong(after, "write one", "a comma is missing after what ends here")
	}
	return -1
}

func (r *jsonReader) table(n *node, depth int) error {
	n.kind, n.fields = tableKind, map[string]*node{}
	r.begin()
	defer r.end()
	for comma := -1; ; {
		if r.blank(); r.closed('}', comma) {
			return nil
		}
		switch c := r.peek(); {
		case c == ',':
			r.wrong(r.at, "take it out", "a comma stands where a key is wanted")
			r.at++
			continue
		case c == '{' && len(r.open) > 1 && r.open[len(r.open)-2].sign == '[':
			r.notClosed('}')
			return nil
		}
		if err := r.field(n, depth); err != nil {
			return err
		}
		comma = r.comma(r.at)
	}
}

// field reads a key and its value.
func (r *jsonReader) field(n *node, depth int) error {
	line := r.line()
	key, named := r.key()
	r.steps = append(r.steps, "."+clip(key))
	if r.blank(); r.peek() == ':' {
		r.at++
		r.blank()
	} else {
		r.wrong(r.at, "write one between the two", "a colon is missing after the key %q", clip(key))
	}
	v, err := r.value(depth + 1)
	if err != nil {
		return err
	}
	v.line = line
	if before := n.fields[key]; before != nil {
		r.add(line, "keep one of the two", "the key is given twice, first on line %d", before.line)
	} else if named {
		n.put(key, v)
	}
	r.steps = r.steps[:len(r.steps)-1]
	return nil
}

// key reads the name of a key, with a fault where it is not in quotes or not there.
func (r *jsonReader) key() (key string, named bool) {
	if c := r.peek(); c == '"' || c == '\'' {
		return r.text()
	}
	start := r.at
	for r.at < len(r.data) && bytes.IndexByte([]byte("{}[]:,\"' \t\r\n"), r.data[r.at]) < 0 {
		r.at++
	}
	if key = string(r.data[start:r.at]); key == "" {
		r.wrong(start, "write its name in quotes, and a colon", "a key is missing")
	} else {
		r.wrong(start, fmt.Sprintf("write %q", clip(key)), "the key %s is not in quotes", clip(key))
	}
	return key, key != ""
}

func (r *jsonReader) list(n *node, depth int) error {
	n.kind = listKind
	r.begin()
	defer r.end()
	for comma := -1; ; {
		if r.blank(); r.closed(']', comma) {
			return nil
		}
		if r.peek() == ',' {
			r.wrong(r.at, "take it out", "a comma stands where a value is wanted")
			r.at++
			continue
		}
		start := r.at
		r.steps = append(r.steps, fmt.Sprintf("[%d]", len(n.items)))
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		r.steps = r.steps[:len(r.steps)-1]
		after := r.at
		if r.blank(); r.peek() == ':' {
			if inTable := len(r.open) > 1 && r.open[len(r.open)-2].sign == '{'; v.kind == textKind && inTable {
				r.at = start // a key of the table that holds the list
				r.notClosed(']')
				return nil
			}
			r.wrong(r.at, "take it out, or write a table in { }", "a colon does not belong in a list")
			r.at++
		}
		n.items = append(n.items, v)
		comma = r.comma(after)
	}
}

// text reads a text in quotes; not ok, with a fault, where it cannot be read.
func (r *jsonReader) text() (text string, ok bool) {
	start, quote := r.at, r.peek()
	for r.at++; r.at < len(r.data) && r.data[r.at] != quote && r.data[r.at] != '\n'; r.at++ {
		if r.data[r.at] == '\\' && r.at+1 < len(r.data) && r.data[r.at+1] != '\n' {
			r.at++
		}
	}
	inner := r.data[start+1 : min(r.at, len(r.data))]
	if r.peek() != quote {
		r.at = min(r.at, len(r.data))
		r.wrong(start, fmt.Sprintf("write a quote at its end, and \\n where a new line is meant: %q", clip(strings.TrimRight(string(inner), " \t\r,"))), "the text is not closed on its line")
		return "", false
	}
	r.at++
	if quote == '\'' {
		r.wrong(start, fmt.Sprintf("write %q", clip(string(inner))), "a text stands in double quotes")
		return string(inner), true
	}
	if bytes.IndexByte(inner, '\\') < 0 && bytes.IndexFunc(inner, func(c rune) bool { return c < ' ' }) < 0 {
		return string(inner), true
	}
	if err := json.Unmarshal(r.data[start:r.at], &text); err != nil {
		r.wrong(start, `write \t for a tab, \n for a new line and \\ for a backslash`, "the text %q holds a control character, or a backslash that stands for nothing", clip(string(inner)))
		return "", false
	}
	return text, true
}

// jsonNumber is what a number of JSON looks like.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$`)

// decimals are what follows a number in which a comma stands for the point; of a table, as in a list
// they are the next number.
var decimals = regexp.MustCompile(`^,[0-9]+[ \t\r\n]*[,}]`)

// word reads a number, true, false, null, or what is none of them.
func (r *jsonReader) word(n *node) {
	start := r.at
	for r.at < len(r.data) && bytes.IndexByte([]byte("{}[],\"\r\n#"), r.data[r.at]) < 0 && !bytes.HasPrefix(r.data[r.at:], []byte("//")) && !bytes.HasPrefix(r.data[r.at:], []byte("/*")) {
		r.at++
	}
	r.at = start + len(bytes.TrimRight(r.data[start:r.at], " \t"))
	raw := string(r.data[start:r.at])
	if cents := decimals.Find(r.data[r.at:]); cents != nil && jsonNumber.MatchString(raw) && len(r.open) > 0 && r.open[len(r.open)-1].sign == '{' {
		fraction := strings.TrimSpace(string(cents[1 : len(cents)-1]))
		f := commaFault(raw + "," + fraction)
		r.wrong(start, f.Remedy, "%s", f.Says)
		r.at += len(cents) - 1
		return
	}
	switch {
	case raw == "true", raw == "false":
		scalar(n, raw == "true")
	case raw == "null":
		n.kind = nullKind
	case jsonNumber.MatchString(raw):
		r.number(n, raw)
	default:
		says, remedy := noJSONValue(raw)
		r.wrong(start, remedy, "%s", says)
		r.at = max(r.at, start+1)
	}
}

// noJSONValue says what is wrong with a text that JSON does not take for a value.
func noJSONValue(raw string) (says, remedy string) {
	said, small := clip(raw), strings.ToLower(raw)
	switch {
	case small == "true", small == "false", small == "null":
		return said + " is not a value", "write " + small + " in small letters, or put it in quotes when it is a text"
	case small == "none":
		return said + " is not a value", `write "none" in quotes to lift a limit, or take the key out`
	case looksLikeDate.MatchString(raw), looksLikeClock.MatchString(raw):
		return said + " is not in quotes", fmt.Sprintf("write %q", said)
	case looksLikeNumber.MatchString(raw), looksLikeFloat.MatchString(raw):
		return fmt.Sprintf("the number %s cannot be read", said), "write a number such as 12.50, without a + or 0 in front"
	}
	return said + " is not a value", fmt.Sprintf("write a text in quotes: %q", said)
}

func (r *jsonReader) number(n *node, literal string) {
	n.kind, n.text = floatKind, literal
	if i, err := strconv.ParseInt(literal, 10, 64); err == nil {
		n.kind, n.int, n.float = intKind, i, float64(i)
		return
	}
	f, err := strconv.ParseFloat(literal, 64)
	n.float = f
	if err != nil {
		n.kind = lostKind
		r.add(n.line, "write a smaller number", "the number %s is too large", clip(literal))
	}
}

// clip shortens a text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}
