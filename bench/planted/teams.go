package planted

import (
	"fmt"
	"slices"
)

// team is a group of clients with the staff who are introduced to them.
type team struct {
	clients []int
	staff   []*staff
	special string // a skill that some of its clients ask for
	region  *region
}

// region is a group of teams that share floaters, and with them their standby.
type region struct {
	teams    []*team
	floaters []*staff
}

const care = "personal-care"

// specials are what teams are trained in.
var specials = []string{"moving-handling", "brain-injury", "peg", "epilepsy-rescue", "pbs", "trache", "diabetes", "makaton"}

// contracts are the hours a week that a worker may be asked for at most.
var contracts = []int{16, 20, 24, 30, 36, 37, 38, 40, 40}

// hire makes teams and their staff.
func (m *maker) hire() {
	m.makeTeams()
	m.makeRegions()
	for i := range m.Workers {
		w := m.newStaff(i)
		if w.floater = i < m.Floaters; w.floater {
			m.float(w, i)
			continue
		}
		t := m.teams[(i-m.Floaters)%len(m.teams)]
		w.teams = []*team{t}
		w.provider = fmt.Sprintf("provider-%d", 1+i%3)
		t.staff = append(t.staff, w)
		if m.rng.Float64() < 0.75 {
			w.skills = append(w.skills, t.special)
		}
	}
}

// makeTeams deals the clients out to teams of two to five.
func (m *maker) makeTeams() {
	for c := 0; c < m.Clients; {
		t := &team{special: specials[len(m.teams)%len(specials)]}
		for n := 2 + m.rng.IntN(4); n > 0 && c < m.Clients; n-- {
			t.clients = append(t.clients, c)
			c++
		}
		m.teams = append(m.teams, t)
	}
}

// floatersPerStandby is how many floaters are counted for one on standby by day and night.
const floatersPerStandby = 8

func (m *maker) makeRegions() {
	n := min(len(m.teams), max(1, len(m.teams)/3))
	if m.Standby > 0 {
		n = min(len(m.teams), max(1, m.Floaters/(floatersPerStandby*m.Standby)))
	}
	for range n {
		m.regions = append(m.regions, &region{})
	}
	for i, t := range m.teams {
		t.region = m.regions[i*n/len(m.teams)]
		t.region.teams = append(t.region.teams, t)
	}
}

func (m *maker) newStaff(i int) *staff {
	w := &staff{id: fmt.Sprintf("w%04d", i+1), skills: []string{care}, target: contracts[m.rng.IntN(len(contracts))] * hour}
	w.off = make([]bool, len(m.days))
	for k := 0; k*7 < len(m.days); k++ {
		a := m.rng.IntN(7)
		if i < m.Floaters {
			a = (2*i + k) % 7 // spread, so that somebody is there on every day
		}
		for _, d := range []int{a, (a + 1 + m.rng.IntN(3)) % 7} {
			if k*7+d < len(w.off) {
				w.off[k*7+d] = true
			}
		}
	}
	m.staff = append(m.staff, w)
	return w
}

// float makes a worker one of a region's floaters, who know all its clients and hold all
// that they ask for.
func (m *maker) float(w *staff, i int) {
	r := m.regions[i%len(m.regions)]
	w.provider, w.target = "relief", 40*hour
	r.floaters = append(r.floaters, w)
	w.teams = r.teams
	for _, t := range r.teams {
		if !w.has(t.special) {
			w.skills = append(w.skills, t.special)
		}
	}
}

// holds says whether the worker has every skill.
func (w *staff) holds(skills []string) bool {
	for _, s := range skills {
		if !w.has(s) {
			return false
		}
	}
	return true
}

func (w *staff) has(skill string) bool {
	return slices.Contains(w.skills, skill)
}
