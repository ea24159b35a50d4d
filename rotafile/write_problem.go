package rotafile

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// WriteProblem writes p as a problem file that reads back as the same Problem.
// Keys that say what the format's defaults say are left out of the entries. Bank
// holidays are written as extra_holidays, and p.From is not written. A zone that a file cannot hold is
// an error; see scheduler.Problem.ZoneName.
func WriteProblem(w io.Writer, p *scheduler.Problem, format Format) error {
	if p == nil {
		return errNothing
	}
	if _, err := p.ZoneName(); err != nil {
		return err
	}
	text, err := printTree(problemTree(p), format)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}

// problemTree is the document of a Problem.
func problemTree(p *scheduler.Problem) *node {
	t := newTree(p.Zone)
	t.text("format", FormatName)
	t.put("rota", rotaTree(p))
	t.put("caps", capsTree(&p.Caps, nil))
	c, o := &p.Contingency, &p.Objective
	t.put("contingency", t.sub(func(t *tree) {
		t.number("standby", float64(c.Standby))
		t.put("standby_shift", t.sub(func(t *tree) {
			t.text("min", durationText(c.StandbyMin))
			t.text("max", durationText(c.StandbyMax))
		}))
		t.number("relief", float64(c.Relief))
		t.flag("different_provider", c.DifferentProvider)
		t.number("headroom", c.Headroom)
		t.durationIf("hold_over", c.HoldOver, 0)
	}))
	t.put("objective", t.sub(func(t *tree) {
		t.number("new_face", o.NewFace)
		t.number("changeover", o.Changeover)
		t.number("unfair", o.Unfair)
		t.number("standby_shift", o.StandbyShift)
		t.number("overlap", o.Overlap)
		t.number("heads", o.Heads)
		t.number("shadow_short", o.ShadowShort)
		t.number("change", o.Change)
		if o.FamilyAny {
			t.text("family", familyWords[1])
		}
		t.optional("max_cost", o.MaxCost)
	}))
	if len(p.LawOff) > 0 {
		t.put("law", t.sub(func(t *tree) { t.texts("off", p.LawOff) }))
	}
	family := p.Families()
	t.list("client", len(p.Clients), func(i int, t *tree) { t.client(&p.Clients[i]) })
	t.list("need", len(p.Needs), func(i int, t *tree) { t.need(&p.Needs[i]) })
	t.list("skill", len(p.Skills), func(i int, t *tree) { t.meaning(&p.Skills[i]) })
	t.list("provider", len(p.Providers), func(i int, t *tree) { t.provider(&p.Providers[i]) })
	t.list("worker", len(p.Workers), func(i int, t *tree) { t.worker(&p.Workers[i], family[p.Workers[i].Provider], &p.Caps) })
	t.list("work_pattern", len(p.WorkPatterns), func(i int, t *tree) { t.workPattern(&p.WorkPatterns[i]) })
	t.list("pay", len(p.Pay), func(i int, t *tree) { t.pay(&p.Pay[i]) })
	return t.n
}

// tree builds a table. Its methods with an "if" in their words leave out what
// is empty.
type tree struct {
	n    *node
	zone *time.Location
}

func newTree(zone *time.Location) *tree { return &tree{newTable("", 1), zone} }

func (t *tree) sub(fill func(*tree)) *node {
	s := newTree(t.zone)
	fill(s)
	return s.n
}

func (t *tree) put(key string, n *node) { t.n.put(key, n) }

func (t *tree) text(key, s string) { t.put(key, &node{kind: textKind, text: s}) }

func (t *tree) textIf(key, s string) {
	if s != "" {
		t.text(key, s)
	}
}

func (t *tree) flag(key string, b bool) { t.put(key, &node{kind: boolKind, bool: b}) }

func (t *tree) flagIf(key string, b, usual bool) {
	if b != usual {
		t.flag(key, b)
	}
}

func (t *tree) number(key string, x float64) { t.put(key, numberNode(x)) }

func (t *tree) numberIf(key string, x, usual float64) {
	if x != usual {
		t.number(key, x)
	}
}

func numberNode(x float64) *node {
	if x == math.Trunc(x) && math.Abs(x) < 1e15 {
		return &node{kind: intKind, int: int64(x), float: x, text: strconv.FormatInt(int64(x), 10)}
	}
	return &node{kind: floatKind, float: x, text: floatText(x)}
}

func (t *tree) optional(key string, x *float64) {
	if x != nil {
		t.number(key, *x)
	}
}

func (t *tree) durationIf(key string, d, usual time.Duration) {
	if d != usual {
		t.text(key, durationText(d))
	}
}

func (t *tree) dateIf(key string, d scheduler.Date) {
	if !d.IsZero() {
		t.text(key, d.String())
	}
}

func (t *tree) textsIf(key string, list []string) {
	if len(list) > 0 {
		t.texts(key, list)
	}
}

func (t *tree) texts(key string, list []string) {
	n := &node{kind: listKind}
	for _, s := range list {
		n.items = append(n.items, &node{kind: textKind, text: s})
	}
	t.put(key, n)
}

func (t *tree) datesIf(key string, list []scheduler.Date, holidays bool) {
	var words []string
	if holidays {
		words = append(words, "holidays")
	}
	for _, d := range list {
		words = append(words, d.String())
	}
	t.textsIf(key, words)
}

// list adds a list of tables, if there are any.
func (t *tree) list(key string, length int, fill func(int, *tree)) {
	if length > 0 {
		t.put(key, t.listNode(length, fill))
	}
}

func (t *tree) listNode(length int, fill func(int, *tree)) *node {
	n := &node{kind: listKind}
	for i := range length {
		n.items = append(n.items, t.sub(func(s *tree) { fill(i, s) }))
	}
	return n
}

// instant writes a local time, or one with its offset where the local time
// would be read as another instant.
func (t *tree) instant(key string, at time.Time, resolve instantOf) {
	if at.IsZero() {
		return
	}
	at = at.In(t.zone)
	clock := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	if resolve(t.zone, scheduler.DateOf(at), clock).Equal(at) {
		t.text(key, at.Format("2006-01-02T15:04"))
		return
	}
	t.text(key, at.Format(time.RFC3339Nano))
}

func durationText(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	if d%time.Minute != 0 {
		return sign + strconv.FormatFloat(d.Minutes(), 'f', -1, 64) + "m"
	}
	h, m := d/time.Hour, d%time.Hour/time.Minute
	switch {
	case h == 0:
		return fmt.Sprintf("%s%dm", sign, m)
	case m == 0:
		return fmt.Sprintf("%s%dh", sign, h)
	}
	return fmt.Sprintf("%s%dh%dm", sign, h, m)
}

func clockText(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute)
}

func rotaTree(p *scheduler.Problem) *node {
	return newTree(p.Zone).sub(func(t *tree) {
		t.text("name", p.Name)
		t.text("time_zone", p.Zone.String())
		t.dateIf("start", p.Start)
		t.number("days", float64(p.Days))
		for i, g := range grains {
			if g == p.Grain {
				t.text("grain", grainWords[i])
			}
		}
		t.instant("as_of", p.AsOf, scheduler.StartInstant)
		t.text("week_starts", word(weekdayWords, int(p.WeekStarts)))
		t.datesIf("extra_holidays", p.Holidays, false)
	})
}

// word is the word of a value; a value without one is written as a number,
// which no reader takes.
func word(words []string, i int) string {
	if i < 0 || i >= len(words) {
		return strconv.Itoa(i)
	}
	return words[i]
}

func (t *tree) pattern(p *scheduler.Pattern) {
	var words []string
	for day, marked := range p.Weekdays {
		if marked {
			words = append(words, weekdayWords[day])
		}
	}
	if len(words) == 7 {
		words = []string{"daily"}
	}
	if p.Holidays {
		words = append(words, "holidays")
	}
	if len(words) == 1 {
		t.text("days", words[0])
	} else if len(words) > 1 || len(p.Dates) == 0 {
		t.texts("days", words)
	}
	t.datesIf("dates", p.Dates, false)
	t.datesIf("except", p.Except, p.ExceptHolidays)
	t.dateIf("from_date", p.FromDate)
	t.dateIf("until_date", p.UntilDate)
}

func (t *tree) window(from, to time.Duration) {
	t.text("from", clockText(from))
	t.text("to", clockText(to))
}

func (t *tree) client(c *scheduler.Client) {
	t.text("id", c.ID)
	t.textIf("name", c.Name)
	t.textsIf("known", c.Known)
	t.textsIf("refuses", c.Refuses)
	t.contacts("tell", c.Tell)
	t.durationIf("tell_within", c.TellWithin, 0)
	t.textIf("phone", c.Phone)
	t.textsIf("facts", c.Facts)
}

// contacts writes names, and those with a phone as tables.
func (t *tree) contacts(key string, list []scheduler.Contact) {
	if len(list) == 0 {
		return
	}
	n := &node{kind: listKind}
	for _, c := range list {
		if c.Phone == "" {
			n.items = append(n.items, &node{kind: textKind, text: c.Name})
			continue
		}
		n.items = append(n.items, t.sub(func(t *tree) {
			t.text("name", c.Name)
			t.text("phone", c.Phone)
		}))
	}
	t.put(key, n)
}

func (t *tree) meaning(s *scheduler.SkillMeaning) {
	t.text("name", s.Name)
	t.flagIf("trainable", !s.Untrainable, true)
	t.textIf("lacks", s.Lacks)
	t.numberIf("train_days", float64(s.TrainDays), 0)
	t.numberIf("train_cost", s.TrainCost, 0)
}

func (t *tree) need(n *scheduler.Need) {
	usual := scheduler.NewNeed("", "", scheduler.Pattern{}, 0, 0)
	t.text("id", n.ID)
	t.textIf("client", n.Client)
	t.pattern(&n.Days)
	t.window(n.From, n.To)
	t.numberIf("workers", float64(n.Workers), float64(usual.Workers))
	t.textsIf("skills", n.Skills)
	t.textsIf("fallback_skills", n.Fallback)
	t.list("among", len(n.Among), func(i int, t *tree) {
		t.text("skill", n.Among[i].Skill)
		t.number("workers", float64(n.Among[i].Workers))
	})
	t.textsIf("only", n.Only)
	if n.Kind != usual.Kind {
		t.text("kind", n.Kind.String())
	}
	t.flagIf("whole", n.Whole, scheduler.WholeByDefault(*n))
	t.durationIf("min_shift", n.MinShift, usual.MinShift)
	t.durationIf("max_shift", n.MaxShift, 0)
	if n.Criticality != usual.Criticality {
		t.text("criticality", n.Criticality.String())
	}
	t.flagIf("contingency", n.Contingency, usual.Contingency)
}

func (t *tree) provider(p *scheduler.Provider) {
	t.text("id", p.ID)
	t.textIf("name", p.Name)
	t.text("kind", p.Kind.String())
	t.numberIf("tier", float64(p.Tier), 1)
	t.durationIf("notice", p.Notice, 0)
	t.dateIf("from_date", p.FromDate)
	t.dateIf("until_date", p.UntilDate)
	if !p.AcceptsAll {
		t.texts("accepts", p.Accepts)
	}
	if p.MaxHoursWeek != nil {
		t.number("max_hours_week", p.MaxHoursWeek.Hours())
	}
	t.optional("max_cost", p.MaxCost)
	t.numberIf("on_cost", p.OnCost, 1)
	t.flagIf("suspended", p.Suspended, false)
}

func (t *tree) worker(w *scheduler.Worker, family bool, house *scheduler.Caps) {
	t.text("id", w.ID)
	t.textIf("name", w.Name)
	t.textIf("provider", w.Provider)
	t.skills(w.Skills)
	t.flagIf("suspended", w.Suspended, false)
	t.textsIf("refuses", w.Refuses)
	t.availability(w)
	t.textIf("shadowing", w.Shadowing)
	t.numberIf("shadow_hours", w.ShadowHours, 0)
	t.flagIf("standby", w.Standby, !family)
	t.numberIf("rate", w.Rate, 0)
	t.numberIf("sleep_in_rate", w.SleepInRate, 0)
	t.numberIf("standby_rate", w.StandbyRate, 0)
	t.numberIf("guaranteed_hours_week", w.GuaranteedHoursWeek, 0)
	t.flagIf("opt_out", w.OptOut, false)
	t.durationIf("answer_time", w.AnswerTime, 0)
	t.durationIf("travel_time", w.TravelTime, 0)
	t.textIf("phone", w.Phone)
	t.dateIf("born", w.Born)
	t.list("wishes", len(w.Wishes), func(i int, t *tree) { t.wish(&w.Wishes[i]) })
	if w.Caps != nil {
		t.put("caps", capsTree(w.Caps, house))
	}
	t.list("worked", len(w.Worked), func(i int, t *tree) {
		t.instant("start", w.Worked[i].Start, scheduler.StartInstant)
		t.instant("end", w.Worked[i].End, scheduler.EndInstant)
		t.text("kind", w.Worked[i].Kind.String())
	})
	t.pins(w.Pinned)
}

func (t *tree) pins(list []scheduler.Pin) {
	t.list("pinned", len(list), func(i int, t *tree) {
		t.textIf("need", list[i].Need)
		t.instant("start", list[i].Start, scheduler.StartInstant)
		t.instant("end", list[i].End, scheduler.EndInstant)
		t.flagIf("part", list[i].Part, false)
	})
}

func (t *tree) skills(list []scheduler.Skill) {
	if len(list) == 0 {
		return
	}
	n := &node{kind: listKind}
	for _, s := range list {
		if s.From.IsZero() && s.Until.IsZero() {
			n.items = append(n.items, &node{kind: textKind, text: s.Name})
			continue
		}
		n.items = append(n.items, t.sub(func(t *tree) {
			t.text("skill", s.Name)
			t.dateIf("from", s.From)
			t.dateIf("until", s.Until)
		}))
	}
	t.put("skills", n)
}

func (t *tree) wish(w *scheduler.Wish) {
	t.pattern(&w.Days)
	if !w.WholeDay {
		t.window(w.From, w.To)
	}
	if w.On {
		t.text("want", wishWords[1])
	}
	t.number("price", w.Price)
}

func (t *tree) availability(w *scheduler.Worker) {
	if !w.AlwaysAvailable {
		t.put("available", t.listNode(len(w.Available), func(i int, t *tree) {
			t.pattern(&w.Available[i].Days)
			if !w.Available[i].WholeDay {
				t.window(w.Available[i].From, w.Available[i].To)
			}
		}))
	}
	t.list("unavailable", len(w.Unavailable), func(i int, t *tree) {
		a := &w.Unavailable[i]
		t.instant("start", a.Start, scheduler.StartInstant)
		t.instant("end", a.End, scheduler.EndInstant)
		t.datesIf("dates", a.Dates, false)
		t.flagIf("starts", a.Starts, false)
		t.textIf("why", a.Why)
	})
}

// capsTree writes limits: of a worker's own those that differ from the house's; of the house's all
// but those that are lifted both there and by default.
func capsTree(c, house *scheduler.Caps) *node {
	usual := house
	if house == nil {
		usual = new(scheduler.HouseCaps())
	}
	return newTree(nil).sub(func(t *tree) {
		for i, other := range usual.Fields() {
			f := c.Fields()[i]
			if house == nil && !(f.None() && other.None()) || house != nil && !f.Is(other) {
				t.limit(f)
			}
		}
		if !slices.Equal(c.Firm, usual.Firm) {
			t.texts("firm", c.Firm)
		}
		if c.FirmWhy != usual.FirmWhy {
			t.text("firm_why", c.FirmWhy)
		}
	})
}

// limit writes one limit.
func (t *tree) limit(f scheduler.CapField) {
	if f.None() {
		t.text(f.Key, "none")
		return
	}
	switch v := f.Value.(type) {
	case **time.Duration:
		t.number(f.Key, (*v).Hours())
	case *time.Duration:
		t.text(f.Key, durationText(*v))
	case *int:
		t.number(f.Key, float64(*v))
	case **int:
		t.number(f.Key, float64(**v))
	case *float64:
		t.number(f.Key, *v)
	}
}

func (t *tree) workPattern(w *scheduler.WorkPattern) {
	t.textIf("name", w.Name)
	t.textsIf("workers", w.Workers)
	t.text("of", w.Of.String())
	t.textsIf("needs", w.Needs)
	t.numberIf("least", float64(w.Least), 0)
	if w.Most != nil {
		t.number("most", float64(*w.Most))
	}
	t.number("price", w.Price)
}

func (t *tree) pay(p *scheduler.Pay) {
	t.textIf("name", p.Name)
	t.pattern(&p.Days)
	if !p.WholeDay {
		t.window(p.From, p.To)
	}
	t.numberIf("multiply", p.Multiply, 0)
	t.numberIf("add", p.Add, 0)
	t.textsIf("applies_to", wordsOf(p.AppliesTo))
}

// trimNumber is x with at most so many decimals, without noughts at the end.
func trimNumber(x float64, decimals int) string {
	s := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Contains(s, ".") {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if s == "-0" {
		return "0"
	}
	return s
}
