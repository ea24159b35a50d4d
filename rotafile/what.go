package rotafile

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/simulation"
)

// fileKind is a kind of file, told by the keys at its top.
type fileKind struct {
	name string // with its article
	keys []string
	use  string // what to do with such a file where another is wanted; %s is its name
}

// The kinds of files that a command reads or writes.
var (
	aProblem = fileKind{"a problem file", []string{"rota", "need", "client", "worker", "provider", "extends"},
		"make its rota with carerota solve %s, and name the result file which that writes"}
	aResult   = fileKind{"a result file", []string{"shifts"}, "name the problem first and the result second: carerota check PROBLEM %s"}
	anEvent   = fileKind{"an event file", []string{"event"}, "give it to repair: carerota repair PROBLEM RESULT.json --event %s"}
	someTimes = fileKind{"a file of settings", settingNames(), "give it to simulate: carerota simulate PROBLEM RESULT.json --settings %s"}
	anAdvice  = fileKind{"a file that carerota advise wrote", []string{"about", "moves"}, "nothing reads it again: name another file than %s"}
	figures   = fileKind{"a file that carerota simulate wrote", []string{"sick_days", "runs"}, "nothing reads it again: name another file than %s"}
	ofCodes   = fileKind{"a file of codes", []string{"code"}, "give it beside a rota: carerota check PROBLEM ROTA --codes %s"}
	ofFaults  = fileKind{"a file that carerota validate wrote", []string{"sound", "faults"}, "nothing reads it again: name another file than %s"}
)

// settingNames are the keys of a file of settings.
func settingNames() []string {
	var names []string
	s := simulation.Defaults()
	for _, k := range s.Named() {
		names = append(names, k.Name)
	}
	return append(names, "most_days")
}

// is says whether a tree has a key of a kind of file.
func (s *fileKind) is(tree *node) bool {
	return tree != nil && slices.ContainsFunc(s.keys, func(key string) bool { return tree.fields[key] != nil })
}

// swapped is the one fault of a text that is a file of another kind than those wanted: what it is,
// what is wanted, what to type. It is nil where the text may be one of these, or is nothing known.
func swapped(file string, tree *node, wanted ...*fileKind) Faults {
	if tree == nil || slices.ContainsFunc(wanted, func(w *fileKind) bool { return w.is(tree) }) {
		return nil
	}
	for _, other := range []*fileKind{&aResult, &anEvent, &anAdvice, &figures, &ofCodes, &ofFaults, &aProblem, &someTimes} {
		if other.is(tree) && !slices.Contains(wanted, other) {
			return Faults{{File: file, Line: 1, Says: fmt.Sprintf("this is %s, and %s is wanted", other.name, wanted[0].name), Remedy: fmt.Sprintf(other.use, file)}}
		}
	}
	return nil
}

// treeOf reads a text as a file of one of the kinds wanted: a fault by itself where it is of
// another kind.
func treeOf(file string, data []byte, format Format, wanted ...*fileKind) (*node, Faults) {
	if f := foreign(file, data, wanted[0]); f != nil {
		return nil, f
	}
	tree, faults := parseTree(file, data, format)
	if other := swapped(file, tree, wanted...); other != nil {
		return nil, other
	}
	return tree, faults
}

// beginnings are the first bytes of files that are neither TOML nor JSON, besides those that hold no table either.
var beginnings = []struct{ bytes, name, remedy string }{
	{"\xff\xfe", "text in the encoding UTF-16", "save it in the encoding UTF-8"},
	{"\xfe\xff", "text in the encoding UTF-16", "save it in the encoding UTF-8"},
	{"PK\x03\x04", "a workbook or another packed file", ""},
	{"BEGIN:VCALENDAR", "a calendar", ""},
}

// foreign is the fault of a text that is no file of ours at all.
func foreign(file string, data []byte, wanted *fileKind) Faults {
	fault := func(name, remedy string) Faults {
		if remedy == "" {
			remedy = "name " + wanted.name
		}
		return Faults{{File: file, Line: 1, Says: fmt.Sprintf("this is %s, and %s is wanted", name, wanted.name), Remedy: remedy}}
	}
	if name, _ := cells.NoTable(data); name != "" {
		return fault(name, "")
	}
	for _, b := range beginnings {
		if bytes.HasPrefix(bytes.TrimLeft(withoutMark(data), " \t\r\n"), []byte(b.bytes)) {
			return fault(b.name, b.remedy)
		}
	}
	switch strings.ToLower(filepath.Ext(file)) {
	case ".csv":
		return fault("a CSV file", "sheets are read by their folder: carerota convert FOLDER week.toml")
	case ".md", ".html", ".ics", ".xlsx", ".pdf":
		return fault("a file to be read by people", "")
	}
	return nil
}

// withoutMark is a text without the mark of its encoding.
func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }
