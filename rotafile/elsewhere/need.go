package elsewhere

import (
	"errors"
	"time"

	"github.com/carerota/carerota/internal/reading"
	"github.com/carerota/carerota/rotafile/table"
	"github.com/carerota/carerota/scheduler"
)

// serve finds the need that a shift serves: the one that is named; of a client, or where nothing is named at all, the one whose
// occurrence the shift fits best. A shift without either is on standby.
func (r *entry) serve(s *scheduler.Shift, kindGiven bool) {
	needText, needAt := r.cellAt(r.row, "need")
	client, clientAt, ok := r.client()
	standby := kindGiven && s.Kind == scheduler.Standby
	switch {
	case !ok:
		return
	case standby && needText != "":
		r.wrong(needAt, "leave it empty", "a shift on standby serves no need")
		return
	case standby:
		return
	case needText != "":
		if id, done := r.need(needText, needAt, client != ""); done {
			s.Need = id
			break
		}
		fallthrough
	case client != "", !r.head.Has("need", "client"):
		s.Need = r.fitting(s, client, clientAt, kindGiven)
	case kindGiven:
		r.wrong(needAt, "name the need or the client", "the row does not say for what or whom the shift is")
		return
	default:
		s.Kind = scheduler.Standby
		return
	}
	n, known := r.asks.NeedOf[s.Need]
	if !known {
		return
	}
	need := r.asks.Needs[n].Need
	if s.Client = need.Client; client != "" && client != s.Client {
		r.wrong(clientAt, "leave it out, or correct it", "the client of this need is %q, not %q", s.Client, client)
	}
	if !kindGiven {
		s.Kind = need.Kind
	}
}

// client reads the client's column; empty where it is.
func (r *entry) client() (id string, at int, ok bool) {
	first, at := r.cellAt(r.row, "client")
	if first == "" {
		return "", at, true
	}
	for _, c := range r.head.At["client"] {
		if text := r.row.Cell(c); text != "" {
			if id, err := r.cared.Find(text); err == nil {
				return id, c, true
			}
		}
	}
	_, err := r.cared.Find(first)
	r.unclear(at, "client", first, err)
	return "", at, false
}

// need reads the need's column. What is like no need at all is no fault where the client is
// named too: it is then not done.
func (r *entry) need(text string, at int, hasClient bool) (id string, done bool) {
	id, err := r.needs.Find(text)
	var f *table.Fault
	switch {
	case err == nil:
		return id, true
	case hasClient && errors.As(err, &f) && f.Unknown && f.Remedy == "":
		r.noNeed(text)
		return "", false
	}
	r.unclear(at, "need", text, err)
	return "", true
}

// fitting is the need, of a client unless that is empty, that fits a shift best: the one whose
// occurrence it overlaps most, and of those the one with least of it left over.
func (r *entry) fitting(s *scheduler.Shift, client string, at int, kindGiven bool) string {
	span := reading.Span{From: s.Start.Unix(), To: s.End.Unix()}
	var best, other, near string
	most, left, gap := int64(0), int64(0), int64(-1)
	for i := range r.asks.Needs {
		n := &r.asks.Needs[i]
		if client != "" && n.Client != client || kindGiven && s.Kind != scheduler.Shadow && n.Kind != s.Kind {
			continue
		}
		for k := range n.Occurrences {
			o := n.Occurrences[k].Span
			over := o.Overlap(span)
			if far := max(o.From-span.To, span.From-o.To); gap < 0 || far < gap {
				gap, near = far, n.ID+", "+r.saySpan(o)
			}
			switch rest := o.Len() - over; {
			case over == 0 || over < most || over == most && rest > left:
			case over == most && rest == left && n.ID != best:
				other = n.ID
			default:
				best, other, most, left = n.ID, "", over, rest
			}
		}
	}
	switch {
	case best == "" && near != "":
		r.wrong(at, "correct the time, or add the need to the problem", "nothing is needed there then; nearest is %s", near)
	case best == "":
		r.wrong(at, "add the need to the problem", "nothing is needed there on any day of the rota")
	case other != "":
		r.wrong(at, "name the need that is meant, in a column called need", "the shift fits the needs %q and %q equally", best, other)
	}
	return best
}

// saySpan is a time with its day, local.
func (r *entry) saySpan(s reading.Span) string {
	from, to := time.Unix(s.From, 0).In(r.zone), time.Unix(s.To, 0).In(r.zone)
	return from.Format("Mon 2 Jan 15:04") + "-" + to.Format("15:04")
}
