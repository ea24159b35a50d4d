package rotafile

import (
	"io"
	"os"

	cells "github.com/carerota/carerota/rotafile/table"
)

// Convert rewrites a document: TOML to JSON or back (by the ends of the names,
// see FormatOf), or a folder of CSV sheets (see ReadSheets) to TOML or JSON. Every
// value is kept and the order of the keys too; comments are not. What the document means is
// not looked at, so that a scenario file can be converted by itself, but sheets must make
// a sound problem. The file out is written as WriteFile does.
func Convert(in, out string) error {
	tree, err := documentTree(in)
	if err != nil {
		return err
	}
	return WriteFile(out, func(w io.Writer) error { return writeTree(w, tree, FormatOf(out)) })
}

// ConvertTo is Convert to a writer.
func ConvertTo(w io.Writer, in string, format Format) error {
	tree, err := documentTree(in)
	if err != nil {
		return err
	}
	return writeTree(w, tree, format)
}

// ConvertText is ConvertTo of a text that has been read already; name stands in its faults.
func ConvertText(w io.Writer, name string, data []byte, format Format) error {
	if cells.IsPacked(data) {
		tree, faults := treeOfWorkbook(name, data)
		tree, err := soundTree(tree, faults, name)
		if err != nil {
			return err
		}
		return writeTree(w, tree, format)
	}
	tree, faults := treeOf(name, data, formatOf(name, data), &aProblem, &anEvent, &someTimes)
	if err := faults.sorted(name); err != nil {
		return err
	}
	return writeTree(w, tree, format)
}

func writeTree(w io.Writer, tree *node, format Format) error {
	text, err := printTree(tree, format)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// soundTree is the tree of sheets that make a sound problem.
func soundTree(tree *node, faults Faults, name string) (*node, error) {
	_, err := Reader{}.document(tree, faults, []string{name}, nil)
	return tree, err
}

// documentTree reads a file or a folder of sheets.
func documentTree(in string) (*node, error) {
	if info, err := os.Stat(in); err == nil && info.IsDir() {
		tree, faults, err := sheetsTree(in)
		if err != nil {
			return nil, err
		}
		return soundTree(tree, faults, in)
	}
	data, err := readFile(in)
	if err != nil {
		return nil, err
	}
	if cells.IsPacked(data) {
		tree, faults := treeOfWorkbook(in, data)
		return soundTree(tree, faults, in)
	}
	tree, faults := treeOf(in, data, formatOf(in, data), &aProblem, &anEvent, &someTimes)
	return tree, faults.sorted(in)
}
