package main

import (
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/spf13/cobra"
)

// reader is the flag --for: who reads what a command writes. The zero value leaves each output to its usual reader.
type reader struct {
	to    export.Reader
	named bool
}

// readerFlag gives a command the flag --for.
func (r *reader) readerFlag(cmd *cobra.Command) {
	cmd.Flags().Var(r, "for", "who reads what is written: manager, staff or family; without it a client's page is for the family, a worker's page, a day's sheet and the plan are for staff, and all else is for the manager")
	completions(cmd, map[string]cobra.CompletionFunc{"for": cobra.FixedCompletions([]string{"manager", "staff", "family"}, cobra.ShellCompDirectiveNoFileComp)})
}

// String, Set and Type make reader a flag's value.
func (r *reader) String() string {
	if !r.named {
		return ""
	}
	return r.to.String()
}

// Set reads the flag.
func (r *reader) Set(name string) (err error) {
	r.to, err = export.ParseReader(name)
	r.named = true
	return err
}

// Type is what help calls the value.
func (r *reader) Type() string { return "reader" }

// readers is who was named, for an output that has a usual reader of its own.
func (r *reader) readers() []export.Reader {
	if !r.named {
		return nil
	}
	return []export.Reader{r.to}
}

// report is what the reader may know of a report.
func (r *reader) report(all *scheduler.Report) *scheduler.Report {
	if r.to == export.Manager {
		return all
	}
	return discreet.Report(all)
}

// repaired is what the reader may know of a repair.
func (r *reader) repaired(all *repair.Repaired) *repair.Repaired {
	if r.to == export.Manager {
		return all
	}
	return discreet.Repaired(all)
}
