package carerota_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/reasons"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/simulation"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// ownRule is a rule of a caller's own that is no more than what it says to the builder.
type ownRule struct {
	name string
	says func(b *constraints.Builder)
}

func (r ownRule) Name() string { return r.name }

func (r ownRule) Build(b *constraints.Builder) { r.says(b) }

// barredTasks is a rule on one line: none of the tasks.
type barredTasks struct {
	name  string
	tasks map[int32]bool
}

func (r barredTasks) Name() string { return r.name }

func (r barredTasks) Legal(line []solver.Decision) bool {
	return !slices.ContainsFunc(line, func(d solver.Decision) bool { return r.tasks[d.Task] })
}

const interest = "conflict of interest"

// The barred workers never work with Gwen: said with Forbid, with Within, and on their lines.
var waysToBar = map[string]func(b *constraints.Builder, w, n int){
	"forbid": func(b *constraints.Builder, w, n int) { b.Bar(w, n) },
	"within": func(b *constraints.Builder, w, n int) { b.Within(w, n) },
	"line": func(b *constraints.Builder, w, n int) {
		tasks := map[int32]bool{}
		for _, t := range b.Tasks(n) {
			tasks[b.TaskOf(n, t.Span)] = true
		}
		b.LineRule(w, barredTasks{interest, tasks})
	},
}

func barring(how string, workers ...string) ownRule {
	return ownRule{interest, func(b *constraints.Builder) {
		for _, id := range workers {
			for n := range b.Problem.Needs {
				if b.Problem.Needs[n].Client == "gwen" {
					waysToBar[how](b, b.Worker(id), n)
				}
			}
		}
	}}
}

// village is a team of eight for three people, each with a morning and an evening a day.
func village(standby int) *scheduler.Problem {
	p := scheduler.NewProblem("village", time.UTC, scheduler.Date{Year: 2026, Month: time.July, Day: 6}, 7)
	p.Grain = 30 * time.Minute
	p.Providers = []scheduler.Provider{{ID: "team", AcceptsAll: true, OnCost: 1}}
	p.Contingency.Standby = standby
	p.Contingency.StandbyMin, p.Contingency.StandbyMax = 2*time.Hour, 12*time.Hour
	for _, id := range []string{"gwen", "huw", "iris"} {
		p.Clients = append(p.Clients, scheduler.Client{ID: id})
		for i, from := range []time.Duration{8, 17} {
			n := scheduler.NewNeed(fmt.Sprint(id, []string{"-am", "-pm"}[i]), id, scheduler.Daily(), from*time.Hour, (from+3)*time.Hour)
			n.Whole = true
			p.Needs = append(p.Needs, n)
		}
	}
	for i, id := range []string{"ann", "bob", "cai", "dot", "eve", "fay", "gil", "hal"} {
		w := scheduler.NewWorker(id, "team")
		w.Rate, w.StandbyRate, w.Standby = 12+float64(i)/10, 2, true
		w.AnswerTime, w.TravelTime = 0, 0
		p.Workers = append(p.Workers, w)
	}
	return p
}

var quick = carerota.Options{Seed: 1, Threads: 1, Steps: 6000}

func with(o carerota.Options, rules ...constraints.Rule) carerota.Options {
	o.Rules = append(carerota.Rules(), rules...)
	return o
}

var barred = []string{"ann", "bob", "cai", "dot", "eve", "fay"} // gil and hal may

// Nobody who is barred is rostered, named, called, sent or said to be able to come, whichever way
// the rule is said.
func TestOwnRulesHoldInEveryVerb(t *testing.T) {
	for how := range waysToBar {
		t.Run(how, func(t *testing.T) {
			p := village(1)
			rule := barring(how, barred...)
			o := with(quick, rule)
			o.Steps = 20_000 // for a day of everybody's
			r, err := carerota.Solve(t.Context(), p, o)
			require.NoError(t, err)
			require.Zero(t, r.Cover.UnderlapHours)
			free := func(s *scheduler.Shift, who string) bool { return s.Client != "gwen" || !slices.Contains(barred, who) }
			for i := range r.Rota.Shifts {
				s := &r.Rota.Shifts[i]
				require.True(t, free(s, s.Worker), "rostered: %v", s)
				for _, b := range s.Backups {
					require.True(t, free(s, b.Worker), "named: %v", s)
				}
			}
			ladders, all := contingency.Ladders(t.Context(), p, r.Rota, o.Rules...)
			require.True(t, all)
			for _, l := range ladders {
				for _, rung := range l.Rungs {
					require.True(t, free(&l.Shift, rung.Worker), "on the ladder: %v", l)
				}
			}
			again, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: o.Rules, Pairs: true})
			require.NoError(t, err)
			require.Empty(t, again.Findings)
			for l := range r.Objective {
				require.InDelta(t, r.Objective[l].Value, again.Objective[l].Value, 1e-6)
			}

			i := slices.IndexFunc(r.Rota.Shifts, func(s scheduler.Shift) bool { return s.Client == "gwen" && s.Start.Day() == 9 })
			lost := r.Rota.Shifts[i]
			other := "gil"
			if lost.Worker == "gil" {
				other = "hal"
			}
			events := []scheduler.Event{ // and nobody else may come
				{Kind: scheduler.EventAbsent, Worker: lost.Worker, Start: lost.Start, End: lost.End},
				{Kind: scheduler.EventAbsent, Worker: other, Start: lost.Start, End: lost.End}}
			mended, err := carerota.Repair(t.Context(), p, r.Rota, events, repair.Options{Rules: o.Rules, Reported: lost.Start.Add(-4 * time.Hour)})
			require.NoError(t, err)
			for i := range mended.Report.Rota.Shifts {
				s := &mended.Report.Rota.Shifts[i]
				require.True(t, free(s, s.Worker), "sent: %v", s)
				for _, b := range s.Backups {
					require.True(t, free(s, b.Worker), "named: %v", s)
				}
			}
			for _, c := range mended.Calls {
				require.False(t, c.Client == "gwen" && slices.Contains(barred, c.Worker), "called: %v", c)
			}
			require.NotEmpty(t, mended.Short)
			for _, u := range mended.Short {
				for _, y := range u.Why {
					if slices.Contains(barred, y.Worker) {
						require.Contains(t, strings.Join(y.Reasons, "; "), `the rule "conflict of interest" does not allow it`)
						require.True(t, slices.ContainsFunc(y.Causes, func(c scheduler.Cause) bool { return c.Rule == "own" && c.About == interest }))
					}
				}
			}
			x := reasons.Explain(mended.Problem, mended.Report, reasons.Question{At: lost.Start, Need: lost.Need, Worker: "ann", Rules: o.Rules})
			require.NoError(t, x.Err)
			require.Contains(t, strings.Join(x.Moments[0].Why[0].Reasons, "; "), `the rule "conflict of interest" does not allow it`)

			desk, err := repair.NewDesk(p, r.Rota, o.Rules...)
			require.NoError(t, err)
			for i := range r.Rota.Shifts {
				s := &r.Rota.Shifts[i]
				if s.Client == "" {
					continue
				}
				desk.Reset()
				res := desk.Absent(repair.DeskAbsence{Worker: s.Worker, Start: s.Start, End: s.End, Reported: s.Start.Add(-4 * time.Hour)})
				require.NoError(t, res.Err)
				for _, k := range res.Taken {
					require.True(t, free(s, k.Worker), "sent by the desk: %v", k)
				}
			}
			settings := simulation.Defaults()
			with, err := simulation.Run(t.Context(), p, r.Rota, simulation.Options{Settings: settings, Runs: 2000, Seed: 1, Threads: 2, Rules: o.Rules})
			require.NoError(t, err)
			without, err := simulation.Run(t.Context(), p, r.Rota, simulation.Options{Settings: settings, Runs: 2000, Seed: 1, Threads: 2})
			require.NoError(t, err)
			require.Greater(t, with.With.Uncovered.Value, without.With.Uncovered.Value, "fewer may come")
		})
	}
}

// A rota that breaks a rule of one's own is said to, with the rule, the worker and the shift, and
// nothing is built on it.
func TestBrokenOwnRulesAreNamed(t *testing.T) {
	for how := range waysToBar {
		t.Run(how, func(t *testing.T) {
			p := village(0)
			r, err := carerota.Solve(t.Context(), p, quick)
			require.NoError(t, err)
			i := slices.IndexFunc(r.Rota.Shifts, func(s scheduler.Shift) bool { return s.Client == "gwen" })
			s := r.Rota.Shifts[i]
			rules := append(carerota.Rules(), barring(how, s.Worker))
			report, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: rules})
			require.NoError(t, err)
			require.NotEmpty(t, report.Findings)
			f := report.Findings[0]
			require.Equal(t, [3]string{interest, s.Worker, s.Need}, [3]string{f.Rule, f.Worker, f.Need})
			require.True(t, f.At.Equal(s.Start))
			require.Contains(t, f.Says, `the rule "conflict of interest"`)
			_, err = carerota.Repair(t.Context(), p, r.Rota, nil, repair.Options{Rules: rules, AsOf: s.Start.Add(-time.Hour)})
			require.ErrorIs(t, err, repair.ErrBrokenRota)
			require.ErrorContains(t, err, interest)
			_, err = repair.NewDesk(p, r.Rota, rules...)
			require.ErrorIs(t, err, repair.ErrBrokenRota)
			_, err = simulation.Run(t.Context(), p, r.Rota, simulation.Options{Settings: simulation.Defaults(), Runs: 1, Rules: rules})
			require.ErrorIs(t, err, repair.ErrBrokenRota)
			require.Empty(t, audit.Rota(p, r.Rota).Findings, "the audit alone knows nothing of it")
		})
	}
}

// Rules on when somebody works at all, on the limits of a line, on tasks and on the hours of one or
// several are held after the search as in it.
func TestOwnLimitsHoldAfterTheSearch(t *testing.T) {
	day := func(b *constraints.Builder, n int) solver.Span {
		return b.Period(b.Start.Plus(n), b.Start.Plus(n))
	}
	weight := func(b *constraints.Builder, w int) [solver.NumModes]int64 { return b.Counted(w) }
	for _, row := range []struct {
		name string
		says func(b *constraints.Builder)
		bars func(s *scheduler.Shift) bool // a shift of hal's that would be no more
	}{
		{"away", func(b *constraints.Builder) { b.Away(b.Worker("hal"), day(b, 2)) }, func(s *scheduler.Shift) bool { return s.Start.Day() == 8 }},
		{"offered", func(b *constraints.Builder) {
			daily := scheduler.Daily()
			b.Offer(b.Worker("hal"), b.Windows(&daily, 6*time.Hour, 12*time.Hour, false)...)
		}, func(s *scheduler.Shift) bool { return s.Start.Hour() > 11 }},
		{"forbidden for a time", func(b *constraints.Builder) { b.Forbid(b.Worker("hal"), b.Need("huw-pm"), day(b, 3)) },
			func(s *scheduler.Shift) bool { return s.Need == "huw-pm" && s.Start.Day() == 9 }},
		{"a limit of the line", func(b *constraints.Builder) { b.Line(b.Worker("hal")).Rules.MaxLen[solver.Active] = 120 }, func(s *scheduler.Shift) bool { return s.Kind == scheduler.Waking }},
		{"hours of one", func(b *constraints.Builder) {
			w := b.Worker("hal")
			b.Sum(solver.Sum{Lines: []int32{int32(w)}, Span: day(b, 1), Weight: weight(b, w), Max: constraints.Parts(2 * time.Hour)})
		}, func(s *scheduler.Shift) bool { return s.Kind == scheduler.Waking && s.Start.Day() == 7 }},
		{"hours of two", func(b *constraints.Builder) {
			w := b.Worker("hal")
			b.Sum(solver.Sum{Lines: []int32{int32(b.Worker("gil")), int32(w)}, Span: day(b, 1), Weight: weight(b, w), Max: constraints.Parts(2 * time.Hour)})
		}, func(s *scheduler.Shift) bool { return s.Kind == scheduler.Waking && s.Start.Day() == 7 }},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := village(0)
			rule := ownRule{"own " + row.name, row.says}
			o := with(quick, rule)
			r, err := carerota.Solve(t.Context(), p, o)
			require.NoError(t, err)
			// What hal is barred from is given to hal by hand.
			tried := 0
			for i := range r.Rota.Shifts {
				s := r.Rota.Shifts[i]
				require.False(t, s.Worker == "hal" && row.bars(&s), "%v", s)
				clone := &scheduler.Rota{Shifts: slices.Clone(r.Rota.Shifts)}
				clone.Shifts[i].Worker = "hal"
				if s.Worker == "hal" || len(audit.Rota(p, clone).Findings) > 0 {
					continue
				}
				report, err := carerota.Complete(t.Context(), p, clone, carerota.CompleteOptions{Rules: o.Rules, Omit: scheduler.Omit{Missed: true, Proofs: true}})
				require.NoError(t, err)
				named := slices.ContainsFunc(report.Findings, func(f scheduler.Finding) bool { return f.Rule == rule.name })
				require.Equal(t, row.bars(&s), named, "%v: %v", s, report.Findings)
				require.Equal(t, row.bars(&s), len(report.Findings) > 0)
				if named {
					tried++
				}
			}
			require.Positive(t, tried)
			ladders, all := contingency.Ladders(t.Context(), p, r.Rota, o.Rules...)
			require.True(t, all)
			for _, l := range ladders {
				for _, rung := range l.Rungs {
					require.False(t, rung.Worker == "hal" && row.bars(&l.Shift), "%v", l)
				}
			}
		})
	}
}

// Planned standby with somebody forbidden: who may not serve may not replace either, for the engine
// and the audit alike.
func TestForbiddenWorkersBackNobody(t *testing.T) {
	for standby := range 3 {
		for _, relief := range []int{0, 1} {
			p := village(standby)
			p.Contingency.Relief = relief
			r, err := carerota.Solve(t.Context(), p, with(quick, barring("forbid", "ann", "bob", "cai", "dot")))
			require.NoError(t, err)
			require.Equal(t, standby > 0, r.Contingency.StandbyRequired > 0)
			for _, s := range r.Rota.Shifts {
				for _, b := range s.Backups {
					require.False(t, s.Client == "gwen" && slices.Contains([]string{"ann", "bob", "cai", "dot"}, b.Worker))
				}
			}
		}
	}
}

// permit is a price of each visit to a client, at a level.
type permit struct {
	level string
	price float64
	by    string // "model" alone, or "both"; "wrong" says another price than the model's
}

func (permit) Name() string { return "permit" }

func (r permit) Build(b *constraints.Builder) {
	for n := range b.Problem.Needs {
		if b.Problem.Needs[n].Client != "gwen" {
			continue
		}
		var tasks []int32
		for _, t := range b.Tasks(n) {
			tasks = append(tasks, b.TaskOf(n, t.Span))
		}
		for w := range b.Problem.Workers {
			l := b.Line(w)
			l.Wishes = append(l.Wishes, solver.Wish{Tasks: tasks, Taken: true, Price: constraints.Money(r.price), Level: b.Level(r.level)})
		}
	}
}

func (r permit) visits(rota *scheduler.Rota) (n float64) {
	for _, s := range rota.Shifts {
		if s.Client == "gwen" {
			n++
		}
	}
	return n
}

// pricedPermit is a permit that says its price itself.
type pricedPermit struct{ permit }

func (r pricedPermit) Price(_ *scheduler.Problem, rota *scheduler.Rota) (string, float64) {
	return r.level, r.price * r.visits(rota)
}

// wrongPermit says another price than it tells the engine.
type wrongPermit struct{ permit }

func (r wrongPermit) Price(_ *scheduler.Problem, rota *scheduler.Rota) (string, float64) {
	return r.level, r.visits(rota)
}

// What rules of one's own add to the objective is in the report, at money and at a level of their
// own, in every verb.
func TestOwnPricesAreReported(t *testing.T) {
	p := village(1)
	p.Objective.NewFace, p.Objective.Changeover = 0, 0
	plain, err := carerota.Solve(t.Context(), p, quick)
	require.NoError(t, err)
	for _, level := range []string{"money", "parking"} {
		for _, rule := range []constraints.Rule{permit{level, 25, ""}, pricedPermit{permit{level, 25, ""}}} {
			o := with(quick, rule)
			var told []scheduler.Goal
			o.Progress = func(p carerota.Progress) { told = p.Objective }
			r, err := carerota.Solve(t.Context(), p, o)
			require.NoError(t, err)
			own := 25 * permit{}.visits(r.Rota)
			require.InDelta(t, 14*25, own, 0)
			last := r.Objective[len(r.Objective)-1]
			require.Equal(t, level, last.Level)
			require.Equal(t, level, told[len(told)-1].Level)
			bare := audit.Rota(p, r.Rota)
			money := r.Objective[scheduler.LevelMoney].Value
			if level == "money" {
				require.Len(t, r.Objective, len(scheduler.Levels))
				require.InDelta(t, bare.Cost.Total+bare.Cost.Prices+own, money, 1e-6)
				require.InDelta(t, bare.Cost.Prices+own, r.Cost.Prices, 1e-6)
			} else {
				require.Len(t, r.Objective, len(scheduler.Levels)+1)
				require.InDelta(t, own, last.Value, 1e-6)
				require.InDelta(t, bare.Objective[scheduler.LevelMoney].Value, money, 1e-6)
			}
			require.LessOrEqual(t, plain.Objective[0].Value+plain.Objective[1].Value, r.Objective[0].Value+r.Objective[1].Value+1e-9)
			again, err := carerota.Complete(t.Context(), p, r.Rota, carerota.CompleteOptions{Rules: o.Rules})
			require.NoError(t, err)
			s := r.Rota.Shifts[len(r.Rota.Shifts)/2]
			mended, err := carerota.Repair(t.Context(), p, r.Rota, []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End}}, repair.Options{Rules: o.Rules})
			require.NoError(t, err)
			for l := range r.Objective {
				require.InDelta(t, r.Objective[l].Value, again.Objective[l].Value, 1e-6)
				require.Equal(t, r.Objective[l].Level, mended.Report.Objective[l].Level)
			}
			var text, page, file bytes.Buffer
			require.NoError(t, export.Summary(&text, p, r))
			require.NoError(t, export.HTML(&page, p, r))
			require.NoError(t, export.Workbook(io.Discard, p, r))
			require.NoError(t, rotafile.WriteResult(&file, p, r, rotafile.Meta{}))
			require.Contains(t, export.Objective(r.Objective), level+" ")
			require.Regexp(t, level+` +[0-9,]+\.[0-9]{2}`, text.String(), "in money")
			require.Contains(t, file.String(), `"`+level+`"`)
			read, err := rotafile.ParseResult("a result", file.Bytes(), p)
			require.NoError(t, err)
			require.Len(t, read.Shifts, len(r.Rota.Shifts))
		}
	}
	var found *scheduler.AuditError
	_, err = carerota.Solve(t.Context(), p, with(quick, wrongPermit{permit{"money", 25, ""}}))
	require.ErrorAs(t, err, &found)
	require.ErrorContains(t, err, "they say 14")
}

// inspector finds the shifts of a worker, which it does not keep the engine from.
type inspector struct{ worker string }

func (inspector) Name() string { return "inspected" }

func (inspector) Build(*constraints.Builder) {}

func (r inspector) Audit(_ *scheduler.Problem, rota *scheduler.Rota) (out []scheduler.Finding) {
	for _, s := range rota.Shifts {
		if s.Worker == r.worker {
			out = append(out, scheduler.Finding{Worker: s.Worker, Need: s.Need, At: s.Start, Says: "Not checked."})
		}
	}
	return out
}

// What a rule finds itself keeps a rota from being given as sound.
func TestOwnAuditsAreAsked(t *testing.T) {
	p := village(0)
	r, err := carerota.Solve(t.Context(), p, with(quick, inspector{"ann"}))
	var found *scheduler.AuditError
	require.ErrorAs(t, err, &found)
	require.NotEmpty(t, r.Findings)
	require.Equal(t, "inspected", found.Findings[0].Rule)
	sound, err := carerota.Solve(t.Context(), p, with(quick, inspector{"nobody"}))
	require.NoError(t, err)
	_, err = carerota.Repair(t.Context(), p, sound.Rota, nil, repair.Options{Rules: append(carerota.Rules(), inspector{"ann"}), AsOf: sound.Rota.Shifts[0].Start})
	require.ErrorIs(t, err, repair.ErrBrokenRota)
	require.ErrorContains(t, err, "Not checked.")
}

// faultyRule panics where it is told to.
type faultyRule struct{ in string }

func (r faultyRule) Name() string {
	if r.in == "Name" {
		panic("a fault of the rule's")
	}
	return "faulty"
}

func (r faultyRule) Build(b *constraints.Builder) {
	if r.in == "Build" {
		var none []int
		_ = none[len(b.Problem.Needs)]
	}
	for w := range b.Problem.Workers {
		b.LineRule(w, r)
	}
}

func (r faultyRule) Legal(line []solver.Decision) bool {
	if r.in == "Legal" && len(line) > 1 {
		panic("a fault of the rule's")
	}
	return true
}

func (r faultyRule) Audit(*scheduler.Problem, *scheduler.Rota) []scheduler.Finding {
	if r.in == "Audit" {
		panic("a fault of the rule's")
	}
	return nil
}

func (r faultyRule) Price(*scheduler.Problem, *scheduler.Rota) (string, float64) {
	if r.in == "Price" {
		panic("a fault of the rule's")
	}
	return "money", 0
}
