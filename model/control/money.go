package control

import "lossreplay/model"

// notional returns q times p, signed as q. It panics if that leaves 64 bits.
func notional(q model.Qty, p model.Price, unit model.Money) model.Money {
	m, ok := model.Notional(q, p, unit)
	if !ok {
		panic("control: a notional leaves 64 bits")
	}
	return m
}

// sum returns a + b. It panics if that leaves 64 bits.
func sum(a, b model.Money) model.Money {
	m, ok := a.Add(b)
	if !ok {
		panic("control: a sum of money leaves 64 bits")
	}
	return m
}
