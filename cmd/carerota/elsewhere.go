package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/spf13/cobra"
)

// helpOfRotas is what every command that reads a rota says of it.
const helpOfRotas = `RESULT.json may also be a rota that somebody else made, or that carerota wrote for people: a list of shifts,
or a grid of people and days, as CSV, pasted table or workbook; or the folder of --ics. What is
at fault in it is named, all at once; --lenient leaves those rows out. --codes names
a file that says what codes mean in a grid, or in a calendar that somebody else made.`

// readsRota says whether a command reads a rota: it then has the flag lenient.
func readsRota(cmd *cobra.Command) bool {
	return strings.Contains(cmd.Use, "RESULT.json") || strings.Contains(cmd.Use, " ROTA") || cmd.Flags().Lookup("from") != nil
}

// rotaFlags gives a command that reads rotas the flags for rotas from elsewhere.
func rotaFlags(cmd *cobra.Command) {
	cmd.Flags().Bool("lenient", false, "of a rota from elsewhere: leave out the rows that are at fault, and read the rest")
	cmd.Flags().String("codes", "", "of a grid or a calendar from elsewhere: a file (TOML) that says what its codes mean")
}

// rotaReader reads rotas as the flags of a command ask.
func rotaReader(cmd *cobra.Command) (r elsewhere.Reader, err error) {
	r.Lenient, _ = cmd.Flags().GetBool("lenient")
	if path, _ := cmd.Flags().GetString("codes"); path != "" {
		in, err := readInput(cmd, path)
		if err != nil {
			return r, err
		}
		if r.Codes, err = rotafile.ParseCodes(in.name, in.text); err != nil {
			return r, faulty(err)
		}
	}
	return r, nil
}

// openRota reads a rota, whoever made it and in whatever form, with the text of the file.
func openRota(cmd *cobra.Command, path string, p *scheduler.Problem) (*elsewhere.Read, []byte, error) {
	reader, err := rotaReader(cmd)
	if err != nil {
		return nil, nil, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		read, err := reader.ReadFolder(path, p)
		if err != nil {
			return nil, nil, faulty(err)
		}
		sayRead(cmd, path, read)
		return read, nil, nil
	}
	in, err := readInput(cmd, path)
	if err != nil {
		return nil, nil, err
	}
	read, err := reader.Read(in.name, in.text, p)
	if err != nil {
		return nil, nil, faulty(err)
	}
	sayRead(cmd, in.name, read)
	return read, in.text, nil
}

// sayRead says on standard error for what a rota from elsewhere was taken, and what was left out of it.
func sayRead(cmd *cobra.Command, name string, read *elsewhere.Read) {
	if quietly(cmd) || read.Result && read.Left == 0 {
		return
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%s: %s\n", name, sayShifts(read))
	for _, n := range read.Notes {
		fmt.Fprintf(cmd.ErrOrStderr(), "  %s\n", n)
	}
	for _, f := range read.LeftOut {
		fmt.Fprintf(cmd.ErrOrStderr(), "left out: %s\n", f)
	}
}

// sayShifts says how much was read.
func sayShifts(read *elsewhere.Read) string {
	said := say.Count(len(read.Rota.Shifts), "shift") + " read"
	if read.Left > 0 {
		said += fmt.Sprintf(", %s left out", say.Count(read.Left, read.Rows))
	}
	return said
}

// openResult reads the shifts of a rota.
func openResult(cmd *cobra.Command, path string, p *scheduler.Problem) (*scheduler.Rota, error) {
	read, _, err := openRota(cmd, path, p)
	if err != nil {
		return nil, err
	}
	return read.Rota, nil
}
