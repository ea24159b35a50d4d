package lp

// vector is a sparse vector over dense room: v holds the values, nz the places that
// may be nonzero, each once.
type vector struct {
	v  []float64
	nz []int32
}

// resize makes room for n places, all zero.
func (x *vector) resize(n int) {
	if len(x.v) == n {
		x.clear()
		return
	}
	if cap(x.v) < n {
		x.v = make([]float64, n, n+n/4)
	}
	x.v = x.v[:n]
	clear(x.v)
	x.nz = x.nz[:0]
}

// clear sets all places to zero.
func (x *vector) clear() {
	if len(x.nz)*4 > len(x.v) {
		clear(x.v)
	} else {
		for _, i := range x.nz {
			x.v[i] = 0
		}
	}
	x.nz = x.nz[:0]
}

// set gives place i, zero until now, a value.
func (x *vector) set(i int32, value float64) {
	x.v[i] = value
	x.nz = append(x.nz, i)
}

// gather finds the nonzero places again, dropping what is as good as zero.
func (x *vector) gather() {
	x.nz = x.nz[:0]
	for i, value := range x.v {
		if value == 0 {
			continue
		}
		if value < negligible && value > -negligible {
			x.v[i] = 0
			continue
		}
		x.nz = append(x.nz, int32(i))
	}
}

// trim drops the listed places that are as good as zero.
func (x *vector) trim() {
	kept := x.nz[:0]
	for _, i := range x.nz {
		if value := x.v[i]; value < negligible && value > -negligible {
			x.v[i] = 0
			continue
		}
		kept = append(kept, i)
	}
	x.nz = kept
}

// squares is the square of the vector's length.
func (x *vector) squares() float64 {
	sum := 0.0
	for _, i := range x.nz {
		sum += x.v[i] * x.v[i]
	}
	return sum
}
