package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/spf13/cobra"
)

// outlets are the files for people and other programs that a command writes of a
// rota beside the result file.
type outlets struct {
	reader
	csv, payroll, xlsx  string
	html, ics, folder   string
	client, worker, day string      // what the page is of, when not of the whole rota
	stamp               time.Time   // of the calendars; zero for now
	others              [][2]string // what the command writes besides, by its flags
}

// flags gives a command the outlets' flags.
func (o *outlets) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&o.csv, "csv", "", "also write one row a shift to this file")
	f.StringVar(&o.payroll, "payroll", "", "also write everyone's hours by rate to this CSV file")
	f.StringVar(&o.xlsx, "xlsx", "", "also write an Excel workbook to this file")
	o.readerFlag(cmd)
	f.StringVar(&o.html, "html", "", "also write a page for people to this file: one file, no network needed")
	f.StringVar(&o.client, "client", "", "with --html: the page of one client, by id")
	f.StringVar(&o.day, "day", "", "with --html and --client: the sheet of one day, such as 2026-03-29")
	f.StringVar(&o.worker, "worker", "", "with --html: the schedule of one worker, by id")
	f.StringVar(&o.ics, "ics", "", "also write a calendar for each worker and each client to this folder, one a rota; those that are there are brought up to date")
	f.StringVar(&o.folder, "pages", "", "also write all pages to this folder, whole or not at all: the manager's, each client's and worker's, a sheet for each day, calendars and an index; each is safe for its reader")
	cmd.MarkFlagsMutuallyExclusive("client", "worker")
	completions(cmd, map[string]cobra.CompletionFunc{
		"csv": completeFiles(1, "csv"), "payroll": completeFiles(1, "csv"), "xlsx": completeFiles(1, "xlsx"), "html": completeFiles(1, "html"),
		"client": cobra.NoFileCompletions, "day": cobra.NoFileCompletions, "worker": cobra.NoFileCompletions})
}

// completions registers how the values of flags are completed.
func completions(cmd *cobra.Command, of map[string]cobra.CompletionFunc) {
	for flag, complete := range of {
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // a flag of the same function that is not there
		}
	}
}

// files are the files to write beside the others, by their flags.
func (o *outlets) files() [][2]string {
	return [][2]string{{"--csv", o.csv}, {"--payroll", o.payroll}, {"--xlsx", o.xlsx}, {"--html", o.html}}
}

// all are the files to write, by their flags.
func (o *outlets) all() [][2]string { return slices.Concat(o.others, o.files()) }

// beside says whether there are any files to write beside the result file.
func (o *outlets) beside() bool {
	return o.ics != "" || o.folder != "" || slices.ContainsFunc(o.files(), func(f [2]string) bool { return f[1] != "" })
}

// sound checks the flags against each other and against the other files that the command writes, each
// a flag and its path, which may be empty.
func (o *outlets) sound(others ...[2]string) error {
	o.others = others
	if o.html == "" && (o.client != "" || o.worker != "" || o.day != "") {
		return usage("--client, --worker and --day say what the page of --html is of: name its file")
	}
	if o.day != "" && o.client == "" {
		return usage("--day is a client's: name the client with --client")
	}
	if o.payroll != "" && o.readers() != nil && o.to != export.Manager {
		return usage("--payroll says what everybody is paid, which is the manager's: leave it out for %s, or write it by itself", o.to)
	}
	for _, f := range o.files() {
		if f[1] == dash {
			return usage("%s writes to a file: name it", f[0])
		}
	}
	if err := o.pagesAlone(); err != nil {
		return err
	}
	return distinct(o.all()...)
}

// targets refuses, before anything is searched, what could not be written: inputs are
// the files that are read.
func (o *outlets) targets(p *scheduler.Problem, inputs ...string) error {
	for _, f := range o.all() {
		if err := mayWrite(f[1], inputs...); err != nil {
			return err
		}
	}
	if o.ics == dash {
		return usage("--ics writes to a folder: name it")
	}
	if err := distinct(append(o.all(), [2]string{"--ics", o.ics})...); err != nil {
		return err
	}
	if err := folderMayBeWritten("--ics", o.ics); err != nil {
		return err
	}
	if err := o.calendarsMayBeWritten(p); err != nil {
		return err
	}
	if err := o.pagesMayBeWritten(p); err != nil {
		return err
	}
	return o.known(p)
}

// calendarsMayBeWritten refuses ids that are too long to call a file after.
func (o *outlets) calendarsMayBeWritten(p *scheduler.Problem) error {
	if o.ics == "" {
		return nil
	}
	workers, clients := export.CalendarFiles(p)
	long := func(files []string, kind string, id func(int) string) error {
		for i, file := range files {
			if len(file) > longestName {
				return usage("--ics: the id of the %s %.30q... makes the name of a file of %d bytes, and %d are the most: give a shorter id", kind, id(i), len(file), longestName)
			}
			path := filepath.Join(o.ics, file)
			for _, other := range o.all() {
				if other[1] != "" && other[1] != dash && realPath(other[1]) == realPath(path) {
					return usage("%s and --ics write the same file, %s: name another", other[0], path)
				}
			}
		}
		return nil
	}
	if err := long(workers, "worker", func(i int) string { return p.Workers[i].ID }); err != nil {
		return err
	}
	return long(clients, "client", func(i int) string { return p.Clients[i].ID })
}

// folderMayBeWritten refuses a folder that is none or takes no new file.
func folderMayBeWritten(by, path string) error {
	if path == "" {
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.IsDir():
		return usage("%s: %s is a file, not a folder to write to", by, path)
	case err == nil:
		return wrapFailure(folderTakesFiles(filepath.Join(path, "new")))
	}
	return wrapFailure(folderTakesFiles(filepath.Clean(path))) // to be made beside these
}

// known refuses a client, worker or day that the problem does not have.
func (o *outlets) known(p *scheduler.Problem) error {
	if err := knownID(p, "--client", "client", o.client); err != nil {
		return err
	}
	if err := knownID(p, "--worker", "worker", o.worker); err != nil {
		return err
	}
	if o.day == "" {
		return nil
	}
	day, err := dayOf("--day", o.day)
	if err != nil {
		return err
	}
	if n := day.Sub(p.Start); n < 0 || n >= p.Days {
		return usage("--day %s is not a day of the rota, which has %s to %s", day, p.Start, p.Start.Plus(p.Days-1))
	}
	return nil
}

// outputs are the files of a report.
func (o *outlets) outputs(p *scheduler.Problem, r *scheduler.Report) []output {
	return append(o.pages(p, r), o.calendars(p, r)...)
}

// pages are the files of a report but for its calendars.
func (o *outlets) pages(p *scheduler.Problem, r *scheduler.Report) []output {
	all := []output{
		{path: o.csv, write: func(w io.Writer) error { return export.CSV(w, p, r) }},
		{path: o.payroll, write: func(w io.Writer) error { return export.PayrollCSV(w, p, r) }},
		{path: o.xlsx, write: func(w io.Writer) error { return export.Workbook(w, p, r, o.readers()...) }},
		{path: o.html, write: func(w io.Writer) error { return o.page(w, p, r) }},
	}
	return append(slices.DeleteFunc(all, func(f output) bool { return f.path == "" }), o.folderOfPages(p, r)...)
}

// calendars are the files of --ics.
func (o *outlets) calendars(p *scheduler.Problem, r *scheduler.Report) []output {
	if o.ics == "" {
		return nil
	}
	stamp := o.stamp
	if stamp.IsZero() {
		stamp = time.Now()
	}
	list := export.Calendars(p, r)
	for _, file := range oldCalendars(o.ics) {
		if !slices.ContainsFunc(list, func(c export.Calendar) bool { return c.File == file }) {
			list = append(list, export.CalendarOfNobody(p, file))
		}
	}
	var all []output
	for _, c := range list {
		path := filepath.Join(o.ics, c.File)
		all = append(all, output{path: path, folder: o.ics, write: func(w io.Writer) error {
			before, err := os.ReadFile(path)
			if err != nil && !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return c.Write(w, before, stamp)
		}})
	}
	return all
}

// oldCalendars are the calendars that a folder holds of an earlier rota.
func oldCalendars(folder string) []string {
	var out []string
	for _, kind := range []string{"worker-*.ics", "client-*.ics"} {
		found, err := fs.Glob(os.DirFS(folder), kind)
		if err == nil { // a folder that is not there yet has none
			out = append(out, found...)
		}
	}
	return out
}

// page writes the page that is asked for.
func (o *outlets) page(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
	switch {
	case o.day != "":
		day, err := scheduler.ParseDate(o.day)
		if err != nil {
			return err
		}
		return export.ShiftSheetHTML(w, p, r, o.client, day, o.readers()...)
	case o.client != "":
		return export.ClientHTML(w, p, r, o.client, o.readers()...)
	case o.worker != "":
		return export.WorkerHTML(w, p, r, o.worker, o.readers()...)
	}
	return export.HTML(w, p, r, o.readers()...)
}

// result is the result file of a report; solved says that solve makes it.
func result(path string, doc *rotafile.Document, r *scheduler.Report, solved bool) output {
	return output{path: path, write: func(w io.Writer) error {
		return rotafile.WriteResult(w, doc.Problem, r, rotafile.Meta{SHA256: doc.SHA256, Version: version(), Solved: solved})
	}}
}
