package export

import (
	"io"
	"sync"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// The folders of Pages, and its first file.
const (
	indexFile     = "index.html"
	managerFile   = "manager.html"
	clientFolder  = "clients/"
	workerFolder  = "workers/"
	sheetFolder   = "days/"
	calendarsPath = "calendars/"
)

// Page is one file of Pages.
type Page struct {
	File  string // where it belongs in the folder of all, with slashes, such as "clients/client-owain.html"
	For   Reader // whom it is safe to be sent to; the manager may have all
	write func(io.Writer) error
}

// Write writes the page.
func (g *Page) Write(w io.Writer) error { return g.write(w) }

// PagesOptions are of Pages.
type PagesOptions struct {
	For    Reader                            // for Staff what only the manager may read is left out, for Family all but clients' pages, sheets and calendars
	Before func(file string) ([]byte, error) // what a calendar was before, see Calendar.Write; nil: there was none
	Stamp  time.Time                         // when the calendars are made
}

// Pages are all pages of a rota: the manager's, each client's and each worker's, a sheet for each client's
// day, everybody's calendar, and an index of them. Each holds what its reader may know and no more. The
// names of files are made from ids and fit every file system.
func Pages(p *scheduler.Problem, r *scheduler.Report, o PagesOptions) []Page {
	own, full, err := ready(p, r)
	if err != nil {
		return nil
	}
	b := &bundle{p: own, r: full, o: o, taken: map[string]bool{}, index: indexPage{headPage: headOf(own, full)}}
	if o.For == Manager {
		b.add(Page{managerFile, Manager, func(w io.Writer) error { return HTML(w, own, full) }})
		b.index.Manager = managerFile
	}
	b.clients()
	if o.For != Family {
		b.workers()
	}
	b.calendars()
	return append([]Page{{indexFile, o.For, func(w io.Writer) error { return writePage(w, "index", &b.index) }}}, b.all...)
}

// bundle is a set of pages being put together.
type bundle struct {
	p     *scheduler.Problem
	r     *scheduler.Report
	o     PagesOptions
	taken map[string]bool
	all   []Page
	index indexPage
}

// indexPage is the page that leads to the others.
type indexPage struct {
	headPage
	Manager string
	Clients []indexRow
	Workers []indexRow
}

// indexRow is somebody with what there is for them.
type indexRow struct {
	Name, Page, Calendar string
	Days                 []indexDay
}

type indexDay struct{ Day, Page string }

func (b *bundle) add(g Page) { b.all = append(b.all, g) }

// clients adds each client's page and the sheets of the days.
func (b *bundle) clients() {
	family, staff := b.desk(Family), b.desk(Staff)
	for i := range b.p.Clients {
		id := b.p.Clients[i].ID
		row := indexRow{Name: called(id, b.p.Clients[i].Name), Page: clientFolder + fileName("client-", id, ".html", b.taken)}
		page := sync.OnceValue(func() *clientPage { return newClientPage(staff, i) })
		b.add(Page{row.Page, Family, func(w io.Writer) error { return writePage(w, "client", newClientPage(family, i)) }})
		for k := range b.p.Days {
			day := b.p.Start.Plus(k)
			sheet := indexDay{sayDay(b.p, day), sheetFolder + fileName("client-", id+"-"+day.String(), ".html", b.taken)}
			row.Days = append(row.Days, sheet)
			b.add(Page{sheet.Page, Staff, func(w io.Writer) error { return writePage(w, "sheet", newSheetPage(staff, page(), i, day)) }})
		}
		b.index.Clients = append(b.index.Clients, row)
	}
}

// workers adds each worker's page.
func (b *bundle) workers() {
	staff := b.desk(Staff)
	for i := range b.p.Workers {
		id := b.p.Workers[i].ID
		row := indexRow{Name: called(id, b.p.Workers[i].Name), Page: workerFolder + fileName("worker-", id, ".html", b.taken)}
		b.add(Page{row.Page, Staff, func(w io.Writer) error { return writePage(w, "worker", newWorkerPage(staff, i)) }})
		b.index.Workers = append(b.index.Workers, row)
	}
}

// calendars adds everybody's calendar.
func (b *bundle) calendars() {
	for i, c := range Calendars(b.p, b.r) {
		file, to, workers := calendarsPath+c.File, Staff, len(b.p.Workers)
		if i >= workers {
			to = Family
			b.index.Clients[i-workers].Calendar = file
		} else if b.o.For == Family {
			continue
		} else {
			b.index.Workers[i].Calendar = file
		}
		b.add(Page{file, to, func(w io.Writer) error {
			var before []byte
			if b.o.Before != nil {
				var err error
				if before, err = b.o.Before(file); err != nil {
					return err
				}
			}
			return c.Write(w, before, b.o.Stamp)
		}})
	}
}

// desk is the rota as a reader may know it.
func (b *bundle) desk(to Reader) *desk { return newDesk(to.problem(b.p), to.report(b.r), to) }
