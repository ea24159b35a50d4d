package cpsat

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/carerota/carerota/solver"
)

// pathEnv names the environment variable that says where OR-Tools is: the
// library itself, a folder that holds it (or an unpacked C++ archive), or a
// Python that has the ortools package. Nothing else is then looked at.
const pathEnv = "CAREROTA_ORTOOLS"

// howToGet says how to get OR-Tools.
const howToGet = `"pip install ortools" (9.14 or later), or the C++ archive from github.com/google/or-tools/releases with ` +
	pathEnv + ` set to its folder`

var (
	// errNotFound says that there is no OR-Tools on this machine.
	errNotFound = errors.New("OR-Tools is not found; to get it: " + howToGet)
	// errTooOld says that OR-Tools is older than 9.14.
	errTooOld = errors.New("OR-Tools is older than 9.14; to get a later one: " + howToGet)

	errExports = errors.New("OR-Tools without the C interface to CP-SAT")
)

// place is where OR-Tools may be.
type place struct {
	library string // a shared library
	python  string // a Python that may have the package
}

func (p place) String() string {
	if p.library != "" {
		return p.library
	}
	return p.python
}

// Found is an OR-Tools that works.
type Found struct {
	Version string
	Where   string // the library, or the Python whose package it is
	place   place
}

// Find looks for OR-Tools where pathEnv says, else in the system's library
// folders, then in Python's packages, and starts it once to see that it
// works. Its error says what was wrong with each that was found, and how to
// get one that works.
func Find(ctx context.Context) (*Found, error) {
	if err := solver.CheckContext(ctx); err != nil {
		return nil, err
	}
	var wrong []error
	for _, p := range places(ctx, true) {
		f, err := try(ctx, p)
		if err == nil {
			return f, nil
		}
		wrong = append(wrong, err)
	}
	if len(wrong) == 0 {
		if at := os.Getenv(pathEnv); at != "" {
			return nil, fmt.Errorf("%s is %s, where there is no OR-Tools: %w", pathEnv, at, errNotFound)
		}
		return nil, errNotFound
	}
	if err := errors.Join(wrong...); errors.Is(err, errTooOld) {
		return nil, err
	}
	return nil, fmt.Errorf("%w\n%w", errors.Join(wrong...), errNotFound)
}

// try starts what is at the place.
func try(ctx context.Context, p place) (*Found, error) {
	c, err := start(ctx, p)
	if err != nil {
		return nil, err
	}
	defer c.close()
	if old(c.version) {
		return nil, fmt.Errorf("%s is OR-Tools %s: %w", p, c.version, errTooOld)
	}
	return &Found{c.version, p.String(), p}, nil
}

// old says whether a version is before 9.14.
func old(version string) bool {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return true
	}
	major, err1 := strconv.Atoi(parts[0])
	minor, err2 := strconv.Atoi(parts[1])
	return err1 != nil || err2 != nil || major < 9 || major == 9 && minor < 14
}

// places lists where OR-Tools may be, the likeliest first. Python, which takes
// its time, is asked only where nothing else is found and ask is true.
func places(ctx context.Context, ask bool) (out []place) {
	if at := os.Getenv(pathEnv); at != "" {
		return named(ctx, at)
	}
	for _, folder := range systemFolders() {
		out = append(out, libraries(folder)...)
	}
	for _, folder := range packageFolders() {
		out = append(out, libraries(filepath.Join(folder, "ortools", ".libs"))...)
	}
	if len(out) > 0 || !ask {
		return out
	}
	for _, name := range []string{"python3", "python"} {
		if python, err := exec.LookPath(name); err == nil {
			if found := packaged(ctx, python); len(found) > 0 {
				return append(out, found...)
			}
		}
	}
	return out
}

// named lists what the place that the user named holds.
func named(ctx context.Context, at string) []place {
	info, err := os.Stat(at)
	switch {
	case err != nil:
		return nil
	case !info.IsDir() && strings.Contains(filepath.Base(at), "python"):
		return append(packaged(ctx, at), place{python: at})
	case !info.IsDir():
		return []place{{library: at}}
	}
	var out []place
	for _, folder := range []string{"", "lib", "lib64", ".libs", "ortools/.libs"} {
		out = append(out, libraries(filepath.Join(at, folder))...)
	}
	for _, packages := range packagesIn(at) { // a virtual environment
		out = append(out, libraries(filepath.Join(packages, "ortools", ".libs"))...)
	}
	if len(out) > 0 {
		return out
	}
	for _, python := range []string{"bin/python3", "Scripts/python.exe"} {
		if p := filepath.Join(at, python); exists(p) {
			out = append(out, append(packaged(ctx, p), place{python: p})...)
		}
	}
	return out
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// libraries lists libortools in a folder.
func libraries(folder string) (out []place) {
	for _, name := range []string{"libortools.so*", "libortools.dylib", "libortools.*.dylib", "ortools.dll"} {
		found, _ := filepath.Glob(filepath.Join(folder, name)) // the pattern is sound
		for _, f := range found {
			out = append(out, place{library: f})
		}
	}
	return out
}

// packageFolders are where Python keeps packages, as far as that can be told without asking it.
func packageFolders() (out []string) {
	var roots []string
	if at := os.Getenv("VIRTUAL_ENV"); at != "" {
		roots = append(roots, at)
	}
	if python, err := exec.LookPath("python3"); err == nil {
		roots = append(roots, filepath.Dir(filepath.Dir(python)))
	}
	if home, err := os.UserHomeDir(); err == nil {
		roots = append(roots, filepath.Join(home, ".local"))
	}
	for _, root := range append(roots, "/usr/local", "/usr") {
		out = append(out, packagesIn(root)...)
	}
	return out
}

func packagesIn(root string) (out []string) {
	for _, kind := range []string{"site-packages", "dist-packages"} {
		found, _ := filepath.Glob(filepath.Join(root, "lib", "python3*", kind)) // the pattern is sound
		out = append(out, found...)
	}
	return out
}

func systemFolders() (out []string) {
	for _, name := range []string{"LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"} {
		out = append(out, filepath.SplitList(os.Getenv(name))...)
	}
	out = append(out, "/usr/local/lib", "/usr/lib", "/usr/lib64", "/opt/homebrew/lib", "/opt/or-tools/lib")
	if arch := map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[runtime.GOARCH]; arch != "" {
		out = append(out, "/usr/lib/"+arch+"-linux-gnu")
	}
	return out
}

// packaged lists the library of Python's ortools package, then the package itself.
func packaged(ctx context.Context, python string) []place {
	ask := exec.CommandContext(ctx, python, "-c",
		"import importlib.util as u; s = u.find_spec('ortools'); print(s.submodule_search_locations[0] if s else '')")
	answer, err := ask.Output()
	folder := strings.TrimSpace(string(answer))
	if err != nil || folder == "" {
		return nil
	}
	return append(libraries(filepath.Join(folder, ".libs")), place{python: python})
}

//go:embed serve.py
var servePython string
