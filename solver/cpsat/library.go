//go:build (linux || darwin) && (amd64 || arm64)

package cpsat

import (
	"errors"
	"fmt"
	"unsafe"

	"github.com/ebitengine/purego"
)

// library is OR-Tools' C interface to CP-SAT.
type library struct {
	major, minor, patch func() int32
	newEnv              func() uintptr
	destroy, stop       func(env uintptr)
	solve               func(env uintptr, model unsafe.Pointer, n int32, params unsafe.Pointer, m int32, reply *unsafe.Pointer, size *int32)
	free                func(unsafe.Pointer)
}

// load opens the library at path. A library without the functions needed is an error.
func load(path string) (*library, error) {
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be loaded: %w", path, err)
	}
	l := &library{}
	var missing []error
	bind := func(f any, names ...string) {
		var err error
		for _, name := range names {
			var at uintptr
			if at, err = purego.Dlsym(handle, name); err == nil {
				purego.RegisterFunc(f, at)
				return
			}
		}
		missing = append(missing, err)
	}
	bind(&l.newEnv, "SolveCpNewEnv")
	bind(&l.destroy, "SolveCpDestroyEnv")
	bind(&l.stop, "SolveCpStopSearch")
	bind(&l.solve, "SolveCpInterruptible")
	bind(&l.major, "_ZN19operations_research19OrToolsMajorVersionEv", "_ZN19operations_research17OrToolsMajorVersionEv")
	bind(&l.minor, "_ZN19operations_research19OrToolsMinorVersionEv")
	bind(&l.patch, "_ZN19operations_research19OrToolsPatchVersionEv")
	bind(&l.free, "free") // the C library's, which gave the memory of the reply
	if len(missing) > 0 {
		return nil, fmt.Errorf("%w: %s lacks %w", errExports, path, errors.Join(missing...))
	}
	return l, nil
}

func (l *library) version() string {
	return fmt.Sprintf("%d.%d.%d", l.major(), l.minor(), l.patch())
}

// search is one search, which another goroutine may stop.
type search struct {
	l             *library
	env           uintptr
	params, model []byte
}

func (l *library) search(params, model []byte) *search {
	return &search{l, l.newEnv(), params, model}
}

// run searches and returns the response's bytes.
func (s *search) run() ([]byte, error) {
	var reply unsafe.Pointer
	var size int32
	s.l.solve(s.env, unsafe.Pointer(unsafe.SliceData(s.model)), int32(len(s.model)),
		unsafe.Pointer(unsafe.SliceData(s.params)), int32(len(s.params)), &reply, &size)
	if reply == nil {
		return nil, errors.New("CP-SAT gave no reply")
	}
	out := append([]byte(nil), unsafe.Slice((*byte)(reply), size)...)
	s.l.free(reply)
	return out, nil
}

func (s *search) stop() { s.l.stop(s.env) }

func (s *search) close() { s.l.destroy(s.env) }
