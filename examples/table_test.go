package examples

import (
	"path/filepath"
	"testing"

	"github.com/carerota/carerota/rotafile"
)

func TestRead(t *testing.T) {
	a, _ := filepath.Glob("*.toml")
	b, _ := filepath.Glob("scenarios/*.toml")
	for _, f := range append(a, b...) {
		if p, err := rotafile.Read(f); err != nil {
			t.Errorf("%s: %v", f, err)
		} else { t.Log(f, len(p.Workers), len(p.Needs), p.Holidays) }
	}
}
