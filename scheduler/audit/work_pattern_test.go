package audit

import (
	"testing"

	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// 6 July 2026 is a Monday and the rota's first day.
func TestAuditWorkPatterns(t *testing.T) {
	none, two := 0, 2
	week := "ade day 07-07 08:00 10:00\nade day 07-09 08:00 10:00\nade day 07-10 08:00 10:00\nade visit 07-11 08:00 10:00\nbea day 07-11 10:00 12:00"
	for _, row := range []struct {
		name    string
		pattern scheduler.WorkPattern
		want    float64
	}{
		{"runs of days too short and too long", scheduler.WorkPattern{Of: scheduler.DaysWorked, Least: 2, Most: &two, Workers: []string{"ade"}}, 1 + 1},
		{"everybody", scheduler.WorkPattern{Of: scheduler.DaysWorked, Least: 2}, 1 + 1},
		{"days of some needs", scheduler.WorkPattern{Of: scheduler.DaysWorked, Needs: []string{"visit"}, Least: 3, Workers: []string{"ade"}}, 2},
		{"single days off", scheduler.WorkPattern{Of: scheduler.DaysOff, Least: 2, Workers: []string{"ade"}}, 1},
		{"too few shifts", scheduler.WorkPattern{Of: scheduler.ShiftsWorked, Least: 6, Workers: []string{"ade", "bea"}}, 2 + 5},
		{"too many shifts", scheduler.WorkPattern{Of: scheduler.ShiftsWorked, Most: &two, Workers: []string{"ade", "bea"}}, 2},
		{"weekends", scheduler.WorkPattern{Of: scheduler.WeekendsWorked, Most: &none}, 2},
		{"split weekends", scheduler.WorkPattern{Of: scheduler.SplitWeekends, Workers: []string{"bea"}}, 1},
		{"not a trainee", scheduler.WorkPattern{Of: scheduler.ShiftsWorked, Least: 9, Workers: []string{"tam"}}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := drawn.Home(t)
			p.Objective = scheduler.Prices{}
			row.pattern.Price = 3
			p.WorkPatterns = []scheduler.WorkPattern{row.pattern}
			r := Rota(p, drawn.Rota(t, p, week))
			require.InDelta(t, 3*row.want, r.Cost.Prices, 1e-9)
		})
	}
}
