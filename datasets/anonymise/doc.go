// Package anonymise shows a recorded day under other names and at another date, so that it can be given away: every figure that a
// replay computes from it is that of the original.
//
// Owns: the key, the names and the date that follow from it, what is replaced, what is left out, what stays.
//
// Refuses: weak keys; telling the old names to anybody but who asks for them.
//
// Invariants: the same day and key give the same bytes; different names stay different; no row is added, removed or moved; every
// time moves by the same number of whole weeks, and the clock in the session's zone shows what it showed; prices, quantities and
// amounts are untouched, so a price that is known may still give a stock away.
package anonymise
