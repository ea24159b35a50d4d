package scheduler

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAuditSharesNothing looks up where everything that the audit's files use is declared: in
// themselves, or in the files that say what a problem, a rota and a report are.
func TestAuditSharesNothing(t *testing.T) {
	shared := map[string]bool{"problem.go": true, "rota.go": true, "report.go": true, "date.go": true, "enums.go": true}
	audit := func(file string) bool { return strings.HasPrefix(file, "audit") }
	seen := usesOnly(t, audit, func(file string) bool { return shared[file] || audit(file) })
	require.Greater(t, seen, 1000, "uses were resolved")
}

// TestNounsUseNoVerb does so for the files that say what a problem, a rota, a report and an event
// are, and what is wrong with one: they know of nothing that reads, explains, mends or makes a rota.
func TestNounsUseNoVerb(t *testing.T) {
	named := map[string]bool{"problem.go": true, "rota.go": true, "report.go": true, "date.go": true, "calendar.go": true, "event.go": true, "caps.go": true, "enums.go": true, "clone.go": true}
	noun := func(file string) bool { return named[file] || strings.HasPrefix(file, "validate") }
	require.Greater(t, usesOnly(t, noun, noun), 500, "uses were resolved")
}

// usesOnly type-checks the package and requires that the files meant use what is declared in the
// allowed ones alone, and import the standard library alone. It gives the number of uses seen.
func usesOnly(t *testing.T, meant, allowed func(file string) bool) int {
	t.Helper()
	fset, files, those := token.NewFileSet(), []*ast.File(nil), []*ast.File(nil)
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
		if meant(name) {
			those = append(those, f)
		}
	}
	require.Greater(t, len(those), 5)
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	lenient := types.Config{Importer: standardOnly{importer.Default(), map[string]*types.Package{}}, Error: func(error) {}}
	pkg, _ := lenient.Check("scheduler", fset, files, info) // errors are about what is not standard
	seen, foreign := 0, []string{}
	for _, f := range those {
		for _, im := range f.Imports {
			path, _ := strconv.Unquote(im.Path.Value)
			require.NotContains(t, path, ".", "only the standard library")
		}
		ast.Inspect(f, func(n ast.Node) bool {
			id, ok := n.(*ast.Ident)
			if !ok || info.Uses[id] == nil || info.Uses[id].Pkg() != pkg {
				return true
			}
			seen++
			in := filepath.Base(fset.Position(info.Uses[id].Pos()).Filename)
			if !allowed(in) {
				foreign = append(foreign, fset.Position(id.Pos()).String()+" uses "+id.Name+" of "+in)
			}
			return true
		})
	}
	require.Empty(t, foreign)
	return seen
}

// standardOnly imports the standard library; all else is an empty package.
type standardOnly struct {
	types.Importer
	empty map[string]*types.Package
}

func (s standardOnly) Import(path string) (*types.Package, error) {
	if !strings.Contains(path, ".") {
		return s.Importer.Import(path)
	}
	if s.empty[path] == nil {
		s.empty[path] = types.NewPackage(path, filepath.Base(path))
		s.empty[path].MarkComplete()
	}
	return s.empty[path], nil
}
