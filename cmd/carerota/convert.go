package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/carerota/carerota/rotafile"
	"github.com/spf13/cobra"
)

func convertCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "convert IN OUT",
		Short: "Turn a problem file into another form: TOML, JSON, or a folder of CSV sheets into either",
		Long: `convert writes the problem IN as OUT. The ends of the names say the forms:
.toml, .json, or a folder of CSV sheets for IN. Every value is kept and the
order of the keys too; comments are not.`,
		Example: "  carerota convert week.toml week.json\n  carerota convert sheets/ week.toml",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return convert(cmd, args[0], args[1])
		},
		ValidArgsFunction: completeFiles(2, "toml", "json"),
	}
}

func convert(cmd *cobra.Command, in, out string) error {
	if in == dash || out == dash {
		return usage("convert reads and writes files: name them both")
	}
	if e := strings.ToLower(filepath.Ext(out)); e != ".toml" && e != ".json" {
		return usage("%s ends in neither .toml nor .json", out)
	}
	if err := notOver(out, in); err != nil {
		return err
	}
	if err := mayBeWritten(out); err != nil {
		return failure(err)
	}
	if err := rotafile.Convert(in, out); err != nil {
		return faulty(err)
	}
	_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s is written as %s\n", in, out)
	return wrapFailure(err)
}
