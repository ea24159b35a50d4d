package reading

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// spellFindings are what the judgement of a line finds too long in its spells.
func spellFindings(a *Reading, w *Worker, line []Item) (found int) {
	a.Report.Findings = nil
	judgeSpells(a, breachesOf(a, w.ID), w, line)
	for _, f := range a.Report.Findings {
		if f.Rule == "max_spell" || f.Rule == "max_spell_with_sleep_in" || f.Rule == "max_waking_in_spell" {
			found++
		}
	}
	return found
}

// The quick look at spells finds just what the judgement of the whole line does, and of one time what
// is wrong about it.
func TestSpellsHoldAsTheyAreJudged(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 8))
	held, broken := 0, 0
	for range 3000 {
		p := drawn.Problem(r)
		a := New(p)
		w := &a.Workers[r.IntN(len(a.Workers))]
		line := slices.Clone(w.Line)
		for at := a.Origin + int64(r.IntN(12))*3600; len(line) < 8 && at < a.Origin+6*86400; {
			n := 3600 * int64(1+r.IntN(8))
			line = append(line, Item{Span: Span{at, at + n}, Kind: drawn.Some(r, scheduler.Waking, scheduler.SleepIn, scheduler.Standby), Need: -1, Occurrence: -1, Client: -1})
			at += n + int64(r.IntN(14))*3600
		}
		all := Span{a.Origin - 9*86400, a.Origin + 9*86400}
		found := spellFindings(a, w, line)
		require.Equal(t, found == 0, SpellsHold(a, w, line, all))
		if found == 0 {
			held++
			continue
		}
		broken++
		some := 0
		for i := range line {
			if !SpellsHold(a, w, line, line[i].Span) {
				some++
			}
		}
		require.GreaterOrEqual(t, some, found, "each spell that is too long is found at its own times")
	}
	require.Greater(t, held, 300)
	require.Greater(t, broken, 300)
}
