package curtois

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/carerota/carerota/rotafile"
	"github.com/stretchr/testify/require"
)

func ward(t testing.TB) *Instance {
	t.Helper()
	in, err := ReadFile("testdata/ward.txt")
	require.NoError(t, err)
	return in
}

func TestRead(t *testing.T) {
	in := ward(t)
	require.Equal(t, "ward", in.Name)
	require.Equal(t, 14, in.Days)
	require.Equal(t, Shift{ID: "N", Minutes: 600, NotNext: []bool{true, false}}, in.Shifts[1])
	require.Len(t, in.Staff, 4)
	require.Equal(t, []int{14, 3}, in.Staff[0].MaxShifts)
	require.Equal(t, 4800, in.Staff[0].MaxMinutes)
	require.Equal(t, 3360, in.Staff[0].MinMinutes)
	require.True(t, in.Staff[1].DaysOff[10])
	require.Equal(t, Request{Employee: 2, Day: 4, Shift: 1, Weight: 3}, in.On[1])
	require.Len(t, in.Off, 2)
	require.Len(t, in.Cover, 28)
}

// What is written reads as the same, with the line ends of either system.
func TestWriteAndReadAgain(t *testing.T) {
	in := ward(t)
	var b bytes.Buffer
	require.NoError(t, in.Write(&b))
	for _, ends := range []string{"\n", "\r\n"} {
		again, err := Read(strings.NewReader(strings.ReplaceAll(b.String(), "\n", ends)), "ward.txt")
		require.NoError(t, err)
		require.Equal(t, in, again)
	}
}

func TestAllFaultsAtOnceWithTheirLines(t *testing.T) {
	text, err := os.ReadFile("testdata/ward.txt")
	require.NoError(t, err)
	bad := string(text)
	for _, c := range []struct{ good, bad string }{
		{"\n14\n", "\n15\n"},
		{"N,600,E", "N,6e2,X"},
		{"Ann,E=14|N=3,4800,3360", "Ann,E14|E=1|E=2|Q=3,3360,4800"},
		{"Bob,E=14|N=0,4320,2400,5,2", "Bob,E=14|N=0,4320,2400,1,2"},
		{"Dee,E=6", "Ann,E=6"},
		{"Bob,9,10", "Bob,9,99"},
		{"Cem,4,N,3", "Cem,4,N"},
		{"Cem,6,E,1", "Zed,-6,E,1"},
		{"0,N,1,100,1\n", "0,E,1,100,1\n"},
		{"13,N,1,100,1", "13,N,1,100,-1"},
	} {
		require.Contains(t, bad, c.good)
		bad = strings.Replace(bad, c.good, c.bad, 1)
	}
	_, err = Read(strings.NewReader(bad), "bad.txt")
	var faults rotafile.Faults
	require.True(t, errors.As(err, &faults))
	var lines []int
	for _, f := range faults {
		require.Equal(t, "bad.txt", f.File)
		require.NotEmpty(t, f.Remedy, f.String())
		lines = append(lines, f.Line)
	}
	require.Equal(t, []int{3, 7, 7, 11, 11, 11, 11, 12, 14, 18, 22, 23, 27, 27, 31, 57}, lines, "%v", err)
}

func TestWhatIsNoInstanceIsAFault(t *testing.T) {
	for _, c := range []struct{ name, text, says string }{
		{"nothing", "", "the section is missing"},
		{"no section", "14\n", "stands before any section"},
		{"an empty section", "SECTION_HORIZON\nSECTION_SHIFTS\nSECTION_STAFF\nSECTION_COVER\n", "the section is empty"},
		{"a section twice", "SECTION_HORIZON\n7\nSECTION_HORIZON\n", "stands in line 1 already"},
		{"two horizons", "SECTION_HORIZON\n7\n14\n", "more than the number of days"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Read(strings.NewReader(c.text), "x.txt")
			require.ErrorContains(t, err, c.says)
		})
	}
}

func FuzzRead(f *testing.F) {
	text, err := os.ReadFile("testdata/ward.txt")
	require.NoError(f, err)
	f.Add(string(text))
	f.Add("SECTION_HORIZON\n7\nSECTION_SHIFTS\nE,480,\nSECTION_STAFF\nA,E=7,1,0,1,1,1,1\nSECTION_COVER\n0,E,1,1,1\n")
	f.Fuzz(func(t *testing.T, text string) {
		in, err := Read(strings.NewReader(text), "f.txt")
		if err != nil {
			return
		}
		v := in.Check(in.Empty())
		require.GreaterOrEqual(t, v.Cost, int64(0))
	})
}

func TestRotaIsWrittenInTheBenchmarksFormat(t *testing.T) {
	in := ward(t)
	rota := in.Empty()
	rota[1][2], rota[3][13] = 0, 1
	var b bytes.Buffer
	require.NoError(t, in.WriteRota(&b, rota))
	lines := strings.Split(b.String(), "\n")
	require.Equal(t, "employee,0,1,2,3,4,5,6,7,8,9,10,11,12,13", lines[0])
	require.Equal(t, "Bob,,,E,,,,,,,,,,,", lines[2])
	again, err := in.ReadRota(strings.NewReader(b.String()))
	require.NoError(t, err)
	require.Equal(t, rota, again)
	_, err = in.ReadRota(strings.NewReader(strings.ReplaceAll(strings.ReplaceAll(b.String(), "Bob", "Ann"), ",N", ",Q")))
	require.ErrorContains(t, err, `employee "Ann" is not known or has two rows`)
	require.ErrorContains(t, err, `shift "Q" is not known`)
	require.ErrorContains(t, err, `employee "Bob" has no row`)
}
