// Package constraints holds the rules of the house, one a file. Each is a
// plain value with a Name and a Build that tells a scheduler.Builder what the
// rule asks; House lists them in order.
//
// To add one:
//
//  1. Write a file of your own, in any package, with a type that has the two
//     methods of scheduler.Rule. Narrow who may work on what and when (Forbid,
//     Within) or at all (Offer, Away), bound or price hours (Sum), set a limit on a
//     line (Line), or judge a whole line (LineRule).
//  2. Pass append(carerota.Rules(), yours) in scheduler.Options.Rules.
//  3. Test that a rota which breaks it is not made, and that a rota which keeps
//     it is; the audit knows only the rules of the problem file.
//
// Nothing here knows how an engine searches.
package constraints

// House are the rules of the problem file but for the planned contingency.
// Those that keep workers off needs for good come before those that look at times,
// and past work before the hours that it counts in.
func House() []Rule {
	return []Rule{
		availability{}, family{}, suspension{}, only{}, refusals{}, providers{}, skills{},
		worked{}, pinned{}, shadowing{},
		hours{}, ceiling{}, rest{}, length{}, daysInARow{}, nightsInARow{}, weeklyRest{}, weekends{}, travel{},
		pay{}, guaranteed{}, newFace{}, changeover{}, overlap{}, fairness{}, change{}, workPatterns{},
	}
}
