// Package engines names the engines that can be measured.
package engines

import (
	"context"
	"fmt"
	"strings"

	"github.com/carerota/carerota/solver"
	"github.com/carerota/carerota/solver/cpsat"
	"github.com/carerota/carerota/solver/native"
)

// Names are the names that Of takes.
func Names() []string { return []string{"native", "cpsat", "auto"} }

// Of is the engine of a name. Without OR-Tools there is nothing to measure but native.
func Of(name string) (solver.Engine, error) {
	switch name {
	case "native":
		return native.Engine{}, nil
	case "cpsat", "auto":
		found, err := cpsat.Find(context.Background())
		if err != nil {
			return nil, err
		}
		if name == "cpsat" {
			return cpsat.Engine{Found: found}, nil
		}
		return cpsat.Auto{}, nil
	}
	return nil, fmt.Errorf("engine %q is not known; the engines are %s", name, strings.Join(Names(), ", "))
}
