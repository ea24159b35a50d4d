package validate

import (
	"strings"
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// texts are all the texts of a problem that somebody writes freely, with where they stand.
func texts(p *scheduler.Problem) map[string]*string {
	p.Clients[0].Tell = []scheduler.Contact{{Name: "Carys"}, {Name: "Huw", Phone: "01874"}}
	p.Clients[0].Facts = []string{"no nuts"}
	p.Skills = []scheduler.SkillMeaning{{Name: "care"}}
	p.Workers[0].Skills = []scheduler.Skill{{Name: "care"}}
	p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{p.Start}}}
	p.WorkPatterns = []scheduler.WorkPattern{{Of: scheduler.ShiftsWorked, Least: 2}}
	p.Needs[0].Among = []scheduler.Among{{Skill: "care", Workers: 1}}
	p.Needs[0].Skills, p.Needs[0].Fallback = []string{"care"}, []string{"care"}
	return map[string]*string{
		"rota.name": &p.Name, "client[0].name": &p.Clients[0].Name, "client[0].tell[0]": &p.Clients[0].Tell[0].Name,
		"client[0].tell[1].name": &p.Clients[0].Tell[1].Name, "client[0].tell[1].phone": &p.Clients[0].Tell[1].Phone, "client[0].phone": &p.Clients[0].Phone,
		"client[0].facts[0]": &p.Clients[0].Facts[0], "skill[0].name": &p.Skills[0].Name, "skill[0].lacks": &p.Skills[0].Lacks, "worker[0].phone": &p.Workers[0].Phone, "caps.firm_why": &p.Caps.FirmWhy,
		"provider[0].name": &p.Providers[0].Name, "worker[0].name": &p.Workers[0].Name, "worker[0].skills[0].skill": &p.Workers[0].Skills[0].Name,
		"worker[0].unavailable[0].why": &p.Workers[0].Unavailable[0].Why, "pay[0].name": &p.Pay[0].Name, "work_pattern[0].name": &p.WorkPatterns[0].Name,
		"need[0].skills[0]": &p.Needs[0].Skills[0], "need[0].fallback_skills[0]": &p.Needs[0].Fallback[0], "need[0].among[0].skill": &p.Needs[0].Among[0].Skill,
		"need[0].id": &p.Needs[0].ID,
	}
}

// faultsAt are the faults of a problem at a path.
func faultsAt(p *scheduler.Problem, path string) (at []scheduler.Fault) {
	for _, f := range Problem(p) {
		if f.Path == path {
			at = append(at, f)
		}
	}
	return at
}

// No text holds a character that does something else than be seen, wherever the text stands.
func TestTextsThatMislead(t *testing.T) {
	for path := range texts(drawn.Valid(t)) {
		for text, says := range map[string]string{
			"Ada\u202e": "turns the writing round", "A\u2066da": "turns the writing round", "A\x00da": "control character", "A\x1b[31mda": "control character",
			"A\u2028da": "control character", "A\u200bda": "cannot be seen", "A\uffffda": "cannot be seen", "A\xffda": "not UTF-8",
		} {
			p := drawn.Valid(t)
			*texts(p)[path] = text
			at := faultsAt(p, path)
			require.Len(t, at, 1, "%s %q", path, text)
			require.Contains(t, at[0].Says, says, "%s %q", path, text)
			require.NotContains(t, at[0].Says, text, "the message shows it harmless")
			require.NotEmpty(t, at[0].Remedy)
		}
		for _, text := range []string{"Łucja", "=1+1", "O'Neil-Ó", "सीता", "نور\u200f", "زهرا\u200cی", "👩🏽\u200d⚕️"} {
			p := drawn.Valid(t)
			*texts(p)[path] = text
			require.Empty(t, faultsAt(p, path), "%s %q", path, text)
		}
	}
}

// A text longer than a page has room for is named with how long it may be.
func TestTextsThatAreTooLong(t *testing.T) {
	for path := range texts(drawn.Valid(t)) {
		most, says := 200, "200"
		switch {
		case strings.HasSuffix(path, ".id"):
			most, says = 64, "64"
		case strings.HasSuffix(path, "why"), strings.Contains(path, ".facts"):
			most, says = 1000, "1000"
		}
		p := drawn.Valid(t)
		text := texts(p)[path]
		*text = strings.Repeat("é", most)
		require.Empty(t, faultsAt(p, path), path)
		*text += "é"
		at := faultsAt(p, path)
		require.Len(t, at, 1, path)
		require.Contains(t, at[0].Remedy, says)
		require.Less(t, len(at[0].Says), 250, "a part of it is shown")
	}
}

// A reason may have lines.
func TestReasonsMayHaveLines(t *testing.T) {
	p := drawn.Valid(t)
	*texts(p)["worker[0].unavailable[0].why"] = "leave,\n\tasked for in May"
	require.Empty(t, faultsAt(p, "worker[0].unavailable[0].why"))
}
