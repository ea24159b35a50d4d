package planted

import (
	"fmt"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// post is a need that grows: its window by the clock and the dates on which the hidden rota
// covers it.
type post struct {
	id       string
	client   int
	team     *team
	from, to int // minutes by the clock; to at or before from: the next day
	workers  int
	skills   []string
	among    string // a skill that one of them holds; empty for none
	sleep    bool
	whole    bool
	least    int // of a shift, in minutes
	level    scheduler.Criticality
	dates    []int
	only     []string
}

// weekly is about how many worker-hours a week the post asks for.
func (p *post) weekly() float64 {
	n := p.to - p.from
	if n <= 0 {
		n += day
	}
	return float64(n*p.workers) / hour * 7
}

// window is the occurrence of a date.
func (c *calendar) window(p *post, date int) span {
	end := date
	if p.to <= p.from {
		end++
	}
	return span{c.minute(date, p.from), c.minute(end, p.to)}
}

// drawPosts draws what each client needs until the teams are about busy.
func (m *maker) drawPosts() {
	sleeps := m.Clients - m.SleepIns
	for _, t := range m.teams {
		left := m.room(t)
		for i, c := range t.clients {
			share := left / float64(len(t.clients)-i)
			var drawn []*post
			switch x := m.rng.Float64(); {
			case c >= sleeps:
				drawn = supported(m, t, c)
			case share > 120 && x < 0.4 || share > 180:
				drawn = roundTheClock(m, t, c)
			case share > 60 && x < 0.6:
				drawn = longDays(m, t, c)
			case share > 50 && x < 0.8:
				drawn = nights(m, t, c)
			default:
				drawn = calls(m, t, c)
			}
			for _, p := range drawn {
				left -= p.weekly()
			}
			m.posts = append(m.posts, drawn...)
		}
	}
}

// room is about how many hours a week the team has.
func (m *maker) room(t *team) float64 {
	n := 0.0
	for _, w := range t.staff {
		n += float64(w.target) / hour
	}
	if m.Standby == 0 {
		for _, w := range t.region.floaters {
			n += float64(w.target) / hour / float64(len(t.region.teams))
		}
	}
	return 0.85 * n
}

func (m *maker) newPost(t *team, client int, what string, from, to float64, level scheduler.Criticality) *post {
	p := &post{id: fmt.Sprintf("c%03d-%s", client+1, what), client: client, team: t, from: m.clock(from), to: m.clock(to),
		workers: 1, skills: []string{care}, least: 2 * hour, level: level}
	if m.rng.Float64() < 0.3 {
		p.skills = append(p.skills, t.special)
	}
	return p
}

// supported is a day in two halves and a sleep-in.
func supported(m *maker, t *team, c int) []*post {
	rise := 7 + 0.5*float64(m.rng.IntN(3))
	d := m.newPost(t, c, "day", rise, 22, scheduler.Essential)
	d.least = 3 * hour
	n := m.newPost(t, c, "sleep-in", 22, rise, scheduler.Critical)
	n.sleep, n.whole = true, true
	return []*post{d, n}
}

// roundTheClock is somebody at every instant, one occurrence from end to end.
func roundTheClock(m *maker, t *team, c int) []*post {
	p := m.newPost(t, c, "always", 7, 7, scheduler.Critical)
	p.least = 4 * hour
	return []*post{p}
}

// longDays are eight to fourteen hours, some with two who help each other.
func longDays(m *maker, t *team, c int) []*post {
	from := 7 + 0.5*float64(m.rng.IntN(5))
	p := m.newPost(t, c, "day", from, from+8+float64(m.rng.IntN(13))/2, scheduler.Essential)
	p.least = 3 * hour
	if p.weekly() < 63 && m.rng.Float64() < 0.4 {
		p.workers = 2
		p.among = t.special
		p.skills = p.skills[:1]
	}
	return []*post{p}
}

// nights are waking nights, whole, with a call in the morning.
func nights(m *maker, t *team, c int) []*post {
	n := m.newPost(t, c, "night", 22, 7, scheduler.Critical)
	n.whole = true
	return []*post{n, call(m, t, c, "morning", 7.5, 1+float64(m.rng.IntN(3))/2)}
}

// calls are three or four visits a day.
func calls(m *maker, t *team, c int) []*post {
	posts := []*post{call(m, t, c, "morning", 7.5+float64(m.rng.IntN(4))/2, 1+float64(m.rng.IntN(3))/2),
		call(m, t, c, "lunch", 12+float64(m.rng.IntN(3))/2, 1), call(m, t, c, "bed", 20+float64(m.rng.IntN(3))/2, 1)}
	if m.rng.Float64() < 0.5 {
		posts = append(posts, call(m, t, c, "tea", 16.5+float64(m.rng.IntN(3))/2, 1))
	}
	return posts
}

func call(m *maker, t *team, c int, what string, from, length float64) *post {
	p := m.newPost(t, c, what, from, from+length, scheduler.Essential)
	p.whole = true
	return p
}

// tile cuts a window into shifts of at least the post's least length, at random.
func (m *maker) tile(p *post, w span) []span {
	if p.whole {
		return []span{w}
	}
	most := 12 * hour
	var out []span
	for w.len() > 0 {
		n := w.len()
		if n > most || (n >= 2*p.least && n > 8*hour) || (n >= 2*p.least && m.rng.Float64() < 0.3) {
			low, high := p.least, min(most, n-p.least)
			n = m.onGrid(w.from+low+m.rng.IntN(high-low+1)) - w.from
		}
		out = append(out, span{w.from, w.from + n})
		w.from += n
	}
	return out
}

// onGrid rounds a minute down to the grid.
func (c *calendar) onGrid(minute int) int { return minute / c.grain * c.grain }

// kept marks a date as covered.
func (p *post) kept(date int) {
	k, there := slices.BinarySearch(p.dates, date)
	if !there {
		p.dates = slices.Insert(p.dates, k, date)
	}
}
