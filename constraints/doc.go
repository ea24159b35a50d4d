// Package constraints turns a problem into an engine's model by rules, and holds the rules of the
// house, one a file.
//
// A [Rule] is a plain value with a Name and a Build that tells the [Builder] what the rule asks.
// [Compile] lets each rule build in turn and gives a [Compiled]: the model, and the way back from a
// plan to a rota. [House] lists the rules of the problem file in order; package contingency has
// those of planned standby and headroom, and carerota.Rules is both. Nothing here knows how an
// engine searches, and the audit knows nothing of what is here.
//
// At first every worker may serve every need at any time. Rules narrow who may work on what and
// when (Bar, Forbid, Within), or at all (Offer, Away); bound or price hours (Sum); set a limit of a
// worker's line (Line) or judge a whole line (LineRule); price what a task gets (Tasks), and reach
// all else through the Model. Times are [solver.Minute] from the rota's first midnight (Span,
// Period, Windows), so that clock changes are dealt with once.
//
// # Rules of your own
//
//  1. Write a file of your own, in any package, with a type that has the two
//     methods of Rule; examples/ownrule and the Example here are whole ones. Narrow who may work on
//     what (Bar) and when (Forbid, Within) or at all (Offer, Away), bound or price hours (Sum), set a limit on a
//     line (Line), or judge a whole line (LineRule).
//  2. Pass append(carerota.Rules(), yours) in the Rules of every verb's options (of Advise, in the Options
//     that its options embed): Solve and Complete,
//     Repair and its Desk, Advise, reasons.Question, simulation.Options; contingency's functions
//     take them as well. Where they are given they hold: the search keeps them in every part of the
//     model, nobody is named, called or sent whom they forbid, a rota that breaks one has a finding
//     of its name, and reasons say that the rule NAME does not allow it (a scheduler.Cause of rule
//     "own"). What is known of a rule is what its Build says: its rules on lines are asked about
//     the line that would be.
//  3. Price what you would rather not have with Sum, Tasks or a line's Wishes: at the levels of the
//     house (scheduler.LevelMoney), or at a level of your own below money (Level), of which there may
//     be several. The report's Objective has it.
//  4. Give the rule a second opinion on itself, if you can: an Auditor reads rotas for what breaks
//     it, a Pricer says what it adds to the objective. The engine's word is held against theirs as
//     against the audit's, and a difference is a *scheduler.AuditError.
//  5. Test that a rota which breaks it is not made, and that a rota which keeps it is.
//
// The rules of the house must be among those that Solve is given, for the audit reads every rota by
// them: an *scheduler.OptionError names those that are missing.
//
// A panic in a rule comes back from every verb that asks it as a *solver.PanicError with its stack. A rule
// that says something of a worker, need or client whose id the problem does not have is an error that
// names the id; but problems that an event has changed, or that Advise tries, may lack what a rule is
// about, and what is said of it there is said of nobody. CP-SAT keeps no LineRule and says so by name; the native
// engine keeps all.
//
// Proofs know the problem file only: they hold under any rules more, and there is then more to prove.
//
// # How it is laid out
//
// rule, builder and names are what a rule sees, compile, compile_freeze and compile_rota what makes a
// model of it and a rota of a plan, occurrence and spans how needs and days are numbered. money has
// what several prices share; every other file is one rule.
//
// # A rule of the house
//
// A rule of the problem file goes into House, in a file of its own, and has a second reader that
// shares nothing with it: see CONTRIBUTING.md.
package constraints

// House are the rules of the problem file but for the planned contingency. Those that keep workers
// off needs for good come before those that look at times, and past work before the hours that it
// counts in.
func House() []Rule {
	return []Rule{
		availability{}, family{}, suspension{}, only{}, refusals{}, providers{}, skills{},
		worked{}, pinned{}, shadowing{},
		hours{}, ceiling{}, rest{}, length{}, daysInARow{}, nightsInARow{}, weeklyRest{}, weekends{}, travel{},
		pay{}, guaranteed{}, budget{}, newFace{}, changeover{}, overlap{}, heads{}, standbyShift{}, fairness{}, change{}, workPatterns{}, wishes{}, familyLast{},
	}
}
