package carerota_test

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/advice"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/discreet"
	"github.com/carerota/carerota/scheduler/pattern"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/solve"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/simulation"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// given is what a function may be handed: any of it nil, empty, or of another problem.
type given struct {
	p    *scheduler.Problem
	rota *scheduler.Rota
	r    *scheduler.Report
}

// silent is a rule of a caller's own that asks for nothing.
type silent struct{}

func (silent) Name() string               { return "silent" }
func (silent) Build(*constraints.Builder) {}

// ownOf is what is known of a caller's own rules in a problem, nil where it cannot be compiled.
func ownOf(p *scheduler.Problem) *constraints.Own {
	c, err := constraints.Compile(p, append(carerota.Rules(), silent{}))
	if err != nil {
		return nil
	}
	return c.Own()
}

// calls are all exported functions of the packages below that take a problem, a rota or a report,
// or what is made of them.
var calls = map[string]func(t *testing.T, g given) error{
	"carerota.Solve": func(t *testing.T, g given) error {
		_, err := carerota.Solve(t.Context(), g.p, carerota.Options{Threads: 1, Steps: 50, From: g.rota})
		return err
	},
	"carerota.Complete": func(t *testing.T, g given) error {
		_, err := carerota.Complete(t.Context(), g.p, g.rota, carerota.CompleteOptions{Pairs: true})
		return err
	},
	"carerota.Repair": func(t *testing.T, g given) error {
		_, err := carerota.Repair(t.Context(), g.p, g.rota, nil, repair.Options{})
		return err
	},
	"carerota.Candidates": func(t *testing.T, g given) error {
		_, err := carerota.Candidates(g.p, g.rota, repair.Ask{Need: "n0"})
		return err
	},
	"discreet.Problem":     nothing(func(_ *testing.T, g given) { discreet.Problem(g.p) }),
	"discreet.Report":      nothing(func(_ *testing.T, g given) { discreet.Report(g.r) }),
	"discreet.Explanation": nothing(func(*testing.T, given) { discreet.Explanation(nil) }),
	"discreet.Asked":       nothing(func(*testing.T, given) { discreet.Asked(nil) }),
	"discreet.Repaired": nothing(func(_ *testing.T, g given) {
		discreet.Repaired(nil)
		discreet.Repaired(&repair.Repaired{Problem: g.p, Report: g.r})
	}),
	"discreet.Advice": nothing(func(*testing.T, given) { discreet.Advice(nil) }),
	"export.Who": func(t *testing.T, g given) error {
		return export.Who(io.Discard, g.p, &repair.Asked{Candidates: []repair.Candidate{{}}})
	},
	"rotafile.WriteAsked": func(t *testing.T, g given) error {
		return rotafile.WriteAsked(io.Discard, g.p, &repair.Asked{Candidates: []repair.Candidate{{}}})
	},
	"repair.Candidates": func(t *testing.T, g given) error {
		_, err := repair.Candidates(g.p, g.rota, repair.Ask{})
		return err
	},
	"carerota.Advise": func(t *testing.T, g given) error {
		_, err := carerota.Advise(t.Context(), g.p, g.r, few)
		return err
	},
	"solve.Rota": func(t *testing.T, g given) error {
		_, err := solve.Rota(t.Context(), g.p, solve.Options{Threads: 1, Steps: 50, From: g.rota})
		return err
	},
	"solve.Search": func(t *testing.T, g given) error {
		_, err := solve.Search(t.Context(), g.p, solve.Options{Threads: 1, Steps: 50})
		return err
	},
	"solve.Complete": func(t *testing.T, g given) error {
		_, err := solve.Complete(t.Context(), g.p, g.rota, solve.CompleteOptions{})
		return err
	},
	"solve.Finish":     nothing(func(t *testing.T, g given) { solve.Finish(t.Context(), g.p, g.r, solve.CompleteOptions{Pairs: true}) }),
	"audit.Rota":       nothing(func(t *testing.T, g given) { audit.Rota(g.p, g.rota) }),
	"audit.FairShares": nothing(func(t *testing.T, g given) { audit.FairShares(g.p, g.r) }),
	"audit.Payroll":    nothing(func(t *testing.T, g given) { audit.Payroll(g.p, g.rota) }),
	"audit.Proofs":     nothing(func(t *testing.T, g given) { audit.Proofs(g.p, []scheduler.Proof{{}}) }),
	"constraints.CompileContext": func(t *testing.T, g given) error {
		_, err := constraints.CompileContext(t.Context(), g.p, carerota.Rules())
		return err
	},
	"constraints.Own.Audit": nothing(func(t *testing.T, g given) { ownOf(g.p).Audit(g.rota) }),
	"constraints.Own.Prices": func(t *testing.T, g given) error {
		_, err := ownOf(g.p).Prices(g.rota)
		return err
	},
	"export.CalendarFiles": nothing(func(_ *testing.T, g given) { export.CalendarFiles(g.p) }),
	"validate.Estimate":    nothing(func(_ *testing.T, g given) { validate.Estimate(g.p, 2) }),
	"validate.Warnings":    nothing(func(_ *testing.T, g given) { validate.Warnings(g.p) }),
	"validate.EventWarnings": nothing(func(_ *testing.T, g given) {
		validate.EventWarnings(g.p, []scheduler.Event{{Kind: "absent", Worker: "ade"}})
	}),
	"validate.EventsWith": nothing(func(_ *testing.T, g given) {
		validate.EventsWith(g.p, time.Time{}, time.Time{}, []scheduler.Event{{}}, validate.Checks{})
	}),
	"validate.Problem": nothing(func(t *testing.T, g given) { validate.Problem(g.p) }),
	"validate.ProblemWith": nothing(func(t *testing.T, g given) {
		validate.ProblemWith(g.p, validate.Checks{})
	}),
	"validate.Events": nothing(func(t *testing.T, g given) {
		validate.Events(g.p, []scheduler.Event{{}, {Kind: "absent", Worker: "ade"}})
	}),
	"reasons.Explain": nothing(func(t *testing.T, g given) {
		for _, q := range []reasons.Question{{}, {At: time.Unix(0, 0)}, {Worker: "ade"}, {Need: "days"}} {
			reasons.Explain(g.p, g.r, q)
		}
	}),
	"repair.Rota": func(t *testing.T, g given) error {
		_, err := repair.Rota(t.Context(), g.p, g.rota, []scheduler.Event{{}}, repair.Options{})
		return err
	},
	"repair.NewDesk": func(t *testing.T, g given) error {
		d, err := repair.NewDesk(g.p, g.rota)
		if err == nil {
			d.Absent(repair.DeskAbsence{Worker: "ade"})
			d.Reset()
		}
		return err
	},
	"advice.Find": func(t *testing.T, g given) error {
		_, err := advice.Find(t.Context(), g.p, g.r, few)
		return err
	},
	"contingency.Backups":    nothing(func(t *testing.T, g given) { contingency.Backups(t.Context(), g.p, g.r) }),
	"contingency.Missed":     nothing(func(t *testing.T, g given) { contingency.Missed(t.Context(), g.p, g.r, 1, true) }),
	"contingency.TooMany":    nothing(func(_ *testing.T, g given) { contingency.TooMany(g.p, g.rota) }),
	"contingency.StandingOf": nothing(func(t *testing.T, g given) { contingency.StandingOf(g.p, g.r, "") }),
	"audit.Backups":          nothing(func(t *testing.T, g given) { audit.Backups(g.p, g.rota) }),
	"contingency.Ladders":    nothing(func(t *testing.T, g given) { contingency.Ladders(t.Context(), g.p, g.rota) }),
	"constraints.Compile": func(t *testing.T, g given) error {
		_, err := constraints.Compile(g.p, carerota.Rules())
		return err
	},
	"constraints.Compiled.Plan":    compiled(func(c *constraints.Compiled, g given) { c.Plan(g.rota) }),
	"constraints.Compiled.Compare": compiled(func(c *constraints.Compiled, g given) { c.Compare(solver.Cost{}, g.r) }),
	"pattern.Enter": nothing(func(_ *testing.T, g given) {
		pattern.Enter(g.p.Clone(), []pattern.Pattern{{ID: "x", Lines: [][]string{{"O", "O", "O", "O", "O", "O", "O"}}, Codes: []pattern.Code{{Code: "O", Off: true}}}}, []pattern.Member{{Line: 1}})
	}),
	"validate.Hold": nothing(func(_ *testing.T, g given) { validate.Hold(g.p.Clone(), g.rota, nil) }),
	"rotafile.WritePins": func(_ *testing.T, g given) error {
		return rotafile.WritePins(io.Discard, g.p, "base.toml", func(string) bool { return true }, rotafile.TOML)
	},
	"actual.Compare": nothing(func(_ *testing.T, g given) {
		actual.Compare(g.p, g.rota, []actual.Visit{{Worker: "w0", Start: time.Unix(0, 0), End: time.Unix(3600, 0)}}, actual.Defaults())
	}),
	"export.ActualHTML": func(_ *testing.T, g given) error {
		return export.ActualHTML(io.Discard, g.p, actual.Compare(g.p, g.rota, nil, actual.Defaults()))
	},
	"export.ActualCSV": func(_ *testing.T, g given) error {
		return export.ActualCSV(io.Discard, g.p, actual.Compare(g.p, g.rota, nil, actual.Defaults()))
	},
	"export.ActualMarkdown": func(_ *testing.T, g given) error {
		return export.ActualMarkdown(io.Discard, g.p, actual.Compare(g.p, g.rota, nil, actual.Defaults()), true)
	},
	"rotafile.WriteActual": func(_ *testing.T, g given) error {
		return rotafile.WriteActual(io.Discard, g.p, actual.Compare(g.p, g.rota, nil, actual.Defaults()), rotafile.Meta{})
	},
	"elsewhere.Reader.ReadActual": func(_ *testing.T, g given) error {
		_, err := elsewhere.Reader{}.ReadActual("a.csv", []byte("worker,client,date,start,end\nw0,c0,2026-03-23,08:00,09:00\n"), g.p)
		return err
	},
	"simulation.Run": func(t *testing.T, g given) error {
		_, err := simulation.Run(t.Context(), g.p, g.rota, simulation.Options{Settings: simulation.Defaults(), Runs: 2, Threads: 1})
		return err
	},
	"export.Advice": nilThen(func(g given) error { return export.Advice(io.Discard, g.p, nil) }, func(g given) error { return export.Advice(io.Discard, g.p, &advice.Advice{}) }),
	"export.CSV":    written(export.CSV),
	"export.HTML": written(func(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
		return errors.Join(export.HTML(w, p, r), export.HTML(w, p, r, export.Family))
	}),
	"export.Picture":    written(export.Picture),
	"export.PayrollCSV": written(export.PayrollCSV),
	"export.Summary":    written(export.Summary),
	"export.SummaryOf": written(func(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
		return export.SummaryOf(w, p, r, export.SummaryOptions{All: true})
	}),
	"export.Workbook": written(func(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
		return errors.Join(export.Workbook(w, p, r), export.Workbook(w, p, r, export.Staff))
	}),
	"export.ClientHTML": func(_ *testing.T, g given) error { return export.ClientHTML(io.Discard, g.p, g.r, "owain") },
	"export.WorkerHTML": func(_ *testing.T, g given) error { return export.WorkerHTML(io.Discard, g.p, g.r, "ade") },
	"export.ShiftSheetHTML": func(_ *testing.T, g given) error {
		return export.ShiftSheetHTML(io.Discard, g.p, g.r, "owain", scheduler.Date{Year: 2026, Month: 7, Day: 6})
	},
	"export.PlanHTML": func(_ *testing.T, g given) error { return export.PlanHTML(io.Discard, g.p, g.r, export.PlanOwner{}) },
	"export.PlanMarkdown": func(_ *testing.T, g given) error {
		return export.PlanMarkdown(io.Discard, g.p, g.r, export.PlanOwner{})
	},
	"export.Explain": nilThen(func(g given) error { return export.Explain(io.Discard, g.p, g.r, nil) },
		func(g given) error {
			return export.Explain(io.Discard, g.p, g.r, &reasons.Explanation{Moments: []reasons.Moment{{}}})
		}),
	"export.Repair": nilThen(func(given) error { return export.Repair(io.Discard, nil) },
		func(g given) error { return export.Repair(io.Discard, &repair.Repaired{Problem: g.p, Report: g.r}) }),
	"export.Simulation": nilThen(func(g given) error { return export.Simulation(io.Discard, g.p, nil) },
		func(g given) error { return export.Simulation(io.Discard, g.p, &simulation.Result{}) }),
	"export.Headline":   nothing(func(_ *testing.T, g given) { export.Headline(g.p, g.r) }),
	"export.SayFinding": nothing(func(_ *testing.T, g given) { export.SayFinding(g.p, scheduler.Finding{Worker: "ade", Need: "days"}) }),
	"export.Pages": func(t *testing.T, g given) error {
		for _, page := range export.Pages(g.p, g.r, export.PagesOptions{}) {
			if err := page.Write(io.Discard); err != nil {
				return err
			}
		}
		return nil
	},
	"export.Calendars": func(_ *testing.T, g given) error {
		for _, c := range export.Calendars(g.p, g.r) {
			if err := c.Write(io.Discard, nil, time.Time{}); err != nil {
				return err
			}
		}
		return nil
	},
	"export.CalendarOfNobody": func(_ *testing.T, g given) error {
		c := export.CalendarOfNobody(g.p, "x.ics")
		return c.Write(io.Discard, []byte("BEGIN:VCALENDAR"), time.Time{})
	},
	"rotafile.WriteProblem": func(_ *testing.T, g given) error { return rotafile.WriteProblem(io.Discard, g.p, rotafile.TOML) },
	"rotafile.WriteSheets":  func(t *testing.T, g given) error { return rotafile.WriteSheets(filepath.Join(t.TempDir(), "x"), g.p) },
	"rotafile.WriteResult":  func(_ *testing.T, g given) error { return rotafile.WriteResult(io.Discard, g.p, g.r, rotafile.Meta{}) },
	"rotafile.WriteAdvice": nilThen(func(g given) error { return rotafile.WriteAdvice(io.Discard, g.p, nil, rotafile.Meta{}) },
		func(g given) error {
			return rotafile.WriteAdvice(io.Discard, g.p, &advice.Advice{Options: []advice.Option{{}}}, rotafile.Meta{})
		}),
	"rotafile.WriteRepaired": nilThen(func(given) error { return rotafile.WriteRepaired(io.Discard, nil, rotafile.Meta{}) },
		func(g given) error {
			return rotafile.WriteRepaired(io.Discard, &repair.Repaired{Problem: g.p, Report: g.r}, rotafile.Meta{})
		}),
	"rotafile.WriteSimulation": nilThen(func(g given) error {
		return rotafile.WriteSimulation(io.Discard, g.p, nil, simulation.Options{}, rotafile.Meta{})
	}, func(g given) error {
		return rotafile.WriteSimulation(io.Discard, g.p, &simulation.Result{}, simulation.Options{}, rotafile.Meta{})
	}),
	"elsewhere.Reader.Read": func(_ *testing.T, g given) error {
		_, err := elsewhere.Reader{}.Read("r.csv", []byte("worker,need,start,end\nade,days,2026-03-23T08:00,2026-03-23T09:00\n"), g.p)
		return err
	},
	"elsewhere.Reader.ReadFolder": func(t *testing.T, g given) error {
		folder := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(folder, "a.ics"), []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"), 0o644))
		_, err := elsewhere.Reader{}.ReadFolder(folder, g.p)
		return err
	},
	"rotafile.ParseResult": func(_ *testing.T, g given) error {
		_, err := rotafile.ParseResult("r.json", []byte(`{"format": "carerota/1", "shifts": []}`), g.p)
		return err
	},
	"rotafile.ParseSoundShifts": func(_ *testing.T, g given) error {
		_, _, _, err := rotafile.ParseSoundShifts("r.json", []byte(`{"format": "carerota/1", "shifts": []}`), g.p)
		return err
	},
	"rotafile.ReadResult": func(_ *testing.T, g given) error {
		_, err := rotafile.ReadResult("examples/rotas/nurse-bola-rostered.json", g.p)
		return err
	},
	"rotafile.ParseReport": func(_ *testing.T, g given) error {
		_, _, err := rotafile.ParseReport("r.json", []byte(`{"format": "carerota/1", "shifts": []}`), g.p)
		return err
	},
	"rotafile.ReadReport": func(_ *testing.T, g given) error {
		_, _, err := rotafile.ReadReport("examples/rotas/nurse-bola-rostered.json", g.p)
		return err
	},
	"rotafile.ParseEvents": func(_ *testing.T, g given) error {
		_, err := rotafile.ParseEvents("e.toml", []byte("format = \"carerota/1\"\n"), g.p)
		return err
	},
	"rotafile.ReadEvents": func(_ *testing.T, g given) error {
		_, err := rotafile.ReadEvents("examples/events/bola-rings-in.toml", g.p)
		return err
	},
	"rotafile.ReadSettings": func(_ *testing.T, _ given) error {
		return rotafile.ReadSettings("examples/events/bola-rings-in.toml", nil)
	},
	"scheduler.Problem.Clone": nothing(func(_ *testing.T, g given) { g.p.Clone() }),
	"scheduler.Problem.UnmarshalJSON": func(_ *testing.T, g given) error {
		if g.p == nil {
			return nil // as encoding/json, which is never given nil
		}
		return g.p.UnmarshalJSON([]byte("null"))
	},
	"scheduler.Problem.Families":  nothing(func(_ *testing.T, g given) { g.p.Families() }),
	"scheduler.Problem.HasBudget": nothing(func(_ *testing.T, g given) { g.p.HasBudget() }),
	"scheduler.Problem.Meaning":   nothing(func(_ *testing.T, g given) { g.p.Meaning("care") }),
	"scheduler.Problem.IDs":       nothing(func(_ *testing.T, g given) { g.p.IDs("worker") }),
	"scheduler.Problem.Pin":       nothing(func(_ *testing.T, g given) { g.p.Pin(g.rota, nil) }),
	"scheduler.Problem.CarryOver": nothing(func(_ *testing.T, g given) { g.p.CarryOver(g.rota) }),
	"scheduler.Problem.ZoneName": func(_ *testing.T, g given) error {
		_, err := g.p.ZoneName()
		return err
	},
	"scheduler.Report.Judge": nothing(func(_ *testing.T, g given) { g.r.Judge() }),
	"scheduler.Report.Trust": nothing(func(_ *testing.T, g given) { g.r.Trust() }),
	"advice.Remedy.Apply": nothing(func(_ *testing.T, g given) {
		for _, k := range []advice.RemedyKind{"", advice.Train, advice.RaiseCap, advice.Extend, advice.Approve, advice.Accept, advice.LiftCeil, advice.Hire, advice.Move, advice.Without} {
			advice.Remedy{Kind: k, Worker: "nobody", Provider: "none", Need: "none"}.Apply(g.p.Clone())
		}
	}),
}

var few = advice.Options{Options: solve.Options{Threads: 1, Steps: 50}, TrialSteps: 50, Trials: 2}

func nothing(f func(t *testing.T, g given)) func(*testing.T, given) error {
	return func(t *testing.T, g given) error { f(t, g); return nil }
}

func compiled(f func(c *constraints.Compiled, g given)) func(*testing.T, given) error {
	return func(_ *testing.T, g given) error {
		c, err := constraints.Compile(g.p, carerota.Rules())
		if err == nil {
			f(c, g)
		}
		return err
	}
}

func nilThen(empty, other func(g given) error) func(*testing.T, given) error {
	return func(t *testing.T, g given) error {
		require.Error(t, empty(g))
		return other(g)
	}
}

func written(f func(io.Writer, *scheduler.Problem, *scheduler.Report) error) func(*testing.T, given) error {
	return func(_ *testing.T, g given) error { return f(io.Discard, g.p, g.r) }
}

// Nothing that is handed over makes anything panic: nil, values that nobody filled in, a report of
// another problem.
func TestNothingIsNoPanic(t *testing.T) {
	valid := drawn.Valid(t)
	whole, err := carerota.Complete(t.Context(), valid, &scheduler.Rota{}, carerota.CompleteOptions{})
	require.NoError(t, err)
	home := drawn.Home(t)
	other := audit.Rota(home, drawn.Filled(home))
	bare := *whole
	bare.Rota, bare.Objective, bare.Cost = nil, nil, scheduler.CostReport{}
	problems := map[string]*scheduler.Problem{
		"nil": nil, "zero": {}, "fewer than no days": {Days: -3}, "no end of days": {Days: 1 << 40, Needs: []scheduler.Need{scheduler.NewNeed("x", "", scheduler.Daily(), 0, time.Hour)}}, "valid": valid, "no zone": withoutZone(valid),
		"empty entries": {Clients: make([]scheduler.Client, 2), Needs: make([]scheduler.Need, 2), Providers: make([]scheduler.Provider, 2), Workers: make([]scheduler.Worker, 2), Days: 3},
		"drawn":         drawn.Problem(rand.New(rand.NewPCG(3, 23))),
	}
	reports := map[string]*scheduler.Report{
		"nil": nil, "zero": {}, "whole": whole, "bare": &bare, "another's": other,
		"empty entries": {Rota: &scheduler.Rota{Shifts: make([]scheduler.Shift, 2)}, Objective: make([]scheduler.Goal, 2), Underlap: make([]scheduler.Underlap, 2), Overlap: make([]scheduler.Overlap, 2),
			Proofs: make([]scheduler.Proof, 2), Workers: make([]scheduler.WorkerReport, 2), Fair: make([]scheduler.FairShare, 2), Findings: make([]scheduler.Finding, 1),
			Contingency: scheduler.ContingencyReport{Gaps: make([]scheduler.ContingencyGap, 2), SinglePoints: make([]scheduler.Loss, 2), Pairs: make([]scheduler.PairLoss, 1), Skills: make([]scheduler.SkillCount, 2)}},
	}
	for _, call := range slices.Sorted(maps.Keys(calls)) {
		for _, pn := range slices.Sorted(maps.Keys(problems)) {
			for _, rn := range slices.Sorted(maps.Keys(reports)) {
				t.Run(fmt.Sprintf("%s of %s problem and %s report", call, pn, rn), func(t *testing.T) {
					g := given{}
					if p := problems[pn]; p != nil {
						g.p = p.Clone()
					}
					if r := reports[rn]; r != nil {
						own := *r
						own.Objective, own.Underlap = slices.Clone(r.Objective), slices.Clone(r.Underlap)
						g.r, g.rota = &own, r.Rota
					}
					var err error
					require.NotPanics(t, func() { err = calls[call](t, g) })
					if strings.HasPrefix(call, "export.") && pn == "valid" && rn == "whole" {
						require.NoError(t, err)
					}
				})
			}
		}
	}
}

func withoutZone(p *scheduler.Problem) *scheduler.Problem {
	p = p.Clone()
	p.Zone = nil
	return p
}

// Every exported function of these packages that is handed a problem, a rota or a report is in the
// table above.
func TestEveryVerbIsHandedNothing(t *testing.T) {
	var missing []string
	for _, folder := range []string{".", "scheduler", "scheduler/solve", "scheduler/audit", "scheduler/validate", "scheduler/reasons",
		"scheduler/repair", "scheduler/pattern", "scheduler/advice", "contingency", "constraints", "export", "simulation", "actual", "rotafile", "rotafile/elsewhere"} {
		files, err := filepath.Glob(filepath.Join(folder, "*.go"))
		require.NoError(t, err)
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			require.NoError(t, err)
			for _, d := range file.Decls {
				if f, ok := d.(*ast.FuncDecl); ok && f.Name.IsExported() && handed(f) {
					if name := file.Name.Name + "." + nameOf(f); calls[name] == nil {
						missing = append(missing, name)
					}
				}
			}
		}
	}
	slices.Sort(missing)
	require.Empty(t, missing)
}

// handed says whether a function takes, or is a method of, a pointer to one of what may be nil.
func handed(f *ast.FuncDecl) bool {
	fields := slices.Clone(f.Type.Params.List)
	if f.Recv != nil {
		fields = append(fields, f.Recv.List...)
		if r, ok := f.Recv.List[0].Type.(*ast.StarExpr); ok && fmt.Sprint(r.X) == "Builder" {
			return false // given to rules by Compile alone
		} else if ok && !ast.IsExported(fmt.Sprint(r.X)) {
			return false
		}
	}
	return slices.ContainsFunc(fields, func(p *ast.Field) bool {
		star, ok := p.Type.(*ast.StarExpr)
		if !ok {
			return false
		}
		name := fmt.Sprint(star.X)
		if s, ok := star.X.(*ast.SelectorExpr); ok {
			name = s.Sel.Name
		}
		return slices.Contains([]string{"Problem", "Rota", "Report", "Advice", "Explanation", "Repaired", "Result"}, name)
	})
}

func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	recv := f.Recv.List[0].Type
	if star, ok := recv.(*ast.StarExpr); ok {
		recv = star.X
	}
	return fmt.Sprint(recv, ".", f.Name.Name)
}
