package table

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/carerota/carerota/internal/nearest"
	"golang.org/x/text/unicode/norm"
)

// Names finds who is meant by an id or a name.
type Names struct {
	ids    []string
	at     map[string]int
	folded []string   // ids without case and marks
	words  [][]string // of the names
	known  []string   // ids and names, for the nearest
	lower  []string   // the same in small letters
	found  map[string]match
}

type match struct {
	id  string
	err error
}

// NewNames knows people, or clients, by their ids and their names; a name may be empty, and names nil for what has none.
func NewNames(ids, names []string) *Names {
	if names == nil {
		names = make([]string, len(ids))
	}
	n := &Names{at: map[string]int{}, found: map[string]match{}, ids: ids}
	for i, id := range ids {
		n.at[id] = i
		n.folded = append(n.folded, strings.Join(Words(id), " "))
		n.words = append(n.words, Words(names[i]))
		for _, known := range []string{names[i], id} {
			if known != "" {
				n.known, n.lower = append(n.known, known), append(n.lower, strings.ToLower(known))
			}
		}
	}
	return n
}

// Words are the words of a name in small letters, without marks on the letters, apostrophes and signs.
func Words(name string) []string {
	var plain strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(name)) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
			plain.WriteRune(r)
		case unicode.Is(unicode.Mn, r), strings.ContainsRune("'’‘`´.", r):
		default:
			plain.WriteByte(' ')
		}
	}
	return strings.Fields(plain.String())
}

// Find is the id that a text means: an id, or a name that fits one: in another case or order, without
// its marks, a part of it, or with an initial. The error is a *Fault: it says which two fit, or
// asks for the nearest.
func (n *Names) Find(text string) (string, error) {
	if _, ok := n.at[text]; ok {
		return text, nil
	}
	m, known := n.found[text]
	if !known {
		m.id, m.err = n.find(text)
		n.found[text] = m
	}
	return m.id, m.err
}

func (n *Names) find(text string) (string, error) {
	words := Words(text)
	if len(words) == 0 {
		return "", n.unknown(text)
	}
	sorted := slices.Sorted(slices.Values(words))
	for _, fits := range []func(i int) bool{
		func(i int) bool { return n.folded[i] == strings.Join(words, " ") },
		func(i int) bool { return slices.Equal(n.words[i], words) },
		func(i int) bool { return slices.Equal(slices.Sorted(slices.Values(n.words[i])), sorted) },
		func(i int) bool { return isPart(words, n.words[i]) },
	} {
		var fit []int
		for i := range n.ids {
			if fits(i) {
				fit = append(fit, i)
			}
		}
		switch {
		case len(fit) == 1:
			return n.ids[fit[0]], nil
		case len(fit) > 1:
			return "", &Fault{Says: fmt.Sprintf("%q fits %q and %q", Clip(text), n.ids[fit[0]], n.ids[fit[1]]), Remedy: "write the id of the one that is meant"}
		}
	}
	return "", n.unknown(text)
}

// isPart says whether each word stands in a name, or is the initial of another of its words.
func isPart(words, name []string) bool {
	left := slices.Clone(name)
	whole := false
	for _, w := range words {
		at := slices.Index(left, w)
		if at >= 0 {
			whole = true
		} else if at = slices.IndexFunc(left, func(of string) bool { return len(w) == 1 && strings.HasPrefix(of, w) }); at < 0 {
			return false
		}
		left = slices.Delete(left, at, at+1)
	}
	return whole
}

func (n *Names) unknown(text string) error {
	f := &Fault{Says: fmt.Sprintf("nothing is called %q", Clip(text)), Unknown: true}
	if near := nearest.Of(text, n.known); near != "" {
		f.Remedy = fmt.Sprintf("did you mean %q?", near)
	} else if near := nearest.Of(strings.ToLower(text), n.lower); near != "" {
		f.Remedy = fmt.Sprintf("did you mean %q?", n.known[slices.Index(n.lower, near)])
	}
	return f
}
