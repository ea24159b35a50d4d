package rotafile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
)

// printer writes a tree as TOML or JSON. What the language cannot hold is a fault.
type printer struct {
	b      bytes.Buffer
	faults Faults
}

// printTree is the text of a tree.
func printTree(n *node, format Format) ([]byte, error) {
	p := &printer{}
	if format == JSON {
		p.json(n, "")
		p.b.WriteByte('\n')
	} else {
		p.toml(n)
	}
	if err := p.faults.sorted(); err != nil {
		return nil, err
	}
	return p.b.Bytes(), nil
}

func (p *printer) refuse(n *node, remedy, says string, args ...any) {
	p.faults = append(p.faults, Fault{File: n.file, Line: n.line, Key: n.column, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// toml writes a document: plain keys first, then a section for every table and
// every table of a list; what lies in those is written inline.
func (p *printer) toml(n *node) {
	if n.kind != tableKind {
		p.refuse(n, "put it into a table", "%s by itself is no TOML document", n.kind)
		return
	}
	for _, key := range n.keys {
		if v := n.fields[key]; v.kind != tableKind && !isSections(v) {
			p.keyValue(key, v)
		}
	}
	for _, key := range n.keys {
		switch v := n.fields[key]; {
		case v.kind == tableKind:
			p.section("[%s]\n", key, v)
		case isSections(v):
			for _, item := range v.items {
				p.section("[[%s]]\n", key, item)
			}
		}
	}
}

// isSections says whether v is a list of nothing but tables.
func isSections(v *node) bool {
	for _, item := range v.items {
		if item.kind != tableKind {
			return false
		}
	}
	return v.kind == listKind && len(v.items) > 0
}

func (p *printer) section(header, key string, v *node) {
	if p.b.Len() > 0 {
		p.b.WriteByte('\n')
	}
	fmt.Fprintf(&p.b, header, tomlKey(key))
	for _, k := range v.keys {
		p.keyValue(k, v.fields[k])
	}
}

// wide is the length past which a list is written one element a line.
const wide = 100

func (p *printer) keyValue(key string, v *node) {
	line := tomlKey(key) + " = "
	value := p.tomlValue(v)
	if v.kind != listKind || len(line)+len(value) <= wide {
		p.b.WriteString(line + value + "\n")
		return
	}
	p.b.WriteString(line + "[\n")
	for _, item := range v.items {
		p.b.WriteString("  " + p.tomlValue(item) + ",\n")
	}
	p.b.WriteString("]\n")
}

func (p *printer) tomlValue(v *node) string {
	switch v.kind {
	case textKind:
		return tomlText(v.text)
	case boolKind:
		return fmt.Sprint(v.bool)
	case floatKind:
		if digits(strings.TrimPrefix(v.text, "-")) || math.IsInf(v.float, 0) && strings.ContainsAny(v.text, "0123456789") {
			p.refuse(v, "write a smaller number", "TOML cannot hold the number %s", clip(v.text))
		}
		return v.text
	case clockKind, momentKind:
		if strings.Count(v.text, ":") == 1 {
			return v.text + ":00"
		}
		return v.text
	case nullKind:
		p.refuse(v, "leave the key out", "TOML has no null")
		return `""`
	case listKind:
		var parts []string
		for _, item := range v.items {
			parts = append(parts, p.tomlValue(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case tableKind:
		var parts []string
		for _, k := range v.keys {
			parts = append(parts, tomlKey(k)+" = "+p.tomlValue(v.fields[k]))
		}
		if len(parts) == 0 {
			return "{}"
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	}
	return v.text // whole numbers, dates, date-times with an offset
}

// tomlKey is a key, in quotes where it needs them.
func tomlKey(k string) string {
	for _, r := range k {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' || r == '-') {
			return tomlText(k)
		}
	}
	if k == "" {
		return `""`
	}
	return k
}

// tomlText is a basic string.
func tomlText(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\r':
			b.WriteString(`\r`)
		case r < 0x20 || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (p *printer) json(n *node, indent string) {
	switch n.kind {
	case tableKind:
		p.jsonTable(n, indent)
	case listKind:
		p.jsonList(n, indent)
	case boolKind:
		fmt.Fprint(&p.b, n.bool)
	case nullKind:
		p.b.WriteString("null")
	case intKind:
		p.b.WriteString(n.text)
	case floatKind:
		if math.IsNaN(n.float) || math.IsInf(n.float, 0) {
			p.refuse(n, "write a plain number", "JSON cannot hold the number %s", clip(n.text))
		}
		p.b.WriteString(n.text)
	default:
		p.b.WriteString(jsonText(n.text))
	}
}

func (p *printer) jsonTable(n *node, indent string) {
	if len(n.keys) == 0 {
		p.b.WriteString("{}")
		return
	}
	before := "{\n"
	for _, k := range n.keys {
		p.b.WriteString(before + indent + "  " + jsonText(k) + ": ")
		p.json(n.fields[k], indent+"  ")
		before = ",\n"
	}
	p.b.WriteString("\n" + indent + "}")
}

// jsonList writes a list of plain values on one line, others one element a line.
func (p *printer) jsonList(n *node, indent string) {
	inner, between, end := indent+"  ", ",\n"+indent+"  ", "\n"+indent+"]"
	start := "[\n" + inner
	if plain(n) {
		start, between, end = "[", ", ", "]"
	}
	p.b.WriteString(start)
	for i, item := range n.items {
		if i > 0 {
			p.b.WriteString(between)
		}
		p.json(item, inner)
	}
	p.b.WriteString(end)
}

func plain(n *node) bool {
	for _, item := range n.items {
		if item.kind == tableKind || item.kind == listKind {
			return false
		}
	}
	return true
}

// jsonText is a string in quotes; < and > stay as they are.
func jsonText(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return `""` // a string always encodes
	}
	return strings.TrimSuffix(b.String(), "\n")
}
