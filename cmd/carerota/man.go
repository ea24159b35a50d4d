package main

import (
	"bytes"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

func manCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "man FOLDER",
		Short: "Write the manual pages",
		Long: `man writes a manual page for carerota and one for each of its commands to FOLDER,
which is made where it is not there. A folder man1 in a place that man looks in
is the place for them.`,
		Example: "  carerota man ~/.local/share/man/man1",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			if args[0] == dash {
				return usage("man writes to a folder: name it")
			}
			if err := folderMayBeWritten("man", args[0]); err != nil {
				return err
			}
			pages, err := manualPages(cmd.Root(), args[0])
			if err != nil {
				return failure(err)
			}
			return save(cmd.OutOrStdout(), pages...)
		},
	}
}

// manualPages are the pages of a command and of those below it.
func manualPages(cmd *cobra.Command, folder string) ([]output, error) {
	if !cmd.IsAvailableCommand() && cmd.HasParent() || cmd.IsAdditionalHelpTopicCommand() {
		return nil, nil
	}
	cmd.DisableAutoGenTag = true // no dates: the same program gives the same bytes
	var text bytes.Buffer
	head := &doc.GenManHeader{Title: strings.ToUpper(strings.ReplaceAll(cmd.CommandPath(), " ", "-")), Section: "1", Source: "carerota",
		Manual: "carerota", Date: &time.Time{}}
	if err := doc.GenMan(cmd, head, &text); err != nil {
		return nil, err
	}
	undated := bytes.Replace(text.Bytes(), []byte("Jan 0001"), nil, 1)
	path := filepath.Join(folder, strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1")
	all := []output{{path: path, folder: folder, write: func(w io.Writer) error { _, err := w.Write(undated); return err }}}
	for _, sub := range cmd.Commands() {
		pages, err := manualPages(sub, folder)
		if err != nil {
			return nil, err
		}
		all = append(all, pages...)
	}
	return all, nil
}
