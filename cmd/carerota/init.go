package main

import (
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/spf13/cobra"
)

// starters are commented problem files; @3 in one is the date of its fourth day.
//
//go:embed starters/*.toml
var starters embed.FS

// stories are what init takes, with what they are about.
var stories = [][2]string{
	{"family", "a family that employs two personal assistants"},
	{"supported-living", "a house with three tenants, a team, a sleep-in each night"},
	{"agency-rounds", "a home care agency's calls, with travel between them"},
}

// storyNames are what init takes.
func storyNames() (names []string) {
	for _, one := range stories {
		names = append(names, one[0])
	}
	return names
}

// starting is the command line of init.
type starting struct {
	story, file, start string
	rota, zone         string // --from-rota
	xlsx               bool
}

func initCommand() *cobra.Command {
	var s starting
	var names, says []string
	for _, one := range stories {
		names = append(names, one[0]+"\t"+one[1])
		says = append(says, one[0]+" ("+one[1]+")")
	}
	cmd := &cobra.Command{
		Use:   "init STORY [FILE]",
		Short: "Write a commented problem file to start from",
		Long: `init writes a problem file with a comment on every part, to be changed into your
own: FILE, or STORY.toml in the current folder. A file that is there is left alone.

STORY is one of
` + strings.Join(says, ",\n") + `.

With --from-rota there is no STORY: it reads a rota that somebody made (a list of
shifts or a grid, as CSV, pasted table or workbook) and writes a problem file with the people, the clients, the needs
that the rota implies and limits that it keeps, and a comment wherever it guessed.
With --xlsx it writes a workbook to fill in, with a sheet for each kind of thing; carerota solve
reads that.`,
		Example: "  carerota init family\n  carerota init agency-rounds north.toml --start 2026-03-23\n  carerota init --from-rota march.xlsx march.toml\n  carerota init --xlsx team.xlsx",
		Args: func(cmd *cobra.Command, args []string) error {
			err := asUse(cmd, args)
			switch {
			case (s.rota != "" || s.xlsx) && len(args) > 1:
				return usage("with --from-rota or --xlsx there is no STORY: name the file to write and nothing else")
			case s.rota != "" || s.xlsx:
				return nil
			case err != nil && len(args) == 0:
				return usage("%w; STORY is %s", err, strings.Join(storyNames(), ", "))
			}
			return err
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if s.rota != "" || s.xlsx {
				s.file = strings.Join(args, "")
				return s.other(cmd)
			}
			s.story, s.file = args[0], args[0]+".toml"
			if len(args) == 2 {
				s.file = args[1]
			}
			return s.run(cmd)
		},
		ValidArgs: names,
	}
	cmd.Flags().StringVar(&s.start, "start", "", "first day of the rota, such as 2026-03-23; the coming Monday without it")
	cmd.Flags().StringVar(&s.rota, "from-rota", "", "a rota whose people and needs to write; --start then says near which day one without a year is")
	cmd.Flags().StringVar(&s.zone, "time-zone", "Europe/London", "of --from-rota and --xlsx: where the times are")
	cmd.Flags().BoolVar(&s.xlsx, "xlsx", false, "write a workbook to fill in: FILE, or team.xlsx")
	cmd.MarkFlagsMutuallyExclusive("from-rota", "xlsx")
	completions(cmd, map[string]cobra.CompletionFunc{"start": cobra.NoFileCompletions, "from-rota": completeFiles(1, "csv", "xlsx", "json"), "time-zone": cobra.NoFileCompletions})
	return cmd
}

func (s *starting) run(cmd *cobra.Command) error {
	start := comingMonday(scheduler.DateOf(time.Now()))
	if s.start != "" {
		var err error
		if start, err = dayOf("--start", s.start); err != nil {
			return err
		}
	}
	text, err := starter(s.story, start)
	if err != nil {
		return err
	}
	if s.file == dash {
		_, err := io.WriteString(cmd.OutOrStdout(), text)
		return wrapFailure(err)
	}
	if rotafile.FormatOf(s.file) == rotafile.JSON {
		return usage("%s would be JSON, which has no comments: name a .toml file, and carerota convert makes JSON of it", s.file)
	}
	if err := notThereYet(s.file); err != nil {
		return err
	}
	if err := rotafile.WriteFile(s.file, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
		return failure(err)
	}
	_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is written: change it into yours, then carerota solve %s\n", s.file, s.file)
	return wrapFailure(err)
}

// comingMonday is the next Monday after a day.
func comingMonday(d scheduler.Date) scheduler.Date {
	for d = d.Plus(1); d.Weekday() != time.Monday; d = d.Plus(1) {
	}
	return d
}

// starter is a story's problem file for a rota from a day on.
func starter(story string, start scheduler.Date) (string, error) {
	text, err := starters.ReadFile("starters/" + story + ".toml")
	if err != nil {
		names := storyNames()
		if near := validate.Nearest(story, names); near != "" {
			return "", usage("there is no story %q; did you mean %q?", story, near)
		}
		return "", usage("there is no story %q: use %s", story, strings.Join(names, ", "))
	}
	return regexp.MustCompile(`@\d+`).ReplaceAllStringFunc(string(text), func(at string) string {
		n, err := strconv.Atoi(at[1:])
		if err != nil {
			return at
		}
		return start.Plus(n).String()
	}), nil
}

// notThereYet refuses a file that is there.
func notThereYet(file string) error {
	if _, err := os.Lstat(file); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return usage("%s is there already and is left alone: name another file", file)
	}
	return nil
}
