package export

import (
	"cmp"
	"slices"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// sheetPage is a client's day on one sheet.
type sheetPage struct {
	headPage
	Short   []sheetShort
	Rows    []sheetRow
	Tell    []string
	Refuses []string
	Phone   string
	Facts   []string // what whoever comes must know: on this page alone
}

// sheetShort is a time that is not covered, and whom to call for it.
type sheetShort struct{ What, Times, Who, Call string }

// toldNames are who is told, by name.
func toldNames(list []scheduler.Contact) (names []string) {
	for _, c := range list {
		names = append(names, c.Name)
	}
	return names
}

// toldPhones are who is told, each with a phone where one is given.
func toldPhones(list []scheduler.Contact) (names []string) {
	for _, c := range list {
		names = append(names, withPhone(c.Name, c.Phone))
	}
	return names
}

// sheetRow is a shift on a shift sheet; those in critical needs come first.
type sheetRow struct {
	Badge                                                    badge
	Need, Asks, Criticality, Times, Who, Phone, From, Behind string
	Critical                                                 bool
	level                                                    scheduler.Criticality
	need                                                     int // its place in the problem
}

// newSheetPage is the sheet of a client's day, from the client's page.
func newSheetPage(d *desk, page *clientPage, i int, day scheduler.Date) *sheetPage {
	client := &d.p.Clients[i]
	sheet := &sheetPage{headPage: page.headPage, Tell: toldPhones(client.Tell), Phone: client.Phone, Facts: client.Facts, Refuses: page.Refuses, Short: sheetShorts(d, i, day)}
	sheet.Span, sheet.Headline, sheet.Illness = sayLongDay(day)+", "+called("", d.p.Name), "", ""
	sheet.State, sheet.StateClass = "Covered today", "good"
	if len(sheet.Short) > 0 {
		sheet.State, sheet.StateClass = "Not covered in full today", "bad"
	}
	start, end := scheduler.StartInstant(d.p.Zone, day, 0), scheduler.StartInstant(d.p.Zone, day.Plus(1), 0)
	for _, s := range d.duty[i] {
		if n := place(d.c.at.need, s.Need); n >= 0 && s.Start.Before(end) && start.Before(s.End) {
			sheet.Rows = append(sheet.Rows, sheetRowOf(&d.c, &d.p.Needs[n], s))
		}
	}
	slices.SortStableFunc(sheet.Rows, func(a, b sheetRow) int { return cmp.Or(cmp.Compare(a.level, b.level), cmp.Compare(a.need, b.need)) })
	return sheet
}

// sheetShorts are the times of a day that are not covered, with whoever could step in.
func sheetShorts(d *desk, i int, day scheduler.Date) (out []sheetShort) {
	for k := range d.open[i] {
		u := &d.open[i][k]
		var call []string
		for _, y := range u.Why {
			if !y.Start.IsZero() && len(y.Reasons) == 0 && len(call) < mostNearest {
				call = append(call, withPhone(of(d.c.names.worker, y.Worker), phoneOf(d.p, y.Worker)))
			}
		}
		d.c.short(u, func(on int, k chip) {
			if on == day.Sub(d.p.Start) {
				out = append(out, sheetShort{k.What, k.Times, k.Who, say.List(call)})
			}
		})
	}
	return out
}

func sheetRowOf(c *chips, n *scheduler.Need, s *scheduler.Shift) sheetRow {
	k := c.of(s)
	row := sheetRow{level: n.Criticality, need: place(c.at.need, n.ID), Need: n.ID, Asks: sayNeed(n), Criticality: sayCriticality(n.Criticality), Critical: n.Criticality == scheduler.Critical,
		Times: sayDay(c.p, scheduler.DateOf(s.Start.In(c.p.Zone))) + " " + k.Times, Who: joined(k.Who, k.Note), Behind: "nobody is named"}
	if k.Worker >= 0 {
		row.Badge, row.From, row.Phone = k.Badge, of(c.names.provider, c.p.Workers[k.Worker].Provider), c.p.Workers[k.Worker].Phone
	}
	var behind []string
	for k := range s.Backups[:min(len(s.Backups), 3)] {
		behind = append(behind, withPhone(c.names.backup(c.p, &s.Backups[k]), phoneOf(c.p, s.Backups[k].Worker)))
	}
	if len(behind) > 0 {
		row.Behind = say.List(behind)
	}
	return row
}
