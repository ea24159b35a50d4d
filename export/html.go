package export

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

//go:embed pages/*
var pageFiles embed.FS

// pages are the templates of all pages, with the style and the script in them:
// what is written stands on its own, without a network.
var pages = template.Must(template.New("pages").Funcs(template.FuncMap{
	"open":   hasOpen,
	"style":  func() template.CSS { return template.CSS(mustRead("pages/style.css")) },
	"script": func() template.JS { return template.JS(mustRead("pages/today.js") + mustRead("pages/filter.js")) },
	"hours":  say.Hours,
	"number": sayNumber,
	"money":  say.Money,
	"count":  say.Count,
}).ParseFS(pageFiles, "pages/*.tmpl"))

func mustRead(name string) string {
	text, err := pageFiles.ReadFile(name)
	if err != nil {
		panic(err) // a file of this package that is not there
	}
	return string(text)
}

// HTML writes a whole rota as one web page that needs no network: a sentence to quote,
// what is short and why, the weeks by client and by worker, cover by hour and
// skill, the contingency, the cost, and what changed since p.From where that is
// given. It can be read on a phone and on paper, in light and dark. Usually it is the manager's.
func HTML(w io.Writer, p *scheduler.Problem, r *scheduler.Report, to ...Reader) error {
	reader := readerOr(Manager, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	return writePage(w, "rota", newWholePage(p, r, reader))
}

// ClientHTML writes one client's page: who comes and when, who stands by, what is
// short, and whom to tell. Usually it is the family's. It fails when the problem has no client of that id.
func ClientHTML(w io.Writer, p *scheduler.Problem, r *scheduler.Report, client string, to ...Reader) error {
	reader := readerOr(Family, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	d := newDesk(p, r, reader)
	i := d.clientAt(client)
	if i < 0 {
		return fmt.Errorf("the problem has no client %q", client)
	}
	return writePage(w, "client", newClientPage(d, i))
}

// ShiftSheetHTML writes one client's day on one sheet of paper: what must not
// fail first, then who is there from when to when, who can step in, and whom to
// tell. Usually it is for staff, and hangs where everybody sees it. It fails when the problem has no such
// client or the day is not one of the rota's.
func ShiftSheetHTML(w io.Writer, p *scheduler.Problem, r *scheduler.Report, client string, day scheduler.Date, to ...Reader) error {
	reader := readerOr(Staff, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	d := newDesk(p, r, reader)
	i := d.clientAt(client)
	if i < 0 {
		return fmt.Errorf("the problem has no client %q", client)
	}
	if n := day.Sub(p.Start); n < 0 || n >= p.Days {
		return fmt.Errorf("%s is not a day of the rota: it has %s to %s", day, p.Start, p.Start.Plus(p.Days-1))
	}
	return writePage(w, "sheet", newSheetPage(d, newClientPage(d, i), i, day))
}

// WorkerHTML writes one worker's schedule, in which time with clients, time to
// travel and time between are apart. Usually it is that worker's. It fails when the problem has no worker of that id.
func WorkerHTML(w io.Writer, p *scheduler.Problem, r *scheduler.Report, worker string, to ...Reader) error {
	reader := readerOr(Staff, to)
	p, r, err := reader.ready(p, r)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(p.Workers, func(w scheduler.Worker) bool { return w.ID == worker })
	if i < 0 {
		return fmt.Errorf("the problem has no worker %q", worker)
	}
	return writePage(w, "worker", newWorkerPage(newDesk(p, r, reader), i))
}

func writePage(w io.Writer, name string, page any) error {
	kept := &keptError{w: w}
	if err := pages.ExecuteTemplate(kept, name, page); err != nil {
		if kept.err != nil {
			return kept.err
		}
		return fmt.Errorf("the page %s: %w", name, err)
	}
	return nil
}

// keptError is a writer that remembers its first error, which a template would wrap.
type keptError struct {
	w   io.Writer
	err error
}

func (k *keptError) Write(b []byte) (int, error) {
	n, err := k.w.Write(b)
	if err != nil && k.err == nil {
		k.err = err
	}
	return n, err
}
