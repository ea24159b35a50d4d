package constraints

import "github.com/carerota/carerota/scheduler"

// Rule is one rule of the house, told once in terms of the model that every
// engine understands. To add one: write a type whose Build calls the Builder,
// and append a value of it to carerota.Rules in the options. The usual ones are here, one a file, as
// patterns to follow.
//
// What Build says is held wherever a rota is made, changed or read with the rules. The audit knows
// the rules of the problem file by itself and has no part in that: a rule that is an Auditor or a
// Pricer as well gives the second opinion on itself.
type Rule interface {
	Name() string
	// Build enters the rule into the model under construction. It is called
	// once or more per Compile, alone for its Builder, and must not keep the Builder.
	Build(b *Builder)
}

// Auditor is a rule of your own that reads rotas itself: Audit gives what breaks the rule, each with
// the worker, the time and a sentence. A rota of which it finds anything is not made.
type Auditor interface {
	Audit(p *scheduler.Problem, r *scheduler.Rota) []scheduler.Finding
}

// Pricer is a rule of your own that says what it adds to the objective for a rota, and at which
// level: one of scheduler.Levels, or a level of your own (Builder.Level). The amount is in hours at
// the levels before money, at all others in money. It is held against what the engine's model comes to.
type Pricer interface {
	Price(p *scheduler.Problem, r *scheduler.Rota) (level string, amount float64)
}

// Names of the rules that proofs tell apart: the hours of one worker in a week, a day and the rota,
// and those of a provider's workers together in a week.
const (
	RuleHours   = "hours"
	RuleCeiling = "ceiling"
)
