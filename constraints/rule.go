package constraints

// Rule is one rule of the house, told once in terms of the model that every engine understands. To
// add one: write a type whose Build calls the Builder, and append a value of it to carerota.Rules
// in the options. The usual ones are here, one a file, as patterns to follow.
//
// The audit knows the rules of the problem file and no others: check what is
// your own in a test of your own.
type Rule interface {
	Name() string
	// Build enters the rule into the model under construction. It is called
	// once per Compile and must not keep the Builder.
	Build(b *Builder)
}

// Names of the rules that proofs tell apart: the hours of one worker in a week, a day and the rota,
// and those of a provider's workers together in a week.
const (
	RuleHours   = "hours"
	RuleCeiling = "ceiling"
)
