// Package say puts figures into words, as people say them: "2 hours 45 minutes", "3 shifts", "Ada, Bea and Cat".
package say

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// Hours is a number of hours in words, to the minute: "1 hour", "2 hours 45 minutes", "20 minutes".
func Hours(hours float64) string {
	minutes := math.Round(math.Abs(hours) * 60)
	sign := ""
	if hours < 0 {
		sign = "-"
	}
	whole, rest := math.Floor(minutes/60), math.Mod(minutes, 60)
	switch {
	case minutes == 0:
		return "0 hours"
	case whole == 0:
		return sign + Count(int(rest), "minute")
	case rest == 0:
		return sign + Count(int(whole), "hour")
	}
	return sign + Count(int(whole), "hour") + " " + Count(int(rest), "minute")
}

// HoursAre is a number of hours with its verb: "1 hour is", "2 hours are".
func HoursAre(hours float64) string {
	if words := Hours(hours); words == "1 hour" || words == "1 minute" {
		return words + " is"
	}
	return Hours(hours) + " are"
}

// HoursOf is a part of a number of hours: "81 of 155 hours".
func HoursOf(part, all float64) string {
	if hours, whole := strings.CutSuffix(Hours(part), " hours"); whole && strings.HasSuffix(Hours(all), " hours") {
		return hours + " of " + Hours(all)
	}
	return Hours(part) + " of " + Hours(all)
}

// Length is a length of time in words.
func Length(d time.Duration) string { return Hours(d.Hours()) }

// Clock is a number of hours for a table, to the minute: "2:45".
func Clock(hours float64) string {
	minutes := int(math.Round(math.Abs(hours) * 60))
	sign := ""
	if hours < 0 && minutes > 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%d:%02d", sign, minutes/60, minutes%60)
}

// Count is a number of things with its noun: "1 shift", "3 shifts".
func Count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// List is a list in words: "Ada, Bea and Cat".
func List(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}

// Money is an amount to the penny with its thousands marked.
func Money(x float64) string {
	s := strconv.FormatFloat(math.Abs(x), 'f', 2, 64)
	whole, pence, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if x < 0 && s != "0.00" {
		whole = "-" + whole
	}
	return whole + "." + pence
}
