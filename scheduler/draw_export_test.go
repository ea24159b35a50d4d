package scheduler

// DrawProblem draws a small problem with tight limits, for tests outside the
// package.
var DrawProblem = whyProblem
