package export

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/carerota/carerota/scheduler"
	"github.com/stretchr/testify/require"
)

// What is for one page alone stands on no other: facts about a client on the day sheet, phones where
// somebody must be called, why a limit is firm on the manager's page; whoever reads it.
func TestWhatIsPrivateStandsWhereItMay(t *testing.T) {
	p, r := household()
	const fact, firm, client, told, worker = "FACT-41", "FIRM-42", "PHONE-43", "PHONE-44", "PHONE-45"
	p.Caps.Firm, p.Caps.FirmWhy = []string{"max_hours_week"}, firm
	c := &p.Clients[0]
	c.Facts, c.Phone, c.Tell = []string{fact}, client, []scheduler.Contact{{Name: "Carys", Phone: told}}
	for i := range p.Workers {
		p.Workers[i].Phone = worker
	}
	day := scheduler.DateOf(r.Rota.Shifts[0].Start.In(p.Zone))
	for name, out := range map[string]struct {
		write func(w io.Writer, to Reader) error
		may   []string
	}{
		"summary":  {func(w io.Writer, to Reader) error { return SummaryOf(w, p, r, SummaryOptions{For: to}) }, nil},
		"picture":  {func(w io.Writer, _ Reader) error { return Picture(w, p, r) }, nil},
		"CSV":      {func(w io.Writer, _ Reader) error { return CSV(w, p, r) }, nil},
		"payroll":  {func(w io.Writer, _ Reader) error { return PayrollCSV(w, p, r) }, nil},
		"workbook": {func(w io.Writer, to Reader) error { return Workbook(w, p, r, to) }, nil},
		"page":     {func(w io.Writer, to Reader) error { return HTML(w, p, r, to) }, []string{firm}},
		"client":   {func(w io.Writer, to Reader) error { return ClientHTML(w, p, r, c.ID, to) }, nil},
		"worker":   {func(w io.Writer, to Reader) error { return WorkerHTML(w, p, r, p.Workers[0].ID, to) }, nil},
		"calendars": {func(w io.Writer, _ Reader) error {
			for _, k := range Calendars(p, r) {
				if err := k.Write(w, nil, r.Rota.Shifts[0].Start); err != nil {
					return err
				}
			}
			return nil
		}, nil},
		"day sheet":   {func(w io.Writer, to Reader) error { return ShiftSheetHTML(w, p, r, c.ID, day, to) }, []string{fact, client, told, worker}},
		"plan":        {func(w io.Writer, to Reader) error { return PlanMarkdown(w, p, r, PlanOwner{}, to) }, []string{client, told}},
		"plan's page": {func(w io.Writer, to Reader) error { return PlanHTML(w, p, r, PlanOwner{}, to) }, []string{client, told}},
	} {
		for _, to := range []Reader{Manager, Staff, Family} {
			t.Run(name+" for "+to.String(), func(t *testing.T) {
				var b bytes.Buffer
				require.NoError(t, out.write(&b, to))
				text := unpacked(t, b.Bytes())
				for _, secret := range []string{fact, firm, client, told, worker} {
					may := slices.Contains(out.may, secret) && (secret != firm || to == Manager)
					require.Equal(t, may, strings.Contains(text, secret), "%s", secret)
				}
			})
		}
	}
}

// Who is named to step in has a phone on the plan.
func TestPlanHasThePhonesOfWhoStepsIn(t *testing.T) {
	p, r := planned(t)
	for i := range p.Workers {
		p.Workers[i].Phone = "PHONE-" + p.Workers[i].ID
	}
	var b bytes.Buffer
	require.NoError(t, PlanMarkdown(&b, p, r, PlanOwner{}))
	require.Contains(t, b.String(), "1. bea, PHONE-bea (")
}

// unpacked is a text, or what a workbook holds.
func unpacked(t *testing.T, data []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return string(data)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		require.NoError(t, err)
		_, err = io.Copy(&all, r)
		require.NoError(t, err)
		require.NoError(t, r.Close())
	}
	return all.String()
}
