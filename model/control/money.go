package control

import (
	"math"

	"lossreplay/model"
)

// notional returns q times p, signed as q. It panics if that leaves 64 bits.
func notional(q model.Qty, p model.Price, unit model.Money) model.Money {
	m, ok := model.Notional(q, p, unit)
	if !ok {
		panic("control: a notional leaves 64 bits")
	}
	return m
}

// notionalOrMax returns q times p, both at least 0, or the largest Money if that leaves 64 bits: a limit on one order is there
// for orders that make no sense.
func notionalOrMax(q model.Qty, p model.Price, unit model.Money) model.Money {
	if m, ok := model.Notional(q, p, unit); ok {
		return m
	}
	return math.MaxInt64
}

// sum returns a + b. It panics if that leaves 64 bits.
func sum(a, b model.Money) model.Money {
	m, ok := a.Add(b)
	if !ok {
		panic("control: a sum of money leaves 64 bits")
	}
	return m
}

// wholeShare is all of something, in basis points.
const wholeShare = 10_000

// share returns so many basis points of q, rounded down, or the largest Qty if that leaves 64 bits. q is at least 0, bp above.
func share(q model.Qty, bp int64) model.Qty {
	whole, rest := int64(q)/wholeShare, int64(q)%wholeShare
	if whole >= math.MaxInt64/bp-1 {
		return math.MaxInt64
	}
	return model.Qty(whole*bp + rest*bp/wholeShare)
}
