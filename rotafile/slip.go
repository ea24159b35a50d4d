package rotafile

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/carerota/carerota/scheduler"
)

// curly are the quotes that word processors write.
const curly = "“”„‟‘’‚"

var (
	straight  = regexp.MustCompile(`"(\\.|[^"\\\n])*"|'[^'\n]*'`)
	curlyText = regexp.MustCompile("[" + curly + "]([^" + curly + "\n]*)[" + curly + "]")
	openEnd   = regexp.MustCompile(`(?:^|=)[ \t]*["']([^"'#\n]*)`)
	openStart = regexp.MustCompile(`(?:^|=)[ \t]*([^"=#\n]*)"`)
	withComma = regexp.MustCompile(`=[ \t]*([+-]?\d[\d.,]*,[\d.]*\d)[ \t]*(?:[,}#\r\n]|$)`)
	twoTexts  = regexp.MustCompile(`("(?:\\.|[^"\\\n])*")[ \t]+("(?:\\.|[^"\\\n])*")`)
	withColon = regexp.MustCompile(`^[ \t]*([A-Za-z_]+)[ \t]*:[ \t]*(.*)$`)
	noEquals  = regexp.MustCompile(`^[ \t]*([A-Za-z_]+)[ \t]+(["\[{\d].*)$`)
	oldDate   = regexp.MustCompile(`(?:^|[=\[,])[ \t]*((\d{1,2})[/.](\d{1,2})[/.](\d{4})|(\d{4})[/.](\d{1,2})[/.](\d{1,2}))[ \t]*(?:[,}\]#\r\n]|$)`)
)

// slip finds what people write who do not know TOML, in a statement or a value that is none: quotes
// that are curly or missing, a comma for a point, a date as in a letter. The line is that of the text.
func slip(text string) (f Fault, ok bool) {
	if strings.Contains(text, `"""`) {
		return f, false
	}
	for i, line := range strings.Split(strings.TrimRight(text, "\r\n"), "\n") {
		line = strings.TrimRight(line, "\r")
		if f, ok = slipOfLine(line); ok {
			f.Line = i + 1
			return f, true
		}
	}
	return f, false
}

func slipOfLine(line string) (Fault, bool) {
	bare := straight.ReplaceAllString(line, "")
	bare, _, _ = strings.Cut(bare, "#")
	switch {
	case strings.ContainsAny(bare, curly):
		remedy := "write straight quotes"
		if m := curlyText.FindStringSubmatch(bare); m != nil {
			remedy += fmt.Sprintf(": %q", clip(m[1]))
		}
		return Fault{Says: "it has curly quotes, as word processors write them", Remedy: remedy}, true
	case strings.Contains(bare, `"`), openEnd.MatchString(bare):
		return missingQuote(bare, straight.MatchString(line)), true
	}
	if m := withComma.FindStringSubmatch(bare); m != nil {
		return commaFault(m[1]), true
	}
	if m := twoTexts.FindStringSubmatch(line); m != nil {
		return Fault{Says: "a comma is missing between two texts", Remedy: fmt.Sprintf("write %s, %s", clip(m[1]), clip(m[2]))}, true
	}
	for _, form := range []*regexp.Regexp{withColon, noEquals} {
		if m := form.FindStringSubmatch(line); m != nil {
			return Fault{Says: fmt.Sprintf("an equals sign belongs after the key %s", clip(m[1])), Remedy: fmt.Sprintf("write %s = %s", clip(m[1]), clip(m[2]))}, true
		}
	}
	if m := oldDate.FindStringSubmatch(bare); m != nil {
		return Fault{Says: m[1] + " is not how a date is written", Remedy: "write " + dated(m)}, true
	}
	return Fault{}, false
}

// commaFault is the fault of a number with a comma, which stands for the point or parts thousands.
func commaFault(number string) Fault {
	plain := strings.NewReplacer(",", "", ".", "").Replace(number)
	last := strings.LastIndexAny(number, ",.")
	after := len(number) - last - 1
	point := plain[:len(plain)-after] + "." + plain[len(plain)-after:]
	f := Fault{Says: fmt.Sprintf("the number %s has a comma where a point belongs", number), Remedy: "write " + point}
	if after == 3 && strings.Count(number, ",") >= 1 && number[last] == ',' {
		f.Says, f.Remedy = fmt.Sprintf("the number %s has a comma", number), fmt.Sprintf("write %s, or %s where the comma stands for the point", plain, point)
	}
	return f
}

// missingQuote is the fault of a line, without its whole texts, in which a quote is left over; others
// says whether it had such texts.
func missingQuote(bare string, others bool) Fault {
	if others {
		return Fault{Says: "a quote is missing, or one too many", Remedy: `write one at both ends of each text, and \" where a quote is part of it`}
	}
	if m := openEnd.FindStringSubmatch(bare); m != nil {
		return Fault{Says: "the text has no quote at its end", Remedy: fmt.Sprintf("close the quote: %q", clip(strings.TrimRight(m[1], " \t,]}")))}
	}
	if m := openStart.FindStringSubmatch(bare); m != nil {
		return Fault{Says: "the text has no quote at its beginning", Remedy: fmt.Sprintf("write one before it: %q", clip(strings.TrimSpace(m[1])))}
	}
	return Fault{Says: "a text has a quote at one of its ends only", Remedy: "write a quote at both ends of each text"}
}

// dated is the date of a match of oldDate as it is to be written, the day taken to stand before the
// month unless that gives no day of the calendar.
func dated(m []string) string {
	year, first, second := m[4], m[3], m[2]
	if m[5] != "" {
		year, first, second = m[5], m[6], m[7]
	}
	for _, d := range [][2]string{{first, second}, {second, first}} {
		if date, err := scheduler.ParseDate(fmt.Sprintf("%s-%02s-%02s", year, d[0], d[1])); err == nil {
			return date.String()
		}
	}
	return "a day of the calendar, such as 2026-03-29"
}
