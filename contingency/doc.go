// Package contingency holds the slack that is planned with the rota: standby
// workers who can replace those on duty, and headroom in each worker's week.
package contingency

import "github.com/carerota/carerota/scheduler"

// Planned are the rules of the planned contingency, to stand after
// constraints.House.
func Planned() []scheduler.Rule { return []scheduler.Rule{standby{}, headroom{}} }
