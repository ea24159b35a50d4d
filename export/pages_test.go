package export

import (
	"bytes"
	"errors"
	"io"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
)

// secretHousehold is the household with ids that no file system takes as they are, and with private reasons.
func secretHousehold() (*scheduler.Problem, *scheduler.Report) {
	p, r := household()
	p.Clients[0].ID, p.Clients[0].Refuses = "../owain", []string{"bryn"}
	p.Clients = append(p.Clients, scheduler.Client{ID: `..\owain`}, scheduler.Client{ID: "../owain-2026-10-17"})
	for i := range p.Needs {
		p.Needs[i].Client = "../owain"
	}
	for i := range r.Rota.Shifts {
		if s := &r.Rota.Shifts[i]; s.Client != "" {
			s.Client = "../owain"
		}
	}
	p.Caps.Firm, p.Caps.FirmWhy = []string{"max_shift"}, "SECRET"
	for i := range r.Underlap {
		u := &r.Underlap[i]
		u.Client = "../owain"
		u.Why = []scheduler.Why{{Worker: "bryn", Start: u.Start, End: u.End, Reasons: []string{"is away (SECRET)"}, Causes: []scheduler.Cause{{Rule: "unavailable", Says: "is away (SECRET)"}}}}
	}
	return p, r
}

// All pages are there once each, under names that stay in their folder; the index leads to each of them;
// and only what is the manager's holds what is private.
func TestPagesAtOnce(t *testing.T) {
	p, r := secretHousehold()
	count := map[Reader]int{Manager: 2 + 3 + 3*p.Days + 3 + 6, Staff: 1 + 3 + 3*p.Days + 3 + 6, Family: 1 + 3 + 3*p.Days + 3}
	for to, want := range count {
		files := map[string]bool{}
		var linked []string
		for _, g := range Pages(p, r, PagesOptions{For: to, Stamp: r.Rota.Shifts[0].Start}) {
			require.False(t, files[strings.ToLower(g.File)], g.File)
			files[strings.ToLower(g.File)] = true
			require.Equal(t, g.File, path.Clean(g.File))
			require.False(t, strings.HasPrefix(g.File, "..") || strings.ContainsAny(g.File, `\:*?"<>|`), g.File)
			require.LessOrEqual(t, strings.Count(g.File, "/"), 1)
			var b bytes.Buffer
			require.NoError(t, g.Write(&b))
			require.Equal(t, g.For == Manager && g.File == managerFile, strings.Contains(b.String(), "SECRET"), g.File)
			if g.File == indexFile {
				linked = links(t, b.Bytes())
			}
		}
		require.Len(t, files, want, to)
		require.Len(t, linked, want-1, "each but the index itself")
		for _, file := range linked {
			require.True(t, files[strings.ToLower(file)], file)
		}
	}
}

// links are where a page leads to, but for its own parts.
func links(t *testing.T, page []byte) (out []string) {
	t.Helper()
	root, err := html.Parse(bytes.NewReader(page))
	require.NoError(t, err)
	for n := range root.Descendants() {
		if to := attribute(n, "href"); to != "" && !strings.HasPrefix(to, "#") {
			plain, err := url.PathUnescape(to)
			require.NoError(t, err)
			out = append(out, plain)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A page of all is the page that its own function writes.
func TestPagesAreTheirOwn(t *testing.T) {
	p, r := household()
	alone := map[string]func(io.Writer) error{
		"manager.html":                      func(w io.Writer) error { return HTML(w, p, r) },
		"clients/client-owain.html":         func(w io.Writer) error { return ClientHTML(w, p, r, "owain") },
		"days/client-owain-2026-10-25.html": func(w io.Writer) error { return ShiftSheetHTML(w, p, r, "owain", p.Start.Plus(8)) },
		"workers/worker-bryn.html":          func(w io.Writer) error { return WorkerHTML(w, p, r, "bryn") },
		"calendars/worker-bryn.ics":         func(w io.Writer) error { return writeCalendar(w, p, r, "worker-bryn.ics") },
		"calendars/client-owain.ics":        func(w io.Writer) error { return writeCalendar(w, p, r, "client-owain.ics") },
	}
	for _, g := range Pages(p, r, PagesOptions{Stamp: r.Rota.Shifts[0].Start}) {
		write, known := alone[g.File]
		if !known {
			continue
		}
		delete(alone, g.File)
		var all, one bytes.Buffer
		require.NoError(t, g.Write(&all))
		require.NoError(t, write(&one))
		require.Equal(t, one.String(), all.String(), g.File)
	}
	require.Empty(t, alone)
}

func writeCalendar(w io.Writer, p *scheduler.Problem, r *scheduler.Report, file string) error {
	for _, c := range Calendars(p, r) {
		if c.File == file {
			return c.Write(w, nil, r.Rota.Shifts[0].Start)
		}
	}
	return errors.New("no such calendar")
}

// What a calendar was before is asked for by its file, and an error of that is the page's.
func TestPagesAskWhatWasBefore(t *testing.T) {
	p, r := household()
	wrong := errors.New("unread")
	asked := 0
	for _, g := range Pages(p, r, PagesOptions{Stamp: time.Unix(0, 0), Before: func(string) ([]byte, error) { asked++; return nil, wrong }}) {
		if err := g.Write(io.Discard); strings.HasPrefix(g.File, calendarsPath) {
			require.ErrorIs(t, err, wrong)
		} else {
			require.NoError(t, err)
		}
	}
	require.Equal(t, 4, asked)
}
