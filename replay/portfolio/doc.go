// Package portfolio says which controls to buy: what a set of controls that may fail is expected to leave of the loss, and which
// set does best for a budget, a capital, or beside what the firm has.
//
// # Owns
//
// Reliability: each control that is on works with its own probability, and members of a group fail together. The expectation
// and the distribution of the loss under any set, exact from the leaves of one or more draws. The exact search for the best
// set, for the cheapest one that keeps the loss under a capital, and for the front of prevented loss, cost and collateral.
//
// # Refuses
//
// Files, clocks, goroutines, chance: nothing is simulated. Leaves of a sample, which do not partition the coalitions. A claim
// about how often incidents come: what a set costs and what it prevents stay two numbers.
//
// # Invariants
//
// Costs are integers and compared exactly. An expectation is a sum in one fixed order, rounded once to a micro-unit of money,
// and two of them are told apart to a cent. A control that no leaf decides changes no figure. A set is returned as the best
// only after every other set was looked at or bounded from below. The same problem gives the same bits.
//
// A set of controls is a uint64 in which bit i stands for control i.
package portfolio
