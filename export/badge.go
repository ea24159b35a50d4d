package export

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/carerota/carerota/scheduler"
)

// badge is what tells a person from the others at a glance beside the name: letters that nobody else of
// the rota has, and a colour, which never stands alone.
type badge struct {
	Initials string // empty for nobody
	Hue      int    // in degrees
}

// badgesOf are the badges of a problem's workers, in their order.
func badgesOf(p *scheduler.Problem, n *names) []badge {
	out, taken := make([]badge, len(p.Workers)), map[string]bool{}
	for i := range p.Workers {
		// The golden angle keeps the hues of neighbours, and of any few, apart.
		out[i] = badge{initialsOf(n.worker[p.Workers[i].ID], taken), i * 137 % 360}
	}
	return out
}

// initialsOf are two letters of a name that are not taken yet: of its first and last word, else the first
// with another, else the first with a number.
func initialsOf(name string, taken map[string]bool) string {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		words = []string{"?"}
	}
	all := []rune(strings.Join(words, ""))
	first := string(all[:1])
	var tries []string
	if len(words) > 1 {
		tries = append(tries, first+string([]rune(words[len(words)-1])[:1]))
	}
	for _, r := range all[1:] {
		tries = append(tries, first+string(r))
	}
	for n := 1; ; n++ {
		if n > len(tries) {
			tries = append(tries, first+strconv.Itoa(n-len(all)+2))
		}
		if is := tries[n-1]; !taken[is] {
			taken[is] = true
			return is
		}
	}
}
