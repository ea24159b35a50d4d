package walk

import "github.com/carerota/carerota/solver"

// Where hardly an hour is to spare, lines that always keep their limits of hours are hard to
// change: nearly every exchange needs somebody with just so many hours left. So
// the search now and then lets lines go beyond these limits at a price that rises
// until all are kept again (strategic oscillation: Glover, Decision Sciences 8 (1977)). What is
// too much is then passed on in small pieces, where what is short must be filled in whole visits.
//
// That price says nothing of where hours are to spare: they find each other by chance, and seldom across
// several teams. So each limit has a toll besides, a multiplier that is learned on the way: it rises while the limit is gone
// beyond, and falls while hours are to spare under it (discrete Lagrange multipliers: Wah and Wu, CP 1999).

// looseness is by how many minutes a line may go beyond each of its limits of hours meanwhile.
const looseness = 180

// looseShare is the part of a budget by which it may be overspent meanwhile.
const looseShare = 20

// Loosen lets every line go beyond its own limits of several days by looseness, and budgets be
// overspent a little.
func (w *Walker) Loosen() {
	s := w.State
	for i := range s.Most {
		if s.Most[i] = w.board.Most[i]; w.board.Model.Sums[i].Limits() {
			s.Most[i] += looseness * solver.PartsPerMinute
		}
	}
	for k := range s.Purse {
		s.Purse[k] = w.board.Purse[k] + max(int64(w.board.HourPay()*looseness/60), w.board.Purse[k]/looseShare)
	}
}

// Tighten ends what loosen began: limits are kept, and where the present plan
// breaks one the best takes its place.
func (w *Walker) Tighten() {
	w.Strain = 0
	w.State.Tolls = nil
	if w.State.Beyond > 0 {
		w.Back()
	}
	copy(w.State.Most, w.board.Most)
	copy(w.State.Purse, w.board.Purse)
}

// How fast tolls are learned, in terms of as many hours short for each hour beyond a limit over a whole round, and
// how high they become.
const (
	tollRate = 2
	tollMost = 1
)

// LearnTolls moves the tolls by so much of a round. What is short has the energy unit a part. A toll below
// nothing is a reward for work; it is paid only where all that a line may work in all is needed.
func (w *Walker) LearnTolls(unit, share float64) {
	s := w.State
	if w.tolls == nil {
		w.tolls = make([]float64, len(s.Sums))
	}
	s.Tolls = w.tolls
	for id := range w.tolls {
		if !w.board.Model.Sums[id].Limits() {
			continue
		}
		least := 0.0
		if w.board.Exact[id] {
			least = -tollMost * unit
		}
		hours := float64(s.Sums[id]-w.board.Most[id]) / (60 * solver.PartsPerMinute)
		w.tolls[id] = min(max(w.tolls[id]+tollRate*share*unit*hours, least), tollMost*unit)
	}
}
