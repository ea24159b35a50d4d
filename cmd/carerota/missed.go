package main

import (
	"context"

	"github.com/carerota/carerota/scheduler"
)

// mostMissing is the size of a rota, in workers times shifts, up to which it is worked out
// for every report who could not be missed.
const mostMissing = 150_000

// missed enters into a report who could not be missed, with pairs when asked;
// of a large rota only then.
func missed(ctx context.Context, p *scheduler.Problem, r *scheduler.Report, pairs bool) {
	if !pairs && len(p.Workers)*len(r.Rota.Shifts) > mostMissing {
		r.Warnings = append(r.Warnings, "Who could not be missed is not worked out for a rota of this size: carerota check --pairs does it.")
		return
	}
	scheduler.Fragility(ctx, p, r, scheduler.FragilityOptions{Pairs: pairs})
}
