package rotafile

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/scheduler/validate"
)

// problemKeys are the keys at the top of a problem file.
var problemKeys = []string{"format", "extends", "rota", "caps", "client", "need", "skill", "provider", "worker", "work_pattern", "pay", "contingency", "objective", "law"}

// treeOfProblem reads a text as a problem file. A table whose name is misspelt is a fault, and is then read
// as the one that is meant: whoever refers to what is in it is not at fault.
func treeOfProblem(file string, data []byte, format Format) (*node, Faults) {
	tree, faults := treeOf(file, data, format, &aProblem)
	if tree == nil || tree.kind != tableKind {
		return tree, faults
	}
	for _, key := range slices.Clone(tree.keys) {
		n, near := tree.fields[key], validate.Nearest(key, problemKeys)
		isTable := n.kind == tableKind || n.kind == listKind
		if near == "" || !isTable || slices.Contains(problemKeys, key) {
			continue
		}
		there := tree.fields[near]
		switch {
		case there == nil:
			tree.put(near, n)
		case there.kind == listKind && n.kind == listKind:
			there.items = append(there.items, n.items...)
		default:
			continue
		}
		tree.drop(key)
		faults = append(faults, Fault{File: file, Line: n.line, Key: key, Says: fmt.Sprintf("the key %q is unknown", clip(key)), Remedy: fmt.Sprintf("did you mean %q?", near)})
	}
	return tree, faults
}
