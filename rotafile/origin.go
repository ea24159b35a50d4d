package rotafile

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/carerota/carerota/scheduler"
)

// Origin says who made a result file.
type Origin struct {
	Result  bool // it is a result file
	Solved  bool // solve wrote it
	Changed bool // its shifts are not those that solve wrote
	Pinned  bool // some of its shifts are pinned
}

// OriginOf says who made a file, from its text.
func OriginOf(data []byte) Origin {
	var f struct {
		Format string         `json:"format"`
		Sum    string         `json:"shifts_sha256"`
		Shifts *[]resultShift `json:"shifts"`
	}
	if err := json.Unmarshal(withoutMark(data), &f); err != nil || f.Shifts == nil {
		var top map[string]json.RawMessage // whose shifts may be what no shifts are
		return Origin{Result: json.Unmarshal(withoutMark(data), &top) == nil && top["shifts"] != nil}
	}
	pinned := slices.ContainsFunc(*f.Shifts, func(s resultShift) bool { return s.Pinned })
	return Origin{Result: true, Solved: f.Sum != "", Changed: f.Sum != sumOfShifts(*f.Shifts), Pinned: pinned}
}

// sumOfShifts is a checksum of who works when for what, and of what is pinned not: pins are seen as such.
func sumOfShifts(shifts []resultShift) string {
	h := sha256.New()
	text := func(s *string) string {
		if s == nil {
			return ""
		}
		return *s
	}
	for i := range shifts {
		s := &shifts[i]
		fmt.Fprintf(h, "%q %q %q %q %q %q\n", s.Worker, text(s.Need), text(s.Client), s.Start, s.End, s.Kind)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// WritePins writes a problem file that lies over base, a file's name, with the pinned shifts of those workers of p for whom
// held says yes.
func WritePins(w io.Writer, p *scheduler.Problem, base string, held func(worker string) bool, format Format) error {
	if p == nil || held == nil {
		return errNothing
	}
	t := newTree(zoneOf(p))
	t.text("extends", base)
	var of []*scheduler.Worker
	for i := range p.Workers {
		if held(p.Workers[i].ID) && len(p.Workers[i].Pinned) > 0 {
			of = append(of, &p.Workers[i])
		}
	}
	t.list("worker", len(of), func(i int, t *tree) {
		t.text("id", of[i].ID)
		t.pins(of[i].Pinned)
	})
	text, err := printTree(t.n, format)
	if err != nil {
		return err
	}
	_, err = w.Write(text)
	return err
}
