package carerota_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/repair"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// keeps says that a rota has every pin of a problem, as the audit reads it.
func keeps(t *testing.T, p *scheduler.Problem, r *scheduler.Rota) {
	t.Helper()
	report := audit.Rota(p, r)
	require.Empty(t, report.Findings)
	for _, w := range p.Workers {
		for _, pin := range w.Pinned {
			require.True(t, slices.ContainsFunc(report.Rota.Shifts, func(s scheduler.Shift) bool {
				return s.Pinned && s.Worker == w.ID && s.Need == pin.Need && (s.Kind == scheduler.Standby) == (pin.Need == "") && s.Start.Equal(pin.Start) && s.End.Equal(pin.End)
			}), "%s %v", w.ID, pin)
		}
	}
}

// Shifts on standby are pinned as those on duty are: a rota made again keeps them, whether or not standby
// is asked for, a part of one at any length; files hold them; and what a repair leaves of one is pinned.
func TestPinnedStandbyIsKept(t *testing.T) {
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 77))
		p := village(1 + int(seed%2))
		made, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: seed, Threads: 1, Steps: 3000})
		require.NoError(t, err)
		p.Contingency.Standby = int(seed % 3)
		n := p.Pin(made.Rota, func(s scheduler.Shift) bool { return s.Kind == scheduler.Standby && r.IntN(2) == 0 || r.IntN(6) == 0 })
		require.Positive(t, n)
		cut := cutAStandby(p)
		require.Empty(t, validate.Problem(p), "seed %d", seed)

		again, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: seed + 100, Threads: 1, Steps: 3000})
		require.NoError(t, err)
		keeps(t, p, again.Rota)
		complete, err := carerota.Complete(t.Context(), p, again.Rota, carerota.CompleteOptions{})
		require.NoError(t, err)
		require.InDelta(t, again.Cost.Total, complete.Cost.Total, 1e-6)

		var file bytes.Buffer
		require.NoError(t, rotafile.WriteProblem(&file, p, rotafile.TOML))
		read, err := rotafile.Parse("problem.toml", file.Bytes(), rotafile.TOML)
		require.NoError(t, err)
		for i := range p.Workers {
			require.Len(t, read.Workers[i].Pinned, len(p.Workers[i].Pinned))
			for k, pin := range read.Workers[i].Pinned {
				was := p.Workers[i].Pinned[k]
				require.True(t, pin.Need == was.Need && pin.Part == was.Part && pin.Start.Equal(was.Start) && pin.End.Equal(was.End))
			}
		}
		mendAround(t, p, again.Rota, cut)
	}
}

// cutAStandby makes one pinned standby a part of what it was, shorter than a standby may be; it gives
// its worker, empty for none.
func cutAStandby(p *scheduler.Problem) string {
	for i := range p.Workers {
		for k := range p.Workers[i].Pinned {
			if pin := &p.Workers[i].Pinned[k]; pin.Need == "" {
				pin.End, pin.Part = pin.Start.Add(65*time.Minute), true
				return p.Workers[i].ID
			}
		}
	}
	return ""
}

// mendAround repairs the rota when somebody falls ill, once with and once without a standby pinned.
func mendAround(t *testing.T, p *scheduler.Problem, rota *scheduler.Rota, onStandby string) {
	t.Helper()
	for _, s := range rota.Shifts {
		if s.Kind == scheduler.Standby && s.Worker != onStandby || s.Start.Sub(rota.Shifts[0].Start) < 24*time.Hour {
			continue
		}
		ill := []scheduler.Event{{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End}}
		mended, err := carerota.Repair(t.Context(), p, rota, ill, repair.Options{Reported: s.Start.Add(-12 * time.Hour)})
		require.NoError(t, err)
		keeps(t, mended.Problem, mended.Report.Rota)
		for _, x := range mended.Report.Rota.Shifts {
			require.False(t, x.Worker == s.Worker && x.Start.Before(s.End) && s.Start.Before(x.End), "not while ill")
		}
		return
	}
}

// A pinned standby that breaks a rule is a fault of the problem, like any pin.
func TestPinnedStandbyThatCannotBe(t *testing.T) {
	at := func(day, hour int) time.Time {
		return time.Date(2026, time.July, 6+day, hour, 0, 0, 0, time.UTC)
	}
	for want, spoil := range map[string]func(p *scheduler.Problem){
		"a standby shift lasts at most 6 h":  func(p *scheduler.Problem) { p.Contingency.StandbyMax = 6 * time.Hour },
		"a standby shift lasts at least 2 h": func(p *scheduler.Problem) { p.Workers[0].Pinned = []scheduler.Pin{{Start: at(0, 9), End: at(0, 10)}} },
		"may not be rostered on standby":     func(p *scheduler.Problem) { p.Workers[0].Standby = false },
		"is away Monday 6 July 10:00 to 11:00": func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: at(0, 10), End: at(0, 11)}}
		},
		"It takes this pin together with stan": func(p *scheduler.Problem) {
			p.Workers[0].Pinned = append(p.Workers[0].Pinned, scheduler.Pin{Start: at(0, 12), End: at(0, 18)})
		},
	} {
		p := village(0)
		p.Workers[0].Pinned = []scheduler.Pin{{Start: at(0, 8), End: at(0, 16)}}
		require.Empty(t, validate.Problem(p))
		spoil(p)
		faults := validate.Problem(p)
		require.NotEmpty(t, faults, want)
		require.Equal(t, "worker[0].pinned[0]", faults[0].Path)
		require.Contains(t, faults[0].Says, want)
	}
}

// Whatever has happened and whatever is pinned, in part, past a window, beside a mentor, of workers who
// may no longer: where the problem has no fault, the engine and the audit say the same of its rota, and
// so they do of what a repair makes of it and of that made again.
func TestWhatIsPinnedIsSolvedOrAFault(t *testing.T) {
	solved, past, mentored := 0, 0, 0
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 91))
		p := drawn.Problem(r)
		p.Objective.NewFace, p.Objective.Changeover = float64(r.IntN(2)*5), float64(r.IntN(2)*3)
		if n := len(p.Workers); n > 1 && r.IntN(2) == 0 {
			p.Workers[n-1].Shadowing, p.Workers[n-1].ShadowHours = "w0", 8
		}
		options := carerota.Options{Seed: seed, Threads: 1, Steps: 300, Omit: scheduler.Omit{Missed: true, Shares: true, Reasons: true, Backups: true}}
		made, err := carerota.Solve(t.Context(), p, options)
		require.NoError(t, err, "seed %d", seed)
		for range 4 {
			q := drawn.Lived(r, p, made.Rota)
			if len(validate.Problem(q)) > 0 {
				continue
			}
			again, err := carerota.Solve(t.Context(), q, options)
			require.NoError(t, err, "seed %d", seed)
			keeps(t, q, again.Rota)
			solved++
			for _, w := range q.Workers {
				for _, pin := range w.Pinned {
					if pin.Start.Before(q.AsOf) {
						past++
					} else if w.Shadowing != "" {
						mentored++
					}
				}
			}
			mendsToo(t, r, q, again, options)
		}
	}
	require.Greater(t, solved, 100)
	require.Greater(t, past, 80)
	require.Greater(t, mentored, 5)
}

// mendsToo has somebody away in a rota, and the mended problem solved again.
func mendsToo(t *testing.T, r *rand.Rand, p *scheduler.Problem, made *scheduler.Report, o carerota.Options) {
	t.Helper()
	if len(made.Rota.Shifts) == 0 {
		return
	}
	s := made.Rota.Shifts[r.IntN(len(made.Rota.Shifts))]
	away := scheduler.Event{Kind: scheduler.EventAbsent, Worker: s.Worker, Start: s.Start, End: s.End.Add(time.Duration(r.IntN(20)) * time.Hour)}
	mended, err := carerota.Repair(t.Context(), p, made.Rota, []scheduler.Event{away}, repair.Options{Reported: s.Start.Add(-time.Duration(r.IntN(20)) * time.Hour), Checks: 200})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(mended.Problem, mended.Report.Rota).Findings)
	if len(validate.Problem(mended.Problem)) == 0 {
		again, err := carerota.Solve(t.Context(), mended.Problem, o)
		require.NoError(t, err)
		keeps(t, mended.Problem, again.Rota)
	}
}

// The hours of trainees count toward the ceiling of their provider in a repair too: what a colleague's
// absence leaves is not taken by a worker whose provider has no hours left, unless shadowing that is not
// pinned gives way.
func TestTraineesCountTowardCeilingsInARepair(t *testing.T) {
	shadowed := 0
	for seed := range uint64(16) {
		r := rand.New(rand.NewPCG(seed, 92))
		p := drawn.Valid(t)
		p.Needs[0].Whole = false
		p.Providers[0].MaxHoursWeek = scheduler.Hours(float64(10 + r.IntN(14)))
		p.Workers[1].Provider, p.Workers[1].ShadowHours = "team", float64(2+r.IntN(6))
		p.Workers = append(p.Workers, scheduler.NewWorker("cai", "", "care"))
		p.Workers[0].Rate, p.Workers[1].Rate = 20, 1
		for d := range 2 {
			p.Workers[0].Pinned = append(p.Workers[0].Pinned, drawn.Pin(p, d, 8, 12))
		}
		if r.IntN(2) == 0 {
			p.Workers[1].Pinned = []scheduler.Pin{drawn.Pin(p, 1, 9, 11)}
		}
		made, err := carerota.Solve(t.Context(), p, carerota.Options{Seed: seed, Threads: 1, Steps: 600, Omit: scheduler.Omit{Missed: true, Shares: true, Reasons: true, Backups: true, Proofs: true}})
		require.NoError(t, err, "seed %d", seed)
		if slices.ContainsFunc(made.Rota.Shifts, func(s scheduler.Shift) bool { return s.Kind == scheduler.Shadow }) {
			shadowed++
		}
		from := scheduler.StartInstant(p.Zone, p.Start.Plus(r.IntN(2)), 0)
		away := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "cai", Start: from, End: from.Add(48 * time.Hour)}
		mended, err := carerota.Repair(t.Context(), p, made.Rota, []scheduler.Event{away}, repair.Options{Reported: from, Checks: 50})
		require.NoError(t, err, "seed %d", seed)
		keeps(t, mended.Problem, mended.Report.Rota)
	}
	require.Greater(t, shadowed, 10)
}
