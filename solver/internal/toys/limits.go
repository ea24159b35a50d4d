package toys

import (
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/internal/random"
)

// Permitted says whether a line may take a decision by itself, as the definitions have it: what a
// plan of that decision alone breaks where no rule looks at more than one.
func Permitted(m *solver.Model, l int, d solver.Decision) bool {
	bare := *m
	bare.Sums, bare.Lines = nil, slices.Clone(m.Lines)
	for i := range bare.Lines {
		k := &bare.Lines[i]
		k.Rules, k.Past, k.Fixed = solver.Rules{MaxLen: k.Rules.MaxLen, NoStart: k.Rules.NoStart, MaxWeekends: -1}, nil, nil
	}
	p := &solver.Plan{Lines: make([][]solver.Decision, len(m.Lines))}
	if k := m.Lines[l].Master; k >= 0 {
		p.Lines[k] = []solver.Decision{{Task: d.Task, Start: d.Start, End: d.End, Kind: d.Kind}}
	}
	p.Lines[l] = []solver.Decision{d}
	return len(brokenOn(&bare, p, l)) == 0
}

// brokenOn is what a plan breaks on one line.
func brokenOn(m *solver.Model, p *solver.Plan, l int) (out []string) {
	for _, v := range m.Violations(p) {
		if strings.HasPrefix(v, fmt.Sprintf("line %d: ", l)) {
			out = append(out, v)
		}
	}
	return out
}

// fewEvenings is a rule of an embedder's: no more than so many decisions end in the evening.
type fewEvenings int

func (fewEvenings) Name() string { return "few evenings" }

func (f fewEvenings) Legal(line []solver.Decision) bool {
	n := 0
	for _, d := range line {
		if !d.Past() && (d.End+14*1440)%1440 > 1080 {
			n++
		}
	}
	return n <= int(f)
}

// pick is one of the numbers.
func pick(r *random.Source, x ...solver.Minute) solver.Minute { return x[r.N(len(x))] }

// Bounded gives a world's model limits of every sort that bind: each is there in
// some models and not in others, so that it is at times the only one to say no.
func Bounded(w Rules, seed uint64) *solver.Model {
	m := w.Make(seed)
	r := random.Source(seed*31 + 7)
	if r.N(2) == 0 {
		m.Stretches = []solver.Stretch{{At: m.Grain * solver.Minute(10+r.N(60)), By: 60}}
	}
	m.ReserveMin, m.ReserveMax = pick(&r, 60, 200, 240), pick(&r, 300, 500, 780)
	for i := range m.Tasks {
		t := &m.Tasks[i]
		t.MinLen = pick(&r, 0, 60, 120, 180, 250, t.Len()+60)
		t.MaxLen = pick(&r, 0, 0, 240, 300, 490)
		if r.N(4) == 0 {
			t.Group = -1
		}
		t.Class = uint8(r.N(3))
	}
	for l := range m.Lines {
		line := &m.Lines[l]
		if len(line.Reserve) > 0 || r.N(3) == 0 && line.Master < 0 {
			line.Reserve = nil
			for at := solver.Minute(r.N(600)); at < m.Horizon.To; at += 1 + solver.Minute(r.N(900)) {
				s := solver.Span{From: at, To: at + 300 + solver.Minute(r.N(1500))}
				line.Reserve = append(line.Reserve, s)
				at = s.To
			}
		}
		k := &line.Rules
		k.MinRest, k.MaxSpell, k.MaxSpellPassive = pick(&r, 0, 120, 660, 1500), pick(&r, 0, 480, 780), pick(&r, 0, 700, 1500)
		for _, kind := range []solver.Mode{solver.Active, solver.Passive, solver.Beside} {
			k.MaxLen[kind] = pick(&r, 0, 0, 180, 290, 480, 780)
		}
		k.MaxDaysRun, k.MaxNightsRun, k.MaxWeekends = r.N(5), r.N(3), r.N(4)-1
		if r.N(5) == 0 { // a spell may leave a whole day empty inside it
			k.MinRest, k.MaxSpell, k.MaxSpellPassive, k.MaxDaysRun = 2900, 0, 0, 2+r.N(4)
		}
		k.Overnight, k.MaxAwake = pick(&r, 0, 0, 480, 900), pick(&r, 0, 0, 300, 540)
		k.WeeklyRest, k.Travel = pick(&r, 0, 0, 1440, 3000, 7500), pick(&r, 0, 0, 20, 300)
		k.Custom, k.Sequence = nil, nil
		if off := random.Source(seed*13 + uint64(l)); off.N(3) == 0 {
			k.NoStart = drawDaysOff(m, &off)
		}
		if r.N(3) == 0 {
			k.Custom = []solver.LineRule{fewEvenings(r.N(3))}
		}
		if r.N(3) == 0 {
			k.Sequence = drawSequence(&r)
		}
	}
	for i := range m.Sums {
		if s := &m.Sums[i]; s.Limits() && r.N(2) == 0 {
			s.Max = solver.NoLimit
		}
	}
	return m
}

// Drawn is a decision near what the line may take: of a permit, of a reserve
// span, or of any task, its ends mostly on the grid, mostly inside.
func Drawn(m *solver.Model, l int, r *random.Source) solver.Decision {
	line := &m.Lines[l]
	d := solver.Decision{Task: int32(r.N(len(m.Tasks)))}
	if len(line.Permits) > 0 && r.N(8) > 0 {
		d.Task = line.Permits[r.N(len(line.Permits))].Task
	}
	in := m.Tasks[d.Task].Span
	d.Kind = m.Tasks[d.Task].Kind
	if line.Master >= 0 {
		d.Kind = solver.Beside
	}
	if r.N(3) == 0 && len(line.Reserve) > 0 {
		d.Task, d.Kind, in = solver.NoTask, solver.Reserve, line.Reserve[r.N(len(line.Reserve))]
	}
	if r.N(12) == 0 {
		d.Kind = solver.Mode(r.N(int(solver.NumModes)))
	}
	if r.N(4) == 0 {
		d.Start, d.End = in.From, in.To
		return d
	}
	at := func() solver.Minute {
		x := in.From - 60 + solver.Minute(r.N(int(in.Len())+120))
		if r.N(6) > 0 {
			x = solver.FloorDiv(x, m.Grain) * m.Grain
		}
		return x
	}
	d.Start, d.End = at(), at()
	switch {
	case r.N(20) == 0:
		d.End = d.Start
	case r.N(5) > 0 && d.Start > d.End:
		d.Start, d.End = d.End, d.Start
	}
	return d
}
