package contingency_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/carerota/carerota/contingency"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// namesOn are the names on a shift: worker, "standby", and the hours of a part.
func namesOn(r *scheduler.Report, worker, need string) (out []string) {
	for _, s := range r.Rota.Shifts {
		if s.Worker != worker || s.Need != need {
			continue
		}
		for _, b := range s.Backups {
			says := b.Worker
			if b.Standby {
				says += " standby"
			}
			if !b.Whole() {
				says += fmt.Sprintf(" %s-%s", b.Start.Format("15:04"), b.End.Format("15:04"))
			}
			out = append(out, says)
		}
	}
	return out
}

// TestWhoIsNamed is a day in which ade has a shift from 08:00 to 20:00, but where the row says
// otherwise.
func TestWhoIsNamed(t *testing.T) {
	type problem = scheduler.Problem
	few := func(n int) func(p *problem) { return func(p *problem) { p.Workers = p.Workers[:n] } }
	for _, row := range []struct {
		name string
		make func(p *problem)
		rota string
		want []string
	}{
		{"whoever is free", few(2), "ade day 07-06 08:00 20:00", []string{"bea"}},
		{"by tier", few(3), "ade day 07-06 08:00 20:00", []string{"bea", "cai"}},
		{"of another provider only", func(p *problem) { few(3)(p); p.Contingency.DifferentProvider = true }, "ade day 07-06 08:00 20:00", []string{"cai"}},
		{"nobody of the same provider", func(p *problem) { few(2)(p); p.Contingency.DifferentProvider = true }, "ade day 07-06 08:00 20:00", nil},
		{"nobody at work in the need", func(p *problem) { few(2)(p); p.Needs[0].Workers = 2 }, "ade day 07-06 08:00 20:00\nbea day 07-06 08:00 20:00", nil},
		{"at work in the need for a part: may stay on for the rest", func(p *problem) { few(2)(p); p.Needs[0].Workers = 2 },
			"ade day 07-06 08:00 20:00\nbea day 07-06 08:00 14:00", []string{"bea 14:00-20:00"}},
		{"only what would be open is asked of whoever cannot take all of it", func(p *problem) {
			few(3)(p)
			p.Workers[1].AlwaysAvailable, p.Workers[1].Available = false, []scheduler.Window{{Days: scheduler.Daily(), From: 13 * drawn.Hour, To: 21 * drawn.Hour}}
		}, "ade day 07-06 08:00 20:00\ncai day 07-06 08:00 14:00", []string{"bea 14:00-20:00"}},
		{"nobody need come", func(p *problem) { few(3)(p) }, "ade day 07-06 08:00 20:00\ncai day 07-06 08:00 20:00", nil},
		{"elsewhere at that time", few(2), "ade day 07-06 08:00 20:00\nbea visit 07-06 18:00 20:00", []string{"bea 08:00-18:00"}},
		{"a whole need is taken whole or not", func(p *problem) { few(2)(p); p.Needs[0].Whole = true }, "ade day 07-06 08:00 20:00\nbea visit 07-06 18:00 20:00", nil},
		{"a part breaks no limit that the whole would", func(p *problem) { few(2)(p); p.Caps.MaxHoursWeek = scheduler.Hours(12) }, "ade day 07-06 08:00 20:00\nbea train 07-08 08:00 13:00", []string{"bea 08:00-15:00"}},
		{"on standby", few(2), "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", []string{"bea standby"}},
		{"on standby for a part, and asked for all of it, is named once", few(2), "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 14:00", []string{"bea standby"}},
		{"on standby for a part, and elsewhere for the rest", few(2), "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 14:00\nbea visit 07-06 14:00 20:00", []string{"bea standby 08:00-14:00"}},
		{"waiting counts: standby begun long before is a spell with it", few(2), "ade day 07-06 08:00 20:00\nbea standby 07-06 02:00 14:00", []string{"bea standby 08:00-14:00"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Days = 3
			row.make(p)
			r := audit.Rota(p, drawn.Rota(t, p, row.rota))
			require.Empty(t, r.Findings)
			require.True(t, contingency.Backups(t.Context(), p, r))
			require.Equal(t, row.want, namesOn(r, "ade", "day"))
			require.Empty(t, audit.Backups(p, r.Rota))
		})
	}
}

// Two shifts at one time have two names, where the first on the ladder of both is one person; and
// one name goes to one of them where there is no other, which the ladder of the other says.
func TestOneIsPromisedOnceAtATime(t *testing.T) {
	p := drawn.Home(t)
	p.Days, p.Workers = 1, p.Workers[:3]
	p.Workers = append(p.Workers, scheduler.NewWorker("dot", "team"))
	p.Clients[1].Refuses = []string{"dot"}
	rota := "ade day 07-06 08:00 20:00\ncai visit 07-06 08:00 20:00"
	r := audit.Rota(p, drawn.Rota(t, p, rota))
	require.True(t, contingency.Backups(t.Context(), p, r))
	require.Equal(t, []string{"dot"}, namesOn(r, "ade", "day"))
	require.Equal(t, []string{"bea"}, namesOn(r, "cai", "visit"))
	require.True(t, contingency.StandingOf(p, r, "").Full())

	p.Workers = p.Workers[:3]
	ladders, all := contingency.Ladders(t.Context(), p, drawn.Rota(t, p, rota))
	require.True(t, all)
	named, left := ladders[0], ladders[1]
	if len(named.Rungs) == 0 {
		named, left = left, named
	}
	require.Equal(t, "bea", named.Rungs[0].Worker)
	require.Empty(t, left.Rungs)
	require.Equal(t, []string{"bea"}, left.Elsewhere)
	require.Equal(t, 12*time.Hour, left.Open)
}

// What one is promised for in a week stays within her hours, beside what she works.
func TestPromisesStayWithinTheWeek(t *testing.T) {
	p := drawn.Home(t)
	p.Workers = p.Workers[:2]
	p.Caps.MaxHoursWeek = scheduler.Hours(60)
	rota := "ade day 07-06..09 08:00 20:00\nbea train 07-10 08:00 20:00\nade day 07-13..16 08:00 20:00"
	r := audit.Rota(p, drawn.Rota(t, p, rota))
	require.Empty(t, r.Findings)
	require.True(t, contingency.Backups(t.Context(), p, r))
	require.Len(t, namesOn(r, "ade", "day"), 8, "four shifts of twelve hours in each week, beside twelve hours of work in the first")
	p.Caps.MaxHoursWeek = scheduler.Hours(48)
	r = audit.Rota(p, drawn.Rota(t, p, rota))
	require.True(t, contingency.Backups(t.Context(), p, r))
	whole := 0
	for _, s := range r.Rota.Shifts {
		for _, b := range s.Backups {
			if s.Need == "day" && b.Whole() {
				whole++
			}
		}
	}
	require.Equal(t, 3+4, whole)
	require.Equal(t, contingency.Standing{Shifts: 9, Whole: 7, Nobody: 2}, contingency.StandingOf(p, r, ""), "ade has no hours left for bea's day")
}

// TestSharedStandby says where one on standby is behind two at once, and who is left for the
// second.
func TestSharedStandby(t *testing.T) {
	p := drawn.Home(t)
	p.Contingency.Standby, p.Days = 1, 2
	p.Workers = append(p.Workers[:3], scheduler.NewWorker("dot", "team"), scheduler.NewWorker("eli", "team"))
	p.Clients[1].Refuses = []string{"eli"}
	r := audit.Rota(p, drawn.Rota(t, p, "ade day 07-06 08:00 18:00\nbea visit 07-06 10:00 20:00\ndot standby 07-06 08:00 20:00\nbea day 07-07 08:00 20:00\ndot standby 07-07 08:00 20:00"))
	require.True(t, contingency.Backups(t.Context(), p, r))
	shared := contingency.SharedStandby(r.Rota.Shifts)
	require.Len(t, shared, 1)
	s := shared[0]
	require.Equal(t, []any{"dot", "10:00", "18:00"}, []any{s.Worker, s.Start.Format("15:04"), s.End.Format("15:04")})
	require.Len(t, s.Behind, 2)
	require.Equal(t, "day", s.Behind[0].Shift.Need)
	require.Equal(t, []scheduler.Backup{{Worker: "eli"}}, s.Behind[0].Else)
	require.Equal(t, []scheduler.Backup{{Worker: "cai"}}, s.Behind[1].Else)
	require.Empty(t, contingency.SharedStandby(nil))
}
