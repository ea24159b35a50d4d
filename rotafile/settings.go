package rotafile

import (
	"io"
	"maps"
	"slices"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/simulation"
)

// ReadSettings reads the settings of a simulation over those in s: a file, TOML or (.json) JSON,
// with format and one number a name, and a list of providers with their own. What is wrong in it comes back as Faults, and s is then as it
// was.
func ReadSettings(path string, s *simulation.Settings) error {
	if s == nil {
		return errNothing
	}
	data, err := readFile(path)
	if err != nil {
		return err
	}
	return ParseSettings(path, data, s)
}

// ParseSettings is ReadSettings of a text in memory; path stands in its faults.
func ParseSettings(path string, data []byte, s *simulation.Settings) error {
	tree, faults := treeOf(path, data, formatOf(path, data), &someTimes)
	if tree == nil {
		return faults.sorted(path)
	}
	d := &decoder{root: tree, zone: time.UTC, faults: faults}
	read := *s
	if top := d.tableOf(tree, ""); top != nil {
		d.format(top)
		for _, k := range read.Named() {
			top.number(k.Name, k.Value)
		}
		whole := float64(read.MostDays)
		if top.number("most_days", &whole) {
			if whole != float64(int(whole)) || whole < 1 || whole > 366 {
				d.add(tree.fields["most_days"], "most_days", "write a whole number from 1 to 366", "%g is no number of days", whole)
			}
			read.MostDays = int(whole)
		}
		read.Providers = nil
		top.tables("provider", func(t *table) { read.Providers = append(read.Providers, providerSettings(t, &read)) })
		top.done()
		wrong := read.Faults()
		for _, key := range slices.Sorted(maps.Keys(wrong)) {
			if !slices.Contains(d.known, key) {
				d.add(tree.at(key), key, "correct it", "%s", wrong[key])
			}
		}
	}
	if err := d.faults.sorted(path); err != nil {
		return err
	}
	*s = read
	return nil
}

// providerSettings reads what is usual of one provider; what it does not say is as everywhere.
func providerSettings(t *table, all *simulation.Settings) simulation.ProviderSettings {
	s := simulation.ProviderSettings{NoShow: all.NoShow, Late: all.Late, LateMinutes: all.LateMinutes}
	if t == nil {
		return s
	}
	t.require("id", "give the id of the provider in the problem")
	t.text("id", &s.Provider)
	for _, k := range s.Named() {
		t.number(k.Name, k.Value)
	}
	return s
}

// WriteSettings writes as a file for ReadSettings what is in s and not in the usual settings.
func WriteSettings(w io.Writer, s *simulation.Settings) error {
	if s == nil {
		return errNothing
	}
	usual := simulation.Defaults()
	named := usual.Named()
	t := newTree(time.UTC)
	t.text("format", FormatName)
	for i, k := range s.Named() {
		t.numberIf(k.Name, *k.Value, *named[i].Value)
	}
	t.numberIf("most_days", float64(s.MostDays), float64(usual.MostDays))
	t.list("provider", len(s.Providers), func(i int, t *tree) {
		t.text("id", s.Providers[i].Provider)
		for _, k := range s.Providers[i].Named() {
			t.number(k.Name, *k.Value)
		}
	})
	text, err := printTree(t.n, TOML)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// The shapes of what a simulation writes. A margin is by how much a figure may be off, in 95 of 100 simulations; null for a
// single run.
type simulationFile struct {
	Format     string             `json:"format"`
	Problem    string             `json:"problem"`
	SHA256     string             `json:"problem_sha256"`
	Version    string             `json:"version"`
	Seed       uint64             `json:"seed"`
	Runs       int                `json:"runs"`
	Wanted     int                `json:"runs_wanted,omitempty"` // where there was no time for all
	Days       hours              `json:"sick_days"`
	DaysMargin hours              `json:"sick_days_margin"`
	Expected   hours              `json:"sick_days_expected"`
	With       *simulationOutcome `json:"with_contingency"`
	Without    *simulationOutcome `json:"without_contingency"`
	Saved      hours              `json:"hours_saved"`
	Margin     hours              `json:"hours_saved_margin"`
	Extra      money              `json:"extra_cost"`
	PerMoney   hours              `json:"hours_saved_per_money"`
	Settings   map[string]float64 `json:"settings"`
}

type simulationOutcome struct {
	Lost        hours             `json:"shifts_lost"`
	Open        hours             `json:"open_hours"`
	Uncovered   hours             `json:"uncovered_hours"`
	Worst       hours             `json:"uncovered_hours_p95"`
	Quiet       hours             `json:"quiet_week_chance"`
	Short       hours             `json:"short_notice_hours"`
	AtOnce      hours             `json:"at_once_hours"`
	Asked       hours             `json:"family_asked"`
	CallOuts    hours             `json:"standby_call_outs"`
	PerStandby  hours             `json:"call_outs_per_standby"`
	Others      hours             `json:"others_called"`
	Cost        money             `json:"standby_cost"`
	CallOutCost money             `json:"call_out_cost"`
	OthersCost  money             `json:"others_cost"`
	By          []simulationCause `json:"by_reason"`
	Margins     map[string]hours  `json:"margins"`
}

type simulationCause struct {
	Why       string `json:"reason"`
	Lost      hours  `json:"shifts_lost"`
	Uncovered hours  `json:"uncovered_hours"`
	Margin    hours  `json:"uncovered_hours_margin"`
}

func simulationOutcomeOf(o *simulation.Outcome) *simulationOutcome {
	out := &simulationOutcome{Open: hours(o.Open), Cost: money(o.StandbyCost), CallOutCost: money(o.CallOutCost.Value),
		OthersCost: money(o.OthersCost.Value), By: []simulationCause{}, Margins: map[string]hours{"call_out_cost": hours(o.CallOutCost.Margin), "others_cost": hours(o.OthersCost.Margin)}}
	for _, f := range []struct {
		key  string
		to   *hours
		from simulation.Figure
	}{{"shifts_lost", &out.Lost, o.Lost}, {"uncovered_hours", &out.Uncovered, o.Uncovered}, {"uncovered_hours_p95", &out.Worst, o.Worst},
		{"quiet_week_chance", &out.Quiet, o.QuietWeeks}, {"short_notice_hours", &out.Short, o.ShortNotice}, {"at_once_hours", &out.AtOnce, o.AtOnce},
		{"family_asked", &out.Asked, o.Asked}, {"standby_call_outs", &out.CallOuts, o.CallOuts},
		{"call_outs_per_standby", &out.PerStandby, o.PerStandby}, {"others_called", &out.Others, o.Others}} {
		*f.to = hours(f.from.Value)
		out.Margins[f.key] = hours(f.from.Margin)
	}
	for _, c := range o.By {
		out.By = append(out.By, simulationCause{c.Why.String(), hours(c.Lost.Value), hours(c.Uncovered.Value), hours(c.Uncovered.Margin)})
	}
	return out
}

// WriteSimulation writes what a simulation found as JSON, indented, with the
// settings it was made with; numbers have up to four decimals.
func WriteSimulation(w io.Writer, p *scheduler.Problem, r *simulation.Result, o simulation.Options, meta Meta) error {
	if p == nil || r == nil {
		return errNothing
	}
	f := simulationFile{Format: FormatName, Problem: p.Name, SHA256: meta.SHA256, Version: meta.Version, Seed: o.Seed, Runs: r.Runs,
		Days: hours(r.DaysSick.Value), DaysMargin: hours(r.DaysSick.Margin), Expected: hours(r.DaysExpected), With: simulationOutcomeOf(&r.With),
		Without: simulationOutcomeOf(&r.Without), Saved: hours(r.Saved.Value), Margin: hours(r.Saved.Margin), Extra: money(r.Extra),
		PerMoney: hours(r.HoursPerMoney), Settings: map[string]float64{}}
	if r.Wanted > r.Runs {
		f.Wanted = r.Wanted
	}
	for _, k := range o.Settings.Named() {
		f.Settings[k.Name] = *k.Value
	}
	f.Settings["most_days"] = float64(o.Settings.MostDays)
	return writeJSON(w, f)
}
