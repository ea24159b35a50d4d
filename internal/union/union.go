// Package union puts things together that hang together: disjoint sets of numbers, joined by size with paths halved
// (R. E. Tarjan and J. van Leeuwen, Worst-case analysis of set union algorithms, J. ACM 31 (1984)).
package union

// Sets are disjoint sets of the numbers from 0 on.
type Sets struct {
	up, size []int
}

// New is n sets of one number each.
func New(n int) *Sets {
	s := &Sets{make([]int, n), make([]int, n)}
	for i := range s.up {
		s.up[i], s.size[i] = i, 1
	}
	return s
}

// Root is the number that stands for the set of x, until sets are joined again.
func (s *Sets) Root(x int) int {
	for s.up[x] != x {
		s.up[x] = s.up[s.up[x]]
		x = s.up[x]
	}
	return x
}

// Size is how many numbers are in the set of x.
func (s *Sets) Size(x int) int { return s.size[s.Root(x)] }

// Join makes one set of those of a and b.
func (s *Sets) Join(a, b int) {
	a, b = s.Root(a), s.Root(b)
	if a == b {
		return
	}
	if s.size[a] < s.size[b] {
		a, b = b, a
	}
	s.up[b] = a
	s.size[a] += s.size[b]
}
