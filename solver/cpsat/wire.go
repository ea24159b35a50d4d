package cpsat

import (
	"errors"
	"fmt"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// The numbers of the fields of CP-SAT's own messages that are used here.
const (
	modelVariables, modelConstraints, modelObjective, modelHint, modelAssumptions = 2, 3, 4, 6, 7

	constraintEnforced, constraintBoolOr, constraintLinear = 2, 3, 12
	constraintInterval, constraintNoOverlap                = 19, 20
	constraintAtMostOne, constraintExactlyOne              = 26, 29

	paramSeed, paramTime, paramWorkers, paramCatchSigint, paramAbsoluteGap = 31, 36, 206, 135, 159
	paramProbing, paramLinear, paramInclusion                              = 110, 90, 201

	responseStatus, responseSolution, responseBound, responseEnough = 1, 2, 4, 23
)

// status is how a search of CP-SAT ended.
type status uint64

const (
	unknown status = iota
	invalid
	feasible
	infeasible
	optimal
)

var statusWords = [...]string{"unknown", "invalid", "feasible", "infeasible", "optimal"}

// String is the status in a word; the library may know more than these.
func (s status) String() string {
	if int(s) >= len(statusWords) {
		return fmt.Sprintf("status %d", uint64(s))
	}
	return statusWords[s]
}

// program is a CP-SAT model under construction. A literal is the number of a
// 0-1 variable, or -1 less that number for its negation.
type program struct {
	variables   []byte
	constraints []byte
	size        int32   // variables so far
	rows        int32   // constraints so far: intervals are known by their number
	assumed     []int32 // literals that a search may name when it finds that they cannot all hold
	scratch     []byte
}

// yes is a variable that is 1: the first of every program.
const yes int32 = 0

func newProgram() *program {
	p := &program{}
	p.variable(1, 1)
	return p
}

func not(lit int32) int32 { return -lit - 1 }

// variable adds an integer between low and high.
func (p *program) variable(low, high int64) int32 {
	domain := packed(nil, 2, []int64{low, high})
	p.variables = protowire.AppendTag(p.variables, modelVariables, protowire.BytesType)
	p.variables = protowire.AppendBytes(p.variables, domain)
	p.size++
	return p.size - 1
}

// boolean adds a 0-1 variable.
func (p *program) boolean() int32 { return p.variable(0, 1) }

func packed[T int32 | int64](b []byte, field protowire.Number, values []T) []byte {
	n := 0
	for _, v := range values {
		n += protowire.SizeVarint(uint64(int64(v)))
	}
	b = protowire.AppendTag(b, field, protowire.BytesType)
	b = protowire.AppendVarint(b, uint64(n))
	for _, v := range values {
		b = protowire.AppendVarint(b, uint64(int64(v)))
	}
	return b
}

// add enters a constraint: the body of the kind's message, and the literals
// that must hold for it to count. It returns the constraint's number.
func (p *program) add(kind protowire.Number, body []byte, when ...int32) int32 {
	c := p.scratch[:0]
	if len(when) > 0 {
		c = packed(c, constraintEnforced, when)
	}
	c = protowire.AppendTag(c, kind, protowire.BytesType)
	c = protowire.AppendBytes(c, body)
	p.scratch = c
	p.constraints = protowire.AppendTag(p.constraints, modelConstraints, protowire.BytesType)
	p.constraints = protowire.AppendBytes(p.constraints, c)
	p.rows++
	return p.rows - 1
}

// or asks for at least one of the literals.
func (p *program) or(lits ...int32) { p.add(constraintBoolOr, packed(nil, 1, lits)) }

// implies asks for b where a holds.
func (p *program) implies(a, b int32) { p.or(not(a), b) }

func (p *program) atMostOne(lits []int32) {
	if len(lits) > 1 {
		p.add(constraintAtMostOne, packed(nil, 1, lits))
	}
}

// exactlyOne asks for one of the literals and no more.
func (p *program) exactlyOne(lits []int32) { p.add(constraintExactlyOne, packed(nil, 1, lits)) }

// any is a literal that holds exactly when at least one of the literals does.
func (p *program) any(lits []int32) int32 {
	if len(lits) == 1 {
		return lits[0]
	}
	y := p.boolean()
	for _, x := range lits {
		p.implies(x, y)
	}
	p.or(append([]int32{not(y)}, lits...)...)
	return y
}

// sum is a linear expression over variables and literals.
type sum struct {
	vars  []int32
	coefs []int64
	plus  int64
}

// term adds coef times a variable or literal.
func (s *sum) term(lit int32, coef int64) {
	if coef == 0 {
		return
	}
	if lit < 0 {
		s.plus += coef
		lit, coef = not(lit), -coef
	}
	if lit == yes {
		s.plus += coef
		return
	}
	s.vars, s.coefs = append(s.vars, lit), append(s.coefs, coef)
}

// between asks for low <= s <= high.
func (p *program) between(s sum, low, high int64, when ...int32) {
	if low != math.MinInt64 {
		low -= s.plus
	}
	if high != math.MaxInt64 {
		high -= s.plus
	}
	b := packed(nil, 1, s.vars)
	b = packed(b, 2, s.coefs)
	b = packed(b, 3, []int64{low, high})
	p.add(constraintLinear, b, when...)
}

func (p *program) atLeast(s sum, low int64, when ...int32) {
	p.between(s, low, math.MaxInt64, when...)
}

func (p *program) atMost(s sum, high int64, when ...int32) {
	p.between(s, math.MinInt64, high, when...)
}

// interval is a stretch of time of a fixed length, from start (a variable's
// value, or the number at when start is negative) on; it counts when the
// literal holds.
func (p *program) interval(start int32, at, size int64, when int32) int32 {
	expr := func(v int32, plus int64) (b []byte) {
		if v >= 0 {
			b = packed(b, 1, []int32{v})
			b = packed(b, 2, []int64{1})
		}
		b = protowire.AppendTag(b, 3, protowire.VarintType)
		return protowire.AppendVarint(b, uint64(plus))
	}
	var b []byte
	for field, e := range [][]byte{4: expr(start, at), 5: expr(start, at+size), 6: expr(-1, size)} {
		if e != nil {
			b = protowire.AppendTag(b, protowire.Number(field), protowire.BytesType)
			b = protowire.AppendBytes(b, e)
		}
	}
	return p.add(constraintInterval, b, when)
}

func (p *program) noOverlap(intervals []int32) {
	p.add(constraintNoOverlap, packed(nil, 1, intervals))
}

// hint is a value for some variables to start from.
type hint struct {
	vars   []int32
	values []int64
}

// message is the model with an objective to be made small (nil for none) and a hint.
func (p *program) message(objective *sum, h hint) []byte {
	b := make([]byte, 0, len(p.variables)+len(p.constraints)+12*len(h.vars)+1024)
	b = append(b, p.variables...)
	b = append(b, p.constraints...)
	if objective != nil {
		o := packed(nil, 1, objective.vars)
		o = packed(o, 4, objective.coefs)
		b = protowire.AppendTag(b, modelObjective, protowire.BytesType)
		b = protowire.AppendBytes(b, o)
	}
	if len(h.vars) > 0 {
		o := packed(nil, 1, h.vars)
		o = packed(o, 2, h.values)
		b = protowire.AppendTag(b, modelHint, protowire.BytesType)
		b = protowire.AppendBytes(b, o)
	}
	if len(p.assumed) > 0 {
		b = packed(b, modelAssumptions, p.assumed)
	}
	return b
}

// parameters of one search.
type parameters struct {
	seed    uint64
	seconds float64
	workers int
	gap     float64 // the search ends when no further than this from its bound
	quick   bool    // no probing, which takes long where there are many choices
	linear  uint64  // how much of the program is relaxed to a linear one, 1 (CP-SAT's default) or 2
}

func (o parameters) message() (b []byte) {
	varint := func(field protowire.Number, v uint64) {
		b = protowire.AppendTag(b, field, protowire.VarintType)
		b = protowire.AppendVarint(b, v)
	}
	double := func(field protowire.Number, v float64) {
		b = protowire.AppendTag(b, field, protowire.Fixed64Type)
		b = protowire.AppendFixed64(b, math.Float64bits(v))
	}
	varint(paramSeed, o.seed&math.MaxInt32)
	double(paramTime, o.seconds)
	varint(paramWorkers, uint64(o.workers))
	varint(paramCatchSigint, 0) // signals are the host's affair
	// A step of CP-SAT's presolve has removed the best solutions and then called a worse one
	// optimal (OR-Tools 9.15; github.com/google/or-tools/issues/5293). It is left out.
	varint(paramInclusion, 0)
	if o.quick {
		varint(paramProbing, 0)
	}
	if o.linear > 0 {
		varint(paramLinear, o.linear)
	}
	if o.gap > 0 {
		double(paramAbsoluteGap, o.gap)
	}
	return b
}

// response is what came of one search.
type response struct {
	status status
	values []int64 // by variable; empty without a solution
	bound  float64 // of the objective as given
	enough []int32 // assumed literals that cannot all hold
}

var errReply = errors.New("cpsat: the reply cannot be read")

// numbers adds what a repeated field of whole numbers holds, one or packed.
func numbers[T int32 | int64](all []T, kind protowire.Type, value uint64, body []byte) ([]T, error) {
	if kind == protowire.VarintType {
		return append(all, T(value)), nil
	}
	for len(body) > 0 {
		v, n := protowire.ConsumeVarint(body)
		if n < 0 {
			return nil, errReply
		}
		all, body = append(all, T(v)), body[n:]
	}
	return all, nil
}

func parseResponse(b []byte) (*response, error) {
	r := &response{}
	var err error
	for len(b) > 0 {
		field, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return nil, errReply
		}
		b = b[n:]
		var value uint64
		var body []byte
		switch kind {
		case protowire.VarintType:
			value, n = protowire.ConsumeVarint(b)
		case protowire.Fixed64Type:
			value, n = protowire.ConsumeFixed64(b)
		case protowire.BytesType:
			body, n = protowire.ConsumeBytes(b)
		default:
			n = protowire.ConsumeFieldValue(field, kind, b)
		}
		if n < 0 {
			return nil, errReply
		}
		b = b[n:]
		switch field {
		case responseStatus:
			r.status = status(value)
		case responseBound:
			r.bound = math.Float64frombits(value)
		case responseSolution:
			if r.values, err = numbers(r.values, kind, value, body); err != nil {
				return nil, err
			}
		case responseEnough:
			if r.enough, err = numbers(r.enough, kind, value, body); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}
