package elsewhere_test

import (
	"bytes"
	"cmp"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/carerota/carerota/export"
	"github.com/carerota/carerota/internal/drawn"
	"github.com/carerota/carerota/rotafile"
	"github.com/carerota/carerota/rotafile/elsewhere"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/audit"
	"github.com/stretchr/testify/require"
)

// writers are the outputs that read back.
var writers = map[string]func(io.Writer, *scheduler.Problem, *scheduler.Report) error{
	"rota.csv":  export.CSV,
	"rota.xlsx": func(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error { return export.Workbook(w, p, r) },
	"rota.json": func(w io.Writer, p *scheduler.Problem, r *scheduler.Report) error {
		return rotafile.WriteResult(w, p, r, rotafile.Meta{})
	},
}

// said are a rota's shifts in an order of their own, with times that compare.
func said(r *scheduler.Rota) []scheduler.Shift {
	out := slices.Clone(r.Shifts)
	for i := range out {
		out[i].Start, out[i].End = out[i].Start.UTC(), out[i].End.UTC()
		var behind []scheduler.Backup
		for _, b := range out[i].Backups { // whether they are on standby only a result file says
			behind = append(behind, scheduler.Backup{Worker: b.Worker, Start: b.Start.UTC(), End: b.End.UTC()})
		}
		out[i].Backups = behind
	}
	slices.SortFunc(out, func(a, b scheduler.Shift) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.Worker, b.Worker), cmp.Compare(a.Need, b.Need), a.End.Compare(b.End))
	})
	return out
}

// readsBack holds that every output of a rota reads back to it.
func readsBack(t *testing.T, name string, p *scheduler.Problem, rota *scheduler.Rota) {
	t.Helper()
	r := audit.Rota(p, rota)
	for file, write := range writers {
		var b bytes.Buffer
		require.NoError(t, write(&b, p, r), "%s %s", name, file)
		got, err := elsewhere.Reader{}.Read(file, b.Bytes(), p)
		require.NoError(t, err, "%s %s", name, file)
		require.Equal(t, said(r.Rota), said(got.Rota), "%s %s", name, file)
		require.Empty(t, got.LeftOut)
	}
}

// calendarsReadBack holds that the calendars of a rota read back to it.
func calendarsReadBack(t *testing.T, p *scheduler.Problem, rota *scheduler.Rota) {
	t.Helper()
	r := audit.Rota(p, rota)
	folder := t.TempDir()
	for _, c := range export.Calendars(p, r) {
		var b bytes.Buffer
		require.NoError(t, c.Write(&b, nil, time.Unix(0, 0)))
		require.NoError(t, os.WriteFile(filepath.Join(folder, c.File), b.Bytes(), 0o644))
	}
	got, err := elsewhere.Reader{}.ReadFolder(folder, p)
	require.NoError(t, err)
	want, have := said(r.Rota), said(got.Rota)
	for i := range want { // a calendar says that somebody is fixed, and who is behind them, of shifts on duty alone
		if want[i].Kind == scheduler.Standby {
			want[i].Pinned, want[i].Backups = false, nil
		}
	}
	require.Equal(t, want, have)
}

// decorated is a rota with some shifts fixed, and somebody named behind others.
func decorated(rng *rand.Rand, p *scheduler.Problem, r *scheduler.Rota) *scheduler.Rota {
	for i := range r.Shifts {
		r.Shifts[i].Pinned = rng.IntN(3) == 0
		for range rng.IntN(3) {
			b := scheduler.Backup{Worker: p.Workers[rng.IntN(len(p.Workers))].ID}
			if s := &r.Shifts[i]; rng.IntN(2) == 0 && s.End.Sub(s.Start) > time.Hour {
				b.Start, b.End = s.Start, s.End.Add(-30*time.Minute)
			}
			if b.Worker != r.Shifts[i].Worker && !slices.ContainsFunc(r.Shifts[i].Backups, func(o scheduler.Backup) bool { return o.Worker == b.Worker }) {
				r.Shifts[i].Backups = append(r.Shifts[i].Backups, b)
			}
		}
	}
	return r
}

// What is written of a rota reads back to the same rota, also where the clocks change.
func TestOutputsReadBack(t *testing.T) {
	names := []string{"Ann, of Hull", "=Bea (nights)", "Cat O'Neil", "", "Siân Prŵs"}
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 5))
		p := drawn.Problem(rng)
		p.Start = drawn.Some(rng, p.Start, scheduler.Date{Year: 2026, Month: 10, Day: 24}, scheduler.Date{Year: 2026, Month: 3, Day: 28})
		for i := range p.Workers {
			p.Workers[i].Name = names[i%len(names)]
		}
		p.Clients[0].Name = "Mrs Ng; upstairs"
		rota := decorated(rng, p, drawn.Filled(p))
		readsBack(t, "drawn", p, rota)
		if seed < 20 {
			calendarsReadBack(t, p, rota)
		}
	}
}

func TestOutputsOfExamplesReadBack(t *testing.T) {
	files, err := filepath.Glob("../../examples/*.toml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		p, err := rotafile.Read(file)
		require.NoError(t, err)
		rota := decorated(rand.New(rand.NewPCG(1, 2)), p, drawn.Filled(p))
		readsBack(t, file, p, rota)
		calendarsReadBack(t, p, rota)
	}
}
