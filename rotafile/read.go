package rotafile

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones on machines without zone files

	"github.com/carerota/carerota/rotafile/holidays"
	cells "github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// FormatName is the format that these files are in.
const FormatName = "carerota/1"

// Format is a way of writing a problem file.
type Format int

const (
	TOML Format = iota
	JSON
)

// FormatOf is JSON for a name that ends in .json, else TOML.
func FormatOf(name string) Format {
	if strings.EqualFold(filepath.Ext(name), ".json") {
		return JSON
	}
	return TOML
}

// formatOf is JSON for a name that ends in .json and for a text that begins as no TOML does.
func formatOf(name string, data []byte) Format {
	text := bytes.TrimLeft(withoutMark(data), " \t\r\n")
	if bytes.HasPrefix(text, []byte("{")) {
		return JSON
	}
	return FormatOf(name)
}

// Document is a problem that was read from files.
type Document struct {
	Problem *scheduler.Problem
	SHA256  string   // over the bytes of the files, a base before what lies over it; in hexadecimal
	Files   []string // the file that was named, then its bases

	tree  *node
	notes []scheduler.Warning // of the reading
}

// Warnings are validate.Warnings of the problem with their places, and times that the clocks skip, in
// order of file and line.
func (d *Document) Warnings() Faults {
	list := warningsOf(d.tree, slices.Concat(d.notes, validate.Warnings(d.Problem)))
	list.sort(d.Files...)
	return list
}

// warningsOf lays the places of a tree beside warnings.
func warningsOf(tree *node, warnings []scheduler.Warning) Faults {
	r := &decoder{root: tree}
	for _, w := range warnings {
		r.add(tree.at(w.Path), w.Path, w.Remedy, "%s", w.Says)
	}
	return r.faults
}

// Reader reads problem files. Its zero value is ready to use.
type Reader struct {
	// MemoryLimit is as in validate.Checks.
	MemoryLimit int64
}

// Read reads and validates a problem file, TOML or (.json) JSON. What is wrong
// in the file comes back as Faults, a file that cannot be read as an error of package os.
func Read(path string) (*scheduler.Problem, error) {
	d, err := Reader{}.Open(path)
	if err != nil {
		return nil, err
	}
	return d.Problem, nil
}

// Parse reads and validates a problem that is in memory; name stands in its
// faults. It cannot lie over another file.
func Parse(name string, data []byte, format Format) (*scheduler.Problem, error) {
	d, err := Reader{}.Parse(name, data, format)
	if err != nil {
		return nil, err
	}
	return d.Problem, nil
}

// Open is Read with all that is known of the files.
func (r Reader) Open(path string) (*Document, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return r.OpenText(path, data)
}

// OpenText is Open for a text that has been read already, as of standard input: a file that it lies
// over is sought beside path. It is JSON when path ends in .json or the text begins with a brace,
// a workbook as ReadSheets reads it where it is one, else TOML.
func (r Reader) OpenText(path string, data []byte) (*Document, error) {
	if cells.IsPacked(data) {
		tree, faults := treeOfWorkbook(path, data)
		return r.document(tree, faults, []string{path}, [][]byte{data})
	}
	tree, faults := treeOfProblem(path, data, formatOf(path, data))
	l := layers{files: []string{path}, texts: [][]byte{data}, open: map[string]bool{canonical(path): true}}
	if tree != nil {
		tree = l.over(tree, path)
	}
	if faults = append(faults, l.faults...); l.lost && tree != nil {
		return nil, partOf(tree, faults).sorted(l.files...)
	}
	return r.document(tree, faults, l.files, l.texts)
}

// partOf are the faults of a scenario whose base could not be read: what is wrong with what it
// says, not what is missing in it.
func partOf(tree *node, faults Faults) Faults {
	d := &decoder{root: tree, zone: time.UTC, faults: faults, part: true}
	d.problem()
	return d.faults
}

// Parse is the function Parse with all that is known of the text.
func (r Reader) Parse(name string, data []byte, format Format) (*Document, error) {
	tree, faults := treeOfProblem(name, data, format)
	if tree != nil && tree.fields["extends"] != nil {
		n := tree.fields["extends"]
		faults = append(faults, Fault{File: name, Line: n.line, Key: "extends", Says: "a problem in memory cannot lie over a file", Remedy: "read it from a file"})
		tree.drop("extends")
	}
	return r.document(tree, faults, []string{name}, [][]byte{data})
}

// readFile reads a file that is not larger than MaxFileSize by much.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, io.LimitReader(f, MaxFileSize+1)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// document decodes and validates a tree. Without a tree the faults are all there is.
func (r Reader) document(tree *node, faults Faults, files []string, texts [][]byte) (*Document, error) {
	if tree == nil {
		return nil, faults.sorted(files...)
	}
	d := &decoder{root: tree, zone: time.UTC, faults: faults, notes: tree.notes}
	p := d.problem()
	if p != nil {
		checks := validate.Checks{MemoryLimit: r.MemoryLimit, Known: d.known}
		for _, f := range validate.ProblemWith(p, checks) {
			d.add(tree.at(f.Path), f.Path, f.Remedy, "%s", f.Says)
		}
	}
	if err := d.faults.sorted(files...); err != nil {
		return nil, err
	}
	return &Document{Problem: p, SHA256: Checksum(texts...), Files: files, tree: tree, notes: d.notes}, nil
}

// Checksum is a Document's SHA256 of the texts of a problem's files: the one that was named, then its
// bases.
func Checksum(texts ...[]byte) string {
	sum := sha256.New()
	for i := len(texts) - 1; i >= 0; i-- {
		sum.Write(texts[i])
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// problem decodes the whole document.
func (d *decoder) problem() *scheduler.Problem {
	top := d.tableOf(d.root, "")
	if top == nil {
		return nil
	}
	d.format(top)
	p := scheduler.NewProblem("", nil, scheduler.Date{}, 0)
	d.rota(top, p)
	if t := d.tableOf(top.get("caps"), "caps"); t != nil {
		readCaps(t, &p.Caps)
		t.done()
	}
	top.tables("client", func(t *table) { p.Clients = append(p.Clients, readClient(t)) })
	top.tables("need", func(t *table) { p.Needs = append(p.Needs, readNeed(t)) })
	top.tables("skill", func(t *table) { p.Skills = append(p.Skills, readSkillMeaning(t)) })
	family := map[string]bool{}
	top.tables("provider", func(t *table) {
		provider := readProvider(t)
		p.Providers = append(p.Providers, provider)
		family[provider.ID] = provider.Kind == scheduler.Family && provider.ID != ""
	})
	top.tables("worker", func(t *table) { p.Workers = append(p.Workers, readWorker(t, family, p.Caps)) })
	top.tables("work_pattern", func(t *table) { p.WorkPatterns = append(p.WorkPatterns, readWorkPattern(t)) })
	top.tables("pay", func(t *table) { p.Pay = append(p.Pay, readPay(t)) })
	if t := d.tableOf(top.get("contingency"), "contingency"); t != nil {
		readContingency(t, &p.Contingency)
		t.done()
	}
	if t := d.tableOf(top.get("objective"), "objective"); t != nil {
		readObjective(t, &p.Objective)
		t.done()
	}
	if t := d.tableOf(top.get("law"), "law"); t != nil {
		t.texts("off", &p.LawOff)
		t.done()
	}
	top.done()
	return p
}

// format checks the line that says which format the file is in.
func (d *decoder) format(top *table) {
	remedy := fmt.Sprintf("write format = %q at the top of the file", FormatName)
	var name string
	switch {
	case top.text("format", &name) && name != FormatName:
		d.add(top.n.fields["format"], "format", remedy, "the format %q is not known", clip(name))
	case top.n.fields["format"] == nil:
		top.require("format", remedy)
	}
}

func (d *decoder) rota(top *table, p *scheduler.Problem) {
	n := top.get("rota")
	if n == nil {
		top.require("rota", "add the table [rota] with name, time_zone, start and days")
		return
	}
	t := d.tableOf(n, "rota")
	if t == nil {
		return
	}
	t.text("name", &p.Name)
	p.Zone = t.zone()
	if p.Zone != nil {
		d.zone = p.Zone
	}
	t.date("start", &p.Start)
	t.whole("days", &p.Days)
	t.start("as_of", &p.AsOf)
	t.choice("grain", grainWords, func(i int) { p.Grain = grains[i] })
	t.choice("week_starts", weekdayWords, func(i int) { p.WeekStarts = time.Weekday(i) })
	nation, on := "", holidays.Substitute
	t.choice("holidays", holidays.Nations(), func(i int) { nation = holidays.Nations()[i] })
	t.choice("holidays_on", holidayWords, func(i int) { on = holidays.On(i) })
	t.dates("extra_holidays", &p.Holidays, nil)
	t.done()
	p.Holidays = append(p.Holidays, bankHolidays(p, nation, on)...)
}

// holidayWords are the words of holidays_on by holidays.On.
var holidayWords = []string{"substitute", "actual", "both"}

// bankHolidays are those of a nation from a month before the rota to a month
// after it, so that a shift over either end finds its days.
func bankHolidays(p *scheduler.Problem, nation string, on holidays.On) []scheduler.Date {
	if nation == "" || p.Start.Year < validate.FirstYear || p.Start.Year > validate.LastYear || p.Days < 1 || p.Days > 366 {
		return nil
	}
	days := holidays.Dates(nation, on, p.Start.Plus(-31), p.Start.Plus(p.Days+31))
	return slices.DeleteFunc(days, func(d scheduler.Date) bool { return d.Year < validate.FirstYear || d.Year > validate.LastYear })
}

func (t *table) zone() *time.Location {
	var name string
	if !t.text("time_zone", &name) {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || validate.MachineZone(name) {
		t.d.add(t.n.fields["time_zone"], t.key("time_zone"), `write an IANA name such as "Europe/London"`, "the time zone %q is not known", clip(name))
		return nil
	}
	return zone
}
