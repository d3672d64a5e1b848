// Package attribution works out, from the leaves of a replay, how much of the loss each control prevents: alone, as the last
// line, by Shapley, Banzhaf and Owen value, by interaction with another, and which sets of controls do best or do enough.
//
// # Owns
//
// The game "loss prevented": a coalition S of controls is worth the baseline loss minus the loss of S. The proof that leaves
// partition the 2^n coalitions; the search for a coalition's leaf; every rounding of a value to a micro-unit of money.
//
// # Refuses
//
// Files, clocks, goroutines, the engine, floats. A set of leaves that overlaps, leaves a coalition out, or spreads its losses
// over more than [SpreadMax]. Any claim of its own about the losses: they may rise when a control is added, and prevented
// loss may be negative.
//
// # Invariants
//
// Nothing enumerates coalitions: every figure is a sum over leaves, or a choice among them. Sums are exact, and rounded once.
// Shares of [Lattice.Shapley] and [Lattice.Owen] add up to what all controls prevent together, to the unit. Renumbering the
// controls renumbers the answers and changes nothing else. A control that no leaf decides has value 0 and moves no other.
//
// A set of controls is a uint64 in which bit i stands for control i.
package attribution
