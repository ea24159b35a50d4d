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

// TestAuditSharesNothing type-checks the package and looks up where everything
// that the audit's files use is declared: in themselves, or in the files that say what
// a problem, a rota and a report are. They import the standard library alone.
func TestAuditSharesNothing(t *testing.T) {
	shared := map[string]bool{"problem.go": true, "rota.go": true, "report.go": true, "date.go": true}
	fset, files, audits := token.NewFileSet(), []*ast.File(nil), []*ast.File(nil)
	names, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		require.NoError(t, err)
		files = append(files, f)
		if strings.HasPrefix(name, "audit") {
			audits = append(audits, f)
		}
	}
	require.Greater(t, len(audits), 5)
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}}
	lenient := types.Config{Importer: standardOnly{importer.Default(), map[string]*types.Package{}}, Error: func(error) {}}
	pkg, _ := lenient.Check("scheduler", fset, files, info) // errors are about what is not standard
	seen, foreign := 0, []string{}
	for _, f := range audits {
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
			if !shared[in] && !strings.HasPrefix(in, "audit") {
				foreign = append(foreign, fset.Position(id.Pos()).String()+" uses "+id.Name+" of "+in)
			}
			return true
		})
	}
	require.Greater(t, seen, 1000, "uses were resolved")
	require.Empty(t, foreign)
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
