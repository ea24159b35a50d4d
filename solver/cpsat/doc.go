// Package cpsat has OR-Tools' CP-SAT solver as an engine, and an engine that
// is the native one and CP-SAT together.
//
// OR-Tools is no part of a build: its library is looked for when a search
// begins (see Find), and loaded into a child process, so that whatever
// happens there is an error here and nothing worse. A program that uses the
// engines calls Main first of all.
package cpsat
