package rotafile

import (
	"io"
	"time"

	"github.com/carerota/carerota/actual"
	"github.com/carerota/carerota/scheduler"
)

// The shapes of what came of a rota.
type actualFile struct {
	Format    string           `json:"format"`
	Problem   string           `json:"problem"`
	SHA256    string           `json:"problem_sha256"`
	Version   string           `json:"version"`
	From      string           `json:"from_date"`
	Until     string           `json:"until_date"`
	Late      hours            `json:"late_after_minutes"`
	Short     hours            `json:"short_after_minutes"`
	Repeat    int              `json:"repeat_times"`
	Days      int              `json:"repeat_days"`
	Rows      int              `json:"rows"`
	Outside   int              `json:"rows_outside"`
	Twice     int              `json:"rows_twice"`
	Strangers []string         `json:"strangers"`
	Total     actualSum        `json:"total"`
	Providers []actualGroup    `json:"providers"`
	Clients   []actualGroup    `json:"clients"`
	Needs     []actualGroup    `json:"needs"`
	Workers   []actualGroup    `json:"workers"`
	Weeks     []actualWeek     `json:"weeks"`
	Repeats   []actualRepeat   `json:"repeat_failures"`
	Doubles   []actualDouble   `json:"double_up_with_one"`
	Alone     []actualAlone    `json:"longest_alone"`
	Unplanned []actualPresence `json:"unplanned"`
	Faces     []actualFace     `json:"new_faces"`
	Family    []actualPresence `json:"family_not_offered"`
	Visits    []actualVisit    `json:"visits"`
}

type actualSum struct {
	Visits       int   `json:"visits"`
	Planned      hours `json:"planned_hours"`
	Delivered    hours `json:"delivered_hours"`
	Missed       int   `json:"missed"`
	MissedHours  hours `json:"missed_hours"`
	Late         int   `json:"late"`
	LateMinutes  hours `json:"late_minutes"`
	Short        int   `json:"short"`
	ShortMinutes hours `json:"short_minutes"`
	Cancelled    int   `json:"cancelled"`
	CancelHours  hours `json:"cancelled_hours"`
	StoodIn      int   `json:"stood_in"`
	Doubled      int   `json:"double_up_with_one"`
	DoubledHours hours `json:"double_up_with_one_hours"`
	Unplanned    int   `json:"unplanned"`
	UnplannedFor hours `json:"unplanned_hours"`
	NewFaces     int   `json:"new_faces"`
	Family       hours `json:"family_not_offered_hours"`
	MeanAfter    hours `json:"mean_minutes_after_planned_start"`
}

type actualGroup struct {
	ID string `json:"id"`
	actualSum
	Weeks []actualWeek `json:"weeks"`
}

type actualWeek struct {
	First string `json:"week"`
	actualSum
}

type actualRepeat struct {
	Of       string   `json:"of"`
	ID       string   `json:"id"`
	Failures int      `json:"failures"`
	Dates    []string `json:"dates"` // of each failure
	Visits   []int    `json:"visits"`
}

type actualDouble struct {
	Need    string `json:"need"`
	Client  string `json:"client"`
	Start   string `json:"start"`
	End     string `json:"end"`
	Planned int    `json:"planned"`
	Worker  string `json:"worker"`
	Hours   hours  `json:"hours_with_one"`
}

type actualAlone struct {
	Client string `json:"client"`
	Start  string `json:"start"`
	End    string `json:"end"`
	Hours  hours  `json:"hours"`
	Total  hours  `json:"hours_in_all"`
}

type actualPresence struct {
	Worker string `json:"worker"`
	Client string `json:"client,omitempty"`
	Need   string `json:"need,omitempty"`
	Start  string `json:"start"`
	End    string `json:"end"`
	Hours  hours  `json:"hours"`
}

type actualFace struct {
	Client string `json:"client"`
	Worker string `json:"worker"`
	First  string `json:"first"`
	Visits int    `json:"visits"`
}

type actualVisit struct {
	What     string           `json:"what"`
	Worker   string           `json:"worker"`
	Provider string           `json:"provider"`
	Need     string           `json:"need"`
	Client   string           `json:"client"`
	Start    string           `json:"start"`
	End      string           `json:"end"`
	Came     []actualPresence `json:"came"`
	Late     bool             `json:"late"`
	After    hours            `json:"minutes_after_planned_start"`
	Short    bool             `json:"short"`
	ShortBy  hours            `json:"minutes_short"`
	StoodIn  bool             `json:"stood_in"`
	Note     string           `json:"note,omitempty"`
}

// actualWriter writes times in the rota's zone.
type actualWriter struct{ zone *time.Location }

func (a actualWriter) at(t time.Time) string { return t.In(a.zone).Format(time.RFC3339) }

func (a actualWriter) presence(x *actual.Presence, client, need string) actualPresence {
	return actualPresence{x.Worker, client, need, a.at(x.Start), a.at(x.End), hours(x.End.Sub(x.Start).Hours())}
}

func (a actualWriter) sum(s *actual.Sum) actualSum {
	return actualSum{Visits: s.Visits, Planned: hours(s.Planned.Hours()), Delivered: hours(s.Delivered.Hours()), Missed: s.Missed, MissedHours: hours(s.MissedFor.Hours()),
		Late: s.Late, LateMinutes: hours(s.LateBy.Minutes()), Short: s.Short, ShortMinutes: hours(s.ShortBy.Minutes()),
		Cancelled: s.Cancelled, CancelHours: hours(s.CancelledFor.Hours()), StoodIn: s.StoodIn, Doubled: s.Doubled, DoubledHours: hours(s.DoubledFor.Hours()),
		Unplanned: s.Unplanned, UnplannedFor: hours(s.UnplannedFor.Hours()), NewFaces: s.NewFaces, Family: hours(s.Family.Hours()), MeanAfter: hours(s.MeanAfter().Minutes())}
}

func (a actualWriter) weeks(list []actual.Week) []actualWeek {
	return listOf(list, func(w *actual.Week) actualWeek { return actualWeek{w.First.String(), a.sum(&w.Sum)} })
}

func (a actualWriter) groups(list []actual.Group) []actualGroup {
	return listOf(list, func(g *actual.Group) actualGroup { return actualGroup{g.ID, a.sum(&g.Sum), a.weeks(g.Weeks)} })
}

func (a actualWriter) visit(v *actual.Planned) actualVisit {
	return actualVisit{What: v.What.String(), Worker: v.Worker, Provider: v.Provider, Need: v.Need, Client: v.Client, Start: a.at(v.Start), End: a.at(v.End),
		Came: listOf(v.Came, func(x *actual.Presence) actualPresence { return a.presence(x, "", "") }),
		Late: v.Late, After: hours(v.After.Minutes()), Short: v.Short, ShortBy: hours(v.ShortBy().Minutes()), StoodIn: v.StoodIn, Note: v.Note}
}

// listOf is a list made of another, never nil.
func listOf[A, B any](list []A, of func(*A) B) []B {
	out := make([]B, 0, len(list))
	for i := range list {
		out = append(out, of(&list[i]))
	}
	return out
}

// WriteActual writes what came of a rota of p as JSON, indented: sums, weeks, and each planned visit with who came.
func WriteActual(w io.Writer, p *scheduler.Problem, r *actual.Report, meta Meta) error {
	if p == nil || r == nil {
		return errNothing
	}
	a := actualWriter{zoneOf(p)}
	o := &r.Options
	f := actualFile{Format: FormatName, Problem: p.Name, SHA256: meta.SHA256, Version: meta.Version, From: r.First.String(), Until: r.Last.String(),
		Late: hours(o.Late.Minutes()), Short: hours(o.Short.Minutes()), Repeat: o.Repeat, Days: o.Days, Rows: r.Rows, Outside: r.Outside, Twice: r.Twice,
		Strangers: append([]string{}, r.Strangers...), Total: a.sum(&r.Total), Weeks: a.weeks(r.Weeks),
		Providers: a.groups(r.Providers), Clients: a.groups(r.Clients), Needs: a.groups(r.Needs), Workers: a.groups(r.Workers),
		Repeats: listOf(r.Repeats, func(x *actual.Repeat) actualRepeat {
			return actualRepeat{x.Of, x.ID, len(x.Visits), listOf(x.Visits, func(j *int) string { return r.Visits[*j].Start.In(a.zone).Format(time.DateOnly) }), x.Visits}
		}),
		Doubles: listOf(r.Doubles, func(x *actual.Double) actualDouble {
			return actualDouble{x.Need, x.Client, a.at(x.Start), a.at(x.End), x.Planned, x.Worker, hours(x.Alone.Hours())}
		}),
		Alone: listOf(r.Alone, func(x *actual.Alone) actualAlone {
			return actualAlone{x.Client, a.at(x.Start), a.at(x.End), hours(x.End.Sub(x.Start).Hours()), hours(x.Total.Hours())}
		}),
		Unplanned: listOf(r.Unplanned, func(x *actual.Unplanned) actualPresence { return a.presence(&x.Presence, x.Client, x.Need) }),
		Faces:     listOf(r.Faces, func(x *actual.Face) actualFace { return actualFace{x.Client, x.Worker, a.at(x.First), x.Visits} }),
		Family: listOf(r.Family, func(x *actual.Family) actualPresence {
			return a.presence(&actual.Presence{Worker: x.Worker, Start: x.Start, End: x.End}, x.Client, "")
		}),
		Visits: listOf(r.Visits, a.visit)}
	return writeJSON(w, f)
}
