package fresh

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHighWater(t *testing.T) {
	kib, ok := highWater("Name:\tbench\nVmPeak:\t  900 kB\nVmHWM:\t  2048 kB\nVmRSS:\t 12 kB\n")
	require.True(t, ok)
	require.Equal(t, 2048.0, kib)
	_, ok = highWater("Name:\tbench\n")
	require.False(t, ok, "a system without the line")
}

func TestPeakIsPositive(t *testing.T) { require.Positive(t, PeakMiB()) }
