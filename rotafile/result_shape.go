package rotafile

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/carerota/carerota/scheduler"
	"github.com/carerota/carerota/scheduler/validate"
)

// resultShape is what a result file may hold: what WriteResult and WriteRepaired write. A reader
// needs only `format` and `shifts`, but what else is there is of the kind it should be.
var resultShape = reflect.TypeFor[repairedFile]()

var (
	hoursType     = reflect.TypeFor[hours]()
	moneyType     = reflect.TypeFor[money]()
	marshalerType = reflect.TypeFor[json.Marshaler]()
)

// mayBeNull are the lists that are null where they are not known.
var mayBeNull = []reflect.Type{reflect.TypeFor[[]resultSingle](), reflect.TypeFor[[]resultProvider](), reflect.TypeFor[[]resultPair]()}

// shape reports what in a node is not of a Go type: keys that do not belong and values of another
// kind.
func (d *decoder) shape(n *node, t reflect.Type, path string) {
	switch {
	case t.Kind() == reflect.Interface, t == hoursType, t == moneyType, t.Kind() == reflect.Float64:
		d.ofKind(n, path, "a number, or null", "write a number, without quotes", intKind, floatKind, nullKind)
		return
	case t.Implements(marshalerType): // it writes itself: its reader judges it
		return
	}
	switch t.Kind() {
	case reflect.Pointer:
		if n.kind != nullKind {
			d.shape(n, t.Elem(), path)
		}
	case reflect.String:
		d.ofKind(n, path, "a text", "write it in quotes", textKind)
	case reflect.Bool:
		d.ofKind(n, path, "true or false", "write true or false, without quotes", boolKind)
	case reflect.Slice:
		if n.kind == nullKind && slices.Contains(mayBeNull, t) {
			return
		}
		if d.ofKind(n, path, "a list", "write it in square brackets", listKind) {
			for i, item := range n.items {
				d.shape(item, t.Elem(), fmt.Sprintf("%s[%d]", path, i))
			}
		}
	case reflect.Map:
		if d.ofKind(n, path, "a table", "write its keys in a table", tableKind) {
			for _, key := range n.keys {
				d.shape(n.fields[key], t.Elem(), path+"."+key)
			}
		}
	case reflect.Struct:
		if d.ofKind(n, path, "a table", "write its keys in a table", tableKind) {
			d.fields(n, t, path)
		}
	default: // whole numbers
		d.count(n, t, path)
	}
}

// count reports what is no whole number of 0 or more that a Go type holds: those of result files count
// something, or say where chance began.
func (d *decoder) count(n *node, t reflect.Type, path string) {
	const remedy = "write a whole number of 0 or more, without quotes and point"
	if !(n.kind == floatKind && digits(n.text)) && !d.ofKind(n, path, "a whole number", remedy, intKind) {
		return
	}
	most := uint64(math.MaxUint64)
	if t.Kind() == reflect.Int || t.Kind() == reflect.Int64 {
		most = math.MaxInt
	}
	switch x, err := strconv.ParseUint(n.text, 10, 64); {
	case err == nil && x <= most:
	case n.kind == intKind && n.int < 0:
		d.add(n, path, remedy, "%s is below 0", clip(n.text))
	default:
		d.add(n, path, "write a smaller number", "the number %s is too large", clip(n.text))
	}
}

// ofKind says whether a node is of one of the kinds, and reports it when it is not.
func (d *decoder) ofKind(n *node, path, wanted, remedy string, kinds ...kind) bool {
	if slices.Contains(kinds, n.kind) {
		return true
	}
	d.wrong(n, path, wanted, remedy)
	return false
}

// fields reports on the keys of a table. `format` and `shifts` at the top have a reader of their
// own.
func (d *decoder) fields(n *node, t reflect.Type, path string) {
	types, words := map[string]reflect.Type{}, map[string][]string{}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			if types[name] = f.Type; f.Tag.Get("words") != "" {
				words[name] = strings.Split(f.Tag.Get("words"), "|")
			}
			names = append(names, name)
		}
	}
	for _, key := range n.keys {
		at, v := strings.TrimPrefix(path+"."+key, "."), n.fields[key]
		of, known := types[key]
		switch {
		case !known:
			d.unknown(v, at, key, names)
		case path == "" && (key == "format" || key == "shifts"):
		case words[key] != nil:
			d.choice(v, at, words[key], func(int) {})
		default:
			d.shape(v, of, at)
			if (key == "start" || key == "end") && v.kind == textKind {
				var moment time.Time
				d.instant(v, at, scheduler.StartInstant, &moment)
			}
		}
	}
}

// unknown reports a key that does not belong among names.
func (d *decoder) unknown(n *node, path, key string, names []string) {
	remedy := "take it out; the keys here are " + strings.Join(names, ", ")
	if near := validate.Nearest(key, names); near != "" {
		remedy = fmt.Sprintf("did you mean %q?", near)
	}
	d.add(n, path, remedy, "the key %q is unknown", clip(key))
}
