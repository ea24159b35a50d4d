package rotafile

import (
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
)

// ReadSheets reads a problem from a folder of CSV sheets, or from an Excel workbook whose sheets are called like
// them (without .csv). A row of a sheet names its columns, which are the keys of the problem file or other usual names; an
// empty cell is a key left out; a list is written with ";" between its elements, and a text that
// begins as a formula does with an apostrophe before it. Days, times and names are read as people write
// them. The sheets, of which only rota.csv must be there:
//
//	rota.csv         one row: the keys of [rota]
//	clients.csv      a row for each [[client]]
//	needs.csv        a row for each [[need]]; among as "swimming:1; driver:2"
//	providers.csv    a row for each [[provider]]
//	workers.csv      a row for each [[worker]], without its tables
//	skills.csv       worker, skill, from, until: skills that hold for a time
//	skill_meanings.csv  a row for each [[skill]]
//	wishes.csv       worker, days, dates, except, from, to, from_date, until_date, want, price
//	available.csv    worker, days, dates, except, from, to, from_date, until_date
//	unavailable.csv  worker, start, end, dates, why
//	worked.csv       worker, start, end, kind
//	pinned.csv       worker, need (empty: on standby), start, end, part
//	caps.csv         worker and the keys of [caps]: the house's where worker is empty
//	pay.csv          a row for each [[pay]]
//	work_patterns.csv  a row for each [[work_pattern]]
//	contingency.csv  one row: the keys of [contingency], with
//	                 standby_shift_min and standby_shift_max
//	objective.csv    one row: the keys of [objective]
//
// A fault names the sheet, the row (its line in the file) and the column.
func ReadSheets(path string) (*scheduler.Problem, error) {
	tree, faults, err := sheetsTree(path)
	if err != nil {
		return nil, err
	}
	d, err := Reader{}.document(tree, faults, nil, nil)
	if err != nil {
		return nil, err
	}
	return d.Problem, nil
}

// cell is what a column's cells hold.
type cell int

const (
	words    cell = iota // a text
	list                 // ids and the like with ; between them
	sayings              // texts with ; between them
	weekdays             // days of the week, in any form
	dates                // days of the calendar
	aDay                 // one of them
	clock                // a time of day
	moment               // a day and a time
	span                 // a length of time
	numbers              // a number, or a word such as "none"
	flags                // true or false
	amongs               // skill:workers with ; between them
	contacts             // names, or name: phone, with ; between them
)

// column is a column of a sheet.
type column struct {
	name string
	cell cell
}

// sheet is one kind of sheet. A row is put where place says.
type sheet struct {
	file    string
	columns []column
	place   func(s *sheetReader, row *node)
}

// columnsOf reads "name:kind" descriptions; no kind is words.
func columnsOf(text string) []column {
	kinds := map[string]cell{"": words, "list": list, "texts": sayings, "week": weekdays, "dates": dates, "day": aDay, "clock": clock, "moment": moment, "span": span,
		"num": numbers, "flag": flags, "among": amongs, "contacts": contacts}
	var cols []column
	for _, f := range strings.Fields(text) {
		name, kind, _ := strings.Cut(f, ":")
		cols = append(cols, column{name, kinds[kind]})
	}
	return cols
}

// capsColumns are the worker and the limits: a duration is a text, all else a number.
func capsColumns() []column {
	cols := columnsOf("worker")
	for _, f := range new(scheduler.Caps).Fields() {
		c := column{f.Key, numbers}
		if _, ok := f.Value.(*time.Duration); ok {
			c.cell = span
		}
		cols = append(cols, c)
	}
	return append(cols, columnsOf("firm:list firm_why")...)
}

// sheets are all the kinds of sheet, workers before what hangs on them.
func sheets() []sheet {
	const days = " days:week dates:dates except:dates from_date:day until_date:day "
	return []sheet{
		{"rota.csv", columnsOf("name time_zone start:day days:num grain:span as_of:moment week_starts holidays holidays_on extra_holidays:dates"), single("rota")},
		{"contingency.csv", columnsOf("standby:num standby_shift_min:span standby_shift_max:span relief:num different_provider:flag headroom:num hold_over:span"), contingencyRow},
		{"objective.csv", columnsOf("new_face:num changeover:num standby_shift:num unfair:num overlap:num heads:num shadow_short:num change:num family max_cost:num"), single("objective")},
		{"law.csv", columnsOf("off:list"), single("law")},
		{"clients.csv", columnsOf("id name known:list refuses:list tell:contacts tell_within:span phone facts:texts"), entry("client")},
		{"needs.csv", columnsOf("id client" + days + `from:clock to:clock workers:num skills:list fallback_skills:list among:among only:list kind whole:flag
			min_shift:span max_shift:span criticality contingency:flag`), entry("need")},
		{"providers.csv", columnsOf("id name kind tier:num notice:span from_date:day until_date:day accepts:list max_hours_week:num max_cost:num on_cost:num suspended:flag"), entry("provider")},
		{"workers.csv", columnsOf(`id name provider skills:list suspended:flag refuses:list shadowing shadow_hours:num standby:flag
			rate:num sleep_in_rate:num standby_rate:num guaranteed_hours_week:num opt_out:flag answer_time:span travel_time:span phone born:day`), entry("worker")},
		{"skills.csv", columnsOf("worker skill from:day until:day"), ofWorker("skills")},
		{"skill_meanings.csv", columnsOf("name trainable:flag lacks train_days:num train_cost:num"), entry("skill")},
		{"wishes.csv", columnsOf("worker" + days + "from:clock to:clock want price:num"), ofWorker("wishes")},
		{"available.csv", columnsOf("worker" + days + "from:clock to:clock"), ofWorker("available")},
		{"unavailable.csv", columnsOf("worker start:moment end:moment dates:dates starts:flag why"), ofWorker("unavailable")},
		{"worked.csv", columnsOf("worker start:moment end:moment kind"), ofWorker("worked")},
		{"pinned.csv", columnsOf("worker need start:moment end:moment part:flag"), ofWorker("pinned")},
		{"caps.csv", capsColumns(), capsRow},
		{"pay.csv", columnsOf("name" + days + "from:clock to:clock multiply:num add:num applies_to:list"), entry("pay")},
		{"work_patterns.csv", columnsOf("name workers:list of needs:list least:num most:num price:num"), entry("work_pattern")},
	}
}
