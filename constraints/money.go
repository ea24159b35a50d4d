package constraints

import "github.com/carerota/carerota/solver"

// moneyAPart turns money an hour into the model's money a part of a sum.
func moneyAPart(anHour float64) float64 {
	return anHour * float64(Money(1)) / (60 * solver.PartsPerMinute)
}

// onCost is the factor on the worker's pay.
func onCost(b *Builder, worker int) float64 {
	if p := b.ProviderOf(worker); p != nil {
		return p.OnCost
	}
	return 1
}
