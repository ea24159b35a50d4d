package rotafile

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// Every problem, sound or not, is read back as it was written.
func TestWriteProblemRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := drawProblem(t)
		format := Format(rapid.IntRange(0, 1).Draw(t, "format"))
		var b bytes.Buffer
		require.NoError(t, WriteProblem(&b, want, format))
		tree, faults := parseTree("rota", b.Bytes(), format)
		require.Empty(t, faults)
		d := &decoder{root: tree, zone: time.UTC}
		got := d.problem()
		require.Empty(t, d.faults, b.String())
		require.Equal(t, want, got, b.String())
	})
}

func TestWriteProblemReadsBack(t *testing.T) {
	want := parse(t, everything)
	for _, format := range []Format{TOML, JSON} {
		var b bytes.Buffer
		require.NoError(t, WriteProblem(&b, want, format))
		got, err := Parse("rota", b.Bytes(), format)
		require.NoError(t, err, b.String())
		require.Equal(t, want, got)
	}
}

func TestWriteProblemWithoutAZone(t *testing.T) {
	require.Error(t, WriteProblem(&bytes.Buffer{}, &scheduler.Problem{}, TOML))
	require.Error(t, WriteProblem(&bytes.Buffer{}, &scheduler.Problem{Zone: time.Local}, TOML))
}

// draw gives a drawing function with a name of its own each time.
type draw struct{ *rapid.T }

func (t draw) whole(least, most int) int { return rapid.IntRange(least, most).Draw(t.T, "n") }
func (t draw) yes() bool                 { return rapid.Bool().Draw(t.T, "b") }
func (t draw) text() string              { return rapid.StringN(0, 8, -1).Draw(t.T, "s") }
func (t draw) money() float64            { return rapid.Float64Range(0, 1e6).Draw(t.T, "x") }
func (t draw) minutes(most int) time.Duration {
	return time.Duration(t.whole(0, most)) * time.Minute
}

func (t draw) texts() []string {
	var list []string
	for range t.whole(0, 3) {
		list = append(list, t.text())
	}
	return list
}

func (t draw) contacts() (list []scheduler.Contact) {
	for range t.whole(0, 3) {
		list = append(list, scheduler.Contact{Name: t.text(), Phone: t.text()})
	}
	return list
}

func (t draw) budget() *float64 {
	if t.yes() {
		return nil
	}
	x := t.money()
	return &x
}

func (t draw) day() scheduler.Date {
	return scheduler.Date{Year: 2026, Month: 1, Day: 1}.Plus(t.whole(0, 1000))
}

func (t draw) dayOrNone() scheduler.Date {
	if t.yes() {
		return scheduler.Date{}
	}
	return t.day()
}

func (t draw) days() []scheduler.Date {
	var list []scheduler.Date
	for range t.whole(0, 3) {
		list = append(list, t.day())
	}
	return list
}

func (t draw) hours() *time.Duration {
	if t.yes() {
		return nil
	}
	d := t.minutes(1e5 * 60)
	return &d
}

// instant is often near a change of the clocks in London.
func (t draw) instant(zone *time.Location) time.Time {
	change := time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)
	if t.yes() {
		change = time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	}
	return change.Add(t.minutes(240)).In(zone)
}

func (t draw) pattern() scheduler.Pattern {
	p := scheduler.Pattern{Holidays: t.yes(), Except: t.days(), ExceptHolidays: t.yes(), FromDate: t.dayOrNone(), UntilDate: t.dayOrNone()}
	if t.yes() {
		return scheduler.Pattern{Dates: t.days()}
	}
	for i := range p.Weekdays {
		p.Weekdays[i] = t.whole(0, 3) > 0
	}
	return p
}

func (t draw) caps() scheduler.Caps {
	c := scheduler.Caps{MaxHoursWeek: t.hours(), MaxHoursDay: t.hours(), MaxHoursRota: t.hours(), MinRest: t.minutes(2000),
		MaxSpell: t.minutes(2000), MaxSpellSleepIn: t.minutes(2000), MaxShift: t.minutes(2000), MaxSleepIn: t.minutes(2000),
		MaxDaysInARow: t.whole(0, 9), MaxNightsInARow: t.whole(0, 9), WeeklyRest: t.minutes(2000),
		SleepInCounts: rapid.Float64Range(0, 1).Draw(t.T, "x"), StandbyCounts: rapid.Float64Range(0, 1).Draw(t.T, "x"), Travel: t.minutes(90),
		OvernightRest: t.minutes(2000), MaxWakingInSpell: t.minutes(2000), Firm: t.texts(), FirmWhy: t.text()}
	if t.yes() {
		n := t.whole(0, 5)
		c.MaxWeekends = &n
	}
	return c
}

func (t draw) need(i int) scheduler.Need {
	n := scheduler.Need{ID: fmt.Sprint("n", i), Client: t.text(), Days: t.pattern(), From: t.minutes(1439), To: t.minutes(1440), Workers: t.whole(0, 100),
		Skills: t.texts(), Only: t.texts(), Kind: scheduler.Kind(t.whole(0, 1)), Whole: t.yes(), MinShift: t.minutes(900), MaxShift: t.minutes(900),
		Criticality: scheduler.Criticality(t.whole(0, 2)), Contingency: t.yes()}
	for range t.whole(0, 2) {
		n.Among = append(n.Among, scheduler.Among{Skill: t.text(), Workers: t.whole(0, 9)})
	}
	return n
}

func (t draw) provider(i int) scheduler.Provider {
	p := scheduler.Provider{ID: fmt.Sprint("p", i), Name: t.text(), Kind: scheduler.ProviderKind(t.whole(0, 4)), Tier: t.whole(0, 9), Notice: t.minutes(900),
		FromDate: t.dayOrNone(), UntilDate: t.dayOrNone(), AcceptsAll: t.yes(), MaxHoursWeek: t.hours(), MaxCost: t.budget(), OnCost: t.money(), Suspended: t.yes()}
	if !p.AcceptsAll {
		p.Accepts = t.texts()
	}
	return p
}

func (t draw) worker(i int, zone *time.Location) scheduler.Worker {
	w := scheduler.Worker{ID: fmt.Sprint("w", i), Name: t.text(), Provider: fmt.Sprint("p", t.whole(0, 3)), Suspended: t.yes(), Refuses: t.texts(),
		AlwaysAvailable: false, Shadowing: t.text(), ShadowHours: t.money(), Standby: t.yes(), Rate: t.money(), SleepInRate: t.money(), StandbyRate: t.money(),
		GuaranteedHoursWeek: t.money(), Phone: t.text()}
	for range t.whole(0, 2) {
		w.Skills = append(w.Skills, scheduler.Skill{Name: t.text(), From: t.dayOrNone(), Until: t.dayOrNone()})
	}
	for range t.whole(0, 2) {
		a := scheduler.Window{Days: t.pattern(), WholeDay: t.yes()}
		if !a.WholeDay {
			a.From, a.To = t.minutes(1439), t.minutes(1440)
		}
		w.Available = append(w.Available, a)
	}
	for range t.whole(0, 2) {
		a := scheduler.Absence{Dates: t.days(), Starts: t.yes(), Why: t.text()}
		if t.yes() {
			a.Start, a.End = t.instant(zone), t.instant(zone)
		}
		w.Unavailable = append(w.Unavailable, a)
	}
	for range t.whole(0, 2) {
		k := scheduler.Wish{Window: scheduler.Window{Days: t.pattern(), WholeDay: t.yes()}, On: t.yes(), Price: t.money()}
		if !k.WholeDay {
			k.From, k.To = t.minutes(1439), t.minutes(1440)
		}
		w.Wishes = append(w.Wishes, k)
	}
	if t.yes() {
		c := t.caps()
		w.Caps = &c
	}
	for range t.whole(0, 2) {
		w.Worked = append(w.Worked, scheduler.Worked{Start: t.instant(zone), End: t.instant(zone), Kind: scheduler.Kind(t.whole(0, 3))})
		w.Pinned = append(w.Pinned, scheduler.Pin{Need: t.text(), Start: t.instant(zone), End: t.instant(zone)})
	}
	return w
}

func (t draw) pay() scheduler.Pay {
	p := scheduler.Pay{Name: t.text(), Days: t.pattern(), WholeDay: t.yes(), Multiply: t.money(), Add: t.money()}
	if !p.WholeDay {
		p.From, p.To = t.minutes(1439), t.minutes(1440)
	}
	for range t.whole(0, 2) {
		p.AppliesTo = append(p.AppliesTo, scheduler.Kind(t.whole(0, 2)))
	}
	return p
}

func (t draw) workPattern() scheduler.WorkPattern {
	w := scheduler.WorkPattern{Name: t.text(), Workers: t.texts(), Of: scheduler.PatternOf(t.whole(0, 4)), Needs: t.texts(), Least: t.whole(0, 9), Price: t.money()}
	if t.yes() {
		most := t.whole(0, 9)
		w.Most = &most
	}
	return w
}

// drawProblem draws any problem that the format can hold: a provider that is
// no family leaves its workers always available or not, as drawn.
func drawProblem(rt *rapid.T) *scheduler.Problem {
	t := draw{rt}
	zone, err := time.LoadLocation(rapid.SampledFrom([]string{"Europe/London", "UTC", "Australia/Lord_Howe"}).Draw(rt, "zone"))
	require.NoError(rt, err)
	p := &scheduler.Problem{Name: t.text(), Zone: zone, Start: t.day(), Days: t.whole(-1, 400), Grain: grains[t.whole(0, 4)],
		WeekStarts: time.Weekday(t.whole(0, 6)), Holidays: t.days(), Caps: t.caps(),
		Contingency: scheduler.Contingency{Standby: t.whole(0, 3), StandbyMin: t.minutes(900), StandbyMax: t.minutes(900), Relief: t.whole(0, 3),
			DifferentProvider: t.yes(), Headroom: rapid.Float64Range(0, 1).Draw(rt, "x")},
		Objective: scheduler.Prices{NewFace: t.money(), Changeover: t.money(), Unfair: t.money(), StandbyShift: t.money(), Overlap: t.money(), ShadowShort: t.money(), Change: t.money(),
			FamilyAny: t.yes(), MaxCost: t.budget()}, LawOff: t.texts()}
	for range t.whole(0, 2) {
		p.Clients = append(p.Clients, scheduler.Client{ID: t.text(), Name: t.text(), Known: t.texts(), Refuses: t.texts(), Tell: t.contacts(), Phone: t.text(), Facts: t.texts()})
		p.Skills = append(p.Skills, scheduler.SkillMeaning{Name: t.text(), Untrainable: t.yes(), Lacks: t.text(), TrainDays: t.whole(0, 90), TrainCost: t.money()})
	}
	for i := range t.whole(0, 3) {
		p.Needs = append(p.Needs, t.need(i))
	}
	for i := range t.whole(0, 3) {
		p.Providers = append(p.Providers, t.provider(i))
	}
	for i := range t.whole(0, 3) {
		w := t.worker(i, zone)
		if len(w.Available) == 0 && t.yes() {
			w.AlwaysAvailable = !isFamily(p, w.Provider)
		}
		p.Workers = append(p.Workers, w)
	}
	for range t.whole(0, 2) {
		p.Pay = append(p.Pay, t.pay())
		p.WorkPatterns = append(p.WorkPatterns, t.workPattern())
	}
	return p
}

func isFamily(p *scheduler.Problem, id string) bool {
	for _, pr := range p.Providers {
		if pr.ID == id {
			return pr.Kind == scheduler.Family
		}
	}
	return false
}
