package draw

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParseShape(t *testing.T) {
	s, err := ParseShape("150x52x32")
	require.NoError(t, err)
	require.Equal(t, Shape{Workers: 150, Weeks: 52, Shifts: 32}, s)
	require.Equal(t, "150x52x32", s.String())
	for _, bad := range []string{"", "150", "150x52", "0x1x1", "150x52x33", "1x1x1x1", "axbxc", "1x1x1 2"} {
		_, err := ParseShape(bad)
		require.Error(t, err, bad)
	}
}

func TestLinesKeepWhatFollowsWhat(t *testing.T) {
	r := New(5)
	_, notNext := r.Types(8)
	for range 50 {
		before := r.IntN(8)
		line := r.Line(70, []int{0, 3, 5, 7}, notNext, before, 2, 5, 1, 3)
		require.Len(t, line, 70)
		last := before
		for _, s := range line {
			require.False(t, last != Off && s != Off && notNext[last][s])
			last = s
		}
	}
}
