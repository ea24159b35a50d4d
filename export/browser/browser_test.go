package browser

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// chromium starts a browser with one tab, or skips the test where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium on this machine to look at the pages with")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.WSURLReadTimeout(time.Minute))
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // it refuses to run as root otherwise
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	do(t, ctx, chromedp.Navigate("about:blank"))
	return ctx
}

// view is how a page is looked at.
type view struct {
	name          string
	width, height int64
	dark          bool
}

var views = []view{{"phone", 390, 844, false}, {"phone-dark", 390, 844, true}, {"laptop", 1366, 768, false}, {"laptop-dark", 1366, 768, true}}

// open shows a file as a view.
func (v *view) open(t *testing.T, ctx context.Context, file string) {
	t.Helper()
	scheme := "light"
	if v.dark {
		scheme = "dark"
	}
	do(t, ctx, command(emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: v.width, Height: v.height, DeviceScaleFactor: 1, Mobile: v.width < 600}))
	do(t, ctx, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}))
	do(t, ctx, chromedp.Navigate("file://"+file))
}

// do carries an action out and gives its result.
func do[T any](t *testing.T, ctx context.Context, a chromedp.Action[T]) T {
	t.Helper()
	result, err := chromedp.Run(ctx, a)
	require.NoError(t, err)
	return result
}

// command is an action of one command of the browser's protocol.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[R] {
	return func(ctx context.Context, at *chromedp.Target) (R, error) { return cdp.Call(ctx, at, c, params) }
}

// written writes a page to a file.
func written(t *testing.T, dir, name string, write func(io.Writer) error) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, write(&b))
	file := filepath.Join(dir, name+".html")
	require.NoError(t, os.WriteFile(file, b.Bytes(), 0o644))
	return file
}

// photograph keeps a picture of the whole page when that is asked for.
func photograph(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("CAREROTA_SCREENSHOTS")
	if dir == "" {
		return
	}
	picture := do(t, ctx, chromedp.FullScreenshot(100))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name+".png"), picture, 0o644))
}

// Nothing of a page is lost on a phone or a laptop, and axe-core finds nothing wrong with it.
func TestPagesInABrowser(t *testing.T) {
	ctx := chromium(t)
	axe := axeCore(t)
	if axe != "" { // it finds what is wrong
		file := written(t, t.TempDir(), "wrong", func(w io.Writer) error {
			_, err := io.WriteString(w, `<html lang="en"><title>x</title><main><h1>x</h1><img src="x"><p style="color:#999">pale</p></main>`)
			return err
		})
		views[2].open(t, ctx, file)
		found := strings.Join(violations(t, ctx, axe), "\n")
		require.Contains(t, found, "image-alt")
		require.Contains(t, found, "color-contrast")
	}
	for _, one := range examplePages(t) {
		t.Run(one.name, func(t *testing.T) {
			file := written(t, t.TempDir(), one.name, one.write)
			for i := range views {
				v := &views[i]
				looked := slices.Contains(one.axe, v.name)
				if v.dark && !looked && os.Getenv("CAREROTA_SCREENSHOTS") == "" {
					continue // it is as wide as in the light
				}
				v.open(t, ctx, file)
				assert.False(t, do(t, ctx, chromedp.Evaluate[int64](`document.documentElement.scrollWidth`)) > v.width, "%s runs over the edge of a %s", one.name, v.name)
				photograph(t, ctx, one.name+"-"+v.name)
				if axe != "" && looked {
					assert.Empty(t, violations(t, ctx, axe), "%s on a %s", one.name, v.name)
				}
			}
		})
	}
}

// axeCore is the text of axe-core, empty where it was not fetched.
func axeCore(t *testing.T) string {
	t.Helper()
	path := os.Getenv("CAREROTA_AXE")
	if path == "" {
		t.Log("CAREROTA_AXE names no axe.min.js: the pages are not tested for accessibility")
		return ""
	}
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

// violations are what axe-core finds wrong with the page that is open.
func violations(t *testing.T, ctx context.Context, axe string) []string {
	t.Helper()
	do(t, ctx, chromedp.Evaluate[chromedp.Void](axe+";0"))
	return do(t, ctx, chromedp.Evaluate[[]string](
		`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]}).then(
			r => r.violations.map(v => v.id + ": " + v.help + ": " + v.nodes.slice(0, 3).map(n => n.html.slice(0, 200)).join(" | ")))`, chromedp.EvalAwaitPromise))
}

// A4 paper holds the pages: landscape, and the day's sheet on one.
func TestPagesOnPaper(t *testing.T) {
	ctx := chromium(t)
	for _, one := range examplePages(t) {
		t.Run(one.name, func(t *testing.T) {
			file := written(t, t.TempDir(), one.name, one.write)
			do(t, ctx, chromedp.Navigate("file://"+file))
			yes := true
			pdf := do(t, ctx, command(page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &yes, PrintBackground: &yes})).Data
			sheets := regexp.MustCompile(`/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]`).FindAllSubmatch(pdf, -1)
			require.NotEmpty(t, sheets)
			for _, s := range sheets {
				assert.Contains(t, []string{"841.91998", "841.92", "842", "841.88977"}, string(s[1]), "A4 landscape")
			}
			if one.sheets > 0 {
				assert.Len(t, sheets, one.sheets)
			}
			if dir := os.Getenv("CAREROTA_SCREENSHOTS"); dir != "" {
				require.NoError(t, os.WriteFile(filepath.Join(dir, one.name+".pdf"), pdf, 0o644))
			}
		})
	}
}

// The filters of a large rota show one client, worker or provider, and the
// keyboard gets to the rota.
func TestLargePageCanBeFiltered(t *testing.T) {
	ctx := chromium(t)
	file := written(t, t.TempDir(), "large", largePage(t))
	began := time.Now()
	views[2].open(t, ctx, file)
	t.Logf("200 workers and 28 days are open after %.2f s", time.Since(began).Seconds())
	photograph(t, ctx, "large-laptop")
	shown := func(query string) int {
		return do(t, ctx, chromedp.Evaluate[int](
			fmt.Sprintf(`[...document.querySelectorAll(%q)].filter(e => getComputedStyle(e).display !== "none").length`, query)))
	}
	choose := func(name, value string) string {
		return do(t, ctx, chromedp.Evaluate[string](fmt.Sprintf(
			`(f => { f.reset(); f.elements[%q].value = %q; f.dispatchEvent(new Event("change", {bubbles: true})); return f.querySelector("output").textContent })(document.querySelector("form.filter"))`, name, value)))
	}
	assert.Equal(t, 50, shown("section.client"))
	assert.Equal(t, 4*200, shown("tr.person"))

	assert.Equal(t, "Shown: clients 1, workers 4", choose("client", "7"))
	assert.Equal(t, 1, shown("section.client"))
	assert.Equal(t, 4*4, shown("tr.person"), "the client's four workers, each week")

	assert.Equal(t, "Shown: clients 1, workers 1", choose("worker", "31"))
	assert.Equal(t, 4, shown("tr.person"))
	assert.Equal(t, 28, shown(`section.client li[data-w]`), "the worker's 28 visits, and nobody else's")

	assert.Equal(t, "Shown: clients 50, workers 50", choose("provider", "2"))
	search := func(text string) string {
		return do(t, ctx, chromedp.Evaluate[string](fmt.Sprintf(
			`(f => { f.reset(); f.elements.q.value = %q; f.elements.q.dispatchEvent(new Event("input", {bubbles: true})); return f.querySelector("output").textContent })(document.querySelector("form.filter"))`, text)))
	}
	assert.Equal(t, "Shown: clients 1, workers 4", search("client 49"), "with those who come")
	assert.Equal(t, "Shown: clients 1, workers 1", search("WORKER 150"), "with where the worker goes")
	assert.Equal(t, "Shown: clients 0, workers 0", search("nobody called so"))
	do(t, ctx, chromedp.Click("form.filter button"))
	do(t, ctx, chromedp.Poll[bool](`document.querySelector("form.filter output").textContent === ""`))
	assert.Equal(t, 50, shown("section.client"))

	focus := chromedp.Evaluate[string](`document.activeElement.className || document.activeElement.name || document.activeElement.tagName`)
	views[2].open(t, ctx, file)
	do(t, ctx, chromedp.KeyEvent(kb.Tab))
	assert.Equal(t, "skip", do(t, ctx, focus), "the first step skips to the rota")
	do(t, ctx, chromedp.KeyEvent(kb.Enter))
	do(t, ctx, chromedp.KeyEvent(kb.Tab))
	assert.Equal(t, "q", do(t, ctx, focus), "where the filters are")
}

// What a day's heading says stays in sight on a laptop while a long table is read.
func TestHeadingsStayInSight(t *testing.T) {
	ctx := chromium(t)
	views[2].open(t, ctx, written(t, t.TempDir(), "large", largePage(t)))
	top := do(t, ctx, chromedp.Evaluate[float64](`(() => {
		const table = document.querySelector("#workers table.days");
		scrollTo(0, scrollY + table.getBoundingClientRect().top + table.offsetHeight / 2);
		return table.querySelector("thead th").getBoundingClientRect().top;
	})()`))
	assert.GreaterOrEqual(t, top, 0.0)
	assert.Less(t, top, 300.0)
}

// On a phone a family sees who comes today at once, and a week with five people is at most five screens.
func TestFamilyPageOnAPhone(t *testing.T) {
	ctx := chromium(t)
	file := written(t, t.TempDir(), "family", familyPage(t))
	v := &views[0]
	v.open(t, ctx, file)
	weeks := do(t, ctx, chromedp.Evaluate[[]float64](`[...document.querySelectorAll("section.week")].map(w => w.offsetHeight)`))
	assert.Len(t, weeks, 2)
	for _, long := range weeks {
		assert.LessOrEqual(t, long, float64(5*v.height))
	}
	top := do(t, ctx, chromedp.Evaluate[float64](`document.querySelector(".row").getBoundingClientRect().top`))
	assert.Less(t, top, float64(v.height)/2, "the first who comes")
	assert.Equal(t, 0, do(t, ctx, chromedp.Evaluate[int](`document.querySelectorAll("details[open]").length`)), "reasons are folded")
	// The second week, as of its Wednesday.
	do(t, ctx, command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: `{ const Now = Date; Date = class extends Now { constructor(...a) { if (a.length) super(...a); else super("2026-12-16T23:30:00Z"); } }; }`}))
	v.open(t, ctx, file)
	photograph(t, ctx, "family-today-phone")
	text := do(t, ctx, chromedp.Evaluate[string](`document.querySelector("main").innerText`))
	assert.Regexp(t, `^Today\s+Wed 16 Dec\s+07:00-09:30`, text)
	assert.Equal(t, "2026-12-20", do(t, ctx, chromedp.Evaluate[string](`document.querySelector(".weeks").firstElementChild.dataset.last`)), "this week first")
	last := do(t, ctx, chromedp.Evaluate[float64](`[...document.querySelectorAll(".only-today .row")].at(-1).getBoundingClientRect().bottom`))
	assert.Less(t, last, float64(v.height), "all of today on the first screen")
}
