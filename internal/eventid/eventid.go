// Package eventid names the events of calendars, so that what is written again is the same event, and
// what is read again is known.
package eventid

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"github.com/carerota/carerota/scheduler"
)

// Domain ends all names.
const Domain = "@carerota"

// The kinds of events.
const (
	Worker        = "worker"         // a worker's shift; what is Shift
	WorkerStandby = "worker-standby" // a worker's time on standby
	Client        = "client"         // a client's; what is the worker and Shift
	ClientStandby = "client-standby" // who stands by for a client; what is the worker
	Short         = "short"          // what is not covered of a client; what is the need
)

// Shift is the what of a shift.
func Shift(need string, kind scheduler.Kind) string { return need + "\x00" + kind.String() }

// Of is the name of the n-th event, from 1, of a kind on a day: whose calendar it is in, and what it is.
func Of(kind, whose, what string, day scheduler.Date, n int) string {
	key := strings.Join([]string{kind, whose, what, day.String()}, "\x00")
	sum := sha256.Sum256([]byte(key + "\x00" + strconv.Itoa(n)))
	return hex.EncodeToString(sum[:16]) + Domain
}
