package export

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/carerota/carerota/internal/say"
	"github.com/carerota/carerota/scheduler"
)

// The most rows that a page has of what has no natural end; the result file has
// them all.
const (
	mostShortRows  = 400
	mostReasonRows = 40
	mostProofRows  = 60
)

// shortRow is what is short in the same way at the same time of one or several days.
type shortRow struct {
	Need, Client, Criticality string
	ClientIndex               int
	Days, Times, Hours, How   string
	Nearest                   string
	Proof                     int // its number, from 1; 0 for none
	Reasons                   []reasonRow
	MoreReasons               int
	ID                        string
	at                        []instantOf
}

// reasonRow is what keeps one worker off.
type reasonRow struct {
	Worker, Says string
}

// shortRows lists what is short, the most critical first, and how many more
// rows there would be.
func shortRows(s *summary, c *chips) (rows []shortRow, more int) {
	groups := byNeed(s.p, s.r.Underlap, func(u scheduler.Underlap) string { return u.Need })
	slices.SortStableFunc(groups, func(a, b []scheduler.Underlap) int { return cmp.Compare(a[0].Criticality, b[0].Criticality) })
	for _, list := range groups {
		for _, same := range alike(s.p, list, sayAllReasons) {
			if len(rows) == mostShortRows {
				more++
				continue
			}
			row := shortRowOf(s, c, same)
			row.ID = fmt.Sprintf("open-%d", len(rows)+1)
			for _, u := range same {
				row.at = append(row.at, instantOf{u.Need, u.Start})
			}
			rows = append(rows, row)
		}
	}
	return rows, more
}

func shortRowOf(s *summary, c *chips, same []scheduler.Underlap) shortRow {
	u := &same[0]
	row := shortRow{Need: u.Need, Client: of(s.names.client, u.Client), Criticality: sayCriticality(u.Criticality), ClientIndex: place(c.at.client, u.Client),
		Days: sayDays(s.p, daysOf(s.p, same)), Times: sayTimes(s.p, u.Start, u.End), Hours: say.Clock(shortHours(same)), How: sayShort(*u),
		Nearest: s.nearest(u.Why)}
	if u.Verdict == scheduler.VerdictUnavoidable && u.Proof >= 0 && u.Proof < len(s.r.Proofs) {
		row.Proof = u.Proof + 1
	}
	row.Reasons, row.MoreReasons = reasonRows(s, u.Why)
	return row
}

// sayAllReasons is all that a row says of an underlap beside its time and how it is short.
func sayAllReasons(u *scheduler.Underlap) string {
	var said strings.Builder
	fmt.Fprintln(&said, u.Proof)
	for _, y := range u.Why {
		fmt.Fprintln(&said, y.Worker, y.Start.IsZero(), y.Reasons)
		if len(y.Reasons) == 0 {
			fmt.Fprintln(&said, y.Start) // of the shift that could be taken
		}
	}
	return said.String()
}

// reasonRows are those who could step in, then those with least against them.
func reasonRows(s *summary, list []scheduler.Why) (rows []reasonRow, more int) {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b scheduler.Why) int { return cmp.Compare(againstIt(&a), againstIt(&b)) })
	for i := range sorted {
		y := &sorted[i]
		if i == mostReasonRows {
			return rows, len(sorted) - i
		}
		rows = append(rows, reasonRow{Worker: of(s.names.worker, y.Worker), Says: s.sayWhy(y)})
	}
	return rows, 0
}

// againstIt ranks reasons: the fewer the nearer; where no shift fits comes last.
func againstIt(y *scheduler.Why) int {
	if y.Start.IsZero() {
		return 1 << 20
	}
	if settled(y.Causes) {
		return 1<<10 + len(y.Reasons)
	}
	return len(y.Reasons)
}

// proofView is a proof as a page shows it.
type proofView struct {
	Number                 int
	Says, Kind             string
	Bound, Demanded        string
	Demand, Supply         [][]string
	MoreDemand, MoreSupply int
}

// proofViews are the report's proofs.
func proofViews(s *summary) []proofView {
	var out []proofView
	for i := range s.r.Proofs {
		f := &s.r.Proofs[i]
		v := proofView{Number: i + 1, Says: f.Says, Kind: sayProofKind(f.Kind), Bound: say.Hours(f.BoundHours), Demanded: say.Hours(f.DemandHours)}
		for k, d := range f.Demand {
			if k == mostProofRows {
				v.MoreDemand = len(f.Demand) - k
				break
			}
			what := d.Need
			if d.Skill != "" {
				what += ", " + d.Skill
			}
			times := sayTimes(s.p, d.Start, d.End)
			if d.CountsHours > 0 {
				times += ", counts as " + say.Hours(d.CountsHours)
			}
			v.Demand = append(v.Demand, []string{what, sayDay(s.p, scheduler.DateOf(d.Start.In(s.p.Zone))), times, fmt.Sprint(d.Workers)})
		}
		for k, y := range f.Supply {
			if k == mostProofRows {
				v.MoreSupply = len(f.Supply) - k
				break
			}
			who := of(s.names.worker, y.Worker)
			if y.Worker == "" {
				who = of(s.names.provider, y.Provider)
			}
			v.Supply = append(v.Supply, []string{who, say.Clock(y.AtMostHours), strings.ReplaceAll(y.Limit, "_", " "), y.Week})
		}
		out = append(out, v)
	}
	return out
}

// sayProofKind is how a proof can be checked.
func sayProofKind(kind string) string {
	switch kind {
	case "hours":
		return "by adding up hours, with a pencil"
	case "rota":
		return "by planning each worker alone"
	case scheduler.ProofCounted:
		return "by planning each worker alone, with some visits counted for less than they last"
	}
	return "by exhausting what is possible"
}
