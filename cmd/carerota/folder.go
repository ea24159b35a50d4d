package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
)

// listFile is the file in a folder of --pages that names all others: what it does not name was not
// written by --pages, and is not thrown away.
const listFile = ".carerota-pages"

// folderOfPages is the output of --pages, none where it is not asked for.
func (o *outlets) folderOfPages(p *scheduler.Problem, r *scheduler.Report) []output {
	if o.folder == "" {
		return nil
	}
	return []output{{path: o.folder, set: func() []output {
		stamp := o.stamp
		if stamp.IsZero() {
			stamp = time.Now()
		}
		var files []output
		for _, g := range export.Pages(p, r, export.PagesOptions{For: o.to, Stamp: stamp, Before: o.before}) {
			files = append(files, output{path: g.File, write: g.Write})
		}
		return append(files, o.calendarsOfNobody(p, files, stamp)...)
	}}}
}

// before is a file of an earlier --pages, nil where there is none.
func (o *outlets) before(file string) ([]byte, error) {
	text, err := os.ReadFile(filepath.Join(o.folder, filepath.FromSlash(file)))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return text, err
}

// calendarsOfNobody cancel what calendars of an earlier --pages say that nobody has any more.
func (o *outlets) calendarsOfNobody(p *scheduler.Problem, files []output, stamp time.Time) (out []output) {
	const folder = "calendars"
	for _, name := range oldCalendars(filepath.Join(o.folder, folder)) {
		file := folder + "/" + name
		if o.to == export.Family && strings.HasPrefix(name, "worker-") || slices.ContainsFunc(files, func(f output) bool { return f.path == file }) {
			continue
		}
		c := export.CalendarOfNobody(p, name)
		out = append(out, output{path: file, write: func(w io.Writer) error {
			text, err := o.before(file)
			if err != nil {
				return err
			}
			return c.Write(w, text, stamp)
		}})
	}
	return out
}

// pagesAlone refuses other files that would be written into the folder of --pages.
func (o *outlets) pagesAlone() error {
	for _, f := range append(o.all(), [2]string{"--ics", o.ics}) {
		if o.folder != "" && f[1] != "" && f[1] != dash && within(realPath(o.folder), realPath(f[1])) {
			return usage("%s would write into the folder of --pages, %s, which holds its own files alone: name another", f[0], o.folder)
		}
	}
	return nil
}

// pagesMayBeWritten refuses a folder of --pages that holds something else, and ids that are too long to
// call a file after.
func (o *outlets) pagesMayBeWritten(p *scheduler.Problem) error {
	if o.folder == "" {
		return nil
	}
	if o.folder == dash {
		return usage("--pages writes to a folder: name it")
	}
	if err := folderMayBeWritten("--pages", o.folder); err != nil {
		return err
	}
	if err := wrapFailure(folderTakesFiles(realPath(o.folder))); err != nil { // to be made beside it
		return err
	}
	const longer = len("-2006-01-02.html") - len(".ics")
	workers, clients := export.CalendarFiles(p)
	for _, file := range append(workers, clients...) {
		if len(file)+longer > longestName {
			return usage("--pages: the id that %.30q... is called after makes the name of a file of %d bytes, and %d are the most: give a shorter id", file, len(file)+longer, longestName)
		}
	}
	if other, err := otherThanPages(o.folder); err != nil || other != "" {
		return errors.Join(err, usage("--pages: %s holds %s, which --pages did not write: name a new folder, or move it away", o.folder, other))
	}
	return nil
}

// within says whether a path is a folder's or lies in it.
func within(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// otherThanPages is a file in a folder that --pages did not write; empty for none, and where there is no folder.
func otherThanPages(folder string) (string, error) {
	list, err := os.ReadFile(filepath.Join(folder, listFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	ours := append(strings.Split(string(list), "\n"), listFile)
	other := ""
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(folder, path)
		if err == nil && !slices.Contains(ours, filepath.ToSlash(rel)) {
			other = rel
			return filepath.SkipAll
		}
		return err
	})
	return other, err
}

// saveFolder writes all files of a folder, or none: they are written beside it, and take its place when
// all are there.
func saveFolder(folder string, files []output) error {
	if other, err := otherThanPages(folder); err != nil {
		return err
	} else if other != "" {
		return fmt.Errorf("%s now holds %s, which --pages did not write: move it away", folder, other)
	}
	folder = realPath(folder)
	stage, err := os.MkdirTemp(filepath.Dir(folder), "."+filepath.Base(folder)+"-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	fresh, old := filepath.Join(stage, "new"), filepath.Join(stage, "old")
	var names []string
	for _, f := range files {
		names = append(names, f.path)
		if err := saveIn(fresh, f); err != nil {
			return err
		}
	}
	list := output{path: listFile, write: func(w io.Writer) error {
		_, err := io.WriteString(w, strings.Join(names, "\n")+"\n")
		return err
	}}
	if err := saveIn(fresh, list); err != nil {
		return err
	}
	if err := os.Rename(folder, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, folder); err != nil {
		return errors.Join(err, os.Rename(old, folder)) // as it was
	}
	return nil
}

// saveIn writes a file of a folder that is being put together.
func saveIn(folder string, f output) error {
	path := filepath.Join(folder, filepath.FromSlash(f.path))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	return rotafile.WriteFile(path, f.write)
}
