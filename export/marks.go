package export

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/carerota/carerota/scheduler"
)

// standbyMark stands for a standby shift, shadowMark after the mark of a need
// that is shadowed, freeMark for a day without work.
const (
	standbyMark = "+"
	shadowMark  = "'"
	freeMark    = "."
)

const markLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"

// marksOf gives each need a short mark of its own: one letter of its id where
// that is free, more letters where there are too many needs for one.
func marksOf(needs []scheduler.Need) map[string]string {
	width := 1
	for room := len(markLetters); room < len(needs); room *= len(markLetters) {
		width++
	}
	marks, taken := map[string]string{}, map[string]bool{}
	for _, n := range needs {
		m := freeMarkFor(lettersOf(n.ID), width, taken)
		marks[n.ID], taken[m] = m, true
	}
	return marks
}

// lettersOf are the letters and digits to make a mark of, best first: the
// initials of the id's parts, then the rest of it, then all there are.
func lettersOf(id string) string {
	parts := strings.FieldsFunc(strings.ToUpper(id), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	var initials, rest string
	for _, part := range parts {
		_, first := utf8.DecodeRuneInString(part)
		initials += part[:first]
		rest += part[first:]
	}
	var out strings.Builder
	seen := map[rune]bool{}
	for _, r := range initials + rest + markLetters {
		if strings.ContainsRune(markLetters, r) && !seen[r] {
			seen[r] = true
			out.WriteRune(r)
		}
	}
	return out.String()
}

// freeMarkFor is the first mark of the width, in the letters' order, that is not taken.
func freeMarkFor(letters string, width int, taken map[string]bool) string {
	digits := make([]int, width)
	for {
		var m strings.Builder
		for _, d := range digits {
			m.WriteByte(letters[d])
		}
		if !taken[m.String()] {
			return m.String()
		}
		for i := width - 1; i >= 0; i-- {
			if digits[i]++; digits[i] < len(letters) {
				break
			}
			digits[i] = 0
		}
	}
}
