package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The program that the README shows is the one that runs as an example.
func TestReadmeShowsTheExampleThatRuns(t *testing.T) {
	shown := regexp.MustCompile("(?s)```go\n(.*?)```").FindStringSubmatch(read(t, "..", "..", "README.md"))
	require.Len(t, shown, 2)
	source := read(t, "..", "..", "examples", "embed", "example_test.go")
	body := regexp.MustCompile(`(?s)func Example_file\(\) \{\n(.*?)\t// Output:`).FindStringSubmatch(source)
	require.Len(t, body, 2)
	from := strings.ReplaceAll(body[1], `"../`, `"examples/`) // the README's reader stands at the top of the tree
	assert.Equal(t, strings.TrimPrefix(strings.ReplaceAll("\n"+from, "\n\t", "\n"), "\n"), shown[1])
}

// The files that the documents name are there, seen from the top of the tree or from the document's folder.
func TestDocumentsNameFilesThatAreThere(t *testing.T) {
	top := filepath.Join("..", "..")
	var pages []string
	for _, pattern := range []string{"*.md", "*/README.md", "docs/*.md"} {
		found, err := filepath.Glob(filepath.Join(top, pattern))
		require.NoError(t, err)
		pages = append(pages, found...)
	}
	require.NotEmpty(t, pages)
	named := regexp.MustCompile(`(?:\.\./|[a-z]+/)+[\w.-]+\.(?:toml|md|go|sums|svg|yaml)\b`)
	for _, page := range pages {
		if filepath.Base(page) == "CHANGELOG.md" {
			continue // it names what was
		}
		for _, name := range named.FindAllString(read(t, page), -1) {
			_, fromTop := os.Stat(filepath.Join(top, name))
			_, fromPage := os.Stat(filepath.Join(filepath.Dir(page), name))
			assert.False(t, fromTop != nil && fromPage != nil, "%s names %s", page, name)
		}
	}
}

// The whole problem files that the documents show can be solved.
func TestDocumentsShowSoundProblems(t *testing.T) {
	for _, page := range []string{"README.md", "docs/reference.md"} {
		shown := regexp.MustCompile("(?s)```toml\n(format.*?)```").FindAllStringSubmatch(read(t, "..", "..", page), -1)
		assert.NotEmpty(t, shown, page)
		for _, problem := range shown {
			dir := folder(t, map[string]string{"week.toml": problem[1]})
			got := execute(t, dir, "solve", "week.toml", "--steps", "20000")
			assert.Zero(t, got.code, "%s: %+v", page, got)
		}
	}
}

// Every command and every flag stands in the reference.
func TestReferenceKnowsEveryFlag(t *testing.T) {
	reference := read(t, "..", "..", "docs", "reference.md")
	for _, cmd := range rootCommand().Commands() {
		assert.Contains(t, reference, "carerota "+cmd.Name())
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			assert.Contains(t, reference, "`--"+f.Name+"`", "of carerota %s", cmd.Name())
		})
	}
}

// Every command has what a person needs to find out how to use it.
func TestCommandsExplainThemselves(t *testing.T) {
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		assert.NotEmpty(t, cmd.Short, cmd.CommandPath())
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) { assert.NotEmpty(t, f.Usage, "%s --%s", cmd.CommandPath(), f.Name) })
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
	}
	walk(rootCommand())
}
