package carerota_test

import (
	"bytes"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"html"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

var writeSentences = flag.Bool("sentences", false, "write the collected sentences again")

const sentencesFile = "testdata/sentences.txt"

// speakers are the rooms whose words reach whoever uses the program. The engine and the models have no word of care, and
// speak to developers only.
var speakers = []string{
	".", "cmd/carerota", "contingency", "constraints", "export", "internal/proof", "internal/prove", "internal/reading",
	"internal/why", "rotafile", "rotafile/elsewhere", "rotafile/holidays", "rotafile/table", "scheduler", "scheduler/advice", "scheduler/audit", "scheduler/discreet", "scheduler/reasons",
	"scheduler/pattern", "scheduler/repair", "scheduler/solve", "scheduler/validate", "simulation", "actual",
}

// banned are words that a reader would have to look up, each with what is said in its place. They stay in the reference,
// in keys and in files.
var banned = map[string]string{
	"underlap":      "not covered",
	"relief":        "who could step in",
	"headroom":      "hours kept free",
	"essential":     "needed, but can wait",
	"contingency":   "nobody ready to step in",
	"shortfall":     "nobody ready to step in",
	"infeasible":    "cannot be covered",
	"feasible":      "keeps every rule",
	"optimal":       "no better rota exists",
	"horizon":       "the days of the rota",
	"solver":        "the search",
	"objective":     "what is asked for",
	"iterations":    "steps",
	"anew":          "again",
	"resource":      "person",
	"failure point": "if one person left",
}

// TestSentences holds every sentence that the program can print: all of them stand in one file, which is read whole when it
// changes, and none has a word that its reader must look up.
func TestSentences(t *testing.T) {
	var all bytes.Buffer
	for _, room := range speakers {
		files, err := filepath.Glob(filepath.Join(room, "*.go"))
		require.NoError(t, err)
		require.NotEmpty(t, files, room)
		for _, file := range files {
			if !strings.HasSuffix(file, "_test.go") {
				collect(t, &all, file, inCode(t, file))
			}
		}
	}
	require.NoError(t, filepath.WalkDir("export/pages", func(file string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(file, ".tmpl") {
			collect(t, &all, file, inTemplate(t, file))
		}
		return err
	}))
	if *writeSentences {
		require.NoError(t, os.WriteFile(sentencesFile, all.Bytes(), 0o644))
	}
	kept, err := os.ReadFile(sentencesFile)
	require.NoError(t, err)
	was, is := strings.Split(string(kept), "\n"), strings.Split(all.String(), "\n")
	require.Empty(t, append(besides("new: ", is, was), besides("gone: ", was, is)...),
		"sentences changed: read them, then write the file with go test -run TestSentences . -sentences")
	require.Equal(t, is, was, "sentences have moved: write the file again")
}

// besides lists the lines of one text that another lacks.
func besides(what string, lines, other []string) (out []string) {
	for _, l := range lines {
		if !slices.Contains(other, l) {
			out = append(out, what+l)
		}
	}
	return out
}

// collect adds a file's sentences, and accuses the words in them that are not to be used.
func collect(t *testing.T, all *bytes.Buffer, file string, said []string) {
	if len(said) == 0 {
		return
	}
	fmt.Fprintf(all, "# %s\n", filepath.ToSlash(file))
	for _, s := range said {
		fmt.Fprintln(all, s)
		prose := planName.ReplaceAllString(strings.ToLower(inFiles.ReplaceAllString(s, " ")), " ")
		for word, better := range banned {
			if regexp.MustCompile(`\b` + word + `s?\b`).MatchString(prose) {
				t.Errorf("%s: %q says %q: say %q", file, s, word, better)
			}
		}
	}
}

var (
	// inFiles are keys, tables, flags, paths and what is quoted: names that stand in files and are not to be changed.
	inFiles = regexp.MustCompile("\\[[^\\]]*\\]|\"[^\"]*\"|`[^`]*`|'[^']*'|\\S*[._=/]\\w\\S*|--\\S+")
	// planName is what the paper is called wherever care is planned.
	planName = regexp.MustCompile(`contingency plan`)
	// text is of more than one word.
	text = regexp.MustCompile(`\pL\S*[ \n]+\S*\pL|%[svdq]\S* \pL|\pL\S* %[svdq]`)
	// columns are the names of a sheet's columns.
	columns = regexp.MustCompile(`^[a-z_]+(:\w+)?( [a-z_]+(:\w+)?)* [a-z_]+:(num|flag|list|among)\b|^[a-z_]+( [a-z_]+)*_(week|date|time|rate|max)\b`)
	// A template's actions, tags, and the attributes that are read out.
	action = regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	quoted = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
	tag    = regexp.MustCompile(`(?s)<style.*?</style>|<!--.*?-->|<[^>]*>`)
	attr   = regexp.MustCompile(`(?:title|aria-label|alt|placeholder)="([^"]*)"`)
	inline = regexp.MustCompile(`</?(?:b|i|em|strong|a|time|abbr|span|code)\b[^>]*>`)
)

// inCode lists what a Go file says: its literals of more than one word, in their order, each once.
func inCode(t *testing.T, file string) []string {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
	require.NoError(t, err)
	var said []string
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			if n.Tag != nil {
				return false
			}
		case *ast.BasicLit:
			if n.Kind == token.STRING {
				s, err := strconv.Unquote(n.Value)
				require.NoError(t, err)
				said = add(said, s)
			}
		}
		return true
	})
	return said
}

// inTemplate lists what a template says: its text between blocks, and what its actions and attributes say.
func inTemplate(t *testing.T, file string) []string {
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	var said []string
	for _, a := range action.FindAllString(string(text), -1) {
		for _, q := range quoted.FindAllString(a, -1) {
			if s, err := strconv.Unquote(q); err == nil {
				said = add(said, s)
			}
		}
	}
	plain := action.ReplaceAllString(string(text), "…")
	for _, a := range attr.FindAllStringSubmatch(plain, -1) {
		said = add(said, html.UnescapeString(a[1]))
	}
	for _, block := range tag.Split(inline.ReplaceAllString(plain, ""), -1) {
		said = add(said, html.UnescapeString(strings.Join(strings.Fields(block), " ")))
	}
	return said
}

// add adds the lines of a text that are prose and are not there yet.
func add(said []string, all string) []string {
	for line := range strings.Lines(all) {
		line = strings.TrimSpace(line)
		if columns.MatchString(line) {
			continue
		}
		if text.MatchString(line) && !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	return said
}
