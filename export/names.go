package export

import (
	"strings"
	"unicode"

	"github.com/carerota/carerota/scheduler"
)

// names are what people and organisations are called: the name, or the id
// of one without.
type names struct {
	worker, client, provider map[string]string
	family                   bool // somebody of a family provider is in the problem
}

func namesOf(p *scheduler.Problem) names {
	n := names{worker: map[string]string{}, client: map[string]string{}, provider: map[string]string{}}
	kinds := map[string]scheduler.ProviderKind{}
	for _, c := range p.Clients {
		n.client[c.ID] = called(c.ID, c.Name)
	}
	for _, o := range p.Providers {
		n.provider[o.ID] = called(o.ID, o.Name)
		kinds[o.ID] = o.Kind
	}
	for _, w := range p.Workers {
		n.worker[w.ID] = called(w.ID, w.Name)
		n.family = n.family || kinds[w.Provider] == scheduler.Family
	}
	return n
}

// called is the name on one line without control characters, or the id.
func called(id, name string) string {
	name = strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }), " ")
	if name == "" {
		return id
	}
	return name
}

// of is what id is called; an id that the problem does not know stands for itself.
func of(known map[string]string, id string) string {
	if name, ok := known[id]; ok {
		return name
	}
	return id
}

// backup is what one who can step in is called, with the time where that is not all of the shift.
func (n names) backup(p *scheduler.Problem, b *scheduler.Backup) string {
	who := of(n.worker, b.Worker)
	if !b.Whole() {
		who += " (" + sayTimes(p, b.Start, b.End) + ")"
	}
	return who
}

// needFor is a need with its client, such as "early, for Owain".
func (n names) needFor(need, client string) string {
	if client == "" {
		return need
	}
	return need + ", for " + of(n.client, client)
}

// withPhone is a name with a phone behind it, where one is given.
func withPhone(name, phone string) string {
	if phone == "" {
		return name
	}
	return name + ", " + phone
}

// phoneOf is a worker's phone, empty where none is given.
func phoneOf(p *scheduler.Problem, worker string) string {
	for i := range p.Workers {
		if p.Workers[i].ID == worker {
			return p.Workers[i].Phone
		}
	}
	return ""
}

// silent says whether nothing is to be said of a level: that of family, where there is none.
func (n *names) silent(g scheduler.Goal) bool {
	return g.Level == scheduler.Levels[scheduler.LevelFamily] && !n.family && g.Value == 0
}
