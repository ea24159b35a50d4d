// Package validate finds everything that is wrong with what a caller hands in, at once: each
// [scheduler.Fault] has the key path in the problem file's words, what is wrong, and what to write
// in its place. [Problem] reads a problem, its size and its pinned shifts, [Events] reads events of
// it; the verbs refuse what has faults.
//
// validate is the walk through a problem, entries its clients, needs, providers and workers, caps
// the limits by their table, work_pattern and events theirs, values the ranges of dates, times and
// numbers, size the memory that solving is likely to take. pins holds pinned shifts against the
// hard rules, by the audit, and pins_together says which other pins have a part in it. nearest
// finds what a misspelt id may have meant.
//
// To check one more field: a line in the method of its entry, with the remedy in words that can be
// followed, and a row in the test.
package validate
