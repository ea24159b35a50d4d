package rotafile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// mendTOML reads a TOML text that the decoder refuses as far as it can be read, so that one value
// that is none does not hide the other faults of a file. The scanner gives the shape, each value is
// decoded by itself, and what cannot be read becomes a node of kind lostKind and a fault. refused
// is what the decoder says; it is told where nothing else is found.
func mendTOML(file, text string, refused error) (*node, Faults) {
	sc := &markScanner{s: text, line: 1}
	root, lost, err := sc.scanOn()
	if err != nil {
		return nil, Faults{{File: file, Line: sc.line, Says: err.Error(), Remedy: "correct the TOML"}}
	}
	m := &mender{file: file}
	for _, f := range lost {
		f.File = file
		m.faults = append(m.faults, f)
	}
	tree := m.node(root, "")
	if len(m.faults) == 0 {
		m.faults = append(m.faults, syntaxFault(file, refused))
	}
	for i := range m.faults {
		m.faults[i].Entry = tree.entryOf(m.faults[i].Key)
	}
	return tree, m.faults
}

// mostLost is how many statements that are no TOML are passed over in one text.
const mostLost = 20

// beginsStatement is what a statement looks like at the beginning of a line.
var beginsStatement = regexp.MustCompile(`^[ \t]*(\[\[?[^\[\]=]+\]\]?[ \t\r]*(#.*)?$|[A-Za-z0-9_."'-]+[ \t]*=)`)

// scanOn scans as scanMarks does, and goes on behind a statement that is no TOML.
func (sc *markScanner) scanOn() (root *mark, lost Faults, err error) {
	root = &mark{line: 1, shape: tableShape}
	table := root
	for passed := 0; ; {
		sc.blank(true)
		if sc.at >= len(sc.s) {
			return root, lost, nil
		}
		start, line, header := sc.at, sc.line, sc.s[sc.at] == '['
		next, err := sc.statement(root, table)
		if err == nil {
			err = sc.endOfLine()
		}
		if err == nil {
			table = next
			continue
		}
		if passed++; passed > mostLost || errors.Is(err, errTooDeep) {
			return nil, nil, err
		}
		if header {
			table = &mark{line: line} // whose keys nobody can place
		}
		sc.at, sc.line = start, line
		sc.passOver()
		fault := lostStatement(sc.s[start:sc.at], line)
		if sc.pair == nil {
			lost = append(lost, fault)
		} else {
			*sc.pair = mark{line: sc.pair.line, shape: scalarShape, fault: &fault}
		}
	}
}

// endOfLine refuses what stands behind a statement on its line.
func (sc *markScanner) endOfLine() error {
	sc.blank(false)
	if sc.at < len(sc.s) && !strings.ContainsRune("\r\n#", rune(sc.s[sc.at])) {
		return errLost
	}
	return nil
}

// passOver goes to the next line that looks like a statement.
func (sc *markScanner) passOver() {
	for {
		i := strings.IndexByte(sc.s[sc.at:], '\n')
		if i < 0 {
			sc.at = len(sc.s)
			return
		}
		sc.at += i + 1
		sc.line++
		line, _, _ := strings.Cut(sc.s[sc.at:], "\n")
		if beginsStatement.MatchString(line) {
			return
		}
	}
}

// lostStatement is the fault of a statement that begins on a line.
func lostStatement(text string, line int) Fault {
	f, ok := slip(text)
	if _, err := decodeTOML(text); err != nil && !ok {
		f = syntaxFault("", err)
	}
	if f.Says == "" {
		f = Fault{Line: 1, Says: errLost.Error(), Remedy: "correct the TOML"}
	}
	within := min(f.Line, 1+strings.Count(strings.TrimRight(text, "\r\n"), "\n"))
	f.Line, f.Key = line+within-1, ""
	return f
}

// mender makes the tree of a scanner's marks.
type mender struct {
	file   string
	faults Faults
}

func (m *mender) add(f Fault, path string) {
	f.File, f.Key = m.file, path
	m.faults = append(m.faults, f)
}

func (m *mender) node(k *mark, path string) *node {
	n := &node{file: m.file, line: k.line}
	if k.fault != nil {
		m.add(*k.fault, path)
	}
	switch {
	case k.shape == listShape:
		n.kind = listKind
		for i, item := range k.items {
			n.items = append(n.items, m.node(item, fmt.Sprintf("%s[%d]", path, i)))
		}
	case k.shape != scalarShape:
		n.kind, n.fields, n.header = tableKind, map[string]*node{}, k.header
		for _, key := range k.keys {
			n.put(key, m.node(k.fields[key], strings.TrimPrefix(path+"."+key, ".")))
		}
	case k.fault != nil:
		n.kind = lostKind
	default:
		m.scalar(n, strings.TrimRight(k.raw, " \t"), path)
	}
	for _, other := range k.again {
		if !other.repeated {
			m.add(Fault{Line: other.line, Says: fmt.Sprintf("the key is given twice, first on line %d", k.line), Remedy: "keep one of the two"}, path)
		}
		if other.shape != tableShape || len(other.keys) > 0 {
			m.node(other, path) // for the faults in it
		}
	}
	return n
}

// scalar decodes one value.
func (m *mender) scalar(n *node, raw, path string) {
	values, err := decodeTOML("x = " + raw)
	if err == nil && len(values) == 1 {
		scalar(n, values["x"])
		return
	}
	n.kind, n.word = lostKind, unquoted(raw)
	f := noValue(raw)
	f.Line = n.line
	m.add(f, path)
}

// The forms of values that are none.
var (
	looksLikeDate   = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?$`)
	looksLikeClock  = regexp.MustCompile(`^\d{1,2}:\d{2}(:\d{2})?$`)
	looksLikeNumber = regexp.MustCompile(`^[+-]?\d[\d_]*$`)
	looksLikeFloat  = regexp.MustCompile(`^[+-]?[\d_]*\.?[\d_]*([eE][+-]?\d+)?$`)
	looksLikeWords  = regexp.MustCompile(`^\pL[^"'=]*$`)
)

// answers are the words that stand for true and false.
var answers = []string{"true", "false", "yes", "no", "on", "off"}

// unquoted says whether a text is none of the forms of values and could be of any kind.
func unquoted(raw string) bool {
	if _, found := slip(raw); found || strings.ContainsAny(raw, `"'[]{}\\`) {
		return false
	}
	for _, form := range []*regexp.Regexp{looksLikeDate, looksLikeClock, looksLikeNumber, looksLikeFloat} {
		if form.MatchString(raw) {
			return false
		}
	}
	return !slices.Contains(answers, strings.ToLower(raw))
}

// bareWord says whether a text is one or more words without quotes.
func bareWord(raw string) bool {
	return looksLikeWords.MatchString(raw) && !slices.Contains(answers, strings.ToLower(raw))
}

// noValue says what is wrong with a text that TOML does not take for a value.
func noValue(raw string) Fault {
	if f, ok := slip(raw); ok {
		return f
	}
	day := "write a day of the calendar, such as 2026-03-29"
	if len(raw) > len("2026-03-29") {
		day += `, and a time such as "07:30"`
	}
	said := clip(strings.Join(strings.Fields(raw), " "))
	switch {
	case looksLikeDate.MatchString(raw):
		if len(raw) >= 10 {
			if _, err := parseDate(raw[:10]); err != nil {
				return Fault{Says: err.Error(), Remedy: day}
			}
		}
		return Fault{Says: fmt.Sprintf("%s is not a date or a time", said), Remedy: day}
	case looksLikeClock.MatchString(raw):
		return Fault{Says: fmt.Sprintf("%s is not a time of day", said), Remedy: `write it in quotes, such as "07:30"`}
	case looksLikeNumber.MatchString(raw) && strings.HasPrefix(strings.TrimLeft(raw, "+-"), "0"):
		return Fault{Says: fmt.Sprintf("the number %s begins with 0", said), Remedy: "write it without the 0 in front, or in quotes when it is no number"}
	case looksLikeNumber.MatchString(raw):
		return Fault{Says: fmt.Sprintf("the number %s is too large", said), Remedy: "write a smaller number, or put it in quotes when it is no number"}
	case looksLikeFloat.MatchString(raw):
		return Fault{Says: fmt.Sprintf("the number %s cannot be read", said), Remedy: "write a number such as 12.50"}
	case slices.Contains(answers, strings.ToLower(raw)):
		return Fault{Says: fmt.Sprintf("%s is not a value", said), Remedy: "write true or false in small letters, or put it in quotes when it is a text"}
	case bareWord(raw):
		return Fault{Says: fmt.Sprintf("%s is not a value", said), Remedy: fmt.Sprintf("write a text in quotes: %q", said)}
	}
	return Fault{Says: fmt.Sprintf("%s is not a value", said), Remedy: "write a number without its unit, or a text in quotes"}
}
