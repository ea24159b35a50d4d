package constraints_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/carerota/carerota/constraints"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/carerota/carerota/scheduler/validate"
	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/native"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestModelAndAuditAgree draws problems with every rule in play, has a rota
// made for each, spoils it little by little, and asks the model and the audit of
// every rota on the way: they must agree on whether it is legal and, if it is, on
// what it costs.
func TestModelAndAuditAgree(t *testing.T) {
	legal, broken := 0, 0
	for seed := range uint64(40) {
		d := &drawer{rand.New(rand.NewPCG(seed, 7))}
		p := d.problem(t)
		if len(violations(t, p, rules(), &scheduler.Rota{})) > 0 {
			for w := range p.Workers {
				p.Workers[w].Worked = nil // the audit blames nobody for what the past breaks by itself
			}
		}
		rota := made(t, p, seed)
		first := rota
		d.pin(p, rota)
		p.From = made(t, p, seed+1000)
		require.Empty(t, validate.Problem(p), "seed %d", seed)
		c, err := constraints.Compile(p, rules())
		require.NoError(t, err)
		for step := range 40 {
			if agree(t, c, p, rota, fmt.Sprintf("seed %d, step %d", seed, step)) {
				legal++
			} else {
				broken++
				rota = first
			}
			rota = d.spoilt(p, rota)
		}
	}
	require.Greater(t, legal, 400)
	require.Greater(t, broken, 400)
}

// agree says whether the rota is legal, and fails when the model and the audit differ.
func agree(t *testing.T, c *constraints.Compiled, p *scheduler.Problem, rota *scheduler.Rota, name string) bool {
	plan, report := c.Plan(rota), audit.Rota(p, rota)
	if n := len(rota.Shifts) - decisions(plan); n > 0 {
		require.NotEmpty(t, report.Findings, "%s: %d shifts have no place in the model", name, n)
		return false
	}
	said := c.Model.Violations(plan)
	require.Equal(t, len(report.Findings) == 0, len(said) == 0, "%s: the model says %v, the audit %v", name, said, report.Findings)
	if len(said) > 0 {
		return false
	}
	require.NoError(t, c.Compare(c.Model.Evaluate(plan), report), name)
	back := c.Rota(plan)
	for i := range back.Shifts {
		back.Shifts[i].Backups = report.Rota.Shifts[i].Backups
	}
	require.True(t, len(back.Shifts) == 0 || assert.ObjectsAreEqual(report.Rota.Shifts, back.Shifts), name)
	return true
}

// made is a rota that the engine makes.
func made(t *testing.T, p *scheduler.Problem, seed uint64) *scheduler.Rota {
	c, err := constraints.Compile(p, rules())
	require.NoError(t, err)
	res, err := native.Engine{}.Solve(t.Context(), c.Model, solver.Options{Seed: seed, Threads: 1, Steps: 2000})
	require.NoError(t, err)
	return c.Rota(res.Plan)
}
