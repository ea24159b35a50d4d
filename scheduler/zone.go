package scheduler

import (
	"errors"
	"fmt"
	"time"
)

// ZoneName is the name of the problem's zone in the time zone database, by which files and JSON hold
// it. It is an error where they cannot: for no zone, the machine's own ("Local"), one that the
// database does not have, such as most of time.FixedZone, and one of another offset on a day of the rota
// than the database gives for its name.
func (p *Problem) ZoneName() (string, error) {
	if p == nil || p.Zone == nil {
		return "", errors.New("the problem has no time zone")
	}
	name := p.Zone.String()
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return "", fmt.Errorf("a file cannot hold the time zone %q, for the time zone database does not have it: use time.LoadLocation with a name such as \"Europe/London\"", name)
	}
	for n := -1; n <= min(p.Days, daysInAYear)+1; n++ {
		d := p.Start.Plus(n)
		if mine, theirs := StartInstant(p.Zone, d, 12*time.Hour), StartInstant(zone, d, 12*time.Hour); !mine.Equal(theirs) {
			return "", fmt.Errorf("a file cannot hold the time zone %q: at noon on %s it is %s there, in the zone of that name of the time zone database %s",
				name, d, mine.UTC().Format("15:04 UTC"), theirs.UTC().Format("15:04 UTC"))
		}
	}
	return name, nil
}

// daysInAYear is how many days at most are looked at: the greatest number that a rota has.
const daysInAYear = 366
