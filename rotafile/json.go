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
	faults Faults
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
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		v.line = line
		if n.fields[key] != nil {
			r.faults = append(r.faults, Fault{File: r.file, Line: line, Key: key, Says: fmt.Sprintf("the key %q is given twice", key), Remedy: "keep one of the two"})
		}
		n.put(key, v)
	}
	_, err := r.dec.Token()
	return err
}

func (r *jsonReader) array(n *node, depth int) error {
	n.kind = listKind
	for r.dec.More() {
		v, err := r.value(depth + 1)
		if err != nil {
			return err
		}
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
		r.faults = append(r.faults, Fault{File: r.file, Line: n.line, Says: fmt.Sprintf("the number %s is too large", clip(literal)), Remedy: "write a smaller number"})
	}
}

// clip shortens a text for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}
