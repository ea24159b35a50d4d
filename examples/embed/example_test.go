package main

import (
	"context"
	"fmt"
	"os"

	"github.com/carerota/carerota"
	"github.com/carerota/carerota/rotafile"
)

// The whole program.
func Example() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Mon 18:00-21:00 evening ade
	// Tue 14:00-16:00 swim    ade
	// Tue 18:00-21:00 evening bea
	// Wed 18:00-21:00 evening bea
	// Thu 18:00-21:00 evening bea
	// Fri 18:00-21:00 evening ade
	// Sat 18:00-21:00 evening bea
	// Sun 18:00-21:00 evening bea
	// nobody for swim Thu 26 March 14:00-16:00
	// 23.0 h of 25.0 h covered, cost 359.19
	// critical underlap 0.0 h, no rota has less than 0.0 h
	// essential underlap 2.0 h, no rota has less than 2.0 h
	// desirable underlap 0.0 h, no rota has less than 0.0 h
}

// From a problem file to what is not covered, in ten lines.
func Example_file() {
	problem, err := rotafile.Read("../off-the-books.toml")
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := carerota.Solve(context.Background(), problem, carerota.Options{Seed: 1, Threads: 1, Steps: 20_000})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range report.Underlap {
		fmt.Printf("%s %s: %d short\n", u.Start.Format("Mon 2 Jan 15:04"), u.Need, u.Short)
	}
	// Output:
	// Mon 21 Sep 08:00 morning-two: 1 short
	// Wed 23 Sep 08:00 morning-two: 1 short
	// Fri 25 Sep 08:00 morning-two: 1 short
	// Sun 27 Sep 20:30 bed-two: 1 short
	// Mon 28 Sep 08:00 morning-two: 1 short
	// Wed 30 Sep 08:00 morning-two: 1 short
	// Fri 2 Oct 08:00 morning-two: 1 short
	// Sun 4 Oct 20:30 bed-two: 1 short
}
