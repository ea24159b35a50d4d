// Package contingency holds the slack that is planned with the rota: standby
// workers who can replace those on duty, and headroom in each worker's week; and it says of a rota who
// steps in for whom and who could not be missed. Rules of a caller's own hold where its functions are
// given them; a panic in one goes on as a panic, on the goroutine of the call.
package contingency

import "github.com/carerota/carerota/constraints"

// Planned are the rules of the planned contingency, to stand after
// constraints.House.
func Planned() []constraints.Rule { return []constraints.Rule{standby{}, headroom{}} }
