// Package uncertainty says how sure a figure is: it draws what no source settles by a low-discrepancy design, and turns the
// replays of those draws into ranges, probabilities of rank, sensitivities and a table of convergence.
//
// The street: [Plan] -> [Plan.Values] of a point -> a replay of them, which somebody else does -> [Draw] -> [Each], in the order
// of the design whatever finishes first -> [Summarize].
//
// # Owns
//
// Quantiles of declared distributions, the design of points, correlation by shared factors; order statistics of money; the
// standard error from independent randomisations; first-order and total indices from given draws.
//
// # Refuses
//
// Files, clocks, the engine, reconstructions. Draws whose leaves are no lattice. Floats for money: a figure of a draw stays an
// integer; floats hold probabilities and variances.
//
// # Invariants
//
// A point of the design depends on the plan and on its number alone: more draws leave the first ones as they were. What the
// draws say does not depend on the order in which they finished. What we do not know (the spread of the draws) and what we did not
// sample (the standard error) are never added up.
package uncertainty
