package export

import (
	"math"
	"time"
	_ "time/tzdata"

	"github.com/carerota/carerota/scheduler"
)

// household is a small rota over the night the clocks go back: two days of
// one week, a whole week and a day of the next.
func household() (*scheduler.Problem, *scheduler.Report) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		panic(err)
	}
	p := scheduler.NewProblem("Owain, October", zone, scheduler.Date{Year: 2026, Month: time.October, Day: 17}, 10)
	p.Clients = []scheduler.Client{{ID: "owain", Name: "Owain"}}
	day := scheduler.NewNeed("day", "owain", scheduler.Daily(), 8*time.Hour, 20*time.Hour)
	night := scheduler.NewNeed("night", "owain", scheduler.Daily(), 20*time.Hour, 8*time.Hour)
	night.Criticality, night.Skills = scheduler.Critical, []string{"waking-night"}
	double := scheduler.NewNeed("double-up", "owain", scheduler.Daily(), 8*time.Hour, 10*time.Hour)
	double.Criticality = scheduler.Desirable
	p.Needs = []scheduler.Need{day, night, double}
	p.Providers = []scheduler.Provider{{ID: "trust", Name: "The trust's team", AcceptsAll: true, OnCost: 1.3},
		{ID: "home", Kind: scheduler.Family, AcceptsAll: true, OnCost: 1}}
	p.Workers = []scheduler.Worker{scheduler.NewWorker("alys", "trust"), scheduler.NewWorker("bryn", "trust"), scheduler.NewWorker("carys", "home")}
	p.Workers[0].Name, p.Workers[1].Name = "Alys", "Bryn-Penderyn ap Gruffudd"
	p.Contingency.Standby = 1
	at := func(d, h int) time.Time { return time.Date(2026, time.October, d, h, 0, 0, 0, zone) }
	shift := func(worker, need string, from, to time.Time, k scheduler.Kind) scheduler.Shift {
		return scheduler.Shift{Worker: worker, Need: need, Client: "owain", Start: from, End: to, Kind: k}
	}
	ready := scheduler.Shift{Worker: "alys", Start: at(24, 20), End: at(25, 6), Kind: scheduler.Standby}
	withBackup := shift("bryn", "night", at(24, 20), at(25, 8), scheduler.Waking)
	withBackup.Backups, withBackup.Pinned = []scheduler.Backup{{Worker: "alys", Standby: true, Start: at(24, 20), End: at(25, 6)}, {Worker: "carys"}}, true
	r := &scheduler.Report{Problem: p.Name, Engine: "native", Seed: 7, Seconds: 1.234, Status: scheduler.Feasible,
		Rota: &scheduler.Rota{Shifts: []scheduler.Shift{
			shift("alys", "day", at(17, 8), at(17, 20), scheduler.Waking),
			shift("alys", "day", at(19, 8), at(19, 10), scheduler.Waking),
			shift("alys", "double-up", at(19, 14), at(19, 16), scheduler.Waking),
			shift("carys", "day", at(19, 8), at(19, 10), scheduler.Shadow),
			withBackup, ready,
			shift("bryn", "night", at(26, 20), at(27, 8), scheduler.Waking),
		}},
		Objective: []scheduler.Goal{{Level: "critical", Value: 25, Bound: 25}, {Level: "essential", Value: 2, Bound: 0.5},
			{Level: "desirable", Value: 0, Bound: 0}, {Level: "contingency", Value: 24, Bound: 0}, {Level: "money", Value: 1234.5, Bound: 1212.25}},
		Cover: scheduler.Cover{RequiredHours: 261, CoveredHours: 234, UnderlapHours: 27, OverlapHours: 1.25},
		Underlap: []scheduler.Underlap{
			{Need: "night", Client: "owain", Start: at(17, 20), End: at(18, 8), Short: 1, Gap: true, Criticality: scheduler.Critical, Skills: night.Skills, Verdict: "unavoidable"},
			{Need: "night", Client: "owain", Start: at(24, 20), End: at(25, 8), Short: 1, Criticality: scheduler.Critical, Verdict: "not-proved"},
			{Need: "day", Client: "owain", Start: at(20, 8), End: at(20, 9), Short: 1, Gap: true, Criticality: scheduler.Essential, Verdict: "avoidable-at-a-price"},
			{Need: "day", Client: "owain", Start: at(21, 8), End: at(21, 9), Short: 1, Gap: true, Criticality: scheduler.Essential, Verdict: "avoidable-at-a-price"}},
		Contingency: scheduler.ContingencyReport{StandbyRequired: 234, Shortfall: 24, StandbyShortfall: 22, HeadroomShortfall: 2,
			Gaps: []scheduler.ContingencyGap{{Need: "day", Worker: "alys", Start: at(17, 8), End: at(17, 20), Short: 1},
				{Need: "day", Worker: "alys", Start: at(18, 8), End: at(18, 10), Short: 1},
				{Need: "day", Worker: "alys", Start: at(19, 8), End: at(19, 10), Short: 1},
				{Need: "day", Worker: "alys", Start: at(22, 8), End: at(22, 14), Short: 1}}},
		Cost: scheduler.CostReport{Total: 1200, Waking: 900, Standby: 23.08, OnCost: 276.92, Prices: 34.5,
			ByProvider: map[string]float64{"trust": 1000, "home": 0, "": 200}, ByClient: map[string]float64{"owain": 1200}},
		Workers: []scheduler.WorkerReport{
			{Worker: "alys", Hours: 26, ByWeek: []float64{12, 14, 0}, StandbyHours: 11, Weekends: 2, GuaranteedHours: 60},
			{Worker: "bryn", Hours: 25, ByWeek: []float64{0, 13, 12}, Nights: 2, Weekends: 1},
			{Worker: "carys", Hours: 2, ByWeek: []float64{0, 2, 0}}},
		Warnings: []string{"Bryn has no break in the night of 24 October: one is owed"},
	}
	return p, r
}

// covered makes the household's report one without any shortage, proved best.
func covered(r *scheduler.Report) {
	r.Status, r.Underlap, r.Contingency = scheduler.Optimal, nil, scheduler.ContingencyReport{StandbyRequired: 261}
	r.Cover = scheduler.Cover{RequiredHours: 261, CoveredHours: 261, FamilyHours: 2}
	for i := range r.Objective {
		if r.Objective[i].Level != "money" {
			r.Objective[i].Value = 0
		}
		r.Objective[i].Bound = r.Objective[i].Value
	}
}

// elsewhere makes the household's report one of a rota from elsewhere, with
// broken rules.
func elsewhere(r *scheduler.Report) {
	r.Status, r.Engine = scheduler.Unknown, ""
	for i := range r.Objective {
		r.Objective[i].Bound = math.NaN()
	}
	r.Findings = []scheduler.Finding{
		{Rule: "min_rest", Worker: "bryn", Need: "night", At: r.Underlap[1].Start, Says: "9 h of rest, 11 h are needed"},
		{Rule: "worker", Says: `there is no worker "zed"`}}
}
