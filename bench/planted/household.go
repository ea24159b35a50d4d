package planted

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// Household plants one person's household: two assistants with a contract, and
// a family that has offered a few hours. Everything can be covered, and the
// family's hours are needed for it.
func Household(days int, seed uint64) (*Planted, error) {
	if days < 1 || days > 366 {
		return nil, fmt.Errorf("planted: %d days are no household", days)
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, fmt.Errorf("planted: %w", err)
	}
	start := scheduler.Date{Year: 2026, Month: time.March, Day: 2}
	p := scheduler.NewProblem(fmt.Sprintf("planted household, seed %d", seed), zone, start, days)
	p.Caps.MaxWakingInSpell = 0                                                     // as in Make
	p.Objective.NewFace, p.Objective.Changeover, p.Objective.StandbyShift = 0, 0, 0 // what is planted is the wages
	p.Objective.FamilyAny = true
	h := household{p, &scheduler.Rota{}, rand.New(rand.NewPCG(seed, 0x686f6d65))}
	h.people()
	h.needs()
	return &Planted{Problem: p, Hidden: h.hidden}, nil
}

type household struct {
	p      *scheduler.Problem
	hidden *scheduler.Rota
	rng    *rand.Rand
}

// people are Bea, who works Monday to Thursday, Cal, who works from Friday
// to Sunday and on Wednesday, and Ann of the family.
func (h household) people() {
	h.p.Clients = []scheduler.Client{{ID: "home", Known: []string{"bea", "cal", "ann"}}}
	h.p.Providers = []scheduler.Provider{{ID: "assistants", Kind: scheduler.PA, Tier: 1, AcceptsAll: true, OnCost: 1.17},
		{ID: "family", Kind: scheduler.Family, Tier: 2, AcceptsAll: true, OnCost: 1}}
	bea := scheduler.NewWorker("bea", "assistants", care)
	bea.Rate, bea.GuaranteedHoursWeek = 14, 16
	bea.Available = []scheduler.Window{{Days: scheduler.On(time.Monday, time.Tuesday, time.Wednesday, time.Thursday), WholeDay: true}}
	cal := scheduler.NewWorker("cal", "assistants", care)
	cal.Rate = 13.5
	cal.Available = []scheduler.Window{{Days: scheduler.On(time.Wednesday, time.Friday, time.Saturday, time.Sunday), WholeDay: true}}
	ann := scheduler.NewWorker("ann", "family", care)
	ann.Standby = false
	ann.Available = []scheduler.Window{{Days: scheduler.On(time.Sunday), From: 17 * time.Hour, To: 22 * time.Hour},
		{Days: scheduler.On(time.Thursday), From: 17 * time.Hour, To: 22 * time.Hour}}
	bea.AlwaysAvailable, cal.AlwaysAvailable, ann.AlwaysAvailable = false, false, false
	h.p.Workers = []scheduler.Worker{bea, cal, ann}
	for i := range 2 {
		caps := scheduler.HouseCaps()
		caps.MaxWakingInSpell = 0
		h.p.Workers[i].Caps = &caps
	}
}

// needs are a morning and an evening every day and an outing on Saturday.
func (h household) needs() {
	rise := time.Duration(18+h.rng.IntN(2)) * 30 * time.Minute
	bed := 18*time.Hour - time.Duration(h.rng.IntN(2))*30*time.Minute
	morning := scheduler.NewNeed("morning", "home", scheduler.Daily(), rise, rise+3*time.Hour)
	evening := scheduler.NewNeed("evening", "home", scheduler.Daily(), bed, bed+3*time.Hour)
	outing := scheduler.NewNeed("outing", "home", scheduler.On(time.Saturday), 13*time.Hour, 17*time.Hour)
	for _, n := range []scheduler.Need{morning, evening, outing} {
		n.Skills = []string{care}
		h.p.Needs = append(h.p.Needs, n)
		for d := range h.p.Days {
			date := h.p.Start.Plus(d)
			if n.Days.Weekdays[date.Weekday()] {
				h.shift(n, date)
			}
		}
	}
	sortShifts(h.hidden)
	h.caps()
}

// shift rosters who does the need on a date: Ann the evenings she offered,
// Bea from Monday to Thursday, Cal the rest.
func (h household) shift(n scheduler.Need, date scheduler.Date) {
	who := "bea"
	day := date.Weekday()
	switch {
	case n.ID == "evening" && (day == time.Sunday || day == time.Thursday):
		who = "ann"
	case day == time.Sunday || day >= time.Friday:
		who = "cal"
	}
	h.hidden.Shifts = append(h.hidden.Shifts, scheduler.Shift{Worker: who, Need: n.ID, Client: "home",
		Start: scheduler.StartInstant(h.p.Zone, date, n.From), End: scheduler.EndInstant(h.p.Zone, date, n.To)})
}

// caps leaves the assistants no hour a week beyond a whole week's hidden hours.
func (h household) caps() {
	h.p.Workers[0].Caps.MaxHoursWeek = scheduler.Hours(21)
	h.p.Workers[1].Caps.MaxHoursWeek = scheduler.Hours(19)
}
