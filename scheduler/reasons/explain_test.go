package reasons

import (
	"errors"
	"testing"
	"time"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/solver"
	"github.com/stretchr/testify/require"
)

// conflictAt is the smallest conflict that Explain gives for a need at an instant of an empty rota.
func conflictAt(p *scheduler.Problem, need string, at time.Time) *scheduler.Conflict {
	x := Explain(p, audit.Rota(p, &scheduler.Rota{}), Question{Need: need, At: at})
	if len(x.Moments) != 1 {
		panic("not one moment")
	}
	return x.Moments[0].Conflict
}

func TestConflictOfANeed(t *testing.T) {
	for _, row := range []struct {
		name  string
		make  func(p *scheduler.Problem)
		rules []string // nil: enough could be there
		says  string
	}{
		{name: "somebody could", make: func(p *scheduler.Problem) {}},
		{name: "a skill that nobody has", make: func(p *scheduler.Problem) { p.Needs[0].Skills = []string{"swim"} }, rules: []string{"skills"},
			says: "To \"day\" on Monday 6 July 08:00 to 20:00 nobody could ever come. It needs swim, which nobody has."},
		{name: "the only one who has it is away", make: func(p *scheduler.Problem) {
			p.Needs[0].Skills = []string{"lift"}
			p.Workers[0].Unavailable = []scheduler.Absence{{Dates: []scheduler.Date{{Year: 2026, Month: 7, Day: 6}}, Why: "leave"}}
		}, rules: []string{"skills", "unavailable"},
			says: "To \"day\" on Monday 6 July 08:00 to 20:00 nobody could ever come. It needs lift, which only ade has. ade is away (leave) Monday 6 July."},
		{name: "two are wanted, one has the skill", make: func(p *scheduler.Problem) { p.Needs[0].Workers, p.Needs[0].Skills = 2, []string{"lift"} }, rules: []string{"skills"},
			says: "To \"day\" on Monday 6 July 08:00 to 20:00 only 1 of the 2 wanted could ever come. It needs lift, which only ade has."},
		{name: "a list, and a provider not approved yet", make: func(p *scheduler.Problem) {
			p.Needs[0].Only = []string{"cai"}
			p.Providers[1].FromDate = scheduler.Date{Year: 2026, Month: 7, Day: 8}
		}, rules: []string{"only", "approval"},
			says: "To \"day\" on Monday 6 July 08:00 to 20:00 nobody could ever come. Only cai may come. agency is approved only from 8 July."},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			row.make(p)
			c := conflictAt(p, "day", drawn.July(p, 6, 8))
			if row.rules == nil {
				require.Nil(t, c)
				return
			}
			require.NotNil(t, c)
			var rules []string
			for _, m := range c.Members {
				rules = append(rules, m.Rule)
			}
			require.Equal(t, row.rules, rules)
			require.Equal(t, row.says, c.Says)
		})
	}
}

func TestASecondSourceIsNotBelieved(t *testing.T) {
	p := drawn.Home(t)
	p.Needs[0].Skills = []string{"swim"}
	from := drawn.July(p, 6, 8)
	for _, w := range []wrong{{}, {errors.New("gone")}} {
		x := Explain(p, audit.Rota(p, &scheduler.Rota{}), Question{At: from, Need: "day", Second: w})
		require.Error(t, x.Second)
		require.NotNil(t, x.Moments[0].Conflict)
		require.Empty(t, x.Moments[0].Conflict.By)
		require.Equal(t, "skills", x.Moments[0].Conflict.Members[0].Rule)
	}
}

// wrong is a source of conflicts that are none.
type wrong struct{ err error }

func (wrong) Name() string { return "wrong" }

func (w wrong) Explain(solver.Obstacles) ([]int, error) { return nil, w.err }
