// Package intake turns what importers read out of foreign logs into an incident folder.
//
// Owns: the record that every importer emits, the order of records in time, the links between orders, reports and parents,
// what is written of them, what is refused, and the summary of both.
//
// Refuses: reading any format (its importers do), guessing in silence: what is inferred is called inferred.
//
// Invariants: memory is bounded by the open orders and a fixed buffer, not by the length of the log; every input row is kept,
// refused with a reason, or counted as skipped; the same sources give the same bytes.
package intake
