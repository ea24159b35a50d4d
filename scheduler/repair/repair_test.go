package repair

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/stretchr/testify/require"
)

// linesOf writes a rota as drawn reads it, one shift a line.
func linesOf(r *scheduler.Rota) string {
	var out []string
	for _, s := range r.Shifts {
		need := s.Need
		if s.Kind == scheduler.Standby {
			need = "standby"
		}
		out = append(out, fmt.Sprintf("%s %s %s %s", s.Worker, need, s.Start.Format("01-02 15:04"), s.End.Format("15:04")))
	}
	return strings.Join(out, "\n")
}

func TestRepairOfEachEvent(t *testing.T) {
	one, two := 1, 2
	later := 21 * drawn.Hour
	for _, row := range []struct {
		name    string
		make    func(p *scheduler.Problem)
		rota    string
		event   func(p *scheduler.Problem) scheduler.Event
		asOf    float64 // hours from midnight of 6 July
		want    string
		changes int
		short   float64
		called  int // of a swap
	}{
		{name: "ill for a day", rota: "ade day 07-06..07 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 7, 0), End: drawn.July(p, 8, 0)}
			}, want: "ade day 07-06 08:00 20:00\nbea day 07-07 08:00 20:00", changes: 1},
		{name: "goes home ill at two", rota: "ade day 07-06 08:00 20:00", asOf: 14,
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 14), End: drawn.July(p, 7, 0)}
			}, want: "ade day 07-06 08:00 14:00\nbea day 07-06 14:00 20:00", changes: 1},
		{name: "standby goes before the others", rota: "ade day 07-06 08:00 20:00\ncai standby 07-06 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 0), End: drawn.July(p, 7, 0)}
			}, want: "cai day 07-06 08:00 20:00", changes: 1},
		{name: "notice", asOf: 7, make: func(p *scheduler.Problem) {
			p.Providers[1].Notice, p.Clients[0].Known = 3*drawn.Hour, nil
			p.Workers = slices.Delete(p.Workers, 1, 2)
		}, rota: "ade day 07-06 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 7), End: drawn.July(p, 7, 0)}
			}, want: "cai day 07-06 10:00 20:00", changes: 1, short: 2},
		{name: "nobody left", make: func(p *scheduler.Problem) {
			p.Workers = p.Workers[:3]
			p.Workers[2].Unavailable = []scheduler.Absence{{Start: drawn.July(p, 7, 0), End: drawn.July(p, 8, 0)}}
		}, rota: "ade day 07-07 08:00 20:00\nbea train 07-07 08:00 20:00\nade visit 07-09 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 7, 0), End: drawn.July(p, 8, 0)}
			}, want: "bea train 07-07 08:00 20:00\nade visit 07-09 08:00 20:00", changes: 0, short: 12},
		{name: "a worker leaves", rota: "ade day 07-06..07 08:00 20:00", asOf: 22,
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventLeaves, Worker: "ade", Start: drawn.July(p, 6, 22)}
			},
			want: "ade day 07-06 08:00 20:00\nbea day 07-07 08:00 20:00", changes: 1},
		{name: "a provider withdraws with notice", rota: "cai day 07-06..08 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventWithdraws, Provider: "agency", Start: drawn.July(p, 8, 0)}
			},
			want: "cai day 07-06 08:00 20:00\ncai day 07-07 08:00 20:00\nade day 07-08 08:00 20:00", changes: 1},
		{name: "staff follow", rota: "ade day 07-06..07 08:00 20:00", make: func(p *scheduler.Problem) {
			p.Workers, p.Clients[0].Known = slices.Delete(p.Workers, 1, 3), nil
			p.Needs[0].Only = []string{"ade"}
		}, event: func(p *scheduler.Problem) scheduler.Event {
			return scheduler.Event{Kind: scheduler.EventFollows, Workers: []string{"ade"}, To: "agency", Start: drawn.July(p, 7, 0)}
		}, want: "ade day 07-06 08:00 20:00\nade-at-agency day 07-07 08:00 20:00", changes: 1},
		{name: "a refusal", rota: "ade day 07-06..07 08:00 20:00", asOf: 22,
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventRefuses, Client: "owain", Worker: "ade"}
			},
			want: "ade day 07-06 08:00 20:00\nbea day 07-07 08:00 20:00", changes: 1},
		{name: "in hospital", rota: "ade day 07-06..08 08:00 20:00\nbea visit 07-07 08:00 20:00", asOf: 9,
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAway, Client: "owain", Start: drawn.July(p, 6, 9), End: drawn.July(p, 8, 0)}
			}, want: "ade day-changed 07-06 08:00 09:00\nbea visit 07-07 08:00 20:00\nade day 07-08 08:00 20:00"},
		{name: "in hospital for the middle of the day", rota: "ade day 07-07 08:00 20:00", asOf: 9,
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAway, Client: "owain", Start: drawn.July(p, 7, 11), End: drawn.July(p, 7, 14)}
			}, want: "ade day-changed 07-07 08:00 11:00\nade day-changed-2 07-07 14:00 20:00"},
		{name: "home after a stay that began before", rota: "ade day 07-06..07 08:00 20:00", asOf: 12,
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventAway, Client: "owain", Start: drawn.July(p, 6, 9), End: drawn.July(p, 7, 14)}
			}, want: "ade day-changed 07-06 08:00 12:00\nade day-changed-2 07-07 14:00 20:00"},
		{name: "needs two", rota: "ade day 07-06..07 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventNeed, Need: "day", Start: drawn.July(p, 7, 0), End: drawn.July(p, 8, 0), Wanted: &two}
			}, want: "ade day 07-06 08:00 20:00\nade day 07-07 08:00 20:00\nbea day-more 07-07 08:00 20:00", changes: 1},
		{name: "needs one less", make: func(p *scheduler.Problem) { p.Needs[0].Workers = 2 }, rota: "ade day 07-06 08:00 20:00\ncai day 07-06 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventNeed, Need: "day", Start: drawn.July(p, 6, 0), End: drawn.July(p, 7, 0), Wanted: &one}
			}, want: "ade day-changed 07-06 08:00 20:00"},
		{name: "needs longer", rota: "ade day 07-06 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventNeed, Need: "day", Start: drawn.July(p, 6, 0), End: drawn.July(p, 7, 0), Until: &later}
			}, want: "ade day-changed 07-06 08:00 21:00", changes: 1},
		{name: "shadowing goes with the mentor", rota: "ade day 07-06 08:00 20:00\ntam day 07-06 08:00 20:00",
			event: func(p *scheduler.Problem) scheduler.Event {
				return scheduler.Event{Kind: scheduler.EventSuspended, Worker: "ade", Start: drawn.July(p, 6, 0)}
			}, want: "bea day 07-06 08:00 20:00", changes: 1},
		{name: "nobody came", rota: "ade night 07-06 22:00 07:00\nbea day 07-07 08:00 20:00", asOf: 26, event: func(p *scheduler.Problem) scheduler.Event {
			return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 6, 22), End: drawn.July(p, 7, 8)}
		}, want: "cai night 07-07 02:00 07:00\nbea day 07-07 08:00 20:00", changes: 1},
		{name: "left in the night", rota: "ade night 07-06 22:00 07:00\nbea day 07-07 08:00 20:00", asOf: 27, event: func(p *scheduler.Problem) scheduler.Event {
			return scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 7, 2), End: drawn.July(p, 7, 8)}
		}, want: "ade night 07-06 22:00 02:00\ncai night 07-07 03:00 07:00\nbea day 07-07 08:00 20:00", changes: 1},
		{name: "two people swap days", rota: "ade day 07-06 08:00 20:00\nbea day 07-07 08:00 20:00", event: swapOf(7, 8, 8),
			want: "bea day 07-06 08:00 20:00\nade day 07-07 08:00 20:00", changes: 2},
		{name: "a shift is handed over", rota: "ade day 07-06..07 08:00 20:00", event: swapOf(6, 8, 0),
			want: "bea day 07-06 08:00 20:00\nade day 07-07 08:00 20:00", changes: 1},
		{name: "a swap takes the place of standby", rota: "ade day 07-06 08:00 20:00\nbea standby 07-06 08:00 20:00", event: swapOf(6, 8, 0),
			want: "bea day 07-06 08:00 20:00", changes: 1},
		{name: "standby is swapped", rota: "ade standby 07-06 08:00 20:00\nbea standby 07-07 08:00 20:00", event: swapOf(7, 8, 8),
			want: "bea standby 07-06 08:00 20:00\nade standby 07-07 08:00 20:00"},
		{name: "what a swap leaves no rest for is somebody else's", rota: "ade day 07-07 08:00 20:00\nbea night 07-06 22:00 07:00", event: func(p *scheduler.Problem) scheduler.Event {
			return scheduler.Event{Kind: scheduler.EventSwap, Worker: "ade", Start: drawn.July(p, 7, 8), With: "bea"}
		}, want: "cai night 07-06 22:00 07:00\nbea day 07-07 08:00 20:00", changes: 2, called: 1, make: func(p *scheduler.Problem) {
			p.Workers[0].Unavailable = []scheduler.Absence{{Start: drawn.July(p, 6, 20), End: drawn.July(p, 7, 8)}}
		}},
		{name: "a skill ends", rota: "ade day 07-06..07 08:00 20:00", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills = []string{"lift"}
			p.Workers[2].Skills = []scheduler.Skill{{Name: "lift"}}
		}, event: skillEnds(7, 0), want: "ade day 07-06 08:00 20:00\ncai day 07-07 08:00 20:00", changes: 1},
		{name: "a skill ends for two days", rota: "ade day 07-06..09 08:00 20:00", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills = []string{"lift"}
			p.Workers[2].Skills = []scheduler.Skill{{Name: "lift"}}
		}, event: skillEnds(7, 9), want: "ade day 07-06 08:00 20:00\ncai day 07-07 08:00 20:00\ncai day 07-08 08:00 20:00\nade day 07-09 08:00 20:00", changes: 2},
		{name: "the skill of one among two ends", rota: "ade day 07-06..07 08:00 20:00\nbea day 07-06..07 08:00 20:00", make: func(p *scheduler.Problem) {
			p.Needs[0].Workers, p.Needs[0].Among = 2, []scheduler.Among{{Skill: "lift", Workers: 1}}
			p.Workers[2].Skills = []scheduler.Skill{{Name: "lift"}}
		}, event: skillEnds(7, 0), want: "ade day 07-06 08:00 20:00\nbea day 07-06 08:00 20:00\nade day 07-07 08:00 20:00\nbea day 07-07 08:00 20:00\ncai day 07-07 08:00 20:00", changes: 1},
		{name: "home from hospital in the afternoon", rota: "ade day 07-06..07 08:00 20:00", asOf: 12, event: func(p *scheduler.Problem) scheduler.Event {
			n := scheduler.NewNeed("evening", "ida", scheduler.Daily(), 8*drawn.Hour, 20*drawn.Hour)
			return scheduler.Event{Kind: scheduler.EventNewNeed, NewNeed: &n, NewClient: &scheduler.Client{ID: "ida"}, Start: drawn.July(p, 7, 14), End: drawn.July(p, 9, 0)}
		}, want: "ade day 07-06 08:00 20:00\nade day 07-07 08:00 20:00\nbea evening-changed 07-07 14:00 20:00\nbea evening 07-08 08:00 20:00", changes: 2},
		{name: "a visit more tomorrow", rota: "ade day 07-06..07 08:00 20:00", asOf: 12, event: func(p *scheduler.Problem) scheduler.Event {
			n := scheduler.NewNeed("scan", "owain", scheduler.Pattern{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 7}}}, 10*drawn.Hour, 12*drawn.Hour)
			return scheduler.Event{Kind: scheduler.EventNewNeed, NewNeed: &n}
		}, want: "ade day 07-06 08:00 20:00\nade day 07-07 08:00 20:00\nbea scan 07-07 10:00 12:00", changes: 1},
		{name: "somebody new takes what is open", rota: "ade day 07-06..07 08:00 20:00", make: func(p *scheduler.Problem) {
			p.Workers, p.Needs, p.Days, p.Clients[0].Known = p.Workers[:1], p.Needs[:1], 4, nil
			p.Caps.MaxDaysInARow = 2
		}, event: func(p *scheduler.Problem) scheduler.Event {
			w := scheduler.NewWorker("dee", "team")
			return scheduler.Event{Kind: scheduler.EventNewWorker, NewWorker: &w, Start: drawn.July(p, 9, 0)}
		}, want: "ade day 07-06 08:00 20:00\nade day 07-07 08:00 20:00\ndee day 07-09 08:00 20:00", changes: 1, short: 12},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Needs[0].Days, p.Needs[1].Days = scheduler.Daily(), scheduler.Daily()
			if row.make != nil {
				row.make(p)
			}
			rota := drawn.Rota(t, p, row.rota)
			e := row.event(p)
			out, err := Rota(t.Context(), p, rota, []scheduler.Event{e}, Options{AsOf: drawn.July(p, 6, row.asOf)})
			require.NoError(t, err)
			require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
			require.Empty(t, validate.Problem(out.Problem))
			require.Equal(t, row.want, linesOf(out.Report.Rota))
			require.Equal(t, row.changes, out.Changes)
			require.True(t, out.Proved)
			if e.Kind == scheduler.EventSwap {
				require.Len(t, out.Calls, row.called)
			}
			short := 0.0
			for _, u := range out.Short {
				short += u.End.Sub(u.Start).Hours() * float64(u.Short)
			}
			require.InDelta(t, row.short, short, 1e-9)
		})
	}
}

// swapOf is a swap of ade's shift of 6 July for bea's, at so many hours of a day; without them ade gives hers.
func swapOf(day int, start, with float64) func(p *scheduler.Problem) scheduler.Event {
	return func(p *scheduler.Problem) scheduler.Event {
		e := scheduler.Event{Kind: scheduler.EventSwap, Worker: "ade", With: "bea", Start: drawn.July(p, 6, start)}
		if with > 0 {
			e.WithStart = drawn.July(p, day, with)
		}
		return e
	}
}

// skillEnds takes lift from ade from a day of July on, to another.
func skillEnds(from, to int) func(p *scheduler.Problem) scheduler.Event {
	return func(p *scheduler.Problem) scheduler.Event {
		e := scheduler.Event{Kind: scheduler.EventSkillEnds, Worker: "ade", Skill: "lift", Start: drawn.July(p, from, 0)}
		if to > 0 {
			e.End = drawn.July(p, to, 0)
		}
		return e
	}
}

// A swap that cannot be is refused in words, and nothing changes.
func TestSwapsThatCannotBe(t *testing.T) {
	at := func(p *scheduler.Problem, day int) scheduler.Event {
		return scheduler.Event{Kind: scheduler.EventSwap, Worker: "ade", With: "bea", Start: drawn.July(p, day, 8)}
	}
	for _, row := range []struct {
		name, rota, path, says string
		make                   func(p *scheduler.Problem)
		event                  func(p *scheduler.Problem) scheduler.Event
	}{
		{name: "no skill", rota: "ade day 07-07 08:00 20:00", path: "event[0].with", says: "bea cannot take the shift of",
			make: func(p *scheduler.Problem) { p.Needs[0].Skills = []string{"lift"} }, event: func(p *scheduler.Problem) scheduler.Event { return at(p, 7) }},
		{name: "at work already", rota: "ade day 07-07 08:00 20:00\nbea visit 07-07 08:00 20:00", path: "event[0].with", says: "bea cannot take the shift of",
			make: func(p *scheduler.Problem) {
				p.Workers[1].Pinned = []scheduler.Pin{{Need: "visit", Start: drawn.July(p, 7, 8), End: drawn.July(p, 7, 20)}}
			}, event: func(p *scheduler.Problem) scheduler.Event { return at(p, 7) }},
		{name: "no shift", rota: "ade day 07-07 08:00 20:00", path: "event[0].start", says: "ade has no shift at", event: func(p *scheduler.Problem) scheduler.Event { return at(p, 8) }},
		{name: "has begun", rota: "ade day 07-06 08:00 20:00", path: "event[0].start", says: "has begun", event: func(p *scheduler.Problem) scheduler.Event { return at(p, 6) }},
		{name: "nothing in return", rota: "ade day 07-07 08:00 20:00", path: "event[0].with_start", says: "bea has no shift at", event: func(p *scheduler.Problem) scheduler.Event {
			e := at(p, 7)
			e.WithStart = drawn.July(p, 9, 8)
			return e
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			if row.make != nil {
				row.make(p)
			}
			_, err := Rota(t.Context(), p, drawn.Rota(t, p, row.rota), []scheduler.Event{row.event(p)}, Options{AsOf: drawn.July(p, 6, 9)})
			var wrong *scheduler.EventError
			require.ErrorAs(t, err, &wrong)
			require.Len(t, wrong.Faults, 1)
			require.Equal(t, row.path, wrong.Faults[0].Path)
			require.Contains(t, wrong.Faults[0].Says, row.says)
		})
	}
}

// Who follows takes along what was worked in the week: both names together keep the cap.
func TestFollowersTakeTheirHoursAlong(t *testing.T) {
	for _, asOf := range []float64{14, 48} { // before and when ade goes
		p := drawn.Home(t)
		p.Workers, p.Needs[0].Days = p.Workers[:2], scheduler.Daily()
		caps, week := p.Caps, 30*drawn.Hour
		caps.MaxHoursWeek = &week
		p.Workers[0].Caps = &caps
		events := []scheduler.Event{{Kind: scheduler.EventFollows, Workers: []string{"ade"}, To: "agency", Start: drawn.July(p, 8, 0)},
			{Kind: scheduler.EventAbsent, Worker: "bea", Start: drawn.July(p, 8, 0), End: drawn.July(p, 9, 0)}}
		out, err := Rota(t.Context(), p, drawn.Rota(t, p, "ade day 07-06..07 08:00 20:00\nbea day 07-08 08:00 20:00"), events, Options{AsOf: drawn.July(p, 6, asOf)})
		require.NoError(t, err)
		require.Empty(t, validate.Problem(out.Problem))
		require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
		k := slices.IndexFunc(out.Problem.Workers, func(w scheduler.Worker) bool { return w.ID == "ade-at-agency" })
		require.Len(t, out.Problem.Workers[k].Worked, 2)
		hours := 0.0
		for _, s := range out.Report.Rota.Shifts {
			if strings.HasPrefix(s.Worker, "ade") {
				hours += s.End.Sub(s.Start).Hours()
			}
		}
		require.InDelta(t, 30, hours, 1e-9)
		require.NotEmpty(t, out.Short)
		again, err := Rota(t.Context(), out.Problem, out.Report.Rota, events[:1], Options{AsOf: drawn.July(p, 6, asOf)})
		require.NoError(t, err)
		require.Empty(t, validate.Problem(again.Problem), "told twice, ade goes over once")
		require.Len(t, again.Problem.Workers, len(out.Problem.Workers))
		require.Empty(t, audit.Rota(again.Problem, again.Report.Rota).Findings)
	}
}

func TestRepairRefusesWhatItCannotMend(t *testing.T) {
	p := drawn.Home(t)
	_, err := Rota(t.Context(), p, drawn.Rota(t, p, "ade day 07-06 08:00 16:00\nade night 07-06 22:00 07:00"), []scheduler.Event{{Kind: scheduler.EventLeaves, Worker: "ade", Start: drawn.July(p, 6, 0)}}, Options{})
	require.ErrorIs(t, err, ErrBrokenRota)
	_, err = Rota(t.Context(), p, &scheduler.Rota{}, []scheduler.Event{{Kind: scheduler.EventLeaves, Worker: "adee"}, {Kind: scheduler.EventNeed, Need: "day", Start: drawn.July(p, 6, 0)}, {Kind: "gone"},
		{Kind: scheduler.EventRefuses, Client: "owain", Worker: "ade", Start: drawn.July(p, 6, 0)}, {Kind: scheduler.EventAway, Client: "owain", Start: drawn.July(p, 7, 0), End: drawn.July(p, 6, 0)}}, Options{})
	var wrong *scheduler.EventError
	require.ErrorAs(t, err, &wrong)
	for _, path := range []string{"event[0].worker", "event[0].start", "event[1]", "event[2].kind", "event[3].start", "event[4].end"} {
		require.True(t, slices.ContainsFunc(wrong.Faults, func(f scheduler.Fault) bool { return f.Path == path }), "%s in %v", path, wrong.Faults)
	}
	_, err = Rota(t.Context(), p, &scheduler.Rota{}, nil, Options{})
	require.ErrorAs(t, err, &wrong)
}

// everyRota calls for each legal rota of a small home: who has each day, -1 for nobody.
func everyRota(p *scheduler.Problem, legal func(r *scheduler.Rota, who []int)) {
	who := make([]int, p.Days)
	var next func(d int)
	next = func(d int) {
		if d < p.Days {
			for who[d] = -1; who[d] < len(p.Workers); who[d]++ {
				next(d + 1)
			}
			return
		}
		r := &scheduler.Rota{}
		for day, w := range who {
			if w >= 0 {
				at := scheduler.StartInstant(p.Zone, p.Start.Plus(day), 8*drawn.Hour)
				r.Shifts = append(r.Shifts, scheduler.Shift{Worker: p.Workers[w].ID, Need: "day", Client: "owain", Start: at, End: at.Add(12 * time.Hour)})
			}
		}
		if judgedLegal(p, r) {
			legal(r, who)
		}
	}
	next(0)
}

func judgedLegal(p *scheduler.Problem, r *scheduler.Rota) bool {
	return len(reading.Judged(p, r).Report.Findings) == 0
}

// On small homes no rota at all leaves less short than the repair, which is proved, nor as
// little with fewer changes.
func TestProvedRepairsAreLeast(t *testing.T) {
	compared := 0
	for seed := range uint64(14) {
		rng := rand.New(rand.NewPCG(seed, 7))
		p := drawn.SmallHome(t, rng)
		var all []*scheduler.Rota
		most := 0
		everyRota(p, func(r *scheduler.Rota, _ []int) {
			if len(r.Shifts) > most {
				all, most = nil, len(r.Shifts)
			}
			if len(r.Shifts) == most {
				all = append(all, r)
			}
		})
		if most == 0 {
			continue
		}
		old := all[rng.IntN(len(all))]
		ill := old.Shifts[rng.IntN(len(old.Shifts))].Worker
		e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: ill, Start: scheduler.StartInstant(p.Zone, p.Start, 0), End: scheduler.StartInstant(p.Zone, p.Start.Plus(5), 0)}
		out, err := Rota(t.Context(), p, old, []scheduler.Event{e}, Options{AsOf: e.Start})
		require.NoError(t, err)
		had := map[string]bool{}
		for _, s := range old.Shifts {
			had[s.Worker+s.Start.String()] = true
		}
		covered, fewest := -1, 0
		everyRota(out.Problem, func(r *scheduler.Rota, _ []int) {
			changes := 0
			for _, s := range r.Shifts {
				if !had[s.Worker+s.Start.String()] {
					changes++
				}
			}
			if len(r.Shifts) > covered || len(r.Shifts) == covered && changes < fewest {
				covered, fewest = len(r.Shifts), changes
			}
		})
		compared++
		require.True(t, out.Proved, "seed %d", seed)
		require.Len(t, out.Report.Rota.Shifts, covered, "seed %d", seed)
		require.Equal(t, fewest, out.Changes, "seed %d", seed)
	}
	require.Greater(t, compared, 7)
}

// Who did not come was not there, whatever the paper says: the rota, the pay and the gaps have it, until relief came.
func TestNoShowIsOnTheRecord(t *testing.T) {
	p := drawn.Home(t)
	p.Workers[0].Rate = 10
	for i := range p.Workers {
		p.Workers[i].AnswerTime = 30 * time.Minute
	}
	rota := drawn.Rota(t, p, "ade night 07-06 22:00 07:00")
	e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 7, 2), End: drawn.July(p, 8, 0)}
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{e}, Options{AsOf: drawn.July(p, 7, 3), Checks: 100})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(out.Problem, out.Report.Rota).Findings)
	require.Len(t, out.Missed, 1)
	x := out.Missed[0]
	require.Equal(t, []any{"ade", "night", drawn.July(p, 7, 2), drawn.July(p, 7, 3), drawn.July(p, 7, 3.5)}, []any{x.Worker, x.Need, x.Start, x.End, x.Relief})
	gap := out.Report.Underlap[slices.IndexFunc(out.Report.Underlap, func(u scheduler.Underlap) bool { return u.Need == "night" })]
	require.Equal(t, []time.Time{drawn.July(p, 7, 2), drawn.July(p, 7, 3.5)}, []time.Time{gap.Start, gap.End})
	require.InDelta(t, 4*10, out.Report.Cost.Total, 1e-9, "the hours that ade was there")
	require.InDelta(t, 1.5, hoursShort(out), 1e-9, "from when nobody was there until somebody is")
}

func hoursShort(out *Repaired) (hours float64) {
	for _, u := range out.Short {
		hours += u.End.Sub(u.Start).Hours() * float64(u.Short)
	}
	return hours
}

// A repair that spends who was ready to step in says so, and the next one finds somebody to stand by.
func TestTheNextRepairFillsWhatIsSpent(t *testing.T) {
	p := drawn.Home(t)
	p.Needs = p.Needs[:1]
	p.Contingency.Standby, p.Needs[0].Days = 1, scheduler.Daily()
	rota := drawn.Rota(t, p, "ade day 07-08 08:00 20:00\nbea standby 07-08 08:00 20:00")
	e := scheduler.Event{Kind: scheduler.EventAbsent, Worker: "ade", Start: drawn.July(p, 8, 0), End: drawn.July(p, 9, 0)}
	out, err := Rota(t.Context(), p, rota, []scheduler.Event{e}, Options{AsOf: drawn.July(p, 7, 9), Checks: 100})
	require.NoError(t, err)
	require.Equal(t, "bea day 07-08 08:00 20:00", linesOf(out.Report.Rota))
	require.Len(t, out.Spent, 1)
	next, err := Rota(t.Context(), out.Problem, out.Report.Rota, nil, Options{AsOf: drawn.July(p, 7, 10), Checks: 100})
	require.NoError(t, err)
	require.Empty(t, audit.Rota(next.Problem, next.Report.Rota).Findings)
	require.Empty(t, validate.Problem(next.Problem))
	require.Contains(t, linesOf(next.Report.Rota), "cai standby 07-08 08:00 20:00")
	require.False(t, slices.ContainsFunc(next.Report.Contingency.Gaps, func(g scheduler.ContingencyGap) bool { return g.Start.Equal(drawn.July(p, 8, 8)) }))
}
