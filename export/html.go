package export

import (
	"embed"
	"fmt"
	"html/template"
	"io"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

//go:embed pages/*
var pageFiles embed.FS

// pages are the templates of all pages, with the style and the script in them:
// what is written stands on its own, without a network.
var pages = template.Must(template.New("pages").Funcs(template.FuncMap{
	"style":  func() template.CSS { return template.CSS(mustRead("pages/style.css")) },
	"script": func() template.JS { return template.JS(mustRead("pages/filter.js")) },
	"hours":  say.Hours,
	"number": sayNumber,
	"money":  sayMoney,
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
	page, err := newClientPage(p, r, client, reader)
	if err != nil {
		return err
	}
	return writePage(w, "client", page)
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
	page, err := newSheetPage(p, r, client, day, reader)
	if err != nil {
		return err
	}
	return writePage(w, "sheet", page)
}

// WorkerHTML writes one worker's schedule, in which time with clients, time to
// travel and time between are apart. Usually it is that worker's. It fails when the problem has no worker of that id.
func WorkerHTML(w io.Writer, p *scheduler.Problem, r *scheduler.Report, worker string, to ...Reader) error {
	p, r, err := readerOr(Staff, to).ready(p, r)
	if err != nil {
		return err
	}
	page, err := newWorkerPage(p, r, worker)
	if err != nil {
		return err
	}
	return writePage(w, "worker", page)
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
