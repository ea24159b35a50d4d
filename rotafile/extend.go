package rotafile

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/carerota/carerota/scheduler/validate"
)

// layers lays scenario files over their bases.
type layers struct {
	files  []string
	texts  [][]byte
	open   map[string]bool // by canonical path
	faults Faults
	lost   bool // a base could not be read: what stands in it is not known
}

// canonical names a file the same way however it was named.
func canonical(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}

func (l *layers) add(n *node, key, remedy, says string, args ...any) {
	l.faults = append(l.faults, Fault{File: n.file, Line: n.line, Key: key, Says: fmt.Sprintf(says, args...), Remedy: remedy})
}

// over lays a tree, read from path, over the base it extends; the tree itself when
// it extends none.
func (l *layers) over(tree *node, path string) *node {
	n := tree.fields["extends"]
	if n == nil {
		return tree
	}
	tree.drop("extends")
	if n.kind == lostKind {
		return tree
	}
	switch {
	case n.kind == textKind && n.text == "":
		l.lost = true
		l.add(n, "extends", `write the file's name, such as extends = "base.toml"`, "the name is empty")
		return tree
	case n.kind != textKind:
		l.lost = true
		l.add(n, "extends", `write the file's name, such as extends = "base.toml"`, "it is %s, but a file's name is wanted", n.kind)
		return tree
	}
	base := l.base(n, n.text, path)
	if base == nil {
		return tree
	}
	return l.merge(base, tree)
}

// base reads the file that a tree extends, with what lies beneath it.
func (l *layers) base(n *node, name, path string) *node {
	if !filepath.IsAbs(name) {
		name = filepath.Join(filepath.Dir(path), filepath.FromSlash(name))
	}
	id := canonical(name)
	if l.open[id] {
		l.lost = true
		l.add(n, "extends", "let one of the files stand alone", "the file %s lies over itself", name)
		return nil
	}
	l.open[id] = true
	data, err := readFile(name)
	if err != nil {
		l.lost = true
		says := "the base %s is not there"
		if !errors.Is(err, fs.ErrNotExist) {
			says = "the base %s cannot be read: it is a folder, or may not be opened"
		}
		l.add(n, "extends", "correct the name; it is relative to this file", says, name)
		return nil
	}
	l.files, l.texts = append(l.files, name), append(l.texts, data)
	base, faults := treeOfProblem(name, data, formatOf(name, data))
	l.faults = append(l.faults, faults...)
	if base == nil || base.kind != tableKind {
		l.lost = true
		return nil
	}
	return l.over(base, name)
}

// entryKeys are the lists whose entries override each other, with the key that
// names an entry.
var entryKeys = map[string]string{"client": "id", "need": "id", "provider": "id", "worker": "id", "skill": "name", "pay": "name", "work_pattern": "name"}

// merge is the base with over laid over it.
func (l *layers) merge(base, over *node) *node {
	for _, key := range over.keys {
		n, b := over.fields[key], base.fields[key]
		named := entryKeys[key]
		switch {
		case named != "" && n.kind == listKind && (b == nil || b.kind == listKind):
			if b == nil {
				b = &node{kind: listKind, file: n.file, line: n.line}
				base.put(key, b)
			}
			l.mergeEntries(key, named, b, n)
		default:
			mergeKey(base, key, n)
		}
	}
	base.file, base.line = over.file, over.line
	return base
}

// mergeKey sets a key; a table overrides a table key by key.
func mergeKey(base *node, key string, n *node) {
	b := base.fields[key]
	if b == nil || b.kind != tableKind || n.kind != tableKind {
		base.put(key, n)
		return
	}
	mergeTable(b, n)
}

func mergeTable(base, over *node) {
	days, dates := over.fields["days"] != nil, over.fields["dates"] != nil
	if days && !dates {
		base.drop("dates")
	}
	if dates && !days {
		base.drop("days")
	}
	for _, key := range over.keys {
		mergeKey(base, key, over.fields[key])
	}
	base.file, base.line = over.file, over.line
}

// mergeEntries overrides, adds and takes out the entries of one list.
func (l *layers) mergeEntries(key, named string, base, over *node) {
	places := map[string]int{}
	for i, e := range base.items {
		if id, ok := nameOf(e, named); ok {
			if _, twice := places[id]; !twice {
				places[id] = i
			}
		}
	}
	seen := map[string]bool{}
	out := map[int]bool{}
	for i, e := range over.items {
		path := fmt.Sprintf("%s[%d]", key, i)
		id, ok := nameOf(e, named)
		if ok && seen[id] && named == "id" {
			l.add(e.fields[named], path+".id", "keep one of the two", "the %s %q is given twice in this file", key, id)
		}
		seen[id] = ok
		remove, added := l.removes(e, path), l.news(e, path)
		at, there := places[id]
		switch {
		case remove && (!ok || !there):
			l.add(e, path+".remove", "correct the "+named+", or take the entry out of this file", "the base has no %s %q to take out", key, id)
		case remove:
			out[at] = true
		case ok && there && e.kind == tableKind:
			if added != nil && added.bool {
				l.add(added, path+".new", "leave `new` out to change that one, or give an id of its own", "the base has the %s %q already", key, id)
			}
			mergeTable(base.items[at], e)
		default:
			if ok && named == "id" && (added == nil || !added.bool) {
				e.meant = l.stranger(e.fields[named], path, key, id, places)
			}
			base.items = append(base.items, e)
		}
	}
	base.items = without(base.items, out)
}

// removes says whether an entry has remove = true, and takes the key out of it.
func (l *layers) removes(e *node, path string) bool {
	if e.kind != tableKind || e.fields["remove"] == nil {
		return false
	}
	n := e.fields["remove"]
	e.drop("remove")
	if n.kind != boolKind && n.kind != lostKind {
		l.add(n, path+".remove", "write remove = true, without quotes", "it is %s, but true or false is wanted", n.kind)
	}
	return n.bool
}

// news is the key `new` of an entry, and takes it out of it; nil where there is none.
func (l *layers) news(e *node, path string) *node {
	if e.kind != tableKind || e.fields["new"] == nil {
		return nil
	}
	n := e.fields["new"]
	e.drop("new")
	if n.kind != boolKind && n.kind != lostKind {
		l.add(n, path+".new", "write new = true, without quotes", "it is %s, but true or false is wanted", n.kind)
	}
	return n
}

// stranger reports an entry that the base does not have and that is not said to be new, and says
// whether another is likely meant.
func (l *layers) stranger(n *node, path, key, id string, base map[string]int) (meant bool) {
	remedy := "correct the id, or write new = true"
	near := validate.Nearest(id, slices.Sorted(maps.Keys(base)))
	if near != "" {
		remedy = fmt.Sprintf("did you mean %q? Else write new = true", near)
	}
	l.add(n, path+".id", remedy, "the base has no %s %q", key, id)
	return near != ""
}

func nameOf(e *node, key string) (string, bool) {
	if e.kind != tableKind {
		return "", false
	}
	n := e.fields[key]
	if n == nil || n.kind != textKind || n.text == "" {
		return "", false
	}
	return n.text, true
}

func without(items []*node, out map[int]bool) []*node {
	var kept []*node
	for i, n := range items {
		if !out[i] {
			kept = append(kept, n)
		}
	}
	return kept
}
