package rotafile

import "strings"

// contactNode is the table of "Carys: 01234 567890"; a name alone stays a text.
func contactNode(item *node) *node {
	return pairNode(item, "name", "phone", func(n *node) *node { return n })
}

// amongNode is the table of "swimming:1".
func amongNode(item *node) *node { return pairNode(item, "skill", "workers", asNumber) }

// pairNode is the table of what stands before a colon and after it, the latter read by as; an item
// without a colon stays as it is.
func pairNode(item *node, before, after string, as func(*node) *node) *node {
	x, y, ok := strings.Cut(item.text, ":")
	if !ok {
		return item
	}
	t := newTable(item.file, item.line)
	t.sheet, t.tab, t.column = true, item.tab, item.column
	t.put(before, item.with(strings.TrimSpace(x)))
	t.put(after, as(item.with(strings.TrimSpace(y))))
	return t
}

// single places the one row of a table.
func single(key string) func(*sheetReader, *node) {
	return func(s *sheetReader, row *node) {
		if s.root.fields[key] != nil {
			s.add(row, "", "keep one row", "the sheet has more than one row")
			return
		}
		s.root.put(key, row)
	}
}

func contingencyRow(s *sheetReader, row *node) {
	shift := newTable(row.file, row.line)
	shift.sheet, shift.tab = true, row.tab
	for _, key := range []string{"min", "max"} {
		if n := row.fields["standby_shift_"+key]; n != nil {
			row.drop("standby_shift_" + key)
			shift.put(key, n)
		}
	}
	if len(shift.keys) > 0 {
		row.put("standby_shift", shift)
	}
	single("contingency")(s, row)
}

// entry places the rows of a list.
func entry(key string) func(*sheetReader, *node) {
	return func(s *sheetReader, row *node) {
		appendTo(s.root, key, row)
		if id := row.fields["id"]; key == "worker" && id != nil && s.workers[id.text] == nil {
			s.workers[id.text] = row
		}
	}
}

// appendTo adds an element to a list of a table.
func appendTo(t *node, key string, item *node) {
	if list := t.fields[key]; list != nil && list.kind == lostKind {
		return
	}
	if t.fields[key] == nil {
		t.put(key, &node{kind: listKind, file: item.file, line: item.line, sheet: true, tab: item.tab})
	}
	t.fields[key].items = append(t.fields[key].items, item)
}

// ofWorker places the rows of a list that hangs on a worker.
func ofWorker(key string) func(*sheetReader, *node) {
	return func(s *sheetReader, row *node) {
		if w := s.worker(row); w != nil {
			appendTo(w, key, row)
		}
	}
}

// capsRow places the house's limits or a worker's own.
func capsRow(s *sheetReader, row *node) {
	at := s.root
	if row.fields["worker"] != nil {
		if at = s.worker(row); at == nil {
			return
		}
	}
	if at.fields["caps"] != nil {
		s.add(row, "worker", "keep one row", "these limits are given twice")
		return
	}
	at.put("caps", row)
}
