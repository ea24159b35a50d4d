// Package why finds what keeps a worker off a shift, from the finished rota and without the search.
//
// A [Reader] lays out every least shift that would help at a [Target], collects what stands against
// each, and takes the one with the fewest obstacles; each reason is true on its own. [Reasons] does
// so for all that a report is short of. Reader.Conflict finds a smallest set of obstacles that
// makes a need impossible to meet whatever the rota.
//
// why is the order of the work and the obstacles of the worker and the need, shifts the shifts that
// would help, line the obstacles on the worker's line, words the sentences, conflict the smallest
// conflicts.
//
// To add a rule's reason: its obstacle beside the others in why.go or line.go, its sentence, a phrase
// that follows the worker's name, in words.go, how it is lifted in drawn.Lift and a shape in
// lift_test.go. The tests lift each reason exactly and see the shift become legal.
package why
