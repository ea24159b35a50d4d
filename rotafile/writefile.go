package rotafile

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"sync"
)

// WriteFile writes a file as a whole or not at all: write fills a temporary file in the same
// folder, which is then flushed to the disk and takes the file's name. After any error the old file
// is as it was and nothing is left behind. A symbolic link is followed; what is no regular file (a
// pipe, a terminal) is written to straight.
func WriteFile(path string, write func(io.Writer) error) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	mode := fs.FileMode(0o666)
	switch info, err := os.Stat(path); {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder", path)
	case err == nil && !info.Mode().IsRegular():
		return writeThrough(path, write)
	case err == nil:
		mode = info.Mode().Perm()
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	f, err := temporary(path, mode)
	if err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	defer unfinished.drop(f)
	if err := fill(f, write); err != nil {
		return fmt.Errorf("%s cannot be written: %w", path, err)
	}
	if err := unfinished.keep(f.Name(), path); err != nil {
		return err
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// WriteTemporary writes a new file in the folder for temporary files, as a whole or not at all, and
// gives its name, in which a random text takes the place of the last star of pattern.
func WriteTemporary(pattern string, write func(io.Writer) error) (name string, err error) {
	f, err := unfinished.begin(func() (*os.File, error) { return os.CreateTemp("", pattern) })
	if err != nil {
		return "", err
	}
	defer unfinished.drop(f)
	if err := fill(f, write); err != nil {
		return "", err
	}
	return f.Name(), unfinished.keep(f.Name(), f.Name())
}

// TakesFiles is the error of making a file beside path, if there is one. Nothing is left there.
func TakesFiles(path string) error {
	f, err := temporary(path, 0o666)
	if err == nil {
		unfinished.drop(f)
	}
	return err
}

// Abandon removes the files of all writes that are not finished, and lets none be finished: for a
// program that is about to end.
func Abandon() {
	unfinished.Lock()
	defer unfinished.Unlock()
	unfinished.over = true
	for name := range unfinished.names {
		os.Remove(name)
	}
}

// errAbandoned is that of a write after Abandon.
var errAbandoned = errors.New("the program is about to end")

// unfinished are the files of this process that are not whole yet.
var unfinished files

// files are the names of files, and whether there are to be no more.
type files struct {
	sync.Mutex
	names map[string]bool
	over  bool
}

// begin makes a file and notes it.
func (u *files) begin(create func() (*os.File, error)) (*os.File, error) {
	u.Lock()
	defer u.Unlock()
	if u.over {
		return nil, errAbandoned
	}
	f, err := create()
	if err == nil {
		u.note(f.Name())
	}
	return f, err
}

// note notes a file; the lock is held.
func (u *files) note(name string) {
	if u.names == nil {
		u.names = map[string]bool{}
	}
	u.names[name] = true
}

// keep gives a file that is whole its name.
func (u *files) keep(name, path string) error {
	u.Lock()
	defer u.Unlock()
	if u.over {
		return errAbandoned
	}
	if name != path {
		if err := os.Rename(name, path); err != nil {
			return err
		}
	}
	delete(u.names, name)
	return nil
}

// drop closes and removes a file, unless it has been kept.
func (u *files) drop(f *os.File) {
	u.Lock()
	defer u.Unlock()
	f.Close()
	if u.names[f.Name()] {
		os.Remove(f.Name())
		delete(u.names, f.Name())
	}
}

// temporary makes a new file beside path.
func temporary(path string, mode fs.FileMode) (*os.File, error) {
	dir, base := filepath.Split(path)
	for try := 0; ; try++ {
		name := filepath.Join(dir, "."+base+"."+strconv.Itoa(os.Getpid())+"-"+strconv.Itoa(try)+".tmp")
		f, err := unfinished.begin(func() (*os.File, error) {
			return os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		})
		if errors.Is(err, fs.ErrExist) && try < 1000 {
			continue
		}
		return f, err
	}
}

// fill writes, flushes and closes.
func fill(f *os.File, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(f, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	if err := b.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return f.Close()
}

// syncFolder makes a rename last over a power cut where the system can.
func syncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync() // not every file system can, and the file itself is whole
		d.Close()
	}
}

func writeThrough(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(f)
	err = write(b)
	return errors.Join(err, b.Flush(), f.Close())
}
