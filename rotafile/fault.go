package rotafile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Fault is one thing wrong with a file.
type Fault struct {
	File   string // as it was named
	Sheet  string // of a workbook; empty for all else
	Line   int    // from 1; a row of a sheet
	Key    string // path such as `worker[2].pinned[0].need`; a column for a sheet; empty for the whole
	Entry  string // the entry that holds the key, such as `worker "ade"`; empty when it has no name
	Says   string // what is wrong
	Remedy string // what to do about it
}

// String is the fault on one line, as compilers write theirs.
func (f Fault) String() string {
	var b strings.Builder
	if f.Sheet != "" {
		fmt.Fprintf(&b, "%s: sheet %q, row %d: ", f.File, f.Sheet, f.Line)
	} else {
		fmt.Fprintf(&b, "%s:%d: ", f.File, f.Line)
	}
	if f.Key != "" {
		b.WriteString(f.Key)
		if f.Entry != "" {
			fmt.Fprintf(&b, " (%s)", f.Entry)
		}
		b.WriteString(": ")
	}
	if f.Remedy == "" {
		return b.String() + f.Says
	}
	return b.String() + strings.TrimSuffix(f.Says, ".") + "; " + f.Remedy
}

// Faults are all the faults of one reading, in order of file and line. It is
// the error that the readers return.
type Faults []Fault

// Error is one fault a line.
func (f Faults) Error() string {
	lines := make([]string, len(f))
	for i, one := range f {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// correct changes what to do about the fault of a node.
func (f Faults) correct(n *node, path, remedy string) {
	for i := range f {
		if f[i].Key == path && f[i].File == n.file && f[i].Line == n.line {
			f[i].Remedy = remedy
		}
	}
}

// sorted orders the faults by line; the first file's come first. It is nil when there are none.
func (f Faults) sorted(files ...string) error {
	if len(f) == 0 {
		return nil
	}
	f.sort(files...)
	return f
}

func (f Faults) sort(files ...string) {
	slices.SortStableFunc(f, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(slices.Index(files, a.File), slices.Index(files, b.File)),
			cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
}
