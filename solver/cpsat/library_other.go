//go:build !((linux || darwin) && (amd64 || arm64))

package cpsat

import "fmt"

// library is not to be had here: Python's package is used.
type library struct{}

func load(path string) (*library, error) {
	return nil, fmt.Errorf("%w: libraries such as %s cannot be loaded on this system", errExports, path)
}

func (*library) version() string { return "" }

func (*library) search(_, _ []byte) *search { return nil }

type search struct{}

func (*search) run() ([]byte, error) { return nil, errExports }
func (*search) stop()                {}
func (*search) close()               {}
