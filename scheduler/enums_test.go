package scheduler_test

import (
	"encoding"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// enum is what every enum of the package can do, by its pointer.
type enum[E any] interface {
	*E
	fmt.Stringer
	encoding.TextMarshaler
	encoding.TextUnmarshaler
}

// readsBack holds that the values are numbered from 0, have these words, and come back from them.
func readsBack[E ~int, P enum[E]](t *testing.T, values []E, words ...string) {
	require.Len(t, values, len(words))
	for i, v := range values {
		require.Equal(t, E(i), v)
		require.Equal(t, words[i], fmt.Sprint(v))
		text, err := json.Marshal(v)
		require.NoError(t, err)
		require.Equal(t, `"`+words[i]+`"`, string(text))
		back := E(-1)
		require.NoError(t, json.Unmarshal(text, &back))
		require.Equal(t, v, back)
	}
	for _, strange := range []E{-1, E(len(words))} {
		require.Equal(t, fmt.Sprint(int(strange)), P(&strange).String())
		_, err := P(&strange).MarshalText()
		require.Error(t, err)
	}
	kept := values[1]
	for _, word := range []string{"", "nonsense", "1"} {
		require.Error(t, P(&kept).UnmarshalText([]byte(word)))
		require.Equal(t, values[1], kept)
	}
}

func TestEnumsPrintThemselves(t *testing.T) {
	readsBack(t, scheduler.Kinds, "waking", "sleep-in", "standby", "shadow")
	readsBack(t, scheduler.Criticalities, "critical", "essential", "desirable")
	readsBack(t, scheduler.ProviderKinds, "team", "bank", "agency", "pa", "family")
	readsBack(t, scheduler.PatternsOf, "days", "days-off", "shifts", "weekends", "split-weekends")
}
