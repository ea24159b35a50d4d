package export

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// csvHeader are the columns of CSV.
var csvHeader = [...]string{"worker", "worker_name", "provider", "need", "client", "client_name",
	"kind", "start", "end", "hours", "pinned", "backups"}

// CSV writes one row a shift in the rota's order, under a row of column names. Start and end are
// RFC 3339 in the rota's zone, hours are elapsed hours to the hundredth, backups are worker ids
// with spaces between, each who can take a part alone with its times by the clock. A text that a
// spreadsheet would take for a formula begins with an apostrophe.
func CSV(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
	p, r, err := ready(p, r)
	if err != nil {
		return err
	}
	n := namesOf(p)
	employer := map[string]string{}
	for _, one := range p.Workers {
		employer[one.ID] = one.Provider
	}
	out := csv.NewWriter(w)
	if err := out.Write(csvHeader[:]); err != nil {
		return err
	}
	for _, s := range r.Rota.Shifts {
		row := []string{s.Worker, of(n.worker, s.Worker), employer[s.Worker], s.Need, s.Client, of(n.client, s.Client),
			s.Kind.String(), s.Start.In(p.Zone).Format(time.RFC3339), s.End.In(p.Zone).Format(time.RFC3339),
			sayNumber(s.End.Sub(s.Start).Hours()), strconv.FormatBool(s.Pinned), backupIDs(p, s.Backups)}
		if err := out.Write(inertAll(row, 0, 1, 2, 3, 4, 5, 11)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// backupIDs are the workers who can step in, such as "bea cai(08:00-12:00)".
func backupIDs(p *scheduler.Problem, list []scheduler.Backup) string {
	var ids []string
	for i := range list {
		id := list[i].Worker
		if b := &list[i]; !b.Whole() {
			id += "(" + b.Start.In(p.Zone).Format("15:04") + "-" + b.End.In(p.Zone).Format("15:04") + ")"
		}
		ids = append(ids, id)
	}
	return strings.Join(ids, " ")
}
