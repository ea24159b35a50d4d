package rotafile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	all := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		all[e.Name()] = string(text)
	}
	return all
}

func write(text string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		if _, e := io.WriteString(w, text); e != nil {
			return e
		}
		return err
	}
}

func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "rota.json")
	require.NoError(t, WriteFile(path, write("one", nil)))
	require.NoError(t, os.Chmod(path, 0o640))
	require.NoError(t, WriteFile(path, write("two", nil)))
	require.Equal(t, map[string]string{"rota.json": "two"}, contents(t, dir))
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o640), info.Mode().Perm())
}

func TestWriteFileLeavesTheOldFileWhole(t *testing.T) {
	dir := folder(t, map[string]string{"rota.json": "old"})
	full := errors.New("the disk is full")
	require.ErrorIs(t, WriteFile(filepath.Join(dir, "rota.json"), write("half", full)), full)
	require.Equal(t, map[string]string{"rota.json": "old"}, contents(t, dir))
	require.Panics(t, func() {
		_ = WriteFile(filepath.Join(dir, "rota.json"), func(io.Writer) error { panic("lost") })
	})
	require.Equal(t, map[string]string{"rota.json": "old"}, contents(t, dir))
	require.Error(t, WriteFile(filepath.Join(dir, "none", "rota.json"), write("x", nil)))
	require.Error(t, WriteFile(dir, write("x", nil)))
}

// Nothing of a disk that is really full can be written, nor left behind.
func TestWriteFileToAFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("this system has no full disk to try")
	}
	require.Error(t, WriteFile("/dev/full", write("x", nil)))
}

func TestWriteFileFollowsLinks(t *testing.T) {
	dir := folder(t, map[string]string{"rota.json": "old"})
	link := filepath.Join(dir, "link.json")
	require.NoError(t, os.Symlink("rota.json", link))
	require.NoError(t, WriteFile(link, write("new", nil)))
	require.Equal(t, map[string]string{"rota.json": "new", "link.json": "new"}, contents(t, dir))
	target, err := os.Readlink(link)
	require.NoError(t, err)
	require.Equal(t, "rota.json", target)
}

// A temporary file is there whole or not at all.
func TestWriteTemporary(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	name, err := WriteTemporary("rota-*.json", write("one", nil))
	require.NoError(t, err)
	require.Equal(t, map[string]string{filepath.Base(name): "one"}, contents(t, dir))
	_, err = WriteTemporary("rota-*.json", write("half", errors.New("the disk is full")))
	require.Error(t, err)
	require.Len(t, contents(t, dir), 1)
	require.NoError(t, TakesFiles(filepath.Join(dir, "new.json")))
	require.Error(t, TakesFiles(filepath.Join(dir, "none", "new.json")))
	require.Len(t, contents(t, dir), 1)
}
