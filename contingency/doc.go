// Package contingency holds the slack that is planned with the rota: standby
// workers who can replace those on duty, and headroom in each worker's week.
package contingency

import "github.com/carerota/carerota/constraints"

// Planned are the rules of the planned contingency, to stand after
// constraints.House.
func Planned() []constraints.Rule { return []constraints.Rule{standby{}, headroom{}} }
