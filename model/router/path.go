package router

import "lossreplay/model"

// Path is a piece of router code that works parent orders.
type Path model.CodePathSpec

// Progress is what a router that counts knows of a parent: its size, what has executed, what is working at venues.
type Progress struct {
	OrderQty, Executed, Open model.Qty
}

// WouldSend reports whether the path sends a child of qty shares for a parent that stands so. A path that counts stops when
// executed, open and new quantity together would exceed the parent; a path that does not count never stops.
func (p *Path) WouldSend(at Progress, qty model.Qty) bool {
	return !p.Counts || at.Executed+at.Open+qty <= at.OrderQty
}

// Next returns the size of the child that the path sends next for a parent that stands so, and false if it sends none. It
// is what makes a parent run away: without a counter the answer never becomes false.
func (p *Path) Next(at Progress) (model.Qty, bool) {
	if !p.Counts {
		return p.ChildQty, true
	}
	qty := min(p.ChildQty, at.OrderQty-at.Executed-at.Open)
	return qty, qty > 0
}
