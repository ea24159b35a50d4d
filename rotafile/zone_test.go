package rotafile

import (
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/stretchr/testify/require"
)

// A zone that no file can hold is an error of every writer of problems, before anything is written.
func TestWritersRefuseZonesWithoutAName(t *testing.T) {
	for _, zone := range []*time.Location{nil, time.Local, time.FixedZone("", 7200), time.FixedZone("BST", 3600), time.FixedZone("Europe/Paris", 0)} {
		p := drawn.Home(t)
		p.Zone = zone
		folder := filepath.Join(t.TempDir(), "sheets")
		require.Error(t, WriteProblem(io.Discard, p, TOML))
		require.Error(t, WriteProblem(io.Discard, p, JSON))
		require.Error(t, WriteSheets(folder, p))
		require.NoDirExists(t, folder)
	}
}
