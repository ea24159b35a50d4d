package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/carerota/carerota/rotafile"
	"github.com/spf13/cobra"
)

func convertCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Turn a problem file into another form: TOML, JSON, or a folder of CSV sheets",
		Long: `convert writes the problem IN as OUT. The ends of the names say the forms:
.toml, .json, or a folder of CSV sheets (an OUT that ends in / or is a folder). IN may be an Excel workbook. Every value is kept and the
order of the keys too; comments are not. Sheets say what the whole problem is: what lies over another file is
written out, and bank holidays as their days.`,
		Example: "  carerota convert week.toml week.json\n  carerota convert sheets/ week.toml\n  carerota convert week.toml sheets/",
		Args:    asUse,
		RunE: func(cmd *cobra.Command, args []string) error {
			return convert(cmd, args[0], args[1])
		},
		ValidArgsFunction: completeFiles(2, "toml", "json", "xlsx"),
	}
}

func convert(cmd *cobra.Command, in, out string) error {
	if out == dash || out == "" {
		return usage("convert writes a file: name it")
	}
	if isFolder(out) {
		return convertToSheets(cmd, in, out)
	}
	if e := strings.ToLower(filepath.Ext(out)); e != ".toml" && e != ".json" {
		return usage("%s ends in neither .toml nor .json, nor in / for a folder of sheets", out)
	}
	if err := mayWrite(out, in); err != nil {
		return err
	}
	if err := convertFile(cmd, in, out); err != nil {
		return err
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s is written as %s\n", calledInput(in), out)
	return wrapFailure(err)
}

// convertFile converts a file, a folder of sheets, or standard input.
func convertFile(cmd *cobra.Command, in, out string) error {
	if in != dash {
		return faulty(rotafile.Convert(in, out))
	}
	read, err := readInput(cmd, in)
	if err != nil {
		return err
	}
	return faulty(rotafile.WriteFile(out, func(w io.Writer) error {
		return rotafile.ConvertText(w, read.name, read.text, rotafile.FormatOf(out))
	}))
}

// isFolder says whether a name stands for a folder: one that is there and is called like none of the forms,
// or one that ends like it.
func isFolder(path string) bool {
	if e := strings.ToLower(filepath.Ext(path)); e == ".toml" || e == ".json" {
		return false
	}
	info, err := os.Stat(path)
	return err == nil && info.IsDir() || err != nil && os.IsPathSeparator(path[len(path)-1])
}

// convertToSheets writes the problem of a file as a folder of sheets.
func convertToSheets(cmd *cobra.Command, in, out string) error {
	doc, err := openProblem(cmd, in)
	if err != nil {
		return err
	}
	if err := rotafile.WriteSheets(out, doc.Problem); err != nil {
		return faulty(err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is written as sheets in %s\n", calledInput(in), out)
	return wrapFailure(err)
}
