package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/carerota/carerota/rotafile"
	"github.com/spf13/cobra"
)

// output is a file to write, or standard output for "-".
type output struct {
	path   string
	write  func(io.Writer) error
	folder string          // one of many files in it, made where it is not there; empty for a file by itself
	set    func() []output // the files of the folder that path is, written together or not at all; nil for a file
	dear   bool            // a search is lost with it: a copy is kept where it cannot be written
}

// dash is the name of standard output.
const dash = "-"

// printed prints a command's text beside what it saved: to standard error when
// standard output was the file to write, and then not at all when quiet.
func printed(cmd *cobra.Command, saved error, toDash, quiet bool, text func(io.Writer) error) error {
	w := cmd.OutOrStdout()
	if toDash {
		if quiet {
			return saved
		}
		w = cmd.ErrOrStderr()
	}
	err := text(w)
	if saved != nil {
		return saved
	}
	return wrapFailure(err)
}

// mayWrite refuses, before anything is worked out, an output that would be written over an input, or
// that cannot be written.
func mayWrite(output string, inputs ...string) error {
	if err := notOver(output, inputs...); err != nil {
		return err
	}
	return wrapFailure(mayBeWritten(output))
}

// mayBeWritten finds out before a search whether a file will be writable after it: a
// folder, a read-only file or a folder that takes no new file are refused now.
func mayBeWritten(path string) error {
	if path == "" || path == dash {
		return nil
	}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder, not a file to write", path)
	case err == nil && info.Mode().Perm()&0o222 == 0:
		return fmt.Errorf("%s is read-only", path)
	case err == nil && !info.Mode().IsRegular():
		return nil // a pipe or a device: to open it could wait for a reader
	case err == nil:
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", path, cause(err))
		}
		f.Close()
	}
	return folderTakesFiles(path)
}

// longestName is the most bytes of a file's name: 255 on most file systems, less what WriteFile
// adds while it writes.
const longestName = 230

// distinct refuses two flags that name one file, however it is spelled. Each is a flag and its
// path, which may be empty.
func distinct(named ...[2]string) error {
	for i, b := range named {
		for _, a := range named[:i] {
			if a[1] == "" || b[1] == "" || a[1] == dash && b[1] != dash || b[1] == dash && a[1] != dash {
				continue
			}
			if a[1] == b[1] || realPath(a[1]) == realPath(b[1]) || sameFile(a[1], b[1]) {
				return usage("%s and %s name the same file", a[0], b[0])
			}
		}
	}
	return nil
}

// realPath names a file that need not be there the same way however it is spelled: symbolic links
// are followed, also one that leads to nothing yet.
func realPath(path string) string {
	if abs, err := filepath.Abs(path); err == nil {
		path = abs
	}
	for range 40 { // links to links
		if real, err := filepath.EvalSymlinks(path); err == nil {
			return real
		}
		to, err := os.Readlink(path)
		if err != nil {
			break
		}
		if !filepath.IsAbs(to) {
			to = filepath.Join(filepath.Dir(path), to)
		}
		path = to
	}
	if dir, err := filepath.EvalSymlinks(filepath.Dir(path)); err == nil {
		return filepath.Join(dir, filepath.Base(path))
	}
	return path
}

// folderTakesFiles makes a file beside path and removes it again.
func folderTakesFiles(path string) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	if err := rotafile.TakesFiles(path); err != nil {
		return fmt.Errorf("%s cannot be written: its folder takes no new file: %w", path, cause(err))
	}
	return nil
}

// cause is an error of package os without the name of the file.
func cause(err error) error {
	var e *fs.PathError
	if errors.As(err, &e) {
		return e.Err
	}
	return err
}

// save writes the outputs. A dear one that cannot be written goes to the folder for temporary
// files, so that a search is not lost; the error says where.
func save(stdout io.Writer, outputs ...output) error {
	var lost []string
	for _, o := range outputs {
		if err := o.save(stdout); err != nil {
			lost = append(lost, o.rescue(err))
		}
	}
	if len(lost) > 0 {
		return failure(fmt.Errorf("%s", strings.Join(lost, "\ncarerota: ")))
	}
	return nil
}

// saveInTime is save for files that can be made before the context ends. The others are not
// written, and the error names them.
func saveInTime(ctx context.Context, stdout io.Writer, outputs ...output) error {
	var late []string
	var lost []error
	for _, o := range outputs {
		made, ok := inTime(ctx, o.made)
		if !ok {
			late = append(late, o.path)
			continue
		}
		lost = append(lost, save(stdout, made))
	}
	if n := len(late); n > mostLate {
		late = append(late[:mostLate], fmt.Sprintf("%d more", n-mostLate))
	}
	if len(late) > 0 {
		lost = append(lost, failure(fmt.Errorf("not written, for want of time: %s; carerota check writes them from the result file", strings.Join(late, ", "))))
	}
	return together(lost...)
}

// mostLate is how many files are named that were not written in time.
const mostLate = 3

// together is one failure of several; nil for none.
func together(errs ...error) error {
	var said []string
	for _, err := range errs {
		if err != nil {
			said = append(said, err.Error())
		}
	}
	if len(said) == 0 {
		return nil
	}
	return failure(errors.New(strings.Join(said, "\ncarerota: ")))
}

// made is the output with its text made, which is all that takes time.
func (o output) made() output {
	if o.set != nil {
		var files []output
		for _, f := range o.set() {
			files = append(files, f.made())
		}
		o.set = func() []output { return files }
		return o
	}
	var text bytes.Buffer
	err := o.write(&text)
	o.write = func(w io.Writer) error {
		if err != nil {
			return err
		}
		_, err := w.Write(text.Bytes())
		return err
	}
	return o
}

// inTime is what a function gives, when it does so before the context ends; otherwise it goes on
// alone, and what it gives is of no use.
func inTime[T any](ctx context.Context, of func() T) (got T, ok bool) {
	if ctx.Err() != nil {
		return got, false
	}
	made := make(chan T, 1)
	go func() { made <- of() }()
	select {
	case got = <-made:
		return got, true
	case <-ctx.Done():
		return got, false
	}
}

func (o output) save(stdout io.Writer) error {
	if o.set != nil {
		return saveFolder(o.path, o.set())
	}
	if o.path == dash {
		return o.write(stdout)
	}
	if o.folder != "" {
		if err := os.MkdirAll(o.folder, 0o777); err != nil {
			return err
		}
	}
	return rotafile.WriteFile(o.path, o.write)
}

// rescue writes what is dear to the folder for temporary files, and says what became of it.
func (o output) rescue(why error) string {
	said := oneLine(why)
	if o.path != dash && !strings.Contains(said, o.path) {
		said = o.path + ": " + said
	}
	if !o.dear {
		return said
	}
	kept, err := rotafile.WriteTemporary("carerota-*-"+strings.TrimPrefix(filepath.Base(o.path), "."), o.write)
	if err != nil {
		return said + "; nor could a copy be kept: " + oneLine(err)
	}
	return said + "; it is kept in " + kept
}
