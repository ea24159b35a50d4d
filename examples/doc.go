// Package examples holds five rotas from real accounts by families and carers,
// told with invented names (the problem files beside this one, each with its
// scenarios in the folder scenarios), and programs that use the library: embed
// builds a problem in code, ownrule adds rules of one's own.
package examples
