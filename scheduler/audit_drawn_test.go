package scheduler

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func london(t testing.TB) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	require.NoError(t, err)
	return zone
}

const hour = time.Hour

// auditHome is two clients, a team, an agency, a family member and a trainee, in
// the fortnight from Monday 6 July 2026.
func auditHome(t testing.TB) *Problem {
	p := NewProblem("home", london(t), Date{2026, 7, 6}, 14)
	p.Clients = []Client{{ID: "owain", Known: []string{"ade", "bea"}}, {ID: "gwen"}}
	p.Providers = []Provider{
		{ID: "team", Tier: 1, OnCost: 1, AcceptsAll: true},
		{ID: "agency", Kind: Agency, Tier: 2, OnCost: 1.5, AcceptsAll: true},
		{ID: "home", Kind: Family, Tier: 3, OnCost: 1, AcceptsAll: true}}
	need := func(id, client string, from, to time.Duration) Need {
		return NewNeed(id, client, Daily(), from, to)
	}
	sleep := NewNeed("sleep", "owain", Daily(), 22*hour, 7*hour)
	sleep.Kind, sleep.Whole = SleepIn, true
	train := need("train", "", 8*hour, 20*hour)
	p.Needs = []Need{need("day", "owain", 8*hour, 20*hour), need("night", "owain", 22*hour, 7*hour),
		sleep, need("call", "owain", 9*hour, 10*hour), need("visit", "gwen", 8*hour, 20*hour), train,
		need("long", "owain", 8*hour, 24*hour)}
	fay := NewWorker("fay", "home")
	fay.AlwaysAvailable, fay.Standby = false, false
	fay.Available = []Window{{Days: Daily(), From: 8 * hour, To: 12 * hour}}
	tam := NewWorker("tam", "team")
	tam.Shadowing = "ade"
	p.Workers = []Worker{NewWorker("ade", "team", "lift"), NewWorker("bea", "team"), NewWorker("cai", "agency"), fay, tam}
	return p
}

// drawn reads a rota, a shift a line: worker, need (or "standby"), date, from,
// to, and what else the shift says. "07-06..10" is the same on each of these days.
func drawn(t testing.TB, p *Problem, text string) *Rota {
	t.Helper()
	r := &Rota{}
	for _, line := range strings.Split(text, "\n") {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		require.GreaterOrEqual(t, len(f), 5, line)
		dates, last, run := strings.Cut(f[2], "..")
		if !run {
			last = dates[3:]
		}
		for d := dates; d[3:] <= last; {
			r.Shifts = append(r.Shifts, drawnShift(t, p, f, d))
			next, err := time.Parse("2006-01-02", "2026-"+d)
			require.NoError(t, err)
			if d = next.AddDate(0, 0, 1).Format("01-02"); d[:2] != dates[:2] {
				break
			}
		}
	}
	return r
}

func drawnShift(t testing.TB, p *Problem, f []string, date string) Shift {
	at := func(clock string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", "2026-"+date+" "+strings.Replace(clock, "24:00", "00:00", 1), p.Zone)
		require.NoError(t, err)
		return v
	}
	s := Shift{Worker: f[0], Need: f[1], Start: at(f[3]), End: at(f[4])}
	if f[4] <= f[3] || f[4] == "24:00" {
		s.End = s.End.AddDate(0, 0, 1)
	}
	for i := range p.Needs {
		if p.Needs[i].ID == s.Need {
			s.Client, s.Kind = p.Needs[i].Client, p.Needs[i].Kind
		}
	}
	for i := range p.Workers {
		if p.Workers[i].ID == s.Worker && p.Workers[i].Shadowing != "" {
			s.Kind = Shadow
		}
	}
	if s.Need == "standby" {
		s.Need, s.Kind = "", Standby
	}
	for _, also := range f[5:] {
		switch also {
		case "waking":
			s.Kind = Waking
		case "sleep-in":
			s.Kind = SleepIn
		case "shadow":
			s.Kind = Shadow
		case "standby":
			s.Kind = Standby
		default:
			s.Client = also
		}
	}
	return s
}

// rules are the findings' rules, each once, in order.
func rulesOf(r *Report) (out []string) {
	for _, f := range r.Findings {
		if len(out) == 0 || out[len(out)-1] != f.Rule {
			out = append(out, f.Rule)
		}
	}
	return out
}
