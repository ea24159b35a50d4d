// Package engines names the engines that can be measured.
package engines

import (
	"fmt"

	"github.com/carerota/carerota/solver"
)

// Of is the engine of a name.
func Of(name string) (solver.Engine, error) {
	if name == "native" {
		return solver.Native{}, nil
	}
	return nil, fmt.Errorf("engine %q is not known; the engines are native", name)
}
