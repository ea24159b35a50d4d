package export

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What stands against one provider is said together, wherever it stands among the reasons.
func TestReasonsOfOneProviderTogether(t *testing.T) {
	for _, row := range []struct {
		list []string
		want string
	}{
		{nil, ""},
		{[]string{"lacks swim"}, "lacks swim"},
		{[]string{"works for Hill, which is suspended", "lacks swim"}, "works for Hill, which is suspended, and lacks swim"},
		{[]string{"works for Hill, which has not accepted Ida", "lacks swim", "works for Hill, which may give 20 hours"}, "works for Hill, which has not accepted Ida and may give 20 hours, and lacks swim"},
		{[]string{"works for Hill, which a", "works for Hill, which b", "works for Hill, which c"}, "works for Hill, which a, b and c"},
		{[]string{"works for Hill, which a", "works for Dale, which b"}, "works for Hill, which a, and works for Dale, which b"},
	} {
		require.Equal(t, row.want, sayReasons(row.list))
	}
}
