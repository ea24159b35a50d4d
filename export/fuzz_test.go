package export_test

import (
	"io"
	"testing"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// outputs are all outputs of a report, by name.
func outputs(p *scheduler.Problem, r *scheduler.Report) map[string]func(w io.Writer) error {
	owner := export.PlanOwner{Name: "Gwen <gwen@example.org>", Review: scheduler.Date{Year: 2026, Month: 12, Day: 1}}
	all := map[string]func(w io.Writer) error{
		"summary":  func(w io.Writer) error { return export.Summary(w, p, r) },
		"picture":  func(w io.Writer) error { return export.Picture(w, p, r) },
		"csv":      func(w io.Writer) error { return export.CSV(w, p, r) },
		"payroll":  func(w io.Writer) error { return export.PayrollCSV(w, p, r) },
		"workbook": func(w io.Writer) error { return export.Workbook(w, p, r) },
		"page":     func(w io.Writer) error { return export.HTML(w, p, r) },
		"plan":     func(w io.Writer) error { return export.PlanMarkdown(w, p, r, owner) },
		"planpage": func(w io.Writer) error { return export.PlanHTML(w, p, r, export.PlanOwner{}) },
		"calendars": func(w io.Writer) error {
			for _, c := range export.Calendars(p, r) {
				if err := c.Write(w, nil, time.Unix(0, 0)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	for _, c := range p.Clients {
		all["client "+c.ID] = func(w io.Writer) error { return export.ClientHTML(w, p, r, c.ID) }
		if p.Days > 0 {
			all["sheet "+c.ID] = func(w io.Writer) error { return export.ShiftSheetHTML(w, p, r, c.ID, p.Start.Plus(p.Days-1)) }
		}
	}
	for _, x := range p.Workers {
		all["worker "+x.ID] = func(w io.Writer) error { return export.WorkerHTML(w, p, r, x.ID) }
	}
	return all
}

// FuzzOutputs writes everything there is of rotas that somebody has spoilt, and of the repair of
// such as can be repaired.
func FuzzOutputs(f *testing.F) {
	sound := func(p *scheduler.Problem) bool { return len(validate.Problem(p)) == 0 }
	drawn.FuzzSpoilt(f, 24, sound, func(t *testing.T, _ uint64, p *scheduler.Problem, b *drawn.Bytes) {
		rota := drawn.Mangled(p, drawn.Filled(p), b)
		r, err := solve.Complete(t.Context(), p, rota, solve.CompleteOptions{Threads: 1})
		require.NoError(t, err)
		for name, write := range outputs(p, r) {
			require.NoError(t, write(io.Discard), name)
		}
		require.NotEmpty(t, export.Headline(p, r))
		for _, finding := range r.Findings {
			require.NotEmpty(t, export.SayFinding(p, finding))
		}
		require.NoError(t, export.Explain(io.Discard, p, r, reasons.Explain(p, r, reasons.Question{})))
		out, err := repair.Rota(t.Context(), p, rota, drawn.Happenings(p, b), repair.Options{Checks: 100})
		if err == nil {
			require.NoError(t, export.Repair(io.Discard, out))
		}
	})
}
