package lp

// reach finds the places that the nonzeros of a vector touch in a triangular solve,
// in an order in which the solve can be done: depth first along the graph of the
// factor (Gilbert & Peierls 1988).
type reach struct {
	seen  []int32 // by place: the call that last reached it
	call  int32
	stack []visit
	found []int32
}

type visit struct{ i, next int32 }

func (r *reach) resize(n int) {
	r.seen = make([]int32, n)
	r.call = 0
}

// from replaces x.nz with all places reached, each before those it reaches.
func (r *reach) from(x *vector, graph [][]entry) {
	r.call++
	r.found = r.found[:0]
	for _, i := range x.nz {
		if r.seen[i] != r.call {
			r.explore(i, graph)
		}
	}
	x.nz = x.nz[:0]
	for k := len(r.found) - 1; k >= 0; k-- {
		x.nz = append(x.nz, r.found[k])
	}
}

func (r *reach) explore(i int32, graph [][]entry) {
	r.seen[i] = r.call
	r.stack = append(r.stack[:0], visit{i, 0})
	for len(r.stack) > 0 {
		top := &r.stack[len(r.stack)-1]
		next := graph[top.i]
		pushed := false
		for int(top.next) < len(next) {
			to := next[top.next].i
			top.next++
			if r.seen[to] != r.call {
				r.seen[to] = r.call
				r.stack = append(r.stack, visit{to, 0})
				pushed = true
				break
			}
		}
		if !pushed {
			r.found = append(r.found, r.stack[len(r.stack)-1].i)
			r.stack = r.stack[:len(r.stack)-1]
		}
	}
}
