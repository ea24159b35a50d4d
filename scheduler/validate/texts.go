package validate

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The most characters of a text.
const (
	longestID   = 64
	longestName = 200
	longestWhy  = 1000
)

// id checks what an entry is called by, which stands in lines of text, cells and names of files.
func (v *validation) id(path, id string) {
	if id == "" {
		v.add(path, "give it an id of its own", "an id is required")
		return
	}
	if strings.TrimSpace(id) != id {
		v.add(path, "write it without spaces at its ends, on one line", "the id %q has stray white space or control characters", clipped(id))
		return
	}
	v.text(path, "id", id, longestID)
}

// label checks a name that may be left out.
func (v *validation) label(path, name string) { v.text(path, "name", name, longestName) }

// names checks that no name of a list is empty.
func (v *validation) names(path string, list []string) {
	for i := range v.few(path, len(list)) {
		v.name(fmt.Sprintf("%s[%d]", path, i), list[i])
	}
}

// name checks a name that must be there.
func (v *validation) name(path, s string) {
	if strings.TrimSpace(s) == "" {
		v.add(path, "write the name, or take the entry out", "a name is missing")
		return
	}
	v.label(path, s)
}

// why checks a reason in words, which may have several lines.
func (v *validation) why(path, s string) {
	v.text(path, "text", strings.NewReplacer("\n", " ", "\t", " ").Replace(s), longestWhy)
}

// text checks that a text is not longer than most characters, and that each of them shows as
// itself wherever it is printed.
func (v *validation) text(path, what, s string, most int) {
	if n := utf8.RuneCountInString(s); n > most {
		v.add(path, fmt.Sprintf("write at most %d", most), "the %s %q has %d characters", what, clipped(s), n)
		return
	}
	if !utf8.ValidString(s) {
		v.add(path, "write it in UTF-8", "the %s %q is not UTF-8 text", what, s)
		return
	}
	if says := Misleading(s); says != "" {
		v.add(path, "type the text again, without it", "%s", says)
	}
}

// Misleading says what in a text does something to a page, a cell or a terminal in place of being
// seen; empty for nothing.
func Misleading(text string) string {
	for _, r := range text {
		if what := misleads(r); what != "" {
			return fmt.Sprintf("%s (%U) in %q", what, r, clipped(text))
		}
	}
	return ""
}

// misleads says what a character is that does something to a page, a cell or a terminal in place of
// being seen; empty for any other. The marks that languages need (joiners, the marks of direction
// that touch nothing but themselves) are others.
func misleads(r rune) string {
	switch {
	case unicode.IsControl(r), r == '\u2028', r == '\u2029':
		return "there is a control character"
	case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return "there is a character that turns the writing round"
	case r == '\u200b', r == '\u2060', r == '\ufeff', r >= '\ufff9' && r <= '\ufffb', unicode.Is(unicode.Noncharacter_Code_Point, r):
		return "there is a character that cannot be seen"
	}
	return ""
}

// clipped shortens a text for a message.
func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}
