// Package toys draws small models for the tests of every engine: with each rule in play, so small
// that every plan can be tried, or planted round a plan that is known.
package toys
