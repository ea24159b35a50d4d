// Command carerota makes and checks rotas for people who depend on care at
// home. See docs/reference.md for its files, flags and exit codes.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // zones on machines without zone files

	"github.com/carerota/carerota/solver/cpsat"
)

func main() {
	cpsat.Main() // first of all: here the program may be the child that has OR-Tools
	tidyOnSignals()
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}
