// Package quality says how good the record of a day is: silences, latencies, orders without an end, prices far from the market,
// fills that look told twice, what is assumed; and it books the executions, for reconciliation.
//
// Owns: what is counted and how, in one pass over the day; the accounts by symbol that the executions make.
//
// Refuses: judging (a number that looks odd may be right), repairing, invalid days (package datasets refuses them before).
//
// Invariants: one pass in order of time; memory is bounded by symbols, parents and the orders that are open at once; the result
// does not depend on the size of batches.
package quality
