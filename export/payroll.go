package export

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
)

// payrollHeader are the columns of PayrollCSV and of a workbook's sheet of pay.
var payrollHeader = [...]string{"worker", "worker_name", "provider", "week", "kind", "rate", "multiply", "add", "hours", "units", "money"}

// PayrollCSV writes hours by rate: one row for each worker, week, kind of time and rate, under a
// row of column names. Money is before on-cost, rate x multiply x units + add x hours; units are
// hours, or sleep-ins. Kind is waking, sleep-in, standby, shadow or guaranteed.
func PayrollCSV(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
	p, r, err := ready(p, r)
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	if err := out.Write(payrollHeader[:]); err != nil {
		return err
	}
	n, at := namesOf(p), placesOf(p)
	for _, l := range audit.Payroll(p, r.Rota) {
		row := []string{l.Worker, of(n.worker, l.Worker), p.Workers[at.worker[l.Worker]].Provider, l.Week.String(), payKind(l), exact(l.Rate), exact(l.Multiply), exact(l.Add),
			sayNumber(l.Hours), strconv.FormatFloat(l.Units, 'f', 4, 64), strconv.FormatFloat(l.Money, 'f', 2, 64)}
		if err := out.Write(inertAll(row, 0, 1, 2)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func payKind(l audit.PayLine) string {
	if l.Unused {
		return "guaranteed"
	}
	return l.Kind.String()
}

// exact is a number with all its figures.
func exact(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
