package browser

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// namedPage is a page to look at.
type namedPage struct {
	name   string
	sheets int      // of A4 that it must fit on, 0 for any number
	axe    []string // the views that axe-core looks at
	write  func(io.Writer) error
}

// solved keeps the rotas of the examples by their names: two tests look at them.
var solved = map[string]*scheduler.Report{}

// examplePages are the pages of the examples, of a scenario with underlap that is
// compared with its example, and of one client, one day and one worker.
func examplePages(t *testing.T) []namedPage {
	t.Helper()
	var out []namedPage
	problems := map[string]*scheduler.Problem{}
	for i, file := range []string{"cardiff-underlap", "nurse-called-off", "off-the-books", "same-money", "swimmer", "scenarios/off-the-books-northgate-withdraws"} {
		name := filepath.Base(file)
		p, err := rotafile.Read(filepath.Join("..", "..", "examples", file+".toml"))
		require.NoError(t, err)
		if was := solved["off-the-books"]; name == "off-the-books-northgate-withdraws" {
			p.From = was.Rota
		}
		if solved[name] == nil {
			r, err := carerota.Solve(context.Background(), p, carerota.Options{Seed: 1, Threads: 1, Steps: 3000})
			require.NoError(t, err)
			require.Empty(t, audit.Rota(p, r.Rota).Findings)
			solved[name] = r
		}
		r := solved[name]
		problems[name] = p
		out = append(out, namedPage{name: name, axe: []string{views[i%len(views)].name}, write: func(w io.Writer) error { return export.HTML(w, p, r) }})
	}
	p, r := problems["off-the-books-northgate-withdraws"], solved["off-the-books-northgate-withdraws"]
	out[len(out)-1].axe = []string{"phone", "laptop-dark"} // it has every part
	both := []string{"phone-dark", "laptop"}
	return append(out,
		namedPage{name: "client", axe: both, write: func(w io.Writer) error { return export.ClientHTML(w, p, r, "helen") }},
		namedPage{name: "sheet", axe: both, sheets: 1, write: func(w io.Writer) error { return export.ShiftSheetHTML(w, p, r, "helen", p.Start.Plus(16)) }},
		namedPage{name: "index", axe: both, write: func(w io.Writer) error {
			all := export.Pages(p, r, export.PagesOptions{})
			return all[0].Write(w)
		}},
		namedPage{name: "family", axe: both, write: familyPage(t)},
		namedPage{name: "plan", axe: both, write: func(w io.Writer) error { return export.PlanHTML(w, p, r, export.PlanOwner{}) }},
		namedPage{name: "worker", axe: both, write: func(w io.Writer) error { return export.WorkerHTML(w, p, r, "xena") }})
}

// largePage is the page of 200 workers, 50 clients and 28 days: each client has four
// visits a day, by the same four workers of four providers.
func largePage(t *testing.T) func(io.Writer) error {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("Two hundred workers", zone, scheduler.Date{Year: 2026, Month: time.March, Day: 9}, 28)
	for i := range 4 {
		p.Providers = append(p.Providers, scheduler.Provider{ID: fmt.Sprintf("p%d", i), Name: fmt.Sprintf("Provider %d", i), AcceptsAll: true, OnCost: 1})
	}
	rota := &scheduler.Rota{}
	for c := range 50 {
		client := fmt.Sprintf("c%d", c)
		p.Clients = append(p.Clients, scheduler.Client{ID: client, Name: fmt.Sprintf("Client %d", c)})
		for k, hour := range []time.Duration{7, 12, 17, 21} {
			n := scheduler.NewNeed(fmt.Sprintf("%s-%d", client, k), client, scheduler.Daily(), hour*time.Hour, (hour+2)*time.Hour)
			p.Needs = append(p.Needs, n)
			w := scheduler.NewWorker(fmt.Sprintf("w%d", 4*c+k), fmt.Sprintf("p%d", k))
			w.Name, w.Caps = fmt.Sprintf("Worker %d", 4*c+k), &scheduler.Caps{}
			p.Workers = append(p.Workers, w)
			for d := range p.Days {
				rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: w.ID, Need: n.ID, Client: client,
					Start: scheduler.StartInstant(zone, p.Start.Plus(d), n.From), End: scheduler.EndInstant(zone, p.Start.Plus(d), n.To)})
			}
		}
	}
	r := audit.Rota(p, rota)
	require.Zero(t, r.Cover.UnderlapHours)
	return func(w io.Writer) error { return export.HTML(w, p, r) }
}

// familyPage is the page of somebody to whom five people come for two weeks, six visits a day, some of which nobody takes.
func familyPage(t *testing.T) func(io.Writer) error {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	p := scheduler.NewProblem("Nia's fortnight", zone, scheduler.Date{Year: 2026, Month: time.December, Day: 7}, 14)
	p.Clients = []scheduler.Client{{ID: "nia", Name: "Nia", Tell: []scheduler.Contact{{Name: "Mam", Phone: "01234 5"}}}}
	for _, name := range []string{"Angharad", "Tomos", "Priya", "Bethan Lloyd", "Mam"} {
		w := scheduler.NewWorker(name, "")
		w.Name = name
		p.Workers = append(p.Workers, w)
	}
	rota := &scheduler.Rota{}
	for k, hours := range [][2]time.Duration{{14, 19}, {19, 25}, {25, 28}, {28, 34}, {34, 40}, {40, 44}} { // in half hours
		n := scheduler.NewNeed([]string{"getting-up", "morning", "lunch", "afternoon", "tea", "bed"}[k], "nia", scheduler.Daily(), hours[0]*30*time.Minute, hours[1]*30*time.Minute)
		p.Needs = append(p.Needs, n)
		for d := range p.Days {
			if (d+k)%7 == 6 {
				continue // nobody
			}
			rota.Shifts = append(rota.Shifts, scheduler.Shift{Worker: p.Workers[(d+k)%5].ID, Need: n.ID, Client: "nia",
				Start: scheduler.StartInstant(zone, p.Start.Plus(d), n.From), End: scheduler.EndInstant(zone, p.Start.Plus(d), n.To)})
		}
	}
	r, err := carerota.Complete(context.Background(), p, rota, carerota.CompleteOptions{Omit: scheduler.Omit{Proofs: true, Missed: true}})
	require.NoError(t, err)
	require.NotZero(t, r.Cover.UnderlapHours)
	return func(w io.Writer) error { return export.ClientHTML(w, p, r, "nia") }
}
