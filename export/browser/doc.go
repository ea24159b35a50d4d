// Package browser holds the tests that look at the pages of package export in a real browser:
// nothing runs over its edge on a phone, A4 paper holds it, the keyboard and the filters work, and
// axe-core finds nothing that it withholds from anybody.
//
// The tests need Chromium (chromium, chromium-browser or google-chrome on the path) and are skipped
// without it. CAREROTA_AXE names axe-core's axe.min.js, which check fetches with npm.
// CAREROTA_SCREENSHOTS names a folder that all pages are photographed into.
package browser
