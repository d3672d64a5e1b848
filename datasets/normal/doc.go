// Package normal makes ordinary trading days of the same router fleet as the Knight day: days on which nothing is wrong, to
// measure what each control costs then.
//
// Every day of [Days] has its story: a rebalance, a new listing, a venue that rejects, a release on some servers only. All of
// it is made up. The names are synthetic, the sizes are assumed, and no day is claimed to have happened.
//
// Owns: the stories, their names, prices, parents, children, reports, quotes, bars and operations.
//
// Refuses: files, clocks, global state; anything rogue.
//
// Invariants: the same day and seed give the same bytes, on one core or many, on any platform (no function is used whose last
// bit may differ); every child is legitimate, no parent gets more than it asked for, so the error account stays empty; every
// fill lies within its child's limit; no name moves so fast that the circuit breakers of the day would have paused it.
package normal
