package rotafile

import "time"

// Code is what a code of a grid or of a calendar stands for, as it is written.
type Code struct {
	Line                       int
	Code, Need, From, To, Kind string
	Off                        bool // a day without work
}

// Codes are the codes of a file.
type Codes struct {
	File string
	List []Code
}

// ReadCodes reads a file of codes, TOML or (.json) JSON: a list [[code]] with code, and need, or from and to, kind, or off.
// What its needs and times mean is for those to judge who read a rota with it. What is wrong in its form comes back as Faults.
func ReadCodes(path string) (*Codes, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return ParseCodes(path, data)
}

// ParseCodes is ReadCodes of a text in memory; name stands in its faults.
func ParseCodes(name string, data []byte) (*Codes, error) {
	tree, faults := treeOf(name, data, formatOf(name, data), &ofCodes)
	if tree == nil {
		return nil, faults.sorted(name)
	}
	d := &decoder{root: tree, zone: time.UTC, faults: faults}
	c := &Codes{File: name}
	if top := d.tableOf(tree, ""); top != nil {
		if tree.fields["format"] != nil {
			d.format(top)
		}
		top.require("code", `begin each code with [[code]], and write code = "E" below`)
		top.tables("code", func(t *table) {
			if t != nil {
				c.List = append(c.List, t.code())
			}
		})
		top.done()
	}
	if err := d.faults.sorted(name); err != nil {
		return nil, err
	}
	return c, nil
}

func (t *table) code() Code {
	c := Code{Line: t.n.line}
	t.require("code", `give the code as it stands in the rota, such as code = "E"`)
	t.text("code", &c.Code)
	t.text("need", &c.Need)
	t.written("from", &c.From)
	t.written("to", &c.To)
	t.text("kind", &c.Kind)
	t.flag("off", &c.Off)
	return c
}

// written reads a time of day as it is written.
func (t *table) written(key string, to *string) {
	if n := t.n.fields[key]; n != nil && n.kind == clockKind {
		t.get(key)
		*to = n.text
		return
	}
	t.text(key, to)
}
