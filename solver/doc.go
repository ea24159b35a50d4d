// Package solver is the model of who does what when that an engine sees, the plain judge of plans
// for it, and what an engine is. There is no word of care in it: package constraints makes a
// [Model] of a problem and a rota of the [Plan] that comes back.
//
// # The model
//
// A [Line] is one who works, through time. A [Decision] is a span of one [Kind] on one line, most
// often on a [Task], which it covers: so many are needed at once from then to then, at a level of
// importance. A line may do what its permits allow. A [Sum] bounds or prices minutes on a line or
// over several, [Rules] and [Sequence] say what may follow what on one, a [Pay] prices what is
// worked, and [Reserve] is time held ready to replace another line. Time is a [Minute] from the
// model's origin, so that no calendar gets in here.
//
// A [Cost] is a vector of levels, most important first, and never one sum with big weights: weights
// that keep levels apart overflow or blur them. [Model.Evaluate] and [Model.Violations] say what a
// plan costs and which limits it breaks, plainly and slowly: tests hold every engine and every fast
// answer against them.
//
// # Engines
//
// An [Engine] takes a model and gives back a [Result]: a plan, its cost and a valid lower bound of
// each level. A level is proved when the two are equal, and "not found" is never said to be
// "impossible". A cancelled context is no error, the best plan so far comes back. With
// [Options].Steps the same model, seed and threads give the same plan: the random source is a value
// that is handed down, and no map is ranged over where order can matter.
//
// Package native is the engine of the house, package cpsat has OR-Tools' CP-SAT as a second one.
// Both stand on this package, which knows neither. A model whose pieces share nothing falls apart
// with [Split]. Engines that work one after another hand good lines on in a [Pool].
//
// # How it is laid out
//
// model, sequence and engine are what a caller sees; sane says what an engine takes for granted;
// price, frame and portion are what every reader of a model works out alike; evaluate,
// sequence_evaluate and violations are the plain judge; part takes a model apart, pool keeps good
// lines, obstacles are what a smallest conflict is looked for among.
//
// # How to add to it
//
//   - A move: see package native/internal/walk.
//   - An engine: a type with the two methods of Engine, run through the tests that every engine
//     passes (engines_test.go in package native).
//   - A limit of the model: its field with what the zero value means, the plain judge first, then
//     the board's fast answer, the exact line, and what cpsat makes of it. The bounds stay valid
//     without it, only weaker.
package solver
