package rotafile

import (
	"time"

	"github.com/carerota/carerota/scheduler"
)

// The words of the format, by the value they stand for.
var (
	grainWords   = []string{"5m", "10m", "15m", "30m", "60m"}
	grains       = []time.Duration{5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}
	weekdayWords = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	dayWords     = append(append([]string{}, weekdayWords...), "daily", "weekdays", "weekends", "holidays")
)

// What a need and an enhancement may be of.
var (
	needKinds = []scheduler.Kind{scheduler.Waking, scheduler.SleepIn}
	payKinds  = []scheduler.Kind{scheduler.Waking, scheduler.SleepIn, scheduler.Standby}
)

// readPattern reads on which days something holds.
func readPattern(t *table, to *scheduler.Pattern) {
	t.each("days", true, func(n *node, path string) {
		t.d.choice(n, path, dayWords, func(i int) { markDays(to, dayWords[i], i) })
	})
	if t.n.meant && t.n.fields["days"] == nil && t.n.fields["dates"] == nil {
		t.d.known = append(t.d.known, t.key("days"))
	}
	t.dates("dates", &to.Dates, nil)
	t.dates("except", &to.Except, &to.ExceptHolidays)
	t.date("from_date", &to.FromDate)
	t.date("until_date", &to.UntilDate)
}

func markDays(p *scheduler.Pattern, word string, index int) {
	for day := range p.Weekdays {
		weekend := day == int(time.Saturday) || day == int(time.Sunday)
		if word == "daily" || word == "weekdays" && !weekend || word == "weekends" && weekend || day == index {
			p.Weekdays[day] = true
		}
	}
	p.Holidays = p.Holidays || word == "holidays"
}

// optionalWindow reads from and to where both may be left out for the whole day.
func (t *table) optionalWindow(from, to *time.Duration) (wholeDay bool) {
	t.clock("from", from)
	t.clock("to", to)
	f, u := t.n.fields["from"], t.n.fields["to"]
	switch {
	case f != nil && u == nil:
		t.require("to", "give both `from` and `to`, or neither for the whole day")
	case f == nil && u != nil:
		t.require("from", "give both `from` and `to`, or neither for the whole day")
	}
	return f == nil && u == nil
}

func readClient(t *table) scheduler.Client {
	var c scheduler.Client
	if t == nil {
		return c
	}
	t.text("id", &c.ID)
	t.text("name", &c.Name)
	t.texts("known", &c.Known)
	t.texts("refuses", &c.Refuses)
	t.contacts("tell", &c.Tell)
	t.duration("tell_within", &c.TellWithin)
	t.text("phone", &c.Phone)
	t.texts("facts", &c.Facts)
	return c
}

// contacts reads names and {name, phone}.
func (t *table) contacts(key string, to *[]scheduler.Contact) {
	t.each(key, true, func(n *node, path string) {
		var c scheduler.Contact
		if n.kind != tableKind {
			t.d.text(n, path, &c.Name)
		} else {
			sub := t.d.tableOf(n, path)
			sub.text("name", &c.Name)
			sub.text("phone", &c.Phone)
			sub.require("name", "give the name")
			sub.done()
		}
		*to = append(*to, c)
	})
}

func readSkillMeaning(t *table) scheduler.SkillMeaning {
	var s scheduler.SkillMeaning
	if t == nil {
		return s
	}
	t.text("name", &s.Name)
	trainable := true
	t.flag("trainable", &trainable)
	s.Untrainable = !trainable
	t.text("lacks", &s.Lacks)
	t.whole("train_days", &s.TrainDays)
	t.number("train_cost", &s.TrainCost)
	return s
}

func readNeed(t *table) scheduler.Need {
	n := scheduler.NewNeed("", "", scheduler.Pattern{}, 0, 0)
	if t == nil {
		return n
	}
	t.text("id", &n.ID)
	t.text("client", &n.Client)
	readPattern(t, &n.Days)
	t.clock("from", &n.From)
	t.clock("to", &n.To)
	t.require("from", `give the start of the window, such as from = "07:30"`)
	t.require("to", `give the end of the window, such as to = "15:00"`)
	t.whole("workers", &n.Workers)
	t.texts("skills", &n.Skills)
	t.texts("fallback_skills", &n.Fallback)
	t.tables("among", func(a *table) { n.Among = append(n.Among, readAmong(a)) })
	t.texts("only", &n.Only)
	oneOf(t, "kind", needKinds, &n.Kind)
	n.Whole = scheduler.WholeByDefault(n)
	t.flag("whole", &n.Whole)
	t.duration("min_shift", &n.MinShift)
	t.limit("max_shift", &n.MaxShift)
	oneOf(t, "criticality", scheduler.Criticalities, &n.Criticality)
	t.flag("contingency", &n.Contingency)
	return n
}

func readAmong(t *table) scheduler.Among {
	var a scheduler.Among
	if t == nil {
		return a
	}
	t.text("skill", &a.Skill)
	t.whole("workers", &a.Workers)
	t.require("skill", "name the skill")
	t.require("workers", "say how many shall hold it, such as workers = 1")
	return a
}

func readProvider(t *table) scheduler.Provider {
	p := scheduler.Provider{Tier: 1, OnCost: 1, AcceptsAll: true}
	if t == nil {
		return p
	}
	t.text("id", &p.ID)
	t.text("name", &p.Name)
	oneOf(t, "kind", scheduler.ProviderKinds, &p.Kind)
	t.whole("tier", &p.Tier)
	t.duration("notice", &p.Notice)
	t.date("from_date", &p.FromDate)
	t.date("until_date", &p.UntilDate)
	p.AcceptsAll = !t.texts("accepts", &p.Accepts)
	t.hours("max_hours_week", &p.MaxHoursWeek)
	t.optional("max_cost", &p.MaxCost)
	t.number("on_cost", &p.OnCost)
	t.flag("suspended", &p.Suspended)
	return p
}

// readWorker reads a worker; family are those of the providers that are a family,
// house the limits that the worker's own lie over.
func readWorker(t *table, family map[string]bool, house scheduler.Caps) scheduler.Worker {
	w := scheduler.NewWorker("", "")
	if t == nil {
		return w
	}
	t.text("id", &w.ID)
	t.text("name", &w.Name)
	t.text("provider", &w.Provider)
	w.Standby, w.AlwaysAvailable = !family[w.Provider], !family[w.Provider]
	t.skills(&w.Skills)
	t.flag("suspended", &w.Suspended)
	t.texts("refuses", &w.Refuses)
	if t.tables("available", func(a *table) { w.Available = append(w.Available, readWindow(a)) }) {
		w.AlwaysAvailable = false
	}
	t.tables("unavailable", func(a *table) { w.Unavailable = append(w.Unavailable, readAbsence(a)) })
	t.text("shadowing", &w.Shadowing)
	t.number("shadow_hours", &w.ShadowHours)
	t.flag("standby", &w.Standby)
	t.number("rate", &w.Rate)
	t.number("sleep_in_rate", &w.SleepInRate)
	t.number("standby_rate", &w.StandbyRate)
	t.number("guaranteed_hours_week", &w.GuaranteedHoursWeek)
	t.flag("opt_out", &w.OptOut)
	t.duration("answer_time", &w.AnswerTime)
	t.duration("travel_time", &w.TravelTime)
	t.text("phone", &w.Phone)
	t.date("born", &w.Born)
	t.tables("wishes", func(k *table) { w.Wishes = append(w.Wishes, readWish(k)) })
	if c := t.d.tableOf(t.get("caps"), t.key("caps")); c != nil {
		own := house
		readCaps(c, &own)
		c.done()
		w.Caps = &own
	}
	t.tables("worked", func(k *table) { w.Worked = append(w.Worked, readWorked(k)) })
	t.tables("pinned", func(k *table) { w.Pinned = append(w.Pinned, readPin(k)) })
	return w
}

// skills reads names and {skill, from, until}.
func (t *table) skills(to *[]scheduler.Skill) {
	t.each("skills", true, func(n *node, path string) {
		var s scheduler.Skill
		if n.kind != tableKind {
			t.d.text(n, path, &s.Name)
		} else {
			sub := t.d.tableOf(n, path)
			sub.text("skill", &s.Name)
			sub.date("from", &s.From)
			sub.date("until", &s.Until)
			sub.require("skill", "name the skill")
			sub.done()
		}
		*to = append(*to, s)
	})
}

func readWindow(t *table) scheduler.Window {
	var w scheduler.Window
	if t == nil {
		return w
	}
	readPattern(t, &w.Days)
	w.WholeDay = t.optionalWindow(&w.From, &w.To)
	return w
}

// wishWords are what a wish may be for.
var wishWords = []string{"off", "on"}

func readWish(t *table) scheduler.Wish {
	var w scheduler.Wish
	if t == nil {
		return w
	}
	w.Window = readWindow(t)
	t.choice("want", wishWords, func(i int) { w.On = i == 1 })
	t.require("price", "give the money for each window in which it is not so")
	t.number("price", &w.Price)
	return w
}

func readAbsence(t *table) scheduler.Absence {
	var a scheduler.Absence
	if t == nil {
		return a
	}
	t.start("start", &a.Start)
	t.end("end", &a.End)
	t.dates("dates", &a.Dates, nil)
	t.flag("starts", &a.Starts)
	t.text("why", &a.Why)
	return a
}

func readWorked(t *table) scheduler.Worked {
	var w scheduler.Worked
	if t == nil {
		return w
	}
	t.start("start", &w.Start)
	t.end("end", &w.End)
	oneOf(t, "kind", scheduler.Kinds, &w.Kind)
	return w
}

func readPin(t *table) scheduler.Pin {
	var p scheduler.Pin
	if t == nil {
		return p
	}
	t.text("need", &p.Need)
	t.start("start", &p.Start)
	t.end("end", &p.End)
	t.flag("part", &p.Part)
	return p
}

func readCaps(t *table, c *scheduler.Caps) {
	for _, f := range c.Fields() {
		switch to := f.Value.(type) {
		case **time.Duration:
			t.hours(f.Key, to)
		case *time.Duration:
			if f.Lifts {
				t.limit(f.Key, to)
			} else {
				t.duration(f.Key, to)
			}
		case *int:
			t.days(f.Key, to)
		case **int:
			t.count(f.Key, to)
		case *float64:
			t.number(f.Key, to)
		}
	}
	t.texts("firm", &c.Firm)
	t.text("firm_why", &c.FirmWhy)
}

func readPay(t *table) scheduler.Pay {
	var p scheduler.Pay
	if t == nil {
		return p
	}
	t.text("name", &p.Name)
	readPattern(t, &p.Days)
	p.WholeDay = t.optionalWindow(&p.From, &p.To)
	if t.number("multiply", &p.Multiply) && p.Multiply == 0 {
		t.d.add(t.n.fields["multiply"], t.key("multiply"), "leave it out for no multiplier", "pay cannot be multiplied by 0")
	}
	t.number("add", &p.Add)
	given := t.each("applies_to", true, func(n *node, path string) {
		kind := scheduler.Waking
		t.d.choice(n, path, wordsOf(payKinds), func(i int) { kind = payKinds[i] })
		p.AppliesTo = append(p.AppliesTo, kind)
	})
	if given && len(p.AppliesTo) == 0 {
		t.d.add(t.n.fields["applies_to"], t.key("applies_to"), `write "waking", "sleep-in" or "standby", or leave it out`, "it applies to no time at all")
	}
	return p
}

func readWorkPattern(t *table) scheduler.WorkPattern {
	var w scheduler.WorkPattern
	if t == nil {
		return w
	}
	t.text("name", &w.Name)
	t.texts("workers", &w.Workers)
	t.require("of", `write "days", "days-off", "shifts", "weekends" or "split-weekends"`)
	oneOf(t, "of", scheduler.PatternsOf, &w.Of)
	t.texts("needs", &w.Needs)
	t.whole("least", &w.Least)
	t.count("most", &w.Most)
	t.require("price", "give the money for each that is missing or too many")
	t.number("price", &w.Price)
	return w
}

func readContingency(t *table, c *scheduler.Contingency) {
	t.whole("standby", &c.Standby)
	if s := t.d.tableOf(t.get("standby_shift"), t.key("standby_shift")); s != nil {
		s.duration("min", &c.StandbyMin)
		s.duration("max", &c.StandbyMax)
		s.done()
	}
	t.whole("relief", &c.Relief)
	t.flag("different_provider", &c.DifferentProvider)
	t.number("headroom", &c.Headroom)
	t.duration("hold_over", &c.HoldOver)
}

func readObjective(t *table, p *scheduler.Prices) {
	t.number("new_face", &p.NewFace)
	t.number("changeover", &p.Changeover)
	t.number("unfair", &p.Unfair)
	t.number("standby_shift", &p.StandbyShift)
	t.number("overlap", &p.Overlap)
	t.number("heads", &p.Heads)
	t.number("shadow_short", &p.ShadowShort)
	t.number("change", &p.Change)
	t.choice("family", familyWords, func(i int) { p.FamilyAny = i == 1 })
	t.optional("max_cost", &p.MaxCost)
}

// familyWords are how family may be used.
var familyWords = []string{"last", "any"}
