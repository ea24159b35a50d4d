package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/spf13/cobra"
)

// other writes what init writes without a story.
func (s *starting) other(cmd *cobra.Command) error {
	zone, err := time.LoadLocation(s.zone)
	if err != nil || s.zone == "" || s.zone == "Local" {
		return usage("--time-zone %s is not known: write a name such as Europe/London", s.zone)
	}
	var start scheduler.Date
	if s.start != "" {
		if start, err = dayOf("--start", s.start); err != nil {
			return err
		}
	}
	if s.xlsx {
		return s.template(cmd, start)
	}
	return s.fromRota(cmd, zone, start)
}

// fromRota writes the problem that a rota implies.
func (s *starting) fromRota(cmd *cobra.Command, zone *time.Location, start scheduler.Date) error {
	if s.file == "" {
		base := filepath.Base(s.rota)
		s.file = strings.TrimSuffix(strings.TrimSuffix(base, filepath.Ext(base)), ".rota") + ".toml"
	}
	if s.rota == dash && s.file == "-.toml" {
		return usage("name the file to write: standard input has no name to call it after")
	}
	if s.file != dash && rotafile.FormatOf(s.file) == rotafile.JSON {
		return usage("%s would be JSON, which has no comments: name a .toml file", s.file)
	}
	reader, err := rotaReader(cmd)
	if err != nil {
		return err
	}
	in, err := readInput(cmd, s.rota)
	if err != nil {
		return err
	}
	found, err := reader.Discover(in.name, in.text, zone, start)
	if err != nil {
		return faulty(err)
	}
	if s.file != dash {
		if err := notThereYet(s.file); err != nil {
			return err
		}
	}
	if !quietly(cmd) {
		sayNotes(cmd, in.name, say.Count(len(found.Shifts), "shift")+" read", found.Notes, nil)
	}
	x := found.Problem(strings.TrimSuffix(filepath.Base(s.rota), filepath.Ext(s.rota)), zone)
	if days := x.Problem.Days; days > mostRotaDays {
		return usage("%s has shifts over %d days, and %d are the most: read a part of it", s.rota, days, mostRotaDays)
	}
	saved := save(cmd.OutOrStdout(), output{path: s.file, write: x.Write})
	return printed(cmd, saved, s.file == dash, quietly(cmd), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s is written, with a comment where something was guessed: %s, %s and %s. Correct it, then carerota check %s %s\n",
			s.file, say.Count(len(x.Problem.Workers), "worker"), say.Count(len(x.Problem.Clients), "client"), say.Count(len(x.Problem.Needs), "need"), s.file, s.rota)
		return err
	})
}

const mostRotaDays = 366

// template writes a workbook to fill in.
func (s *starting) template(cmd *cobra.Command, start scheduler.Date) error {
	if start.IsZero() {
		start = comingMonday(scheduler.DateOf(time.Now()))
	}
	if s.file == "" {
		s.file = "team.xlsx"
	}
	if s.file == dash || strings.ToLower(filepath.Ext(s.file)) != ".xlsx" {
		return usage("%s is no name of a workbook: name a file that ends in .xlsx", s.file)
	}
	if err := notThereYet(s.file); err != nil {
		return err
	}
	saved := save(cmd.OutOrStdout(), output{path: s.file, write: func(w io.Writer) error { return export.Template(w, start, s.zone) }})
	return printed(cmd, saved, false, quietly(cmd), func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%s is written: fill it in, then carerota solve %s\n", s.file, s.file)
		return err
	})
}
