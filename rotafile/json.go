package rotafile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// jsonReader reads a JSON text token by token, for the places.
type jsonReader struct {
	file   string
	dec    *json.Decoder
	lines  lines
	steps  []string // the path of the value that is being read
	faults Faults
}

// add notes a fault of the value that is being read.
func (r *jsonReader) add(line int, remedy, says string, args ...any) {
	path := strings.TrimPrefix(strings.Join(r.steps, ""), ".")
	r.faults = append(r.faults, Fault{File: r.file, Line: line, Key: path, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// parseJSON reads one JSON value.
func parseJSON(file string, data []byte) (*node, Faults) {
	var whole json.RawMessage
	r := &jsonReader{file: file, lines: linesOf(data)}
	if err := json.Unmarshal(data, &whole); err != nil {
		line, says := 1, strings.TrimPrefix(err.Error(), "json: ")
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line = r.lines.of(max(0, min(int(syntax.Offset)-1, len(data)-1)))
		}
		return nil, Faults{{File: file, Line: line, Says: says, Remedy: "correct the JSON"}}
	}
	r.dec = json.NewDecoder(bytes.NewReader(data))
	r.dec.UseNumber()
	n, err := r.value(0)
	if err != nil {
		return nil, Faults{{File: file, Line: r.line(), Says: err.Error(), Remedy: fmt.Sprintf("at most %d may", deepest)}}
	}
	for i := range r.faults {
		r.faults[i].Entry = n.entryOf(r.faults[i].Key)
	}
	return n, r.faults
}

func (r *jsonReader) line() int { return r.lines.of(max(0, int(r.dec.InputOffset())-1)) }

func (r *jsonReader) value(depth int) (*node, error) {
	if depth > deepest {
		return nil, errTooDeep
	}
	tok, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	n := &node{file: r.file, line: r.line()}
	switch v := tok.(type) {
	case json.Delim:
		if v == '{' {
			return n, r.object(n, depth)
		}
		return n, r.array(n, depth)
	case json.Number:
		r.number(n, v.String())
	case nil:
		n.kind = nullKind
	default:
		scalar(n, v)
	}
	return n, nil
}

func (r *jsonReader) object(n *node, depth int) error {
	n.kind, n.fields = tableKind, map[string]*node{}
	for r.dec.More() {
		tok, err := r.dec.Token()
		if err != nil {
			return err
		}
		key, line := fmt.Sprint(tok), r.line()
		r.steps = append(r.steps, "."+key)
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		v.line = line
		if before := n.fields[key]; before != nil {
			r.add(line, "keep one of the two", "the key is given twice, first on line %d", before.line)
		} else {
			n.put(key, v)
		}
		r.steps = r.steps[:len(r.steps)-1]
	}
	_, err := r.dec.Token()
	return err
}

func (r *jsonReader) array(n *node, depth int) error {
	n.kind = listKind
	for r.dec.More() {
		r.steps = append(r.steps, fmt.Sprintf("[%d]", len(n.items)))
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		r.steps = r.steps[:len(r.steps)-1]
		n.items = append(n.items, v)
	}
	_, err := r.dec.Token()
	return err
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
