// Package line plans one line exactly, against what all other lines leave open.
//
// [Planner] says which method it is and when its plan is the best there is. frame holds the options
// of a window and what they are worth, gain the worth of a decision, hours the axis of counted
// hours, spell the stretches of work between rests, sweep the forward pass over states, unwind the
// way back from the best of them.
package line
