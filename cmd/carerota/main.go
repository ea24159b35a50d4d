// Command carerota makes and checks rotas for people who depend on care at
// home. See docs/reference.md for its files, flags and exit codes.
package main

import (
	"context"
	"os"
	_ "time/tzdata" // zones on machines without zone files
)

func main() {
	os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
}
